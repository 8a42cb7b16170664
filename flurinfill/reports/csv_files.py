"""CSV: cells as programs read them, none of which a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from datetime import date

import pandas as pd

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(frame: pd.DataFrame, delimiter: str = ",", decimal: str = ".") -> bytes:
    """Return a frame as UTF-8 with a row of headings and lines ended as RFC 4180 wants it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(list(frame.columns))
    columns = [[_plain(value, decimal) for value in frame[name].tolist()] for name in frame]
    writer.writerows(zip(*columns, strict=True))
    return buffer.getvalue().encode("utf-8")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _plain(value: object, decimal: str) -> str:
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
        return repr(round(value, 4)).removesuffix(".0").replace(".", decimal)
    return value.isoformat() if isinstance(value, date) else str(value)
