"""Decoded tiles in memory, the least recently used go first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flurinfill.basemaps.decoding import RGBA, packed
from flurinfill.basemaps.grids import TileKey

_LIMIT = 192_000_000  # bytes: a large screen needs 35 to 80


@dataclass(frozen=True, eq=False)
class Tile:
    """A decoded tile: uint32 (h, w), 0xAARRGGBB; ``opaque`` when no pixel lets anything through."""

    pixels: NDArray[np.uint32]
    opaque: bool

    @classmethod
    def of(cls, picture: RGBA) -> Tile:
        """Take a picture."""
        return cls(packed(picture), bool((picture[..., 3] == 255).all()))


class TileMemory:
    """The decoded tiles of one service, for several threads.

    ``version`` changes with every new tile.
    """

    def __init__(self, limit: int = _LIMIT) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._tiles: OrderedDict[TileKey, Tile] = OrderedDict()
        self._bytes = 0
        self._brightness = (0.0, 0)  # sum and count over tiles
        self.version = 0

    def get(self, key: TileKey) -> Tile | None:
        """Return a tile that is there."""
        with self._lock:
            tile = self._tiles.get(key)
            if tile is not None:
                self._tiles.move_to_end(key)
            return tile

    def __contains__(self, key: object) -> bool:
        """Tell whether a tile is there."""
        with self._lock:
            return key in self._tiles

    def put(self, key: TileKey, picture: RGBA) -> None:
        """Take a tile; older ones make room."""
        tile = Tile.of(picture)
        seen = picture[::8, ::8]
        seen = seen[seen[..., 3] > 127]
        with self._lock:
            before = self._tiles.pop(key, None)
            self._bytes += tile.pixels.nbytes - (before.pixels.nbytes if before is not None else 0)
            self._tiles[key] = tile
            while self._bytes > self._limit and len(self._tiles) > 1:
                _, oldest = self._tiles.popitem(last=False)
                self._bytes -= oldest.pixels.nbytes
            if len(seen):
                total, count = self._brightness
                self._brightness = (total + float(seen[:, :3].mean()), count + 1)
            self.version += 1

    @property
    def brightness(self) -> float | None:
        """Mean of the tiles seen so far, 0 to 255; None before the first."""
        total, count = self._brightness
        return total / count if count else None
