"""Something went wrong that nobody expected: say so calmly, offer the details."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from flurinfill import i18n
from flurinfill.desktop import fault_log
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.fault_log import HardCrash
from flurinfill.desktop.fault_report import report
from flurinfill.desktop.widgets import text
from flurinfill.i18n import ntr, tr


class ReportDialog(Dialog):
    """A report that is folded away and can be copied."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, width=560)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setTabChangesFocus(True)
        self.details.setMinimumHeight(160)
        self.details.hide()
        self.body.addWidget(self.details)
        self._place = text("small", wrap=True, selectable=True)
        self.body.addWidget(self._place)
        self._toggle = self.add_button()
        self._toggle.clicked.connect(self._on_toggle)
        self.copy = self.add_button()
        self.copy.clicked.connect(self._on_copy)

    def retranslate(self) -> None:
        """Set the texts that all reports share."""
        self.details.setAccessibleName(tr("Details"))
        self._toggle.setText(tr("Details"))
        self.copy.setText(tr("Copy the report"))

    @Slot()
    def _on_toggle(self) -> None:
        self.details.setVisible(self.details.isHidden())

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())


class CrashDialog(ReportDialog):
    """Shows an unexpected error; further ones are added while it is open."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._further = 0
        self.details.setPlainText(report(error))
        self._close = self.add_button(primary=True)
        self._close.clicked.connect(self.dismiss)
        self.settle()

    def add(self, error: BaseException) -> None:
        """Take one more error into the report."""
        self._further += 1
        self.details.appendPlainText(f"\n{report(error)}")
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.setWindowTitle(tr("Unexpected error"))
        self.headline.setText(tr("That should not have happened"))
        self.sentence.setText(
            tr(
                "What was confirmed is saved in the project. You can go on; when it happens again, send "
                "the report to whoever looks after the program. It holds no names and no data of the "
                "project."
            )
        )
        where = tr("It is also in the log: {path}", path=fault_log.log_file())
        more = ntr("{count} further error.", "{count} further errors.", self._further)
        self._place.setText(f"{more} {where}" if self._further else where)
        self._close.setText(tr("Go on"))


class HardCrashDialog(ReportDialog):
    """Offers what the last run left behind when it crashed."""

    def __init__(self, crashes: Sequence[HardCrash], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._crashes = crashes
        self.details.setPlainText("\n\n".join(crash.text for crash in crashes))
        self.delete = self.add_button()
        self.delete.clicked.connect(self._on_delete)
        self.keep = self.add_button(primary=True)
        self.keep.clicked.connect(self._on_keep)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.setWindowTitle(tr("Unexpected end"))
        self.headline.setText(tr("Last time the program ended unexpectedly"))
        self.sentence.setText(
            tr(
                "That was on {when}. What was confirmed is saved in the project. The report says at "
                "which place of the program it happened; it holds no names and no data of the project.",
                when=i18n.moment(self._crashes[0].at),
            )
        )
        self._place.setText(tr("It is kept in {path}", path=self._crashes[0].path.parent))
        self.delete.setText(tr("Delete the report"))
        self.keep.setText(tr("Keep the report"))

    @Slot()
    def _on_delete(self) -> None:
        for crash in self._crashes:
            fault_log.delete(crash)
        self.accept()

    @Slot()
    def _on_keep(self) -> None:
        self.dismiss()

    def done(self, result: int) -> None:
        """However it is closed, the report is not offered again."""
        for crash in self._crashes:
            fault_log.keep(crash)
        super().done(result)
