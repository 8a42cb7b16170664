"""The first thing one sees: recent projects, a new one, the sample; files can be dropped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QWidget

from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import column, row, text
from flurinfill.i18n import tr
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE, sample_path

_PATH = Qt.ItemDataRole.UserRole
_WIDTH = 116 * GRID


class StartPage(Adaptive, QWidget):
    """Ways into the work.

    Signals
    -------
    new_asked, open_asked, sample_asked :
        One of the three buttons.
    project_asked : Path
        A recent project.
    """

    new_asked = Signal()
    open_asked = Signal()
    sample_asked = Signal()
    project_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent: tuple[Path, ...] = ()
        outer = row(self, margin=3 * GRID)
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        outer.addStretch(1)
        outer.addWidget(middle, 20)
        outer.addStretch(1)
        layout = column(middle, margin=0, spacing=2 * GRID)
        layout.addStretch(1)
        self._title = text("title")
        self._claim = text("muted", wrap=True)
        layout.addWidget(self._title)
        layout.addWidget(self._claim)
        layout.addSpacing(GRID)
        halves = row(spacing=4 * GRID)
        halves.addLayout(self._make_ways(), 2)
        halves.addLayout(self._make_recent(), 3)
        layout.addLayout(halves, 3)
        self._drop = text("small")
        self._drop.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._drop)
        layout.addStretch(1)
        self.settle()

    def _make_ways(self) -> object:
        ways = column(margin=0, spacing=GRID + 4)
        self.sample, self.new, self.open = _Tile(), _Tile(), _Tile()
        self.sample.clicked.connect(self.sample_asked)
        self.new.clicked.connect(self.new_asked)
        self.open.clicked.connect(self.open_asked)
        for tile in (self.sample, self.new, self.open):
            ways.addWidget(tile)
        self._passphrase = text("small", wrap=True, selectable=True)
        ways.addWidget(self._passphrase)
        ways.addStretch(1)
        return ways

    def _make_recent(self) -> object:
        side = column(margin=0)
        self._recent_title = text("section")
        self.recent = QListWidget()
        self.recent.setMinimumHeight(20 * GRID)
        self.recent.itemActivated.connect(self._on_activated)
        self.recent.itemClicked.connect(self._on_activated)
        self._none = text("muted", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        side.addWidget(self._recent_title)
        side.addWidget(self.recent, 1)
        side.addWidget(self._none, 1)
        return side

    def retranslate(self) -> None:
        """Set every text anew."""
        self._title.setText("flurinfill")
        self._claim.setText(
            tr(
                "Find, explain and bring forward the building land that a town already has: gaps,"
                " brownfields, second rows."
            )
        )
        self.sample.show_texts(
            tr("Open the sample project"), tr("A small invented town, ready to look around")
        )
        self.new.show_texts(tr("New project …"), tr("Begin with your own cadastre files"))
        self.open.show_texts(tr("Open project …"), tr("Go on with a project file (.gpkg)"))
        self._passphrase.setText(
            tr("Owners in the sample are locked. Its passphrase: {passphrase}", passphrase=SAMPLE_PASSPHRASE)
        )
        self._recent_title.setText(tr("Recent projects"))
        self.recent.setAccessibleName(tr("Recent projects"))
        self._none.setText(tr("Projects you have opened will be listed here."))
        self._drop.setText(
            tr("You can also drop a project or cadastre files (NAS, GML, Shapefile, GeoPackage) here.")
        )
        self._fill()

    def restyle(self) -> None:
        """Set every icon anew."""
        for tile, name in ((self.sample, "sample"), (self.new, "new"), (self.open, "open")):
            tile.picture.setPixmap(icons.pixmap(name, "accent", 28))
        self._fill()

    def show_recent(self, recent: Sequence[Path]) -> None:
        """List these projects; those that are gone are greyed."""
        self._recent = tuple(recent)
        self._fill()

    def _fill(self) -> None:
        self.recent.clear()
        for path in self._recent:
            there = path.is_file()
            name = tr("Sample project") if path == sample_path() else path.stem
            item = QListWidgetItem(f"{name}\n{path.parent}")
            item.setData(_PATH, str(path))
            item.setIcon(icons.icon("project" if there else "missing", "accent" if there else "muted"))
            item.setToolTip(str(path) if there else tr("{path} is no longer there", path=str(path)))
            if not there:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setText(tr("{name} (missing)", name=name) + f"\n{path.parent}")
            self.recent.addItem(item)
        self.recent.setVisible(bool(self._recent))
        self._none.setVisible(not self._recent)

    @Slot(QListWidgetItem)
    def _on_activated(self, item: QListWidgetItem) -> None:
        self.project_asked.emit(Path(item.data(_PATH)))


class _Tile(QPushButton):
    """A large button: picture, what it does, and a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "tile")
        self.setMinimumHeight(9 * GRID)
        layout = row(self, margin=2 * GRID, spacing=2 * GRID)
        self.picture = QLabel()
        layout.addWidget(self.picture)
        lines = column(margin=0, spacing=2)
        self._headline, self._sentence = text("strong"), text("small")
        lines.addWidget(self._headline)
        lines.addWidget(self._sentence)
        layout.addLayout(lines, 1)
        for label in (self.picture, self._headline, self._sentence):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_texts(self, headline: str, sentence: str) -> None:
        """Set both texts."""
        self._headline.setText(headline)
        self._sentence.setText(sentence)
        self.setAccessibleName(headline)
        self.setAccessibleDescription(sentence)
