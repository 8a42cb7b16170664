"""Who the office is and what the town needs: the sender of letters and papers, and two numbers."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QRegularExpression, Qt, Signal, Slot
from PySide6.QtGui import QPixmap, QRegularExpressionValidator
from PySide6.QtWidgets import QFileDialog, QFormLayout, QLabel, QLineEdit, QTabWidget, QWidget

from flurinfill import i18n
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, text
from flurinfill.i18n import tr
from flurinfill.model.errors import InputError
from flurinfill.model.office import Office

_TOWN = ("inhabitants", "needed_dwellings", "needed_until")
_YEARS = ("keep_settled_years", "keep_unanswered_years")
_PAGES: tuple[tuple[Callable[[], str], tuple[str, ...]], ...] = (
    (
        lambda: tr("Sender"),
        ("town", "department", "street", "postcode", "city", "file_reference"),
    ),
    (lambda: tr("Contact"), ("person", "phone", "mail", "web", "signatory", "signatory_role")),
    (lambda: tr("Data protection and logo"), ("privacy_officer", "responsible", *_YEARS)),
    (lambda: tr("Town"), _TOWN),
)
_DIGITS = {
    "postcode": 5,
    "inhabitants": 8,
    "needed_dwellings": 6,
    "needed_until": 4,
    **dict.fromkeys(_YEARS, 2),
}
_LOGO_LIMIT = 300_000
_LOGO_HEIGHT = 8 * GRID
TOWN = len(_PAGES) - 1
"""The page of the town's numbers."""


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
        super().__init__(parent, width=72 * GRID)
        self._office, self._writable = office, writable
        self.fields: dict[str, QLineEdit] = {}
        self._labels: dict[str, QLabel] = {}
        self.pages = QTabWidget()
        for _, names in _PAGES:
            self.pages.addTab(self._page(names), "")
        self._add_logo(self.pages.widget(2))
        self.pages.setCurrentIndex(page)
        self.body.addWidget(self.pages)
        self._missing = text("muted", wrap=True)
        self.body.addWidget(self._missing)
        self._cancel = self.add_button()
        self._cancel.clicked.connect(self.dismiss)
        self.keep = self.add_button(primary=True)
        self.keep.clicked.connect(self._on_keep)
        self._chooser: QFileDialog | None = None
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

    def _add_logo(self, page: QWidget) -> None:
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
        page.layout().insertLayout(1, line)

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
        self.remove_logo.setText(tr("Remove"))
        self._cancel.setText(tr("Cancel"))
        self.keep.setText(tr("Keep"))
        self.keep.setEnabled(self._writable)
        self._show_missing()

    def office(self) -> Office:
        """Return what is in the fields."""
        words = {name: field.text().strip() for name, field in self.fields.items()}
        numbers = {name: int(words.pop(name) or 0) for name in (*_TOWN, *_YEARS)}
        for name in _YEARS:  # without years the office keeps those it had
            numbers[name] = numbers[name] or getattr(self._office, name)
        return replace(self._office, **words, **numbers)

    @Slot()
    def _show_missing(self) -> None:
        if len(self.fields) < sum(len(names) for _, names in _PAGES):
            return
        names = [i18n.label("office_field", name) for name in self.office().missing]
        self._missing.setText(tr("Letters still need: {fields}.", fields=", ".join(names)) if names else "")
        self._missing.setVisible(bool(names))

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
        self._chooser.setNameFilters([f"{tr('Pictures')} (*.svg *.png)"])
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


def read_logo(path: Path) -> str:
    """Read a logo as SVG; a PNG becomes one that holds it.

    Raises
    ------
    InputError
        ``logo_unreadable`` for anything else, ``logo_too_large`` above 300 kB.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError("logo_unreadable", path=path.name) from error
    if len(data) > _LOGO_LIMIT:
        raise InputError("logo_too_large", path=path.name, limit=_LOGO_LIMIT // 1000)
    picture = QPixmap()
    if not picture.loadFromData(data):
        raise InputError("logo_unreadable", path=path.name)
    if data.startswith(b"\x89PNG"):
        packed = base64.b64encode(data).decode("ascii")
        wide, high = picture.width(), picture.height()
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
            f' width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
            f'<image width="{wide}" height="{high}"'
            f' xlink:href="data:image/png;base64,{packed}"/></svg>'
        )
    try:
        words = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("logo_unreadable", path=path.name) from error
    if "<svg" not in words:
        raise InputError("logo_unreadable", path=path.name)
    return words
