"""What the attributes of a hand-over file are called, count in, mean, and where they come from.

One list feeds the files, the explanation beside or inside them, and ``docs/formats.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from flurinfill import i18n
from flurinfill.model.measures import Unit, definition_of
from flurinfill.model.site_fields import FIELDS, FieldKind
from flurinfill.reports import fields
from flurinfill.reports.release import Release

SHORT_NAME = 10
"""Letters that a Shapefile leaves to the name of an attribute."""
MARKING = "marking"
_OWN_LABELS = frozenset({MARKING, "village"})
"""What has no name on the screen, or one that another attribute has as well."""
IN_WORDS = "_text"
"""Ending of the attribute that puts a code into words."""


class AttributeSource(StrEnum):
    """Where an attribute comes from."""

    PROGRAM = "program"
    CADASTRE = "cadastre"
    DETECTION = "detection"
    FACTS = "facts"
    OFFICE = "office"


class AttributeType(StrEnum):
    """What an attribute holds."""

    TEXT = "text"
    WHOLE = "integer"
    NUMBER = "number"
    DAY = "date"
    YES_NO = "boolean"


@dataclass(frozen=True)
class Attribute:
    """One attribute of the sites.

    Attributes
    ----------
    name : str
        In GeoPackage, GeoJSON and KML; key of label and definition in the catalogues.
    short : str
        In a Shapefile, at most ten letters.
    source : AttributeSource
        Where it comes from.
    type : AttributeType
        What it holds.
    words : str
        In a Shapefile, the name of the text beside the code; "" where there is no code.
    """

    name: str
    short: str
    source: AttributeSource
    type: AttributeType = AttributeType.TEXT
    words: str = ""


_P, _C, _D, _F, _O = AttributeSource
_WHOLE, _NUMBER, _DAY, _YES_NO = (
    AttributeType.WHOLE,
    AttributeType.NUMBER,
    AttributeType.DAY,
    AttributeType.YES_NO,
)

ATTRIBUTES = (
    Attribute("no", "no", _P, _WHOLE),
    Attribute("case_no", "case_no", _P),
    Attribute("gemarkung", "gemarkung", _C),
    Attribute("gemarkung_code", "gemark_no", _C),
    Attribute("flur", "flur", _C),
    Attribute("numbers", "numbers", _C),
    Attribute("parcel_ids", "parcel_ids", _C),
    Attribute("municipality", "town", _C),
    Attribute("village", "village", _C),
    Attribute("district", "district", _C),
    Attribute("address_text", "address", _C),
    Attribute("street", "street", _C),
    Attribute("area_m2", "area_m2", _C, _NUMBER),
    Attribute("area_geom_m2", "area_geom", _C, _NUMBER),
    Attribute("outline_m2", "outline_m2", _O, _NUMBER),
    Attribute("potential", "potential", _D, words="potent_txt"),
    Attribute("potential_now", "potent_now", _D, words="ptnow_txt"),
    Attribute("new_finding", "new_find", _D, words="newfnd_txt"),
    Attribute("availability", "avail", _O, words="avail_txt"),
    Attribute("planning_basis", "plan_basis", _F, words="planb_txt"),
    Attribute("plan_name", "plan_name", _F),
    Attribute("grz", "grz", _F, _NUMBER),
    Attribute("gfz", "gfz", _F, _NUMBER),
    Attribute("use", "use", _F, words="use_txt"),
    Attribute("capacity_units", "cap_units", _F, _WHOLE),
    Attribute("servicing", "servicing", _F, words="servic_txt"),
    Attribute("frontage_m", "frontage_m", _F, _NUMBER),
    Attribute("width_m", "width_m", _F, _NUMBER),
    Attribute("depth_m", "depth_m", _F, _NUMBER),
    Attribute("building_cover", "bld_cover", _F, _NUMBER),
    Attribute("land_use", "land_use", _F, words="landu_txt"),
    Attribute("monument", "monument", _F, words="monum_txt"),
    Attribute("flood", "flood", _F, words="flood_txt"),
    Attribute("slope", "slope", _F, words="slope_txt"),
    Attribute("encumbrance", "encumbr", _F, words="encumb_txt"),
    Attribute("contamination", "contamin", _F, words="contam_txt"),
    Attribute("land_value_eur_m2", "lv_eur_m2", _F, _NUMBER),
    Attribute("land_value_date", "lv_date", _F, _DAY),
    Attribute("review", "review", _O, words="review_txt"),
    Attribute("reject_reason", "rej_reason", _O, words="rej_txt"),
    Attribute("deferred_until", "deferred", _O, _DAY),
    Attribute("follow_up_on", "follow_up", _O, _DAY),
    Attribute("reserved_until", "reserv_til", _O, _DAY),
    Attribute("publication", "public", _O, words="public_txt"),
    Attribute("announced_on", "announced", _O, _DAY),
    Attribute("parcel_missing", "missing", _C, _YES_NO),
    Attribute(MARKING, "marking", _P),
)
"""Every attribute of a site, in the order of the files."""

BY_NAME = {attribute.name: attribute for attribute in ATTRIBUTES}


@dataclass(frozen=True)
class Described:
    """One attribute in words, in both languages: a line of the explanation."""

    layer: str
    name: str
    long_name: str
    type: str
    unit: str
    label_de: str
    label_en: str
    definition_de: str
    definition_en: str
    source_de: str
    source_en: str


def attribute_of(name: str) -> Attribute:
    """Give the attribute of a column; one that the list does not know is kept under a cut name."""
    known = BY_NAME.get(name)
    words = f"{name[: SHORT_NAME - 4]}_txt" if name in fields.CODED else ""
    return known or Attribute(name, name[:SHORT_NAME], AttributeSource.PROGRAM, words=words)


def ordered(columns: Iterable[str]) -> list[str]:
    """Columns in the order of the list; those it does not know come last."""
    known = list(BY_NAME)
    return sorted(columns, key=lambda name: known.index(name) if name in BY_NAME else len(known))


def describe_sites(columns: Iterable[str], layer: str, *, short: bool = False) -> list[Described]:
    """Explain columns of the sites; each code is followed by its text."""
    lines = []
    for column in columns:
        attribute = attribute_of(column)
        lines.append(_site_line(attribute, layer, attribute.short if short else column))
        if attribute.words:
            name = attribute.words if short else f"{column}{IN_WORDS}"
            lines.append(_words_line(attribute, layer, name))
    return lines


def describe_figures(release: Release, layer: str) -> Iterator[Described]:
    """Explain the figures of the parcels, each with the number of its site."""
    yield _site_line(BY_NAME["no"], layer, "no")
    yield _plain_line(layer, "parcel_id", AttributeSource.CADASTRE)
    for column in release.measures:
        name = str(column)
        definition = definition_of(name)
        unit = definition.unit if definition else None
        kind = _NUMBER if definition else AttributeType.TEXT
        family, _, member = name.partition("[")
        tail = f": {member.rstrip(']')}" if member else ""
        yield Described(
            layer,
            name,
            name,
            kind.value,
            _measure_unit(unit),
            *_ended(_both("measure" if definition else "column", family), (tail, tail)),
            *_both("measure_definition" if definition else "attribute", family),
            *_both("AttributeSource", AttributeSource.DETECTION.value),
        )


def describe_surroundings(layer: str, columns: Iterable[str]) -> list[Described]:
    """Explain the attributes of a layer around the sites."""
    return [_plain_line(layer, column, AttributeSource.CADASTRE) for column in columns]


def frame(lines: Iterable[Described]) -> pd.DataFrame:
    """Lines of the explanation as a table."""
    names = list(Described.__dataclass_fields__)
    return pd.DataFrame([[getattr(line, name) for name in names] for line in lines], columns=names)


def type_of(column: str) -> AttributeType:
    """Type of a column of the sites."""
    return attribute_of(column).type


def _site_line(attribute: Attribute, layer: str, name: str) -> Described:
    labels = _both(*_label_key(attribute.name))
    return Described(
        layer,
        name,
        attribute.name,
        attribute.type.value,
        _unit(attribute.name),
        labels[0].partition(" [")[0],
        labels[1].partition(" [")[0],
        *_both("attribute", attribute.name),
        *_both("AttributeSource", attribute.source.value),
    )


def _words_line(attribute: Attribute, layer: str, name: str) -> Described:
    german, english = _both("attribute", "in_words")
    return Described(
        layer,
        name,
        f"{attribute.name}{IN_WORDS}",
        AttributeType.TEXT.value,
        "",
        *_ended(_both(*_label_key(attribute.name)), (f" ({german})", f" ({english})")),
        *_both("attribute", "words_of_a_code"),
        *_both("AttributeSource", attribute.source.value),
    )


def _plain_line(layer: str, column: str, source: AttributeSource) -> Described:
    code = f"{layer}.{column}"
    return Described(
        layer,
        column,
        column,
        AttributeType.TEXT.value,
        "",
        *_both("attribute_label", code),
        *_both("attribute", code),
        *_both("AttributeSource", source.value),
    )


def _label_key(column: str) -> tuple[str, str]:
    """Context and code of the name that a column has on the screen, or of its own."""
    if column in _OWN_LABELS:
        return "attribute_label", column
    return fields.label_key(column)


def _both(context: str, code: str) -> tuple[str, str]:
    """Text of a code in German and in English; "" where the catalogue has none."""
    german, english = (i18n.label_in(language, context, code) for language in ("de", "en"))
    return ("", "") if context == "attribute" and german == code else (german, english)


def _ended(texts: tuple[str, str], endings: tuple[str, str]) -> tuple[str, str]:
    return texts[0] + endings[0], texts[1] + endings[1]


def _unit(column: str) -> str:
    if column in fields.AREAS:
        return "m²"
    field = FIELDS.get(column)
    if field is None:
        return ""
    if field.kind is FieldKind.SHARE:
        return "0–1"
    return i18n.label_in("de", "field_unit", field.unit) if field.unit else ""


def _measure_unit(unit: Unit | None) -> str:
    signs = {
        Unit.SQUARE_METRE: "m²",
        Unit.METRE: "m",
        Unit.SHARE: "0–1",
        Unit.FLAG: "0/1",
        Unit.RATIO: "m²/m²",
    }
    return signs.get(unit, "") if unit else ""
