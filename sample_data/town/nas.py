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
        f"<lebenszeitintervall><AA_Lebenszeitintervall><beginnt>{_begun(oid)}</beginnt>"
        "</AA_Lebenszeitintervall></lebenszeitintervall>"
        "<modellart><AA_Modellart><advStandardModell>DLKM</advStandardModell></AA_Modellart></modellart>"
        f"{''.join(content)}</{kind}></wfs:member>\n"
    )


def _begun(oid: str) -> str:
    number = int(oid[-8:])
    return f"20{10 + number % 15}-{1 + number % 12:02d}-{1 + number % 28:02d}T07:{number % 60:02d}:00Z"


def position(shape: Polygon | MultiPolygon, oid: str, arcs: Arcs, *, edges: bool = True) -> str:
    """Return the position of an area object, its rings as single edges or in as few curves as can be."""
    drawing = _Drawing(oid, arcs, edges)
    srs = f' srsName="{CRS}"'
    if isinstance(shape, Polygon):
        return f"<position>{drawing.surface(shape, srs)}</position>"
    head = f'<gml:MultiSurface gml:id="{drawing.name()}"{srs}>'
    parts = "".join(f"<gml:surfaceMember>{drawing.surface(part)}</gml:surfaceMember>" for part in shape.geoms)
    return f"<position>{head}{parts}</gml:MultiSurface></position>"


class _Drawing:
    """The geometry of one object; every curve and surface gets an identifier of its own."""

    def __init__(self, oid: str, arcs: Arcs, edges: bool) -> None:
        self._oid, self._arcs, self._edges, self._count = oid, arcs, edges, 0

    def name(self) -> str:
        """Return the next identifier."""
        self._count += 1
        return f"{self._oid}_G{self._count - 1}"

    def surface(self, shape: Polygon, srs: str = "") -> str:
        """Return a ``gml:Surface``."""
        head = (
            f'<gml:Surface gml:id="{self.name()}"{srs}><gml:patches><gml:PolygonPatch interpolation="planar">'
        )
        holes = "".join(f"<gml:interior>{self._ring(hole)}</gml:interior>" for hole in shape.interiors)
        outer = f"<gml:exterior>{self._ring(shape.exterior)}</gml:exterior>"
        return f"{head}{outer}{holes}</gml:PolygonPatch></gml:patches></gml:Surface>"

    def _ring(self, ring: shapely.LinearRing) -> str:
        points = list(ring.coords)[:-1]
        if points[0] in self._arcs:  # a ring starts at the end of an edge, never within an arc
            points = points[1:] + points[:1]
        points.append(points[0])
        pieces = []
        start = 0
        while start < len(points) - 1:
            curved = self._is_arc(points, start)
            end = start + 2 if curved else start + 1
            while not curved and not self._edges and end < len(points) - 1 and not self._is_arc(points, end):
                end += 1
            pieces.append(self._curve(points[start : end + 1], curved))
            start = end
        return f"<gml:Ring>{''.join(pieces)}</gml:Ring>"

    def _is_arc(self, points: list[tuple[float, float]], start: int) -> bool:
        if start + 2 >= len(points) or points[start + 1] not in self._arcs:
            return False
        return set(self._arcs[points[start + 1]]) == {points[start], points[start + 2]}

    def _curve(self, points: list[tuple[float, float]], curved: bool) -> str:
        text = " ".join(f"{EAST + x:.3f} {NORTH + y:.3f}" for x, y in points)
        kind, extra = ("Arc", ' numArc="1"') if curved else ("LineStringSegment", "")
        return (
            f'<gml:curveMember><gml:Curve gml:id="{self.name()}"><gml:segments>'
            f"<gml:{kind}{extra}><gml:posList>{text}</gml:posList></gml:{kind}>"
            "</gml:segments></gml:Curve></gml:curveMember>"
        )


def write(path: Path, members: Iterable[str]) -> None:
    """Write the file, the same bytes for the same content."""
    spaces = " ".join(f'xmlns{":" if prefix else ""}{prefix}="{uri}"' for prefix, uri in _SPACES.items())
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        "<!-- Frei erfunden: Orte, Personen und Flurstücke gibt es nicht. -->\n"
        f"<AX_Bestandsdatenauszug {spaces}>\n"
        "<erlaeuterung>Fiktive Beispieldaten</erlaeuterung><erfolgreich>true</erfolgreich>"
        "<antragsnummer>MUSTER-1</antragsnummer>\n"
        "<allgemeineAngaben><AX_K_Benutzungsergebnis><empfaenger><AA_Empfaenger><direkt>true</direkt></AA_Empfaenger>"
        "</empfaenger></AX_K_Benutzungsergebnis></allgemeineAngaben>\n"
        "<koordinatenangaben><AA_Koordinatenreferenzsystemangaben>"
        f'<crs xlink:href="{CRS}"/><anzahlDerNachkommastellen>3</anzahlDerNachkommastellen>'
        "<standard>true</standard>"
        "</AA_Koordinatenreferenzsystemangaben></koordinatenangaben>\n"
        f'<enthaelt><wfs:FeatureCollection timeStamp="{DAY}T06:00:00Z">\n'
    )
    tail = "</wfs:FeatureCollection></enthaelt>\n</AX_Bestandsdatenauszug>\n"
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(head.encode())
        for member in members:
            file.write(member.encode())
        file.write(tail.encode())
