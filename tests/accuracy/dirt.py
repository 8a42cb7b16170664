"""Dirt that the rules were not made for, put into a clean cadastre; always the same for a seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from flurinfill.cadastre import tables
from flurinfill.cadastre.repair import areas_of
from flurinfill.cadastre.tables import Cadastre
from flurinfill.model.planning import PlanKind

SEED = 20_261_126
DITCH_M = 1.0
DITCH_EVERY_M = 120.0
_WAYS = ("road", "way", "square")
_GARAGE, _UNKNOWN = "2463", "9998"


def _rng() -> np.random.Generator:
    return np.random.default_rng(SEED)


def shifted(cadastre: Cadastre) -> Cadastre:
    """Every building stands 0.5 to 1 m off, each in a direction of its own."""
    rng = _rng()
    buildings = cadastre.buildings
    count = len(buildings)
    angle, reach = rng.uniform(0, 2 * np.pi, count), rng.uniform(0.5, 1.0, count)
    return replace(
        cadastre, buildings=_moved(buildings, np.c_[np.cos(angle), np.sin(angle)] * reach[:, None])
    )


def shifted_together(cadastre: Cadastre) -> Cadastre:
    """The whole layer of buildings lies 0.9 m off, as after a careless transformation."""
    return replace(cadastre, buildings=_moved(cadastre.buildings, np.array([[0.7, -0.55]])))


def _moved(buildings: gpd.GeoDataFrame, by: NDArray[np.float64]) -> gpd.GeoDataFrame:
    points, row = shapely.get_coordinates(buildings.geometry.to_numpy(), return_index=True)
    geometry = buildings.geometry.to_numpy().copy()
    step = np.broadcast_to(by, (len(geometry), 2))
    return buildings.set_geometry(shapely.set_coordinates(geometry, points + step[row]))


def missing(cadastre: Cadastre) -> Cadastre:
    """Every twentieth building was never surveyed."""
    kept = _rng().random(len(cadastre.buildings)) >= 0.05
    return replace(cadastre, buildings=cadastre.buildings[kept].reset_index(drop=True))


def village_missing(cadastre: Cadastre) -> Cadastre:
    """The buildings of one district never came: the one with the fewest parcels of those above 200."""
    bare = _district(cadastre)
    gone = cadastre.buildings.representative_point().within(bare)
    return replace(cadastre, buildings=cadastre.buildings[~gone].reset_index(drop=True))


def village_with_statute_missing(cadastre: Cadastre) -> Cadastre:
    """The same, and a statute on the built-up area bounds the land for housing and trade there."""
    settled = cadastre.land_use["kind"].isin(["residential", "commercial", "mixed"])
    land = shapely.intersection(cadastre.land_use.geometry.to_numpy()[settled], _district(cadastre))
    row = {"kind": [PlanKind.INNER_AREA.value], "name": ["Ortslage"]}
    outline = gpd.GeoDataFrame(row, geometry=[shapely.union_all(land)], crs=cadastre.crs)
    plans = tables.conform(outline, tables.PLANS)
    assert isinstance(plans, gpd.GeoDataFrame)
    return replace(village_missing(cadastre), plans=plans)


def _district(cadastre: Cadastre) -> shapely.Geometry:
    parcels = cadastre.parcels
    counts = parcels["gemarkung"].value_counts()
    return parcels[parcels["gemarkung"].eq(counts[counts > 200].index[-1])].union_all()


def garages_unknown(cadastre: Cadastre) -> Cadastre:
    """Garages are "nach Quellenlage nicht zu spezifizieren"."""
    garage = cadastre.buildings["function"].eq(_GARAGE)
    buildings = cadastre.buildings.assign(
        function=cadastre.buildings["function"].mask(garage, _UNKNOWN),
        function_text=cadastre.buildings["function_text"].mask(
            garage, "Nach Quellenlage nicht zu spezifizieren"
        ),
    )
    return replace(cadastre, buildings=buildings)


def one_road(cadastre: Cadastre) -> Cadastre:
    """All roads are one parcel with all blocks as holes."""
    parcels, roads = cadastre.parcels, _road_parcels(cadastre)
    kept = parcels[~roads].reset_index(drop=True)
    one = parcels[roads].iloc[[0]].assign(parcel_id="road", official_area_m2=np.nan)
    one = one.set_geometry([shapely.union_all(parcels.geometry.to_numpy()[roads], grid_size=0.001)])
    joined = gpd.GeoDataFrame(pd.concat([kept, one], ignore_index=True), crs=parcels.crs)
    return replace(cadastre, parcels=joined)


def _road_parcels(cadastre: Cadastre) -> NDArray[np.bool_]:
    """Parcels in the land of a road, way or square."""
    uses = cadastre.land_use[cadastre.land_use["kind"].isin(_WAYS)].geometry.to_numpy()
    inside = shapely.point_on_surface(cadastre.parcels.geometry.to_numpy())
    out = np.zeros(len(inside), dtype=bool)
    out[shapely.STRtree(uses).query(inside, predicate="within")[0]] = True
    return out


def ditch_across(cadastre: Cadastre) -> Cadastre:
    """Straight ditches of 1 m every 120 m cut whatever they meet but roads; parcels keep two parts."""
    west, south, east, north = cadastre.parcels.total_bounds
    reach = max(east - west, north - south)
    middle = np.array([(west + east) / 2, (south + north) / 2])
    along = np.array([np.cos(0.35), np.sin(0.35)])
    across = np.array([-along[1], along[0]])
    offsets = np.arange(-reach, reach, DITCH_EVERY_M)
    ends = [(middle + across * at - along * reach, middle + across * at + along * reach) for at in offsets]
    ditches = shapely.buffer(shapely.linestrings(np.array(ends)), DITCH_M / 2, cap_style="flat")
    return _with_ditches(cadastre, ditches)


def ditch_at_the_road(cadastre: Cadastre) -> Cadastre:
    """A ditch of 1 m, a parcel of its own, lies between every road and the plots on it."""
    roads = cadastre.parcels.geometry.to_numpy()[_road_parcels(cadastre)]
    return _with_ditches(cadastre, shapely.buffer(roads, DITCH_M, join_style="mitre", mitre_limit=2.0))


def _with_ditches(cadastre: Cadastre, ditches: NDArray[np.object_]) -> Cadastre:
    """Cut ditches out of all parcels but roads, and add them as parcels and as water."""
    parcels, roads = cadastre.parcels, _road_parcels(cadastre)
    geometry = parcels.geometry.to_numpy()
    wet = np.full(len(geometry), None, dtype=object)
    wet[~roads] = _cut(shapely.intersection, geometry[~roads], ditches)
    wet = wet[~shapely.is_missing(wet)]
    strips = shapely.get_parts(shapely.union_all(wet, grid_size=0.001))
    strips = strips[shapely.area(strips) > 0.5]
    names = [f"ditch-{number}" for number in range(len(strips))]
    added = gpd.GeoDataFrame({"parcel_id": names}, geometry=strips, crs=parcels.crs)
    used = gpd.GeoDataFrame({"kind": ["water"] * len(strips)}, geometry=strips, crs=parcels.crs)
    dry = cadastre.land_use.set_geometry(
        _cut(shapely.difference, cadastre.land_use.geometry.to_numpy(), strips)
    )
    left = parcels.set_geometry(_cut(shapely.difference, geometry, strips))
    return replace(
        cadastre,
        parcels=_appended(left[left.geometry.notna()], added),  # a sliver may lie in the ditch as a whole
        land_use=_appended(dry[dry.geometry.notna()], used),
    )


def _cut(
    operation: Callable[..., shapely.Geometry], shapes: NDArray[np.object_], by: NDArray[np.object_]
) -> NDArray[np.object_]:
    """Intersection or difference of each shape with all that lies on it; None where nothing is left."""
    out = shapes.copy() if operation is shapely.difference else np.full(len(shapes), None, dtype=object)
    row, other = shapely.STRtree(by).query(shapes, predicate="intersects")
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    for at, some in zip(row[starts], np.split(other, starts[1:]), strict=True):
        out[at] = areas_of(operation(shapes[at], shapely.union_all(by[some]), grid_size=0.001))
    return out


def _appended(table: gpd.GeoDataFrame, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    plain = pd.DataFrame(rows.drop(columns="geometry")).reindex(columns=[*table.columns.drop("geometry")])
    for name in plain:
        kind = table[name].dtype
        filler: object = np.nan if kind == "float64" else False if kind == "bool" else ""
        plain[name] = plain[name].astype(object).where(plain[name].notna(), filler).astype(kind)
    added = gpd.GeoDataFrame(plain, geometry=rows.geometry, crs=table.crs)
    return gpd.GeoDataFrame(pd.concat([table, added], ignore_index=True), crs=table.crs)


def no_land_use(cadastre: Cadastre) -> Cadastre:
    """Nobody delivered the actual use, neither as areas nor as texts."""
    parcels = cadastre.parcels.assign(land_use_text="")
    return replace(cadastre, land_use=cadastre.land_use.iloc[:0], parcels=parcels)


DIRT: dict[str, Callable[[Cadastre], Cadastre]] = {
    "buildings shifted": shifted,
    "layer shifted": shifted_together,
    "5 % missing": missing,
    "village missing": village_missing,
    "with statute": village_with_statute_missing,
    "garages 9998": garages_unknown,
    "one road parcel": one_road,
    "ditch across": ditch_across,
    "ditch at the road": ditch_at_the_road,
    "no land use": no_land_use,
}
