"""Take over the list that the town already has: columns → states → preview → run → result."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import pandas as pd
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from flurinfill.cadastre.readers.lists import OfficeList
from flurinfill.desktop.dialogs.steps import StepsDialog
from flurinfill.desktop.list_columns import kept_columns, recalled_columns
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.town_list_pages import (
    ColumnsPage,
    PreviewPage,
    ResultPage,
    StatesPage,
    entry_frame,
)
from flurinfill.i18n import ntr, tr
from flurinfill.model.change import Change
from flurinfill.model.errors import Cancelled
from flurinfill.model.progress import Progress
from flurinfill.model.town_list import Entry, ListColumn
from flurinfill.project import queries
from flurinfill.project.queries import StateChange
from flurinfill.usecases import town_list
from flurinfill.usecases.town_list import ListMapping

COLUMNS, STATES, PREVIEW, RUN, RESULT = range(5)
_OTHERS = "others"


class TownListDialog(StepsDialog):
    """Leads from a list that was read to sites, notes and states.

    Parameters
    ----------
    session : Session
        The vault is open.
    found : OfficeList
    remembered : mapping of str to str
        What :attr:`remembered` was for the last list with these heads.

    Signals
    -------
    taken : Change
        The list is in the project.
    unplaced_asked :
        The user wants to see the rows without a place.
    """

    taken = Signal(object)
    unplaced_asked = Signal()

    def __init__(
        self,
        session: Session,
        found: OfficeList,
        remembered: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, width=110 * GRID)
        self._found, self._remembered = found, dict(remembered)
        self._entries: Sequence[Entry] = ()
        self._kept = 0
        known = recalled_columns(remembered, ListColumn, found)
        chosen = known or town_list.guess_columns([str(head) for head in found.rows.columns])
        self.columns = ColumnsPage(found, chosen, _OTHERS in remembered or not remembered)
        self.states, self.preview = StatesPage(found), PreviewPage()
        self.result = ResultPage()
        self._lay_out(session, (self.columns, self.states, self.preview), self.result, 48 * GRID)
        self.columns.changed.connect(self._show_state)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Take over the town’s list"))
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        page = self.pages.currentIndex()
        count = len(self._found.rows)
        headlines = (
            (
                tr("Which column is what?"),
                ntr("{file}: {count} row", "{file}: {count} rows", count, file=self._found.name),
            ),
            (tr("What do the states mean?"), tr("What has no match here only goes to the note.")),
            (tr("Where the rows belong"), tr("Nothing is changed yet.")),
            (tr("Taking over the list"), ""),
            (tr("The list is taken over"), tr("One undo takes all of it back.")),
        )
        headline, sentence = headlines[page]
        self.headline.setText(headline)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.back.setText(tr("Back"))
        self.back.setVisible(page in (STATES, PREVIEW))
        self.cancel.setText(tr("Close") if page == RESULT else tr("Cancel"))
        words = {PREVIEW: tr("Take over"), RESULT: tr("Rows without a place …")}
        self.next.setText(words.get(page, tr("Next")))
        self.next.setVisible(page != RUN and (page != RESULT or self._kept > 0))
        self.next.setEnabled(page != COLUMNS or ListColumn.PARCEL in self.columns.columns())

    # steps ----------------------------------------------------------------------------------

    @Slot()
    def _on_next(self) -> None:
        page = self.pages.currentIndex()
        self.show_error("")
        head = self.columns.columns().get(ListColumn.STATE, "")
        if page == COLUMNS and head:
            values = town_list.states_of(self._found, head)
            kept = {value: self._remembered.get(_state_key(value)) for value in values}
            known = {value: code for value, code in kept.items() if code is not None}
            self.states.show_column(head, known | self.states.codes())
            self._go(STATES)
        elif page in (COLUMNS, STATES):
            self._place()
        elif page == PREVIEW:
            self._take()
        else:
            self.accept()
            self.unplaced_asked.emit()

    @Slot()
    def _on_back(self) -> None:
        self.show_error("")
        has_states = ListColumn.STATE in self.columns.columns()
        self._go(STATES if self.pages.currentIndex() == PREVIEW and has_states else COLUMNS)

    @property
    def remembered(self) -> dict[str, str]:
        """What was chosen, for the next list with the same heads."""
        chosen = kept_columns(self.columns.columns(), self._found)
        states = {_state_key(value): code for value, code in self.states.codes().items()}
        return chosen | states | ({_OTHERS: "1"} if self.columns.others.isChecked() else {})

    def _mapping(self) -> ListMapping:
        columns = self.columns.columns()
        meanings = self.states.meanings() if ListColumn.STATE in columns else {}
        return ListMapping(columns, meanings, self.columns.others.isChecked())

    def _place(self) -> None:
        project, found, mapping = self._session.project, self._found, self._mapping()
        parcels = self._session.snapshot.parcels

        def work(progress: Progress) -> tuple[list[Entry], pd.DataFrame, list[StateChange]]:
            entries = town_list.place(project, found, mapping, progress)
            return entries, entry_frame(entries, parcels), queries.state_changes(project, entries)

        self._start(tr("Looking for the parcels"), work, self._on_placed)

    def _on_placed(self, answer: tuple[list[Entry], pd.DataFrame, list[StateChange]]) -> None:
        self._entries, frame, changes = answer
        unread = town_list.unread_days(self._found, self._mapping())
        self.preview.show_entries(self._entries, frame, changes, unread)
        self._end(PREVIEW)

    def _take(self) -> None:
        project, found, entries = self._session.project, self._found, self._entries
        kept = self.preview.kept()

        def work(progress: Progress) -> Change:
            return town_list.take(project, found, entries, progress, kept=kept)

        self._start(tr("Taking over the list"), work, self._on_taken)

    def _on_taken(self, change: Change) -> None:
        self._kept = int(change.details["unplaced"])
        self.result.show_change(change)
        self._end(RESULT)
        self.taken.emit(change)

    def _on_failed(self, error: Exception) -> None:
        self._end(COLUMNS if not self._entries else PREVIEW)
        self.show_error(tr("Stopped. Nothing was changed.") if isinstance(error, Cancelled) else error)

    def _end(self, page: int) -> None:
        self.cancel.setEnabled(True)
        self._go(page)


def _state_key(value: str) -> str:
    """Key of a state in the user's settings: the word itself may name a person, so it is not kept."""
    return f"state {hashlib.sha256(value.casefold().encode()).hexdigest()[:16]}"
