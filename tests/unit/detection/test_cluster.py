"""Tiles on the workers of a cluster give what one machine gives, also when a worker dies."""

import dataclasses
import os
import signal
import stat
from pathlib import Path

import dask
import distributed
import pandas as pd
import pytest

from flurinfill.cadastre.reading import read
from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import cluster as rounds
from flurinfill.detection.cluster import measure_on_cluster
from flurinfill.detection.measures import measure
from flurinfill.i18n import error_text
from flurinfill.model.errors import Cancelled, InputError

TOWN = Path(__file__).parents[3] / "sample_data" / "town.nas.xml.gz"
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def town() -> Cadastre:
    """A part of the sample town, with owners."""
    whole = read([TOWN], with_owners=True)
    near = whole.parcels.geometry.intersects(whole.parcels.geometry.iloc[1000].buffer(250))
    return dataclasses.replace(whole, parcels=whole.parcels[near].reset_index(drop=True))


@pytest.fixture
def cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as made:
        yield made


@pytest.fixture
def expected(town: Cadastre) -> pd.DataFrame:
    """What one process measures; the kernels are compiled before a worker is killed."""
    return measure(town)


@pytest.mark.timeout(400)  # workers that compile take their time
def test_one_of_two_workers_is_killed(
    expected: pd.DataFrame, cluster, town: Cadastre, tmp_path: Path
) -> None:
    killed: list[int] = []

    class Killer:
        """Kills a worker as soon as the first tiles are done."""

        def report(self, step: str, done: int, total: int) -> None:
            if done and not killed:
                killed.append(cluster.workers[0].pid)
                os.kill(killed[0], signal.SIGKILL)

    found = measure_on_cluster(
        town, scheduler=cluster.scheduler_address, shared=tmp_path, tile_parcels=40, progress=Killer()
    )
    assert killed
    pd.testing.assert_frame_equal(found, expected, check_exact=False, rtol=0.0, atol=1e-6)
    assert not list(tmp_path.glob("flurinfill-*"))


def test_a_cancel_reaches_the_cluster(cluster, town: Cadastre, tmp_path: Path) -> None:
    class Stop:
        def report(self, step: str, done: int, total: int) -> None:
            if step == "measure_surroundings":
                raise Cancelled

    with pytest.raises(Cancelled):
        measure_on_cluster(
            town, scheduler=cluster.scheduler_address, shared=tmp_path, tile_parcels=40, progress=Stop()
        )
    assert not list(tmp_path.glob("flurinfill-*"))


def test_a_scheduler_that_nobody_runs(town: Cadastre, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="scheduler_unreachable"):
        measure_on_cluster(town, scheduler="nonsense://nowhere", shared=tmp_path)


def test_who_has_rights_in_the_shared_folder_has_them_in_the_tiles(
    cluster, town: Cadastre, tmp_path: Path
) -> None:
    """A worker may run as another user of the same group."""
    tmp_path.chmod(0o770)
    seen: dict[str, set[int]] = {}

    class Look:
        def report(self, step: str, done: int, total: int) -> None:
            for path in tmp_path.rglob("*") if step == "measure_surroundings" else ():
                if "part-" not in str(path):
                    kind = "folder" if path.is_dir() else "file"
                    seen.setdefault(kind, set()).add(stat.S_IMODE(path.stat().st_mode))
            if list(tmp_path.glob("*/around-0")):
                raise Cancelled

    with pytest.raises(Cancelled):
        measure_on_cluster(
            town, scheduler=cluster.scheduler_address, shared=tmp_path, tile_parcels=100, progress=Look()
        )
    assert seen == {"folder": {0o770}, "file": {0o660}}


def test_a_worker_with_another_program_measures_nothing(
    cluster, town: Cadastre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "program", lambda: "another")
    with pytest.raises(InputError) as caught:
        measure_on_cluster(town, scheduler=cluster.scheduler_address, shared=tmp_path)
    assert caught.value.code == "cluster_other_program"
    assert "{" not in error_text(caught.value)


def test_workers_that_die_again_and_again(town: Cadastre, tmp_path: Path) -> None:
    class Killer:
        """Kills every worker while it works."""

        def __init__(self, cluster) -> None:
            self.cluster = cluster

        def report(self, step: str, done: int, total: int) -> None:
            if done:
                for worker in self.cluster.workers.values():
                    os.kill(worker.pid, signal.SIGKILL)

    local = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(processes=True, **local) as made,
        pytest.raises(InputError) as caught,
    ):
        measure_on_cluster(
            town, scheduler=made.scheduler_address, shared=tmp_path, tile_parcels=40, progress=Killer(made)
        )
    assert caught.value.code == "cluster_lost"
    assert not list(tmp_path.glob("flurinfill-*"))
