"""A little town with holes, several parts, crossings and slivers; kernels warm before drawing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import shapely

from flurinfill.cartography import warmup


@pytest.fixture(scope="session")
def warm() -> None:
    warmup.warm(wait=True)


@pytest.fixture
def numpy_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """As at the very first start, before anything is compiled."""
    monkeypatch.setattr(warmup, "kernels", lambda: None)


@pytest.fixture(scope="session")
def town() -> Callable[..., np.ndarray]:
    return random_town


def random_town(seed: int, count: int = 60) -> np.ndarray:
    """Polygons without overlap on a jittered grid, every fifth with a hole, every seventh in two parts."""
    rng = np.random.default_rng(seed)
    shapes = []
    side = int(np.ceil(np.sqrt(count)))
    for number in range(count):
        x, y = (number % side) * 30.0, (number // side) * 30.0
        angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(4, 11)))
        radii = rng.uniform(5, 14, len(angles))
        star = shapely.Polygon(np.column_stack([x + radii * np.cos(angles), y + radii * np.sin(angles)]))
        shape = shapely.make_valid(star)
        if number % 5 == 0:
            shape = shape.difference(shapely.Point(x, y).buffer(3))
        if number % 7 == 0:
            shape = shape.difference(shapely.box(x - 20, y - 1, x + 20, y + 1))
        shapes.append(shape)
    return np.array(shapes, dtype=object)
