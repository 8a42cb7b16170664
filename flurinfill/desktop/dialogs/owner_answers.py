"""Requests for owner data: what was asked, what was answered, and the answer read in."""

from __future__ import annotations

from datetime import date

import pandas as pd
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from flurinfill import i18n
from flurinfill.desktop.arranging import Column
from flurinfill.desktop.columns import plain
from flurinfill.desktop.dialogs.people import PeopleDialog
from flurinfill.desktop.plain_table import plain_table
from flurinfill.desktop.session import Session
from flurinfill.desktop.tables import FrameModel, selected_rows
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import EmptyState
from flurinfill.i18n import tr
from flurinfill.model.errors import SealedError
from flurinfill.model.owner_request import OwnerRequest
from flurinfill.project import queries

_COLUMNS = (("asked_on", 130), ("recipient", 240), ("parcels", 110), ("open", 130), ("answered_on", 130))


class OwnerAnswersDialog(PeopleDialog):
    """Stays open beside the map.

    Signals
    -------
    parcels_asked : list of str
        The parcels of a request that were not answered shall be selected.
    answer_asked : OwnerRequest
        The answer to this request shall be read in.
    """

    parcels_asked = Signal(list)
    answer_asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=104 * GRID)
        self._session = session
        self._requests: list[OwnerRequest] = []
        self.model = FrameModel([_column(name, width) for name, width in _COLUMNS], self)
        self.view = plain_table(self.model)
        self.view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        self.view.setMinimumHeight(24 * GRID)
        self.empty = EmptyState("letter")
        for part in (self.view, self.empty):
            self.body.addWidget(part, 1)
        self.unanswered, self.answer = self.add_button(), self.add_button()
        self._close = self.add_button(primary=True)
        self.unanswered.clicked.connect(self._on_unanswered)
        self.answer.clicked.connect(self._on_answer)
        self._close.clicked.connect(self.dismiss)
        self.view.selectionModel().selectionChanged.connect(self._show_possible)
        self.model.modelReset.connect(self._show_possible)
        self.settle()
        self._follow()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Answers to requests"))
        self.headline.setText(tr("Answers to requests"))
        self.sentence.setText(tr("What the land survey office was asked, and what is still open."))
        self.view.setAccessibleName(tr("Requests"))
        self.empty.show_texts(
            tr("Nothing was asked yet"),
            tr("Select parcels and choose “Request owner data …” in the menu “Owners”."),
        )
        self.unanswered.setText(tr("Show what is open"))
        self.answer.setText(tr("Read the answer …"))
        self._close.setText(tr("Close"))
        self._show_requests()

    @Slot()
    def _read(self) -> None:
        project = self._session.project
        try:
            self._requests = queries.owner_requests(project) if project is not None else []
        except SealedError:
            self._requests = []
        self._show_requests()

    def _show_requests(self) -> None:
        rows = [
            (
                request.asked_on.isoformat(),
                request.recipient[0] if request.recipient else "",
                i18n.number(len(request.parcels)),
                i18n.number(len(request.open)),
                request.answered_on.isoformat() if request.answered_on is not None else "",
            )
            for request in self._requests
        ]
        frame = pd.DataFrame(rows, columns=[name for name, _ in _COLUMNS], dtype="str")
        self.model.set_frame(frame)
        self.view.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if rows:
            self.view.selectRow(0)
        self._show_possible()

    def _chosen(self) -> OwnerRequest | None:
        keys = self.model.keys(selected_rows(self.view.selectionModel()))
        return self._requests[int(keys[0])] if len(keys) == 1 else None

    @Slot()
    def _show_possible(self) -> None:
        chosen = self._chosen()
        self.unanswered.setEnabled(chosen is not None and bool(chosen.open))
        self.answer.setEnabled(chosen is not None and self._session.writable)

    @Slot()
    def _on_unanswered(self) -> None:
        self.parcels_asked.emit(list(self._chosen().open))

    @Slot()
    def _on_answer(self) -> None:
        self.answer_asked.emit(self._chosen())


def _column(name: str, width: int) -> Column:
    def title() -> str:
        return i18n.label("request_table", name)

    return Column(name, title, _day if name.endswith("_on") else plain, width)


def _day(iso: str) -> str:
    return i18n.day(date.fromisoformat(iso) if iso else None)
