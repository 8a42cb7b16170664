"""All measures of all parcels of a cadastre."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.building_use import ABANDONED, PLANNED, Treatment, treatments
from flurinfill.detection.measures.access import Ways, access_of, collect_ways
from flurinfill.detection.measures.coverage import Coverage, coverage, inside
from flurinfill.detection.measures.edges import Contacts, Edges, boundary_edges, contacts
from flurinfill.detection.measures.intervals import Floats, summed
from flurinfill.detection.measures.land_use import dominant, land_use_shares, shares_by_name, use_of
from flurinfill.detection.measures.shape import (
    COARSE_WIDTH_ERROR_M,
    WIDTH_ERROR_M,
    compactness,
    envelope_area,
    inscribed_width,
    largest_parts,
    rectangle_sides,
)
from flurinfill.detection.measures.surroundings import (
    built_neighbour_share,
    main_distances,
    same_owner_neighbour,
)
from flurinfill.detection.rulebook import EXCLUDED
from flurinfill.model.errors import Cancelled, InputError
from flurinfill.model.potential import LandUse
from flurinfill.model.progress import SILENT, Progress

BUILT_M2 = 20.0
"""A parcel with less main building than this is not built (DOMAIN D: a ratio alone is wrong)."""
DEFAULT_SETBACK_M = 3.0
"""SächsBO §6: 0.4 H, at least 3 m."""
_NEIGHBOUR_M = 0.5
_CHUNK = 250


def measure(
    cadastre: Cadastre, *, setback_m: float = DEFAULT_SETBACK_M, progress: Progress = SILENT
) -> pd.DataFrame:
    """Measure every parcel.

    Parameters
    ----------
    cadastre : Cadastre
        In a metric CRS. It is not changed.
    setback_m : float
        Distance that ``envelope_m2`` keeps from every boundary.
    progress : Progress
        Told each step; may raise :class:`flurinfill.model.errors.Cancelled`.

    Returns
    -------
    DataFrame
        Index ``parcel_id`` in the order of the parcels. Float columns: the measures of
        :data:`flurinfill.model.measures.MEASURES` (m, m², shares 0 to 1; NaN where unknown;
        distances at most 200 m, which means "or more"; ``inscribed_width_m`` to 0.1 m, of land that
        is never a candidate to 1 m) with the families ``land_use_share[kind]``
        and ``constraint_share[layer]``. Text columns: ``access`` (name or kind of the way that
        gives frontage), ``access_state``, ``dominant_use``, ``use``, and ``marks`` (codes of
        hints that the cadastre itself gives, joined by ";").

    Raises
    ------
    InputError
        ``no_buildings`` when the cadastre has no building: every parcel would look vacant.
    """
    if not len(cadastre.buildings):
        raise InputError("no_buildings", files=cadastre.files)
    parcels = cadastre.parcels.geometry.to_numpy()
    area = shapely.area(parcels)
    treatment = treatments(cadastre.buildings)
    buildings = cadastre.buildings.geometry.to_numpy()
    progress.report("measure_buildings", 0, len(parcels))
    cover = coverage(parcels, buildings, treatment)
    progress.report("measure_land_use", 0, len(parcels))
    shares = land_use_shares(parcels, area, cadastre.land_use, cadastre.parcels["land_use_text"])
    constraints = shares_by_name(
        parcels, area, cadastre.constraints.geometry.to_numpy(), cadastre.constraints["layer"]
    )
    built = cover.main_m2 >= BUILT_M2
    ways = collect_ways(parcels, cadastre.land_use, cadastre.ways, shares, built)
    texts = _text_columns(cadastre, shares, ways, treatment)
    progress.report("measure_neighbours", 0, len(parcels))
    edges = boundary_edges(parcels)
    neighbours = contacts(edges, edges)
    pairs = _pairs(edges, neighbours)
    progress.report("measure_access", 0, len(parcels))
    access = access_of(parcels, edges, neighbours, ways)
    columns: dict[str, Floats | NDArray[np.object_]] = {
        "area_m2": area,
        "official_area_m2": cadastre.parcels["official_area_m2"].to_numpy(dtype=float),
        **_built_columns(cover, area),
        **_shape_columns(parcels, setback_m, _width_error(texts["dominant_use"]), progress),
        "frontage_m": access.frontage_m,
        "frontage_m[street]": access.street_frontage_m,
        "built_neighbour_share": built_neighbour_share(pairs, ways.is_way, built),
        **_distance_columns(parcels, buildings[treatment == Treatment.MAIN], cover, progress),
        **_in_family("constraint_share", constraints),
        **_in_family("land_use_share", shares),
        "same_owner_neighbour": same_owner_neighbour(
            cadastre.parcels["parcel_id"], pairs, built, cadastre.ownerships
        ),
    }
    texts = {"access": access.name, "access_state": access.state.astype(str), **texts}
    index = pd.Index(cadastre.parcels["parcel_id"], name="parcel_id")
    frame = pd.DataFrame(
        {name: np.asarray(values, dtype=float) for name, values in columns.items()}, index=index
    )
    for name, values in texts.items():
        frame[name] = pd.Series(values, index=index, dtype="str")
    progress.report("measure_surroundings", len(parcels), len(parcels))
    return frame


def _pairs(edges: Edges, neighbours: Contacts) -> NDArray[np.int64]:
    """Edge-adjacent parcels, each pair once in both directions; a shared corner is no adjacency."""
    parcel = edges.owner[neighbours.edge]
    count = int(edges.owner.max()) + 1
    pair, inverse = np.unique(parcel * count + neighbours.other, return_inverse=True)
    length = summed(inverse, neighbours.end - neighbours.start, len(pair))
    pair = pair[length >= _NEIGHBOUR_M]
    return np.stack([pair // count, pair % count], axis=1)


def _built_columns(cover: Coverage, area: Floats) -> dict[str, Floats]:
    return {
        "main_built_m2": cover.main_m2,
        "minor_built_m2": cover.minor_m2,
        "built_share": np.minimum((cover.main_m2 + cover.minor_m2) / area, 1.0),
    }


def _width_error(dominant_use: NDArray[np.object_] | pd.Series) -> Floats:
    """Error that the width of a parcel may have: its own use says whether anybody will ask."""
    never = np.isin(np.asarray(dominant_use, dtype=object), list(EXCLUDED))
    return np.where(never, COARSE_WIDTH_ERROR_M, WIDTH_ERROR_M)


def _shape_columns(
    parcels: NDArray[np.object_], setback_m: float, error_m: Floats, progress: Progress
) -> dict[str, Floats]:
    """Shape of each parcel, chunk by chunk: progress moves, a cancel is noticed, every core works."""
    parts = largest_parts(parcels)

    def work(start: int) -> tuple[Floats, ...]:
        chunk = slice(start, start + _CHUNK)
        some = parts[chunk]
        width = inscribed_width(some, error_m[chunk])
        envelope = envelope_area(parcels[chunk], setback_m, width, error_m[chunk])
        return width, *rectangle_sides(some), compactness(some), envelope

    done: list[tuple[Floats, ...]] = []
    starts = range(0, len(parcels), _CHUNK)
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # shapely works without the interpreter lock
        try:
            for start, chunk in zip(starts, pool.map(work, starts), strict=True):
                progress.report("measure_shape", start, len(parcels))
                done.append(chunk)
        except Cancelled:
            pool.shutdown(cancel_futures=True)
            raise
    names = ("inscribed_width_m", "rect_width_m", "rect_depth_m", "compactness", "envelope_m2")
    columns = [np.concatenate(column) for column in zip(*done, strict=True)]
    return dict(zip(names, columns, strict=True))


def _distance_columns(
    parcels: NDArray[np.object_], main: NDArray[np.object_], cover: Coverage, progress: Progress
) -> dict[str, Floats]:
    progress.report("measure_surroundings", 0, len(parcels))
    nearest, second = main_distances(parcels, main, cover.main_home)
    return {"main_distance_m": nearest, "second_main_distance_m": second}


def _in_family(family: str, shares: pd.DataFrame) -> dict[str, Floats]:
    return {f"{family}[{name}]": shares[name].to_numpy() for name in shares}


def _text_columns(
    cadastre: Cadastre, shares: pd.DataFrame, ways: Ways, treatment: NDArray[np.int8]
) -> dict[str, NDArray[np.object_] | pd.Series]:
    use = dominant(shares)
    # Streets known only from a layer of ways are still streets.
    use = use.where(~(ways.is_way & use.eq("").to_numpy()), LandUse.ROAD.value)
    return {
        "dominant_use": use.to_numpy(),
        "use": use_of(use).to_numpy(),
        "marks": _marks(cadastre, treatment),
    }


def _marks(cadastre: Cadastre, treatment: NDArray[np.int8]) -> NDArray[np.object_]:
    """What the cadastre itself says about a parcel and a person should know."""
    marks = np.full(len(cadastre.parcels), "", dtype=object)
    marks[cadastre.parcels["legal_deviation"].to_numpy(dtype=bool)] = "legal_deviation"
    state = cadastre.buildings["state"]
    for code, wanted in (("abandoned_building", ABANDONED), ("planned_building", PLANNED)):
        concerned = cadastre.buildings.geometry.to_numpy()[state.eq(wanted).to_numpy()]
        if not len(concerned):
            continue
        _, parcel, size = inside(cadastre.parcels.geometry.to_numpy(), concerned)
        for at in np.unique(parcel[size >= 1.0]):
            marks[at] = f"{marks[at]};{code}".lstrip(";")
    return marks
