"""Keep a view of a table under a name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.widgets import text
from flurinfill.i18n import tr

_LONGEST = 60


class KeepViewDialog(Dialog):
    """Asks for the name.

    Signals
    -------
    wanted : str
        The name.
    """

    wanted = Signal(str)

    def __init__(
        self, suggestion: str, taken: Sequence[str], left_out: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._taken, self._left_out = frozenset(taken), tuple(left_out)
        self.name = QLineEdit(suggestion)
        self.name.setMaxLength(_LONGEST)
        self.name.selectAll()
        self.name.textChanged.connect(self._show)
        self.body.addWidget(self.name)
        self._remark = text("muted", wrap=True)
        self.body.addWidget(self._remark)
        self._cancel = self.add_button()
        self._cancel.clicked.connect(self.dismiss)
        self.keep = self.add_button(primary=True)
        self.keep.clicked.connect(self._on_keep)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Keep this view"))
        self.headline.setText(tr("Keep this view"))
        self.sentence.setText(
            tr("Columns, filters and order are kept in the project, for everybody who works on it.")
        )
        self.name.setAccessibleName(tr("Name of the view"))
        self.name.setPlaceholderText(tr("Name of the view"))
        self._cancel.setText(tr("Cancel"))
        self._show()

    @Slot()
    def _show(self) -> None:
        name = self.name.text().strip()
        self.keep.setEnabled(bool(name))
        self.keep.setText(tr("Replace") if name in self._taken else tr("Keep"))
        remarks = []
        if name in self._taken:
            remarks.append(tr("There is a view of this name; it is replaced."))
        if self._left_out:
            columns = ", ".join(self._left_out)
            remarks.append(
                tr("Words that may name persons are not kept: filter of {columns}.", columns=columns)
            )
        self._remark.setText(" ".join(remarks))
        self._remark.setVisible(bool(remarks))

    @Slot()
    def _on_keep(self) -> None:
        self.wanted.emit(self.name.text().strip())
        self.accept()
