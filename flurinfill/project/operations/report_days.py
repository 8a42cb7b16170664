"""Keep the figures of a reporting day as they are told on it."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from flurinfill.model.change import Change
from flurinfill.model.errors import InputError
from flurinfill.project import meta
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project
from flurinfill.project.schema import FROZEN_FIGURES


def freeze_figures(
    project: Project,
    day: date,
    figures: Sequence[Mapping[str, Any]],
    of_owners: Sequence[Mapping[str, Any]] = (),
) -> Change:
    """Keep figures of a day for good; those of owners sealed, as few persons can be told apart.

    Raises
    ------
    InputError
        ``report_day_in_future``; ``report_day_frozen`` when the day has figures already.
    SealedError
        ``no_vault`` or ``sealed``, where there are figures of owners.
    """
    if day > date.today():
        raise InputError("report_day_in_future")
    with operation(project, "freeze_figures") as unit:
        known = select(FROZEN_FIGURES.c.day).where(FROZEN_FIGURES.c.day == day.isoformat())
        if unit.connection.scalar(known) is not None:
            raise InputError("report_day_frozen")
        kept: dict[str, Any] = {"figures": [dict(each) for each in figures]}
        if of_owners:
            sealed = unit.seal(FROZEN_FIGURES, day.toordinal(), [dict(each) for each in of_owners])
            kept["sealed"] = base64.b64encode(sealed).decode()
        text = json.dumps(kept, ensure_ascii=False)
        unit.insert(FROZEN_FIGURES, day=day.isoformat(), frozen_at=meta.now(), figures=text)
        unit.details["day"] = day.isoformat()
    return unit.change
