"""The objects of a NAS as plain records: values, references, geometry. Only current objects."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from flurinfill.cadastre.landuse import OBJECT_TYPES
from flurinfill.cadastre.readers.gml import SurfaceBatch, point_of
from flurinfill.cadastre.readers.xmlstream import XLINK
from flurinfill.cadastre.sources import local

_VERSIONED = re.compile(r"^(.{16})\d{8}T\d{6}Z?$")
_IDS = ("{http://www.opengis.net/gml/3.2}id", "{http://www.opengis.net/gml}id")
_SKIPPED = frozenset(
    {"identifier", "modellart", "zeigtAufExternes", "objektkoordinaten", "qualitaetsangaben", "anlass"}
)


@dataclass
class Record:
    """One object: its values by path (``gemarkung.land``), its references by role."""

    oid: str
    values: dict[str, str]
    refs: dict[str, list[str]]

    def get(self, *names: str) -> str:
        """Return the first of these values that is there, "" otherwise."""
        for name in names:
            value = self.values.get(name)
            if value:
                return value
        return ""


@dataclass
class AreaObjects:
    """Objects with a surface: records and geometries in the same order."""

    records: list[Record] = field(default_factory=list)
    surfaces: SurfaceBatch = field(default_factory=SurfaceBatch)


CATALOGUES = ("AX_Gemarkung", "AX_Gemeinde", "AX_Gemeindeteil", "AX_LagebezeichnungKatalogeintrag")
LOCATIONS = ("AX_LagebezeichnungMitHausnummer", "AX_LagebezeichnungOhneHausnummer")
OWNERSHIP = ("AX_Buchungsstelle", "AX_Buchungsblatt", "AX_Namensnummer", "AX_Person", "AX_Anschrift")


@dataclass
class NasObjects:
    """Everything of interest of one or several NAS files."""

    parcels: AreaObjects = field(default_factory=AreaObjects)
    buildings: AreaObjects = field(default_factory=AreaObjects)
    land_use: AreaObjects = field(default_factory=AreaObjects)
    land_use_types: list[str] = field(default_factory=list)
    catalogues: dict[str, list[Record]] = field(default_factory=dict)
    locations: dict[str, Record] = field(default_factory=dict)
    geocoded: list[tuple[Record, tuple[float, float] | None]] = field(default_factory=list)
    ownership: dict[str, dict[str, Record]] = field(default_factory=dict)
    newest: str = ""
    historic: int = 0
    left_out_owners: int = 0
    seen: set[str] = field(default_factory=set)
    repeated: int = 0

    def systems(self) -> dict[str, int]:
        """Return ``srsName`` → number of surfaces."""
        total: dict[str, int] = {}
        for objects in (self.parcels, self.buildings, self.land_use):
            for name, count in objects.surfaces.systems.items():
                total[name] = total.get(name, 0) + count
        return total


WANTED = frozenset(
    {
        "AX_Flurstueck",
        "AX_Gebaeude",
        "AX_GeoreferenzierteGebaeudeadresse",
        *OBJECT_TYPES,
        *CATALOGUES,
        *LOCATIONS,
        *OWNERSHIP,
    }
)


def collect(into: NasObjects, name: str, element: etree._Element, *, with_owners: bool) -> None:
    """Add one object; historic and repeated ones are only counted."""
    if name in OWNERSHIP and not with_owners:
        into.left_out_owners += name == "AX_Namensnummer"
        return
    oid = _oid(element)
    if not oid:
        return  # a data type of the same name, not an object
    record, position = _record(oid, element)
    if record.get("lebenszeitintervall.endet"):
        into.historic += 1
        return
    if oid in into.seen:
        into.repeated += 1
        return
    into.seen.add(oid)
    into.newest = max(into.newest, record.get("lebenszeitintervall.beginnt"))
    _file_away(into, name, record, position)


def _file_away(into: NasObjects, name: str, record: Record, position: etree._Element | None) -> None:
    if name == "AX_Flurstueck":
        _add(into.parcels, record, position)
    elif name == "AX_Gebaeude":
        _add(into.buildings, record, position)
    elif name in OBJECT_TYPES:
        _add(into.land_use, record, position)
        into.land_use_types.append(name)
    elif name in LOCATIONS:
        into.locations[record.oid] = record
    elif name in CATALOGUES:
        into.catalogues.setdefault(name, []).append(record)
    elif name in OWNERSHIP:
        into.ownership.setdefault(name, {})[record.oid] = record
    else:
        into.geocoded.append((record, point_of(position)))


def _add(objects: AreaObjects, record: Record, position: etree._Element | None) -> None:
    objects.records.append(record)
    objects.surfaces.add(position)


def _oid(element: etree._Element) -> str:
    for name in _IDS:
        value = element.get(name)
        if value:
            return object_id(value)
    return ""


def object_id(text: str) -> str:
    """Return the object identifier of a ``gml:id`` or a reference, without version and prefix."""
    bare = text.rpartition(":")[2].lstrip("#")
    versioned = _VERSIONED.match(bare) if len(bare) > 16 else None
    return versioned.group(1) if versioned else bare


def _record(oid: str, element: etree._Element) -> tuple[Record, etree._Element | None]:
    values: dict[str, str] = {}
    refs: dict[str, list[str]] = {}
    position: etree._Element | None = None
    for child in element:
        name = _name(child.tag)
        if name == "position":
            position = child
        elif name in _SKIPPED:
            continue
        elif (href := child.get(XLINK)) is not None:
            refs.setdefault(name, []).append(object_id(href))
        elif not len(child):
            if child.text:
                values.setdefault(name, child.text.strip())
        else:
            _leaves(name, child, values)
    return Record(oid, values, refs), position


def _leaves(name: str, child: etree._Element, values: dict[str, str]) -> None:
    for leaf in child.iter():
        text = leaf.text
        if text is not None and not text.isspace():
            values.setdefault(_path(name, leaf.tag), text.strip())


@cache
def _name(tag: str) -> str:
    return local(tag)


@cache
def _path(name: str, tag: str) -> str:
    return f"{name}.{local(tag)}"
