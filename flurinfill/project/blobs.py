"""Geometry as GeoPackage blobs: a header (magic, flags, CRS, envelope) followed by WKB.

OGC 12-128r17, clause 2.1.3. Whole columns are encoded and decoded at once; polygons are promoted to
multipolygons on the way in and single-part ones come back as polygons.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy.engine import Dialect
from sqlalchemy.types import UserDefinedType

from flurinfill.model.progress import no_pause

_HEADER = np.dtype(
    [("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs", "<i4"), ("envelope", "<f8", 4)]
)
_FLAGS = 0b0000_0011  # little endian, envelope [minx, maxx, miny, maxy]
_EMPTY_FLAG = 0b0001_0000
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_POLYGON, _MULTIPOLYGON = 3, 6
_ONE_PART = b"\x06\x00\x00\x00\x01\x00\x00\x00"
"""Type and number of parts of a little-endian multipolygon with one part, after the byte order."""
_BUNCH = 5_000

Geometries = npt.NDArray[np.object_]


def encode(geometries: Sequence[BaseGeometry | None] | Geometries, srs_id: int) -> list[bytes | None]:
    """Encode geometries as GeoPackage blobs; None and empty geometries become None (NULL)."""
    shapes = np.asarray(geometries, dtype=object)
    bounds = shapely.bounds(shapes)
    headers = np.zeros(len(shapes), dtype=_HEADER)
    headers["magic"], headers["flags"], headers["srs"] = b"GP", _FLAGS, srs_id
    headers["envelope"] = bounds[:, [0, 2, 1, 3]]
    packed, size = headers.tobytes(), _HEADER.itemsize
    bodies = shapely.to_wkb(_promoted(shapes), byte_order=1, output_dimension=2)
    blank = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    return [
        None if blank[at] else packed[at * size : (at + 1) * size] + body for at, body in enumerate(bodies)
    ]


def decode(blobs: Sequence[bytes | None], pause: Callable[[], None] = no_pause) -> Geometries:
    """Decode GeoPackage blobs; NULL becomes None. ``pause`` is called now and then, and may raise."""
    shapes: Geometries = np.empty(len(blobs), dtype=object)
    for at in range(0, len(blobs), _BUNCH):  # other threads get their turn in between
        pause()
        bodies = [None if blob is None else _body(blob) for blob in blobs[at : at + _BUNCH]]
        bunch = shapely.from_wkb(np.array(bodies, dtype=object))
        single = (shapely.get_type_id(bunch) == _MULTIPOLYGON) & (shapely.get_num_geometries(bunch) == 1)
        bunch[single] = shapely.get_geometry(bunch[single], 0)
        shapes[at : at + _BUNCH] = bunch
    return shapes


def _body(blob: bytes) -> bytes:
    """WKB of a blob; of a multipolygon with one part, as this program writes it, that of the part."""
    at = _header_size(blob)
    parts = at + 1 + len(_ONE_PART)
    return blob[parts:] if blob[at + 1 : parts] == _ONE_PART else blob[at:]


def _promoted(shapes: Geometries) -> Geometries:
    polygons = shapely.get_type_id(shapes) == _POLYGON
    out = shapes.copy()
    if polygons.any():
        count = int(polygons.sum())
        out[polygons] = shapely.multipolygons(shapes[polygons], indices=np.arange(count))
    return out


def _header_size(blob: bytes) -> int:
    return 8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 0b111]


def envelope(blob: bytes) -> tuple[float, float, float, float] | None:
    """Minx, maxx, miny, maxy of a blob; None when the geometry is empty."""
    if blob[3] & _EMPTY_FLAG:
        return None
    if (blob[3] >> 1) & 0b111:
        order = "<" if blob[3] & 1 else ">"
        corners: tuple[float, float, float, float] = struct.unpack_from(f"{order}4d", blob, 8)
        return corners
    shape = shapely.from_wkb(blob[_header_size(blob) :])
    if shape.is_empty:
        return None
    minx, miny, maxx, maxy = shape.bounds
    return minx, maxx, miny, maxy


def _corner(position: int) -> Callable[[bytes | None], float | None]:
    def read(blob: bytes | None) -> float | None:
        corners = envelope(blob) if blob else None
        return None if corners is None else corners[position]

    return read


def _is_empty(blob: bytes | None) -> int | None:
    return None if blob is None else int(envelope(blob) is None)


SQL_FUNCTIONS: dict[str, Callable[[bytes | None], float | int | None]] = {
    "ST_IsEmpty": _is_empty,
    "ST_MinX": _corner(0),
    "ST_MaxX": _corner(1),
    "ST_MinY": _corner(2),
    "ST_MaxY": _corner(3),
}
"""What the R-tree triggers of a GeoPackage call (OGC 12-128r17, annex F.3)."""


class Geometry(UserDefinedType[bytes]):
    """A geometry column: its GeoPackage type name, and blobs in and out.

    Parameters
    ----------
    kind : str
        Geometry type of the layer: ``"MULTIPOLYGON"``, ``"POINT"`` or ``"GEOMETRY"``.
    """

    cache_ok = True

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def get_col_spec(self, **_: Any) -> str:
        """Return the column type of the DDL."""
        return self.kind

    def bind_processor(self, dialect: Dialect) -> None:
        """Pass blobs through: columns are encoded in bulk by :func:`encode`."""

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Pass blobs through: columns are decoded in bulk by :func:`decode`."""
