"""What explains the program and the data: words, version, the data doctor's report."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from flurinfill.desktop.dialogs.about import AboutDialog
from flurinfill.desktop.dialogs.findings import DoctorDialog
from flurinfill.desktop.dialogs.glossary import GlossaryDialog
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.session import Session


class HelpTasks(QObject):
    """Opens a dialog for each."""

    def __init__(self, window: MainWindow, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session = window, session

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {"doctor": self._show_doctor, "glossary": self._show_glossary, "about": self._show_about}

    @Slot()
    def _show_doctor(self) -> None:
        DoctorDialog(self._session.snapshot, self._window).open()

    @Slot()
    def _show_glossary(self) -> None:
        GlossaryDialog(self._window).open()

    @Slot()
    def _show_about(self) -> None:
        AboutDialog(self._window).open()
