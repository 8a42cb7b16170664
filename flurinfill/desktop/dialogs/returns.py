"""What came back, one letter after the other: number, answer, Enter, next. Made for the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from flurinfill import i18n
from flurinfill.desktop.axis_editor import date_edit, pydate, qdate
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.weeks_box import WeeksBox
from flurinfill.desktop.widgets import button, choice_box, column, row, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.change import Change
from flurinfill.model.errors import FlurinfillError
from flurinfill.model.returns import ASKED, Answer, Horizon, Motive
from flurinfill.model.states import Outreach, Willingness
from flurinfill.project import operations, queries
from flurinfill.project.queries import Addressee

_WEEKS = (0, 2, 4, 8, 26)
_CODE = Qt.ItemDataRole.UserRole


class ReturnsDialog(Dialog):
    """Records returns until somebody closes it; every one is in the project at once and can be undone.

    Signals
    -------
    site_asked : int
        The site whose number was typed shall be shown beside.
    """

    site_asked = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=104 * GRID, scrolls=True)
        self._session = session
        self._found: Sequence[Addressee] = ()
        self._also: Mapping[str, tuple[int, ...]] = {}  # owner → other sites of the same letter
        self.recorded = 0
        self._ticked_before = Qt.CheckState.Unchecked
        self._build()
        self.settle()
        self.number.setFocus()

    # layout ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self.number, self.on = QLineEdit(), date_edit()
        self.on.setDate(qdate(date.today()))
        top = QFormLayout()
        top.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._labels: dict[QWidget, QLabel] = {}
        for field in (self.number, self.on):
            self._add(top, field)
        self.body.addLayout(top)
        self.about = text("strong", wrap=True)
        self.body.addWidget(self.about)
        self.owners, self.willingness, self.motives = QListWidget(), QListWidget(), QListWidget()
        self._lists = (self.owners, self.willingness, self.motives)
        lists = row(spacing=2 * GRID)
        for each in self._lists:
            side = column(margin=0)
            self._labels[each] = text("section")
            self._labels[each].setBuddy(each)
            each.setMinimumHeight(18 * GRID)
            each.setWordWrap(True)
            each.installEventFilter(self)
            side.addWidget(self._labels[each])
            side.addWidget(each, 1)
            lists.addLayout(side, 1)
        self.motives.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.body.addLayout(lists, 1)
        self.horizon, self.price, self.wishes = choice_box(), QLineEdit(), QLineEdit()
        self.consent, self.weeks = QCheckBox(), WeeksBox(_WEEKS, 0)
        self.for_all = QCheckBox()
        more = QFormLayout()
        more.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in (self.horizon, self.price, self.wishes, self.consent, self.weeks):
            self._add(more, field)
        self.body.addLayout(more)
        self.body.addWidget(self.for_all)
        self._last, self.undo = text("muted", wrap=True), button("flat")
        line = row()
        line.addWidget(self._last, 1)
        line.addWidget(self.undo)
        self.body.addLayout(line)
        self.undeliverable = button()
        self.ends.insertWidget(0, self.undeliverable)
        self.missing = text("muted", wrap=True)
        self.missing.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.ends.insertWidget(1, self.missing, 1)
        self._close, self.save = self.add_button(), self.add_button(primary=True)
        self._connect()

    def _add(self, form: QFormLayout, field: QWidget) -> None:
        self._labels[field] = QLabel()
        self._labels[field].setBuddy(field)
        form.addRow(self._labels[field], field)

    def _connect(self) -> None:
        self.number.returnPressed.connect(self.look)
        self.number.textEdited.connect(self._forget)
        for line in (self.price, self.wishes):
            line.returnPressed.connect(self.record)
        self.owners.currentRowChanged.connect(self._show_ready)
        self.willingness.currentRowChanged.connect(self._show_ready)
        self.motives.itemPressed.connect(self._on_motive_pressed)
        self.motives.itemClicked.connect(self._on_motive_clicked)
        self.undo.clicked.connect(self._on_undo)
        self.undeliverable.clicked.connect(self.record_undeliverable)
        self._close.clicked.connect(self.accept)
        self.save.clicked.connect(self.record)
        self.save.setAutoDefault(False)
        self.save.setDefault(False)  # Enter belongs to the fields

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Record returns"))
        self.headline.setText(tr("Record returns"))
        self.sentence.setText(
            tr("Scan or type the case number, Enter, the digit of the answer, Enter: the next one.")
        )
        for field, words in (
            (self.number, tr("Case number")),
            (self.on, tr("Came back on")),
            (self.owners, tr("Who answers?")),
            (self.willingness, tr("What are the plans?")),
            (self.motives, tr("Why not sell?")),
            (self.horizon, tr("Build when?")),
            (self.price, tr("Asking price in €")),
            (self.wishes, tr("Wishes, questions")),
            (self.consent, ""),
            (self.weeks, tr("Follow-up")),
        ):
            self._labels[field].setText(words)
            field.setAccessibleName(words or tr("May be named to investors"))
        self.number.setPlaceholderText("2026-0042")
        self.consent.setText(tr("May be named to investors"))
        self.undo.setText(tr("Undo"))
        self.undeliverable.setText(tr("&Undeliverable"))
        self._close.setText(tr("Close"))
        self.save.setText(tr("Record"))
        self._fill()
        self._show_ready()

    def _fill(self) -> None:
        answer, motives = self.willingness.currentRow(), self._chosen_motives()
        self.willingness.clear()
        for digit, value in enumerate(ASKED, 1):
            self._item(self.willingness, f"{digit}  {i18n.name_of(value)}", value.value)
        self.willingness.setCurrentRow(answer)
        self.motives.clear()
        for motive in Motive:
            item = self._item(self.motives, i18n.label("willingness_reason", motive.value), motive.value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if motive in motives else Qt.CheckState.Unchecked)
        horizons = [
            ("", tr("– no entry")),
            *((each.value, i18n.label("horizon", each.value)) for each in Horizon),
        ]
        chosen = max(self.horizon.currentIndex(), 0)
        self.horizon.clear()
        for code, words in horizons:
            self.horizon.addItem(words, code)
        self.horizon.setCurrentIndex(chosen)

    @staticmethod
    def _item(widget: QListWidget, words: str, code: object) -> QListWidgetItem:
        item = QListWidgetItem(words)
        item.setData(_CODE, code)
        widget.addItem(item)
        return item

    # keys -----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits choose in a list, Enter goes on or records."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in self._lists:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is self.owners:
                    self.willingness.setFocus()
                else:
                    self.record()
                return True
            if watched is not self.motives and event.text().isdigit():
                chosen = self.owners if watched is self.owners else self.willingness
                at = int(event.text()) - 1
                if 0 <= at < chosen.count():
                    chosen.setCurrentRow(at)
                    self.willingness.setFocus()
                return True
        return super().eventFilter(watched, event)

    @Slot(QListWidgetItem)
    def _on_motive_pressed(self, item: QListWidgetItem) -> None:
        self._ticked_before = item.checkState()

    @Slot(QListWidgetItem)
    def _on_motive_clicked(self, item: QListWidgetItem) -> None:
        """A click on the words ticks them; one on the box has done so already."""
        if item.checkState() == self._ticked_before:
            ticked = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

    # one return -----------------------------------------------------------------------------

    @Slot()
    def look(self) -> None:
        """Find the site of the typed number, and who can answer."""
        snapshot, project = self._session.snapshot, self._session.project
        if snapshot is None or project is None:
            return
        typed = self.number.text().strip()
        sites = snapshot.work.sites
        hits = sites.index[sites["case_no"].map(_plain) == _plain(typed)]
        if not len(hits):
            self._forget()
            self.show_error(tr("There is no case {number}.", number=typed or "–"))
            self.number.selectAll()
            return
        site = sites.loc[hits[0]]
        try:
            self._found = queries.addressees(project, [int(hits[0])], "returns")
            self._also = queries.same_letter(project, int(hits[0]))
        except FlurinfillError as error:
            self.show_error(error)
            return
        self.show_error("" if self._found else tr("No owner is known there."))
        self.about.setText(f"{site['case_no']} · {site['numbers']} · {site['village']}")
        self.owners.clear()
        for digit, each in enumerate(self._found, 1):
            said = tr("None yet") if each.outreach is Outreach.NONE else i18n.name_of(each.outreach)
            words = f"{digit}  {each.owner.name} – {said}"
            self._item(self.owners, words, each.owner.owner_id).setToolTip(words)
        self.site_asked.emit(int(hits[0]))
        if len(self._found) == 1:
            self.owners.setCurrentRow(0)
            self.willingness.setFocus()
        elif self._found:
            self.owners.setFocus()
        self._show_ready()

    @Slot()
    def _forget(self) -> None:
        """Empty everything that belongs to one return."""
        self._found, self._also = (), {}
        self.for_all.setChecked(False)
        self.about.setText("")
        self.owners.clear()
        self.willingness.setCurrentRow(-1)
        for at in range(self.motives.count()):
            self.motives.item(at).setCheckState(Qt.CheckState.Unchecked)
        for line in (self.price, self.wishes):
            line.clear()
        self.horizon.setCurrentIndex(0)
        self.weeks.choose_usual()
        self.consent.setChecked(False)
        self.show_error("")
        self._show_ready()

    def _chosen_motives(self) -> tuple[Motive, ...]:
        items = (self.motives.item(at) for at in range(self.motives.count()))
        return tuple(Motive(item.data(_CODE)) for item in items if item.checkState() == Qt.CheckState.Checked)

    @property
    def _owner(self) -> Addressee | None:
        at = self.owners.currentRow()
        return self._found[at] if 0 <= at < len(self._found) else None

    @property
    def _others(self) -> tuple[int, ...]:
        return self._also.get(self._owner.owner.owner_id, ()) if self._owner is not None else ()

    @Slot()
    def _show_ready(self) -> None:
        writable = self._session.writable
        self.save.setEnabled(writable and self._owner is not None and self.willingness.currentRow() >= 0)
        self.undeliverable.setEnabled(writable and self._owner is not None)
        self.missing.setText(self._what_is_missing())
        self.undo.setVisible(self.recorded > 0)
        count = len(self._others)
        self.for_all.setVisible(count > 0)
        self.for_all.setText(
            ntr(
                "Is also true for the {count} other site of this letter (all but the price)",
                "Is also true for the {count} other sites of this letter (all but the price)",
                count,
            )
        )
        if not self.recorded:
            self._last.setText("")

    def _what_is_missing(self) -> str:
        """Say what has to be filled in before the answer can be recorded."""
        if not self._session.writable:
            return tr("The project is open for reading only.")
        steps = (
            (self.number, bool(self._found)),
            (self.owners, self._owner is not None),
            (self.willingness, self.willingness.currentRow() >= 0),
        )
        missing = next((self._labels[field].text() for field, there in steps if not there), "")
        return tr("Still missing: {field}", field=missing) if missing else ""

    @Slot()
    def record(self) -> None:
        """Record the answer and be ready for the next number."""
        owner, chosen = self._owner, self.willingness.currentItem()
        if owner is None or chosen is None or not self.save.isEnabled():
            return
        typed = self.price.text().strip()
        price = i18n.read_number(typed)
        if typed and (price is None or price != round(price)):
            words = tr(
                "“{text}” is no price in whole euros. Write it as {example}.",
                text=typed,
                example=i18n.number(45_000),
            )
            self.show_error(words)
            self.price.setFocus()
            return
        horizon = self.horizon.currentData()
        answer = Answer(
            Willingness(chosen.data(_CODE)),
            Horizon(horizon) if horizon else None,
            self._chosen_motives(),
            price,
            self.wishes.text().strip(),
            self.consent.isChecked(),
        )
        on = pydate(self.on)
        also = self._others if self.for_all.isChecked() else ()
        again = self.weeks.day_after(on)
        self._do(operations.record_answer, owner, answer, on=on, follow_up_on=again, also=also)

    @Slot()
    def record_undeliverable(self) -> None:
        """Record that the letter came back, and be ready for the next number."""
        owner = self._owner
        if owner is not None:
            self._do(operations.record_undeliverable, owner, on=pydate(self.on))

    def _do(self, what: Callable[..., Change], owner: Addressee, *arguments: object, **named: object) -> None:
        change = self.try_apply(self._session, what, owner.site_id, owner.owner.owner_id, *arguments, **named)
        if change is None:
            return
        self.recorded += 1
        words = ntr("{count} recorded", "{count} recorded", self.recorded)
        self._last.setText(f"{words} · {self.about.text()} · {owner.owner.name}")
        self.number.clear()
        self._forget()
        self.number.setFocus()

    @Slot()
    def _on_undo(self) -> None:
        if self._session.undo() is not None:
            self.recorded -= 1
            self._last.setText(tr("The last one was taken back."))
        self._show_ready()
        self.number.setFocus()


def _plain(case_no: str) -> str:
    """Case number without what scanners and hands add or leave out: ``2026-42`` is ``2026-0042``."""
    signs = "".join(sign for sign in case_no.replace("/", "-") if sign.isdigit() or sign == "-")
    year, _, number = signs.partition("-")
    return f"{year}-{int(number):04d}" if number.isdigit() else case_no.strip()
