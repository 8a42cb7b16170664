"""Views, scale bars, symbology, legend, labels."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from flurinfill import i18n
from flurinfill.cartography import legend, symbology
from flurinfill.cartography.labels import Label, LabelSource, Letters, StreetName, place
from flurinfill.cartography.scalebar import nice_scale, round_scale, scale_text
from flurinfill.cartography.shapes import Shapes
from flurinfill.cartography.symbology import (
    AVAILABILITY_STYLE,
    CLASS_STYLE,
    OWNER_STYLE,
    PUBLICATION_STYLE,
    REVIEW_STYLE,
    Hatch,
    map_codes,
    rgb,
    style_of,
    style_of_constraint,
)
from flurinfill.cartography.view import View, fit
from flurinfill.model.potential import CANDIDATE_CLASSES, LandUse, PotentialClass
from flurinfill.model.states import Review

places = st.floats(-1e6, 1e6)


@given(x=places, y=places, mpp=st.floats(0.01, 100), px=st.floats(0, 2000), py=st.floats(0, 2000))
def test_pixels_and_metres_are_inverse(x: float, y: float, mpp: float, px: float, py: float) -> None:
    view = View(x, y, mpp)
    back = view.to_pixel(*view.to_world(px, py, 800, 600), 800, 600)
    assert back == pytest.approx((px, py), abs=1e-3)


@given(factor=st.floats(0.1, 10), px=st.floats(0, 800), py=st.floats(0, 600))
def test_zooming_keeps_the_place_under_the_cursor(factor: float, px: float, py: float) -> None:
    view = View(5000, 7000, 1.5)
    zoomed = view.zoomed(factor, px, py, 800, 600)
    assert zoomed.to_world(px, py, 800, 600) == pytest.approx(view.to_world(px, py, 800, 600), abs=1e-6)
    assert zoomed.metres_per_pixel == pytest.approx(1.5 / factor)


def test_panning_moves_the_world_with_the_mouse() -> None:
    view = View(100, 100, 2.0)
    assert view.panned(10, 5).to_pixel(*view.to_world(50, 50, 200, 200), 200, 200) == pytest.approx((60, 55))


def test_fitting_shows_everything_with_a_margin() -> None:
    west, south, east, north = fit((0, 0, 1000, 200), 500, 400).bounds(500, 400)
    assert west < 0
    assert east > 1000
    assert south < 0 < 200 < north
    assert fit((5, 5, 5, 5), 100, 100).metres_per_pixel > 0.5  # a point gets surroundings
    assert View(0, 0, 1).at_scale(500).scale == pytest.approx(500)


@given(st.floats(0.001, 1000), st.floats(20, 300))
def test_scale_bars_are_round_and_fit(metres_per_pixel: float, room: float) -> None:
    bar = nice_scale(metres_per_pixel, room)
    assert room / 2.6 < bar.size <= room * 1.0001
    digits = bar.metres / 10 ** math.floor(math.log10(bar.metres) + 1e-9)
    assert min(abs(digits - step) for step in (1, 2, 5)) < 1e-6


def test_numbers_on_the_map_are_german_or_english() -> None:
    assert scale_text(1000) == "1:1.000"
    assert scale_text(18_034) == "1:18.000"
    assert nice_scale(1, 600).text == "500 m"
    assert nice_scale(30, 100).text == "2 km"
    i18n.set_language("en")
    assert scale_text(12_345) == "1:12,300"


def test_papers_get_round_scales() -> None:
    assert round_scale((0, 0, 100, 50), 170, 110) == 750
    assert round_scale((0, 0, 10_000, 5_000), 170, 110) == 75_000
    assert round_scale((0, 0, 3e6, 3e6), 100, 100) % 1_000_000 == 0


def _simulated(colour: str, kind: str) -> np.ndarray:
    """Colour as a person with a red or green weakness sees it (Viénot, Brettel, Mollon 1999)."""
    linear = (np.array(rgb(colour)) / 255) ** 2.2
    matrices = {
        "protan": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
        "deutan": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
    }
    return np.clip(np.array(matrices[kind]) @ linear, 0, 1) ** (1 / 2.2) * 255


@pytest.mark.parametrize(
    "styles", [CLASS_STYLE, REVIEW_STYLE, AVAILABILITY_STYLE, PUBLICATION_STYLE, OWNER_STYLE]
)
@pytest.mark.parametrize("kind", ["protan", "deutan"])
def test_no_two_states_are_told_by_a_weak_colour_difference_alone(styles: dict, kind: str) -> None:
    for (_, one), (_, other) in itertools.combinations(styles.items(), 2):
        apart = np.linalg.norm(_simulated(one.fill, kind) - _simulated(other.fill, kind))
        assert one.hatch is not other.hatch or apart > 40


@pytest.mark.parametrize(
    "styles", [CLASS_STYLE, REVIEW_STYLE, AVAILABILITY_STYLE, PUBLICATION_STYLE, OWNER_STYLE]
)
def test_no_two_states_are_told_by_colour_alone(styles: dict) -> None:
    looks = [(style.hatch, style.strong) for style in styles.values()]
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("dark", [False, True])
def test_layers_of_constraints_differ_by_colour_and_hatch(dark: bool) -> None:
    styles = [style_of_constraint(place, dark) for place in range(6)]
    assert styles[0] == symbology.theme(dark).constraint
    assert len({style.hatch for style in styles}) == len({style.fill for style in styles}) == len(styles)


def test_every_candidate_class_has_its_own_hatch_and_a_strong_outline() -> None:
    styles = [CLASS_STYLE[code] for code in CANDIDATE_CLASSES]
    assert len({style.hatch for style in styles}) == len(styles)
    assert all(style.strong for style in styles)


def test_one_column_of_codes_mixes_classes_and_land_use() -> None:
    vocabularies = [set(map(str, kind)) for kind in (PotentialClass, Review, LandUse)]
    assert not any(one & other for one, other in itertools.combinations(vocabularies, 2))
    codes = map_codes(["gap", "none", ""], ["residential", "water", "forest"])
    assert codes.tolist() == ["gap", "water", "forest"]
    assert style_of("gap") is CLASS_STYLE[PotentialClass.GAP]
    assert style_of("confirmed") is REVIEW_STYLE[Review.CONFIRMED]
    assert style_of("water").fill != style_of("nonsense").fill == symbology.LIGHT.parcel.fill
    assert style_of("none", True) == symbology.DARK.parcel
    assert style_of("gap", True).hatch is Hatch.NONE


def test_legends_name_what_occurs() -> None:
    entries = legend.legend_entries("class", {"gap": 3, "garden": 1, "minor_use": 0})
    assert [(entry.text, entry.count) for entry in entries] == [("Baulücke", 3), ("Hausgarten", 1)]
    assert len(legend.legend_entries("review")) == len(Review)
    assert all(
        e.text != e.code for kind in ("class", "review", "land_use") for e in legend.legend_entries(kind)
    )
    assert entries[0].themed(True).style == style_of("gap", True)


def _grid_source(streets: tuple[StreetName, ...] = ()) -> LabelSource:
    shapes = Shapes(
        [shapely.box(x * 20, y * 20, x * 20 + 20, y * 20 + 20) for x in range(20) for y in range(20)]
    )
    return LabelSource.build(shapes, [f"{i}/1" for i in range(400)], streets)


def test_labels_never_overlap_and_stay_inside() -> None:
    letters = Letters(6, 12)
    view = View(200, 200, 0.4)
    labels = place(_grid_source(), view, 900, 700, letters)
    assert len(labels) > 100
    boxes = []
    for label in labels:
        x, y = view.to_pixel(label.x, label.y, 900, 700)
        half = letters.width(label.text) / 2
        boxes.append(shapely.box(x - half, y - 6, x + half, y + 6))
    hits = shapely.STRtree(boxes).query(boxes, predicate="overlaps")
    assert hits.size == 0
    assert place(_grid_source(), View(200, 200, 3.0), 900, 700, letters) == []
    taken = place(_grid_source(), view, 900, 700, letters, taken=[(0, 0, 900, 700)])
    assert taken == []


def test_numbers_do_not_stand_where_they_do_not_fit() -> None:
    sliver = Shapes([shapely.box(0, 0, 40, 1)])
    source = LabelSource.build(sliver, ["123/4"])
    assert place(source, View(20, 0, 0.2), 400, 300, Letters(6, 12)) == []


def test_street_names_follow_their_line_and_read_from_the_left() -> None:
    def names(*streets: StreetName) -> list[Label]:
        labels = place(_grid_source(streets), View(200, 200, 0.5), 800, 800, Letters(6, 12))
        return [label for label in labels if label.street]

    backwards = StreetName(shapely.LineString([(380, 300), (20, 100)]), "Am Anger")
    point = StreetName(shapely.Point(300, 60), "Hof", angle=-170)
    along, turned = names(backwards, point)
    assert along.angle == pytest.approx(math.degrees(math.atan2(200, 360)))
    assert turned.angle == pytest.approx(10)
    assert names(StreetName(shapely.LineString([(2000, 0), (2500, 0)]), "Fern")) == []
