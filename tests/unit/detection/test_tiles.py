"""Measures and verdicts do not depend on how a town is cut into tiles, or who works on them."""

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from quarter import quarter

from flurinfill.cadastre.mapping import LayerMapping, LayerRef
from flurinfill.cadastre.reading import read
from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.measures import measure
from flurinfill.detection.rules import judge
from flurinfill.detection.tiles import Town, morton_order, tile_size

PROFILE = profiles.load(profiles.DEFAULT)
TOWN = Path(__file__).parents[3] / "sample_data" / "town.nas.xml.gz"


@pytest.fixture(scope="module")
def sample() -> Cadastre:
    return quarter(read([TOWN], with_owners=True))


@pytest.fixture
def gennes(realdata: Path) -> Cadastre:
    folder = realdata / "gennes-fr"
    mapping = LayerMapping(
        parcels=LayerRef(folder / "parcel.gpkg"),
        buildings=LayerRef(folder / "building.gpkg"),
        roads=LayerRef(folder / "road.gpkg"),
    )
    return read([], mapping=mapping, with_owners=False)


def assert_same(first: pd.DataFrame, second: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(first, second, check_exact=False, rtol=0.0, atol=1e-6)
    pd.testing.assert_frame_equal(judge(first, PROFILE), judge(second, PROFILE))


@pytest.mark.parametrize(("tiles", "threads"), [(3, 1), (16, 1), (16, 3)])
@pytest.mark.parametrize("name", ["sample", "gennes"])
def test_any_number_of_tiles(name: str, tiles: int, threads: int, request: pytest.FixtureRequest) -> None:
    cadastre = request.getfixturevalue(name)
    size = -(-len(cadastre.parcels) // tiles)
    assert len(Town(cadastre, size).tiles) == tiles
    whole = measure(cadastre, tile_parcels=len(cadastre.parcels))
    assert_same(whole, measure(cadastre, tile_parcels=size, threads=threads))


def test_land_use_from_texts_in_tiles_that_lack_a_kind(sample: Cadastre) -> None:
    texts = np.full(len(sample.parcels), "Wohnbaufläche; 500|Weg; 20", dtype=object)
    texts[::3] = "Landwirtschaft; 900"
    texts[:40] = ""
    plan = dataclasses.replace(
        sample, land_use=sample.land_use.iloc[:0], parcels=sample.parcels.assign(land_use_text=texts)
    )
    whole = measure(plan)
    assert whole.filter(like="land_use_share").iloc[:40].isna().all(axis=None)
    assert_same(whole, measure(plan, tile_parcels=60))


def test_tiles_hold_every_parcel_once(sample: Cadastre) -> None:
    town = Town(sample, 100)
    assert sorted(np.concatenate(town.tiles)) == list(range(len(sample.parcels)))
    assert max(town.sizes) <= 100


@pytest.mark.parametrize(
    ("parcels", "cores", "size"),
    [(6_158, 2, 3_079), (9_999, 2, 5_000), (100_000, 2, 10_000), (1_500, 8, 1_000), (1, 2, 1_000)],
)
def test_a_small_town_has_a_tile_for_each_core(parcels: int, cores: int, size: int) -> None:
    assert tile_size(parcels, cores) == size


def test_the_curve_visits_quarter_after_quarter() -> None:
    squares = shapely.box(
        *np.array([(x, y, x + 1, y + 1) for y in (0, 10, 20, 30) for x in (0, 10, 20, 30)]).T
    )
    quarter = [
        tuple(corner) for corner in (shapely.bounds(squares)[morton_order(squares)][:, :2] // 16).astype(int)
    ]
    assert quarter == sorted(quarter, key=lambda each: (each[1], each[0]))


def test_tiles_carry_no_owners(sample: Cadastre) -> None:
    seen = Town(sample).inside(0).cadastre
    assert sample.ownerships is not None
    assert seen.owners is None
    assert seen.ownerships is None
    assert not len(seen.addresses)
