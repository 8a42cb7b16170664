"""The columns of a release in words: labels, units, and cells as people read them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import pandas as pd

from flurinfill import i18n
from flurinfill.detection.rulebook import kind_of
from flurinfill.model.measures import Unit, definition_of
from flurinfill.model.potential import LandUse, PotentialClass, Use
from flurinfill.model.site_fields import FIELDS, STORED, FieldKind
from flurinfill.model.states import Availability, Publication, RejectReason, Review
from flurinfill.reports.release import RuleLine

_ENUMS: dict[str, type[StrEnum]] = {
    "potential": PotentialClass,
    "potential_now": PotentialClass,
    "review": Review,
    "reject_reason": RejectReason,
    "availability": Availability,
    "publication": Publication,
    "new_finding": PotentialClass,
    "dominant_use": LandUse,
    "use": Use,
    **{field.name: field.choices for field in STORED if field.choices is not None},
}
AREAS = frozenset({"area_m2", "outline_m2"})
"""Columns of areas that people read with their unit."""
CODED = frozenset(_ENUMS)
"""Columns that hold codes of the domain."""
_UNIT_SIGNS = {Unit.SQUARE_METRE: "m²", Unit.METRE: "m", Unit.SHARE: "%"}

Cell = str | float | int | bool | date | None


def heading(column: str) -> str:
    """Heading of a column, with its unit in brackets: ``Fläche [m²]``."""
    context, code = label_key(column)
    if context == "site_field":
        name, unit = i18n.label(context, code), FIELDS[column].unit
        return f"{name} [{i18n.label('field_unit', unit)}]" if unit else name
    if context == "column":
        return i18n.label(context, code)
    return measure_heading(column)


def measure_heading(column: str) -> str:
    """Heading of a measure of parcels, also where sites have a column of that name."""
    definition = definition_of(column)
    if definition is None:
        return heading(column)
    sign = _UNIT_SIGNS.get(definition.unit, "")
    return f"{measure_name(column)} [{sign}]" if sign else measure_name(column)


def label_key(column: str) -> tuple[str, str]:
    """Context and code of the name of a column in the catalogues; of its family for a member of one."""
    if column in FIELDS and column not in AREAS and column != "district":
        return "site_field", column
    if column in AREAS or definition_of(column) is None:
        return "column", column
    return "measure", column.partition("[")[0]


def measure_name(column: str) -> str:
    """Name of a measure; a member of a family with its layer or kind: ``Restriktion: Aue``."""
    family, _, member = column.partition("[")
    name = i18n.label("measure", family)
    if not member:
        return name
    member = member.rstrip("]")
    kind = "LandUse" if family == "land_use_share" and member in set(LandUse) else family
    return f"{name}: {i18n.label(kind, member)}"


def cell(column: str, value: object) -> Cell:
    """Value of a site column as people read it; numbers and dates stay what they are."""
    if isinstance(value, (tuple, list)):
        return "; ".join(str(part) for part in value)
    if value is None or bool(pd.isna(value)):  # type: ignore[call-overload]
        return None
    if column == "reason":
        return i18n.label("verdict_reason", str(value)) if value else ""
    if column == "access_state":
        return i18n.label(column, str(value))
    if column == "access":
        return access(str(value))
    if column in _ENUMS:
        return i18n.name_of(_ENUMS[column](str(value))) if str(value) else ""
    if isinstance(value, (bool, date, str)):
        return value
    return float(value)  # type: ignore[arg-type]


def text(column: str, value: object) -> str:
    """Value of a site column as one line of text; ``""`` where there is none."""
    plain = cell(column, value)
    if column in AREAS and isinstance(plain, float):
        return i18n.area(plain)
    if column in FIELDS and isinstance(plain, float):
        return i18n.quantity(plain, FIELDS[column].unit, FIELDS[column].digits)
    if isinstance(plain, date):
        return i18n.day(plain)
    return str(plain or "")


def digits_of(column: str) -> int:
    """Decimals of a number in every file that programs read: four of a share, two of everything else.

    The cadastre knows its corners to the centimetre; more digits would tell nothing.
    """
    field, definition = FIELDS.get(column), definition_of(column)
    is_share = field is not None and field.kind is FieldKind.SHARE
    return 4 if is_share or (definition is not None and definition.unit is Unit.SHARE) else 2


def rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table of sites or parcels whose numbers have no more digits than the data."""
    numbers = [name for name in frame if pd.api.types.is_float_dtype(frame[name])]
    return frame.round({name: digits_of(str(name)) for name in numbers})


def place(number: str, gemarkung: str, flur: str = "") -> str:
    """Say which plot: ``Flst. 25/3, Flur 2, Gemarkung Neuhain``."""
    plot = i18n.tr("Plot {number}", number=number)
    parts = [plot, i18n.tr("Flur {flur}", flur=flur.lstrip("0"))] if flur.strip("0_") else [plot]
    return ", ".join([*parts, i18n.tr("Gemarkung {name}", name=gemarkung)] if gemarkung else parts)


def source_line(source: str, data_state: date | None) -> str:
    """Source and data state, as the licence of the cadastre wants it on every map."""
    parts = [source] if source else [i18n.tr("Source: not stated in the files")]
    if data_state is not None:
        parts.append(i18n.tr("data as of {day}", day=i18n.day(data_state)))
    return " · ".join(parts)


def access(text: str) -> str:
    """Name of the way that gives access; where the cadastre has none, its kind."""
    return i18n.name_of(LandUse(text)) if text in set(LandUse) else text


def rule_name(line: RuleLine) -> str:
    """Name of a rule; the measure's where a profile of the office's own has an unknown rule."""
    kind = kind_of(line.rule)
    name = i18n.label("rule", kind)
    return measure_name(line.measure) if name == kind else name
