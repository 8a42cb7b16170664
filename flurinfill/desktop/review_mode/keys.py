"""The keys of review mode: single keys, wherever the focus is, but never those that somebody types."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

Callback = Callable[[], None]

KEYS: Mapping[str, tuple[str, ...]] = {
    "confirm": ("Return", "Enter", "B"),
    "reject": ("V",),
    "defer": ("Z",),
    "note": ("N",),
    "undo": ("U",),
    "next": ("Space", "Right", "Down"),
    "previous": ("Left", "Up"),
}
"""Keys of each action."""

_LEAVE = "Esc"
_TYPING = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)
_PRESSES = frozenset({"Return", "Enter", "Space"})


class Keys(QObject):
    """Window-wide shortcuts that give way to fields and to a focused button.

    Parameters
    ----------
    page : QWidget
        The page of the mode; it gets the focus back on Esc.
    slots : mapping of str to callable
        Of each name in :data:`KEYS`.
    leave : callable
        What Esc does when nobody is typing.
    taken : callable
        Asked with each key before it is acted upon; True when it belongs to somebody else.
    """

    def __init__(
        self,
        page: QWidget,
        slots: Mapping[str, Callback],
        leave: Callback,
        taken: Callable[[QKeySequence], bool],
    ) -> None:
        super().__init__(page)
        self._page, self._leave, self._taken = page, leave, taken
        self._on = False
        self._shortcuts: list[tuple[str, QShortcut]] = []
        for name, keys in KEYS.items():
            for key in keys:
                self._shortcuts.append((key, self._shortcut(key, slots[name])))
        self._escape = self._shortcut(_LEAVE, self._on_escape)
        QApplication.instance().focusChanged.connect(self._on_focus)

    def _shortcut(self, key: str, slot: Callback) -> QShortcut:
        sequence = QKeySequence.fromString(key)
        shortcut = QShortcut(sequence, self._page)
        shortcut.setEnabled(False)

        def act() -> None:
            if not self._taken(sequence):
                slot()

        shortcut.activated.connect(act)
        return shortcut

    def listen(self, on: bool) -> None:
        """Take the keys, or leave them alone."""
        self._on = on
        self._give_way(QApplication.focusWidget())

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._give_way(new)

    def _give_way(self, focus: QWidget | None) -> None:
        """Somebody types, or chooses in a list: no key is ours. A button is pressed by Space and Enter."""
        typing, button = isinstance(focus, _TYPING), isinstance(focus, QAbstractButton)
        for key, shortcut in self._shortcuts:
            shortcut.setEnabled(self._on and not typing and not (button and key in _PRESSES))
        self._escape.setEnabled(self._on)

    @Slot()
    def _on_escape(self) -> None:
        """Esc first leaves a field, then the mode."""
        if isinstance(QApplication.focusWidget(), _TYPING):
            self._page.setFocus()
        else:
            self._leave()
