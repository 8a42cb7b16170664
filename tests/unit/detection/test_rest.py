"""The free part of a built parcel, the way past the house, and the houses that stand as far back."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest
import shapely
from hand_made import cadastre, house, rectangle

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.measures import measure

STREET = rectangle(0, -8, 100, 0)
DEEP = rectangle(0, 0, 20, 60)


def plan(
    lot: shapely.Polygon, *buildings: Mapping[str, object], more: Sequence[shapely.Polygon] = ()
) -> Cadastre:
    parcels = {"lot": lot, "street": STREET, **{f"other{n}": each for n, each in enumerate(more)}}
    return cadastre(parcels, buildings=buildings, land_use=[{"geometry": STREET, "kind": "road"}])


def rest(lot: shapely.Polygon, *buildings: Mapping[str, object]) -> pd.Series:
    return measure(plan(lot, *buildings)).loc["lot"]


def test_a_deep_lot_has_room_for_a_second_house() -> None:
    found = rest(DEEP, house(3, 5))
    assert found["rest_rect_width_m"] == pytest.approx(14.0)
    assert found["rest_rect_depth_m"] == pytest.approx(60 - 15 - 9, abs=0.01)
    assert found["rest_spare_m"] == pytest.approx(4.0)
    assert found["rest_m2"] == pytest.approx(20 * (60 - 18), rel=0.02)
    assert found["rest_way_m"] == 6.0  # 7 m between the house and the boundary


@pytest.mark.parametrize(("width", "way"), [(17.2, 2.5), (16.9, 3.0), (17.15, 2.5), (20.0, 0.0)])
def test_a_narrow_way_or_none(width: float, way: float) -> None:
    found = rest(DEEP, house(0, 5, width, 10))
    assert found["rest_spare_m"] > 0
    assert found["rest_way_m"] == way


@pytest.mark.parametrize("angle", [0, 10, 33, 45, 71, 90, 170])
def test_a_way_is_as_wide_however_it_lies(angle: float) -> None:
    """Three metres and five centimetres beside the house, in a town turned by some degrees."""
    straight = plan(DEEP, house(0, 5, 16.95, 10))

    def turned(table):
        return table.set_geometry(table.geometry.rotate(angle, origin=(480_000, 5_690_000)))

    tables = {name: turned(getattr(straight, name)) for name in ("parcels", "buildings", "land_use")}
    assert measure(dataclasses.replace(straight, **tables)).loc["lot", "rest_way_m"] == 3.0


def test_a_shallow_lot_has_no_rest() -> None:
    found = rest(rectangle(0, 0, 20, 32), house(3, 5))
    assert found["rest_spare_m"] < 0
    assert np.isnan(found["rest_way_m"])
    assert np.isnan(found["rest_precedents"])


def test_nobody_asks_for_a_way_to_a_rest_that_is_no_plot() -> None:
    """20 × 16.9 m behind the house: a house fits, and no profile calls that a plot."""
    found = rest(rectangle(0, 0, 20, 34.9), house(3, 5))
    assert found["rest_spare_m"] >= 0
    assert found["rest_m2"] == pytest.approx(20 * 16.9, rel=0.02)
    assert np.isnan(found["rest_way_m"])


@pytest.mark.parametrize(("bottom", "count"), [(40, 1.0), (5, 0.0)])
def test_a_house_as_far_back_is_a_precedent(bottom: float, count: float) -> None:
    beside = plan(DEEP, house(3, 5), house(30, bottom), more=[rectangle(25, 0, 45, 60)])
    assert measure(beside).loc["lot", "rest_precedents"] == count


def test_the_own_house_is_no_precedent() -> None:
    assert rest(rectangle(0, 0, 40, 60), house(3, 30))["rest_precedents"] == 0.0


def test_a_barn_in_the_garden_takes_the_room() -> None:
    barn = {"geometry": rectangle(4, 30, 16, 46), "function": "2723"}
    assert rest(DEEP, house(3, 5), barn)["rest_spare_m"] < 0


def test_a_wall_of_the_neighbour_across_the_boundary_is_no_house() -> None:
    """Five centimetres of the neighbour's house do not keep a new one 6 m away."""
    beside = plan(DEEP, house(3, 5), house(19.95, 30), more=[rectangle(20, 0, 45, 60)])
    assert measure(beside).loc["lot", "rest_rect_width_m"] == pytest.approx(14.0, abs=0.1)


def test_the_part_that_a_way_leads_to_is_taken() -> None:
    """The larger part lies behind a house from side to side; the smaller one is at the street."""
    lot = rectangle(0, 0, 24, 90)
    found = rest(lot, house(0, 30, 24, 10))
    assert found["rest_way_m"] == 8.0
    assert found["rest_m2"] == pytest.approx(24 * 27, rel=0.02)


def test_only_where_it_can_matter() -> None:
    assert np.isnan(rest(rectangle(0, 0, 20, 29), house(3, 5))["rest_m2"])


def test_the_free_part_counts_from_where_the_house_may_stand_nearest_to_the_street() -> None:
    """In the middle of a free part of 80 m it would stand 48 m back, at its nearest edge 21 m."""
    deep, other = rectangle(0, 0, 20, 100), rectangle(25, 0, 45, 60)
    neighbour = house(30, 20)
    found = measure(plan(deep, house(3, 5), neighbour, more=[other])).loc["lot"]
    assert found["rest_rect_depth_m"] == pytest.approx(100 - 15 - 9, abs=0.01)
    assert found["rest_precedents"] == 1.0


def test_a_neck_too_narrow_for_the_house_is_not_where_it_stands() -> None:
    """Beside the house 8 m of land reach the street; a house of 10 m stands behind it all the same."""
    wide = rectangle(0, 0, 30, 60)
    beside = plan(wide, house(3, 5), house(45, 5), more=[rectangle(40, 0, 60, 60)])
    assert measure(beside).loc["lot", "rest_precedents"] == 0.0
