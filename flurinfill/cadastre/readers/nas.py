"""NAS: the exchange format of ALKIS, one pass over the file."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pandas as pd
import shapely

from flurinfill.cadastre.codes import BUILDING_FUNCTIONS
from flurinfill.cadastre.delivery import Delivery, Geometries, Layer, day_of
from flurinfill.cadastre.landuse import OBJECT_TYPES
from flurinfill.cadastre.readers.nas_locations import Locations
from flurinfill.cadastre.readers.nas_objects import WANTED, NasObjects, Record, collect
from flurinfill.cadastre.readers.nas_owners import owners_of
from flurinfill.cadastre.readers.xmlstream import delivered_on, stream
from flurinfill.cadastre.sources import Source
from flurinfill.model.errors import InputError
from flurinfill.model.findings import Severity
from flurinfill.model.parcel_id import ParcelId
from flurinfill.model.potential import LAND_USE_BY_CODE, LandUse
from flurinfill.model.progress import Progress

_UNDERGROUND, _UNDERGROUND_GARAGE = "1200", "2465"
_UNSPECIFIED, _GARAGE = frozenset({"", "9998"}), "2463"
_GARAGE_FORMS = frozenset({"1300", "1400", "1500"})  # bauweise: Einzel-, Doppel-, Sammelgarage


def read_nas(sources: Sequence[Source], *, with_owners: bool, progress: Progress) -> Delivery:
    """Read NAS files of one data state, which may be tiles of one area.

    Parameters
    ----------
    sources : sequence of Source
        Files and archive members with NAS.
    with_owners : bool
        Read the booking chain; without it a finding tells that owners were left out.
    progress : Progress
        Steps ``read_file`` and ``build_tables``.

    Raises
    ------
    InputError
        ``nas_without_parcels``, ``nas_is_update``, ``crs_mixed`` and those of the XML stream.
    """
    objects = NasObjects()
    with _no_garbage_collection():
        for source in sources:
            for name, element in stream(source, WANTED, progress, refuse=_refuse_update):
                collect(objects, name, element, with_owners=with_owners)
        names = ", ".join(source.name for source in sources)
        if not objects.parcels.records and not objects.buildings.records and not objects.land_use.records:
            raise InputError("nas_without_parcels", path=names)
        progress.report("build_tables", 0, 0)
        delivery = _delivery(objects, names, with_owners)
    answered = [day for day in map(delivered_on, sources) if day]
    delivery.data_state = max(answered, default=day_of(objects.newest))
    return delivery


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Nothing here is cyclic, and looking for cycles in growing tables costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _refuse_update(name: str, source: Source) -> None:
    if name in {"Replace", "Delete"}:
        raise InputError("nas_is_update", path=source.name)


def _delivery(objects: NasObjects, names: str, with_owners: bool) -> Delivery:
    crs = _system(objects, names)
    locations = Locations(objects)
    parcels = objects.parcels.surfaces.build()
    buildings = objects.buildings.surfaces.build()
    frames: list[tuple[str, pd.DataFrame, Geometries]] = [
        ("parcels", _parcels(objects, locations), parcels),
        ("buildings", _buildings(objects), buildings),
        ("land_use", _land_use(objects, locations), objects.land_use.surfaces.build()),
        ("addresses", *locations.addresses(_points(parcels), _points(buildings))),
    ]
    delivery = Delivery()
    for table, frame, geometry in frames:
        delivery.layers.append(Layer(table, names, frame, geometry, crs, official=True))
    if with_owners and objects.ownership:
        delivery.owners, delivery.ownerships = owners_of(objects, delivery)
    _notes(objects, delivery)
    return delivery


def _system(objects: NasObjects, names: str) -> str | None:
    systems = objects.systems()
    if len({name.rpartition(":")[2] for name in systems}) > 1:
        raise InputError("crs_mixed", path=names, systems=sorted(systems))
    return next(iter(systems), None)


def _notes(objects: NasObjects, delivery: Delivery) -> None:
    if objects.left_out_owners:
        delivery.note("owners_left_out", Severity.INFO, "owners", objects.left_out_owners)
    if objects.historic:
        delivery.note("historic_left_out", Severity.INFO, "", objects.historic)
    if objects.repeated:
        delivery.note("objects_repeated", Severity.INFO, "", objects.repeated)
    for table in ("parcels", "buildings", "land_use"):
        surfaces = getattr(objects, table).surfaces
        if surfaces.unreadable:
            delivery.note("coordinates_unreadable", Severity.WARNING, table, surfaces.unreadable)
        if surfaces.straightened:
            delivery.note("curves_straightened", Severity.WARNING, table, surfaces.straightened)
    if objects.parcels.records and objects.parcels.surfaces.not_areas == len(objects.parcels.records):
        raise InputError("points_instead_of_areas", path=delivery.layers[0].name, table="parcels")


def _points(geometry: Geometries) -> Geometries:
    usable = ~shapely.is_missing(geometry) & ~shapely.is_empty(geometry)
    points = np.full(len(geometry), None, dtype=object)
    points[usable] = shapely.point_on_surface(geometry[usable])
    return points


def _parcels(objects: NasObjects, locations: Locations) -> pd.DataFrame:
    rows = []
    for record in objects.parcels.records:
        identifier, gemarkung_code, flur, number = _identity(record)
        rows.append(
            (
                identifier,
                gemarkung_code,
                locations.gemarkung(gemarkung_code),
                flur,
                number,
                _float(record.get("amtlicheFlaeche")),
                locations.municipality(record),
                locations.district(record),
                locations.text_of(record),
                record.get("abweichenderRechtszustand").lower() in {"true", "1"},
                record.get("zeitpunktDerEntstehung")[:10],
            )
        )
    columns = "parcel_id gemarkung_code gemarkung flur number official_area_m2 municipality district"
    more = "address_text legal_deviation formed_on"
    return pd.DataFrame(rows, columns=[*columns.split(), *more.split()])


def _identity(record: Record) -> tuple[str, str, str, str]:
    """Return identifier, Gemarkung code, Flur and number; the parts win over the identifier's text."""
    identifier = record.get("flurstueckskennzeichen")
    code = record.get("gemarkung.land") + record.get("gemarkung.gemarkungsnummer")
    numerator = record.get("flurstuecksnummer.zaehler").lstrip("0")
    denominator = record.get("flurstuecksnummer.nenner").lstrip("0")
    flur = record.get("flurnummer")
    try:
        parsed = ParcelId.parse(identifier)
    except InputError:
        number = f"{numerator}/{denominator}" if denominator else numerator
        return identifier, code, flur.rjust(3, "0") if flur else "", number
    return str(parsed), code or parsed.land + parsed.gemarkung, parsed.flur, parsed.number


def _buildings(objects: NasObjects) -> pd.DataFrame:
    rows = []
    for record in objects.buildings.records:
        function = record.get("gebaeudefunktion")
        if function in _UNSPECIFIED and record.get("bauweise") in _GARAGE_FORMS:
            function = _GARAGE
        below = record.get("lageZurErdoberflaeche") == _UNDERGROUND or function == _UNDERGROUND_GARAGE
        rows.append(
            (
                record.oid,
                function,
                BUILDING_FUNCTIONS.get(function, ""),
                record.get("zustand"),
                below,
                record.get("name"),
                _float(record.get("anzahlDerOberirdischenGeschosse")),
            )
        )
    columns = ["building_id", "function", "function_text", "state", "below_ground", "name", "storeys"]
    return pd.DataFrame(rows, columns=columns)


def _land_use(objects: NasObjects, locations: Locations) -> pd.DataFrame:
    rows = []
    for record, kind in zip(objects.land_use.records, objects.land_use_types, strict=True):
        code, text = OBJECT_TYPES[kind]
        use = LAND_USE_BY_CODE.get(code, LandUse.OTHER).value
        rows.append((use, code, record.get("zustand"), text, locations.name_of(record)))
    return pd.DataFrame(rows, columns=["kind", "code", "state", "text", "name"])


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
