"""A map as layers: scanned once per view, painted as often as colours or the selection change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from flurinfill.cartography import compose
from flurinfill.cartography.backdrop import Backdrop, over_backdrop
from flurinfill.cartography.idbuffer import scan
from flurinfill.cartography.shapes import Bounds, Shapes
from flurinfill.cartography.symbology import LIGHT, Style, Theme
from flurinfill.cartography.view import View

_BAND = 256  # rows of a picture that are smoothed at a time
_BEYOND = 8
_BARE = 2.6  # binary logarithm of metres per pixel: from six metres on there are no outlines


@dataclass(frozen=True, eq=False)
class Layer:
    """Geometries with their styles.

    Attributes
    ----------
    shapes : Shapes
        What is drawn.
    styles : sequence of Style
        At most 255.
    codes : uint8 (n + 1,)
        Style number + 1 of each id; ``codes[0]`` is 0.
    opacity : float
        0 to 1, of fills and hatches; outlines stay.
    up_to : float
        Metres per logical pixel up to which the layer is drawn; in farther views it would only hide
        what is below it.
    """

    shapes: Shapes
    styles: Sequence[Style]
    codes: NDArray[np.uint8]
    opacity: float = 1.0
    up_to: float = float("inf")

    @classmethod
    def plain(cls, shapes: Shapes, style: Style) -> Layer:
        """Return a layer with one style for all."""
        codes = np.ones(len(shapes) + 1, np.uint8)
        codes[0] = 0
        return cls(shapes, (style,), codes)


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything that is painted.

    Attributes
    ----------
    layers : tuple of Layer
        From bottom to top.
    parcels : Shapes or None
        The shapes that are selected and pointed at, whether a layer draws them or not.
    theme : Theme
        Colours of the ground and of the selection.
    selected : bool (parcels + 1,) or None
        Mask over the ids of the parcels.
    selected_bounds : tuple or None
        Where the selected parcels are, in the project's CRS.
    backdrop : Backdrop or None
        Picture of the ground below all.
    """

    layers: tuple[Layer, ...] = ()
    parcels: Shapes | None = None
    theme: Theme = LIGHT
    selected: NDArray[np.bool_] | None = None
    selected_bounds: Bounds | None = None
    backdrop: Backdrop | None = None

    def seen(self, view: View) -> list[Layer]:
        """Return the layers that are drawn in a view of logical pixels, from bottom to top."""
        return [layer for layer in self.layers if view.metres_per_pixel <= layer.up_to]

    def scanned(self, view: View) -> list[Shapes]:
        """Return the shapes that need an id buffer in a view, each once."""
        wanted = [layer.shapes for layer in self.seen(view)]
        if self.parcels is not None:
            wanted.insert(0, self.parcels)
        return list(dict.fromkeys(wanted))


@dataclass(frozen=True, eq=False)
class Scans:
    """Id buffers of one view.

    Attributes
    ----------
    view : View
        Its pixels are logical pixels.
    size : int, int
        Width and height in logical pixels.
    ratio : float
        Pixels of the buffers per logical pixel.
    fine : int
        Pixels of the buffers per pixel of the finished picture, along each side.
    rows : int, int or None
        The buffers hold these rows of the picture only, from and up to.
    ids : dict
        Id buffer of each layer's shapes.
    """

    view: View
    size: tuple[int, int]
    ratio: float
    fine: int = 1
    rows: tuple[int, int] | None = None
    ids: dict[Shapes, NDArray[np.uint32]] = field(default_factory=dict)

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the picture that the buffers belong to."""
        return round(self.size[0] * self.ratio), round(self.size[1] * self.ratio)

    @property
    def band(self) -> tuple[int, int]:
        """First row of the buffers, and the one after the last."""
        return self.rows or (0, self.pixels[1])

    def fits(self, view: View, size: tuple[int, int], ratio: float) -> bool:
        """Tell whether the buffers show this view."""
        return self.view == view and self.size == size and self.ratio == ratio


def scan_scene(scene: Scene, scans: Scans, stale: Callable[[], bool] = lambda: False) -> bool:
    """Scan what ``scans`` does not hold yet.

    Returns
    -------
    bool
        False when ``stale()`` became true in between and the rest was left out.
    """
    view = scans.view.magnified(scans.ratio)
    for shapes in scene.scanned(scans.view):
        if shapes not in scans.ids:
            if stale():
                return False
            scans.ids[shapes] = scan(shapes.store, view, *scans.pixels, scans.rows)
    return True


def paint_scene(scene: Scene, scans: Scans) -> compose.Pixels:
    """Colour the id buffers.

    Returns
    -------
    uint32 (height, width)
        0xffRRGGBB, in the pixels of the buffers.
    """
    out, ground = _ground(scene, scans)
    pen = _pen(scans)
    weak, strong = _fading(scans.view.metres_per_pixel)
    for layer in scene.seen(scans.view):
        styles = layer.styles
        if ground is not None:
            styles = [over_backdrop(style, scene.theme, dark_ground=bool(ground.is_dark)) for style in styles]
        table = compose.style_table(styles, weak, strong, layer.opacity)
        compose.paint(out, scans.ids[layer.shapes], layer.codes, table, pen)
    _mark_selection(out, scene, scans)
    return out


def smooth_picture(
    scene: Scene,
    view: View,
    size: tuple[int, int],
    ratio: float,
    stale: Callable[[], bool] = lambda: False,
) -> compose.Pixels | None:
    """Draw an antialiased picture band by band: its buffers never need more than a few megabytes.

    Parameters
    ----------
    scene : Scene
    view : View
        Its pixels are logical pixels.
    size : int, int
        Width and height in logical pixels.
    ratio : float
        Pixels of the picture per logical pixel.
    stale : callable
        Asked before each layer of each band.

    Returns
    -------
    uint32 (height, width) or None
        0xffRRGGBB, in device pixels; None when ``stale()`` became true.
    """
    width, height = round(size[0] * ratio), round(size[1] * ratio)
    out = np.empty((height, width), np.uint32)
    for top in range(0, height, _BAND):
        bottom = min(top + _BAND, height)
        # outlines and the selection look at some rows beyond the band
        rows = (max(2 * top - _BEYOND, 0), min(2 * bottom + _BEYOND, 2 * height))
        scans = Scans(view, size, 2 * ratio, 2, rows)
        if not scan_scene(scene, scans, stale):
            return None
        painted = paint_scene(scene, scans)
        out[top:bottom] = compose.halved(painted[2 * top - rows[0] : 2 * bottom - rows[0], : 2 * width])
    return out


def _ground(scene: Scene, scans: Scans) -> tuple[compose.Pixels, Backdrop | None]:
    """Return a fresh picture of what lies below all layers, and the backdrop that is seen on it."""
    width, height = scans.pixels[0], scans.band[1] - scans.band[0]
    paper = scene.theme.background
    if scene.backdrop is not None:
        view = scans.view.magnified(scans.ratio)
        west, _, _, north = view.bounds(*scans.pixels)
        north -= scans.band[0] * view.metres_per_pixel
        columns, rows = -(-width // scans.fine), -(-height // scans.fine)
        step = view.metres_per_pixel * scans.fine
        bounds = (west, north - rows * step, west + columns * step, north)
        picture = scene.backdrop.picture(bounds, columns, rows, paper)
        if picture is not None:
            return compose.enlarged(picture, scans.fine, width, height), scene.backdrop
    return compose.background(width, height, paper), None


def _mark_selection(out: compose.Pixels, scene: Scene, scans: Scans) -> None:
    if scene.parcels is None or scene.selected is None or scene.selected_bounds is None:
        return
    view, (width, height) = scans.view.magnified(scans.ratio), scans.pixels
    west, south, east, north = scene.selected_bounds
    left, upper = view.to_pixel(west, north, width, height)
    right, lower = view.to_pixel(east, south, width, height)
    limits = np.clip([left, upper, right, lower], -10_000_000, 10_000_000)
    x0, y0, x1, y1 = (int(side) for side in limits)
    y0, y1 = y0 - scans.band[0], y1 - scans.band[0]
    reach = max(1, round(1.4 * scans.ratio))
    ids = scans.ids[scene.parcels]
    compose.mark(out, ids, scene.selected, (x0, y0, x1, y1), reach, scene.theme.selection, scene.theme.casing)


def _pen(scans: Scans) -> compose.Pen:
    ratio = scans.ratio
    west, _, _, north = scans.view.magnified(ratio).bounds(*scans.pixels)
    pixel = scans.view.metres_per_pixel / ratio
    period = 2 * max(3, round(4 * ratio))
    origin = (round(west / pixel) % period, (round(-north / pixel) + scans.band[0]) % period)
    return compose.Pen(
        reach=max(1, round(0.7 * ratio)),
        band=max(1, round(ratio)),
        period=period,
        line=max(1, round(1.2 * ratio)),
        origin=origin,
    )


def _fading(metres_per_pixel: float) -> tuple[float, float]:
    """How much weak and strong outlines show at a scale; none where parcels are specks."""
    far = np.log2(max(metres_per_pixel, 0.01))
    weak = float(np.interp(far, [-1.0, 1.0, 2.0, _BARE], [1.0, 0.55, 0.3, 0.0]))
    strong = float(np.interp(far, [0.0, 2.0, _BARE], [1.0, 0.5, 0.0]))
    return weak, strong
