"""The line above a table: which view, words to look for, and how the rows are shown. A layout only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QToolButton, QWidget

from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.density import condense, set_height_of_margins
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.view_choice import ViewChoice
from flurinfill.desktop.widgets import choice_box, row
from flurinfill.i18n import tr

_SWITCHES = ("filters", "grouping", "on_top", "columns", "more")
_ICONS = {"filters": "filter", "grouping": "group", "on_top": "to_top", "columns": "columns", "more": "more"}


class TableBar(Adaptive, QWidget):
    """Views, search, switches and a menu for what is done more rarely."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = row(self, margin=GRID // 2, spacing=GRID // 2)
        self.views: QComboBox = choice_box()
        self.views.setMinimumContentsLength(9)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(9 * GRID)
        self.filters, self.grouping, self.on_top = (QToolButton() for _ in range(3))
        self.columns, self.more = QToolButton(), QToolButton()
        for switch in (self.filters, self.grouping, self.on_top):
            switch.setCheckable(True)
        self.menu = QMenu(self)
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        line.addWidget(self.views, 2)
        line.addWidget(self.search, 3)
        for name in _SWITCHES:
            switch = getattr(self, name)
            switch.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            line.addWidget(switch)
        self.edit, self.copy, self.export = QAction(self), QAction(self), QAction(self)
        self.keep, self.remove = QAction(self), QAction(self)
        for action in (self.edit, self.copy, self.export):
            self.menu.addAction(action)
        self.menu.addSeparator()
        for action in (self.keep, self.remove):
            self.menu.addAction(action)
        self.setMinimumWidth(34 * GRID)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.search.setPlaceholderText(tr("Filter: number, street, case …"))
        self.search.setAccessibleName(tr("Filter the table"))
        self.views.setAccessibleName(tr("View of the table"))
        self.views.setToolTip(tr("Views: columns, filters and order under a name"))
        for switch, words in (
            (self.filters, tr("Filters below the headings (Ctrl+F in the table)")),
            (self.grouping, tr("Group by village")),
            (self.on_top, tr("Selected rows on top")),
            (self.columns, tr("Choose columns …")),
            (self.more, tr("Edit, copy, export, keep the view")),
        ):
            switch.setToolTip(words)
            switch.setAccessibleName(words)
        self.edit.setText(tr("Edit the selected rows …"))
        self.copy.setText(tr("Copy rows with headings"))
        self.export.setText(tr("Export what is shown …"))
        self.keep.setText(tr("Keep this view …"))
        self.remove.setText(tr("Delete this view"))

    def restyle(self) -> None:
        """Set every icon anew."""
        for name, icon in _ICONS.items():
            getattr(self, name).setIcon(icons.icon(icon))
        for action, icon in ((self.edit, "edit"), (self.copy, "copy"), (self.export, "export")):
            action.setIcon(icons.icon(icon))

    def condense(self, on: bool) -> None:
        """Be lower, or as usual."""
        set_height_of_margins(self.layout(), GRID // 2, on)
        condense(self, on)

    def offer(self, choice: ViewChoice, only: str) -> None:
        """Offer the views; a changed one says so, and one that shows some rows only says which."""
        self.views.blockSignals(True)
        self.views.clear()
        for number, view in enumerate(choice.views):
            title = view.title()
            if number == choice.number and only:
                title = tr("Only: {title}", title=only)
            elif number == choice.number and choice.changed:
                title = tr("{view} (changed)", view=title)
            self.views.addItem(title)
        self.views.setCurrentIndex(choice.number)
        self.views.blockSignals(False)

    def show_switches(self, *, filters: bool, grouping: bool) -> None:
        """Show what is switched on; nobody is told."""
        for switch, on in ((self.filters, filters), (self.grouping, grouping)):
            switch.blockSignals(True)
            switch.setChecked(on)
            switch.blockSignals(False)

    def show_possible(self, *, selected: bool, shown: bool, own: bool) -> None:
        """Offer what can be done with selected rows, with any that are shown, with a view of one's own."""
        self.edit.setEnabled(selected)
        self.copy.setEnabled(selected)
        self.export.setEnabled(shown)
        self.remove.setEnabled(own)
