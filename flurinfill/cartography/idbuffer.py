"""Polygons to an image of their numbers: which feature lies under which pixel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from flurinfill import compiling
from flurinfill.cartography import fallback, warmup
from flurinfill.cartography.store import BLOCK, PolygonStore
from flurinfill.cartography.view import View


def scan(store: PolygonStore, view: View, width: int, height: int) -> NDArray[np.uint32]:
    """Scan-convert a store.

    Parameters
    ----------
    store : PolygonStore
        The polygons.
    view : View
        Its pixels are the pixels of the picture.
    width, height : int
        Size of the picture.

    Returns
    -------
    uint32 (height, width)
        0 where there is nothing, else 1 + position of the feature in the caller's array. Where
        features overlap, one of them.
    """
    ids = np.zeros((height, width), np.uint32)
    if not len(store.boxes):
        return ids
    level = store.level_for(view.metres_per_pixel)
    shift_x = store.origin[0] - view.center_x + width / 2 * view.metres_per_pixel
    shift_y = view.center_y - store.origin[1] + height / 2 * view.metres_per_pixel
    kernels = warmup.kernels() or fallback

    def rows(top: int, bottom: int) -> None:
        kernels.scan_rows(
            ids[top:bottom],
            top,
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

    in_bands(rows, height)
    return ids


def in_bands(work: Callable[[int, int], None], height: int) -> None:
    """Share the rows of a picture among threads, as far as kernels are there to share."""
    if warmup.kernels():
        compiling.in_bands(work, height)
    else:
        work(0, height)
