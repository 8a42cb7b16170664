"""Towns with a known truth: the one that is shipped, and others from the same maker with other seeds.

The truth of the shipped town was seen while rules were tuned, so its figures flatter. The towns of
:data:`HOLD_OUT` were never looked at. They come from the same maker: they show whether the rules were
fitted to one town, not how well they do in a place that nobody made up (for that see
``test_gennes.py``).
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from flurinfill._data import data_path
from flurinfill.cadastre.mapping import LayerMapping, LayerRef
from flurinfill.cadastre.reading import read
from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.measures import measure
from flurinfill.detection.score import scores
from flurinfill.detection.uses import judge_by_use

LAYERS = ("Überschwemmungsgebiet", "Naturschutzgebiet", "Denkmalbereich")
HOLD_OUT = (11, 12)
"""Seeds of towns that no rule was tuned on; more of them by ``python tests/accuracy/holdout.py``."""


@dataclass(frozen=True)
class Town:
    """A cadastre and what a planner would call each of its parcels (index: parcel_id)."""

    cadastre: Cadastre
    truth: pd.Series


def town_in(folder: Path) -> Town:
    """Read a town that ``sample_data/make_town.py`` wrote.

    Raises
    ------
    FileNotFoundError
        When it has not been made.
    """
    mapping = LayerMapping(constraints=tuple(LayerRef(folder / "constraints.gpkg", name) for name in LAYERS))
    truth = pd.read_csv(folder / "truth.csv", dtype=str, index_col="parcel_id")["truth"]
    return Town(read([folder / "town.nas.xml.gz"], mapping=mapping, with_owners=False), truth)


def shipped() -> Town:
    """Return the sample town."""
    return town_in(Path(str(data_path("sample_data"))))


def make(seeds: Sequence[int]) -> Mapping[int, Path]:
    """Make the towns of some seeds beside each other; about 20 seconds each on one core.

    They are kept among the temporary files as long as their maker is the same.
    """
    data = Path(str(data_path("sample_data")))
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(data.rglob("*.py")))).hexdigest()
    kept = Path(tempfile.gettempdir()) / "flurinfill-tests" / f"towns-{digest[:16]}"
    kept.mkdir(parents=True, exist_ok=True)
    folders = {seed: kept / f"seed-{seed}" for seed in seeds}
    with tempfile.TemporaryDirectory(dir=kept) as unfinished:
        running = {
            seed: subprocess.Popen(
                [sys.executable, str(data / "make_town.py"), str(Path(unfinished) / str(seed)), str(seed)],
                stdout=subprocess.DEVNULL,
            )
            for seed, path in folders.items()
            if not path.is_dir()
        }
        for seed, process in running.items():
            if process.wait():
                raise RuntimeError(f"{process.args} ended with {process.returncode}")
            (Path(unfinished) / str(seed)).rename(folders[seed])
    return folders


def verdicts(cadastre: Cadastre) -> pd.DataFrame:
    """Measure, judge and score every parcel as the program does, by the built-in profile of its use."""
    measures = measure(cadastre)
    found = judge_by_use(measures, profiles.builtin())
    return found.assign(score=scores(measures, found, profiles.builtin()))
