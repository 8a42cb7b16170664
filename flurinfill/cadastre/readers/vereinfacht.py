"""ALKIS-vereinfacht: the simplified product of the Länder, as GML, shapefile or GeoPackage.

Names of layers and fields differ from state to state (DOMAIN B4), so they are compared by local
name, in lower case and with their known variants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from lxml import etree

from flurinfill.cadastre.codes import BUILDING_FUNCTIONS, function_code
from flurinfill.cadastre.delivery import Delivery, Geometries, Layer, day_of
from flurinfill.cadastre.landuse import fold, kind_of_text
from flurinfill.cadastre.readers.gml import SurfaceBatch
from flurinfill.cadastre.readers.layers import LayerInfo, layers, read_layer, text_of
from flurinfill.cadastre.readers.ogr import fill_identity
from flurinfill.cadastre.readers.xmlstream import delivered_on, stream
from flurinfill.cadastre.sources import Format, Source, local
from flurinfill.model.errors import InputError
from flurinfill.model.findings import Severity
from flurinfill.model.parcel_id import normalise
from flurinfill.model.progress import Progress

_LAYERS = {
    "parcels": ("Flurstueck", "flurstueck", "Flurstuecke", "flurstuecke"),
    "buildings": (
        "GebauedeBauwerk",
        "GebaeudeBauwerk",
        "gebaeudeBauwerke",
        "GebaeudeBauwerke",
        "gebauedebauwerk",
        "gebaeudebauwerk",
    ),
    "land_use": ("NutzungFlurstueck", "nutzungFlurstueck", "nutzungflurstueck", "Nutzung", "nutzung"),
}
_TABLE_BY_NAME = {name.lower(): table for table, names in _LAYERS.items() for name in names}
_WANTED = frozenset(name for names in _LAYERS.values() for name in names)
_UNDERGROUND = ("untererdoberflaeche", "unterderoberflaeche", "unterirdisch")
_MINOR_STRUCTURES = ("carport", "ueberdachung")  # another object type of ALKIS, a text here


def simple_layers(source: Source) -> list[tuple[str, LayerInfo]]:
    """Return (table, layer) for each layer of a GDAL source that is ALKIS-vereinfacht."""
    if source.format is not Format.OGR:
        return []
    found = [(_table_of(info), info) for info in layers(source)]
    return [(table, info) for table, info in found if table]


def _table_of(info: LayerInfo) -> str:
    """Recognise a layer by its columns: names of shapefiles are free."""
    columns = {column.lower() for column in info.columns}
    if "gebnutzbez" in columns or "gfkzshh" in columns:
        return "buildings"
    if "flstkennz" in columns:
        return "land_use" if "nutzart" in columns and "tntxt" not in columns else "parcels"
    return ""


def read_simple(sources: Sequence[Source], *, progress: Progress) -> Delivery:
    """Read ALKIS-vereinfacht.

    Parameters
    ----------
    sources : sequence of Source
        GML (plain or packed) and layers that GDAL reads.
    progress : Progress
        Steps ``read_file`` and ``read_layer``.

    Raises
    ------
    InputError
        ``no_parcels`` where nothing usable is in it, ``points_instead_of_areas``.
    """
    delivery = Delivery()
    states: list[str] = []
    for source in sources:
        if source.format is Format.SIMPLE:
            parts = _from_gml(source, delivery, progress)
        else:
            parts = list(_from_layers(source, delivery, progress))
        for table, frame, geometry, crs in parts:
            if not len(frame):
                continue
            states.append(frame["aktualit"].max() if "aktualit" in frame else "")
            built, usable = _BUILDERS[table](frame)
            delivery.layers.append(Layer(table, source.name, built, geometry[usable], crs, official=True))
            if parts_left_out := int((~usable).sum()):
                delivery.note("building_parts_left_out", Severity.INFO, table, parts_left_out)
    if not delivery.layers:
        raise InputError("no_parcels", path=", ".join(source.name for source in sources))
    answered = [day for source in sources if source.format is Format.SIMPLE and (day := delivered_on(source))]
    delivery.data_state = max(answered, default=day_of(max(states, default="")))
    return delivery


_Built = tuple[pd.DataFrame, npt.NDArray[np.bool_]]  # the table's columns; which rows are kept
_Part = tuple[str, pd.DataFrame, Geometries, str | None]


def _from_gml(source: Source, delivery: Delivery, progress: Progress) -> list[_Part]:
    rows: dict[str, list[dict[str, str]]] = {table: [] for table in _LAYERS}
    surfaces = {table: SurfaceBatch() for table in _LAYERS}
    for name, element in stream(source, _WANTED, progress):
        table = _TABLE_BY_NAME[name.lower()]
        values, holder = _values(element)
        if not values:
            continue
        rows[table].append(values)
        surfaces[table].add(holder)
    parts: list[_Part] = []
    for table, values_of_table in rows.items():
        batch = surfaces[table]
        if values_of_table and batch.not_areas == len(batch):
            raise InputError("points_instead_of_areas", path=source.name, table=table, count=len(batch))
        if len(batch.systems) > 1:
            raise InputError("crs_mixed", path=source.name, systems=sorted(batch.systems))
        if batch.unreadable:
            delivery.note("coordinates_unreadable", Severity.WARNING, table, batch.unreadable)
        if batch.straightened:
            delivery.note("curves_straightened", Severity.WARNING, table, batch.straightened)
        frame = pd.DataFrame(values_of_table).fillna("")
        parts.append((table, frame, batch.build(), next(iter(batch.systems), None)))
    return parts


def _values(element: etree._Element) -> tuple[dict[str, str], etree._Element | None]:
    """Split an object into its texts by lower-case local name, and the element with the geometry."""
    values: dict[str, str] = {}
    holder = None
    for child in element:
        if not len(child):
            values[local(child.tag).lower()] = (child.text or "").strip()
        elif local(child.tag) not in {"boundedBy", "identifier"} and holder is None:
            holder = child
    return values, holder


def _from_layers(source: Source, delivery: Delivery, progress: Progress) -> Iterator[_Part]:
    known = simple_layers(source)
    for done, (table, info) in enumerate(known):
        progress.report("read_layer", done, len(known))
        rows = read_layer(source, info.name)
        delivery.findings += rows.findings
        frame = pd.DataFrame({str(name).lower(): text_of(rows.frame[name]) for name in rows.frame})
        yield table, frame, rows.geometry, rows.crs


def _column(frame: pd.DataFrame, *names: str) -> pd.Series[str]:
    for name in names:
        if name in frame:
            return frame[name].fillna("").astype("str").str.strip()
    return pd.Series("", index=frame.index, dtype="str")


def _parcels(frame: pd.DataFrame) -> _Built:
    numerator = _column(frame, "flstnrzae")
    denominator = _column(frame, "flstnrnen")
    parts = numerator + ("/" + denominator).where(denominator != "", "")
    number = _column(frame, "flurstnr")
    identifier = _column(frame, "flstkennz", "idflurst").map(normalise)
    gemarkung = _column(frame, "gemaschl")
    area = _column(frame, "flaeche")
    out = pd.DataFrame(
        {
            "parcel_id": identifier,
            "gemarkung_code": gemarkung,
            "gemarkung": _column(frame, "gemarkung"),
            "flur": "",
            "number": number.where(number != "", parts),
            "official_area_m2": pd.to_numeric(area.str.replace(",", "."), errors="coerce"),
            "municipality": _column(frame, "gemeinde"),
            "address_text": _column(frame, "lagebeztxt"),
            "land_use_text": _column(frame, "tntxt", "tntext"),
            "legal_deviation": _column(frame, "abwrecht").str.lower().isin(["true", "1", "ja", "t"]),
        }
    )
    fill_identity(out)
    return out, np.ones(len(out), dtype=bool)


def _buildings(frame: pd.DataFrame) -> _Built:
    kind = _column(frame, "gebnutzbez").map(fold)
    text = _column(frame, "funktion", "bezeich")
    roof = text.map(fold).str.contains("|".join(_MINOR_STRUCTURES))
    usable = (kind.str.startswith("gebaeude") | (kind == "") | roof).to_numpy(dtype=bool)
    code = _column(frame, "gfkzshh").map(function_code)
    below = _column(frame, "rellage").map(lambda value: fold(str(value)) in _UNDERGROUND or value == "1200")
    out = pd.DataFrame(
        {
            "building_id": _column(frame, "oid"),
            "function": code,
            "function_text": text.where(text != "", code.map(lambda key: BUILDING_FUNCTIONS.get(key, ""))),
            "below_ground": below | (code == "2465"),
            "name": _column(frame, "name"),
            "storeys": pd.to_numeric(_column(frame, "anzahlgs"), errors="coerce"),
        }
    )
    return out[usable].reset_index(drop=True), usable


def _land_use(frame: pd.DataFrame) -> _Built:
    text = _column(frame, "nutzart")
    out = pd.DataFrame(
        {
            "kind": text.map(lambda value: kind_of_text(str(value)).value),
            "text": text,
            "name": _column(frame, "name"),
        }
    )
    return out, np.ones(len(out), dtype=bool)


_Builder = Callable[[pd.DataFrame], _Built]
_BUILDERS: Mapping[str, _Builder] = {"parcels": _parcels, "buildings": _buildings, "land_use": _land_use}
