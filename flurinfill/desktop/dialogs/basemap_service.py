"""The form of an own map service: address, kind, layer, whose picture it is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QLineEdit, QWidget

from flurinfill import i18n
from flurinfill.basemaps import capabilities
from flurinfill.basemaps.capabilities import Layer, Offer
from flurinfill.basemaps.client import Client
from flurinfill.basemaps.services import Kind, Service, guessed_kind, host_of
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.jobs import JobRunner
from flurinfill.desktop.widgets import button, choice_box, column, row, set_role, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.errors import Cancelled, FlurinfillError, ServiceError
from flurinfill.model.progress import Progress

_JOB = "basemap-offer"
_ZOOMS = (10, 24)


class ServiceForm(Adaptive, QWidget):
    """Asks for a service; what it offers is fetched beside.

    Attributes
    ----------
    proxy : str
        Through which the layers are fetched.
    """

    def __init__(self, jobs: JobRunner, map_crs: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._map_crs = jobs, map_crs
        self.proxy = ""
        self._before: Service | None = None
        self._offer: Offer | None = None
        self._client: Client | None = None
        self._kind_by_hand = False
        self._build()
        self.settle()

    def _build(self) -> None:
        layout = column(self, margin=0)
        self._form = form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.address, self.kind, self.get = QLineEdit(), QComboBox(), button()
        self.address.setPlaceholderText("https://")
        self.address.textEdited.connect(self._on_address)
        self.kind.activated.connect(self._on_kind_chosen)
        self.get.clicked.connect(self._on_get)
        self._kind_row = QWidget()
        line = row(self._kind_row)
        line.addWidget(self.kind, 1)
        line.addWidget(self.get)
        self.layer, self.crs = choice_box(), choice_box()
        self.layer.currentIndexChanged.connect(self._on_layer)
        self.zoom = QComboBox()
        for zoom in range(_ZOOMS[0], _ZOOMS[1] + 1):
            self.zoom.addItem(str(zoom), zoom)
        self.name, self.attribution = QLineEdit(), QLineEdit()
        self.said = text("small", wrap=True)
        self._labels: dict[QWidget, QLabel] = {}
        for field in (
            self.address,
            self._kind_row,
            self.layer,
            self.crs,
            self.zoom,
            self.name,
            self.attribution,
        ):
            self._labels[field] = QLabel()
            self._labels[field].setBuddy(self.kind if field is self._kind_row else field)
            form.addRow(self._labels[field], field)
            if field is self._kind_row:
                form.addRow(self.said)
        layout.addLayout(form)
        self.printable = QCheckBox()
        layout.addWidget(self.printable)

    def retranslate(self) -> None:
        """Set every text anew."""
        for field, words in (
            (self.address, tr("Address")),
            (self._kind_row, tr("Kind")),
            (self.layer, tr("Layer")),
            (self.crs, tr("Coordinate system")),
            (self.zoom, tr("Finest zoom")),
            (self.name, tr("Name")),
            (self.attribution, tr("Source line")),
        ):
            self._labels[field].setText(words)
            field.setAccessibleName(words)
        self.kind.setAccessibleName(tr("Kind"))
        chosen = max(self.kind.currentIndex(), 0)
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(tr("WMS – map service"), Kind.WMS.value)
        self.kind.addItem(tr("WMTS – tiles"), Kind.WMTS.value)
        self.kind.addItem(tr("XYZ – address with {z}, {x}, {y}"), Kind.XYZ.value)
        self.kind.setCurrentIndex(chosen)
        self.kind.blockSignals(False)
        self.get.setText(tr("Get the layers"))
        for box in (self.layer, self.crs):
            box.setPlaceholderText(tr("Get the layers first"))
        self.attribution.setPlaceholderText(tr("Stands on the map, as the terms of use want it"))
        self.printable.setText(tr("The terms of use allow it on printed maps"))
        self._show_kind()

    def show_service(self, service: Service | None) -> None:
        """Fill the form with a service, or empty it."""
        self.break_off()
        self._before, self._offer = service, None
        self._kind_by_hand = service is not None
        known = service or Service("", Kind.WMS, "")
        self.address.setText(known.url)
        self.kind.setCurrentIndex(self.kind.findData(known.kind.value))
        self.layer.clear()
        if known.layer:
            self.layer.addItem(known.layer, known.layer)
            self.layer.setCurrentIndex(0)  # not by itself where there is a placeholder
        self._fill_crs(known.offered, known.crs)
        self.zoom.setCurrentIndex(max(self.zoom.findData(known.zooms[1]), 0))
        self.name.setText(known.name)
        self.attribution.setText(known.attribution)
        self.printable.setChecked(known.printable)
        self._say("")
        self._show_kind()

    def service(self) -> Service:
        """Return what is typed and chosen.

        Raises
        ------
        ServiceError
            When it cannot be asked in this way.
        """
        url, kind = self.address.text().strip(), Kind(str(self.kind.currentData()))
        layer = self._chosen_layer()
        if kind is Kind.XYZ:
            made = Service("", kind, url, zooms=(0, int(self.zoom.currentData())))
        elif layer is not None and self._offer is not None:
            made = capabilities.service_of(url, self._offer, layer, name="")
        elif self._before is not None and (self._before.url, self._before.kind) == (url, kind):
            made = self._before
        else:
            made = Service("", kind, url)
        host = host_of(url.replace("{s}.", ""))
        return replace(
            made,
            name=self.name.text().strip() or (layer.title if layer is not None else host),
            crs=str(self.crs.currentData() or "") if kind is not Kind.XYZ else "",
            attribution=self.attribution.text().strip(),
            printable=self.printable.isChecked(),
        ).checked()

    def break_off(self) -> None:
        """Do not wait any longer for an answer."""
        self._jobs.forget(_JOB)
        if self._client is not None:
            self._client.close()
        self._client = None
        self.get.setEnabled(True)

    # choices --------------------------------------------------------------------------------

    @Slot(str)
    def _on_address(self, typed: str) -> None:
        if not self._kind_by_hand:
            self.kind.setCurrentIndex(self.kind.findData(guessed_kind(typed).value))
        self._forget_offer()

    @Slot()
    def _on_kind_chosen(self) -> None:
        self._kind_by_hand = True
        self._forget_offer()

    def _forget_offer(self) -> None:
        self.break_off()
        self._offer = None
        self.layer.clear()
        self.crs.clear()
        self._say("")
        self._show_kind()

    def _show_kind(self) -> None:
        tiles = self.kind.currentData() == Kind.XYZ.value
        for field in (self.layer, self.crs):
            self._form.setRowVisible(field, not tiles)
        self._form.setRowVisible(self.zoom, tiles)
        self.get.setVisible(not tiles)

    @Slot()
    def _on_get(self) -> None:
        url, kind = self.address.text().strip(), Kind(str(self.kind.currentData()))
        try:
            host = host_of(url)
        except ServiceError as error:
            self._say(_short(error), fault=True)
            return
        self.break_off()
        self._client = client = Client(self.proxy)
        self.get.setEnabled(False)
        self._say(tr("Asking {host} …", host=host))

        def work(progress: Progress) -> Offer:
            return capabilities.read(capabilities.fetch(client, kind, url), kind, host)

        self._jobs.read(_JOB, work, owner=self, done=self._on_offer, failed=self._on_failed)

    def _on_offer(self, offer: Offer) -> None:
        self.break_off()
        before = str(self.layer.currentData() or "")
        self._offer = offer
        self.layer.blockSignals(True)
        self.layer.clear()
        for layer in offer.layers:
            same = layer.title == layer.name
            self.layer.addItem(layer.title if same else f"{layer.title} ({layer.name})", layer.name)
        self.layer.setCurrentIndex(max(self.layer.findData(before), 0))
        self.layer.blockSignals(False)
        if not self.attribution.text().strip():
            self.attribution.setText(offer.attribution)
        self._say(ntr("{count} layer found.", "{count} layers found.", len(offer.layers)))
        self._on_layer()
        self.layer.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self.break_off()
        if isinstance(error, FlurinfillError):
            self._say(_short(error), fault=True)
        elif not isinstance(error, Cancelled):
            self._jobs.crashed.emit(error)

    @Slot()
    def _on_layer(self) -> None:
        layer = self._chosen_layer()
        if layer is not None:
            self._fill_crs(layer.crs, str(self.crs.currentData() or ""))

    def _chosen_layer(self) -> Layer | None:
        return self._offer.layer(str(self.layer.currentData())) if self._offer is not None else None

    def _fill_crs(self, offered: tuple[str, ...], chosen: str) -> None:
        """Offer the systems, that of the map by itself where there is no other wish."""
        self.crs.clear()
        if not offered:
            return
        automatic = capabilities.best_crs(offered, self._map_crs)
        words = (
            tr("As the map: {crs}", crs=automatic)
            if automatic == self._map_crs
            else tr("By itself: {crs}", crs=automatic)
        )
        self.crs.addItem(words, "")
        for code in offered:
            self.crs.addItem(code, code)
        self.crs.setCurrentIndex(max(self.crs.findData(chosen), 0))

    def _say(self, words: str, *, fault: bool = False) -> None:
        set_role(self.said, "text_role", "bad" if fault else "small")
        self.said.setText(words)
        self._form.setRowVisible(self.said, bool(words))


def _short(error: FlurinfillError) -> str:
    """What happened, without advice that is meant for the map."""
    return i18n.label("error", error.code, **error.details)
