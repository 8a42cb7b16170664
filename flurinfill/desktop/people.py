"""What the panels of owners and contacts share: read people only while they are looked at."""

from __future__ import annotations

from typing import Any

import pandas as pd
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.session import Session
from flurinfill.desktop.widgets import EmptyState, column
from flurinfill.i18n import tr
from flurinfill.model.errors import SealedError
from flurinfill.model.progress import Progress


class PeoplePanel(Adaptive, QWidget):
    """A panel over personal data of one site: locked, empty, or filled.

    Reads of owner data are logged in the project, so nothing is read while the panel is hidden.
    Subclasses say what to read (:meth:`read`, in a worker) and show it (:meth:`fill`).

    Signals
    -------
    unlock_asked :
        The user wants to unlock the personal data.
    """

    unlock_asked = Signal()

    def __init__(self, session: Session, key: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._key = session, key
        self.site: pd.Series | None = None
        self.site_id: int | None = None
        self._stale = False
        self.empty = EmptyState(icon)
        self.empty.acted.connect(self._on_acted)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        layout = column(self, margin=0)
        layout.addWidget(self.stack)

    # for subclasses -----------------------------------------------------------------------

    def read(self, site_id: int, parcels: tuple[str, ...]) -> Any:
        """Read what the panel shows; runs in a worker."""
        raise NotImplementedError

    def fill(self, content: Any) -> bool:
        """Show what was read; False when there is nothing to show."""
        raise NotImplementedError

    def empty_texts(self) -> tuple[str, str]:
        """Headline and sentence when there is nothing."""
        raise NotImplementedError

    def empty_action(self) -> str:
        """Text of the button when there is nothing; ``""`` for none."""
        return ""

    def act(self) -> None:
        """Do what :meth:`empty_action` says."""

    def obstacle(self) -> tuple[str, ...] | None:
        """Headline, sentence and maybe a button where nothing can be read now; None where it can."""
        snapshot = self.session.snapshot
        if snapshot is None or self.site is None:
            return tr("No site selected"), tr("People are kept with sites. Select one.")
        access = snapshot.work.access
        if access.sealed:
            return (
                tr("Locked"),
                tr("Owners, contacts and notes are protected. The passphrase opens them for this session."),
                tr("Unlock …"),
            )
        if not access.has_vault:
            return (
                tr("No personal data"),
                tr("Owners, contacts and notes need a protected area, which this project has not yet."),
                tr("Set up …") if self.session.writable else "",
            )
        return None

    # ----------------------------------------------------------------------------------------

    def show_site(self, site_id: int | None) -> None:
        """Show the people of a site (None: of none)."""
        snapshot = self.session.snapshot
        known = snapshot is not None and site_id is not None and site_id in snapshot.work.sites.index
        self.site_id = site_id if known else None
        self.site = snapshot.work.sites.loc[site_id] if known else None
        self._stale = True
        self._read_if_seen()

    def retranslate(self) -> None:
        """Show everything anew."""
        self._stale = True
        self._read_if_seen()

    def restyle(self) -> None:
        """Show everything anew."""
        self.empty.redraw()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was put off."""
        super().showEvent(event)
        self._read_if_seen()

    def _read_if_seen(self) -> None:
        if not self.isVisible() or not self._stale:
            return
        self._stale = False
        self.session.jobs.forget(self._key)
        obstacle = self.obstacle()
        if obstacle is not None:
            self._show_empty(*obstacle)
            return
        site_id, parcels = int(self.site_id), tuple(self.site["parcel_ids"])

        def work(progress: Progress) -> Any:
            return self.read(site_id, parcels)

        self.session.jobs.read(self._key, work, owner=self, done=self._on_read, failed=self._on_failed)

    def _on_read(self, content: Any) -> None:
        if self.fill(content):
            self.stack.setCurrentIndex(1)
        else:
            self._show_empty(*self.empty_texts(), self.empty_action() if self.session.writable else "")

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, SealedError):
            self._show_empty(
                tr("Locked"), tr("The passphrase opens owners, contacts and notes."), tr("Unlock …")
            )
        else:
            self.session.refused.emit(error)

    def _show_empty(self, headline: str, sentence: str, action: str = "") -> None:
        self.empty.show_texts(headline, sentence, action)
        self.stack.setCurrentIndex(0)

    @Slot()
    def _on_acted(self) -> None:
        snapshot = self.session.snapshot
        if snapshot is not None and not snapshot.work.access.people_visible:
            self.unlock_asked.emit()
        else:
            self.act()
