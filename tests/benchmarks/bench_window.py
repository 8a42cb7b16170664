"""How the real window answers: ``python tests/benchmarks/bench_window.py [--parcels …] [--no-detection]``.

Prints, for the sample town (6,158 parcels) and for synthetic cadastres (default 100,000 parcels; a
state has 1,000,000):

``first picture``: from the start of the process to the first crisp picture of the project's map on the
screen, warm (second start); ``opening``: of that, from the wish to open the project.

``input to paint``: from a wheel notch or a mouse move to the end of the
paint that shows it, p50 and p95 over a script of zooms and pans. ``stall``: the longest time in which
the window did not get its turn, while the script ran, while the project was opened, while a detection
measured every parcel, and while its result came; after the stroke without the time in which the
window's thread waited for a processor, because on a busy machine others have it. ``GB``: the most
memory that the process held until the project was open, and until the detection had ended. Everything
runs offscreen at 1600×1000.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parent))
_PATIENCE = 3600.0
_NAMES = ("CONFIG", "DATA", "STATE")


def prepare(count: int, folder: Path) -> Path:
    """Make a project: the sample town, or a synthetic cadastre that nothing was detected in."""
    from generator import make_cadastre

    from flurinfill.project import Project, operations
    from flurinfill.usecases.sample import create_sample

    path = folder / f"{count}.gpkg"
    if count == 0:
        create_sample(path)
        return path
    cadastre = make_cadastre(count)
    with Project.create(path, crs=cadastre.crs) as project:
        operations.import_cadastre(project, cadastre)
    return path


class Stall:
    """The longest turn of the window in milliseconds, with and without waiting for a processor."""

    def __init__(self) -> None:
        self.whole = self.served = 0.0

    def begin(self) -> None:
        """A turn begins."""
        self._begun, self._waited = time.perf_counter(), _waited()

    def end(self) -> None:
        """It ends."""
        took, waited = time.perf_counter() - self._begun, _waited() - self._waited
        self.whole = max(self.whole, took * 1000)
        self.served = max(self.served, (took - waited) * 1000)

    def __str__(self) -> str:
        return f"{self.whole:.0f}/{self.served:.0f}"


def _waited() -> float:
    """Seconds in which this thread could have run and had no processor; 0 where nobody counts them."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
    except OSError:
        return 0.0


def _held() -> str:
    """Most memory that this process held, in GB."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9:.2f}"


class Window:
    """The program with a project, and clocks on it."""

    def __init__(self) -> None:
        from flurinfill import settings
        from flurinfill.cartography import warmup
        from flurinfill.desktop import application

        sys.setswitchinterval(application.TURN_S)  # as the program does
        self.app = application.application()
        self.controller = application.build(self.app, settings.Settings(appearance="light"))
        self.window = self.controller.window
        self.window.resize(1600, 1000)
        self.window.show()
        application.tidy(self.controller)
        self.canvas = self.window.workspace.map.canvas
        self.warm = warmup.warm
        self.stall = Stall()

    def turn(self) -> None:
        """Let the window do what waits; remember the longest turn."""
        self.stall.begin()
        self.app.processEvents()
        self.stall.end()

    def wait(self, until: Callable[[], bool]) -> Stall:
        """Give turns until something holds; return the longest of them."""
        end, self.stall = time.monotonic() + _PATIENCE, Stall()
        while not until():
            if time.monotonic() > end:
                raise TimeoutError
            self.turn()
            time.sleep(0.001)
        return self.stall

    def crisp(self) -> bool:
        """Tell whether the present view is on the screen, drawn for it."""
        frame = self.canvas._picture.frame
        return frame is not None and frame.request.view == self.canvas.view

    def open(self, path: Path) -> Stall:
        """Open a project and wait for its map; return the longest turn."""
        self.controller.open_path(path)
        session = self.controller.session
        return self.wait(lambda: session.snapshot is not None and session.jobs.idle and self.crisp())

    def close(self) -> None:
        """End the program."""
        self.window.close()


def first_picture(path: Path, started: float) -> None:
    """Print the time since the process was started, and since the project was asked for, in seconds."""
    window = Window()
    asked = time.time()
    window.controller.open_path(path)
    window.wait(window.crisp)
    print(f"{time.time() - started:.2f} {time.time() - asked:.2f}")
    window.wait(lambda: window.controller.session.jobs.idle)
    window.close()


def input_to_paint(path: Path) -> None:
    """Print p50 and p95 of input to paint, and the longest stalls, in milliseconds."""
    import numpy as np
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QMouseEvent, QPaintEvent, QWheelEvent

    window = Window()
    window.warm(wait=True)
    opening, held = window.open(path), _held()
    canvas, app = window.canvas, window.app
    painted: list[float] = []
    paint = canvas.paintEvent

    def clocked(event: QPaintEvent) -> None:
        paint(event)
        painted.append(time.perf_counter())

    canvas.paintEvent = clocked
    middle = QPointF(canvas.width() / 2, canvas.height() / 2)

    def wheel(notches: int) -> None:
        app.sendEvent(
            canvas,
            QWheelEvent(
                middle, canvas.mapToGlobal(middle), QPoint(), QPoint(0, 120 * notches),
                Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip

    def mouse(kind: QMouseEvent.Type, place: QPointF) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        held = none if kind is QMouseEvent.Type.MouseButtonRelease else left
        changed = none if kind is QMouseEvent.Type.MouseMove else left
        app.sendEvent(
            canvas,
            QMouseEvent(
                kind, place, canvas.mapToGlobal(place), changed, held, Qt.KeyboardModifier.NoModifier
            ),
        )

    taken: list[float] = []

    def timed(act: Callable[[], None]) -> None:
        painted.clear()
        begun = time.perf_counter()
        act()
        while not painted and time.perf_counter() - begun < 2:
            window.turn()
        taken.append((painted[0] - begun) * 1000 if painted else 2000.0)
        end = begun + 1 / 60  # sixty events each second
        while time.perf_counter() < end:
            window.turn()

    stall = window.stall = Stall()
    for notches in (1, 1, 1, 1, 1, 1, 1, 1, -1, -1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1):
        timed(lambda notches=notches: wheel(notches))
        mouse(QMouseEvent.Type.MouseButtonPress, middle)
        for step in range(1, 16):
            place = middle + QPointF(9 * step, -5 * step)
            timed(lambda place=place: mouse(QMouseEvent.Type.MouseMove, place))
        mouse(QMouseEvent.Type.MouseButtonRelease, middle)
    p50, p95 = np.percentile(taken, [50, 95])
    canvas.paintEvent = paint
    window.close()
    print(f"{p50:.1f} {p95:.1f} {stall} {opening} {held}")


def stall_of_detection(path: Path) -> None:
    """Print how long a detection took in seconds, the longest stalls in milliseconds, and the memory."""
    window = Window()
    window.warm(wait=True)
    window.open(path)
    jobs = window.controller.session.jobs
    begun = time.perf_counter()
    window.controller.tasks.detection.start()
    measuring = window.wait(lambda: not jobs.busy)
    seconds = time.perf_counter() - begun
    loading = window.wait(lambda: jobs.idle and window.crisp())
    window.close()
    print(f"{seconds:.1f} {measuring} {loading} {_held()}")


def part(name: str, path: Path, home: str) -> list[str]:
    """Run one part in a process of its own and return its figures."""
    env = dict(os.environ) | {f"XDG_{each}_HOME": f"{home}/{each.lower()}" for each in _NAMES}
    command = [sys.executable, str(HERE), "--part", name, str(path), repr(time.time())]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.split()


def main(counts: list[int], *, detection: bool) -> None:
    """Print one line for each project."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{os.cpu_count()} cores, load {load}\n")
    titles = (
        "parcels", "first picture s", "opening s", "input p50 ms", "p95 ms", "stall: script ms",
        "stall: opening ms", "GB",
        "detection s", "stall: detecting ms", "its result ms", "GB",
    )  # fmt: skip
    titles = titles if detection else titles[:-4]
    print("  ".join(titles))
    with tempfile.TemporaryDirectory() as name:
        for count in (0, *counts):
            path = prepare(count, Path(name))
            part("start", path, name)  # the first start compiles and caches
            figures = [f"{count or 6158:,}", *part("start", path, name), *part("input", path, name)]
            if detection:
                figures += part("detect", path, name)
            cells = (f"{figure:>{len(title)}}" for figure, title in zip(figures, titles, strict=True))
            print("  ".join(cells), flush=True)


PARTS = {
    "start": lambda path, started: first_picture(path, started),
    "input": lambda path, _started: input_to_paint(path),
    "detect": lambda path, _started: stall_of_detection(path),
}

if __name__ == "__main__":
    if sys.argv[1:2] == ["--part"]:
        PARTS[sys.argv[2]](Path(sys.argv[3]), float(sys.argv[4]))
    else:
        parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
        parser.add_argument("--parcels", type=int, nargs="*", default=[100_000])
        parser.add_argument("--no-detection", action="store_true")
        wishes = parser.parse_args()
        main(wishes.parcels, detection=not wishes.no_detection)
