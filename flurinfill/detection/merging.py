"""Vacant parcels that are no plot alone, but one together: proposed as one site.

Only parcels that fail by nothing but size, shape or access are tried, in connected groups of at most
four. Groups of one owner come first, then small ones; a parcel is proposed once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiLineString

from flurinfill.detection.dwellings import UNITS, with_dwellings
from flurinfill.detection.evaluation import area_of
from flurinfill.detection.measures.edges import boundary_edges, contacts
from flurinfill.detection.measures.rectangles import rectangles_in
from flurinfill.detection.measures.shape import (
    WIDTH_ERROR_M,
    compactness,
    envelope_area,
    inscribed_width,
    largest_parts,
    rectangle_sides,
)
from flurinfill.detection.measures.vicinity import ROW_HOME
from flurinfill.detection.threads import Pause
from flurinfill.detection.uses import JUDGED_AS, judge_by_use, judges_by_use
from flurinfill.model.measures import definition_of
from flurinfill.model.potential import PotentialClass, Use
from flurinfill.model.progress import no_pause
from flurinfill.model.proposals import Proposal, SharedBoundary
from flurinfill.model.rules import RuleProfile

OwnersOf = Callable[[Sequence[str]], Mapping[str, frozenset[str]]]
"""Owner ids of parcels; a parcel without known owners is left out."""

MERGEABLE = frozenset(
    {
        *("area_open", "area_closed", "width_open", "width_closed", "rect_width", "rect_depth"),
        *("compactness", "envelope", "house_fits", "frontage", "street_frontage", "row_frontage"),
    }
)
"""Rules that a neighbour can help to pass."""
LARGEST_GROUP = 4
_SHARED_M = 3.0
_GROUPS_PER_PARCEL = 60
_TOGETHER = 200
_SUMS = ("area_m2", "main_built_m2", "minor_built_m2", "frontage_m", "frontage_m[street]")
_SUMS_IF_KNOWN = ("ground_area_low_m2", "ground_area_high_m2", "floor_area_low_m2", "floor_area_high_m2")
_LEAST = ("main_distance_m", "second_main_distance_m", "neighbour_cover_low", "neighbour_storeys_low")
_MOST = ("built_neighbour_share", "cluster_buildings", "neighbour_cover_high", "neighbour_storeys_high")
_SHARES = ("between_share", "built_share", "abandoned_share", "inner_area_share", "plan_share")
_FAMILIES = ("land_use_share[", "constraint_share[")
_BEST_SIDES = ("inscribed_width_m", "rect_width_m", "rect_depth_m", "house_spare_m")
_FAR_M = 199.0
_WANTED = (PotentialClass.GAP.value, PotentialClass.MINOR_USE.value)


def proposals(
    parcels: NDArray[np.object_],
    measures: pd.DataFrame,
    verdicts: pd.DataFrame,
    profiles: Sequence[RuleProfile],
    owners_of: OwnersOf | None = None,
    *,
    pause: Pause = no_pause,
) -> list[Proposal]:
    """Find groups of neighbouring parcels that pass together.

    Parameters
    ----------
    parcels : ndarray of shapely polygons
        In the order of the measures.
    measures, verdicts : DataFrame
        Of all parcels; the verdicts each parcel has alone.
    profiles : sequence of RuleProfile
        The profiles that judged them, see :func:`flurinfill.detection.uses.judge_by_use`. A group
        is judged by the use of its largest parcel.
    owners_of : callable, optional
        Asked once, and only for parcels of groups that pass.
    pause : callable
        Called between the steps and between some groups and the next; it may end them.
    """
    alone = np.flatnonzero(_only_too_small(verdicts, measures))
    if len(alone) < 2:
        return []
    pause()
    shared = _shared_lengths(parcels[alone])
    pause()
    members = _connected(shared, len(alone))
    pause()
    groups = _Groups(members, alone, measures)
    pause()
    groups = groups.passing(profiles, _hopeful(groups.table))
    if not groups:
        return []
    # With the best of shapes most groups still fail: only the others are worth their geometry.
    groups = groups.passing(profiles, _complete(groups, parcels, profiles, pause))
    pause()
    return _disjoint(_with_owners(groups.proposals(shared), owners_of))


def find_proposals(
    parcels: NDArray[np.object_],
    measures: pd.DataFrame,
    profiles: Sequence[RuleProfile],
    owners_of: OwnersOf | None = None,
) -> list[Proposal]:
    """Judge every parcel, and find groups that pass together; parameters as :func:`proposals`."""
    return proposals(parcels, measures, judge_by_use(measures, profiles), profiles, owners_of)


def with_proposals(verdicts: pd.DataFrame, made: Sequence[Proposal]) -> pd.DataFrame:
    """Return the verdicts with the class of the site for its parcels.

    Their reason and a hint is ``merged``; where one owner has a share in all, another hint says so.
    """
    out = verdicts.copy()
    for proposal in made:
        ids = list(proposal.parcel_ids)
        told = "merged;one_owner_together" if proposal.same_owner else "merged"
        out.loc[ids, "potential"] = proposal.potential.value
        out.loc[ids, "reason"] = "merged"
        out.loc[ids, "hints"] = [f"{hints};{told}".lstrip(";") for hints in out.loc[ids, "hints"]]
    return out


def shared_lines(parcels: NDArray[np.object_]) -> MultiLineString:
    """Boundaries between some parcels, as lines to draw."""
    edges = boundary_edges(parcels)
    touch = contacts(edges, edges, among=True)
    once = touch.take(edges.owner[touch.edge] < touch.other)
    start, end = edges.points(once.edge, once.start), edges.points(once.edge, once.end)
    lines = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(np.stack([start, end], axis=1))))
    return MultiLineString(list(shapely.get_parts(lines)))


def _only_too_small(verdicts: pd.DataFrame, measures: pd.DataFrame) -> NDArray[np.bool_]:
    lists, words = pd.factorize(verdicts["failed"])
    able = np.array([set(word.split(";")) <= MERGEABLE for word in words], dtype=bool)
    none = verdicts["potential"].eq(PotentialClass.NONE.value).to_numpy()
    # Land that is never judged (a way, a wood, land without building area) has another reason.
    too_small = verdicts["reason"].isin(MERGEABLE).to_numpy()
    judged = measures["access_state"].eq("judged").to_numpy()
    return able[lists] & none & too_small & judged


def _shared_lengths(parcels: NDArray[np.object_]) -> dict[tuple[int, int], float]:
    """Metres of boundary between each two parcels that share enough of it; both directions."""
    edges = boundary_edges(parcels)
    touch = contacts(edges, edges, among=True)
    table = pd.DataFrame({"a": edges.owner[touch.edge], "b": touch.other, "length": touch.end - touch.start})
    total = table.groupby(["a", "b"], as_index=False)["length"].sum()
    total = total[total["length"] >= _SHARED_M]
    pairs = zip(total["a"].tolist(), total["b"].tolist(), strict=True)
    return dict(zip(pairs, total["length"].tolist(), strict=True))


def _connected(shared: Collection[tuple[int, int]], count: int) -> list[tuple[int, ...]]:
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


class _Groups:
    """Groups of parcels with the measures that each has together.

    Parameters
    ----------
    members : sequence of tuple of int
        Positions among ``alone``.
    alone : ndarray of int
        Rows of the measures of all parcels that may be merged.
    measures : DataFrame
        Of all parcels.
    """

    def __init__(
        self, members: Sequence[tuple[int, ...]], alone: NDArray[np.int64], measures: pd.DataFrame
    ) -> None:
        self._alone, self._measures = alone, measures
        self.members = list(members)
        self.table = _together(measures, self.rows) if members else measures.iloc[:0]
        self.verdicts = pd.DataFrame()

    def __len__(self) -> int:
        return len(self.members)

    @property
    def rows(self) -> list[NDArray[np.int64]]:
        """Rows of the measures of each group's parcels."""
        return [self._alone[list(group)] for group in self.members]

    def passing(self, profiles: Sequence[RuleProfile], table: pd.DataFrame) -> _Groups:
        """Return the groups that pass with these measures, which they keep."""
        out = _Groups([], self._alone, self._measures)
        if not len(self):
            return out
        found = judge_by_use(table, profiles)
        at = np.flatnonzero(found["potential"].isin(_WANTED))
        out.members = [self.members[each] for each in at]
        out.table = table.iloc[at].reset_index(drop=True)
        out.verdicts = found.iloc[at].reset_index(drop=True)
        return out

    def proposals(self, shared: Mapping[tuple[int, int], float]) -> list[Proposal]:
        """Put the groups into words of the model."""
        sizes, ids = area_of(self._measures), self._measures.index
        made = []
        for at, group in enumerate(self.members):
            order = sorted(group, key=lambda each: -sizes[self._alone[each]])
            names = {each: str(ids[self._alone[each]]) for each in order}
            boundaries = tuple(
                SharedBoundary(names[a], names[b], shared[a, b])
                for place, a in enumerate(order)
                for b in order[place + 1 :]
                if (a, b) in shared
            )
            made.append(
                Proposal(
                    tuple(names.values()),
                    PotentialClass(str(self.verdicts["potential"].iloc[at])),
                    Use(str(self.verdicts["judged_as"].iloc[at])),
                    boundaries,
                    _plain(self.table.iloc[at]),
                )
            )
        return made


def _plain(row: pd.Series) -> dict[str, float | str]:
    measured = [str(name) for name in row.index if definition_of(str(name)) is not None]
    texts = [str(name) for name in row.index if isinstance(row[name], str) and name != JUDGED_AS]
    return {**{name: float(row[name]) for name in measured}, **{name: str(row[name]) for name in texts}}


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
        definition = definition_of(name)
        if definition is not None and definition.owner_derived:
            out[name] = np.nan
        elif name in _SUMS:
            out[name] = np.add.reduceat(np.nan_to_num(values), starts)
        elif name in _SUMS_IF_KNOWN:
            out[name] = np.add.reduceat(values, starts)
        elif name in _LEAST:
            out[name] = np.fmin.reduceat(values, starts)
        elif name in _MOST:
            out[name] = np.fmax.reduceat(values, starts)
        elif name.startswith(_FAMILIES) or name in _SHARES:
            share = np.add.reduceat(np.nan_to_num(values) * area, starts) / sums
            out[name] = np.where(np.isnan(np.fmax.reduceat(values, starts)), np.nan, share)
    if ROW_HOME in part:
        out["second_main_distance_m"] = _second_distance(part, starts, out["second_main_distance_m"])
    texts = {name: _text_of(measures, name, members) for name in ("access", "marks") if name in measures}
    return out.assign(official_area_m2=np.add.reduceat(official, starts), **texts)


def _second_distance(part: pd.DataFrame, starts: NDArray[np.int64], alone: pd.Series) -> NDArray[np.float64]:
    """Distance to the second house: two members at the walls of different houses close the row together.

    Parameters
    ----------
    part : DataFrame
        Measures of the members, group after group.
    starts : ndarray of int
        First row of each group.
    alone : Series
        The least distance that a member has by itself.
    """
    home, near = (part[name].to_numpy(dtype=float) for name in (ROW_HOME, "main_distance_m"))
    one = np.minimum.reduceat(np.where(home > 0, home, np.inf), starts)
    other = np.maximum.reduceat(home, starts)
    walls = np.maximum.reduceat(np.where(home > 0, near, 0.0), starts)
    return np.where(one < other, np.fmin(alone.to_numpy(dtype=float), walls), alone)


def _text_of(measures: pd.DataFrame, name: str, members: Sequence[NDArray[np.int64]]) -> list[str]:
    """Way that gives the most frontage, or every mark of the parcels."""
    texts = measures[name].fillna("").to_numpy(dtype=object)
    if name == "access":
        front = np.nan_to_num(measures["frontage_m"].to_numpy(dtype=float))
        return [str(texts[rows[np.argmax(front[rows])]]) for rows in members]
    marks = (";".join(texts[rows]).split(";") for rows in members)
    return [";".join(filter(None, dict.fromkeys(each))) for each in marks]


def _hopeful(table: pd.DataFrame) -> pd.DataFrame:
    """Give the best shape that a group of this size can have."""
    best = dict.fromkeys(_BEST_SIDES, _FAR_M)
    return table.assign(**best, compactness=1.0, envelope_m2=table["area_m2"])


def _complete(
    groups: _Groups, parcels: NDArray[np.object_], profiles: Sequence[RuleProfile], pause: Pause
) -> pd.DataFrame:
    """Measures of each group with those that rest on its shape and on its profile."""
    table = groups.table.assign(**_shapes(parcels, groups, profiles, pause))
    return with_dwellings(table, profiles) if UNITS[0] in table else table


def _shapes(
    parcels: NDArray[np.object_], groups: _Groups, profiles: Sequence[RuleProfile], pause: Pause
) -> dict[str, NDArray[np.float64]]:
    """Shape of each group, and what fits into it by the profile of its use."""
    united = []
    for nth, rows in enumerate(groups.rows):
        if nth % _TOGETHER == 0:
            pause()
        united.append(shapely.union_all(parcels[rows], grid_size=0.001))
    union = np.array(united, dtype=object)
    judges = judges_by_use(profiles)
    judge = [judges[Use(use)] if use else judges[Use.RESIDENTIAL] for use in groups.table["use"]]
    setback = np.array([each.distance_m for each in judge])
    sizes = np.array([each.building_m for each in judge])
    whole = largest_parts(union)
    error = np.full(len(union), WIDTH_ERROR_M)
    pause()
    width = inscribed_width(whole, error)
    pause()
    short, long = rectangle_sides(whole)
    across, along, spare = rectangles_in(shapely.buffer(union, -setback, quad_segs=8), sizes, pause)
    return {
        "inscribed_width_m": width,
        "rect_width_m": short,
        "rect_depth_m": long,
        "compactness": compactness(whole),
        "envelope_m2": envelope_area(whole, setback, width, error),
        "envelope_rect_width_m": across,
        "envelope_rect_depth_m": along,
        "house_spare_m": spare,
    }


def _with_owners(made: Sequence[Proposal], owners_of: OwnersOf | None) -> list[Proposal]:
    """Find out where one owner has a share in all parcels of a group."""
    if owners_of is None or not made:
        return list(made)
    owners = owners_of(sorted({parcel for one in made for parcel in one.parcel_ids}))
    return [replace(one, same_owner=_one_owner(one.parcel_ids, owners)) for one in made]


def _one_owner(ids: Iterable[str], owners: Mapping[str, frozenset[str]]) -> bool | None:
    known = [owners.get(each, frozenset()) for each in ids]
    return bool(frozenset.intersection(*known)) if all(known) else None


def _disjoint(made: Sequence[Proposal]) -> list[Proposal]:
    """One owner first, then few parcels, then much shared boundary; no parcel twice."""
    taken: set[str] = set()
    kept = []
    for one in sorted(made, key=lambda each: (not each.same_owner, len(each.parcel_ids), -each.shared_m)):
        if taken.isdisjoint(one.parcel_ids):
            kept.append(one)
            taken.update(one.parcel_ids)
    return kept
