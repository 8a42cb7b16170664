"""Figures about the stock of sites: key figures, and bars by class, review, district."""

from __future__ import annotations

import pandas as pd
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QStackedWidget, QWidget

from flurinfill import i18n, statistics
from flurinfill.cartography.symbology import style_of
from flurinfill.desktop import theme
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import (
    EmptyState,
    FlowLayout,
    Swatch,
    card,
    clear,
    column,
    row,
    scrolling,
    text,
)
from flurinfill.i18n import tr
from flurinfill.model.states import Review


class StatisticsPanel(Adaptive, QWidget):
    """Figures of the sites of the open project."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        layout = column(self, margin=0)
        content = QWidget()
        self._body = column(content, spacing=2 * GRID)
        self.empty = EmptyState("statistics")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(scrolling(content))
        layout.addWidget(self._stack)
        self.settle()

    def show_work(self, snapshot: Snapshot | None) -> None:
        """Show the figures of these sites."""
        self._snapshot = snapshot
        self._show()

    def retranslate(self) -> None:
        """Write everything anew."""
        self.empty.show_texts(
            tr("No figures yet"), tr("They appear with the first sites, after a detection.")
        )
        self._show()

    def restyle(self) -> None:
        """Draw everything anew."""
        self.empty.redraw()
        self._show()

    def _show(self) -> None:
        sites = self._snapshot.work.sites if self._snapshot is not None else None
        filled = sites is not None and len(sites) > 0
        self._stack.setCurrentIndex(1 if filled else 0)
        if not filled:
            return
        clear(self._body)
        holder = QWidget()
        flow = FlowLayout(holder, 2 * GRID)
        for figure in self._figures(sites):
            flow.addWidget(figure)
        self._body.addWidget(holder)
        groups = QWidget()
        beside = FlowLayout(groups, 2 * GRID)
        beside.addWidget(_bars(tr("By potential"), statistics.by_class(sites), "PotentialClass"))
        beside.addWidget(_bars(tr("By review"), statistics.by_review(sites), "Review"))
        beside.addWidget(_bars(tr("By availability"), statistics.by_availability(sites), "Availability"))
        beside.addWidget(_bars(tr("By district"), statistics.by_district(sites), ""))
        self._body.addWidget(groups)
        self._body.addStretch(1)

    def _figures(self, sites: pd.DataFrame) -> list[QFrame]:
        confirmed = sites["review"] == Review.CONFIRMED
        open_ones = statistics.open_potential(sites)
        rate = statistics.activation_rate(sites)
        of_all = tr("{built} of {confirmed} confirmed", built=rate.numerator, confirmed=rate.denominator)
        return [
            _figure(i18n.number(len(sites)), tr("sites"), i18n.area(float(sites["area_m2"].sum()))),
            _figure(
                i18n.number(int(open_ones.sum())),
                tr("open potential"),
                i18n.area(float(sites.loc[open_ones, "area_m2"].sum())),
            ),
            _figure(
                i18n.number(int(confirmed.sum())),
                tr("confirmed"),
                i18n.area(float(sites.loc[confirmed, "area_m2"].sum())),
            ),
            _figure(i18n.share(rate.value), tr("built (activation rate)"), of_all),
        ]


def _figure(value: str, name: str, more: str) -> QFrame:
    frame = card()
    layout = column(frame, margin=GRID + 4, spacing=2)
    for role, words in (("figure", value), ("strong", name), ("small", more)):
        label = text(role)
        label.setText(words)
        layout.addWidget(label)
    frame.setMinimumWidth(19 * GRID)
    frame.setAccessibleName(f"{name}: {value}, {more}")
    return frame


def _bars(title: str, table: pd.DataFrame, context: str) -> QFrame:
    frame = card()
    layout = column(frame, margin=GRID + 4)
    heading = text("section")
    heading.setText(title)
    layout.addWidget(heading)
    grid = QGridLayout()
    grid.setHorizontalSpacing(GRID)
    grid.setVerticalSpacing(GRID // 2)
    drawn = context in {"PotentialClass", "Review"}
    most = max(int(table["count"].max()), 1) if len(table) else 1
    for number, (code, entry) in enumerate(table.iterrows()):
        name = text()
        name.setText(i18n.label(context, str(code)) if context else str(code) or tr("not stated"))
        head = row()
        if drawn:
            head.addWidget(Swatch(style_of(str(code), theme.is_dark())))
        head.addWidget(name, 1)
        grid.addLayout(head, number, 0)
        grid.addWidget(ShareBar(int(entry["count"]) / most), number, 1)
        for place, words in ((2, i18n.number(int(entry["count"]))), (3, i18n.area(float(entry["area_m2"])))):
            label = text("" if place == 2 else "muted")
            label.setText(words)
            grid.addWidget(label, number, place, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(1, 1)
    layout.addLayout(grid)
    layout.addStretch(1)
    frame.setMinimumWidth(50 * GRID)
    frame.setAccessibleName(title)
    return frame


class ShareBar(QWidget):
    """A bar of 0 to 1."""

    def __init__(self, share: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = share
        self.setMinimumSize(10 * GRID, GRID)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.sunken))
        painter.drawRoundedRect(QRectF(0, 0, self.width(), self.height()), 4, 4)
        if self._share > 0:
            painter.setBrush(QColor(c.accent))
            painter.drawRoundedRect(QRectF(0, 0, max(self.width() * self._share, 4), self.height()), 4, 4)
        painter.end()
