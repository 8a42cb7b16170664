"""Web map: one HTML file that opens in any browser, without network, on a phone too.

Folium makes the map; Leaflet's own files and our scripts are written into the page, so that it asks
for nothing. A Content-Security-Policy in the page forbids every request, and every text reaches the
page as text, never as HTML. A service below the map is the one exception: it is in the file only
when the office wants it, it is off until a reader switches it on, and only its host may be asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flurinfill.basemaps.services import Service
from flurinfill.reports.release import Release
from flurinfill.reports.webmap import estimate, page
from flurinfill.reports.webmap.content import content
from flurinfill.reports.writing import write_bytes

__all__ = ["MapRelease", "content", "estimated_size", "render", "with_service", "write"]


@dataclass(frozen=True)
class MapRelease(Release):
    """A release for a map that a reader with network may put a service below.

    Attributes
    ----------
    service : Service or None
        Left out where a browser could not show it or it must not be handed on.
    """

    service: Service | None = None


def with_service(release: Release, service: Service | None) -> Release:
    """Give a release with the service that may be switched on below its map."""
    return release if service is None else MapRelease(**vars(release), service=service)


def write(release: Release, path: Path) -> Path:
    """Write the web map.

    Parameters
    ----------
    release : Release
        From the gate.
    path : Path
        Replaced in one step.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`.
    """
    return write_bytes(path, render(release).encode("utf-8"))


def render(release: Release) -> str:
    """Give the page as text."""
    service = release.service if isinstance(release, MapRelease) else None
    return page.render(content(release, service))


def estimated_size(release: Release) -> int:
    """Say about how many bytes the file will have, without making it: within 15 %."""
    return estimate.size(release)
