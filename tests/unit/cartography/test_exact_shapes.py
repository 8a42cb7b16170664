"""What lies near a place is the same whether runs of features are looked at first or not."""

from __future__ import annotations

import numpy as np
import shapely

from flurinfill.cartography.shapes import Shapes


def scattered(count: int) -> np.ndarray:
    """Boxes in rows, as a cadastre has them; every seventh is nowhere, a whole run of them too."""
    column, row = np.arange(count) % 100 * 10.0, np.arange(count) // 100 * 10.0
    boxes = np.asarray(shapely.box(column, row, column + 12.0, row + 9.0), dtype=object)
    boxes[::7] = None
    boxes[512:768] = shapely.Polygon()
    return boxes


def test_near_is_what_every_box_says() -> None:
    shapes = Shapes(scattered(5_000))
    random = np.random.default_rng(4)
    for _ in range(60):
        west, south = random.uniform(-50, 1100), random.uniform(-50, 600)
        window = (west, south, west + random.choice([0, 3, 400]), south + random.choice([0, 3, 400]))
        inside = shapely.box(*window) if window[0] < window[2] else shapely.Point(west, south)
        expected = [
            number
            for number, box in enumerate(shapes.boxes.tolist())
            if box[0] <= window[2] and box[2] >= window[0] and box[1] <= window[3] and box[3] >= window[1]
        ]
        assert shapes.near(window).tolist() == expected
        assert set(np.flatnonzero(shapely.contains(inside, shapes.geometries))) <= set(expected)


def test_a_place_among_many_has_its_parcel_and_most_boxes_are_not_looked_at() -> None:
    shapes = Shapes(scattered(50_000))
    looked: list[int] = []
    boxes = shapes.boxes

    class Watched(np.ndarray):
        def __getitem__(self, key: object) -> object:
            looked.append(len(key) if isinstance(key, np.ndarray) else len(boxes))
            return np.asarray(self)[key]

    shapes.boxes = boxes.view(Watched)
    found = shapes.at(*shapes.geometries[30_001].centroid.coords[0])
    assert found == 30_001
    assert sum(looked) < 2_000


def test_nothing_is_near_where_nothing_is() -> None:
    assert len(Shapes([]).near((0, 0, 1, 1))) == 0
    assert Shapes([None, shapely.Polygon()]).at(0, 0) == -1
