"""What is left of large things that nobody needs any more, emptied a little at a time.

Python frees what it holds last in one go, and holds the interpreter lock for it: a hundred thousand
geometries stop every other thread for 60 ms. :class:`Remains` keeps the containers of many objects
(arrays, lists, dictionaries) until nobody else has them, and empties them in short steps.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_STEP = 1000
"""So many objects are freed without a look at the clock: less than a millisecond."""

_TURN_S = 0.002

_MANY = 5000
"""Fewer are freed before anybody notices."""

_MUCH = 4_000_000
"""Bytes of an array of numbers that is let go by itself."""

Objects = NDArray[Any] | list[Any] | dict[Any, Any]


class Remains:
    """Containers that wait to be emptied; for one thread."""

    def __init__(self) -> None:
        self._waiting: list[_Container] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, thing: object, needed: object = None) -> None:
        """Take the large containers in a thing: a frame, an array, a dataclass with some, and so on.

        The thing itself is not kept, and nothing is taken that ``needed`` has, too. A container is left
        alone as long as anybody else has it.
        """
        known = {id(waiting.objects) for waiting in self._waiting}
        known.update(id(objects) for objects in _objects_in(needed, set()))
        for objects in _objects_in(thing, set()):
            if id(objects) not in known:
                known.add(id(objects))
                self._waiting.append(_Container(objects))

    def forget(self) -> None:
        """Keep nothing: what others still have is freed as soon as they let it go."""
        self._waiting.clear()

    def shrink(self, seconds: float) -> bool:
        """Empty what nobody else has, for so long at most; False when there is nothing to do now."""
        end = time.perf_counter() + seconds
        found = False
        for container in reversed(self._waiting[:]):  # the newest first: memory is given back from its end
            if container.held_elsewhere():
                continue
            found = True
            while container.left:
                container.free_some()
                if time.perf_counter() >= end:
                    return True
            self._waiting.remove(container)
        return found

    def clear(self) -> None:
        """Empty what nobody else has; other threads get their turn in between."""
        while self.shrink(_TURN_S):
            time.sleep(0)
        self.forget()


class _Container:
    """Objects, and how many of them are left; numbers go in one piece."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.left = len(objects)
        if isinstance(objects, np.ndarray):
            self.left = objects.size if objects.dtype == object else 1

    def references(self) -> int:
        return sys.getrefcount(self.objects)

    def held_elsewhere(self) -> bool:
        return self.references() > _OWN

    def free_some(self) -> None:
        """Free the last objects of those that are left."""
        step = min(_STEP, self.left)
        self.left -= step
        if isinstance(self.objects, np.ndarray) and self.objects.dtype != object:
            self.objects = []
        elif isinstance(self.objects, np.ndarray):
            self.objects.flags.writeable = True
            self.objects.ravel(order="K")[self.left : self.left + step] = None
        elif isinstance(self.objects, list):
            del self.objects[-step:]
        else:
            for _ in range(step):
                self.objects.popitem()


_OWN = _Container([]).references()


def _objects_in(thing: object, seen: set[int]) -> Iterator[Objects]:
    """Find the large containers in a thing."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, pd.DataFrame | pd.Series | pd.Index):
        if len(thing) > _MANY and not isinstance(thing, pd.RangeIndex):
            yield from _objects_of(thing)
    elif isinstance(thing, np.ndarray):
        yield from _owner(thing)
    elif isinstance(thing, list | dict) and len(thing) > _MANY:
        yield thing
    elif isinstance(thing, dict | tuple):
        for value in thing.values() if isinstance(thing, dict) else thing[:_MANY]:
            yield from _objects_in(value, seen)
    elif type(thing).__module__.partition(".")[0] == __package__:
        for value in getattr(thing, "__dict__", {}).values():
            yield from _objects_in(value, seen)


def _objects_of(table: pd.DataFrame | pd.Series | pd.Index) -> Iterator[Objects]:
    """Geometries and other objects of all columns, and their numbers."""
    if isinstance(table, pd.DataFrame):
        for number, dtype in enumerate(table.dtypes):
            if _one_by_one(dtype) or isinstance(dtype, np.dtype):
                yield from _owner(np.asarray(table.iloc[:, number].array))
    elif _one_by_one(table.dtype) or isinstance(table.dtype, np.dtype):
        yield from _owner(np.asarray(table.array))
    if not isinstance(table, pd.Index):
        yield from _objects_in(table.index, set())


def _one_by_one(dtype: Any) -> bool:
    """Tell whether the values are Python objects; texts may be."""
    return dtype.name in ("object", "geometry") or getattr(dtype, "storage", "") == "python"


def _owner(array: NDArray[Any]) -> Iterator[Objects]:
    """Return the array that owns what an array shows."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    large = array.size > _MANY if array.dtype == object else array.nbytes > _MUCH
    if large and array.base is None and array.flags.forc:
        yield array
