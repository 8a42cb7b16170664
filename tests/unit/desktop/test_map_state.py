"""How a map was left comes back, whatever happened to its layers meanwhile."""

from __future__ import annotations

import pytest

from flurinfill.cartography.thematic import Method
from flurinfill.desktop.colouring import By, Colouring
from flurinfill.desktop.map_layers import BUILDINGS, CONSTRAINT, LAND_USE, PARCELS, SITES
from flurinfill.desktop.map_state import MapState

FLOOD, MONUMENT = f"{CONSTRAINT}Überschwemmung", f"{CONSTRAINT}Denkmal"


def test_a_state_comes_back() -> None:
    state = MapState(
        (PARCELS, FLOOD, BUILDINGS),
        frozenset({"labels/houses", FLOOD}),
        {FLOOD: 0.4},
        Colouring(By.MEASURE, "frontage_m", Method.FIXED, 3, (10.0, 20.5)),
    )
    assert MapState.loaded(state.dumped()) == state


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[1, 2]",
        "null",
        '{"order": 3, "hidden": null, "opacity": [], "colouring": "x"}',
        '{"order": [1, 2], "opacity": {"a": "b"}, "colouring": {"by": "moon", "count": "x", "breaks": 4}}',
    ],
)
def test_a_damaged_state_is_the_usual_one(text: str) -> None:
    assert MapState.loaded(text) == MapState()


def test_numbers_out_of_range_are_brought_back() -> None:
    state = MapState.loaded('{"opacity": {"a": 7, "b": -1}, "colouring": {"count": 99}}')
    assert state.opacity == {"a": 1.0, "b": 0.0}
    assert state.colouring.count == 7


def test_new_layers_go_to_their_usual_place_and_absent_ones_keep_theirs() -> None:
    state = MapState((BUILDINGS, FLOOD, PARCELS))  # somebody turned the stack around
    placed = state.placed([PARCELS, BUILDINGS, MONUMENT, SITES, LAND_USE])
    assert [name for name in placed.order if name in state.order] == list(state.order)
    assert placed.order.index(LAND_USE) < placed.order.index(BUILDINGS)
    assert FLOOD in placed.order
    assert MapState().placed([SITES, BUILDINGS, FLOOD, LAND_USE, PARCELS]).order == (
        PARCELS,
        LAND_USE,
        FLOOD,
        SITES,
        BUILDINGS,
    )


def test_layers_change_places_around_absent_ones() -> None:
    state = MapState((PARCELS, FLOOD, BUILDINGS, SITES))
    assert state.reordered([SITES, PARCELS, BUILDINGS]).order == (SITES, FLOOD, PARCELS, BUILDINGS)


def test_a_full_opacity_is_not_kept() -> None:
    state = MapState().with_opacity(FLOOD, 0.3).with_opacity(PARCELS, 0.5)
    assert state.with_opacity(FLOOD, 1.0).opacity == {PARCELS: 0.5}
    assert state.shown(FLOOD, False).shown(LAND_USE, True).hidden == {FLOOD, "envelopes"}
