"""The timeline of a site: everything that happened, newest first, one kind alone if wished."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QWidget

from flurinfill import i18n
from flurinfill.desktop import icons
from flurinfill.desktop.people import PeoplePanel
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, choice_box, column, row, text
from flurinfill.i18n import ntr, tr
from flurinfill.project import access, queries
from flurinfill.project.queries import Event, EventKind
from flurinfill.reports.event_texts import event_text, when_text
from flurinfill.reports.sheets import harmless

_ICONS = {
    EventKind.STATE: "review",
    EventKind.OWNER: "owner",
    EventKind.CONTACT: "contact",
    EventKind.FACT: "details",
    EventKind.DOCUMENT: "file",
    EventKind.DETECTION: "detect",
}


@dataclass(frozen=True)
class TimelineOfSite:
    """Events, and the names of the owners they are about."""

    events: list[Event]
    names: dict[str, str]


class TimelinePanel(PeoplePanel):
    """The list, a choice of kind above it; it is there while personal data is locked, too.

    Signals
    -------
    copied : str
        What was copied, in words.
    """

    copied = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "timeline", "history", parent)
        self._content: TimelineOfSite | None = None
        content = QWidget()
        body = column(content, margin=GRID)
        bar = row()
        self.kind, self.copy, self.unlock = choice_box(), button(), button()
        self.kind.addItem("", None)
        for kind in EventKind:
            self.kind.addItem("", kind.value)
        self.kind.currentIndexChanged.connect(self._show)
        self.copy.clicked.connect(self._on_copy)
        self.unlock.clicked.connect(self.unlock_asked)
        bar.addWidget(self.kind, 1)
        bar.addWidget(self.copy)
        body.addLayout(bar)
        self.locked = row()
        self._locked_words = text("muted", wrap=True)
        self.locked.addWidget(self._locked_words, 1)
        self.locked.addWidget(self.unlock)
        body.addLayout(self.locked)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setAlternatingRowColors(True)
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(2)
        keys = QShortcut(QKeySequence.StandardKey.Copy, self.list)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self._on_copy)
        body.addWidget(self.list, 1)
        self.stack.addWidget(content)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        with QSignalBlocker(self.kind):
            self.kind.setItemText(0, tr("Everything"))
            for number, kind in enumerate(EventKind, 1):
                self.kind.setItemText(number, i18n.name_of(kind))
        self.kind.setAccessibleName(tr("Show only"))
        self.copy.setText(tr("Copy"))
        self.copy.setToolTip(tr("Copies the chosen lines, or all of them"))
        self.unlock.setText(tr("Unlock …"))
        self._locked_words.setText(tr("Contacts, notes and reasons are locked."))
        self.list.setAccessibleName(tr("Timeline"))
        super().retranslate()

    def restyle(self) -> None:
        """Set every icon anew."""
        super().restyle()
        self._show()

    def obstacle(self) -> tuple[str, ...] | None:
        """Only a site is needed: what is locked says so line by line."""
        if self.session.snapshot is None or self.site is None:
            return tr("No site selected"), tr("Select a site to see what happened to it.")
        return None

    def read(self, site_id: int, parcels: tuple[str, ...]) -> TimelineOfSite:
        """Read the events, and the names while they may be seen."""
        project = self.session.project
        if project is None:
            return TimelineOfSite([], {})
        events = queries.timeline(project, site_id)
        if not project.vault.open or project.read_only:
            return TimelineOfSite(events, {})
        names: dict[str, str] = {}
        if any(event.contact or event.kind is EventKind.OWNER for event in events):
            people = queries.outreach_of(project, site_id)
            names = dict(zip(people["owner_id"].astype(str), people["name"].astype(str), strict=True))
        others = {str(event.details.get("owner_id", "")) for event in events} - names.keys()
        known = queries.owners_by_id(project, others, access.CASE_WORK)
        return TimelineOfSite(events, {**{key: each.name for key, each in known.items()}, **names})

    def fill(self, content: TimelineOfSite) -> bool:
        """Show the events."""
        self._content = content
        sealed = self.session.snapshot.work.access.sealed
        for part in (self._locked_words, self.unlock):
            part.setVisible(sealed)
        self._show()
        return True

    @Slot()
    def _show(self) -> None:
        self.list.clear()
        if self._content is None:
            return
        wanted = self.kind.currentData()
        for event in self._content.events:
            if wanted in (None, event.kind):
                words = f"{when_text(event)}\n{event_text(event, self._content.names)}"
                self.list.addItem(QListWidgetItem(icons.icon(_ICONS[event.kind], "muted"), words))

    @Slot()
    def _on_copy(self) -> None:
        """Copy the chosen lines, or all of them: time and person in one cell, what happened in the next."""
        items = [self.list.item(number) for number in range(self.list.count())]
        chosen = [item for item in items if item.isSelected()] or items
        lines = []
        for item in chosen:
            when, _, what = item.text().partition("\n")
            lines.append(f"{when}\t{harmless(' · '.join(what.splitlines()))}")
        QApplication.clipboard().setText("\n".join(lines))
        self.copied.emit(ntr("{count} line copied", "{count} lines copied", len(lines)))
