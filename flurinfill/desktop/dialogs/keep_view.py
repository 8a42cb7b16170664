"""Keep a view of a table under a name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from flurinfill.desktop.dialogs.naming import NamingDialog
from flurinfill.i18n import tr


class KeepViewDialog(NamingDialog):
    """Asks for the name of a view; says which filters are left out of it."""

    def __init__(
        self, suggestion: str, taken: Sequence[str], left_out: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(suggestion, taken, parent)
        self._left_out = tuple(left_out)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.show_words(
            tr("Keep this view"),
            tr("Columns, filters and order are kept in the project, for everybody who works on it."),
            tr("Name of the view"),
        )

    def remarks(self, taken: bool) -> Sequence[str]:
        """Say what is replaced, and what is not kept."""
        remarks = [tr("There is a view of this name; it is replaced.")] if taken else []
        if self._left_out:
            columns = ", ".join(self._left_out)
            remarks.append(
                tr("Words that may name persons are not kept: filter of {columns}.", columns=columns)
            )
        return remarks
