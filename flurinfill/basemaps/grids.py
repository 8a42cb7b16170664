"""Grids of tiles: which tiles show a part of the world, and where they lie.

A level of a grid cuts the plane of its CRS into tiles of equal size, counted from its upper left
corner. WMTS publishes its levels, XYZ has those of web mercator, for a WMS we lay our own, so that
its answers can be kept too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Bounds = tuple[float, float, float, float]
"""West, south, east, north in the CRS of the grid (x, y order whatever the authority says)."""

METRES_PER_DEGREE = 111_319.49079327358
"""On the equator of the ellipsoid, as OGC WMTS 1.0.0 (6.1) has it for degrees."""

WMTS_PIXEL_M = 0.00028
"""Size of a pixel by which OGC WMTS 1.0.0 turns scales into resolutions."""

_MERCATOR_SIDE = 2 * math.pi * 6_378_137.0
_WMS_FINEST, _WMS_LEVELS, _WMS_TILE = 0.05, 18, 512
_FAR = 1 << 40  # tiles: no limit


@dataclass(frozen=True, order=True)
class TileKey:
    """One tile of a grid."""

    level: int
    column: int
    row: int


@dataclass(frozen=True)
class Level:
    """Tiles of one resolution.

    Attributes
    ----------
    name : str
        As the service calls it.
    resolution : float
        Units of the CRS per pixel.
    left, top : float
        Upper left corner of tile (0, 0).
    tile : int, int
        Width and height of a tile in pixels.
    columns, rows : tuple of int
        First and one after the last tile that there is.
    """

    name: str
    resolution: float
    left: float
    top: float
    tile: tuple[int, int] = (256, 256)
    columns: tuple[int, int] = (-_FAR, _FAR)
    rows: tuple[int, int] = (-_FAR, _FAR)

    def range_of(self, bounds: Bounds) -> tuple[int, int, int, int]:
        """First column and row, and one after the last ones, of the tiles that meet the bounds."""
        west, south, east, north = bounds
        width, height = (side * self.resolution for side in self.tile)
        first = max(math.floor((west - self.left) / width), self.columns[0])
        last = min(math.floor((east - self.left) / width) + 1, self.columns[1])
        upper = max(math.floor((self.top - north) / height), self.rows[0])
        lower = min(math.floor((self.top - south) / height) + 1, self.rows[1])
        return first, upper, max(last, first), max(lower, upper)

    def bounds_of(self, column: int, row: int) -> Bounds:
        """Where a tile lies."""
        width, height = (side * self.resolution for side in self.tile)
        west, north = self.left + column * width, self.top - row * height
        return west, north - height, west + width, north


@dataclass(frozen=True)
class Grid:
    """Levels of one CRS, from coarse to fine."""

    crs: str
    levels: tuple[Level, ...]

    def level_for(self, resolution: float) -> int:
        """Level whose resolution is nearest to this one, by ratio."""
        return min(
            range(len(self.levels)),
            key=lambda number: abs(math.log(self.levels[number].resolution / resolution)),
        )

    def tiles(self, level: int, bounds: Bounds) -> list[TileKey]:
        """Tiles of a level that meet the bounds, those in the middle first."""
        first, upper, last, lower = self.levels[level].range_of(bounds)
        keys = [TileKey(level, column, row) for row in range(upper, lower) for column in range(first, last)]
        middle = (first + last - 1) / 2, (upper + lower - 1) / 2
        return sorted(keys, key=lambda key: (key.column - middle[0]) ** 2 + (key.row - middle[1]) ** 2)

    def bounds_of(self, key: TileKey) -> Bounds:
        """Where a tile lies."""
        return self.levels[key.level].bounds_of(key.column, key.row)

    def nearby_levels(self, level: int) -> Iterator[int]:
        """Other levels to borrow from: the coarser ones, then the finer one."""
        yield from range(level - 1, max(level - 5, -1), -1)
        if level + 1 < len(self.levels):
            yield level + 1


def mercator_grid(zooms: tuple[int, int]) -> Grid:
    """Return the tiles of 256 pixels of EPSG:3857, zoom 0 being the world in one tile."""
    half = _MERCATOR_SIDE / 2
    return Grid(
        "EPSG:3857",
        tuple(
            Level(
                str(zoom),
                _MERCATOR_SIDE / 256 / 2**zoom,
                -half,
                half,
                columns=(0, 2**zoom),
                rows=(0, 2**zoom),
            )
            for zoom in range(zooms[0], zooms[1] + 1)
        ),
    )


def own_grid(crs: str, *, finest: float, degrees: bool) -> Grid:
    """Return the tiles of 512 pixels that a WMS is asked for, the resolutions doubling from 5 cm.

    Parameters
    ----------
    crs : str
    finest : float
        Metres per pixel of the finest level wanted; 0 for 5 cm.
    degrees : bool
        Whether the unit of the CRS is the degree.
    """
    unit = METRES_PER_DEGREE if degrees else 1.0
    steps = [_WMS_FINEST * 2**step for step in range(_WMS_LEVELS)]
    usable = [step for step in steps if step >= finest * 0.999]
    return Grid(
        crs,
        tuple(Level(f"{step:g}", step / unit, 0.0, 0.0, (_WMS_TILE, _WMS_TILE)) for step in reversed(usable)),
    )


def from_coarse_to_fine(levels: Sequence[Level]) -> tuple[Level, ...]:
    """Sort levels as a grid wants them."""
    return tuple(sorted(levels, key=lambda level: -level.resolution))
