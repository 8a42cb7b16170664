"""An area that scrolls only where everything in it is as low as it can be."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from flurinfill.desktop.theme import GRID


class ScrollLast(QScrollArea):
    """Content that is as high as it needs; lists in it give way before it scrolls."""

    def __init__(self, body: QLayout) -> None:
        super().__init__()
        content = QWidget()
        content.setLayout(body)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a field that gets the focus is scrolled to
        self.setWidget(content)
        for part in (content, self.viewport()):
            part.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        """As large as the content wants to be; Qt gives such an area 24 lines at most."""
        return self.widget().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As wide as the content with the scroll bar beside it."""
        width = self.widget().minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(width, 16 * GRID)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The content takes the room there is."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the one around that the content needs another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Lists give way before anything scrolls; ``widgetResizable`` would scroll first."""
        content, room = self.widget(), self.viewport().size()
        width = max(room.width(), content.minimumSizeHint().width())
        lowest = content.layout().totalMinimumHeightForWidth(width)
        if lowest < 0:  # nothing wraps
            lowest = content.minimumSizeHint().height()
        content.resize(width, max(room.height(), lowest))
