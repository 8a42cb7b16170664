"""The web map of many sites: ``python tests/benchmarks/bench_webmap.py [sites]``.

Writes the map of so many sites (default 2,000) of the synthetic town, says how large it is and how
near the estimate came, and, where a Chromium is installed, how long the page takes to be ready and how
long the frames take while the map is dragged: as this machine is, and four times slower, as a
tablet is. Figures are printed, none is asserted.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
from generator import EMPTY_EVERY, make_cadastre

from flurinfill.cadastre.tables import Cadastre
from flurinfill.model.audience import Audience
from flurinfill.reports import webmap
from flurinfill.reports.background import surroundings
from flurinfill.reports.release import Origin, Release

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "reports"))
from browser import CHROMIUM, Browser

CLASSES = ("gap", "minor_use", "second_row", "brownfield")
STATES = ("unknown", "available", "marketed", "reserved")
SLOWER = 4
STEPS, PIXELS = 90, 12
T = TypeVar("T")


def release_of(town: Cadastre, wanted: int) -> Release:
    """Sites on the first empty lots of a town, with what the office itself may know."""
    lots = town.parcels[town.parcels["parcel_id"].index % EMPTY_EVERY == 0].head(wanted)
    count = np.arange(len(lots))
    sites = gpd.GeoDataFrame(
        pd.DataFrame(
            {
                "case_no": [f"2026-{no + 1:04d}" for no in count],
                "gemarkung": lots["gemarkung"].to_numpy(),
                "flur": "001",
                "numbers": lots["number"].to_numpy(),
                "district": [f"Ortsteil {no % 12 + 1}" for no in count],
                "village": [f"Ortsteil {no % 12 + 1}" for no in count],
                "address_text": [f"Rasterweg {no // 20 + 1} {no % 20 + 1}" for no in count],
                "street": [f"Rasterweg {no // 20 + 1}" for no in count],
                "area_m2": lots["official_area_m2"].to_numpy(dtype=float),
                "potential": [CLASSES[no % 4] for no in count],
                "availability": [STATES[no % 4] for no in count],
                "review": "confirmed",
                "publication": "not_announced",
                "frontage_m": 20.0,
                "width_m": 20.0,
                "depth_m": 35.0,
                "use": "residential",
                "land_value_eur_m2": 45.0,
                "parcel_ids": [(each,) for each in lots["parcel_id"]],
            },
            index=pd.RangeIndex(1, len(lots) + 1, name="no"),
        ),
        geometry=lots.geometry.to_numpy(),
        crs=town.crs,
    )
    origin = Origin("Rechenhausen", date(2026, 1, 1), date(2026, 11, 26))
    around = surroundings(town, sites)
    return Release(
        Audience.INTERNAL, sites, pd.DataFrame(), {}, around, (), "official_use_only", origin, town.crs
    )


def timed(title: str, work: Callable[[], T]) -> T:
    begun, used = time.perf_counter(), time.process_time()
    done = work()
    taken, used = time.perf_counter() - begun, time.process_time() - used
    print(f"{title:<34}{taken:8.2f} s, {used:.2f} s of a processor", flush=True)
    return done


def duration(browser: Browser, work: str) -> float:
    """Milliseconds that something takes in the page."""
    script = f"(function (begun) {{ {work}; return performance.now() - begun; }})(performance.now())"
    return float(browser.run(script))


def frames(browser: Browser) -> str:
    """Drag the map over the screen and say how long its frames took."""
    browser.run(
        "window.times = []; (function tick(at) {"
        "times.push(at); window.ticking = requestAnimationFrame(tick); })(performance.now())"
    )
    x, y = 1000.0, 500.0
    mouse = {"button": "left", "buttons": 1, "clickCount": 1}
    browser.ask("Input.dispatchMouseEvent", type="mousePressed", x=x, y=y, **mouse)
    for step in range(STEPS):
        x += PIXELS if step // 30 % 2 else -PIXELS
        y += PIXELS / 3
        browser.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=max(60.0, y % 800), **mouse)
        browser.run("new Promise((done) => requestAnimationFrame(() => done(1)))")
    browser.ask("Input.dispatchMouseEvent", type="mouseReleased", x=x, y=y, **mouse)
    taken = np.diff(np.asarray(browser.run("cancelAnimationFrame(ticking), times"), dtype=float))
    half, most, worst = np.percentile(taken, [50, 95, 100])
    return f"median {half:5.1f} ms   95 % {most:5.1f} ms   worst {worst:5.1f} ms   {len(taken)} frames"


def in_browser(path: Path, folder: Path) -> None:
    browser = Browser(folder / "profile")
    try:
        for slower in (1, SLOWER):
            browser.screen(1440, 900)
            browser.ask("Emulation.setCPUThrottlingRate", rate=slower)
            browser.open(path)
            ready = browser.run("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
            print(f"\n{slower} × slower: ready after {ready:.0f} ms, {len(browser.requests)} requests")
            browser.run("document.getElementById('search').value = '12'")
            print(f"  search {duration(browser, 'flurinfill.filter()'):15.1f} ms")
            browser.run("void flurinfill.resetFilters()")
            for move in ("flurinfill.showAll()", *(f"flurinfill.map.setZoom({zoom})" for zoom in (16, 18))):
                browser.run(f"void ({move})")
                browser.run("new Promise((done) => setTimeout(done, 600))")
                painted = duration(browser, "flurinfill.canvas.repaint()")
                at: Any = browser.run("flurinfill.map.getZoom()")
                print(f"  zoom {at:<6} painted in {painted:6.1f} ms   dragged: {frames(browser)}")
        assert browser.problems == []
    finally:
        browser.close()


def main(wanted: int) -> None:
    town = make_cadastre(round(wanted * EMPTY_EVERY * 1.06) + 50)
    release = timed("release (not the map's)", lambda: release_of(town, wanted))
    counts = len(release.sites), len(release.background.parcels), len(release.background.buildings)
    print("{:,} sites, {:,} parcels and {:,} buildings around".format(*counts))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "map.html"
        timed("write", lambda: webmap.write(release, path))
        expected = timed("estimate", lambda: webmap.estimated_size(release))
        size = path.stat().st_size
        print(f"size {size / 1e6:.2f} MB, estimate {expected / 1e6:.2f} MB ({expected / size - 1:+.1%})")
        if CHROMIUM is not None:
            in_browser(path, Path(name))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
