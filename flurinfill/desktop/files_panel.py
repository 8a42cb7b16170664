"""Documents and photos of a site: added by a button or dropped, shown with a small picture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QWidget

from flurinfill import i18n
from flurinfill.desktop import icons
from flurinfill.desktop.import_files import dropped_files
from flurinfill.desktop.people import PeoplePanel
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import FlowLayout, button, column, row, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.audience import Audience
from flurinfill.model.case_files import CaseFile, FileKind
from flurinfill.project import queries

_PICTURE = 64
_ICONS = {
    FileKind.LETTER: "letter",
    FileKind.MINUTES: "details",
    FileKind.REPORT: "file",
    FileKind.PLAN: "project",
    FileKind.CONTRACT: "file",
    FileKind.PHOTO: "file",
    FileKind.OTHER: "file",
}


@dataclass(frozen=True)
class FilesOfSite:
    """Files of a site, and how many were removed in the project but not erased yet."""

    files: list[CaseFile]
    removed: int


class FilesPanel(PeoplePanel):
    """The list with what can be done with a file.

    Signals
    -------
    add_asked : int
        Files for this site shall be chosen.
    dropped : int, list of Path
        These were dropped on it.
    open_asked, save_asked, change_asked : CaseFile
    remove_asked : list of CaseFile
    showing_asked : CaseFile, tuple of Audience
        Papers for these audiences, and no others, may show the photo.
    erase_asked : int
        The contents of all removed files, so many, shall be erased.
    """

    add_asked = Signal(int)
    dropped = Signal(int, list)
    open_asked = Signal(object)
    save_asked = Signal(object)
    change_asked = Signal(object)
    remove_asked = Signal(object)
    showing_asked = Signal(object, object)
    erase_asked = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "files", "file", parent)
        self._content = FilesOfSite([], 0)
        self.setAcceptDrops(True)
        content = QWidget()
        body = column(content, margin=GRID)
        top = row()
        self._hint, self.add = text("muted", wrap=True), button()
        self.add.clicked.connect(self._on_add)
        top.addWidget(self._hint, 1)
        top.addWidget(self.add)
        body.addLayout(top)
        self.list = QListWidget()
        self.list.setIconSize(QSize(_PICTURE, _PICTURE))
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._on_open)
        self.list.itemSelectionChanged.connect(self._show_possible)
        body.addWidget(self.list, 1)
        holder = QWidget()
        bar = FlowLayout(holder, GRID)
        self.open, self.save, self.change, self.remove = button(), button(), button(), button()
        for push, slot in (
            (self.open, self._on_open),
            (self.save, self._on_save),
            (self.change, self._on_change),
            (self.remove, self._on_remove),
        ):
            push.clicked.connect(slot)
            bar.addWidget(push)
        body.addWidget(holder)
        self.shown_to = {audience: QCheckBox() for audience in (Audience.INVESTOR, Audience.PUBLIC)}
        for box in self.shown_to.values():
            box.clicked.connect(self._on_shown)
            body.addWidget(box)
        self.erase = button("flat")
        self.erase.clicked.connect(self._on_erase)
        body.addWidget(self.erase, 0, Qt.AlignmentFlag.AlignLeft)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_remove)
        self.stack.addWidget(content)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self._hint.setText(tr("Drop files here, or choose them."))
        self.add.setText(tr("Add …"))
        self.list.setAccessibleName(tr("Documents and photos"))
        self.open.setText(tr("Open"))
        self.open.setToolTip(tr("Shows a copy that is deleted when the project is closed"))
        self.save.setText(tr("Save as …"))
        self.save.setToolTip(tr("Photos are saved without the place where they were taken"))
        self.change.setText(tr("Title, kind, day …"))
        self.remove.setText(tr("Remove"))
        self.shown_to[Audience.INVESTOR].setText(tr("Papers for investors may show this photo"))
        self.shown_to[Audience.PUBLIC].setText(tr("Papers for everybody may show this photo"))
        super().retranslate()

    def restyle(self) -> None:
        """Set every icon anew."""
        super().restyle()
        self._show()

    def read(self, site_id: int, parcels: tuple[str, ...]) -> FilesOfSite:
        """Read the files, without their contents."""
        project = self.session.project
        if project is None:
            return FilesOfSite([], 0)
        return FilesOfSite(queries.case_files(project, site_id), queries.removed_files(project))

    def fill(self, content: FilesOfSite) -> bool:
        """Show the files."""
        self._content = content
        self._show()
        return bool(content.files or content.removed)

    def empty_texts(self) -> tuple[str, str]:
        """Say how files come here."""
        if not self.session.writable:
            return tr("No documents yet"), tr("Letters, plans and photos of this site appear here.")
        return tr("No documents yet"), tr("Drop letters, plans and photos here; they are kept protected.")

    def empty_action(self) -> str:
        """Offer to choose files."""
        return tr("Add …")

    def act(self) -> None:
        """Choose files."""
        self._on_add()

    def _show(self) -> None:
        with QSignalBlocker(self.list):
            self.list.clear()
            for file in self._content.files:
                self.list.addItem(QListWidgetItem(_picture(file), _words(file)))
            if self._content.files:
                self.list.setCurrentRow(0)
        count = self._content.removed
        self.erase.setVisible(bool(count) and self.session.writable)
        self.erase.setText(
            ntr("Erase {count} removed file for good …", "Erase {count} removed files for good …", count)
        )
        self._show_possible()

    def chosen(self) -> list[CaseFile]:
        """Return the files that are chosen."""
        return [self._content.files[self.list.row(item)] for item in self.list.selectedItems()]

    @Slot()
    def _show_possible(self) -> None:
        count, writable = len(self.chosen()), self.session.writable
        self.open.setEnabled(count == 1)
        self.save.setEnabled(count == 1 and self.session.keeps_privacy)
        for part in (self._hint, self.add):
            part.setVisible(writable)
        self.change.setEnabled(writable and count == 1)
        self.remove.setEnabled(writable and count > 0)
        self._show_audiences()

    def _show_audiences(self) -> None:
        """Show who may see the one photo that is chosen; what everybody may see, investors may."""
        chosen = self.chosen()
        photo = chosen[0] if len(chosen) == 1 and chosen[0].photo else None
        for audience, box in self.shown_to.items():
            box.setVisible(photo is not None)
            box.setChecked(photo is not None and photo.may_be_seen_by(audience))
            wider = audience is Audience.INVESTOR and photo and photo.may_be_seen_by(Audience.PUBLIC)
            box.setEnabled(self.session.writable and not wider)

    # what the user asks for -----------------------------------------------------------------

    @Slot()
    def _on_add(self) -> None:
        if self.site_id is not None:
            self.add_asked.emit(self.site_id)

    @Slot()
    def _on_open(self) -> None:
        if self.open.isEnabled():
            self.open_asked.emit(self.chosen()[0])

    @Slot()
    def _on_save(self) -> None:
        self.save_asked.emit(self.chosen()[0])

    @Slot()
    def _on_change(self) -> None:
        self.change_asked.emit(self.chosen()[0])

    @Slot()
    def _on_remove(self) -> None:
        if self.remove.isEnabled():
            self.remove_asked.emit(self.chosen())

    @Slot()
    def _on_shown(self) -> None:
        named = tuple(audience for audience, box in self.shown_to.items() if box.isChecked())
        self.showing_asked.emit(self.chosen()[0], named)

    @Slot()
    def _on_erase(self) -> None:
        self.erase_asked.emit(self._content.removed)

    def _takes(self) -> bool:
        snapshot = self.session.snapshot
        return self.site_id is not None and self.session.writable and snapshot.work.access.people_visible

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files where they can be kept."""
        if dropped_files(event) and self._takes():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take files."""
        files: list[Path] = dropped_files(event)
        event.acceptProposedAction()
        self.dropped.emit(self.site_id, files)


def _picture(file: CaseFile) -> QIcon:
    if not file.thumbnail:
        return icons.icon(_ICONS[file.kind], "muted")
    picture = QPixmap()
    picture.loadFromData(file.thumbnail)
    return QIcon(picture)


def _words(file: CaseFile) -> str:
    size = _size(file.size)
    facts = [i18n.name_of(file.kind), i18n.day(file.on) if file.on else "", size, file.suffix[1:].upper()]
    added = tr("added {day} by {user}", day=i18n.day(file.added_on), user=file.added_by)
    lines = [file.title, " · ".join(fact for fact in facts if fact), added]
    if file.may_be_seen_by(Audience.PUBLIC):
        lines.append(tr("Shown in papers for everybody"))
    elif file.may_be_seen_by(Audience.INVESTOR):
        lines.append(tr("Shown in papers for investors"))
    return "\n".join(lines)


def _size(count: int) -> str:
    if count < 1000:
        return ntr("{count} byte", "{count} bytes", count)
    if count < 100_000:
        return f"{i18n.number(count / 1000)} kB"
    return f"{i18n.number(count / 1_000_000, 1)} MB"
