"""Find a parcel by number in any spelling, identifier, street or case."""

from __future__ import annotations

import pandas as pd
from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.session import Session
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.i18n import tr
from flurinfill.model.progress import Progress
from flurinfill.project import queries

_TYPING_MS = 200
_SHOWN = 30


class SearchBox(Adaptive, QLineEdit):
    """A line that offers what it finds while one types.

    Signals
    -------
    found : list of str
        Parcel ids: the one that was chosen, or all of them on Enter.
    nothing_found : str
        What was looked for.
    """

    found = Signal(list)
    nothing_found = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._hits: dict[str, str] = {}
        self._submitted = False
        self.setClearButtonEnabled(True)
        self._icon = QAction(self)
        self.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self._offers = QStringListModel(self)
        completer = QCompleter(self._offers, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(12)
        completer.activated[str].connect(self._on_chosen)
        self._completer = completer
        completer.popup().setProperty("role", "offers")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._search)
        self.textEdited.connect(self._on_edited)
        self.returnPressed.connect(self._on_return)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setPlaceholderText(tr("Parcel, street or case …"))
        self.setAccessibleName(tr("Search for a parcel, a street or a case"))
        self.setToolTip(
            tr("Search for a parcel number in any spelling, an identifier, a street or a case (Ctrl+F)")
        )

    def restyle(self) -> None:
        """Set the icon anew."""
        self._icon.setIcon(icons.icon("search", "muted"))

    @Slot()
    def _on_edited(self) -> None:
        self._submitted = False
        self._typing.start()

    @Slot()
    def _on_return(self) -> None:
        if self._completer.popup().isVisible() and self._completer.popup().currentIndex().isValid():
            return
        self._submitted = True
        self._search()

    @Slot()
    def _search(self) -> None:
        self._typing.stop()
        words, project = self.text().strip(), self._session.project
        if project is None or len(words) < 1:
            return

        def work(progress: Progress) -> tuple[str, list[str]]:
            return words, queries.search(project, words)

        self._session.jobs.read("search", work, owner=self, done=self._on_found)

    def _on_found(self, answer: tuple[str, list[str]]) -> None:
        words, parcels = answer
        if self._submitted:
            self._submitted = False
            self._completer.popup().hide()
            if parcels:
                self.found.emit(parcels)
            else:
                self.nothing_found.emit(words)
            return
        snapshot = self._session.snapshot
        if snapshot is None or not self.hasFocus():
            return
        known = _best_first(
            [parcel for parcel in parcels if parcel in snapshot.parcels.index], words, snapshot
        )
        self._hits = {_offer(snapshot.parcels.loc[parcel]): parcel for parcel in known[:_SHOWN]}
        self._offers.setStringList(list(self._hits))
        self.setCompleter(self._completer)
        if self._hits:
            self._completer.complete()
            self._completer.popup().setCurrentIndex(QModelIndex())  # Qt preselects the first at times
        else:
            self._completer.popup().hide()

    @Slot(str)
    def _on_chosen(self, words: str) -> None:
        if words in self._hits:
            self._typing.stop()
            self.found.emit([self._hits[words]])

    def keyPressEvent(self, event: object) -> None:
        """Esc empties the line."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


def _best_first(parcels: list[str], words: str, snapshot: Snapshot) -> list[str]:
    """Streets that begin with what was typed come before those that contain it."""
    begins = (
        snapshot.parcels.loc[parcels, "address_text"].fillna("").str.lower().str.startswith(words.lower())
    )
    return [*begins.index[begins], *begins.index[~begins]]


def _offer(parcel: pd.Series) -> str:
    parts = [tr("Parcel {number}", number=parcel["number"]), parcel["gemarkung"], parcel["address_text"]]
    if parcel["flur"]:
        parts.insert(2, tr("Section {flur}", flur=str(parcel["flur"]).lstrip("0")))
    if parcel["case_no"]:
        parts.append(parcel["case_no"])
    return " · ".join(str(part) for part in parts if part)
