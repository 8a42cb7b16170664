"""Web map: one HTML file that opens in any browser, without network, on a phone too.

Folium makes the map; Leaflet's own files and our scripts are written into the page, so that it asks
for nothing. A Content-Security-Policy in the page forbids every request, and every text reaches the
page as text, never as HTML. A service below the map is the one exception: it is in the file only
when the office wants it, it is off until a reader switches it on, and only its host may be asked.
"""

from __future__ import annotations

from pathlib import Path

from flurinfill.basemaps.services import Service
from flurinfill.reports.release import Release
from flurinfill.reports.webmap import estimate, page
from flurinfill.reports.webmap.content import content
from flurinfill.reports.writing import write_bytes

__all__ = ["content", "estimated_size", "render", "write"]


def write(release: Release, path: Path, *, ground: Service | None = None) -> Path:
    """Write the web map.

    Parameters
    ----------
    release : Release
        From the gate.
    path : Path
        Replaced in one step.
    ground : Service, optional
        What a reader with network may switch on below the map.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`.
    """
    return write_bytes(path, render(release, ground=ground).encode("utf-8"))


def render(release: Release, *, ground: Service | None = None) -> str:
    """Give the page as text."""
    return page.render(content(release, ground))


def estimated_size(release: Release) -> int:
    """Say about how many bytes the file will have, without making it: within 15 %."""
    return estimate.size(release)
