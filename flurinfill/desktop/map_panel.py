"""The map with its layers and tools: what is drawn, in which order, and what the colours mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QWidget

from flurinfill import i18n
from flurinfill.cartography.labels import LabelKind
from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.symbology import style_of_class
from flurinfill.desktop import theme
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.canvas import BUILDINGS, PARCELS, SKETCH, LabelSource, MapCanvas, MapLayer, Tool
from flurinfill.desktop.canvas.picture import LEGEND_ENTRIES
from flurinfill.desktop.colouring import (
    By,
    Coloured,
    Colouring,
    breaks_of,
    coloured,
    measures_of,
    words_of,
)
from flurinfill.desktop.ground import Sight, SiteOutlines
from flurinfill.desktop.layer_panel import LayerPanel, ShownLayer
from flurinfill.desktop.map_bar import MapBar
from flurinfill.desktop.map_layers import (
    CHOSEN,
    LAND_USE,
    LEGEND,
    SITES,
    building_layer,
    chosen_layer,
    entries_of,
    ground_layers,
    label_name,
    site_layer,
    vanished,
)
from flurinfill.desktop.map_menu import MapMenu
from flurinfill.desktop.map_state import MapState
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.desktop.spoken import speak
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.tool_line import ToolLine
from flurinfill.desktop.widgets import column
from flurinfill.i18n import tr
from flurinfill.reports import fields


class MapPanel(Adaptive, QWidget):
    """The canvas, fed from snapshots, with the list of its layers.

    Signals
    -------
    picked : list of str
        Parcels that the user selected on the map.
    trouble : callable or None
        Gives one line about what cannot be shown as it was meant; None when all is well.
    """

    picked = Signal(list)
    trouble = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._layers: dict[str, MapLayer] = {}
        self._outlines: SiteOutlines | None = None
        self._labels: LabelSource | None = None
        self._chosen: Sequence[int] = ()  # sites of the selected parcels
        self._sighted = False  # the map is already where a person may have moved it
        self._entries: list[LegendEntry] = []
        self.state = MapState()
        self.canvas = MapCanvas()
        self.menu = MapMenu(self.canvas)
        self.panel = LayerPanel()
        self._build()
        self.panel.changed.connect(self._on_state)
        self.canvas.selection_changed.connect(self._on_selection)
        self.canvas.legend_clicked.connect(self._on_legend)
        self.canvas.set_tip(self._tip)
        self.settle()

    # layout -------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = column(self, margin=0, spacing=0)
        self.bar = MapBar(self.canvas)
        self.layers, self.by = self.bar.layers, self.bar.by
        self.layers.toggled.connect(self._on_layers)
        self.by.currentIndexChanged.connect(self._on_by)
        self.bar.tool_chosen.connect(self.use_tool)
        self.canvas.tool_changed.connect(self.bar.show_tool)
        self.line = ToolLine(self.canvas.sketching)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.panel)
        self.split.addWidget(self.canvas)
        self.split.setStretchFactor(1, 1)
        self.split.setCollapsible(1, False)
        self.split.setSizes([46 * GRID, 600])
        self.panel.hide()
        layout.addWidget(self.bar)
        layout.addWidget(self.line)
        layout.addWidget(self.split, 1)

    def retranslate(self) -> None:
        """Set every text anew."""
        self._fill_by()
        self.canvas.setAccessibleName(tr("Map"))
        self.canvas.setAccessibleDescription(
            tr("The table below the map lists the same parcels and can be used instead.")
        )
        self._show_words()
        self.recolour()

    def restyle(self) -> None:
        """Set colours anew."""
        self.recolour()

    @Slot(object)
    def use_tool(self, tool: Tool) -> None:
        """Use a tool on the map."""
        self.canvas.set_tool(tool)
        self.bar.show_tool(tool)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_by(self) -> None:
        colouring = self.state.colouring
        self.by.blockSignals(True)
        self.by.clear()
        for by in By:
            words = words_of(by)
            if by is By.MEASURE and colouring.by is By.MEASURE:
                words = fields.measure_name(colouring.measure)
            self.by.addItem(words, by.value)
        self.by.setCurrentIndex(self.by.findData(colouring.by.value))
        self.by.blockSignals(False)

    # content ------------------------------------------------------------------------------

    def show_sight(self, sight: Sight) -> None:
        """Show parcels and houses while the rest is still being read; nothing can be selected yet."""
        self.canvas.set_parcels(sight.parcels, sight.ids)
        layer = MapLayer(sight.parcels, *sight.classes, style_of_class)
        self.canvas.set_layer(PARCELS, layer)
        self._show_layers({BUILDINGS: building_layer(sight.buildings)})
        self.canvas.zoom_full()
        self._sighted = True

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Show other parcels; the view stays when the parcels are the same."""
        before, self._snapshot = self._snapshot, snapshot
        if snapshot is None:
            self._sighted = False
        self._outlines = None
        if snapshot is None or snapshot.data_state is None:
            self._labels = None
            self.canvas.set_parcels([], [])
            self._show_layers({})
            self._show_words()
            self.recolour()
            return
        first = (before is None or len(before.parcels) == 0) and not self._sighted
        self.canvas.set_parcels(snapshot.ground.parcels, snapshot.ground.ids)
        self.panel.colours.offer(measures_of(snapshot))
        self._show_layers(ground_layers(snapshot.ground))
        self._show_sites()
        self._show_words()
        self.recolour()
        if first:
            self.canvas.zoom_full()

    def show_work(self, snapshot: Snapshot) -> None:
        """Sites changed: colour anew, scan nothing that did not move."""
        self._snapshot = snapshot
        self._show_sites()
        if self.state.colouring.by in (By.REVIEW, By.AVAILABILITY, By.PUBLICATION, By.OWNER):
            self.recolour()

    def show_selected(
        self, parcels: Sequence[str], sites: Sequence[int], *, move: bool, near: bool = False
    ) -> None:
        """Mark these parcels and their sites and go there, ``near``: so that they can be recognised."""
        self.canvas.set_selected(parcels)
        self._show_chosen(sites)
        if move and parcels:
            (self.canvas.go_to if near else self.canvas.ensure_visible)(parcels)

    def layers_shown(self) -> dict[str, MapLayer]:
        """Return all layers but for the parcels, by their name."""
        return dict(self._layers)

    def labels_shown(self) -> LabelSource:
        """Return everything that could be written on the map."""
        return self._labels

    def use_state(self, state: MapState) -> None:
        """Show the map as this person left it."""
        self.state = state
        self._fill_by()
        self._apply()
        self.recolour()

    def _show_layers(self, layers: dict[str, MapLayer]) -> None:
        for name in set(self._layers) - set(layers):
            self.canvas.set_layer(name, None)
        self._layers = layers
        for name, layer in layers.items():
            self.canvas.set_layer(name, layer)
        self._apply()

    def _show_sites(self) -> None:
        """Show outlines and case numbers of the sites."""
        snapshot = self._snapshot
        if snapshot is None or snapshot.data_state is None:
            return
        outlines = snapshot.work.outlines
        if self._outlines is not None:
            outlines = outlines.kept(self._outlines)
        if self._outlines is None or outlines.shapes is not self._outlines.shapes:
            self.set_layer(SITES, site_layer(outlines.shapes))
        self._outlines = outlines
        self._labels = replace(snapshot.ground.labels, cases=outlines.cases)
        self.canvas.set_labels(self._labels)
        self._show_chosen(self._chosen)

    def _show_chosen(self, sites: Sequence[int]) -> None:
        """Outline the sites that the selected parcels belong to."""
        self._chosen = sites
        if self._snapshot is not None and self._outlines is not None:
            self.set_layer(CHOSEN, chosen_layer(self._outlines.of_sites(sites)))

    def set_layer(self, name: str, layer: MapLayer) -> None:
        """Show a layer beside those of the snapshot, until the next one comes."""
        new = name not in self._layers
        self._layers[name] = layer
        self.canvas.set_layer(name, layer)
        if new:
            self._apply()
        elif not self.panel.isHidden():
            self.panel.show_count(name, len(layer.shapes))

    def _apply(self) -> None:
        """Bring order, visibility and opacity to the canvas and the list."""
        names = [PARCELS, *self._layers]
        self.state = self.state.placed(names)
        self.canvas.set_stack(self.state.order, self.state.opacity)
        for name in (*names, *(label_name(kind) for kind in LabelKind), SKETCH, LEGEND, LEGEND_ENTRIES):
            self.canvas.set_layer_visible(name, name not in self.state.hidden)
        self._fill_panel()

    @Slot(bool)
    def _on_layers(self, shown: bool) -> None:
        self.panel.setVisible(shown)
        self._fill_panel()

    def _fill_panel(self) -> None:
        """Fill the list of layers while it is there to be seen."""
        if self.panel.isHidden():
            return
        dark = theme.is_dark()
        parcels = self._snapshot.parcels if self._snapshot is not None else ()
        shown = {PARCELS: ShownLayer(PARCELS, len(parcels), None, self._entries)}
        for name, layer in self._layers.items():
            symbol = None if name == LAND_USE else layer.style_of("", dark)
            shown[name] = ShownLayer(name, len(layer.shapes), symbol, entries_of(name, layer, dark=dark))
        self.panel.show_layers(shown, self.state)

    def recolour(self) -> None:
        """Colour the parcels as the state says."""
        snapshot = self._snapshot
        self._entries = []
        if snapshot is None or snapshot.data_state is None:
            self.canvas.set_legend([])
            self.trouble.emit(None)
            return
        made = coloured(snapshot, self.state.colouring, dark=theme.is_dark())
        self._entries = made.entries
        self.canvas.set_layer(PARCELS, made.layer)
        self.canvas.set_legend(made.entries, made.title)
        if self.state.colouring.by is By.MEASURE and not made.trouble:
            self.panel.colours.show_breaks(breaks_of(snapshot, self.state.colouring))
        self._fill_panel()
        self._tell(made)

    def _tell(self, made: Coloured) -> None:
        """Say in one line what is not shown as it was meant."""
        gone = vanished(self.state.order, set(self._layers))
        if not made.trouble and not gone:
            self.trouble.emit(None)
            return
        snapshot, colouring = self._snapshot, self.state.colouring

        def words() -> str:
            lines = [coloured(snapshot, colouring, dark=False).trouble]
            if gone:
                lines.append(
                    tr("These layers do not exist any more and are left out: {names}.", names=", ".join(gone))
                )
            return " ".join(line for line in lines if line)

        self.trouble.emit(words)

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
        if self._snapshot is None:
            self.canvas.set_selected([])
        else:
            self.picked.emit(parcels)
            speak(self.canvas, ", ".join(self._tip(parcels[0]).splitlines()) if parcels else "")

    @Slot()
    def _on_by(self) -> None:
        by = By(self.by.currentData() or By.CLASS)
        self._use_colouring(replace(self.state.colouring, by=by))
        if by is By.MEASURE:
            self.layers.setChecked(True)

    def _use_colouring(self, colouring: Colouring) -> None:
        self.state = replace(self.state, colouring=colouring)
        self._fill_by()
        self.recolour()

    @Slot()
    def _on_legend(self) -> None:
        """Fold the legend to its title, or open it again."""
        self._on_state(self.state.shown(LEGEND_ENTRIES, LEGEND_ENTRIES in self.state.hidden))
        self._fill_panel()

    @Slot(object)
    def _on_state(self, state: MapState) -> None:
        before, self.state = self.state, state
        if state.colouring != before.colouring:
            self._use_colouring(state.colouring)
            return
        self.canvas.set_stack(state.order, state.opacity)
        for name in state.hidden ^ before.hidden:
            self.canvas.set_layer_visible(name, name not in state.hidden)
