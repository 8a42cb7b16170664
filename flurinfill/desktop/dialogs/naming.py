"""Keep something in the project under a name: a view of a table, a recipe."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.widgets import text
from flurinfill.i18n import tr

_LONGEST = 60


class NamingDialog(Dialog):
    """Asks for a name; what it is for says :meth:`retranslate` of the class that stands on this one.

    Signals
    -------
    wanted : str
        The name, without spaces at its ends or two in a row.
    """

    wanted = Signal(str)

    def __init__(
        self,
        suggestion: str,
        taken: Sequence[str],
        parent: QWidget | None = None,
        *,
        replaces: bool = True,
    ) -> None:
        super().__init__(parent)
        self._taken, self._replaces = frozenset(taken), replaces
        self.name = QLineEdit(suggestion)
        self.name.setMaxLength(_LONGEST)
        self.name.selectAll()
        self.name.textChanged.connect(self.show_name)
        self.body.addWidget(self.name)
        self._remark = text("muted", wrap=True)
        self.body.addWidget(self._remark)
        self._cancel = self.add_button()
        self._cancel.clicked.connect(self.dismiss)
        self.keep = self.add_button(primary=True)
        self.keep.clicked.connect(self._on_keep)

    def show_words(self, title: str, sentence: str, name: str) -> None:
        """Set title, sentence and what the name is called."""
        self.setWindowTitle(title)
        self.headline.setText(title)
        self.sentence.setText(sentence)
        self.name.setAccessibleName(name)
        self.name.setPlaceholderText(name)
        self._cancel.setText(tr("Cancel"))
        self.show_name()

    def remarks(self, taken: bool) -> Sequence[str]:
        """What is to be said below the name; ``taken``: something is kept under it."""
        raise NotImplementedError

    @property
    def named(self) -> str:
        """The name as it is kept."""
        return " ".join(self.name.text().split())

    @Slot()
    def show_name(self) -> None:
        """Say what the name would do."""
        taken = self.named in self._taken
        self.keep.setEnabled(bool(self.named) and (self._replaces or not taken))
        self.keep.setText(tr("Replace") if taken and self._replaces else tr("Keep"))
        remarks = self.remarks(taken)
        self._remark.setText(" ".join(remarks))
        self._remark.setVisible(bool(remarks))

    @Slot()
    def _on_keep(self) -> None:
        self.wanted.emit(self.named)
        self.accept()
