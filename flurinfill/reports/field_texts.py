"""Fields of a site's form in words: a value with its unit, and what was entered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flurinfill import i18n
from flurinfill.i18n import tr
from flurinfill.model.site_fields import FIELDS, FieldKind, SiteField, Value

_HUNDRED = 100.0


def written(field: SiteField, value: Value | None) -> str:
    """Value as it stands in its control, without the unit."""
    if value is None:
        return ""
    if isinstance(value, date):
        return i18n.day(value)
    if isinstance(value, str):
        return i18n.label(field.choices.__name__, value) if field.choices is not None else value
    factor = _HUNDRED if field.kind is FieldKind.SHARE else 1.0
    return i18n.number(float(value) * factor, field.digits)


def spoken(field: SiteField, value: Value | None) -> str:
    """Value with its unit."""
    words = written(field, value)
    return f"{words} {i18n.label('field_unit', field.unit)}" if words and field.unit else words


def field_text(details: Mapping[str, Any]) -> str:
    """What was entered into the form of a site; ``""`` for details of another operation."""
    field = FIELDS.get(str(details.get("field")))
    if field is None:
        return ""
    name = i18n.label("site_field", field.name)
    if "new" not in details:  # it is sealed
        return name
    new: Any = details["new"]
    if new is not None and field.kind is FieldKind.DAY:
        new = date.fromisoformat(new)
    return (
        f"{name}: {spoken(field, new)}" if new is not None else tr("{field}: own value removed", field=name)
    )
