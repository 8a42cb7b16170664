"""The free part of a built parcel, and the way past the house."""

import numpy as np
import pytest
import shapely
from shapely.geometry import box

from flurinfill.detection.measures.rest import Rests, rests_of

STREET = shapely.STRtree([box(0, -8, 100, 0)])
NONE = np.empty(0, dtype=object)


def rest(lot: shapely.Polygon, house: shapely.Polygon, minor: np.ndarray = NONE) -> Rests:
    return rests_of(
        np.array([lot], dtype=object),
        np.ones(1, dtype=bool),
        shapely.STRtree([house]),
        shapely.STRtree(minor),
        STREET,
        setback_m=np.array([3.0]),
        sizes_m=np.array([[10.0, 12.0]]),
    )


def test_a_deep_lot_has_room_for_a_second_house() -> None:
    found = rest(box(0, 0, 20, 60), box(3, 5, 13, 15))
    assert (found.width_m[0], found.depth_m[0]) == (14.0, pytest.approx(60 - 15 - 9, abs=0.5))
    assert found.spare_m[0] == pytest.approx(4.0)
    assert found.area_m2[0] == pytest.approx(20 * (60 - 18), rel=0.02)
    assert found.way_m[0] == 6.0  # 7 m between the house and the boundary


@pytest.mark.parametrize(("house", "way"), [(box(0, 5, 17.2, 15), 2.5), (box(0, 5, 20, 15), 0.0)])
def test_a_narrow_way_or_none(house: shapely.Polygon, way: float) -> None:
    found = rest(box(0, 0, 20, 60), house)
    assert found.spare_m[0] > 0
    assert found.way_m[0] == way


def test_a_shallow_lot_has_no_rest() -> None:
    found = rest(box(0, 0, 20, 30), box(3, 5, 13, 15))
    assert found.spare_m[0] < 0
    assert found.way_m[0] == 0.0


def test_a_house_as_far_back_is_a_precedent() -> None:
    lot, house = box(0, 0, 20, 60), box(3, 5, 13, 15)
    rear, front = box(30, 40, 40, 50), box(30, 5, 40, 15)
    counts = [
        rests_of(
            np.array([lot], dtype=object),
            np.ones(1, dtype=bool),
            shapely.STRtree([house, other]),
            shapely.STRtree(NONE),
            STREET,
            setback_m=np.array([3.0]),
            sizes_m=np.array([[10.0, 12.0]]),
        ).precedents[0]
        for other in (rear, front)
    ]
    assert counts == [1.0, 0.0]
    assert rest(lot, house).precedents[0] == 0.0


def test_a_barn_in_the_garden_takes_the_room() -> None:
    shed = np.array([box(4, 30, 16, 46)], dtype=object)
    assert rest(box(0, 0, 20, 60), box(3, 5, 13, 15), shed).spare_m[0] < 0


def test_only_what_was_asked() -> None:
    lots = np.array([box(0, 0, 20, 60)], dtype=object)
    found = rests_of(
        lots,
        np.zeros(1, dtype=bool),
        shapely.STRtree(lots),
        shapely.STRtree(NONE),
        STREET,
        setback_m=np.array([3.0]),
        sizes_m=np.array([[10.0, 12.0]]),
    )
    assert np.isnan(found.area_m2[0])
