"""GeoPackage hand-over: released sites with their surroundings, styled for QGIS.

Written anew by GDAL for others to read; it has nothing to do with the project file, whose tables
never leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from flurinfill import i18n
from flurinfill.cartography.symbology import CLASS_STYLE, LAND_USE_STYLE, LIGHT, style_of_class
from flurinfill.model.potential import LandUse, PotentialClass
from flurinfill.reports.handover import qml, table
from flurinfill.reports.handover.attributes import (
    Described,
    describe_figures,
    describe_sites,
    describe_surroundings,
    frame,
)
from flurinfill.reports.handover.gdal import explaining, write_sites
from flurinfill.reports.release import Release
from flurinfill.reports.sheets import about, measures_by_site
from flurinfill.reports.writing import replacing

SITES, PARCELS, BUILDINGS, LAND = "potenzialflaechen", "flurstuecke", "gebaeude", "umgebung"
FIGURES, ABOUT, STYLES = "kennwerte", "lesehilfe", "layer_styles"
ATTRIBUTES = "attributes_documentation"
_GEOMETRY = "geom"
_VERSION = {"VERSION": "1.2"}
"""A later one makes QGIS 3.22 warn."""
_OUTLINE = replace(LIGHT.parcel, fill="")
"""QGIS lays the layers over each other in the order of their names: parcels must not hide the sites."""
_SITE_LABEL = qml.Label("numbers", first=True)


def write(release: Release, path: Path) -> Path:
    """Write a GeoPackage with the sites, their surroundings, a note on the source, and styles.

    Parameters
    ----------
    release : Release
        From the gate.
    path : Path
        Replaced in one step.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``export_failed`` also when GDAL refuses.
    """
    with replacing(path) as unfinished, explaining(path):
        _write_layers(release, unfinished)
    return Path(path)


def _write_layers(release: Release, path: Path) -> None:
    around = release.background
    land = around.land.assign(name=around.land["name"].replace("", None))  # what has no name has NULL
    layers = {LAND: land, PARCELS: around.parcels, BUILDINGS: around.buildings}
    written = {name: layer for name, layer in layers.items() if len(layer)}
    for name, layer in written.items():
        multi = gpd.GeoDataFrame(layer, geometry="geometry", crs=release.crs)
        pyogrio.write_dataframe(
            multi,
            path,
            layer=name,
            driver="GPKG",
            promote_to_multi=True,
            GEOMETRY_NAME=_GEOMETRY,
            DESCRIPTION=_told(name),
            dataset_options=_VERSION,
        )
    _write_sites(release, path, append=bool(written))
    figures = [FIGURES] if len(release.measures.columns) else []
    if figures:
        _write_table(measures_by_site(release), path, FIGURES)
    lines = explained(release)
    _write_table(pd.DataFrame(about(release), columns=["name", "text"]), path, ABOUT)
    _write_table(frame(lines), path, ATTRIBUTES)
    _write_table(_styles(release, [*written, SITES, *figures], lines), path, STYLES, FID="id")


def _write_sites(release: Release, path: Path, *, append: bool) -> None:
    found = table.columns(release)
    write_sites(
        release,
        found,
        [column.name for column in found],
        path,
        layer=SITES,
        driver="GPKG",
        geometry_type="MultiPolygon",
        promote_to_multi=True,
        layer_options={"GEOMETRY_NAME": _GEOMETRY, "DESCRIPTION": _told(SITES)},
        layer_metadata=dict(about(release)),
        **({} if append else {"dataset_options": _VERSION}),
    )


def _write_table(rows: pd.DataFrame, path: Path, layer: str, **options: str) -> None:
    pyogrio.write_dataframe(rows, path, layer=layer, driver="GPKG", DESCRIPTION=_told(layer), **options)


def _told(layer: str) -> str:
    """Say what a layer holds; a GIS shows it beside its name."""
    return i18n.label("handover_layer", layer)


def explained(release: Release) -> list[Described]:
    """Explain every attribute of every layer."""
    around = release.background
    lines = describe_sites(table.released_columns(release), SITES)
    if len(release.measures.columns):
        lines += describe_figures(release, FIGURES)
    if len(around.parcels):
        lines += describe_surroundings(PARCELS, ["number"])
    if len(around.land):
        lines += describe_surroundings(LAND, ["kind", "name"])
    return lines


def _styles(release: Release, layers: list[str], lines: Sequence[Described]) -> pd.DataFrame:
    names = {layer: aliases(line for line in lines if line.layer == layer) for layer in layers}
    documents = {
        LAND: _land_style(names.get(LAND, {})),
        PARCELS: qml.plain(_OUTLINE, label=qml.Label("number"), aliases=names.get(PARCELS, {})),
        BUILDINGS: qml.plain(LIGHT.building),
        SITES: site_style(release, lines),
        FIGURES: qml.names_only(names.get(FIGURES, {})),
    }
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    rows = [
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": layer,
            "f_geometry_column": "" if layer == FIGURES else _GEOMETRY,
            "styleName": layer,
            "styleQML": documents[layer],
            "styleSLD": "",
            "useAsDefault": True,
            "description": "",
            "owner": "",
            "ui": "",
            "update_time": now,
        }
        for layer in layers
    ]
    return pd.DataFrame(rows)


def aliases(lines: Iterable[Described]) -> dict[str, str]:
    """Give each attribute the name that QGIS shows for it."""
    german = i18n.language() == "de"
    return {line.name: line.label_de if german else line.label_en for line in lines}


def site_style(release: Release, lines: Sequence[Described]) -> str:
    """Give the QGIS style of the sites: by class, labelled with the parcel, attributes with their names."""
    names = aliases(line for line in lines if line.layer == SITES)
    if "potential" not in release.sites:
        return qml.plain(CLASS_STYLE[PotentialClass.GAP], label=_SITE_LABEL, aliases=names)
    found = set(release.sites["potential"])
    categories = [
        qml.Category(potential.value, i18n.name_of(potential), style_of_class(potential.value))
        for potential in PotentialClass
        if potential.value in found
    ]
    return qml.categorised("potential", categories, label=_SITE_LABEL, aliases=names)


def _land_style(names: Mapping[str, str]) -> str:
    categories = [
        qml.Category(kind.value, i18n.name_of(LandUse(kind)), style) for kind, style in LAND_USE_STYLE.items()
    ]
    return qml.categorised("kind", categories, aliases=names, tint=True)
