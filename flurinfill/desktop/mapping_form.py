"""Which foreign layer is what: guessed, shown, correctable."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QListWidget, QListWidgetItem, QWidget

from flurinfill.cadastre.mapping import LayerMapping, LayerRef
from flurinfill.cadastre.reading import SourceDescription
from flurinfill.cadastre.sources import Format
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.theme import GRID
from flurinfill.i18n import tr

SYSTEMS = ("EPSG:25833", "EPSG:25832", "EPSG:31468", "EPSG:31469", "EPSG:4326", "EPSG:3857")
_SINGLE = ("parcels", "buildings", "roads", "land_use", "addresses")
_REF = Qt.ItemDataRole.UserRole


class MappingForm(Adaptive, QWidget):
    """One box per table, lists for constraints and plans, the column of the identifier, the CRS."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers: list[tuple[str, LayerRef, tuple[str, ...]]] = []
        self._guess = LayerMapping()
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.boxes = {name: QComboBox() for name in _SINGLE}
        self.identifier, self.crs = QComboBox(), QComboBox()
        self.identifier.setEditable(True)
        self.crs.setEditable(True)
        self.constraints, self.plans = QListWidget(), QListWidget()
        for listing in (self.constraints, self.plans):
            listing.setMaximumHeight(14 * GRID)
        self._labels: dict[str, QLabel] = {}
        fields: dict[str, QWidget] = {
            "parcels": self.boxes["parcels"],
            "identifier": self.identifier,
            "buildings": self.boxes["buildings"],
            "constraints": self.constraints,
            "plans": self.plans,
            "roads": self.boxes["roads"],
            "land_use": self.boxes["land_use"],
            "addresses": self.boxes["addresses"],
            "crs": self.crs,
        }
        for name, field in fields.items():
            self._labels[name] = QLabel()
            self._labels[name].setBuddy(field)
            form.addRow(self._labels[name], field)
        self._fields = fields
        self.boxes["parcels"].currentIndexChanged.connect(self._on_parcels)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        for name, words in (
            ("parcels", tr("Parcels")),
            ("identifier", tr("Identifier column")),
            ("buildings", tr("Buildings")),
            ("roads", tr("Roads")),
            ("land_use", tr("Land use")),
            ("addresses", tr("Addresses")),
            ("constraints", tr("Constraints")),
            ("plans", tr("Plans and statutes")),
            ("crs", tr("Coordinate system")),
        ):
            self._labels[name].setText(words)
            self._fields[name].setAccessibleName(words)
        self._fill(self.mapping() if self._layers else self._guess)

    def show_sources(self, sources: list[SourceDescription], guess: LayerMapping) -> None:
        """Offer the layers of these sources, with a guess."""
        self._layers = []
        for source in sources:
            if source.format is Format.OGR:
                several = len(source.layers) > 1
                for layer in source.layers:
                    words = f"{source.name}: {layer.name}" if several else source.name
                    self._layers.append((words, LayerRef(source.path, layer.name), layer.columns))
        self._guess = guess
        self._fill(guess)
        official = any(source.format in (Format.NAS, Format.SIMPLE) for source in sources)
        for name in ("parcels", "identifier", "buildings"):  # they come from the official files
            for part in (self._labels[name], self._fields[name]):
                part.setVisible(not official)

    def mapping(self) -> LayerMapping:
        """Return the mapping as it is shown."""
        chosen = {name: box.currentData() for name, box in self.boxes.items()}
        same_parcels = _same(chosen["parcels"], self._guess.parcels)
        identifier = self.identifier.currentText().strip()
        crs = self.crs.currentText().strip() if self.crs.currentIndex() != 0 else ""
        return replace(
            self._guess,
            **chosen,
            constraints=_checked(self.constraints),
            plans=_checked(self.plans),
            parcel_id=identifier if identifier and self.identifier.currentIndex() != 0 else None,
            columns=self._guess.columns if same_parcels else {},
            crs=crs or None,
        )

    def _fill(self, mapping: LayerMapping) -> None:
        for name, box in self.boxes.items():
            box.blockSignals(True)
            box.clear()
            box.addItem(tr("– none –"), None)
            for words, ref, _ in self._layers:
                box.addItem(words, ref)
            box.setCurrentIndex(self._place(getattr(mapping, name)))
            box.blockSignals(False)
        for listing, chosen in ((self.constraints, mapping.constraints), (self.plans, mapping.plans)):
            listing.clear()
            for words, ref, _ in self._layers:
                item = QListWidgetItem(words)
                item.setData(_REF, ref)
                checked = any(_same(ref, entry) for entry in chosen)
                item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
                listing.addItem(item)
        self._fill_identifier(mapping.parcel_id)
        self.crs.clear()
        self.crs.addItem(tr("As the files say"))
        self.crs.addItems(SYSTEMS)
        if mapping.crs:
            self.crs.setEditText(mapping.crs)
            self.crs.setCurrentIndex(self.crs.findText(mapping.crs))

    def _fill_identifier(self, wanted: str | None) -> None:
        place = self.boxes["parcels"].currentIndex() - 1
        self.identifier.clear()
        self.identifier.addItem(tr("Number the parcels"))
        if place >= 0:
            self.identifier.addItems(list(self._layers[place][2]))
        if wanted:
            if self.identifier.findText(wanted) < 0:
                self.identifier.addItem(wanted)
            self.identifier.setCurrentIndex(self.identifier.findText(wanted))

    def _place(self, ref: LayerRef | None) -> int:
        for number, (_, known, _) in enumerate(self._layers):
            if _same(known, ref):
                return number + 1
        return 0

    @Slot()
    def _on_parcels(self) -> None:
        ref = self.boxes["parcels"].currentData()
        self._fill_identifier(self._guess.parcel_id if _same(ref, self._guess.parcels) else None)


def _checked(listing: QListWidget) -> tuple[LayerRef, ...]:
    items = (listing.item(number) for number in range(listing.count()))
    return tuple(item.data(_REF) for item in items if item.checkState() == Qt.CheckState.Checked)


def _same(one: LayerRef | None, other: LayerRef | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.path == other.path and (one.layer == other.layer or None in (one.layer, other.layer))
