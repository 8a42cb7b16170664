"""One change of many sites: a move of the review or the availability, or one fact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

import pandas as pd
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QSizePolicy, QStackedWidget, QWidget

from flurinfill import i18n
from flurinfill.desktop.axis_editor import NOTE, REJECT_REASON, UNTIL, Axis, date_edit, pydate, qdate
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.field_editor import FieldEditor
from flurinfill.desktop.field_row import fill_sources
from flurinfill.desktop.reservation_form import ReservationForm
from flurinfill.desktop.site_panel import AVAILABILITY_AXIS, REVIEW_AXIS
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import choice_box, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.change import Change
from flurinfill.model.errors import InputError
from flurinfill.model.site_fields import SITE_FIELDS
from flurinfill.model.states import Availability, RejectReason, Review
from flurinfill.project import Project, operations

_AXES = {axis.name: axis for axis in (REVIEW_AXIS, AVAILABILITY_AXIS)}
_NAMED = 5
_OF_ONE = frozenset({"area_m2"})
"""Fields that are true of one site only: no two have their official area from the same source."""
_MONTHS_AHEAD = timedelta(days=90)
BulkChange = Callable[[Project], Change]


class BulkEditDialog(Dialog):
    """Asks what shall be changed, and says beforehand for how many sites it is possible.

    Parameters
    ----------
    sites : DataFrame
        The selected rows of the table of sites.
    unlocked : bool
        Facts that lie in the vault can be entered, and notes be kept.

    Signals
    -------
    wanted : callable
        Takes the project and makes the change.
    """

    wanted = Signal(object)

    def __init__(self, sites: pd.DataFrame, *, unlocked: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=68 * GRID)
        self._sites, self._unlocked = sites, unlocked
        self._fields = [
            entry
            for entry in SITE_FIELDS
            if entry.by_hand and entry.name not in _OF_ONE and (unlocked or not entry.sealed)
        ]
        self.what, self.target, self.reason = choice_box(), choice_box(), choice_box()
        self.until, self.note, self.source = date_edit(), QLineEdit(), choice_box()
        self.until.setDate(qdate(date.today() + _MONTHS_AHEAD))
        self.editors = QStackedWidget()
        self.editors.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for entry in self._fields:
            editor = FieldEditor(entry)
            editor.changed.connect(self._show)
            self.editors.addWidget(editor)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.reservation = ReservationForm((), self) if unlocked else ReservationForm(None, self)
        self._lines: dict[str, tuple[QLabel, QWidget]] = {}
        for name, widget in self._widgets():
            label = QLabel()
            label.setBuddy(widget)
            self._form.addRow(label, widget)
            self._lines[name] = (label, widget)
        self.body.addLayout(self._form)
        self.body.addWidget(self.reservation)
        self.preview = text(wrap=True)
        self.body.addWidget(self.preview)
        self._cancel = self.add_button()
        self._cancel.clicked.connect(self.dismiss)
        self.change = self.add_button(primary=True)
        self.change.clicked.connect(self._on_change)
        self.what.currentIndexChanged.connect(self._on_what)
        for box in (self.target, self.reason):
            box.currentIndexChanged.connect(self._show)
        self.note.textChanged.connect(self._show)
        self.settle()

    def _widgets(self) -> tuple[tuple[str, QWidget], ...]:
        return (
            ("what", self.what),
            ("target", self.target),
            ("value", self.editors),
            (REJECT_REASON, self.reason),
            (UNTIL, self.until),
            (NOTE, self.note),
            ("source", self.source),
        )

    def retranslate(self) -> None:
        """Set every text anew."""
        count = len(self._sites)
        words = ntr("Change {count} site", "Change {count} sites", count)
        self.setWindowTitle(words)
        self.headline.setText(words)
        self.sentence.setText(tr("One change for all of them; one undo takes it back."))
        for name, words in (
            ("what", tr("What")),
            ("target", tr("To")),
            ("value", tr("Value")),
            (REJECT_REASON, tr("Reason")),
            (UNTIL, tr("Until")),
            (NOTE, tr("Note")),
            ("source", tr("Source")),
        ):
            label, widget = self._lines[name]
            label.setText(words)
            widget.setAccessibleName(words)
        self.note.setPlaceholderText("" if self._unlocked else tr("Locked; the passphrase opens it"))
        self.note.setEnabled(self._unlocked)
        self.reservation.retranslate()
        fill_sources(self.source)
        for editor in self.editors.findChildren(FieldEditor):
            editor.retranslate()
        self._cancel.setText(tr("Cancel"))
        self._fill_what()

    def _fill_what(self) -> None:
        chosen = self.what.currentData()
        with QSignalBlocker(self.what):
            self.what.clear()
            for axis in _AXES.values():
                self.what.addItem(axis.title(), axis.name)
            for entry in self._fields:
                self.what.addItem(i18n.label("site_field", entry.name), entry.name)
            self.what.setCurrentIndex(max(self.what.findData(chosen), 0))
        with QSignalBlocker(self.reason):
            self.reason.clear()
            self.reason.addItem(tr("Please choose …"), None)
            for reason in RejectReason:
                self.reason.addItem(i18n.name_of(reason), reason.value)
        self._on_what()

    # what is possible -----------------------------------------------------------------------

    @property
    def _axis(self) -> Axis | None:
        return _AXES.get(self.what.currentData())

    @property
    def _reserving(self) -> bool:
        return self._axis is AVAILABILITY_AXIS and self.target.currentData() == Availability.RESERVED

    def _allowed(self, axis: Axis, value: StrEnum) -> pd.Series:
        """Tell for each site whether it may move to a value."""
        old = self._sites[axis.name]
        allowed = pd.Series([value in axis.moves[axis.values(state)] for state in old], index=old.index)
        if value is Availability.MARKETED:
            allowed &= self._sites["review"] == Review.CONFIRMED
        return allowed

    @Slot()
    def _on_what(self) -> None:
        axis = self._axis
        with QSignalBlocker(self.target):
            self.target.clear()
            for value in axis.values if axis is not None else ():
                possible = int(self._allowed(axis, value).sum())
                if possible:
                    verb = i18n.label(f"{axis.name}_move", value.value)
                    words = tr(
                        "{verb} – {count} of {total}", verb=verb, count=possible, total=len(self._sites)
                    )
                    self.target.addItem(words, value.value)
        if axis is None:
            names = [entry.name for entry in self._fields]
            self.editors.setCurrentIndex(names.index(self.what.currentData()))
        self._show()

    def _needs(self) -> set[str]:
        """What must be filled in for the chosen move."""
        axis, target = self._axis, self.target.currentData()
        if axis is None:
            return {"value", "source"}
        if target is None:
            return {"target"}
        new = axis.values(target)
        allowed = self._allowed(axis, new)
        olds = self._sites.loc[allowed, axis.name].unique()
        return {"target"}.union(*(axis.needs(axis.values(old), new) for old in olds))

    @Slot()
    def _show(self) -> None:
        needs = self._needs()
        for name, (label, widget) in self._lines.items():
            label.setVisible(name in needs or name == "what")
            widget.setVisible(name in needs or name == "what")
        self.reservation.setVisible(self._reserving)
        words, possible = self._preview()
        self.preview.setText(words)
        self.change.setEnabled(possible > 0)
        self.change.setText(ntr("Change {count} site", "Change {count} sites", possible))

    def _preview(self) -> tuple[str, int]:
        """Say what will be changed, and of how many sites."""
        axis, target, count = self._axis, self.target.currentData(), len(self._sites)
        if axis is None:
            try:
                self._editor().value()
            except InputError as error:
                return i18n.error_text(error), 0
            return ntr("{count} site will be changed.", "{count} sites will be changed.", count), count
        if target is None:
            return tr("None of the selected sites allows a move here."), 0
        allowed = self._allowed(axis, axis.values(target))
        words = ntr("{count} site will be changed.", "{count} sites will be changed.", int(allowed.sum()))
        staying = self._sites.loc[~allowed, "case_no"].tolist()
        if staying:
            words += " " + ntr(
                "{count} stays as it is: {cases}",
                "{count} stay as they are: {cases}",
                len(staying),
                cases=named(staying),
            )
        if target == Review.REJECTED and self.reason.currentData() is None:
            return tr("Choose a reason from the list."), 0
        return words, int(allowed.sum())

    def _editor(self) -> FieldEditor:
        return self.editors.currentWidget()

    # the change -----------------------------------------------------------------------------

    @Slot()
    def _on_change(self) -> None:
        self.wanted.emit(self.bulk_change())
        self.accept()

    def bulk_change(self) -> BulkChange:
        """Return the change that is described."""
        versions = {int(site_id): int(version) for site_id, version in self._sites["version"].items()}
        ids = list(versions)
        axis, needs = self._axis, self._needs()
        if axis is None:
            field, value = self._editor().field.name, self._editor().value()
            source = self.source.currentData()
            return partial(
                operations.set_site_fields,
                site_ids=ids,
                field=field,
                value=value,
                source=source,
                versions=versions,
            )
        if self._reserving:
            terms = self.reservation.terms()
            return partial(operations.reserve_sites, site_ids=ids, terms=terms, versions=versions)
        note = self.note.text().strip() if NOTE in needs and self._unlocked else ""
        if axis is AVAILABILITY_AXIS:
            target = Availability(self.target.currentData())
            return partial(
                operations.set_availabilities,
                site_ids=ids,
                availability=target,
                reason=note,
                versions=versions,
            )
        more: dict[str, Any] = {"note": note, "versions": versions}
        if REJECT_REASON in needs:
            more["reason"] = RejectReason(self.reason.currentData())
        if UNTIL in needs:
            more["deferred_until"] = pydate(self.until)
        return partial(operations.set_reviews, site_ids=ids, review=Review(self.target.currentData()), **more)


def named(cases: list[str]) -> str:
    """Name some cases, and count the rest."""
    words = ", ".join(cases[:_NAMED])
    rest = len(cases) - _NAMED
    return (
        ntr("{cases} and {count} more", "{cases} and {count} more", rest, cases=words) if rest > 0 else words
    )
