"""The rows of a table, or why there are none and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from flurinfill.desktop.table_view import TableView
from flurinfill.desktop.tables import FrameModel
from flurinfill.desktop.widgets import EmptyState, column
from flurinfill.i18n import tr

_UNBOUND = (1 << 24) - 1
"""Qt's QWIDGETSIZE_MAX: no limit to a height."""


class TableBody(QWidget):
    """A view of rows with the empty state in their place.

    Signals
    -------
    next_step :
        The step that an empty table names was taken.
    show_all_asked :
        The filter that hides every row shall be taken off.
    unlock_asked :
        The view needs what is sealed.
    """

    next_step = Signal()
    show_all_asked = Signal()
    unlock_asked = Signal()

    def __init__(self, model: FrameModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, margin=0, spacing=0)
        self._model = model
        self._sealed = False
        self.view = TableView(model)
        self.empty = EmptyState("table")
        self.empty.hide()
        layout.addWidget(self.view, 1)
        layout.addWidget(self.empty, 1)
        self.view.head.geometriesChanged.connect(self._make_room)
        self.empty.acted.connect(self._on_acted)

    def show_rows(self, *, sealed: bool) -> None:
        """Show the rows; without any say why.

        Parameters
        ----------
        sealed : bool
            The filter asks for what cannot be read now.
        """
        self._sealed = sealed and self._model.total > 0
        if self._model.total and not self._model.rowCount():
            self._say_why()
        self._make_room()

    def _say_why(self) -> None:
        if self._sealed:
            self.empty.show_texts(
                tr("This view needs the protected data"),
                tr("It asks what owners said. The passphrase opens it for this session."),
                tr("Unlock …"),
            )
        else:
            self.empty.show_texts(
                tr("Nothing matches the filter"),
                tr("Change the filter, or show everything again."),
                picture=False,  # headings and filters stand above it; the foot has the button
            )

    @Slot()
    def _make_room(self) -> None:
        """Headings and filters stay above the empty state, or what is typed could not be mended."""
        empty = not self._model.rowCount()
        self.view.setMinimumHeight(self.view.height_of_headings() if empty else 0)
        self.view.setMaximumHeight(self.view.height_of_headings() if empty else _UNBOUND)
        self.view.setVisible(self._model.total > 0 or not empty)
        self.empty.setVisible(empty)

    @Slot()
    def _on_acted(self) -> None:
        if self._sealed:
            self.unlock_asked.emit()
        elif self._model.total:
            self.show_all_asked.emit()
        else:
            self.next_step.emit()
