"""The same tiles on the workers of a Dask cluster; they share a folder with the one who asks.

Each tile is a folder of GeoParquet files. A worker reads it, measures, and writes the result beside
it under its final name only when it is whole. What a lost worker had begun is begun again by
another; what it had finished is in the folder. Workers may run as other users: whoever has
rights in the shared folder has them in the tiles. A worker with another version of the program measures
nothing. No owners leave this process: hints that need them are worked out here, over the finished table.
"""

from __future__ import annotations

import importlib
import json
import platform
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.basis import program
from flurinfill.detection.measures.ground import Seen
from flurinfill.detection.measures.room import BUILDING_SIZES_M, SETBACKS_M, Wishes
from flurinfill.detection.measures.run import Sight, joined, require_buildings, with_capacity
from flurinfill.detection.measures.survey import Survey, survey
from flurinfill.detection.measures.vicinity import Vicinity, vicinity
from flurinfill.detection.tiles import TILE_PARCELS, Tile, Town
from flurinfill.model.errors import FlurinfillError, InputError
from flurinfill.model.potential import Use
from flurinfill.model.progress import SILENT, Progress, no_pause

_TABLES = ("parcels", "buildings", "land_use", "ways", "constraints")
_RETRIES = 3
_HEARD_S = 0.2


def measure_on_cluster(
    cadastre: Cadastre,
    *,
    scheduler: str,
    shared: Path,
    setbacks_m: Mapping[Use, float] = SETBACKS_M,
    sizes_m: Mapping[Use, tuple[float, float]] = BUILDING_SIZES_M,
    progress: Progress = SILENT,
    tile_parcels: int = TILE_PARCELS,
) -> pd.DataFrame:
    """Measure every parcel on a Dask cluster.

    Parameters
    ----------
    cadastre, setbacks_m, sizes_m, progress, tile_parcels
        As for :func:`flurinfill.detection.measures.measure`, with the same result.
    scheduler : str
        Address of the scheduler, ``"tcp://host:8786"``.
    shared : Path
        A folder that every worker sees under the same path; what is written there is removed.

    Raises
    ------
    InputError
        ``cluster_missing`` without the extra ``cluster``, ``scheduler_unreachable``,
        ``cluster_other_program`` for a worker with another version of the program, ``cluster_lost``
        where workers die again and again over the same tile, ``cluster_failed`` for any other fault
        there.
    """
    require_buildings(cadastre)
    progress.report("measure_parcels", 0, len(cadastre.parcels))
    client = _client(scheduler)
    folder = Path(tempfile.mkdtemp(prefix="flurinfill-", dir=shared))
    try:
        _share(folder)
        work = _Work(client, folder, Town(cadastre, tile_parcels, progress), progress)
        surveys = [_read_survey(path) for path in work.surveys(setbacks_m)]
        sight = Sight(work.town, surveys, progress)
        vicinities = [_read_vicinity(path) for path in work.vicinities(sight, Wishes(setbacks_m, sizes_m))]
    finally:
        client.close()
        shutil.rmtree(folder, ignore_errors=True)
    measures = joined(sight, vicinities, setbacks_m, progress)
    return with_capacity(cadastre, measures, sight.home, progress)


def _client(scheduler: str) -> Any:
    try:
        distributed: Any = importlib.import_module("distributed")  # an extra of the program
    except ImportError as error:
        raise InputError("cluster_missing") from error
    try:
        return distributed.Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError("scheduler_unreachable", scheduler=scheduler) from error


class _Work:
    """Writes tiles into the shared folder and sends the workers to them."""

    def __init__(self, client: Any, folder: Path, town: Town, progress: Progress) -> None:
        self._client, self._folder, self._progress = client, folder, progress
        self.town = town

    def surveys(self, setbacks_m: Mapping[Use, float]) -> list[Path]:
        """First round: each parcel by itself."""
        futures = []
        for number in range(len(self.town.tiles)):
            folder = self._folder / f"inside-{number}"
            _write_tile(self.town.inside(number), folder)
            futures.append(self._sent(_survey_there, folder, dict(setbacks_m)))
            self._progress.report("measure_parcels", 0, sum(self.town.sizes))
        return self._finished(futures, "measure_parcels")

    def vicinities(self, sight: Sight, wishes: Wishes) -> list[Path]:
        """Second round: what lies around each parcel."""
        futures = []
        plain = dict(wishes.setbacks_m), dict(wishes.sizes_m)  # what a worker can unpickle
        for number in range(len(self.town.tiles)):
            folder = self._folder / f"around-{number}"
            tile, seen = sight.of(number)
            _write_tile(tile, folder)
            _write_seen(seen, folder)
            futures.append(self._sent(_vicinity_there, folder, *plain))
            self._progress.report("measure_surroundings", 0, sum(self.town.sizes))
        return self._finished(futures, "measure_surroundings")

    def _sent(self, task: Callable[..., str], folder: Path, *wishes: object) -> Any:
        _share(folder)
        return self._client.submit(task, program(), str(folder), *wishes, pure=False, retries=_RETRIES)

    def _finished(self, futures: Sequence[Any], step: str) -> list[Path]:
        """Wait for all tiles; a cancel is passed on to the workers."""
        total, done = sum(self.town.sizes), 0
        waiting = dict(zip(futures, self.town.sizes, strict=True))
        try:
            while waiting:
                self._progress.report(step, done, total)
                time.sleep(_HEARD_S)
                for future in [each for each in waiting if each.done()]:
                    done += waiting.pop(future)
            return [_result(future) for future in futures]
        except BaseException:
            self._client.cancel(list(futures), force=True)
            raise


def _result(future: Any) -> Path:
    """Folder that a worker has filled; its fault in words where it could not."""
    try:
        return Path(future.result())
    except FlurinfillError:
        raise
    except Exception as error:
        lost = type(error).__name__ == "KilledWorker"
        raise InputError("cluster_lost" if lost else "cluster_failed", reason=str(error)) from error


def _share(folder: Path) -> None:
    """Give a new folder and its files the rights of the folder that holds it."""
    rights = stat.S_IMODE(folder.parent.stat().st_mode) & ~stat.S_ISVTX
    for path in (folder, *folder.iterdir()):
        path.chmod(rights if path.is_dir() else rights & 0o666)


def _require_program(wanted: str) -> None:
    if program() != wanted:
        raise InputError("cluster_other_program", machine=platform.node())


# Workers do not pause between steps: the scheduler drops tiles that nobody waits for.
def _survey_there(wanted: str, folder: str, setbacks_m: Mapping[Use, float]) -> str:
    _require_program(wanted)
    done = Path(folder) / "done"
    if not done.exists():
        _write_whole(done, survey(_read_tile(Path(folder)), setbacks_m, no_pause))
    return str(done)


def _vicinity_there(
    wanted: str, folder: str, setbacks_m: Mapping[Use, float], sizes_m: Mapping[Use, tuple[float, float]]
) -> str:
    _require_program(wanted)
    done = Path(folder) / "done"
    if not done.exists():
        tile, seen = _read_tile(Path(folder)), _read_seen(Path(folder))
        _write_whole(done, vicinity(tile, seen, Wishes(setbacks_m, sizes_m), no_pause))
    return str(done)


def _write_whole(done: Path, result: Survey | Vicinity) -> None:
    """Write a result beside its final name and move it there: half a result is never read."""
    part = Path(tempfile.mkdtemp(prefix="part-", dir=done.parent))
    arrays: dict[str, Any] = {}
    for field in fields(result):
        value = getattr(result, field.name)
        if isinstance(value, pd.DataFrame):
            value.to_parquet(part / "frame.parquet")
        elif value.dtype == object:
            pd.DataFrame({"text": value}).to_parquet(part / f"{field.name}.parquet")
        else:
            arrays[field.name] = value
    np.savez(part / "arrays.npz", **arrays)
    _share(part)
    try:
        part.rename(done)
    except OSError:  # another worker was given the same tile and was faster
        if not done.exists():
            raise
        shutil.rmtree(part)


def _read_survey(done: Path) -> Survey:
    with np.load(done / "arrays.npz") as arrays:
        numbers = {name: arrays[name] for name in ("building", "parcel", "size_m2", "twins")}
    names, kinds = (_read_texts(done / f"{name}.parquet") for name in ("way_name", "way_kind"))
    return Survey(pd.read_parquet(done / "frame.parquet"), names, kinds, **numbers)


def _read_vicinity(done: Path) -> Vicinity:
    with np.load(done / "arrays.npz") as arrays:
        numbers = {name: arrays[name] for name in ("pairs", "place_of", "places")}
    return Vicinity(pd.read_parquet(done / "frame.parquet"), **numbers)


def _read_texts(path: Path) -> np.ndarray:
    return pd.read_parquet(path)["text"].to_numpy(object)


def _write_tile(tile: Tile, folder: Path) -> None:
    folder.mkdir()
    for name in _TABLES:
        table: gpd.GeoDataFrame = getattr(tile.cadastre, name)
        table.to_parquet(folder / f"{name}.parquet")
    np.savez(folder / "positions.npz", own=tile.own, parcels=tile.parcels, buildings=tile.buildings)
    facts = {"crs": tile.cadastre.crs, "files": list(tile.cadastre.files)}
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")


def _read_tile(folder: Path) -> Tile:
    tables = {name: gpd.read_parquet(folder / f"{name}.parquet") for name in _TABLES}
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    none = gpd.GeoDataFrame({"geometry": gpd.GeoSeries([], crs=facts["crs"])})
    with np.load(folder / "positions.npz") as positions:
        own, parcels, buildings = (positions[name] for name in ("own", "parcels", "buildings"))
    cadastre = Cadastre(
        crs=facts["crs"],
        data_state=None,
        source="",
        files=tuple(facts["files"]),
        addresses=none,
        plans=none,
        **tables,
    )
    return Tile(own, parcels, buildings, cadastre)


_SEEN_TABLES = {"parcels": "seen", "frame": "frame"}
_SEEN_ARRAYS = ("home", "treatment", "ways_known", "building", "parcel", "size_m2")


def _write_seen(seen: Seen, folder: Path) -> None:
    seen.parcels.to_parquet(folder / "seen.parquet")
    seen.frame.to_parquet(folder / "frame.parquet")
    np.savez(folder / "seen.npz", **{name: getattr(seen, name) for name in _SEEN_ARRAYS})


def _read_seen(folder: Path) -> Seen:
    with np.load(folder / "seen.npz") as arrays:
        numbers: dict[str, Any] = {name: arrays[name] for name in _SEEN_ARRAYS}
    numbers["ways_known"] = bool(numbers["ways_known"])
    tables: dict[str, Any] = {
        name: pd.read_parquet(folder / f"{file}.parquet") for name, file in _SEEN_TABLES.items()
    }
    return Seen(**tables, **numbers)
