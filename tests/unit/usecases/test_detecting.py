"""Measures are kept and taken again only when they would be different; a cancel leaves the last verdicts."""

import dataclasses
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from flurinfill.cadastre.reading import read
from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.measures import measure, rectangles, run
from flurinfill.model.errors import Cancelled
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.detecting import detect

PROFILE = profiles.builtin()[0]
TOWN = Path(__file__).parents[3] / "sample_data" / "town.nas.xml.gz"


@pytest.fixture(scope="module")
def quarter() -> Cadastre:
    """Some hundred parcels of the sample town."""
    town = read([TOWN], with_owners=False)
    middle = town.parcels.geometry.iloc[1000].buffer(150)
    near = town.parcels.geometry.intersects(middle)
    return dataclasses.replace(town, parcels=town.parcels[near].reset_index(drop=True))


@pytest.fixture
def project(quarter: Cadastre, tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "town.gpkg", crs=quarter.crs) as made:
        operations.import_cadastre(made, quarter)
        yield made


class Counted:
    """Measures, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, cadastre: Cadastre, **how: Any) -> pd.DataFrame:
        self.times += 1
        return measure(cadastre, **how)


def test_a_changed_threshold_measures_nothing(project: Project) -> None:
    counted = Counted()
    detect(project, PROFILE, run=counted)
    first, kept = queries.verdicts(project), queries.measures(project)
    rules = tuple(
        dataclasses.replace(rule, threshold=rule.threshold * 2) if rule.name == "area_open" else rule
        for rule in PROFILE.rules
    )
    done = detect(project, dataclasses.replace(PROFILE, rules=rules), run=counted)
    assert done.profile.version == PROFILE.version + 1  # its own version judged by other thresholds
    assert counted.times == 1
    assert not queries.verdicts(project).equals(first)
    detect(project, PROFILE, run=counted)
    assert counted.times == 1
    pd.testing.assert_frame_equal(queries.verdicts(project), first)
    pd.testing.assert_frame_equal(queries.measures(project), kept)


def test_new_data_and_another_setback_are_measured(project: Project, quarter: Cadastre) -> None:
    counted = Counted()
    detect(project, PROFILE, run=counted)
    detect(project, dataclasses.replace(PROFILE, setback_m=PROFILE.setback_m + 1), run=counted)
    assert counted.times == 2
    detect(project, PROFILE, run=counted)
    operations.import_cadastre(project, quarter)
    detect(project, PROFILE, run=counted)
    assert counted.times == 4


class AtStep:
    """Cancels when it hears of a step; of storing only when much is written already."""

    def __init__(self, step: str) -> None:
        self.step, self.left = step, 5 if step == "store_verdicts" else 1

    def report(self, step: str, done: int, total: int) -> None:
        self.left -= step == self.step
        if not self.left:
            raise Cancelled


@pytest.mark.parametrize(
    "step",
    ["load_cadastre", "measure_parcels", "measure_surroundings", "measure_room", "judge", "store_verdicts"],
)
def test_a_cancel_leaves_the_last_verdicts(project: Project, step: str) -> None:
    detect(project, PROFILE)
    before = queries.verdicts(project), queries.measures(project), queries.site_table(project)
    wider = dataclasses.replace(PROFILE, setback_m=PROFILE.setback_m + 1)
    with pytest.raises(Cancelled):
        detect(project, wider, progress=AtStep(step))
    after = queries.verdicts(project), queries.measures(project), queries.site_table(project)
    for one, other in zip(before, after, strict=True):
        pd.testing.assert_frame_equal(one, other)


class StopsAmid:
    """Cancels when the first tile of a step is done, that is while others are at work."""

    def __init__(self, step: str) -> None:
        self._step = step
        self.stopped = threading.Event()

    def report(self, step: str, done: int, total: int) -> None:
        if step == self._step and done > 0:
            self.stopped.set()
            raise Cancelled


@pytest.mark.parametrize("step", ["measure_parcels", "measure_surroundings"])
def test_after_a_cancel_hardly_anything_is_done(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each thread ends at its next pause: no tile is begun, and few parcels are asked for room."""
    town = read([TOWN], with_owners=False)
    progress = StopsAmid(step)
    begun: list[int] = []

    def watched(place: Any, name: str, size: Callable[..., int]) -> None:
        work = getattr(place, name)

        def counted(*args: Any) -> Any:
            if progress.stopped.is_set():
                begun.append(size(*args))
            return work(*args)

        monkeypatch.setattr(place, name, counted)

    watched(run, "survey", lambda tile, *_: len(tile.own))
    watched(run, "vicinity", lambda tile, *_: len(tile.own))
    watched(rectangles, "rooms", lambda at, *_: len(at) - 1)
    with pytest.raises(Cancelled):
        measure(town, progress=progress, tile_parcels=100, threads=2)
    assert progress.stopped.is_set()
    assert sum(begun) <= 2 * (100 + rectangles._CHUNK)
