"""The inner loops of drawing, compiled by numba. Imported by :mod:`.warmup` only, in the background.

All kernels are in this one module because numba's cache does not notice a change in a callee that
lives elsewhere. They release the GIL, so that the window stays alive while they run.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from flurinfill.compiling import compiled

_FEW = 8  # crossings of a row that most parcels do not exceed
_NO_EDGE = 2  # of a pixel: nothing has an outline, so ids need not be compared


@compiled
def _misses(box: Any, west: float, south: float, east: float, north: float) -> Any:
    return box[0] > east or box[2] < west or box[1] > north or box[3] < south


@compiled
def _row_range(ya: float, yb: float, first: int, last: int) -> Any:
    """Rows whose centre line an edge crosses: half-open, cut to ``first`` and ``last``."""
    low, high = min(ya, yb), max(ya, yb)
    return max(int(np.ceil(low - 0.5)), first), min(int(np.ceil(high - 0.5)), last)


@compiled
def _fill_box(ids: Any, number: Any, left: float, upper: float, right: float, lower: float) -> None:
    x0, y0 = int(np.floor(left)), int(np.floor(upper))
    x1, y1 = max(int(np.ceil(right)), x0 + 1), max(int(np.ceil(lower)), y0 + 1)
    for row in range(max(y0, 0), min(y1, ids.shape[0])):
        for column in range(max(x0, 0), min(x1, ids.shape[1])):
            ids[row, column] = number


@compiled
def _collect_few(
    starts: Any, coords: Any, place: Any, rows: Any, crossings: Any, first: int, last: int
) -> Any:
    """Put up to ``_FEW`` crossings of each row side by side; False where a row has more.

    One pass over the corners is enough for nearly every parcel; ``rows[i]`` then counts those of row
    ``first + i``.
    """
    shift_x, shift_y, ratio, top = place[0], place[1], place[2], place[3]
    for row in range(last - first):
        rows[row] = 0
    for ring in range(len(starts) - 1):
        xa = (coords[starts[ring], 0] + shift_x) * ratio
        ya = (shift_y - coords[starts[ring], 1]) * ratio - top
        for point in range(starts[ring] + 1, starts[ring + 1]):
            xb = (coords[point, 0] + shift_x) * ratio
            yb = (shift_y - coords[point, 1]) * ratio - top
            begin, end = _row_range(ya, yb, first, last)
            if begin < end:
                slope = (xb - xa) / (yb - ya)
                for row in range(begin, end):
                    count = rows[row - first]
                    if count == _FEW:
                        return False
                    crossings[(row - first) * _FEW + count] = xa + (row + 0.5 - ya) * slope
                    rows[row - first] = count + 1
            xa, ya = xb, yb
    return True


@compiled
def _count_crossings(starts: Any, coords: Any, place: Any, rows: Any, first: int, last: int) -> None:
    """Put the number of crossings of row ``first + i`` into ``rows[i + 1]``, then sum them up."""
    shift_y, ratio, top = place[1], place[2], place[3]
    for row in range(last - first + 1):
        rows[row] = 0
    for ring in range(len(starts) - 1):
        ya = (shift_y - coords[starts[ring], 1]) * ratio - top
        for point in range(starts[ring] + 1, starts[ring + 1]):
            yb = (shift_y - coords[point, 1]) * ratio - top
            begin, end = _row_range(ya, yb, first, last)
            for row in range(begin, end):
                rows[row - first + 1] += 1
            ya = yb
    for row in range(last - first):
        rows[row + 1] += rows[row]


@compiled
def _collect_crossings(
    starts: Any, coords: Any, place: Any, rows: Any, crossings: Any, first: int, last: int
) -> None:
    """Put the columns of all crossings row by row; ``rows[i]`` then is the end of row ``first + i``."""
    shift_x, shift_y, ratio, top = place[0], place[1], place[2], place[3]
    for ring in range(len(starts) - 1):
        xa = (coords[starts[ring], 0] + shift_x) * ratio
        ya = (shift_y - coords[starts[ring], 1]) * ratio - top
        for point in range(starts[ring] + 1, starts[ring + 1]):
            xb = (coords[point, 0] + shift_x) * ratio
            yb = (shift_y - coords[point, 1]) * ratio - top
            begin, end = _row_range(ya, yb, first, last)
            for row in range(begin, end):
                slot = rows[row - first]
                crossings[slot] = xa + (row + 0.5 - ya) * ((xb - xa) / (yb - ya))
                rows[row - first] = slot + 1
            xa, ya = xb, yb


@compiled
def _fill_row(ids: Any, number: Any, row: int, crossings: Any, begin: int, stop: int) -> None:
    """Sort the crossings of a row and fill from each odd one to the next."""
    for i in range(begin + 1, stop):
        value = crossings[i]
        j = i - 1
        while j >= begin and crossings[j] > value:
            crossings[j + 1] = crossings[j]
            j -= 1
        crossings[j + 1] = value
    for i in range(begin, stop - 1, 2):
        x0 = max(int(np.ceil(crossings[i] - 0.5)), 0)
        x1 = min(int(np.ceil(crossings[i + 1] - 0.5)), ids.shape[1])
        for column in range(x0, x1):
            ids[row, column] = number


@compiled
def scan_rows(
    ids: Any,
    top: int,
    coords: Any,
    ring_starts: Any,
    feature_rings: Any,
    order: Any,
    boxes: Any,
    block_boxes: Any,
    block: int,
    shift_x: float,
    shift_y: float,
    ratio: float,
) -> None:
    """Scan-convert all features into the rows of ``ids``, the first of which is row ``top``.

    A pixel belongs to a feature when its centre lies inside by the even-odd rule over all rings;
    edges are half-open, so that neighbours neither overlap nor leave a gap. A feature under three
    pixels in both directions fills its box, so that it does not vanish between pixel centres.
    Pixel = (local x + shift_x) * ratio, (shift_y - local y) * ratio.
    """
    height, width = ids.shape
    place = (shift_x, shift_y, ratio, top)
    rows = np.zeros(height + 1, np.int64)
    crossings = np.empty(_FEW * height, np.float32)
    west, east = -shift_x, width / ratio - shift_x
    north, south = shift_y - top / ratio, shift_y - (top + height) / ratio
    for group in range(block_boxes.shape[0]):
        if _misses(block_boxes[group], west, south, east, north):
            continue
        for feature in range(group * block, min((group + 1) * block, boxes.shape[0])):
            box = boxes[feature]
            if _misses(box, west, south, east, north):
                continue
            number = np.uint32(order[feature] + 1)
            left, right = (box[0] + shift_x) * ratio, (box[2] + shift_x) * ratio
            upper, lower = (shift_y - box[3]) * ratio - top, (shift_y - box[1]) * ratio - top
            if right - left < 3.0 and lower - upper < 3.0:
                _fill_box(ids, number, left, upper, right, lower)
                continue
            first, last = _row_range(upper, lower, 0, height)
            if first >= last:
                continue
            starts = ring_starts[feature_rings[feature] : feature_rings[feature + 1] + 1]
            if _collect_few(starts, coords, place, rows, crossings, first, last):
                for row in range(first, last):
                    begin = (row - first) * _FEW
                    _fill_row(ids, number, row, crossings, begin, begin + rows[row - first])
                continue
            _count_crossings(starts, coords, place, rows, first, last)
            if rows[last - first] > crossings.shape[0]:
                crossings = np.empty(2 * rows[last - first], np.float32)
            _collect_crossings(starts, coords, place, rows, crossings, first, last)
            begin = 0
            for row in range(first, last):
                _fill_row(ids, number, row, crossings, begin, rows[row - first])
                begin = rows[row - first]


@compiled
def _blend(below: Any, colour: Any, alpha: Any) -> Any:
    """Mix two 0xRRGGBB colours: ``alpha`` of 0 to 255 of the second.

    ``(v + 1 + (v >> 8)) >> 8`` is ``v // 255`` for all products of two bytes.
    """
    keep = 255 - alpha
    red = (below >> 16 & 255) * keep + (colour >> 16 & 255) * alpha
    green = (below >> 8 & 255) * keep + (colour >> 8 & 255) * alpha
    blue = (below & 255) * keep + (colour & 255) * alpha
    red = (red + 1 + (red >> 8)) >> 8
    green = (green + 1 + (green >> 8)) >> 8
    blue = (blue + 1 + (blue >> 8)) >> 8
    return red << 16 | green << 8 | blue


@compiled
def is_hatched(pattern: int, x: int, y: int, period: int, width: int) -> Any:
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


@compiled
def _tiles(period: int, line: int) -> Any:
    """One period of every pattern, so that no pixel needs a division."""
    tiles = np.zeros((7, period, period), np.bool_)
    for pattern in range(1, 7):
        for y in range(period):
            for x in range(period):
                tiles[pattern, y, x] = is_hatched(pattern, x, y, period, line)
    return tiles


@compiled
def _find_edges(ids: Any, y: int, band: int, around: bool, flags: Any) -> None:
    """Flag the pixels of a row that are near another id: to the right and below, or ``around`` them.

    Plain loops over whole rows, which the compiler turns into vector instructions.
    """
    width, last = ids.shape[1], ids.shape[0] - 1
    here = ids[y]
    flags[:] = 0
    for step in range(1, min(band, width - 1) + 1):
        below = ids[min(y + step, last)]
        for x in range(width):
            flags[x] |= here[x] != below[x]
        for x in range(width - step):
            flags[x] |= here[x] != here[x + step]
        for x in range(width - step, width):
            flags[x] |= here[x] != here[width - 1]
        if around:
            above = ids[max(y - step, 0)]
            for x in range(width):
                flags[x] |= here[x] != above[x]
            for x in range(step, width):
                flags[x] |= here[x] != here[x - step]
            for x in range(step):
                flags[x] |= here[x] != here[0]


@compiled
def _filled(below: Any, table: Any, style: int, hatched: bool) -> Any:
    """Fill and hatch of a style over a colour."""
    colour = below
    if table[style, 1] == 255:
        colour = table[style, 0]
    elif table[style, 1] > 0:
        colour = _blend(colour, table[style, 0], table[style, 1])
    if hatched and table[style, 6] > 0:
        colour = _blend(colour, table[style, 5], table[style, 6])
    return colour


@compiled
def _winners(ranks: Any) -> Any:
    """Style of the outline between two styles, the own one first: the higher rank, else the other."""
    count = ranks.shape[0]
    pairs = np.empty((count, count), np.int16)
    for own in range(count):
        for other in range(count):
            pairs[own, other] = own if ranks[own] > ranks[other] else other
    return pairs


@compiled
def _edge_style(ids: Any, x: int, y: int, codes: Any, ranks: Any, pairs: Any, reach: int, band: int) -> Any:
    """Style whose outline covers a pixel, or -1.

    An outline lies where the id differs from one to the right or below within ``reach`` pixels;
    one of a rank above 1 is ``band`` wide on both sides. Of two neighbours the higher rank counts.
    """
    last_row, last_column = ids.shape[0] - 1, ids.shape[1] - 1
    number = ids[y, x]
    style = codes[number]
    edge = -1
    highest = -2
    for step in range(1, band + 1):
        right, below = ids[y, min(x + step, last_column)], ids[min(y + step, last_row), x]
        if right != number:
            won = pairs[style, codes[right]]
            if ranks[won] > highest and (step <= reach or ranks[won] > 1):
                edge, highest = won, ranks[won]
        if below != number:
            won = pairs[style, codes[below]]
            if ranks[won] > highest and (step <= reach or ranks[won] > 1):
                edge, highest = won, ranks[won]
    if ranks[style] > 1:
        for step in range(1, band + 1):
            if ids[y, max(x - step, 0)] != number or ids[max(y - step, 0), x] != number:
                return np.int64(style)
    return np.int64(edge)


@compiled
def _mixtures(table: Any) -> Any:
    """Pixel values of opaque styles by (style, hatched, edge + 1), so that most pixels are one look-up."""
    count = table.shape[0]
    mixed = np.zeros((count, 2, count + 1), np.uint32)
    for style in range(1, count):
        for hatched in range(2):
            fill = _filled(np.int64(0), table, style, hatched == 1)
            mixed[style, hatched, 0] = 0xFF000000 | fill
            for edge in range(count):
                mixed[style, hatched, edge + 1] = 0xFF000000 | _blend(fill, table[edge, 2], table[edge, 3])
    return mixed


@compiled
def paint_rows(
    out: Any,
    ids: Any,
    top: int,
    codes: Any,
    table: Any,
    reach: int,
    band: int,
    period: int,
    line: int,
    origin_x: int,
    origin_y: int,
) -> None:
    """Blend one layer over the rows of ``out`` (0xffRRGGBB), the first of which is row ``top``.

    ``codes`` gives each id (0: nothing) its row of ``table``; the columns are those of
    ``compose.style_table``. Pixels between two edges have one id: they are filled as a run.
    """
    height, width = out.shape
    ranks = table[:, 7].copy()
    outlined, around = table[:, 3].max() > 0, ranks.max() > 1
    pairs, mixed, tiles = _winners(ranks), _mixtures(table), _tiles(period, line)
    bare = (table[:, 1] == 0) & (table[:, 6] == 0)  # nothing but an outline
    simple = (table[:, 1] == 255) & (table[:, 6] == 0)
    flags = np.full(width, _NO_EDGE, np.uint8)
    columns = (np.arange(width) + origin_x) % period
    for row in range(height):
        y = row + top
        if outlined:
            _find_edges(ids, y, band, around, flags)
        stripe = (y + origin_y) % period
        x = 0
        while x < width:
            style = codes[ids[y, x]]
            edge = np.int64(-1)
            if flags[x] == 1:
                edge = _edge_style(ids, x, y, codes, ranks, pairs, reach, band)
            elif flags[x] == 0 and (bare[style] or simple[style]):
                plain = mixed[style, 0, 0]
                while x < width and flags[x] == 0:
                    if not bare[style]:
                        out[row, x] = plain
                    x += 1
                continue
            if table[style, 1] == 255:
                hatched = np.int64(tiles[table[style, 4], stripe, columns[x]])
                out[row, x] = mixed[style, hatched, edge + 1]
            elif edge >= 0 or style != 0:
                colour = np.int64(out[row, x]) & 0xFFFFFF
                colour = _filled(colour, table, style, tiles[table[style, 4], stripe, columns[x]])
                if edge >= 0 and table[edge, 3] > 0:
                    colour = _blend(colour, table[edge, 2], table[edge, 3])
                out[row, x] = np.uint32(0xFF000000 | colour)
            x += 1


@compiled
def _stamp(marks: Any, x: int, y: int, reach: int, wide: int) -> None:
    """Mark a disc of the line (2) and its casing (1)."""
    for row in range(max(y - wide, 0), min(y + wide + 1, marks.shape[0])):
        for column in range(max(x - wide, 0), min(x + wide + 1, marks.shape[1])):
            distance = (row - y) * (row - y) + (column - x) * (column - x)
            if distance <= reach * reach:
                marks[row, column] = 2
            elif distance <= wide * wide and marks[row, column] == 0:
                marks[row, column] = 1


@compiled
def mark(out: Any, ids: Any, mask: Any, box: Any, reach: int, colour: int, casing: int, tint: int) -> None:
    """Outline the ids with a mask inside the pixel box (x0, y0, x1, y1), with a casing around the line.

    Discs are stamped along the boundary: that costs by its length, not by the area of the box.
    """
    last_row, last_column = ids.shape[0] - 1, ids.shape[1] - 1
    marks = np.zeros((box[3] - box[1], box[2] - box[0]), np.uint8)
    for y in range(box[1], box[3]):
        for x in range(box[0], box[2]):
            inside = mask[ids[y, x]]
            right, below = mask[ids[y, min(x + 1, last_column)]], mask[ids[min(y + 1, last_row), x]]
            if right != inside or below != inside:
                _stamp(marks, x - box[0], y - box[1], reach, reach + (reach + 1) // 2)
    for y in range(box[1], box[3]):
        for x in range(box[0], box[2]):
            pixel = np.int64(out[y, x]) & 0xFFFFFF
            state = marks[y - box[1], x - box[0]]
            if state == 2:
                pixel = np.int64(colour)
            elif state == 1:
                pixel = _blend(pixel, np.int64(casing), 200)
            elif mask[ids[y, x]]:
                pixel = _blend(pixel, np.int64(colour), np.int64(tint))
            out[y, x] = np.uint32(0xFF000000 | pixel)


@compiled
def halve_rows(out: Any, twice: Any, top: int) -> None:
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
