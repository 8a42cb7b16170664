"""Vacant parcels that are no plot alone, but one together: proposed as one site.

Only parcels that fail by nothing but size, shape or access are tried, in connected groups of at most
four. Groups of one owner come first, then small ones; a parcel is proposed once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from flurinfill.detection.evaluation import area_of
from flurinfill.detection.measures.edges import boundary_edges, contacts
from flurinfill.detection.measures.rectangles import room_in
from flurinfill.detection.measures.shape import (
    WIDTH_ERROR_M,
    compactness,
    envelope_area,
    inscribed_width,
    largest_parts,
    rectangle_sides,
)
from flurinfill.detection.rules import judge
from flurinfill.model.potential import PotentialClass
from flurinfill.model.rules import RuleProfile

MERGEABLE = frozenset(
    {
        *("area_open", "area_closed", "width_open", "width_closed", "rect_width", "rect_depth"),
        *("compactness", "envelope", "frontage", "street_frontage", "row_frontage"),
    }
)
"""Rules that a neighbour can help to pass."""
LARGEST_GROUP = 4
_SHARED_M = 3.0
_GROUPS_PER_PARCEL = 60
_SUMS = ("area_m2", "main_built_m2", "minor_built_m2", "frontage_m", "frontage_m[street]")
_LEAST = ("main_distance_m", "second_main_distance_m")
_SHARES = ("between_share", "built_share")
_BEST_SHAPE = {"inscribed_width_m": 199.0, "rect_width_m": 199.0, "rect_depth_m": 199.0, "compactness": 0.8}
_WANTED = (PotentialClass.GAP.value, PotentialClass.MINOR_USE.value)
_MOST = ("built_neighbour_share", "cluster_buildings")


@dataclass(frozen=True)
class Proposal:
    """Parcels that are building land together.

    Attributes
    ----------
    parcel_ids : tuple of str
        The largest first.
    potential : PotentialClass
    shared_m : float
        Length of the boundaries that would fall away.
    same_owner : bool or None
        Personal: never stored in plain text; None without owners.
    """

    parcel_ids: tuple[str, ...]
    potential: PotentialClass
    shared_m: float
    same_owner: bool | None


def proposals(
    parcels: NDArray[np.object_],
    measures: pd.DataFrame,
    verdicts: pd.DataFrame,
    profile: RuleProfile,
    owners: Mapping[str, frozenset[str]] | None = None,
) -> list[Proposal]:
    """Find groups of neighbouring parcels that pass together.

    Parameters
    ----------
    parcels : ndarray of shapely polygons
        In the order of the measures.
    measures, verdicts : DataFrame
        Of all parcels.
    profile : RuleProfile
        The profile that judged them.
    owners : mapping, optional
        Owners of each parcel.
    """
    alone = np.flatnonzero(_only_too_small(verdicts, measures))
    if len(alone) < 2:
        return []
    shared = _shared_lengths(parcels[alone])
    groups = _groups(shared, len(alone))
    if not groups:
        return []
    members = [alone[list(group)] for group in groups]
    table = _together(measures, members)
    # With the best of shapes most groups still fail: only the others are worth their geometry.
    hopeful = np.flatnonzero(judge(table.assign(**_BEST_SHAPE), profile)["potential"].isin(_WANTED))
    groups, members = [groups[at] for at in hopeful], [members[at] for at in hopeful]
    if not groups:
        return []
    shapes = pd.DataFrame(
        [_shape(shapely.union_all(parcels[rows], grid_size=0.001), profile) for rows in members]
    )
    table = table.iloc[hopeful].reset_index(drop=True).assign(**shapes)
    found = judge(table, profile)
    passing = np.flatnonzero(found["potential"].isin(_WANTED))
    made = []
    for at in passing:
        rows = members[at][np.argsort(-area_of(measures.iloc[members[at]]), kind="stable")]
        ids = tuple(str(each) for each in measures.index[rows])
        length = sum(shared.get((a, b), 0.0) for a in groups[at] for b in groups[at] if a < b)
        potential = PotentialClass(str(found["potential"].iloc[at]))
        made.append(Proposal(ids, potential, length, _same_owner(ids, owners)))
    return _disjoint(made)


def with_proposals(verdicts: pd.DataFrame, made: Sequence[Proposal]) -> pd.DataFrame:
    """Return the verdicts with the class of the site for its parcels, reason and hint ``merged``."""
    out = verdicts.copy()
    for proposal in made:
        ids = list(proposal.parcel_ids)
        out.loc[ids, "potential"] = proposal.potential.value
        out.loc[ids, "reason"] = "merged"
        out.loc[ids, "hints"] = [f"{hints};merged".lstrip(";") for hints in out.loc[ids, "hints"]]
    return out


def _only_too_small(verdicts: pd.DataFrame, measures: pd.DataFrame) -> NDArray[np.bool_]:
    lists, words = pd.factorize(verdicts["failed"])
    able = np.array([word != "" and set(word.split(";")) <= MERGEABLE for word in words], dtype=bool)
    none = verdicts["potential"].eq(PotentialClass.NONE.value).to_numpy()
    judged = measures["access_state"].eq("judged").to_numpy()
    return able[lists] & none & judged


def _shared_lengths(parcels: NDArray[np.object_]) -> dict[tuple[int, int], float]:
    """Metres of boundary between each two parcels that share enough of it; both directions."""
    edges = boundary_edges(parcels)
    touch = contacts(edges, edges)
    table = pd.DataFrame({"a": edges.owner[touch.edge], "b": touch.other, "length": touch.end - touch.start})
    total = table.groupby(["a", "b"], as_index=False)["length"].sum()
    total = total[(total["length"] >= _SHARED_M) & (total["a"] != total["b"])]
    pairs = zip(total["a"].tolist(), total["b"].tolist(), strict=True)
    return dict(zip(pairs, total["length"].tolist(), strict=True))


def _groups(shared: Collection[tuple[int, int]], count: int) -> list[tuple[int, ...]]:
    """Connected groups of two to four, small ones first, so many per parcel at most."""
    beside: list[set[int]] = [set() for _ in range(count)]
    for a, b in shared:
        beside[a].add(b)
        beside[b].add(a)
    found: dict[tuple[int, ...], None] = {}
    used = np.zeros(count, dtype=np.int64)
    layer: list[tuple[int, ...]] = [(each,) for each in range(count) if beside[each]]
    for _ in range(LARGEST_GROUP - 1):
        grown: dict[tuple[int, ...], None] = {}
        for group in layer:
            reach = set().union(*(beside[each] for each in group)) - set(group)
            for more in sorted(reach):
                wider = tuple(sorted((*group, more)))
                if wider not in grown and used[list(wider)].max() < _GROUPS_PER_PARCEL:
                    grown[wider] = None
                    used[list(wider)] += 1
        found |= grown
        layer = list(grown)
    return list(found)


def _together(measures: pd.DataFrame, members: Sequence[NDArray[np.int64]]) -> pd.DataFrame:
    """Measures of each group as if it were one parcel; its shape is that of the largest member."""
    rows = np.concatenate(members)
    starts = np.cumsum([0, *(len(each) for each in members)])[:-1]
    part = measures.iloc[rows]
    area = part["area_m2"].to_numpy()
    official = area_of(part)
    sums = np.add.reduceat(area, starts)
    largest = [int(each[np.argmax(measures["area_m2"].to_numpy()[each])]) for each in members]
    out = measures.iloc[largest].reset_index(drop=True)
    for name in map(str, part.select_dtypes("number")):
        values = part[name].to_numpy(dtype=float)
        if name in _SUMS:
            out[name] = np.add.reduceat(np.nan_to_num(values), starts)
        elif name in _LEAST:
            out[name] = np.fmin.reduceat(values, starts)
        elif name in _MOST:
            out[name] = np.fmax.reduceat(values, starts)
        elif name.startswith(("land_use_share[", "constraint_share[")) or name in _SHARES:
            out[name] = np.add.reduceat(np.nan_to_num(values) * area, starts) / sums
    return out.assign(official_area_m2=np.add.reduceat(official, starts))


def _shape(union: shapely.Geometry, profile: RuleProfile) -> dict[str, object]:
    whole = largest_parts(np.array([union], dtype=object))
    error = np.array([WIDTH_ERROR_M])
    width = inscribed_width(whole, error)
    short, long = rectangle_sides(whole)
    room = room_in(shapely.buffer(union, -profile.distance_m, quad_segs=8), profile.building_m)
    return {
        "inscribed_width_m": width[0],
        "rect_width_m": short[0],
        "rect_depth_m": long[0],
        "compactness": compactness(whole)[0],
        "envelope_m2": envelope_area(whole, profile.distance_m, width, error)[0],
        "envelope_rect_width_m": room.width_m if room else 0.0,
        "envelope_rect_depth_m": room.depth_m if room else 0.0,
        "house_spare_m": room.spare_m if room else -min(profile.building_m),
    }


def _same_owner(ids: tuple[str, ...], owners: Mapping[str, frozenset[str]] | None) -> bool | None:
    if owners is None:
        return None
    common = frozenset.intersection(*(owners.get(each, frozenset()) for each in ids))
    return bool(common)


def _disjoint(made: list[Proposal]) -> list[Proposal]:
    """One owner first, then few parcels, then much shared boundary; no parcel twice."""
    taken: set[str] = set()
    kept = []
    for one in sorted(made, key=lambda each: (not each.same_owner, len(each.parcel_ids), -each.shared_m)):
        if taken.isdisjoint(one.parcel_ids):
            kept.append(one)
            taken.update(one.parcel_ids)
    return kept
