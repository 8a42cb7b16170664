"""The strip that asks in the middle of the work: which reason, until when, which note. No dialog."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QStackedLayout, QWidget

from flurinfill import i18n
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.axis_editor import date_edit, pydate, qdate
from flurinfill.desktop.review_mode.key_button import KeyButton
from flurinfill.desktop.snapshot import Access
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import FlowLayout, column, row, text
from flurinfill.i18n import tr
from flurinfill.model.states import RejectReason

REASON_KEYS = dict(zip("1234567890AS", RejectReason, strict=True))
"""Key of each reason for a rejection, in the order of the list."""

PERIODS = {"1": timedelta(weeks=4), "2": timedelta(days=91), "3": timedelta(days=365)}
"""Key of each period for which a site can be put off."""

_DAY_KEY = "D"
_PROPOSED = PERIODS["2"]
NOTHING, REASON, UNTIL, NOTE, LOCKED = range(5)


class AskStrip(Adaptive, QFrame):
    """Lies over the lower edge; keys answer, Esc or a click elsewhere takes it away.

    Signals
    -------
    reason_chosen : RejectReason
    until_chosen : date
    note_given : str
    unlock_asked :
    opened, closed :
        It asks; it is gone, answered or not.
    """

    reason_chosen = Signal(object)
    until_chosen = Signal(object)
    note_given = Signal(str)
    unlock_asked = Signal()
    opened = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asking = NOTHING
        self._access: Access | None = None
        self._of_rejection = False
        self.setProperty("role", "strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = column(self, margin=GRID + 4)
        head = row()
        self._question = text("strong")
        head.addWidget(self._question, 1)
        self._escape = KeyButton("Esc")
        self._escape.clicked.connect(self.dismiss)
        head.addWidget(self._escape)
        layout.addLayout(head)
        self._pages = QStackedLayout()
        layout.addLayout(self._pages)
        for make in (QWidget, self._reason_page, self._until_page, self._note_page, self._locked_page):
            self._pages.addWidget(make())
        self.hide()
        QApplication.instance().focusChanged.connect(self._on_focus)
        self.settle()

    # pages ------------------------------------------------------------------------------------

    def _reason_page(self) -> QWidget:
        page = QWidget()
        flow = FlowLayout(page)
        self.reasons: dict[RejectReason, KeyButton] = {}
        for key, reason in REASON_KEYS.items():
            push = KeyButton(key)
            push.setProperty("reason", reason.value)
            push.clicked.connect(self._on_reason)
            self.reasons[reason] = push
            flow.addWidget(push)
        return page

    def _until_page(self) -> QWidget:
        page = QWidget()
        flow = FlowLayout(page)
        self.periods: dict[str, KeyButton] = {}
        for key in PERIODS:
            push = KeyButton(key)
            push.setProperty("period", key)
            push.clicked.connect(self._on_period)
            self.periods[key] = push
            flow.addWidget(push)
        self._to_day = KeyButton(_DAY_KEY)
        self._to_day.clicked.connect(self._type_day)
        flow.addWidget(self._to_day)
        self.day = date_edit()
        self.day.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        flow.addWidget(self.day)
        self.take_day = KeyButton("↵", primary=True)
        self.take_day.clicked.connect(self._on_day)
        flow.addWidget(self.take_day)
        return page

    def _note_page(self) -> QWidget:
        page = QWidget()
        layout = row(page)
        self.note = QLineEdit()
        self.save_note = KeyButton("↵", primary=True)
        self.save_note.clicked.connect(self._on_note)
        layout.addWidget(self.note, 1)
        layout.addWidget(self.save_note)
        return page

    def _locked_page(self) -> QWidget:
        page = QWidget()
        layout = row(page)
        self._locked = text("muted", wrap=True)
        self.unlock = KeyButton("E", primary=True)
        self.unlock.clicked.connect(self._on_unlock)
        layout.addWidget(self._locked, 1)
        layout.addWidget(self.unlock)
        return page

    def retranslate(self) -> None:
        """Set every text anew."""
        for reason, push in self.reasons.items():
            push.show_words(i18n.name_of(reason))
        today = date.today()
        words = {"1": tr("4 weeks"), "2": tr("3 months"), "3": tr("1 year")}
        for key, push in self.periods.items():
            push.show_words(words[key], tr("Until {day}", day=i18n.day(today + PERIODS[key])))
        self._to_day.show_words(tr("Until another day"))
        self.day.setAccessibleName(tr("Put off until"))
        self.take_day.show_words(tr("Put off"))
        self.note.setAccessibleName(tr("Note"))
        self.note.setPlaceholderText(tr("Facts about the plot – nothing about people’s health or disputes."))
        self.unlock.show_words(tr("Unlock …"))
        self._escape.show_words(tr("Cancel"))
        self._show_words()

    def _show_words(self) -> None:
        questions = {
            REASON: tr("Why is it no building land?"),
            UNTIL: tr("Put off until when?"),
            NOTE: tr("Why, in a word? The line may stay empty.")
            if self._of_rejection
            else tr("Add to the note"),
            LOCKED: tr("Notes are locked"),
        }
        self.save_note.show_words(tr("Reject") if self._of_rejection else tr("Save the note"))
        self._question.setText(questions.get(self.asking, ""))
        self.setAccessibleName(self._question.text())
        sealed = self._access is not None and self._access.sealed
        self.unlock.setVisible(sealed)
        self._locked.setText(
            tr("Locked. Notes may speak of people; the passphrase opens them.")
            if sealed
            else tr("Notes need a protected area for personal data; the first import of owners sets it up.")
        )

    # asking -----------------------------------------------------------------------------------

    def ask_reason(self) -> None:
        """Ask why the site is rejected."""
        self._open(REASON, self)

    def ask_until(self) -> None:
        """Ask until when the site is put off."""
        today = date.today()
        self.day.setMinimumDate(qdate(today + timedelta(days=1)))
        self.day.setDate(qdate(today + _PROPOSED))
        self._open(UNTIL, self)

    def ask_note(self, access: Access, *, of_rejection: bool = False) -> None:
        """Ask for a line to add to the note; while people are sealed, say so.

        ``of_rejection``: the line says why a site is rejected, and may stay empty.
        """
        self._access, self._of_rejection = access, of_rejection
        if not access.people_visible:
            self._open(LOCKED, self)
            return
        self.note.clear()
        self._open(NOTE, self.note)

    def _open(self, asking: int, focus: QWidget) -> None:
        self.asking = asking
        self._pages.setCurrentIndex(asking)
        self._show_words()
        self.place()
        self.show()
        self.raise_()
        self.opened.emit()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def dismiss(self) -> None:
        """Take it away without an answer."""
        if self.asking != NOTHING:
            self.asking = NOTHING
            self.hide()
            self.closed.emit()

    def place(self) -> None:
        """Lie over the lower edge of the page, as high as the answers need."""
        page = self.parentWidget()
        if page is None:
            return
        width = page.width()
        margins = self.layout().contentsMargins()
        inner = width - margins.left() - margins.right()
        content = self._pages.currentWidget().layout()
        body = 0
        if content is not None:
            wraps = content.hasHeightForWidth()
            body = content.heightForWidth(inner) if wraps else content.sizeHint().height()
        head = self._escape.sizeHint().height() + self.layout().spacing()
        height = margins.top() + head + body + margins.bottom() + GRID // 2
        self.setGeometry(0, page.height() - height, width, height)

    def sizeHint(self) -> QSize:
        """Its place is given by :meth:`place`."""
        return QSize(0, 0)

    # answers ------------------------------------------------------------------------------------

    @Slot()
    def _on_reason(self) -> None:
        self._choose_reason(RejectReason(self.sender().property("reason")))

    def _choose_reason(self, reason: RejectReason) -> None:
        self.dismiss()
        self.reason_chosen.emit(reason)

    @Slot()
    def _on_period(self) -> None:
        self._choose_day(date.today() + PERIODS[self.sender().property("period")])

    @Slot()
    def _type_day(self) -> None:
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        self.day.setSelectedSection(self.day.Section.DaySection)

    @Slot()
    def _on_day(self) -> None:
        self.day.interpretText()
        self._choose_day(pydate(self.day))

    def _choose_day(self, day: date) -> None:
        self.dismiss()
        self.until_chosen.emit(day)

    @Slot()
    def _on_note(self) -> None:
        words = self.note.text().strip()
        self.dismiss()
        self.note_given.emit(words)

    @Slot()
    def _on_unlock(self) -> None:
        self.dismiss()
        self.unlock_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by a key; the fields keep theirs."""
        key, enter = event.text().upper(), event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif self.asking == REASON and key in REASON_KEYS:
            self._choose_reason(REASON_KEYS[key])
        elif self.asking == UNTIL and enter:
            self._on_day()
        elif self.asking == UNTIL and not self.day.hasFocus() and key in PERIODS:
            self._choose_day(date.today() + PERIODS[key])
        elif self.asking == UNTIL and not self.day.hasFocus() and key == _DAY_KEY:
            self._type_day()
        elif self.asking == NOTE and enter:
            self._on_note()
        elif self.asking == LOCKED and key == self.unlock.keys and self.unlock.isVisible():
            self._on_unlock()
        else:
            super().keyPressEvent(event)

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """The focus went elsewhere in this window: the question is taken back."""
        if self.asking == NOTHING or new is None or new is self or self.isAncestorOf(new):
            return
        if new.window() is self.window():
            self.dismiss()
