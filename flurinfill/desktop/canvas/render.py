"""Draws the map beside the GUI thread: the latest view wins, coarse first, smooth at rest."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Condition

import numpy as np
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage

from flurinfill.cartography import compose
from flurinfill.cartography.labels import Box, Label, LabelKind, LabelSource, Letters, place
from flurinfill.cartography.scene import Scans, Scene, paint_scene, scan_scene, smooth_picture
from flurinfill.cartography.view import View

_REST_S = 0.12
"""So long must the view stand still before it is drawn once more, antialiased."""

_SMOOTH_BELOW = 1.5
"""Screens with more device pixels per logical pixel are smooth enough without."""

_KEPT = 9_000_000
"""Buffers of more pixels are not kept: a large screen is smoothed band by band."""


@dataclass(frozen=True, eq=False)
class Request:
    """What to draw: a scene in a view of ``size`` logical pixels with ``ratio`` device pixels each.

    Labels keep out of the boxes ``covered`` by furniture.
    """

    scene: Scene
    view: View
    size: tuple[int, int]
    ratio: float
    labels: LabelSource | None
    kinds: frozenset[LabelKind]
    letters: Letters
    covered: tuple[Box, ...] = ()


@dataclass(frozen=True, eq=False)
class Frame:
    """A drawn picture; ``image`` shares the memory of ``pixels``."""

    request: Request
    image: QImage
    pixels: np.ndarray
    scans: Scans
    smooth: bool


class _Loop(QRunnable):
    def __init__(self, renderer: Renderer) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._renderer: Renderer | None = renderer

    def run(self) -> None:
        if self._renderer is not None:
            self._renderer.work()

    def let_go(self) -> None:
        """Forget the renderer: Qt's pool never gives a started runnable back."""
        self._renderer = None


class Renderer(QObject):
    """One worker that draws the newest request.

    Signals
    -------
    frame_ready : Frame
        Emitted in the worker, received in the GUI thread.
    labels_ready : Request, list of Label
        The texts of a view.
    """

    frame_ready = Signal(object)
    labels_ready = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._loop = _Loop(self)
        self._changed = Condition()
        self._pending: Request | None = None
        self._running = False
        self._closed = False
        self._scans: Scans | None = None
        self._placed: tuple[tuple, list[Label]] | None = None

    def request(self, request: Request) -> None:
        """Draw this as soon as possible; an older request that waits is forgotten."""
        with self._changed:
            if self._closed:
                return
            self._pending = request
            self._changed.notify()
            if not self._running:
                self._running = True
                self._pool.start(self._loop)

    def shutdown(self) -> None:
        """Draw nothing more and wait for the worker."""
        with self._changed:
            self._closed = True
            self._pending = None
            self._changed.notify()
        self._pool.clear()
        self._pool.waitForDone()
        self._loop.let_go()

    def work(self) -> None:
        """Draw until no request is left (in the worker)."""
        while True:
            with self._changed:
                request, self._pending = self._pending, None
                if request is None:
                    self._running = False
                    return
            try:
                self._draw(request)
            except BaseException:
                with self._changed:  # the next request starts anew
                    self._running = False
                raise

    def _stale(self) -> bool:
        return self._closed or self._pending is not None

    def _draw(self, request: Request) -> None:
        width, height = request.size
        smooth = request.ratio < _SMOOTH_BELOW
        if smooth and 4 * width * height * request.ratio**2 > _KEPT:
            self._draw_large(request)
            return
        fine = 2 if smooth else 1
        scans = self._scans_for(request, request.ratio * fine)
        if scans is None and fine > 1 and not self._draw_crisp(request):
            return
        self._picture(request, scans or self._new(request, fine), smooth=True)
        if not self._stale():
            self._write(request)

    def _draw_crisp(self, request: Request) -> bool:
        """Draw without antialiasing, and wait until the view stands still; False when it does not."""
        scans = self._scans_for(request, request.ratio) or self._new(request, 1)
        self._picture(request, scans, smooth=False)
        if self._stale():
            return False
        self._write(request)
        with self._changed:
            return not self._changed.wait_for(self._stale, timeout=_REST_S)

    def _draw_large(self, request: Request) -> None:
        if self._draw_crisp(request) and self._scans is not None:
            scene, scans = request.scene, self._scans
            pixels = smooth_picture(scene, request.view, request.size, request.ratio, self._stale)
            if pixels is not None:
                self._show(request, pixels, scans, smooth=True)

    def _new(self, request: Request, fine: int) -> Scans:
        return Scans(request.view, request.size, request.ratio * fine, fine)

    def _scans_for(self, request: Request, ratio: float) -> Scans | None:
        """Return the buffers of the last picture where they show the same view."""
        if self._scans is None or not self._scans.fits(request.view, request.size, ratio):
            return None
        return self._scans

    def _picture(self, request: Request, scans: Scans, smooth: bool) -> None:
        for unused in set(scans.ids) - set(request.scene.scanned(request.view)):
            del scans.ids[unused]
        if not scan_scene(request.scene, scans, self._stale):
            return
        self._scans = scans
        pixels = paint_scene(request.scene, scans)
        if scans.ratio > request.ratio:
            pixels = compose.halved(pixels)
        self._show(request, pixels, scans, smooth)

    def _show(self, request: Request, pixels: compose.Pixels, scans: Scans, smooth: bool) -> None:
        height, width = pixels.shape
        image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(request.ratio)
        if not self._closed:
            self.frame_ready.emit(Frame(request, image, pixels, scans, smooth))

    def _write(self, request: Request) -> None:
        if request.labels is None:
            self._placed = None
            return
        key = (
            request.labels, request.kinds, request.view, request.size, request.letters, request.covered,
        )  # fmt: skip
        if self._placed is None or self._placed[0] != key:
            labels = place(
                request.labels,
                request.view,
                *request.size,
                request.letters,
                kinds=request.kinds,
                taken=request.covered,
            )
            self._placed = (key, labels)
            if not self._closed:
                self.labels_ready.emit(request, labels)
