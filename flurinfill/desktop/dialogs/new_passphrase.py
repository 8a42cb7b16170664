"""Two lines for a new passphrase, used where a protected area is made."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.widgets import column, set_role, text
from flurinfill.i18n import tr

MINIMUM = 10


class NewPassphrase(Adaptive, QWidget):
    """Passphrase and repetition, with a sentence that says what is missing.

    Signals
    -------
    changed :
        What is typed changed; see :attr:`good`.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, margin=0)
        self.first, self.second = QLineEdit(), QLineEdit()
        for field in (self.first, self.second):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.textChanged.connect(self._on_changed)
            layout.addWidget(field)
        self._state = text("small", wrap=True)
        layout.addWidget(self._state)
        self.settle()

    @property
    def good(self) -> bool:
        """True when it is long enough and typed twice the same."""
        return len(self.first.text()) >= MINIMUM and self.first.text() == self.second.text()

    @property
    def passphrase(self) -> str:
        """Return what was typed."""
        return self.first.text()

    def retranslate(self) -> None:
        """Set every text anew."""
        for field, words in ((self.first, tr("Passphrase")), (self.second, tr("Passphrase once more"))):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
        self._show()

    @Slot()
    def _on_changed(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        if not self.first.text():
            words, role = (
                tr("At least {count} characters; a short sentence is easy to keep.", count=MINIMUM),
                "small",
            )
        elif len(self.first.text()) < MINIMUM:
            words, role = (
                tr("{count} characters are missing.", count=MINIMUM - len(self.first.text())),
                "warn",
            )
        elif self.first.text() != self.second.text():
            words, role = tr("Please type it once more."), "warn"
        else:
            words, role = tr("Good."), "good"
        self._state.setText(words)
        set_role(self._state, "text_role", role)
