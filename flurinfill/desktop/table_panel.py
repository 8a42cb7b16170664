"""A table with its views, filters, groups and sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from flurinfill.desktop import saved_views
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.arranging import Column, Wish
from flurinfill.desktop.column_chooser import ColumnChooser
from flurinfill.desktop.jobs import JobRunner
from flurinfill.desktop.row_arranger import RowArranger
from flurinfill.desktop.row_menu import RowMenu
from flurinfill.desktop.row_selection import RowSelection
from flurinfill.desktop.saved_views import View
from flurinfill.desktop.table_bar import TableBar
from flurinfill.desktop.table_body import TableBody
from flurinfill.desktop.table_foot import TableFoot, group_title
from flurinfill.desktop.tables import FrameModel
from flurinfill.desktop.view_choice import ViewChoice
from flurinfill.desktop.widgets import column
from flurinfill.usecases.filters import ColumnFilter

_TYPING_MS = 150


class TablePanel(Adaptive, QWidget):
    """A table of one kind of things.

    Parameters
    ----------
    columns : sequence of Column
        All that can be shown.
    views : sequence of View
        The built-in ones; the first is that of the start.
    jobs : JobRunner
        Sorts and filters long tables.
    words_in : sequence of str
        Columns that the search above the table looks into.
    number_column, area_column : str
        Columns of parcel numbers and of areas in m².

    Signals
    -------
    picked : list
        Keys of the rows that the user selected.
    activated : object
        Key of the row that was double-clicked or entered.
    next_step :
        The step that an empty table names was taken.
    unlock_asked :
        The view needs what is sealed.
    """

    picked = Signal(object)
    activated = Signal(object)
    next_step = Signal()
    unlock_asked = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        views: Sequence[View],
        jobs: JobRunner,
        *,
        words_in: Sequence[str],
        number_column: str,
        area_column: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.choice = ViewChoice(columns, views)
        self.model = FrameModel(columns, self, group_title)
        self._rows = RowArranger(
            self.model, jobs, words_in=words_in, number_column=number_column, area_column=area_column
        )
        self._turned: str | None = None
        self._sealed = False
        self._build()
        self._connect()
        self.view.show_columns(self.choice.shown_columns())
        self.settle()

    # layout -------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = column(self, margin=0, spacing=0)
        self.bar, self.body, self.foot = TableBar(), TableBody(self.model), TableFoot()
        self.search, self.view, self.empty = self.bar.search, self.body.view, self.body.empty
        layout.addWidget(self.bar)
        layout.addWidget(self.body, 1)
        layout.addWidget(self.foot)
        self.selection = RowSelection(self.view)
        self.menu = RowMenu(self.view, self.selection, self.bar, self.choice.personal)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self.view.head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _connect(self) -> None:
        self._connect_bar()
        view, body = self.view, self.body
        self._typing.timeout.connect(self.arrange)
        self.foot.show_all.clicked.connect(self.clear_filter)
        view.head.filtered.connect(self._on_filtered)
        view.head.sortIndicatorChanged.connect(self._on_sorted)
        view.head.customContextMenuRequested.connect(self.choose_columns)
        view.columns_moved.connect(self._on_columns)
        view.find_asked.connect(self.find)
        view.fold_asked.connect(self._on_fold)
        view.opened.connect(self.activated)
        body.next_step.connect(self.next_step)
        body.show_all_asked.connect(self.clear_filter)
        body.unlock_asked.connect(self.unlock_asked)
        self.selection.picked.connect(self._on_picked)
        self.menu.about_to_show.connect(self._show_possible)
        self.model.modelReset.connect(self._on_reset)

    def _connect_bar(self) -> None:
        bar = self.bar
        bar.search.textChanged.connect(self._on_typed)
        bar.views.activated.connect(self.use_view)
        bar.filters.toggled.connect(self.show_filters)
        bar.grouping.toggled.connect(self._on_grouping)
        bar.on_top.toggled.connect(self.arrange)
        bar.columns.clicked.connect(self.choose_columns)
        bar.menu.aboutToShow.connect(self._show_possible)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.menu.retranslate()
        self.view.head.retranslate()
        self.model.retranslate()
        self._show_state()
        self._show_sums()
        self._show_rows()

    def restyle(self) -> None:
        """Set every icon anew."""
        self.foot.restyle()
        self.empty.redraw()
        self.view.viewport().update()

    def condense(self, on: bool) -> None:
        """Be laid out densely, or as usual."""
        self.bar.condense(on)
        self.view.condense(on)

    # content ------------------------------------------------------------------------------

    def set_frame(
        self, frame: pd.DataFrame, *, more: pd.DataFrame | None = None, sealed: bool = False
    ) -> None:
        """Show other rows; view, filter and selection stay.

        Parameters
        ----------
        frame : DataFrame
            Its index holds the row keys.
        more : DataFrame, optional
            Further columns of the same keys.
        sealed : bool
            What tells of owners is not known now.
        """
        self._sealed = sealed
        self._rows.set_frame(frame, more)
        self.arrange()

    def show_selected(self, keys: Sequence[Any]) -> None:
        """Select these rows and bring the first into sight; nobody is told."""
        self.selection.show(keys)
        self._show_sums()
        if self.bar.on_top.isChecked():
            self.arrange()

    def step(self, forward: bool) -> Any:
        """Key of the row after (or before) the selected one, None at the end."""
        return self.model.key_beside(self.selection.keys[:1], forward)

    # views ----------------------------------------------------------------------------------

    def set_own_views(self, views: Sequence[View]) -> None:
        """Offer views that the project keeps."""
        self.choice.set_own(views)
        self._show_state()

    @Slot(int)
    def use_view(self, number: int) -> None:
        """Show a view."""
        self.choice.choose(number)
        self._rows.show_all()
        self.search.clear()
        self._follow_choice()

    def _follow_choice(self) -> None:
        """Let columns, headings and rows be as the view wants them."""
        self.view.show_columns(self.choice.shown_columns())
        self.view.show_sorted(self.choice.state.sort, descending=self.choice.state.descending)
        self.arrange()

    def _show_state(self) -> None:
        """Let bar and headings show what is in force."""
        choice, only = self.choice, self._rows.only_title
        self.bar.offer(choice, only)
        self.bar.show_switches(filters=self.filters_shown, grouping=choice.state.grouped)
        self.view.head.set_rules(choice.state.rules)
        self.foot.show_filter(choice.titles_of_rules(), only, narrowed=self._wish().narrows)

    def memory(self) -> str:
        """Return what the next session begins with, as text; nothing of the data, and no words typed."""
        return saved_views.as_plain(
            {
                "state": self.choice.kept_state().dump(),
                "widths": self.view.widths(),
                "filters": self.filters_shown,
                "view": self.choice.mark(),
            }
        )

    def remember(self, text: str) -> None:
        """Begin with what :meth:`memory` gave."""
        state, widths, filters_shown, mark = saved_views.from_plain(text)
        self.view.set_widths(widths)
        self.view.head.show_filters(filters_shown)
        self.choice.remember(state, mark)
        self._follow_choice()

    # filters ----------------------------------------------------------------------------------

    @property
    def filters_shown(self) -> bool:
        """Whether the filters below the headings are open."""
        return self.view.head.filters_shown

    @Slot(bool)
    def show_filters(self, on: bool) -> None:
        """Open or close the filters below the headings."""
        self.view.head.show_filters(on)
        self._show_state()

    @Slot()
    def find(self) -> None:
        """Go to the filter of the current column."""
        self.show_filters(True)
        self.view.head.focus_filter(self.view.current_column())

    def show_only(self, title: str, keys: Iterable[Any]) -> None:
        """Show these rows alone, under a title; every other filter is taken off."""
        self.use_view(0)
        self._rows.show_only(title, keys)
        self.arrange()

    def set_rules(self, rules: Mapping[str, ColumnFilter]) -> None:
        """Filter by columns."""
        self.choice.change(rules=dict(rules))
        self.arrange()

    @Slot()
    def clear_filter(self) -> None:
        """Show all rows again."""
        self._rows.show_all()
        self.search.clear()
        self.set_rules({})

    def filtered(self) -> bool:
        """Tell whether the filter hides rows."""
        return len(self.model.passed) < self.model.total

    def _wish(self) -> Wish:
        top = frozenset(self.selection.keys) if self.bar.on_top.isChecked() else None
        return self._rows.wish(self.choice.state, self.search.text().strip(), top)

    @Slot()
    def arrange(self) -> None:
        """Sort, filter and group as view, filters and typed words want it now."""
        self._typing.stop()
        self._rows.arrange(self._wish())
        self._show_state()

    # what happens -------------------------------------------------------------------------

    @Slot()
    def _on_typed(self) -> None:
        self._typing.start()

    @Slot(str, object)
    def _on_filtered(self, name: str, rule: ColumnFilter | None) -> None:
        rules = {**self.choice.state.rules}
        rules.pop(name, None)
        self.set_rules({**rules, name: rule} if rule is not None else rules)

    @Slot(int, Qt.SortOrder)
    def _on_sorted(self, number: int, order: Qt.SortOrder) -> None:
        name = self.model.columns[number].name if 0 <= number < len(self.model.columns) else ""
        self.choice.change(sort=name, descending=bool(name) and order == Qt.SortOrder.DescendingOrder)
        self.arrange()

    @Slot(bool)
    def _on_grouping(self, on: bool) -> None:
        self.choice.change(grouped=on)
        self._rows.open_all()
        self.arrange()

    @Slot(str, bool)
    def _on_fold(self, value: str, folded: bool) -> None:
        self._rows.fold(value, folded)
        self._turned = value
        self.arrange()

    @Slot()
    def choose_columns(self) -> None:
        """Let the user choose columns and their order."""
        chooser = ColumnChooser(self.model.columns, self.view.shown_columns(), self)
        chooser.chosen.connect(self._on_chosen)
        chooser.popup(self.bar.columns)

    @Slot(list)
    def _on_chosen(self, names: list[str]) -> None:
        self.view.show_columns(names or saved_views.usual(self.model.columns))
        self._on_columns()

    @Slot()
    def _on_columns(self) -> None:
        self.choice.show_columns(self.view.shown_columns())
        self._show_state()

    def _show_rows(self) -> None:
        self.body.show_rows(sealed=self._sealed and self.choice.asks_about_owners())

    @Slot()
    def _on_reset(self) -> None:
        self._show_sums()
        self._show_rows()
        turned, self._turned = self._turned, None
        self.selection.restore(scroll=turned is None)
        for at in self.model.heading_rows() if turned is not None else ():
            if self.model.group_at(at).value == turned:
                self.selection.go_to(at)

    @Slot(object)
    def _on_picked(self, keys: list[Any]) -> None:
        self._show_sums()
        self.picked.emit(keys)

    @Slot()
    def _show_possible(self) -> None:
        self.bar.show_possible(
            selected=bool(self.selection.keys),
            shown=len(self.model.passed) > 0,
            own=self.choice.current.view_id is not None,
        )

    def _show_sums(self) -> None:
        self.foot.show_sums(self.model, self.selection.mask)
