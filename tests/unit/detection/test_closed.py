"""Gaps in closed rows: no setback towards the houses on the boundary and the street, but elsewhere."""

import numpy as np
import pytest
from hand_made import cadastre, house, rectangle

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.building_room import RoomKind, building_room
from flurinfill.detection.measures import measure
from flurinfill.model.potential import Use

SIZE = (6.0, 12.0)
SIZES = dict.fromkeys(Use, SIZE)


def row(*, left: bool = True, right: bool = True, away: float = 0.0, behind: float = 30.0) -> Cadastre:
    """A street, and north of it a gap of 7 × 30 m between two lots with houses wall to wall.

    The lot in the west ends ``behind`` the street, and the houses stand ``away`` from the gap.
    """
    parcels = {
        "gap": rectangle(0, 0, 7, 30),
        "west": rectangle(-10, 0, 0, behind),
        "east": rectangle(7, 0, 17, 30),
        "garden": rectangle(-10, 30, 17, 50),
        "street": rectangle(-40, -8, 47, 0),
    }
    if behind < 30:
        parcels["allotment"] = rectangle(-10, behind, 0, 30)
    houses = [house(-10 - away, 0, 10, 12)] * left + [house(7 + away, 0, 10, 12)] * right
    return cadastre(
        parcels,
        buildings=[*houses, house(-40, 10), house(37, 10)],
        land_use=[
            {"geometry": rectangle(-40, -8, 47, 0), "kind": "road"},
            {"geometry": rectangle(-10, 0, 17, 50), "kind": "residential"},
        ],
    )


def test_a_gap_of_seven_metres_takes_a_house_of_seven_metres() -> None:
    found = measure(row(), sizes_m=SIZES).loc["gap"]
    assert found["envelope_rect_width_m"] == pytest.approx(7.0, abs=0.01)
    assert found["envelope_rect_depth_m"] == pytest.approx(27.0, abs=0.01)
    assert found["house_spare_m"] == pytest.approx(1.0, abs=0.01)
    assert found["envelope_m2"] == pytest.approx(7 * 27, abs=1e-6)


@pytest.mark.parametrize(("left", "right"), [(True, False), (False, True)])
def test_one_house_on_the_boundary_makes_no_row(left: bool, right: bool) -> None:
    found = measure(row(left=left, right=right), sizes_m=SIZES).loc["gap"]
    assert found["envelope_m2"] == pytest.approx(1 * 24)
    assert found["house_spare_m"] == pytest.approx(1 - 6)


@pytest.mark.parametrize(("away", "spare"), [(0.5, 1.0), (1.0, -5.0)])
def test_up_to_half_a_metre_a_house_stands_on_the_boundary(away: float, spare: float) -> None:
    assert measure(row(away=away), sizes_m=SIZES).loc["gap", "house_spare_m"] == pytest.approx(
        spare, abs=0.01
    )


def test_the_setback_counts_towards_all_others() -> None:
    """Behind the house in the west lies somebody else's allotment: from there it is 3 m."""
    found = measure(row(behind=15.0), sizes_m=SIZES).loc["gap"]
    assert found["envelope_m2"] == pytest.approx(7 * 27 - 3 * 12 - 9 * np.pi / 4, abs=0.1)
    assert found["envelope_rect_width_m"] == pytest.approx(4.0, abs=0.01)
    assert found["envelope_rect_depth_m"] == pytest.approx(27.0, abs=0.01)


def test_a_wider_setback_of_a_profile() -> None:
    found = measure(row(), sizes_m=SIZES, setbacks_m=dict.fromkeys(Use, 5.0)).loc["gap"]
    assert found["envelope_m2"] == pytest.approx(7 * 25, abs=1e-6)


def test_the_room_is_drawn_to_the_walls() -> None:
    plan = row()
    frame = measure(plan, sizes_m=SIZES).loc["gap"]
    found = building_room(plan, "gap", setback_m=3.0, size_m=SIZE)
    assert found is not None
    assert found.kind is RoomKind.CLOSED
    assert found.envelope.area == pytest.approx(frame["envelope_m2"])
    assert found.spare_m == frame["house_spare_m"]
    assert found.envelope.buffer(0.01).contains(found.largest)
    assert found.building is not None
    assert found.building.area == pytest.approx(72.0)
    assert found.envelope.buffer(0.01).contains(found.building)


def test_a_corner_lot_in_a_row_has_two_streets() -> None:
    front, side = rectangle(-40, -8, 7, 0), rectangle(7, -8, 15, 60)
    plan = cadastre(
        {
            "gap": rectangle(0, 0, 7, 30),
            "west": rectangle(-10, 0, 0, 30),
            "north": rectangle(0, 30, 7, 45),
            "street": front,
            "side": side,
        },
        buildings=[house(-10, 0, 10, 12), house(0, 30, 7, 10)],
        land_use=[{"geometry": front, "kind": "road"}, {"geometry": side, "kind": "road"}],
    )
    assert measure(plan, sizes_m=SIZES).loc["gap", "envelope_m2"] == pytest.approx(7 * 30, abs=1e-6)
