"""Owners who may be spelled twice, side by side: made one, or remembered as two."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QListWidget, QRadioButton, QWidget

from flurinfill import i18n
from flurinfill.desktop.dialogs.people import PeopleDialog
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import EmptyState, clear, row, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.change import Change
from flurinfill.model.likeness import Double
from flurinfill.model.owners import Owner
from flurinfill.model.progress import Progress
from flurinfill.project import operations, queries
from flurinfill.reports.correspondence.owner_words import address_with_source

_SHOWN = 4
Pair = tuple[Double, list[str], list[str]]


class DoublesDialog(PeopleDialog):
    """Stays open until every pair is decided or somebody closes it; nothing is merged unasked.

    Signals
    -------
    parcels_asked : list of str
        The parcels of both owners shall be shown on the map.
    """

    parcels_asked = Signal(list)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=110 * GRID, scrolls=True)
        self.resize(124 * GRID, self.height())
        self._session = session
        self._pairs: list[Pair] = []
        self._read_once = False
        self.list = QListWidget()
        self.list.setMinimumSize(30 * GRID, self.lowest(44 * GRID))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show_pair)
        self.sides = (QRadioButton(), QRadioButton())
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(3 * GRID)
        self._facts.setVerticalSpacing(GRID)
        self._work = QWidget()
        halves = row(self._work, spacing=3 * GRID)
        halves.addWidget(self.list, 2)
        halves.addLayout(self._side(), 3)
        self.empty = EmptyState("done")
        self.empty.hide()
        self.body.addWidget(self._work, 1)
        self.body.addWidget(self.empty, 1)
        self._close = self.add_button()
        self.on_map, self.apart = self.add_button(), self.add_button()
        self.merge = self.add_button(primary=True)
        self._close.clicked.connect(self.dismiss)
        self.on_map.clicked.connect(self._on_map)
        self.apart.clicked.connect(self._on_apart)
        self.merge.clicked.connect(self._on_merge)
        self.settle()
        self.list.setFocus()
        self._follow()

    def _side(self) -> QGridLayout:
        for side in self.sides:
            side.setMinimumHeight(4 * GRID)
        holder = QGridLayout()
        self._question = text("section", wrap=True)
        holder.addWidget(self._question, 0, 0)
        holder.addLayout(self._facts, 1, 0)
        holder.setRowStretch(2, 1)
        return holder

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Owners spelled twice"))
        self.headline.setText(tr("Owners spelled twice"))
        self.sentence.setText(
            tr(
                "Name and address are alike. Merged owners keep all plots, letters and answers; "
                "one undo takes it back."
            )
        )
        self.list.setAccessibleName(tr("Owners spelled twice"))
        self._question.setText(tr("Which spelling shall stay?"))
        self.on_map.setText(tr("Show the parcels"))
        self.apart.setText(tr("Not the same"))
        self.merge.setText(tr("Merge"))
        self._close.setText(tr("Close"))
        self._show_pairs()

    # content --------------------------------------------------------------------------------

    @Slot()
    def _read(self) -> None:
        project = self._session.project

        def work(progress: Progress) -> list[Pair]:
            def tick(done: int, total: int) -> None:
                progress.report("compare_owners", done, total)

            return queries.owner_doubles(project, "owner_doubles", tick)

        if project is not None and project.vault.open:
            self._session.jobs.read(
                "owner-doubles", work, owner=self, done=self._on_read, failed=self.show_error
            )

    def _on_read(self, pairs: list[Pair]) -> None:
        self._read_once = True
        self._pairs = pairs
        self._show_pairs()

    def _show_pairs(self) -> None:
        at = max(self.list.currentRow(), 0)
        self.list.clear()
        for double, _, _ in self._pairs:
            names = double.one.name
            if double.other.name != names:
                names += f" / {double.other.name}"
            self.list.addItem(f"{round(100 * double.score)} %  {names}")
        self._work.setVisible(bool(self._pairs))
        self.empty.setVisible(not self._pairs)
        self.empty.show_texts(
            tr("No owner is spelled twice") if self._read_once else tr("Comparing the owners …"),
            tr("Names and addresses of all owners were compared.") if self._read_once else "",
        )
        self.list.setCurrentRow(min(at, len(self._pairs) - 1))
        self._show_pair()

    @Slot()
    def _show_pair(self) -> None:
        pair = self._pair()
        for push in (self.on_map, self.apart, self.merge):
            push.setVisible(pair is not None)
            push.setEnabled(pair is not None and (push is self.on_map or self._session.writable))
        for side in self.sides:
            self._facts.removeWidget(side)
        clear(self._facts)
        if pair is None:
            return
        double, *parcels = pair
        owners = (double.one, double.other)
        for place, (side, owner) in enumerate(zip(self.sides, owners, strict=True)):
            side.setText(owner.name)
            side.setAccessibleName(tr("Keep {name}", name=owner.name))
            self._facts.addWidget(side, 0, place)
            side.show()
            for line, words in enumerate(_facts(owner, self._named(parcels[place])), 1):
                label = text("muted", wrap=True, selectable=True)
                label.setText(words)
                self._facts.addWidget(label, line, place)
            self._facts.setColumnStretch(place, 1)
        self.sides[int(len(parcels[1]) > len(parcels[0]))].setChecked(True)

    def _pair(self) -> Pair | None:
        at = self.list.currentRow()
        return self._pairs[at] if 0 <= at < len(self._pairs) else None

    def _named(self, parcels: list[str]) -> str:
        known = self._session.snapshot.parcels
        names = [str(known.loc[parcel, "number"]) for parcel in parcels[:_SHOWN] if parcel in known.index]
        words = ntr("{count} parcel", "{count} parcels", len(parcels))
        more = " …" if len(parcels) > _SHOWN else ""
        return f"{words}: {', '.join(names)}{more}" if names else words

    # decisions ------------------------------------------------------------------------------

    @Slot()
    def _on_map(self) -> None:
        pair = self._pair()
        if pair is not None:
            self.parcels_asked.emit(list(dict.fromkeys([*pair[1], *pair[2]])))

    @Slot()
    def _on_merge(self) -> None:
        double = self._pair()[0]
        kept, gone = double.one, double.other
        if self.sides[1].isChecked():
            kept, gone = gone, kept
        self._decide(operations.merge_owners, kept, gone)

    @Slot()
    def _on_apart(self) -> None:
        double = self._pair()[0]
        self._decide(operations.keep_apart, double.one, double.other)

    def _decide(self, operation: Callable[..., Change], one: Owner, other: Owner) -> None:
        project = self._session.project
        self.show_error("")

        def work(progress: Progress) -> Change:
            return operation(project, one, other)

        self._session.run(
            tr("Saving"), work, owner=self, done=self._session.take_change, failed=self.show_error
        )


def _facts(owner: Owner, parcels: str) -> list[str]:
    """What tells two owners apart, line by line."""
    addresses = (owner.letter_address, *owner.further_addresses)
    reach = " · ".join(part for part in (owner.phone, owner.mail) if part)
    return [
        "\n".join(address_with_source(address) for address in addresses) or i18n.MISSING,
        i18n.name_of(owner.category),
        parcels,
        reach,
    ]
