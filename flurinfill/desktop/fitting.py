"""Keeps the window on the screen: a remote desktop changes its resolution while the program runs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Slot
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QMainWindow


def fitted(window: QRect, available: QRect) -> QRect:
    """Return the window moved, and where it must be made smaller, so that all of it is on the screen."""
    size = window.size().boundedTo(available.size())
    left = min(max(window.left(), available.left()), available.left() + available.width() - size.width())
    top = min(max(window.top(), available.top()), available.top() + available.height() - size.height())
    return QRect(left, top, size.width(), size.height())


class ScreenFit(QObject):
    """Follows the screen of a window from the moment that it is shown."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._screen: QScreen | None = None
        self._wished = self._given = QRect()  # as it was before it had to give way, and after
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin when the window has a screen; Qt has put it there as it should be."""
        if event.type() == QEvent.Type.Show and self._screen is None:
            self._window.windowHandle().screenChanged.connect(self._on_screen)
            self._watch(self._window.screen())
        return False

    @Slot(QScreen)
    def _on_screen(self, screen: QScreen | None) -> None:
        if screen is not None and screen is not self._screen:
            self._screen.availableGeometryChanged.disconnect(self.fit)
            self._watch(screen)
            self.fit(screen.availableGeometry())

    def _watch(self, screen: QScreen) -> None:
        self._screen = screen
        screen.availableGeometryChanged.connect(self.fit)

    @Slot(QRect)
    def fit(self, available: QRect) -> None:
        """Bring the window into what the screen has room for, and back where that grows again.

        Whoever moves or resizes the window meanwhile has it there.
        """
        window = self._window
        if window.isMaximized() or window.isFullScreen() or available.isEmpty():
            return
        frame = window.frameGeometry()
        border = frame.size() - window.size()
        if frame != self._given:
            self._wished = frame
        self._given = fitted(self._wished, available)
        if self._given != frame:
            window.resize(self._given.size() - border)
            window.move(self._given.topLeft())
