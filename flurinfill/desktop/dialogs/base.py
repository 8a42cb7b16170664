"""What all dialogs share: headline, body, a line for errors, buttons at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from flurinfill import i18n
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.scroll_last import ScrollLast
from flurinfill.desktop.session import Session
from flurinfill.desktop.spoken import speak
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, text
from flurinfill.model.change import Change
from flurinfill.model.errors import FlurinfillError

_LOW_SCREEN = 70 * GRID
_BESIDE = 3 * GRID
_AROUND = 36 * GRID
"""Headline, buttons, margins and the system's title bar, around the main part of a dialog."""


class Dialog(Adaptive, QDialog):
    """A dialog with a headline, a sentence, a body, and buttons from left to right.

    Parameters
    ----------
    width : int
        At least so wide.
    scrolls : bool
        The body scrolls where the screen is too low for it; headline and buttons stay in sight. On a very
        low screen (1920×1080 at 200 %) every dialog does so.
    """

    def __init__(
        self, parent: QWidget | None = None, *, width: int = 60 * GRID, scrolls: bool = False
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(width, 110 * GRID, self.screen().availableGeometry().width() - _BESIDE))
        layout = column(self, margin=3 * GRID, spacing=2 * GRID)
        self.headline = text("heading", wrap=True)
        self.sentence = text("muted", wrap=True)
        layout.addWidget(self.headline)
        layout.addWidget(self.sentence)
        self.body: QVBoxLayout = column(margin=0, spacing=GRID + 4)
        self._scrolls = scrolls or self.screen().availableGeometry().height() < _LOW_SCREEN
        if self._scrolls:
            layout.addWidget(ScrollLast(self.body), 1)
        else:
            layout.addLayout(self.body, 1)
        self._fault: Exception | str = ""
        self._error = text("bad", wrap=True)
        self._error.hide()
        layout.addWidget(self._error)
        self.ends = row()
        self.ends.addStretch(1)
        layout.addLayout(self.ends)

    def add_button(self, *, primary: bool = False) -> QPushButton:
        """Add a button at the end."""
        push = button("primary" if primary else "")
        push.setDefault(primary)
        self.ends.addWidget(push)
        return push

    def retranslate(self) -> None:
        """Say an error in the new language; dialogs set their own texts beside."""
        if isinstance(self._fault, Exception):
            self.show_error(self._fault)

    def show_error(self, error: Exception | str) -> None:
        """Say what is wrong; ``""`` takes it away."""
        self._fault = error
        words = error if isinstance(error, str) else describe(error)
        self._error.setText(words)
        self._error.setVisible(bool(words))
        speak(self, words, urgent=True)

    def event(self, event: QEvent) -> bool:
        """Grow when something was added."""
        answer = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return answer

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the texts are at this width: Qt guesses the height of texts that wrap."""
        super().showEvent(event)
        width = min(self.width(), self.screen().availableGeometry().width() - _BESIDE)
        self.resize(width, self._needed())
        self._begin_with_main_button()

    def _begin_with_main_button(self) -> None:
        """Where Qt would begin with a button that is not the main one, begin with the main one."""
        if self.focusWidget() is not None:
            return
        first = self.nextInFocusChain()
        while first is not self and not _takes_keys(first):
            first = first.nextInFocusChain()
        main = next((push for push in self.findChildren(QPushButton) if push.isDefault()), None)
        if isinstance(first, QPushButton) and main is not None and _takes_keys(main):
            main.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower dialog has longer texts."""
        super().resizeEvent(event)
        if not self._scrolls:
            self._make_room()

    def _make_room(self) -> None:
        """Be at least as high as the content; Qt leaves a dialog as it is and squeezes what is inside."""
        if self.isVisible() and self.height() < self._needed():
            self.resize(self.width(), self._needed())

    def lowest(self, height: int) -> int:
        """Return how low the main part may become: ``height``, or what the screen leaves for it."""
        return min(height, max(self.screen().availableGeometry().height() - _AROUND, 12 * GRID))

    def _needed(self) -> int:
        needed = self.layout().totalHeightForWidth(self.width())
        if needed < 0:  # nothing wraps
            needed = self.layout().totalSizeHint().height()
        return min(needed, self.screen().availableGeometry().height() - 6 * GRID)

    def try_apply(
        self, session: Session, operation: Callable[..., Change], *arguments: Any, **named: Any
    ) -> Change | None:
        """Run an operation; when it is refused, the dialog says why and None is returned."""
        try:
            change = session.attempt(operation, *arguments, **named)
        except FlurinfillError as error:
            self.show_error(error)
            return None
        self.show_error("")
        return change

    @property
    def error(self) -> str:
        """Text of the error that is shown."""
        return self._error.text()

    @Slot()
    def dismiss(self) -> None:
        """Close without doing anything."""
        self.reject()


def describe(error: Exception) -> str:
    """Say in words what happened: an expected fault by its code, another by its own words."""
    if isinstance(error, FlurinfillError):
        return i18n.error_text(error)
    return f"{type(error).__name__}: {error}"


def _takes_keys(widget: QWidget) -> bool:
    """Whether the Tab key comes to a widget."""
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tab and widget.isEnabled() and widget.isVisible()
