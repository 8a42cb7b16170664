"""Detection in figures: ``python tests/benchmarks/bench_detection.py [--parcels N …] [--only SECTION …]``.

Sections, all of them unless some are chosen:

``steps``   seconds, processor seconds and memory beyond the data of each step of a run;
``beside``  coverage, neighbours, frontage and envelope beside geopandas and, where it is installed, a
            private PostGIS, in one run; agreement is checked first;
``file``    from a file to verdicts in a project: in a new process without compiled kernels (cold), in a
            new process (warm), and once more in that process;
``stop``    how long a run goes on when it is asked to stop;
``move``    how long one moved threshold takes.

Nothing is asserted. ``--many`` adds 1,000,000 parcels to ``steps`` and ``stop``; it wants about 8 GB
and some minutes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import beside
import from_file
import moving
import steps
import stopping
from generator import make_cadastre

from flurinfill._data import data_path
from flurinfill.cadastre.reading import read
from flurinfill.detection.measures import measure

PARCELS = [10_000, 100_000]
MANY = 1_000_000
NAIVE_MOST = 20_000
"""Above, geopandas is left out: it takes minutes for what is known from fewer parcels."""


def _steps(chosen: argparse.Namespace) -> None:
    for count in _with_many(chosen):
        subprocess.run([sys.executable, __file__, "--child-steps", str(count)], check=True)


def _beside(chosen: argparse.Namespace) -> None:
    measure(make_cadastre(500))  # compiles the kernels
    sample = partial(read, [data_path("sample_data", "town.nas.xml.gz")], with_owners=False)
    towns = [("the sample town", sample)]
    towns += [("chessboard", partial(make_cadastre, count)) for count in chosen.parcels]
    beside.side_by_side(towns, chosen.naive_most)


def _file(chosen: argparse.Namespace) -> None:
    from_file.run([min(chosen.parcels)])


def _stop(chosen: argparse.Namespace) -> None:
    measure(make_cadastre(500))
    many = _with_many(chosen)
    stopping.run([count for count in many if count >= MANY] or [max(many)])


def _move(_chosen: argparse.Namespace) -> None:
    moving.run([100_000, MANY])


def _with_many(chosen: argparse.Namespace) -> list[int]:
    return [*chosen.parcels, *([MANY] if chosen.many else [])]


SECTIONS = {
    "steps": ("each step of a run, warm", _steps),
    "beside": ("the shared measures beside others", _beside),
    "file": ("from file to verdicts", _file),
    "stop": ("asked to stop", _stop),
    "move": ("one threshold moved", _move),
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--parcels", type=int, nargs="+", default=PARCELS)
    parser.add_argument("--only", choices=SECTIONS, nargs="+", default=list(SECTIONS), metavar="SECTION")
    parser.add_argument("--many", action="store_true", help="1,000,000 parcels as well")
    parser.add_argument(
        "--naive-most", type=int, default=NAIVE_MOST, help="most parcels that geopandas is asked for"
    )
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    parser.add_argument("--child-steps", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    """Print the sections that were asked for."""
    chosen = _arguments()
    if chosen.child:
        source, folder, started, times = chosen.child
        from_file.child(Path(source), Path(folder), float(started), int(times))
        return
    if chosen.child_steps:
        steps.run(chosen.child_steps)
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for name in SECTIONS:
        if name in chosen.only:
            title, work = SECTIONS[name]
            print(f"\n{title.upper()}", flush=True)
            work(chosen)


if __name__ == "__main__":
    main()
