"""How long it takes in review mode from the key to the next site on the screen.

Run as ``python tests/benchmarks/bench_review.py [project.gpkg]``; without a project the sample town
is used. It confirms 20 sites one after the other, in the real window (offscreen), and prints the
median and the 95th percentile in milliseconds:

- ``figures``: the card with the key figures of the next site is filled,
- ``map``: the map has painted a picture of the next site,
- ``sheet``: the explanation of the next site is on the screen,
- ``write``: what the decision took on disk (a part of all of these),
- ``cpu``: processor time of the GUI thread from the key to the filled card, which other programs on
  the machine do not change,

once for somebody who looks at each site for a second, and once for somebody who presses the key as
soon as the map is there, faster than an explanation can be made ahead.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from flurinfill import settings
from flurinfill.cartography import warmup
from flurinfill.desktop import application
from flurinfill.desktop.controller import Controller
from flurinfill.usecases.sample import create_sample

SITES, SIZE, PATIENCE = 20, (1600, 1000), 120.0


class _Painted(QObject):
    """Notes when the map has painted a picture of the view that it shows."""

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self._canvas = controller.window.workspace.map.canvas
        self._canvas.view_drawn.connect(self._on_drawn)
        self._canvas.installEventFilter(self)
        self._drawn = self.painted = False

    def reset(self) -> None:
        self._drawn = self.painted = False

    def _on_drawn(self) -> None:
        self._drawn = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._drawn:
            self.painted = True  # it is painted before the event loop goes on
        return False


def wait(until: Callable[[], bool]) -> None:
    """Process events until something holds."""
    end = time.perf_counter() + PATIENCE
    while not until():
        if time.perf_counter() > end:
            raise TimeoutError
        QApplication.processEvents()
        time.sleep(0.0005)  # an event loop that waits leaves the interpreter to the worker, too


def rest(seconds: float) -> None:
    """Process events for a while."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        QApplication.processEvents()
        time.sleep(0.002)


def review(controller: Controller, look_s: float) -> dict[str, list[float]]:
    """Confirm sites; return the milliseconds of each step."""
    mode, page = controller.review, controller.window.review
    painted, taken = _Painted(controller), defaultdict(list)
    sheets = page.card.sheets
    for _ in range(SITES):
        rest(look_s)
        if look_s:
            wait(lambda: sheets.ready)
        site = mode.current
        painted.reset()
        start, cpu = time.perf_counter(), time.thread_time()
        QTest.keyClick(page, Qt.Key.Key_B)
        taken["figures"].append(time.perf_counter() - start)
        taken["cpu"].append(time.thread_time() - cpu)
        assert mode.current not in (site, None)
        wait(lambda: painted.painted)
        taken["map"].append(time.perf_counter() - start)
        if look_s:
            wait(lambda: sheets.ready)
            taken["sheet"].append(time.perf_counter() - start)
    painted.deleteLater()
    return taken


def timed_writes(controller: Controller) -> list[float]:
    """Let the session note what each operation takes."""
    session, noted, apply = controller.session, [], controller.session.apply

    def measured(*arguments: object, **named: object) -> object:
        start = time.perf_counter()
        try:
            return apply(*arguments, **named)
        finally:
            noted.append(time.perf_counter() - start)

    session.apply = measured
    return noted


def show(title: str, taken: dict[str, list[float]]) -> None:
    """Print one block."""
    print(f"\n{title}\n{'':>10}{'median':>10}{'p95':>10}{'worst':>10}  (ms)")
    for name, seconds in taken.items():
        ms = np.array(seconds) * 1000
        print(f"{name:>10}{np.median(ms):>10.1f}{np.percentile(ms, 95):>10.1f}{ms.max():>10.1f}")


def main(project: Path | None) -> None:
    """Open the project, review, print."""
    home = Path(tempfile.mkdtemp(prefix="flurinfill-bench-"))
    for folder in ("CONFIG", "DATA", "STATE"):  # nothing of the person at the machine is touched
        os.environ[f"XDG_{folder}_HOME"] = str(home / folder.lower())
    path = home / "review.gpkg"
    if project is None:
        create_sample(path)
    else:
        shutil.copyfile(project, path)
    app = application.application()
    controller = application.build(app, settings.Settings(appearance="light"))
    controller.window.resize(*SIZE)
    controller.window.show()
    warmup.warm(wait=True)
    controller.open_path(path)
    wait(lambda: controller.session.snapshot is not None and controller.session.jobs.idle)
    snapshot = controller.session.snapshot
    print(
        f"{len(snapshot.parcels)} parcels, {len(snapshot.work.sites)} sites; {SIZE[0]}×{SIZE[1]} px,"
        f" {os.cpu_count()} cores (load {os.getloadavg()[0]:.1f}); {SITES} sites each"
    )
    writes = timed_writes(controller)
    controller.actions["review"].trigger()
    rest(1.0)
    for title, look_s in (("a second at each site", 1.0), ("as fast as the map comes", 0.0)):
        writes.clear()
        taken = review(controller, look_s)
        show(title, {**taken, "write": list(writes)})
    controller.window.close()
    shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
