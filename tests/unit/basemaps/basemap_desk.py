"""Basemaps as a test opens and looks at them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from pyproj import Transformer
from servers import checker

from flurinfill.basemaps.basemap import Basemap
from flurinfill.basemaps.client import NO_PROXY, Client, Limits
from flurinfill.basemaps.opening import source_of
from flurinfill.basemaps.services import Kind, Service
from flurinfill.model.errors import ServiceError

PAPER = "#f0f0f0"
HERE = (469_000.0, 5_689_000.0)  # somewhere in zone 33
XYZ = "/{z}/{x}/{y}.png"
View = tuple[tuple[float, float, float, float], int, int]


QUICK = Limits(connect_s=5.0, read_s=1.5, total_s=3.0)  # a busy machine may be slow itself


def settle(until: Callable[[], bool], patience: float = 20.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + patience
    while not until():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


class Opened:
    """Basemaps of a test, with what they told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.troubles: list[Exception] = []
        self.news = 0
        self._made: list[Basemap] = []

    def __call__(
        self, url: str, kind: Kind = Kind.XYZ, crs: str = "EPSG:25833", *, limit_mb: int = 50,
        rest_s: float = 60.0, opacity: float = 1.0, limits: Limits | None = None, **fields: object,
    ) -> Basemap:  # fmt: skip
        fields.setdefault("offered", (crs,) if kind is Kind.WMS else ())
        fields["crs"] = fields.pop("crs_", "")
        service = Service("test", kind, url, **fields)  # type: ignore[arg-type]
        client = Client(NO_PROXY, limits)
        try:
            source = source_of(service, crs, client, self.folder)
        except ServiceError:
            client.close()
            raise
        basemap = Basemap(
            source, crs, client, self.folder, limit_mb,
            opacity=opacity, news=self._on_news, trouble=self.troubles.append, rest_s=rest_s,
        )  # fmt: skip
        self._made.append(basemap)
        return basemap

    def _on_news(self) -> None:
        self.news += 1

    @property
    def codes(self) -> list[str]:
        return [error.code for error in self.troubles if isinstance(error, ServiceError)]

    def close(self) -> None:
        for basemap in self._made:
            basemap.close()


def view(metres_per_pixel: float, width: int = 640, height: int = 400, dx: float = 0.0) -> View:
    x, y = HERE[0] + dx, HERE[1]
    half = width / 2 * metres_per_pixel, height / 2 * metres_per_pixel
    return (x - half[0], y - half[1], x + half[0], y + half[1]), width, height


def sharp(basemap: Basemap, seen: View, paper: str = PAPER) -> np.ndarray:
    """Wait for all tiles of a view and return its picture."""
    basemap.picture(*seen, paper)
    settle(lambda: basemap.is_sharp(*seen))
    picture = basemap.picture(*seen, paper)
    assert picture is not None
    return picture


def rgb(picture: np.ndarray) -> np.ndarray:
    return np.stack([picture >> shift & 255 for shift in (16, 8, 0)], axis=-1).astype(np.int64)


def world(seen: View, side: float, crs: str = "EPSG:25833", tiles: str = "EPSG:25833") -> np.ndarray:
    """What a perfect picture would be: each pixel centre transformed exactly."""
    (west, south, east, north), width, height = seen
    x, y = np.meshgrid(
        west + (np.arange(width) + 0.5) * (east - west) / width,
        north - (np.arange(height) + 0.5) * (north - south) / height,
    )
    if crs != tiles:
        x, y = Transformer.from_crs(crs, tiles, always_xy=True).transform(x, y)
    return checker(x, y, side).astype(np.int64)


def agreement(picture: np.ndarray, expected: np.ndarray) -> float:
    """Share of pixels that are nearer to the expected colour than to the other one."""
    return float((np.abs(rgb(picture) - expected).sum(axis=-1) < 150).mean())
