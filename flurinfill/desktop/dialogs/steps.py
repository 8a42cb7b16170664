"""A dialog of several pages, one of which shows how far a run is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.import_pages import RunPage
from flurinfill.desktop.session import Session
from flurinfill.model.errors import FlurinfillError


class StepsDialog(Dialog):
    """Goes from page to page; the last one but one shows the run, the last what came of it.

    Subclasses have ``_show_state``, ``_on_back``, ``_on_next`` and ``_on_failed``.
    """

    def _lay_out(self, session: Session, before: Sequence[QWidget], after: QWidget, height: int) -> None:
        """Put the pages below one another, with the buttons that lead through them.

        Parameters
        ----------
        session : Session
        before, after
            Pages before the run, and the one after it.
        height : int
            So high are the pages where the screen has room.
        """
        self._session, self.run_page = session, RunPage()
        self.pages = QStackedWidget()
        for page in (*before, self.run_page, after):
            self.pages.addWidget(page)
        self.pages.setMinimumHeight(self.lowest(height))
        self.body.addWidget(self.pages, 1)
        self.back, self.cancel = self.add_button(), self.add_button()
        self.next = self.add_button(primary=True)
        self.back.clicked.connect(self._on_back)
        self.cancel.clicked.connect(self._on_cancel)
        self.next.clicked.connect(self._on_next)
        session.jobs.progressed.connect(self.run_page.show_progress)

    def _go(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self._show_state()

    def _start(self, title: str, work: Callable[..., Any], done: Callable[[Any], None]) -> None:
        """Start the run and show it; say so where another job is in the way."""
        jobs = self._session.jobs
        if jobs.start(title, work, owner=self, done=done, failed=self._on_failed):
            self.run_page.show_progress("", 0, 0)
            self._go(self.pages.indexOf(self.run_page))
        else:
            self.show_error(FlurinfillError("job_running", task=jobs.title))

    @property
    def _running(self) -> bool:
        return self.pages.currentWidget() is self.run_page

    @Slot()
    def _on_cancel(self) -> None:
        if self._running:
            self._session.jobs.cancel()
            self.cancel.setEnabled(False)
        elif self.pages.currentIndex() == self.pages.count() - 1:
            self.accept()
        else:
            self.reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing while it runs means cancelling, not leaving it alone."""
        if self._running:
            self._on_cancel()
            event.ignore()
            return
        super().closeEvent(event)

    def reject(self) -> None:
        """Esc while it runs cancels the run."""
        if self._running:
            self._on_cancel()
            return
        super().reject()
