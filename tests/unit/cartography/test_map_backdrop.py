"""A picture of the ground below the map: where it shows, and what stands out from it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from flurinfill.cartography import compose
from flurinfill.cartography.backdrop import over_backdrop
from flurinfill.cartography.scene import Layer, Scans, Scene, paint_scene, scan_scene
from flurinfill.cartography.shapes import Shapes
from flurinfill.cartography.symbology import CLASS_STYLE, DARK, LIGHT, REVIEW_STYLE, Hatch, rgb, style_of
from flurinfill.cartography.view import View

GREEN = 0xFF305030


class Meadow:
    """The same green everywhere."""

    is_dark = True

    def __init__(self) -> None:
        self.asked: list[tuple] = []

    def picture(self, bounds, width, height, paper):
        self.asked.append((bounds, width, height, paper))
        return np.full((height, width), GREEN, np.uint32)


class Nothing(Meadow):
    def picture(self, bounds, width, height, paper):
        return None


PARCELS = Shapes([shapely.box(0, 0, 40, 40), shapely.box(50, 0, 90, 40)])
HOUSES = Shapes([shapely.box(10, 10, 20, 20)])


def _scene(backdrop, theme=LIGHT) -> Scene:
    styles = [style_of("gap"), style_of("residential")]
    parcels = Layer(PARCELS, styles, np.array([0, 1, 2], np.uint8))
    houses = Layer.plain(HOUSES, theme.building)
    return Scene((parcels, houses), parcels.shapes, theme=theme, backdrop=backdrop)


def _painted(scene: Scene, ratio: float = 1.0, fine: int = 1, size=(101, 61)) -> np.ndarray:
    scans = Scans(View(45, 20, 1.0), size, ratio * fine, fine)
    assert scan_scene(scene, scans)
    return paint_scene(scene, scans)


@pytest.mark.usefixtures("warm")
def test_the_ground_shows_between_and_inside_plain_parcels() -> None:
    picture = _painted(_scene(Meadow()))
    assert picture[30, 50] == GREEN  # between the parcels
    assert picture[30, 75] == GREEN  # inside a plain one
    row = picture[30, 52:101]
    assert (row & 0xFF > 0x80).any()  # its outline, light on a dark ground
    candidate = picture[20, 40]
    assert candidate not in (GREEN, compose.colour_value(style_of("gap").fill) | 0xFF000000)
    house = picture[35, 20]
    assert house not in (GREEN, candidate)


@pytest.mark.usefixtures("warm")
def test_without_a_picture_the_map_is_as_ever() -> None:
    assert np.array_equal(_painted(_scene(Nothing())), _painted(_scene(None)))


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize(("ratio", "fine"), [(1.0, 1), (1.0, 2), (1.25, 2), (2.0, 1)])
def test_the_backdrop_is_asked_for_the_pixels_of_the_finished_picture(ratio: float, fine: int) -> None:
    meadow = Meadow()
    picture = _painted(_scene(meadow), ratio, fine)
    (bounds, width, height, paper) = meadow.asked[0]
    assert paper == LIGHT.background
    assert width * fine - picture.shape[1] in (0, 1)
    assert (bounds[2] - bounds[0]) / width == pytest.approx(1 / ratio)
    assert (bounds[3] - bounds[1]) / height == pytest.approx(1 / ratio)
    assert bounds[0] == pytest.approx(45 - 50.5, abs=0.5)
    assert bounds[3] == pytest.approx(20 + 30.5, abs=0.5)


def test_each_pixel_is_repeated() -> None:
    picture = np.array([[1, 2], [3, 4]], np.uint32)
    assert compose.enlarged(picture, 2, 3, 4).tolist() == [[1, 1, 2], [1, 1, 2], [3, 3, 4], [3, 3, 4]]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("dark_ground", [True, False])
def test_whatever_has_a_meaning_stays_told_by_more_than_colour(theme, dark_ground: bool) -> None:
    for code in [*CLASS_STYLE, *REVIEW_STYLE]:
        before = style_of(code.value, theme is DARK)
        after = over_backdrop(before, theme, dark_ground=dark_ground)
        assert after.hatch is before.hatch
        assert after.strong is before.strong
        assert not after.fill or after.opacity < 0.5  # the ground shows
    for code in ("gap", "minor_use", "confirmed"):
        line = over_backdrop(style_of(code, theme is DARK), theme, dark_ground=dark_ground).outline
        assert (sum(rgb(line)) > 250) if dark_ground else (sum(rgb(line)) < 720)


def test_translucent_layers_stay_as_they_are() -> None:
    assert over_backdrop(LIGHT.constraint, LIGHT, dark_ground=True) == LIGHT.constraint
    assert over_backdrop(LIGHT.constraint, LIGHT, dark_ground=True).hatch is Hatch.VERTICAL
