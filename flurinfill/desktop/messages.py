"""What is told above the work and in the status bar: what was refused, not found, not saved yet."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from flurinfill import i18n
from flurinfill.desktop.dialogs.base import describe
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.session import Session
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.i18n import ntr, tr
from flurinfill.model.errors import Cancelled, FlurinfillError, SealedError
from flurinfill.usecases.explaining import unusable_text


class Messages(QObject):
    """Puts what happens into words; nothing of it stops anybody.

    Signals
    -------
    unexpected : Exception
        It is none of the faults that are known.
    """

    unexpected = Signal(object)

    def __init__(self, window: MainWindow, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session = window, session
        session.refused.connect(self.tell_refusal)
        window.search.nothing_found.connect(self._on_nothing_found)
        window.search.more_found.connect(self._on_more_found)
        window.search.textEdited.connect(self.forget_search)
        inspector = window.workspace.inspector
        inspector.site.note.put_aside.connect(self._on_note_put_aside)
        inspector.form.put_aside.connect(self._on_values_put_aside)

    @Slot(object)
    def tell_refusal(self, error: Exception) -> None:
        """Say why something was not done."""
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, FlurinfillError):
            self.unexpected.emit(error)
            return

        def words() -> str:
            return describe(error)

        def unlock() -> str:
            return tr("Unlock …")

        project = self._session.project
        locked = isinstance(error, SealedError) and project is not None and project.sealed
        self._window.notices.show_notice("refused", "warn", words, action=unlock if locked else None)

    @Slot(str)
    def _on_nothing_found(self, looked_for: str) -> None:
        def words() -> str:
            return tr(
                "Nothing found for “{text}”. Try a number (25/3), a street or a case number.", text=looked_for
            )

        self._window.notices.show_notice("search", "info", words)

    @Slot(int)
    def _on_more_found(self, count: int) -> None:
        words = ntr(
            "{count} more was found; arrow down shows it.",
            "{count} more were found; arrow down shows them.",
            count,
        )
        self._window.status.say(words if count else "")

    @Slot()
    def forget_search(self) -> None:
        """Take away what was said about the last search."""
        self._window.notices.remove("search")

    def tell_read_only(self) -> None:
        """Say why the project can only be read, and who has it."""
        holder = self._session.project.held_by
        if self._session.project.read_only and holder is not None:

            def held() -> str:
                return tr(
                    "Read only: {user} has had this project open on {host} since {since}.",
                    user=holder.user,
                    host=holder.host,
                    since=i18n.moment(holder.since),
                )

            def take_over() -> str:
                return tr("Take over …")

            self._window.notices.show_notice("held", "warn", held, action=take_over, closable=False)
        elif self._session.project.read_only:

            def words() -> str:
                return tr("Read only: the file or its folder cannot be written.")

            self._window.notices.show_notice("held", "warn", words, closable=False)

    def tell_unusable(self, snapshot: Snapshot) -> None:
        """Name the kept rules that this program does not know; they judge nothing until saved anew."""
        unusable = [judge for judge in snapshot.judges if judge.unknown_rules]

        def words() -> str:
            return " ".join(unusable_text(judge) for judge in unusable)

        if unusable:
            self._window.notices.show_notice("rules", "warn", words, closable=False)
        else:
            self._window.notices.remove("rules")

    @Slot(str)
    def _on_note_put_aside(self, case_no: str) -> None:
        task = self._session.jobs.title
        if not task:  # the reason was told, and stays to be read
            self._window.status.say(
                tr(
                    "The note of {case} is not saved yet; it is there when the site is selected again.",
                    case=case_no,
                )
            )
            return

        def words() -> str:
            return tr("The note of {case} is saved as soon as this is done: {task}.", case=case_no, task=task)

        self._window.notices.show_notice("note", "info", words)

    @Slot(str, str)
    def _on_values_put_aside(self, case_no: str, fields: str) -> None:
        def words() -> str:
            return tr(
                "Not entered for {case}: {fields}. It stands there again when the site is selected.",
                case=case_no,
                fields=fields,
            )

        self._window.notices.show_notice("form", "warn", words)
