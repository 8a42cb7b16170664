"""The commands as Qt actions: menus, toolbar, shortcuts with their tooltips, and why one is not possible."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar

from flurinfill.desktop import icons
from flurinfill.desktop.commands import (
    ALWAYS,
    BUSY,
    CADASTRE,
    CHOSEN,
    COMMANDS,
    DETECTABLE,
    DETECTED,
    FREE_CHOSEN,
    LOCKED,
    MEMBERS_CHOSEN,
    MENUS,
    OUTLINE_DRAWN,
    OUTSIDERS_CHOSEN,
    PRIVACY,
    PROJECT,
    REVIEWABLE,
    SITE_CHOSEN,
    UNLOCKED,
    WRITABLE,
    Command,
    Words,
)
from flurinfill.i18n import tr

_REASONS: Mapping[str, Words] = {
    BUSY: lambda: tr("Something is running; possible again when it is done."),
    PROJECT: lambda: tr("Open a project first."),
    WRITABLE: lambda: tr("The project is open for reading only."),
    PRIVACY: lambda: tr("Your role in this project does not allow it."),
    CADASTRE: lambda: tr("Import the cadastre first."),
    DETECTED: lambda: tr("Start the detection first."),
    REVIEWABLE: lambda: tr("There are no sites to review yet; start the detection first."),
    SITE_CHOSEN: lambda: tr("Select a site first."),
    CHOSEN: lambda: tr("Select parcels first, on the map or in a table."),
    FREE_CHOSEN: lambda: tr("Select parcels first that are in no site."),
    OUTSIDERS_CHOSEN: lambda: tr("Select the site first, then with Shift parcels that are in no site."),
    MEMBERS_CHOSEN: lambda: tr("Select some of the site’s parcels, but not all of them."),
    OUTLINE_DRAWN: lambda: tr("The selected site has no drawn outline."),
    LOCKED: lambda: tr("There is no locked personal data here."),
    UNLOCKED: lambda: tr("There is no unlocked personal data here."),
}
"""Why a command is not possible, by the need that is not met; see :meth:`Actions.reason`."""
_IMPLIED: Mapping[str, tuple[str, ...]] = {
    DETECTABLE: (CADASTRE, WRITABLE),
    DETECTED: (CADASTRE, DETECTED),
    REVIEWABLE: (WRITABLE, REVIEWABLE),
    SITE_CHOSEN: (WRITABLE, SITE_CHOSEN),
    CHOSEN: (WRITABLE, CHOSEN),
    FREE_CHOSEN: (WRITABLE, FREE_CHOSEN),
    OUTSIDERS_CHOSEN: (WRITABLE, OUTSIDERS_CHOSEN),
    MEMBERS_CHOSEN: (WRITABLE, MEMBERS_CHOSEN),
    OUTLINE_DRAWN: (WRITABLE, OUTLINE_DRAWN),
}
"""Needs behind a need, the first one that is not met is the reason."""


class Actions:
    """The commands as Qt actions, each connected to its callback.

    Parameters
    ----------
    parent : QObject
        Owner of the actions.
    callbacks : mapping of str to callable
        Slot of each command by its name.
    """

    def __init__(self, parent: QObject, callbacks: Mapping[str, Callable[[], None]]) -> None:
        self._groups: dict[str, QActionGroup] = {}
        self._menus: dict[str, QMenu] = {}
        self._actions: dict[str, QAction] = {}
        self._facts: frozenset[str] = frozenset()
        self._disabled: dict[str, Words] = {}
        for command in COMMANDS:
            action = QAction(parent)
            action.setObjectName(command.name)
            action.setCheckable(command.checkable)
            if command.shortcut:
                keys = (command.shortcut, command.also) if command.also else (command.shortcut,)
                action.setShortcuts([QKeySequence.fromString(each) for each in keys])
                action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            if command.name == "quit":
                action.setMenuRole(QAction.MenuRole.QuitRole)
            if command.group:
                self._group(command.group, parent).addAction(action)
            action.triggered.connect(callbacks[command.name])
            self._actions[command.name] = action

    def __getitem__(self, name: str) -> QAction:
        """Return the action of a command."""
        return self._actions[name]

    def _group(self, name: str, parent: QObject) -> QActionGroup:
        if name not in self._groups:
            self._groups[name] = QActionGroup(parent)
        return self._groups[name]

    def fill_menus(self, bar: QMenuBar) -> None:
        """Put every command into its menu."""
        for name in MENUS:
            self._menus[name] = bar.addMenu("")
        for command in COMMANDS:
            if command.starts_section:
                self._menus[command.menu].addSeparator()
            self._menus[command.menu].addAction(self._actions[command.name])

    def fill_toolbar(self, bar: QToolBar) -> None:
        """Put the commands that are needed every day into the toolbar."""
        menu = ""
        for command in COMMANDS:
            if command.toolbar is None:
                continue
            if menu and command.menu != menu:
                bar.addSeparator()
            menu = command.menu
            bar.addAction(self._actions[command.name])

    def retranslate(self) -> None:
        """Set every text anew."""
        for name, menu in self._menus.items():
            menu.setTitle(MENUS[name]())
        for command in COMMANDS:
            action = self._actions[command.name]
            action.setText(command.title())
            if command.toolbar is not None:
                action.setIconText(command.toolbar())
            self.set_tip(command.name, command.title())

    def set_tip(self, name: str, words: str) -> None:
        """Set a tooltip; the shortcut is added to it."""
        action = self._actions[name]
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{words.replace('&', '').removesuffix(' …')} ({keys})" if keys else words)

    def restyle(self) -> None:
        """Set every icon anew."""
        for command in COMMANDS:
            if command.icon:
                self._actions[command.name].setIcon(icons.icon(command.icon))

    def enable(self, facts: frozenset[str]) -> None:
        """Enable the commands whose needs are met.

        Parameters
        ----------
        facts : frozenset of str
            Which of the needs are met; ``"always"`` is understood.
        """
        self._facts = facts
        self._disabled = {}
        for command in COMMANDS:
            met = command.needs == ALWAYS or command.needs in facts
            self._actions[command.name].setEnabled(met and not (command.alone and BUSY in facts))

    def disable(self, name: str, why: Words) -> None:
        """Disable one command for a reason of its own, until :meth:`enable` comes again."""
        self._actions[name].setEnabled(False)
        self._disabled[name] = why

    def reason(self, command: Command) -> str:
        """Why a command is not possible now; ``""`` when it is."""
        if self._actions[command.name].isEnabled():
            return ""
        if command.name in self._disabled:
            return self._disabled[command.name]()
        if BUSY in self._facts:
            return _REASONS[BUSY]()
        needed = (PROJECT, *_IMPLIED.get(command.needs, (command.needs,)))
        return next(_REASONS[need]() for need in needed if need not in self._facts)
