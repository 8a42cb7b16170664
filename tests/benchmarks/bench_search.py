"""Search over a large cadastre: ``python tests/benchmarks/bench_search.py [parcels]``.

The time of one search in a worker, the best and the worst of five. Figures are printed, none is
asserted.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import generator
import pandas as pd

from flurinfill.project import Project, operations, queries

PARCELS = 100_000
FIRST = (
    "Linden",
    "Birken",
    "Berg",
    "Wald",
    "See",
    "Mühl",
    "Markt",
    "Kirch",
    "Schul",
    "Feld",
    "Garten",
    "Rosen",
)
SECOND = (
    "haus",
    "hof",
    "acker",
    "tor",
    "stein",
    "grund",
    "blick",
    "holz",
    "bach",
    "au",
    "anger",
    "hain",
    "busch",
)
NAMES = [f"{one}{two}" for one in FIRST for two in ("", *SECOND)]
STREETS = [f"{name}{end}" for name in NAMES for end in ("straße", "weg", "gasse", "platz", " Ring")]


def main() -> int:
    """Make a project, read the index, search."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PARCELS
    cadastre = generator.make_cadastre(count)
    parcels = cadastre.parcels
    addresses = [f"{STREETS[at % len(STREETS)]} {at // len(STREETS)}" for at in range(len(parcels))]
    cadastre = replace(cadastre, parcels=parcels.assign(address_text=pd.array(addresses, dtype="str")))
    with tempfile.TemporaryDirectory() as folder, Project.create(Path(folder) / "p.gpkg") as project:
        operations.import_cadastre(project, cadastre)
        operations.create_site(project, [parcels["parcel_id"].iloc[7]])
        case_no = queries.site_table(project)["case_no"].iloc[0]
        searcher = queries.Searcher(project)
        started = time.perf_counter()
        searcher.prepare()
        print(f"{len(parcels):,} parcels; the index: {(time.perf_counter() - started) * 1000:.0f} ms, once")
        parcel = parcels["parcel_id"].iloc[500]
        number = parcels["number"].iloc[500]
        for words in (number, f"Flst. {number}", parcel, parcel[:18], parcel[:12], "Lindenstr. 5", "linden",
                      "anger", case_no, "Nirgendwo 1"):  # fmt: skip
            times = []
            for _ in range(5):
                started = time.perf_counter()
                hits = searcher.find(words)
                times.append((time.perf_counter() - started) * 1000)
            print(f"{words:<22} {len(hits):6} hits   {min(times):6.1f} – {max(times):.1f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
