"""One field of a site's form: its name, its control, and below where the value comes from."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QGridLayout, QToolButton, QWidget

from flurinfill import i18n
from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.dialogs.base import describe
from flurinfill.desktop.field_editor import FieldEditor
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import choice_box, set_role, text
from flurinfill.i18n import tr
from flurinfill.model.errors import InputError
from flurinfill.model.site_fields import FieldOrigin, FieldSource, FieldValue, SiteField
from flurinfill.reports.field_texts import spoken, written

_NAME_WIDTH = 16 * GRID


@dataclass(frozen=True)
class Typed:
    """What was typed into a field and not taken, and why."""

    words: str
    source: str
    why: str


class FieldRow(Adaptive, QWidget):
    """Shows a field and takes a value of the user's own.

    The value is entered with Enter, or when the focus goes elsewhere; Esc puts back what was there.

    Signals
    -------
    entered : str, value, str
        Name of the field, the checked value (None for nothing), its source.
    """

    entered = Signal(str, object, str)

    def __init__(self, field: SiteField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._value = FieldValue()
        self._writable = False
        self.dirty = False
        self._build()
        self.settle()

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self._name = text(wrap=True)
        self._name.setFixedWidth(_NAME_WIDTH)
        self.editor = FieldEditor(self.field)
        self._name.setBuddy(self.editor.control)
        self.back = QToolButton()
        self.back.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.back.clicked.connect(self._on_back)
        self.source = choice_box()
        self.source.activated.connect(self._on_edited)
        self._origin = text("small", wrap=True)
        self.error = text("bad", wrap=True)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self.editor, 0, 1)
        grid.addWidget(self.back, 0, 2)
        grid.addWidget(self.error, 1, 0, 1, 3)
        grid.addWidget(self.source, 2, 1)
        grid.addWidget(self._origin, 3, 1, 1, 2)
        self.error.hide()
        self.source.hide()
        self.editor.changed.connect(self._on_edited)
        self.editor.accepted.connect(self.commit)
        self._leaving = QTimer(self, singleShot=True, interval=0)
        self._leaving.timeout.connect(self._on_left)
        for control in (self.editor.control, self.source, self.back):
            control.installEventFilter(self)

    def retranslate(self) -> None:
        """Set every text anew."""
        name = i18n.label("site_field", self.field.name)
        self._name.setText(name)
        self.editor.retranslate()
        fill_sources(self.source)
        self.source.setAccessibleName(tr("Source of “{field}”", field=name))
        self.back.setToolTip(tr("Take the own value away"))
        self.back.setAccessibleName(tr("Take the own value of “{field}” away", field=name))
        self._show()

    def restyle(self) -> None:
        """Set the icon anew."""
        self.back.setIcon(icons.icon("undo", "muted"))

    # content ------------------------------------------------------------------------------

    def show_value(self, value: FieldValue, *, writable: bool) -> None:
        """Show what is known; what is being typed stays."""
        self._value, self._writable = value, writable and self.field.by_hand
        if not self.dirty:
            self._show()

    @property
    def filled(self) -> bool:
        """There is a value, or something is being typed."""
        return self._value.value is not None or self.dirty

    def _show(self) -> None:
        by_hand = self._value.origin is FieldOrigin.HAND
        self.editor.show_value(self._value.value)
        self.editor.set_read_only(not self._writable)
        self.source.setCurrentIndex(max(self.source.findData(self._value.source if by_hand else ""), 0))
        self.source.hide()
        self.back.setVisible(by_hand and self._writable)
        self._tell("")
        words = origin_text(self.field, self._value)
        self._origin.setText(words)
        self._origin.setVisible(bool(words))

    def _tell(self, words: str) -> None:
        self.error.setText(words)
        self.error.setVisible(bool(words))
        set_role(self.editor.control, "state", "bad" if words else "")

    # what happens -------------------------------------------------------------------------

    @Slot()
    def _on_edited(self) -> None:
        self.dirty = True
        self.source.show()
        try:
            self.editor.value()
        except InputError as error:
            self._tell(describe(error))
        else:
            self._tell("")

    @Slot()
    def commit(self) -> bool:
        """Hand over what is typed; False when it cannot be."""
        if not self.dirty:
            return True
        try:
            value = self.editor.value()
        except InputError as error:
            self._tell(describe(error))
            return False
        source = self.source.currentData()
        self.dirty = False
        own_source = self._value.source if self._value.origin is FieldOrigin.HAND else ""
        if written(self.field, value) == written(self.field, self._value.value) and source == own_source:
            self._show()
        else:
            self.entered.emit(self.field.name, value, source)
        return True

    def keep(self) -> None:
        """The value was not taken: it stays typed."""
        self.dirty = True

    def put_aside(self) -> Typed:
        """Give away what is typed and show what is known: another site comes."""
        typed = Typed(self.editor.words(), self.source.currentData(), self.error.text())
        self.give_up()
        return typed

    def bring_back(self, typed: Typed) -> None:
        """Let stand again what :meth:`put_aside` gave, and why it was not taken."""
        self.editor.set_words(typed.words)
        self.source.setCurrentIndex(max(self.source.findData(typed.source), 0))
        self._on_edited()

    @Slot()
    def _on_back(self) -> None:
        self.dirty = False
        self.entered.emit(self.field.name, None, "")
        self.editor.control.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_left(self) -> None:
        focused = QApplication.focusWidget()
        inside = focused is not None and (focused is self or self.isAncestorOf(focused))
        if not inside and QApplication.activePopupWidget() is None:
            self.commit()

    def give_up(self) -> None:
        """Put back what was there."""
        self.dirty = False
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the field enters its value, Esc gives it up."""
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and self.dirty:
            self._leaving.start()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.dirty:
                self.give_up()
                return True
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and self.dirty and isinstance(watched, QComboBox):
                self.commit()
                return True
        return super().eventFilter(watched, event)


def fill_sources(box: QComboBox) -> None:
    """Offer where a value may be from, in the current language; what was chosen stays."""
    chosen = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        box.addItem(tr("Source: not said"), "")
        for source in FieldSource:
            box.addItem(i18n.name_of(source), source.value)
        box.setCurrentIndex(max(box.findData(chosen), 0))


def source_words(source: str) -> str:
    """Where a value is from; what an older program kept sealed beside a price is words already."""
    return i18n.name_of(FieldSource(source)) if source in set(FieldSource) else source


def origin_text(field: SiteField, value: FieldValue) -> str:
    """Where a value comes from, and what is known beside it."""
    parts = []
    if value.origin is FieldOrigin.HAND:
        parts.append(tr("by hand, {day}", day=i18n.day(value.as_of)))
        if value.source:
            parts.append(tr("source: {source}", source=source_words(value.source)))
        if value.known is not None and value.known_origin is not None:
            parts.append(f"{i18n.name_of(value.known_origin)}: {spoken(field, value.known)}")
    elif value.origin is FieldOrigin.PLAN and value.source:
        parts.append(tr("from the plan “{plan}”", plan=value.source))
    elif value.origin is not None:
        parts.append(i18n.name_of(value.origin))
        if value.origin is FieldOrigin.CADASTRE and value.as_of is not None:
            parts.append(tr("data of {day}", day=i18n.day(value.as_of)))
    parts += [
        tr("{layer}: {share} of the plot", layer=layer, share=i18n.share(share))
        for layer, share in value.hints
    ]
    return " · ".join(parts)
