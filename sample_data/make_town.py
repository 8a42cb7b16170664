"""Make the fictional town of the sample project: ``python sample_data/make_town.py [folder [seed]]``.

Writes ``town.nas.xml.gz``, ``town.gpkg``, ``constraints.gpkg``, ``truth.csv`` and ``specials.csv``,
always the same bytes for a seed. Nothing in them exists.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

from town import geopackage, nas, nas_objects, plan, special
from town.buildings import build_on
from town.decide import decide, settle_leftovers
from town.land_use import UseArea, use_areas
from town.numbering import give_addresses, nearest_street, number_parcels
from town.owners import LandRegister, register_owners
from town.parts import SEED, Parcel
from town.public import build_public


def make(seed: int = SEED) -> tuple[list[Parcel], list[UseArea], LandRegister, special.Arcs]:
    """Return the whole town: parcels with buildings, uses, owners, arcs."""
    rng = np.random.default_rng(seed)
    parcels = decide(plan.build(seed), rng)
    for parcel in parcels:
        build_on(parcel, rng)
        build_public(parcel, rng)
    settle_leftovers(parcels)
    parcels = special.join_parts(parcels)
    special.add_cellar(parcels)
    special.odd_states(parcels)
    number_parcels(parcels, rng)
    give_addresses(parcels, rng)
    nearest_street(parcels)
    register = register_owners(parcels, rng)
    special.drop_nodes(parcels)
    arcs = special.add_arcs(parcels)
    uses = use_areas(parcels)
    special.break_two(parcels)
    return parcels, uses, register, arcs


def write(folder: Path, seed: int = SEED) -> list[Parcel]:
    """Make the town and write all files into a folder."""
    parcels, uses, register, arcs = make(seed)
    oids = nas.Oids()
    nas_objects.number_objects(parcels, uses, register, oids)
    nas.write(folder / "town.nas.xml.gz", nas_objects.members(parcels, uses, register, arcs, oids))
    geopackage.write(folder, parcels, arcs)
    _table(folder / "truth.csv", ("parcel_id", "truth"), [(p.parcel_id, p.truth) for p in parcels])
    specials = [(p.parcel_id, p.special) for p in parcels if p.special]
    _table(folder / "specials.csv", ("parcel_id", "special"), specials)
    return parcels


def _table(path: Path, head: tuple[str, str], rows: list[tuple[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(sorted(rows))


def main() -> None:
    """Write beside this script, or into the folder given; another seed makes another town."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    folder.mkdir(parents=True, exist_ok=True)
    parcels = write(folder, int(sys.argv[2]) if len(sys.argv) > 2 else SEED)
    print(f"{len(parcels)} parcels, {sum(len(p.buildings) for p in parcels)} buildings")
    for truth, count in Counter(p.truth for p in parcels).most_common():
        print(f"  {truth}: {count}")


if __name__ == "__main__":
    main()
