"""Which columns a table shows, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QWidget

from flurinfill.desktop import icons
from flurinfill.desktop.arranging import Column
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, text
from flurinfill.i18n import tr

_HEIGHT = 52 * GRID


class ColumnChooser(QFrame):
    """A list that drops down: tick a column to show it, drag it (or Alt+Up, Alt+Down) to its place.

    Signals
    -------
    chosen : list of str
        Names of the columns from left to right, at every change; empty for the usual ones.
    """

    chosen = Signal(list)

    def __init__(self, columns: Sequence[Column], shown: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "popup")
        self._columns = {entry.name: entry for entry in columns}
        self._told = list(shown)
        layout = column(self, margin=GRID)
        hint = text("small", wrap=True)
        hint.setText(tr("Tick to show, drag to order (or Alt with the arrow keys)"))
        layout.addWidget(hint)
        self.list = _ColumnList()
        self.list.moved.connect(self.move_current)
        self.list.setAccessibleName(tr("Columns"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setMinimumSize(34 * GRID, 12 * GRID)
        layout.addWidget(self.list, 1)
        self.usual, self.close_button = button(), button("primary")
        self.usual.setText(tr("The usual columns"))
        self.close_button.setText(tr("Close"))
        self.usual.clicked.connect(self._on_usual)
        self.close_button.clicked.connect(self.close)
        ends = row()
        ends.addWidget(self.usual)
        ends.addStretch(1)
        ends.addWidget(self.close_button)
        layout.addLayout(ends)
        self._fill(shown)
        self.list.itemChanged.connect(self._tell)
        self.list.dropped.connect(self._tell)

    def popup(self, beside: QWidget) -> None:
        """Open below (or above) a button, inside the screen."""
        self.adjustSize()
        screen = beside.screen().availableGeometry()
        self.resize(self.width(), min(_HEIGHT, screen.height() - 2 * GRID))
        place = beside.mapToGlobal(QPoint(beside.width() - self.width(), beside.height()))
        x = max(min(place.x(), screen.right() - self.width()), screen.left())
        y = max(min(place.y(), screen.bottom() - self.height()), screen.top())
        self.move(x, y)
        self.show()
        self.list.setFocus()

    def names(self) -> list[str]:
        """Return the ticked columns in their order."""
        items = [self.list.item(at) for at in range(self.list.count())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        return [item.data(Qt.ItemDataRole.UserRole) for item in ticked]

    def _fill(self, shown: Sequence[str]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for name in (*shown, *(name for name in self._columns if name not in shown)):
            entry = self._columns[name]
            item = QListWidgetItem(entry.title())
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            item.setCheckState(Qt.CheckState.Checked if name in shown else Qt.CheckState.Unchecked)
            if entry.personal:
                item.setIcon(icons.icon("lock", "muted"))
                item.setToolTip(tr("Tells of owners: seen while the protected data is open, never exported"))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)

    @Slot()
    def _tell(self) -> None:
        names = self.names()
        if names and names != self._told:
            self._told = names
            self.chosen.emit(names)

    @Slot()
    def _on_usual(self) -> None:
        self._told = [entry.name for entry in self._columns.values() if entry.usual]
        self._fill(self._told)
        self.chosen.emit([])

    @Slot(int)
    def move_current(self, step: int) -> None:
        """Move the current column up (-1) or down (1)."""
        place = self.list.currentRow()
        if not 0 <= place + step < self.list.count():
            return
        self.list.blockSignals(True)
        item = self.list.takeItem(place)
        self.list.insertItem(place + step, item)
        self.list.setCurrentRow(place + step)
        self.list.blockSignals(False)
        self._tell()


class _ColumnList(QListWidget):
    """A list whose entries are dragged, or moved by Alt with the arrow keys.

    Signals
    -------
    moved : int
        The current entry shall go up (-1) or down (1).
    dropped :
        An entry was dragged to another place.
    """

    moved = Signal(int)
    dropped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Up and Alt+Down move the entry; Return closes the list."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(event.key())
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.window().close()
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Let the entry fall, then tell."""
        super().dropEvent(event)
        self.dropped.emit()
