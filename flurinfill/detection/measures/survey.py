"""What one parcel is by itself: its shape, what stands on it, what lies under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.building_use import ABANDONED, PLANNED, treatments
from flurinfill.detection.measures.access import collect_ways, way_parcels
from flurinfill.detection.measures.coverage import Coverage, abandoned_share, coverage, inside
from flurinfill.detection.measures.intervals import Floats, Ints
from flurinfill.detection.measures.land_use import dominant, land_use_shares, shares_by_name, use_of
from flurinfill.detection.measures.shape import (
    COARSE_WIDTH_ERROR_M,
    WIDTH_ERROR_M,
    compactness,
    inscribed_width,
    largest_parts,
    sides_and_envelope,
)
from flurinfill.detection.rulebook import EXCLUDED
from flurinfill.detection.threads import Pause
from flurinfill.detection.tiles import Tile
from flurinfill.model.potential import LandUse, Use

BUILT_M2 = 20.0
"""A parcel with less main building than this is not built (DOMAIN D: a ratio alone is wrong)."""
VACANT_M2: Mapping[Use, float] = MappingProxyType({**dict.fromkeys(Use, BUILT_M2), Use.COMMERCIAL: 50.0})
"""With less main building a parcel of each use is measured as a vacant one: as the built-in rules have it,
a gatehouse or a transformer house is no hindrance to trade."""
_CHUNK = 1_000


@dataclass(frozen=True)
class Survey:
    """What is known of the parcels of a tile without looking at others.

    Attributes
    ----------
    frame : DataFrame
        One row per own parcel, with the measures of :func:`survey`.
    way_name, way_kind : ndarray of str
        Of parcels that are ways themselves; ``""`` for all others.
    building, parcel, size_m2 : ndarray
        Positions in the whole town: main buildings, the parcels they stand on, the area there.
    twins : ndarray of int, shape (k, 2)
        Positions of main buildings that are one house.
    """

    frame: pd.DataFrame
    way_name: NDArray[np.object_]
    way_kind: NDArray[np.object_]
    building: Ints
    parcel: Ints
    size_m2: Floats
    twins: Ints


def survey(tile: Tile, setbacks_m: Mapping[Use, float], pause: Pause) -> Survey:
    """Measure what can be measured of each parcel alone.

    Parameters
    ----------
    tile : Tile
        From :meth:`flurinfill.detection.tiles.Town.inside`.
    setbacks_m : mapping
        Distance that ``envelope_m2`` keeps from every boundary of a parcel of each use, in metres.
    pause : callable
        Called between the steps.
    """
    cadastre = tile.cadastre
    parcels = cadastre.parcels.geometry.to_numpy()
    area = shapely.area(parcels)
    cover = coverage(parcels, cadastre.buildings.geometry.to_numpy(), treatments(cadastre.buildings))
    pause()
    shares = land_use_shares(parcels, area, cadastre.land_use, cadastre.parcels["land_use_text"])
    constraints = shares_by_name(
        parcels, area, cadastre.constraints.geometry.to_numpy(), cadastre.constraints["layer"]
    )
    pause()
    ways = collect_ways(cadastre.land_use, cadastre.ways)
    way_name, way_kind = way_parcels(ways, parcels, shares, cover.main_m2 >= BUILT_M2)
    texts = _texts(cadastre, shares, way_kind != "")
    setback = for_uses(texts["use"], setbacks_m)
    columns = {
        "area_m2": area,
        "official_area_m2": cadastre.parcels["official_area_m2"].to_numpy(dtype=float),
        **_built_columns(cover, area),
        "abandoned_share": abandoned_share(cover, cadastre.buildings["state"].to_numpy(object), len(parcels)),
        **_shape_columns(parcels, setback, _width_error(texts["dominant_use"]), pause),
        **{f"constraint_share[{name}]": constraints[name].to_numpy() for name in constraints},
        **{f"land_use_share[{name}]": shares[name].to_numpy() for name in shares},
        **texts,
    }
    return Survey(
        frame=pd.DataFrame(columns),
        way_name=way_name,
        way_kind=way_kind,
        building=tile.buildings[cover.main_building],
        parcel=tile.parcels[cover.main_parcel],
        size_m2=cover.main_size_m2,
        twins=tile.buildings[cover.twins],
    )


def _built_columns(cover: Coverage, area: Floats) -> dict[str, Floats]:
    return {
        "main_built_m2": cover.main_m2,
        "minor_built_m2": cover.minor_m2,
        "built_share": np.minimum((cover.main_m2 + cover.minor_m2) / area, 1.0),
    }


def _width_error(dominant_use: NDArray[np.object_]) -> Floats:
    """Error that the width of a parcel may have: its own use says whether anybody will ask."""
    return np.where(np.isin(dominant_use, list(EXCLUDED)), COARSE_WIDTH_ERROR_M, WIDTH_ERROR_M)


def for_uses(use: NDArray[np.object_], values: Mapping[Use, float | tuple[float, float]]) -> Floats:
    """Value (or row of values) of each parcel by its use; unknown use counts as residential."""
    uses = list(Use)
    position = pd.Index([each.value for each in uses]).get_indexer(pd.Index(use))
    position[position < 0] = uses.index(Use.RESIDENTIAL)
    return np.array([values[each] for each in uses], dtype=np.float64)[position]


def _shape_columns(
    parcels: NDArray[np.object_], setback_m: Floats, error_m: Floats, pause: Pause
) -> dict[str, Floats]:
    parts = largest_parts(parcels)
    done = []
    for start in range(0, len(parcels), _CHUNK):
        pause()
        chunk = slice(start, start + _CHUNK)
        width = inscribed_width(parts[chunk], error_m[chunk])
        how = setback_m[chunk], width, error_m[chunk]
        short, long, envelope = sides_and_envelope(parcels[chunk], parts[chunk], *how)
        done.append((width, short, long, compactness(parts[chunk]), envelope))
    names = ("inscribed_width_m", "rect_width_m", "rect_depth_m", "compactness", "envelope_m2")
    return dict(zip(names, (np.concatenate(column) for column in zip(*done, strict=True)), strict=True))


def _texts(
    cadastre: Cadastre, shares: pd.DataFrame, is_way: NDArray[np.bool_]
) -> dict[str, NDArray[np.object_]]:
    use = dominant(shares)
    # Streets known only from a layer of ways are still streets.
    use = use.where(~(is_way & use.eq("").to_numpy()), LandUse.ROAD.value)
    return {
        "dominant_use": use.to_numpy(object),
        "use": use_of(use).to_numpy(object),
        "marks": _marks(cadastre),
    }


def _marks(cadastre: Cadastre) -> NDArray[np.object_]:
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
