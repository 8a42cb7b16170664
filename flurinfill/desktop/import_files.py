"""Files to import: chosen, dropped, listed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QListWidget, QListWidgetItem, QWidget

from flurinfill import i18n
from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, set_role, text
from flurinfill.i18n import tr

_PATH = Qt.ItemDataRole.UserRole
SUFFIXES = (".xml", ".gml", ".gz", ".zip", ".shp", ".gpkg", ".geojson", ".json", ".fgb", ".tab", ".kml")


def dropped_files(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    """Files of a drag; empty when it brings something else."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


class FilesPage(Adaptive, QWidget):
    """Choose the files, or drop them.

    Signals
    -------
    changed :
        Other files are listed.
    """

    changed = Signal()

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._chooser: QFileDialog | None = None
        self.setAcceptDrops(True)
        layout = column(self, margin=0)
        self._drop = QFrame()
        self._drop.setProperty("role", "drop")
        self._drop.setMinimumHeight(14 * GRID)
        inside = column(self._drop)
        self._picture = QLabel()
        self._words, self._kinds = text("strong", wrap=True), text("small", wrap=True)
        self.choose = button("primary")
        self.choose.clicked.connect(self._on_choose)
        for label in (self._picture, self._words, self._kinds):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(label)
        inside.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._drop)
        self.list = QListWidget()
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        layout.addWidget(self.list, 1)
        self.remove = button("flat")
        self.remove.clicked.connect(self._on_remove)
        layout.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.settle()

    @property
    def files(self) -> list[Path]:
        """Files that are listed."""
        return [Path(self.list.item(number).data(_PATH)) for number in range(self.list.count())]

    def retranslate(self) -> None:
        """Set every text anew."""
        self._words.setText(tr("Drop the cadastre files here"))
        self._kinds.setText(
            tr(
                "NAS (.xml, .gz, .zip), ALKIS-vereinfacht (GML, Shapefile, GeoPackage), or any "
                "other layers. Several files of one data state are joined."
            )
        )
        self.choose.setText(tr("Choose files …"))
        self.remove.setText(tr("Remove the selected files"))
        self.list.setAccessibleName(tr("Files to import"))

    def restyle(self) -> None:
        """Set every icon anew."""
        self._picture.setPixmap(icons.pixmap("import", "accent", 32))

    def add(self, files: Sequence[Path]) -> None:
        """List these files too."""
        known = set(self.files)
        for path in files:
            if path not in known and path.is_file():
                item = QListWidgetItem(icons.icon("file", "muted"), f"{path.name}  ({_size(path)})")
                item.setData(_PATH, str(path))
                item.setToolTip(str(path))
                self.list.addItem(item)
        self.changed.emit()

    @Slot()
    def _on_choose(self) -> None:
        self._chooser = QFileDialog(self, tr("Choose the cadastre files"), str(self._folder))
        self._chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        self._chooser.setNameFilters([f"{tr('Cadastre files')} ({patterns})", f"{tr('All files')} (*)"])
        self._chooser.filesSelected.connect(self._on_chosen)
        self._chooser.open()

    @Slot(list)
    def _on_chosen(self, names: list[str]) -> None:
        self.add([Path(name) for name in names])

    @Slot()
    def _on_remove(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files."""
        if dropped_files(event):
            set_role(self._drop, "hot", "true")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Calm down again."""
        set_role(self._drop, "hot", "false")

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files."""
        set_role(self._drop, "hot", "false")
        self.add(dropped_files(event))
        event.acceptProposedAction()


def _size(path: Path) -> str:
    megabytes = path.stat().st_size / 1_000_000
    return f"{i18n.number(megabytes, 1)} MB" if megabytes >= 0.1 else f"{i18n.number(megabytes * 1000)} kB"
