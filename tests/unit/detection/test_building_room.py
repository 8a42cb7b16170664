"""The shapes that are drawn for one parcel belong to its figures."""

import pandas as pd
import pytest
import shapely
from hand_made import cadastre, house, rectangle, street_of_houses

from flurinfill.detection.building_room import BuildingRoom, RoomKind, building_room
from flurinfill.detection.measures import measure

SIZE = (10.0, 12.0)


def assert_belongs(found: BuildingRoom, row: pd.Series, family: str, spare: str) -> None:
    assert found.width_m == pytest.approx(row[f"{family}_rect_width_m"], abs=0.5)
    assert found.depth_m == pytest.approx(row[f"{family}_rect_depth_m"], abs=0.5)
    assert found.spare_m == pytest.approx(row[spare], abs=0.5)
    assert found.largest.area == pytest.approx(found.width_m * found.depth_m)
    assert found.envelope.buffer(0.01).contains(found.largest)
    if found.building is not None:
        assert found.building.area == pytest.approx(SIZE[0] * SIZE[1])
        assert found.envelope.buffer(0.01).contains(found.building)


def test_a_vacant_parcel() -> None:
    plan = street_of_houses()
    frame = measure(plan)
    found = building_room(plan, "lot2", setback_m=3.0, size_m=SIZE)
    assert found is not None
    assert (found.kind, found.plot) == (RoomKind.VACANT, None)
    assert found.envelope.area == pytest.approx(14 * 29)
    assert_belongs(found, frame.loc["lot2"], "envelope", "house_spare_m")


def test_the_free_part_of_a_built_one() -> None:
    plan = cadastre(
        {"deep": rectangle(0, 0, 24, 60), "street": rectangle(0, -8, 100, 0)},
        buildings=[house(3, 5)],
        land_use=[{"geometry": rectangle(0, -8, 100, 0), "kind": "road"}],
    )
    frame = measure(plan)
    found = building_room(plan, "deep", setback_m=3.0, size_m=SIZE)
    assert found is not None
    assert found.kind is RoomKind.REST
    assert found.plot is not None
    assert found.plot.area == pytest.approx(frame.loc["deep", "rest_m2"], abs=1.0)
    assert shapely.distance(found.building, plan.buildings.geometry.iloc[0]) >= 6.0 - 0.01
    assert_belongs(found, frame.loc["deep"], "rest", "rest_spare_m")


def test_nothing_is_left() -> None:
    plan = cadastre({"strip": rectangle(0, 0, 5, 60)}, buildings=[house(20, 5)])
    assert building_room(plan, "strip", setback_m=3.0, size_m=SIZE) is None
    with pytest.raises(KeyError):
        building_room(plan, "elsewhere", setback_m=3.0, size_m=SIZE)
