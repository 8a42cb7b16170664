"""The headline of an explanation does not hide what a reader needs most."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hand_made import for_hamlets, street_of_houses

from flurinfill.detection import profiles
from flurinfill.detection.explained import explain_parcel, headline
from flurinfill.detection.measures import measure

PROFILE = for_hamlets(profiles.load("kleinstadt-wohnen"))
STREET = measure(street_of_houses())
SECOND_HOUSE = {
    "rest_spare_m": 4.0,
    "rest_m2": 900.0,
    "rest_rect_width_m": 12.0,
    "rest_rect_depth_m": 16.0,
    "rest_way_m": 4.0,
    "rest_precedents": 0.0,
}


def said(parcel: str, **values: float) -> str:
    row = pd.Series({**STREET.loc[parcel].to_dict(), **values})
    return headline(explain_parcel(parcel, row, [PROFILE]))


def test_a_gap_too_small_for_the_intended_building_says_so() -> None:
    assert said("lot2", house_spare_m=0.5) == "Unbebaut, erschlossen und groß genug"
    assert said("lot2", house_spare_m=-1.5) == (
        "Unbebaut, erschlossen und groß genug; aber das vorgesehene Gebäude passt nicht"
    )
    assert said("lot2", house_spare_m=math.nan) == "Unbebaut, erschlossen und groß genug"


def test_the_one_thing_that_a_second_house_lacks_is_named() -> None:
    assert said("lot1", **SECOND_HOUSE) == (
        "Bebaut; für ein zweites Haus fehlt: Vorbild für ein Haus in zweiter Reihe"
    )
    no_way = {**SECOND_HOUSE, "rest_precedents": 2.0, "rest_way_m": 2.0}
    assert said("lot1", **no_way) == "Bebaut; für ein zweites Haus fehlt: Weg am Haus vorbei"


@pytest.mark.parametrize("values", [{"rest_spare_m": math.nan}, {**SECOND_HOUSE, "rest_way_m": 2.0}])
def test_where_much_is_missing_a_built_parcel_is_just_built(values: dict[str, float]) -> None:
    assert said("lot1", **values) == "Bereits bebaut"
