"""The odd cases every cadastre has: arcs, parts, a cellar under a yard, two broken outlines."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from town.geometry import GRID
from town.parts import Building, Parcel

Vertex = tuple[float, float]
Arcs = dict[Vertex, tuple[Vertex, Vertex]]  # middle vertex of an arc → its two ends


def add_arcs(parcels: list[Parcel], wanted: int = 60) -> Arcs:
    """Turn some straight edges between a lot and its street into arcs of a circle.

    The middle point of the arc becomes a vertex of both parcels, so that the partition stays exact;
    who writes the geometry finds the arc by this vertex.
    """
    edges: dict[frozenset[Vertex], list[int]] = defaultdict(list)
    for index, parcel in enumerate(parcels):
        if isinstance(parcel.shape, Polygon):
            ring = list(parcel.shape.exterior.coords)
            for a, b in pairwise(ring):
                edges[frozenset((a, b))].append(index)
    arcs: Arcs = {}
    used: set[int] = set()
    for edge, owners in sorted(edges.items(), key=lambda item: sorted(item[0])):
        if len(owners) != 2 or len(arcs) >= wanted:
            continue
        kinds = {parcels[i].kind for i in owners}
        a, b = (np.array(vertex) for vertex in sorted(edge))
        length = float(np.hypot(*(b - a)))
        lot = next((i for i in owners if parcels[i].block >= 0), None)
        if "road" not in kinds or lot is None or not 9 < length < 26 or lot in used or hash_of(a) % 11:
            continue
        middle = tuple(np.round((a + b) / 2 + np.array([-(b - a)[1], (b - a)[0]]) * 0.035, 3))
        if not all(_insert(parcels[i], tuple(a), tuple(b), middle) for i in owners):
            continue
        arcs[middle] = (tuple(a), tuple(b))
        parcels[lot].special = parcels[lot].special or "arc"
        used.add(lot)
    return arcs


def hash_of(point: np.ndarray) -> int:
    """Return a number that depends on the coordinates alone."""
    return int(abs(point[0]) * 1000) + int(abs(point[1]) * 1000)


def _insert(parcel: Parcel, a: Vertex, b: Vertex, middle: Vertex) -> bool:
    ring = list(parcel.shape.exterior.coords)
    for index, (p, q) in enumerate(pairwise(ring)):
        if {p, q} == {a, b}:
            ring.insert(index + 1, middle)
            shape = Polygon(ring, [r.coords for r in parcel.shape.interiors])
            if shape.is_valid:
                parcel.shape = shape
                return True
    return False


def join_parts(parcels: list[Parcel]) -> list[Parcel]:
    """Make two parcels of two parts each: a lot and its garden, a field on both sides of a way."""
    gone: set[int] = set()
    gardens = [
        i for i, p in enumerate(parcels) if p.kind == "garden" and p.truth == "garden" and p.shape.area < 700
    ]
    fields = [i for i, p in enumerate(parcels) if p.kind == "field" and p.shape.area < 9000]
    for index, pool, kind in ((0, gardens, "house"), (1, fields, "field")):
        for extra in pool[3:]:
            near = [
                i
                for i, parcel in enumerate(parcels)
                if parcel.kind == kind
                and parcel.plan in {"built", "open"}
                and i != extra
                and isinstance(parcel.shape, Polygon)
                and 3 < parcel.shape.distance(parcels[extra].shape) < 25
            ]
            if near:
                lot = parcels[near[0]]
                lot.shape, lot.special = MultiPolygon([lot.shape, parcels[extra].shape]), f"two_parts_{index}"
                gone.add(extra)
                break
    return [parcel for i, parcel in enumerate(parcels) if i not in gone]


def drop_nodes(parcels: list[Parcel]) -> None:
    """Leave some junctions without a vertex on the long side, as old surveys do (below 1 mm off)."""
    for parcel in parcels:
        if parcel.place in {5, 7} and parcel.kind in {"field", "meadow", "forest", "road", "way"}:
            parcel.shape = shapely.simplify(parcel.shape, 0.0009)


def odd_states(parcels: list[Parcel]) -> None:
    """Three houses under construction, and a land consolidation that is running."""
    houses = [p for p in parcels if p.kind == "house" and p.plan == "built" and p.buildings and not p.special]
    for lot in houses[100::400][:3]:
        lot.buildings, lot.special = lot.buildings[:1], "under_construction"
        lot.buildings[0].state = "4000"
    for parcel in [p for p in parcels if p.place == 8 and p.kind == "field"][20:38]:
        parcel.legal_deviation = True


def add_cellar(parcels: list[Parcel]) -> None:
    """Put an underground garage below the yards of the old town and below an empty lot's corner."""
    for lot in parcels:
        if lot.kind == "closed" and lot.plan == "gap" and lot.shape.area > 500:
            shape = shapely.set_precision(lot.shape.buffer(-2.5, join_style="mitre"), GRID)
            if isinstance(shape, Polygon) and shape.area > 200:
                lot.buildings.append(Building(shape, "2465", 0, below=True, name="Tiefgarage"))
                lot.special = "underground_garage"
                return


def break_two(parcels: list[Parcel]) -> None:
    """Make exactly two outlines invalid: a bow-tie in a field, a loop at a garden's corner."""
    field = next(
        p
        for p in parcels
        if p.kind == "field" and isinstance(p.shape, Polygon) and len(p.shape.exterior.coords) == 5
    )
    ring = list(field.shape.exterior.coords)[:4]
    field.shape, field.special = Polygon([ring[0], ring[1], ring[3], ring[2]]), "invalid_bow_tie"
    house = next(
        p
        for p in parcels
        if p.kind == "house"
        and p.plan == "built"
        and not p.special
        and isinstance(p.shape, Polygon)
        and p.shape.area > 600
    )
    ring = list(house.shape.exterior.coords)
    (x1, y1), (x2, y2) = ring[0], ring[1]
    length = float(np.hypot(x2 - x1, y2 - y1))
    along, across = ((x2 - x1) / length, (y2 - y1) / length), (-(y2 - y1) / length, (x2 - x1) / length)
    loop = [
        (x1 + along[0] * u + across[0] * v, y1 + along[1] * u + across[1] * v)
        for u, v in ((2.3, 0.0), (2.3, 0.5), (1.6, -0.5))
    ]
    house.shape = Polygon([(round(x, 3), round(y, 3)) for x, y in [ring[0], *loop, *ring[1:]]])
    house.special = "invalid_loop"
