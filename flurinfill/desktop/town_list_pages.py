"""The pages of the assistant for a town's list: columns, states, preview, result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from flurinfill import i18n
from flurinfill.cadastre.readers.lists import OfficeList
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.arranging import Column
from flurinfill.desktop.columns import one_line, plain
from flurinfill.desktop.list_columns import ListColumnsForm
from flurinfill.desktop.plain_table import plain_table
from flurinfill.desktop.tables import FrameModel
from flurinfill.desktop.widgets import choice_box, clear, column, scrolling, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.change import Change
from flurinfill.model.states import Availability, Review, Willingness
from flurinfill.model.town_list import MEANINGS, Entry, ListColumn, Meaning, Placing, code_of, meaning_of
from flurinfill.project.queries import StateChange
from flurinfill.usecases.filters import Kind
from flurinfill.usecases.town_list import MOST_STATES, counts_of, guess_meaning, states_of

_NAMED_DAYS = 5
_AXES = {
    Review: lambda: tr("Review"),
    Availability: lambda: tr("Availability"),
    Willingness: lambda: tr("Willingness"),
}


class ColumnsPage(ListColumnsForm):
    """Which column of the town's list is what."""

    def __init__(self, found: OfficeList, chosen: Mapping[ListColumn, str], others: bool) -> None:
        self.others = QCheckBox()
        self.others.setChecked(others)
        self._left = text("muted", wrap=True)
        super().__init__(found, ListColumn, chosen, self.others, self._left)
        self.changed.connect(self._show_left)

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.others.setText(tr("All other columns go to the note, too"))
        self._show_left()

    @Slot()
    def _show_left(self) -> None:
        """Name the columns without a meaning."""
        mapped = self.columns().values()
        left = [str(head) for head in self._found.rows.columns if head not in mapped]
        self._left.setVisible(bool(left))
        self._left.setText(tr("Other columns: {columns}", columns=", ".join(left)))


class StatesPage(Adaptive, QWidget):
    """What each value of the column of states means here."""

    def __init__(self, found: OfficeList) -> None:
        super().__init__()
        self._found = found
        self.boxes: dict[str, QComboBox] = {}
        self._counts: dict[str, int] = {}
        layout = column(self, margin=0)
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setColumnStretch(1, 1)
        self._area = scrolling(content)
        self._few = text("warn", wrap=True)
        layout.addWidget(self._few)
        layout.addWidget(self._area, 1)
        self.settle()

    def show_column(self, head: str, remembered: Mapping[str, str]) -> None:
        """List the values of a column, with what they meant the last time or are guessed to mean."""
        self._counts = states_of(self._found, head) if head else {}
        clear(self._grid)
        self.boxes = {}
        many = len(self._counts) > MOST_STATES
        self._few.setVisible(many)
        for number, (value, count) in enumerate(() if many else self._counts.items()):
            label, box = text(), choice_box()
            label.setText(f"{value}  ({i18n.number(count)})")
            label.setBuddy(box)
            box.setAccessibleName(value)
            known = remembered.get(value)
            self._fill(box, code_of(guess_meaning(value)) if known is None else known)
            self._grid.addWidget(label, number, 0)
            self._grid.addWidget(box, number, 1)
            self.boxes[value] = box
        self._grid.setRowStretch(len(self.boxes), 1)
        self._show_many()

    def retranslate(self) -> None:
        """Set every text anew."""
        for box in self.boxes.values():
            self._fill(box, str(box.currentData()))
        self._show_many()

    def _show_many(self) -> None:
        words = tr(
            "The column has {count} different values. Those are no states; they only go to the note.",
            count=i18n.number(len(self._counts)),
        )
        self._few.setText(words)

    @staticmethod
    def _fill(box: QComboBox, chosen: str) -> None:
        with QSignalBlocker(box):
            box.clear()
            box.addItem(tr("only into the note"), "")
            for meaning in MEANINGS:
                axis = _AXES[type(meaning)]()
                box.addItem(f"{axis}: {i18n.name_of(meaning)}", code_of(meaning))
            box.setCurrentIndex(max(box.findData(chosen), 0))

    def meanings(self) -> dict[str, Meaning]:
        """Return what the values mean."""
        found = {value: meaning_of(str(box.currentData())) for value, box in self.boxes.items()}
        return {value: meaning for value, meaning in found.items() if meaning is not None}

    def codes(self) -> dict[str, str]:
        """Return the code of what each value means, ``""`` where it only goes to the note."""
        return {value: str(box.currentData()) for value, box in self.boxes.items()}


class PreviewPage(Adaptive, QWidget):
    """How many rows have found their place, and which have not and why."""

    def __init__(self) -> None:
        super().__init__()
        self._frame = entry_frame((), pd.DataFrame({"gemarkung": [], "number": []}, dtype="str"))
        self._entries: Sequence[Entry] = ()
        layout = column(self, margin=0)
        self.summary, self._days = text("strong", wrap=True), text("warn", wrap=True)
        self._unread: Mapping[int, str] = {}
        self._changes: dict[int, StateChange] = {}
        self.keep, self.only_open = QCheckBox(), QCheckBox()
        for box in (self.keep, self.only_open):
            box.setChecked(True)
            box.toggled.connect(self._show_rows)
        state = Column("state", lambda: tr("State in the project"), plain, 240)
        line, said, place, *others = entry_columns()
        self.model = FrameModel((line, said, place, state, *others), self)
        self.view = plain_table(self.model)
        for part in (self.summary, self._days, self.keep, self.only_open):
            layout.addWidget(part)
        layout.addWidget(self.view, 1)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.only_open.setText(tr("Only rows without a place or with another state"))
        self.keep.setText(tr("Keep what is newer in the project"))
        self.view.setAccessibleName(tr("Rows of the list"))
        self.model.retranslate()
        self._show_summary()

    def show_entries(
        self,
        entries: Sequence[Entry],
        frame: pd.DataFrame,
        changes: Sequence[StateChange],
        unread: Mapping[int, str],
    ) -> None:
        """Show where the rows belong, what they change, and the days that are none.

        ``frame`` is :func:`entry_frame` of the rows, ``unread`` is
        :func:`flurinfill.usecases.town_list.unread_days`.
        """
        self._entries, self._frame, self._unread = entries, frame, unread
        self._changes = {each.line: each for each in changes}
        self.keep.setVisible(any(each.newer for each in changes))
        without = any(entry.placing is not Placing.PLACED for entry in entries)
        self.only_open.setChecked(without or bool(changes))
        self._show_summary()
        self._show_rows()

    def _show_summary(self) -> None:
        counts = counts_of(self._entries)
        ambiguous = sum(count for placing, count in counts.items() if placing.ambiguous)
        placed = counts.get(Placing.PLACED, 0)
        unknown = len(self._entries) - placed - ambiguous
        self.summary.setText(
            " · ".join(
                (
                    ntr("{count} row has its parcel", "{count} rows have their parcel", placed),
                    ntr("{count} is ambiguous", "{count} are ambiguous", ambiguous),
                    ntr("{count} is unknown", "{count} are unknown", unknown),
                )
            )
        )

        listed = [tr("row {line}: “{text}”", line=line, text=told) for line, told in self._unread.items()]
        more = "" if len(listed) <= _NAMED_DAYS else " …"
        self._days.setVisible(bool(listed))
        self._days.setText(
            ntr(
                "{count} date cannot be read and goes to the note only ({rows})",
                "{count} dates cannot be read and go to the note only ({rows})",
                len(listed),
                rows="; ".join(listed[:_NAMED_DAYS]) + more,
            )
        )

    @Slot()
    def _show_rows(self) -> None:
        states = [self._state_text(self._changes.get(int(line))) for line in self._frame["line"]]
        shown = self._frame.assign(state=pd.Series(states, self._frame.index, dtype="str"))
        if self.only_open.isChecked():
            shown = shown[(shown["placing"] != Placing.PLACED) | (shown["state"] != "")]
        self.model.set_frame(shown.reset_index(drop=True))

    def kept(self) -> list[StateChange]:
        """Return the states that the list shall not change."""
        return [each for each in self._changes.values() if each.newer and self.keep.isChecked()]

    def _state_text(self, change: StateChange | None) -> str:
        if change is None:
            return ""
        context = change.axis.capitalize()
        old, new = i18n.label(context, change.old), i18n.label(context, change.new)
        if not (change.newer and self.keep.isChecked()):
            return f"{old} → {new}"
        if change.since is None:
            return tr("{state} stays", state=old)
        return tr("{state} stays (of {day})", state=old, day=i18n.day(change.since))


class ResultPage(Adaptive, QWidget):
    """What was taken over, and which states were not allowed."""

    def __init__(self) -> None:
        super().__init__()
        self._change: Change | None = None
        layout = column(self, margin=0)
        self.summary, self._refused = text("strong", wrap=True), text(wrap=True)
        columns = (
            _line_column(),
            Column("case_no", lambda: tr("Case"), plain, 104),
            Column("reason", lambda: tr("Reason"), plain, 420),
        )
        self.model = FrameModel(columns, self)
        self.view = plain_table(self.model)
        for part in (self.summary, self._refused):
            layout.addWidget(part)
        layout.addWidget(self.view, 1)
        layout.addStretch(0)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.view.setAccessibleName(tr("States that were not taken"))
        self.model.retranslate()
        if self._change is not None:
            self.show_change(self._change)

    def show_change(self, change: Change) -> None:
        """Show what a list brought."""
        self._change = change
        details: Mapping[str, Any] = change.details
        made, count = int(details["made"]), int(details["count"])
        parts = [
            ntr("{count} case is new", "{count} cases are new", made),
            ntr("{count} was known already", "{count} were known already", count - made),
            ntr(
                "{count} row without a place is kept",
                "{count} rows without a place are kept",
                details["unplaced"],
            ),
        ]
        self.summary.setText(" · ".join(parts))
        refused = details["refused"]
        self._refused.setText(
            ntr(
                "{count} state was not taken and stands in the note only:",
                "{count} states were not taken and stand in the note only:",
                len(refused),
            )
        )
        for part in (self._refused, self.view):
            part.setVisible(bool(refused))
        rows = [(line, case_no, refusal_text(code)) for line, case_no, code in refused]
        self.model.set_frame(pd.DataFrame(rows, columns=["line", "case_no", "reason"]))


def refusal_text(code: str) -> str:
    """Why a state was not taken."""
    return i18n.label("list_refusal", code)


def _line_column() -> Column:
    return Column("line", lambda: tr("Row"), plain, 80, kind=Kind.NUMBER)


def entry_columns() -> tuple[Column, ...]:
    """Columns of a table of rows of a list."""
    return (
        _line_column(),
        Column("said", lambda: tr("Parcel as in the list"), plain, 180),
        Column("placing", lambda: tr("Place"), partial(i18n.label, "Placing"), 200),
        Column("parcels", lambda: tr("Parcels"), plain, 200),
        Column("note", lambda: tr("For the note"), one_line, 320),
    )


def entry_frame(entries: Sequence[Entry], parcels: pd.DataFrame) -> pd.DataFrame:
    """Return rows of a list as a table shows them; ``parcels`` is the table of parcels."""
    names = ["line", "said", "placing", "parcels", "note"]
    numbers = dict(zip(parcels.index, parcels["gemarkung"] + " " + parcels["number"], strict=True))
    rows = [
        (
            entry.line,
            entry.said,
            entry.placing.value,
            ", ".join(numbers.get(parcel, parcel) for parcel in entry.parcel_ids),
            entry.note,
        )
        for entry in entries
    ]
    return pd.DataFrame(rows, columns=names)
