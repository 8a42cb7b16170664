"""GeoPackage hand-over: released sites with their surroundings, styled for QGIS.

Written anew by GDAL for others to read; it has nothing to do with the project file, whose tables
never leave.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from flurinfill import i18n
from flurinfill.cartography.symbology import CLASS_STYLE, LAND_USE_STYLE, LIGHT, style_of_class
from flurinfill.model.errors import ProjectError
from flurinfill.model.potential import LandUse, PotentialClass
from flurinfill.reports import fields, qml
from flurinfill.reports.release import Release
from flurinfill.reports.sheets import about
from flurinfill.reports.writing import replacing

SITES, PARCELS, BUILDINGS, LAND = "potenzialflaechen", "flurstuecke", "gebaeude", "umgebung"
FIGURES, ABOUT, STYLES = "kennwerte", "lesehilfe", "layer_styles"
_GEOMETRY = "geom"


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
    with replacing(path) as unfinished:
        try:
            _write_layers(release, unfinished)
        except (DataSourceError, DataLayerError, FeatureError) as error:
            raise ProjectError("export_failed", path=path, reason=str(error)) from error
    return Path(path)


def _write_layers(release: Release, path: Path) -> None:
    around = release.background
    layers = {LAND: around.land, PARCELS: around.parcels, BUILDINGS: around.buildings, SITES: _sites(release)}
    written = {name: layer for name, layer in layers.items() if len(layer)}
    for name, layer in written.items():
        multi = gpd.GeoDataFrame(layer, geometry="geometry", crs=release.crs)
        pyogrio.write_dataframe(
            multi, path, layer=name, driver="GPKG", promote_to_multi=True, GEOMETRY_NAME=_GEOMETRY
        )
    if len(release.measures.columns):
        _write_table(release.measures.reset_index(names="parcel_id"), path, FIGURES)
    _write_table(pd.DataFrame(about(release), columns=["name", "text"]), path, ABOUT)
    _write_table(_styles(release, list(written)), path, STYLES, FID="id")


def _write_table(frame: pd.DataFrame, path: Path, layer: str, **options: str) -> None:
    pyogrio.write_dataframe(frame, path, layer=layer, driver="GPKG", **options)


def _sites(release: Release) -> gpd.GeoDataFrame:
    """Sites with a readable text beside each code; lists become text."""
    sites = release.sites.reset_index()
    for name in [column for column in sites if column != "geometry"]:
        values = sites[name].tolist()
        if any(isinstance(value, tuple) for value in values):
            sites[name] = pd.Series([";".join(value) for value in values], index=sites.index, dtype="str")
        elif name in fields.CODED:
            words = [fields.cell(name, value) or "" for value in values]
            sites[f"{name}_text"] = pd.Series(words, index=sites.index, dtype="str")
        elif any(isinstance(value, date) for value in values):
            sites[name] = pd.to_datetime(sites[name])
    return sites


def _styles(release: Release, layers: list[str]) -> pd.DataFrame:
    documents = {
        LAND: _land_style(),
        PARCELS: qml.plain(LIGHT.parcel, label_field="number"),
        BUILDINGS: qml.plain(LIGHT.building),
        SITES: _site_style(release),
    }
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    rows = [
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": layer,
            "f_geometry_column": _GEOMETRY,
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


def _site_style(release: Release) -> str:
    if "potential" not in release.sites:
        return qml.plain(CLASS_STYLE[PotentialClass.GAP], label_field="numbers")
    found = set(release.sites["potential"])
    categories = [
        qml.Category(potential.value, i18n.name_of(potential), style_of_class(potential.value))
        for potential in PotentialClass
        if potential.value in found
    ]
    return qml.categorised("potential", categories, label_field="numbers")


def _land_style() -> str:
    categories = [
        qml.Category(kind.value, i18n.name_of(LandUse(kind)), style) for kind, style in LAND_USE_STYLE.items()
    ]
    return qml.categorised("kind", categories)
