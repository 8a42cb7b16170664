"""Spreadsheet and CSV.

The spreadsheet is for people: German or English headings with notes, real numbers and dates, filters,
a sheet of figures with a chart, what every column means and where everything comes from. The CSV is
for programs: the names of the code, decimal points, UTF-8, commas. No cell of either can become a
formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from flurinfill import i18n
from flurinfill.i18n import tr
from flurinfill.model.audience import Audience
from flurinfill.model.measures import definition_of
from flurinfill.reports import fields
from flurinfill.reports.csv_files import as_csv, harmless
from flurinfill.reports.figure_sheet import figure_tables, write_figures
from flurinfill.reports.release import ParcelRelease, Release, TableRelease
from flurinfill.reports.workbook import (
    Book,
    Column,
    frame_cells,
    frame_columns,
    heads_of,
    meaning,
    measure_meaning,
)
from flurinfill.reports.writing import write_bytes

__all__ = [
    "about",
    "disclaimer_code",
    "harmless",
    "measures_by_site",
    "write_csv",
    "write_list",
    "write_table",
    "write_xlsx",
]

_FIRST_SITE_COLUMNS = ("numbers", "gemarkung", "flur", "case_no", "district", "address_text", "street")


def write_xlsx(release: Release, path: Path) -> Path:
    """Write a spreadsheet: sites, figures, measures of their parcels, definitions and source.

    Parameters
    ----------
    release : Release
        From the gate; the measures are left out where the audience must not get them.
    path : Path
        Replaced in one step.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`.
    """
    marking = i18n.label("marking", release.marking) if release.marking else ""
    title = tr("Potential development sites")
    book = Book(title, marking or title, _origin_line(release))
    sites = _site_frame(release)
    columns = frame_columns(sites, meaning)
    book.whole_table(tr("Sites"), columns, frame_cells(sites))
    write_figures(book, release)
    measures = measures_by_site(release)
    of_measures = frame_columns(measures, measure_meaning, fields.measure_heading)
    if of_measures:
        book.whole_table(tr("Measures"), of_measures, frame_cells(measures))
    _definitions(book, release, (columns, of_measures))
    _source(book, about(release))
    return write_bytes(path, book.content())


def write_csv(release: Release | ParcelRelease, path: Path) -> Path:
    """Write a CSV: all parcels for the office, the released sites for everybody else.

    The parcel table has ``parcel_id``, ``class``, every measure under its own name and
    ``failed_rules`` (joined by ``;``) first.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`.
    """
    frame = pd.DataFrame(release.sites.drop(columns="geometry"))
    if isinstance(release, ParcelRelease):
        figures = [name for name in frame if definition_of(str(name)) is not None]
        first = ["parcel_id", "class", *figures, "failed_rules"]
        frame = frame[[*first, *(name for name in frame if name not in first)]]
    else:
        frame = frame.reset_index()
    if release.marking:
        frame["marking"] = i18n.label("marking", release.marking)
    return write_bytes(path, as_csv(fields.rounded(frame)))


def write_table(release: TableRelease, path: Path) -> Path:
    """Write rows as they stood on the screen: a spreadsheet, or a CSV by the suffix ``.csv``.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`.
    """
    marking, frame = i18n.label("marking", release.marking), fields.rounded(release.frame)
    if path.suffix.lower() == ".csv":
        return write_bytes(path, as_csv(frame.assign(marking=marking)))
    source = fields.source_line(release.origin.source, release.origin.data_state)
    book = Book(path.stem, marking, source)
    columns = frame_columns(frame, measure_meaning if release.of_parcels else meaning)
    book.whole_table(tr("Table"), columns, frame_cells(frame))
    _source(book, about(release))
    return write_bytes(path, book.content())


def write_list(frame: pd.DataFrame, path: Path, marking: str = "") -> Path:
    """Write a plain list for people: a CSV, or a spreadsheet by the suffix ``.xlsx``.

    The CSV is parted as the spreadsheet of a German office expects it; the marking stands on every page
    of the spreadsheet and in every line of the CSV.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`.
    """
    if path.suffix.lower() != ".xlsx":
        marked = frame.assign(**{tr("Marking"): marking}) if marking else frame
        decimal = "," if i18n.language() == "de" else "."  # else 12.5 is read as the twelfth of May
        return write_bytes(path, "\ufeff".encode() + as_csv(marked, ";", decimal))
    book = Book(path.stem, marking or path.stem, "")
    book.whole_table(tr("Table"), frame_columns(frame), frame_cells(frame))
    return write_bytes(path, book.content())


def _site_frame(release: Release) -> pd.DataFrame:
    frame = fields.rounded(pd.DataFrame(release.sites.drop(columns="geometry"))).reset_index()
    first = ["no", *(name for name in _FIRST_SITE_COLUMNS if name in frame)]
    return frame[[*first, *(name for name in frame if name not in first)]]


def measures_by_site(release: Release) -> pd.DataFrame:
    """Give the measures of the sites' parcels with the number of the site; nothing where there are none."""
    if not len(release.measures.columns):
        return pd.DataFrame()
    site_of = {key: no for no, keys in release.sites["parcel_ids"].items() for key in keys}
    frame = release.measures.reset_index(names="parcel_id")
    frame.insert(0, "no", [site_of.get(key) for key in frame["parcel_id"]])
    return fields.rounded(frame.sort_values(["no", "parcel_id"]))


def _definitions(book: Book, release: Release, tables: Sequence[Sequence[Column]]) -> None:
    """What every column and every figure of the file means."""
    told: dict[str, str] = {}
    for columns in tables:
        told |= {
            head: column.note for head, column in zip(heads_of(columns), columns, strict=True) if column.note
        }
    rows: list[list[fields.Cell]] = [[head, note] for head, note in told.items()]
    for table in figure_tables(release):
        rows += [[f"{table.title}: {column.head}", column.note] for column in table.columns if column.note]
    heads = (Column(tr("Column or figure")), Column(tr("Meaning")))
    book.whole_table(tr("Definitions"), heads, rows, (44, 96)).freeze_panes(1, 0)


def _source(book: Book, rows: Sequence[tuple[str, str]]) -> None:
    """What the file is, where it comes from and what it does not say."""
    columns = (Column(tr("Entry")), Column(tr("Value")))
    book.whole_table(tr("Origin"), columns, [list(row) for row in rows], (34, 96)).freeze_panes(1, 0)


def about(release: Release | TableRelease) -> list[tuple[str, str]]:
    """What a file is, where it comes from and what it does not say: names with their texts."""
    origin = release.origin
    profile = tr("{name}, version {version}", name=origin.profile, version=origin.profile_version)
    rows = [
        (tr("Marking"), i18n.label("marking", release.marking) if release.marking else ""),
        (tr("Audience"), i18n.name_of(release.audience)),
        (tr("Source"), fields.source_line(origin.source, origin.data_state)),
        (tr("Made on"), i18n.day(origin.made_on)),
        (tr("Rule profile"), profile if origin.profile else ""),
        (tr("Please note"), i18n.label("disclaimer", disclaimer_code(release.audience))),
    ]
    return [(name, text) for name, text in rows if text]


def disclaimer_code(audience: Audience) -> str:
    """Code of the notice that every paper carries (catalogue context ``disclaimer``)."""
    return "register" if audience is Audience.PUBLIC else "screening"


def _origin_line(release: Release) -> str:
    return fields.source_line(release.origin.source, release.origin.data_state)
