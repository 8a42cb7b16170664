"""One line finds parcels, streets, cases, and with the passphrase owners and notes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.search_offers import OfferDelegate, Offers
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.i18n import tr
from flurinfill.model.errors import SealedError
from flurinfill.model.progress import Progress
from flurinfill.project.queries import Hit, HitKind, Searcher

_TYPING_MS = 120
_VISIBLE = 14
_WIDEST = 84 * GRID
_SITES = frozenset({HitKind.CASE, HitKind.NOTE})


class SearchBox(Adaptive, QLineEdit):
    """A line that offers what it finds while one types.

    Enter takes the first that was found, Down walks through the offers. An address that several
    villages have is offered only: nobody is led to the wrong one.

    Signals
    -------
    found : list of str
        Parcel ids of the chosen line, or of the first one on Enter.
    site_found : int
        A case, or the case of a note.
    more_found : int
        So many others were found beside the first one, which was taken.
    nothing_found : str
        What was looked for.
    """

    found = Signal(list)
    site_found = Signal(int)
    more_found = Signal(int)
    nothing_found = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._searcher: Searcher | None = None
        self._submitted = False
        self.setClearButtonEnabled(True)
        self._icon = QAction(self)
        self.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self.offers = Offers(self)
        completer = QCompleter(self.offers, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(_VISIBLE)
        completer.activated[QModelIndex].connect(self._on_chosen)
        self._completer = completer
        popup = completer.popup()
        popup.setProperty("role", "offers")
        popup.setItemDelegate(OfferDelegate(popup))
        popup.setUniformItemSizes(True)
        popup.setMouseTracking(True)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._search)
        self.textEdited.connect(self._on_edited)
        self.returnPressed.connect(self._on_return)
        session.loaded.connect(self._on_loaded)
        session.refreshed.connect(self._on_refreshed)
        session.closed.connect(self._on_closed)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self._completer.popup().setAccessibleName(tr("What was found"))
        self._show_words()

    def _show_words(self) -> None:
        snapshot = self._session.snapshot
        people = snapshot is not None and snapshot.work.access.people_visible
        words = (
            tr("Search for a parcel, a street, a case, an owner or a note")
            if people
            else tr("Search for a parcel, a street or a case")
        )
        self.setPlaceholderText(
            tr("Parcel, street, case, owner, note …") if people else tr("Parcel, street or case …")
        )
        self.setAccessibleName(words)
        self.setToolTip(tr("{what} (Ctrl+F); parcel numbers in any spelling", what=words))

    def restyle(self) -> None:
        """Set the icon anew."""
        self._icon.setIcon(icons.icon("search", "muted"))

    # what the project says ------------------------------------------------------------------

    @Slot()
    def _on_loaded(self) -> None:
        project = self._session.project
        self._searcher = Searcher(project) if project is not None else None
        self.offers.clear()  # they may name owners, and the data may be locked now
        self._show_words()

    @Slot(object)
    def _on_refreshed(self, sites: object) -> None:
        if self._searcher is not None:
            self._searcher.forget()
        self._show_words()

    @Slot()
    def _on_closed(self) -> None:
        self._searcher = None
        self.offers.clear()

    # searching ------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Read the parcels before the first letter is typed."""
        super().focusInEvent(event)
        searcher = self._searcher
        if searcher is not None and not searcher.ready:

            def work(progress: Progress) -> None:
                searcher.prepare()

            self._session.jobs.read("search-index", work, owner=self, done=self._on_ready)

    def _on_ready(self, answer: object) -> None:
        """Nothing to show yet."""

    @Slot()
    def _on_edited(self) -> None:
        self._submitted = False
        if self.text().strip():
            self._typing.start()
        else:
            self._typing.stop()
            self._completer.popup().hide()

    @Slot()
    def _on_return(self) -> None:
        if self._completer.popup().isVisible() and self._completer.popup().currentIndex().isValid():
            return
        self._submitted = True
        self._search()

    @Slot(str)
    def look_for(self, words: str) -> None:
        """Go to the first that is found, as if this had been typed and Enter been pressed."""
        self.setText(words)
        self._submitted = True
        self._search()

    @Slot()
    def _search(self) -> None:
        self._typing.stop()
        words, searcher = self.text().strip(), self._searcher
        if searcher is None or not words:
            return

        def work(progress: Progress) -> tuple[str, list[Hit]]:
            return words, searcher.find(words)

        self._session.jobs.read("search", work, owner=self, done=self._on_found, failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, SealedError):  # locked in the middle of it
            self._session.refused.emit(error)

    def _on_found(self, answer: tuple[str, list[Hit]]) -> None:
        words, hits = answer
        if self._submitted:
            self._submitted = False
            self._completer.popup().hide()
            if not hits:
                self.nothing_found.emit(words)
                return
            if not _in_several_villages(hits):
                self._go(hits[:1])
                self.more_found.emit(len(hits) - 1)
                return
        snapshot = self._session.snapshot
        if snapshot is None or not self.hasFocus():
            return
        self.offers.show_hits(hits, words, snapshot)
        self.setCompleter(self._completer)
        if hits:
            self._open()
        else:
            self._completer.popup().hide()

    def _open(self) -> None:
        """Drop the offers down, wider than the line and inside the window."""
        window = self.window()
        width = min(_WIDEST, window.width() - 2 * GRID)
        left = self.mapTo(window, self.rect().topLeft()).x()
        shift = min(window.width() - GRID - width - left, 0)
        rect = self.rect().translated(shift, 0)
        rect.setWidth(max(width, self.width()))
        self._completer.complete(rect)
        self._completer.popup().setCurrentIndex(QModelIndex())  # Qt preselects the first at times

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        hits = Offers.hits(index)
        if hits:
            self._typing.stop()
            self._go(hits)

    def _go(self, hits: Sequence[Hit]) -> None:
        first = hits[0]
        if first.kind in _SITES and len(hits) == 1 and first.site_id is not None:
            self.site_found.emit(first.site_id)
        else:
            self.found.emit(list(dict.fromkeys(parcel for hit in hits for parcel in hit.parcel_ids)))

    def keyPressEvent(self, event: object) -> None:
        """Esc empties the line."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


def _in_several_villages(hits: Sequence[Hit]) -> bool:
    """Tell whether the first hit is an address that there is once more elsewhere."""
    first, *others = hits
    return first.kind is HitKind.ADDRESS and any(
        each.kind is HitKind.ADDRESS and each.matched == first.matched for each in others
    )
