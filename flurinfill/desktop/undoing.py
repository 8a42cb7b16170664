"""Undo and redo: one step, or down to a change that is picked from a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from flurinfill.desktop.actions import Actions
from flurinfill.desktop.dialogs.history import HistoryDialog
from flurinfill.desktop.history_texts import entry_text, list_text, redo_text, undo_text
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.session import Session
from flurinfill.i18n import ntr, tr
from flurinfill.model.change import Change
from flurinfill.project import queries
from flurinfill.project.queries import HistoryEntry

LISTED = 30
_FIGURE_SPACE = "\u2007"  # as wide as a figure


class HistoryMenu(QMenu):
    """A list of changes, read when it opens; picking one means all down to it.

    Signals
    -------
    picked : int
        So many changes are wanted.
    """

    picked = Signal(int)

    def __init__(self, read: Callable[[], Sequence[HistoryEntry]], parent: QWidget) -> None:
        super().__init__(parent)
        self._read = read
        self.setProperty("role", "history")
        self.aboutToShow.connect(self._fill)
        self.triggered.connect(self._on_triggered)

    @Slot()
    def _fill(self) -> None:
        self.clear()
        for count, entry in enumerate(self._read(), 1):
            action = self.addAction(f"{count:{_FIGURE_SPACE}>2}   {list_text(entry)}".replace("&", "&&"))
            action.setData(count)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.picked.emit(int(action.data()))


class Undoing(QObject):
    """Takes changes back and does them again, and says which."""

    def __init__(self, window: MainWindow, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session = window, session
        self.undo_menu = HistoryMenu(self._undoable, window)
        self.redo_menu = HistoryMenu(self._redoable, window)
        self.undo_menu.picked.connect(self.undo_many)
        self.redo_menu.picked.connect(self.redo_many)

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {
            "undo": self._undo,
            "redo": self._redo,
            "undo_list": self._show_undo_list,
            "redo_list": self._show_redo_list,
            "history": self._show_history,
        }

    def show_possible(self, actions: Actions) -> None:
        """Say what undo and redo would do; grey them when that is nothing."""
        undo = self._session.snapshot.work.undo
        for name, entry, words in (
            ("undo", undo.undo, undo_text(undo.undo)),
            ("redo", undo.redo, redo_text(undo.redo)),
        ):
            actions[name].setText(words)
            actions[name].setIconText(tr("Undo") if name == "undo" else tr("Redo"))
            actions.set_tip(name, words)
            if entry is None:
                for greyed in (name, f"{name}_list"):
                    actions.disable(greyed, _nothing_to_undo if name == "undo" else _nothing_to_redo)

    # one step -------------------------------------------------------------------------------

    @Slot()
    def _undo(self) -> None:
        """Take the last change back and say which it was: it may be far from what is on the screen."""
        entry = self._session.snapshot.work.undo.undo
        if self._session.undo() and entry is not None:
            self._window.status.say(tr("Undone: {what}", what=entry_text(entry)))

    @Slot()
    def _redo(self) -> None:
        entry = self._session.snapshot.work.undo.redo
        if self._session.redo() and entry is not None:
            self._window.status.say(tr("Done again: {what}", what=entry_text(entry)))

    # many steps -----------------------------------------------------------------------------

    @Slot(int)
    def undo_many(self, count: int) -> None:
        """Take so many changes back, one by one; the first refusal (which says why) ends it."""
        done = self._repeat(self._session.undo, count)
        if done:
            self._window.status.say(ntr("{count} change undone.", "{count} changes undone.", done))

    @Slot(int)
    def redo_many(self, count: int) -> None:
        """Do so many changes again, one by one; the first refusal (which says why) ends it."""
        done = self._repeat(self._session.redo, count)
        if done:
            self._window.status.say(ntr("{count} change done again.", "{count} changes done again.", done))

    def _repeat(self, step: Callable[[], Change | None], count: int) -> int:
        done = 0
        with self._session.held():
            while done < count and step():
                done += 1
        return done

    def _undoable(self) -> Sequence[HistoryEntry]:
        project = self._session.project
        return queries.undo_list(project, LISTED) if project is not None else ()

    def _redoable(self) -> Sequence[HistoryEntry]:
        project = self._session.project
        return queries.redo_list(project, LISTED) if project is not None else ()

    @Slot()
    def _show_undo_list(self) -> None:
        self._popup("undo", self.undo_menu)

    @Slot()
    def _show_redo_list(self) -> None:
        self._popup("redo", self.redo_menu)

    def _popup(self, name: str, menu: QMenu) -> None:
        """Open the list below its button, or in the middle of the window where the toolbar is hidden."""
        button = self._window.tool_button(name)
        if button is not None and button.isVisible():
            menu.popup(button.mapToGlobal(QPoint(0, button.height())))
        else:
            middle = self._window.rect().center()
            menu.popup(self._window.mapToGlobal(QPoint(middle.x() // 2, middle.y() // 2)))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])
        menu.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def _show_history(self) -> None:
        HistoryDialog(self._session, self._window).open()


def _nothing_to_undo() -> str:
    return tr("There is nothing to undo.")


def _nothing_to_redo() -> str:
    return tr("There is nothing to do again.")
