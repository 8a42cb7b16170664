"""KML 2.2: sites as styled polygons by class, with names, a description in words, and their attributes."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import shapely
from lxml import etree
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from flurinfill import i18n
from flurinfill.cartography.symbology import CLASS_STYLE, Style, style_of_class
from flurinfill.model.potential import PotentialClass
from flurinfill.reports import fields
from flurinfill.reports.handover import table
from flurinfill.reports.handover.attributes import AttributeType, Described, describe_sites
from flurinfill.reports.handover.beside import attributes_beside
from flurinfill.reports.handover.geopackage import SITES
from flurinfill.reports.handover.table import Column, Value
from flurinfill.reports.papers.paper import short
from flurinfill.reports.release import Release
from flurinfill.reports.sheets import about
from flurinfill.reports.writing import replacing
from flurinfill.reports.xml_text import xml_text

NAMESPACE = "http://www.opengis.net/kml/2.2"
_TYPES = {
    AttributeType.TEXT: "string",
    AttributeType.WHOLE: "int",
    AttributeType.NUMBER: "double",
    AttributeType.DAY: "string",
    AttributeType.YES_NO: "bool",
}
_DESCRIBED = (
    "street",
    "district",
    "area_m2",
    "potential",
    "availability",
    "planning_basis",
    "servicing",
    "land_value_eur_m2",
)
"""What the description says, where it was released; everything else stands in the attributes."""


@dataclass(frozen=True)
class Place:
    """One site as a KML shows it."""

    no: int
    name: str
    description: str  # HTML, every text in it escaped
    style: str
    attributes: dict[str, str]
    outline: BaseGeometry


def write(release: Release, path: Path) -> Path:
    """Write the sites as KML, and what their attributes mean as a list beside it.

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
        unfinished.write_bytes(_document(release))
        attributes_beside(_explained(release), path)
    return Path(path)


def content(release: Release) -> list[Place]:
    """Give the sites with their names, descriptions, styles and attributes."""
    outlines = table.outlines_in_degrees(release)
    lines = table.rows(table.columns(release))
    places = []
    for (no, row), attributes, outline in zip(release.sites.iterrows(), lines, outlines, strict=True):
        code = str(row["potential"]) if "potential" in row.index else PotentialClass.GAP.value
        known = {name: _text(value) for name, value in attributes.items() if value is not None}
        places.append(Place(int(no), _name(row), _description(release, row), code, known, outline))
    return places


def _name(row: pd.Series) -> str:
    return xml_text(fields.place(short(str(row["numbers"])), short(str(row["gemarkung"])), str(row["flur"])))


def _description(release: Release, row: pd.Series) -> str:
    facts = [
        (fields.heading(column).partition(" [")[0], fields.text(column, row[column]))
        for column in _DESCRIBED
        if column in row.index
    ]
    notes = [(i18n.tr("Source"), fields.source_line(release.source, release.data_state))]
    if release.marking:
        notes.append((i18n.tr("Marking"), i18n.label("marking", release.marking)))
    lines = [("", _name(row)), *facts, *notes]
    return "<br/>".join(_line(name, text) for name, text in lines if text)


def _line(name: str, text: str) -> str:
    bare = html.escape(xml_text(text))
    return f"{html.escape(name)}: {bare}" if name else f"<b>{bare}</b>"


def _document(release: Release) -> bytes:
    root = etree.Element(f"{{{NAMESPACE}}}kml", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    document = _add(root, "Document")
    _add(document, "name", i18n.tr("Potential development sites"))
    note = "<br/>".join(_line(name, text) for name, text in about(release))
    _add(document, "description", note)
    places = content(release)
    for code in sorted({place.style for place in places}):
        _add_style(document, code, release)
    _add_schema(document, table.columns(release), _explained(release))
    for place in places:
        _add_place(document, place)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


def _explained(release: Release) -> list[Described]:
    return describe_sites(table.released_columns(release), SITES)


def _add_style(document: etree._Element, code: str, release: Release) -> None:
    coded = "potential" in release.sites
    style = style_of_class(code) if coded else CLASS_STYLE[PotentialClass.GAP]
    element = _add(document, "Style", id=f"class-{code}")
    line = _add(element, "LineStyle")
    _add(line, "color", _colour(style.outline or style.fill, 1.0))
    _add(line, "width", "2")
    fill = _add(element, "PolyStyle")
    _add(fill, "color", _fill(style))
    _add(fill, "fill", "1")
    _add(fill, "outline", "1")
    balloon = _add(element, "BalloonStyle")
    _add(balloon, "text", "$[description]")


def _add_schema(document: etree._Element, found: Sequence[Column], lines: Sequence[Described]) -> None:
    schema = _add(document, "Schema", name=SITES, id=SITES)
    german = i18n.language() == "de"
    for column, line in zip(found, lines, strict=True):
        field = _add(schema, "SimpleField", type=_TYPES[column.type], name=column.name)
        _add(field, "displayName", line.label_de if german else line.label_en)


def _add_place(document: etree._Element, place: Place) -> None:
    element = _add(document, "Placemark", id=f"site-{place.no}")
    _add(element, "name", place.name)
    _add(element, "description", place.description)
    _add(element, "styleUrl", f"#class-{place.style}")
    data = _add(_add(element, "ExtendedData"), "SchemaData", schemaUrl=f"#{SITES}")
    for name, text in place.attributes.items():
        _add(data, "SimpleData", text, name=name)
    parts = shapely.get_parts(place.outline)
    parent = element if len(parts) == 1 else _add(element, "MultiGeometry")
    for part in parts:
        _add_polygon(parent, part)


def _add_polygon(parent: etree._Element, polygon: Polygon) -> None:
    element = _add(parent, "Polygon")
    for kind, rings in (("outerBoundaryIs", [polygon.exterior]), ("innerBoundaryIs", polygon.interiors)):
        for ring in rings:
            line = " ".join(
                f"{x:.{table.DEGREE_DIGITS}f},{y:.{table.DEGREE_DIGITS}f}" for x, y in ring.coords
            )
            _add(_add(_add(element, kind), "LinearRing"), "coordinates", line)


def _add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    if text:
        element.text = xml_text(text)
    return element


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return value.isoformat() if isinstance(value, date) else xml_text(str(value))


def _fill(style: Style) -> str:
    """Hatches are unknown to KML: a class without a fill of its own is tinted with their colour."""
    return _colour(style.fill or style.hatch_colour or style.outline, 0.55)


def _colour(colour: str, opacity: float) -> str:
    """``aabbggrr``, as KML writes colours."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{round(opacity * 255):02x}{blue}{green}{red}".lower()
