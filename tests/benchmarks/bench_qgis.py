"""The map beside QGIS: ``python tests/benchmarks/bench_qgis.py [--pictures PREFIX] [parcels …]``.

The same project files (the sample town as 0, synthetic cadastres of other sizes), the same views, the
same size of the picture, both offscreen, one after the other in one run. Printed are milliseconds,
the shortest of several, and how many times longer QGIS takes:

- ``opening``: from the wish to open to the first picture of everything, in a process that is up;
- ``whole``, ``1:5,000``, ``1:1,000``: from another view to its crisp picture on the screen of the real
  window; with QGIS until its parallel job is done, layers, labels and colours by the styles in the file;
- ``identify``: the parcel at a place, exactly;
- ``change``: one state is changed and written to the file, until the picture at 1:1,000 shows it. The
  program writes the row, its history and its undo in one transaction that is on the disk; QGIS writes
  one attribute.

The program leaves houses and labels out of far views and draws at once a picture that is smoothed when
the view rests; QGIS smooths at once. Both are what a user waits for. Where QGIS has no Python here, the
script says so and ends.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parent))

from bench_window import Window, part, prepare  # noqa: E402
from shortest import best  # noqa: E402

REPEAT, OPENINGS, MANY = 5, 3, 300_000
SCALES = {"1:5,000": 5000, "1:1,000": 1000}
METRES_PER_PIXEL = 0.0254 / 96
LAYERS = ("addresses", "buildings", "constraints", "land_use", "parcels", "plans", "sites")
"""In the order in which QGIS lays them over each other, the first on top."""
_PYTHON = "/usr/bin/python3"


def qgis_python() -> str | None:
    """The Python that has QGIS, None when there is none."""
    asked = [_PYTHON, "-c", "import qgis.core"]
    there = Path(_PYTHON).exists() and not subprocess.run(asked, capture_output=True, check=False).returncode
    return _PYTHON if there else None


def with_a_site(path: Path) -> None:
    """Let there be a site whose state can be changed."""
    from flurinfill.project import Project, operations, queries

    with Project.open(path) as project:
        if not len(queries.site_table(project)):
            parcels = queries.parcels(project)
            operations.create_site(project, [str(parcels["parcel_id"].iloc[len(parcels) // 2])])


def ours(path: Path, prefix: str) -> None:
    """Measure the real window; print its figures and what QGIS needs to do the same."""
    from flurinfill.cartography.view import View, fit
    from flurinfill.desktop.colouring import By, Colouring
    from flurinfill.model.states import Availability
    from flurinfill.project import operations

    window = Window()
    window.warm(wait=True)
    window.open(path)
    canvas, session = window.canvas, window.controller.session
    size = (canvas.width(), canvas.height())
    snapshot = session.snapshot
    sites = snapshot.work.sites
    site = sites[sites["availability"].eq(Availability.UNKNOWN)].iloc[0]
    parcel = str(site["parcel_ids"][0])
    content = canvas._content
    place = content.parcels.geometries[content.index_of(parcel)].representative_point()
    whole = fit(canvas.full_bounds(), *size)
    views = {"whole": whole} | {
        name: View(place.x, place.y, scale * METRES_PER_PIXEL) for name, scale in SCALES.items()
    }
    told = {}
    for name, view in views.items():
        elsewhere = View(view.center_x + 3 * view.metres_per_pixel, view.center_y, view.metres_per_pixel)

        def look(_: int, view: View = view, elsewhere: View = elsewhere) -> float:
            shown(window, elsewhere)
            return shown(window, view)

        told[name] = min(look(number) for number in range(REPEAT))
        if prefix:
            canvas.grab().save(f"{prefix}-ours-{name.replace(':', '-')}.png")
    told["identify"] = best(lambda: canvas.parcel_at(place.x, place.y), 20)
    if canvas.parcel_at(place.x, place.y) != parcel:
        raise SystemExit("another parcel was found")
    window.window.workspace.map._use_colouring(Colouring(By.AVAILABILITY))
    window.wait(window.crisp)
    site_id = int(site.name)

    states = itertools.cycle((Availability.AVAILABLE, Availability.WITHDRAWN))

    def change() -> None:
        before = canvas._picture.frame
        session.attempt(operations.set_availability, site_id, next(states))
        window.wait(lambda: canvas._picture.frame is not before and window.crisp())

    change()
    told["change"] = best(change, REPEAT)
    crs = session.project.crs
    window.close()
    bounds = {name: view.bounds(*size) for name, view in views.items()}
    rest = {"size": size, "views": bounds, "place": (place.x, place.y), "parcel": parcel, "crs": crs}
    print(json.dumps({"told": told, "order": rest}))


def shown(window: Window, view: object) -> float:
    """Milliseconds from another view to its crisp picture on the screen."""
    start = time.perf_counter()
    window.canvas.set_view(view)
    window.wait(window.crisp)
    return (time.perf_counter() - start) * 1000


def theirs(python: str, path: Path, order: dict[str, object], *, only_open: bool = False) -> dict[str, float]:
    """Measure QGIS on a copy of the file in which it may write."""
    copy = path.with_name(f"qgis-{path.name}")
    shutil.copyfile(path, copy)
    with closing(sqlite3.connect(copy)) as connection:
        rows = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'"
        )
        for (name,) in rows.fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.commit()
    env = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [python, str(HERE.with_name("qgis_side.py"))],
        input=json.dumps(
            {**order, "path": str(copy), "layers": LAYERS, "repeat": REPEAT, "opening_only": only_open}
        ),
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    copy.unlink()
    if done.returncode:
        raise RuntimeError(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def race(python: str, count: int, folder: Path, pictures: str) -> None:
    """Print the lines of one project."""
    path = prepare(count, folder)
    with_a_site(path)
    home = str(folder)
    part("start", path, home)  # the first start compiles and caches
    prefix = f"{pictures}-{count or 6158}" if pictures else ""
    command = [sys.executable, str(HERE), "--ours", str(path), "--pictures", prefix]
    env = dict(os.environ) | {
        f"XDG_{each}_HOME": f"{home}/{each.lower()}" for each in ("CONFIG", "DATA", "STATE")
    }
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    answer = json.loads(done.stdout.splitlines()[-1])
    order = {**answer["order"], "slow": count > MANY, "pictures": prefix}
    rival = theirs(python, path, order)
    openings = [  # by turns: what else runs here disturbs both
        (float(part("start", path, home)[1]) * 1000, theirs(python, path, order, only_open=True))
        for _ in range(1 if order["slow"] else OPENINGS)
    ]
    told = {"opening": min(own for own, _ in openings), **answer["told"]}
    rival["opening"] = min([rival["opening"], *(other["opening"] for _, other in openings)])
    for name, figure in told.items():
        cells = (f"{count or 6158:,}", name, *map(digits, (figure, rival[name], rival[name] / figure)))
        print("  ".join(f"{cell:>10}" for cell in cells), flush=True)
    path.unlink()


def digits(figure: float) -> str:
    """Give a figure without more digits than it has."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.2g}"


def main(counts: list[int], pictures: str) -> None:
    """Print the table."""
    python = qgis_python()
    if python is None:
        print(f"QGIS is not there ({_PYTHON} cannot import qgis.core): nothing is compared.")
        return
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{os.cpu_count()} cores, load {load}; milliseconds, and how many times longer QGIS takes\n")
    print("  ".join(f"{title:>10}" for title in ("parcels", "what", "flurinfill", "QGIS", "times")))
    with tempfile.TemporaryDirectory() as name:
        for count in counts:
            race(python, count, Path(name), pictures)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", type=Path)
    parser.add_argument("--pictures", default="")
    parser.add_argument("parcels", type=int, nargs="*")
    chosen = parser.parse_args()
    if chosen.ours:
        ours(chosen.ours, chosen.pictures)
    else:
        main(chosen.parcels or [0, 100_000, 1_000_000], chosen.pictures)
