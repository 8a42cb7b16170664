"""Calm messages above the work: what happened, what to do next. They never stop anybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.spoken import speak
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import IconLabel, button, column, row, text
from flurinfill.i18n import tr

_ICONS = {
    "info": ("info", "accent"),
    "good": ("done", "good"),
    "warn": ("warning", "warn"),
    "bad": ("error", "bad"),
}
_FADE_MS = 8000
Words = Callable[[], str]


class Notice(Adaptive, QFrame):
    """One message; its words are asked for anew when the language changes.

    Signals
    -------
    acted, dismissed : str
        Key of the notice.
    """

    acted = Signal(str)
    dismissed = Signal(str)

    def __init__(
        self, key: str, kind: str, words: Words, action: Words | None, *, closable: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.key, self._kind, self._words, self._action_words = key, kind, words, action
        self.closable = closable
        self.setProperty("notice", kind)
        layout = row(self)
        layout.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        self._icon = IconLabel(20)
        self.label = text(wrap=True, selectable=True)
        layout.addWidget(self._icon)
        layout.addWidget(self.label, 1)
        self.action = button("flat")
        self.action.setVisible(action is not None)
        self.action.clicked.connect(self._on_action)
        layout.addWidget(self.action)
        self._close = QToolButton()
        self._close.setVisible(closable)
        self._close.clicked.connect(self._on_close)
        layout.addWidget(self._close)
        self.settle()

    def retranslate(self) -> None:
        """Ask for the words."""
        self.label.setText(self._words())
        self.setAccessibleName(self.label.text())
        if self._action_words is not None:
            self.action.setText(self._action_words())
        self._close.setToolTip(tr("Close the message"))
        self._close.setAccessibleName(tr("Close the message"))

    def restyle(self) -> None:
        """Set the icons anew."""
        name, role = _ICONS[self._kind]
        self._icon.show_icon(name, role)
        self._close.setIcon(icons.icon("close", "muted"))

    @Slot()
    def _on_action(self) -> None:
        self.acted.emit(self.key)

    @Slot()
    def _on_close(self) -> None:
        self.dismissed.emit(self.key)


class Notices(QWidget):
    """The messages that are shown, newest below.

    Signals
    -------
    acted : str
        Key of the notice whose button was pressed.
    """

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = column(self, margin=0, spacing=0)
        self._shown: dict[str, Notice] = {}
        self._written: dict[str, Path] = {}
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.setInterval(_FADE_MS)
        self._fading.timeout.connect(self._on_faded)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def show_notice(
        self,
        key: str,
        kind: str,
        words: Words,
        *,
        action: Words | None = None,
        closable: bool = True,
        unasked: bool = False,
    ) -> None:
        """Show a message in place of the last one that can be closed.

        Parameters
        ----------
        key : str
            Told back when the button is pressed; ``"done"`` fades after some seconds.
        kind : str
            ``"info"``, ``"good"``, ``"warn"`` or ``"bad"``.
        words, action : callable
            Give the text and the button's text in the current language.
        closable : bool
            Whether the user can close it.
        unasked : bool
            It answers nothing that the user did, so it leaves the answers that are shown.
        """
        for old in [old for old, notice in self._shown.items() if notice.closable or old == key]:
            if old == key or not unasked:
                self.remove(old)
        notice = Notice(key, kind, words, action, closable=closable, parent=self)
        notice.acted.connect(self._on_acted)
        notice.dismissed.connect(self.remove)
        self._shown[key] = notice
        self._layout.addWidget(notice)
        speak(self, notice.label.text(), urgent=kind in ("warn", "bad"))
        if key == "done":
            self._fading.start()

    def show_written(self, key: str, path: Path, words: Words | None = None, *, folder: bool = False) -> None:
        """Say that a file was written, with a button that opens it; without words it is just named.

        With ``folder``, ``path`` is that of several files.
        """

        def named() -> str:
            return tr("Written to {path}.", path=path.name)

        def action() -> str:
            return tr("Open the folder") if folder else tr("Open")

        self._written[key] = path
        self.show_notice(key, "good", words or named, action=action)

    @Slot(str)
    def _on_acted(self, key: str) -> None:
        if key in self._written:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written[key])))
        self.acted.emit(key)

    @Slot(str)
    def remove(self, key: str) -> None:
        """Take a message away."""
        notice = self._shown.pop(key, None)
        if notice is not None:
            notice.hide()
            notice.deleteLater()

    def clear(self) -> None:
        """Take all messages away."""
        for key in list(self._shown):
            self.remove(key)

    def words(self, key: str) -> str:
        """Text of a message, ``""`` when it is not shown."""
        return self._shown[key].label.text() if key in self._shown else ""

    @Slot()
    def _on_faded(self) -> None:
        self.remove("done")
