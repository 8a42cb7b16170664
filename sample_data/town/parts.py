"""The things a town is made of while it is being built."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

EAST, NORTH = 481_300.0, 5_702_400.0  # where the middle of the market lies in EPSG:25833
SEED = 20_260_417
"""Of the town that is shipped; another seed makes another town of the same kind."""


def own_rng(number: int, seed: int) -> np.random.Generator:
    """Return the numbers of one part of a town, so that a change in one part leaves the others."""
    return np.random.default_rng(number if seed == SEED else (seed, number))


@dataclass(frozen=True)
class Row:
    """How a stretch of one street side is cut into lots and built."""

    style: str  # "old", "closed", "villa", "house", "terrace", "farm", "cottage", "works", "garages"
    width: tuple[float, float]
    depth: float
    start: float = 0.0  # share of the street's length
    end: float = 1.0


@dataclass
class Street:
    """A way with its centre line, from which its surface and the lots beside it are made."""

    name: str
    line: LineString
    width: float
    place: int  # index of the Gemarkung
    kind: str = "road"  # "road", "way", "rail", "water"
    left: tuple[Row, ...] = ()
    right: tuple[Row, ...] = ()


@dataclass
class Building:
    """One AX_Gebaeude."""

    shape: Polygon
    function: str
    storeys: int = 1
    state: str = ""
    below: bool = False
    name: str = ""
    oid: str = ""


@dataclass
class Parcel:
    """One parcel with all that its maker knows about it."""

    shape: BaseGeometry
    kind: str  # row style, or "road", "way", "square", "rail", "water", "field", "garden" …
    use: str  # object type of the actual use, such as "AX_Wohnbauflaeche"
    place: int = 0
    street: str = ""
    frame: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None  # front middle, along, into the lot
    width: float = 0.0
    depth: float = 0.0
    at_open_end: bool = False  # last lot of a street that ends in the fields
    block: int = -1  # street side, counted through; keeps neighbours together
    function: str = ""  # funktion, vegetationsmerkmal … of the actual use
    state: str = ""  # zustand of the actual use
    plan: str = "built"  # what the maker does with it: "built", "gap", "minor", "court" …
    truth: str = "none"
    special: str = ""
    name: str = ""  # of a public building, a water, a street
    house_numbers: list[str] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)
    parcel_id: str = ""
    official_area: int = 0
    formed_on: str = ""
    owner: str = ""  # key of the booking
    oid: str = ""
    legal_deviation: bool = False  # land consolidation is running

    @property
    def number(self) -> str:
        """Parcel number as people write it."""
        numerator, denominator = int(self.parcel_id[9:14]), self.parcel_id[14:18].strip("_").lstrip("0")
        return f"{numerator}/{denominator}" if denominator else str(numerator)


PLACES = (  # name, Gemarkungsnummer, has Flur, middle of the settlement
    ("Musterlinden", "9801", False, (0.0, 0.0)),
    ("Tintenhain", "9802", False, (1890.0, 560.0)),
    ("Federwitz", "9803", False, (1250.0, 1660.0)),
    ("Siegelroda", "9804", False, (120.0, 2080.0)),
    ("Kompassgrün", "9805", False, (-1480.0, 1480.0)),
    ("Zirkeldorf", "9806", True, (-2010.0, -330.0)),
    ("Pergamenthal", "9807", False, (-1560.0, -1500.0)),
    ("Lotbrunn", "9808", True, (-240.0, -2010.0)),
    ("Kettenmark", "9809", False, (1620.0, -1330.0)),
)
