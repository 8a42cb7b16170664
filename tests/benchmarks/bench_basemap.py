"""What a basemap costs: frames with and without it in the same run, and the way from a pan to sharp tiles.

Run as ``python tests/benchmarks/bench_basemap.py [parcels …]``; prints milliseconds, warm, best of
several. ``ground`` is the picture of the basemap alone, from tiles in memory; ``frame`` is scan and
paint of parcels and houses, ``+ground`` the same above the basemap; ``smooth`` twice as fine.
``same`` asks for tiles in the map's system, ``warped`` for web mercator. The second table: a view of
which all tiles lie on the disk (``open``), the same after a pan by a third of the picture (``pan``),
and both from a service on the loopback.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from bench_drawing import CODES, best, town
from PIL import Image
from scipy.ndimage import gaussian_filter

from flurinfill.basemaps.basemap import Basemap
from flurinfill.basemaps.client import NO_PROXY, Client
from flurinfill.basemaps.opening import source_of
from flurinfill.basemaps.services import Kind, Service
from flurinfill.cartography import compose, warmup
from flurinfill.cartography.scene import Layer, Scans, Scene, paint_scene, scan_scene
from flurinfill.cartography.shapes import Shapes
from flurinfill.cartography.symbology import LIGHT, style_of
from flurinfill.cartography.view import View

SIZES = ((1600, 1000), (3840, 2160))
PLACE = (469_000.0, 5_689_000.0)
CRS = "EPSG:25833"
METRES_PER_PIXEL = 0.25


def photo(size: int) -> bytes:
    """Return a JPEG of about the weight of an aerial photo."""
    noise = np.random.default_rng(1).standard_normal((size, size, 3))
    grain = gaussian_filter(noise, (1.2, 1.2, 0)) * 90 + gaussian_filter(noise, (9, 9, 0)) * 400
    out = io.BytesIO()
    Image.fromarray(np.clip(100 + grain, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=80)
    return out.getvalue()


@contextmanager
def service() -> Iterator[str]:
    """Serve the same photo for every tile."""
    bodies = {size: photo(size) for size in (256, 512)}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = bodies[512 if "GetMap" in self.path else 256]
            self.send_response(200)
            self.send_header("Content-Type", "image/jpeg")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def opened(url: str, kind: str, folder: Path) -> Basemap:
    """Open a basemap in the map's system or in web mercator."""
    if kind == "same":
        chosen = Service("photo", Kind.WMS, url, layer="a", offered=(CRS,), image_format="image/jpeg")
    else:
        chosen = Service("photo", Kind.XYZ, url + "/{z}/{x}/{y}")
    client = Client(NO_PROXY)
    source = source_of(chosen, CRS, client, folder)
    return Basemap(source, CRS, client, folder, 500, news=int, trouble=print)


def sharp(basemap: Basemap, view: View, size: tuple[int, int]) -> float:
    """Milliseconds from asking for a view until its last tile is drawn."""
    bounds = view.bounds(*size)
    start = time.perf_counter()
    basemap.picture(bounds, *size, LIGHT.background)
    while not basemap.is_sharp(bounds, *size):
        time.sleep(0.001)
    basemap.picture(bounds, *size, LIGHT.background)
    return (time.perf_counter() - start) * 1000


def frames(count: int, url: str, folder: Path) -> None:
    """Print frames with and without a basemap."""
    parcels, houses = town(count)
    codes = np.concatenate([[0], np.random.default_rng(1).choice(len(CODES), count) + 1]).astype(np.uint8)
    shapes, buildings = Shapes(parcels), Shapes(houses)
    middle = np.array(shapes.bounds()).reshape(2, 2).mean(axis=0)
    layers = (
        Layer(shapes, [style_of(code) for code in CODES], codes),
        Layer.plain(buildings, LIGHT.building),
    )
    view = View(*middle, METRES_PER_PIXEL)
    for size in SIZES:
        for kind in ("same", "warped"):
            basemap = opened(url, kind, folder)
            shifted = Shifted(basemap, middle)
            there = shifted.moved(view)
            sharp(basemap, there, size)
            times = [best(partial(_ground, basemap, there, size))]
            for fine in (1, 2):
                for backdrop in (None, shifted):
                    scene = Scene(layers, shapes, LIGHT, backdrop=backdrop)
                    times.append(best(partial(_frame, scene, view, size, fine, basemap)))
            basemap.close()
            cells = [f"{count:,}", f"{size[0]}×{size[1]}", kind, *(f"{ms:.1f}" for ms in times)]
            print("  ".join(f"{cell:>9}" for cell in cells))


class Shifted:
    """A backdrop below a town that lies elsewhere."""

    def __init__(self, basemap: Basemap, middle: np.ndarray) -> None:
        self._basemap = basemap
        self._shift = (PLACE[0] - middle[0], PLACE[1] - middle[1])
        self.is_dark = True

    def moved(self, view: View) -> View:
        """Return the view where the basemap has it."""
        return View(view.center_x + self._shift[0], view.center_y + self._shift[1], view.metres_per_pixel)

    def picture(self, bounds: tuple, width: int, height: int, paper: str) -> np.ndarray | None:
        """Draw it."""
        dx, dy = self._shift
        west, south, east, north = bounds
        return self._basemap.picture((west + dx, south + dy, east + dx, north + dy), width, height, paper)


def _frame(scene: Scene, view: View, size: tuple[int, int], fine: int, basemap: Basemap) -> None:
    basemap._last = None  # what a pan makes void
    scans = Scans(view, size, float(fine), fine)
    scan_scene(scene, scans)
    picture = paint_scene(scene, scans)
    if fine > 1:
        compose.halved(picture)


def _ground(basemap: Basemap, view: View, size: tuple[int, int]) -> None:
    basemap._last = None  # what a pan makes void
    basemap.picture(view.bounds(*size), *size, LIGHT.background)


def ways(url: str) -> None:
    """Print how long a view takes to be sharp."""
    titles = ("size", "system", "disk:open", "disk:pan", "net:open", "net:pan")
    print("\n" + "  ".join(f"{title:>9}" for title in titles), " (ms)")
    view = View(*PLACE, METRES_PER_PIXEL)
    for size in SIZES:
        aside = view.panned(size[0] / 3, 0)
        for kind in ("same", "warped"):
            with tempfile.TemporaryDirectory() as name:
                times = []
                for _ in range(2):  # the first fills the disk
                    basemap = opened(url, kind, Path(name))
                    times.append((sharp(basemap, view, size), sharp(basemap, aside, size)))
                    basemap.close()
            cells = [f"{size[0]}×{size[1]}", kind, *times[1], *times[0]]
            print("  ".join(f"{c:>9.0f}" if isinstance(c, float) else f"{c:>9}" for c in cells))


def main(counts: list[int]) -> None:
    """Print both tables."""
    warmup.warm(wait=True)
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, 1:{View(0, 0, METRES_PER_PIXEL).scale:.0f}\n"
    )
    titles = ("parcels", "size", "system", "ground", "frame", "+ground", "smooth", "+ground")
    print("  ".join(f"{title:>9}" for title in titles), " (ms)")
    with service() as url, tempfile.TemporaryDirectory() as folder:
        for count in counts:
            frames(count, url, Path(folder))
        ways(url)


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [6_000, 100_000])
