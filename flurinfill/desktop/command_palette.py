"""All commands in one list, found by a few letters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from flurinfill import i18n
from flurinfill.desktop import fuzzy, icons, theme
from flurinfill.desktop.actions import Actions
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.commands import COMMANDS, MENUS, Command
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import column, text
from flurinfill.i18n import tr

_OWN = "palette"
_POSSIBLE = 20.0
_BY_NAME = 45.0
_EVERYDAY_FROM = 3  # letters; fewer would find everything
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandPalette(Adaptive, QFrame):
    """A sheet over the window: a line to type into, and the commands that answer it.

    It lies in the window and not in one of its own, so that it also works where windows are managed
    remotely; it closes on Esc, on a click elsewhere, and when a command runs.
    """

    def __init__(self, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._actions = actions
        self._before: QWidget | None = None
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = column(self, margin=GRID)
        self.line = QLineEdit()
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        self.list = QTreeWidget()
        self.list.setProperty("role", "commands")
        self.list.setColumnCount(3)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for section in (1, 2):
            self.list.header().setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        self.list.itemClicked.connect(self._on_clicked)
        self.list.currentItemChanged.connect(self._show_reason)
        self.reason = text("muted", wrap=True)
        for part in (self.line, self.list, self.reason):
            layout.addWidget(part)
        self.hide()
        QApplication.instance().focusChanged.connect(self._on_focus)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setAccessibleName(tr("Find a command"))
        self.line.setPlaceholderText(tr("What do you want to do?"))
        self.line.setAccessibleName(tr("Find a command"))
        self.list.setAccessibleName(tr("Commands"))
        if self.isVisible():
            self._fill()

    # open and close ---------------------------------------------------------------------------

    def open(self) -> None:
        """Show all commands, and wait for letters."""
        self._before = QApplication.focusWidget()
        self.line.clear()
        self._fill()
        self._place()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        window = self.parentWidget()
        width = min(window.width() - 4 * GRID, 86 * GRID)
        height = min(window.height() - 12 * GRID, 60 * GRID)
        self.setGeometry((window.width() - width) // 2, 6 * GRID, width, height)

    def dismiss(self) -> None:
        """Close, and give the focus back."""
        if self.isVisible():
            before, self._before = self._before, None
            self.hide()
            if before is not None and before.isVisible():
                before.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """A click elsewhere closes; the focus stays where it went."""
        if self.isVisible() and new is not None and new is not self and not self.isAncestorOf(new):
            self._before = None
            self.dismiss()

    # content ------------------------------------------------------------------------------------

    def found(self) -> list[Command]:
        """Commands that are listed, the best first."""
        rated = []
        for place, command in enumerate(COMMANDS):
            if command.name == _OWN:
                continue
            rate = self._rate(command)
            if rate is not None:
                rated.append((-rate - self._bonus(command), place, command))
        return [command for *_, command in sorted(rated, key=lambda entry: entry[:2])]

    def _rate(self, command: Command) -> float | None:
        """How well a command answers: by its name, or less well by everyday words for what it does."""
        typed, name = self.line.text(), f"{self._title(command)} {_menu(command)}"
        rate = fuzzy.match(typed, name)
        if rate is None and len(typed.strip()) >= _EVERYDAY_FROM:
            everyday = f"{name} {i18n.label('everyday_words', command.name)}"
            rate = fuzzy.match(typed, everyday, scattered=False)  # so many words have any letters
            return None if rate is None else rate - _BY_NAME
        return rate

    def _bonus(self, command: Command) -> float:
        """What can be done comes before what cannot and answers about as well."""
        return _POSSIBLE if self._actions[command.name].isEnabled() else 0.0

    @Slot()
    def _fill(self) -> None:
        self.list.clear()
        muted = QColor(theme.colours().muted)
        for command in self.found():
            action = self._actions[command.name]
            why = self._actions.reason(command)
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            item = QTreeWidgetItem([self._title(command), _menu(command), keys])
            item.setData(0, Qt.ItemDataRole.UserRole, command.name)
            name = "check" if action.isChecked() else command.icon
            item.setIcon(0, icons.icon(name, "muted" if why else "text") if name else icons.blank())
            for section in range(3):
                if why or section:
                    item.setForeground(section, muted)
            if why:
                item.setToolTip(0, why)
                item.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, why)
            self.list.addTopLevelItem(item)
        self.list.setCurrentItem(self.list.topLevelItem(0))
        self._show_reason()

    def _title(self, command: Command) -> str:
        return self._actions[command.name].text().replace("&", "")

    @Slot()
    def _show_reason(self) -> None:
        """Say under the list why the chosen command is not possible, or that there is none."""
        command = self._current()
        if command is None:
            self.reason.setText(tr("No command is called like that."))
        else:
            self.reason.setText(self._actions.reason(command) or tr("Enter runs the command, Esc closes."))

    def _current(self) -> Command | None:
        item = self.list.currentItem()
        name = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else ""
        return next((command for command in COMMANDS if command.name == name), None)

    # what happens -------------------------------------------------------------------------------

    @Slot()
    def run(self) -> None:
        """Run the chosen command; one that is not possible stays, with its reason below."""
        command = self._current()
        if command is not None and self._actions[command.name].isEnabled():
            self.dismiss()
            self._actions[command.name].trigger()

    @Slot(QTreeWidgetItem)
    def _on_clicked(self, _item: QTreeWidgetItem) -> None:
        self.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the line that move through the list, run or close."""
        if event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run()
        elif event.key() in _MOVES:
            QApplication.sendEvent(self.list, event)
        else:
            return super().eventFilter(watched, event)
        return True


def _menu(command: Command) -> str:
    return MENUS[command.menu]().replace("&", "")
