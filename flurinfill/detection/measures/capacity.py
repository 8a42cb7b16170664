"""A first capacity: what the plan allows, else what the built neighbours have.

BauGB §34 knows no figure for an area type: what is built around decides. So the range comes from the
plan that fixes GRZ and GFZ, or is measured on the built parcels near by (BauNVO §19: the share of a
plot that its buildings cover), and stays unknown where neither says anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.building_use import Treatment, treatments
from flurinfill.detection.exclusion import GIVEN_UP, MOSTLY, never_judged
from flurinfill.detection.measures.intervals import Floats, Ints
from flurinfill.detection.measures.plans import HALF
from flurinfill.detection.measures.shape import middles
from flurinfill.detection.measures.survey import BUILT_M2, VACANT_M2, for_uses
from flurinfill.detection.near_kernels import near_boxes
from flurinfill.detection.threads import in_portions
from flurinfill.model.potential import Use
from flurinfill.model.progress import SILENT, Progress

AROUND_M = 100.0
"""Built parcels this far from the edge of a parcel (about) show what is usual there."""
FEWEST = 5
"""Of fewer neighbours nobody could say what is usual."""
LOW, HIGH = 0.25, 0.75
"""The middle half of the neighbours: neither the farm on a hectare nor the corner house."""
_PIECE = 20_000
CAPACITY_MEASURES = (
    "neighbour_cover_low",
    "neighbour_cover_high",
    "neighbour_storeys_low",
    "neighbour_storeys_high",
    "ground_area_low_m2",
    "ground_area_high_m2",
    "floor_area_low_m2",
    "floor_area_high_m2",
)


def capacity_columns(
    cadastre: Cadastre,
    measures: pd.DataFrame,
    home: Ints,
    progress: Progress = SILENT,
    threads: int | None = None,
) -> pd.DataFrame:
    """Measure what could be built on the parcels that may be building land.

    Parameters
    ----------
    cadastre : Cadastre
    measures : DataFrame
        All other measures of its parcels, in their order.
    home : ndarray of int, shape (buildings,)
        Position of the parcel that carries each main building; -1 for none.
    progress : Progress
    threads : int, optional

    Returns
    -------
    DataFrame
        One row per parcel; NaN where nobody will ask, or nothing says it. ``neighbour_cover_low`` and
        ``_high``: quartiles of the share that main buildings cover on the built parcels of the same use
        around. ``neighbour_storeys_low`` and ``_high``: quartiles of their storeys, in whole ones.
        ``ground_area_low_m2`` and ``_high``: Grundfläche by the plan's GRZ over the land in its building
        area, else by the neighbours.
        ``floor_area_low_m2`` and ``_high``: Geschossfläche by the plan's GFZ or storeys, else by the
        neighbours.
    """
    out = pd.DataFrame({name: np.full(len(measures), np.nan) for name in CAPACITY_MEASURES})
    land = _land(measures)
    asked = np.flatnonzero(land > 0)
    if not len(asked):
        return out
    told = ("measure_room", progress)
    progress.report(told[0], 0, 0)
    around = _Around.of(cadastre, measures, home, told, threads)
    found = in_portions(lambda rows: around.usual(asked[rows]), len(asked), _PIECE, told, threads)
    (cover, storeys) = np.concatenate(found, axis=2)
    columns = {
        "neighbour_cover_low": cover[0],
        "neighbour_cover_high": cover[1],
        "neighbour_storeys_low": np.floor(storeys[0]),
        "neighbour_storeys_high": np.ceil(storeys[1]),
    }
    progress.report(told[0], 0, 0)
    row = measures.iloc[asked]
    for side, share, height in zip(("low", "high"), cover, ("low", "high"), strict=True):
        ground = _ground(row, land[asked], share)
        columns[f"ground_area_{side}_m2"] = ground
        columns[f"floor_area_{side}_m2"] = _floor(
            row, land[asked], ground, columns[f"neighbour_storeys_{height}"]
        )
    progress.report(told[0], 0, 0)
    for name, values in columns.items():
        out.loc[asked, name] = values
    return out


def _land(measures: pd.DataFrame) -> Floats:
    """Land in m² that could be built on: vacant or given up, or the free part of a built parcel; else 0."""
    vacant_m2 = for_uses(measures["use"].to_numpy(dtype=object), VACANT_M2)
    built = measures["main_built_m2"].to_numpy() >= vacant_m2
    given_up = np.zeros(len(measures), dtype=bool)
    for name in GIVEN_UP:
        if name in measures:
            given_up |= measures[name].to_numpy() >= MOSTLY
    splits = (measures["rest_spare_m"].to_numpy() >= 0) & (measures["rest_way_m"].to_numpy() > 0)
    rest = np.where(splits, np.nan_to_num(measures["rest_m2"].to_numpy()), 0.0)
    land = np.where(built & ~given_up, rest, _area_of(measures))
    land[never_judged(measures)] = 0.0
    return land


def _area_of(measures: pd.DataFrame) -> Floats:
    """Official area where the cadastre has one, else that of the geometry."""
    official = measures["official_area_m2"].to_numpy(dtype=float)
    return np.where(official > 0, official, measures["area_m2"].to_numpy(dtype=float))


def _ground(row: pd.DataFrame, land: Floats, neighbour_cover: Floats) -> Floats:
    """Grundfläche: GRZ × building land, less what stands there; else the neighbours' share of the land."""
    building_land = _building_land(row)
    allowed = row["plan_grz"].to_numpy() * building_land - _kept(row, land)
    planned = np.clip(allowed, 0.0, np.minimum(land, building_land))
    return np.where(np.isnan(row["plan_grz"]), neighbour_cover * land, planned)


def _floor(row: pd.DataFrame, land: Floats, ground: Floats, storeys: Floats) -> Floats:
    """Geschossfläche: GFZ × building land; else storeys, the plan's or the neighbours', × Grundfläche."""
    gfz, planned = row["plan_gfz"].to_numpy(), row["plan_storeys"].to_numpy()
    by_storeys = ground * np.where(np.isnan(planned), storeys, planned)
    return np.where(np.isnan(gfz), by_storeys, gfz * np.minimum(land, _building_land(row)))


def _building_land(row: pd.DataFrame) -> Floats:
    """Part of the parcel that the plan's ratios count for: what lies in a building area (BauNVO §19(3)).

    A simple plan draws no line; its ratios count for the whole parcel.
    """
    planned = row["plan_share"].to_numpy() >= HALF
    return _area_of(row) * np.where(planned, row["inner_area_share"].to_numpy(), 1.0)


def _kept(row: pd.DataFrame, land: Floats) -> Floats:
    """Main buildings that stay: those of a parcel of which only a free part is built on."""
    return np.where(land < _area_of(row), row["main_built_m2"].to_numpy(), 0.0)


@dataclass(frozen=True)
class _Around:
    """The built parcels of a town, as others see them.

    Attributes
    ----------
    centre, reach_m : ndarray
        Of each parcel of the town: its middle, and how far it looks around itself.
    trade : ndarray of bool
        Parcels with commercial use: homes and mixed land are built alike.
    built : ndarray of int
        Parcels with a main building.
    cover, storeys : ndarray
        What each parcel of the town has; storeys are NaN where nobody knows them.
    """

    centre: Floats
    reach_m: Floats
    trade: NDArray[np.bool_]
    built: Ints
    cover: Floats
    storeys: Floats

    @classmethod
    def of(
        cls,
        cadastre: Cadastre,
        measures: pd.DataFrame,
        home: Ints,
        told: tuple[str, Progress],
        threads: int | None,
    ) -> _Around:
        """Gather what the parcels of a town have."""
        area, main = measures["area_m2"].to_numpy(), measures["main_built_m2"].to_numpy()
        return cls(
            middles(cadastre.parcels.geometry.to_numpy(), told, threads),
            AROUND_M + np.sqrt(area) / 2,
            measures["use"].eq(Use.COMMERCIAL.value).to_numpy(),
            np.flatnonzero(main >= BUILT_M2),
            np.minimum(main / area, 1.0),
            _storeys(cadastre, home, len(measures)),
        )

    def usual(self, asked: Ints) -> Floats:
        """Quartiles among the built parcels of the same use around each asking one.

        Returns
        -------
        ndarray, shape (2, 2, asked)
            Of cover, then of storeys: the lower, then the upper quartile.
        """
        pairs = [self._near(asked, trade=trade) for trade in (False, True)]
        row, other = (np.concatenate(each) for each in zip(*pairs, strict=True))
        values = (self.cover[other], self.storeys[other])
        return np.array([_quartiles(row, each, len(asked)) for each in values])

    def _near(self, asked: Ints, *, trade: bool) -> tuple[Ints, Ints]:
        """Pairs of a row of those of one use that ask, and a built parcel of the same use near it."""
        row, there = np.flatnonzero(self.trade[asked] == trade), self.built[self.trade[self.built] == trade]
        here, reach = self.centre[asked[row]], self.reach_m[asked[row]]
        low, high, points = here - reach[:, None], here + reach[:, None], self.centre[there]
        a, b = near_boxes(low, high, points, points, AROUND_M)
        near = np.hypot(*(points[b] - here[a]).T) <= reach[a]
        row, other = row[a[near]], there[b[near]]
        foreign = asked[row] != other
        return row[foreign], other[foreign]


def _storeys(cadastre: Cadastre, home: Ints, count: int) -> Floats:
    """Storeys of the largest main building of each parcel, as far as the cadastre has them."""
    buildings = cadastre.buildings
    storeys = buildings["storeys"].to_numpy(dtype=float)
    known = np.flatnonzero((home >= 0) & (storeys > 0) & (treatments(buildings) == Treatment.MAIN))
    size = shapely.area(buildings.geometry.to_numpy()[known])
    out = np.full(count, np.nan)
    order = np.lexsort((storeys[known], size))  # the largest is written last
    out[home[known[order]]] = storeys[known[order]]
    return out


def _quartiles(row: Ints, values: Floats, count: int) -> tuple[Floats, Floats]:
    """Lower and upper quartile of the values of each row; NaN of fewer than :data:`FEWEST`."""
    known = ~np.isnan(values)
    row, values = row[known], values[known]
    order = np.lexsort((values, row))
    values = values[order]
    size = np.bincount(row, minlength=count)
    start = np.cumsum(size) - size
    enough = size >= FEWEST
    return _quantile(values, start, size, enough, LOW), _quantile(values, start, size, enough, HIGH)


def _quantile(values: Floats, start: Ints, size: Ints, enough: NDArray[np.bool_], share: float) -> Floats:
    out = np.full(len(size), np.nan)
    place = share * (size[enough] - 1)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, size[enough] - 1)
    first = start[enough]
    out[enough] = values[first + low] + (place - low) * (values[first + high] - values[first + low])
    return out
