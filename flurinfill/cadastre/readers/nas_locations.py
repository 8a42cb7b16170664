"""Names of Gemarkungen, municipalities and streets, and the addresses, from the objects of a NAS."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from flurinfill.cadastre.delivery import Geometries
from flurinfill.cadastre.readers.nas_objects import NasObjects, Record
from flurinfill.model.parcel_id import normalise

_KEY = ("land", "regierungsbezirk", "kreis", "gemeinde")


class Locations:
    """Looks up the names that objects refer to by key or by reference."""

    def __init__(self, objects: NasObjects) -> None:
        self._objects = objects
        self._gemarkungen = {
            entry.get("schluessel.land") + entry.get("schluessel.gemarkungsnummer"): entry.get("bezeichnung")
            for entry in objects.catalogues.get("AX_Gemarkung", [])
        }
        self._municipalities = {  # the role has changed its name between versions of the NAS
            **self._keyed("AX_Gemeinde", ()),
            **self._keyed("AX_Gemeinde", (), role="gemeindekennzeichen"),
        }
        self._districts = self._keyed("AX_Gemeindeteil", ("gemeindeteil",))
        self._streets = self._keyed("AX_LagebezeichnungKatalogeintrag", ("lage",))
        self._points: dict[str, tuple[float, float]] = {}
        self._read_geocoded()

    def gemarkung(self, code: str) -> str:
        """Name of a Gemarkung by Land + number."""
        return self._gemarkungen.get(code, "")

    def municipality(self, record: Record) -> str:
        """Name of the municipality a parcel belongs to."""
        return self._municipalities.get(_key(record, "gemeindezugehoerigkeit", ()), "")

    def district(self, record: Record) -> str:
        """Name of the Ortsteil a parcel belongs to."""
        return self._districts.get(_key(record, "gemeindezugehoerigkeit", ("gemeindeteil",)), "")

    def text_of(self, record: Record) -> str:
        """Lagebezeichnung: every address and place name of a parcel, each once."""
        texts: dict[str, None] = {}
        for oid in record.refs.get("weistAuf", []) + record.refs.get("zeigtAuf", []):
            location = self._objects.locations.get(oid)
            if location is not None:
                text = " ".join(part for part in (self.street(location), location.get("hausnummer")) if part)
                texts.setdefault(text)
        return "; ".join(text for text in texts if text)

    def street(self, location: Record) -> str:
        """Street or place name of a Lagebezeichnung."""
        return self._place(location, "lagebezeichnung")

    def name_of(self, record: Record) -> str:
        """Name of a road, way or water."""
        return (
            record.get("name", "zweitname")
            or self._place(record, "name")
            or record.get("bezeichnung", "zweitname.unverschluesselt")
        )

    def addresses(self, parcels: Geometries, buildings: Geometries) -> tuple[pd.DataFrame, Geometries]:
        """Addresses with house number, and where they are.

        Parameters
        ----------
        parcels, buildings : ndarray of points or None
            A point inside each parcel and building; a geocoded address has a point of its own.
        """
        of_parcel = self._referring(self._objects.parcels.records, parcels)
        of_building = self._referring(self._objects.buildings.records, buildings)
        rows: list[tuple[str, str, str]] = []
        points: list[object] = []
        for oid, location in self._objects.locations.items():
            number = location.get("hausnummer")
            if not number:
                continue
            own = self._points.get(oid)
            near = [point for _, point in of_building.get(oid, []) if point is not None]
            for record, inside in of_parcel.get(oid, [(None, None)]):
                rows.append((self._identifier(record), self.street(location), number))
                points.append(shapely.Point(own) if own else (near[0] if near else inside))
        geometry = np.full(len(points), None, dtype=object)
        geometry[:] = points
        return pd.DataFrame(rows, columns=["parcel_id", "street", "house_number"]), geometry

    def _identifier(self, record: Record | None) -> str:
        return normalise(record.get("flurstueckskennzeichen")) if record is not None else ""

    @staticmethod
    def _referring(
        records: list[Record], points: Geometries
    ) -> dict[str, list[tuple[Record | None, object]]]:
        found: dict[str, list[tuple[Record | None, object]]] = {}
        for record, point in zip(records, points, strict=True):
            for oid in record.refs.get("weistAuf", []) + record.refs.get("zeigtAuf", []):
                found.setdefault(oid, []).append((record, point))
        return found

    def _keyed(
        self, catalogue: str, more: tuple[str, ...], role: str = "schluessel"
    ) -> dict[tuple[str, ...], str]:
        entries = self._objects.catalogues.get(catalogue, [])
        return {_key(entry, role, more): entry.get("bezeichnung") for entry in entries}

    def _place(self, record: Record, role: str) -> str:
        plain = record.get(f"{role}.unverschluesselt")
        return plain or self._streets.get(_key(record, role, ("lage",)), "")

    def _read_geocoded(self) -> None:
        """Georeferenced addresses bring points, and street names where the catalogue is missing."""
        for record, point in self._objects.geocoded:
            key = tuple(record.get(part) for part in (*_KEY, "strassenschluessel"))
            name = record.get("postalischeAdresse.strassenname", "strassenname")
            if name:
                self._streets.setdefault(key, name)
            for oid in record.refs.get("hatAuch", []):
                if point is not None:
                    self._points[oid] = point


def _key(record: Record, role: str, more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(record.get(f"{role}.{part}") for part in (*_KEY, *more))
