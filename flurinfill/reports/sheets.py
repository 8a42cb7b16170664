"""Spreadsheet and CSV.

The spreadsheet is for people: German or English headings, real numbers and dates, filters. The CSV
is for programs: the names of the code, decimal points, UTF-8, commas. No cell of either can become
a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import pandas as pd
import xlsxwriter

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.measures import MEASURES, Unit, definition_of
from flurinfill.model.site_fields import FIELDS, FieldKind
from flurinfill.reports import fields
from flurinfill.reports.release import ParcelRelease, Release, TableRelease
from flurinfill.reports.writing import write_bytes

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER_FORMATS = {Unit.SQUARE_METRE: "#,##0", Unit.METRE: "0.0", Unit.SHARE: "0.0%", Unit.COUNT: "0"}
_DECIMALS = {0: "#,##0", 1: "0.0", 2: "#,##0.00"}
_TALLEST_WIDTH = 46
_FIRST_SITE_COLUMNS = ("numbers", "gemarkung", "flur", "case_no", "district", "address_text", "street")


@dataclass(frozen=True)
class _Formats:
    """Cell formats of one workbook."""

    head: object
    text: object
    day: object
    title: object
    name: object
    numbers: dict[str, object]
    """By the number format of the spreadsheet."""


def write_xlsx(release: Release, path: Path) -> Path:
    """Write a spreadsheet: sites, figures of their parcels, and how to read them.

    Parameters
    ----------
    release : Release
        From the gate; the figures are left out where the audience must not get them.
    path : Path
        Replaced in one step.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`.
    """
    buffer = io.BytesIO()
    book = _workbook(buffer)
    marking = i18n.label("marking", release.marking) if release.marking else ""
    title = i18n.tr("Potential sites")
    book.set_properties({"title": title, "subject": marking, "comments": _origin_line(release)})
    formats = _formats(book)
    _site_sheet(book, formats, release)
    if len(release.measures.columns):
        _figure_sheet(book, formats, release)
    _reading_sheet(book, formats, release)
    for sheet in book.worksheets():
        _page_setup(sheet, marking or title, _origin_line(release))
    book.close()
    return write_bytes(path, buffer.getvalue())


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
    return write_bytes(path, _csv(frame))


def write_table(release: TableRelease, path: Path) -> Path:
    """Write rows as they stood on the screen: a spreadsheet, or a CSV by the suffix ``.csv``.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`.
    """
    if path.suffix.lower() == ".csv":
        frame = release.frame.assign(marking=i18n.label("marking", release.marking))
        return write_bytes(path, _csv(frame))
    buffer = io.BytesIO()
    book = _workbook(buffer)
    marking = i18n.label("marking", release.marking)
    source = fields.source_line(release.origin.source, release.origin.data_state)
    book.set_properties({"title": path.stem, "subject": marking, "comments": source})
    formats = _formats(book)
    _table(book, formats, i18n.tr("Table"), release.frame)
    sheet = book.add_worksheet(i18n.tr("How to read"))
    _texts(sheet, formats, path.stem, about(release))
    for each in book.worksheets():
        _page_setup(each, marking, source)
    book.close()
    return write_bytes(path, buffer.getvalue())


def _workbook(buffer: io.BytesIO) -> xlsxwriter.Workbook:
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    return xlsxwriter.Workbook(buffer, options)


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
        marked = frame.assign(**{i18n.tr("Marking"): marking}) if marking else frame
        return write_bytes(path, "\ufeff".encode() + _csv(marked, ";"))
    buffer = io.BytesIO()
    book = _workbook(buffer)
    book.set_properties({"title": path.stem, "subject": marking})
    _table(book, _formats(book), i18n.tr("Table"), frame)
    for sheet in book.worksheets():
        _page_setup(sheet, marking or path.stem, "")
    book.close()
    return write_bytes(path, buffer.getvalue())


def _csv(frame: pd.DataFrame, delimiter: str = ",") -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(list(frame.columns))
    columns = [[_plain(value) for value in frame[name].tolist()] for name in frame]
    writer.writerows(zip(*columns, strict=True))
    return buffer.getvalue().encode("utf-8")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _plain(value: object) -> str:
    """Text of a CSV cell that no spreadsheet takes for a formula."""
    if isinstance(value, (tuple, list)):
        value = ";".join(str(part) for part in value)
    if isinstance(value, str):
        return harmless(value)
    if value is None or bool(pd.isna(value)):  # type: ignore[call-overload]
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(round(value, 4)).removesuffix(".0")
    return value.isoformat() if isinstance(value, date) else str(value)


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    top = {"valign": "top"}
    head = {"bold": True, "bottom": 1, "bg_color": "#ECEFF1", "text_wrap": True, "valign": "vcenter"}
    return _Formats(
        head=book.add_format(head),
        text=book.add_format({**top, "text_wrap": True}),
        day=book.add_format({**top, "num_format": "dd.mm.yyyy" if i18n.language() == "de" else "d mmm yyyy"}),
        title=book.add_format({"bold": True, "font_size": 14}),
        name=book.add_format({**top, "bold": True, "text_wrap": True}),
        numbers={
            code: book.add_format({**top, "num_format": code})
            for code in {*_NUMBER_FORMATS.values(), *_DECIMALS.values()}
        },
    )


def _site_sheet(book: xlsxwriter.Workbook, formats: _Formats, release: Release) -> None:
    frame = pd.DataFrame(release.sites.drop(columns="geometry")).reset_index()
    first = ["no", *(name for name in _FIRST_SITE_COLUMNS if name in frame)]
    frame = frame[[*first, *(name for name in frame if name not in first)]]
    _table(book, formats, i18n.tr("Sites"), frame)


def _figure_sheet(book: xlsxwriter.Workbook, formats: _Formats, release: Release) -> None:
    site_of = {key: no for no, keys in release.sites["parcel_ids"].items() for key in keys}
    frame = release.measures.reset_index(names="parcel_id")
    frame.insert(0, "no", [site_of.get(key) for key in frame["parcel_id"]])
    _table(book, formats, i18n.tr("Figures"), frame.sort_values(["no", "parcel_id"]))


def _table(book: xlsxwriter.Workbook, formats: _Formats, name: str, frame: pd.DataFrame) -> None:
    """Write a frame with headings, filters and a frozen first row."""
    sheet = book.add_worksheet(name)
    headings = [fields.heading(str(column)) for column in frame]
    sheet.write_row(0, 0, headings, formats.head)
    sheet.set_row(0, 32)
    for position, column in enumerate(frame):
        values = [fields.cell(str(column), value) for value in frame[column].tolist()]
        for row, value in enumerate(values, start=1):
            _write(sheet, row, position, str(column), value, formats)
        sheet.set_column(position, position, _width(headings[position], values))
    sheet.autofilter(0, 0, max(len(frame), 1), len(headings) - 1)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    name: str,
    value: fields.Cell,
    formats: _Formats,
) -> None:
    if value is None:
        sheet.write_blank(row, column, None, formats.text)
    elif isinstance(value, bool):
        sheet.write_string(row, column, i18n.tr("yes") if value else i18n.tr("no"), formats.text)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()), formats.day)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, formats.text)
    else:
        sheet.write_number(row, column, value, formats.numbers[_number_format(name)])


def _number_format(column: str) -> str:
    definition = definition_of(column)
    if definition is not None and definition.unit in _NUMBER_FORMATS:
        return _NUMBER_FORMATS[definition.unit]
    field = FIELDS.get(column)
    if field is None:
        return _NUMBER_FORMATS[Unit.COUNT]
    return _NUMBER_FORMATS[Unit.SHARE] if field.kind is FieldKind.SHARE else _DECIMALS[field.digits]


def _width(heading: str, values: Iterable[fields.Cell]) -> int:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    words = max((len(word) for word in heading.split()), default=0)
    return max(8, min(_TALLEST_WIDTH, max(longest, words, len(heading) // 2) + 3))


def _reading_sheet(book: xlsxwriter.Workbook, formats: _Formats, release: Release) -> None:
    """Write how to read the file: what it is, where it comes from, what each figure means."""
    sheet = book.add_worksheet(i18n.tr("How to read"))
    rows = about(release)
    if len(release.measures.columns):
        rows += [
            (fields.heading(name), i18n.label("measure_definition", name)) for name in _explained(release)
        ]
    _texts(sheet, formats, i18n.tr("Potential sites"), rows)


def _texts(
    sheet: xlsxwriter.worksheet.Worksheet, formats: _Formats, title: str, rows: list[tuple[str, str]]
) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 96)
    sheet.write_string(0, 0, title, formats.title)
    for row, (name, text) in enumerate(rows, start=2):
        sheet.write_string(row, 0, name, formats.name)
        sheet.write_string(row, 1, text, formats.text)


def _explained(release: Release) -> Sequence[str]:
    families = {str(name).split("[", 1)[0] for name in release.measures}
    return [measure.name for measure in MEASURES if measure.name in families]


def about(release: Release | TableRelease) -> list[tuple[str, str]]:
    """What a file is, where it comes from and what it does not say: names with their texts."""
    origin = release.origin
    profile = i18n.tr("{name}, version {version}", name=origin.profile, version=origin.profile_version)
    rows = [
        (i18n.tr("Marking"), i18n.label("marking", release.marking) if release.marking else ""),
        (i18n.tr("Audience"), i18n.name_of(release.audience)),
        (i18n.tr("Source"), fields.source_line(origin.source, origin.data_state)),
        (i18n.tr("Made on"), i18n.day(origin.made_on)),
        (i18n.tr("Rule profile"), profile if origin.profile else ""),
        (i18n.tr("Please note"), i18n.label("disclaimer", disclaimer_code(release.audience))),
    ]
    return [(name, text) for name, text in rows if text]


def disclaimer_code(audience: Audience) -> str:
    """Code of the notice that every paper carries (catalogue context ``disclaimer``)."""
    return "register" if audience is Audience.PUBLIC else "screening"


def _origin_line(release: Release) -> str:
    return fields.source_line(release.origin.source, release.origin.data_state)


def _page_setup(sheet: xlsxwriter.worksheet.Worksheet, head: str, foot: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{head.replace('&', '&&')}")
    sheet.set_footer(f"&L{foot.replace('&', '&&')}&R&P / &N")
