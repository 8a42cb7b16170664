"""Rows of a town's list that no parcel was found for: placed by hand, or dropped."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from flurinfill.desktop.dialogs.people import PeopleDialog
from flurinfill.desktop.plain_table import plain_table
from flurinfill.desktop.session import Session
from flurinfill.desktop.tables import FrameModel, selected_rows
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.town_list_pages import entry_columns, entry_frame, refusal_text
from flurinfill.desktop.widgets import EmptyState, button, row, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.progress import Progress
from flurinfill.project import operations, queries
from flurinfill.project.queries import UnplacedRow


class UnplacedDialog(PeopleDialog):
    """Stays open beside the map, so that the parcel of a row can be looked for and selected there.

    Parameters
    ----------
    session : Session
        The vault is open.
    selected : callable
        Gives the parcels that are selected on the map.

    Signals
    -------
    parcels_asked : list of str
        The parcels that are possible for a row shall be selected on the map.
    """

    parcels_asked = Signal(list)

    def __init__(
        self, session: Session, selected: Callable[[], tuple[str, ...]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=64 * GRID)
        self._session, self._selected = session, selected
        self._rows: list[UnplacedRow] = []
        self.model = FrameModel(entry_columns(), self)
        self.view = plain_table(self.model, several=True)
        self.view.setFixedHeight(22 * GRID)  # the dialog must not hide the map
        self.empty = EmptyState("done")
        self.cells = text(wrap=True, selectable=True)
        self.where, self.told = text("muted", wrap=True), text("strong", wrap=True)
        for part in (self.view, self.empty, self.cells, self.where, self.told):
            self.body.addWidget(part)
        self.told.hide()
        upper, lower = row(), row()
        self.possible, self.place, self.drop = button(), button(), button()
        self.possible.clicked.connect(self._on_possible)
        self.place.clicked.connect(self._on_place)
        self.drop.clicked.connect(self._on_drop)
        for line, pushes in ((upper, (self.place,)), (lower, (self.possible, self.drop))):
            for push in pushes:
                line.addWidget(push)
            line.addStretch(1)
            self.body.addLayout(line)
        self._close = self.add_button(primary=True)
        self._close.clicked.connect(self.dismiss)
        self.view.selectionModel().selectionChanged.connect(self.show_state)
        self.model.modelReset.connect(self.show_state)
        self.settle()
        self._follow()

    def retranslate(self) -> None:
        """Set every text anew."""
        words = tr("Rows without a place")
        self.setWindowTitle(words)
        self.headline.setText(words)
        self.sentence.setText(
            tr("Choose a row, select its parcel on the map or in a table, and place the row at this parcel.")
        )
        self.view.setAccessibleName(words)
        self.empty.show_texts(
            tr("Every row has its place"), tr("Rows of a list without a parcel are kept here.")
        )
        self.possible.setText(tr("Show the possible parcels"))
        self.place.setText(tr("Place at the selected parcel"))
        self.drop.setText(tr("Drop the row"))
        self._close.setText(tr("Close"))
        self.model.retranslate()
        self.show_state()

    @Slot()
    def _read(self) -> None:
        project, parcels = self._session.project, self._session.snapshot.parcels

        def work(progress: Progress) -> tuple[list[UnplacedRow], pd.DataFrame]:
            rows = queries.unplaced_rows(project)
            return rows, entry_frame([each.entry for each in rows], parcels)

        self._session.jobs.read(
            "unplaced", work, owner=self, done=self._on_read, failed=self._session.refused.emit
        )

    def _on_read(self, answer: tuple[list[UnplacedRow], pd.DataFrame]) -> None:
        rows, frame = self._rows, _ = answer
        self.model.set_frame(frame)
        self.view.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if rows:
            self.view.selectRow(0)
        self.layout().activate()
        self.resize(self.width(), self._needed())

    def chosen(self) -> list[UnplacedRow]:
        """Return the rows that are chosen."""
        return [self._rows[key] for key in self.model.keys(selected_rows(self.view.selectionModel()))]

    @Slot()
    def show_state(self) -> None:
        """Show what the chosen row says, and which parcel is selected."""
        chosen, parcels = self.chosen(), self._selected()
        one = chosen[0] if len(chosen) == 1 else None
        told = one.entry.cells.items() if one is not None else ()
        self.cells.setText(" · ".join(f"{head}: {value}" for head, value in told if value))
        where = ntr(
            "Selected: {count} parcel ({parcels})",
            "Selected: {count} parcels ({parcels})",
            len(parcels),
            parcels=", ".join(self._named(parcel) for parcel in parcels[:3]),
        )
        self.where.setText(where if parcels else tr("No parcel is selected."))
        for part in (self.cells, self.where, self.possible, self.place, self.drop):
            part.setVisible(bool(self._rows))
        self.possible.setEnabled(one is not None and bool(one.entry.parcel_ids))
        self.place.setEnabled(self._session.writable and one is not None and bool(parcels))
        self.drop.setEnabled(self._session.writable and bool(chosen))

    def _named(self, parcel: str) -> str:
        row = self._session.snapshot.parcels.loc[parcel]
        return f"{row['gemarkung']} {row['number']}"

    @Slot()
    def _on_possible(self) -> None:
        (one,) = self.chosen()
        self.parcels_asked.emit(list(one.entry.parcel_ids))

    @Slot()
    def _on_place(self) -> None:
        (one,) = self.chosen()
        parcels = self._selected()
        change = self._session.apply(operations.place_row, one.unplaced_id, parcels)
        if change is not None:
            names = ", ".join(self._named(parcel) for parcel in parcels)
            self.told.setText(tr("Row {line} is placed at {parcels}.", line=one.entry.line, parcels=names))
            self.told.show()
            self.parcels_asked.emit([])
        refused = change.details["refused"] if change is not None else ()
        self.show_error(
            tr(
                "Its state was not allowed and stands in the note only: {reason}",
                reason=refusal_text(refused[0][2]),
            )
            if refused
            else ""
        )

    @Slot()
    def _on_drop(self) -> None:
        self._session.apply(operations.drop_rows, [each.unplaced_id for each in self.chosen()])
