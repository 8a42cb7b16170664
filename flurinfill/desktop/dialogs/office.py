"""Who the office is and what the town needs: the sender of letters and papers, and two numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QRegularExpression, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPixmap, QRegularExpressionValidator
from PySide6.QtWidgets import QColorDialog, QFileDialog, QFormLayout, QLabel, QLineEdit, QTabWidget, QWidget

from flurinfill import i18n
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, text
from flurinfill.i18n import tr
from flurinfill.model.audience import Audience
from flurinfill.model.colours import colour_from, readable
from flurinfill.model.errors import InputError
from flurinfill.model.office import Office
from flurinfill.model.records import DEFAULT_NAMES, PLACEHOLDERS, check_scheme, file_name
from flurinfill.usecases.office_logo import read_logo

_TOWN = ("inhabitants", "needed_dwellings", "needed_until")
_YEARS = ("keep_settled_years", "keep_unanswered_years")
_PAGES: tuple[tuple[Callable[[], str], tuple[str, ...]], ...] = (
    (
        lambda: tr("Sender"),
        ("town", "department", "street", "postcode", "city", "file_reference"),
    ),
    (lambda: tr("Contact"), ("person", "phone", "mail", "web", "signatory", "signatory_role")),
    (lambda: tr("Data protection"), ("privacy_officer", "responsible", *_YEARS)),
    (lambda: tr("Document system"), ("records_names", "records_years")),
    (lambda: tr("Logo and colour"), ("colour",)),
    (lambda: tr("Town"), _TOWN),
)
_DIGITS = {
    "postcode": 5,
    "inhabitants": 8,
    "needed_dwellings": 6,
    "needed_until": 4,
    **dict.fromkeys((*_YEARS, "records_years"), 2),
}
_LOGO_HEIGHT = 8 * GRID
TOWN = len(_PAGES) - 1
"""The page of the town's numbers."""
LOOK = TOWN - 1
"""The page of what papers show of the town."""
RECORDS = LOOK - 1
"""The page of what the document system wants."""


class OfficeDialog(Dialog):
    """Asks for what stands on letters and papers.

    Signals
    -------
    wanted : Office
    """

    wanted = Signal(object)

    def __init__(
        self, office: Office, page: int = 0, *, writable: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=82 * GRID)
        self._office, self._writable = office, writable
        self.fields: dict[str, QLineEdit] = {}
        self._labels: dict[str, QLabel] = {}
        self.pages = QTabWidget()
        for _, names in _PAGES:
            self.pages.addTab(self._page(names), "")
        self._add_look(self.pages.widget(LOOK))
        self._add_records(self.pages.widget(RECORDS))
        self.pages.setCurrentIndex(page)
        self.body.addWidget(self.pages)
        self._missing = text("muted", wrap=True)
        self.body.addWidget(self._missing)
        self._cancel = self.add_button()
        self._cancel.clicked.connect(self.dismiss)
        self.keep = self.add_button(primary=True)
        self.keep.clicked.connect(self._on_keep)
        self._chooser: QFileDialog | None = None
        self._colours: QColorDialog | None = None
        self.settle()
        self._show_logo()

    def _page(self, names: tuple[str, ...]) -> QWidget:
        page = QWidget()
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name in names:
            self.fields[name] = self._line(name)
            self.fields[name].setEnabled(self._writable)
            self._labels[name] = QLabel()
            self._labels[name].setBuddy(self.fields[name])
            form.addRow(self._labels[name], self.fields[name])
        column(page).addLayout(form)
        page.layout().addStretch(1)
        return page

    def _line(self, name: str) -> QLineEdit:
        known = getattr(self._office, name)
        field = QLineEdit(str(known) if known else "")
        field.setMaxLength(200)
        if name in _DIGITS:
            pattern = QRegularExpression(rf"\d{{0,{_DIGITS[name]}}}")
            field.setValidator(QRegularExpressionValidator(pattern))
        field.textChanged.connect(self._show_missing)
        return field

    def _add_look(self, page: QWidget) -> None:
        self._swatch, self.colour_note, self.choose_colour = QLabel(), text("muted", wrap=True), button()
        self.fields["colour"].textChanged.connect(self._show_colour)
        self.choose_colour.setEnabled(self._writable)
        self.choose_colour.clicked.connect(self._on_choose_colour)
        below = row()
        below.addWidget(self._swatch)
        below.addWidget(self.colour_note, 1)
        below.addWidget(self.choose_colour)
        page.layout().insertLayout(1, below)
        self._logo_label, self.logo = QLabel(), QLabel()
        self.logo.setMinimumHeight(_LOGO_HEIGHT)
        self.choose_logo, self.remove_logo = button(), button("flat")
        self.choose_logo.clicked.connect(self._on_choose)
        self.remove_logo.clicked.connect(self._on_remove)
        line = row()
        line.addWidget(self._logo_label)
        line.addWidget(self.logo, 1)
        for push in (self.choose_logo, self.remove_logo):
            push.setEnabled(self._writable)
            line.addWidget(push)
        page.layout().insertLayout(0, line)

    def _add_records(self, page: QWidget) -> None:
        self.records_note = text("muted", wrap=True)
        for name in ("records_names", "file_reference", "town"):
            self.fields[name].textChanged.connect(self._show_records)
        page.layout().insertWidget(1, self.records_note)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Office and town"))
        self.headline.setText(tr("Office and town"))
        self.pages.setAccessibleName(tr("Office and town"))
        self.sentence.setText(
            tr("Stands on letters, notices and papers, and is kept in the project. Nothing here is sealed.")
        )
        for at, (title, _) in enumerate(_PAGES):
            self.pages.setTabText(at, title())
        for name, label in self._labels.items():
            label.setText(i18n.label("office_field", name))
            self.fields[name].setAccessibleName(label.text())
        for name in _TOWN:
            self.fields[name].setPlaceholderText(tr("not stated"))
        self._logo_label.setText(i18n.label("office_field", "logo"))
        self.choose_logo.setText(tr("Choose …"))
        self.choose_logo.setAccessibleName(tr("Choose a logo"))
        self.choose_colour.setText(tr("Choose …"))
        self.choose_colour.setAccessibleName(tr("Choose a colour"))
        self.remove_logo.setText(tr("Remove"))
        self._cancel.setText(tr("Cancel"))
        self.keep.setText(tr("Keep"))
        self._show_keep()
        self.fields["colour"].setPlaceholderText(tr("as the program has it, or #0b5f9e"))
        self.fields["records_names"].setPlaceholderText(DEFAULT_NAMES)
        self.fields["records_years"].setPlaceholderText(tr("not stated"))
        self._show_missing()
        self._show_colour()
        self._show_records()

    def office(self) -> Office:
        """Return what is in the fields."""
        words = {name: field.text().strip() for name, field in self.fields.items()}
        numbers = {name: int(words.pop(name) or 0) for name in (*_TOWN, *_YEARS, "records_years")}
        for name in _YEARS:  # without years the office keeps those it had
            numbers[name] = numbers[name] or getattr(self._office, name)
        words["colour"] = colour_from(words["colour"])
        words["records_names"] = words["records_names"] or DEFAULT_NAMES
        return replace(self._office, **words, **numbers)

    @Slot()
    def _show_colour(self) -> None:
        """Show the colour as papers have it, and say what is wrong with what was typed."""
        typed = self.fields["colour"].text().strip()
        colour = colour_from(typed)
        shown = readable(colour) if colour else ""
        if typed and not colour:
            note = tr("A colour is written as six digits from 0 to 9 and a to f, such as #0b5f9e.")
        elif shown != colour:
            note = tr(
                "{colour} is too light for words on white paper; papers use {darker}.",
                colour=colour,
                darker=shown,
            )
        else:
            note = tr("Headings and lines of papers have this colour.")
        self.colour_note.setText(note)
        self._swatch.setVisible(bool(shown))
        if shown:
            picture = QPixmap(3 * GRID, 3 * GRID)
            picture.fill(QColor(shown))
            self._swatch.setPixmap(picture)
        self._show_keep()

    @Slot()
    def _show_records(self) -> None:
        """Show a name as the scheme makes it, or say what is wrong with the scheme."""
        try:
            scheme = check_scheme(self.fields["records_names"].text())
        except InputError as error:
            self.records_note.setText(i18n.error_text(error))
        else:
            shown = file_name(scheme, self._example(), ())
            parts = (f"{{{name}}} {i18n.label('records_placeholder', name)}" for name in PLACEHOLDERS)
            example = tr("So a file is called, for example: {name}.pdf", name=shown)
            self.records_note.setText(f"{example}\n\n{', '.join(parts)}.")
        self._show_keep()

    def _example(self) -> dict[str, str]:
        return {
            "file_number": self.fields["file_reference"].text().strip(),
            "case_no": "2026-0007",
            "kind": i18n.label("records_kind", "expose"),
            "date": "2026-11-26",
            "town": self.fields["town"].text().strip(),
            "audience": i18n.name_of(Audience.INTERNAL),
            "no": "007",
        }

    def _show_keep(self) -> None:
        """Nothing is kept with a colour or a scheme that is none."""
        typed = self.fields["colour"].text().strip()
        right = bool(colour_from(typed)) or not typed
        try:
            check_scheme(self.fields["records_names"].text())
        except InputError:
            right = False
        self.keep.setEnabled(self._writable and right)

    @Slot()
    def _show_missing(self) -> None:
        if len(self.fields) < sum(len(names) for _, names in _PAGES):
            return
        names = [i18n.label("office_field", name) for name in self.office().missing]
        self._missing.setText(tr("Letters still need: {fields}.", fields=", ".join(names)) if names else "")
        self._missing.setVisible(bool(names))

    @Slot()
    def _on_choose_colour(self) -> None:
        known = colour_from(self.fields["colour"].text())
        self._colours = QColorDialog(QColor(known or "#0b5f9e"), self)
        self._colours.colorSelected.connect(self._on_colour)
        self._colours.open()

    @Slot(QColor)
    def _on_colour(self, colour: QColor) -> None:
        self.fields["colour"].setText(colour.name())

    # the logo -------------------------------------------------------------------------------

    def _show_logo(self) -> None:
        picture = QPixmap()
        if self._office.logo:
            picture.loadFromData(self._office.logo.encode("utf-8"))
        self.remove_logo.setVisible(bool(self._office.logo))
        self.logo.setVisible(not picture.isNull())
        if not picture.isNull():
            mode = Qt.TransformationMode.SmoothTransformation
            self.logo.setPixmap(picture.scaledToHeight(_LOGO_HEIGHT, mode))

    @Slot()
    def _on_choose(self) -> None:
        self._chooser = QFileDialog(self, tr("Choose a logo"))
        self._chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._chooser.setNameFilters([f"{tr('Pictures')} (*.svg *.png *.jpg *.jpeg)"])
        self._chooser.fileSelected.connect(self.take_logo)
        self._chooser.open()

    @Slot(str)
    def take_logo(self, path: str) -> None:
        """Take a picture as logo, or say why not."""
        try:
            self._office = replace(self._office, logo=read_logo(Path(path)))
        except InputError as error:
            self.show_error(error)
            return
        self.show_error("")
        self._show_logo()

    @Slot()
    def _on_remove(self) -> None:
        self._office = replace(self._office, logo="")
        self._show_logo()

    @Slot()
    def _on_keep(self) -> None:
        self.wanted.emit(self.office())
        self.accept()
