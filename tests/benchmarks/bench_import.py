"""Import in parcels per second: ``python tests/benchmarks/bench_import.py [parcels …]``.

Reads the sample town's NAS (with and without owners) and synthetic ALKIS-vereinfacht GeoPackages, and
stores each in a new project.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import pyogrio
from generator import make_cadastre

from flurinfill._data import data_path
from flurinfill.cadastre.reading import read
from flurinfill.project import Project, operations

LAND_USE = {"residential": "Wohnbaufläche", "road": "Straßenverkehr"}


def write_simple(count: int, path: Path) -> None:
    """Write a synthetic cadastre as ALKIS-vereinfacht."""
    cadastre = make_cadastre(count)
    parcels = cadastre.parcels.rename(columns={"parcel_id": "flstkennz", "official_area_m2": "flaeche"})
    buildings = cadastre.buildings.assign(
        gfkzshh="31001_" + cadastre.buildings["function"], gebnutzbez="Gebäude"
    )
    # A layer of land use is known by these two columns; which parcel an area lies on is not looked at.
    land_use = cadastre.land_use.assign(nutzart=cadastre.land_use["kind"].map(LAND_USE), flstkennz="")
    pyogrio.write_dataframe(parcels[["flstkennz", "flaeche", "geometry"]], path, layer="Flurstueck")
    pyogrio.write_dataframe(
        buildings[["building_id", "gfkzshh", "gebnutzbez", "geometry"]],
        path,
        layer="GebaeudeBauwerk",
        append=True,
    )
    pyogrio.write_dataframe(
        land_use[["flstkennz", "nutzart", "geometry"]], path, layer="NutzungFlurstueck", append=True
    )


def bench(name: str, paths: Sequence[Path], folder: Path, *, with_owners: bool = False) -> None:
    """Read the files and store the cadastre; print both."""
    begin = time.perf_counter()
    cadastre = read(paths, with_owners=with_owners)
    read_at = time.perf_counter()
    target = folder / f"{name}.gpkg"
    with Project.create(target, passphrase="Benchmark-2026" if with_owners else None) as project:
        operations.import_cadastre(project, cadastre)
    done = time.perf_counter()
    parcels = len(cadastre.parcels)
    print(
        f"{name}: {parcels} parcels, {len(cadastre.buildings)} buildings: "
        f"read {read_at - begin:.2f} s ({parcels / (read_at - begin):,.0f} parcels/s), "
        f"stored {done - read_at:.2f} s ({parcels / (done - read_at):,.0f} parcels/s)"
    )


if __name__ == "__main__":
    sizes = [int(argument) for argument in sys.argv[1:]] or [6_000, 100_000]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        town = data_path("sample_data", "town.nas.xml.gz")
        bench("nas", [town], folder)
        bench("nas-with-owners", [town], folder, with_owners=True)
        for size in sizes:
            source = folder / f"source-{size}.gpkg"
            write_simple(size, source)
            bench(f"vereinfacht-{size}", [source], folder)
