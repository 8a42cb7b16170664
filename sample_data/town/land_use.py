"""Actual use (Tatsächliche Nutzung): neighbouring parcels of one use make one area."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import shapely
from shapely.geometry import Polygon

from town.geometry import GRID, polygons
from town.parts import Parcel

TEXT = {
    "AX_Wohnbauflaeche": "Wohnbaufläche",
    "AX_IndustrieUndGewerbeflaeche": "Industrie- und Gewerbefläche",
    "AX_FlaecheGemischterNutzung": "Fläche gemischter Nutzung",
    "AX_FlaecheBesondererFunktionalerPraegung": "Fläche besonderer funktionaler Prägung",
    "AX_SportFreizeitUndErholungsflaeche": "Sport-, Freizeit- und Erholungsfläche",
    "AX_Friedhof": "Friedhof",
    "AX_Strassenverkehr": "Straßenverkehr",
    "AX_Weg": "Weg",
    "AX_Platz": "Platz",
    "AX_Bahnverkehr": "Bahnverkehr",
    "AX_Landwirtschaft": "Landwirtschaft",
    "AX_Wald": "Wald",
    "AX_UnlandVegetationsloseFlaeche": "Unland, vegetationslose Fläche",
    "AX_Fliessgewaesser": "Fließgewässer",
    "AX_StehendesGewaesser": "Stehendes Gewässer",
}


@dataclass
class UseArea:
    """One object of actual use."""

    shape: Polygon
    use: str
    function: str
    state: str
    name: str
    oid: str = ""


def pieces_of(parcel: Parcel) -> list[tuple[str, str, Polygon]]:
    """Return the uses on one parcel: farms have meadow or garden land behind the yard."""
    deep = parcel.kind == "farm" and parcel.plan == "built" and parcel.depth > 70 and parcel.frame is not None
    if not deep:
        return [(parcel.use, parcel.function, parcel.shape)]
    front, along, inward = parcel.frame  # type: ignore[misc]
    start = front + inward * 58
    behind = Polygon(
        [
            start - along * 90,
            start + along * 90,
            start + along * 90 + inward * 200,
            start - along * 90 + inward * 200,
        ]
    )
    back = shapely.intersection(parcel.shape, behind, grid_size=GRID)
    yard = shapely.difference(parcel.shape, behind, grid_size=GRID)
    if back.area < 250 or yard.area < 250:
        return [(parcel.use, parcel.function, parcel.shape)]
    function = "1020" if parcel.block % 3 else "1030"
    return [(parcel.use, parcel.function, yard), ("AX_Landwirtschaft", function, back)]


def use_areas(parcels: list[Parcel]) -> list[UseArea]:
    """Dissolve parcels of one use, per Gemarkung; streets and waters by their name as well."""
    groups: dict[tuple[int, str, str, str, str], list[Polygon]] = defaultdict(list)
    for parcel in parcels:
        named = parcel.kind in {"road", "way", "water", "public", "square"} or parcel.plan == "public"
        for use, function, shape in pieces_of(parcel):
            sound = shape if shape.is_valid else shapely.make_valid(shape)
            groups[parcel.place, use, function, parcel.state, parcel.name if named else ""].append(sound)
    out = []
    for (_, use, function, state, name), shapes in sorted(groups.items()):
        whole = shapely.union_all(shapes, grid_size=GRID)
        out += [UseArea(part, use, function, state, name) for part in polygons(whole, 0.5)]
    return out


def share_text(parcel: Parcel) -> str:
    """Return the uses of a parcel as ALKIS-vereinfacht writes them: ``Wohnbaufläche; 534|Weg; 20``."""
    pieces = pieces_of(parcel)
    whole = sum(shape.area for _, _, shape in pieces) or 1.0
    return "|".join(
        f"{TEXT[use]}; {round(parcel.official_area * shape.area / whole)}" for use, _, shape in pieces
    )
