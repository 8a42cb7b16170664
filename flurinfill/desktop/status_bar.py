"""The line at the bottom: what runs and how far, the map's scale and place, the lock."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from flurinfill import i18n
from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.jobs import JobRunner
from flurinfill.desktop.scale_field import ScaleField
from flurinfill.desktop.snapshot import Access
from flurinfill.desktop.spoken import speak
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import row
from flurinfill.i18n import tr

_SAID_MS = 8000


class StatusBar(Adaptive, QStatusBar):
    """Progress with cancel, scale (can be typed), coordinates, CRS, lock.

    Signals
    -------
    scale_asked : float
        The user typed a scale: the denominator.
    lock_asked :
        The user pressed the lock.
    """

    scale_asked = Signal(float)
    lock_asked = Signal()

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._access: Access | None = None
        self.setSizeGripEnabled(False)
        self._job = QWidget()
        line = row(self._job)
        self._words = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(22 * GRID)
        self.cancel = QToolButton()
        self.cancel.clicked.connect(jobs.cancel)
        for part in (self._words, self.bar, self.cancel):
            line.addWidget(part)
        self._job.hide()
        self.addWidget(self._job)
        self._said = QLabel()
        self._said.hide()
        self.addWidget(self._said)
        self._hush = QTimer(self, singleShot=True, interval=_SAID_MS)
        self._hush.timeout.connect(self._on_hush)
        self._place, self._crs = QLabel(), QLabel()
        self._scale_label, self.scale = QLabel(), ScaleField()
        self.scale.asked.connect(self.scale_asked)
        self._scale_label.setBuddy(self.scale)
        self.lock = QToolButton()
        self.lock.clicked.connect(self.lock_asked)
        for part in (self._place, self._scale_label, self.scale, self._crs, self.lock):
            self.addPermanentWidget(part)
        jobs.started.connect(self._on_started)
        jobs.progressed.connect(self._on_progressed)
        jobs.finished.connect(self._on_finished)
        self.show_project(None, "")
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self._scale_label.setText(tr("Scale"))
        self.scale.retranslate()
        self.scale.setAccessibleName(tr("Scale of the map"))
        self.scale.setToolTip(tr("Scale of the map; type another one (Ctrl+T)"))
        self.cancel.setText(tr("Cancel"))
        self.cancel.setToolTip(tr("Stop what is running; nothing is left half done"))
        self.bar.setAccessibleName(tr("Progress"))
        self._show_lock()

    def restyle(self) -> None:
        """Set every icon anew."""
        self.cancel.setIcon(icons.icon("close", "muted"))
        self._show_lock()

    def show_project(self, access: Access | None, crs: str, *, map_shown: bool = False) -> None:
        """Show how the project is open; place and scale only where there is a map."""
        self._access = access
        self._crs.setText(crs)
        self._crs.setVisible(access is not None)
        if not map_shown:
            self._place.clear()
        for part in (self._place, self._scale_label, self.scale):
            part.setVisible(map_shown)
        self._show_lock()

    def _show_lock(self) -> None:
        access = self._access
        self.lock.setVisible(access is not None and access.has_vault)
        if access is None:
            return
        self.lock.setIcon(
            icons.icon("lock" if access.sealed else "unlock", "muted" if access.sealed else "good")
        )
        words = (
            tr("Personal data is locked – press to unlock")
            if access.sealed
            else tr("Personal data is unlocked – press to lock")
        )
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.lock.setToolButtonStyle(style if access.sealed else Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.lock.setText(tr("Locked – unlock …"))
        self.lock.setToolTip(words)
        self.lock.setAccessibleName(words)

    def say(self, words: str) -> None:
        """Say for some seconds what was done."""
        self._said.setText(words)
        self._said.setVisible(bool(words))
        speak(self, words)
        self._hush.start()

    @Slot()
    def _on_hush(self) -> None:
        self._said.hide()

    def show_scale(self, denominator: float) -> None:
        """Show the map's scale."""
        self.scale.show_scale(denominator)

    @Slot(float, float)
    def show_place(self, x: float, y: float) -> None:
        """Show the place under the mouse."""
        self._place.setText(f"{i18n.number(x)}  {i18n.number(y)}")

    @Slot(str)
    def _on_started(self, title: str) -> None:
        self._title = title
        self._words.setText(f"{title} …")
        self.bar.setRange(0, 0)
        self._job.show()

    @Slot(str, int, int)
    def _on_progressed(self, step: str, done: int, total: int) -> None:
        self._words.setText(f"{self._title}: {i18n.label('step', step)}")
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    @Slot()
    def _on_finished(self) -> None:
        self._job.hide()
