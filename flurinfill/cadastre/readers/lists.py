"""Lists that an office already has, as CSV or XLSX: text in, text out, nothing guessed away.

Every value stays text; who asks for a column turns it into a number or a date with the functions
here. Columns that nobody needs for building land (bank accounts, dates of birth) are not read.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd

from flurinfill.model.errors import InputError
from flurinfill.model.progress import SILENT, Progress

MOST_ROWS = 500_000
_REPORT_EVERY = 1000
_ENCODINGS = ("utf-8-sig", "cp1252")
_DELIMITERS = ";\t,|"
_SHEETS = {".xlsx", ".xlsm"}
_TEXTS = {".csv", ".txt", ".tsv"}
_NOT_NEEDED = {
    "bank_account": re.compile(
        r"\biban\b|\bbic\b|konto(?:nummer|nr|verbindung)|bankverbindung", re.IGNORECASE
    ),
    "birth_date": re.compile(r"geburt|\bgeb\.?\b|\bgeb[._ -]?(?:dat|am)|birth|\bdob\b", re.IGNORECASE),
    "tax_number": re.compile(r"steuer[-_ ]?(?:id|nummer|nr)|\btin\b", re.IGNORECASE),
}
_IBAN = re.compile(r"^[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?$")
_DAY = re.compile(r"^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{2}|\d{4})$")


@dataclass(frozen=True)
class OfficeList:
    """A list as it was read.

    Attributes
    ----------
    name : str
        Name of the file.
    rows : DataFrame of str
        Columns as the file heads them; ``""`` where a cell is empty. The index is the line of the
        file that a row stands in, so that a message can name it.
    refused : tuple of (str, str)
        Columns that were not read, and why (catalogue context ``refused_column``).
    """

    name: str
    rows: pd.DataFrame
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def shape(self) -> str:
        """What lists of one kind have in common: a fingerprint of their heads, which may name persons."""
        heads = " | ".join(str(head) for head in self.rows.columns)
        return hashlib.sha256(heads.encode()).hexdigest()[:16]


def read_list(path: Path, progress: Progress = SILENT) -> OfficeList:
    """Read a list.

    Parameters
    ----------
    path : Path
        CSV (``;``, tab, comma or ``|``; UTF-8 or Windows-1252) or XLSX (its first sheet with rows).
    progress : Progress, optional
        Hears of a long sheet line by line, and can stop it.

    Raises
    ------
    InputError
        ``list_format``, ``list_unreadable``, ``list_empty``, ``list_too_long``.
    """
    kind = path.suffix.lower()
    if kind in _SHEETS:
        lines = _sheet_lines(path, progress)
    elif kind in _TEXTS:
        lines = _text_lines(path)
    else:
        raise InputError("list_format", path=path.name)
    if len(lines) > MOST_ROWS:
        raise InputError("list_too_long", path=path.name, most=MOST_ROWS)
    head_at = next((at for at, line in enumerate(lines) if sum(bool(cell) for cell in line) >= 2), None)
    if head_at is None or head_at + 1 >= len(lines):
        raise InputError("list_empty", path=path.name)
    head = _heads(lines[head_at])
    body = [(number, line) for number, line in enumerate(lines[head_at + 1 :], head_at + 2) if any(line)]
    if not body:
        raise InputError("list_empty", path=path.name)
    cells = [(list(line) + [""] * len(head))[: len(head)] for _, line in body]
    rows = pd.DataFrame(cells, columns=head, index=pd.Index([number for number, _ in body]), dtype="str")
    refused = tuple(_refused(rows))
    return OfficeList(path.name, rows.drop(columns=[name for name, _ in refused]), refused)


def _text_lines(path: Path) -> list[list[str]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError("list_unreadable", path=path.name, reason=error.strerror or str(error)) from error
    text = _decoded(content).replace("\0", "")
    delimiter = _delimiter(text)
    try:
        found = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [[cell.strip() for cell in line] for line in found]
    except csv.Error as error:
        raise InputError("list_unreadable", path=path.name, reason=str(error)) from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _delimiter(text: str) -> str:
    """Return the sign that splits the first lines into the most, equally many parts."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]

    def fits(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        common = max(set(counts), key=counts.count, default=0)
        return (counts.count(common) if common else 0, common)

    return max(_DELIMITERS, key=fits)


def _sheet_lines(path: Path, progress: Progress) -> list[list[str]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise InputError("list_unreadable", path=path.name, reason=str(error)) from error
    try:
        for sheet in book.worksheets:
            lines = []
            for number, line in enumerate(sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1)):
                if number % _REPORT_EVERY == 0:
                    progress.report("read_file", number, sheet.max_row or 0)
                lines.append([_cell(value) for value in line])
            if any(any(line) for line in lines):
                return lines
    finally:
        book.close()
    return []


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _heads(line: Sequence[str]) -> list[str]:
    """Name every column once; a column without a name is called by its number."""
    heads: list[str] = []
    for number, name in enumerate(line, 1):
        plain = " ".join(name.split()) or f"({number})"
        heads.append(plain if plain not in heads else f"{plain} ({number})")
    return heads


def _refused(rows: pd.DataFrame) -> Iterator[tuple[str, str]]:
    for name in rows:
        reason = next((reason for reason, pattern in _NOT_NEEDED.items() if pattern.search(str(name))), "")
        if not reason:
            filled = rows[name][rows[name] != ""].head(200)
            if len(filled) and filled.str.match(_IBAN).mean() > 0.2:
                reason = "bank_account"
        if reason:
            yield str(name), reason


def day_of(text: str) -> date | None:
    """Read a day as Germans or spreadsheets write it: ``1.2.26``, ``01.02.2026``, ``2026-02-01``.

    A year of two digits is one of this century. None where the text is no day.
    """
    match = _DAY.match(text.strip())
    try:
        if match is not None:
            day, month, year = (int(part) for part in match.groups())
            return date(year + 2000 if year < 100 else year, month, day)
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
