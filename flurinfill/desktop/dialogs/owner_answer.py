"""The answer to a request for owner data: which column is what, what is matched, then one step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QStackedWidget, QWidget

from flurinfill import i18n
from flurinfill.cadastre.readers.lists import OfficeList
from flurinfill.desktop.arranging import Column
from flurinfill.desktop.axis_editor import date_edit, pydate, qdate
from flurinfill.desktop.columns import plain
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.list_columns import ListColumnsForm, kept_columns, recalled_columns
from flurinfill.desktop.plain_table import plain_table
from flurinfill.desktop.session import Session
from flurinfill.desktop.tables import FrameModel
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import column, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.change import Change
from flurinfill.model.owner_request import AnswerColumn, OwnerRequest
from flurinfill.model.progress import Progress
from flurinfill.usecases import owner_answer
from flurinfill.usecases.filters import Kind
from flurinfill.usecases.owner_answer import Answer

COLUMNS, PREVIEW = range(2)


class OwnerAnswerDialog(Dialog):
    """Leads from a list that was read to owners and shares.

    Signals
    -------
    taken : Change
        The answer is in the project.
    """

    taken = Signal(object)

    def __init__(
        self,
        session: Session,
        request: OwnerRequest,
        found: OfficeList,
        remembered: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, width=104 * GRID, scrolls=True)
        self._session, self._request, self._found = session, request, found
        self.answer: Answer | None = None
        heads = [str(head) for head in found.rows.columns]
        known = recalled_columns(remembered, AnswerColumn, found)
        self.on = date_edit()
        self.on.setDate(qdate(date.today()))
        day = QWidget()
        form = QFormLayout(day)
        form.setContentsMargins(0, 0, 0, 0)
        self._day_label = QLabel()
        self._day_label.setBuddy(self.on)
        form.addRow(self._day_label, self.on)
        self.columns = ListColumnsForm(found, AnswerColumn, known or owner_answer.guess_columns(heads), day)
        self.columns.changed.connect(self._show_state)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.columns)
        self.pages.addWidget(self._preview_page())
        self.body.addWidget(self.pages, 1)
        self.back, self._cancel = self.add_button(), self.add_button()
        self.next = self.add_button(primary=True)
        self.back.clicked.connect(self._on_back)
        self._cancel.clicked.connect(self.dismiss)
        self.next.clicked.connect(self._on_next)
        self.settle()

    def _preview_page(self) -> QWidget:
        page = QWidget()
        layout = column(page, margin=0)
        self.summary, self._above = text("strong", wrap=True), text("section")
        self.model = FrameModel(
            (
                Column("line", lambda: tr("Row"), plain, 80, kind=Kind.NUMBER),
                Column("said", lambda: tr("As in the list"), plain, 240),
                Column("reason", lambda: tr("Reason"), plain, 320),
            ),
            self,
        )
        self.view = plain_table(self.model)
        for part in (self.summary, self._above):
            layout.addWidget(part)
        layout.addWidget(self.view, 1)
        layout.addStretch(0)
        return page

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Answer of the land survey office"))
        self.headline.setText(tr("Answer of the land survey office"))
        self._day_label.setText(tr("Day of the answer"))
        self.on.setAccessibleName(tr("Day of the answer"))
        self._above.setText(tr("Not taken"))
        self.view.setAccessibleName(tr("Not taken"))
        self.back.setText(tr("Back"))
        self._cancel.setText(tr("Cancel"))
        self.model.retranslate()
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        first = self.pages.currentIndex() == COLUMNS
        rows = ntr(
            "{file}: {count} row", "{file}: {count} rows", len(self._found.rows), file=self._found.name
        )
        self.sentence.setText(rows if first else tr("Nothing is changed yet."))
        self.back.setVisible(not first)
        self.next.setText(tr("Next") if first else tr("Take over"))
        parcel = AnswerColumn.PARCEL in self.columns.columns()
        self.next.setEnabled(parcel if first else bool(self.answer and self.answer.shares))
        if not first and self.answer is not None:
            self._show_answer(self.answer)

    def _show_answer(self, answer: Answer) -> None:
        parts = (
            ntr("{count} parcel answered", "{count} parcels answered", len(answer.answered)),
            ntr("{count} owner", "{count} owners", len(answer.owners)),
            ntr("{count} parcel still open", "{count} parcels still open", len(answer.open)),
        )
        self.summary.setText(" · ".join(parts))
        rows = [
            (each.line, each.said, i18n.label("answer_problem", each.reason)) for each in answer.not_taken
        ]
        self.model.set_frame(pd.DataFrame(rows, columns=["line", "said", "reason"]))
        for part in (self._above, self.view):
            part.setVisible(bool(rows))

    @property
    def remembered(self) -> dict[str, str]:
        """What was chosen, for the next answer with the same heads."""
        return kept_columns(self.columns.columns(), self._found)

    # steps ----------------------------------------------------------------------------------

    @Slot()
    def _on_back(self) -> None:
        self.pages.setCurrentIndex(COLUMNS)
        self._show_state()

    @Slot()
    def _on_next(self) -> None:
        project, request, on, answer = self._session.project, self._request, pydate(self.on), self.answer
        found, columns = self._found, self.columns.columns()
        self.show_error("")

        def match(progress: Progress) -> Answer:
            return owner_answer.match(project, request, found, columns, on=on, progress=progress)

        def take(progress: Progress) -> Change:
            return owner_answer.take(project, request, answer, on=on)

        first = self.pages.currentIndex() == COLUMNS
        work, done = (match, self._on_matched) if first else (take, self._on_taken)
        self._session.run(tr("Reading the answer"), work, owner=self, done=done, failed=self.show_error)

    def _on_matched(self, answer: Answer) -> None:
        self.answer = answer
        self.pages.setCurrentIndex(PREVIEW)
        self._show_state()

    def _on_taken(self, change: Change) -> None:
        self.taken.emit(change)
        self.accept()
