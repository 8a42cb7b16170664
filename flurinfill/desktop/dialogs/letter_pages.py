"""The pages of the letters dialog: who gets one, what stands in it, how it looks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPlainTextEdit, QScrollArea, QWidget

from flurinfill import i18n
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.letter_fields import LetterFields
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.letters import FIELDS, LetterText
from flurinfill.model.progress import Progress
from flurinfill.usecases import letters
from flurinfill.usecases.letters import Plan

_PREVIEW = "letters-preview"
_PAGE_INCH = 210 / 25.4  # width of A4


class RecipientsPage(Adaptive, QWidget):
    """Who gets a letter, and who does not and why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: Plan | None = None
        self._sought = True
        layout = column(self)
        self.count, self._left_out = text("strong", wrap=True), text("muted", wrap=True)
        self.recipients, self.omissions = QListWidget(), QListWidget()
        for each in (self.recipients, self.omissions):
            each.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        layout.addWidget(self.count)
        layout.addWidget(self.recipients, 3)
        layout.addWidget(self._left_out)
        layout.addWidget(self.omissions, 2)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.recipients.setAccessibleName(tr("Recipients"))
        self.omissions.setAccessibleName(tr("Left out"))
        self.show_plan(self._plan, sought=self._sought)

    def show_plan(self, made: Plan | None, *, sought: bool = True) -> None:
        """List who is in a plan; None while it is sought, or when there can be none."""
        self._plan, self._sought = made, sought
        for each in (self.recipients, self.omissions):
            each.clear()
        if made is None:
            self.count.setText(tr("Finding out who gets a letter …") if sought else "")
            self._left_out.setText("")
            return
        self.count.setText(ntr("{count} letter", "{count} letters", len(made.run.letters)))
        for letter in made.run.letters:
            cases = ", ".join(subject.case_no for subject in letter.subjects)
            self.recipients.addItem(f"{letter.owner.name} · {letter.owner.city} · {cases}")
        left = len(made.omissions)
        self._left_out.setText(
            ntr("{count} left out:", "{count} left out:", left) if left else tr("Nobody is left out.")
        )
        self.omissions.setVisible(left > 0)
        for omission in made.omissions:
            name = omission.name or tr("unknown owner")
            self.omissions.addItem(f"{name} · {omission.case_no} · {i18n.name_of(omission.reason)}")


class TextPage(Adaptive, QWidget):
    """Subject and paragraphs, to be edited.

    Signals
    -------
    typed :
        Somebody changed the text.
    reset_asked :
        The text of the program is wanted.
    """

    typed = Signal()
    reset_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = LetterFields(FIELDS)
        layout = column(self)
        self.subject, self.text = QLineEdit(), QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self._fields = text("small", wrap=True, selectable=True)
        self.reset = button("flat")
        for each in (self.subject, self.text, self._fields):
            layout.addWidget(each, 1 if each is self.text else 0)
        layout.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        self.subject.textEdited.connect(self.typed)
        self.text.textChanged.connect(self.typed)
        self.reset.clicked.connect(self.reset_asked)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        typed = self.content
        self._names.retranslate()
        self.show_text(typed)
        self.subject.setAccessibleName(tr("Subject"))
        self.subject.setPlaceholderText(tr("Subject"))
        self.text.setAccessibleName(tr("Text"))
        self._fields.setText(
            tr("An empty line begins a paragraph. The program fills in: {fields}.", fields=self._names.listed)
        )
        self.reset.setText(tr("Text of the program"))

    @property
    def content(self) -> LetterText:
        """The text as it is typed, unchecked."""
        stored = self._names.stored(self.text.toPlainText())
        parts = tuple(" ".join(part.split()) for part in stored.split("\n\n"))
        return LetterText(
            self._names.stored(self.subject.text().strip()), tuple(part for part in parts if part)
        )

    def show_text(self, known: LetterText) -> None:
        """Show a text; emits nothing."""
        with QSignalBlocker(self.text):
            self.subject.setText(self._names.shown(known.subject))
            self.text.setPlainText(self._names.shown("\n\n".join(known.paragraphs)))


class PreviewPage(Adaptive, QWidget):
    """One letter after the other as it will be printed.

    Parameters
    ----------
    session : Session
        Its jobs draw the letters.
    refused : callable
        Called with what makes a letter impossible.
    """

    def __init__(
        self, session: Session, refused: Callable[[Exception], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._refused = session, refused
        self._plan: Plan | None = None
        self._letter = 0
        layout = column(self)
        self.back, self.next, self._number = button(), button(), text("muted")
        self.back.clicked.connect(self._on_back)
        self.next.clicked.connect(self._on_next)
        line = row()
        for each in (self.back, self.next, self._number):
            line.addWidget(each)
        line.addStretch(1)
        layout.addLayout(line)
        self.picture = QLabel(alignment=Qt.AlignmentFlag.AlignHCenter)
        self._page = QScrollArea()
        self._page.setWidgetResizable(True)
        self._page.setWidget(self.picture)
        layout.addWidget(self._page, 1)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.back.setText(tr("Previous letter"))
        self.next.setText(tr("Next letter"))
        self.picture.setAccessibleName(tr("Preview"))

    def show_plan(self, made: Plan) -> None:
        """Draw the letter that was looked at last, by another plan."""
        self._plan = made
        self._letter = min(self._letter, max(len(made.run.letters) - 1, 0))
        self._show()

    def _show(self) -> None:
        made, number = self._plan, self._letter
        count = len(made.run.letters)
        self.back.setEnabled(number > 0)
        self.next.setEnabled(number + 1 < count)
        self._number.setText(tr("{number} of {count}", number=number + 1, count=count) if count else "")
        if not count:
            self.picture.setText(tr("Nobody gets a letter."))
            return
        room = self._page.width() - self._page.verticalScrollBar().sizeHint().width() - GRID
        dots = room / _PAGE_INCH * self.devicePixelRatioF()

        def work(progress: Progress) -> bytes:
            del progress
            return letters.preview(made, number, dots)

        self._session.jobs.read(_PREVIEW, work, owner=self, done=self._on_picture, failed=self._refused)

    def _on_picture(self, page: bytes) -> None:
        picture = QPixmap()
        picture.loadFromData(page)
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(picture)

    @Slot()
    def _on_back(self) -> None:
        self._letter = max(self._letter - 1, 0)
        self._show()

    @Slot()
    def _on_next(self) -> None:
        self._letter += 1
        self._show()
