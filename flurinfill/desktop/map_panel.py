"""The map with its tools: what colours mean, zooming, buildings and labels on and off."""

from __future__ import annotations

from collections import Counter

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QComboBox, QMenu, QToolButton, QWidget

from flurinfill import i18n
from flurinfill.cartography.labels import LabelKind
from flurinfill.cartography.legend import legend_entries
from flurinfill.cartography.symbology import map_codes, style_of
from flurinfill.desktop import icons, theme
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.canvas import LABELS, PARCELS, MapCanvas, MapLayer, Tool
from flurinfill.desktop.map_layers import CONSTRAINT, default_order, ground_layers
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import column, row, text
from flurinfill.i18n import tr

_BY_CLASS, _BY_REVIEW = "class", "review"


class MapPanel(Adaptive, QWidget):
    """The canvas, fed from snapshots.

    Signals
    -------
    picked : list of str
        Parcels that the user selected on the map.
    """

    picked = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._pointed = ""
        self._shown: set[str] = set()
        self.canvas = MapCanvas()
        self._build()
        self.canvas.selection_changed.connect(self._on_selection)
        self.canvas.menu_requested.connect(self._on_menu)
        self.canvas.set_tip(self._tip)
        self.settle()

    # layout -------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = column(self, margin=0, spacing=0)
        bar = row(margin=GRID, spacing=GRID // 2)
        self._by_label = text("muted")
        self.by = QComboBox()
        self.by.currentIndexChanged.connect(self.recolour)
        self._by_label.setBuddy(self.by)
        bar.addWidget(self._by_label)
        bar.addWidget(self.by)
        bar.addStretch(1)
        self._buttons: dict[str, QToolButton] = {}
        for name, slot in (
            ("zoom_in", self.canvas.zoom_in),
            ("zoom_out", self.canvas.zoom_out),
            ("zoom_selection", self.canvas.zoom_to_selection),
            ("zoom_all", self.canvas.zoom_full),
        ):
            push = QToolButton()
            push.clicked.connect(slot)
            self._buttons[name] = push
            bar.addWidget(push)
        self.select_tool = QToolButton()
        self.select_tool.setCheckable(True)
        self.select_tool.toggled.connect(self._on_select_tool)
        bar.insertWidget(bar.count() - 4, self.select_tool)
        self.layers = QToolButton()
        self.layers.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._layer_menu = QMenu(self.layers)
        self._layer_actions: dict[str, QAction] = {}
        for name in ("land_use", "buildings", "constraints", "labels", "legend"):
            action = self._layer_menu.addAction("")
            action.setCheckable(True)
            action.setChecked(name != "land_use")
            action.setData(name)
            action.toggled.connect(self._on_layer)
            self._layer_actions[name] = action
        self.layers.setMenu(self._layer_menu)
        bar.addWidget(self.layers)
        layout.addLayout(bar)
        layout.addWidget(self.canvas, 1)

    def retranslate(self) -> None:
        """Set every text anew."""
        self._by_label.setText(tr("Colours:"))
        chosen = max(self.by.currentIndex(), 0)
        self.by.blockSignals(True)
        self.by.clear()
        self.by.addItem(tr("Potential"), _BY_CLASS)
        self.by.addItem(tr("Review"), _BY_REVIEW)
        self.by.setCurrentIndex(chosen)
        self.by.blockSignals(False)
        self.by.setAccessibleName(tr("What the colours on the map mean"))
        for name, words in (
            ("zoom_in", tr("Zoom in")),
            ("zoom_out", tr("Zoom out")),
            ("zoom_selection", tr("Zoom to the selection")),
            ("zoom_all", tr("Show the whole map")),
        ):
            self._buttons[name].setToolTip(words)
            self._buttons[name].setAccessibleName(words)
        self.select_tool.setToolTip(tr("Select by rectangle (drag with the left button)"))
        self.select_tool.setAccessibleName(tr("Select by rectangle"))
        self.layers.setToolTip(tr("What the map shows"))
        self.layers.setAccessibleName(tr("What the map shows"))
        for name, words in (
            ("buildings", tr("Buildings")),
            ("land_use", tr("Land use")),
            ("constraints", tr("Constraints")),
            ("labels", tr("Numbers and street names")),
            ("legend", tr("Legend")),
        ):
            self._layer_actions[name].setText(words)
        self.canvas.setAccessibleName(tr("Map"))
        self.canvas.setAccessibleDescription(
            tr("The table below the map lists the same parcels and can be used instead.")
        )
        self._show_words()

    def restyle(self) -> None:
        """Set icons and colours anew."""
        for name, push in self._buttons.items():
            push.setIcon(icons.icon(name))
        self.select_tool.setIcon(icons.icon("select"))
        self.layers.setIcon(icons.icon("layers"))
        self.recolour()

    # content ------------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Show other parcels; the view stays when the parcels are the same."""
        before, self._snapshot = self._snapshot, snapshot
        if snapshot is None or snapshot.data_state is None:
            self.canvas.set_parcels([], [])
            self._show_layers({})
            self._show_words()
            return
        first = before is None or len(before.parcels) == 0
        self.canvas.set_parcels(snapshot.ground.parcels, list(snapshot.parcels.index))
        self._show_layers(ground_layers(snapshot.ground))
        self.canvas.set_labels(snapshot.ground.labels)
        self._show_words()
        self.recolour()
        if first:
            self.canvas.zoom_full()

    def _show_layers(self, layers: dict[str, MapLayer]) -> None:
        for name in self._shown - set(layers):
            self.canvas.set_layer(name, None)
        for name, layer in layers.items():
            self.canvas.set_layer(name, layer)
        self._shown = set(layers)
        self.canvas.set_stack(default_order([PARCELS, *layers]), {})
        for action in self._layer_actions.values():
            self._set_visible(action.data(), action.isChecked())

    def show_work(self, snapshot: Snapshot) -> None:
        """Sites changed: colour anew, scan nothing."""
        self._snapshot = snapshot
        if self.by.currentData() == _BY_REVIEW:  # classes change with a detection only
            self.recolour()

    def show_selected(self, parcels: list[str], *, move: bool, near: bool = False) -> None:
        """Mark these parcels, and bring them into sight, ``near``: large enough to be recognised."""
        self.canvas.set_selected(parcels)
        if move and parcels:
            (self.canvas.go_to if near else self.canvas.ensure_visible)(parcels)

    @Slot()
    def recolour(self) -> None:
        """Colour by what the box says."""
        snapshot = self._snapshot
        if snapshot is None or snapshot.data_state is None:
            self.canvas.set_legend([])
            return
        kind = self.by.currentData() or _BY_CLASS
        states = self._states(snapshot, kind)
        self.canvas.set_styles(list(map_codes(states, self._land_use(snapshot))), style_of)
        counts = Counter(str(state) for state in states)
        entries = legend_entries(kind, counts, dark=theme.is_dark())
        self.canvas.set_legend(entries, self.by.currentText() if entries else "")

    def _states(self, snapshot: Snapshot, kind: str) -> np.ndarray:
        if kind == _BY_CLASS:
            return snapshot.parcels["potential"].fillna("").to_numpy(dtype=object)
        review = snapshot.work.sites["review"]
        of_parcel = {
            parcel: str(state)
            for parcels, state in zip(snapshot.work.sites["parcel_ids"], review, strict=True)
            for parcel in parcels
        }
        return np.array([of_parcel.get(parcel, "") for parcel in snapshot.parcels.index], dtype=object)

    def _land_use(self, snapshot: Snapshot) -> np.ndarray:
        if "dominant_use" not in snapshot.measures:
            return np.full(len(snapshot.parcels), "", dtype=object)
        uses = snapshot.measures["dominant_use"].reindex(snapshot.parcels.index)
        return uses.fillna("").to_numpy(dtype=object)

    def _show_words(self) -> None:
        self.canvas.set_empty_text(
            tr("No cadastre yet"), tr("Import the cadastre files, or drop them anywhere in this window.")
        )
        state = self._snapshot.data_state if self._snapshot is not None else None
        if state is None:
            self.canvas.set_source("")
        else:
            words = tr("Data of {day}", day=i18n.day(state.data_state)) if state.data_state else ""
            self.canvas.set_source(" · ".join(part for part in (state.source, words) if part))
        self.recolour()

    def _tip(self, parcel: str) -> str:
        snapshot = self._snapshot
        if snapshot is None or parcel not in snapshot.parcels.index:
            return ""
        entry = snapshot.parcels.loc[parcel]
        lines = [tr("Parcel {number}", number=entry["number"])]
        if entry["address_text"]:
            lines.append(str(entry["address_text"]))
        size = entry["official_area_m2"]
        lines.append(i18n.area(float(size if size == size else entry["area_m2"])))
        if entry["potential"]:
            lines.append(i18n.label("PotentialClass", str(entry["potential"])))
        return "\n".join(lines)

    # what happens -------------------------------------------------------------------------

    @Slot(list)
    def _on_selection(self, parcels: list[str]) -> None:
        self.picked.emit(parcels)

    @Slot(bool)
    def _on_select_tool(self, on: bool) -> None:
        self.canvas.set_tool(Tool.SELECT if on else Tool.NAVIGATE)

    @Slot(bool)
    def _on_layer(self, on: bool) -> None:
        action = self.sender()
        self._set_visible(str(action.data()), on)

    def _set_visible(self, name: str, on: bool) -> None:
        names = {"labels": [f"{LABELS}{kind}" for kind in LabelKind]}
        names["constraints"] = [layer for layer in self._shown if layer.startswith(CONSTRAINT)]
        for layer in names.get(name, [name]):
            self.canvas.set_layer_visible(layer, on)

    @Slot(QPoint, str)
    def _on_menu(self, place: QPoint, parcel: str) -> None:
        self._pointed = parcel
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if parcel:
            menu.addAction(icons.icon("copy"), tr("Copy the parcel identifier"), self._copy_parcel)
        menu.addAction(
            icons.icon("zoom_selection"), tr("Zoom to the selection"), self.canvas.zoom_to_selection
        )
        menu.addAction(icons.icon("zoom_all"), tr("Show the whole map"), self.canvas.zoom_full)
        menu.popup(place)

    @Slot()
    def _copy_parcel(self) -> None:
        QGuiApplication.clipboard().setText(self._pointed)
