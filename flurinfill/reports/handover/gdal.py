"""Writing a layer with GDAL, so that a fault of it is told in a clear sentence."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio import raw
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError

from flurinfill.model.errors import ProjectError
from flurinfill.reports.handover.table import Column
from flurinfill.reports.release import Release

_ROOM = 1 << 16
"""Bytes below which a disk is taken for full when GDAL could not write."""
_FULL = re.compile(r"disk is full|no space left", re.IGNORECASE)
"""How SQLite and the system say it; SQLite has given the room back by then."""


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Tell what hinders GDAL from writing ``path``.

    Raises
    ------
    OSError
        When the disk is full.
    ProjectError
        ``export_failed`` with GDAL's own words.
    """
    try:
        yield
    except (DataSourceError, DataLayerError, FeatureError, GeometryError) as error:
        if _FULL.search(str(error)) or shutil.disk_usage(path.parent).free < _ROOM:
            raise OSError(errno.ENOSPC, str(error)) from error
        raise ProjectError("export_failed", path=path, reason=str(error)) from error


def write_sites(
    release: Release,
    columns: Sequence[Column],
    names: Sequence[str],
    path: Path,
    *,
    layer: str,
    driver: str,
    **options: Any,
) -> None:
    """Write the sites as a layer with dates as dates and unknown values as NULL; count what was written.

    Parameters
    ----------
    columns, names : sequence
        Attributes, and what each is called in the file.
    """
    filled = [column.array() for column in columns]
    raw.write(
        str(path),
        shapely.to_wkb(np.asarray(release.sites.geometry.array, dtype=object)),
        [values for values, _ in filled],
        np.array(names, dtype=object),
        field_mask=[unknown for _, unknown in filled],
        layer=layer,
        driver=driver,
        crs=release.crs,
        **options,
    )
    written = pyogrio.read_info(path, layer=layer, force_feature_count=True)["features"]
    if written != len(release.sites):
        raise DataLayerError(f"{layer}: {written} / {len(release.sites)}")
