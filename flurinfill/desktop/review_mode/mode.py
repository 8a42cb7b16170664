"""Review mode at work: the next site comes up, one key decides, the next one is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd
from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence

from flurinfill.cartography.labels import LabelKind
from flurinfill.cartography.view import View
from flurinfill.desktop.canvas import Tool
from flurinfill.desktop.history_texts import entry_text
from flurinfill.desktop.linking import Linking
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.map_layers import label_name
from flurinfill.desktop.review_mode.deciding import Deciding
from flurinfill.desktop.review_mode.keys import Keys
from flurinfill.desktop.review_mode.queue import ReviewQueue, SortBy
from flurinfill.desktop.review_mode.score_order import score_of
from flurinfill.desktop.review_mode.site_words import site_words
from flurinfill.desktop.session import Session
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.i18n import tr
from flurinfill.model.change import Change
from flurinfill.model.states import Review

_AROUND, _AT_LEAST = 3.0, 80.0
"""The map shows a site's box so many times, and at least so many metres."""
_SAID: Mapping[str, Callable[[str], str]] = {
    "undo": lambda what: tr("Undone: {what}", what=what),
    "redo": lambda what: tr("Done again: {what}", what=what),
}


class ReviewMode(QObject):
    """Enters and leaves the mode, walks through the queue, and shows one site after the other.

    While it is on, the session is held: nothing is read again after a decision but the state of the
    site itself, and map and tables behind follow when the mode is left.

    Signals
    -------
    toggled : bool
        The mode was entered or left.
    sheet_asked : str
        The explanation of this parcel is wanted on paper.
    owners_asked : int
        The mode was left for the owners of this site.
    export_asked :
        The mode was left for an export.
    """

    toggled = Signal(bool)
    sheet_asked = Signal(str)
    owners_asked = Signal(int)
    export_asked = Signal()

    def __init__(self, window: MainWindow, session: Session, linking: Linking, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._linking = window, session, linking
        self.page = window.review
        self._canvas = window.workspace.map.canvas
        self._fitted: tuple[QSize, View] | None = None
        self.active = False
        self.queue: ReviewQueue | None = None
        self.deciding = Deciding(self.page.ask, session, self)
        self._keys = Keys(self.page, self.callbacks(), self.leave, self._taken)
        self._connect()

    def _connect(self) -> None:
        page, session = self.page, self._session
        for name, slot in self.callbacks().items():
            page.buttons[name].clicked.connect(slot)
        page.leave.clicked.connect(self.leave)
        page.arranged.connect(self._on_arranged)
        page.summary.all_asked.connect(self._on_all_asked)
        page.summary.owners_asked.connect(self._on_owners_asked)
        page.summary.export_asked.connect(self._on_export_asked)
        page.card.sheets.sheet_asked.connect(self.print_sheet)
        page.ask.opened.connect(self._on_asked)
        page.ask.closed.connect(self._on_answered)
        self.deciding.decided.connect(self.advance)
        self.deciding.returned.connect(self.go_to)
        self.deciding.noted.connect(self._show_site)
        self.deciding.said.connect(page.say)
        session.changed.connect(self._on_changed)
        session.loaded.connect(self._on_loaded)
        session.refreshed.connect(self._on_refreshed)
        session.closed.connect(self.leave)
        canvas = self._canvas
        canvas.view_changed.connect(self._on_view)
        canvas.view_drawn.connect(self.page.card.sheets.draw)
        self._window.workspace.map.picked.connect(self._on_picked)

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of keys and buttons."""
        deciding = self.deciding
        return {
            "confirm": deciding.confirm,
            "reject": deciding.ask_reason,
            "defer": deciding.ask_until,
            "note": deciding.ask_note,
            "undo": deciding.undo,
            "next": self.go_on,
            "previous": self.go_back,
        }

    def commands(self) -> dict[str, Callable[[], None]]:
        """Commands of the window that mean the site of this mode while it is on."""
        own = self.callbacks()
        named = ("confirm", "reject", "defer", "undo", "next", "previous")
        return {**{name: own[name] for name in named}, "print_why": self.print_sheet}

    @Slot()
    def print_sheet(self) -> None:
        """Ask for the explanation on paper."""
        if self.parcel:
            self.sheet_asked.emit(self.parcel)

    # in and out ---------------------------------------------------------------------------------

    @Slot()
    def toggle(self) -> None:
        """Enter the mode, or leave it."""
        (self.leave if self.active else self.enter)()

    @Slot()
    def enter(self) -> None:
        """Begin: at the selected site where it is open, else at the first one."""
        snapshot = self._session.snapshot
        if self.active or snapshot is None or not self._session.writable:
            return
        self._window.workspace.inspector.flush()
        self._session.hold()
        self.active = self._linking.paused = True
        self.deciding.begin()
        self.page.said.clear()
        self.queue = _queue_of(snapshot)
        self._arrange()
        selected = self._linking.selection.site_id
        if selected is not None and self.queue.waits(selected):
            self.queue.go_to(selected)
        self._window.show_review(True)
        self._canvas.choose_tool(Tool.NAVIGATE)
        for kind in LabelKind:
            self._canvas.set_layer_visible(label_name(kind), True)
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._keys.listen(True)
        self.show()
        self.toggled.emit(True)

    @Slot()
    def leave(self) -> None:
        """End: the workspace comes back, at the site that was looked at last."""
        if not self.active:
            return
        current = self.current
        self.page.ask.dismiss()
        self._keys.listen(False)
        self.active = self._linking.paused = False
        self.page.card.sheets.forget()
        self._window.show_review(False)
        hidden = self._window.workspace.map.state.hidden
        for kind in LabelKind:
            name = label_name(kind)
            self._canvas.set_layer_visible(name, name not in hidden)
        self._session.release()
        if current is not None and self._session.snapshot is not None:
            self._linking.show_site(current)
        self.toggled.emit(False)

    # walking ------------------------------------------------------------------------------------

    @property
    def current(self) -> int | None:
        """The site that is looked at."""
        return self.queue.current if self.active and self.queue is not None else None

    @property
    def parcel(self) -> str:
        """The parcel that is explained, ``""`` when none."""
        site = self.site(self.current)
        return str(site["parcel_ids"][0]) if site is not None else ""

    def site(self, site_id: int | None) -> pd.Series | None:
        """Row of a site as it was read last."""
        snapshot = self._session.snapshot
        if snapshot is None or site_id is None or site_id not in snapshot.work.sites.index:
            return None
        return snapshot.work.sites.loc[site_id]

    @Slot()
    def go_on(self) -> None:
        """Look at the next site without a decision."""
        self._walk(1)

    @Slot()
    def go_back(self) -> None:
        """Look at the previous site without a decision."""
        self._walk(-1)

    def _walk(self, by: int) -> None:
        self.queue.step(by)
        self.page.said.clear()
        self.show()

    @Slot(int)
    def go_to(self, site_id: int) -> None:
        """Look at a site, if need be in another class or order."""
        if not self.queue.go_to(site_id):
            self.page.potential.setCurrentIndex(0)
            self._arrange()
            self.queue.go_to(site_id)
        self.show()

    @Slot()
    def advance(self) -> None:
        """Look at the next open site."""
        self.queue.advance()
        self.show()

    @Slot()
    def _on_arranged(self) -> None:
        self._arrange()
        self.show()

    @Slot()
    def _on_all_asked(self) -> None:
        self.page.potential.setCurrentIndex(0)
        self._on_arranged()

    @Slot()
    def _on_owners_asked(self) -> None:
        """Go on with the owners of what was confirmed: of the first site of this sitting, or any."""
        sites = self._session.snapshot.work.sites
        confirmed = self.deciding.sitting.confirmed() or [
            int(site_id) for site_id in sites.index[sites["review"] == Review.CONFIRMED]
        ]
        self.leave()
        if confirmed:
            self.owners_asked.emit(confirmed[0])

    @Slot()
    def _on_export_asked(self) -> None:
        self.leave()
        self.export_asked.emit()

    def _arrange(self) -> None:
        chosen = self.page.potential.currentData() or ""
        by = SortBy(self.page.sort.currentData())
        self.queue.arrange(by, chosen, self.deciding.sitting.sites())
        self.page.show_classes(self.queue.classes(), chosen)

    @Slot(list)
    def _on_picked(self, parcels: list[str]) -> None:
        """A click on the site of another candidate goes there; on anything else nothing changes."""
        if not self.active:
            return
        site_id = self._linking.site_of(parcels[0]) if parcels else None
        if site_id is not None and self.queue.go_to(site_id):
            self.show()
        else:
            self._mark()

    def _taken(self, key: QKeySequence) -> bool:
        """Enter after a scanned number decides nothing on the site that happens to be looked at."""
        entered = key[0].key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return (entered and self._window.scanner.take()) or self._map_takes(key)

    def _map_takes(self, key: QKeySequence) -> bool:
        """Somebody measures on the map: Enter, Esc and the arrows are for that."""
        if self._canvas.tool is Tool.NAVIGATE:
            return False
        pressed = QKeyEvent(QKeyEvent.Type.KeyPress, key[0].key(), Qt.KeyboardModifier.NoModifier)
        self._canvas.keyPressEvent(pressed)  # to send it would ask the shortcuts again
        return True

    # showing ------------------------------------------------------------------------------------

    @Slot()
    def show(self) -> None:
        """Show the site that is looked at, or that nothing is open."""
        if not self.active:
            return
        self.page.show_progress(self.queue.total, self.queue.open_count)
        site = self.site(self.current)
        if site is None:
            self._show_end()
            return
        snapshot = self._session.snapshot
        self.page.stack.setCurrentWidget(self.page.middle)
        self._mark()
        self._zoom(site)
        self._show_site()
        following = self.site(self.queue.upcoming())
        self.page.card.sheets.show_parcel(
            snapshot, self.parcel, str(following["parcel_ids"][0]) if following is not None else ""
        )

    @Slot()
    def _show_site(self) -> None:
        """Fill the card, and say what can be decided."""
        site, waits = self.site(self.current), self.queue.waits(self.current)
        self.deciding.look_at(site, waits=waits)
        self.page.card.show_site(site_words(site, self._session.snapshot, self.deciding.state_of(site)))
        self._show_buttons(waits)

    def _zoom(self, site: pd.Series) -> None:
        self._fitted = None
        self._canvas.zoom_around(site["parcel_ids"], _AROUND, _AT_LEAST)
        self._fitted = (self._canvas.size(), self._canvas.view)

    @Slot()
    def _on_view(self) -> None:
        """The map got another size: the site with its neighbours fills that one, unless somebody moved."""
        if not self.active or self._fitted is None:
            return
        size, view = self._fitted
        site = self.site(self.current)
        if site is not None and view == self._canvas.view and size != self._canvas.size():
            self._zoom(site)

    def _mark(self) -> None:
        site = self.site(self.current)
        if site is not None:
            self._window.workspace.map.show_selected(list(site["parcel_ids"]), [self.current], move=False)

    def _show_end(self) -> None:
        counts = self.queue.classes()
        self.deciding.look_at(None, waits=False)
        self.page.stack.setCurrentWidget(self.page.summary)
        self.page.summary.show_tally(self.deciding.sitting.tally(), sum(counts.values()))
        self.page.show_classes(counts, self.page.potential.currentData() or "")
        self._show_buttons(False)

    def _show_buttons(self, waiting: bool) -> None:
        buttons = self.page.buttons
        for name in ("confirm", "reject", "defer"):
            buttons[name].setEnabled(waiting)
        buttons["note"].setEnabled(self.current is not None)
        buttons["undo"].setEnabled(self.deciding.sitting.last() is not None)

    @Slot()
    def _on_asked(self) -> None:
        self._keys.listen(False)

    @Slot()
    def _on_answered(self) -> None:
        self._keys.listen(self.active)
        if self.active:
            self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    # what the project says ------------------------------------------------------------------------

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        """Something was decided, undone or done elsewhere: look how the sites stand now."""
        if not self.active:
            return
        for site_id, state in self.deciding.learn(change).items():
            self.queue.learn(site_id, state.review, state.deferred_until)
        back_or_forth = change.sites & self.deciding.sitting.sites() if change.code in _SAID else None
        if back_or_forth:
            self._tell(change.code)
            self.go_to(min(back_or_forth))
        elif self.current in change.sites:
            self._show_site()
        self.page.show_progress(self.queue.total, self.queue.open_count)

    def _tell(self, code: str) -> None:
        """Say what undo or redo did, also where it was asked for in the menu or in the list."""
        undo = self._session.snapshot.work.undo
        entry = undo.redo if code == "undo" else undo.undo
        if entry is not None:
            self.page.say(_SAID[code](entry_text(entry)))

    @Slot()
    def _on_loaded(self) -> None:
        """Everything was read anew: the same site, out of a new queue."""
        if not self.active:
            return
        current, snapshot = self.current, self._session.snapshot
        self.deciding.forget_states()
        self.queue = _queue_of(snapshot)
        self._arrange()
        if current is not None:
            self.queue.go_to(current)
        self.show()

    @Slot()
    def _on_refreshed(self) -> None:
        if self.active:  # of a change from before the mode was entered
            self._mark()


def _queue_of(snapshot: Snapshot) -> ReviewQueue:
    sites = snapshot.work.sites
    return ReviewQueue(sites, date.today(), score_of(sites, snapshot))
