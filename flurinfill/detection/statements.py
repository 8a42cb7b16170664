"""What law and plan say of a parcel, and what could be built there, as sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from flurinfill import i18n
from flurinfill.detection.dwellings import UNITS
from flurinfill.detection.explanation import never_judged
from flurinfill.detection.measures.capacity import CAPACITY_MEASURES
from flurinfill.detection.measures.plans import HALF, PLAN_MEASURES, PLAN_TEXTS
from flurinfill.detection.measures.use import UseSource
from flurinfill.detection.room_texts import sides_text
from flurinfill.i18n import ntr, tr
from flurinfill.model.planning import AreaType
from flurinfill.model.potential import CANDIDATE_CLASSES, LandUse, PotentialClass, Use
from flurinfill.model.rules import RuleProfile

_TEXTS = ("use", "use_source", *PLAN_TEXTS)
_ALL = 0.9995  # what is shown as 100,0 %


def statements(row: pd.Series, profile: RuleProfile, potential: PotentialClass) -> list[str]:
    """Say what the measures of a parcel tell beside its rules.

    Parameters
    ----------
    row : Series
        The parcel's row of the measure table; measures that an older project does not have are passed
        over.
    profile : RuleProfile
        The profile that judged, for its assumption about dwellings.
    potential : PotentialClass
        Class of the parcel: only of a candidate is it said what could be built.

    Returns
    -------
    list of str
        In the current language: which boundary decides, what the plan fixes, the use that judges the
        parcel and what decided it, its land use in the cadastre, ground area, floor area, dwellings. Of
        land that is never judged only why that is so.
    """
    if never_judged(row):
        return [_never(row)]
    said = [*_boundary(row), *_plan(row), *_use(row)]
    return [*said, *capacity_statements(row, profile)] if potential in CANDIDATE_CLASSES else said


def figures(row: pd.Series) -> dict[str, float | str]:
    """Give the figures and codes behind the statements, as far as they are known."""
    numbers = (*PLAN_MEASURES, *CAPACITY_MEASURES, *UNITS)
    texts = PLAN_TEXTS if never_judged(row) else _TEXTS
    found: dict[str, float | str] = {name: _text(row, name) for name in texts if _text(row, name)}
    return found | {name: _value(row, name) for name in numbers if _known(row, name)}


def capacity_statements(row: pd.Series, profile: RuleProfile) -> list[str]:
    """Ground area, floor area and dwellings with what they rest on; nothing where they are unknown."""
    return [*_ground(row), *_larger(row, profile), *_floor(row), *_dwellings(row, profile)]


def _value(row: pd.Series, name: str) -> float:
    value = row.get(name)
    return math.nan if value is None or value == "" else float(value)


def _known(row: pd.Series, *names: str) -> bool:
    return not any(math.isnan(_value(row, name)) for name in names)


def _count(row: pd.Series, name: str) -> int:
    return round(_value(row, name))


def _area(row: pd.Series, name: str) -> str:
    """Area in square metres: floor area is never counted in hectares."""
    return i18n.in_unit(_value(row, name), "m2")


def _text(row: pd.Series, name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _never(row: pd.Series) -> str:
    use = _text(row, "dominant_use")
    share = _value(row, f"land_use_share[{use}]")
    return tr(
        "The cadastre has {share} of the parcel as “{use}”. "
        "Such land is never a building plot; the rules do not count here.",
        share=i18n.share(share),
        use=i18n.name_of(LandUse(use)),
    )


def _boundary(row: pd.Series) -> Iterator[str]:
    if not _known(row, "inner_area_share"):
        return
    share, plan = i18n.share(_value(row, "inner_area_share")), _text(row, "plan_name")
    if _value(row, "plan_share") >= HALF:
        yield tr(
            "Development plan “{plan}”: {share} of the parcel is building area. "
            "The plan decides instead of the nearness of houses.",
            plan=plan,
            share=share,
        )
    elif plan and not _text(row, "plan_area_type"):  # else it is the name of the plan with the ratios
        yield tr(
            "Statute “{plan}”: {share} of the parcel lies inside (§ 34(4) BauGB). "
            "It decides instead of the nearness of houses.",
            plan=plan,
            share=share,
        )
    else:
        yield tr(
            "A statute on the built-up area bounds this settlement: {share} of the parcel lies inside.",
            share=share,
        )


def _plan(row: pd.Series) -> Iterator[str]:
    kind = _text(row, "plan_area_type")
    if not kind:
        return
    facts = [i18n.name_of(AreaType(kind))] if kind in set(AreaType) else []
    if _known(row, "plan_grz"):
        facts.append(tr("GRZ {ratio}", ratio=_ratio(row, "plan_grz")))
    if _known(row, "plan_gfz"):
        facts.append(tr("GFZ {ratio}", ratio=_ratio(row, "plan_gfz")))
    if _known(row, "plan_storeys"):
        facts.append(ntr("at most {count} storey", "at most {count} storeys", _count(row, "plan_storeys")))
    yield tr("Plan “{plan}”: {facts}.", plan=_text(row, "plan_name"), facts=", ".join(facts))


def _use(row: pd.Series) -> Iterator[str]:
    use, source = _text(row, "use"), _text(row, "use_source")
    if use in set(Use) and source in set(UseSource):
        words = i18n.name_of(UseSource(source))
        yield tr("Judged as: {use} ({source}).", use=i18n.name_of(Use(use)), source=words)
    actual = _text(row, "dominant_use")
    if actual in set(LandUse):
        yield tr("Land use in the cadastre: {use}.", use=i18n.name_of(LandUse(actual)))


def _ratio(row: pd.Series, name: str) -> str:
    value = _value(row, name)
    return i18n.number(value, 1 if math.isclose(value * 10, round(value * 10)) else 2)


def _ground(row: pd.Series) -> Iterator[str]:
    if not _known(row, "ground_area_low_m2", "ground_area_high_m2"):
        return
    low, high = (_area(row, f"ground_area_{side}_m2") for side in ("low", "high"))
    if _known(row, "plan_grz"):
        yield _planned_ground(row, high)
        return
    shares = [_per_cent(row, f"neighbour_cover_{side}") for side in ("low", "high")]
    if low == high:
        yield tr("Ground area about {low} (as the built neighbours: {share}).", low=low, share=shares[0])
        return
    yield tr(
        "Ground area about {low} to {high} (as the built neighbours: {share_low} to {share_high}).",
        low=low,
        high=high,
        share_low=shares[0],
        share_high=shares[1],
    )


def _planned_ground(row: pd.Series, high: str) -> str:
    ratio, inside = _ratio(row, "plan_grz"), _value(row, "inner_area_share")
    if not (_value(row, "plan_share") >= HALF and inside < _ALL):
        return tr("Ground area up to {high} (GRZ {ratio} of the plan).", high=high, ratio=ratio)
    return tr(
        "Ground area up to {high} (GRZ {ratio} of the plan, counted over the {share} of the parcel "
        "that are building area, BauNVO § 19(3)).",
        high=high,
        ratio=ratio,
        share=i18n.share(inside),
    )


def _larger(row: pd.Series, profile: RuleProfile) -> Iterator[str]:
    """Say that the intended building covers more ground than is usual there, or allowed."""
    width, depth = profile.building_m
    if _known(row, "ground_area_low_m2") and width * depth > _value(row, "ground_area_high_m2"):
        yield tr(
            "The intended building of {size} would cover {area}, more than that.",
            size=sides_text(width, depth),
            area=i18n.in_unit(width * depth, "m2"),
        )


def _per_cent(row: pd.Series, name: str) -> str:
    return f"{i18n.number(100 * _value(row, name))} %"


def _floor(row: pd.Series) -> Iterator[str]:
    if not _known(row, "floor_area_low_m2", "floor_area_high_m2"):
        return
    low, high = (_area(row, f"floor_area_{side}_m2") for side in ("low", "high"))
    basis = _floor_basis(row)
    if low == high and (_known(row, "plan_gfz") or _known(row, "plan_storeys")):
        yield tr("Floor area up to {high} ({basis}).", high=high, basis=basis)
    elif low == high:
        yield tr("Floor area about {low} ({basis}).", low=low, basis=basis)
    else:
        yield tr("Floor area about {low} to {high} ({basis}).", low=low, high=high, basis=basis)


def _floor_basis(row: pd.Series) -> str:
    if _known(row, "plan_gfz"):
        return tr("GFZ {ratio} of the plan", ratio=_ratio(row, "plan_gfz"))
    if _known(row, "plan_storeys"):
        return ntr("{count} storey of the plan", "{count} storeys of the plan", _count(row, "plan_storeys"))
    low, high = (_count(row, f"neighbour_storeys_{side}") for side in ("low", "high"))
    if low == high:
        return ntr("neighbours with {count} storey", "neighbours with {count} storeys", low)
    return tr("neighbours with {low} to {high} storeys", low=low, high=high)


def _dwellings(row: pd.Series, profile: RuleProfile) -> Iterator[str]:
    if profile.dwelling_m2 is None or not _known(row, "units_low", "units_high"):
        return
    low, high = (_count(row, name) for name in UNITS)
    small, large = (i18n.in_unit(size, "m2") for size in profile.dwelling_m2)
    if high == 0:
        yield tr(
            "Too little floor area for one dwelling (assumption of the rules: at least {small}).", small=small
        )
        return
    count = (
        ntr("at most {count} dwelling", "at most {count} dwellings", high)
        if low == 0
        else ntr("about {count} dwelling", "about {count} dwellings", low)
        if low == high
        else tr("{low} to {high} dwellings", low=i18n.number(low), high=i18n.number(high))
    )
    yield tr(
        "Estimate: {dwellings} (assumption of the rules: {small} to {large} of floor area for one).",
        dwellings=count,
        small=small,
        large=large,
    )
