"""XPlanGML: development plans and statutes as the standard XPlanung hands them over (5.0 to 6.x).

Read are the outline of each plan and the building areas that it fixes; all else stays in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from lxml import etree

from flurinfill.cadastre.delivery import Delivery, Layer
from flurinfill.cadastre.plans import (
    AREA_TYPES,
    BINDING,
    GENERAL_TYPES,
    HOLIDAY_USES,
    PLAN_KINDS,
    drop_implausible,
)
from flurinfill.cadastre.readers.gml import SurfaceBatch
from flurinfill.cadastre.readers.xmlstream import XLINK, stream
from flurinfill.cadastre.sources import Source, local
from flurinfill.model.errors import InputError
from flurinfill.model.findings import Finding, Severity
from flurinfill.model.planning import AreaType, PlanKind
from flurinfill.model.progress import SILENT, Progress

_PLAN, _PART, _AREA = "BP_Plan", "BP_Bereich", "BP_BaugebietsTeilFlaeche"
_IDS = ("{http://www.opengis.net/gml/3.2}id", "{http://www.opengis.net/gml}id")
_SHOWN = 5


@dataclass
class _Object:
    """Values and references of one object, by the local names of its elements."""

    oid: str
    values: dict[str, str] = field(default_factory=dict)
    refs: dict[str, list[str]] = field(default_factory=dict)
    system: str = ""

    def number(self, *names: str) -> float:
        """Return the first of these numbers that is there, NaN otherwise."""
        for name in names:
            try:
                return float(self.values[name].replace(",", "."))
            except (KeyError, ValueError):
                continue
        return float("nan")


@dataclass
class _File:
    """What one file holds; surfaces in the order of the objects."""

    plans: list[_Object] = field(default_factory=list)
    parts: list[_Object] = field(default_factory=list)
    areas: list[_Object] = field(default_factory=list)
    outlines: SurfaceBatch = field(default_factory=SurfaceBatch)
    surfaces: SurfaceBatch = field(default_factory=SurfaceBatch)


def read_xplan(sources: Sequence[Source], *, progress: Progress = SILENT) -> Delivery:
    """Read XPlanGML files.

    Plans that are not adopted, and statutes that bound nothing, are left out and told.

    Raises
    ------
    InputError
        ``xplan_without_plan`` for a file without a Bebauungsplan or statute, and those of the XML stream.
    """
    delivery = Delivery()
    for source in sources:
        found = _File()
        for name, element in stream(source, (_PLAN, _PART, _AREA), progress):
            _collect(found, name, element)
        if not found.plans:
            raise InputError("xplan_without_plan", path=source.name)
        _deliver(delivery, found, source)
    return delivery


def _collect(into: _File, name: str, element: etree._Element) -> None:
    read = _read(element)
    if name == _PLAN:
        into.plans.append(read)
        into.outlines.add(element.find("{*}raeumlicherGeltungsbereich"))
    elif name == _PART:
        into.parts.append(read)
    else:
        into.areas.append(read)
        into.surfaces.add(element.find("{*}position"))


def _read(element: etree._Element) -> _Object:
    out = _Object(next((element.get(key, "") for key in _IDS if element.get(key)), ""))
    for child in element:
        name = local(child.tag)
        target = child.get(XLINK)
        if target:
            out.refs.setdefault(name, []).append(target.lstrip("#"))
        elif len(child) == 0 and child.text and child.text.strip():
            out.values.setdefault(name, child.text.strip())
    envelope = element.find("{*}boundedBy/{*}Envelope")
    out.system = "" if envelope is None else envelope.get("srsName", "")
    return out


def _deliver(delivery: Delivery, found: _File, source: Source) -> None:
    kinds = {plan.oid: PLAN_KINDS.get(plan.values.get("planArt", "1000")) for plan in found.plans}
    binding = {plan.oid: plan.values.get("rechtsstand", "") in BINDING for plan in found.plans}
    names = {plan.oid: _name(plan, source) for plan in found.plans}
    _tell(delivery, "plan_not_in_force", [names[oid] for oid, holds in binding.items() if not holds], source)
    other = [names[oid] for oid, kind in kinds.items() if binding[oid] and kind is None]
    _tell(delivery, "plan_bounds_nothing", other, source)
    kept = {oid: kind for oid, kind in kinds.items() if kind is not None and binding[oid]}
    owner = _plan_of_area(found)
    rows = [_outline_row(kept.get(plan.oid), names[plan.oid]) for plan in found.plans]
    rows += [
        _area_row(area, kept.get(plan), names.get(plan, ""))
        for area, plan in zip(found.areas, owner, strict=True)
    ]
    geometry = np.concatenate([found.outlines.build(), found.surfaces.build()])
    wanted = np.array([row is not None for row in rows], dtype=bool)
    frame = pd.DataFrame([row for row in rows if row is not None])
    systems = {**found.outlines.systems, **found.surfaces.systems}
    stated = next(iter(systems), "") or next((plan.system for plan in found.plans if plan.system), "")
    if odd := drop_implausible(frame):
        delivery.note("plan_ratio_implausible", Severity.WARNING, "plans", odd, path=source.name)
    if len(frame):
        delivery.layers.append(Layer("plans", source.name, frame, geometry[wanted], stated or None))


def _name(plan: _Object, source: Source) -> str:
    return plan.values.get("name") or plan.values.get("nummer") or source.path.stem


def _tell(delivery: Delivery, code: str, names: list[str], source: Source) -> None:
    if names:
        details = {"path": source.name}
        delivery.findings.append(
            Finding(code, Severity.WARNING, "plans", len(names), tuple(names[:_SHOWN]), details)
        )


def _plan_of_area(found: _File) -> list[str]:
    """Plan that each building area belongs to, by way of its part; the only plan where links are missing."""
    plan_of_part = {
        part: plan.oid for plan in found.plans for part in plan.refs.get("bereich", []) if plan.oid
    }
    for part in found.parts:
        for plan in part.refs.get("gehoertZuPlan", []):
            plan_of_part[part.oid] = plan
    only = found.plans[0].oid if len(found.plans) == 1 else ""
    out = []
    for area in found.areas:
        parts = area.refs.get("gehoertZuBereich", [])
        out.append(next((plan_of_part[part] for part in parts if part in plan_of_part), only))
    return out


def _outline_row(kind: PlanKind | None, name: str) -> dict[str, object] | None:
    return None if kind is None else {"kind": kind.value, "name": name, "area_type": ""}


def _area_row(area: _Object, kind: PlanKind | None, name: str) -> dict[str, object] | None:
    if kind is None:
        return None
    return {
        "kind": kind.value,
        "name": name,
        "area_type": _area_type(area).value,
        "grz": area.number("GRZ", "GRZmax"),
        "gfz": area.number("GFZ", "GFZmax"),
        "storeys": area.number("Z", "Zmax"),
    }


def _area_type(area: _Object) -> AreaType:
    special = AREA_TYPES.get(area.values.get("besondereArtDerBaulNutzung", ""))
    if special is AreaType.SO and area.values.get("sonderNutzung", "") in HOLIDAY_USES:
        return AreaType.SOE
    general = GENERAL_TYPES.get(area.values.get("allgArtDerBaulNutzung", ""), AreaType.OTHER)
    return special if special not in (None, AreaType.OTHER) else general
