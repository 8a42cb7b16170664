"""Asks where a file shall lie: the kind that is picked gives the name its ending."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from flurinfill.i18n import tr

PDF, WORD, SPREADSHEET, CSV = "PDF (*.pdf)", "Word (*.docx)", "Excel (*.xlsx)", "CSV (*.csv)"


class FileChooser(QFileDialog):
    """Asks for one file to write.

    Parameters
    ----------
    suggestion : Path
        Folder and name without an ending.
    kinds : sequence of str
        Name filters such as :data:`PDF`, the usual one first.
    chosen : callable
        Takes the name of the file.
    """

    def __init__(
        self, parent: QWidget, suggestion: Path, kinds: Sequence[str], chosen: Callable[[str], None]
    ) -> None:
        super().__init__(parent, tr("Where shall the file lie?"), str(suggestion.parent))
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters(list(kinds))
        self._on_kind(kinds[0])
        self.selectFile(f"{suggestion.name}.{self.defaultSuffix()}")
        self.filterSelected.connect(self._on_kind)
        self.fileSelected.connect(chosen)

    @Slot(str)
    def _on_kind(self, kind: str) -> None:
        self.setDefaultSuffix(kind.rpartition("*.")[2].rstrip(")"))
