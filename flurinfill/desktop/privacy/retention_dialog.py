"""Whose data may no longer be needed: each proposal is accepted or postponed, nothing goes by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QWidget

from flurinfill import i18n
from flurinfill.desktop.axis_editor import date_edit, pydate, qdate
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.row_list import RowList
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.progress import Progress
from flurinfill.model.retention import years_after
from flurinfill.project import operations, queries
from flurinfill.project.queries import RetentionProposal

_READ = "retention"


class RetentionDialog(Dialog):
    """Lists proposals to erase, with reasons.

    Signals
    -------
    erase_asked : list of str, str
        Owner ids and the reason.
    """

    erase_asked = Signal(object, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=104 * GRID)
        self._session = session
        self._proposals: Sequence[RetentionProposal] | None = None
        self._reviewed = queries.retention_reviewed_on(session.project)
        self.list = RowList(ticked=True, height=34 * GRID)
        self.list.chosen_changed.connect(self._show)
        self._state = text("muted", wrap=True)
        self.until, self.reason, self.sure = date_edit(), QLineEdit(), QCheckBox()
        self.until.setDate(qdate(years_after(date.today(), 1)))
        self._labels = {self.reason: QLabel(), self.until: QLabel()}
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field, label in self._labels.items():
            label.setBuddy(field)
            form.addRow(label, field)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._state)
        self.body.addLayout(form)
        self.body.addWidget(self.sure)
        self.reviewed = button("flat")
        self.reviewed.clicked.connect(self._on_reviewed)
        self.ends.insertWidget(0, self.reviewed)
        self.postpone, self.erase, self._close = self.add_button(), self.add_button(), self.add_button()
        self.postpone.clicked.connect(self._on_postpone)
        self.erase.clicked.connect(self._on_erase)
        self._close.clicked.connect(self.dismiss)
        self.reason.textChanged.connect(self._show)
        self.sure.toggled.connect(self._show)
        self.settle()
        self._read()

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.setWindowTitle(tr("Retention"))
        self.headline.setText(tr("Retention"))
        keep = queries.office(self._session.project)
        self.sentence.setText(
            tr(
                "Proposed is who in every case is settled for {settled} years, or has not answered for"
                " {unanswered}, or owns nothing and has no case. Nothing is erased by itself; the years stand"
                " in “Office and town”.",
                settled=keep.keep_settled_years,
                unanswered=keep.keep_unanswered_years,
            )
        )
        self.list.setAccessibleName(tr("Proposals to erase"))
        self._labels[self.reason].setText(tr("Reason for keeping"))
        self._labels[self.until].setText(tr("Keep until"))
        self.reason.setAccessibleName(tr("Reason for keeping"))
        self.until.setAccessibleName(tr("Keep until"))
        self.sure.setText(tr("Erasing is for good; I have looked at the ticked persons."))
        self._close.setText(tr("Close"))
        self.reviewed.setText(tr("Gone through for this year"))
        self._fill()

    def _read(self) -> None:
        project = self._session.project

        def work(progress: Progress) -> list[RetentionProposal]:
            del progress
            return queries.retention_proposals(project, date.today())

        self._session.jobs.read(_READ, work, owner=self, done=self._on_read, failed=self.show_error)

    def _on_read(self, proposals: list[RetentionProposal]) -> None:
        first = self._proposals is None
        self._proposals = proposals
        self._fill()
        if first:
            self.list.tick_all(False)  # nobody is chosen unseen

    def _fill(self) -> None:
        proposals = self._proposals or ()
        rows = [[_who(each), _reasons(each), _still(each)] for each in proposals]
        headings = [tr("Who"), tr("Why"), tr("Still owns")]
        self.list.show_rows(headings, rows, [each.owner_id for each in proposals])
        self._show()

    @Slot()
    def _show(self) -> None:
        writable, count = self._session.keeps_privacy, len(self.list.chosen())
        self.postpone.setText(ntr("Postpone {count}", "Postpone {count}", count))
        self.erase.setText(ntr("Erase {count} for good", "Erase {count} for good", count))
        chosen = set(self.list.chosen())
        cases = all(each.sites for each in self._proposals or () if each.owner_id in chosen)
        self.postpone.setEnabled(writable and count > 0 and cases and bool(self.reason.text().strip()))
        self.erase.setEnabled(writable and count > 0 and self.sure.isChecked())
        self.reviewed.setEnabled(writable)
        parts = []
        if self._proposals is not None and not self._proposals:
            parts.append(tr("Nobody’s years are over."))
        if self._reviewed is not None:
            parts.append(tr("Last gone through on {day}.", day=i18n.day(self._reviewed)))
        self._state.setText(" ".join(parts))
        self._state.setVisible(bool(parts))

    @Slot()
    def _on_postpone(self) -> None:
        chosen = set(self.list.chosen())
        kept = [(each.owner_id, each.sites) for each in self._proposals if each.owner_id in chosen]
        named = {"until": pydate(self.until), "reason": self.reason.text().strip()}
        if self.try_apply(self._session, operations.postpone_erasures, kept, **named):
            self.reason.clear()
            self._read()

    @Slot()
    def _on_erase(self) -> None:
        self.erase_asked.emit(self.list.chosen(), tr("Retention period is over"))
        self.accept()

    @Slot()
    def _on_reviewed(self) -> None:
        if self.try_apply(self._session, operations.note_retention_review, date.today()):
            self._reviewed = date.today()
            self._show()


def _who(proposal: RetentionProposal) -> str:
    return tr("{name} (restricted)", name=proposal.name) if proposal.restricted else proposal.name


def _reasons(proposal: RetentionProposal) -> str:
    return "; ".join(
        i18n.label("keep_reason", due.reason.value, case=case, day=i18n.day(due.since))
        for case, due in proposal.reasons
    )


def _still(proposal: RetentionProposal) -> str:
    if not proposal.open_sites:
        return ""
    return ntr("{count} other site", "{count} other sites", proposal.open_sites)
