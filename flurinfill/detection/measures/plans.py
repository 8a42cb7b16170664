"""What plans and statutes say of each parcel: inside or outside, the kind of building area, its ratios.

Inside is what lies in a statute on the built-up area (BauGB §34(4)) or in a building area of a
development plan (§30). A plan says nothing about the land beside it. A statute does: it draws the line
between §34 and §35 around a settlement, so it also speaks of the land of that settlement which it
leaves outside. A simple plan (§30(3)) leaves the question to §§34 and 35, but its ratios hold.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.building_use import Treatment, treatments
from flurinfill.detection.measures.clusters import CLUSTER_GAP_M, settlements
from flurinfill.detection.measures.intervals import Floats, Ints
from flurinfill.detection.measures.overlap import overlap_areas
from flurinfill.model.planning import PlanKind

HALF = 0.5
"""A parcel is spoken of by the plan that covers at least half of it, a settlement by the statute that
holds at least half of its houses."""
PLAN_MEASURES = ("inner_area_share", "plan_share", "plan_grz", "plan_gfz", "plan_storeys")
PLAN_TEXTS = ("plan_name", "plan_area_type")


def plan_columns(cadastre: Cadastre) -> pd.DataFrame:
    """Measure what the plans say of each parcel.

    Parameters
    ----------
    cadastre : Cadastre
        The whole town: settlements know no tiles.

    Returns
    -------
    DataFrame
        One row per parcel. ``inner_area_share``: share of the parcel inside; NaN where no plan or
        statute speaks of it. ``plan_share``: share under any development plan of §30(1), building
        area or not; NaN without such a plan. ``plan_grz``, ``plan_gfz``, ``plan_storeys``: of the
        building area that covers most of the parcel, of a development plan before a simple one; NaN
        where building areas cover less than half of it, or the plan does not fix them.
        ``plan_area_type`` (value of :class:`~flurinfill.model.planning.AreaType`) and ``plan_name``;
        ``""`` without.
    """
    count, plans = len(cadastre.parcels), cadastre.plans
    out = pd.DataFrame({name: np.full(count, np.nan) for name in PLAN_MEASURES})
    for name in PLAN_TEXTS:
        out[name] = np.full(count, "", dtype=object)
    if not len(plans):
        return out
    parcels = cadastre.parcels.geometry.to_numpy()
    area, shapes = shapely.area(parcels), plans.geometry.to_numpy()
    statute = plans["kind"].eq(PlanKind.INNER_AREA).to_numpy()
    plan = plans["kind"].eq(PlanKind.PLAN).to_numpy()
    fixed = plans["area_type"].ne("").to_numpy()
    inside = _share_under(parcels, area, shapes[statute | (plan & (fixed | _bare(plans, fixed)))])
    under = _share_under(parcels, area, shapes[plan])
    spoken_of = (inside >= HALF) | (under >= HALF)
    if statute.any():
        spoken_of |= _settled(parcels, _houses(cadastre), shapely.union_all(shapes[statute]))
    out["inner_area_share"] = np.where(spoken_of, inside, np.nan)
    if plan.any():
        out["plan_share"] = under
    binding = _largest(parcels, area, shapes, plan & fixed)
    simple = _largest(parcels, area, shapes, ~statute & ~plan & fixed)
    _fill_from(out, plans, np.where(binding >= 0, binding, simple), ratios=True)
    _fill_from(out, plans, _largest(parcels, area, shapes, statute | plan), ratios=False)
    return out


def _bare(plans: pd.DataFrame, fixed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Outlines of plans of which no building area is known: then all of the plan counts."""
    return ~fixed & ~plans["name"].isin(set(plans["name"][fixed])).to_numpy()


def _share_under(parcels: NDArray[np.object_], area: Floats, shapes: NDArray[np.object_]) -> Floats:
    """Share of each parcel under the union of some areas."""
    out = np.zeros(len(parcels))
    if len(shapes):
        union = np.array([shapely.union_all(shapes)], dtype=object)
        parcel, _, size = overlap_areas(parcels, union, np.zeros(1, dtype=np.int64))
        out[parcel] = np.minimum(size / area[parcel], 1.0)
    return out


def _houses(cadastre: Cadastre) -> NDArray[np.object_]:
    main = treatments(cadastre.buildings) == Treatment.MAIN
    return np.asarray(cadastre.buildings.geometry.to_numpy()[main], dtype=object)


def _settled(
    parcels: NDArray[np.object_], houses: NDArray[np.object_], statutes: shapely.Geometry
) -> NDArray[np.bool_]:
    """Parcels of the settlements that statutes bound: those with at least half of their houses inside."""
    out = np.zeros(len(parcels), dtype=bool)
    if not len(houses):
        return out
    label = settlements(houses)
    shapely.prepare(statutes)
    inside = shapely.intersects(statutes, shapely.centroid(houses))
    share = np.bincount(label, weights=inside) / np.bincount(label)
    bounded = houses[share[label] >= HALF]
    if len(bounded):
        _, near = shapely.STRtree(parcels).query(bounded, predicate="dwithin", distance=CLUSTER_GAP_M)
        out[near] = True
    return out


def _largest(
    parcels: NDArray[np.object_], area: Floats, shapes: NDArray[np.object_], which: NDArray[np.bool_]
) -> Ints:
    """Row that covers most of each parcel, where such rows cover at least half of it; else -1."""
    rows = np.flatnonzero(which)
    out = np.full(len(parcels), -1, dtype=np.int64)
    if not len(rows):
        return out
    parcel, row, size = overlap_areas(parcels, shapes[rows], rows)
    total = np.bincount(parcel, weights=size, minlength=len(parcels))
    order = np.lexsort((-row, size))  # the largest is written last
    out[parcel[order]] = row[order]
    out[total < HALF * area] = -1
    return out


def _fill_from(out: pd.DataFrame, plans: pd.DataFrame, row: Ints, *, ratios: bool) -> None:
    """Take over what the rows of the plans say; a name that is there already stays."""
    found = row >= 0
    taken = plans.iloc[row[found]]
    if ratios:
        for column in ("grz", "gfz", "storeys"):
            out.loc[found, f"plan_{column}"] = taken[column].to_numpy()
        out.loc[found, "plan_area_type"] = taken["area_type"].to_numpy(object)
    names = out.loc[found, "plan_name"].to_numpy(object)
    out.loc[found, "plan_name"] = np.where(names == "", taken["name"].to_numpy(object), names)
