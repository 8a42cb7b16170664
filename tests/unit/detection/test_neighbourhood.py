"""What lies around a site: a row of parcels on a street, a wood behind them."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from flurinfill.cadastre import tables
from flurinfill.detection.neighbourhood import Neighbourhoods, neighbourhoods
from flurinfill.model.potential import LandUse

CRS = "EPSG:25833"


def _conformed(frame: pd.DataFrame, columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(tables.conform(frame, columns))


@pytest.fixture(scope="module")
def town() -> tables.Cadastre:
    """Eight parcels of 20 × 40 m in a row, a house on all but the third; the street lies south of them."""
    lots = [box(20.0 * at, 0, 20.0 * at + 20, 40) for at in range(8)]
    street, wood = box(-50, -10, 250, 0), box(-50, 340, 250, 400)
    parcels = gpd.GeoDataFrame(
        {
            "parcel_id": [f"p{at}" for at in range(9)],
            "gemarkung": "Neuhain",
            "district": ["Unterhain"] * 8 + [""],
            "number": [str(at) for at in range(9)],
        },
        geometry=[*lots, street],
        crs=CRS,
    )
    houses = [box(lot.bounds[0] + 5, 10, lot.bounds[0] + 15, 22) for at, lot in enumerate(lots) if at != 2]
    shed = box(45, 30, 48, 33)
    buildings = gpd.GeoDataFrame({"function": ["1000"] * 7 + ["2723"]}, geometry=[*houses, shed], crs=CRS)
    land = gpd.GeoDataFrame(
        {"kind": ["residential", "road", "forest"], "name": ["", "Lindenweg", ""]},
        geometry=[box(0, 0, 160, 40), street, wood],
        crs=CRS,
    )
    empty = {
        name: tables.empty(getattr(tables, name.upper()), CRS)
        for name in ("ways", "addresses", "constraints", "plans")
    }
    return tables.Cadastre(
        crs=CRS,
        data_state=None,
        source="",
        files=(),
        parcels=_conformed(parcels, tables.PARCELS),
        buildings=_conformed(buildings, tables.BUILDINGS),
        land_use=_conformed(land, tables.LAND_USE),
        **empty,
    )


def test_neighbours_ways_buildings_and_uses_are_told(town: tables.Cadastre) -> None:
    (found,) = neighbourhoods(town, [town.parcels.geometry[2]], ["Unterhain"])
    assert (found.neighbours, found.built) == (2, 2)
    assert found.ways == ("Lindenweg",)
    assert found.footprint_m2 == pytest.approx(120.0)
    assert found.buildings == 7  # the shed on the site is no main building
    assert [use for use, _ in found.uses] == [LandUse.RESIDENTIAL]
    assert dict(found.nearest) == {LandUse.FOREST: pytest.approx(300.0)}


def test_the_centre_is_the_weighted_middle_of_the_main_buildings(town: tables.Cadastre) -> None:
    centre_x = (10 + 30 + 70 + 90 + 110 + 130 + 150) / 7
    found = Neighbourhoods(town).around(town.parcels.geometry[2], "Unterhain")
    assert found.centre_m == pytest.approx(centre_x - 60)
    assert Neighbourhoods(town).around(town.parcels.geometry[2], "Oberhain").centre_m is None


def test_a_place_without_anything_around_has_nothing_to_tell(town: tables.Cadastre) -> None:
    found = Neighbourhoods(town).around(box(9000, 9000, 9020, 9020), "Unterhain")
    assert (found.neighbours, found.built, found.buildings, found.ways) == (0, 0, 0, ())
    assert found.footprint_m2 is None
    assert (found.uses, found.nearest) == ((), ())
