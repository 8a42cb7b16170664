"""Measures are kept and taken again only when they would be different; a cancel leaves the last verdicts."""

import dataclasses
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from flurinfill.cadastre.reading import read
from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.measures import measure
from flurinfill.model.errors import Cancelled
from flurinfill.model.progress import CancelFlag
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
    """Cancels when it hears of a step."""

    def __init__(self, step: str) -> None:
        self.step = step

    def report(self, step: str, done: int, total: int) -> None:
        if step == self.step:
            raise Cancelled


@pytest.mark.parametrize("step", ["measure_parcels", "measure_surroundings", "measure_room", "judge"])
def test_a_cancel_leaves_the_last_verdicts(project: Project, step: str) -> None:
    detect(project, PROFILE)
    before = queries.verdicts(project), queries.measures(project), queries.site_table(project)
    wider = dataclasses.replace(PROFILE, setback_m=PROFILE.setback_m + 1)
    with pytest.raises(Cancelled):
        detect(project, wider, progress=AtStep(step))
    after = queries.verdicts(project), queries.measures(project), queries.site_table(project)
    for one, other in zip(before, after, strict=True):
        pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("patience", [0.05, 0.6, 1.5])
def test_a_cancel_is_heard_within_a_second(patience: float) -> None:
    """The sample town takes several seconds; the cancel comes at different moments of it."""
    town = read([TOWN], with_owners=False)
    flag = CancelFlag()
    heard: list[float] = []

    def work() -> None:
        try:
            measure(town, progress=flag)
        except Cancelled:
            heard.append(time.perf_counter())

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(patience)
    asked = time.perf_counter()
    flag.cancel()
    thread.join()
    assert heard
    # a second on a free machine; others may be at work on this one
    assert heard[0] - asked < 3.0
