"""Layers that GDAL reads: what they are, and their rows with text set right.

Nothing is left beside the user's file, nothing is fetched, and rows are counted by reading them,
because a header may lie.
"""

from __future__ import annotations

import codecs
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from flurinfill.cadastre.delivery import Geometries
from flurinfill.cadastre.sources import KNOWN_SUFFIXES, Source
from flurinfill.model.errors import InputError
from flurinfill.model.findings import Finding, Severity

_GML_OPTIONS = {"WRITE_GFS": "NO", "DOWNLOAD_SCHEMA": "NO"}
_SIGNATURES = (".xml", ".gml", ".gz")
_RAW = "ISO-8859-1"  # keeps every byte, so that the text can be decoded value by value


@dataclass(frozen=True)
class LayerInfo:
    """A layer as its header describes it; ``geometry`` is "" for a table without geometry."""

    name: str
    geometry: str
    count: int
    crs: str | None
    columns: tuple[str, ...]

    @property
    def has_areas(self) -> bool:
        """Tell whether polygons may be in it."""
        return "Polygon" in self.geometry or self.geometry in {
            "Unknown",
            "GeometryCollection",
            "Unknown (any)",
        }

    @property
    def has_lines(self) -> bool:
        """Tell whether it is a layer of lines."""
        return "LineString" in self.geometry


@dataclass
class Rows:
    """Rows of one layer."""

    frame: pd.DataFrame
    geometry: Geometries
    crs: str | None
    findings: list[Finding]


def layers(source: Source) -> list[LayerInfo]:
    """Describe the layers of a source.

    Raises
    ------
    InputError
        ``format_unknown`` when GDAL cannot open it, ``file_damaged`` when by its name it should.
    """
    state = source.path.stat()
    return list(_layers(source, state.st_mtime_ns, state.st_size))


@lru_cache(maxsize=64)  # opening a large GeoJSON or GML reads it whole
def _layers(source: Source, modified: int, size: int) -> list[LayerInfo]:
    found: list[LayerInfo] = []
    options = _options(source)
    encoding = _RAW if _is_raw(source) else None
    with _quiet(), _understandable(source, None):
        for number in range(10_000):
            try:
                info = pyogrio.read_info(source.gdal_path, layer=number, encoding=encoding, **options)
            except (DataLayerError, ValueError):
                break
            geometry = str(info.get("geometry_type") or "")
            columns = tuple(_column_names(source, info["fields"]))
            name = str(info["layer_name"])
            found.append(LayerInfo(name, geometry, int(info["features"]), info["crs"], columns))
    return found


def choose(source: Source, wanted: str | None, *, lines: bool = False) -> LayerInfo:
    """Find a layer by name, or the only one with areas (or lines where those will do).

    Raises
    ------
    InputError
        ``layer_missing``, ``layer_without_geometry``, ``layer_empty`` or ``layer_ambiguous``.
    """
    known = layers(source)
    named = [info for info in known if wanted is not None and info.name.lower() == wanted.lower()]
    if wanted is not None and not named:
        raise InputError(
            "layer_missing", path=source.name, layer=wanted, layers=[info.name for info in known]
        )
    usable = named or [info for info in known if info.geometry]
    if not named and len(usable) > 1:
        usable = [info for info in usable if info.has_areas or (lines and info.has_lines)] or usable
    if not usable or not usable[0].geometry:
        raise InputError("layer_without_geometry", path=f"{source.name}:{wanted}" if wanted else source.name)
    if len(usable) > 1:
        raise InputError("layer_ambiguous", path=source.name, layers=[info.name for info in usable])
    return usable[0]


def read_layer(source: Source, layer: str) -> Rows:
    """Read a layer's rows; geometry that is no geometry comes as None.

    Parameters
    ----------
    source : Source
        File or archive member.
    layer : str
        Name of the layer.
    """
    raw_text = _is_raw(source)
    options = _options(source)
    declared = _declared_encoding(source) if raw_text else None
    with _quiet(), _understandable(source, layer):
        try:
            frame = _read(source, layer, _RAW if raw_text else None, options)
        except UnicodeDecodeError:
            frame, raw_text = _read(source, layer, _RAW, options), True
    frame.columns = pd.Index(_column_names(source, frame.columns))
    findings = _decode(frame, source, declared) if raw_text else []
    if "geometry" not in frame:
        raise InputError("layer_without_geometry", path=f"{source.name}:{layer}")
    geometry = np.asarray(frame["geometry"].to_numpy(), dtype=object)
    system = getattr(frame, "crs", None)
    text = None if system is None else (system.to_string() if system.to_authority() else system.to_wkt())
    return Rows(pd.DataFrame(frame.drop(columns="geometry")), geometry, text, findings)


def read_columns(source: Source, layer: str, columns: Sequence[str]) -> pd.DataFrame:
    """Read some columns without geometry, for looking at them."""
    raw_text = _is_raw(source)
    with _quiet(), _understandable(source, layer):
        frame = pyogrio.read_dataframe(
            source.gdal_path,
            layer=layer,
            columns=None if raw_text else list(columns),
            read_geometry=False,
            encoding=_RAW if raw_text else None,
            **_options(source),
        )
    frame.columns = pd.Index(_column_names(source, frame.columns))
    return frame[list(columns)]


def _is_raw(source: Source) -> bool:
    """Tell whether texts and names of columns are read byte by byte, because the header may lie."""
    return source.gdal_path.lower().endswith((".shp", ".dbf"))


def _column_names(source: Source, names: Iterable[object]) -> list[str]:
    if not _is_raw(source):
        return [str(name) for name in names]
    declared = _declared_encoding(source)
    return [decode(str(name).encode("latin-1"), declared)[0] for name in names]


def _read(source: Source, layer: str, encoding: str | None, options: dict[str, str]) -> pd.DataFrame:
    return pyogrio.read_dataframe(
        source.gdal_path,
        layer=layer,
        encoding=encoding,
        on_invalid="ignore",
        force_2d=True,
        **options,
    )


def _options(source: Source) -> dict[str, str]:
    name = (source.member or source.path.name).lower()
    return dict(_GML_OPTIONS) if name.endswith(_SIGNATURES) else {}


@contextmanager
def _quiet() -> Iterator[None]:
    """GDAL's chatter is told by findings instead; arcs are drawn in steps of one degree."""
    pyogrio.set_gdal_config_options({"OGR_ARC_STEPSIZE": "1", "GML_DOWNLOAD_SCHEMA": "NO"})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _understandable(source: Source, layer: str | None) -> Iterator[None]:
    try:
        yield
    except DataLayerError as error:
        raise InputError("layer_missing", path=source.name, layer=layer or "", layers=[]) from error
    except DataSourceError as error:
        if not source.path.exists():
            raise InputError("file_missing", path=source.name) from error
        known = (source.member or source.path.name).lower().endswith(KNOWN_SUFFIXES)
        code = "file_damaged" if known else "format_unknown"
        raise InputError(code, path=source.name, reason=str(error)) from error
    except FeatureError as error:
        raise InputError("file_damaged", path=source.name, reason=str(error)) from error


def _declared_encoding(source: Source) -> str | None:
    """Encoding of the ``.cpg`` file beside a shapefile, when Python knows it."""
    if source.member:
        return None
    for suffix in (".cpg", ".CPG"):
        path = source.path.with_suffix(suffix)
        if path.exists():
            text = path.read_text(encoding="ascii", errors="ignore").strip()
            name = f"cp{text}" if text.isdigit() and len(text) < 6 else text
            try:
                return codecs.lookup(name.replace("ANSI ", "cp")).name
            except LookupError:
                return None
    return None


def _decode(frame: pd.DataFrame, source: Source, declared: str | None) -> list[Finding]:
    """Decode texts read byte by byte: UTF-8 (cut or whole), the declared encoding, or Windows-1252."""
    foreign, cut = 0, 0
    for column in frame.columns:
        if column == "geometry" or not pd.api.types.is_string_dtype(frame[column]):
            continue
        values = frame[column]
        decoded = {}
        for text in values.dropna().unique():
            decoded[text], how = decode(str(text).encode("latin-1"), declared)
            foreign += how == "windows"
            cut += how == "cut"
        frame[column] = values.map(decoded)
    found = []
    if foreign:
        found.append(Finding("text_windows_1252", Severity.INFO, "", foreign, details={"path": source.name}))
    if cut:
        found.append(Finding("text_cut", Severity.WARNING, "", cut, details={"path": source.name}))
    return found


def decode(raw: bytes, declared: str | None = None) -> tuple[str, str]:
    """Decode one text; tell whether it was ``"utf-8"``, ``"cut"``, ``"declared"`` or ``"windows"``.

    Shapefiles cut text at 254 bytes, in the middle of a UTF-8 character.
    """
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        at_the_end = error.reason == "unexpected end of data" and len(raw) >= 250
        if at_the_end:
            return raw[: error.start].decode("utf-8"), "cut"
    if declared and declared not in {"utf-8", "ascii"}:
        return raw.decode(declared, errors="replace"), "declared"
    return raw.decode("cp1252", errors="replace"), "windows"


def text_of(values: Any) -> pd.Series[str]:
    """Column as text: missing is "", whole numbers have no decimals."""
    series = pd.Series(values).reset_index(drop=True)
    if pd.api.types.is_float_dtype(series) and series.dropna().mod(1).eq(0).all():
        series = series.astype("Int64")
    return series.astype("string").fillna("").str.strip().astype("str")


def joined_text(frame: pd.DataFrame, expression: str) -> pd.Series[str]:
    """Text of a column, or of several joined by ``+`` in the expression."""
    parts = [text_of(frame[column]) for column in expression.split("+")]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + part
    return joined
