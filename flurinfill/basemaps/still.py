"""One finished picture of a service, for paper: loaded to the end instead of drawn as it comes."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from flurinfill.basemaps.basemap import Basemap, Pixels
from flurinfill.basemaps.client import Client
from flurinfill.basemaps.grids import Bounds
from flurinfill.basemaps.opening import source_of
from flurinfill.basemaps.services import Service
from flurinfill.model.errors import ServiceError
from flurinfill.model.progress import SILENT, Progress

_PATIENCE_S = 90.0
_LOOK_EVERY_S = 0.1
_PAPER = "#ffffff"


@dataclass(frozen=True, eq=False)
class Still:
    """A picture of the ground.

    Attributes
    ----------
    pixels : uint32 (height, width)
        0xffRRGGBB.
    is_dark : bool
        Light lines show better on it than dark ones.
    credit : str
        Whose picture it is.
    """

    pixels: Pixels
    is_dark: bool
    credit: str


def still(
    service: Service,
    map_crs: str,
    bounds: Bounds,
    width: int,
    height: int,
    folder: Path,
    *,
    proxy: str = "",
    cache_mb: int = 500,
    opacity: float = 1.0,
    progress: Progress = SILENT,
    patience_s: float = _PATIENCE_S,
) -> Still:
    """Load a view of a service until nothing of it is missing.

    Parameters
    ----------
    service : Service
    map_crs : str
        Of ``bounds``, which are west, south, east, north.
    width, height : int
        Of the picture, in pixels.
    folder : Path
        Of the disk cache.
    proxy, cache_mb, opacity
        As the settings of the basemap have them.
    patience_s : float
        Longest wait.

    Raises
    ------
    ServiceError
        What the service answered instead; ``picture_incomplete`` when it took too long.
    Cancelled
        When ``progress`` says so.
    """
    client = Client(proxy)
    troubles: list[Exception] = []
    news = threading.Event()
    with closing(client):
        source = source_of(service, map_crs, client, folder)
        basemap = Basemap(
            source, map_crs, client, folder, cache_mb, news=news.set, trouble=troubles.append, opacity=opacity
        )
        with closing(basemap):
            basemap.picture(bounds, width, height, _PAPER)
            end = time.monotonic() + patience_s
            while not basemap.is_sharp(bounds, width, height):
                progress.report("load_basemap", 0, 0)
                if troubles:
                    raise troubles[0]
                if time.monotonic() > end:
                    raise ServiceError("picture_incomplete", host=service.host)
                news.wait(_LOOK_EVERY_S)
                news.clear()
            picture = basemap.picture(bounds, width, height, _PAPER)
            if picture is None:
                raise ServiceError("picture_incomplete", host=service.host)
            return Still(picture, bool(basemap.is_dark), service.attribution)
