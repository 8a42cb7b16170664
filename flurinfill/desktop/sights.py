"""What the window shows, as commands: tabs, tables, the map's extent, the next row, full screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from flurinfill.desktop.inspector import CONTACTS, FILES, FORM, OWNERS, SITE, TIMELINE, WHY
from flurinfill.desktop.linking import Linking
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.session import Session
from flurinfill.desktop.workspace import DUE, STATISTICS
from flurinfill.model.states import Review


class Sights(QObject):
    """Brings a part of the workspace to the front.

    Signals
    -------
    wanted :
        The workspace is needed: whatever lies over it should go.
    """

    wanted = Signal()

    def __init__(self, window: MainWindow, session: Session, linking: Linking, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._linking = window, session, linking

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        workspace = self._window.workspace
        return {
            "find": self._find,
            "take_up": self._take_up,
            "confirm": self._confirm,
            "reject": self._reject,
            "defer": self._defer,
            "next": self._next,
            "previous": self._previous,
            "why": self.show_why,
            "case": self._show_case,
            "details": self._show_form,
            "owners": self._show_owners,
            "contacts": self._show_contacts,
            "timeline": self._show_timeline,
            "files": self._show_files,
            "due": self._show_due,
            "statistics": self._show_statistics,
            "tables": workspace.show_tables,
            "enlarge_tables": self._enlarge_tables,
            "inspector": workspace.show_inspector,
            "full_screen": self._full_screen,
            "type_scale": self._type_scale,
        }

    def show_tab(self, number: int) -> None:
        """Show a tab of the panel on the right, and give it the focus."""
        self.wanted.emit()
        workspace = self._window.workspace
        self._window.commands["inspector"].setChecked(True)
        workspace.show_inspector(True)
        workspace.inspector.tabs.setCurrentIndex(number)
        workspace.inspector.tabs.currentWidget().setFocus()

    def show_table(self, number: int) -> None:
        """Show one of the tables below the map."""
        self.wanted.emit()
        self._window.commands["tables"].setChecked(True)
        self._window.workspace.show_tables(True)
        self._window.workspace.tabs.setCurrentIndex(number)

    @Slot()
    def _find(self) -> None:
        self.wanted.emit()
        self._window.search.setFocus()
        self._window.search.selectAll()

    @Slot()
    def _type_scale(self) -> None:
        self._window.status.scale.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._window.status.scale.selectAll()

    @Slot()
    def show_why(self) -> None:
        """Show why (not)."""
        self.show_tab(WHY)

    @Slot()
    def _show_case(self) -> None:
        self.show_tab(SITE)

    @Slot()
    def _show_form(self) -> None:
        self.show_tab(FORM)

    @Slot()
    def _show_owners(self) -> None:
        self.show_tab(OWNERS)

    @Slot(int)
    def show_case_of(self, site_id: int) -> None:
        """Go to a site and show its states."""
        self._linking.show_site(site_id)
        self.show_tab(SITE)

    @Slot(int)
    def show_owners_of(self, site_id: int) -> None:
        """Go to a site and show its owners."""
        self._linking.show_site(site_id)
        self.show_tab(OWNERS)

    @Slot()
    def _show_contacts(self) -> None:
        self.show_tab(CONTACTS)

    @Slot()
    def _show_timeline(self) -> None:
        self.show_tab(TIMELINE)

    @Slot()
    def _show_files(self) -> None:
        self.show_tab(FILES)

    @Slot()
    def _show_due(self) -> None:
        self.show_table(DUE)

    @Slot()
    def _show_statistics(self) -> None:
        self.show_table(STATISTICS)

    @Slot()
    def _next(self) -> None:
        self._linking.step(forward=True)

    @Slot()
    def _previous(self) -> None:
        self._linking.step(forward=False)

    def _move(self, review: Review) -> None:
        self.show_tab(SITE)
        self._window.workspace.inspector.site.review.start_move(review)

    @Slot()
    def _take_up(self) -> None:
        self._move(Review.IN_REVIEW)

    @Slot()
    def _confirm(self) -> None:
        self._move(Review.CONFIRMED)

    @Slot()
    def _reject(self) -> None:
        self._move(Review.REJECTED)

    @Slot()
    def _defer(self) -> None:
        self._move(Review.DEFERRED)

    @Slot()
    def _enlarge_tables(self) -> None:
        self.show_table(self._window.workspace.tabs.currentIndex())
        self._window.workspace.enlarge_tables()

    @Slot()
    def _full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()
