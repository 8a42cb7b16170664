"""A button that shows the key that does the same."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from flurinfill.desktop.widgets import row, text

_SIDE, _UPRIGHT = 10, 6


class KeyButton(QPushButton):
    """Key caps and a word. It never takes the focus: its key works wherever the focus is.

    Parameters
    ----------
    keys : str
        Caps, separated by spaces.
    primary : bool
        Drawn as the main choice.
    """

    def __init__(self, keys: str, *, primary: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = keys
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("role", "primary" if primary else "key")
        layout = row(self, spacing=6)
        layout.setContentsMargins(_SIDE, _UPRIGHT, _SIDE, _UPRIGHT)
        for key in keys.split():
            cap = text("key")
            cap.setText(key)
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(cap)
        self._words = text()
        layout.addWidget(self._words)
        for label in self.findChildren(QWidget):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_words(self, words: str, tip: str = "") -> None:
        """Set the word beside the keys, and what the tooltip says."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(self.keys)
        self.setToolTip(tip or f"{words} ({self.keys.replace(' ', ', ')})")
        self.updateGeometry()

    def words(self) -> str:
        """Return the word beside the keys."""
        return self._words.text()

    def sizeHint(self) -> QSize:
        """As large as caps and word."""
        return self.layout().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """No smaller than that."""
        return self.sizeHint()
