"""Official and foreign files in, one cadastre out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from flurinfill.cadastre import crs, doctor, repair
from flurinfill.cadastre.codes import SOURCES
from flurinfill.cadastre.delivery import Delivery, Layer
from flurinfill.cadastre.guessing import guess_mapping, no_parcels
from flurinfill.cadastre.mapping import LayerMapping, LayerRef
from flurinfill.cadastre.readers.layers import layers
from flurinfill.cadastre.readers.nas import read_nas
from flurinfill.cadastre.readers.ogr import SourceDescription, read_mapped
from flurinfill.cadastre.readers.vereinfacht import read_simple, simple_layers
from flurinfill.cadastre.readers.xplan import read_xplan
from flurinfill.cadastre.sources import Format, Source, recognise, understandable_errors
from flurinfill.cadastre.tables import (
    ADDRESSES,
    BUILDINGS,
    CONSTRAINTS,
    LAND_USE,
    PARCELS,
    PLANS,
    WAYS,
    Cadastre,
    conform,
    empty,
)
from flurinfill.model.errors import InputError
from flurinfill.model.findings import Finding, Severity
from flurinfill.model.progress import SILENT, Progress

__all__ = [
    "LayerMapping",
    "LayerRef",
    "SourceDescription",
    "describe",
    "guess_mapping",
    "read",
]

_TABLES: Mapping[str, Mapping[str, str]] = {
    "parcels": PARCELS,
    "buildings": BUILDINGS,
    "land_use": LAND_USE,
    "ways": WAYS,
    "addresses": ADDRESSES,
    "constraints": CONSTRAINTS,
    "plans": PLANS,
}


def read(
    paths: Sequence[Path],
    *,
    mapping: LayerMapping | None = None,
    with_owners: bool,
    progress: Progress = SILENT,
) -> Cadastre:
    """Read files of one data state into one cadastre.

    Parameters
    ----------
    paths : sequence of Path
        NAS, ALKIS-vereinfacht, XPlanGML or any layers GDAL reads, plain or in ``.gz`` and ``.zip``.
    mapping : LayerMapping, optional
        Which foreign layers are what; its layers are read beside the official files. Where it does
        not say which are the parcels, all that it leaves open is guessed.
    with_owners : bool
        Read owners, which belong into an unlocked project only.
    progress : Progress
        Steps ``read_file``, ``read_layer``, ``build_tables``, ``repair`` and ``examine``.

    Returns
    -------
    Cadastre
        In a metric coordinate system, with the data doctor's findings.

    Raises
    ------
    InputError
        The file, the layer or the coordinates cannot be used; the code says why.
    Cancelled
        The user stopped it through ``progress``.
    """
    unique = list(dict.fromkeys(Path(path) for path in paths))
    if not unique and mapping is None:
        raise InputError("no_files")
    names = ", ".join(path.name for path in unique)
    with understandable_errors(names):
        deliveries = _deliveries(unique, mapping, with_owners, progress)
        files = [path.name for path in unique]
        files += [ref.path.name for _, ref in mapping.layers()] if mapping else []
        return _assemble(deliveries, tuple(dict.fromkeys(files)), mapping.crs if mapping else None, progress)


def describe(paths: Sequence[Path]) -> list[SourceDescription]:
    """Tell what is in the files without reading them whole; official layers are recognised as such."""
    found = []
    for source in (source for path in paths for source in recognise(Path(path))):
        known = tuple(layers(source)) if source.format is Format.OGR else ()
        kind = Format.SIMPLE if simple_layers(source) else source.format
        found.append(SourceDescription(source.path, source.name, kind, known))
    return found


def _deliveries(
    paths: Sequence[Path], mapping: LayerMapping | None, with_owners: bool, progress: Progress
) -> list[Delivery]:
    """Let each kind of source be read by its reader."""
    sources = list(dict.fromkeys(source for path in paths for source in recognise(path)))
    nas = [source for source in sources if source.format is Format.NAS]
    simple = [source for source in sources if source.format is Format.SIMPLE or simple_layers(source)]
    mapped = _files_of(mapping or LayerMapping())
    simple = [source for source in simple if source.path.absolute() not in mapped]
    plans = [source for source in sources if source.format is Format.XPLAN]
    foreign = [source for source in sources if source not in (*nas, *simple, *plans)]
    deliveries = []
    if nas:
        deliveries.append(read_nas(nas, with_owners=with_owners, progress=progress))
    if simple:
        deliveries.append(read_simple(simple, progress=progress))
    official = bool(deliveries)
    decided = mapping is not None and (mapping.parcels is not None or (official and bool(mapped)))
    unused = _paths(foreign, mapped)
    if not decided:
        mapping, unused = _complete(mapping or _beside(simple), unused, official)
    assert mapping is not None
    if not official and mapping.parcels is None:
        raise no_parcels(list(dict.fromkeys(source.path for source in foreign)))
    if mapping.layers():
        deliveries.append(read_mapped(mapping, progress=progress))
    plans = [source for source in plans if source.path.absolute() not in mapped]
    if plans:
        deliveries.append(read_xplan(plans, progress=progress))
    for path in unused:
        deliveries[-1].note("file_not_used", Severity.WARNING, path=path.name)
    return deliveries


def _beside(simple: Sequence[Source]) -> LayerMapping:
    """Guess the roads, addresses, constraints and plans that lie beside official layers in one file."""
    paths = dict.fromkeys(source.path for source in simple if source.format is Format.OGR)
    if not paths:
        return LayerMapping()
    guess = guess_mapping(list(paths))
    return replace(guess, parcels=None, buildings=None, land_use=None)


def _complete(
    mapping: LayerMapping, files: Sequence[Path], official: bool
) -> tuple[LayerMapping, list[Path]]:
    """Guess what further files are; return the completed mapping and the files without a use."""
    if not files:
        return mapping, []
    guess = guess_mapping(files)
    mapping = replace(
        mapping,
        parcels=None if official else guess.parcels,
        buildings=mapping.buildings or guess.buildings,
        roads=mapping.roads or guess.roads,
        land_use=mapping.land_use or guess.land_use,
        addresses=mapping.addresses or guess.addresses,
        constraints=mapping.constraints or guess.constraints,
        plans=mapping.plans or guess.plans,
    )
    used = _files_of(mapping)
    return mapping, [path for path in files if path.absolute() not in used]


def _paths(sources: Sequence[Source], without: set[Path]) -> list[Path]:
    paths = dict.fromkeys(source.path for source in sources)
    return [path for path in paths if path.absolute() not in without]


def _files_of(mapping: LayerMapping) -> set[Path]:
    return {ref.path.absolute() for _, ref in mapping.layers()}


def _assemble(
    deliveries: Sequence[Delivery], files: tuple[str, ...], override: str | None, progress: Progress
) -> Cadastre:
    layers = [layer for delivery in deliveries for layer in delivery.layers]
    findings = [finding for delivery in deliveries for finding in delivery.findings]
    with np.errstate(invalid="ignore"):  # NaN coordinates are told by findings
        system, noticed = crs.unify(layers, override)
        findings += noticed
        for done, layer in enumerate(layers):
            progress.report("repair", done, len(layers))
            findings += repair.repair(layer)
    tables = {name: _table(name, layers, system, findings) for name in _TABLES}
    if not len(tables["parcels"]):
        raise InputError("no_parcels", path=", ".join(files))
    states = [delivery.data_state for delivery in deliveries if delivery.data_state]
    owners = next((delivery for delivery in deliveries if delivery.owners is not None), Delivery())
    cadastre = Cadastre(
        crs=system,
        data_state=max(states, default=None),
        source=_source_line(tables["parcels"]),
        files=files,
        **tables,
        owners=owners.owners,
        ownerships=owners.ownerships,
        findings=tuple(findings),
    )
    progress.report("examine", 0, 0)
    return cadastre.with_findings(*doctor.examine(cadastre))


def _table(name: str, layers: Sequence[Layer], system: str, findings: list[Finding]) -> gpd.GeoDataFrame:
    """Join the layers of one table, without repetitions."""
    parts = [layer for layer in layers if layer.table == name and len(layer.frame)]
    if not parts:
        return empty(_TABLES[name], system)
    names = ", ".join(dict.fromkeys(layer.name for layer in parts))
    joined = Layer(
        name,
        names,
        pd.concat([layer.frame for layer in parts], ignore_index=True),
        np.concatenate([layer.geometry for layer in parts]),
        system,
        official=all(layer.official for layer in parts),
    )
    findings += repair.drop_identical(joined)
    if name == "parcels":
        findings += repair.unique_identifiers(joined)
    frame = gpd.GeoDataFrame(joined.frame, geometry=gpd.GeoSeries(joined.geometry, crs=system), crs=system)
    table = conform(frame, _TABLES[name])
    assert isinstance(table, gpd.GeoDataFrame)
    return table


def _source_line(parcels: gpd.GeoDataFrame) -> str:
    lands = parcels["gemarkung_code"].str[:2].mode()
    return SOURCES.get(str(lands.iloc[0]), "") if len(lands) else ""
