"""GeoJSON after RFC 7946: longitude and latitude, outer rings anticlockwise, seven decimals."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from flurinfill.reports.handover import table
from flurinfill.reports.handover.attributes import Described, describe_sites
from flurinfill.reports.handover.beside import attributes_beside
from flurinfill.reports.handover.geopackage import SITES
from flurinfill.reports.release import Release
from flurinfill.reports.sheets import about
from flurinfill.reports.writing import replacing


def write(release: Release, path: Path) -> Path:
    """Write the sites as GeoJSON, and what their attributes mean as a list beside it.

    Parameters
    ----------
    release : Release
        From the gate.
    path : Path
        Replaced in one step.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`.
    """
    with replacing(path) as unfinished:
        text = json.dumps(content(release), ensure_ascii=False, allow_nan=False, default=str, indent=None)
        unfinished.write_text(_one_feature_a_line(text), encoding="utf-8")
        attributes_beside(_explained(release), path)
    return Path(path)


def content(release: Release) -> dict[str, Any]:
    """Give the collection: one feature per site; source, marking and attributes as members of its own."""
    outlines = table.outlines_in_degrees(release)
    west, south, east, north = (float(value) for value in shapely.total_bounds(outlines))
    return {
        "type": "FeatureCollection",
        "name": SITES,
        "about": dict(about(release)),
        "attributes": [asdict(line) for line in _explained(release)],
        "bbox": [west, south, east, north],
        "features": [
            {"type": "Feature", "id": row["no"], "properties": row, "geometry": _geometry(outline)}
            for row, outline in zip(table.rows(table.columns(release)), outlines, strict=True)
        ],
    }


def _explained(release: Release) -> list[Described]:
    return describe_sites(table.released_columns(release), SITES)


def _geometry(outline: BaseGeometry) -> dict[str, Any]:
    parts = [
        [[[float(x), float(y)] for x, y in ring.coords] for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(outline)
    ]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def _one_feature_a_line(text: str) -> str:
    return text.replace('{"type": "Feature", "id"', '\n{"type": "Feature", "id"')
