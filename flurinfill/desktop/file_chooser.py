"""Asks where a file shall lie: the kind that is picked gives the name its ending."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from flurinfill.i18n import tr

PDF, WORD, PICTURE = "PDF (*.pdf)", "Word (*.docx)", "PNG (*.png)"
SPREADSHEET, CSV = "Excel (*.xlsx)", "CSV (*.csv)"


class FileChooser(QFileDialog):
    """Asks for one file to write.

    Parameters
    ----------
    suggestion : Path
        Folder and name, with the ending of one of the kinds or without.
    kinds : sequence of str
        Name filters such as :data:`PDF`, the usual one first.
    chosen : callable
        Takes the name of the file.
    """

    def __init__(
        self, parent: QWidget | None, suggestion: Path, kinds: Sequence[str], chosen: Callable[[str], None]
    ) -> None:
        super().__init__(parent, tr("Where shall the file lie?"), str(suggestion.parent))
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters(list(kinds))
        meant = next((kind for kind in kinds if _ending(kind) == suggestion.suffix.lower()), "")
        self.selectNameFilter(meant or kinds[0])
        self._on_kind(meant or kinds[0])
        name = suggestion.stem if meant else suggestion.name
        self.selectFile(f"{name}.{self.defaultSuffix()}")
        self.filterSelected.connect(self._on_kind)
        self.fileSelected.connect(chosen)

    @Slot(str)
    def _on_kind(self, kind: str) -> None:
        self.setDefaultSuffix(_ending(kind).lstrip("."))


def _ending(kind: str) -> str:
    return kind.rpartition("*")[2].rstrip(")")
