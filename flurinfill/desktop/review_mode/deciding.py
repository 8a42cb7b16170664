"""Decisions of review mode: one operation each, remembered so that they can be taken back in turn."""

from __future__ import annotations

from datetime import date

import pandas as pd
from PySide6.QtCore import QObject, Signal, Slot

from flurinfill import i18n
from flurinfill.desktop.history_texts import entry_text
from flurinfill.desktop.review_mode.ask_strip import AskStrip
from flurinfill.desktop.review_mode.sitting import Decision, Sitting
from flurinfill.desktop.session import Session
from flurinfill.i18n import tr
from flurinfill.model.change import Change
from flurinfill.model.states import RejectReason, Review
from flurinfill.project import operations, queries
from flurinfill.project.queries import ReviewState


class Deciding(QObject):
    """Decides about the site that is looked at.

    Signals
    -------
    decided :
        The next site may come.
    returned : int
        A decision about this site was taken back.
    noted :
        The note of the site that is looked at changed.
    said : str
        What was done, or why nothing was.
    """

    decided = Signal()
    returned = Signal(int)
    noted = Signal()
    said = Signal(str)

    def __init__(self, ask: AskStrip, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._ask, self._session = ask, session
        self._site: pd.Series | None = None
        self._waits = self._rejecting = False
        self._states: dict[int, ReviewState] = {}
        self.sitting = Sitting()
        ask.reason_chosen.connect(self._reject)
        ask.until_chosen.connect(self._defer)
        ask.note_given.connect(self._take_note)

    def begin(self) -> None:
        """Begin a sitting."""
        self.sitting = Sitting()
        self._states = {}

    def look_at(self, site: pd.Series | None, *, waits: bool) -> None:
        """Decide about this site from now on; ``waits``: it is still open."""
        self._site, self._waits, self._rejecting = site, waits, False

    # how sites stand ------------------------------------------------------------------------------

    def state_of(self, site: pd.Series) -> ReviewState:
        """How a site stands now, which may be newer than the table."""
        known = self._states.get(int(site.name))
        note = site["note"] if isinstance(site["note"], str) else None
        return known or ReviewState(site["review"], site["deferred_until"], int(site["version"]), note)

    def learn(self, change: Change) -> dict[int, ReviewState]:
        """Read how the sites of a change stand now."""
        self.sitting.learn(change)
        project = self._session.project
        states = queries.review_states(project, change.sites) if project is not None else {}
        self._states |= states
        return states

    def forget_states(self) -> None:
        """The table was read anew."""
        self._states = {}

    # decisions --------------------------------------------------------------------------------------

    @Slot()
    def confirm(self) -> None:
        """It is building land."""
        if self._may_decide():
            self._decide((Review.CONFIRMED, {}))

    @Slot()
    def ask_reason(self) -> None:
        """It is none: ask why."""
        if self._may_decide():
            self._ask.ask_reason()

    @Slot()
    def ask_until(self) -> None:
        """Look again later: ask when."""
        if self._may_decide():
            self._ask.ask_until()

    @Slot()
    def ask_note(self) -> None:
        """Add to the note."""
        if self._site is not None:
            self._rejecting = False
            self._ask.ask_note(self._session.snapshot.work.access)

    @Slot(object)
    def _reject(self, reason: RejectReason) -> None:
        """Reject for a reason; one that no list has is asked for in a word, where notes can be kept."""
        if not self._may_decide():
            return
        access = self._session.snapshot.work.access
        if reason is RejectReason.OTHER and access.people_visible:
            self._rejecting = True
            self._ask.ask_note(access, of_rejection=True)
            return
        self._decide((Review.REJECTED, {"reason": reason}))

    @Slot(object)
    def _defer(self, until: date) -> None:
        """Put the site off; one whose day has come is taken into review first, as the moves ask for."""
        if not self._may_decide():
            return
        moves = [(Review.DEFERRED, {"deferred_until": until})]
        if self.state_of(self._site).review == Review.DEFERRED:
            moves.insert(0, (Review.IN_REVIEW, {}))
        self._decide(*moves)

    def _may_decide(self) -> bool:
        if self._site is None:
            return False
        if not self._waits:
            review = i18n.label("Review", self.state_of(self._site).review)
            self.said.emit(tr("Already decided: {state}. U takes the last decision back.", state=review))
        return self._waits

    def _decide(self, *moves: tuple[Review, dict[str, object]]) -> None:
        site_id = int(self._site.name)
        steps = []
        for review, filled in moves:
            version = self.state_of(self._site).version
            change = self._session.apply(operations.set_review, site_id, review, version=version, **filled)
            if change is None:
                break
            steps.append(change.history_id)
        if not steps:
            return
        self.sitting.add(Decision(site_id, moves[-1][0], tuple(steps)))
        if len(steps) == len(moves):
            self._tell_done()
            self.decided.emit()

    @Slot(str)
    def _take_note(self, words: str) -> None:
        """Add to the note, and reject the site when that was asked for."""
        rejecting, self._rejecting = self._rejecting, False
        self._add_note(words)
        if rejecting and self._may_decide():
            self._decide((Review.REJECTED, {"reason": RejectReason.OTHER}))

    def _add_note(self, words: str) -> None:
        if self._site is None or not words:
            return
        site_id, present = int(self._site.name), self.state_of(self._site).note
        note = f"{present}\n{words}" if present else words
        change = self._session.apply(operations.set_note, site_id, note, seen=present or "")
        if change is not None:
            self.sitting.add(Decision(site_id, None, (change.history_id,)))
            self._tell_done()
            self.noted.emit()

    def _tell_done(self) -> None:
        entry = self._session.snapshot.work.undo.undo
        if entry is not None:
            self.said.emit(tr("{what}. U takes it back.", what=entry_text(entry)))

    @Slot()
    def undo(self) -> None:
        """Take the last decision of this sitting back, and go back to its site."""
        last = self.sitting.last()
        if last is None:
            self.said.emit(tr("Nothing was decided in this sitting that could be taken back."))
            return
        words = ""
        for step in reversed(last.steps):
            entry = self._session.snapshot.work.undo.undo
            if entry is None or entry.history_id != step:
                self.said.emit(tr("Something else was changed since; take that back first (list at “Undo”)."))
                return
            words = words or entry_text(entry)
            if not self._session.undo():
                return
        self.said.emit(tr("Undone: {what}", what=words))
        self.returned.emit(last.site_id)
