"""What can be done with the selected rows of a table: the menu of a right click, and copying."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from flurinfill.desktop.copying import as_text
from flurinfill.desktop.row_selection import RowSelection
from flurinfill.desktop.table_bar import TableBar
from flurinfill.desktop.table_view import TableView
from flurinfill.i18n import ntr, tr


class RowMenu(QObject):
    """Offers the commands of the bar where the rows are.

    Parameters
    ----------
    view : TableView
    selection : RowSelection
    bar : TableBar
    personal : frozenset of str
        Names of the columns that never leave by the clipboard.

    Signals
    -------
    about_to_show :
        The commands are about to be seen: switch off those that are not possible.
    copied : str
        What was copied, in words.
    """

    about_to_show = Signal()
    copied = Signal(str)

    def __init__(
        self, view: TableView, selection: RowSelection, bar: TableBar, personal: frozenset[str]
    ) -> None:
        super().__init__(view)
        self._view, self._selection, self._bar, self._personal = view, selection, bar, personal
        self._further: list[QAction] = []
        self._copy = QAction(view)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        view.addAction(self._copy)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self.open)
        self._copy.triggered.connect(self.copy)
        bar.copy.triggered.connect(self.copy)

    def retranslate(self) -> None:
        """Set the text anew."""
        self._copy.setText(tr("Copy rows with headings"))

    def offer_also(self, actions: Sequence[QAction]) -> None:
        """Offer these below the others."""
        self._further = list(actions)

    @Slot(QPoint)
    def open(self, place: QPoint) -> None:
        """Show the menu at a place of the view."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.about_to_show.emit()
        menu.addActions([self._bar.edit, self._copy, self._bar.export])
        if self._further:
            menu.addSeparator()
            menu.addActions(self._further)
        menu.popup(self._view.viewport().mapToGlobal(place))

    @Slot()
    def copy(self) -> None:
        """Copy the selected rows with the headings, for a spreadsheet; what is sealed stays here."""
        keys = self._selection.in_order()
        if not keys:
            return
        model, shown = self._view.frame_model, self._view.shown_columns()
        names = [name for name in shown if name not in self._personal]
        QGuiApplication.clipboard().setText(as_text(model.content, names, keys))
        words = ntr("{count} row copied with headings.", "{count} rows copied with headings.", len(keys))
        left = [entry.title() for entry in model.columns if entry.name in self._personal & set(shown)]
        if left:
            words += " " + tr("Left out, because it tells of owners: {columns}", columns=", ".join(left))
        self.copied.emit(words)
