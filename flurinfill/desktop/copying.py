"""Rows of a table as text for a spreadsheet. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flurinfill import i18n
from flurinfill.desktop.arranging import Column, Content
from flurinfill.i18n import tr
from flurinfill.reports.sheets import harmless
from flurinfill.usecases.filters import Kind

_DIGITS = {Kind.AREA: 1, Kind.NUMBER: 2, Kind.SHARE: 2}


def as_text(content: Content, names: Sequence[str], keys: Iterable[Any]) -> str:
    """Return the rows with a line of headings, cells parted by tabs.

    Figures are plain, in the decimal sign of the language and without a unit (it stands in the
    heading), so that a spreadsheet reads them as numbers; no cell can become a formula.
    """
    columns = [content.columns[name] for name in names]
    lines = ["\t".join(_cell(_heading(column)) for column in columns)]
    for key in keys:
        row = content.row_of.get(key)
        if row is not None:
            lines.append("\t".join(_value(column, content.values(column.name)[row]) for column in columns))
    return "\n".join(lines)


def _heading(column: Column) -> str:
    unit = column.unit() if column.unit is not None else ""
    return tr("{title} [{unit}]", title=column.title(), unit=unit) if unit else column.title()


def _value(column: Column, value: Any) -> str:
    digits = _DIGITS.get(column.kind)
    if digits is None or not isinstance(value, (int, float)) or value != value:
        return _cell(column.shown(value))
    written = f"{value * (100 if column.kind is Kind.SHARE else 1):.{digits}f}"
    plain = written.rstrip("0").rstrip(".") if "." in written else written
    return plain.replace(".", ",") if i18n.language() == "de" else plain


def _cell(text: str) -> str:
    """Text on one line, that no spreadsheet takes for a formula."""
    return harmless(" ".join(text.split()))
