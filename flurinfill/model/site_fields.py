"""The fields of a site's form: what each holds, in which unit and range, and where a value comes from.

Nothing is mandatory: an office rarely knows everything about a plot. What the cadastre, a plan or the
detection knows is shown as such; a person may put a value of their own in its place, with its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flurinfill.model.errors import InputError
from flurinfill.model.owners import OwnerCategory
from flurinfill.model.potential import LandUse, Use

Value = str | float | int | date
TEXT_LIMIT = 200


class PlanningBasis(StrEnum):
    """Planungsrecht: the section of the BauGB that decides what may be built."""

    QUALIFIED_PLAN = "30"
    SIMPLE_PLAN = "30_3"
    INNER_AREA = "34"
    OUTER_AREA = "35"
    HOUSING = "246e"


class Servicing(StrEnum):
    """Erschließung: road, water, sewage, electricity."""

    FULL = "full"
    PART = "part"
    NONE = "none"


class Encumbrance(StrEnum):
    """Baulast, Leitung or another right that stands in the way."""

    NONE = "none"
    EASEMENT = "easement"
    LINE = "line"
    RIGHT_OF_WAY = "right_of_way"
    SEVERAL = "several"


class Contamination(StrEnum):
    """Altlast."""

    NONE = "none"
    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    REMEDIATED = "remediated"


class Monument(StrEnum):
    """Denkmal."""

    NONE = "none"
    BUILDING = "building"
    ENSEMBLE = "ensemble"
    ARCHAEOLOGY = "archaeology"


class Flood(StrEnum):
    """Hochwasser: the area fixed for a flood of a hundred years (HQ100), or the area at risk beyond it."""

    NONE = "none"
    FIXED = "fixed"
    RISK = "risk"


class Slope(StrEnum):
    """Hang: below 5 %, up to 15 %, above."""

    LEVEL = "level"
    MODERATE = "moderate"
    STEEP = "steep"


class FieldSource(StrEnum):
    """Where a person has a value from. A list and no free text: it lies unsealed in the project file."""

    VISIT = "visit"
    PLAN = "plan"
    FILE = "file"
    OFFICE = "office"
    REGISTER = "register"
    SURVEY = "survey"
    IMAGE = "image"
    VALUERS = "valuers"
    OWNER = "owner"
    OTHER = "other"


class FieldKind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    SHARE = "share"  # 0 to 1, typed and shown as per cent
    DAY = "day"
    CHOICE = "choice"


class FieldGroup(StrEnum):
    """Under which heading a field stands."""

    PLANNING = "planning"
    SERVICING = "servicing"
    PLOT = "plot"
    OBSTACLES = "obstacles"
    VALUE = "value"


class FieldOrigin(StrEnum):
    """Where a value comes from."""

    HAND = "hand"
    CADASTRE = "cadastre"
    MEASURED = "measured"
    DERIVED = "derived"  # decided by rules from plan, land use and neighbours
    ESTIMATED = "estimated"
    PLAN = "plan"
    OWNERS = "owners"


@dataclass(frozen=True)
class SiteField:
    """One field.

    Attributes
    ----------
    name : str
        Column of :func:`flurinfill.project.queries.site_table`; key of the label (catalogue context
        ``site_field``).
    group : FieldGroup
    kind : FieldKind
    unit : str
        ``"m2"``, ``"m"``, ``"eur"``, ``"eur_m2"``, ``"share"`` or ``""``.
    choices : type of StrEnum, optional
        Values of a ``CHOICE``.
    low, high : float
        Smallest and largest value, in the unit.
    digits : int
        Decimals that are shown.
    by_hand : bool
        A person may enter a value.
    sealed : bool
        It concerns persons and lies in the vault.
    """

    name: str
    group: FieldGroup
    kind: FieldKind
    unit: str = ""
    choices: type[StrEnum] | None = None
    low: float = 0.0
    high: float = 0.0
    digits: int = 0
    by_hand: bool = True
    sealed: bool = False


def _choice(name: str, group: FieldGroup, choices: type[StrEnum]) -> SiteField:
    return SiteField(name, group, FieldKind.CHOICE, choices=choices)


def _number(
    name: str, group: FieldGroup, unit: str, high: float, digits: int = 0, low: float = 0.0
) -> SiteField:
    return SiteField(name, group, FieldKind.NUMBER, unit, low=low, high=high, digits=digits)


SITE_FIELDS = (
    _choice("planning_basis", FieldGroup.PLANNING, PlanningBasis),
    SiteField("plan_name", FieldGroup.PLANNING, FieldKind.TEXT),
    _number("grz", FieldGroup.PLANNING, "", 1.0, 2),  # BauNVO §19: 0.8 is the cap, MK reaches 1.0
    _number("gfz", FieldGroup.PLANNING, "", 10.0, 2),
    _choice("use", FieldGroup.PLANNING, Use),
    SiteField("capacity_units", FieldGroup.PLANNING, FieldKind.WHOLE, high=2000),
    _choice("servicing", FieldGroup.SERVICING, Servicing),
    _number("frontage_m", FieldGroup.SERVICING, "m", 5000.0, 1),
    SiteField("district", FieldGroup.PLOT, FieldKind.TEXT),
    _number("area_m2", FieldGroup.PLOT, "m2", 5_000_000.0, low=1.0),
    SiteField("area_geom_m2", FieldGroup.PLOT, FieldKind.NUMBER, "m2", by_hand=False),
    _number("width_m", FieldGroup.PLOT, "m", 5000.0, 1, low=0.1),
    _number("depth_m", FieldGroup.PLOT, "m", 5000.0, 1, low=0.1),
    SiteField("building_cover", FieldGroup.PLOT, FieldKind.SHARE, "share", high=1.0, digits=1),
    _choice("land_use", FieldGroup.PLOT, LandUse),
    _choice("encumbrance", FieldGroup.OBSTACLES, Encumbrance),
    _choice("contamination", FieldGroup.OBSTACLES, Contamination),
    _choice("monument", FieldGroup.OBSTACLES, Monument),
    _choice("flood", FieldGroup.OBSTACLES, Flood),
    _choice("slope", FieldGroup.OBSTACLES, Slope),
    _number("land_value_eur_m2", FieldGroup.VALUE, "eur_m2", 50_000.0, 2),
    SiteField("land_value_date", FieldGroup.VALUE, FieldKind.DAY),
    SiteField("asking_price", FieldGroup.VALUE, FieldKind.NUMBER, "eur", high=100_000_000.0, sealed=True),
    SiteField(
        "owner_category",
        FieldGroup.VALUE,
        FieldKind.CHOICE,
        choices=OwnerCategory,
        by_hand=False,
        sealed=True,
    ),
)
"""All fields in the order of the form."""

FIELDS = {field.name: field for field in SITE_FIELDS}
STORED = tuple(field for field in SITE_FIELDS if field.by_hand and not field.sealed)
"""Fields that have a column in the table ``site_fields``."""


@dataclass(frozen=True)
class FieldValue:
    """What is known about one field of one site.

    Attributes
    ----------
    value : str, float, int, date or None
        The value in force: a person's, else the known one. A code for a ``CHOICE``.
    origin : FieldOrigin or None
        Where it comes from; None without a value.
    source : str
        What a person named as its source (a value of :class:`FieldSource`), or the plan.
    as_of : date or None
        Day of a person's value, or of the data.
    user : str
        Who entered it.
    known : str, float, int, date or None
        What the program knows by itself, whether it is in force or not.
    known_origin : FieldOrigin or None
        Where that comes from.
    hints : tuple of (str, float)
        Layers of constraints that speak about the field, with their share of the site.
    """

    value: Value | None = None
    origin: FieldOrigin | None = None
    source: str = ""
    as_of: date | None = None
    user: str = ""
    known: Value | None = None
    known_origin: FieldOrigin | None = None
    hints: tuple[tuple[str, float], ...] = ()


def check_field(name: str, value: Value | None, today: date) -> Value | None:
    """Allow or refuse a value; return it as it is kept. None takes a value away.

    Raises
    ------
    InputError
        ``field_unknown``, ``field_not_by_hand``, ``field_choice_unknown``, ``field_too_long``,
        ``field_out_of_range``, ``field_not_whole``, ``field_not_a_number``, ``field_no_day``,
        ``field_day_in_future``.
    """
    field = FIELDS.get(name)
    if field is None:
        raise InputError("field_unknown", field=name)
    if not field.by_hand:
        raise InputError("field_not_by_hand", field=name)
    if value is None or value == "":
        return None
    if field.kind is FieldKind.CHOICE:
        return _checked_choice(field, value)
    if field.kind is FieldKind.TEXT:
        return _checked_text(str(value))
    if field.kind is FieldKind.DAY:
        return _checked_day(value, today)
    return _checked_number(field, value)


def check_source(source: str) -> str:
    """Allow or refuse where a person has a value from; ``""`` says nothing.

    Raises
    ------
    InputError
        ``field_choice_unknown``.
    """
    if source and source not in set(FieldSource):
        raise InputError("field_choice_unknown", field="source", value=source)
    return str(source)


def _checked_choice(field: SiteField, value: Value) -> str:
    assert field.choices is not None
    if value not in set(field.choices):
        raise InputError("field_choice_unknown", field=field.name, value=str(value))
    return str(value)


def _checked_text(text: str) -> str | None:
    bare = " ".join(text.split())
    if len(bare) > TEXT_LIMIT:
        raise InputError("field_too_long", limit=TEXT_LIMIT)
    return bare or None


def _checked_day(value: Value, today: date) -> date:
    if not isinstance(value, date):
        raise InputError("field_no_day")
    if value > today:
        raise InputError("field_day_in_future")
    return value


def _checked_number(field: SiteField, value: Value) -> float | int:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise InputError("field_not_a_number")
    if not field.low <= value <= field.high:
        factor = 100 if field.kind is FieldKind.SHARE else 1  # shares are typed as per cent
        bounds = {"low": _short(field.low * factor), "high": _short(field.high * factor)}
        raise InputError("field_out_of_range", field=field.name, **bounds)
    if field.kind is FieldKind.WHOLE:
        if value != int(value):
            raise InputError("field_not_whole")
        return int(value)
    return float(value)


def _short(number: float) -> float | int:
    return int(number) if number == int(number) else number
