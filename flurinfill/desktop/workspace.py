"""The work on an open project: map, tables below it, inspector beside them. A layout only."""

from __future__ import annotations

import pandas as pd
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QTabWidget, QToolButton, QWidget

from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.columns import parcel_columns, site_columns
from flurinfill.desktop.density import condense
from flurinfill.desktop.division import Division
from flurinfill.desktop.due_panel import DuePanel
from flurinfill.desktop.inspector import Inspector
from flurinfill.desktop.map_panel import MapPanel
from flurinfill.desktop.saved_views import PARCEL_VIEWS, SITE_VIEWS, TableState, named
from flurinfill.desktop.session import Session
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.desktop.statistics_panel import StatisticsPanel
from flurinfill.desktop.table_panel import TablePanel
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import column
from flurinfill.i18n import tr

SITES, PARCELS, DUE, STATISTICS = range(4)
_LOWEST = {False: 30 * GRID, True: 22 * GRID}
"""Lowest height of the tables, dense or not."""


class Workspace(Adaptive, QWidget):
    """Map, tables and inspector in two splitters.

    Signals
    -------
    next_step :
        The user took the step that an empty table names.
    """

    next_step = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._due = 0
        self._lent_enlarged = False
        self.map = MapPanel()
        words = ("number", "numbers", "gemarkung", "village", "address_text", "case_no")
        self.sites = TablePanel(
            site_columns(),
            SITE_VIEWS,
            session.jobs,
            words_in=words,
            number_column="numbers",
            area_column="area_m2",
        )
        self.parcels = TablePanel(
            parcel_columns(),
            PARCEL_VIEWS,
            session.jobs,
            words_in=words,
            number_column="number",
            area_column="official_area_m2",
        )
        self.due = DuePanel(session)
        self.statistics = StatisticsPanel()
        self.inspector = Inspector(session)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for panel in (self.sites, self.parcels, self.due, self.statistics):
            self.tabs.addTab(panel, "")
        self._enlarge = QToolButton()
        self.tabs.setCornerWidget(self._enlarge)
        self._divide()
        self.sites.next_step.connect(self.next_step)
        self.parcels.next_step.connect(self.next_step)
        self.statistics.list_asked.connect(self._on_list)
        self.settle()

    def _divide(self) -> None:
        self.map.setMinimumSize(30 * GRID, 15 * GRID)
        self.tabs.setMinimumHeight(_LOWEST[False])
        self.upright = QSplitter(Qt.Orientation.Vertical)
        self.upright.addWidget(self.map)
        self.upright.addWidget(self.tabs)
        self.upright.setStretchFactor(0, 3)
        self.upright.setStretchFactor(1, 2)
        self.level = QSplitter(Qt.Orientation.Horizontal)
        self.level.addWidget(self.upright)
        self.level.addWidget(self.inspector)
        self.level.setStretchFactor(0, 1)
        self.level.setStretchFactor(1, 0)
        for splitter in (self.upright, self.level):
            splitter.setChildrenCollapsible(False)
        self._heights = Division(self.upright, high=(470, 410), low=(200, 300))
        self._widths = Division(self.level, high=(1000, 57 * GRID), low=(600, 54 * GRID), keeps_last=True)
        layout = column(self, margin=0, spacing=0)
        layout.addWidget(self.level)

    def condense(self, on: bool) -> None:
        """Be laid out densely, or as usual."""
        self.tabs.setMinimumHeight(_LOWEST[on])
        condense(self.tabs.tabBar(), on)
        for part in (self.map.bar, self.sites, self.parcels, self.due, self.inspector):
            part.condense(on)
        for division in (self._heights, self._widths):
            division.condense(on)

    def retranslate(self) -> None:
        """Set every text anew."""
        due = tr("Due ({count})", count=self._due) if self._due else tr("Due")
        for number, words in enumerate((tr("Sites"), tr("Parcels"), due, tr("Figures"))):
            self.tabs.setTabText(number, words)
        self.tabs.setAccessibleName(tr("Tables"))
        self.sites.view.setAccessibleName(tr("Sites"))
        self.parcels.view.setAccessibleName(tr("Parcels"))
        self._show_empty()

    def restyle(self) -> None:
        """Set every icon anew."""
        for number, name in enumerate(("site", "parcel", "due", "statistics")):
            self.tabs.setTabIcon(number, icons.icon(name, "muted"))

    def lend_map(self) -> MapPanel:
        """Give the map away for a while."""
        self._lent_enlarged = self._enlarged()
        return self.map

    def take_map_back(self) -> None:
        """Put the map where it was."""
        self.upright.insertWidget(0, self.map)
        self.upright.setStretchFactor(0, 3)
        self.map.show()
        self._heights.apply()
        if self._lent_enlarged:
            self._enlarge_tables()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show another state of everything."""
        self.map.show_snapshot(snapshot)
        self._snapshot = None
        self.show_work(snapshot)

    def show_work(self, snapshot: Snapshot) -> None:
        """Show another state of the sites; the tables last, as workers arrange them at once."""
        before, self._snapshot = self._snapshot, snapshot
        self.map.show_work(snapshot)
        self._due = self.due.show_work(snapshot)
        self.statistics.show_work(snapshot)
        self.retranslate()
        if before is None or before.parcels is not snapshot.parcels:
            self._show_parcels()
        self.sites.set_frame(snapshot.work.sites, sealed=not snapshot.work.access.people_visible)
        for name, table in (("sites", self.sites), ("parcels", self.parcels)):
            kept = (view for view in snapshot.work.views if view.table == name)
            table.set_own_views(
                [named(view.title, TableState.load(view.definition), view.view_id) for view in kept]
            )

    def forget(self) -> None:
        """The project was closed: nothing of it stays in sight, or could be clicked."""
        self._snapshot = None
        self.map.show_snapshot(None)
        for table in (self.sites, self.parcels):
            table.set_frame(pd.DataFrame())
        self._due = self.due.show_work(None)
        self.statistics.show_work(None)
        self.retranslate()

    def _show_parcels(self) -> None:
        snapshot = self._snapshot
        sealed = not snapshot.work.access.people_visible
        self.parcels.set_frame(snapshot.parcels, more=snapshot.measures, sealed=sealed)

    def _show_empty(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            headline, sentence, action = tr("The project is being read"), tr("Its rows come in a moment."), ""
        elif snapshot.data_state is None:
            headline, sentence = tr("No cadastre yet"), tr("Import the cadastre files to begin.")
            action = tr("Import the cadastre …")
        elif snapshot.detected:
            headline = tr("No sites found")
            sentence = tr(
                "By these rules no parcel could be built on. The table “Parcels” says of each why not;"
                " other rules may find more."
            )
            action = tr("Start the detection …")
        else:
            headline = tr("No sites yet")
            sentence = tr("The detection finds the plots that could be built on and makes a case for each.")
            action = tr("Start the detection")
        for table in (self.sites, self.parcels):
            if not table.model.total:
                table.empty.show_texts(headline, sentence, action)

    @Slot(str, object)
    def _on_list(self, title: str, site_ids: tuple[int, ...]) -> None:
        """Show the sites behind a figure."""
        self.sites.show_only(title, site_ids)
        self.tabs.setCurrentIndex(SITES)
        self.sites.view.setFocus()

    @Slot(bool)
    def show_tables(self, on: bool) -> None:
        """Show or hide the tables."""
        self.tabs.setVisible(on)

    def set_enlarging(self, action: QAction) -> None:
        """Take the command that enlarges the tables."""
        self._enlarge.setDefaultAction(action)

    def enlarge_tables(self) -> None:
        """Give the tables all the room that the map can spare; the second time, put it back."""
        if self._enlarged():
            self._heights.apply()
        else:
            self._heights.keep()
            self._enlarge_tables()

    def _enlarged(self) -> bool:
        return self.upright.sizes()[0] <= self.map.minimumHeight()

    def _enlarge_tables(self) -> None:
        self.upright.setSizes([0, sum(self.upright.sizes())])

    @Slot(bool)
    def show_inspector(self, on: bool) -> None:
        """Show or hide the panel on the right."""
        self.inspector.setVisible(on)

    def state(self) -> dict[str, str]:
        """Return the state of splitters and tables for the settings."""
        return {
            "sites": self.sites.memory(),
            "parcels": self.parcels.memory(),
            "widths": self._widths.dump(),
            "heights": self._heights.dump(),
        }

    def restore(self, state: dict[str, str]) -> None:
        """Put splitters and tables as they were."""
        for name, table in (("sites", self.sites), ("parcels", self.parcels)):
            if name in state:
                table.remember(state[name])
        for name, division in (("widths", self._widths), ("heights", self._heights)):
            if name in state:
                division.load(state[name])
