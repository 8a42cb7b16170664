"""The dashboard: the figures that the council asks for, each a click away from its list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from flurinfill import i18n, statistics
from flurinfill.cadastre.tables import village
from flurinfill.cartography.symbology import style_of
from flurinfill.desktop import theme
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.figures import Bar, BarCard, Figure, FigureCard
from flurinfill.desktop.snapshot import CaseWork, Snapshot
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import EmptyState, FlowLayout, button, clear, column, scrolling, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.states import Availability, Review

_STYLED = {"PotentialClass", "Review"}


class StatisticsPanel(Adaptive, QWidget):
    """Figures of the sites of the open project.

    Signals
    -------
    list_asked : str, tuple of int
        The sites behind a figure: title of the list, site ids.
    town_asked :
        The numbers of the town shall be entered.
    days_asked :
        The figures of reporting days are asked for.
    """

    list_asked = Signal(str, object)
    town_asked = Signal()
    days_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._stale = False
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

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._show()

    def _show(self) -> None:
        """Build the figures; they are many widgets, so only where somebody looks at them."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        work = self._snapshot.work if self._snapshot is not None else None
        filled = work is not None and len(work.sites) > 0
        self._stack.setCurrentIndex(1 if filled else 0)
        if not filled:
            return
        clear(self._body)
        today = date.today()
        self._add_figures("", _stock_figures(work, today))
        begin = i18n.day(work.opening.day + timedelta(days=1))
        self._add_figures(tr("Since {day}", day=begin), _year_figures(work))
        holder = QWidget()
        flow = FlowLayout(holder, 2 * GRID, top=True)
        for card in _bar_cards(work, today):
            card.list_asked.connect(self.list_asked)
            flow.addWidget(card)
        self._body.addWidget(holder)
        self._body.addWidget(_definitions())
        for words, asked in (
            (tr("Numerators, definitions, reporting days …"), self.days_asked),
            (tr("Inhabitants and housing need of the town …"), self.town_asked),
        ):
            push = button("flat")
            push.setText(words)
            push.clicked.connect(asked)
            self._body.addWidget(push, 0, Qt.AlignmentFlag.AlignLeft)
        self._body.addStretch(1)

    def _add_figures(self, title: str, figures: list[Figure]) -> None:
        if title:
            heading = text("section")
            heading.setText(title)
            self._body.addWidget(heading)
        holder = QWidget()
        flow = FlowLayout(holder, 2 * GRID, top=True)
        for figure in figures:
            card = FigureCard(figure)
            card.list_asked.connect(self.list_asked)
            flow.addWidget(card)
        self._body.addWidget(holder)


def _stock_figures(work: CaseWork, today: date) -> list[Figure]:
    sites = work.sites
    confirmed = sites["review"] == Review.CONFIRMED
    rate = statistics.activation_rate(sites)
    late = statistics.overdue(work.due, today)
    figures = [
        _counted(sites, tr("sites")),
        _counted(statistics.open_stock(sites), tr("open potential")),
        _counted(sites[confirmed], tr("confirmed")),
        Figure(
            i18n.share(rate.value),
            tr("built (activation rate)"),
            tr("{built} of {confirmed} confirmed", built=rate.numerator, confirmed=rate.denominator),
            _ids(sites[confirmed & (sites["availability"] == Availability.BUILT)]),
            tr("confirmed and built on"),
        ),
    ]
    if work.answers is not None:
        returned = statistics.return_rate(work.answers)
        answered = work.answers[work.answers["outreach"] == "answered"]
        figures.append(
            Figure(
                i18n.share(returned.value),
                tr("return rate"),
                tr("{answered} of {sent} delivered", answered=returned.numerator, sent=returned.denominator),
                tuple(sorted({int(site) for site in answered["site_id"]})),
                tr("answered"),
            )
        )
    elif work.access.sealed:
        figures.append(Figure(tr("Locked"), tr("return rate"), tr("The passphrase opens it.")))
    figures += _town_figures(work)
    figures.append(
        Figure(
            i18n.number(len(late)),
            tr("overdue"),
            tr("of {count} due", count=i18n.number(len(work.due))),
            tuple(dict.fromkeys(int(site) for site in late["site_id"])),
            tr("overdue"),
        )
    )
    return figures


def _town_figures(work: CaseWork) -> Iterator[Figure]:
    """What the stock means for the town: dwellings beside the need, area beside what is usual."""
    room = statistics.possible_dwellings(work.sites)
    need = work.office.needed_dwellings
    if need and work.office.needed_until:
        beside = tr(
            "{share} of {count} needed until {year}",
            share=i18n.share(room.share_of(need)),
            count=i18n.number(need),
            year=work.office.needed_until,
        )
    elif need:
        beside = tr(
            "{share} of {count} needed", share=i18n.share(room.share_of(need)), count=i18n.number(need)
        )
    else:
        unknown = len(room.unknown)
        beside = ntr("{count} site without a number", "{count} sites without a number", unknown)
    title = tr("sites with room for dwellings")
    yield Figure(i18n.number(room.dwellings), tr("possible dwellings"), beside, room.counted, title)
    held = statistics.plausibility(work.sites, work.office.inhabitants)
    if held is not None:
        usual = tr("{usual} or more are usual", usual=i18n.area(statistics.AREA_PER_INHABITANT_M2))
        chosen = _ids(work.sites[statistics.open_potential(work.sites)])
        value = i18n.area(held.per_inhabitant_m2)
        yield Figure(value, tr("open potential per inhabitant"), usual, chosen, tr("open potential"))


def _year_figures(work: CaseWork) -> list[Figure]:
    """What happened since the first of January."""
    changed = statistics.stock_change(work.opening.sites, work.sites)
    return [_counted(changed[name], i18n.label("stock_change", name)) for name in statistics.CHANGES]


def _counted(there: pd.DataFrame, name: str) -> Figure:
    counted = statistics.amount(there)
    return Figure(i18n.number(counted.count), name, i18n.total_area(counted.area_m2), _ids(there), name)


def _ids(sites: pd.DataFrame) -> tuple[int, ...]:
    return tuple(int(site) for site in sites.index)


def _bar_cards(work: CaseWork, today: date) -> Iterator[BarCard]:
    sites = work.sites
    for title, column_name, table, context in (
        (tr("By type of site"), "potential", statistics.by_class(sites), "PotentialClass"),
        (tr("By review"), "review", statistics.by_review(sites), "Review"),
        (tr("By availability"), "availability", statistics.by_availability(sites), "Availability"),
        (tr("By publication"), "publication", statistics.by_publication(sites), "Publication"),
        (tr("By planning basis"), "planning_basis", statistics.by_planning_basis(sites), "PlanningBasis"),
        (tr("By owner category"), "owner_category", statistics.by_owner_category(sites), "OwnerCategory"),
    ):
        if table is not None:
            yield BarCard(title, list(_bars(sites, sites[column_name].astype("str"), table, context)))
    yield BarCard(tr("By district"), list(_bars(sites, village(sites), statistics.by_district(sites), "")))
    if work.answers is not None and len(mix := statistics.willingness_mix(work.answers)):
        yield BarCard(tr("Answers: willingness"), list(_answer_bars(work.answers, mix)))
    if work.answers is not None and len(mix := statistics.motive_mix(work.answers)):
        yield BarCard(tr("Answers: reasons not to sell"), list(_motive_bars(work.answers, mix)))
    for axis, title, context in (
        ("review", tr("Average days in each state of the review"), "Review"),
        ("availability", tr("Average days in each availability"), "Availability"),
    ):
        days = statistics.days_per_state(work.moves, axis, today)
        if len(days):
            yield BarCard(title, list(_day_bars(days, context)))


def _bars(sites: pd.DataFrame, keys: pd.Series, table: pd.DataFrame, context: str) -> Iterator[Bar]:
    most = max(int(table["count"].max()), 1) if len(table) else 1
    for code, entry in table.iterrows():
        name = i18n.label(context, str(code)) if context and code else str(code) or tr("not stated")
        yield Bar(
            name=name,
            share=int(entry["count"]) / most,
            count=i18n.number(int(entry["count"])),
            more=i18n.total_area(float(entry["area_m2"])),
            style=style_of(str(code), theme.is_dark()) if context in _STYLED else None,
            sites=_ids(sites[keys == code]),
            title=name,
        )


def _answer_bars(answers: pd.DataFrame, mix: pd.DataFrame) -> Iterator[Bar]:
    answered = answers[answers["outreach"] == "answered"]
    for code, entry in mix.iterrows():
        chosen = answered.loc[answered["willingness"] == code, "site_id"]
        name = i18n.label("Willingness", str(code))
        yield Bar(
            name,
            float(entry["share"]),
            i18n.number(int(entry["count"])),
            i18n.share(float(entry["share"])),
            sites=tuple(sorted({int(site) for site in chosen})),
            title=name,
        )


def _motive_bars(answers: pd.DataFrame, mix: pd.DataFrame) -> Iterator[Bar]:
    answered = answers[answers["outreach"] == "answered"]
    for code, entry in mix.iterrows():
        chosen = answered.loc[[code in motives for motives in answered["motives"]], "site_id"]
        name = i18n.label("willingness_reason", str(code))
        sites = tuple(sorted({int(site) for site in chosen}))
        count, share = int(entry["count"]), float(entry["share"])
        yield Bar(name, share, i18n.number(count), i18n.share(share), sites=sites, title=name)


def _day_bars(days: pd.DataFrame, context: str) -> Iterator[Bar]:
    most = max(float(days["days"].max()), 1.0)
    for code, entry in days.iterrows():
        stays = i18n.ntr("{count} stay", "{count} stays", int(entry["stays"]))
        yield Bar(
            i18n.label(context, str(code)),
            float(entry["days"]) / most,
            i18n.number(float(entry["days"]), 1),
            stays,
            style_of(str(code), theme.is_dark()) if context in _STYLED else None,
        )


def _definitions() -> QLabel:
    sentences = (
        tr("Open potential: every site that is neither rejected nor lost nor built on, reviewed or not."),
        tr("A backland plot counts with its whole parcel, the house on it included."),
        tr("Activation rate: built on ÷ confirmed, both today."),
        tr("Return rate: answered ÷ delivered, each owner once."),
        tr("Reasons: of all who answered; several are possible."),
        tr("Changes count where they still stand."),
        tr("Distributions count every site, those that are dropped or built on included."),
        tr("Areas are official ones."),
        tr(
            "Possible dwellings: open potential without commercial plots, from the form, else the lower end"
            " of what a plan or the built neighbours give room for."
        ),
        tr("Usual potential: BBSR 2022."),
    )
    label = text("small", wrap=True)
    label.setText(" ".join(sentences))
    return label
