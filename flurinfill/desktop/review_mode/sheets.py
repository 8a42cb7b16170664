"""The explanation of the site that is looked at, and the next one, made while it is read."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from flurinfill.desktop.explanation_panel import ExplanationPanel
from flurinfill.desktop.snapshot import Snapshot

_PAINT_MS = 10
"""So long has the map to paint itself before an explanation that is not there yet is made."""

_READ_MS = 150
"""So long is a site looked at before the next explanation is made: whoever leafs through waits for none."""


class Sheets(QStackedWidget):
    """Two explanations in turn, so that the next site is explained at once.

    To make an explanation takes longer than to draw the map. Where it is not there yet, the map goes
    first: :meth:`draw` is to be called when the map is on the screen.

    Signals
    -------
    sheet_asked :
        The explanation is wanted on paper.
    """

    sheet_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nothing = QWidget()
        self._panels = [ExplanationPanel(below_case=True), ExplanationPanel(below_case=True)]
        self._shown: list[tuple[Snapshot | None, str]] = [(None, ""), (None, "")]
        self._front = 0
        self._wanted: tuple[Snapshot | None, str] = (None, "")
        self._next: tuple[Snapshot | None, str] = (None, "")
        self.addWidget(self._nothing)
        for panel in self._panels:
            self.addWidget(panel)
            panel.sheet_asked.connect(self.sheet_asked)
        self._painting = QTimer(self, singleShot=True, interval=_PAINT_MS)
        self._painting.timeout.connect(self._draw)
        self._reading = QTimer(self, singleShot=True, interval=_READ_MS)
        self._reading.timeout.connect(self._prepare)

    @property
    def front(self) -> ExplanationPanel:
        """The explanation that is read."""
        return self._panels[self._front]

    @property
    def ready(self) -> bool:
        """True when the wanted explanation is on the screen."""
        return self.currentWidget() is self.front and self._is(self._front, self._wanted)

    def show_parcel(self, snapshot: Snapshot, parcel: str, following: str) -> None:
        """Show the explanation of a parcel, and make that of the following one (``""``: of none) later."""
        self._painting.stop()
        self._wanted, self._next = (snapshot, parcel), (snapshot, following)
        for number in (self._front, 1 - self._front):
            if self._is(number, self._wanted):
                self._bring(number)
                return
        self.setCurrentWidget(self._nothing)

    @Slot()
    def draw(self) -> None:
        """The map is there: make the explanation that is wanted, where it is missing."""
        if self._wanted[1] and not self.ready:
            self._painting.start()

    @Slot()
    def _draw(self) -> None:
        if self.ready or not self._wanted[1]:
            return
        self._make(1 - self._front, self._wanted)
        self._bring(1 - self._front)

    def _bring(self, number: int) -> None:
        self._front = number
        self.setCurrentWidget(self._panels[number])
        self._reading.start()

    @Slot()
    def _prepare(self) -> None:
        behind = 1 - self._front
        if self._next[1] and not self._is(behind, self._next):
            self._make(behind, self._next)

    def _make(self, number: int, wanted: tuple[Snapshot | None, str]) -> None:
        self._shown[number] = wanted
        panel = self._panels[number]
        panel.show_parcel(*wanted)
        if panel.isHidden():  # what Qt would do when it comes to the front, done ahead
            panel.resize(self.size())
            for part in panel.findChildren(QWidget):
                part.ensurePolished()

    def _is(self, number: int, wanted: tuple[Snapshot | None, str]) -> bool:
        """Tell whether a panel explains this; the case work may be newer, the measures may not."""
        snapshot, parcel = self._shown[number]
        return (
            parcel == wanted[1]
            and snapshot is not None
            and wanted[0] is not None
            and snapshot.measures is wanted[0].measures
        )

    def forget(self) -> None:
        """Stop: nothing is looked at any more."""
        self._painting.stop()
        self._reading.stop()
        self._wanted = self._next = (None, "")
        self._shown = [(None, ""), (None, "")]
        self.setCurrentWidget(self._nothing)
