"""Main and minor buildings: function and size."""

import pytest
from hand_made import rectangle, table

from flurinfill.cadastre import tables
from flurinfill.detection.building_use import Treatment, treatments


@pytest.mark.parametrize(
    ("function", "side", "more", "expected"),
    [
        ("1010", 3.0, {}, Treatment.MAIN),  # a small dwelling stays a dwelling
        ("1313", 9.0, {}, Treatment.MINOR),
        ("2463", 20.0, {}, Treatment.MINOR),  # a row of garages
        ("2460", 6.0, {}, Treatment.MINOR),
        ("2460", 20.0, {}, Treatment.MAIN),
        ("2461", 6.0, {}, Treatment.MAIN),  # Parkhaus
        ("2462", 6.0, {}, Treatment.MAIN),  # Parkdeck
        ("2000", 5.0, {}, Treatment.MINOR),  # a shed that Saxony calls "Wirtschaft oder Gewerbe"
        ("2000", 12.0, {}, Treatment.MAIN),
        ("2513", 5.0, {}, Treatment.MINOR),
        ("9998", 5.0, {}, Treatment.MINOR),
        ("31001_1010", 10.0, {}, Treatment.MAIN),
        ("31001_2463", 10.0, {}, Treatment.MINOR),
        ("", 5.0, {}, Treatment.MINOR),  # unknown function: the size decides
        ("", 6.0, {}, Treatment.MAIN),
        ("", 9.0, {"function_text": "Carport"}, Treatment.MINOR),
        ("", 5.0, {"function_text": "Wohnhaus"}, Treatment.MAIN),
        ("2465", 20.0, {}, Treatment.ABSENT),
        ("1010", 10.0, {"below_ground": True}, Treatment.ABSENT),
        ("1010", 10.0, {"state": "2200"}, Treatment.ABSENT),
        ("1010", 10.0, {"state": "3000"}, Treatment.ABSENT),
        ("1010", 10.0, {"state": "4000"}, Treatment.MAIN),
        ("1010", 10.0, {"state": "2100"}, Treatment.MAIN),
    ],
)
def test_function_and_size_decide(
    function: str, side: float, more: dict[str, object], expected: Treatment
) -> None:
    row = {"geometry": rectangle(0, 0, side, side), "function": function, **more}
    assert treatments(table(tables.BUILDINGS, [row]))[0] == expected
