"""Frontage: the boundary shared with public ways, and how far it can be judged at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from flurinfill.detection.measures.edges import Contacts, Edges, boundary_edges, contacts
from flurinfill.detection.measures.facing import facing_lines, open_boundary
from flurinfill.detection.measures.intervals import Floats, summed, union_lengths
from flurinfill.detection.measures.overlap import overlap_areas
from flurinfill.model.potential import PUBLIC_WAYS, LandUse

WAY_SHARE = 0.5
"""A parcel with at least this share of way is a way itself."""
OPEN_M = 3.0
"""Open boundary of this length may be the access that the data does not show (a driveway's width)."""
_STREET_WIDTH_M = 15.0
_STREET_LENGTH_SHARE = 0.6


class AccessState(StrEnum):
    """How far the access of a parcel can be judged."""

    JUDGED = "judged"
    FACING_GAP = "facing_gap"  # looks at space that no parcel covers and no known way runs through
    UNKNOWN = "unknown"  # the cadastre says nothing about ways


@dataclass(frozen=True)
class Ways:
    """Everything the cadastre knows about public ways.

    Attributes
    ----------
    areas, area_labels : ndarray
        Polygons (land use and layer of ways) and their name, or kind where they have no name.
    lines, line_labels : ndarray
        Centre lines.
    is_way : ndarray of bool, shape (parcels,)
        Parcels that are ways themselves.
    parcel_labels : ndarray of str, shape (parcels,)
        Name or kind of the way; "" for other parcels.
    """

    areas: NDArray[np.object_]
    area_labels: NDArray[np.object_]
    lines: NDArray[np.object_]
    line_labels: NDArray[np.object_]
    is_way: NDArray[np.bool_]
    parcel_labels: NDArray[np.object_]

    @property
    def known(self) -> bool:
        """Tell whether access can be judged anywhere."""
        return bool(len(self.areas) or len(self.lines) or self.is_way.any())


def collect_ways(
    parcels: NDArray[np.object_],
    land_use: gpd.GeoDataFrame,
    layer: gpd.GeoDataFrame,
    shares: pd.DataFrame,
    built: NDArray[np.bool_],
) -> Ways:
    """Gather ways from land use, from a layer of their own, and find the parcels that are ways.

    Parameters
    ----------
    parcels : ndarray of shapely polygons
    land_use, layer : GeoDataFrame
        Tables ``LAND_USE`` and ``WAYS``; the layer may hold areas, centre lines or both.
    shares : DataFrame
        Shares of land use per parcel (they may come from texts, without geometry).
    built : ndarray of bool
        Parcels with a main building: a centre line drawn across them does not make them a street.
    """
    used = land_use[land_use["kind"].isin([kind.value for kind in PUBLIC_WAYS])]
    tables = [(used.geometry.to_numpy(), _labels(used)), (layer.geometry.to_numpy(), _labels(layer))]
    geometry = np.concatenate([table[0] for table in tables])
    labels = np.concatenate([table[1] for table in tables])
    dimension = shapely.get_dimensions(geometry)
    areas, area_labels = geometry[dimension == 2], labels[dimension == 2]
    lines, line_labels = geometry[dimension == 1], labels[dimension == 1]
    parcel_labels = _by_area(parcels, areas, area_labels)
    for fallback in (_by_shares(shares, len(parcels)), _by_lines(parcels, lines, line_labels, built)):
        parcel_labels = np.where(parcel_labels == "", fallback, parcel_labels)
    return Ways(areas, area_labels, lines, line_labels, parcel_labels != "", parcel_labels)


def _labels(table: gpd.GeoDataFrame) -> NDArray[np.object_]:
    kind = table["kind"].where(table["kind"].ne(""), LandUse.ROAD.value)
    return table["name"].where(table["name"].ne(""), kind).to_numpy(dtype=object)


def _by_area(
    parcels: NDArray[np.object_], areas: NDArray[np.object_], labels: NDArray[np.object_]
) -> NDArray[np.object_]:
    """Label of the way that covers most of a parcel, where ways cover half of it."""
    out = np.full(len(parcels), "", dtype=object)
    if not len(areas):
        return out
    code, names = pd.factorize(labels)
    parcel, key, size = overlap_areas(parcels, areas, code.astype(np.int64))
    total = summed(parcel, size, len(parcels))
    order = np.argsort(size, kind="stable")  # the largest is written last
    out[parcel[order]] = names[key[order]]
    out[total < WAY_SHARE * shapely.area(parcels)] = ""
    return out


def _by_shares(shares: pd.DataFrame, count: int) -> NDArray[np.object_]:
    kinds = [kind.value for kind in PUBLIC_WAYS if kind.value in shares]
    out = np.full(count, "", dtype=object)
    if kinds:
        values = shares[kinds].fillna(0.0).to_numpy()
        is_way = values.sum(axis=1) >= WAY_SHARE
        out[is_way] = np.array(kinds, dtype=object)[values.argmax(axis=1)[is_way]]
    return out


def _by_lines(
    parcels: NDArray[np.object_],
    lines: NDArray[np.object_],
    labels: NDArray[np.object_],
    built: NDArray[np.bool_],
) -> NDArray[np.object_]:
    """Parcels that a centre line runs through lengthwise, and that are as narrow as a street."""
    out = np.full(len(parcels), "", dtype=object)
    if not len(lines):
        return out
    line, parcel = shapely.STRtree(parcels).query(lines, predicate="intersects")
    inside = shapely.length(shapely.intersection(lines[line], parcels[parcel]))
    total = summed(parcel, inside, len(parcels))
    mean_width = np.divide(shapely.area(parcels), total, out=np.full(len(parcels), np.inf), where=total > 0)
    half_way_round = shapely.length(parcels) / 2
    street = (mean_width <= _STREET_WIDTH_M) & (total >= _STREET_LENGTH_SHARE * half_way_round) & ~built
    order = np.argsort(inside, kind="stable")
    out[parcel[order]] = labels[line[order]]
    out[~street] = ""
    return out


def frontage(
    parcels: NDArray[np.object_], edges: Edges, neighbours: Contacts, ways: Ways
) -> tuple[Floats, NDArray[np.object_], NDArray[np.object_]]:
    """Measure the boundary shared with public ways.

    Parameters
    ----------
    parcels : ndarray of shapely polygons, shape (n,)
    edges : Edges
        Boundary of the parcels.
    neighbours : Contacts
        Where parcels lie against each other.
    ways : Ways

    Returns
    -------
    (frontage_m, access, access_state)
        Metres (NaN where nothing is known), name or kind of the way with the longest stretch, and
        values of :class:`AccessState`.
    """
    free = open_boundary(edges, neighbours)
    found = _way_contacts(parcels, edges, neighbours, ways)
    labels = found[1]
    stretches = found[0]
    if len(ways.lines):
        seen = facing_lines(edges, free, parcels, ways.lines)
        stretches = _joined(stretches, seen)
        labels = np.concatenate([labels, ways.line_labels[seen.other]])
    count = len(parcels)
    per_edge = union_lengths(stretches.edge, stretches.start, stretches.end, len(edges))
    frontage_m = summed(edges.owner, per_edge, count)
    frontage_m[ways.is_way] = 0.0
    open_m = summed(edges.owner[free.edge], free.length, count)
    state = _states(frontage_m, open_m, ways)
    access = _longest(edges.owner[stretches.edge], labels, stretches, count)
    access[ways.is_way | (frontage_m <= 0)] = ""
    frontage_m[(state != AccessState.JUDGED) & (frontage_m <= 0)] = np.nan
    return frontage_m, access, state


def _way_contacts(
    parcels: NDArray[np.object_], edges: Edges, neighbours: Contacts, ways: Ways
) -> tuple[Contacts, NDArray[np.object_]]:
    """Contacts with way parcels, and with areas of ways that are no parcels of their own."""
    beside = neighbours.take(ways.is_way[neighbours.other])
    labels = ways.parcel_labels[beside.other]
    if not len(ways.areas):
        return beside, labels
    done = union_lengths(beside.edge, beside.start, beside.end, len(edges)) >= edges.length - 1e-6
    rest = np.flatnonzero(~done & ~ways.is_way[edges.owner])
    against = contacts(edges.take(rest), boundary_edges(ways.areas))
    against = Contacts(rest[against.edge], against.other, against.start, against.end)
    return _joined(beside, against), np.concatenate([labels, ways.area_labels[against.other]])


def _joined(first: Contacts, second: Contacts) -> Contacts:
    return Contacts(
        np.concatenate([first.edge, second.edge]),
        np.concatenate([first.other, second.other]),
        np.concatenate([first.start, second.start]),
        np.concatenate([first.end, second.end]),
    )


def _states(frontage_m: Floats, open_m: Floats, ways: Ways) -> NDArray[np.object_]:
    """Judged where ways are known, unless open boundary may hide the access that is missing."""
    state = np.full(len(frontage_m), AccessState.JUDGED, dtype=object)
    if not ways.known:
        state[:] = AccessState.UNKNOWN
    hidden = (frontage_m < OPEN_M) & (open_m - frontage_m >= OPEN_M) & ~ways.is_way
    state[hidden] = AccessState.FACING_GAP
    return state


def _longest(
    owner: NDArray[np.int64], labels: NDArray[np.object_], stretches: Contacts, count: int
) -> NDArray[np.object_]:
    out = np.full(count, "", dtype=object)
    table = pd.DataFrame({"owner": owner, "label": labels, "length": stretches.end - stretches.start})
    table = table.groupby(["owner", "label"], sort=True)["length"].sum().reset_index()
    table = table.sort_values("length", kind="stable")
    out[table["owner"].to_numpy()] = table["label"].to_numpy()
    return out
