"""A workbook for people: tables with filters, notes and a fixed head, set up for printing.

Numbers and dates are real ones, and no text becomes a formula or a link.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import pandas as pd
import xlsxwriter

from flurinfill import i18n
from flurinfill.model.measures import Unit, definition_of
from flurinfill.model.site_fields import FIELDS, FieldKind
from flurinfill.reports import fields

_UNIT_FORMATS = {Unit.SQUARE_METRE: "#,##0", Unit.METRE: "0.0", Unit.SHARE: "0.0%", Unit.COUNT: "0"}
_DECIMALS = {0: "#,##0", 1: "0.0", 2: "#,##0.00"}
WHOLE, PER_CENT, NUMBER = "#,##0", "0.0%", "0"
_LONGEST_HEAD = 250
_MOST_WIDTH = 46
_LINE_POINTS = 15.0
_LETTERS_FOR_WIDTH = 1.1  # a width is told in digits, and most letters are narrower
_PAGE_LETTERS = 190
"""Letters beside each other on a page, at half the size of the screen."""
_NOTE_WIDTH, _NOTE_LINE, _NOTE_LETTERS = 300, 17, 44  # pixels, pixels, letters in a line
_STYLE = "Table Style Light 1"


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, number format and note."""

    head: str
    format: str = NUMBER
    note: str = ""


@dataclass
class Book:
    """A workbook that is being written.

    Attributes
    ----------
    title : str
        For the file's properties.
    head, foot : str
        Stand on every printed page.
    """

    title: str
    head: str
    foot: str
    buffer: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.file = xlsxwriter.Workbook(self.buffer, options)
        self.file.set_properties({"title": self.title, "subject": self.head, "comments": self.foot})
        top = {"valign": "top"}
        day = "dd.mm.yyyy" if i18n.language() == "de" else "d mmm yyyy"
        self._head = self._format(bold=True, bottom=1, bg_color="#ECEFF1", text_wrap=True, valign="vcenter")
        self._text = self._format(**top, text_wrap=True)
        self._day = self._format(**top, num_format=day)
        self._title = self._format(bold=True, font_size=14)
        self._section = self._format(bold=True, font_size=11)
        self._numbers: dict[str, Any] = {}

    def _format(self, **properties: Any) -> Any:
        return self.file.add_format(properties)

    def sheet(self, name: str) -> Any:
        """Add a sheet, set up for printing: landscape A4, as wide as the page."""
        sheet = self.file.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{self.head.replace('&', '&&')}")
        sheet.set_footer(f"&L{self.foot.replace('&', '&&')}&R&P / &N")
        return sheet

    def title_in(self, sheet: Any, row: int, text: str, *, large: bool = False) -> None:
        """Write a heading into the first column."""
        sheet.write_string(row, 0, text, self._title if large else self._section)

    def table(
        self, sheet: Any, row: int, columns: Sequence[Column], cells: Sequence[Sequence[fields.Cell]]
    ) -> None:
        """Write a table with filters from this row on: headings with their notes, then the cells."""
        heads = heads_of(columns)
        listed = [{"header": head, "header_format": self._head} for head in heads]
        options = {"columns": listed, "style": _STYLE}
        sheet.add_table(row, 0, row + max(len(cells), 1), len(columns) - 1, options)
        sheet.set_row(row, 32)
        for position, column in enumerate(columns):
            if column.note:
                sheet.write_comment(row, position, column.note, _note_size(column.note))
            for place, values in enumerate(cells, start=row + 1):
                self._write(sheet, place, position, values[position], column.format)

    def whole_table(
        self,
        name: str,
        columns: Sequence[Column],
        cells: Sequence[Sequence[fields.Cell]],
        widths: Sequence[int] = (),
    ) -> Any:
        """Add a sheet that is one table: its head stays while scrolling and on every printed page.

        ``widths`` of the columns in letters; by what is in them when left out.
        """
        sheet = self.sheet(name)
        self.table(sheet, 0, columns, cells)
        widths = widths or [
            _width(column.head, [row[position] for row in cells]) for position, column in enumerate(columns)
        ]
        for position, width in enumerate(widths):
            sheet.set_column(position, position, width)
        for place, row in enumerate(cells, start=1):
            lines = max((_lines(cell, width) for cell, width in zip(row, widths, strict=True)), default=1)
            if lines > 1:  # not every program makes room for wrapped text by itself
                sheet.set_row(place, lines * _LINE_POINTS)
        sheet.freeze_panes(1, 2)
        sheet.repeat_rows(0)
        if (pages := -(-sum(widths) // _PAGE_LETTERS)) > 1:  # one page would be too small to read
            sheet.fit_to_pages(pages, 0)
            sheet.repeat_columns(0, 1)
        return sheet

    def _write(self, sheet: Any, row: int, column: int, value: fields.Cell, number_format: str) -> None:
        if value is None:
            sheet.write_blank(row, column, None, self._text)
        elif isinstance(value, bool):
            sheet.write_string(row, column, i18n.tr("yes") if value else i18n.tr("no"), self._text)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, datetime.combine(value, time()), self._day)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, self._text)
        else:
            sheet.write_number(row, column, value, self._number(number_format))

    def _number(self, code: str) -> Any:
        if code not in self._numbers:
            self._numbers[code] = self._format(valign="top", num_format=code)
        return self._numbers[code]

    def content(self) -> bytes:
        """Finish the workbook and return the file."""
        self.file.close()
        return self.buffer.getvalue()


def frame_columns(
    frame: pd.DataFrame,
    note: Callable[[str], str] | None = None,
    head: Callable[[str], str] = fields.heading,
) -> list[Column]:
    """Columns of a frame of sites or parcels, with headings, formats and notes."""
    names = [str(name) for name in frame]
    return [Column(head(name), format_of(name), note(name) if note else "") for name in names]


def frame_cells(frame: pd.DataFrame) -> list[list[fields.Cell]]:
    """Cells of a frame of sites or parcels as people read them."""
    columns = [[fields.cell(str(name), value) for value in frame[name].tolist()] for name in frame]
    return [list(row) for row in zip(*columns, strict=True)]


def meaning(column: str) -> str:
    """What a column of sites means, with its unit; ``""`` where nobody has said it.

    Some are called as a measure of a parcel and mean another thing: the area of a site is the official one.
    """
    return _meaning(column, ("attribute", "measure_definition"))


def measure_meaning(column: str) -> str:
    """What a column of parcels or their measures means, with its unit; ``""`` where nobody has said it."""
    return _meaning(column, ("measure_definition", "attribute"))


def _meaning(column: str, contexts: Sequence[str]) -> str:
    family = column.split("[", 1)[0]
    found = (i18n.label(context, family) for context in contexts)
    words = next((words for words in found if words != family), "")
    unit = _unit_of(column) if words else ""
    return f"{words} {i18n.tr('Unit: {unit}.', unit=unit)}" if unit else words


def _unit_of(column: str) -> str:
    if column in FIELDS and FIELDS[column].unit:
        return i18n.label("field_unit", FIELDS[column].unit)
    definition = definition_of(column)
    signs: Mapping[Unit, str] = {Unit.SQUARE_METRE: "m²", Unit.METRE: "m", Unit.SHARE: "%"}
    return (
        signs.get(definition.unit, "") if definition is not None else "m²" if column in fields.AREAS else ""
    )


def format_of(column: str) -> str:
    """Number format of a column of sites or measures."""
    definition = definition_of(column)
    if definition is not None and definition.unit in _UNIT_FORMATS:
        return _UNIT_FORMATS[definition.unit]
    known = FIELDS.get(column)
    if known is None:
        return WHOLE if column in fields.AREAS else NUMBER
    return PER_CENT if known.kind is FieldKind.SHARE else _DECIMALS[known.digits]


def heads_of(columns: Sequence[Column]) -> list[str]:
    """Headings as a table shows them: they must differ, so the second of two gets a number."""
    found: list[str] = []
    for head in (column.head[:_LONGEST_HEAD] for column in columns):
        number, name = 2, head or i18n.MISSING
        while name.casefold() in {each.casefold() for each in found}:
            name, number = f"{head} ({number})", number + 1
        found.append(name)
    return found


def _note_size(text: str) -> dict[str, Any]:
    lines = max(2, -(-len(text) // _NOTE_LETTERS) + 1)
    return {"width": _NOTE_WIDTH, "height": lines * _NOTE_LINE, "author": "flurinfill"}


def _width(heading: str, values: Sequence[fields.Cell]) -> int:
    longest = max((len(_shown(value)) for value in values), default=0)
    words = max((len(word) for word in heading.split()), default=0)
    return max(8, min(_MOST_WIDTH, max(longest, words, len(heading) // 2) + 4))


def _lines(value: fields.Cell, width: int) -> int:
    """Count the lines of a text in a column, estimated by its letters."""
    return math.ceil(len(value) / (_LETTERS_FOR_WIDTH * width)) if isinstance(value, str) and value else 1


def _shown(value: fields.Cell) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}"
    return "" if value is None else str(value)
