"""Coverage, neighbours, frontage and envelope in PostGIS, on a private server that is thrown away.

The server lives in a temporary folder and listens on a socket in there alone. PostGIS gets its best
chance: everything in memory, no journal on the disk, indexes and statistics made before the clock
runs, two workers beside the leader (pieces of work may go parallel however small they are), no JIT
(it costs more than it gives here), results written to unlogged tables instead of being sent, and of
the ways to write each measure the fastest that was found.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.building_use import Treatment, treatments
from flurinfill.model.potential import PUBLIC_WAYS

WORKERS = 2
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "8GB",
    "autovacuum": "off",
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    "effective_cache_size": "4GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_worker_processes": "8",
    "max_parallel_workers": str(WORKERS),
    "max_parallel_workers_per_gather": str(WORKERS),
    "max_parallel_maintenance_workers": str(WORKERS),
    "parallel_setup_cost": "0",
    "parallel_tuple_cost": "0",
    "min_parallel_table_scan_size": "0",
    "min_parallel_index_scan_size": "0",
}
GRID_M = 0.001
"""Corners are equal where they are equal to the millimetre, as in the program."""

DISSOLVED = """
    DROP TABLE IF EXISTS dissolved;
    CREATE UNLOGGED TABLE dissolved AS
        SELECT CASE count(*) WHEN 1 THEN (array_agg(geom))[1] ELSE ST_Union(geom) END AS geom
        FROM (SELECT geom, ST_ClusterDBSCAN(geom, 0, 1) OVER () AS footprint FROM buildings) AS grouped
        GROUP BY footprint;
    ANALYZE dissolved;
"""
COVERAGE = """
    SELECT p.id, sum(CASE WHEN ST_CoveredBy(d.geom, p.geom) THEN ST_Area(d.geom)
                          ELSE ST_Area(ST_Intersection(d.geom, p.geom)) END) AS value
    FROM dissolved d JOIN parcels p ON ST_Intersects(p.geom, d.geom)
    GROUP BY p.id
"""
NEIGHBOURS = f"""
    WITH pairs AS (
        SELECT a.id AS one, b.id AS other
        FROM parcels a JOIN parcels b ON a.id < b.id AND a.geom && ST_Expand(b.geom, {GRID_M})
        WHERE ST_Length(ST_Intersection(ST_Boundary(a.geom), ST_Boundary(b.geom), {GRID_M})) >= 0.5
    )
    SELECT id, count(*)::float8 AS value
    FROM (SELECT one AS id FROM pairs UNION ALL SELECT other FROM pairs) AS both_ways
    GROUP BY id
"""
FRONTAGE = f"""
    WITH stretches AS (
        SELECT p.id, ST_Intersection(ST_Boundary(p.geom), ST_Boundary(w.geom), {GRID_M}) AS geom
        FROM parcels p JOIN ways w ON p.geom && ST_Expand(w.geom, {GRID_M})
        WHERE p.is_lot
        OFFSET 0 -- else every intersection is taken twice, for the rows and for the condition
    )
    SELECT id, ST_Length(CASE count(*) WHEN 1 THEN (array_agg(geom))[1] ELSE ST_Union(geom) END) AS value
    FROM stretches WHERE NOT ST_IsEmpty(geom)
    GROUP BY id
"""
ENVELOPE = """
    SELECT id, CASE WHEN ST_NumGeometries(free) > 1
                    THEN (SELECT max(ST_Area(part.geom)) FROM ST_Dump(free) AS part)
                    ELSE ST_Area(free) END AS value
    FROM (SELECT id, ST_Buffer(geom, -3.0, 'quad_segs=8') AS free FROM parcels OFFSET 0) AS freed
"""
BEFORE = {"coverage": DISSOLVED}
"""What a measure needs first, in a statement of its own: so the join after it goes parallel."""
MEASURES = {"coverage": COVERAGE, "neighbours": NEIGHBOURS, "frontage": FRONTAGE, "envelope": ENVELOPE}


class NotInstalledError(Exception):
    """There is no PostgreSQL with PostGIS on this machine."""


@dataclass(frozen=True)
class PostGIS:
    """A running server.

    Attributes
    ----------
    folder : Path
        Where its socket is.
    programs : Path
        Folder of the programs of PostgreSQL.
    user : str
        Whose server it is.
    """

    folder: Path
    programs: Path
    user: str

    def ask(self, sql: str, rows: bytes = b"") -> str:
        """Run SQL, with ``rows`` for a COPY from outside; return what it prints."""
        command = [
            str(self.programs / "psql"), "--no-psqlrc", "--quiet", "--tuples-only", "--no-align",
            "--set=ON_ERROR_STOP=1", f"--host={self.folder}", f"--username={self.user}", "--dbname=postgres",
            f"--command={sql}",
        ]  # fmt: skip
        done = subprocess.run(command, input=rows, capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        return done.stdout.decode()

    def version(self) -> str:
        """Versions of PostgreSQL, PostGIS and GEOS."""
        sql = "SELECT current_setting('server_version'), postgis_lib_version(), postgis_geos_version()"
        server, postgis, geos = self.ask(sql).strip().split("|")
        return f"PostgreSQL {server.split()[0]}, PostGIS {postgis}, GEOS {geos.split('-')[0]}"

    def load(self, cadastre: Cadastre, is_lot: NDArray[np.bool_]) -> float:
        """Copy parcels, standing buildings and public ways, make indexes and statistics.

        Parameters
        ----------
        cadastre : Cadastre
        is_lot : ndarray of bool
            Parcels that are no ways: only they have frontage.

        Returns
        -------
        float
            Seconds.
        """
        begin = time.perf_counter()
        standing = treatments(cadastre.buildings) != Treatment.ABSENT
        ways = cadastre.land_use["kind"].isin([kind.value for kind in PUBLIC_WAYS]).to_numpy()
        self._copy("parcels", cadastre.parcels.geometry.to_numpy(), is_lot)
        self._copy("buildings", cadastre.buildings.geometry.to_numpy()[standing])
        self._copy("ways", cadastre.land_use.geometry.to_numpy()[ways])
        return time.perf_counter() - begin

    def _copy(
        self, name: str, geometry: NDArray[np.object_], is_lot: NDArray[np.bool_] | None = None
    ) -> None:
        self.ask(
            f"DROP TABLE IF EXISTS {name};"
            f"CREATE UNLOGGED TABLE {name} (id int, is_lot boolean, geom geometry)"
        )
        texts = shapely.to_wkb(geometry, hex=True)
        lots = np.ones(len(texts), dtype=bool) if is_lot is None else is_lot
        rows = "".join(
            f"{number}\t{lot}\t{text}\n" for number, (lot, text) in enumerate(zip(lots, texts, strict=True))
        )
        self.ask(f"COPY {name} FROM STDIN", rows.encode())
        self.ask(f"CREATE INDEX ON {name} USING gist (geom)")
        self.ask(f"VACUUM (ANALYZE, PARALLEL {WORKERS}) {name}")

    def measure(self, name: str, count: int) -> tuple[NDArray[np.float64], float]:
        """Take one measure of ``count`` parcels; return it and the seconds that it took."""
        self.ask(f"DROP TABLE IF EXISTS {name}")
        begin = time.perf_counter()
        self.ask(f"{BEFORE.get(name, '')} CREATE UNLOGGED TABLE {name} AS {MEASURES[name]}")
        seconds = time.perf_counter() - begin
        out = np.zeros(count)
        lines = self.ask(f"COPY (SELECT id, value FROM {name}) TO STDOUT").splitlines()
        if lines:
            found = pd.DataFrame([line.split("\t") for line in lines]).astype({0: int, 1: float})
            out[found[0].to_numpy()] = found[1].to_numpy()
        return out, seconds


@contextmanager
def server() -> Iterator[PostGIS]:
    """Start a server of our own; stop it and remove its folder whatever happens.

    Raises
    ------
    NotInstalledError
    """
    programs, user = _programs(), _user()
    folder = Path(tempfile.mkdtemp(prefix="flurinfill-pg-"))
    run = _runner(user, folder)
    before = signal.signal(signal.SIGTERM, _leave)
    started = False
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, user.pw_uid, user.pw_gid)
        data = str(folder / "data")
        run(programs / "initdb", "-D", data, "-A", "trust", "-U", user.pw_name, "-E", "UTF8", "--no-sync")
        lines = [f"{key} = '{value}'\n" for key, value in SETTINGS.items()]
        lines.append(f"unix_socket_directories = '{folder}'\n")
        with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(lines)
        started = True
        run(programs / "pg_ctl", "-D", data, "-l", str(folder / "log"), "-w", "start")
        postgis = PostGIS(folder, programs, user.pw_name)
        if not postgis.ask("SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'"):
            raise NotInstalledError
        postgis.ask("CREATE EXTENSION postgis")
        yield postgis
    finally:
        if started:
            run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)
        signal.signal(signal.SIGTERM, before)


def _leave(_number: int, _frame: FrameType | None) -> None:
    """Make an end from outside an exception, so that the server is stopped on the way out."""
    sys.exit(143)


def _programs() -> Path:
    """Folder of the newest PostgreSQL server on this machine."""
    found = [Path(initdb).parent] if (initdb := shutil.which("initdb")) else []
    for root in (Path("/usr/lib/postgresql"), Path("/usr/pgsql")):
        versions = [path for path in root.glob("*/bin") if (path / "initdb").exists()]
        found += sorted(versions, key=lambda path: -float(path.parent.name))
    for folder in found:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres", "psql")):
            return folder
    raise NotInstalledError


def _user() -> pwd.struct_passwd:
    """Who runs the server: PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NotInstalledError


def _runner(user: pwd.struct_passwd, folder: Path) -> Callable[..., None]:
    other = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}

    def run(*command: str | Path, check: bool = True) -> None:
        done = subprocess.run(
            [str(part) for part in command], cwd=folder, check=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **other,
        )  # fmt: skip
        if check and done.returncode:
            raise RuntimeError(done.stderr)

    return run
