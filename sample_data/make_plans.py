"""Make the plans of the fictional town: ``python sample_data/make_plans.py [folder]``.

Writes ``plans.gpkg`` from ``town.gpkg``, always the same bytes: a statute that bounds the village
Siegelroda (§ 34 (4) BauGB), a development plan for the industrial estate (GE) and one for homes (WA).
They are drawn as a planner would, around what is settled there; the truth of the town plays no part.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from numpy.typing import NDArray
from shapely import Geometry

HERE = Path(__file__).resolve().parent
_MOMENT = "2026-04-17T06:00:00Z"  # otherwise the file has the moment it was written
_SETTLED = ("Wohnbaufläche", "Fläche gemischter Nutzung", "Fläche besonderer funktionaler Prägung")
_STREETS = ("Straßenverkehr", "Weg", "Platz")
_BETWEEN_M = 30.0  # half of the largest gap between lots that a plan spans
_HOMES = shapely.Point(480_800, 5_701_560).buffer(150, quad_segs=16)


def main() -> None:
    """Write beside this script, or into the folder given."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    os.environ["OGR_CURRENT_DATE"] = _MOMENT
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _MOMENT})
    parcels = pyogrio.read_dataframe(HERE / "town.gpkg", layer="Flurstueck")
    buildings = pyogrio.read_dataframe(HERE / "town.gpkg", layer="GebaeudeBauwerk")
    path = folder / "plans.gpkg"
    path.unlink(missing_ok=True)
    for layer, rows in (
        ("Innenbereichssatzung", statute(parcels, buildings)),
        ("Bebauungsplan", plans(parcels)),
    ):
        shapes = shapely.transform(
            np.array([row.pop("geometry") for row in rows], dtype=object), lambda xy: np.round(xy, 2)
        )
        frame = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=list(shapes), crs=parcels.crs)
        pyogrio.write_dataframe(
            frame,
            path,
            layer=layer,
            driver="GPKG",
            layer_options={"SPATIAL_INDEX": "NO"},
            promote_to_multi=True,
        )
        print(f"{layer}: {len(frame)} areas, {frame.area.sum() / 10_000:.1f} ha")


def statute(parcels: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> list[dict[str, object]]:
    """Klarstellungssatzung of a village: its built lots, and what lies between them."""
    village = parcels[(parcels["gemarkung"] == "Siegelroda") & _of_use(parcels, *_SETTLED)]
    houses = buildings[buildings.area > 40].geometry.to_numpy()
    lots = village.geometry.to_numpy()
    (outline,) = _parts(
        _closed(village[shapely.intersects(lots, shapely.union_all(houses))], _BETWEEN_M), _largest
    )
    return [{"name": "Klarstellungssatzung Siegelroda", "geometry": outline.simplify(0.5)}]


def plans(parcels: gpd.GeoDataFrame) -> list[dict[str, object]]:
    """Development plans: the outline of each, and the building areas that it fixes."""
    trade = parcels[
        _of_use(parcels, "Industrie- und Gewerbefläche") & parcels["lagebeztxt"].ne("Alte Tuchfabrik")
    ]
    (estate,) = _parts(_closed(trade, 8.0), _largest)
    homes = parcels[_of_use(parcels, *_SETTLED) & shapely.within(parcels.centroid.to_numpy(), _HOMES)]
    (quarter,) = _parts(_closed(homes, _BETWEEN_M), _largest)
    return [
        {"planname": "Gewerbegebiet Am Gleis", "gebietsart": "", "geometry": estate},
        *(
            {
                "planname": "Gewerbegebiet Am Gleis",
                "gebietsart": "GE",
                "grz": 0.8,
                "gfz": 2.4,
                "geometry": part,
            }
            for part in _building_areas(parcels, trade, estate)
        ),
        {"planname": "Wohngebiet Sonnenblick", "gebietsart": "", "geometry": quarter},
        *(
            {
                "planname": "Wohngebiet Sonnenblick",
                "gebietsart": "WA",
                "grz": 0.3,
                "gfz": 0.6,
                "vollgeschosse": 2,
                "geometry": part,
            }
            for part in _building_areas(parcels, homes, quarter)
        ),
    ]


def _of_use(parcels: gpd.GeoDataFrame, *uses: str) -> NDArray[np.bool_]:
    return parcels["tntxt"].str.partition(";")[0].isin(uses).to_numpy()


def _closed(parcels: gpd.GeoDataFrame, reach_m: float) -> Geometry:
    """Unite lots across streets and gaps up to twice the reach."""
    return shapely.union_all(parcels.geometry.to_numpy(), grid_size=0.01).buffer(reach_m).buffer(-reach_m)


def _building_areas(parcels: gpd.GeoDataFrame, lots: gpd.GeoDataFrame, outline: Geometry) -> list[Geometry]:
    """What a plan fixes as building area: the lots, without the streets."""
    streets = shapely.union_all(parcels.geometry.to_numpy()[_of_use(parcels, *_STREETS)], grid_size=0.01)
    inside = shapely.union_all(lots.geometry.to_numpy(), grid_size=0.01).intersection(outline)
    return _parts(inside.difference(streets), lambda areas: areas > 100)


def _largest(areas: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray(areas == areas.max())


def _parts(area: Geometry, wanted: Callable[[NDArray[np.float64]], NDArray[np.bool_]]) -> list[Geometry]:
    parts = shapely.get_parts(area)
    kept = parts[wanted(shapely.area(parts))]
    return sorted(kept, key=lambda part: (part.centroid.x, part.centroid.y))


if __name__ == "__main__":
    main()
