"""The pages of the export under their tabs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QTabWidget

from flurinfill.desktop.theme import GRID


class Pages(QTabWidget):
    """Pages whose tables give way before the dialog scrolls.

    With texts that wrap, Qt would ask for the height that the page would like to have.
    """

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(self.show_current)

    @Slot()
    def show_current(self) -> None:
        """Only the page that is shown needs room."""
        policy = QSizePolicy.Policy
        for at in range(self.count()):
            wanted = policy.Preferred if at == self.currentIndex() else policy.Ignored
            self.widget(at).setSizePolicy(wanted, wanted)

    def hasHeightForWidth(self) -> bool:
        """Tell that the least height of the page is enough."""
        return False

    def minimumSizeHint(self) -> QSize:
        """As high as the page that is shown needs at its width."""
        least, page = super().minimumSizeHint(), self.currentWidget()
        if page is None:
            return least
        height = page.layout().totalMinimumHeightForWidth(max(page.width(), least.width()))
        if height < 0:  # nothing wraps
            height = page.layout().totalMinimumSize().height()
        return QSize(least.width(), max(height + self.tabBar().sizeHint().height() + 4, 20 * GRID))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower page has longer texts."""
        super().resizeEvent(event)
        self.updateGeometry()
