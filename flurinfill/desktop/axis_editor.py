"""One axis of state: where it stands, and a button for each move that is allowed from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QTextCharFormat
from PySide6.QtWidgets import (
    QDateEdit,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from flurinfill import i18n
from flurinfill.cartography.symbology import style_of
from flurinfill.desktop import theme
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import Chip, FlowLayout, button, choice_box, clear, column, row, text
from flurinfill.i18n import tr
from flurinfill.model.states import RejectReason

REJECT_REASON, NOTE, UNTIL, ON = "reject_reason", "note", "until", "on"
Needs = Callable[[StrEnum, StrEnum], frozenset[str]]


@dataclass(frozen=True)
class Axis:
    """What an editor needs to know of an axis.

    Attributes
    ----------
    name : str
        Key of the axis; the verbs of its buttons have the catalogue context ``<name>_move``.
    title : callable
        Title in the current language.
    values : type of StrEnum
    moves : mapping
        Allowed moves by value.
    needs : callable
        Old and new value → which of the fields ``reject_reason``, ``note``, ``until``, ``on`` to ask.
    forward : StrEnum
        The move that stands out.
    drawn : bool
        The map has a style for the values.
    elsewhere : frozenset of StrEnum
        Values about which a dialog of its own asks.
    """

    name: str
    title: Callable[[], str]
    values: type[StrEnum]
    moves: Mapping[Any, frozenset[Any]]
    needs: Needs
    forward: frozenset[StrEnum]
    drawn: bool = False
    elsewhere: frozenset[StrEnum] = frozenset()


class AxisEditor(Adaptive, QFrame):
    """Shows a state and asks for a move.

    Signals
    -------
    moved : StrEnum, dict
        The new value, and what was filled in: ``reject_reason`` (RejectReason), ``note`` (str),
        ``until`` and ``on`` (date).
    """

    moved = Signal(object, object)

    def __init__(self, axis: Axis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axis = axis
        self._state: StrEnum | None = None
        self._wanted: StrEnum | None = None
        self._writable = True
        self._blocked: frozenset[StrEnum] = frozenset()
        self._notes = True
        self._info: Callable[[], str] = str
        self.setProperty("role", "card")
        self.buttons: dict[StrEnum, QPushButton] = {}
        self._build()
        self.settle()

    def _build(self) -> None:
        layout = column(self, margin=GRID + 4)
        head = row()
        self._title = text("section", wrap=True)
        self._chip = Chip()
        head.addWidget(self._title, 1)
        head.addWidget(self._chip)
        layout.addLayout(head)
        self._info_label = text("muted", wrap=True)
        layout.addWidget(self._info_label)
        self._moves = QWidget()
        self._flow = FlowLayout(self._moves)
        layout.addWidget(self._moves)
        self._form = self._make_form()
        self._form.hide()
        layout.addWidget(self._form)

    def _make_form(self) -> QWidget:
        form = QWidget()
        layout = QFormLayout(form)
        layout.setContentsMargins(0, GRID // 2, 0, 0)
        layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.reason_box, self.note_edit = choice_box(), QLineEdit()
        self.until_edit, self.on_edit = date_edit(), date_edit()
        self._fields: dict[str, tuple[QLabel, QWidget]] = {}
        for name, field in (
            (REJECT_REASON, self.reason_box),
            (UNTIL, self.until_edit),
            (ON, self.on_edit),
            (NOTE, self.note_edit),
        ):
            label = QLabel()
            label.setBuddy(field)
            layout.addRow(label, field)
            self._fields[name] = (label, field)
        self.accept, self.dismiss = button("primary"), button()
        self.accept.clicked.connect(self._on_accept)
        self.dismiss.clicked.connect(self._on_dismiss)
        self.note_edit.returnPressed.connect(self._on_accept)
        ends = row()
        ends.addWidget(self.accept)
        ends.addWidget(self.dismiss)
        ends.addStretch(1)
        layout.addRow(ends)
        return form

    # content ------------------------------------------------------------------------------

    def close_form(self) -> None:
        """Forget a move that was begun; what is shown next is another site."""
        self._wanted = None

    def show_state(
        self,
        state: StrEnum,
        *,
        writable: bool,
        blocked: frozenset[StrEnum] = frozenset(),
        notes: bool = True,
        info: Callable[[], str] = str,
    ) -> None:
        """Show where the axis stands.

        Parameters
        ----------
        state : StrEnum
        writable : bool
            False hides the moves.
        blocked : frozenset of StrEnum
            Moves that the table allows and the case does not (yet).
        notes : bool
            Whether a note can be kept; it may speak of people and needs the open protected area.
        info : callable
            Gives a further sentence in the current language, ``""`` for none.
        """
        if state != self._state:
            self._wanted = None
        self._state, self._writable, self._blocked, self._info = state, writable, blocked, info
        self._notes = notes
        self._show()

    def retranslate(self) -> None:
        """Set every text anew."""
        self._title.setText(self.axis.title())
        self.accept.setText(tr("Apply"))
        self.dismiss.setText(tr("Cancel"))
        for name, words in (
            (REJECT_REASON, tr("Reason")),
            (NOTE, tr("Note")),
            (UNTIL, tr("Until")),
            (ON, tr("On")),
        ):
            label, field = self._fields[name]
            label.setText(words)
            field.setAccessibleName(words)
        chosen = self.reason_box.currentData()
        self.reason_box.clear()
        self.reason_box.addItem(tr("Please choose …"), None)
        for reason in RejectReason:
            self.reason_box.addItem(i18n.name_of(reason), reason.value)
        self.reason_box.setCurrentIndex(max(self.reason_box.findData(chosen), 0))
        self._show()

    def restyle(self) -> None:
        """Set colours anew."""
        self._show()

    def _show(self) -> None:
        if self._state is None:
            return
        style = style_of(self._state.value, theme.is_dark()) if self.axis.drawn else None
        self._chip.show_state(i18n.name_of(self._state), style)
        words = self._info()
        self._info_label.setText(words)
        self._info_label.setVisible(bool(words))
        self._show_moves()
        self._show_form()

    def _show_moves(self) -> None:
        clear(self._flow)
        self.buttons = {}
        allowed = self._allowed()
        for value in self.axis.values:
            if value not in allowed:
                continue
            push = button("primary" if value in self.axis.forward else "")
            words = i18n.label(f"{self.axis.name}_move", value.value)
            asks = bool(self._required(value)) or value in self.axis.elsewhere
            push.setText(f"{words} …" if asks else words)
            push.setProperty("move", value.value)
            push.clicked.connect(self._on_move)
            self.buttons[value] = push
            self._flow.addWidget(push)
            push.show()
        self._moves.setVisible(bool(self.buttons) and self._wanted is None)
        self._moves.updateGeometry()

    def _allowed(self) -> frozenset[StrEnum]:
        if self._state is None or not self._writable:
            return frozenset()
        return frozenset(self.axis.moves[self._state]) - self._blocked

    def _required(self, value: StrEnum) -> frozenset[str]:
        return self.axis.needs(self._state, value) if self._state is not None else frozenset()

    def _show_form(self) -> None:
        self._form.setVisible(self._wanted is not None)
        if self._wanted is None:
            return
        needed = self._required(self._wanted)
        for name, (label, field) in self._fields.items():
            label.setVisible(name in needed)
            field.setVisible(name in needed)
        self.note_edit.setEnabled(self._notes)
        self.note_edit.setPlaceholderText("" if self._notes else tr("Locked; the passphrase opens it"))
        self.accept.setText(i18n.label(f"{self.axis.name}_move", self._wanted.value))

    # what happens -------------------------------------------------------------------------

    def start_move(self, value: StrEnum) -> None:
        """Make a move, or ask for what it needs first."""
        if value not in self._allowed():
            return
        needed = self._required(value)
        if not needed:
            self.moved.emit(value, {})
            return
        self._wanted = value
        today = date.today()
        self.on_edit.setDate(qdate(today))
        self.until_edit.setDate(qdate(today + timedelta(days=90)))
        self.reason_box.setCurrentIndex(0)
        self.note_edit.clear()
        self._show()
        first = next(field for name, (_, field) in self._fields.items() if name in needed)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_move(self) -> None:
        self.start_move(self.axis.values(self.sender().property("move")))

    @Slot()
    def _on_dismiss(self) -> None:
        self._wanted = None
        self._show()

    @Slot()
    def _on_accept(self) -> None:
        if self._wanted is None:
            return
        reason = self.reason_box.currentData()
        filled = {
            REJECT_REASON: RejectReason(reason) if reason else None,
            NOTE: self.note_edit.text().strip(),
            UNTIL: pydate(self.until_edit),
            ON: pydate(self.on_edit),
        }
        needed = self._required(self._wanted)
        self.moved.emit(self._wanted, {name: value for name, value in filled.items() if name in needed})

    def keyPressEvent(self, event: Any) -> None:
        """Esc closes the form."""
        if event.key() == Qt.Key.Key_Escape and self._wanted is not None:
            self._on_dismiss()
            return
        super().keyPressEvent(event)


def date_edit() -> QDateEdit:
    """Field for a date with a calendar."""
    field = QDateEdit()
    field.setCalendarPopup(True)
    calendar = field.calendarWidget()
    calendar.setHorizontalHeaderFormat(calendar.HorizontalHeaderFormat.ShortDayNames)
    calendar.setVerticalHeaderFormat(calendar.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    plain = QTextCharFormat()
    for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(weekend, plain)  # red is for what is wrong
    for name, sign in (("qt_calendar_prevmonth", "‹"), ("qt_calendar_nextmonth", "›")):
        turn = calendar.findChild(QToolButton, name)
        turn.setIcon(QIcon())  # Qt's arrow is black on dark, too
        turn.setText(sign)
    calendar.setMinimumSize(42 * GRID, 32 * GRID)
    field.setDisplayFormat("dd.MM.yyyy")
    field.setDate(qdate(date.today()))
    return field


def qdate(day: date) -> QDate:
    """Qt's date."""
    return QDate(day.year, day.month, day.day)


def pydate(field: QDateEdit) -> date:
    """Python's date of a field."""
    day = field.date()
    return date(day.year(), day.month(), day.day())
