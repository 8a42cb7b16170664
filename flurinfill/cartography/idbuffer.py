"""Polygons to an image of their numbers: which feature lies under which pixel."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from flurinfill.cartography import fallback, warmup
from flurinfill.cartography.store import BLOCK, PolygonStore
from flurinfill.cartography.view import View

_ROWS_WORTH_A_THREAD = 200
_THREADS = min(os.cpu_count() or 1, 4)


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
    """Share the rows of a picture among threads: ``work(top, bottom)`` for each band."""
    bands = min(_THREADS, height // _ROWS_WORTH_A_THREAD) if warmup.kernels() else 1
    if bands <= 1:
        work(0, height)
        return
    edges = np.linspace(0, height, bands + 1).astype(int).tolist()
    with ThreadPoolExecutor(bands - 1, "draw") as pool:
        others = [pool.submit(work, top, bottom) for top, bottom in pairwise(edges[1:])]
        work(edges[0], edges[1])
        for other in others:
            other.result()
