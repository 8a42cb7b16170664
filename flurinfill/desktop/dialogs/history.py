"""What was done in the project, newest first."""

from __future__ import annotations

from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from flurinfill import i18n
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.history_texts import entry_text
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.i18n import tr
from flurinfill.model.progress import Progress
from flurinfill.project import queries
from flurinfill.project.queries import HistoryEntry


class HistoryDialog(Dialog):
    """Lists the history of the project."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=720)
        self._session = session
        self._entries: list[HistoryEntry] = []
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setColumnCount(3)
        self.list.setMinimumHeight(self.lowest(45 * GRID))
        self.list.setAlternatingRowColors(True)
        self.body.addWidget(self.list)
        self._close = self.add_button(primary=True)
        self._close.clicked.connect(self.dismiss)
        self.settle()
        self._read()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("History"))
        self.headline.setText(tr("History"))
        self.list.setAccessibleName(tr("History"))
        self.sentence.setText(tr("Every change with its time and the person who made it."))
        self.list.setHeaderLabels([tr("When"), tr("What"), tr("Who")])
        self._close.setText(tr("Close"))
        self._fill()

    def _read(self) -> None:
        project = self._session.project
        if project is None:
            return

        def work(progress: Progress) -> list[HistoryEntry]:
            return queries.history(project)

        self._session.jobs.read("history", work, owner=self, done=self._on_read)

    def _on_read(self, entries: list[HistoryEntry]) -> None:
        self._entries = entries
        self._fill()

    def _fill(self) -> None:
        self.list.clear()
        for entry in self._entries:
            words = entry_text(entry)
            what = tr("{what} (undone)", what=words) if entry.undone else words
            self.list.addTopLevelItem(QTreeWidgetItem([i18n.moment(entry.at), what, entry.user]))
        self.list.setColumnWidth(0, 19 * GRID)
        self.list.setColumnWidth(1, 47 * GRID)
