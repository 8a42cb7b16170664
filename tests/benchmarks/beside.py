"""Coverage, neighbours, frontage and envelope: the program beside geopandas and PostGIS, in one run.

Agreement first (parcels that differ by more than the tolerance, and the largest difference), then
the seconds of each measure alone. The program and PostGIS are asked twice and the better time
counts; geopandas is asked once. ``a whole run`` is what a detection says of the same parcels.

On the chessboard all agree. The sample town is drawn as cadastres are, and there they need not: the
program shares boundaries up to half a metre apart, the others to the millimetre; it counts walls that
overlap by less than 0.01 m² twice; and a whole run also looks across ditches, takes parcels for ways
that are mostly way, and keeps from each boundary what use and building law of the parcel ask for.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import naive
import numpy as np
import postgis
from alone import MEASURES, Alone
from postgis import NotInstalledError, PostGIS

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.measures import measure
from flurinfill.model.potential import PUBLIC_WAYS

TOLERANCES = {
    "coverage": (1e-6, "m²"), "neighbours": (0.0, ""), "frontage": (0.01, "m"), "envelope": (1e-6, "m²")
}  # fmt: skip
_WAYS = [kind.value for kind in PUBLIC_WAYS]


@dataclass
class Answers:
    """What somebody measured, and how long it took.

    Attributes
    ----------
    name : str
    values : dict of ndarray, shape (parcels,)
    seconds : dict of float
    """

    name: str
    values: dict[str, np.ndarray] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def ask(self, of: str, who: Callable[[str], tuple[np.ndarray, float]], times: int) -> None:
        """Ask for a measure some times; keep the best time."""
        for _ in range(times):
            self.values[of], seconds = who(of)
            self.seconds[of] = min(seconds, self.seconds.get(of, np.inf))


def compare(title: str, cadastre: Cadastre, server: PostGIS | None, *, with_naive: bool) -> None:
    """Print both tables for a cadastre."""
    run = measure(cadastre)
    is_lot = ~run["dominant_use"].isin(_WAYS).to_numpy()
    alone = Alone(cadastre, is_lot)
    ours, others = Answers("flurinfill"), []
    for of in MEASURES:
        ours.ask(of, alone.measure, 2)
    if with_naive:
        others.append(_naive(cadastre, is_lot))
    loading = f"search trees {alone.loading_s:.1f} s"
    if server:
        theirs = Answers("PostGIS")
        loading += f"; COPY, GiST and ANALYZE {server.load(cadastre, is_lot):.1f} s"
        for of in MEASURES:
            theirs.ask(of, lambda of: server.measure(of, len(is_lot)), 2)
        others.append(theirs)
    print(f"\n{title}: {len(is_lot):,} parcels, {len(cadastre.buildings):,} buildings; before: {loading}")
    in_run = Answers("a whole run", {
        "coverage": (run["main_built_m2"] + run["minor_built_m2"]).to_numpy(),
        "frontage": run["frontage_m"].to_numpy(),
        "envelope": run["envelope_m2"].to_numpy(),
    })  # fmt: skip
    _print_agreement(ours, [in_run, *others], is_lot)
    _print_times(ours, others)


def _naive(cadastre: Cadastre, is_lot: np.ndarray) -> Answers:
    out = Answers("geopandas")

    def who(of: str) -> tuple[np.ndarray, float]:
        begin = time.perf_counter()
        return naive.MEASURES[of](cadastre, is_lot), time.perf_counter() - begin

    for of in MEASURES:
        out.ask(of, who, 1)
    return out


def _print_agreement(ours: Answers, others: list[Answers], is_lot: np.ndarray) -> None:
    print("  differing lots (largest difference)   " + "".join(f"{each.name:>22}" for each in others))
    for of, (tolerance, unit) in TOLERANCES.items():
        cells = []
        for each in others:
            if of not in each.values:
                cells.append("-")
                continue
            apart = np.abs(each.values[of] - ours.values[of])[is_lot]
            cells.append(f"{np.count_nonzero(~(apart <= tolerance)):,} ({np.nanmax(apart):.1e} {unit})")
        limit = f"to {tolerance:g} {unit}".rstrip()
        print(f"    {of:12}{limit:24}" + "".join(f"{cell:>22}" for cell in cells))


def _print_times(ours: Answers, others: list[Answers]) -> None:
    print(f"  {'seconds':12}{ours.name:>12}" + "".join(f"{each.name:>12}{'ratio':>8}" for each in others))
    for of in [*MEASURES, "together"]:
        mine, *theirs = (
            sum(each.seconds.values()) if of == "together" else each.seconds[of] for each in (ours, *others)
        )
        cells = "".join(f"{each:12.3f}{each / mine:7.1f}x" for each in theirs)
        print(f"    {of:10}{mine:12.3f}{cells}", flush=True)


def side_by_side(towns: list[tuple[str, Callable[[], Cadastre]]], naive_most: int) -> None:
    """Compare on each town, with PostGIS where it is installed."""
    try:
        with postgis.server() as server:
            print(f"{server.version()}, a private server, {postgis.WORKERS} workers beside the leader")
            _each(towns, server, naive_most)
    except NotInstalledError:
        print("PostGIS is not installed: left out")
        _each(towns, None, naive_most)


def _each(towns: list[tuple[str, Callable[[], Cadastre]]], server: PostGIS | None, naive_most: int) -> None:
    for title, make in towns:
        cadastre = make()
        with_naive = len(cadastre.parcels) <= naive_most
        compare(title, cadastre, server, with_naive=with_naive)
        if not with_naive:
            print(f"  geopandas: left out above {naive_most:,} parcels, it takes too long")
