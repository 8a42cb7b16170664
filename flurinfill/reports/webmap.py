"""Web map: one HTML file that opens in any browser, without network, on a phone too.

Folium makes the map and draws the surroundings; Leaflet's own files are written into the page, so
that it asks for nothing. A Content-Security-Policy in the page forbids every request, and every
text reaches the page as text, never as HTML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import js_lib_leaflet
import shapely
from branca.element import Figure
from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import escape

from flurinfill import i18n
from flurinfill._data import data_path
from flurinfill.cartography.symbology import (
    CLASS_STYLE,
    LIGHT,
    Hatch,
    Style,
    style_of_class,
    style_of_land_use,
)
from flurinfill.model.potential import LandUse, PotentialClass
from flurinfill.reports import fields
from flurinfill.reports.release import Release
from flurinfill.reports.sheets import disclaimer_code
from flurinfill.reports.writing import write_bytes

DIGITS = 7
"""Decimals of degrees: 7 are about 1 cm; with 6 corners visibly jump."""
NEAR_M = 150.0
MANY_PARCELS = 8_000
"""Above so many parcels only those within ``NEAR_M`` of a site are drawn."""
ANY = "any"
"""Group of all sites where the audience must not get the class."""
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
_FOLDER = data_path("resources", "templates", "webmap")
_DOT = "M3 4 a1 1 0 1 0 2 0 a1 1 0 1 0 -2 0"
_HATCH_LINES = {
    Hatch.DIAGONAL: "M0 8 L8 0 M-2 2 L2 -2 M6 10 L10 6",
    Hatch.BACK: "M0 0 L8 8 M-2 6 L2 10 M6 -2 L10 2",
    Hatch.CROSS: "M0 8 L8 0 M0 0 L8 8",
    Hatch.HORIZONTAL: "M0 4 L8 4",
    Hatch.VERTICAL: "M4 0 L4 8",
}


def write(release: Release, path: Path) -> Path:
    """Write the web map.

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
    return write_bytes(path, render(release).encode("utf-8"))


def render(release: Release) -> str:
    """Give the page as text."""
    figure = Figure(title=_title())
    plan = folium.Map(
        tiles=None, prefer_canvas=True, zoom_control=True, control_scale=False, max_zoom=20, zoom_snap=0.25
    )
    plan.default_js, plan.default_css = [], []
    for layer in _surroundings(release):
        layer.add_to(plan)
    figure.add_child(plan)
    figure.render()
    styles = _group_styles(release)
    data = {
        "sites": _sites(release),
        "streets": _streets(release),
        "styles": {
            code: {"fill": _paint(code, style), "line": style.outline} for code, style in styles.items()
        },
        "bounds": _bounds(release),
        "texts": {"north": i18n.tr("North is up"), "attribution": str(escape(_source(release)))},
    }
    script = (_FOLDER / "sites.js").read_text("utf-8")
    script = script.replace("__MAP__", plan.get_name()).replace("__DATA__", _json(data))
    return _page(figure, script, _body(release, styles, plan))


def estimated_size(release: Release) -> int:
    """Say how many bytes the file will have, so that a person knows before it is saved."""
    return len(render(release).encode("utf-8"))


def _page(figure: Figure, script: str, body: str) -> str:
    """Put the page together: our frame, Leaflet inline, folium's script, our script.

    Of what folium made only the script is taken; its head would reach for other servers.
    """
    made = figure.script.render()
    leaflet = Path(js_lib_leaflet.__file__).parent / "static" / "js_lib_leaflet"
    css = re.sub(r"url\([^)]*\)", "none", (leaflet / "leaflet.css").read_text("utf-8"))
    code = re.sub(r"//# sourceMappingURL=\S+", "", (leaflet / "leaflet.js").read_text("utf-8"))
    own = (_FOLDER / "page.css").read_text("utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="{i18n.language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(_title())}</title>\n<style>{css}</style>\n<style>{own}</style>\n"
        f"<script>{code}</script>\n</head>\n<body>\n{body}\n<script>\n{made}\n{script}</script>\n</body>\n</html>\n"
    )


def _body(release: Release, styles: dict[str, Style], plan: folium.Map) -> str:
    groups = _groups(release, styles)
    area = float(release.sites["area_m2"].sum())
    texts = {
        "skip": i18n.tr("Skip to the list of sites"),
        "legend": i18n.tr("Kinds of potential"),
        "list": i18n.tr("List of sites"),
        "map": i18n.tr("Map of the sites"),
        "nothing": i18n.tr("No site of the chosen kinds."),
    }
    return _page_template().render(
        title=_title(),
        summary=i18n.ntr(
            "{count} site, {area}", "{count} sites, {area}", len(release.sites), area=i18n.area(area)
        ),
        marking=i18n.label("marking", release.marking) if release.marking else "",
        groups=groups,
        filterable=len(groups) > 1,
        sites=[{**site, "size": i18n.area(site["area"])} for site in _sites(release)],
        disclaimer=i18n.label("disclaimer", disclaimer_code(release.audience)),
        source=_source(release),
        made=i18n.tr("Made on {day}", day=i18n.day(release.origin.made_on)),
        texts=texts,
        patterns=[_pattern(code, style) for code, style in styles.items() if style.hatch is not Hatch.NONE],
        map=plan.get_name(),
    )


def _title() -> str:
    return i18n.tr("Map of potential sites")


def _source(release: Release) -> str:
    return fields.source_line(release.origin.source, release.origin.data_state)


def _page_template() -> Template:
    """Everything that is filled in is escaped."""
    return Environment(loader=FileSystemLoader(_FOLDER), autoescape=True).get_template("page.html")


def _json(value: Any) -> str:
    """JSON that may stand inside a script element: no text can close it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _group(release: Release) -> list[str]:
    known = "potential" in release.sites
    return [str(code) for code in release.sites["potential"]] if known else [ANY] * len(release.sites)


def _group_styles(release: Release) -> dict[str, Style]:
    found = set(_group(release))
    styles = {str(code.value): style_of_class(code.value) for code in PotentialClass if code.value in found}
    return styles or {ANY: CLASS_STYLE[PotentialClass.GAP]}


def _groups(release: Release, styles: dict[str, Style]) -> list[dict[str, object]]:
    found = _group(release)
    return [
        {
            "code": code,
            "text": i18n.tr("Potential site") if code == ANY else i18n.label("PotentialClass", code),
            "count": i18n.number(found.count(code)),
            "fill": _paint(code, style),
            "line": style.outline,
        }
        for code, style in styles.items()
    ]


def _paint(code: str, style: Style) -> str:
    return style.fill if style.hatch is Hatch.NONE else f"url(#hatch-{code})"


def _pattern(code: str, style: Style) -> dict[str, str]:
    return {
        "code": code,
        "fill": style.fill,
        "line": style.hatch_colour,
        "path": _HATCH_LINES.get(style.hatch, _DOT),
    }


def _sites(release: Release) -> list[dict[str, Any]]:
    """What the page knows of each site: only text that is shown, and its shape in degrees."""
    shapes = release.sites.geometry.to_crs("EPSG:4326")
    sites = []
    for (no, row), shape, group in zip(release.sites.iterrows(), shapes, _group(release), strict=True):
        where = fields.place(row["numbers"], "", "")
        sites.append(
            {
                "no": no,
                "group": group,
                "name": where,
                "area": float(row["area_m2"]),
                "more": " · ".join(text for text in (row["street"], _locality(row)) if text),
                "facts": _facts(row),
                "shape": _rings(shape),
            }
        )
    return sites


def _locality(row: Any) -> str:
    return str(row.get("district") or row["gemarkung"])


def _facts(row: Any) -> list[tuple[str, str]]:
    """Lines of a popup, without empty ones."""
    shown = (
        "case_no",
        "potential",
        "gemarkung",
        "flur",
        "district",
        "street",
        "area_m2",
        "outline_m2",
        "review",
        "availability",
        "publication",
    )
    facts = []
    for column in (name for name in shown if name in row.index):
        text = fields.text(column, row[column])
        if text:
            facts.append((i18n.label("fact", column), text))
    return facts


def _rings(shape: shapely.Geometry) -> list[list[list[tuple[float, float]]]]:
    """Rings as Leaflet wants them: parts, rings, latitude before longitude."""
    return [
        [
            [(round(y, DIGITS), round(x, DIGITS)) for x, y in ring.coords]
            for ring in (part.exterior, *part.interiors)
        ]
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
    ]


def _bounds(release: Release) -> list[list[float]]:
    west, south, east, north = release.sites.geometry.to_crs("EPSG:4326").total_bounds
    return [[south, west], [north, east]]


def _surroundings(release: Release) -> list[folium.GeoJson]:
    """Draw land, parcels and buildings, each kind as one feature: small, and quick on a canvas."""
    around = release.background
    layers = [
        _layer(around.land[around.land["kind"] == kind], style_of_land_use(kind))
        for kind in LandUse
        if (around.land["kind"] == kind).any()
    ]
    parcels = around.parcels
    if len(parcels) > MANY_PARCELS:
        near = release.sites.geometry.buffer(NEAR_M).union_all()
        parcels = parcels[parcels.intersects(near)]
    return [_layer(parcels, LIGHT.parcel), *layers, _layer(around.buildings, LIGHT.building)]


def _layer(frame: gpd.GeoDataFrame, style: Style) -> folium.GeoJson:
    parts = [
        part for part in shapely.get_parts(frame.geometry.to_crs("EPSG:4326")) if part.geom_type == "Polygon"
    ]
    shape = shapely.transform(shapely.MultiPolygon(parts), lambda points: points.round(DIGITS))
    feature = {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(shape))}
    look = {
        "color": style.outline,
        "weight": 0.7,
        "fill": bool(style.fill),
        "fillColor": style.fill or "#ffffff",
        "fillOpacity": 1,
    }
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": [feature]},
        style_function=lambda _: look,
        interactive=False,
        control=False,
    )


def _streets(release: Release) -> Sequence[tuple[str, tuple[float, float]]]:
    """One label per named way or water, inside its largest piece."""
    named = release.background.land
    named = named[named["name"] != ""]
    if named.empty:
        return []
    largest = named.assign(size=named.geometry.area).sort_values("size").drop_duplicates("name", keep="last")
    points = largest.geometry.representative_point().to_crs("EPSG:4326")
    return [
        (str(name), (round(point.y, DIGITS), round(point.x, DIGITS)))
        for name, point in zip(largest["name"], points, strict=True)
    ]
