"""Hand-over files: ``python tests/benchmarks/bench_handover.py [sites] [papers]``.

Writes so many sites (default 2,000; those of the sample town, repeated) in each format for maps, and a
folder for the document system of so many (default 60). Figures are printed, none is asserted.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from flurinfill.model.audience import Audience
from flurinfill.project import Project
from flurinfill.reports import gate
from flurinfill.reports.handover import geojson, geopackage, kml, shapefile
from flurinfill.reports.records import folder
from flurinfill.reports.release import Release
from flurinfill.usecases.sample import create_sample

TODAY = date(2026, 11, 26)
WRITERS = {
    "sites.gpkg": geopackage.write,
    "sites.geojson": geojson.write,
    "sites.zip": shapefile.write,
    "sites.kml": kml.write,
}


def repeated(release: Release, wanted: int) -> Release:
    """Give the sites of a release again and again, each time a little further east."""
    copies = [
        release.sites.set_geometry(release.sites.translate(xoff=5000.0 * number))
        for number in range(-(-wanted // len(release.sites)))
    ]
    sites = gpd.GeoDataFrame(pd.concat(copies).iloc[:wanted], crs=release.crs)
    sites.index = pd.RangeIndex(1, wanted + 1, name=release.sites.index.name)
    return replace(release, sites=sites)


def timed(title: str, work: Callable[[], Path]) -> Path:
    begun, used = time.perf_counter(), time.process_time()
    path = work()
    seconds, busy = time.perf_counter() - begun, time.process_time() - used
    print(f"{title:<16}{seconds:8.2f} s, processor {busy:6.2f} s", flush=True)
    return path


def main(wanted: int, papers: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        town = Path(name) / "stadt.gpkg"
        create_sample(town)
        with Project.open(town, read_only=True) as project:
            release = gate.release(project, Audience.INTERNAL, today=TODAY)
        many = repeated(release, wanted)
        for file, write in WRITERS.items():
            path = timed(file, lambda: write(many, Path(name) / file))  # noqa: B023 - called at once
            print(f"{path.stat().st_size / 1e6:.1f} MB", flush=True)
        some = replace(release, sites=release.sites.iloc[:papers])
        timed(f"{papers} papers", lambda: folder.write(some, Path(name) / "Akte"))


if __name__ == "__main__":
    main(*(int(word) for word in (sys.argv[1:] + ["2000", "60"][len(sys.argv) - 1 :])))
