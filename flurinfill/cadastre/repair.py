"""What is mended before anything is measured. Only what is broken is touched, and all of it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely import GeometryType as Kind

from flurinfill.cadastre.delivery import Geometries, Layer
from flurinfill.model.errors import InputError
from flurinfill.model.findings import Finding, Severity

_POINTS = (Kind.POINT, Kind.MULTIPOINT)
_LINES = (Kind.LINESTRING, Kind.LINEARRING, Kind.MULTILINESTRING)
_AREAS = (Kind.POLYGON, Kind.MULTIPOLYGON)
_ALLOWED: Mapping[str, tuple[Kind, ...]] = {
    "parcels": _AREAS,
    "buildings": _AREAS,
    "land_use": _AREAS,
    "constraints": _AREAS,
    "plans": _AREAS,
    "ways": (*_AREAS, *_LINES),
}
_IDENTIFIERS = {"parcels": "parcel_id", "buildings": "building_id", "addresses": "parcel_id"}
_IDENTIFYING: Mapping[str, tuple[str, ...]] = {
    "parcels": ("parcel_id",),
    "buildings": (),
    "ways": (),
    "land_use": ("kind",),
    "constraints": ("layer",),
    "plans": ("kind", "name", "area_type"),
}
_CHANGED = 0.01  # share of the area from which on a repair changed a figure

Mask = npt.NDArray[np.bool_]


def repair(layer: Layer) -> list[Finding]:
    """Mend a layer in place: its rows keep valid geometry of the right kind, flat and never empty.

    Addresses may be without a place; all other rows without usable geometry are left out.

    Returns
    -------
    list of Finding
        What was found, with examples.

    Raises
    ------
    InputError
        ``points_instead_of_areas``, ``lines_instead_of_areas`` or ``geometry_unusable`` when nothing
        of a layer that is not empty can be used.
    """
    found: list[Finding] = []
    rows = len(layer.frame)
    layer.geometry = shapely.force_2d(layer.geometry)
    not_numbers = _not_numbers(layer.geometry)
    if layer.table == "addresses":
        _places_of_addresses(layer, not_numbers)
        return found
    missing = shapely.is_missing(layer.geometry) | shapely.is_empty(layer.geometry)
    _drop(layer, missing, not_numbers, found)
    _split_collections(layer)
    _keep_kinds(layer, rows, found)
    _make_valid(layer, found)
    if rows and not len(layer.frame):
        raise InputError("geometry_unusable", path=layer.name, table=layer.table, count=rows)
    return found


def examples(layer: Layer, mask: Mask) -> tuple[str, ...]:
    """Return up to five identifiers of the rows concerned, or their row numbers."""
    column = _IDENTIFIERS.get(layer.table)
    where = np.flatnonzero(mask)[:5]
    if column is None or column not in layer.frame:
        return tuple(f"#{int(row) + 1}" for row in where)
    values = layer.frame[column].to_numpy()
    return tuple(str(values[row]) if values[row] else f"#{int(row) + 1}" for row in where)


def _finding(code: str, severity: Severity, layer: Layer, mask: Mask, **details: object) -> Finding:
    return Finding(
        code, severity, layer.table, int(mask.sum()), examples(layer, mask), {"path": layer.name, **details}
    )


def _not_numbers(geometry: Geometries) -> Mask:
    """Mark geometries with NaN or infinite coordinates."""
    coords, index = shapely.get_coordinates(geometry, return_index=True)
    mask = np.zeros(len(geometry), dtype=bool)
    mask[index[~np.isfinite(coords).all(axis=1)]] = True
    return mask


def _places_of_addresses(layer: Layer, not_numbers: Mask) -> None:
    geometry = layer.geometry.copy()
    usable = ~shapely.is_missing(geometry) & ~shapely.is_empty(geometry) & ~not_numbers
    geometry[~usable] = None
    other = usable & (shapely.get_type_id(geometry) != Kind.POINT)
    geometry[other] = shapely.point_on_surface(geometry[other])
    layer.geometry = geometry


def _drop(layer: Layer, missing: Mask, not_numbers: Mask, found: list[Finding]) -> None:
    for code, mask in (("geometry_missing", missing), ("geometry_not_a_number", not_numbers & ~missing)):
        if mask.any():
            found.append(_finding(code, Severity.WARNING, layer, mask))
    keep(layer, ~(missing | not_numbers))


def keep(layer: Layer, mask: Mask) -> None:
    """Keep only these rows."""
    if not mask.all():
        layer.frame = layer.frame[mask].reset_index(drop=True)
        layer.geometry = layer.geometry[mask]


def _split_collections(layer: Layer) -> None:
    """Of a collection only the areas count (or the lines, where ways may be lines)."""
    geometry = layer.geometry
    mixed = shapely.get_type_id(geometry) == Kind.GEOMETRYCOLLECTION
    if mixed.any():
        layer.geometry = geometry.copy()
        layer.geometry[mixed] = [areas_of(part) or part for part in geometry[mixed]]


def areas_of(geometry: Any) -> Any:
    """Return the polygons of a geometry as one (multi)polygon, None when there are none."""
    parts = shapely.get_parts(geometry)
    while (shapely.get_type_id(parts) == Kind.GEOMETRYCOLLECTION).any():
        parts = shapely.get_parts(parts)
    parts = shapely.get_parts(parts)
    polygons = parts[shapely.get_type_id(parts) == Kind.POLYGON]
    polygons = polygons[~shapely.is_empty(polygons)]
    if not len(polygons):
        return None
    return polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)


def _keep_kinds(layer: Layer, rows: int, found: list[Finding]) -> None:
    kinds = shapely.get_type_id(layer.geometry)
    wrong = ~np.isin(kinds, [int(kind) for kind in _ALLOWED[layer.table]])
    if not wrong.any():
        return
    if wrong.all():
        points = np.isin(kinds, [int(kind) for kind in _POINTS]).any()
        code = "points_instead_of_areas" if points else "lines_instead_of_areas"
        raise InputError(code, path=layer.name, table=layer.table, count=rows)
    found.append(_finding("wrong_kind_left_out", Severity.WARNING, layer, wrong))
    keep(layer, ~wrong)


def _make_valid(layer: Layer, found: list[Finding]) -> None:
    geometry = layer.geometry
    area_like = np.isin(shapely.get_type_id(geometry), [int(kind) for kind in _AREAS])
    invalid = area_like & ~shapely.is_valid(geometry)
    if not invalid.any():
        return
    before = shapely.area(geometry[invalid])
    repaired = shapely.make_valid(geometry[invalid], method="structure", keep_collapsed=False)
    mended = _as_objects([areas_of(part) for part in repaired])
    # Walls of solids seen from above are rings without area; where one is the shell, "structure"
    # leaves nothing and the even-odd reading of "linework" gives the footprint.
    lost = shapely.is_missing(mended)
    mended[lost] = _as_objects([areas_of(part) for part in shapely.make_valid(geometry[invalid][lost])])
    collapsed = np.zeros(len(geometry), dtype=bool)
    collapsed[invalid] = shapely.is_missing(mended)
    changed = np.abs(np.nan_to_num(shapely.area(mended)) - before) > _CHANGED * before
    fixed = invalid & ~collapsed
    if fixed.any():
        count = int((changed & ~collapsed[invalid]).sum())
        found.append(_finding("invalid_geometry_repaired", Severity.INFO, layer, fixed, changed=count))
    if collapsed.any():
        found.append(_finding("geometry_collapsed", Severity.WARNING, layer, collapsed))
    layer.geometry = geometry.copy()
    layer.geometry[invalid] = mended
    keep(layer, ~collapsed)


def _as_objects(parts: list[Any]) -> Geometries:
    out = np.full(len(parts), None, dtype=object)
    out[:] = parts
    return out


def drop_identical(layer: Layer) -> list[Finding]:
    """Leave out rows that repeat an earlier one: same geometry and same identifying columns.

    Repeated buildings and ways are only told, because measures count their union.
    """
    columns = _IDENTIFYING.get(layer.table)
    if columns is None:
        return []
    keys = pd.DataFrame({"geometry": shapely.to_wkb(shapely.normalize(layer.geometry))})
    for column in columns:
        if column in layer.frame:
            keys[column] = layer.frame[column].to_numpy()
    repeated = keys.duplicated().to_numpy()
    if not repeated.any():
        return []
    if layer.table in {"buildings", "ways"}:
        return [_finding("identical_kept", Severity.INFO, layer, repeated)]
    finding = _finding("identical_left_out", Severity.INFO, layer, repeated)
    keep(layer, ~repeated)
    return [finding]


def unique_identifiers(layer: Layer) -> list[Finding]:
    """Give every parcel one identifier of its own.

    Parts of one official parcel that lie apart are joined; a second, different parcel with the same
    official identifier is a fault: the first is kept. Foreign identifiers are often unique only in
    a part of the data, so there all parcels are kept and numbered.
    """
    found: list[Finding] = []
    identifiers = layer.frame["parcel_id"].fillna("").astype(str).str.strip()
    empty = (identifiers == "").to_numpy()
    if empty.any():
        made = "ohne-" + pd.Series(np.arange(len(empty)) + 1, index=identifiers.index).astype("str")
        identifiers = identifiers.where(~empty, made)
        layer.frame["parcel_id"] = identifiers
        found.append(_finding("parcel_id_missing", Severity.WARNING, layer, empty))
    layer.frame["parcel_id"] = identifiers
    later = identifiers.duplicated().to_numpy()
    if later.any():
        found.extend(_join_or_drop(layer, later) if layer.official else _number(layer, later))
    return found


def _number(layer: Layer, later: Mask) -> list[Finding]:
    finding = _finding("parcel_id_not_unique", Severity.WARNING, layer, later)
    identifiers = layer.frame["parcel_id"]
    order = identifiers.groupby(identifiers).cumcount() + 1
    numbered = identifiers.where(order == 1, identifiers + "#" + order.astype(str))
    taken = set(identifiers)
    if numbered[later].isin(taken).any():
        numbered = identifiers.where(order == 1, identifiers + "#" + (np.arange(len(order)) + 1).astype(str))
    layer.frame["parcel_id"] = numbered
    return [finding]


def _join_or_drop(layer: Layer, later: Mask) -> list[Finding]:
    identifiers = layer.frame["parcel_id"].to_numpy()
    first = {name: row for row, name in reversed(list(enumerate(identifiers)))}
    joined, dropped = np.zeros(len(later), dtype=bool), np.zeros(len(later), dtype=bool)
    geometry = layer.geometry.copy()
    for row in np.flatnonzero(later):
        keeper = first[identifiers[row]]
        overlap = shapely.area(shapely.intersection(geometry[keeper], geometry[row]))
        if overlap > 0.01 * min(shapely.area(geometry[keeper]), shapely.area(geometry[row])):
            dropped[row] = True
        else:
            geometry[keeper] = areas_of(shapely.union(geometry[keeper], geometry[row]))
            joined[row] = True
    layer.geometry = geometry
    found = []
    if joined.any():
        found.append(_finding("parcel_parts_joined", Severity.INFO, layer, joined))
    if dropped.any():
        found.append(_finding("parcel_id_duplicate", Severity.ERROR, layer, dropped))
    keep(layer, ~later)
    return found
