"""How large the page will be, from a part of it: a person knows before saving whether mail takes it."""

from __future__ import annotations

import numpy as np
import shapely

from flurinfill.reports.release import Release
from flurinfill.reports.webmap import page, surroundings
from flurinfill.reports.webmap.content import site_shapes, sites
from flurinfill.reports.webmap.outlines import AROUND_STEP, WEB_MERCATOR, encoded

_SITES = 60
_RUN = 50  # neighbours that follow one another, since each is told from the one before
_RUNS = 12
_REST = 26_000
"""Bytes of the frame, the words and the colours beside Leaflet and our own files."""


def size(release: Release) -> int:
    """Estimate the bytes of the file; the same for any place of the sites."""
    return _frame_size() + _sites_size(release) + _around_size(release)


def _frame_size() -> int:
    own = sum(len((page.FOLDER / f"{name}.css").read_bytes()) for name in page.STYLES)
    return sum(map(len, page.leaflet().values())) + len(page.scripts().encode("utf-8")) + own + _REST


def _sites_size(release: Release) -> int:
    count = len(release.sites)
    step = max(1, count // _SITES)
    some = slice(None, None, step)
    shapes = release.sites.geometry.iloc[some].to_crs(WEB_MERCATOR).to_numpy()
    west, south = shapely.total_bounds(shapes)[:2]
    drawn = vars(site_shapes(shapes, (west, south)))
    told = page.as_json([sites(release, some), drawn])
    return round(len(told.encode("utf-8")) * count / len(shapes))


def _around_size(release: Release) -> int:
    total = 0.0
    for shapes in surroundings.kinds(release).values():
        starts = np.linspace(0, max(0, len(shapes) - _RUN), _RUNS).astype(int)
        chosen = np.unique(np.concatenate([np.arange(start, start + _RUN) for start in starts]))
        chosen = chosen[chosen < len(shapes)]
        parts = surroundings.simple(shapes.iloc[chosen])
        if not len(parts):
            continue
        west, south = shapely.total_bounds(parts)[:2]
        text, _ = encoded(parts, (west, south), AROUND_STEP)
        points = shapely.get_num_coordinates(shapes.to_numpy())
        total += len(text) * float(points.sum()) / float(points[chosen].sum())
    return round(total)
