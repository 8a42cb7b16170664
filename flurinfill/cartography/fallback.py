"""The same drawing in plain numpy, for the seconds until the kernels are compiled.

Every function gives the same pixels as its namesake in :mod:`.kernels` (a test compares them).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.uint32]
Pixels = NDArray[np.uint32]


def scan_rows(
    ids: Ids,
    top: int,
    coords: NDArray[np.float32],
    ring_starts: NDArray[np.int64],
    feature_rings: NDArray[np.int64],
    order: NDArray[np.uint32],
    boxes: NDArray[np.float32],
    _block_boxes: NDArray[np.float32],
    _block: int,
    shift_x: float,
    shift_y: float,
    ratio: float,
) -> None:
    """Scan-convert all features, those under three pixels as boxes."""
    height, width = ids.shape
    left, right = (boxes[:, 0] + shift_x) * ratio, (boxes[:, 2] + shift_x) * ratio
    upper, lower = (shift_y - boxes[:, 3]) * ratio - top, (shift_y - boxes[:, 1]) * ratio - top
    seen = (right >= 0) & (left <= width) & (lower >= 0) & (upper <= height)
    small = seen & (right - left < 3) & (lower - upper < 3)
    box_spans = _box_spans(*(side[small] for side in (left, upper, right, lower)))
    ring_spans = _ring_spans(
        np.flatnonzero(seen & ~small),
        coords,
        ring_starts,
        feature_rings,
        shift_x,
        shift_y,
        ratio,
        top,
        height,
    )
    spans = np.vstack([np.column_stack([np.flatnonzero(small)[box_spans[0]], *box_spans[1:]]), ring_spans])
    spans = spans[np.argsort(spans[:, 0], kind="stable")]
    feature, row, x0, x1 = spans[(spans[:, 1] >= 0) & (spans[:, 1] < height)].T
    x0, x1 = np.clip(x0, 0, width), np.clip(x1, 0, width)
    lengths = np.maximum(x1 - x0, 0)
    offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    ids[np.repeat(row, lengths), np.repeat(x0, lengths) + offsets] = np.repeat(order[feature] + 1, lengths)


def _box_spans(
    left: NDArray[np.float64],
    upper: NDArray[np.float64],
    right: NDArray[np.float64],
    lower: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Index, row, first and last column (exclusive) of each row of each box."""
    x0, y0 = np.floor(left).astype(np.int64), np.floor(upper).astype(np.int64)
    x1 = np.maximum(np.ceil(right).astype(np.int64), x0 + 1)
    y1 = np.maximum(np.ceil(lower).astype(np.int64), y0 + 1)
    rows = y1 - y0
    index = np.repeat(np.arange(len(x0)), rows)
    row = y0[index] + np.arange(rows.sum()) - np.repeat(np.cumsum(rows) - rows, rows)
    return index, row, x0[index], x1[index]


def _ring_spans(
    features: NDArray[np.int64],
    coords: NDArray[np.float32],
    ring_starts: NDArray[np.int64],
    feature_rings: NDArray[np.int64],
    shift_x: float,
    shift_y: float,
    ratio: float,
    top: int,
    height: int,
) -> NDArray[np.int64]:
    """Feature, row, first and last column (exclusive) of each pair of crossings."""
    rings = _ranges(feature_rings[features], feature_rings[features + 1])
    points = _ranges(ring_starts[rings], ring_starts[rings + 1] - 1)
    points_per_ring = ring_starts[rings + 1] - 1 - ring_starts[rings]
    rings_per_feature = feature_rings[features + 1] - feature_rings[features]
    owner = np.repeat(np.repeat(features, rings_per_feature), points_per_ring)
    xa, xb = ((coords[at, 0].astype(np.float64) + shift_x) * ratio for at in (points, points + 1))
    ya, yb = ((shift_y - coords[at, 1].astype(np.float64)) * ratio - top for at in (points, points + 1))
    first = np.clip(np.ceil(np.minimum(ya, yb) - 0.5), 0, height).astype(np.int64)
    last = np.clip(np.ceil(np.maximum(ya, yb) - 0.5), 0, height).astype(np.int64)
    edge = np.repeat(np.arange(len(points)), last - first)
    row = _ranges(first, last)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (xb - xa) / (yb - ya)
    at = (xa[edge] + (row + 0.5 - ya[edge]) * slope[edge]).astype(np.float32)
    sorted_by = np.lexsort((at, row, owner[edge]))
    column = np.ceil(at[sorted_by].astype(np.float64) - 0.5).astype(np.int64)
    starts = sorted_by[::2]
    return np.column_stack([owner[edge][starts], row[starts], column[::2], column[1::2]])


def _ranges(starts: NDArray[np.int64], stops: NDArray[np.int64]) -> NDArray[np.int64]:
    """All numbers of all ranges, one after another."""
    lengths = np.maximum(stops - starts, 0)
    return np.repeat(starts - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())


def paint_rows(
    out: Pixels,
    ids: Ids,
    top: int,
    codes: NDArray[np.uint8],
    table: NDArray[np.int64],
    reach: int,
    band: int,
    period: int,
    line: int,
    origin_x: int,
    origin_y: int,
) -> None:
    """Blend one layer over the rows of ``out``."""
    height, width = out.shape
    seen = ids[top : top + height]
    style = codes[seen].astype(np.int64)
    edge = np.full(out.shape, -1, np.int64)
    for step in range(1, band + 1):
        right = ids[top : top + height, np.minimum(np.arange(width) + step, width - 1)]
        below = ids[np.minimum(np.arange(top, top + height) + step, len(ids) - 1)]
        for neighbour in (right, below):
            other = codes[neighbour].astype(np.int64)
            other = np.where(table[style, 7] > table[other, 7], style, other)
            counts = (neighbour != seen) & ((step <= reach) | (table[other, 7] > 1))
            edge = np.where(counts & ((edge < 0) | (table[other, 7] > table[edge, 7])), other, edge)
    for step in range(1, band + 1):
        left = ids[top : top + height, np.maximum(np.arange(width) - step, 0)]
        above = ids[np.maximum(np.arange(top, top + height) - step, 0)]
        edge = np.where((table[style, 7] > 1) & ((left != seen) | (above != seen)), style, edge)
    y, x = np.mgrid[top : top + height, 0:width]
    hatched = is_hatched(table[style, 4], x + origin_x, y + origin_y, period, line)
    colour = out.astype(np.int64) & 0xFFFFFF
    colour = _blend(colour, table[style, 0], table[style, 1])
    colour = _blend(colour, table[style, 5], np.where(hatched, table[style, 6], 0))
    colour = _blend(colour, table[edge, 2], np.where(edge >= 0, table[edge, 3], 0))
    out[:] = (colour | 0xFF000000).astype(np.uint32)


def _blend(
    below: NDArray[np.int64], colour: NDArray[np.int64] | int, alpha: NDArray[np.int64] | int
) -> NDArray[np.int64]:
    mixed = np.zeros_like(below)
    for shift in (16, 8, 0):
        channel = ((below >> shift & 255) * (255 - alpha) + (colour >> shift & 255) * alpha) // 255
        mixed |= channel << shift
    return mixed


def is_hatched(
    pattern: NDArray[np.int64], x: NDArray[np.int64], y: NDArray[np.int64], period: int, width: int
) -> NDArray[np.bool_]:
    """Tell whether a pattern (its number in ``compose.PATTERNS``) covers a pixel."""
    half = period // 2
    rising, falling = (x + y) % period < width, (x - y) % period < width
    dots = ((x + (y // half) % 2 * half) % period < width + 1) & (y % half < width + 1)
    return np.choose(
        pattern, [False, rising, falling, rising | falling, dots, y % period < width, x % period < width]
    )


def mark(
    out: Pixels,
    ids: Ids,
    mask: NDArray[np.bool_],
    box: NDArray[np.int64],
    reach: int,
    colour: int,
    casing: int,
    tint: int,
) -> None:
    """Outline the ids with a mask inside the pixel box."""
    x0, y0, x1, y1 = (int(side) for side in box)
    height, width = ids.shape
    inside = mask[ids[y0:y1, x0:x1]]
    right = mask[ids[y0:y1, np.minimum(np.arange(x0, x1) + 1, width - 1)]]
    below = mask[ids[np.minimum(np.arange(y0, y1) + 1, height - 1), x0:x1]]
    boundary = (right != inside) | (below != inside)
    wide = reach + (reach + 1) // 2
    line, around = _stamped(boundary, reach), _stamped(boundary, wide)
    old = out[y0:y1, x0:x1].astype(np.int64) & 0xFFFFFF
    new = np.where(inside, _blend(old, colour, tint), old)
    new = np.where(around, _blend(old, casing, 200), new)
    new = np.where(line, colour, new)
    out[y0:y1, x0:x1] = (new | 0xFF000000).astype(np.uint32)


def _stamped(boundary: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Every pixel within a disc around a boundary pixel."""
    height, width = boundary.shape
    padded = np.pad(boundary, reach)
    stamped = np.zeros_like(boundary)
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            if dx * dx + dy * dy <= reach * reach:
                stamped |= padded[reach + dy : reach + dy + height, reach + dx : reach + dx + width]
    return stamped


def halve_rows(out: Pixels, twice: Pixels, top: int) -> None:
    """Average each 2×2 pixels of ``twice`` into the rows of ``out`` from row ``top`` on."""
    height, width = out.shape
    four = twice[2 * top : 2 * (top + height), : 2 * width].reshape(height, 2, width, 2).astype(np.int64)
    mixed = np.zeros(out.shape, np.int64)
    for shift in (16, 8, 0):
        mixed |= ((four >> shift & 255).sum(axis=(1, 3)) + 2) // 4 << shift
    out[:] = (mixed | 0xFF000000).astype(np.uint32)
