"""Ask the land survey office for owners: recipient, text, how the letter looks, where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTabWidget,
    QWidget,
)

from flurinfill.desktop.axis_editor import date_edit, pydate, qdate
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.file_chooser import PDF, FileChooser
from flurinfill.desktop.letter_fields import LetterFields
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, scrolling, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.owner_request import RequestText
from flurinfill.model.progress import Progress
from flurinfill.project import queries
from flurinfill.reports.correspondence.owner_request import FIELDS, RequestLetter, default_text, preview
from flurinfill.usecases.owner_request import prepare

_REST_MS = 400
TEXT, PREVIEW = range(2)


class OwnerRequestDialog(Dialog):
    """Everything is prepared anew at every change; nothing is written before it is asked for.

    Signals
    -------
    wanted : RequestLetter, Path
    office_asked :
        The sender's data are incomplete and shall be entered.
    """

    wanted = Signal(object, object)
    office_asked = Signal()

    def __init__(
        self, session: Session, parcels: Sequence[str], folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=96 * GRID, scrolls=True)
        self._session, self._parcels, self._folder = session, tuple(parcels), folder
        self._unknown = queries.parcels_without_owners(session.project, self._parcels)
        self.letter: RequestLetter | None = None
        self._chooser: FileChooser | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._prepare)
        self._build()
        self.settle()
        self._show_last()
        self._prepare()

    # layout ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self.recipient, self.on, self.only_unknown = QPlainTextEdit(), date_edit(), QCheckBox()
        self.recipient.setFixedHeight(13 * GRID)
        self.recipient.setTabChangesFocus(True)
        self.on.setDate(qdate(date.today()))
        self.only_unknown.setChecked(0 < len(self._unknown) < len(self._parcels))
        self.only_unknown.setVisible(0 < len(self._unknown) < len(self._parcels))
        self._labels: dict[QWidget, QLabel] = {}
        top = self._form(self.recipient, self.on)
        self.body.addLayout(top)
        self.body.addWidget(self.only_unknown)
        self.subject, self.purpose = QLineEdit(), QLineEdit()
        self._names = LetterFields(FIELDS)
        self.legal_basis, self.paragraphs = QPlainTextEdit(), QPlainTextEdit()
        self.legal_basis.setFixedHeight(9 * GRID)
        for edit in (self.legal_basis, self.paragraphs):
            edit.setTabChangesFocus(True)
        self._hint = text("small", wrap=True)
        self.reset = button("flat")
        self.tabs = QTabWidget()
        for page in (self._text_page(), self._preview_page()):
            self.tabs.addTab(page, "")
        self.tabs.setMinimumHeight(34 * GRID)
        self.tabs.currentChanged.connect(self._show_preview)
        self.body.addWidget(self.tabs, 1)
        self.path, self._browse = QLineEdit(str(self._folder / tr("Owner data request.pdf"))), button()
        line = row()
        self._labels[self.path] = QLabel()
        self._labels[self.path].setBuddy(self.path)
        for part, stretch in ((self._labels[self.path], 0), (self.path, 1), (self._browse, 0)):
            line.addWidget(part, stretch)
        self.body.addLayout(line)
        self.office = button("flat")
        self.office.hide()
        self.ends.insertWidget(0, self.office)
        self._cancel, self.write = self.add_button(), self.add_button(primary=True)
        self._connect()

    def _form(self, *fields: QWidget) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in fields:
            self._labels[field] = QLabel()
            self._labels[field].setBuddy(field)
            form.addRow(self._labels[field], field)
        return form

    def _text_page(self) -> QWidget:
        page = QWidget()
        layout = column(page)
        layout.addLayout(self._form(self.subject, self.purpose, self.legal_basis))
        layout.addWidget(self.paragraphs, 1)
        layout.addWidget(self._hint)
        layout.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        self.paragraphs.setMinimumHeight(14 * GRID)
        return scrolling(page)

    def _preview_page(self) -> QWidget:
        self.picture = QLabel(alignment=Qt.AlignmentFlag.AlignHCenter)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.picture)
        return area

    def _connect(self) -> None:
        for edit in (self.recipient, self.legal_basis, self.paragraphs):
            edit.textChanged.connect(self._rest.start)
        for line in (self.subject, self.purpose):
            line.textEdited.connect(self._rest.start)
        self.on.dateChanged.connect(self._rest.start)
        self.only_unknown.toggled.connect(self._rest.start)
        self.reset.clicked.connect(self._on_reset)
        self._browse.clicked.connect(self._on_browse)
        self.office.clicked.connect(self.office_asked)
        self._cancel.clicked.connect(self.dismiss)
        self.write.clicked.connect(self._on_write)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Request owner data"))
        self.headline.setText(tr("Request owner data"))
        self.sentence.setText(
            ntr(
                "A letter to the land survey office about {count} selected parcel.",
                "A letter to the land survey office about {count} selected parcels.",
                len(self._parcels),
            )
        )
        self.only_unknown.setText(
            ntr(
                "Only the {count} parcel whose owners are not known",
                "Only the {count} parcels whose owners are not known",
                len(self._unknown),
            )
        )
        for field, words in (
            (self.recipient, tr("Recipient")),
            (self.on, tr("Day of the letter")),
            (self.subject, tr("Subject")),
            (self.purpose, tr("Purpose")),
            (self.legal_basis, tr("Legal basis")),
            (self.path, tr("File")),
        ):
            self._labels[field].setText(words)
            field.setAccessibleName(words)
        self.paragraphs.setAccessibleName(tr("Text"))
        self.recipient.setPlaceholderText(tr("Office\nStreet\nPostcode and town"))
        typed = self.typed()
        self._names.retranslate()
        self._show_text(typed)
        self._hint.setText(
            tr(
                "The legal basis is a proposal: please check it. The program fills in: {fields}.",
                fields=self._names.listed,
            )
        )
        for at, words in enumerate((tr("Text"), tr("Preview"))):
            self.tabs.setTabText(at, words)
        self.tabs.setAccessibleName(tr("Request owner data"))
        self.picture.setAccessibleName(tr("Preview"))
        self.reset.setText(tr("Text of the program"))
        self._browse.setText(tr("Choose …"))
        self.office.setText(tr("Office and town …"))
        self._cancel.setText(tr("Cancel"))
        self.write.setText(tr("Write the letter"))

    # content --------------------------------------------------------------------------------

    def _show_last(self) -> None:
        """Begin with recipient and text of the last request."""
        project = self._session.project
        last = queries.owner_requests(project)[:1] if project.vault.open else []
        self.recipient.setPlainText("\n".join(last[0].recipient) if last else "")
        self._show_text(last[0].text if last else default_text())

    def _show_text(self, known: RequestText) -> None:
        shown = self._names.shown
        self.subject.setText(shown(known.subject))
        self.purpose.setText(shown(known.purpose))
        self.legal_basis.setPlainText(shown(known.legal_basis))
        for line in (self.subject, self.purpose):
            line.setCursorPosition(0)
        self.paragraphs.setPlainText(shown("\n\n".join(known.paragraphs)))

    def typed(self) -> RequestText:
        """Return the text as it is typed."""
        stored = self._names.stored
        parts = (" ".join(part.split()) for part in stored(self.paragraphs.toPlainText()).split("\n\n"))
        return RequestText(
            stored(self.subject.text().strip()),
            stored(self.purpose.text().strip()),
            stored(" ".join(self.legal_basis.toPlainText().split())),
            tuple(part for part in parts if part),
        )

    @Slot()
    def _on_reset(self) -> None:
        self._show_text(default_text())
        self._prepare()

    @Slot()
    def _prepare(self) -> None:
        project, text, on = self._session.project, self.typed(), pydate(self.on)
        parcels = self._unknown if self.only_unknown.isChecked() else self._parcels
        recipient = self.recipient.toPlainText().splitlines()
        self.letter = None
        self.write.setEnabled(False)

        def work(progress: Progress) -> RequestLetter:
            return prepare(project, parcels, recipient, text, on=on)

        self._session.jobs.read(
            "request-letter", work, owner=self, done=self._on_letter, failed=self._on_no_letter
        )

    def _on_letter(self, letter: RequestLetter) -> None:
        self.letter = letter
        self.show_error("")
        self.office.hide()
        self.write.setEnabled(self._session.writable)
        self._show_preview()

    def _on_no_letter(self, error: Exception) -> None:
        code = getattr(error, "code", "")
        untouched = code == "request_without_recipient" and not self.recipient.toPlainText()
        self.show_error("" if untouched else error)
        self.office.setVisible(code == "office_incomplete")

    @Slot()
    def _show_preview(self) -> None:
        letter = self.letter
        if self.tabs.currentIndex() != PREVIEW or letter is None:
            return
        ratio = self.devicePixelRatioF()

        def work(progress: Progress) -> bytes:
            return preview(letter, 90 * ratio)

        self._session.jobs.read(
            "request-preview", work, owner=self, done=self._on_preview, failed=self.show_error
        )

    def _on_preview(self, picture: bytes) -> None:
        shown = QPixmap()
        shown.loadFromData(picture)
        shown.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(shown)

    # the file -------------------------------------------------------------------------------

    @Slot()
    def _on_browse(self) -> None:
        self._chooser = FileChooser(self, Path(self.path.text()), (PDF,), self.path.setText)
        self._chooser.open()

    @Slot()
    def _on_write(self) -> None:
        path = Path(self.path.text().strip()).expanduser()
        if not path.parent.is_dir():
            self.show_error(tr("There is no folder {folder}.", folder=str(path.parent)))
            return
        self.wanted.emit(self.letter, path)
        self.accept()
