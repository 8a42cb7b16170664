"""A service as the ground below the map: pictures for any view from the tiles that are there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from flurinfill.basemaps import kernels
from flurinfill.basemaps.cache import DiskCache
from flurinfill.basemaps.client import Client
from flurinfill.basemaps.grids import Bounds, TileKey
from flurinfill.basemaps.loading import REST_S, TileLoader
from flurinfill.basemaps.memory import Tile, TileMemory
from flurinfill.basemaps.sources import TileSource
from flurinfill.compiling import in_bands

Pixels = NDArray[np.uint32]

_STEP = 64  # pixels between exactly transformed places
_MOST_TILES = 400  # of one picture; a coarser level is taken rather than more
_DARK_BELOW = 150.0  # of 255: photos lie near 100, maps above 200


@dataclass(frozen=True, eq=False)
class _Plan:
    """Where a picture gets its pixels from.

    ``columns`` and ``rows`` are places in the mosaic of the tiles (pixels, centres at .0) of every
    ``_STEP``-th pixel of the picture; ``first`` is the tile in the upper left corner of the mosaic.
    """

    level: int
    tiles: list[TileKey]
    first: tuple[int, int]
    size: tuple[int, int]
    columns: NDArray[np.float64]
    rows: NDArray[np.float64]


class Basemap:
    """Draws the ground for any view at once from what is in memory, and loads what is missing.

    It is a :class:`flurinfill.cartography.backdrop.Backdrop`.

    Parameters
    ----------
    source : TileSource
    map_crs : str
        Of the bounds that pictures are asked for.
    client : Client
        Belongs to the basemap from now on.
    folder : Path
        Of the disk cache.
    limit_mb : int
        Of the disk cache of this service.
    news : callable
        Called in a worker when there is more to be seen than before.
    trouble : callable
        Called in a worker with a ``ServiceError``, or with what should not happen.
    opacity : float
        0 to 1, of the ground over the paper.
    rest_s : float
        How long the service is left in peace after a failure.
    """

    def __init__(
        self,
        source: TileSource,
        map_crs: str,
        client: Client,
        folder: Path,
        limit_mb: int,
        *,
        news: Callable[[], None],
        trouble: Callable[[Exception], None],
        opacity: float = 1.0,
        rest_s: float = REST_S,
    ) -> None:
        self.source, self.opacity = source, opacity
        self._map_crs = map_crs
        self._memory = TileMemory()
        self._lock = threading.Lock()
        self._last: tuple[tuple[object, ...], Pixels] | None = None
        self._paper = "#ffffff"
        # Pictures are drawn in threads where pyproj must not be used: docs/decisions/0004
        self._geodesist = ThreadPoolExecutor(1, "basemap-places")
        self._transformer: Transformer | None = None
        cache = DiskCache(folder, source.name, limit_mb)
        self._loader = TileLoader(source, client, cache, self._memory, news, trouble, rest_s)

    def close(self, *, wait: bool = True) -> None:
        """Break off what is being loaded, and wait for the threads where wanted."""
        self._geodesist.shutdown(wait=wait, cancel_futures=True)
        self._loader.close(wait=wait)

    @property
    def idle(self) -> bool:
        """True when nothing is being loaded."""
        return self._loader.idle

    @property
    def is_dark(self) -> bool | None:
        """True when light lines show better on it than dark ones; None before the first tile."""
        brightness = self._memory.brightness
        if brightness is None:
            return None
        paper = sum(_rgb(self._paper)) / 3
        return brightness * self.opacity + paper * (1 - self.opacity) < _DARK_BELOW

    def picture(self, bounds: Bounds, width: int, height: int, paper: str) -> Pixels | None:
        """Draw what is in memory, coarser where the right tiles are missing, and load those.

        Parameters
        ----------
        bounds : tuple of float
            West, south, east, north in the map's CRS.
        width, height : int
            Size in pixels.
        paper : str
            ``"#rrggbb"`` where there is nothing.

        Returns
        -------
        uint32 (height, width) or None
            0xffRRGGBB; None when no tile of this view is there.
        """
        plan = self._plan(bounds, width, height)
        if plan is None:
            self._loader.want([])
            return None
        self._loader.want(plan.tiles)
        made_of = (bounds, width, height, paper, self.opacity, self._memory.version)
        with self._lock:
            self._paper = paper
            if self._last is not None and self._last[0] == made_of:
                return self._last[1]
        mosaic = self._mosaic(plan, _colour(paper))
        if mosaic is None:
            return None
        out = np.empty((height, width), np.uint32)

        def rows(top: int, bottom: int) -> None:
            kernels.sample_rows(out[top:bottom], top, mosaic, plan.columns, plan.rows, _STEP)

        in_bands(rows, height)
        if self.opacity < 1.0:
            out = _thinned(out, _colour(paper), self.opacity)
        with self._lock:
            self._last = (made_of, out)
        return out

    def is_sharp(self, bounds: Bounds, width: int, height: int) -> bool:
        """Tell whether all tiles of a view are there."""
        plan = self._plan(bounds, width, height)
        return plan is not None and all(key in self._memory for key in plan.tiles)

    # where the pixels come from -----------------------------------------------------------

    def _plan(self, bounds: Bounds, width: int, height: int) -> _Plan | None:
        if width < 1 or height < 1:
            return None
        try:
            x, y = self._places(bounds, width, height)
        except (RuntimeError, CancelledError):
            return None  # it was closed meanwhile
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            return None  # beyond what the projection knows
        box = (float(x.min()), float(y.min()), float(x.max()), float(y.max()))
        grid = self.source.grid
        middle = x.shape[0] // 2 - 1, x.shape[1] // 2 - 1
        across = np.hypot(*(part[middle[0], middle[1] + 1] - part[middle] for part in (x, y)))
        level = grid.level_for(float(across) / _STEP)
        while level > 0 and _count(grid.levels[level].range_of(box)) > _MOST_TILES:
            level -= 1
        here = grid.levels[level]
        first, upper, last, lower = here.range_of(box)
        if not 0 < _count((first, upper, last, lower)) <= _MOST_TILES:
            return None
        west, _, _, north = here.bounds_of(first, upper)
        columns = (x - west) / here.resolution - 0.5
        rows = (north - y) / here.resolution - 0.5
        size = ((lower - upper) * here.tile[1], (last - first) * here.tile[0])
        return _Plan(level, grid.tiles(level, box), (first, upper), size, columns, rows)

    def _places(
        self, bounds: Bounds, width: int, height: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Every ``_STEP``-th pixel centre in the CRS of the tiles, as far as the last pixel and beyond."""
        west, south, east, north = bounds
        right = (np.arange(width // _STEP + 2) * _STEP + 0.5) * (east - west) / width + west
        down = north - (np.arange(height // _STEP + 2) * _STEP + 0.5) * (north - south) / height
        x, y = np.meshgrid(right, down)
        if self.source.grid.crs == self._map_crs:
            return x, y
        return self._geodesist.submit(self._transformed, x, y).result()

    def _transformed(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        if self._transformer is None:
            self._transformer = Transformer.from_crs(self._map_crs, self.source.grid.crs, always_xy=True)
        there = self._transformer.transform(x, y)
        return np.asarray(there[0]), np.asarray(there[1])

    # what they look like ------------------------------------------------------------------

    def _mosaic(self, plan: _Plan, paper: int) -> Pixels | None:
        """Tiles side by side; None when there are none."""
        out = np.full(plan.size, 0xFF000000 | paper, np.uint32)
        here = self.source.grid.levels[plan.level]
        found = False
        for key in plan.tiles:
            column, row = key.column - plan.first[0], key.row - plan.first[1]
            part = out[row * here.tile[1] :, column * here.tile[0] :][: here.tile[1], : here.tile[0]]
            tile = self._memory.get(key)
            if tile is not None:
                _lay(part, tile, paper)
                found = True
            else:
                found |= self._borrow(part, key, paper)
        return out if found else None

    def _borrow(self, part: Pixels, key: TileKey, paper: int) -> bool:
        """Fill the place of a missing tile from coarser or finer ones that are there."""
        grid = self.source.grid
        west, south, east, north = bounds = grid.bounds_of(key)
        across = np.linspace(west, east, part.shape[1], endpoint=False) + (east - west) / part.shape[1] / 2
        down = np.linspace(north, south, part.shape[0], endpoint=False) - (north - south) / part.shape[0] / 2
        for number in grid.nearby_levels(key.level):
            level = grid.levels[number]
            columns = np.floor((across - level.left) / level.resolution).astype(np.int64)
            rows = np.floor((level.top - down) / level.resolution).astype(np.int64)
            lent = False
            first, upper, last, lower = level.range_of(bounds)
            for tile_row in range(upper, lower):
                for tile_column in range(first, last):
                    tile = self._memory.get(TileKey(number, tile_column, tile_row))
                    if tile is None:
                        continue
                    inside_x = columns // level.tile[0] == tile_column
                    inside_y = rows // level.tile[1] == tile_row
                    if not inside_x.any() or not inside_y.any():
                        continue
                    source = tile.pixels[
                        np.ix_(rows[inside_y] % level.tile[1], columns[inside_x] % level.tile[0])
                    ]
                    target = part[_extent(inside_y), _extent(inside_x)]
                    _lay(target, Tile(source, tile.opaque), paper)
                    lent = True
            if lent:
                return True
        return False


def _count(tiles: tuple[int, int, int, int]) -> int:
    return (tiles[2] - tiles[0]) * (tiles[3] - tiles[1])


def _extent(inside: NDArray[np.bool_]) -> slice:
    """The run of True as a slice."""
    where = np.flatnonzero(inside)
    return slice(int(where[0]), int(where[-1]) + 1)


def _lay(part: Pixels, tile: Tile, paper: int) -> None:
    """Put a tile on paper."""
    if tile.opaque:
        part[:] = tile.pixels
        return
    alpha = tile.pixels >> 24
    out = np.zeros_like(tile.pixels)
    for shift in (16, 8, 0):
        channel = (tile.pixels >> shift & 0xFF) * alpha + (paper >> shift & 0xFF) * (255 - alpha)
        out |= (channel // 255) << shift
    part[:] = out | 0xFF000000


def _thinned(picture: Pixels, paper: int, opacity: float) -> Pixels:
    """Mix a picture with paper."""
    share = round(opacity * 256)
    even = ((picture & 0xFF00FF) * share + (paper & 0xFF00FF) * (256 - share)) >> 8 & 0xFF00FF
    odd = ((picture & 0x00FF00) * share + (paper & 0x00FF00) * (256 - share)) >> 8 & 0x00FF00
    return (even | odd | 0xFF000000).astype(np.uint32)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _colour(colour: str) -> int:
    return int(colour[1:7], 16)
