"""Input that nobody drew on purpose still gets a result, and in reasonable time."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
import shapely
from hand_made import cadastre, house, rectangle, street_of_houses

from flurinfill.detection import profiles
from flurinfill.detection.measures import measure
from flurinfill.detection.rules import judge

PROFILE = profiles.builtin()[0]


def judged(plan) -> tuple[pd.DataFrame, pd.DataFrame]:
    frame = measure(plan)
    found = judge(frame, PROFILE)
    assert found["reason"].ne("").all()
    return frame, found


def test_a_parcel_of_a_square_centimetre_and_one_of_a_hundred_square_kilometres() -> None:
    plan = cadastre(
        {
            "crumb": rectangle(0, 0, 0.01, 0.01),
            "lot": rectangle(0.01, 0, 20, 35),
            "forest": rectangle(20, 0, 10_020, 10_000),
        },
        buildings=[house(5, 5), house(9_000, 9_000)],
    )
    frame, found = judged(plan)
    assert frame.loc["crumb", "area_m2"] == pytest.approx(1e-4, rel=1e-3)
    assert frame.loc["forest", "area_m2"] == pytest.approx(1e8)
    assert frame.loc["forest", "inscribed_width_m"] == pytest.approx(10_000, abs=1.0)
    assert found["potential"].tolist()[0] == "none"


def test_a_building_across_forty_parcels() -> None:
    lots = {f"lot{i}": rectangle(5 * i, 0, 5 * i + 5, 35) for i in range(40)}
    frame, _ = judged(cadastre(lots, buildings=[house(0, 10, 200, 12)]))
    assert frame["main_built_m2"].tolist() == pytest.approx([60.0] * 40)


def test_ten_thousand_vertices() -> None:
    angle = np.linspace(0, 2 * np.pi, 10_000, endpoint=False)
    reach = 80 + 5 * np.sin(40 * angle)
    star = shapely.Polygon(np.c_[reach * np.cos(angle), reach * np.sin(angle)])
    plan = cadastre(
        {"star": star, "lot": rectangle(100, 0, 120, 35)}, buildings=[house(-5, -5), house(103, 5)]
    )
    frame, _ = judged(plan)
    assert frame.loc["star", "area_m2"] == pytest.approx(star.area)
    assert frame.loc["star", "main_built_m2"] == pytest.approx(100.0)
    assert frame.loc["star", "inscribed_width_m"] == pytest.approx(150.6, abs=1.0)


def test_three_identical_layers_count_once() -> None:
    once = street_of_houses()
    thrice = dataclasses.replace(
        once,
        land_use=pd.concat([once.land_use] * 3, ignore_index=True),
        buildings=pd.concat([once.buildings] * 3, ignore_index=True),
    )
    first, second = measure(once), measure(thrice)
    numbers = [name for name in first.select_dtypes("number") if name != "cluster_buildings"]
    np.testing.assert_allclose(first[numbers], second[numbers], atol=1e-6)


@pytest.mark.xfail(reason="clusters count a building once per layer that holds it")
def test_three_identical_layers_do_not_make_a_village() -> None:
    once = street_of_houses()
    thrice = dataclasses.replace(once, buildings=pd.concat([once.buildings] * 3, ignore_index=True))
    assert measure(thrice)["cluster_buildings"].tolist() == measure(once)["cluster_buildings"].tolist()


def test_two_parcels_in_the_same_place() -> None:
    plan = cadastre(
        {"one": rectangle(0, 0, 20, 35), "twin": rectangle(0, 0, 20, 35)}, buildings=[house(5, 5)]
    )
    frame, _ = judged(plan)
    assert frame["main_built_m2"].tolist() == pytest.approx([100.0, 100.0])
