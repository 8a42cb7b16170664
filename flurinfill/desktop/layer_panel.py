"""The layers of the map as a list: on and off, order by dragging, opacity, symbols, counts, colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDropEvent, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QSlider,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from flurinfill import i18n
from flurinfill.cartography.labels import LabelKind
from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.symbology import Style
from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.canvas import SKETCH
from flurinfill.desktop.colour_form import ColourForm
from flurinfill.desktop.map_layers import LEGEND, label_name, label_words, layer_words
from flurinfill.desktop.map_state import MapState
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import column, paint_swatch, row, scrolling, text
from flurinfill.i18n import tr

_NAME = Qt.ItemDataRole.UserRole
_SYMBOL = QSize(22, 14)


@dataclass(frozen=True)
class ShownLayer:
    """What the list says of a layer: a symbol for all of it or entries for its parts, and a count."""

    name: str
    count: int
    symbol: Style | None
    entries: Sequence[LegendEntry] = ()


class LayerTree(QTreeWidget):
    """Rows that are dragged into another order; Alt+Up and Alt+Down do the same.

    Signals
    -------
    moved :
        The rows have another order.
    """

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setIconSize(_SYMBOL)
        self.setIndentation(2 * GRID)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def fit(self) -> None:
        """Be as high as the rows."""
        item, height = self.topLevelItem(0), 0
        while item is not None:
            height += self.rowHeight(self.indexFromItem(item))
            item = self.itemBelow(item)
        self.setFixedHeight(height + 3 * GRID)

    def names(self) -> list[str]:
        """Names of the layers from top to bottom."""
        return [str(self.topLevelItem(at).data(0, _NAME)) for at in range(self.topLevelItemCount())]

    def move(self, down: bool) -> None:
        """Move the current row by one."""
        item = self.currentItem()
        at = self.indexOfTopLevelItem(item) if item is not None else -1
        to = at + (1 if down else -1)
        if at < 0 or not 0 <= to < self.topLevelItemCount():
            return
        opened = item.isExpanded()
        self.blockSignals(True)
        self.insertTopLevelItem(to, self.takeTopLevelItem(at))
        item.setExpanded(opened)
        self.setCurrentItem(item)
        self.blockSignals(False)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move a row by the keyboard."""
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in (
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
        ):
            self.move(event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell that the order changed."""
        super().dropEvent(event)
        self.moved.emit()


class LayerPanel(Adaptive, QWidget):
    """Shows a :class:`MapState` and lets a person change it.

    Signals
    -------
    changed : MapState
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = MapState()
        self._layers: dict[str, ShownLayer] = {}
        self.setMinimumWidth(38 * GRID)
        content = QWidget()
        column(self, margin=0).addWidget(scrolling(content))
        layout = column(content, margin=GRID, spacing=GRID // 2)
        self._heading, self._writing = text("section", wrap=True), text("section")
        head = row()
        head.addWidget(self._heading, 1)
        self.up, self.down = QToolButton(), QToolButton()
        self.up.clicked.connect(self._on_up)
        self.down.clicked.connect(self._on_down)
        head.addWidget(self.up)
        head.addWidget(self.down)
        layout.addLayout(head)
        self.tree = LayerTree()
        self.tree.itemExpanded.connect(self._fit_tree)
        self.tree.itemCollapsed.connect(self._fit_tree)
        self.tree.itemChanged.connect(self._on_checked)
        self.tree.currentItemChanged.connect(self._on_current)
        self.tree.moved.connect(self._on_moved)
        layout.addWidget(self.tree)
        self._opacity_label = text("muted", wrap=True)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setPageStep(10)
        self.opacity.setValue(100)
        self.opacity.valueChanged.connect(self._on_opacity)
        layout.addWidget(self._opacity_label)
        layout.addWidget(self.opacity)
        self.colours = ColourForm()
        self.colours.changed.connect(self._on_colours)
        layout.addWidget(self.colours)
        layout.addWidget(self._writing)
        self.boxes: dict[str, QCheckBox] = {}
        for name in (*(label_name(kind) for kind in LabelKind), SKETCH, LEGEND):
            box = QCheckBox()
            box.setObjectName(name)
            box.toggled.connect(self._on_box)
            self.boxes[name] = box
            layout.addWidget(box)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self._heading.setText(tr("Layers, from top to bottom"))
        self._writing.setText(tr("Written on the map"))
        self.tree.setAccessibleName(tr("Layers of the map"))
        self.tree.setAccessibleDescription(
            tr("Space shows and hides a layer, Alt with the arrow keys up and down moves it.")
        )
        for push, words in ((self.up, tr("Move the layer up")), (self.down, tr("Move the layer down"))):
            push.setToolTip(f"{words} (Alt+{'↑' if push is self.up else '↓'})")
            push.setAccessibleName(words)
        for kind in LabelKind:
            self.boxes[label_name(kind)].setText(label_words(kind))
        self.boxes[SKETCH].setText(tr("Room for a building on the selected parcel"))
        self.boxes[LEGEND].setText(tr("Legend on the map"))
        self._fill()

    def restyle(self) -> None:
        """Set icons and symbols anew."""
        self.up.setIcon(icons.icon("previous"))
        self.down.setIcon(icons.icon("next"))
        self._fill()

    def show_layers(self, layers: Mapping[str, ShownLayer], state: MapState) -> None:
        """Show these layers as the state has them."""
        self._layers = dict(layers)
        self.state = state.placed(list(layers))
        self.colours.show_colouring(state.colouring)
        self._fill()

    def show_count(self, name: str, count: int) -> None:
        """Show another number of features of a layer."""
        for at in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(at)
            if item.data(0, _NAME) == name:
                self.tree.blockSignals(True)
                item.setText(1, i18n.number(count))
                self.tree.blockSignals(False)

    def _fill(self) -> None:
        current = self._current()
        opened = {
            self.tree.topLevelItem(at).data(0, _NAME)
            for at in range(self.tree.topLevelItemCount())
            if self.tree.topLevelItem(at).isExpanded()
        }
        self.tree.blockSignals(True)
        self.tree.clear()
        for name in reversed([name for name in self.state.order if name in self._layers]):
            item = self._item(self._layers[name])
            self.tree.addTopLevelItem(item)
            item.setExpanded(name in opened)
            if name == current:
                self.tree.setCurrentItem(item)
        self.tree.blockSignals(False)
        self._fit_tree()
        for name, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(name not in self.state.hidden)
            box.blockSignals(False)
        self._show_opacity()

    @Slot()
    def _fit_tree(self) -> None:
        """Show all rows: the panel scrolls, not the list in it, and names keep the room of its bar."""
        self.tree.fit()

    def _item(self, layer: ShownLayer) -> QTreeWidgetItem:
        item = QTreeWidgetItem([layer_words(layer.name), i18n.number(layer.count)])
        item.setData(0, _NAME, layer.name)
        item.setToolTip(0, layer_words(layer.name))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemIsDragEnabled
        )
        hidden = layer.name in self.state.hidden
        item.setCheckState(0, Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked)
        if layer.symbol is not None:
            item.setIcon(0, _symbol(layer.symbol))
        for entry in layer.entries:
            count = "" if entry.count is None else i18n.number(entry.count)
            part = QTreeWidgetItem(item, [entry.text, count])
            part.setIcon(0, _symbol(entry.style))
            part.setToolTip(0, entry.text)
            part.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            part.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        return item

    def _current(self) -> str:
        item = self.tree.currentItem()
        if item is None:
            return ""
        return str((item.parent() or item).data(0, _NAME))

    def _show_opacity(self) -> None:
        name = self._current()
        share = self.state.opacity.get(name, 1.0)
        self.opacity.blockSignals(True)
        self.opacity.setValue(round(100 * share))
        self.opacity.blockSignals(False)
        self.opacity.setEnabled(bool(name))
        words = (
            tr("Opacity of “{layer}”: {share}", layer=layer_words(name), share=f"{round(100 * share)} %")
            if name
            else tr("Opacity: choose a layer")
        )
        self._opacity_label.setText(words)
        self.opacity.setAccessibleName(words)

    def _take(self, state: MapState) -> None:
        self.state = state
        self.changed.emit(state)

    # what happens -------------------------------------------------------------------------

    @Slot(QTreeWidgetItem, int)
    def _on_checked(self, item: QTreeWidgetItem, _column: int) -> None:
        name = item.data(0, _NAME)
        if name:
            self._take(self.state.shown(str(name), item.checkState(0) == Qt.CheckState.Checked))

    @Slot(QTreeWidgetItem, QTreeWidgetItem)
    def _on_current(self, _item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        self._show_opacity()

    @Slot()
    def _on_moved(self) -> None:
        self._take(self.state.reordered(self.tree.names()[::-1]))

    @Slot()
    def _on_up(self) -> None:
        self.tree.move(down=False)

    @Slot()
    def _on_down(self) -> None:
        self.tree.move(down=True)

    @Slot(int)
    def _on_opacity(self, percent: int) -> None:
        name = self._current()
        if name:
            self._take(self.state.with_opacity(name, percent / 100))
            self._show_opacity()

    @Slot(bool)
    def _on_box(self, on: bool) -> None:
        self._take(self.state.shown(self.sender().objectName(), on))

    @Slot(object)
    def _on_colours(self, colouring: object) -> None:
        self._take(replace(self.state, colouring=colouring))


def _symbol(style: Style) -> QIcon:
    ratio = 2
    picture = QPixmap(_SYMBOL * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setOpacity(max(style.opacity, 0.35))
    paint_swatch(painter, QRect(0, 0, _SYMBOL.width() - 1, _SYMBOL.height() - 1), style)
    painter.end()
    return QIcon(picture)
