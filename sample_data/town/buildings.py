"""Houses, garages and sheds on the lots, each kind of quarter in its own way."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import Polygon

from town.geometry import GRID, polygons
from town.parts import Building, Parcel

_SHEDS = ("2000", "2700", "3200", "9998", "2740", "9998", "2460")


def build_on(lot: Parcel, rng: np.random.Generator) -> None:
    """Put the buildings of its plan on a lot."""
    if lot.plan == "minor":
        _garage(lot, rng, sure=True)
        if rng.random() < 0.4 or not lot.buildings:
            _sheds(lot, rng, 1)
        return
    if lot.plan == "ruin":
        make = _works if lot.kind == "works" else _farm
        make(lot, rng)
        for building in lot.buildings:
            building.state = "2100"
        return
    makers = {
        "house": _house,
        "villa": partial(_house, grand=True),
        "cottage": partial(_house, village=True),
        "outside": _house,
        "back": _house,
        "old": _old,
        "closed": _closed,
        "terrace": _terrace,
        "farm": _farm,
        "works": _works,
        "slab": _slab,
        "garages": _garage_box,
    }
    if lot.plan == "built" and lot.kind in makers:
        makers[lot.kind](lot, rng)


def box(lot: Parcel, at: tuple[float, float], size: tuple[float, float], turn: float = 0.0) -> Polygon:
    """Return a rectangle in the lot's frame: ``at`` is its middle along and into the lot."""
    front, along, inward = lot.frame  # type: ignore[misc]
    centre = front + along * at[0] + inward * at[1]
    a, b = along * size[0] / 2, inward * size[1] / 2
    shape = Polygon([centre - a - b, centre + a - b, centre + a + b, centre - a + b])
    return affinity.rotate(shape, turn, origin="centroid") if turn else shape


def _exact(shape: Polygon) -> Polygon:
    return shapely.set_precision(shape, GRID)


def _put(lot: Parcel, shape: Polygon, function: str, storeys: int = 1, margin: float = 0.0) -> bool:
    """Add a building when it stays inside the lot and off what stands there."""
    if not lot.shape.buffer(0.05 - margin).contains(shape):
        return False
    if any(shape.intersection(other.shape).area > 0.5 for other in lot.buildings):
        return False
    lot.buildings.append(Building(_exact(shape), function, storeys))
    return True


def _house(lot: Parcel, rng: np.random.Generator, grand: bool = False, village: bool = False) -> None:
    street = np.random.default_rng(lot.block + 17)
    usual = street.uniform(2.5, 4.5) if village else street.uniform(4.0, 7.5)
    gable = street.random() < (0.6 if village else 0.3)
    for attempt in range(9):
        shrink = 1 - 0.055 * attempt
        w, d = rng.uniform(9.2, 13.5) * shrink, rng.uniform(8.2, 10.8) * shrink
        if grand:
            w, d = rng.uniform(11, 16.5) * shrink, rng.uniform(10, 13.5) * shrink
        if gable != (rng.random() < 0.12):
            w, d = d, w
        back = usual + rng.normal(0, 0.5) + (rng.uniform(4, 13) if rng.random() < 0.13 else 0) + attempt * 0.6
        room = max(0.0, lot.width / 2 - w / 2 - 3.0)
        shift = float(np.clip(rng.normal(0, 1.9), -room, room))
        turn = rng.normal(0, 1.3) + (rng.choice([-14, 12, 20]) if rng.random() < 0.03 else 0)
        shape = box(lot, (shift, back + d / 2), (w, d), turn)
        if _put(
            lot,
            shape,
            "1000" if rng.random() < 0.94 else "1100",
            3 if grand else 2,
            1.2 if attempt > 5 else 2.6,
        ):
            break
    else:
        _anywhere(lot, rng)
    _annex(lot, rng)
    if rng.random() < 0.62:
        _garage(lot, rng)
    _sheds(lot, rng, int(rng.choice([0, 1, 1, 2])))


def _anywhere(lot: Parcel, rng: np.random.Generator) -> None:
    """Put a small house into the widest part of an odd lot."""
    middle = shapely.maximum_inscribed_circle(lot.shape).coords[0]
    _, along, _ = lot.frame  # type: ignore[misc]
    angle = math.degrees(math.atan2(along[1], along[0]))
    for side in (10.0, 8.6, 7.2):
        shape = affinity.rotate(
            shapely.box(-side / 2, -side / 2.3, side / 2, side / 2.3), angle, origin=(0, 0)
        )
        if _put(lot, affinity.translate(shape, *middle), "1000", 2, 0.8):
            return


def _annex(lot: Parcel, rng: np.random.Generator) -> None:
    """Give some houses a bay, a porch or a wing, so that not all are plain rectangles."""
    if not lot.buildings or rng.random() > 0.42:
        return
    house = lot.buildings[0]
    corners = shapely.get_coordinates(house.shape)[:4]
    side = int(rng.integers(4))
    a, b = corners[side], corners[(side + 1) % 4]
    length = float(np.hypot(*(b - a)))
    unit = (b - a) / length
    out = np.array([unit[1], -unit[0]]) * (1 if house.shape.exterior.is_ccw else -1)
    start, wide, deep = (
        a + unit * length * rng.uniform(0.0, 0.4),
        length * rng.uniform(0.3, 0.55),
        rng.uniform(1.5, 4.2),
    )
    bay = Polygon(
        [
            start - out * 0.2,
            start + unit * wide - out * 0.2,
            start + unit * wide + out * deep,
            start + out * deep,
        ]
    )
    whole = house.shape.union(bay)
    if isinstance(whole, Polygon) and lot.shape.buffer(-1.0).contains(whole):
        house.shape = _exact(whole)


def _garage(lot: Parcel, rng: np.random.Generator, sure: bool = False) -> None:
    for attempt in range(10 if sure else 5):
        side = 1 if (rng.random() < 0.5) != bool(attempt % 2) else -1
        w, d = rng.uniform(2.9, 3.6), rng.uniform(5.6, 7.4)
        if rng.random() < 0.13:
            w = rng.uniform(5.7, 6.6)
        at = (
            side * (lot.width / 2 - w / 2 - rng.uniform(0.0, 0.6) - 0.25 * attempt),
            rng.uniform(0.5, 9) + d / 2 + attempt,
        )
        if _put(lot, box(lot, at, (w, d)), "2463", 1):
            return


def _sheds(lot: Parcel, rng: np.random.Generator, count: int) -> None:
    for _ in range(count):
        w, d = rng.uniform(2.4, 4.2), rng.uniform(2.6, 6.0)
        side = 1 if rng.random() < 0.5 else -1
        deep = lot.depth * rng.uniform(0.6, 0.93)
        for attempt in range(4):
            at = (side * (lot.width / 2 - w / 2 - 0.6 - attempt), deep - 1.5 * attempt)
            function = "2740" if w * d < 14 and rng.random() < 0.2 else str(rng.choice(_SHEDS))
            if _put(lot, box(lot, at, (w, d), rng.normal(0, 3)), function, 1):
                break


def _strip(lot: Parcel, first: float, last: float, left: float = 99.0, right: float = 99.0) -> Polygon | None:
    """Return the part of a lot between two distances from the street."""
    front, along, inward = lot.frame  # type: ignore[misc]
    half = lot.width / 2
    a, b = front - along * min(half + 30, half + left), front + along * min(half + 30, half + right)
    shape = Polygon([a + inward * first, b + inward * first, b + inward * last, a + inward * last])
    parts = polygons(shapely.intersection(shape, lot.shape, grid_size=GRID), 12)
    return max(parts, key=lambda part: part.area) if parts else None


def _stray(shape: Polygon, lot: Parcel, rng: np.random.Generator) -> Polygon:
    """Move a wall a few centimetres across the boundary, as surveys of different years do."""
    if rng.random() > 0.3:
        return shape
    _, along, _ = lot.frame  # type: ignore[misc]
    step = along * rng.choice([-1, 1]) * rng.uniform(0.015, 0.065)
    return shapely.set_precision(affinity.translate(shape, *step), GRID)


def _closed(lot: Parcel, rng: np.random.Generator) -> None:
    deep = np.random.default_rng(lot.block).uniform(11.0, 13.5) + rng.normal(0, 0.5)
    free = 3.2 if rng.random() < 0.16 else -99.0
    back = -3.0 if np.random.default_rng(lot.block + 5).random() < 0.7 else 3.0
    front = _strip(lot, back, max(back, 0) + deep, right=-free if free > 0 else 99.0)
    if front is not None:
        lot.buildings.append(
            Building(
                _stray(front, lot, rng),
                str(rng.choice(["1000", "1000", "1100", "2000"])),
                int(rng.integers(3, 5)),
            )
        )
    if rng.random() < 0.42:
        side = rng.choice([-1, 1])
        w, d = rng.uniform(4.6, 5.8), rng.uniform(7, 14)
        _put(
            lot,
            box(lot, (side * (lot.width / 2 - w / 2 - 0.08), max(back, 0) + deep + d / 2 + 0.02), (w, d)),
            "1000",
            3,
        )
    if rng.random() < 0.38 and lot.depth > 28:
        w, d = lot.width * rng.uniform(0.4, 0.8), rng.uniform(5, 9)
        _put(
            lot,
            box(lot, (rng.normal(0, 1), lot.depth - d / 2 - rng.uniform(0.8, 4)), (w, d)),
            str(rng.choice(["2000", "2100", "1000", "9998"])),
            2,
        )
    _sheds(lot, rng, int(rng.choice([0, 1, 1])))
    if rng.random() < 0.2:
        _garage(lot, rng)


def _old(lot: Parcel, rng: np.random.Generator) -> None:
    """Closed building of the old town: the house fills the front, wings and sheds the yard."""
    deep = rng.uniform(8.5, 13.0)
    front = _strip(lot, -4.0, deep)
    if front is not None:
        lot.buildings.append(
            Building(
                _stray(front, lot, rng),
                str(rng.choice(["1000", "1100", "1100", "2000"])),
                int(rng.integers(2, 4)),
            )
        )
    rest = lot.shape.area - sum(building.shape.area for building in lot.buildings)
    if rest > 70 and rng.random() < 0.62:
        side = rng.choice([-1, 1])
        w, d = rng.uniform(3.2, 4.8), rng.uniform(4.5, 11)
        _put(
            lot,
            box(lot, (side * (lot.width / 2 - w / 2 - 0.1), deep + d / 2 + 0.02), (w, d)),
            str(rng.choice(["1000", "2000", "9998"])),
            2,
        )
    if rest > 120 and rng.random() < 0.45:
        shed = _strip(
            lot, lot.depth - rng.uniform(4, 6.5), lot.depth + 5, right=-lot.width * rng.uniform(0, 0.4)
        )
        if shed is not None and shed.area > 12:
            _put(lot, shed, str(rng.choice(["2000", "9998", "2700"])), 1)


def _terrace(lot: Parcel, rng: np.random.Generator) -> None:
    street = np.random.default_rng(lot.block + 3)
    back = street.uniform(3.5, 6.0)
    front = _strip(lot, back, back + street.uniform(9.8, 11.2), 0.0, 0.0)
    if front is not None:
        lot.buildings.append(Building(_stray(front, lot, rng), "1000", 2))
    if rng.random() < 0.35:
        _sheds(lot, rng, 1)


def _garage_box(lot: Parcel, rng: np.random.Generator) -> None:
    lot.buildings.append(Building(_exact(lot.shape.buffer(-0.04, join_style="mitre")), "2463", 1))


def _farm(lot: Parcel, rng: np.random.Generator) -> None:
    """Three-sided farmstead: house and stable gable to the street, barn across the back of the yard."""
    if lot.width < 20 or lot.depth < 40:
        _house(lot, rng, village=True)
        return
    half, back = lot.width / 2, rng.uniform(1.5, 6.0)
    side = int(rng.choice([-1, 1]))
    w, d = rng.uniform(8.0, 9.6), rng.uniform(15, 23)
    turn = rng.normal(0, 1.2)
    _try(lot, (side * (half - w / 2 - 1.2), back + d / 2), (w, d), "1000", 2, turn)
    w2, d2 = rng.uniform(7.0, 9.5), rng.uniform(14, 26)
    if rng.random() < 0.86:
        _try(
            lot,
            (-side * (half - w2 / 2 - 0.9), back + rng.uniform(0, 5) + d2 / 2),
            (w2, d2),
            str(rng.choice(["2700", "2000", "1000"])),
            2,
            turn,
        )
    yard = back + max(d, d2) + rng.uniform(2.5, 7)
    barn = rng.uniform(10.5, 13.0)
    if rng.random() < 0.85:
        _try(
            lot,
            (rng.normal(0, 0.6), yard + barn / 2),
            (lot.width - rng.uniform(2.5, 6), barn),
            "2700",
            1,
            turn,
        )
    if not lot.buildings:
        _anywhere(lot, rng)
    for _ in range(int(rng.integers(0, 3))):
        w3, d3 = rng.uniform(3, 6), rng.uniform(4, 9)
        _put(
            lot,
            box(
                lot,
                (rng.uniform(-half + 4, half - 4), yard + barn + rng.uniform(5, 22)),
                (w3, d3),
                rng.normal(0, 4),
            ),
            str(rng.choice(_SHEDS)),
            1,
        )


def _try(
    lot: Parcel, at: tuple[float, float], size: tuple[float, float], function: str, storeys: int, turn: float
) -> None:
    for shrink in (1.0, 0.9, 0.8, 0.68):
        if _put(
            lot,
            box(lot, (at[0] * (0.6 + 0.4 * shrink), at[1]), (size[0] * shrink, size[1] * shrink), turn),
            function,
            storeys,
            0.1,
        ):
            return


def _works(lot: Parcel, rng: np.random.Generator) -> None:
    """Halls with a few annexes, placed where they fit."""
    if lot.frame is None:
        middle = np.array(lot.shape.centroid.coords[0])
        lot.frame = (middle - np.array([0, 55.0]), np.array([1.0, 0.06]), np.array([-0.06, 1.0]))
        lot.width, lot.depth = 84.0, 105.0
    for number in range(int(rng.integers(2, 5))):
        w, d = rng.uniform(16, min(48, lot.width * 0.7)), rng.uniform(18, min(62, max(20, lot.depth * 0.6)))
        if number > 1:
            w, d = w * 0.45, d * 0.4
        for _ in range(8):
            at = (rng.uniform(-0.32, 0.32) * lot.width, rng.uniform(0.2, 0.85) * lot.depth)
            if _put(
                lot,
                box(lot, at, (w, d), rng.choice([0.0, 0.0, 90.0])),
                str(rng.choice(["2100", "2100", "2000", "2010"])),
                1,
                3,
            ):
                break


def _slab(lot: Parcel, rng: np.random.Generator) -> None:
    """Blocks of flats of the seventies, side by side in green."""
    for at in (14.0, 43.0):
        for length in (62.0, 48.0, 34.0):
            if _put(
                lot,
                box(lot, (rng.normal(0, 5), at + rng.normal(0, 1.5)), (length, 11.4), rng.normal(0, 0.4)),
                "1000",
                5,
                2.5,
            ):
                break
    _sheds(lot, rng, 1)
