"""The first thing one sees: what is due, recent projects, a new one, the sample; files can be dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QListWidget, QListWidgetItem, QWidget

from flurinfill import i18n
from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.job_card import JobCard
from flurinfill.desktop.jobs import JobRunner
from flurinfill.desktop.scroll_last import ScrollLast
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import PushButton, column, row, text
from flurinfill.i18n import ntr, tr
from flurinfill.usecases.glance import Glance
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE, sample_path

_PATH = Qt.ItemDataRole.UserRole
_SITE = Qt.ItemDataRole.UserRole + 1
_TASKS_SHOWN = 5
_WIDTH = 116 * GRID
_NARROW = 96 * GRID


class StartPage(Adaptive, QWidget):
    """Ways into the work.

    Signals
    -------
    new_asked, open_asked, sample_asked :
        One of the three buttons.
    project_asked : Path
        A recent project.
    task_asked : Path, int
        A task of a recent project: its site.
    """

    new_asked = Signal()
    open_asked = Signal()
    sample_asked = Signal()
    project_asked = Signal(object)
    task_asked = Signal(object, int)

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent: tuple[Path, ...] = ()
        self._glances: tuple[Glance, ...] = ()
        self._missing: frozenset[Path] = frozenset()
        outer = row(margin=3 * GRID)
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
        self.job = JobCard(jobs)
        self.job.toggled.connect(self._on_job)
        layout.addWidget(self.job)
        self._halves = QWidget()
        halves = row(self._halves, spacing=4 * GRID)
        halves.addLayout(self._make_ways(), 2)
        halves.addLayout(self._make_recent(), 3)
        layout.addWidget(self._halves, 3)
        self._drop = text("small")
        self._drop.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._drop)
        layout.addStretch(1)
        column(self, margin=0).addWidget(ScrollLast(outer))
        self.settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, what was opened last stands below the ways into the work."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._halves.layout().setDirection(direction)

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
        self._today_title = text("section")
        self.today = QListWidget()
        self.today.itemActivated.connect(self._on_task)
        self.today.itemClicked.connect(self._on_task)
        side.addWidget(self._today_title)
        side.addWidget(self.today)
        side.addSpacing(GRID)
        self._recent_title = text("section")
        self.recent = QListWidget()
        self.recent.setMinimumHeight(16 * GRID)
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
                "Find, explain and bring forward the building land that a town already has: infill plots,"
                " brownfields, backland."
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
        self.today.setAccessibleName(tr("Due today"))
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
        """List these projects; which are gone is told by :meth:`show_found`."""
        self._recent = tuple(recent)
        self._fill()

    def show_found(self, path: Path, there: bool, glances: Sequence[Glance]) -> None:
        """Grey a project that is gone, and tell what is due in those that could be read."""
        self._missing = self._missing - {path} if there else self._missing | {path}
        self._glances = tuple(glances)
        self._fill()

    def _fill_today(self) -> None:
        self.today.clear()
        there = [glance for glance in self._glances if len(glance.due)]
        for glance in there:
            self._add_project(glance)
        count = sum(len(glance.due) for glance in there)
        late = sum(glance.overdue for glance in there)
        words = ntr("Due today: {count} task", "Due today: {count} tasks", count)
        if late:
            words += " · " + ntr("{count} overdue", "{count} overdue", late)
        self._today_title.setText(words)
        for widget in (self._today_title, self.today):
            widget.setVisible(bool(there))
        rows = [self.today.sizeHintForRow(number) for number in range(self.today.count())]
        self.today.setFixedHeight(min(sum(rows) + 2 * GRID, 26 * GRID))

    def _add_project(self, glance: Glance) -> None:
        now = date.today()
        for _, task in glance.due.head(_TASKS_SHOWN).iterrows():
            day = task["due_on"]
            late = day is not None and day < now
            parts = [i18n.day(day)] if day is not None else []
            parts += [i18n.label("due", str(task["kind"])), tr("Case {number}", number=task["case_no"])]
            item = QListWidgetItem(f"{_name_of(glance.path)}: " + " · ".join(parts))
            item.setIcon(icons.icon("due", "warn" if late else "accent"))
            item.setToolTip(
                tr("Overdue: open the project at this site") if late else tr("Open the project at this site")
            )
            item.setData(_PATH, str(glance.path))
            item.setData(_SITE, int(task["site_id"]))
            self.today.addItem(item)
        more = len(glance.due) - _TASKS_SHOWN
        if more > 0:
            item = QListWidgetItem(ntr("… and {count} more", "… and {count} more", more))
            item.setData(_PATH, str(glance.path))
            self.today.addItem(item)

    def _fill(self) -> None:
        self._fill_today()
        self.recent.clear()
        for path in self._recent:
            there = path not in self._missing
            name = _name_of(path)
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

    @Slot(bool)
    def _on_job(self, running: bool) -> None:
        """While something is opened or made, nothing else can be begun."""
        self._halves.setEnabled(not running)
        self._drop.setEnabled(not running)

    @Slot(QListWidgetItem)
    def _on_activated(self, item: QListWidgetItem) -> None:
        self.project_asked.emit(Path(item.data(_PATH)))

    @Slot(QListWidgetItem)
    def _on_task(self, item: QListWidgetItem) -> None:
        path, site = Path(item.data(_PATH)), item.data(_SITE)
        if site is None:
            self.project_asked.emit(path)
        else:
            self.task_asked.emit(path, site)


def _name_of(path: Path) -> str:
    return tr("Sample project") if path == sample_path() else path.stem


class _Tile(PushButton):
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
