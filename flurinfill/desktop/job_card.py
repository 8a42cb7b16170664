"""What runs while nothing else can be done: its name, the step, how far it is, a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from flurinfill import i18n
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.jobs import JobRunner
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, text
from flurinfill.i18n import tr

_PATIENCE_MS = 300
"""What is done sooner needs no card."""


class JobCard(Adaptive, QFrame):
    """Follows the visible job; hidden while none runs.

    Signals
    -------
    toggled : bool
        The card appeared, or went.
    """

    toggled = Signal(bool)

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._step = ""
        layout = column(self)
        self.title, self.words = text("heading", wrap=True), text("muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = button()
        self.cancel.clicked.connect(jobs.cancel)
        line = row(spacing=2 * GRID)
        line.addWidget(self.bar, 1)
        line.addWidget(self.cancel)
        layout.addWidget(self.title)
        layout.addLayout(line)
        layout.addWidget(self.words)
        self._soon = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._soon.timeout.connect(self._on_soon)
        jobs.started.connect(self._on_started)
        jobs.progressed.connect(self._on_progressed)
        jobs.finished.connect(self._on_finished)
        self.hide()
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.cancel.setText(tr("Cancel"))
        self.cancel.setToolTip(tr("Stop what is running; nothing is left half done"))
        self.bar.setAccessibleName(tr("Progress"))
        self._show_step()

    def _show_step(self) -> None:
        self.words.setText(i18n.label("step", self._step) if self._step else tr("One moment …"))

    @Slot(str)
    def _on_started(self, title: str) -> None:
        self.title.setText(title)
        self._step = ""
        self.bar.setRange(0, 0)
        self._show_step()
        self._soon.start()

    @Slot(str, int, int)
    def _on_progressed(self, step: str, done: int, total: int) -> None:
        self._step = step
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._show_step()

    @Slot()
    def _on_soon(self) -> None:
        self.show()
        self.toggled.emit(True)
        if self.isVisible():
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_finished(self) -> None:
        self._soon.stop()
        if not self.isHidden():
            self.hide()
            self.toggled.emit(False)
