"""QGIS styles for the hand-over file, made from the one palette of :mod:`flurinfill.cartography`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from flurinfill.cartography.symbology import Hatch, Style, rgb

_ANGLES = {
    Hatch.DIAGONAL: (45,),
    Hatch.BACK: (135,),
    Hatch.CROSS: (45, 135),
    Hatch.HORIZONTAL: (0,),
    Hatch.VERTICAL: (90,),
}


@dataclass(frozen=True)
class Category:
    """One value of the classified column, its text in the legend and its look."""

    value: str
    label: str
    style: Style


@dataclass(frozen=True)
class Label:
    """The column that labels a layer; where two layers want one place, that which comes ``first``."""

    field: str
    first: bool = False


_NO_NAMES: Mapping[str, str] = {}
_LABELLED = {"scaleVisibility": "1", "scaleMin": "1", "scaleMax": "5000"}
"""Scale denominators between which labels are drawn: QGIS calls the smaller one the minimum."""
_INSIDE = "4"
"""Code of QGIS for labels that lie level, inside their area where they fit."""
_MULTIPLY = "6"
"""Code of QGIS for a layer whose colours darken those below it."""


def plain(style: Style, *, label: Label | None = None, aliases: Mapping[str, str] = _NO_NAMES) -> str:
    """Style document for a layer drawn alike, optionally labelled with a column.

    ``aliases`` are the names that QGIS shows for columns.
    """
    root = _document(["Symbology"], label, aliases)
    renderer = ET.SubElement(
        root, "renderer-v2", {"type": "singleSymbol", "symbollevels": "0", "forceraster": "0"}
    )
    renderer.append(_symbols([style]))
    return _text(root, label)


def categorised(
    column: str,
    categories: Sequence[Category],
    *,
    label: Label | None = None,
    aliases: Mapping[str, str] = _NO_NAMES,
    tint: bool = False,
) -> str:
    """Style document for a layer classified by a column; see :func:`plain`.

    A ``tint`` colours what lies below it and hides nothing, wherever people put the layer.
    """
    root = _document(["Symbology", *(["Rendering"] if tint else [])], label, aliases)
    attributes = {"type": "categorizedSymbol", "attr": column, "symbollevels": "0", "forceraster": "0"}
    renderer = ET.SubElement(root, "renderer-v2", attributes)
    listed = ET.SubElement(renderer, "categories")
    for position, category in enumerate(categories):
        ET.SubElement(
            listed,
            "category",
            {
                "value": category.value,
                "label": category.label,
                "symbol": str(position),
                "render": "true",
                "type": "string",
            },
        )
    renderer.append(_symbols([category.style for category in categories]))
    if tint:
        ET.SubElement(root, "blendMode").text = _MULTIPLY
    return _text(root, label)


def names_only(aliases: Mapping[str, str]) -> str:
    """Style document for a table without geometry: the names that QGIS shows for its columns."""
    return _text(_document([], None, aliases), None)


def _document(parts: Sequence[str], label: Label | None, aliases: Mapping[str, str]) -> ET.Element:
    known = [*parts, *(["Labeling"] if label else []), *(["Fields"] if aliases else [])]
    enabled = "1" if label else "0"
    attributes = {"version": "3.22.0", "styleCategories": "|".join(known), "labelsEnabled": enabled}
    root = ET.Element("qgis", attributes)
    if aliases:
        listed = ET.SubElement(root, "aliases")
        for position, (column, name) in enumerate(aliases.items(), start=1):  # 0 is the key of the row
            ET.SubElement(listed, "alias", {"field": column, "index": str(position), "name": name})
    return root


def _text(root: ET.Element, label: Label | None) -> str:
    if label:
        root.append(_labeling(label))
    body = ET.tostring(root, encoding="unicode")
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + body


def _labeling(label: Label) -> ET.Element:
    labeling = ET.Element("labeling", {"type": "simple"})
    settings = ET.SubElement(labeling, "settings")
    style = {"fieldName": label.field, "fontSize": "8", "fontSizeUnit": "Point", "isExpression": "0"}
    text = ET.SubElement(settings, "text-style", {**style, "textColor": "35,40,45,255"})
    buffer = {
        "bufferDraw": "1",
        "bufferSize": "0.7",
        "bufferSizeUnits": "MM",
        "bufferColor": "255,255,255,255",
    }
    ET.SubElement(text, "text-buffer", buffer)
    ET.SubElement(settings, "placement", {"placement": _INSIDE, "priority": "9" if label.first else "3"})
    others = {"obstacle": "1", "obstacleFactor": "2"} if label.first else {"obstacle": "0"}
    ET.SubElement(settings, "rendering", {**others, **_LABELLED})
    return labeling


def _symbols(styles: Sequence[Style]) -> ET.Element:
    symbols = ET.Element("symbols")
    for position, style in enumerate(styles):
        symbols.append(_symbol(str(position), style))
    return symbols


def _symbol(name: str, style: Style) -> ET.Element:
    symbol = ET.Element("symbol", {"name": name, "type": "fill", "alpha": "1", "clip_to_extent": "1"})
    fill = {
        "color": _colour(style.fill, style.opacity),
        "style": "solid" if style.fill else "no",
        "outline_color": _colour(style.outline),
        "outline_style": "solid" if style.outline else "no",
        "outline_width": "0.46" if style.strong else "0.18",
        "outline_width_unit": "MM",
        "joinstyle": "round",
    }
    symbol.append(_layer("SimpleFill", fill))
    for number, angle in enumerate(_ANGLES.get(style.hatch, ())):
        symbol.append(_lines(f"@{name}@{number + 1}", style, angle))
    if style.hatch is Hatch.DOTS:
        symbol.append(_points(f"@{name}@1", style))
    return symbol


def _lines(name: str, style: Style, angle: int) -> ET.Element:
    settings = {"angle": str(angle), "distance": "1.6", "distance_unit": "MM", "line_width": "0.2"}
    layer = _layer("LinePatternFill", settings)
    line = ET.SubElement(layer, "symbol", {"name": name, "type": "line", "alpha": "1"})
    colour = _colour(style.hatch_colour, style.opacity)
    line.append(_layer("SimpleLine", {"line_color": colour, "line_width": "0.22", "line_width_unit": "MM"}))
    return layer


def _points(name: str, style: Style) -> ET.Element:
    layer = _layer("PointPatternFill", {"distance_x": "1.8", "distance_y": "1.8"})
    point = ET.SubElement(layer, "symbol", {"name": name, "type": "marker", "alpha": "1"})
    colour = _colour(style.hatch_colour, style.opacity)
    dot = {"name": "circle", "color": colour, "size": "0.6", "size_unit": "MM", "outline_style": "no"}
    point.append(_layer("SimpleMarker", dot))
    return layer


def _layer(kind: str, settings: dict[str, str]) -> ET.Element:
    layer = ET.Element("layer", {"class": kind, "enabled": "1", "pass": "0", "locked": "0"})
    options = ET.SubElement(layer, "Option", {"type": "Map"})
    for name, value in settings.items():
        ET.SubElement(options, "Option", {"name": name, "value": value, "type": "QString"})
        ET.SubElement(layer, "prop", {"k": name, "v": value})  # what QGIS before 3.20 reads
    return layer


def _colour(colour: str, opacity: float = 1.0) -> str:
    red, green, blue = rgb(colour) if colour else (255, 255, 255)
    return f"{red},{green},{blue},{round(opacity * 255)}"
