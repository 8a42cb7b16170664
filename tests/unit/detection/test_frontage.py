"""Frontage and neighbours on hand-made cases, beside a reference by plain shapely."""

import numpy as np
import pytest
import shapely
from hand_made import cadastre, house, rectangle

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.measures import measure

HOUSE = [house(3, 25)]


def road(*corners: float) -> dict[str, object]:
    return {"geometry": rectangle(*corners), "kind": "road", "code": "42001", "name": "Erdachter Weg"}


def reference(parcels: Cadastre, lot: str, street: str) -> float:
    """Shared boundary by overlay: exact where the drawings agree to the millimetre."""
    by_name = dict(zip(parcels.parcels["parcel_id"], parcels.parcels.geometry, strict=True))
    return float(shapely.length(shapely.intersection(by_name[lot].boundary, by_name[street].boundary)))


def test_shared_edge() -> None:
    plan = cadastre(
        {"lot": rectangle(0, 0, 20, 35), "street": rectangle(0, -8, 20, 0)},
        buildings=HOUSE,
        land_use=[road(0, -8, 20, 0)],
    )
    row = measure(plan).loc["lot"]
    assert row["frontage_m"] == pytest.approx(20.0, abs=0.01) == reference(plan, "lot", "street")
    assert row["access"] == "Erdachter Weg"
    assert row["access_state"] == "judged"


def test_t_junctions_on_both_sides_leave_no_stubs() -> None:
    """The street's edge runs past three lots, and a lot's edge past two street parcels."""
    plan = cadastre(
        {
            "a": rectangle(0, 0, 20, 35),
            "b": rectangle(20, 0, 45, 35),
            "c": rectangle(45, 0, 60, 35),
            "west": rectangle(-10, -8, 30, 0),
            "east": rectangle(30, -8, 70, 0),
        },
        buildings=HOUSE,
        land_use=[road(-10, -8, 70, 0)],
    )
    found = measure(plan)["frontage_m"]
    for lot, expected in (("a", 20.0), ("b", 25.0), ("c", 15.0)):
        assert found[lot] == pytest.approx(expected, abs=0.01)
        both = reference(plan, lot, "west") + reference(plan, lot, "east")
        assert found[lot] == pytest.approx(both, abs=0.01)


def test_a_lot_that_meets_the_street_in_a_corner_has_no_frontage() -> None:
    plan = cadastre(
        {
            "lot": rectangle(20, 0, 40, 35),
            "street": rectangle(0, -8, 20, 0),
            "other": rectangle(0, 0, 20, 35),
        },
        buildings=HOUSE,
        land_use=[road(0, -8, 20, 0)],
    )
    found = measure(plan)
    assert found.loc["other", "frontage_m"] == pytest.approx(20.0, abs=0.01)
    assert not found.loc["lot", "frontage_m"] > 0


@pytest.mark.parametrize("gap", [0.02, 0.3, 0.45])
def test_drawings_that_differ_by_centimetres(gap: float) -> None:
    plan = cadastre(
        {"lot": rectangle(0, gap, 20, 35), "street": rectangle(-5, -8, 25, 0)},
        buildings=HOUSE,
        land_use=[road(-5, -8, 25, 0)],
    )
    assert measure(plan).loc["lot", "frontage_m"] == pytest.approx(20.0, abs=0.01)


def test_beyond_the_tolerance_there_is_no_contact() -> None:
    plan = cadastre(
        {"lot": rectangle(0, 0.6, 20, 35), "street": rectangle(0, -8, 20, 0)},
        buildings=HOUSE,
        land_use=[road(0, -8, 20, 0)],
    )
    assert np.isnan(measure(plan).loc["lot", "frontage_m"])
    assert measure(plan).loc["lot", "access_state"] == "facing_gap"


def test_corner_lot_counts_both_streets_and_names_the_longer() -> None:
    plan = cadastre(
        {
            "lot": rectangle(0, 0, 20, 35),
            "south": rectangle(0, -8, 20, 0),
            "west": rectangle(-8, 0, 0, 35),
        },
        buildings=HOUSE,
        land_use=[road(0, -8, 20, 0), {**road(-8, 0, 0, 35), "name": "Lange Ausdenkstraße"}],
    )
    row = measure(plan).loc["lot"]
    assert row["frontage_m"] == pytest.approx(55.0, abs=0.01)
    assert row["access"] == "Lange Ausdenkstraße"


def test_a_holed_street_parcel_and_a_parcel_of_two_parts() -> None:
    ring = rectangle(-8, -8, 48, 43).difference(rectangle(0, 0, 40, 35))
    two = shapely.MultiPolygon([rectangle(0, 0, 20, 35), rectangle(100, 0, 120, 35)])
    plan = cadastre(
        {"two": two, "east": rectangle(20, 0, 40, 35), "street": ring},
        buildings=[house(25, 5)],
        land_use=[{**road(0, 0, 1, 1), "geometry": ring}],
    )
    found = measure(plan)
    assert found.loc["two", "frontage_m"] == pytest.approx(75.0, abs=0.01)
    assert found.loc["east", "frontage_m"] == pytest.approx(75.0, abs=0.01)
    assert found.loc["two", "inscribed_width_m"] == pytest.approx(20.0, abs=0.1)


def test_way_area_that_is_no_parcel_of_its_own() -> None:
    """The street runs over a large field; only land use tells where."""
    plan = cadastre(
        {"lot": rectangle(0, 0, 20, 35), "field": rectangle(-200, -200, 200, 0)},
        buildings=HOUSE,
        land_use=[road(-200, -6, 200, 0)],
    )
    found = measure(plan)
    assert found.loc["lot", "frontage_m"] == pytest.approx(20.0, abs=0.01)
    assert found.loc["field", "frontage_m"] == 0.0 or found.loc["field", "access_state"] == "facing_gap"


def test_open_space_without_a_known_way_cannot_be_judged() -> None:
    """Two rows of lots, the street between them is no parcel; somewhere else a way is known."""
    plan = cadastre(
        {
            "south": rectangle(0, -43, 20, -8),
            "north": rectangle(0, 0, 20, 35),
            "behind": rectangle(0, 35, 20, 70),
            "path": rectangle(0, 70, 20, 74),
        },
        buildings=HOUSE,
        land_use=[road(0, 70, 20, 74)],
    )
    found = measure(plan)
    assert found.loc["north", "access_state"] == "facing_gap"
    assert np.isnan(found.loc["north", "frontage_m"])
    assert found.loc["behind", "access_state"] == "judged"


def test_centre_line_gives_frontage_across_open_space_only() -> None:
    line = {"geometry": shapely.LineString([(-30, -4), (60, -4)]), "name": "Mittelgasse", "kind": "road"}
    plan = cadastre(
        {
            "south": rectangle(0, -43, 20, -8),
            "north": rectangle(0, 0, 20, 35),
            "behind": rectangle(0, 35, 20, 70),
        },
        buildings=HOUSE,
        ways=[line],
    )
    found = measure(plan)
    assert found.loc["north", "frontage_m"] == pytest.approx(20.0, abs=0.01)
    assert found.loc["south", "frontage_m"] == pytest.approx(20.0, abs=0.01)
    assert found.loc["north", "access"] == "Mittelgasse"
    assert found.loc["behind", "access_state"] == "facing_gap"


def test_no_sight_of_a_centre_line_through_another_parcel() -> None:
    line = {"geometry": shapely.LineString([(-30, -9), (60, -9)]), "name": "", "kind": "road"}
    plan = cadastre(
        {"lot": rectangle(0, 0, 20, 35), "strip": rectangle(-5, -6, 25, -2)}, buildings=HOUSE, ways=[line]
    )
    found = measure(plan)
    assert not found.loc["lot", "frontage_m"] > 0
    assert found.loc["strip", "frontage_m"] == pytest.approx(30.0, abs=0.01)


def test_street_parcel_known_from_its_centre_line() -> None:
    line = {"geometry": shapely.LineString([(-50, -4), (70, -4)]), "name": "", "kind": "road"}
    plan = cadastre(
        {"lot": rectangle(0, 0, 20, 35), "street": rectangle(-50, -8, 70, 0)}, buildings=HOUSE, ways=[line]
    )
    found = measure(plan)
    assert found.loc["street", "dominant_use"] == "road"
    assert found.loc["lot", "frontage_m"] == pytest.approx(20.0, abs=0.01)


def test_nothing_known_about_ways() -> None:
    plan = cadastre(
        {
            "inner": rectangle(0, 0, 20, 35),
            "ring": rectangle(-9, -9, 30, 44).difference(rectangle(0, 0, 20, 35)),
        },
        buildings=HOUSE,
    )
    found = measure(plan)
    assert found.loc["inner", "access_state"] == "unknown"
    assert np.isnan(found.loc["inner", "frontage_m"])
    assert found.loc["ring", "access_state"] == "facing_gap"


def test_ways_known_from_the_text_of_the_parcels() -> None:
    plan = cadastre(
        {
            "lot": {"geometry": rectangle(0, 0, 20, 35), "land_use_text": "Wohnbaufläche; 700"},
            "street": {"geometry": rectangle(0, -8, 20, 0), "land_use_text": "Weg; 150|Wohnbaufläche; 10"},
        },
        buildings=HOUSE,
    )
    found = measure(plan)
    assert found.loc["lot", "frontage_m"] == pytest.approx(20.0, abs=0.01)
    assert found.loc["street", "land_use_share[way]"] == pytest.approx(150 / 160)
