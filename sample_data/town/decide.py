"""What happens on each lot, and what a planner would call it: fixed here, before any rule exists.

The planner's criteria: a *gap* is an unbuilt lot in a built row, on a public road, wide and large
enough for the kind of house that stands beside it, inside the settlement. *Minor use* is the same
lot with nothing but a garage or a shed on it. *Second row* is an unbuilt plot of at least 430 m²
behind the first row, reached by its own strip of land. *Brownfield* was built or used for trade and
is given up. A *garden* is enclosed by other lots and has no way to it. Everything else is *none*.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from town.geometry import GRID
from town.parts import Parcel

OPEN = {"house", "villa", "cottage", "farm"}
TIGHT = {"old", "closed", "terrace"}
_LEAST = {
    "old": 120.0,
    "closed": 200.0,
    "terrace": 150.0,
    "house": 360.0,
    "villa": 450.0,
    "cottage": 350.0,
    "farm": 900.0,
}
_SHARE = {
    "old": 0.06,
    "closed": 0.07,
    "terrace": 0.03,
    "house": 0.1,
    "villa": 0.08,
    "cottage": 0.1,
    "farm": 0.045,
}


def decide(parcels: list[Parcel], rng: np.random.Generator) -> list[Parcel]:
    """Give every lot its plan and its truth; return the parcels, more of them than before."""
    parcels = _second_rows(parcels, rng)
    for block in _blocks(parcels).values():
        _gaps(block, rng)
    _outside(parcels)
    _works(parcels, rng)
    _gardens(parcels)
    return parcels


def _blocks(parcels: list[Parcel]) -> dict[int, list[Parcel]]:
    out: dict[int, list[Parcel]] = defaultdict(list)
    for parcel in parcels:
        if parcel.block >= 0:
            out[parcel.block].append(parcel)
    return out


def fits_a_house(lot: Parcel) -> bool:
    """Tell whether a planner would see room for a house of the kind that stands around."""
    narrow = 5.5 if lot.kind in TIGHT else 13.0
    return (
        lot.shape.area >= _LEAST.get(lot.kind, 1e9)
        and lot.width >= narrow
        and lot.shape.geom_type == "Polygon"
    )


def _gaps(block: list[Parcel], rng: np.random.Generator) -> None:
    """Leave some lots of a row empty, most of them single, and never a whole row."""
    if len(block) < 4:
        return
    last = -3
    for index, lot in enumerate(block):
        chance = rng.random()
        if lot.plan != "built" or not fits_a_house(lot) or index - last < (2 if rng.random() < 0.15 else 3):
            continue
        share = _SHARE[lot.kind]
        if lot.at_open_end:
            if chance < 0.2 and lot.kind in OPEN:
                lot.plan, lot.use, lot.function, lot.special = (
                    "orchard",
                    "AX_Landwirtschaft",
                    "1020",
                    "settlement_edge",
                )
            continue
        if chance < share:
            lot.plan = lot.truth = "gap"
            last = index
            _left_as(lot, rng)
            if rng.random() < 0.3 and index:
                lot.special = "family_reserve"
        elif chance < share + 0.022 and lot.kind in OPEN:
            lot.plan, lot.truth, last = "minor", "minor_use", index
        elif chance < share + 0.032 and lot.kind in OPEN:
            _other_use(lot, rng)
            last = index


def _outside(parcels: list[Parcel]) -> None:
    """Leave every other lot of the scattered houses in the open country empty: no building land."""
    lots = [parcel for parcel in parcels if parcel.kind == "outside"]
    for lot in lots[1::2]:
        lot.plan, lot.special, lot.use, lot.function = "open", "outside", "AX_Landwirtschaft", "1030"


def _left_as(lot: Parcel, rng: np.random.Generator) -> None:
    """Say as what the survey has taken an empty lot: mostly as building land, at times as a garden."""
    chance = rng.random()
    if chance < 0.22 and lot.kind in OPEN:
        lot.use, lot.function = "AX_Landwirtschaft", "1030"
    elif chance < 0.27:
        lot.use, lot.function = "AX_UnlandVegetationsloseFlaeche", "1000"


def settle_leftovers(parcels: list[Parcel]) -> None:
    """Lots that were to be built but took no house: a gap where one would fit, else public green."""
    for lot in parcels:
        if lot.block < 0 or lot.plan != "built" or lot.buildings:
            continue
        if lot.kind == "back" or fits_a_house(lot):
            lot.plan, lot.truth = "gap", "second_row" if lot.kind == "back" else "gap"
        else:
            lot.plan, lot.use, lot.function, lot.name = (
                "public",
                "AX_SportFreizeitUndErholungsflaeche",
                "4420",
                "Grünanlage",
            )


def _other_use(lot: Parcel, rng: np.random.Generator) -> None:
    """Make an unbuilt lot a playground, a car park or a piece of public green: no building land."""
    lot.plan = "public"
    choice = rng.integers(3)
    if choice == 0:
        lot.use, lot.function, lot.name = "AX_SportFreizeitUndErholungsflaeche", "4470", "Spielplatz"
    elif choice == 1:
        lot.use, lot.function, lot.name = "AX_Platz", "5310", "Parkplatz"
    else:
        lot.use, lot.function, lot.name = "AX_SportFreizeitUndErholungsflaeche", "4420", "Grünanlage"


def _second_rows(parcels: list[Parcel], rng: np.random.Generator) -> list[Parcel]:
    """Split some deep lots into a front lot and a back lot with a strip of land to the street."""
    ways = [parcel.shape for parcel in parcels if parcel.kind in {"road", "way", "square"}]
    tree = shapely.STRtree(ways)
    out: list[Parcel] = []
    for lot in parcels:
        out.append(lot)
        fit = lot.kind in {"house", "cottage", "villa"} and lot.width > 19 and lot.shape.area > 1050
        if not fit or lot.shape.geom_type != "Polygon" or rng.random() > 0.24:
            continue
        whole = lot.shape, lot.depth, lot.width, lot.frame
        back = _flag(lot, rng)
        if back is None:
            continue
        near = [ways[i] for i in tree.query(back.shape, predicate="intersects")]
        if sum(back.shape.boundary.intersection(way.buffer(0.05)).length for way in near) > 7:
            lot.shape, lot.depth, lot.width, lot.frame = whole  # it lies on a second street: an ordinary lot
            continue
        out.append(back)
    return out


def _flag(lot: Parcel, rng: np.random.Generator) -> Parcel | None:
    front, along, inward = lot.frame  # type: ignore[misc]
    stem, deep = rng.uniform(3.6, 4.6), lot.depth * rng.uniform(0.47, 0.54)
    side = 1 if rng.random() < 0.5 else -1
    edge = front + along * side * (lot.width / 2 - stem)
    far = 300.0
    line = LineString(
        [edge - inward * 30, edge + inward * deep, edge + inward * (deep + 0.01) - along * side * far]
    )
    shape = shapely.set_precision(lot.shape, GRID)
    parts = sorted(polygons_of_split(shape, line), key=lambda part: part.area)
    if len(parts) != 2:
        return None
    first = max(parts, key=lambda part: -part.distance(shapely.Point(front - along * side * lot.width / 4)))
    second = parts[0] if parts[1] is first else parts[1]
    if min(first.area, second.area) < 430 or second.buffer(-6).is_empty:
        return None
    lot.shape, lot.depth, lot.width = first, deep, lot.width - stem
    lot.frame = (front - along * side * stem / 2, along, inward)
    middle = front + inward * deep
    built = rng.random() < 0.45
    back = Parcel(
        second,
        "back",
        lot.use,
        lot.place,
        lot.street,
        (middle, along, inward),
        lot.width,
        lot.depth,
        block=lot.block,
    )
    back.plan, back.truth = ("built", "none") if built else ("gap", "second_row")
    return back


def polygons_of_split(shape: Polygon, line: LineString) -> list[Polygon]:
    """Cut a polygon along a bent line."""
    lines = shapely.union_all([shape.boundary, line], grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    return [face for face in faces if shape.contains(face.representative_point())]


def _works(parcels: list[Parcel], rng: np.random.Generator) -> None:
    works = [parcel for parcel in parcels if parcel.kind == "works"]
    for index, lot in enumerate(sorted(works, key=lambda p: (p.shape.centroid.x, p.shape.centroid.y))):
        if index % 7 == 2:
            lot.plan, lot.truth, lot.state, lot.special = (
                "ruin",
                "brownfield",
                "2100",
                "brownfield_commercial",
            )
        elif index % 7 == 5:
            lot.plan, lot.truth, lot.special = "gap", "gap", "commercial_gap"
        elif index % 13 == 7:
            lot.plan, lot.truth, lot.state = "gap", "brownfield", "2100"
    for lot in parcels:
        if lot.name == "Alte Tuchfabrik":
            lot.plan, lot.truth, lot.state, lot.kind = "ruin", "brownfield", "2100", "works"
    farms = [
        parcel
        for parcel in parcels
        if parcel.kind == "farm" and parcel.plan == "built" and parcel.shape.area > 1500
    ]
    for lot in farms[11::45]:
        lot.plan, lot.truth, lot.state, lot.special = "ruin", "brownfield", "2100", "brownfield_farm"


def _gardens(parcels: list[Parcel]) -> None:
    """Call an enclosed garden a garden; one with a way to it is a piece of public green."""
    ways = [parcel.shape for parcel in parcels if parcel.kind in {"road", "way", "square"}]
    tree = shapely.STRtree(ways)
    for parcel in parcels:
        if parcel.kind != "garden":
            continue
        near = [ways[i] for i in tree.query(parcel.shape, predicate="intersects")]
        frontage = sum(parcel.shape.boundary.intersection(way.boundary).length for way in near)
        if frontage < 1.0:
            parcel.truth = "garden" if parcel.shape.area > 60 else "none"
            continue
        parcel.use, parcel.function, parcel.plan = "AX_SportFreizeitUndErholungsflaeche", "4420", "green"
        parcel.name = "Grünanlage"
