"""The orthophoto below the maps of papers: taken where it can be had, left out without a word where not."""

from __future__ import annotations

import time

from flurinfill.basemaps.cache import cache_folder
from flurinfill.basemaps.still import still
from flurinfill.model.errors import FlurinfillError
from flurinfill.model.progress import SILENT, Progress
from flurinfill.reports.ground_picture import GroundOf, GroundPicture
from flurinfill.usecases.printing import Ground

_PATIENCE_S = 12.0  # for one map
_ALTOGETHER_S = 90.0  # for all maps of a paper


def ground_of(ground: Ground | None, crs: str, progress: Progress = SILENT) -> GroundOf | None:
    """Give what papers ask for pictures of the ground.

    When a picture cannot be had, no further one is asked for: the paper is made without.

    Parameters
    ----------
    ground : Ground or None
        The service; None, or one whose terms do not allow paper, gives None.
    crs : str
        Of the project.
    progress : Progress
        May cancel.
    """
    if ground is None or not ground.service.printable:
        return None
    end = time.monotonic() + _ALTOGETHER_S
    failed = False

    def picture(bounds: tuple[float, float, float, float], width: int, height: int) -> GroundPicture | None:
        nonlocal failed
        left = end - time.monotonic()
        if failed or left <= 0:
            return None
        try:
            made = still(
                ground.service,
                crs,
                bounds,
                width,
                height,
                cache_folder(),
                proxy=ground.proxy,
                cache_mb=ground.cache_mb,
                opacity=ground.opacity,
                progress=progress,
                patience_s=min(_PATIENCE_S, left),
            )
        except (FlurinfillError, OSError):
            failed = True
            return None
        return GroundPicture(made.pixels, made.is_dark, made.credit)

    return picture
