"""The columns of the three tables: sites, parcels, tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from functools import cache, partial
from typing import Any

import pandas as pd
from PySide6.QtCore import QRect
from PySide6.QtGui import QIcon, QPainter, QPixmap

from flurinfill import i18n
from flurinfill.cartography.symbology import style_of
from flurinfill.desktop import theme
from flurinfill.desktop.arranging import Column
from flurinfill.desktop.ordering import number_ranks, parcel_id_ranks, ranks_in
from flurinfill.desktop.widgets import paint_swatch
from flurinfill.i18n import ntr, tr
from flurinfill.model.measures import MEASURES, MeasureDefinition, Unit
from flurinfill.model.owners import OwnerCategory
from flurinfill.model.potential import LandUse, PotentialClass
from flurinfill.model.site_fields import SITE_FIELDS, FieldKind, SiteField
from flurinfill.model.states import (
    Availability,
    Publication,
    RejectReason,
    Review,
    SiteOutreach,
    Willingness,
)
from flurinfill.project.people import MIXED
from flurinfill.usecases.filters import Kind

_MEASURE_WIDTH = 132
_SIGNED = frozenset({Unit.SQUARE_METRE, Unit.METRE, Unit.SHARE})
_ELSEWHERE = frozenset({"area_m2", "owner_category"})
"""Fields of the form that have a column of their own."""


def plain(value: Any) -> str:
    """Text as it is; nothing where it is missing."""
    return "" if _missing(value) else str(value)


def area(value: Any) -> str:
    """Area with its unit."""
    return "" if _missing(value) else i18n.area(float(value))


def day(value: Any) -> str:
    """Date."""
    return "" if _missing(value) else i18n.day(value)


def one_line(value: Any) -> str:
    """Text without line breaks."""
    return "" if _missing(value) else " ".join(str(value).split())


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or value != value


def _named(context: str, value: Any) -> str:
    """Text of a code in a context."""
    return "" if _missing(value) or not value else i18n.label(context, str(value))


def _measured(measure: str, value: Any) -> str:
    return "" if _missing(value) or value == "" else i18n.measured(float(value), measure)


def swatch(value: Any) -> QIcon | None:
    """Patch in the map's style of a class or a review."""
    if _missing(value) or not value or value == PotentialClass.NONE.value:
        return None
    return _swatch(str(value), theme.is_dark())


@cache
def _swatch(code: str, dark: bool) -> QIcon:
    pixmap = QPixmap(32, 28)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill("transparent")
    painter = QPainter(pixmap)
    paint_swatch(painter, QRect(0, 1, 14, 11), style_of(code, dark))
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # the state keeps its colour in a selected row
    return icon


def _choice(
    name: str,
    title: Callable[[], str],
    codes: type[StrEnum] | Sequence[str],
    context: str,
    width: int,
    **more: Any,
) -> Column:
    """Column of codes, sorted in their order."""
    listed = [str(code) for code in codes]
    return Column(
        name,
        title,
        partial(_named, context),
        width,
        ranks=ranks_in(listed),
        kind=Kind.CHOICE,
        codes=tuple(listed),
        **more,
    )


def _area(name: str, title: Callable[[], str], width: int, **more: Any) -> Column:
    return Column(name, title, area, width, right=True, kind=Kind.AREA, unit=_square_metres, **more)


def _square_metres() -> str:
    return i18n.label("field_unit", "m2")


def _day(name: str, title: Callable[[], str], width: int, **more: Any) -> Column:
    return Column(name, title, day, width, kind=Kind.DATE, **more)


def _potential() -> Column:
    return _choice(
        "potential", lambda: tr("Potential"), PotentialClass, "PotentialClass", 168, decoration=swatch
    )


def site_columns() -> tuple[Column, ...]:
    """Columns of the table of sites."""
    return (
        Column("case_no", lambda: tr("Case"), plain, 96),
        Column("numbers", lambda: tr("Parcels"), plain, 96, ranks=number_ranks),
        Column("village", lambda: tr("Village"), plain, 128),
        Column("address_text", lambda: tr("Location"), plain, 160),
        _area("area_m2", lambda: tr("Area"), 96),
        _potential(),
        _choice("new_finding", lambda: tr("New finding"), PotentialClass, "PotentialClass", 136),
        _choice("review", lambda: tr("Review"), Review, "Review", 136, decoration=swatch),
        _choice("availability", lambda: tr("Availability"), Availability, "Availability", 128),
        _choice("publication", lambda: tr("Publication"), Publication, "Publication", 176),
        _choice("willingness", lambda: tr("Willingness"), Willingness, "Willingness", 144, personal=True),
        _day("follow_up_on", lambda: tr("Follow-up"), 112),
        Column("gemarkung", lambda: tr("Cadastral district"), plain, 128, usual=False),
        Column("flur", lambda: tr("Section"), plain, 72, usual=False),
        _choice("reject_reason", lambda: tr("Reason"), RejectReason, "RejectReason", 176, usual=False),
        _day("deferred_until", lambda: tr("Put off until"), 120, usual=False),
        _day("reserved_until", lambda: tr("Reserved until"), 120, usual=False),
        _day("announced_on", lambda: tr("Announced on"), 120, usual=False),
        *_people_columns(),
        *(_field(field) for field in SITE_FIELDS if field.name not in _ELSEWHERE),
    )


def _field(field: SiteField) -> Column:
    """Column of a field of the site's form."""
    title = partial(i18n.label, "site_field", field.name)
    more = {"usual": False, "personal": field.sealed}
    if field.choices is not None:
        return _choice(field.name, title, field.choices, field.choices.__name__, 144, **more)
    if field.kind is FieldKind.DAY:
        return _day(field.name, title, 144, **more)
    if field.kind is FieldKind.TEXT:
        return Column(field.name, title, plain, 144, **more)
    kind = Kind.AREA if field.unit == "m2" else Kind.SHARE if field.kind is FieldKind.SHARE else Kind.NUMBER
    return Column(
        field.name,
        title,
        partial(_quantity, field),
        128,
        right=True,
        kind=kind,
        unit=partial(i18n.label, "field_unit", field.unit) if field.unit else None,
        **more,
    )


def _quantity(field: SiteField, value: Any) -> str:
    return "" if _missing(value) or value == "" else i18n.quantity(float(value), field.unit, field.digits)


def _people_columns() -> tuple[Column, ...]:
    """Columns that are known while the protected data is open."""
    people = {"usual": False, "personal": True}
    return (
        _choice("outreach_state", lambda: tr("Outreach"), SiteOutreach, "SiteOutreach", 152, **people),
        Column("outreach", lambda: tr("Answered"), plain, 124, **people),
        _day("waiting_since", lambda: tr("Waiting since"), 120, **people),
        _choice(
            "owner_category",
            lambda: tr("Type of owner"),
            (*OwnerCategory, MIXED),
            "OwnerCategory",
            144,
            **people,
        ),
        Column("note", lambda: tr("Note"), one_line, 240, **people),
    )


def parcel_columns() -> tuple[Column, ...]:
    """Columns of the table of parcels: what the cadastre says, the finding, and every measure."""
    return (
        Column("number", lambda: tr("Parcel"), plain, 88, ranks=number_ranks),
        Column("village", lambda: tr("Village"), plain, 136),
        Column("flur", lambda: tr("Section"), plain, 72),
        Column("address_text", lambda: tr("Location"), plain, 184),
        _area("official_area_m2", lambda: tr("Official area"), 136),
        _potential(),
        Column("reason", lambda: tr("Decisive reason"), partial(_named, "verdict_reason"), 260),
        Column("case_no", lambda: tr("Case"), plain, 104),
        Column("parcel_key", lambda: tr("Parcel identifier"), plain, 184, ranks=parcel_id_ranks),
        Column("gemarkung", lambda: tr("Cadastral district"), plain, 128, usual=False),
        Column("municipality", lambda: tr("Municipality"), plain, 136, usual=False),
        _choice("dominant_use", lambda: tr("Land use"), LandUse, "LandUse", 136, usual=False),
        *(_measure(definition) for definition in MEASURES if not definition.family and _listed(definition)),
    )


def _listed(definition: MeasureDefinition) -> bool:
    return definition.name != "official_area_m2"  # it has a column of its own


def _measure(definition: MeasureDefinition) -> Column:
    """Column of a measure."""
    unit = definition.unit
    kind = {Unit.SQUARE_METRE: Kind.AREA, Unit.SHARE: Kind.SHARE}.get(unit, Kind.NUMBER)
    return Column(
        definition.name,
        partial(i18n.label, "measure", definition.name),
        area if unit is Unit.SQUARE_METRE else partial(_measured, definition.name),
        _MEASURE_WIDTH,
        right=True,
        kind=kind,
        usual=False,
        unit=partial(i18n.label, "field_unit", unit.value) if unit in _SIGNED else None,
        personal=definition.owner_derived,
    )


def _task(value: Any) -> str:
    """Text of a task, written as ``kind/class that detection gives now``."""
    kind, _, finding = str(value).partition("/")
    words = i18n.label("due", kind)
    return f"{words}: {i18n.label('PotentialClass', finding)}" if finding else words


def _late(value: Any) -> str:
    """For how many days a task has been overdue."""
    return "" if _missing(value) else ntr("{count} day", "{count} days", int(value))


def due_columns() -> tuple[Column, ...]:
    """Columns of the list of tasks."""
    return (
        Column("due_on", lambda: tr("Due"), day, 112),
        Column("task", lambda: tr("Task"), _task, 260),
        Column("late", lambda: tr("Overdue"), _late, 112, right=True, kind=Kind.NUMBER),
        Column("person", lambda: tr("Responsible"), plain, 112, personal=True),
        Column("case_no", lambda: tr("Case"), plain, 104),
        Column("numbers", lambda: tr("Parcels"), plain, 96),
        Column("address_text", lambda: tr("Location"), plain, 200),
    )


def days_late(value: Any, today: date) -> float:
    """For how many days a task has been overdue; NaN where it is not."""
    return float((today - value).days) if overdue(value, today) else float("nan")


def overdue(value: Any, today: date) -> bool:
    """Tell whether a task should have been done before today."""
    return not _missing(value) and value < today
