"""The plan of the whole municipality: streets in order of precedence, fixed areas, lots, the rest."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.ops import split

from town import outskirts, streets
from town.geometry import GRID, areas, cut_away, frame, halve, partition, polygons, strips, warp
from town.lots import Land, rows_of
from town.parts import Parcel, Row, Street, own_rng
from town.streets import DEEP, HOUSE, MARKET, SLAB, SMALL, TERRACE, VILLA, WORKS, sector

_TOWN_HALL = Polygon([(-6, -10), (20, -9), (19, 5), (-7, 4)])
_FIXED = (  # use, function, name, corners (before bending)
    (
        "AX_FlaecheBesondererFunktionalerPraegung",
        "1160",
        "Stadtkirche",
        [(54, 24), (92, 20), (98, 60), (60, 70)],
    ),
    (
        "AX_FlaecheBesondererFunktionalerPraegung",
        "1120",
        "Linealschule",
        [(-255, -330), (-150, -345), (-150, -420), (-235, -415)],
    ),
    (
        "AX_IndustrieUndGewerbeflaeche",
        "1700",
        "Alte Tuchfabrik",
        [
            (-30, -262),
            (62, -262),
            (74, -380),
            (-24, -392),
            (-26, -325),
            (-80, -325),
            (-80, -316),
            (-27, -316),
        ],
    ),
    ("AX_Friedhof", "", "Friedhof", [(-610, -330), (-490, -350), (-470, -220), (-590, -190)]),
    (
        "AX_SportFreizeitUndErholungsflaeche",
        "4310",
        "Sportplatz",
        [(430, -430), (590, -400), (570, -260), (420, -290)],
    ),
    (
        "AX_SportFreizeitUndErholungsflaeche",
        "4440",
        "Gartenanlage Morgentau",
        [(-560, 330), (-400, 360), (-395, 480), (-570, 470)],
    ),
    (
        "AX_SportFreizeitUndErholungsflaeche",
        "4440",
        "Gartenanlage Rhabarber",
        [(480, 330), (610, 300), (650, 430), (520, 470)],
    ),
    (
        "AX_SportFreizeitUndErholungsflaeche",
        "4420",
        "Stadtpark",
        [(-120, 425), (95, 415), (120, 470), (-100, 500)],
    ),
)


def all_streets(seed: int) -> tuple[list[Street], list[tuple[int, Polygon]]]:
    """Return every line of the net, those that win at crossings first, and the village greens."""
    roads = outskirts.main_roads()
    village, greens = outskirts.villages(roads, seed)
    _frontages(roads)
    taken = [road.line.buffer(1) for road in roads] + [
        Polygon(warp(np.array(c, dtype=float), 0.6)) for *_, c in _FIXED
    ]
    rail = Street("Bahnstrecke", outskirts.RAILWAY, 16.0, 0, "rail")
    river = Street("Tuschebach", outskirts.RIVER, 13.0, 0, "water")
    old = streets.old_town()
    taken += [rail.line.buffer(45), river.line.buffer(45), *[street.line.buffer(1) for street in old]]
    return [rail, river, *village, *roads, *old, *_estates(taken, seed), *outskirts.field_ways(seed)], greens


def _frontages(roads: list[Street]) -> None:
    """Build along the six roads out of town, as far as the estates reach."""
    for index, road in enumerate(roads[:6]):
        first = 12 / road.line.length
        last = (430 + 90 * (index % 3)) / road.line.length
        row = VILLA if index % 2 else HOUSE
        road.left = (Row(row.style, row.width, 42.0, first, last),)
        road.right = (Row(row.style, row.width, 42.0, first, last * 0.9),)
    for index, at in (
        (1, 1010.0),
        (3, 1010.0),
        (5, 1000.0),
    ):  # a few houses on their own between town and village
        road = roads[index]
        spot = Row("outside", (19.0, 27.0), 38.0, at / road.line.length, (at + 100) / road.line.length)
        road.left = (*road.left, spot)


def _estates(taken: list[Polygon], seed: int) -> list[Street]:
    """Return the streets of the quarters outside the ring, each between what is there already."""
    endings = (
        "steig", "weg", "ring", "hang", "zeile", "blick", "winkel", "bogen", "grund", "rain", "garten",
        "pfad", "eck", "kamp", "leite", "gang", "hof", "trift",
    )  # fmt: skip
    table = (
        (sector(6, 70, 380, 940), 128.0, (76.0, 150.0), ("Morgen", "Tau"), [HOUSE, SMALL, HOUSE]),
        (
            sector(318, 378, 380, 960),
            64.0,
            (73.0, 135.0),
            ("Abend", "Laternen"),
            [SMALL, HOUSE, TERRACE, HOUSE],
        ),
        (sector(190, 230, 380, 980), 118.0, (80.0, 160.0), ("Mittags", "Kreide"), [HOUSE, DEEP]),
        (sector(227, 268, 380, 930), 12.0, (74.0, 140.0), ("Sonnen", "Schatten"), [SMALL, HOUSE]),
        (sector(146, 192, 380, 640), 60.0, (125.0, 190.0), ("Ufer", "Kiesel"), [SLAB, SLAB, HOUSE]),
        (sector(72, 112, 560, 1040), 20.0, (75.0, 150.0), ("Nord", "Wind"), [HOUSE, DEEP]),
    )
    busy = shapely.union_all(taken)
    out = []
    for index, (area, turn, gaps, stems, rows) in enumerate(table):
        free = max(polygons(area.difference(busy)), key=lambda part: part.area)
        out += streets.estate(
            free,
            turn,
            gaps,
            [stem + end for stem in stems for end in endings],
            rows,
            own_rng(40 + index, seed),
        )
    works = max(polygons(sector(254, 330, 380, 760).difference(busy)), key=lambda part: part.area)
    names = [
        "Werkstraße",
        "Hammerstraße",
        "Gießerstraße",
        "Am Gleis",
        "Stellwerkstraße",
        "Kranstraße",
        "Weichenweg",
        "Amboßweg",
        "Am Schacht",
        "Schmelzgasse",
    ]
    box = Row("garages", (2.95, 3.15), 6.1, 0.33, 1.0)
    out.append(
        Street(
            "Am Garagenhof",
            streets.spline([(-640, -178), (-636, -60), (-650, 60)]),
            7.0,
            0,
            "road",
            (box,),
            (box,),
        )
    )
    return [*out, *streets.estate(works, 275.0, (175.0, 260.0), names, [WORKS], own_rng(60, seed))]


def build(seed: int) -> list[Parcel]:
    """Return all parcels of the municipality before anything is built on them."""
    net, greens = all_streets(seed)
    outline = outskirts.region()
    surface = _exclusive(net, outline)
    fixed = _fixed_areas(greens, surface, seed)
    land = Land([shape for shape in surface if not shape.is_empty], [parcel.shape for parcel in fixed])
    rng = np.random.default_rng(seed)
    lots: list[Parcel] = []
    for number, street in enumerate(net):
        lots += rows_of(street, land, 2 * number, rng)
    ways = _way_parcels(net, surface)
    rest = _rest(outline, [*land.taken], lots, seed)
    parcels = [*ways, *fixed, *lots, *rest]
    for parcel, shape in zip(parcels, partition([parcel.shape for parcel in parcels]), strict=True):
        parcel.shape = shape
    return [parcel for parcel in parcels if not parcel.shape.is_empty]


def _exclusive(net: list[Street], outline: Polygon) -> list[shapely.Geometry]:
    done: list[shapely.Geometry] = []
    for shape in streets.surfaces(net):
        inside = shapely.intersection(shape, outline, grid_size=GRID)
        done.append(cut_away(inside, [*done, MARKET]))
    return done


def _fixed_areas(
    greens: list[tuple[int, Polygon]], surface: list[shapely.Geometry], seed: int
) -> list[Parcel]:
    square = shapely.difference(MARKET, _TOWN_HALL, grid_size=GRID)
    out = [
        Parcel(square, "square", "AX_Platz", 0, "Markt", name="Markt", function="5130"),
        Parcel(
            _TOWN_HALL,
            "public",
            "AX_FlaecheBesondererFunktionalerPraegung",
            0,
            "Markt",
            name="Rathaus",
            function="1110",
        ),
    ]
    for use, function, name, corners in _FIXED:
        shape = Polygon(warp(np.array(corners, dtype=float), 0.6))
        parts = polygons(cut_away(shape, [*surface, MARKET]), 400)
        out += [Parcel(part, "public", use, 0, "", name=name, function=function) for part in parts]
    for place, green in greens:
        piece = max(polygons(cut_away(green, surface), 100), key=lambda part: part.area)
        parts = halve(piece, own_rng(place, seed), piece.area / 2.2)
        for number, part in enumerate(sorted(parts, key=lambda p: -p.area)):
            out.append(_green_part(part, place, number))
    return out


def _green_part(part: Polygon, place: int, number: int) -> Parcel:
    if number == 0:
        use, function, name = "AX_FlaecheBesondererFunktionalerPraegung", "1160", "Dorfkirche"
    elif number == 1:
        use, function, name = "AX_StehendesGewaesser", "", "Dorfteich"
    else:
        use, function, name = "AX_SportFreizeitUndErholungsflaeche", "4420", "Dorfanger"
    return Parcel(part, "public", use, place, "Am Anger", name=name, function=function)


def _way_parcels(net: list[Street], surface: list[shapely.Geometry]) -> list[Parcel]:
    uses = {
        "road": "AX_Strassenverkehr",
        "way": "AX_Weg",
        "rail": "AX_Bahnverkehr",
        "water": "AX_Fliessgewaesser",
    }
    out = []
    for street, shape in zip(net, surface, strict=True):
        for part in polygons(shape, 8):
            for piece in _lengths(part, street):
                function = {"road": "", "way": "5210", "rail": "", "water": "8200"}[street.kind]
                out.append(
                    Parcel(
                        piece,
                        street.kind,
                        uses[street.kind],
                        street.place,
                        street.name,
                        function=function,
                        name=street.name,
                    )
                )
    return out


def _lengths(part: Polygon, street: Street) -> list[Polygon]:
    """Cut a long way across into the pieces that surveys of different years have left."""
    step = 420.0 if street.kind in {"rail", "water", "way"} else 260.0
    count = int(street.line.length / step)
    if count < 1:
        return [part]
    cuts = []
    for index in range(1, count + 1):
        point, _, normal = frame(street.line, street.line.length * index / (count + 1) + 9)
        cuts.append(shapely.LineString([point - normal * street.width, point + normal * street.width]))
    pieces = [part]
    for cut in cuts:
        pieces = [
            p for piece in pieces for p in (split(piece, cut).geoms if cut.intersects(piece) else [piece])
        ]
    return pieces


def _rest(outline: Polygon, taken: list[shapely.Geometry], lots: list[Parcel], seed: int) -> list[Parcel]:
    """Return what is left: gardens between the rows, allotments, fields, meadows and woods."""
    rng = np.random.default_rng(seed + 1)
    used = shapely.union_all(taken, grid_size=GRID)
    rest = shapely.difference(shapely.set_precision(outline, GRID), used, grid_size=GRID)
    hull = _settled(lots)
    wood = shapely.union_all(outskirts.forests())
    meadow = outskirts.RIVER.buffer(95)
    out: list[Parcel] = []
    for face in sorted(polygons(rest, 1.0), key=lambda part: (part.centroid.x, part.centroid.y)):
        if face.area < 40_000 and hull.contains(face.representative_point()):
            target = 380.0 if face.area < 3000 else 900.0
            out += [Parcel(p, "garden", "AX_Wohnbauflaeche", plan="garden") for p in halve(face, rng, target)]
        else:
            out += _open_land(face, wood, meadow, rng)
    return out


def _settled(lots: list[Parcel]) -> shapely.Geometry:
    grown = shapely.union_all(shapely.buffer([lot.shape for lot in lots], 24, quad_segs=2))
    shrunk = grown.buffer(-20, quad_segs=2)
    filled = [
        Polygon(p.exterior, [r for r in p.interiors if Polygon(r).area > 30_000]) for p in polygons(shrunk)
    ]
    return shapely.union_all(filled)


def _open_land(
    face: Polygon, wood: shapely.Geometry, meadow: Polygon, rng: np.random.Generator
) -> list[Parcel]:
    out = []
    inside = shapely.intersection(face, wood, grid_size=GRID)
    for part in polygons(inside, 500):
        out += [
            Parcel(p, "forest", "AX_Wald", plan="open", function="1310") for p in halve(part, rng, 42_000)
        ]
    open_part = areas(shapely.difference(face, wood, grid_size=GRID))
    wet = shapely.intersection(open_part, meadow, grid_size=GRID)
    for part in polygons(wet, 60):
        out += [
            Parcel(p, "meadow", "AX_Landwirtschaft", plan="open", function="1020")
            for p in halve(part, rng, 9_000)
        ]
    for part in polygons(shapely.difference(open_part, meadow, grid_size=GRID), 20):
        if rng.random() < 0.45 and part.area > 15_000:
            pieces = strips(part, rng, float(rng.uniform(28, 70)))
        else:
            pieces = halve(part, rng, float(rng.choice([12_000, 25_000, 50_000])), 0.2)
        out += [Parcel(p, "field", "AX_Landwirtschaft", plan="open", function="1010") for p in pieces]
    return out
