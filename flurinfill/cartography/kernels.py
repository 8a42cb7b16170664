"""The inner loops of drawing, compiled by numba. Imported by :mod:`.warmup` only, in the background.

All kernels are in this one module because numba's cache does not notice a change in a callee that
lives elsewhere. They release the GIL, so that the window stays alive while they run.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import platformdirs


def _cache_folder_is_usable() -> bool:
    """Point numba to the user's cache folder: an installed program may be read-only elsewhere."""
    folder = platformdirs.user_cache_path("flurinfill", appauthor=False) / "numba"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    numba.config.CACHE_DIR = str(folder)
    return True


_OPTIONS: dict[str, Any] = {"nogil": True, "cache": _cache_folder_is_usable(), "boundscheck": False}


@numba.njit(**_OPTIONS)
def scan_rows(
    ids, top, coords, ring_starts, feature_rings, order, boxes, block_boxes, block, shift_x, shift_y, ratio
):  # type: ignore[no-untyped-def]  # noqa: C901
    """Scan-convert all features into the rows of ``ids``, the first of which is row ``top``.

    A pixel belongs to a feature when its centre lies inside by the even-odd rule over all rings;
    edges are half-open, so that neighbours neither overlap nor leave a gap. A feature under three
    pixels in both directions fills its box, so that it does not vanish between pixel centres.
    Pixel = (local x + shift_x) * ratio, (shift_y - local y) * ratio.
    """
    height, width = ids.shape
    counts = np.zeros(height + 1, np.int64)
    crossings = np.empty(1024, np.float32)
    west, east = -shift_x, width / ratio - shift_x
    north, south = shift_y - top / ratio, shift_y - (top + height) / ratio
    for group in range(block_boxes.shape[0]):
        if (
            block_boxes[group, 0] > east
            or block_boxes[group, 2] < west
            or block_boxes[group, 1] > north
            or block_boxes[group, 3] < south
        ):
            continue
        for feature in range(group * block, min((group + 1) * block, boxes.shape[0])):
            if (
                boxes[feature, 0] > east
                or boxes[feature, 2] < west
                or boxes[feature, 1] > north
                or boxes[feature, 3] < south
            ):
                continue
            number = np.uint32(order[feature] + 1)
            left = (boxes[feature, 0] + shift_x) * ratio
            right = (boxes[feature, 2] + shift_x) * ratio
            upper = (shift_y - boxes[feature, 3]) * ratio - top
            lower = (shift_y - boxes[feature, 1]) * ratio - top
            if right - left < 3.0 and lower - upper < 3.0:
                x0, y0 = int(np.floor(left)), int(np.floor(upper))
                x1, y1 = max(int(np.ceil(right)), x0 + 1), max(int(np.ceil(lower)), y0 + 1)
                for row in range(max(y0, 0), min(y1, height)):
                    for column in range(max(x0, 0), min(x1, width)):
                        ids[row, column] = number
                continue
            first = max(int(np.ceil(upper - 0.5)), 0)
            last = min(int(np.ceil(lower - 0.5)), height)  # exclusive
            if first >= last:
                continue
            rows = last - first
            for row in range(rows + 1):
                counts[row] = 0
            for ring in range(feature_rings[feature], feature_rings[feature + 1]):
                start, end = ring_starts[ring], ring_starts[ring + 1]
                ya = (shift_y - coords[start, 1]) * ratio - top
                for point in range(start + 1, end):
                    yb = (shift_y - coords[point, 1]) * ratio - top
                    low, high = min(ya, yb), max(ya, yb)
                    for row in range(
                        max(int(np.ceil(low - 0.5)), first), min(int(np.ceil(high - 0.5)), last)
                    ):
                        counts[row - first + 1] += 1
                    ya = yb
            for row in range(rows):
                counts[row + 1] += counts[row]
            total = counts[rows]
            if total == 0:
                continue
            if total > crossings.shape[0]:
                crossings = np.empty(2 * total, np.float32)
            for ring in range(feature_rings[feature], feature_rings[feature + 1]):
                start, end = ring_starts[ring], ring_starts[ring + 1]
                xa = (coords[start, 0] + shift_x) * ratio
                ya = (shift_y - coords[start, 1]) * ratio - top
                for point in range(start + 1, end):
                    xb = (coords[point, 0] + shift_x) * ratio
                    yb = (shift_y - coords[point, 1]) * ratio - top
                    low, high = min(ya, yb), max(ya, yb)
                    for row in range(
                        max(int(np.ceil(low - 0.5)), first), min(int(np.ceil(high - 0.5)), last)
                    ):
                        at = xa + (row + 0.5 - ya) * (xb - xa) / (yb - ya)
                        slot = counts[row - first]
                        crossings[slot] = at
                        counts[row - first] = slot + 1
                    xa, ya = xb, yb
            begin = 0
            for row in range(rows):
                stop = counts[row]  # counts now hold the ends
                for i in range(begin + 1, stop):
                    value = crossings[i]
                    j = i - 1
                    while j >= begin and crossings[j] > value:
                        crossings[j + 1] = crossings[j]
                        j -= 1
                    crossings[j + 1] = value
                for i in range(begin, stop - 1, 2):
                    x0 = max(int(np.ceil(crossings[i] - 0.5)), 0)
                    x1 = min(int(np.ceil(crossings[i + 1] - 0.5)), width)
                    for column in range(x0, x1):
                        ids[first + row, column] = number
                begin = stop


@numba.njit(**_OPTIONS)
def _blend(below, colour, alpha):  # type: ignore[no-untyped-def]
    """Mix two 0xRRGGBB colours: ``alpha`` of 0 to 255 of the second."""
    keep = 255 - alpha
    red = ((below >> 16 & 255) * keep + (colour >> 16 & 255) * alpha) // 255
    green = ((below >> 8 & 255) * keep + (colour >> 8 & 255) * alpha) // 255
    blue = ((below & 255) * keep + (colour & 255) * alpha) // 255
    return red << 16 | green << 8 | blue


@numba.njit(**_OPTIONS)
def is_hatched(pattern, x, y, period, width):  # type: ignore[no-untyped-def]
    """Tell whether a pattern (its number in ``compose.PATTERNS``) covers a pixel."""
    if pattern == 1:
        return (x + y) % period < width
    if pattern == 2:
        return (x - y) % period < width
    if pattern == 3:
        return (x + y) % period < width or (x - y) % period < width
    if pattern == 4:
        odd = (y // (period // 2)) % 2
        return (x + odd * (period // 2)) % period < width + 1 and y % (period // 2) < width + 1
    if pattern == 5:
        return y % period < width
    return x % period < width


@numba.njit(**_OPTIONS)
def paint_rows(out, ids, top, codes, table, reach, band, period, line, origin_x, origin_y):  # type: ignore[no-untyped-def]  # noqa: C901
    """Blend one layer over the rows of ``out`` (0xffRRGGBB), the first of which is row ``top``.

    ``codes`` gives each id (0: nothing) its row of ``table``, whose columns are fill, fill alpha,
    outline, outline alpha, pattern, pattern colour, pattern alpha, rank. An outline lies where the id
    differs from one to the right or below within ``reach`` pixels (``band`` for a rank above 1, on
    both sides); of two neighbours the one of higher rank gives its colour.
    """
    height, width = out.shape
    last_row, last_column = ids.shape[0] - 1, width - 1
    for row in range(height):
        y = row + top
        for x in range(width):
            number = ids[y, x]
            style = codes[number]
            edge = -1
            for step in range(1, band + 1):
                right = ids[y, min(x + step, last_column)]
                below = ids[min(y + step, last_row), x]
                for neighbour in (right, below):
                    if neighbour != number:
                        other = codes[neighbour]
                        if table[style, 7] > table[other, 7]:
                            other = style
                        if (step <= reach or table[other, 7] > 1) and (
                            edge < 0 or table[other, 7] > table[edge, 7]
                        ):
                            edge = other
            if edge < 0 and number == 0:
                continue
            if table[style, 7] > 1:
                for step in range(1, band + 1):
                    if ids[y, max(x - step, 0)] != number or ids[max(y - step, 0), x] != number:
                        edge = style
            colour = np.int64(out[row, x]) & 0xFFFFFF
            if table[style, 1] > 0:
                colour = _blend(colour, table[style, 0], table[style, 1])
            if table[style, 6] > 0 and is_hatched(table[style, 4], x + origin_x, y + origin_y, period, line):
                colour = _blend(colour, table[style, 5], table[style, 6])
            if edge >= 0 and table[edge, 3] > 0:
                colour = _blend(colour, table[edge, 2], table[edge, 3])
            out[row, x] = np.uint32(0xFF000000 | colour)


@numba.njit(**_OPTIONS)
def mark(out, ids, mask, box, reach, colour, casing, tint):  # type: ignore[no-untyped-def]  # noqa: C901
    """Outline the ids with a mask inside the pixel box (x0, y0, x1, y1), with a casing around the line.

    Discs are stamped along the boundary: that costs by its length, not by the area of the box.
    """
    height, width = ids.shape
    wide = reach + (reach + 1) // 2
    marks = np.zeros((box[3] - box[1], box[2] - box[0]), np.uint8)
    for y in range(box[1], box[3]):
        for x in range(box[0], box[2]):
            inside = mask[ids[y, x]]
            right = mask[ids[y, min(x + 1, width - 1)]]
            below = mask[ids[min(y + 1, height - 1), x]]
            if right == inside and below == inside:
                continue
            for yy in range(max(y - wide, box[1]), min(y + wide + 1, box[3])):
                for xx in range(max(x - wide, box[0]), min(x + wide + 1, box[2])):
                    distance = (yy - y) * (yy - y) + (xx - x) * (xx - x)
                    if distance <= reach * reach:
                        marks[yy - box[1], xx - box[0]] = 2
                    elif distance <= wide * wide and marks[yy - box[1], xx - box[0]] == 0:
                        marks[yy - box[1], xx - box[0]] = 1
    for y in range(box[1], box[3]):
        for x in range(box[0], box[2]):
            old = np.int64(out[y, x]) & 0xFFFFFF
            state = marks[y - box[1], x - box[0]]
            if state == 2:
                old = np.int64(colour)
            elif state == 1:
                old = _blend(old, np.int64(casing), 200)
            elif mask[ids[y, x]]:
                old = _blend(old, np.int64(colour), np.int64(tint))
            out[y, x] = np.uint32(0xFF000000 | old)


@numba.njit(**_OPTIONS)
def halve_rows(out, twice, top):  # type: ignore[no-untyped-def]
    """Average each 2×2 pixels of ``twice`` into the rows of ``out`` from row ``top`` on."""
    height, width = out.shape
    for row in range(height):
        y = 2 * (row + top)
        for x in range(width):
            a, b = twice[y, 2 * x], twice[y, 2 * x + 1]
            c, d = twice[y + 1, 2 * x], twice[y + 1, 2 * x + 1]
            # two channels at a time: red and blue, green
            even = (a & 0xFF00FF) + (b & 0xFF00FF) + (c & 0xFF00FF) + (d & 0xFF00FF) + 0x20002
            odd = (a >> 8 & 0xFF) + (b >> 8 & 0xFF) + (c >> 8 & 0xFF) + (d >> 8 & 0xFF) + 2
            out[row, x] = np.uint32(0xFF000000 | (even >> 2 & 0xFF00FF) | ((odd >> 2 & 0xFF) << 8))
