"""Print what is seen on the map: released for the office, written, remembered in the history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import shapely

from flurinfill.basemaps.cache import cache_folder
from flurinfill.basemaps.services import Service
from flurinfill.basemaps.still import still
from flurinfill.cartography.inset import town_shape
from flurinfill.model.audience import Audience
from flurinfill.model.errors import InputError, ProjectError, ServiceError
from flurinfill.model.progress import SILENT, Progress, report_done
from flurinfill.project import Project, is_project, queries
from flurinfill.reports.gate import OFFICIAL_USE_ONLY
from flurinfill.reports.ground_picture import GroundPicture
from flurinfill.reports.papers import map_sheet
from flurinfill.reports.papers.map_sheet import (
    MapSheet,
    Paper,
    SeenMap,
    ground_bounds,
    ground_pixels,
)
from flurinfill.usecases.internal_use import check_internal
from flurinfill.usecases.leaving import leaving


@dataclass(frozen=True)
class Ground:
    """The service below a printed map, and how it is asked; see ``settings.BasemapSettings``."""

    service: Service
    proxy: str = ""
    cache_mb: int = 0
    opacity: float = 1.0


def print_map(
    project: Project,
    seen: SeenMap,
    output: Path,
    *,
    title: str,
    scale: int,
    paper: Paper = "a4",
    landscape: bool = True,
    ground: Ground | None = None,
    progress: Progress = SILENT,
    today: date | None = None,
) -> Path:
    """Write a map as PDF or PNG (by the suffix of ``output``), for official use only.

    Parameters
    ----------
    project : Project
        Open for writing: what leaves is remembered.
    seen : SeenMap
        Layers, labels and legend as the window shows them.
    output : Path
        Replaced in one step.
    title : str
        Heading of the sheet.
    scale : int
        Denominator of the scale.
    paper : {"a4", "a3", "a2"}
    landscape : bool
        The paper lies on its long side.
    ground : Ground or None
        Service whose picture lies below the layers; its terms must allow it on paper.

    Raises
    ------
    GateClosed
        ``owner_map_stays`` when colours tell whose a plot is.
    InputError
        ``export_over_project``, and see :func:`flurinfill.reports.writing.replacing`.
    ServiceError
        ``not_printable``, and see :func:`flurinfill.basemaps.still.still`.
    ProjectError
        ``no_cadastre``, and see :func:`flurinfill.usecases.internal_use.check_internal`.
    """
    check_internal(project)
    if is_project(output):
        raise InputError("export_over_project", path=output.name)
    progress.report("write_file", 0, 1)
    sheet = _sheet(project, seen, title, scale, paper, landscape, today or date.today())
    if ground is not None:
        sheet = replace(sheet, ground=_picture_of(ground, sheet.crs, sheet, progress))
    kind = f"map{output.suffix.lower()}"
    with leaving(project, Audience.INTERNAL, kind, _sites_on(project, sheet), output):
        path = map_sheet.write(sheet, output)
    report_done(progress, "write_file")
    return path


def _sheet(
    project: Project, seen: SeenMap, title: str, scale: int, paper: Paper, landscape: bool, today: date
) -> MapSheet:
    """What stands on the paper, without the service below it."""
    state = queries.data_state(project)
    if state is None:
        raise ProjectError("no_cadastre", path=project.path.name)
    return MapSheet(
        seen,
        title.strip() or project.path.stem,
        scale,
        paper,
        landscape,
        state.source,
        state.data_state,
        today,
        OFFICIAL_USE_ONLY,
        office=queries.office(project),
        crs=state.crs,
        town=town_shape(queries.parcels(project).geometry.to_numpy()),
    )


def _picture_of(ground: Ground, crs: str, sheet: MapSheet, progress: Progress) -> GroundPicture:
    if not ground.service.printable:
        raise ServiceError("not_printable", host=ground.service.host)
    made = still(
        ground.service,
        crs,
        ground_bounds(sheet),
        *ground_pixels(sheet),
        cache_folder(),
        proxy=ground.proxy,
        cache_mb=ground.cache_mb,
        opacity=ground.opacity,
        progress=progress,
    )
    return GroundPicture(made.pixels, made.is_dark, made.credit)


def _sites_on(project: Project, sheet: MapSheet) -> list[int]:
    """Sites that the sheet shows."""
    frame = shapely.box(*ground_bounds(sheet))
    outlines = queries.site_outlines(project)
    hits = np.flatnonzero(shapely.intersects(outlines.to_numpy(dtype=object), frame))
    return [int(site_id) for site_id in outlines.index[hits]]
