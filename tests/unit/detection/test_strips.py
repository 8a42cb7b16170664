"""Ditches and verges with a parcel number, and one parcel that holds streets and tracks."""

import numpy as np
import pytest
import shapely
from hand_made import cadastre, house, rectangle

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.measures import measure
from flurinfill.detection.measures.marks import numbered
from flurinfill.detection.measures.strips import strips


def street_with_ditch(wide_m: float) -> Cadastre:
    """Lots north of a ditch, the street south of it, and a ditch between the lots b and c."""
    return cadastre(
        {
            "a": rectangle(0, 0, 20, 35),
            "b": rectangle(20, 0, 40, 35),
            "c": rectangle(40 + wide_m, 0, 60, 35),
            "between": rectangle(40, 0, 40 + wide_m, 35),
            "ditch": rectangle(0, -wide_m, 60, 0),
            "street": rectangle(0, -wide_m - 8, 60, -wide_m),
        },
        buildings=[house(5, 5), house(46, 5)],
        land_use=[
            {"geometry": rectangle(0, -wide_m - 8, 60, -wide_m), "kind": "road", "name": "Grabenzeile"},
            {"geometry": rectangle(0, -wide_m, 60, 0), "kind": "water"},
            {"geometry": rectangle(40, 0, 40 + wide_m, 35), "kind": "water"},
        ],
    )


def test_a_street_behind_a_ditch_gives_access_and_a_mark() -> None:
    found = measure(street_with_ditch(1.0)).loc["b"]
    assert found["frontage_m"] == pytest.approx(20.0, abs=0.01)
    assert found["frontage_m[street]"] == pytest.approx(20.0, abs=0.01)
    assert (found["access"], found["marks"]) == ("Grabenzeile", "access_over_strip")


def test_a_brook_of_three_metres_is_no_strip() -> None:
    found = measure(street_with_ditch(3.0)).loc["b"]
    assert not found["frontage_m"] > 0
    assert found["marks"] == ""


def test_neighbours_look_at_each_other_across_a_ditch() -> None:
    found = measure(street_with_ditch(1.0))["built_neighbour_share"]
    assert found["b"] == 1.0  # a and c carry houses; the ditch counts for nothing
    assert measure(street_with_ditch(3.0))["built_neighbour_share"]["b"] == pytest.approx(1 / 3)


def test_a_centre_line_is_seen_across_a_strip() -> None:
    plan = cadastre(
        {"lot": rectangle(0, 0, 20, 35), "verge": rectangle(0, -1.5, 20, 0)},
        buildings=[house(100, 5)],
        ways=[{"geometry": shapely.LineString([(-30, -6), (60, -6)]), "name": "Mittelgasse"}],
    )
    found = measure(plan).loc["lot"]
    assert found["frontage_m"] == pytest.approx(20.0, abs=0.01)
    assert (found["access"], found["marks"]) == ("Mittelgasse", "access_over_strip")


def test_what_a_strip_is() -> None:
    ring = rectangle(-1, -1, 101, 101).difference(rectangle(0, 0, 100, 100))
    shapes = [rectangle(0, 0, 3, 6), rectangle(0, 0, 1, 90), ring, rectangle(0, 0, 4.6, 40)]
    assert strips(np.array(shapes, dtype=object)).tolist() == [False, True, True, False]


def test_one_parcel_for_all_streets_and_tracks() -> None:
    """The track is the longer part; a lot on the street is still on a street, and at its name."""
    ways = shapely.union_all([rectangle(0, -6, 20, 0), rectangle(-306, -6, 0, 0)])
    plan = cadastre(
        {"lot": rectangle(0, 0, 20, 35), "field": rectangle(-306, 0, 0, 35), "ways": ways},
        buildings=[house(100, 5)],
        land_use=[
            {"geometry": rectangle(0, -6, 20, 0), "kind": "road", "name": "Erdachter Weg"},
            {"geometry": rectangle(-306, -6, 0, 0), "kind": "way", "name": "Trift"},
        ],
    )
    found = measure(plan)
    assert found["frontage_m[street]"]["lot"] == pytest.approx(20.0, abs=0.01)
    assert found["frontage_m[street]"]["field"] == 0.0
    assert found["frontage_m"]["field"] == pytest.approx(306.0, abs=0.01)
    assert found["access"].tolist()[:2] == ["Erdachter Weg", "Trift"]


def test_house_numbers_without_a_house() -> None:
    texts = ("Langer Weg 3a", "Langer Weg", "Straße des 1. April", "Langer Weg 5; Querweg 2", "Weg 9")
    lots = {
        f"lot{at}": {"geometry": rectangle(20 * at, 0, 20 * at + 20, 35), "address_text": text}
        for at, text in enumerate(texts)
    }
    plan = cadastre(lots, buildings=[house(85, 5)])
    assert numbered(plan).tolist() == [True, False, False, True, True]
    marked = measure(plan)["marks"].eq("address_without_building")
    assert marked.tolist() == [True, False, False, True, False]
