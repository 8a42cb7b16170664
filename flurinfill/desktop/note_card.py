"""The note of a site: typed freely, saved when another site is shown, never lost in silence."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, text
from flurinfill.i18n import tr
from flurinfill.project import operations


@dataclass(frozen=True)
class _Draft:
    """What was typed, and the note that it began with."""

    words: str
    seen: str


class NoteCard(Adaptive, QFrame):
    """Shows and takes the note of one site.

    A note that cannot be saved when another site is shown is put aside: it is saved when the job that
    was in the way ends, or stands there again when its site is shown.

    Signals
    -------
    unlock_asked :
        The user wants to unlock the personal data.
    put_aside : str
        The note of this case is not saved yet.
    """

    unlock_asked = Signal()
    put_aside = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._site: pd.Series | None = None
        self._seen = ""
        self._drafts: dict[int, _Draft] = {}
        self._build()
        session.jobs.finished.connect(self._save_drafts)
        session.closed.connect(self._forget)
        self.settle()

    def _build(self) -> None:
        self.setProperty("role", "card")
        layout = column(self, margin=GRID + 4)
        self._title = text("section")
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(10 * GRID)
        self.text.setMaximumHeight(18 * GRID)
        self.text.textChanged.connect(self._on_edited)
        self.text.installEventFilter(self)
        self.conflict = text("warn", wrap=True, selectable=True)
        self.conflict.hide()
        self._locked = text("muted", wrap=True)
        self.save = button()
        self.save.setEnabled(False)
        self.save.clicked.connect(self.flush)
        self.unlock = button()
        self.unlock.clicked.connect(self.unlock_asked)
        for part in (self._title, self.conflict, self.text, self._locked):
            layout.addWidget(part)
        ends = row()
        ends.addWidget(self.save)
        ends.addWidget(self.unlock)
        ends.addStretch(1)
        layout.addLayout(ends)

    def retranslate(self) -> None:
        """Set every text anew."""
        self._title.setText(tr("Note"))
        self.text.setAccessibleName(tr("Note"))
        self.text.setPlaceholderText(tr("Facts about the plot – nothing about people’s health or disputes."))
        self.save.setText(tr("Save the note"))
        self.unlock.setText(tr("Unlock …"))
        self._show_access()

    # content ------------------------------------------------------------------------------

    @property
    def dirty(self) -> bool:
        """Something is typed that is not saved."""
        return self.save.isEnabled()

    def show_site(self, site: pd.Series | None) -> None:
        """Show the note of a site (None: of none); what is typed for it stays."""
        if _number(site) == _number(self._site):
            self._site = site
            self._follow()
        else:
            self._leave()
            self._site = site
            self._begin()
        self._show_access()

    def _leave(self) -> None:
        """Save what is typed, or put it aside."""
        if self._site is None or self._save_current():
            return
        self._drafts[int(self._site.name)] = _Draft(self.text.toPlainText(), self._seen)
        self.put_aside.emit(str(self._site["case_no"]))

    def _begin(self) -> None:
        """Show what is stored, or what was put aside."""
        draft = self._drafts.pop(int(self._site.name), None) if self._site is not None else None
        self._fill(_note_of(self._site))
        if draft is not None:
            self._seen = draft.seen
            self.text.setPlainText(draft.words)
            self._follow()

    def _follow(self) -> None:
        """Show what is stored now; where somebody is typing, say that it became something else."""
        stored = _note_of(self._site)
        if not self.dirty:
            self._fill(stored)
        elif stored != self._seen:
            self._seen = stored
            self.conflict.setText(
                tr("Meanwhile the note became: “{text}”. Saving replaces it.", text=stored)
                if stored
                else tr("Meanwhile the note was taken away. Saving brings yours in.")
            )
            self.conflict.show()

    def _fill(self, words: str) -> None:
        self._seen = words
        if self.text.toPlainText() != words:
            self.text.blockSignals(True)
            self.text.setPlainText(words)
            self.text.blockSignals(False)
        self.save.setEnabled(False)
        self.conflict.hide()

    def _show_access(self) -> None:
        snapshot = self._session.snapshot
        if snapshot is None:
            return
        access = snapshot.work.access
        self.text.setVisible(access.people_visible)
        self.text.setReadOnly(not self._session.writable)
        self.save.setVisible(access.people_visible and self._session.writable)
        self._locked.setVisible(not access.people_visible)
        self.unlock.setVisible(access.sealed)
        self._locked.setText(
            tr("Locked. Notes may speak of people; the passphrase opens them.")
            if access.sealed
            else tr("Notes need a protected area for personal data; the first import of owners sets it up.")
        )

    # what happens -------------------------------------------------------------------------

    @Slot()
    def _on_edited(self) -> None:
        self.save.setEnabled(True)

    @Slot()
    def flush(self) -> bool:
        """Save what is typed; False when it could not be, and is still there."""
        self._save_drafts()
        return self._save_current()

    def _save_current(self) -> bool:
        if self._site is None or not self.dirty:
            return True
        words = self.text.toPlainText().strip()
        self.save.setEnabled(False)
        site_id = int(self._site.name)
        if not self._session.apply(operations.set_note, site_id, words, seen=self._seen):
            self.save.setEnabled(True)
            return False
        self._seen = words
        self.conflict.hide()
        return True

    @Slot()
    def _save_drafts(self) -> None:
        """Save what was put aside, now that nothing is in the way; what is refused stays."""
        project = self._session.project
        for site_id, draft in list(self._drafts.items()):
            if project is None or project.sealed or self._session.jobs.busy:
                return
            words = draft.words.strip()
            if self._session.apply(operations.set_note, site_id, words, seen=draft.seen):
                self._drafts.pop(site_id, None)

    @Slot()
    def _forget(self) -> None:
        """What was typed belongs to the project that is closed; another one has sites of the same number."""
        self._drafts.clear()
        self._site = None
        self._fill("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter in the note saves it."""
        enter = event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.flush()
            return True
        return super().eventFilter(watched, event)


def _number(site: pd.Series | None) -> int | None:
    return None if site is None else int(site.name)


def _note_of(site: pd.Series | None) -> str:
    note = site["note"] if site is not None else None
    return note if isinstance(note, str) else ""
