"""A table with its views, filters, groups and sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from flurinfill.desktop import saved_views
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.arranging import Arrangement, Column, Content, Group, Wish
from flurinfill.desktop.column_chooser import ColumnChooser
from flurinfill.desktop.copying import as_text
from flurinfill.desktop.jobs import JobRunner
from flurinfill.desktop.row_selection import RowSelection
from flurinfill.desktop.saved_views import TableState, View
from flurinfill.desktop.table_bar import TableBar
from flurinfill.desktop.table_foot import TableFoot, sum_text
from flurinfill.desktop.table_view import TableView
from flurinfill.desktop.tables import FrameModel
from flurinfill.desktop.widgets import EmptyState, column
from flurinfill.i18n import ntr, tr
from flurinfill.model.progress import Progress
from flurinfill.usecases.filters import ColumnFilter

_TYPING_MS = 150
_EXPORT_NAMES = {"parcel_key": "parcel_id"}
_UNBOUND = (1 << 24) - 1
"""Qt's QWIDGETSIZE_MAX: no limit to a height."""
_AT_ONCE = 3000
"""Rows that are arranged without a worker: it takes some milliseconds, and nothing flickers."""


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
    edit_asked, export_asked :
        From the menu.
    keep_asked, remove_asked :
        The view shall be kept under a name, or be deleted.
    copied : str
        What was copied, in words.
    """

    picked = Signal(object)
    activated = Signal(object)
    next_step = Signal()
    unlock_asked = Signal()
    edit_asked = Signal()
    export_asked = Signal()
    keep_asked = Signal()
    remove_asked = Signal()
    copied = Signal(str)

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
        self._jobs, self._job = jobs, f"table-{id(self)}"
        self._builtin, self._own = tuple(views), ()
        self._reads: dict[str, Any] = {
            "words_in": words_in,
            "number_column": number_column,
            "area_column": area_column,
        }
        self._personal = saved_views.personal(columns)
        self._only: tuple[str, frozenset[Any]] | None = None
        self._folded: set[str] = set()
        self._turned: str | None = None
        self._sealed = False
        self._expected = ""  # title of a view that is being kept
        self._remembered = ""  # mark of the view that the last session ended with
        self._number, self._state = 0, views[0].state
        self.model = FrameModel(columns, self, self._group_title)
        self._content = self.model.content
        self._build()
        self._connect()
        self.view.show_columns(saved_views.usual(columns))
        self.settle()

    # layout -------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = column(self, margin=0, spacing=0)
        self.bar = TableBar()
        self.search = self.bar.search
        layout.addWidget(self.bar)
        self.view = TableView(self.model)
        self.empty = EmptyState("table")
        self.empty.hide()
        layout.addWidget(self.view, 1)
        layout.addWidget(self.empty, 1)
        self.foot = TableFoot()
        layout.addWidget(self.foot)
        self.selection = RowSelection(self.view)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._copy = QAction(self.view)
        self._further: list[QAction] = []
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.view.addAction(self._copy)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _connect(self) -> None:
        bar, view = self.bar, self.view
        self._typing.timeout.connect(self.apply_filter)
        bar.search.textChanged.connect(self._on_typed)
        bar.views.activated.connect(self.use_view)
        self.foot.show_all.clicked.connect(self.clear_filter)
        bar.filters.toggled.connect(self.show_filters)
        bar.grouping.toggled.connect(self._on_grouping)
        bar.on_top.toggled.connect(self._arrange)
        bar.columns.clicked.connect(self.choose_columns)
        bar.edit.triggered.connect(self.edit_asked)
        bar.copy.triggered.connect(self.copy)
        bar.export.triggered.connect(self.export_asked)
        bar.keep.triggered.connect(self.keep_asked)
        bar.remove.triggered.connect(self.remove_asked)
        bar.menu.aboutToShow.connect(self._show_possible)
        view.head.filtered.connect(self._on_filtered)
        view.head.geometriesChanged.connect(self._make_room)
        view.head.sortIndicatorChanged.connect(self._on_sorted)
        view.head.customContextMenuRequested.connect(self.choose_columns)
        view.columns_moved.connect(self._on_columns)
        view.find_asked.connect(self.find)
        view.fold_asked.connect(self._on_fold)
        view.activated.connect(self._on_activated)
        view.customContextMenuRequested.connect(self._on_menu)
        self.selection.picked.connect(self._on_picked)
        self._copy.triggered.connect(self.copy)
        self.model.modelReset.connect(self._on_reset)
        self.empty.acted.connect(self._on_empty_action)

    def retranslate(self) -> None:
        """Set every text anew."""
        self._copy.setText(tr("Copy rows with headings"))
        self.view.head.retranslate()
        self.model.retranslate()
        self._show_state()
        self._show_sums()

    def restyle(self) -> None:
        """Set every icon anew."""
        self.foot.restyle()
        self.empty.redraw()
        self.view.viewport().update()

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
        self._content = Content(frame, self.model.columns, more=more, **self._reads)
        self._arrange()

    def set_own_views(self, views: Sequence[View]) -> None:
        """Offer views that the project keeps."""
        kept, expected = self.current_view.view_id, self._expected
        self._own = tuple(views)
        self._find_remembered()
        for number, view in enumerate(self.views):
            if expected and view.view_id is not None and view.title() == expected:
                self._number, self._expected = number, ""
                break
            if kept is not None and view.view_id == kept:
                self._number = number
        else:
            if kept is not None and kept not in {view.view_id for view in self.views}:
                self._number = 0
        self._recognise()
        self._show_state()

    def show_selected(self, keys: Sequence[Any]) -> None:
        """Select these rows and bring the first into sight; nobody is told."""
        self.selection.show(keys)
        self._show_sums()
        if self.bar.on_top.isChecked():
            self._arrange()

    def set_empty(self, headline: str, sentence: str, action: str = "") -> None:
        """What stands there when the table is empty."""
        self.empty.show_texts(headline, sentence, action)

    def step(self, forward: bool) -> Any:
        """Key of the row after (or before) the selected one, None at the end."""
        rows = self.model.rows_of(self.model.content.rows_of(self.selection.keys[:1]))
        place = (int(rows[0]) + (1 if forward else -1)) if len(rows) else 0
        while 0 <= place < self.model.rowCount():
            if (key := self.model.key(place)) is not None:
                return key
            place += 1 if forward else -1
        return None

    # views ----------------------------------------------------------------------------------

    @property
    def views(self) -> tuple[View, ...]:
        """Every view that is offered."""
        return (*self._builtin, *self._own)

    @property
    def current_view(self) -> View:
        """The view that was chosen last."""
        return self.views[min(self._number, len(self.views) - 1)]

    @property
    def state(self) -> TableState:
        """Columns, filters and order as they are now."""
        return self._state

    def kept_state(self) -> TableState:
        """Return columns, filters and order in the form in which they may be kept."""
        return self._state.impersonal(self._personal)

    def unkept_filters(self) -> list[str]:
        """Titles of the columns whose filter is not kept, because its words may name persons."""
        names = self._state.words_about(self._personal)
        return [entry.title() for entry in self.model.columns if entry.name in names]

    def expect_view(self, title: str) -> None:
        """The view of this title is chosen as soon as the project has it."""
        self._expected = title

    def exported_columns(self) -> list[str]:
        """Names of the shown columns as an export knows them."""
        return [_EXPORT_NAMES.get(name, name) for name in self.view.shown_columns()]

    @Slot(int)
    def use_view(self, number: int) -> None:
        """Show a view."""
        self._number = number
        self._only = None
        self.search.clear()
        self._set_state(self.current_view.state)

    def _set_state(self, state: TableState) -> None:
        self._state = state
        self.view.show_columns(state.columns or saved_views.usual(self.model.columns))
        head = self.view.head
        head.blockSignals(True)
        names = [entry.name for entry in self.model.columns]
        order = Qt.SortOrder.DescendingOrder if state.descending else Qt.SortOrder.AscendingOrder
        head.setSortIndicator(names.index(state.sort) if state.sort in names else -1, order)
        head.blockSignals(False)
        self._arrange()

    def _change(self, **parts: Any) -> None:
        self._state = replace(self._state, **parts)

    def _show_state(self) -> None:
        """Let bar and headings show what is in force."""
        changed = self._state != self.current_view.state
        self.bar.offer(self.views, self._number, changed=changed, only=self._only[0] if self._only else "")
        for switch, on in ((self.bar.grouping, self._state.grouped), (self.bar.filters, self.filters_shown)):
            switch.blockSignals(True)
            switch.setChecked(on)
            switch.blockSignals(False)
        self.view.head.set_rules(self._state.rules)
        narrowed = self.wish().narrows
        words = tr("Only: {title}", title=self._only[0]) if self._only else tr("Show everything")
        self.foot.show_filter(words if narrowed else "", self._filter_words())

    def _filter_words(self) -> str:
        titles = [entry.title() for entry in self.model.columns if entry.name in self._state.rules]
        return tr("Filtered by: {columns}", columns=", ".join(titles)) if titles else tr("Show everything")

    def memory(self) -> str:
        """Return what the next session begins with, as text; nothing of the data, and no words typed."""
        return saved_views.as_plain(
            {
                "state": self.kept_state().dump(),
                "widths": self.view.widths(),
                "filters": self.filters_shown,
                "view": saved_views.mark_of(self.views, self._number),
            }
        )

    def remember(self, text: str) -> None:
        """Begin with what :meth:`memory` gave."""
        state, widths, filters_shown, self._remembered = saved_views.from_plain(text)
        self.view.set_widths(widths)
        self.view.head.show_filters(filters_shown)
        self._state = state
        self._recognise()
        self._set_state(state)

    def _find_remembered(self) -> None:
        """Name the view of the last session, also where it was changed since it was kept."""
        mark, self._remembered = self._remembered, ""
        marks = [saved_views.mark_of(self.views, number) for number in range(len(self.views))]
        if mark in marks:
            self._number = marks.index(mark)

    def _recognise(self) -> None:
        """Name the view that shows just this, if the one that is named does not."""
        if self._state != self.current_view.state:
            states = [view.state for view in self.views]
            self._number = states.index(self._state) if self._state in states else self._number

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
        self._only = title, frozenset(keys)
        self._arrange()

    def set_rules(self, rules: Mapping[str, ColumnFilter]) -> None:
        """Filter by columns."""
        self._change(rules=dict(rules))
        self._arrange()

    @Slot()
    def clear_filter(self) -> None:
        """Show all rows again."""
        self._only = None
        self.search.clear()
        self._change(rules={})
        self._arrange()

    def filtered(self) -> bool:
        """Tell whether the filter hides rows."""
        return len(self.model.passed) < self.model.total

    def wish(self) -> Wish:
        """Return how the rows shall be arranged now."""
        return replace(
            self._state.wish(),
            words=self.search.text().strip(),
            only=self._only[1] if self._only else None,
            top=frozenset(self.selection.keys) if self.bar.on_top.isChecked() else None,
            folded=frozenset(self._folded),
        )

    @Slot()
    def apply_filter(self) -> None:
        """Filter by what is typed."""
        self._arrange()

    @Slot()
    def _arrange(self) -> None:
        """Sort, filter and group; a long table in a worker."""
        self._typing.stop()
        content, wish, today = self._content, self.wish(), date.today()
        self._jobs.forget(self._job)

        def work(progress: Progress) -> tuple[Content, Arrangement]:
            return content, content.arrange(wish, today)

        if len(content) <= _AT_ONCE:
            self.model.show(content, content.arrange(wish, today))
        else:
            self._jobs.read(self._job, work, owner=self, done=self._on_arranged)
        self._show_state()

    def _on_arranged(self, answer: tuple[Content, Arrangement]) -> None:
        self.model.show(*answer)

    # what happens -------------------------------------------------------------------------

    @Slot()
    def _on_typed(self) -> None:
        self._typing.start()

    @Slot(str, object)
    def _on_filtered(self, name: str, rule: ColumnFilter | None) -> None:
        rules = {**self._state.rules}
        rules.pop(name, None)
        self.set_rules({**rules, name: rule} if rule is not None else rules)

    @Slot(int, Qt.SortOrder)
    def _on_sorted(self, number: int, order: Qt.SortOrder) -> None:
        name = self.model.columns[number].name if 0 <= number < len(self.model.columns) else ""
        self._change(sort=name, descending=bool(name) and order == Qt.SortOrder.DescendingOrder)
        self._arrange()

    @Slot(bool)
    def _on_grouping(self, on: bool) -> None:
        self._change(grouped=on)
        self._folded.clear()
        self._arrange()

    @Slot(str, bool)
    def _on_fold(self, value: str, folded: bool) -> None:
        (self._folded.add if folded else self._folded.discard)(value)
        self._turned = value
        self._arrange()

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
        shown = tuple(self.view.shown_columns())
        usual = shown == saved_views.usual(self.model.columns)
        self._change(columns=() if usual else shown)
        self._show_state()

    @Slot()
    def _on_empty_action(self) -> None:
        if self._needs_key():
            self.unlock_asked.emit()
        elif self.model.total:
            self.clear_filter()
        else:
            self.next_step.emit()

    @Slot()
    def _on_reset(self) -> None:
        self._show_sums()
        self._show_nothing()
        self._make_room()
        turned, self._turned = self._turned, None
        self.selection.restore(scroll=turned is None)
        for at in self.model.heading_rows() if turned is not None else ():
            if self.model.group_at(at).value == turned:
                self.selection.go_to(at)

    @Slot()
    def _make_room(self) -> None:
        """Without rows say so; headings and filters stay above it, or what is typed could not be mended."""
        empty = not self.model.rowCount()
        self.view.setMinimumHeight(self.view.height_of_headings() if empty else 0)
        self.view.setMaximumHeight(self.view.height_of_headings() if empty else _UNBOUND)
        self.view.setVisible(self.model.total > 0 or not empty)
        self.empty.setVisible(empty)

    @Slot(object)
    def _on_picked(self, keys: list[Any]) -> None:
        self._show_sums()
        self.picked.emit(keys)

    @Slot("QModelIndex")
    def _on_activated(self, index: Any) -> None:
        key = self.model.key(index.row()) if index.isValid() else None
        if key is not None:
            self.activated.emit(key)

    @Slot()
    def copy(self) -> None:
        """Copy the selected rows with the headings, for a spreadsheet; what is sealed stays here."""
        names = [name for name in self.view.shown_columns() if name not in self._personal]
        keys = self.selection.in_order()
        if not keys:
            return
        QGuiApplication.clipboard().setText(as_text(self.model.content, names, keys))
        words = ntr("{count} row copied with headings.", "{count} rows copied with headings.", len(keys))
        left = [entry.title() for entry in self.model.columns if entry.name in self._left_out()]
        if left:
            words += " " + tr("Left out, because it tells of owners: {columns}", columns=", ".join(left))
        self.copied.emit(words)

    def _left_out(self) -> set[str]:
        return self._personal & set(self.view.shown_columns())

    def offer_also(self, actions: Sequence[QAction]) -> None:
        """Offer these below the others, in the menu of a right click."""
        self._further = list(actions)

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        menu = QMenu(self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._show_possible()
        menu.addActions([self.bar.edit, self._copy, self.bar.export])
        if self._further:
            menu.addSeparator()
            menu.addActions(self._further)
        menu.popup(self.view.viewport().mapToGlobal(place))

    @Slot()
    def _show_possible(self) -> None:
        self.bar.edit.setEnabled(bool(self.selection.keys))
        self.bar.copy.setEnabled(bool(self.selection.keys))
        self.bar.export.setEnabled(len(self.model.passed) > 0)
        self.bar.remove.setEnabled(self.current_view.view_id is not None)

    # words --------------------------------------------------------------------------------

    def _group_title(self, group: Group) -> str:
        name = group.value or tr("without a village")
        return f"{name}   {sum_text(group.count, group.area)}"

    def _show_sums(self) -> None:
        self.foot.show_sums(self.model, self.selection.mask)

    def _needs_key(self) -> bool:
        """The view asks for what is sealed."""
        return self._sealed and bool(self._personal & set(self._state.rules)) and self.model.total > 0

    def _show_nothing(self) -> None:
        if not self.model.total or self.model.rowCount():
            return
        if self._needs_key():
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
