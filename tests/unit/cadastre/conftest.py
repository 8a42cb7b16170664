"""A small NAS written by the tests, with invented people."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<AX_Bestandsdatenauszug xmlns="http://www.adv-online.de/namespaces/adv/gid/{version}"'
    ' xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:wfs="http://www.opengis.net/wfs/2.0"><enthaelt><wfs:FeatureCollection>'
)
_TAIL = "</wfs:FeatureCollection></enthaelt></AX_Bestandsdatenauszug>"
LIFE = (
    "<lebenszeitintervall><AA_Lebenszeitintervall><beginnt>2024-03-05T07:00:00Z</beginnt>{ended}"
    "</AA_Lebenszeitintervall></lebenszeitintervall>"
)


class NasWriter:
    """Pieces of a NAS, as text."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def document(self, *objects: str, version: str = "7.1", member: str = "wfs:member") -> str:
        members = "".join(f"<{member}>{text}</{member}>" for text in objects)
        return _HEAD.format(version=version) + members + _TAIL

    def write(self, *objects: str, name: str = "bestand.xml", **options: str) -> Path:
        path = self._folder / name
        path.write_text(self.document(*objects, **options), encoding="utf-8")
        return path

    def feature(self, kind: str, oid: str, content: str = "", *, ended: bool = False) -> str:
        life = LIFE.format(ended="<endet>2024-04-01T00:00:00Z</endet>" if ended else "")
        return f'<{kind} gml:id="{oid}">{life}{content}</{kind}>'

    def square(self, x: float, y: float, size: float = 20.0, srs: str = "urn:adv:crs:ETRS89_UTM33") -> str:
        corners = [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]
        return self.surface(corners, srs)

    def surface(self, corners: Iterable[tuple[float, float]], srs: str = "urn:adv:crs:ETRS89_UTM33") -> str:
        points = list(corners)
        edges = "".join(
            "<gml:curveMember><gml:Curve><gml:segments><gml:LineStringSegment><gml:posList>"
            f"{a[0]!r} {a[1]!r} {b[0]!r} {b[1]!r}"
            "</gml:posList></gml:LineStringSegment></gml:segments></gml:Curve></gml:curveMember>"
            for a, b in pairwise(points)
        )
        return (
            f'<position><gml:Surface srsName="{srs}"><gml:patches><gml:PolygonPatch><gml:exterior>'
            f"<gml:Ring>{edges}</gml:Ring></gml:exterior></gml:PolygonPatch></gml:patches></gml:Surface></position>"
        )

    def parcel(
        self, number: int, x: float = 400_000.0, *, more: str = "", oid: str = "", shape: str = ""
    ) -> str:
        return self.feature(
            "AX_Flurstueck",
            oid or f"DESNTEST{number:08d}",
            f"{shape or self.square(x, 5_650_000.0)}"
            "<gemarkung><AX_Gemarkung_Schluessel><land>14</land><gemarkungsnummer>9999</gemarkungsnummer>"
            "</AX_Gemarkung_Schluessel></gemarkung>"
            f"<flurstueckskennzeichen>149999___{number:05d}______</flurstueckskennzeichen>"
            '<amtlicheFlaeche uom="urn:adv:uom:m2">401</amtlicheFlaeche>' + more,
        )

    def ref(self, role: str, oid: str) -> str:
        return f'<{role} xlink:href="urn:adv:oid:{oid}"/>'

    def share(self, numerator: object, denominator: object) -> str:
        parts = f"<zaehler>{numerator}</zaehler><nenner>{denominator}</nenner>"
        return f"<anteil><AX_Anteil>{parts}</AX_Anteil></anteil>"

    def point(self, role: str) -> str:
        place = "<gml:pos>400000 5650000</gml:pos>"
        return f'<{role}><gml:Point srsName="urn:adv:crs:ETRS89_UTM33">{place}</gml:Point></{role}>'


@pytest.fixture
def nas(tmp_path: Path) -> NasWriter:
    """Write NAS files into the test's folder."""
    return NasWriter(tmp_path)
