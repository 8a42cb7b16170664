"""The sheet of figures: by class, by village with a chart, by state, and the rates, of what was released.

The figures are those of the dashboard and of the papers: they come from the same functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from flurinfill import i18n, statistics
from flurinfill.cartography.symbology import CLASS_STYLE, Hatch
from flurinfill.i18n import tr
from flurinfill.model.potential import PotentialClass
from flurinfill.reports import fields
from flurinfill.reports.release import Release
from flurinfill.reports.workbook import PER_CENT, WHOLE, Book, Column

_WIDTHS = (34, 12, 14, 12, 14, 16, 14, 14, 14)
_PATTERNS = {
    Hatch.DIAGONAL: "wide_upward_diagonal",
    Hatch.BACK: "wide_downward_diagonal",
    Hatch.HORIZONTAL: "narrow_horizontal",
    Hatch.VERTICAL: "narrow_vertical",
    Hatch.CROSS: "outlined_diamond",
    Hatch.DOTS: "dotted_diamond",
}
_PLAIN = "#0B5F9E"


@dataclass(frozen=True)
class FigureTable:
    """A table of figures.

    Attributes
    ----------
    title : str
    columns : sequence of Column
        The first names the rows.
    rows : list
    series : sequence of str
        Classes whose counts are the last columns, for the chart; "" for the counts alone.
    """

    title: str
    columns: Sequence[Column]
    rows: list[list[fields.Cell]]
    series: Sequence[str] = ()


def figure_tables(release: Release) -> Iterator[FigureTable]:
    """Figures of the released sites, as far as their columns tell them."""
    sites = pd.DataFrame(release.sites.drop(columns="geometry"))
    if "district" not in sites:
        sites = sites.assign(district="")
    yield _totals(sites)
    if "potential" in sites:
        yield _grouped(
            statistics.by_class(sites), tr("By type of site"), fields.heading("potential"), "PotentialClass"
        )
    yield _villages(sites)
    if "review" in sites:
        yield _grouped(statistics.by_review(sites), tr("By review"), fields.heading("review"), "Review")
    if "availability" in sites:
        table = statistics.by_availability(sites)
        yield _grouped(table, tr("By availability"), fields.heading("availability"), "Availability")


def write_figures(book: Book, release: Release) -> None:
    """Add the sheet of figures with its chart."""
    sheet = book.sheet(tr("Figures"))
    sheet.set_portrait()  # so that the chart is not torn by the end of a page
    for position, width in enumerate(_WIDTHS):
        sheet.set_column(position, position, width)
    row = 0
    for table in figure_tables(release):
        book.title_in(sheet, row, table.title)
        book.table(sheet, row + 1, table.columns, table.rows)
        first, last = row + 2, row + 1 + len(table.rows)
        row = last + 3
        if table.series and table.rows:
            chart, height = _chart(book, sheet.get_name(), table, first, last)
            words = _described(table)
            sheet.insert_chart(row - 1, 0, chart, {"description": words, "object_position": 1})
            row += height


def _totals(sites: pd.DataFrame) -> FigureTable:
    """How many and how large, and what became of the confirmed ones."""
    whole = statistics.amount(sites)
    rows: list[list[fields.Cell]] = [[tr("Sites in this file"), float(whole.count), whole.area_m2, None]]
    if {"potential", "review", "availability"} <= set(sites):
        stock = statistics.amount(statistics.open_stock(sites))
        rate = statistics.activation_rate(sites)
        rows.append([tr("Open potential"), float(stock.count), stock.area_m2, None])
        rows.append([i18n.label("report_figure", "confirmed"), float(rate.denominator), None, None])
        rows.append([i18n.label("report_figure", "activation_rate"), float(rate.numerator), None, rate.value])
    columns = (
        Column(tr("Figure"), note=tr("Figures of the sites in this file, not of the whole town.")),
        _count(),
        _area(),
        Column(tr("Rate"), PER_CENT, i18n.label("report_definition", "activation_rate")),
    )
    return FigureTable(tr("Altogether"), columns, rows)


def _grouped(table: pd.DataFrame, title: str, head: str, context: str) -> FigureTable:
    rows: list[list[fields.Cell]] = [
        [_name(context, str(code)), float(row["count"]), float(row["area_m2"]), float(row["share"])]
        for code, row in table.iterrows()
    ]
    share = Column(tr("Share"), PER_CENT, tr("Part of all sites in this file."))
    return FigureTable(title, (Column(head), _count(), _area(), share), rows)


def _villages(sites: pd.DataFrame) -> FigureTable:
    table = statistics.by_district(sites)
    classes = [str(name) for name in table if name not in statistics.FIGURES]
    rows: list[list[fields.Cell]] = [
        [
            str(name) or tr("not stated"),
            float(row["count"]),
            float(row["area_m2"]),
            float(row["share"]),
            *(float(row[code]) for code in classes),
        ]
        for name, row in table.iterrows()
    ]
    columns = [
        Column(tr("Village"), note=i18n.label("balance_definition", "village")),
        _count(),
        _area(),
        Column(tr("Share"), PER_CENT, tr("Part of all sites in this file.")),
        *(Column(_name("PotentialClass", code), WHOLE) for code in classes),
    ]
    return FigureTable(tr("By district"), columns, rows, classes or [""])


def _count() -> Column:
    return Column(
        tr("Sites"), WHOLE, tr("Number of sites in this file, those that are dropped or built on included.")
    )


def _area() -> Column:
    note = f"{i18n.label('balance_definition', 'area')} {tr('Unit: {unit}.', unit='m²')}"
    return Column(f"{tr('Area')} [m²]", WHOLE, note)


def _name(context: str, code: str) -> str:
    return i18n.label(context, code) if code else tr("not stated")


def _chart(book: Book, sheet: str, table: FigureTable, first: int, last: int) -> tuple[Any, int]:
    """Bars of the villages, parted by class; hatched, for print in black and white."""
    chart = book.file.add_chart({"type": "bar", "subtype": "stacked"})
    for number, code in enumerate(table.series):
        column = 4 + number if code else 1
        chart.add_series(
            {
                "name": table.columns[column].head,
                "categories": [sheet, first, 0, last, 0],
                "values": [sheet, first, column, last, column],
                "gap": 60,
                **_fill(code),
            }
        )
    chart.set_title({"name": tr("Sites by village"), "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis(
        {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#CFD5DA"}}}
    )
    chart.set_legend({"position": "bottom"} if len(table.series) > 1 else {"none": True})
    height = 120 + 24 * len(table.rows)
    chart.set_size({"width": 820, "height": height})
    return chart, height // 20 + 2


def _fill(code: str) -> dict[str, Any]:
    if code not in set(PotentialClass):
        return {"fill": {"color": _PLAIN}}
    style = CLASS_STYLE[PotentialClass(code)]
    line = {"border": {"color": style.outline.upper()}}
    if style.hatch is Hatch.NONE:
        return {"fill": {"color": style.fill.upper()}, **line}
    colours = {"fg_color": (style.hatch_colour or style.outline).upper(), "bg_color": style.fill.upper()}
    return {"pattern": {"pattern": _PATTERNS[style.hatch], **colours}, **line}


def _described(table: FigureTable) -> str:
    told = "; ".join(f"{row[0]}: {i18n.number(float(str(row[1])))}" for row in table.rows)
    return f"{tr('Sites by village')}. {told}."
