"""What nobody needs any more is emptied bit by bit, and nothing that somebody still has."""

from __future__ import annotations

import weakref
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from flurinfill.cartography.shapes import Shapes
from flurinfill.remains import Remains

COUNT = 6000
FOREVER = 60.0


class Thing:
    """Something that can be seen to go."""


def things() -> list[Thing]:
    return [Thing() for _ in range(COUNT)]


@dataclass
class Holder:
    first: object
    second: object = None


Holder.__module__ = "flurinfill.made_up"


def array_of(objects: list[Thing]) -> np.ndarray:
    array = np.empty(len(objects), dtype=object)
    array[:] = objects
    return array


@pytest.mark.parametrize(
    "kept_in",
    [
        list,
        array_of,
        lambda objects: dict(enumerate(objects)),
        lambda objects: pd.Series(objects, dtype=object),
        lambda objects: pd.DataFrame({"a": pd.Series(objects, dtype=object), "b": range(COUNT)}),
        lambda objects: pd.Index(array_of(objects)),
        lambda objects: Holder(1, {"rows": list(objects)}),
        lambda objects: Holder(Holder(array_of(objects)[::2], array_of(objects))),
    ],
    ids=["list", "array", "dict", "series", "frame", "index", "nested", "view"],
)
def test_objects_are_freed_when_nobody_else_has_them(kept_in: object) -> None:
    objects = things()
    first, last = weakref.ref(objects[0]), weakref.ref(objects[-1])
    container = kept_in(objects)
    remains = Remains()
    remains.add(container)
    del objects
    assert not remains.shrink(FOREVER)  # it is still there
    assert first() is not None
    assert last() is not None
    del container
    assert remains.shrink(FOREVER)
    assert first() is None
    assert last() is None
    assert not remains


def test_little_is_freed_at_a_time() -> None:
    remains = Remains()
    remains.add(things() + things())
    steps = 0
    while remains.shrink(0.0):
        steps += 1
    assert steps >= 12
    assert not remains


def test_large_arrays_of_numbers_go_one_by_one() -> None:
    numbers = np.zeros((3, 1_000_000))
    levels = (np.zeros(1_000_000), np.zeros(10))
    gone = weakref.ref(numbers), weakref.ref(levels[0])
    remains = Remains()
    remains.add(Holder(pd.DataFrame({"x": range(COUNT)}), numbers[1:]))
    remains.add(levels)
    assert len(remains) == 2
    del numbers, levels
    assert remains.shrink(0.0)
    assert [one() is None for one in gone] == [False, True]  # the newest first
    assert remains.shrink(0.0)
    assert gone[0]() is None


def test_what_others_still_show_stays_whole() -> None:
    shapes = shapely.box(np.arange(COUNT), 0.0, np.arange(COUNT) + 1.0, 1.0)
    frame = gpd.GeoDataFrame({"id": range(COUNT)}, geometry=shapes)
    drawn = Shapes(frame.geometry.to_numpy())
    remains = Remains()
    remains.add(frame)
    del frame, shapes
    assert not remains.shrink(FOREVER)
    assert shapely.area(drawn.geometries).sum() == COUNT
    remains.clear()
    assert shapely.area(drawn.geometries).sum() == COUNT
    assert not remains


def test_what_the_next_one_shares_is_not_taken() -> None:
    remains, shared, own = Remains(), things(), things()
    remains.add(Holder(shared, own), Holder(1, shared))
    assert len(remains) == 1
    del own
    assert remains.shrink(FOREVER)
    assert len(shared) == COUNT


def test_texts_kept_one_by_one_are_found() -> None:
    dtype = pd.StringDtype("python", na_value=np.nan)
    remains = Remains()
    remains.add(pd.DataFrame({"number": pd.array([f"{n}/1" for n in range(COUNT)], dtype=dtype)}))
    assert remains.shrink(FOREVER)


def test_the_same_is_taken_once_and_small_things_not_at_all() -> None:
    remains, rows = Remains(), things()
    remains.add([Thing(), Thing()])
    remains.add(pd.DataFrame({"x": np.arange(COUNT)}))
    assert not remains
    remains.add(rows)
    remains.add(Holder(rows, rows))
    assert len(remains) == 1
