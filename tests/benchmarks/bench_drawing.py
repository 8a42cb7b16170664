"""How long a full picture takes: the id buffer beside QPainter paths and QGraphicsView, in the same run.

Run as ``python tests/benchmarks/bench_drawing.py [parcels …]``; prints milliseconds, warm (kernels
compiled), best of several. The cadastre is that of ``generator.py``: lots, streets with holes, 1.5
buildings for each parcel.

First table: what the map does, with parcels and buildings at every scale (the program leaves houses
out in far views, this does not). ``scan`` makes the id buffers, ``frame`` scans and paints (a crisp
picture after the view moved), ``restyle`` paints other colours without a scan, ``smooth`` is the
antialiased picture at rest; ``cpu`` is what the frame costs on both cores together.

Second table: parcels alone, 1600×1000, beside one QPainterPath for each class, the same antialiased,
and one item for each parcel in a QGraphicsView. ``agree`` is the share of pixels that have the same
colour as with QPainter where parcels are larger than three pixels, without lines.
"""

from __future__ import annotations

import os
import sys
import time
from functools import partial

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import shapely
from generator import make_cadastre
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView
from shortest import best

from flurinfill.cartography import compose, warmup
from flurinfill.cartography.scene import Layer, Scans, Scene, paint_scene, scan_scene, smooth_picture
from flurinfill.cartography.shapes import Shapes
from flurinfill.cartography.symbology import LIGHT, Style, style_of
from flurinfill.cartography.view import View, fit

SIZES = ((1600, 1000), (3840, 2160))
CODES = ("gap", "minor_use", "second_row", "garden", "residential", "farming", "road", "water")
MOST_ANTIALIASED, MOST_ITEMS = 100_000, 300_000
"""More takes minutes, or more memory than an office PC has."""


def town(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Parcels and houses of a synthetic cadastre."""
    cadastre = make_cadastre(count)
    return cadastre.parcels.geometry.to_numpy(), cadastre.buildings.geometry.to_numpy()


def frame(scene: Scene, view: View, size: tuple[int, int]) -> compose.Pixels:
    """Return one crisp picture, scanned and painted."""
    scans = Scans(view, size, 1.0)
    scan_scene(scene, scans)
    return paint_scene(scene, scans)


def views(shapes: Shapes, size: tuple[int, int]) -> dict[str, View]:
    """Views from far to near; the last one shows about three hundred parcels."""
    whole = fit(shapes.bounds() or (0, 0, 1, 1), *size)
    near = (300 * 830 / (size[0] * size[1])) ** 0.5  # a parcel with its share of the street has 830 m²
    scales = {"12 m/px": 12.0, "6 m/px": 6.0, "3 m/px": 3.0, "1:2.000": 0.53, "300 parcels": near}
    inside = {name: each for name, each in scales.items() if each < whole.metres_per_pixel}
    return {"whole": whole} | {
        name: View(whole.center_x, whole.center_y, each) for name, each in inside.items()
    }


def print_frames(count: int, shapes: Shapes, houses: Shapes, codes: np.ndarray) -> None:
    """Print what the map does, for each size of the picture and each view."""
    layer = Layer(shapes, [style_of(code) for code in CODES], codes)
    scene = Scene((layer, Layer.plain(houses, LIGHT.building)), shapes)
    for size in SIZES:
        for name, view in views(shapes, size).items():
            seen = len(shapes.near(view.bounds(*size)))
            scans = Scans(view, size, 1.0)
            scan_scene(scene, scans)
            again = partial(scan_scene, scene)
            times = (
                best(lambda view=view, size=size, again=again: again(Scans(view, size, 1.0))),
                best(partial(frame, scene, view, size)),
                best(partial(frame, scene, view, size), clock=time.process_time),
                best(partial(paint_scene, scene, scans)),
                best(partial(smooth_picture, scene, view, size, 1.0), repeat=3),
            )
            cells = [f"{count:,}", f"{size[0]}×{size[1]}", name, f"{seen:,}", *(f"{t:.1f}" for t in times)]
            print("  ".join(f"{cell:>11}" for cell in cells), flush=True)


def painter_paths(parcels: np.ndarray, numbers: np.ndarray) -> list[QPainterPath]:
    """Return one path for each class."""
    paths = [QPainterPath() for _ in CODES]
    for parcel, number in zip(parcels, numbers, strict=True):
        for ring in shapely.get_rings(parcel):
            points = shapely.get_coordinates(ring).tolist()
            paths[number].moveTo(*points[0])
            for point in points[1:]:
                paths[number].lineTo(*point)
    return paths


def draw_paths(
    paths: list[QPainterPath], view: View, size: tuple[int, int], *, lines: bool, smooth: bool
) -> QImage:
    """Draw the paths as a window would, with thin outlines."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.background))
    west, _, _, north = view.bounds(*size)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        painter.scale(1 / view.metres_per_pixel, -1 / view.metres_per_pixel)
        painter.translate(-west, -north)
        for code, path in zip(CODES, paths, strict=True):
            painter.setBrush(QColor(style_of(code).fill))
            painter.setPen(QPen(QColor(style_of(code).outline), 0) if lines else Qt.PenStyle.NoPen)
            painter.drawPath(path)
    return image


def graphics_view(parcels: np.ndarray, numbers: np.ndarray, size: tuple[int, int]) -> QGraphicsView:
    """Return a view with one item for each parcel."""
    scene = QGraphicsScene()
    brushes = [QColor(style_of(code).fill) for code in CODES]
    pens = [QPen(QColor(style_of(code).outline), 0) for code in CODES]
    for parcel, number in zip(parcels, numbers, strict=True):
        shell = shapely.get_coordinates(shapely.get_exterior_ring(parcel)).tolist()
        scene.addPolygon(QPolygonF([QPointF(x, -y) for x, y in shell]), pens[number], brushes[number])
    view = QGraphicsView(scene)
    scene.setParent(view)
    view.setFrameStyle(0)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.resize(*size)
    return view


def draw_view(widget: QGraphicsView, view: View, size: tuple[int, int]) -> QImage:
    """Draw what a QGraphicsView shows there."""
    west, south, east, north = view.bounds(*size)
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.background))
    with QPainter(image) as painter:
        widget.scene().render(
            painter,
            QRectF(0, 0, *size),
            QRectF(QPointF(west, -north), QPointF(east, -south)),
            Qt.AspectRatioMode.IgnoreAspectRatio,
        )
    return image


def agreement(shapes: Shapes, codes: np.ndarray, paths: list[QPainterPath], view: View) -> float:
    """Share of pixels with the same colour as QPainter's, without lines and hatches."""
    plain = [Style(style_of(code).fill, "") for code in CODES]
    ours = frame(Scene((Layer(shapes, plain, codes),), shapes), view, SIZES[0]) & 0xFFFFFF
    image = draw_paths(paths, view, SIZES[0], lines=False, smooth=False)
    theirs = np.frombuffer(image.constBits(), np.uint32).reshape(ours.shape) & 0xFFFFFF
    return float((ours == theirs).mean())


def print_rivals(count: int, shapes: Shapes, codes: np.ndarray) -> None:
    """Print the same parcels drawn in three ways."""
    size, numbers = SIZES[0], codes[1:].astype(int) - 1
    scene = Scene((Layer(shapes, [style_of(code) for code in CODES], codes),), shapes)
    paths = painter_paths(shapes.geometries, numbers)
    widget = graphics_view(shapes.geometries, numbers, size) if count <= MOST_ITEMS else None
    for name, view in views(shapes, size).items():
        if name not in {"whole", "3 m/px", "1:2.000"}:
            continue
        few = 2 if count <= 100_000 else 1
        cells = [
            f"{best(partial(frame, scene, view, size)):.1f}",
            f"{best(partial(draw_paths, paths, view, size, lines=True, smooth=False), few):.0f}",
            f"{best(partial(smooth_picture, scene, view, size, 1.0), 3):.1f}",
            f"{best(partial(draw_paths, paths, view, size, lines=True, smooth=True), 1):.0f}"
            if count <= MOST_ANTIALIASED
            else "–",
            f"{best(partial(draw_view, widget, view, size), few):.0f}" if widget is not None else "–",
            f"{100 * agreement(shapes, codes, paths, view):.2f} %" if view.metres_per_pixel < 4 else "boxes",
        ]
        print("  ".join(f"{cell:>11}" for cell in (f"{count:,}", name, *cells)), flush=True)


def main(counts: list[int]) -> None:
    """Print both tables."""
    application = QApplication([])
    start = time.perf_counter()
    warmup.warm(wait=True)
    seconds = time.perf_counter() - start
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    print(f"kernels warm after {seconds:.2f} s; {os.cpu_count()} cores, load {load}; milliseconds\n")
    towns = {}
    titles = ("parcels", "picture", "view", "seen", "scan", "frame", "cpu", "restyle", "smooth")
    print("  ".join(f"{title:>11}" for title in titles))
    for count in counts:
        parcels, houses = town(count)
        shapes, buildings = Shapes(parcels), Shapes(houses)
        start = time.perf_counter()
        shapes.store, buildings.store  # noqa: B018
        stored = time.perf_counter() - start
        numbers = np.random.default_rng(1).choice(len(CODES), len(shapes))
        codes = np.concatenate([[0], numbers + 1]).astype(np.uint8)
        towns[count] = shapes, codes
        print_frames(count, shapes, buildings, codes)
        print(f"{count:>11,}  {len(buildings):,} buildings; store made once in {stored:.2f} s\n")
    titles = ("parcels", "view", "frame", "paths", "smooth", "sm. paths", "items", "agree")
    print("  ".join(f"{title:>11}" for title in titles))
    for count, (shapes, codes) in towns.items():
        print_rivals(count, shapes, codes)
    application.quit()


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
