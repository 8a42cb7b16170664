"""Foreign layers by a column mapping."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from flurinfill.cadastre.codes import BUILDING_FUNCTIONS, function_code
from flurinfill.cadastre.delivery import Delivery, Layer
from flurinfill.cadastre.guessing import guess_columns
from flurinfill.cadastre.landuse import kind_of_text
from flurinfill.cadastre.mapping import LayerMapping, LayerRef
from flurinfill.cadastre.plans import area_type_of, bounds_nothing, drop_implausible, plan_kind_of
from flurinfill.cadastre.readers.layers import LayerInfo, choose, joined_text, layers, read_layer
from flurinfill.cadastre.readers.xplan import read_xplan
from flurinfill.cadastre.repair import keep
from flurinfill.cadastre.sources import Format, Source, recognise
from flurinfill.model.errors import InputError
from flurinfill.model.findings import Severity
from flurinfill.model.parcel_id import ParcelId, normalise
from flurinfill.model.planning import AreaType, PlanKind
from flurinfill.model.potential import PUBLIC_WAYS, LandUse
from flurinfill.model.progress import SILENT, Progress

_Built = tuple[pd.DataFrame, bool]  # the table's columns; whether its identifiers are official

_ALL_LAYERS = ("constraints", "plans")
_PARCEL_TEXTS = (
    "gemarkung_code",
    "gemarkung",
    "flur",
    "number",
    "municipality",
    "district",
    "address_text",
    "land_use_text",
    "formed_on",
)


@dataclass(frozen=True)
class SourceDescription:
    """What is in a file, for the import assistant.

    ``layers`` is empty for NAS, which is read by object types.
    """

    path: Path
    name: str
    format: Format
    layers: tuple[LayerInfo, ...]


def read_mapped(mapping: LayerMapping, *, progress: Progress = SILENT) -> Delivery:
    """Read every mapped layer; columns that the mapping leaves open are guessed by their names.

    Raises
    ------
    InputError
        ``layer_missing``, ``layer_without_geometry``, ``layer_empty``, ``column_missing`` and what
        opening the file raises.
    """
    delivery = Delivery()
    wanted = mapping.layers()
    for done, (table, ref) in enumerate(wanted):
        progress.report("read_layer", done, len(wanted))
        if table == "plans" and source_of(ref).format is Format.XPLAN:
            delivery.add(read_xplan([source_of(ref)], progress=progress))
            continue
        for source, info in _chosen(table, ref):
            _read_one(delivery, mapping, table, source, info)
    progress.report("read_layer", len(wanted), len(wanted))
    return delivery


def source_of(ref: LayerRef) -> Source:
    """Return the source a layer reference points into."""
    usable = [source for source in recognise(ref.path) if source.format is not Format.NAS]
    if not usable:
        raise InputError("nas_is_no_layer", path=ref.path.name)
    if len(usable) == 1 or ref.layer is None:
        return usable[0]
    for source in usable:
        if ref.layer.lower() in {Path(source.member).stem.lower(), source.member.lower()}:
            return source
    return usable[0]


def _chosen(table: str, ref: LayerRef) -> list[tuple[Source, LayerInfo]]:
    """Constraints and plans without a layer name are all layers with areas of the file."""
    source = source_of(ref)
    wanted = None if ref.layer in {source.member, Path(source.member).stem} else ref.layer
    if table in _ALL_LAYERS and wanted is None:
        areas = [(source, info) for info in layers(source) if info.has_areas]
        if areas:
            return areas
    return [(source, choose(source, wanted, lines=table == "ways"))]


def _read_one(delivery: Delivery, mapping: LayerMapping, table: str, source: Source, info: LayerInfo) -> None:
    name = source.name if info.name == source.path.stem else f"{source.name}:{info.name}"
    columns = dict(guess_columns(table, source, info))
    columns.update(mapping.columns_of(table))
    _check_columns(columns, info, name)
    rows = read_layer(source, info.name)
    delivery.findings += rows.findings
    if not len(rows.frame):
        if table in _ALL_LAYERS:
            return
        raise InputError("layer_empty", path=source.name, layer=info.name)
    picked = pd.DataFrame({ours: joined_text(rows.frame, theirs) for ours, theirs in columns.items()})
    picked.index = pd.RangeIndex(len(rows.frame))
    frame, official = _BUILDERS[table](picked, info, delivery, name)
    layer = Layer(table, name, frame, rows.geometry, rows.crs, official)
    if table == "plans":
        keep(layer, frame["kind"].ne("").to_numpy())
    delivery.layers.append(layer)


def _check_columns(columns: Mapping[str, str], info: LayerInfo, name: str) -> None:
    for expression in columns.values():
        for column in expression.split("+"):
            if column not in info.columns:
                raise InputError("column_missing", path=name, column=column, columns=list(info.columns))


def _numbers(picked: pd.DataFrame, column: str) -> pd.Series[float]:
    if column not in picked:
        return pd.Series(np.nan, index=picked.index)
    return pd.to_numeric(picked[column].str.replace(",", "."), errors="coerce").astype(float)


def _text(picked: pd.DataFrame, column: str) -> pd.Series[str]:
    return picked[column] if column in picked else pd.Series("", index=picked.index, dtype="str")


def _parcels(
    picked: pd.DataFrame, info: LayerInfo, delivery: Delivery, name: str
) -> tuple[pd.DataFrame, bool]:
    frame = pd.DataFrame({column: _text(picked, column) for column in _PARCEL_TEXTS})
    frame["official_area_m2"] = _numbers(picked, "official_area_m2")
    if "parcel_id" in picked:
        frame["parcel_id"] = picked["parcel_id"].map(normalise)
    else:
        frame["parcel_id"] = [str(row + 1) for row in range(len(frame))]
        delivery.note("parcel_id_generated", Severity.WARNING, "parcels", len(frame), path=name)
    official = fill_identity(frame)
    frame["number"] = frame["number"].where(frame["number"] != "", frame["parcel_id"])
    return frame, official


def fill_identity(frame: pd.DataFrame) -> bool:
    """Take Gemarkung, Flur and number from the identifiers; tell whether all are official ones."""
    parsed = []
    for text in frame["parcel_id"]:
        try:
            parsed.append(ParcelId.parse(text))
        except InputError:
            return False
    frame["gemarkung_code"] = [entry.land + entry.gemarkung for entry in parsed]
    frame["flur"] = [entry.flur for entry in parsed]
    frame["number"] = [entry.number for entry in parsed]
    return bool(parsed)


def _buildings(
    picked: pd.DataFrame, info: LayerInfo, delivery: Delivery, name: str
) -> tuple[pd.DataFrame, bool]:
    text = _text(picked, "function_text")
    code = _text(picked, "function").map(function_code)
    code = code.where(code != "", text.map(function_code))
    numbered = pd.Series([str(row + 1) for row in range(len(picked))], dtype="str")
    own = _text(picked, "building_id")
    frame = pd.DataFrame(
        {
            "building_id": own.where(own != "", numbered),
            "function": code,
            "function_text": text.where(text != "", code.map(lambda key: BUILDING_FUNCTIONS.get(key, ""))),
            "state": _text(picked, "state"),
            "below_ground": code == "2465",
            "name": _text(picked, "name"),
            "storeys": _numbers(picked, "storeys"),
        }
    )
    return frame, False


def _ways(picked: pd.DataFrame, info: LayerInfo, delivery: Delivery, name: str) -> _Built:
    kinds = _text(picked, "kind").map(lambda text: _way_kind(str(text)))
    return pd.DataFrame({"name": _text(picked, "name"), "kind": kinds}), False


def _way_kind(text: str) -> str:
    kind = kind_of_text(text)
    return kind.value if kind in PUBLIC_WAYS else LandUse.ROAD.value


def _land_use(
    picked: pd.DataFrame, info: LayerInfo, delivery: Delivery, name: str
) -> tuple[pd.DataFrame, bool]:
    text = _text(picked, "text")
    kind = text.map(lambda value: kind_of_text(str(value)).value)
    unknown = int((kind == LandUse.OTHER.value).sum())
    if unknown:
        delivery.note("land_use_unknown", Severity.INFO, "land_use", unknown, path=name)
    frame = pd.DataFrame(
        {"kind": kind, "code": _text(picked, "code"), "text": text, "name": _text(picked, "name")}
    )
    return frame, False


def _addresses(
    picked: pd.DataFrame, info: LayerInfo, delivery: Delivery, name: str
) -> tuple[pd.DataFrame, bool]:
    number = _text(picked, "house_number")
    columns = {"parcel_id": _text(picked, "parcel_id").map(normalise), "street": _text(picked, "street")}
    return pd.DataFrame({**columns, "house_number": number}), False


def _constraints(
    picked: pd.DataFrame, info: LayerInfo, delivery: Delivery, name: str
) -> tuple[pd.DataFrame, bool]:
    return pd.DataFrame({"layer": info.name, "name": _text(picked, "name")}, index=picked.index), False


def _plans(picked: pd.DataFrame, info: LayerInfo, delivery: Delivery, name: str) -> _Built:
    """Plans and their building areas; a row says its kind itself, or the layer's (or file's) name does.

    Rows of statutes that bound nothing have no kind, and are left out.
    """
    stated = _text(picked, "kind")
    titles = (stated, _text(picked, "name"), pd.Series(f"{info.name} {name}", index=picked.index))
    kind = pd.Series(None, index=picked.index, dtype=object)
    for texts in titles:
        kind = kind.where(kind.notna(), texts.map(plan_kind_of))
    nothing = stated.map(bounds_nothing) | _text(picked, "name").map(bounds_nothing)
    if nothing.any():
        delivery.note("plan_bounds_nothing", Severity.WARNING, "plans", int(nothing.sum()), path=name)
    art = _text(picked, "area_type")
    known = art.map(area_type_of)
    unclear = art.ne("") & known.eq("")
    ratios = {column: _numbers(picked, column) for column in ("grz", "gfz", "storeys")}
    fixes = pd.DataFrame(ratios).notna().any(axis=1)
    frame = pd.DataFrame(
        {
            "kind": kind.where(kind.notna(), PlanKind.PLAN).map(str).where(~nothing, ""),
            "name": _text(picked, "name").where(lambda text: text.ne(""), info.name),
            "area_type": known.where(~(unclear | (known.eq("") & fixes)), AreaType.OTHER.value),
            **ratios,
        }
    )
    if odd := drop_implausible(frame):
        delivery.note("plan_ratio_implausible", Severity.WARNING, "plans", odd, path=name)
    if unclear.any():
        shown = sorted(set(art[unclear]))[:5]
        delivery.note(
            "plan_area_type_unknown", Severity.WARNING, "plans", int(unclear.sum()), path=name, texts=shown
        )
    return frame, False


_Builder = Callable[[pd.DataFrame, LayerInfo, Delivery, str], _Built]
_BUILDERS: Mapping[str, _Builder] = {
    "parcels": _parcels,
    "buildings": _buildings,
    "ways": _ways,
    "land_use": _land_use,
    "addresses": _addresses,
    "constraints": _constraints,
    "plans": _plans,
}
