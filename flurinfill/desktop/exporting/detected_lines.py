"""Figures, rules and photos of a site, line by line, for the preview of what leaves."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from flurinfill import i18n
from flurinfill.i18n import tr
from flurinfill.model.measures import definition_of
from flurinfill.reports import fields
from flurinfill.reports.papers import rule_texts
from flurinfill.reports.release import RuleLine
from flurinfill.reports.released_photos import PhotoLine

Line = tuple[str, str]
"""What it is, and its value."""


def figure_lines(measures: pd.DataFrame) -> list[Line]:
    """Each measure with its value; of several parcels one behind the other, in their order."""
    lines = []
    for column in map(str, measures):
        values = [_value(column, value) for value in measures[column]]
        if any(values):
            name = fields.measure_name(column) if definition_of(column) else fields.heading(column)
            lines.append((name, " · ".join(value or i18n.MISSING for value in values)))
    return lines


def rule_lines(rules: Sequence[RuleLine]) -> list[Line]:
    """Each rule with what it says; of several parcels with the number of the parcel."""
    several = len({line.number for line in rules}) > 1
    lines = []
    for line in rules:
        name = rule_texts.name(line)
        said = i18n.name_of(line.outcome)
        if line.value is not None:
            said = f"{said}: {rule_texts.value(line)} ({rule_texts.threshold(line)})"
        lines.append((f"{line.number}: {name}" if several else name, said))
    return lines


def photo_parts(photos: Sequence[PhotoLine], *, leave: bool) -> list[tuple[str, str, str]]:
    """Each photo by its title and its day, and whether it leaves; ``leave``: photos do at all here."""
    parts = []
    for photo in photos:
        day = i18n.day(photo.on) if photo.on else tr("no day")
        why = i18n.label("not_given", photo.reason) if photo.reason else tr("goes out, without its title")
        parts.append((photo.title, day, why if leave else i18n.MISSING))
    return parts


def _value(column: str, value: object) -> str:
    """Value in its unit; "" where there is none."""
    if definition_of(column) is None:
        return fields.text(column, value)
    return "" if pd.isna(value) else i18n.measured(float(value), column)  # type: ignore[call-overload, arg-type]
