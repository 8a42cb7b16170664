"""Enter what a person knows about a plot, in place of what the program knows by itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from flurinfill.model.change import Change
from flurinfill.model.errors import InputError
from flurinfill.model.site_fields import FIELDS, Value, check_field, check_source
from flurinfill.project import meta, rows
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.schema import PRICES, SITE_FIELD_VALUES


def set_site_field(
    project: Project,
    site_id: int,
    field: str,
    value: Value | None,
    *,
    source: str = "",
    as_of: date | None = None,
    version: int | None = None,
) -> Change:
    """Enter a value into the form of a site, or take it away.

    Parameters
    ----------
    field : str
        Name of one of :data:`flurinfill.model.site_fields.SITE_FIELDS`.
    value : str, float, int, date or None
        None takes the person's value away; what the program knows is in force again.
    source : str
        Where the person has it from, a value of :class:`flurinfill.model.site_fields.FieldSource`.
    as_of : date
        Day for which it holds; today by default.
    version : int
        The version the user saw; None does not check.

    Raises
    ------
    InputError
        See :func:`flurinfill.model.site_fields.check_field`.
    StaleWrite
        ``stale_site``.
    SealedError
        ``no_vault`` or ``sealed`` for a field that lies in the vault.
    """
    entry = FieldEntry.make(project, field, value, source, as_of)
    with operation(project, "set_site_field", personal=entry.sealed) as unit:
        entry.enter(unit, site_id, version)
    return unit.change


@dataclass(frozen=True)
class FieldEntry:
    """A checked value with its origin, ready for one site or for many."""

    field: str
    value: Value | None
    origin: dict[str, str]

    @classmethod
    def make(
        cls, project: Project, field: str, value: Value | None, source: str, as_of: date | None
    ) -> FieldEntry:
        """Check what was entered.

        Raises
        ------
        InputError
            See :func:`flurinfill.model.site_fields.check_field`.
        """
        today = date.today()
        if as_of is not None and as_of > today:
            raise InputError("field_day_in_future")
        origin = {"source": check_source(source), "as_of": (as_of or today).isoformat(), "user": project.user}
        return cls(field, check_field(field, value, today), origin)

    @property
    def sealed(self) -> bool:
        """It goes into the vault."""
        return FIELDS[self.field].sealed

    @property
    def details(self) -> dict[str, object]:
        """What the history says of it; the value of a sealed field is not in it."""
        return {"field": self.field} if self.sealed else {"field": self.field, "new": self._plain()}

    def enter(self, unit: Unit, site_id: int, version: int | None = None) -> None:
        """Write it for one site inside an operation."""
        unit.work_on(site_id, version)
        if self.sealed:
            self._enter_price(unit, site_id)
        else:
            self._enter_plain(unit, site_id)
        unit.details |= self.details

    def _plain(self) -> Any:
        return self.value.isoformat() if isinstance(self.value, date) else self.value

    def _enter_plain(self, unit: Unit, site_id: int) -> None:
        row = rows.read(unit.connection, SITE_FIELD_VALUES, site_id)
        origins: dict[str, Any] = json.loads(row["origins"]) if row else {}
        origins.pop(self.field, None)
        if self.value is not None:
            origins[self.field] = self.origin
        text = json.dumps(origins, ensure_ascii=False, sort_keys=True)
        if row is None and self.value is None:
            return
        if row is None:
            unit.insert(SITE_FIELD_VALUES, site_id=site_id, origins=text, **{self.field: self._plain()})
        elif origins:
            unit.update(SITE_FIELD_VALUES, site_id, origins=text, **{self.field: self._plain()})
        else:
            unit.delete(SITE_FIELD_VALUES, site_id)

    def _enter_price(self, unit: Unit, site_id: int) -> None:
        """The owners' price lies in the vault, as an entry of its own for each site."""
        query = select(PRICES.c.price_id).where(PRICES.c.site_id == site_id)
        known = unit.connection.scalar(query)
        values = {**self.origin, "kind": self.field, "amount": self.value}
        if self.value is None:
            if known is not None:
                unit.delete(PRICES, known)
        elif known is None:
            (key,) = meta.take_numbers(unit.connection, "price")
            unit.insert(PRICES, price_id=key, site_id=site_id, sealed=unit.seal(PRICES, key, values))
        else:
            unit.update(PRICES, known, sealed=unit.seal(PRICES, known, values))
        unit.secret["new"] = self.value
