"""A synthetic cadastre of any size, made in seconds: blocks of lots, each in a holed street parcel.

It looks like a chessboard on purpose: benchmarks need a size, not a town. The grid is turned by 7
degrees so that no edge is parallel to an axis.
"""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from flurinfill.cadastre import tables

CRS = "EPSG:25833"
LOTS_PER_ROW = 10
ROWS_PER_BLOCK = 2
LOTS_PER_BLOCK = LOTS_PER_ROW * ROWS_PER_BLOCK
LOT_WIDTH, LOT_DEPTH, STREET_WIDTH = 20.0, 35.0, 8.0
ORIGIN = (420_000.0, 5_650_000.0)
ANGLE = np.radians(7.0)
EMPTY_EVERY = 12  # every twelfth lot stands empty
NO_GARAGE_EVERY = 3


def make_cadastre(n: int) -> tables.Cadastre:
    """Make a cadastre of about ``n`` parcels with 1.5 buildings each.

    Parameters
    ----------
    n : int
        Wanted number of parcels; street parcels (one per block of 20 lots) are part of it.

    Returns
    -------
    Cadastre
        Lots, holed street parcels, houses, garages, and land use (residential blocks, roads).
    """
    blocks = max(1, round(n / (LOTS_PER_BLOCK + 1)))
    columns = int(np.ceil(np.sqrt(blocks)))
    block = np.arange(blocks)
    left = (block % columns) * (LOTS_PER_ROW * LOT_WIDTH + STREET_WIDTH)
    bottom = (block // columns) * (ROWS_PER_BLOCK * LOT_DEPTH + STREET_WIDTH)
    inner = _boxes(left, bottom, LOTS_PER_ROW * LOT_WIDTH, ROWS_PER_BLOCK * LOT_DEPTH)
    streets = _street_rings(left, bottom)
    lot_left = (left[:, None, None] + np.arange(LOTS_PER_ROW) * LOT_WIDTH).repeat(ROWS_PER_BLOCK, 1).ravel()
    lot_row = np.tile(np.repeat(np.arange(ROWS_PER_BLOCK), LOTS_PER_ROW), blocks)
    lot_bottom = bottom.repeat(LOTS_PER_BLOCK) + lot_row * LOT_DEPTH
    lots = _boxes(lot_left, lot_bottom, LOT_WIDTH, LOT_DEPTH)
    return tables.Cadastre(
        crs=CRS,
        data_state=date(2026, 1, 1),
        source="",
        files=("synthetic",),
        parcels=_parcels(lots, streets),
        buildings=_buildings(lot_left, lot_bottom, lot_row),
        land_use=_land_use(inner, streets),
        ways=tables.empty(tables.WAYS, CRS),
        addresses=tables.empty(tables.ADDRESSES, CRS),
        constraints=tables.empty(tables.CONSTRAINTS, CRS),
        plans=tables.empty(tables.PLANS, CRS),
    )


def _turned(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    cos, sin = np.cos(ANGLE), np.sin(ANGLE)
    return coordinates @ np.array([[cos, sin], [-sin, cos]]) + ORIGIN


def _ring(
    left: NDArray[np.float64], bottom: NDArray[np.float64], width: float, height: float
) -> NDArray[np.float64]:
    x = np.stack([left, left + width, left + width, left], axis=1)
    y = np.stack([bottom, bottom, bottom + height, bottom + height], axis=1)
    return np.stack([x, y], axis=2)


def _boxes(
    left: NDArray[np.float64], bottom: NDArray[np.float64], width: float, height: float
) -> NDArray[np.object_]:
    return shapely.polygons(_turned(_ring(left, bottom, width, height)))


def _street_rings(left: NDArray[np.float64], bottom: NDArray[np.float64]) -> NDArray[np.object_]:
    """One street parcel per block: what surrounds it, with a vertex at every lot corner."""
    width, height = LOTS_PER_ROW * LOT_WIDTH, ROWS_PER_BLOCK * LOT_DEPTH
    half = STREET_WIDTH / 2
    outer = _ring(left - half, bottom - half, width + STREET_WIDTH, height + STREET_WIDTH)
    along = np.arange(LOTS_PER_ROW + 1) * LOT_WIDTH
    up = np.arange(1, ROWS_PER_BLOCK) * LOT_DEPTH
    hole = np.concatenate(
        [
            np.stack([along, np.zeros_like(along)], 1),
            np.stack([np.full_like(up, width), up], 1),
            np.stack([along[::-1], np.full_like(along, height)], 1),
            np.stack([np.zeros_like(up), up[::-1]], 1),
        ]
    )
    holes = np.stack([left, bottom], 1)[:, None, :] + hole
    rings = shapely.linearrings(_turned(holes))
    return shapely.polygons(shapely.linearrings(_turned(outer)), rings[:, None])


def _frame(geometry: NDArray[np.object_], columns: dict[str, str], **values: object) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(pd.DataFrame(values), geometry=geometry, crs=CRS)
    conformed = tables.conform(frame, columns)
    assert isinstance(conformed, gpd.GeoDataFrame)
    return conformed


def _parcels(lots: NDArray[np.object_], streets: NDArray[np.object_]) -> gpd.GeoDataFrame:
    geometry = np.concatenate([lots, streets])
    number = np.arange(1, len(geometry) + 1)
    return _frame(
        geometry,
        dict(tables.PARCELS),
        parcel_id=[f"149999{i // 90_000:03d}{i % 90_000 + 1:05d}______" for i in range(len(geometry))],
        gemarkung_code="149999",
        gemarkung="Rechenhausen",
        number=number.astype(str),
        official_area_m2=np.round(shapely.area(geometry)),
        municipality="Rechenhausen",
    )


def _buildings(
    lot_left: NDArray[np.float64], lot_bottom: NDArray[np.float64], lot_row: NDArray[np.int64]
) -> gpd.GeoDataFrame:
    lot = np.arange(len(lot_left))
    built = lot % EMPTY_EVERY != 0
    garaged = lot % NO_GARAGE_EVERY != 0
    house_y = lot_bottom + np.where(lot_row == 0, 5.0, LOT_DEPTH - 15.0)
    houses = _boxes(lot_left[built] + 4, house_y[built], 10.0, 10.0)
    garages = _boxes(lot_left[garaged] + 16.5, lot_bottom[garaged] + 12, 3.5, 6.0)
    function = np.repeat(["1010", "2463"], [len(houses), len(garages)])
    geometry = np.concatenate([houses, garages])
    return _frame(
        geometry,
        dict(tables.BUILDINGS),
        building_id=[f"B{i}" for i in range(len(geometry))],
        function=function,
    )


def _land_use(inner: NDArray[np.object_], streets: NDArray[np.object_]) -> gpd.GeoDataFrame:
    kind = np.repeat(["residential", "road"], [len(inner), len(streets)])
    code = np.repeat(["41001", "42001"], [len(inner), len(streets)])
    names = [""] * len(inner) + [f"Rasterweg {i + 1}" for i in range(len(streets))]
    return _frame(np.concatenate([inner, streets]), dict(tables.LAND_USE), kind=kind, code=code, name=names)
