"""Coordinates at the frame and the little map of the town."""

from __future__ import annotations

import re

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from flurinfill.cartography.grid import grid_marks, lines, spacing
from flurinfill.cartography.inset import inset_card, inset_svg, town_shape
from flurinfill.cartography.svg import MapLayer, map_svg


@given(st.integers(100, 100_000))
def test_lines_are_round_and_neither_close_nor_far(scale: int) -> None:
    step = spacing(scale)
    assert int(str(step).rstrip("0")) in (1, 2, 5)
    assert 40 <= step / scale * 1000 <= 100


def test_lines_lie_inside() -> None:
    assert lines(482_231.4, 482_402.0, 50) == [482_250, 482_300, 482_350, 482_400]
    assert lines(100.0, 200.0, 50) == [100, 150, 200]
    assert lines(101.0, 149.0, 50) == []


def test_numbers_stand_where_their_lines_are_and_never_on_a_card() -> None:
    window = (482_200.0, 5_703_700.0, 482_400.0, 5_703_800.0)
    marks, boxes = grid_marks(window, 20_000, 10_000, 50, [])
    numbers = dict(re.findall(r'<text x="(\d+)"[^>]*>([\d ]+)</text>', marks))
    assert numbers["5000"].split() == ["482", "250"]
    assert {numbers[x].split()[1] for x in ("5000", "10000", "15000")} == {"250", "300", "350"}
    card = (4000.0, 0.0, 6000.0, 900.0)
    fewer, _ = grid_marks(window, 20_000, 10_000, 50, [card])
    assert 'x="5000"' not in fewer
    assert all(not (b[0] < other[2] and other[0] < b[2] and b[1] < other[3] and other[1] < b[3])
               for at, b in enumerate(boxes) for other in boxes[:at])  # fmt: skip


def test_a_town_is_one_piece_whatever_its_parcels_are_like() -> None:
    streets = [
        shapely.box(x * 20.0, y * 30.0, x * 20.0 + 20.4, y * 30.0 + 29.8)
        for x in range(60)
        for y in range(40)
    ]
    town = town_shape(streets)
    assert town.geom_type == "Polygon"
    assert town.area == pytest.approx(1200 * 1200, rel=0.03)
    assert len(shapely.get_coordinates(town)) < 50
    assert town_shape([]).is_empty


def test_the_sheet_is_marked_in_the_town_and_stays_visible() -> None:
    town, sheet = shapely.box(0, 0, 9000, 6000), (4500.0, 2990.0, 4520.0, 3000.0)
    drawn, box = inset_card(town, sheet, 14_000)
    assert box[3] == 14_000 - 250
    number = r'="([\d.]+)" '
    found = re.search(f"<rect x{number}y{number}width{number}height{number}fill=.#b3261e", drawn)
    assert found is not None
    x, y, width, height = map(float, found.groups())
    assert width >= 140
    assert height >= 140
    assert box[0] < x < box[2]
    assert box[1] < y < box[3]
    assert inset_svg(town, sheet).startswith("<svg")


def test_a_map_of_the_whole_town_has_no_inset() -> None:
    plot = shapely.box(0, 0, 50, 40)

    def drawn(town: shapely.Polygon) -> str:
        return map_svg([MapLayer([plot])], width_mm=120, height_mm=90, grid=True, town=town, scale=1000)

    assert "#b3261e" not in drawn(plot)
    assert "#b3261e" in drawn(shapely.box(-900, -900, 900, 900))
