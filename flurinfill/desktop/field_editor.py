"""One control for one field of a site's form: a choice, a number with its unit, a day, or text."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from flurinfill import i18n
from flurinfill.desktop.widgets import choice_box, row, text
from flurinfill.i18n import tr
from flurinfill.model.errors import InputError
from flurinfill.model.site_fields import FieldKind, SiteField, Value, check_field
from flurinfill.reports.field_texts import written

_HUNDRED = 100.0


class FieldEditor(QWidget):
    """Shows a value and reads what is typed.

    Signals
    -------
    changed :
        The user typed or chose something.
    accepted :
        The user pressed Enter.
    """

    changed = Signal()
    accepted = Signal()

    def __init__(self, field: SiteField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        line = row(self, spacing=6)
        self.control: QComboBox | QLineEdit
        if field.kind is FieldKind.CHOICE:
            self.control = choice_box()
            self.control.activated.connect(self._on_changed)
        else:
            self.control = QLineEdit()
            self.control.textEdited.connect(self._on_changed)
            self.control.returnPressed.connect(self.accepted)
        line.addWidget(self.control, 1)
        self._unit = text("muted")
        self._unit.setVisible(bool(field.unit))
        line.addWidget(self._unit)
        self.setFocusProxy(self.control)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text anew."""
        name = i18n.label("site_field", self.field.name)
        unit = i18n.label("field_unit", self.field.unit) if self.field.unit else ""
        self._unit.setText(unit)
        self.control.setAccessibleName(f"{name} [{unit}]" if unit else name)
        if isinstance(self.control, QComboBox):
            self._fill(self.control)
        elif self.field.kind is FieldKind.DAY:
            self.control.setPlaceholderText(tr("DD.MM.YYYY"))

    def _fill(self, box: QComboBox) -> None:
        assert self.field.choices is not None
        chosen = box.currentData()
        with QSignalBlocker(box):
            box.clear()
            box.addItem(tr("– no entry"), "")
            for value in self.field.choices:
                box.addItem(i18n.name_of(value), value.value)
            box.setCurrentIndex(max(box.findData(chosen), 0))

    def show_value(self, value: Value | None) -> None:
        """Show a value; nobody is told."""
        if isinstance(self.control, QComboBox):
            self.control.setCurrentIndex(max(self.control.findData(value or ""), 0))
        else:
            self.control.setText(written(self.field, value))

    def show_instead(self, words: str) -> None:
        """Say in grey what counts as long as nothing is entered."""
        if isinstance(self.control, QLineEdit):
            self.control.setPlaceholderText(words)

    def words(self) -> str:
        """Return what is typed or chosen as it is, unchecked."""
        if isinstance(self.control, QComboBox):
            return str(self.control.currentData() or "")
        return self.control.text()

    def set_words(self, words: str) -> None:
        """Type or choose what :meth:`words` gave; nobody is told."""
        if isinstance(self.control, QComboBox):
            self.show_value(words)
        else:
            self.control.setText(words)

    def value(self) -> Value | None:
        """Return what is typed, checked; None when nothing is.

        Raises
        ------
        InputError
            See :func:`flurinfill.model.site_fields.check_field`.
        """
        return check_field(self.field.name, self._typed(), date.today())

    def _typed(self) -> Value | None:
        if isinstance(self.control, QComboBox):
            return self.control.currentData() or None
        words = self.control.text().strip()
        if not words or self.field.kind is FieldKind.TEXT:
            return words or None
        if self.field.kind is FieldKind.DAY:
            day = i18n.read_day(words)
            if day is None:
                raise InputError("field_no_day")
            return day
        number = i18n.read_number(
            words.removesuffix(i18n.label("field_unit", self.field.unit or "m")).strip()
        )
        if number is None:
            raise InputError("field_not_a_number")
        return number / _HUNDRED if self.field.kind is FieldKind.SHARE else number

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be changed."""
        if isinstance(self.control, QComboBox):
            self.control.setEnabled(not read_only)
        else:
            self.control.setReadOnly(read_only)

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit()
