"""The inner loop of warping, compiled by numba."""

from __future__ import annotations

from typing import Any

import numpy as np

from flurinfill.compiling import compiled


@compiled
def _mix(a: Any, b: Any, share: Any) -> Any:
    """Mix two 0xRRGGBB pixels, ``share`` of 0 to 256 of the second; red and blue at a time, then green."""
    keep = 256 - share
    even = ((a & 0xFF00FF) * keep + (b & 0xFF00FF) * share) >> 8 & 0xFF00FF
    odd = ((a & 0x00FF00) * keep + (b & 0x00FF00) * share) >> 8 & 0x00FF00
    return even | odd


@compiled
def sample_rows(out: Any, top: int, source: Any, columns: Any, rows: Any, step: int) -> None:
    """Fill the rows of ``out`` from row ``top`` on by what lies in ``source`` at a warped place.

    ``columns`` and ``rows`` give the place in ``source`` (in pixels, centres at .0) of every
    ``step``-th pixel; in between it is interpolated, and so are the colours (bilinear). Places
    outside take the nearest pixel of the edge.
    """
    height, width = out.shape
    last_row, last_column = source.shape[0] - 1, source.shape[1] - 1
    for row in range(height):
        above = (row + top) // step
        down = ((row + top) % step) / step
        for cell in range(columns.shape[1] - 1):
            x = columns[above, cell] * (1 - down) + columns[above + 1, cell] * down
            y = rows[above, cell] * (1 - down) + rows[above + 1, cell] * down
            x_end = columns[above, cell + 1] * (1 - down) + columns[above + 1, cell + 1] * down
            y_end = rows[above, cell + 1] * (1 - down) + rows[above + 1, cell + 1] * down
            dx, dy = (x_end - x) / step, (y_end - y) / step
            for column in range(cell * step, min((cell + 1) * step, width)):
                left, upper = min(max(x, 0.0), last_column), min(max(y, 0.0), last_row)
                x0, y0 = int(left), int(upper)
                x1, y1 = min(x0 + 1, last_column), min(y0 + 1, last_row)
                right, lower = np.int64((left - x0) * 256), np.int64((upper - y0) * 256)
                high = _mix(np.int64(source[y0, x0]), np.int64(source[y0, x1]), right)
                low = _mix(np.int64(source[y1, x0]), np.int64(source[y1, x1]), right)
                out[row, column] = np.uint32(0xFF000000 | _mix(high, low, lower))
                x += dx
                y += dy
