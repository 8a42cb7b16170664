"""Frontage: the boundary shared with public ways, and how far it can be judged at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from flurinfill.detection.measures.edges import Contacts, Edges, boundary_edges, contacts
from flurinfill.detection.measures.facing import Stretches, facing_lines, open_boundary
from flurinfill.detection.measures.intervals import Floats, Ints, summed, union_lengths
from flurinfill.detection.measures.overlap import overlap_areas
from flurinfill.model.potential import PUBLIC_WAYS, LandUse

WAY_SHARE = 0.5
"""A parcel with at least this share of way is a way itself."""
OPEN_M = 3.0
"""Open boundary of this length may be the access that the data does not show (a driveway's width)."""
_KINDS = sorted(kind.value for kind in PUBLIC_WAYS)
_NAMED_M = 0.001
_STREET_WIDTH_M = 15.0
_STREET_LENGTH_SHARE = 0.6
SEVERAL = "several"
"""Kind of a parcel that holds streets and tracks: the land use tells which of them a boundary meets."""
_SEVERAL_M2 = 20.0


class AccessState(StrEnum):
    """How far the access of a parcel can be judged."""

    JUDGED = "judged"
    FACING_GAP = "facing_gap"  # looks at space that no parcel covers and no known way runs through
    UNKNOWN = "unknown"  # the cadastre says nothing about ways


@dataclass(frozen=True)
class Ways:
    """Everything a part of the cadastre knows about public ways.

    Attributes
    ----------
    names, kinds : ndarray of str
        Names of the ways (the kind where a way has no name), and kinds: "road", "way", "square",
        or :data:`SEVERAL` for parcels that hold more than one.
    areas, area_name : ndarray
        Polygons (of land use and of the layer of ways) and the position of their name.
    lines, line_name : ndarray
        Centre lines and the position of their name.
    parcel_name : ndarray of int, shape (parcels,)
        Position of the name for parcels that are ways themselves; -1 for all others.
    known : bool
        Whether the cadastre as a whole says anything about ways.
    """

    names: NDArray[np.object_]
    kinds: NDArray[np.object_]
    areas: NDArray[np.object_]
    area_name: Ints
    lines: NDArray[np.object_]
    line_name: Ints
    parcel_name: Ints
    known: bool

    @property
    def is_way(self) -> NDArray[np.bool_]:
        """Parcels that are ways themselves."""
        return self.parcel_name >= 0

    @property
    def is_street(self) -> NDArray[np.bool_]:
        """Names of roads and squares; a footpath or field way is a way, but no street."""
        return np.asarray(self.kinds != LandUse.WAY.value, dtype=bool)

    def with_parcels(self, names: NDArray[np.object_], kinds: NDArray[np.object_], *, known: bool) -> Ways:
        """Return a copy that knows which parcels are ways; ``""`` is the kind of all others."""
        ways = np.flatnonzero(kinds != "")
        code, unique = pd.factorize(pd.MultiIndex.from_arrays([names[ways], kinds[ways]]))
        parcel_name = np.full(len(kinds), -1, dtype=np.int64)
        parcel_name[ways] = code + len(self.names)
        return replace(
            self,
            names=np.concatenate([self.names, np.array([each[0] for each in unique], dtype=object)]),
            kinds=np.concatenate([self.kinds, np.array([each[1] for each in unique], dtype=object)]),
            parcel_name=parcel_name,
            known=known,
        )


def collect_ways(land_use: gpd.GeoDataFrame, layer: gpd.GeoDataFrame) -> Ways:
    """Gather ways from land use and from a layer of their own.

    Parameters
    ----------
    land_use, layer : GeoDataFrame
        Tables ``LAND_USE`` and ``WAYS``; the layer may hold areas, centre lines or both.
    """
    used = land_use[land_use["kind"].isin(_KINDS).to_numpy()]
    kind = np.concatenate([used["kind"].to_numpy(object), layer["kind"].to_numpy(object)])
    name = np.concatenate([used["name"].to_numpy(object), layer["name"].to_numpy(object)])
    geometry = np.concatenate([used.geometry.to_numpy(), layer.geometry.to_numpy()])
    kind = np.where(kind == "", LandUse.ROAD.value, kind)
    name = np.where(name == "", kind, name)
    # The bare kinds come first: parcels known from texts have no other name.
    keys = pd.MultiIndex.from_arrays([[*_KINDS, *name], [*_KINDS, *kind]])
    code, unique = pd.factorize(keys)
    position = code[len(_KINDS) :].astype(np.int64)
    flat = shapely.get_dimensions(geometry) == 2
    return Ways(
        names=np.array([each[0] for each in unique], dtype=object),
        kinds=np.array([each[1] for each in unique], dtype=object),
        areas=geometry[flat],
        area_name=position[flat],
        lines=geometry[~flat],
        line_name=position[~flat],
        parcel_name=np.zeros(0, dtype=np.int64),
        known=bool(len(geometry)),
    )


def way_parcels(
    ways: Ways, parcels: NDArray[np.object_], shares: pd.DataFrame, built: NDArray[np.bool_]
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Find the parcels that are ways themselves.

    Parameters
    ----------
    ways : Ways
        Ways near the parcels.
    parcels : ndarray of shapely polygons
    shares : DataFrame
        Shares of land use per parcel (they may come from texts, without geometry).
    built : ndarray of bool
        Parcels with a main building: a centre line drawn across them does not make them a street.

    Returns
    -------
    (names, kinds)
        Of each parcel; ``""`` for parcels that are no ways.
    """
    position, several = _by_area(parcels, ways)
    for fallback in (_by_shares(shares, len(parcels)), _by_lines(parcels, ways.lines, ways.line_name, built)):
        position = np.where(position < 0, fallback, position)
    names = np.where(position >= 0, np.append(ways.names, "")[position], "")
    kinds = np.where(position >= 0, np.append(ways.kinds, "")[position], "")
    return names.astype(object), np.where(several, SEVERAL, kinds).astype(object)


def _by_area(parcels: NDArray[np.object_], ways: Ways) -> tuple[Ints, NDArray[np.bool_]]:
    """Name of the way that covers most of a parcel, where ways cover half of it; and if there are more."""
    out = np.full(len(parcels), -1, dtype=np.int64)
    several = np.zeros(len(parcels), dtype=bool)
    if not len(ways.areas):
        return out, several
    parcel, key, size = overlap_areas(parcels, ways.areas, ways.area_name)
    total = summed(parcel, size, len(parcels))
    order = np.lexsort((key, size))  # the largest is written last
    out[parcel[order]] = key[order]
    out[total < WAY_SHARE * shapely.area(parcels)] = -1
    street = summed(parcel, np.where(ways.is_street[key], size, 0.0), len(parcels))
    several = (out >= 0) & (street >= _SEVERAL_M2) & (total - street >= _SEVERAL_M2)
    return out, several


def _by_shares(shares: pd.DataFrame, count: int) -> Ints:
    values = np.zeros((count, len(_KINDS)))
    for at, kind in enumerate(_KINDS):
        if kind in shares:
            values[:, at] = shares[kind].fillna(0.0)
    return np.where(values.sum(axis=1) >= WAY_SHARE, values.argmax(axis=1), -1).astype(np.int64)


def _by_lines(
    parcels: NDArray[np.object_], lines: NDArray[np.object_], name: Ints, built: NDArray[np.bool_]
) -> Ints:
    """Parcels that a centre line runs through lengthwise, and that are as narrow as a street."""
    out = np.full(len(parcels), -1, dtype=np.int64)
    if not len(lines):
        return out
    line, parcel = shapely.STRtree(parcels).query(lines, predicate="intersects")
    inside = shapely.length(shapely.intersection(lines[line], parcels[parcel]))
    total = summed(parcel, inside, len(parcels))
    mean_width = np.divide(shapely.area(parcels), total, out=np.full(len(parcels), np.inf), where=total > 0)
    half_way_round = shapely.length(parcels) / 2
    street = (mean_width <= _STREET_WIDTH_M) & (total >= _STREET_LENGTH_SHARE * half_way_round) & ~built
    order = np.lexsort((line, inside))
    out[parcel[order]] = name[line[order]]
    out[~street] = -1
    return out


@dataclass(frozen=True)
class Access:
    """Access of every parcel.

    Attributes
    ----------
    frontage_m, street_frontage_m : ndarray
        Boundary shared with ways, and with roads and squares alone; NaN where nothing is known.
    name : ndarray of str
        Name or kind of the way with the longest stretch.
    state : ndarray of str
        Values of :class:`AccessState`.
    over_strip : ndarray of bool
        Parcels that reach a way only across a strip (see :mod:`.strips`).
    stretches : Contacts
        Where the boundary is shared with ways; ``other`` is the position of the way's name.
    """

    frontage_m: Floats
    street_frontage_m: Floats
    name: NDArray[np.object_]
    state: NDArray[np.object_]
    over_strip: NDArray[np.bool_]
    stretches: Contacts


def access_of(
    parcels: NDArray[np.object_],
    count: int,
    edges: Edges,
    neighbours: Contacts,
    behind: Contacts,
    strip: NDArray[np.bool_],
    ways: Ways,
) -> Access:
    """Measure the boundary shared with public ways.

    Parameters
    ----------
    parcels : ndarray of shapely polygons, shape (n,)
    count : int
        How many of the parcels, from the first on, are measured; the others stand around them.
    edges : Edges
        Boundary of the measured parcels.
    neighbours : Contacts
        Where parcels lie against the measured ones.
    behind : Contacts
        Parcels that lie across a strip.
    strip : ndarray of bool, shape (n,)
        Parcels that are strips.
    ways : Ways
    """
    free = open_boundary(edges, neighbours)
    stretches = _way_contacts(edges, neighbours, ways)
    if len(ways.lines):
        seen = facing_lines(edges, free, parcels, ways.lines)
        stretches = stretches.and_also(replace(seen, other=ways.line_name[seen.other]))
    direct_m = _length_per_parcel(edges, stretches.take(~ways.is_way[edges.owner[stretches.edge]]), count)
    stretches = stretches.and_also(_beside(behind, ways))
    if len(ways.lines):
        seen = facing_lines(edges, _at_strips(edges, neighbours, strip), parcels[~strip], ways.lines)
        stretches = stretches.and_also(replace(seen, other=ways.line_name[seen.other]))
    stretches = stretches.take(~ways.is_way[edges.owner[stretches.edge]])
    frontage_m = _length_per_parcel(edges, stretches, count)
    street_m = _length_per_parcel(edges, stretches.take(ways.is_street[stretches.other]), count)
    open_m = summed(edges.owner[free.edge], free.length, count)
    state = _states(frontage_m, open_m, ways)
    unknown = state != AccessState.JUDGED
    name = _longest(edges.owner[stretches.edge], ways.names[stretches.other], stretches, count)
    frontage_m[unknown & (frontage_m <= 0)] = np.nan
    street_m[unknown & (street_m <= 0)] = np.nan
    over_strip = (direct_m < OPEN_M) & (frontage_m >= OPEN_M)
    return Access(frontage_m, street_m, name, state, over_strip, stretches)


def _length_per_parcel(edges: Edges, stretches: Contacts, count: int) -> Floats:
    per_edge = union_lengths(stretches.edge, stretches.start, stretches.end, len(edges))
    return summed(edges.owner, per_edge, count)


def _at_strips(edges: Edges, neighbours: Contacts, strip: NDArray[np.bool_]) -> Stretches:
    """Return the stretches of edges that lie against a strip: they look across it."""
    at = neighbours.take(strip[neighbours.other] & ~strip[edges.owner[neighbours.edge]])
    return Stretches(at.edge, at.start, at.end)


def _beside(neighbours: Contacts, ways: Ways) -> Contacts:
    """Contacts with way parcels; ``other`` becomes the name of the way."""
    beside = neighbours.take(ways.is_way[neighbours.other])
    return replace(beside, other=ways.parcel_name[beside.other])


def _way_contacts(edges: Edges, neighbours: Contacts, ways: Ways) -> Contacts:
    """Contacts with way parcels, and with areas of ways that are no parcels; ``other`` is the name."""
    beside = _beside(neighbours, ways)
    if not len(ways.areas):
        return beside
    several = ways.kinds[beside.other] == SEVERAL
    plain = beside.take(~several)
    done = union_lengths(plain.edge, plain.start, plain.end, len(edges)) >= edges.length - 1e-6
    rest = np.flatnonzero(~done & ~ways.is_way[edges.owner])
    against = contacts(edges.take(rest), boundary_edges(ways.areas))
    against = replace(against, edge=rest[against.edge], other=ways.area_name[against.other])
    told = several & np.isin(beside.edge, against.edge)
    return beside.take(~told).and_also(against)


def _states(frontage_m: Floats, open_m: Floats, ways: Ways) -> NDArray[np.object_]:
    """Judged where ways are known, unless open boundary may hide the access that is missing."""
    state = np.full(len(frontage_m), AccessState.JUDGED, dtype=object)
    if not ways.known:
        state[:] = AccessState.UNKNOWN
    hidden = (frontage_m < OPEN_M) & (open_m - frontage_m >= OPEN_M) & ~ways.is_way[: len(state)]
    state[hidden] = AccessState.FACING_GAP
    return state


def _longest(
    owner: NDArray[np.int64], labels: NDArray[np.object_], stretches: Contacts, count: int
) -> NDArray[np.object_]:
    out = np.full(count, "", dtype=object)
    table = pd.DataFrame({"owner": owner, "label": labels, "length": stretches.end - stretches.start})
    table = table.groupby(["owner", "label"], sort=True)["length"].sum().reset_index()
    table = table[table["length"] > _NAMED_M]  # a stretch of no length is rounding, and names nothing
    table = table.sort_values("length", kind="stable")
    out[table["owner"].to_numpy()] = table["label"].to_numpy()
    return out
