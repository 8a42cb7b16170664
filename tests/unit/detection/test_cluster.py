"""Tiles on the workers of a cluster give what one machine gives, also when a worker dies."""

import dataclasses
import os
import signal
from pathlib import Path

import pandas as pd
import pytest

from flurinfill.cadastre.reading import read
from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.cluster import measure_on_cluster
from flurinfill.detection.measures import measure
from flurinfill.model.errors import Cancelled, InputError

TOWN = Path(__file__).parents[3] / "sample_data" / "town.nas.xml.gz"
distributed = pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
pytest.importorskip("pyarrow", reason="the extra 'cluster' is not installed")
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


def test_one_of_two_workers_is_killed(cluster, town: Cadastre, tmp_path: Path) -> None:
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
    pd.testing.assert_frame_equal(found, measure(town), check_exact=False, rtol=0.0, atol=1e-6)
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
