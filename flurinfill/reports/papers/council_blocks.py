"""The parts of a council paper: each with its sentence, its chart or map, and the table beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flurinfill import i18n
from flurinfill.cartography.symbology import style_of_class
from flurinfill.i18n import ntr, tr
from flurinfill.reports.figures_release import OTHERS, FiguresRelease
from flurinfill.reports.papers import charts
from flurinfill.reports.papers.charts import Chart, Part
from flurinfill.reports.papers.figures_paper import words_of
from flurinfill.reports.papers.map_ground import Picture
from flurinfill.reports.papers.maps import overview_map
from flurinfill.reports.papers.paper import picture_data, short
from flurinfill.reports.papers.village_map import village_map
from flurinfill.statistics import BALANCE, ReportedFigure

WIDTH_MM = 170.0
CHART_MM = 100.0
_MAP_MM = 118.0
_LARGE_MAP_MM = 205.0
_COURSE_MM = 40.0
_MOST_BARS = 32
_ALWAYS = ("opening", "new", "activated", "dropped", "closing")
_SUMS = ("opening", "closing")
_COLUMNS = ("opening", "came", "activated", "other")

Row = tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """A part of the paper.

    Attributes
    ----------
    name : str
        Names its picture.
    title : str
    paragraphs : sequence of str
    head, rows : sequences
        The table; ``strong`` are the rows that sum up.
    chart : Chart or None
    picture : Picture or None
        A map.
    beside : bool
        The table stands at the side of the chart.
    texts : bool
        The table holds sentences, not numbers.
    new_page : bool
    """

    name: str
    title: str
    paragraphs: Sequence[str] = ()
    head: Sequence[str] = ()
    rows: tuple[Row, ...] = ()
    strong: Sequence[int] = ()
    chart: Chart | None = None
    picture: Picture | None = None
    beside: bool = False
    texts: bool = False
    new_page: bool = False

    def data(self, pictures: dict[str, str]) -> dict[str, Any]:
        """Give what the template reads; charts and maps are added to the pictures."""
        chart = None
        if self.chart is not None:
            pictures[f"{self.name}.svg"] = self.chart.svg
            chart = {"file": f"{self.name}.svg", "width": self.chart.width_mm, "alt": self.chart.alt}
        drawn = self.picture
        return {
            "title": self.title,
            "paragraphs": list(self.paragraphs),
            "head": list(self.head),
            "rows": [list(row) for row in self.rows],
            "strong": list(self.strong),
            "chart": chart,
            "map": None if drawn is None else picture_data(f"{self.name}-map.svg", drawn, pictures),
            "beside": self.beside,
            "texts": self.texts,
            "new_page": self.new_page,
        }


def key_figures(release: FiguresRelease) -> list[Row]:
    """Name, value and what it is made of, of the figures that everybody asks for."""
    rate = release.rate
    closing, opening = release.line("closing"), release.line("opening")
    parts = tr(
        "{built} of {confirmed} confirmed",
        built=i18n.number(rate.numerator),
        confirmed=i18n.number(rate.denominator),
    )
    found: list[Row] = [
        (
            tr("open potential"),
            _sites(closing.count),
            tr(
                "{change} since {day}",
                change=_signed(closing.count - opening.count),
                day=i18n.day(release.since),
            ),
        ),
        (tr("area of the open potential"), i18n.hectares(closing.area_m2, _digits(release)), ""),
        (i18n.label("balance", "new"), i18n.number(release.line("new").count), _area(release, "new")),
        (
            i18n.label("balance", "activated"),
            i18n.number(-release.line("activated").count),
            _area(release, "activated"),
        ),
        (tr("activation rate"), i18n.share(rate.value), parts),
    ]
    returned = _figure(release, "return_rate")
    if returned is not None:
        words = words_of(returned)
        of = tr("{answered} of {sent} delivered", answered=words.numerator, sent=words.denominator)
        found.append((tr("return rate"), words.value, of))
    return found


def nothing(release: FiguresRelease) -> Block:
    """Say that there is nothing to account for."""
    words = tr(
        "On {day} and on {since} there was no open potential in this project.",
        day=i18n.day(release.day),
        since=i18n.day(release.since),
    )
    return Block(
        "nothing",
        tr("Account of the stock"),
        [words, tr("The account begins with the first detection of sites.")],
    )


def account(release: FiguresRelease) -> Block:
    """The account: what was there, what came and went, what is there."""
    lines = _lines(release)
    rows: list[Row] = []
    for name in lines:
        line = release.line(name)
        count, area = line.count, line.area_m2
        day = release.since if name == "opening" else release.day
        words = i18n.label("balance", name, day=i18n.day(day))
        if name in _SUMS:
            rows.append((words, i18n.number(count), _hectares(release, area)))
        elif name == "corrected":
            rows.append(
                (words, ntr("({count} site)", "({count} sites)", count), _signed_hectares(release, area))
            )
        else:
            rows.append((words, _signed(count), _signed_hectares(release, area)))
    strong = [place for place, name in enumerate(lines) if name in _SUMS]
    head = ("", tr("Sites"), tr("Area [ha]"))
    return Block("account", tr("Account of the stock"), (), head, tuple(rows), strong)


def _lines(release: FiguresRelease) -> list[str]:
    """Lines of the account that are told: those that everybody looks for, and those where something is."""
    return [name for name in BALANCE if name in _ALWAYS or release.line(name).count]


def course_of_stock(release: FiguresRelease) -> Block:
    """The stock at the end of each year."""
    points = [
        (row["day"], float(row["count"]), i18n.number(int(row["count"])))
        for row in release.years.to_dict("records")
    ]
    title = tr("Open potential over the years")
    rows = tuple(
        (i18n.day(row["day"]), i18n.number(int(row["count"])), _hectares(release, row["area_m2"]))
        for row in release.years.to_dict("records")
    )
    chart = charts.course(points, title, CHART_MM, _COURSE_MM) if len(points) > 1 else None
    return Block(
        "course", title, (), (tr("Day"), tr("Sites"), tr("Area [ha]")), rows, chart=chart, beside=True
    )


def classes(release: FiguresRelease) -> Block:
    """The stock by class."""
    table = release.classes
    total = max(int(table["count"].sum()), 1)
    rows = [
        (
            _class(str(code)),
            i18n.number(int(row["count"])),
            i18n.share(row["count"] / total),
            _hectares(release, row["area_m2"]),
        )
        for code, row in table.iterrows()
    ]
    area = _hectares(release, release.line("closing").area_m2)
    rows.append((tr("Total"), i18n.number(total), i18n.share(1.0), area))
    head = (tr("Class"), tr("Sites"), tr("Share"), tr("Area [ha]"))
    return Block("classes", tr("Open potential by class"), (), head, tuple(rows), [len(rows) - 1])


def villages(release: FiguresRelease) -> Iterator[Block]:
    """The stock by village: its classes, and its account, where they may be told."""
    groups = release.pairs.groupby("village", sort=False)
    rows = [
        (_village(str(name)), dict(zip(of["potential"], of["count"], strict=True))) for name, of in groups
    ]
    if not rows:
        return
    title = tr("Open potential by village")
    if not release.is_internal:
        *first, last = _village_charts(rows, [Part(OTHERS, tr("Sites"), charts.PLAIN)], title)
        yield from (Block(f"villages-{place}", title, chart=chart) for place, chart in enumerate(first))
        yield _account_of_villages(release, title, last)
        return
    codes = [str(code) for code in release.classes.index]
    parts = [Part(code, _class(code), style_of_class(code)) for code in codes]
    lines: list[Row] = [
        (name, *(i18n.number(counts.get(code, 0)) for code in codes), i18n.number(sum(counts.values())))
        for name, counts in rows
    ]
    sums = [int(release.classes["count"][code]) for code in codes]
    lines.append((tr("Total"), *map(i18n.number, sums), i18n.number(sum(sums))))
    head = (tr("Village"), *(part.text for part in parts), tr("Total"))
    *first, last = _village_charts(rows, parts, title)
    yield from (Block(f"villages-{place}", title, chart=chart) for place, chart in enumerate(first))
    yield Block("villages", title, (), head, tuple(lines), [len(lines) - 1], last)
    yield _account_of_villages(release, tr("Account by village"))


def _village_charts(
    rows: Sequence[tuple[str, Mapping[str, float]]], parts: Sequence[Part], title: str
) -> list[Chart]:
    """Draw the villages, at most as many in a chart as a page has room for; all by one scale."""
    most = max(sum(counts.values()) for _, counts in rows)
    return [
        charts.stacked_bars(rows[begin : begin + _MOST_BARS], parts, title, WIDTH_MM, most)
        for begin in range(0, len(rows), _MOST_BARS)
    ]


def _account_of_villages(release: FiguresRelease, title: str, chart: Chart | None = None) -> Block:
    moved = [name for name in _COLUMNS if name in release.villages]
    closing = release.line("closing")
    table: Any = release.villages.reset_index().to_dict("records")
    sums: Any = {**release.villages.sum().to_dict(), "area_m2": closing.area_m2}
    lines = [
        (
            name,
            *_counts(row, moved),
            i18n.number(int(row["count"])),
            _hectares(release, row["area_m2"]),
        )
        for name, row in (*((_village(each["village"]), each) for each in table), (tr("Total"), sums))
    ]
    first = [i18n.label("village_column", name, day=i18n.day(release.since)) for name in moved]
    last = i18n.label("village_column", "count", day=i18n.day(release.day))
    head = (tr("Village"), *first, last, tr("Area [ha]"))
    return Block("account-villages", title, (), head, tuple(lines), [len(lines) - 1], chart)


def villages_shown(release: FiguresRelease) -> Iterator[Block]:
    """Where the potential lies, by village."""
    if not len(release.places):
        return
    words = tr(
        "The surface of each circle follows the number of sites; it stands in the middle of the village."
    )
    drawn = village_map(release, WIDTH_MM, _MAP_MM)
    yield Block("villages-map", tr("Where the open potential lies"), [words], picture=drawn)


def sites_shown(release: FiguresRelease) -> Iterator[Block]:
    """The sites that may be seen one by one: all for the office, on a page of its own."""
    if release.shown is None:
        if not release.is_internal:
            yield Block("sites", tr("Published sites"), [tr("None of these sites is published one by one.")])
        return
    shown = len(release.shown.sites)
    title = (
        tr("All sites of the open potential")
        if release.is_internal
        else tr("Sites that may be shown one by one")
    )
    words = ntr("The map shows {count} site.", "The map shows {count} sites.", shown)
    if release.unshown:
        more = ntr(
            "{count} further site is counted and not shown one by one.",
            "{count} further sites are counted and not shown one by one.",
            release.unshown,
        )
        words = f"{words} {more}"
    drawn = overview_map(release.shown, WIDTH_MM, _LARGE_MAP_MM if release.is_internal else _MAP_MM)
    yield Block("sites", title, [words], picture=drawn, new_page=release.is_internal)


def definitions(release: FiguresRelease) -> Block:
    """What every figure of the paper means."""
    rows = [(tr("Open potential"), i18n.label("balance_definition", "stock"))]
    rows += [
        (
            i18n.label("balance", name, day=i18n.day(release.since if name == "opening" else release.day)),
            i18n.label("balance_definition", name),
        )
        for name in _lines(release)
    ]
    rows.append((tr("Village"), i18n.label("balance_definition", "village")))
    for column in ("came", "other"):
        if column in release.villages:
            name = tr("by village: {column}", column=i18n.label("village_column", column))
            rows.append((name, i18n.label("village_definition", column)))
    rows.append((tr("Area"), i18n.label("balance_definition", "area")))
    told = dict.fromkeys(each.name for each in release.figures if each.name in _SHOWN)
    if "activation_rate" not in told:
        told = {"activation_rate": None, **told}
    rows += [(i18n.label("report_figure", name), i18n.label("report_definition", name)) for name in told]
    head = (tr("Figure"), tr("Meaning"))
    return Block("definitions", tr("Appendix: what the figures mean"), (), head, tuple(rows), texts=True)


_SHOWN = frozenset(
    {
        "activation_rate",
        "activation_year",
        "return_rate",
        "undeliverable",
        "willingness",
        "days_review",
        "days_availability",
    }
)


def _counts(row: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    return [i18n.number(int(row[name])) if name == "opening" else _signed(int(row[name])) for name in names]


def _figure(release: FiguresRelease, name: str) -> ReportedFigure | None:
    return next((each for each in release.figures if each.name == name), None)


def _area(release: FiguresRelease, line: str) -> str:
    text = i18n.hectares(abs(release.line(line).area_m2), _digits(release))
    return "" if text == i18n.MISSING else text


def _sites(count: int) -> str:
    return ntr("{count} site", "{count} sites", count)


def _signed(count: int) -> str:
    return f"+{i18n.number(count)}" if count > 0 else i18n.number(count)


def _hectares(release: FiguresRelease, square_metres: float) -> str:
    """Hectares as exact as the audience may know them."""
    return i18n.hectare_number(square_metres, _digits(release))


def _digits(release: FiguresRelease) -> int:
    return 2 if release.is_internal else 1


def _signed_hectares(release: FiguresRelease, square_metres: float) -> str:
    text = _hectares(release, square_metres)
    zero = _hectares(release, 0.0)
    return f"+{text}" if square_metres > 0 and text != zero else text


def _class(code: str) -> str:
    return i18n.label("PotentialClass", code) if code else tr("other classes")


def _village(name: str) -> str:
    return short(name, 40) if name else tr("other villages")
