"""Where on earth the coordinates are, and in which metric system everything is measured.

What a file says of its coordinate system is checked against where it would put the town: a wrong
or missing statement, swapped axes and a zone number before the easting are recognised, mended and
reported, never silently. What cannot be decided is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from flurinfill.cadastre.codes import LANDS_IN_ZONE_33
from flurinfill.cadastre.delivery import Geometries, Layer
from flurinfill.model.errors import InputError
from flurinfill.model.findings import Finding, Severity

Coordinates = npt.NDArray[np.float64]

_GERMANY = (5.5, 47.0, 15.6, 55.3)  # degrees: west, south, east, north
_EUROPE = (-12.0, 34.0, 42.0, 72.5)
_GAUSS_KRUEGER = frozenset({31466, 31467, 31468, 31469})
_MARGIN = 1.5  # degrees beyond the area of use that are still plausible
_TRUE_LENGTH = 0.005  # largest scale error of a system that may stay as it is
_ADV_NAME = re.compile(
    r"(?:DE_)?(ETRS89_UTM(\d{2})|DHDN_3GK(\d)|ETRS89_LAT-?LON|WGS84_LAT-?LON)", re.IGNORECASE
)
_URN_EPSG = re.compile(r"EPSG(?:/0/|::|:[\d.]*:|/|\.xml#)(\d+)$", re.IGNORECASE)


@dataclass(frozen=True)
class Decision:
    """How a layer's coordinates are read."""

    crs: pyproj.CRS
    swap: bool = False
    zone: int = 0  # 32 or 33 before the easting, taken away
    findings: tuple[Finding, ...] = field(default=())


def unify(layers: Sequence[Layer], override: str | None) -> tuple[str, list[Finding]]:
    """Move every layer into one metric system, chosen by the parcels; return it and what was noticed.

    Parameters
    ----------
    layers : sequence of Layer
        Their ``geometry`` is replaced; all end in the returned system.
    override : str or None
        Coordinate system the user names; it counts instead of what the files say.

    Raises
    ------
    InputError
        ``crs_undecidable``, ``crs_implausible`` or ``crs_unknown``.
    """
    findings: list[Finding] = []
    decisions = []
    land = _land(layers)
    for layer in layers:
        bounds = _bounds(layer.geometry)
        decision = None if bounds is None else decide(bounds, override or layer.crs, layer, land=land)
        decisions.append(decision)
        findings.extend(decision.findings if decision else ())
    ordered = sorted(zip(layers, decisions, strict=True), key=lambda pair: pair[0].table != "parcels")
    first = next(((layer, decision) for layer, decision in ordered if decision is not None), None)
    if first is None:
        return "EPSG:25833", findings
    target = metric_system(_apply_shape(first[0].geometry, first[1]), first[1].crs)
    for layer, decision in zip(layers, decisions, strict=True):
        if decision is not None:
            layer.geometry = move(_apply_shape(layer.geometry, decision), decision.crs, target)
            if decision.crs != target:
                findings.append(_moved(layer, decision.crs, target))
    authority = target.to_authority()
    return ":".join(authority) if authority else target.to_string(), _unique(findings)


def parse(text: str) -> tuple[pyproj.CRS, bool]:
    """Read an EPSG code, URN, AdV name or WKT; tell whether northing or latitude comes first.

    Raises
    ------
    InputError
        ``crs_unknown``.
    """
    adv = _ADV_NAME.search(text)
    if adv and ("ADV" in text.upper() or adv.group(0) == text.strip()):
        return _adv_system(adv), "LAT" in adv.group(0).upper()
    urn = _URN_EPSG.search(text) if text.lower().startswith(("urn:", "http")) else None
    try:
        if urn:
            system = pyproj.CRS.from_epsg(int(urn.group(1)))
            return system, _north_first(system)
        return pyproj.CRS.from_user_input(text), False
    except pyproj.exceptions.CRSError as error:
        raise InputError("crs_unknown", crs=text[:80]) from error


def _adv_system(match: re.Match[str]) -> pyproj.CRS:
    if match.group(2):
        return pyproj.CRS.from_epsg(25800 + int(match.group(2)))
    if match.group(3):
        return pyproj.CRS.from_epsg(31464 + int(match.group(3)))
    return pyproj.CRS.from_epsg(4258)


def _north_first(system: pyproj.CRS) -> bool:
    return bool(system.axis_info) and system.axis_info[0].direction.lower() == "north"


def decide(
    bounds: tuple[float, float, float, float], stated: str | None, layer: Layer, *, land: str = ""
) -> Decision:
    """Decide how coordinates with these bounds are to be read.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north as the file has them.
    stated : str or None
        What the file (or the user) says.
    layer : Layer
        For the findings and messages.
    land : str
        Land key of the parcels' identifiers; settles the UTM zone where the system is missing.
    """
    x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    prefixed = _zone_prefix(x, y)
    if prefixed:
        return _prefixed(prefixed, layer, stated)
    system, north_first = _stated(stated, layer)
    if system is not None:
        for swap in (north_first, not north_first):
            if _plausible(system, *((y, x) if swap else (x, y))):
                note = () if swap == north_first else (_finding("axes_swapped", layer),)
                return Decision(system, swap, findings=note)
    guess = _guess(x, y, land)
    if guess is None:
        code = "crs_undecidable" if system is None else "crs_implausible"
        raise InputError(code, path=layer.name, crs=stated or "", x=round(x, 1), y=round(y, 1))
    code = "crs_missing_recognised" if system is None else "crs_wrong_recognised"
    details = {"crs": guess[0].name, "stated": _short(stated) if stated else ""}
    return Decision(guess[0], guess[1], findings=(_finding(code, layer, **details),))


def _stated(stated: str | None, layer: Layer) -> tuple[pyproj.CRS | None, bool]:
    if not stated:
        return None, False
    system, north_first = parse(stated)
    if not system.is_geographic and not system.is_projected and not system.is_compound:
        return None, False  # an engineering or local system says nothing
    return system, north_first


def _zone_prefix(x: float, y: float) -> tuple[int, bool] | None:
    """Return (zone, swapped) where 32 or 33 stands before a UTM easting."""
    for easting, northing, swapped in ((x, y, False), (y, x, True)):
        if int(easting // 1_000_000) in {31, 32, 33} and 4_000_000 < northing < 7_000_000:
            return int(easting // 1_000_000), swapped
    return None


def _prefixed(prefixed: tuple[int, bool], layer: Layer, stated: str | None) -> Decision:
    zone, swapped = prefixed
    system = pyproj.CRS.from_epsg(25800 + zone)
    notes = [_finding("zone_prefix_removed", layer, zone=zone, crs=system.name)]
    expected = swapped and stated is not None and parse(stated)[1]
    if swapped and not expected:
        notes.append(_finding("axes_swapped", layer))
    return Decision(system, swapped, zone, tuple(notes))


def _plausible(system: pyproj.CRS, x: float, y: float) -> bool:
    """Tell whether a point lies in the system's area of use."""
    if system.is_geographic:
        lon, lat = x, y
        if abs(lat) > 90 or abs(lon) > 180:
            return False
    else:
        lon, lat = pyproj.Transformer.from_crs(system, 4326, always_xy=True).transform(x, y)
        if not (np.isfinite(lon) and np.isfinite(lat)):
            return False
    if system.to_epsg() in _GAUSS_KRUEGER:  # used beyond the part of Germany the register names
        return _within(lon, lat, _GERMANY)
    area = system.area_of_use
    if area is None:
        return system.is_projected or _within(lon, lat, _GERMANY) or not _within(lat, lon, _GERMANY)
    if system.is_geographic and _within(lat, lon, _GERMANY) and not _within(lon, lat, _GERMANY):
        return False  # 51 east, 13 north is off Somalia; 13 east, 51 north is Saxony
    west, south, east, north = area.west, area.south, area.east, area.north
    return _within(lon, lat, (west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN))


def _guess(x: float, y: float, land: str) -> tuple[pyproj.CRS, bool] | None:
    """Recognise German data by the size of its numbers."""
    for first, second, swap in ((x, y, False), (y, x, True)):
        if _within(first, second, _GERMANY):
            return pyproj.CRS.from_epsg(4326), swap
        if 5_200_000 < second < 6_200_000:
            zone = int(first // 1_000_000)
            if zone in {2, 3, 4, 5} and 100_000 < first - zone * 1_000_000 < 900_000:
                return pyproj.CRS.from_epsg(31464 + zone), swap
            if 200_000 < first < 950_000 and land.isdigit() and 1 <= int(land) <= 16:
                return pyproj.CRS.from_epsg(25833 if land in LANDS_IN_ZONE_33 else 25832), swap
    return None


def metric_system(geometry: Geometries, system: pyproj.CRS) -> pyproj.CRS:
    """Return the system to measure in: this one where it has true lengths, else the UTM zone.

    Germany gets ETRS89/UTM32 or 33, Europe ETRS89/UTM, the rest of the world WGS 84/UTM.
    """
    bounds = _bounds(geometry)
    assert bounds is not None
    x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    lon, lat = pyproj.Transformer.from_crs(system, 4326, always_xy=True).transform(x, y)
    if _measurable(system, lon, lat):
        return system
    zone = int((lon + 180) // 6) + 1
    if _within(lon, lat, _GERMANY):
        return pyproj.CRS.from_epsg(25832 if lon < 12 else 25833)
    if _within(lon, lat, _EUROPE) and 28 <= zone <= 38:
        return pyproj.CRS.from_epsg(25800 + zone)
    return pyproj.CRS.from_epsg((32600 if lat >= 0 else 32700) + zone)


def _measurable(system: pyproj.CRS, lon: float, lat: float) -> bool:
    if not system.is_projected or system.to_epsg() == 3857 or system.is_compound:
        return False
    axes = system.axis_info[:2]
    if [axis.direction.lower() for axis in axes] != ["east", "north"]:
        return False
    if any(abs(axis.unit_conversion_factor - 1) > 1e-9 for axis in axes) or system.to_authority() is None:
        return False
    factors = pyproj.Proj(system).get_factors(lon, lat)
    return all(abs(scale - 1) < _TRUE_LENGTH for scale in (factors.meridional_scale, factors.parallel_scale))


def move(geometry: Geometries, source: pyproj.CRS, target: pyproj.CRS) -> Geometries:
    """Transform geometries (missing ones stay missing)."""
    if source == target:
        return geometry
    transformer = pyproj.Transformer.from_crs(source, target, always_xy=True)

    def project(xy: Coordinates) -> Coordinates:
        return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))

    moved: Geometries = shapely.transform(geometry, project)
    return moved


def _apply_shape(geometry: Geometries, decision: Decision) -> Geometries:
    if not decision.swap and not decision.zone:
        return geometry
    offset = np.array([decision.zone * 1_000_000.0, 0.0])

    def reshape(xy: Coordinates) -> Coordinates:
        return (xy[:, ::-1] if decision.swap else xy) - offset

    shaped: Geometries = shapely.transform(geometry, reshape)
    return shaped


def _bounds(geometry: Geometries) -> tuple[float, float, float, float] | None:
    """Bounds that a few wild coordinates do not spoil: the 2nd to the 98th percentile."""
    usable = geometry[~shapely.is_missing(geometry)]
    boxes = shapely.bounds(usable) if len(usable) else np.empty((0, 4))
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    if not len(boxes):
        return None
    west, south = np.percentile(boxes[:, :2], 2, axis=0)
    east, north = np.percentile(boxes[:, 2:], 98, axis=0)
    return float(west), float(south), float(east), float(north)


def _within(x: float, y: float, box: tuple[float, float, float, float]) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _land(layers: Sequence[Layer]) -> str:
    for layer in layers:
        if layer.table == "parcels" and layer.official and "parcel_id" in layer.frame and len(layer.frame):
            return str(layer.frame["parcel_id"].iloc[0])[:2]
    return ""


def _finding(code: str, layer: Layer, **details: object) -> Finding:
    severity = Severity.INFO if code == "crs_moved" else Severity.WARNING
    return Finding(code, severity, layer.table, len(layer.geometry), details={"path": layer.name, **details})


def _moved(layer: Layer, source: pyproj.CRS, target: pyproj.CRS) -> Finding:
    shifted = source.datum is not None and "deutsches" in source.datum.name.lower()
    code = "crs_moved_dhdn" if shifted else "crs_moved"
    return _finding(code, layer, source=source.name, target=target.name)


def _short(stated: str) -> str:
    try:
        return str(parse(stated)[0].name)
    except InputError:
        return stated[:40]


def _unique(findings: list[Finding]) -> list[Finding]:
    """One line per code and file is enough."""
    seen: dict[tuple[str, object], Finding] = {}
    for finding in findings:
        seen.setdefault((finding.code, finding.details.get("path")), finding)
    return list(seen.values())
