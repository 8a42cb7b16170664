"""Before a person is erased: what goes, what stays and why, which copies there are, and a reason."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QWidget

from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import column, scrolling, text
from flurinfill.i18n import ntr, tr
from flurinfill.project.queries import PersonRecord

_NAMED = 5


class EraseDialog(Dialog):
    """Asks for the erasure of a person; nothing takes it back.

    Signals
    -------
    wanted : str, str
        Owner id and reason.
    """

    wanted = Signal(str, str)

    def __init__(self, owner_id: str, record: PersonRecord, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=84 * GRID)
        self._owner_id, self._record = owner_id, record
        self._titles = {name: text("section") for name in ("goes", "stays", "copies")}
        self.texts = {name: text(wrap=True, selectable=True) for name in self._titles}
        content = QWidget()
        inside = column(content, margin=GRID)
        for name, title in self._titles.items():
            inside.addWidget(title)
            inside.addWidget(self.texts[name])
        inside.addStretch(1)
        area = scrolling(content)
        area.setMinimumHeight(16 * GRID)
        self.body.addWidget(area, 1)
        self.reason, self._label = QLineEdit(), QLabel()
        self._label.setBuddy(self.reason)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._label, self.reason)
        self.body.addLayout(form)
        self.sure = QCheckBox()
        self.body.addWidget(self.sure)
        self._cancel, self.erase = self.add_button(), self.add_button(primary=True)
        self.erase.setDefault(False)  # Enter erases nobody
        self._cancel.clicked.connect(self.dismiss)
        self.erase.clicked.connect(self._on_erase)
        self.reason.textChanged.connect(self._show)
        self.sure.toggled.connect(self._show)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        owner = self._record.owner
        self.setWindowTitle(tr("Erase a person"))
        self.headline.setText(
            tr("Erase {name}", name=owner.name if owner is not None else tr("unknown owner"))
        )
        self.sentence.setText(
            tr(
                "This cannot be undone, nor can anything that was done before. "
                "A later import of the cadastre brings nobody back."
            )
        )
        for name, words in (
            ("goes", tr("What goes")),
            ("stays", tr("What stays, and why")),
            ("copies", tr("Copies")),
        ):
            self._titles[name].setText(words)
        self.texts["goes"].setText("\n".join(f"• {line}" for line in self._going()))
        self.texts["stays"].setText("\n".join(f"• {line}" for line in self._staying()))
        self.texts["copies"].setText(self._copies())
        self._label.setText(tr("Reason"))
        self.reason.setAccessibleName(tr("Reason"))
        self.sure.setText(tr("I know that this is for good."))
        self._cancel.setText(tr("Cancel"))
        self.erase.setText(tr("Erase for good"))
        self._show()

    def _going(self) -> Iterator[str]:
        record = self._record
        if record.owner is not None:
            yield tr("name, address, phone, mail")
        if count := len(record.outreach):
            yield ntr(
                "what was asked and answered in {count} case",
                "what was asked and answered in {count} cases",
                count,
            )
        if count := len(record.contacts):
            yield ntr(
                "{count} contact with its text and follow-up",
                "{count} contacts with their texts and follow-ups",
                count,
            )
        if count := len(record.reservations):
            yield ntr(
                "{count} reservation: for whom, and its note",
                "{count} reservations: for whom, and their notes",
                count,
            )
        if count := len(record.prices):
            yield ntr("{count} asking price", "{count} asking prices", count)
        if count := len(record.mentions):
            yield ntr(
                "the name in {count} further entry (it becomes “[…]”)",
                "the name in {count} further entries (it becomes “[…]”)",
                count,
            )
        if count := len(record.history):
            yield ntr(
                "the personal values of {count} change in the history",
                "the personal values of {count} changes in the history",
                count,
            )

    def _staying(self) -> Iterator[str]:
        if self._record.shares:
            yield tr(
                "shares of somebody unknown in the parcels, so that the others do not pass for all owners"
            )
        if self._record.objections:
            yield tr("objections to publication without a name: the plot stays locked (§ 200 (3) BauGB)")
        if any(not line.values["ended_on"] for line in self._record.reservations):
            yield tr("reservations without a name: the plot stays reserved until its day")
        yield tr("lines of the history and of the access log without personal values (accountability)")
        yield tr("figures of reporting days that are frozen: numbers without names")
        if count := len(self._record.files):
            yield ntr(
                "{count} document or photo of the cases: please look through it yourself",
                "{count} documents and photos of the cases: please look through them yourself",
                count,
            )

    def _copies(self) -> str:
        count = len(self._record.backups)
        words = tr("There is no backup of the program.")
        if count:
            named = ", ".join(path.name for path in self._record.backups[-_NAMED:])
            words = ntr(
                "{count} backup still holds the person: {names}.",
                "{count} backups still hold the person, at last: {names}.",
                count,
                names=named,
            )
        return f"{words} " + tr(
            "Opening one applies the erasure again before anything personal is shown. Copies that lie"
            " elsewhere (stick, tape, mail) you must erase yourself."
        )

    @Slot()
    def _show(self) -> None:
        self.erase.setEnabled(self.sure.isChecked() and bool(self.reason.text().strip()))

    @Slot()
    def _on_erase(self) -> None:
        self.wanted.emit(self._owner_id, self.reason.text().strip())
        self.accept()
