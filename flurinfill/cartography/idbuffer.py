"""Polygons to an image of their numbers: which feature lies under which pixel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from flurinfill import compiling
from flurinfill.cartography import fallback, warmup
from flurinfill.cartography.store import BLOCK, PolygonStore
from flurinfill.cartography.view import View


def scan(
    store: PolygonStore, view: View, width: int, height: int, rows: tuple[int, int] | None = None
) -> NDArray[np.uint32]:
    """Scan-convert a store.

    Parameters
    ----------
    store : PolygonStore
        The polygons.
    view : View
        Its pixels are the pixels of the picture.
    width, height : int
        Size of the picture.
    rows : int, int, optional
        Only these rows of it, from and up to.

    Returns
    -------
    uint32 (height, width)
        Or as many rows as were asked for. 0 where there is nothing, else 1 + position of the feature
        in the caller's array. Where features overlap, one of them.
    """
    first, last = rows or (0, height)
    ids = np.zeros((last - first, width), np.uint32)
    if not len(store.boxes):
        return ids
    level = store.level_for(view.metres_per_pixel)
    shift_x = store.origin[0] - view.center_x + width / 2 * view.metres_per_pixel
    shift_y = view.center_y - store.origin[1] + height / 2 * view.metres_per_pixel
    kernels = warmup.kernels() or fallback

    def band(top: int, bottom: int) -> None:
        kernels.scan_rows(
            ids[top:bottom],
            first + top,
            level.coords,
            level.ring_starts,
            level.feature_rings,
            store.order,
            store.boxes,
            store.block_boxes,
            BLOCK,
            shift_x,
            shift_y,
            1.0 / view.metres_per_pixel,
        )

    in_bands(band, last - first)
    return ids


def in_bands(work: Callable[[int, int], None], height: int) -> None:
    """Share the rows of a picture among threads, as far as kernels are there to share."""
    if warmup.kernels():
        compiling.in_bands(work, height)
    else:
        work(0, height)
