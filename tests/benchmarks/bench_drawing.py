"""How long a full picture takes: the id buffer beside one QPainterPath per class, in the same run.

Run as ``python tests/benchmarks/bench_drawing.py [parcels …]``; prints milliseconds for 1600×1000
pixels, whole extent and a closer view, warm (kernels compiled, best of several). ``store`` is made
once per data state; ``frame`` is scan and paint; ``restyle`` paints new colours without a scan;
``paths`` and ``sm. paths`` (antialiased, to compare with ``smooth``) are QPainter without hatches.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import shapely
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPainterPath, QPen

from flurinfill.cartography import compose, warmup
from flurinfill.cartography.scene import Layer, Scans, Scene, paint_scene, scan_scene
from flurinfill.cartography.shapes import Shapes
from flurinfill.cartography.symbology import LIGHT, style_of
from flurinfill.cartography.view import View, fit

WIDTH, HEIGHT = 1600, 1000
TITLES = (
    "parcels", "view", "store", "scan", "frame", "restyle", "+houses", "paths", "smooth", "sm. paths",
)  # fmt: skip
CODES = ("gap", "minor_use", "second_row", "garden", "residential", "farming", "road", "water")


def town(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Jittered lots of about 20 m × 30 m with ten corners each, and a house on two of three."""
    rng = np.random.default_rng(7)
    side = int(np.ceil(np.sqrt(count)))
    x = np.arange(side + 1)[None, :] * 20.0 + rng.uniform(-4, 4, (side + 1, side + 1))
    y = np.arange(side + 1)[:, None] * 30.0 + rng.uniform(-6, 6, (side + 1, side + 1))
    nodes = np.stack([x, y], axis=-1)
    corners = [nodes[:-1, :-1], nodes[:-1, 1:], nodes[1:, 1:], nodes[1:, :-1], nodes[:-1, :-1]]
    ring = np.stack([corner.reshape(-1, 2)[:count] for corner in corners], axis=1)
    between = (ring[:, :-1] + ring[:, 1:]) / 2
    detailed = np.empty((count, 9, 2))
    detailed[:, ::2], detailed[:, 1::2] = ring, between
    parcels = shapely.polygons(detailed)
    middle = ring[:, :4].mean(axis=1)[rng.random(count) < 0.66]
    houses = shapely.box(middle[:, 0] - 5, middle[:, 1] - 6, middle[:, 0] + 5, middle[:, 1] + 6)
    return parcels, houses


def best(work: Callable[[], object], repeat: int = 5) -> float:
    """Shortest of several runs in milliseconds."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def id_buffer(scene: Scene, view: View, ratio: float) -> Callable[[], object]:
    """Return one full picture, scanned and painted; at ratio 2 also averaged (antialiasing)."""

    def draw() -> object:
        scans = Scans(view, (WIDTH, HEIGHT), ratio)
        scan_scene(scene, scans)
        picture = paint_scene(scene, scans)
        return compose.halved(picture) if ratio == 2 else picture

    return draw


def painter_paths(parcels: np.ndarray, codes: np.ndarray, view: View, smooth: bool) -> Callable[[], object]:
    """Return the same parcels as one QPainterPath per class, built before; without hatches."""
    paths = {code: QPainterPath() for code in CODES}
    for parcel, code in zip(parcels, codes, strict=True):
        points = shapely.get_coordinates(parcel).tolist()
        paths[code].moveTo(*points[0])
        for point in points[1:]:
            paths[code].lineTo(*point)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    west, _, _, north = view.bounds(WIDTH, HEIGHT)

    def draw() -> object:
        image.fill(QColor(LIGHT.background))
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
            painter.scale(1 / view.metres_per_pixel, -1 / view.metres_per_pixel)
            painter.translate(-west, -north)
            for code, path in paths.items():
                style = style_of(code)
                painter.setBrush(QColor(style.fill))
                painter.setPen(QPen(QColor(style.outline), 0))
                painter.drawPath(path)
        return image

    return draw


def main(counts: list[int]) -> None:
    """Print one table."""
    application = QGuiApplication([])
    start = time.perf_counter()
    warmup.warm(wait=True)
    seconds = time.perf_counter() - start
    print(f"kernels warm after {seconds:.2f} s; {WIDTH}×{HEIGHT} px, {os.cpu_count()} cores\n")
    print("  ".join(f"{title:>9}" for title in TITLES), " (ms)")
    for count in counts:
        measure(count)
    application.quit()


def measure(count: int) -> None:
    """Print the rows of one size of town."""
    parcels, houses = town(count)
    numbers = np.random.default_rng(1).choice(len(CODES), count)
    codes = np.concatenate([[0], numbers + 1]).astype(np.uint8)
    shapes, buildings = Shapes(parcels), Shapes(houses)
    build = best(lambda: shapes.store, repeat=1)
    buildings.store  # noqa: B018
    layer = Layer(shapes, [style_of(code) for code in CODES], codes)
    scene = Scene((layer,), shapes)
    whole = fit(shapes.bounds() or (0, 0, 1, 1), WIDTH, HEIGHT)
    for name, view in (("whole", whole), ("1:2.000", View(whole.center_x, whole.center_y, 0.53))):
        scans = Scans(view, (WIDTH, HEIGHT), 1.0)
        scan_only = best(lambda view=view: scan_scene(scene, Scans(view, (WIDTH, HEIGHT), 1.0)))
        scan_scene(scene, scans)
        frame = best(id_buffer(scene, view, 1.0))
        smooth = best(id_buffer(scene, view, 2.0))
        restyle = best(lambda scans=scans: paint_scene(scene, scans))
        full = Scene((layer, Layer.plain(buildings, LIGHT.building)), shapes)
        with_houses = best(id_buffer(full, view, 1.0))
        named = np.array(CODES)[numbers]
        paths = best(painter_paths(parcels, named, view, smooth=False), repeat=2)
        smooth_paths = best(painter_paths(parcels, named, view, smooth=True), repeat=1)
        times = (build, scan_only, frame, restyle, with_houses, paths, smooth, smooth_paths)
        cells = [f"{count:,}", name, *(f"{value:.1f}" for value in times)]
        print("  ".join(f"{cell:>9}" for cell in cells))
        if name == "whole":  # every parcel is in the picture
            print(f"{count / frame * 1000:>20,.0f} parcels/s")
        build = 0.0


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [6_000, 100_000])
