"""The data doctor: what is odd in a cadastre, and its report in plain words.

Findings of the readers (what was mended) and of this module (what looks wrong although it can be
read) become lines with three sentences: found, done, meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from flurinfill import i18n
from flurinfill.cadastre.tables import Cadastre
from flurinfill.model.findings import Finding, Severity

_AREA_SHARE, _AREA_M2 = 0.05, 20.0  # official and drawn area differ by more than both
_TINY_M2, _HUGE_M2 = 1.0, 10_000_000.0
_OVERLAP_M2 = 1.0  # per pair; centimetres along a shared boundary stay below
_SPANS = 10  # parcels under one building from which on something is odd
_VERTICES = 5_000  # a parcel has ten, the road of a whole village some hundred
_BUILDING_SHARE_OUTSIDE = 0.01
_PLANS_NAMED = 5
_SETTLED = ("residential", "mixed")
_BARE_M2 = 5_000.0  # an area of housing of this size without one building is a delivery with holes

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class DoctorLine:
    """One line of the report, translated."""

    code: str
    severity: Severity
    found: str
    done: str
    meaning: str
    examples: tuple[str, ...]


def report(findings: Iterable[Finding]) -> list[DoctorLine]:
    """Put findings into words of the current language, errors first."""
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    return [_line(finding) for finding in sorted(findings, key=lambda finding: order[finding.severity])]


def _line(finding: Finding) -> DoctorLine:
    values = {
        "count": i18n.number(finding.count),
        "table": i18n.label("cadastre_table", finding.table) if finding.table else "",
        **{name: _shown(value) for name, value in finding.details.items()},
    }
    texts: list[str] = []
    for context in ("finding", "finding_done", "finding_meaning"):
        text = i18n.label(context, finding.code, **values)
        texts.append("" if text == finding.code and context != "finding" else text)
    return DoctorLine(finding.code, finding.severity, texts[0], texts[1], texts[2], finding.examples)


def _shown(value: object) -> str:
    if isinstance(value, float):
        return i18n.number(value, 0 if abs(value) >= 10 else 2)
    if isinstance(value, int):
        return i18n.number(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return str(value)


def examine(cadastre: Cadastre) -> list[Finding]:
    """Look for what is odd in a cadastre that could be read.

    Checks official against drawn area (more than 5 % and 20 m² apart), overlaps, tiny and huge
    parcels, outlines of very many points, buildings outside of all parcels or over many of them, and
    what is missing.
    """
    found = [*_missing(cadastre), *_elsewhere(cadastre), *_areas(cadastre.parcels)]
    found += [*_overlaps(cadastre.parcels), *_plans(cadastre.plans), *_land_use(cadastre)]
    found += [*_many_vertices(cadastre.parcels), *_many_vertices(cadastre.buildings)]
    if len(cadastre.buildings) and len(cadastre.parcels):
        found += _buildings(cadastre)
    return found


def _missing(cadastre: Cadastre) -> list[Finding]:
    found = []
    for table, frame in (
        ("buildings", cadastre.buildings),
        ("land_use", cadastre.land_use),
        ("addresses", cadastre.addresses),
    ):
        if not len(frame) and not (table == "land_use" and cadastre.parcels["land_use_text"].ne("").any()):
            severity = Severity.ERROR if table == "buildings" else Severity.WARNING
            found.append(Finding(f"no_{table}", severity, table))
    parcels = cadastre.parcels
    unofficial = parcels["official_area_m2"].isna().to_numpy()
    if unofficial.any():
        found.append(_concerning("official_area_missing", Severity.INFO, parcels, unofficial))
    nameless = (parcels["gemarkung_code"].ne("") & parcels["gemarkung"].eq("")).to_numpy()
    if nameless.any():
        found.append(_concerning("gemarkung_name_missing", Severity.INFO, parcels, nameless))
    moving = parcels["legal_deviation"].to_numpy(dtype=bool)
    if moving.any():
        found.append(_concerning("legal_deviation", Severity.WARNING, parcels, moving))
    return found


def _plans(plans: gpd.GeoDataFrame) -> list[Finding]:
    """Tell which plans are there, because they decide where land counts as building land."""
    if not len(plans):
        return []
    names = list(dict.fromkeys(str(name) for name in plans["name"]))
    areas = int(plans["area_type"].ne("").sum())
    shown = ", ".join(names[:_PLANS_NAMED]) + (" …" if len(names) > _PLANS_NAMED else "")
    details = {"areas": areas, "names": shown}
    return [Finding("plans_found", Severity.INFO, "plans", len(names), details=details)]


def _elsewhere(cadastre: Cadastre) -> list[Finding]:
    """Tables that lie nowhere near the parcels: the wrong file, or wrong coordinates."""
    town = shapely.box(*cadastre.parcels.total_bounds)
    found = []
    for table in ("buildings", "land_use", "ways", "addresses", "constraints", "plans"):
        frame: gpd.GeoDataFrame = getattr(cadastre, table)
        placed = frame.geometry.dropna()
        if len(placed) and not shapely.box(*placed.total_bounds).intersects(town):
            found.append(Finding("table_elsewhere", Severity.ERROR, table, len(placed)))
    return found


def _areas(parcels: gpd.GeoDataFrame) -> list[Finding]:
    drawn = parcels.geometry.area.to_numpy()
    official = parcels["official_area_m2"].to_numpy(dtype=float)
    apart = np.abs(drawn - official)
    checks = (
        ("area_differs", Severity.WARNING, (apart > _AREA_SHARE * official) & (apart > _AREA_M2)),
        ("parcel_tiny", Severity.WARNING, drawn < _TINY_M2),
        ("parcel_huge", Severity.WARNING, drawn > _HUGE_M2),
    )
    return [_concerning(code, severity, parcels, mask) for code, severity, mask in checks if mask.any()]


def _many_vertices(frame: gpd.GeoDataFrame) -> list[Finding]:
    """Outlines that were traced from a picture, or many areas written as one."""
    many = shapely.get_num_coordinates(frame.geometry.to_numpy()) > _VERTICES
    if not many.any():
        return []
    return [_concerning("many_vertices", Severity.INFO, frame, many, limit=_VERTICES)]


def _land_use(cadastre: Cadastre) -> list[Finding]:
    """Parcels that the areas of land use leave out, and settlement land without a single building."""
    if not len(cadastre.land_use):
        return []
    parcels, shapes = cadastre.parcels, cadastre.land_use.geometry.to_numpy()
    middle = shapely.point_on_surface(parcels.geometry.to_numpy())
    unknown = np.ones(len(parcels), dtype=bool)
    unknown[shapely.STRtree(shapes).query(middle, predicate="intersects")[0]] = False
    found = [_concerning("land_use_gaps", Severity.WARNING, parcels, unknown)] if unknown.any() else []
    settled = cadastre.land_use["kind"].isin(_SETTLED).to_numpy() & (shapely.area(shapes) >= _BARE_M2)
    return found + _bare(shapes[settled], cadastre.buildings.geometry.to_numpy())


def _bare(settled: npt.NDArray[np.object_], buildings: npt.NDArray[np.object_]) -> list[Finding]:
    if not len(buildings):  # told already
        return []
    built, _ = shapely.STRtree(buildings).query(settled, predicate="intersects")
    bare = np.delete(settled, np.unique(built))
    if not len(bare):
        return []
    details = {"hectares": float(shapely.area(bare).sum()) / 10_000, "limit": _BARE_M2}
    return [Finding("settled_without_buildings", Severity.WARNING, "land_use", len(bare), details=details)]


def _overlaps(parcels: gpd.GeoDataFrame) -> list[Finding]:
    geometry = parcels.geometry.to_numpy()
    one, two = shapely.STRtree(geometry).query(geometry)
    once = one < two
    one, two = one[once], two[once]
    inside = shapely.relate_pattern(geometry[one], geometry[two], "T********")  # interiors meet
    one, two = one[inside], two[inside]
    shared = shapely.area(shapely.intersection(geometry[one], geometry[two]))
    much = shared > _OVERLAP_M2
    if not much.any():
        return []
    mask = np.zeros(len(parcels), dtype=bool)
    mask[one[much]] = mask[two[much]] = True
    return [_concerning("parcels_overlap", Severity.WARNING, parcels, mask, area=float(shared[much].sum()))]


def _buildings(cadastre: Cadastre) -> list[Finding]:
    parcels, buildings = cadastre.parcels.geometry.to_numpy(), cadastre.buildings.geometry.to_numpy()
    building, _ = shapely.STRtree(parcels).query(buildings, predicate="intersects")
    touched = np.bincount(building, minlength=len(buildings))
    found = []
    outside = touched == 0
    if outside.any():
        share = float(outside.mean())
        severity = Severity.WARNING if share > _BUILDING_SHARE_OUTSIDE else Severity.INFO
        found.append(_concerning("building_outside", severity, cadastre.buildings, outside))
    wide = touched > _SPANS
    if wide.any():
        found.append(
            _concerning("building_spans_many", Severity.INFO, cadastre.buildings, wide, limit=_SPANS)
        )
    return found


def _concerning(
    code: str, severity: Severity, frame: gpd.GeoDataFrame, mask: Mask, **details: object
) -> Finding:
    column = "parcel_id" if "parcel_id" in frame else "building_id"
    table = "parcels" if column == "parcel_id" else "buildings"
    names = tuple(str(name) for name in frame[column].to_numpy()[mask][:5] if name)
    return Finding(code, severity, table, int(mask.sum()), names, details)
