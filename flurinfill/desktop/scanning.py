"""A hand scanner that reads the code of a visit sheet is understood wherever the focus is.

It types the case number like a keyboard, only faster than anybody can, and ends with Enter.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_QUICK_MS = 50
"""Longest pause between two keys of a scanner; hands need longer outside of a field."""
_NUMBER = re.compile(r"\d{4}[-ß]\d{4,6}")
_BEGINNING = re.compile(r"\d{1,4}|\d{4}[-ß]\d{0,6}")  # ß: a scanner that believes in an American keyboard
_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)


class CaseScanner(QObject):
    """Collects quick keys of a window outside of its text fields.

    The first digit goes where it was meant for, since nobody knows yet what it begins; those that follow
    quickly, and the Enter after them, are kept from whatever has the focus.

    Signals
    -------
    scanned : str
        A whole case number was read.
    """

    scanned = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._read = ""
        self.quiet = QTimer(self)
        self.quiet.setSingleShot(True)
        self.quiet.setInterval(_QUICK_MS)
        self.quiet.timeout.connect(self._forget)

    def listen(self) -> None:
        """Hear the keys of the window, which must be shown: each passes once, before it has a receiver."""
        self._window.windowHandle().installEventFilter(self)

    def take(self) -> bool:
        """Tell the number that was read, if it is whole; Enter belongs to the scanner then."""
        number, self._read = self._read, ""
        self.quiet.stop()
        if not _NUMBER.fullmatch(number):
            return False
        self.scanned.emit(number)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the keys of a scanner from the widget with the focus."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.isAutoRepeat() or event.key() in _MODIFIERS:
            return False
        if QApplication.activePopupWidget() is not None or isinstance(QApplication.focusWidget(), _FIELDS):
            self._forget()
            return False
        return self.take() if event.key() in _ENTER else self._collect(event.text())

    def _collect(self, letter: str) -> bool:
        goes_on = bool(self._read and letter and _BEGINNING.fullmatch(self._read + letter))
        begins = letter.isdecimal() and not self.quiet.isActive()
        self._read = self._read + letter if goes_on else letter if begins else ""
        self.quiet.start()
        return goes_on

    def _forget(self) -> None:
        self._read = ""
