"""Writing the NAS file: AX_Bestandsdatenauszug of ALKIS (GeoInfoDok NAS, namespace 7.1).

The order of elements follows a delivered file of a Saxon neighbour: one ``gml:Curve`` for each edge of
a ring, arcs as ``gml:Arc`` through three points, references as ``urn:adv:oid:…``.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

import shapely
from shapely.geometry import MultiPolygon, Polygon

from town.parts import EAST, NORTH
from town.special import Arcs

CRS = "urn:adv:crs:ETRS89_UTM33"
_SPACES = {
    "": "http://www.adv-online.de/namespaces/adv/gid/7.1",
    "gml": "http://www.opengis.net/gml/3.2",
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "wfs": "http://www.opengis.net/wfs/2.0",
    "gmd": "http://www.isotc211.org/2005/gmd",
    "gco": "http://www.isotc211.org/2005/gco",
}
DAY = "2026-04-17"


class Oids:
    """Object identifiers of 16 characters, counted."""

    def __init__(self) -> None:
        self._count = 0

    def new(self) -> str:
        """Return the next identifier."""
        self._count += 1
        return f"DESNMUST{self._count:08d}"


def tag(name: str, text: object) -> str:
    """Return an element with text, or nothing for an empty text."""
    return f"<{name}>{escape(str(text))}</{name}>" if text not in ("", None) else ""


def link(name: str, oid: str) -> str:
    """Return a reference to another object."""
    return f'<{name} xlink:href="urn:adv:oid:{oid}"/>' if oid else ""


def feature(kind: str, oid: str, *content: str) -> str:
    """Return one member of the collection, with what all objects have."""
    return (
        f'<wfs:member><{kind} gml:id="{oid}">'
        f'<gml:identifier codeSpace="http://www.adv-online.de/">urn:adv:oid:{oid}</gml:identifier>'
        f"<lebenszeitintervall><AA_Lebenszeitintervall><beginnt>{_begun(oid)}</beginnt></AA_Lebenszeitintervall></lebenszeitintervall>"
        "<modellart><AA_Modellart><advStandardModell>DLKM</advStandardModell></AA_Modellart></modellart>"
        f"{''.join(content)}</{kind}></wfs:member>\n"
    )


def _begun(oid: str) -> str:
    number = int(oid[-8:])
    return f"20{10 + number % 15}-{1 + number % 12:02d}-{1 + number % 28:02d}T07:{number % 60:02d}:00Z"


def position(shape: Polygon | MultiPolygon, oid: str, arcs: Arcs) -> str:
    """Return the position of an area object."""
    names = iter(f"{oid}_G{index}" for index in range(100_000))
    if isinstance(shape, MultiPolygon):
        head = f'<gml:MultiSurface gml:id="{next(names)}" srsName="{CRS}">'
        parts = "".join(f"<gml:surfaceMember>{_surface(part, names, arcs, '')}</gml:surfaceMember>" for part in shape.geoms)
        return f"<position>{head}{parts}</gml:MultiSurface></position>"
    return f"<position>{_surface(shape, names, arcs, _srs())}</position>"


def _srs() -> str:
    return f' srsName="{CRS}"'


def _surface(shape: Polygon, names: Iterable[str], arcs: Arcs, srs: str) -> str:
    ring = _ring(shape.exterior, names, arcs)
    holes = "".join(f"<gml:interior>{_ring(hole, names, arcs)}</gml:interior>" for hole in shape.interiors)
    return (
        f'<gml:Surface gml:id="{next(names)}"{srs}><gml:patches><gml:PolygonPatch interpolation="planar">'  # type: ignore[call-overload]
        f"<gml:exterior>{ring}</gml:exterior>{holes}</gml:PolygonPatch></gml:patches></gml:Surface>"
    )


def _ring(ring: shapely.LinearRing, names: Iterable[str], arcs: Arcs) -> str:
    points = list(ring.coords)[:-1]
    if points[0] in arcs:  # a ring starts at the end of an edge, never within an arc
        points = points[1:] + points[:1]
    points.append(points[0])
    out, index = [], 0
    while index < len(points) - 1:
        middle = points[index + 1]
        curved = middle in arcs and index + 2 < len(points) and set(arcs[middle]) == {points[index], points[index + 2]}
        last = index + (2 if curved else 1)
        text = " ".join(f"{EAST + x:.3f} {NORTH + y:.3f}" for x, y in points[index : last + 1])
        segment = "Arc" if curved else "LineStringSegment"
        extra = ' numArc="1"' if curved else ""
        out.append(
            f'<gml:curveMember><gml:Curve gml:id="{next(names)}"><gml:segments><gml:{segment}{extra}>'  # type: ignore[call-overload]
            f"<gml:posList>{text}</gml:posList></gml:{segment}></gml:segments></gml:Curve></gml:curveMember>"
        )
        index = last
    return f"<gml:Ring>{''.join(out)}</gml:Ring>"


def write(path: Path, members: Iterable[str]) -> None:
    """Write the file, the same bytes for the same content."""
    spaces = " ".join(f'xmlns{":" if prefix else ""}{prefix}="{uri}"' for prefix, uri in _SPACES.items())
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        "<!-- Frei erfunden: Orte, Personen und Flurstücke gibt es nicht. -->\n"
        f"<AX_Bestandsdatenauszug {spaces}>\n"
        "<erlaeuterung>Fiktive Beispieldaten</erlaeuterung><erfolgreich>true</erfolgreich><antragsnummer>MUSTER-1</antragsnummer>\n"
        "<allgemeineAngaben><AX_K_Benutzungsergebnis><empfaenger><AA_Empfaenger><direkt>true</direkt></AA_Empfaenger>"
        "</empfaenger></AX_K_Benutzungsergebnis></allgemeineAngaben>\n"
        "<koordinatenangaben><AA_Koordinatenreferenzsystemangaben>"
        f'<crs xlink:href="{CRS}"/><anzahlDerNachkommastellen>3</anzahlDerNachkommastellen><standard>true</standard>'
        "</AA_Koordinatenreferenzsystemangaben></koordinatenangaben>\n"
        f'<enthaelt><wfs:FeatureCollection timeStamp="{DAY}T06:00:00Z">\n'
    )
    tail = "</wfs:FeatureCollection></enthaelt>\n</AX_Bestandsdatenauszug>\n"
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(head.encode())
        for member in members:
            file.write(member.encode())
        file.write(tail.encode())
