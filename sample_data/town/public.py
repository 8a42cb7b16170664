"""Churches, school, allotment huts and other buildings that stand alone."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import Point, Polygon

from town.geometry import GRID, longest_side
from town.parts import Building, Parcel


def build_public(parcel: Parcel, rng: np.random.Generator) -> None:
    """Put the buildings of a public area on it, by its name."""
    if "kirche" in parcel.name:
        _church(parcel, 1.0 if parcel.name == "Stadtkirche" else 0.55)
    elif parcel.name == "Rathaus":
        parcel.buildings.append(
            Building(shapely.set_precision(parcel.shape, GRID), "3010", 3, name="Rathaus")
        )
    elif "schule" in parcel.name:
        _place(
            parcel,
            [((0, 12), (62, 14)), ((-24, -9), (13, 28)), ((20, -14), (24, 16))],
            "3020",
            3,
            parcel.name,
        )
    elif parcel.name == "Sportplatz":
        _place(parcel, [((-40, -45), (26, 9))], "3200", 1, "Vereinsheim")
    elif parcel.name.startswith("Gartenanlage"):
        _huts(parcel, rng)
    elif parcel.name == "Friedhof":
        _place(parcel, [((-22, 6), (12, 8))], "3041", 1, "Friedhofskapelle")


def _turned(parcel: Parcel, shape: Polygon) -> Polygon:
    direction, _, _ = longest_side(shapely.convex_hull(parcel.shape))
    angle = float(np.degrees(np.arctan2(direction[1], direction[0])))
    middle = parcel.shape.representative_point()
    return affinity.translate(affinity.rotate(shape, angle, origin=(0, 0)), middle.x, middle.y)


def _place(parcel: Parcel, boxes: list, function: str, storeys: int, name: str) -> None:
    for (x, y), (w, d) in boxes:
        shape = shapely.set_precision(
            _turned(parcel, shapely.box(x - w / 2, y - d / 2, x + w / 2, y + d / 2)), GRID
        )
        if parcel.shape.contains(shape):
            parcel.buildings.append(Building(shape, function, storeys, name=name))


def _church(parcel: Parcel, size: float) -> None:
    """Nave, tower and a round choir."""
    nave, tower = shapely.box(-13, -6.5, 11, 6.5), shapely.box(-20, -4, -12.9, 4)
    choir = Point(11, 0).buffer(5.6, quad_segs=5).intersection(shapely.box(10.9, -7, 20, 7))
    whole = affinity.scale(shapely.union_all([nave, tower, choir]), size, size, origin=(0, 0))
    for shrink in (1.0, 0.85, 0.7, 0.5):
        shape = shapely.set_precision(
            _turned(parcel, affinity.scale(whole, shrink, shrink, origin=(0, 0))), GRID
        )
        if parcel.shape.contains(shape):
            parcel.buildings.append(Building(shape, "3041", 1, name=parcel.name))
            return


def _huts(parcel: Parcel, rng: np.random.Generator) -> None:
    """One hut in each allotment of about 300 m²."""
    direction, length, breadth = longest_side(parcel.shape)
    across = np.array([-direction[1], direction[0]])
    middle = np.array(parcel.shape.centroid.coords[0])
    for i in np.arange(-length / 2 + 9, length / 2 - 5, 16.5):
        for j in np.arange(-breadth / 2 + 9, breadth / 2 - 5, 20.0):
            at = middle + direction * (i + rng.normal(0, 1.6)) + across * (j + rng.normal(0, 2.2))
            w, d = rng.uniform(3.2, 5.4), rng.uniform(3.4, 5.0)
            a, b = direction * w / 2, across * d / 2
            shape = shapely.set_precision(Polygon([at - a - b, at + a - b, at + a + b, at - a + b]), GRID)
            if rng.random() < 0.93 and parcel.shape.buffer(-1).contains(shape):
                parcel.buildings.append(Building(shape, "3200", 1))
