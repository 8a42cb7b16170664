"""Where a sheet lies in the town: a little map in the corner of a map, with the sheet marked red."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from flurinfill import i18n
from flurinfill.cartography.shapes import Bounds
from flurinfill.cartography.svg_furniture import MARGIN, UNIT, Box, card, text_element
from flurinfill.cartography.symbology import LIGHT

_CELLS = 160
_SIDE = 30.0 * UNIT
_PADDING = 1.6 * UNIT
_LETTERS = 2.2 * UNIT
_EDGE = 0.3 * UNIT
_LEAST = 1.4 * UNIT  # side of the mark of a sheet that would be a dot
_RED = "#b3261e"


def town_shape(parcels: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return what parcels cover, as coarse as a little map shows it.

    Parameters
    ----------
    parcels : sequence of shapely geometries
        In one metric CRS; gaps and overlaps do not matter.
    """
    shapes = np.asarray(parcels, dtype=object)
    if not len(shapes):
        return shapely.Polygon()
    west, south, east, north = shapely.total_bounds(shapes)
    cell = max(east - west, north - south) / _CELLS or 1.0
    x, y = np.arange(west, east, cell) + cell / 2, np.arange(south, north, cell) + cell / 2
    across, up = np.meshgrid(np.arange(len(x)), np.arange(len(y)), indexing="ij")
    points = shapely.points(x[across.ravel()], y[up.ravel()])
    hit = np.zeros(points.shape, dtype=bool)
    hit[shapely.STRtree(shapes).query(points, predicate="intersects")[0]] = True
    covered = hit.reshape(across.shape)
    runs = [run for column in range(len(x)) for run in _runs(covered[column], column)]
    cells = shapely.simplify(shapely.union_all(runs), 1.0)  # whole numbers, so that no seam stays
    found: BaseGeometry = shapely.transform(cells, lambda places: places * cell + (west, south))
    return found


def _runs(covered: NDArray[np.bool_], column: int) -> list[BaseGeometry]:
    """Boxes of neighbouring cells of a column that are covered."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], covered.astype(np.int8), [0]])))
    return [shapely.box(column, low, column + 1, high) for low, high in edges.reshape(-1, 2).tolist()]


def inset_card(town: BaseGeometry, sheet: Bounds, sheet_height: float) -> tuple[str, Box]:
    """Draw the town and the sheet in the lower left corner of a map.

    Parameters
    ----------
    town : shapely geometry
        See :func:`town_shape`.
    sheet : west, south, east, north
        What the map shows.
    sheet_height : float
        Of the map, in hundredths of a millimetre.
    """
    wide, high = _size(town, sheet)
    width, height = max(wide, _SIDE * 0.75) + 2 * _PADDING, high + 2 * _PADDING + 1.4 * _LETTERS
    x, y = MARGIN, sheet_height - MARGIN - height
    caption = text_element(
        i18n.label("map", "inset"), x + width / 2, y + height - _PADDING * 0.9, _LETTERS, LIGHT.text
    )
    little = _drawn(town, sheet, x + (width - wide) / 2, y + _PADDING)
    return card(x, y, width, height) + little + caption, (x, y, x + width, y + height)


def inset_svg(town: BaseGeometry, sheet: Bounds) -> str:
    """Draw the town and the sheet alone, for papers that place it themselves; its longer side is 30 mm."""
    wide, high = (side + 2 * _EDGE for side in _size(town, sheet))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide / UNIT:.1f}mm" height="{high / UNIT:.1f}mm" '
        f'viewBox="0 0 {wide:.0f} {high:.0f}">{_drawn(town, sheet, _EDGE, _EDGE)}</svg>'
    )


def _extent(town: BaseGeometry, sheet: Bounds) -> tuple[Bounds, float]:
    """What is shown in all, and hundredths of a millimetre per metre."""
    west, south, east, north = (float(side) for side in shapely.total_bounds([town, shapely.box(*sheet)]))
    return (west, south, east, north), _SIDE / max(east - west, north - south)


def _size(town: BaseGeometry, sheet: Bounds) -> tuple[float, float]:
    (west, south, east, north), per_metre = _extent(town, sheet)
    return (east - west) * per_metre, (north - south) * per_metre


def _drawn(town: BaseGeometry, sheet: Bounds, left: float, top: float) -> str:
    (west, _, _, north), per_metre = _extent(town, sheet)

    def placed(ring: BaseGeometry) -> str:
        points = shapely.get_coordinates(ring) - (west, north)
        return "L".join(f"{left + x * per_metre:.0f} {top - y * per_metre:.0f}" for x, y in points.tolist())

    data = "".join(f"M{placed(ring)}z" for ring in shapely.get_rings(shapely.get_parts(town)))
    x, y = left + (sheet[0] - west) * per_metre, top + (north - sheet[3]) * per_metre
    width, height = (sheet[2] - sheet[0]) * per_metre, (sheet[3] - sheet[1]) * per_metre
    wide, high = max(width, _LEAST), max(height, _LEAST)
    return (
        f'<path d="{data}" fill="#dfe3e6" fill-rule="evenodd" stroke="{LIGHT.muted}" stroke-width="10"/>'
        f'<rect x="{x - (wide - width) / 2:.0f}" y="{y - (high - height) / 2:.0f}" width="{wide:.0f}" '
        f'height="{high:.0f}" fill="{_RED}" fill-opacity="0.15" stroke="{_RED}" stroke-width="40"/>'
    )
