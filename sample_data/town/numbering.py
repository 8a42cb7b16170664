"""Gemarkung, Flur, parcel numbers, official areas, dates and addresses."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby

import numpy as np

from town.parts import PLACES, Parcel

_LETTERS = {1, 3, 6}  # Gemarkungen where old divisions got letters: 25/a
_FIELD_NAMES = (
    "Die Lehmgruben",
    "Steinäcker",
    "Am Tintenberg",
    "Krummes Stück",
    "Lange Enden",
    "Hinterm Dorf",
    "Die Hutung",
    "Pfingstwiese",
    "Am Kreidehügel",
    "Gänseweide",
    "Das Rodeland",
    "Obere Beete",
    "Untere Beete",
    "Birkenbusch",
    "Die Aue",
)


def place_of(parcel: Parcel) -> int:
    """Return the Gemarkung: that of the street for lots, the nearest settlement for open land."""
    if parcel.block >= 0 or parcel.kind in {"public", "square"}:
        return parcel.place
    middle = parcel.shape.representative_point()
    weights = [0.72 if index == 0 else 1.0 for index in range(len(PLACES))]
    far = [
        np.hypot(middle.x - x, middle.y - y) * w for (_, _, _, (x, y)), w in zip(PLACES, weights, strict=True)
    ]
    return int(np.argmin(far))


def number_parcels(parcels: list[Parcel], rng: np.random.Generator) -> None:
    """Give every parcel its identifier, official area and date of formation."""
    by_place: dict[tuple[int, str], list[Parcel]] = defaultdict(list)
    for parcel in parcels:
        parcel.place = place_of(parcel)
        by_place[parcel.place, _flur(parcel)].append(parcel)
    for (place, flur), members in sorted(by_place.items()):
        _number(members, place, flur, rng)
    for parcel in parcels:
        # Areas on the ground are larger than areas in the UTM plane near the central meridian
        ground = parcel.shape.area / 0.9996**2
        error = rng.normal(0, 0.15) if rng.random() < 0.006 else rng.normal(0, 0.003)
        parcel.official_area = max(1, round(ground * (1 + error)))
        if rng.random() > 0.25:
            year = int(
                rng.choice([1868, 1902, 1934, 1961, 1978, 1994, 2003, 2011, 2018]) + rng.integers(0, 7)
            )
            parcel.formed_on = f"{year:04d}-{rng.integers(1, 13):02d}-{rng.integers(1, 28):02d}"


def _flur(parcel: Parcel) -> str:
    _, _, has_flur, (x, y) = PLACES[parcel.place]
    if not has_flur:
        return "___"
    middle = parcel.shape.representative_point()
    return f"{1 + (middle.x > x) + 2 * (middle.y > y):03d}"


def _number(members: list[Parcel], place: int, flur: str, rng: np.random.Generator) -> None:
    """Number lots along their streets; some old parcels were divided (25/1, 25/2 or 25/a)."""
    numerator = 0
    for _, group in groupby(members, key=lambda parcel: parcel.block):
        run = list(group)
        while run:
            numerator += 1
            divided = rng.random() < (0.4 if run[0].block >= 0 else 0.12)
            size = min(len(run), int(rng.integers(2, 8)) if divided else 1)
            letters = place in _LETTERS and rng.random() < 0.5
            first = int(rng.integers(1, 4)) if not letters else 0
            for index, parcel in enumerate(run[:size]):
                if not divided or (letters and index == 0):
                    tail = "____"
                elif letters:
                    tail = "000" + "abcdefgh"[index - 1]
                else:
                    tail = f"{first + index:04d}"
                parcel.parcel_id = f"14{PLACES[place][1]}{flur}{numerator:05d}{tail}__"
            run = run[size:]


def give_addresses(parcels: list[Parcel], rng: np.random.Generator) -> None:
    """Give built lots house numbers (odd on one side, even on the other) and open land its old names."""
    counters: dict[tuple[int, str, int], int] = {}
    for parcel in parcels:
        if parcel.block >= 0:
            key = (parcel.place, parcel.street, parcel.block % 2)
            number = counters.get(key, 1 if parcel.block % 2 == 0 else 2)
            main = [
                b
                for b in parcel.buildings
                if b.function not in {"2463", "2460", "2740"} and b.shape.area > 35
            ]
            if parcel.kind == "back":
                if main and counters.get(key):
                    parcel.house_numbers = [f"{number - 2}a"]
                continue
            counters[key] = number + 2
            if main and parcel.plan in {"built", "ruin"}:
                parcel.house_numbers = [str(number)]
                if parcel.kind == "slab" and len(main) > 1:
                    counters[key] = number + 4
                    parcel.house_numbers = [str(number), str(number + 2)]
        elif parcel.kind == "public" and parcel.buildings and parcel.street:
            parcel.house_numbers = [str(1 + int(rng.integers(0, 3)))]
        elif not parcel.street:
            parcel.street = _open_name(parcel, rng)


def _open_name(parcel: Parcel, rng: np.random.Generator) -> str:
    if parcel.name:
        return parcel.name
    if parcel.kind == "garden":
        return ""
    return str(rng.choice(_FIELD_NAMES))


def nearest_street(parcels: list[Parcel]) -> None:
    """Give gardens the street name of a lot beside them."""
    named = [parcel for parcel in parcels if parcel.block >= 0]
    centres = np.array([parcel.shape.centroid.coords[0] for parcel in named])
    for parcel in parcels:
        if parcel.kind == "garden" and not parcel.street:
            middle = np.array(parcel.shape.centroid.coords[0])
            parcel.street = named[int(np.argmin(((centres - middle) ** 2).sum(axis=1)))].street
