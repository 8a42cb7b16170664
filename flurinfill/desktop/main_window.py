"""The main window: a layout. What happens is in :mod:`flurinfill.desktop.controller`."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QWidget,
)

from flurinfill.desktop.actions import Actions
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.density import Density, condense
from flurinfill.desktop.dialogs.unfinished import UnfinishedDialog
from flurinfill.desktop.fitting import ScreenFit
from flurinfill.desktop.import_files import dropped_files
from flurinfill.desktop.jobs import JobRunner
from flurinfill.desktop.notices import Notices
from flurinfill.desktop.review_mode.page import ReviewPage
from flurinfill.desktop.scanning import CaseScanner
from flurinfill.desktop.search_box import SearchBox
from flurinfill.desktop.session import Session
from flurinfill.desktop.start_page import StartPage
from flurinfill.desktop.status_bar import StatusBar
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import column
from flurinfill.desktop.workspace import Workspace
from flurinfill.i18n import tr

_NARROW = 112 * GRID
_SIZE = QSize(1360, 860)
_TITLE_BAR = 5 * GRID
"""What the title bar of the system may need; nobody knows before the window is shown."""


class MainWindow(Adaptive, QMainWindow):
    """Menus, toolbar with search, messages, start page or workspace, status bar.

    Signals
    -------
    dropped : list of Path
        Files were dropped onto the window.
    closing :
        The window is about to close.
    """

    dropped = Signal(object)
    closing = Signal()

    def __init__(self, session: Session, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sure = False
        self.commands: Actions | None = None
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.notices = Notices()
        self.start = StartPage(jobs)
        self.workspace = Workspace(session)
        self.search = SearchBox(session)
        self.scanner = CaseScanner(self)
        self.scanner.scanned.connect(self.search.look_for)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.stack.addWidget(self.workspace)
        self.review = ReviewPage()
        self.stack.addWidget(self.review)
        middle = QWidget()
        layout = column(middle, margin=0, spacing=0)
        layout.addWidget(self.notices)
        layout.addWidget(self.stack, 1)
        self.setCentralWidget(middle)
        self.status = StatusBar(jobs)
        self.setStatusBar(self.status)
        self.toolbar = QToolBar()
        self.toolbar.setMovable(False)
        self.toolbar.setIconSize(QSize(20, 20))
        self.addToolBar(self.toolbar)
        room = self.screen().availableSize() - QSize(0, _TITLE_BAR)
        self.resize(_SIZE.boundedTo(room))
        self.setMinimumSize(640, 360)
        self._fit = ScreenFit(self)
        self._density = Density(self)
        self._density.changed.connect(self._condense)
        self.settle()

    def install(self, actions: Actions) -> None:
        """Put the commands into menus and toolbar."""
        self.commands = actions
        actions.fill_menus(self.menuBar())
        actions.fill_toolbar(self.toolbar)
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.toolbar.addWidget(gap)
        self.search.setMinimumWidth(20 * GRID)
        self.search.setMaximumWidth(48 * GRID)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toolbar.addWidget(self.search)
        self.retranslate()
        self.restyle()

    def tool_button(self, name: str) -> QToolButton | None:
        """Button of a command in the toolbar; None when it has none."""
        button = self.toolbar.widgetForAction(self.commands[name])
        return button if isinstance(button, QToolButton) else None

    def add_list(self, name: str, menu: QMenu) -> None:
        """Give a command's button in the toolbar an arrow that opens a list."""
        button = self.tool_button(name)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.toolbar.setWindowTitle(tr("Tools"))
        if self.commands is not None:
            self.commands.retranslate()
        self.show_title()

    def restyle(self) -> None:
        """Set every icon anew."""
        if self.commands is not None:
            self.commands.restyle()

    def show_title(self) -> None:
        """Name the project in the title."""
        path = self._session.path()
        self.setWindowTitle(f"{path.stem} – flurinfill" if path is not None else "flurinfill")

    def show_workspace(self, on: bool) -> None:
        """Show the workspace, or the start page."""
        self.stack.setCurrentWidget(self.workspace if on else self.start)
        self.toolbar.setVisible(on)
        if on:
            self.workspace.map.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_title()

    def show_review(self, on: bool) -> None:
        """Show the page of review mode with the map in it, or what was there before."""
        if on:
            self.toolbar.hide()
            self.stack.setCurrentWidget(self.review)
            self.review.take_map(self.workspace.lend_map())
        else:
            self.workspace.take_map_back()
            self.show_workspace(self._session.project is not None)

    def state(self) -> dict[str, str]:
        """Return size and splitters for the settings."""
        geometry = bytes(self.saveGeometry().toBase64()).decode()
        return {"window": geometry, **self.workspace.state()}

    def restore(self, state: dict[str, str]) -> None:
        """Put the window where it was."""
        if "window" in state:
            self.restoreGeometry(QByteArray.fromBase64(state["window"].encode()))
        self.workspace.restore(state)

    def showEvent(self, event: QShowEvent) -> None:
        """Listen to a hand scanner: the window has a system's window now."""
        super().showEvent(event)
        self.scanner.listen()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files."""
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which files were dropped."""
        files: list[Path] = dropped_files(event)
        event.acceptProposedAction()
        self.dropped.emit(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let everything come to its end first; ask before a task is given up."""
        task = self._session.unfinished
        if task and not self._sure:
            event.ignore()
            asking = UnfinishedDialog(task, self)
            asking.confirmed.connect(self._on_sure)
            asking.open()
            return
        self.closing.emit()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the icons alone leave room for the search."""
        super().resizeEvent(event)
        styles = Qt.ToolButtonStyle
        narrow = self.width() < _NARROW
        self.toolbar.setToolButtonStyle(
            styles.ToolButtonIconOnly if narrow else styles.ToolButtonTextBesideIcon
        )

    @Slot(bool)
    def _condense(self, on: bool) -> None:
        for bar in (self.menuBar(), self.toolbar, self.status):
            condense(bar, on)
        self.workspace.condense(on)
        self.review.condense(on)

    @Slot()
    def _on_sure(self) -> None:
        self._sure = True
        self.close()
