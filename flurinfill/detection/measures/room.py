"""What could be built: room on vacant parcels and on the free part of built ones.

These figures cost more than all others, so they are taken only where they can still matter: on
vacant land near houses, and on built parcels for houses with enough space left. All others have NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.building_use import Treatment, treatments
from flurinfill.detection.measures.clusters import BETWEEN_M, between_shares, cluster_sizes
from flurinfill.detection.measures.facing import HALF_WIDTH_M
from flurinfill.detection.measures.intervals import Floats, Ints
from flurinfill.detection.measures.rectangles import rectangles_in
from flurinfill.detection.measures.rest import rests_of
from flurinfill.detection.measures.survey import BUILT_M2, for_uses
from flurinfill.detection.rulebook import EXCLUDED
from flurinfill.detection.threads import in_threads
from flurinfill.model.potential import PUBLIC_WAYS, Use
from flurinfill.model.progress import SILENT, Progress

BUILDING_SIZES_M: Mapping[Use, tuple[float, float]] = MappingProxyType(
    {Use.RESIDENTIAL: (10.0, 12.0), Use.COMMERCIAL: (14.0, 20.0), Use.MIXED: (10.0, 12.0)}
)
"""Sides of the building that is tried on a parcel of each use, unless a profile says otherwise."""
SETBACKS_M: Mapping[Use, float] = MappingProxyType(dict.fromkeys(Use, 3.0))
"""Distance to every boundary on parcels of each use, unless a profile says otherwise (SächsBO §6)."""
ROOM_MEASURES = (
    "between_share",
    "envelope_rect_width_m",
    "envelope_rect_depth_m",
    "house_spare_m",
    "rest_m2",
    "rest_rect_width_m",
    "rest_rect_depth_m",
    "rest_spare_m",
    "rest_way_m",
    "rest_precedents",
)
FREE_MIN_M2 = 500.0
"""With less land beside the house there is no free part of 400 m²: 3 m around the house do not count."""
_LARGEST_M2 = 10_000.0
_CHUNK = 200


def with_room(
    cadastre: Cadastre,
    measures: pd.DataFrame,
    *,
    setbacks_m: Mapping[Use, float] = SETBACKS_M,
    sizes_m: Mapping[Use, tuple[float, float]] = BUILDING_SIZES_M,
    progress: Progress = SILENT,
    threads: int | None = None,
) -> pd.DataFrame:
    """Add what could be built, and the size of the cluster of houses around each parcel.

    Parameters
    ----------
    cadastre : Cadastre
    measures : DataFrame
        The cheap measures of all its parcels, in their order.
    setbacks_m : mapping
        Distance that a building keeps from every boundary of a parcel of each use, in metres.
    sizes_m : mapping
        Sides of the building that is tried on a parcel of each use, in metres.
    progress : Progress
    threads : int, optional

    Returns
    -------
    DataFrame
        With ``between_share``, ``cluster_buildings``, ``envelope_rect_width_m``,
        ``envelope_rect_depth_m``, ``house_spare_m``, ``rest_m2``, ``rest_rect_width_m``,
        ``rest_rect_depth_m``, ``rest_spare_m``, ``rest_way_m`` and
        ``rest_precedents``; NaN where nobody will ask.
    """
    scene = _Scene.of(cadastre, measures, setbacks_m, sizes_m)
    wanted = np.flatnonzero(scene.vacant | scene.housing)
    chunks = [wanted[start : start + _CHUNK] for start in range(0, len(wanted), _CHUNK)]

    def work(number: int, pause: Callable[[], None]) -> dict[str, Floats]:
        pause()
        return scene.columns(chunks[number])

    sizes = [len(chunk) for chunk in chunks]
    done = in_threads(work, sizes, ("measure_room", progress), threads)
    columns = {name: np.full(len(measures), np.nan) for name in ROOM_MEASURES}
    for chunk, part in zip(chunks, done, strict=True):
        for name, values in part.items():
            columns[name][chunk] = values
    columns["cluster_buildings"] = cluster_sizes(scene.parcels, scene.main.geometries)
    texts = [name for name in measures if not pd.api.types.is_numeric_dtype(measures[name])]
    added = pd.DataFrame(columns, index=measures.index)
    return pd.concat([measures.drop(columns=texts), added, measures[texts]], axis=1)


@dataclass(frozen=True)
class _Scene:
    """Everything that stands around the parcels, and which of them are asked for what."""

    parcels: NDArray[np.object_]
    main: shapely.STRtree
    minor: shapely.STRtree
    ways: shapely.STRtree
    vacant: NDArray[np.bool_]
    housing: NDArray[np.bool_]
    sizes_m: Floats
    setback_m: Floats

    @classmethod
    def of(
        cls,
        cadastre: Cadastre,
        measures: pd.DataFrame,
        setbacks_m: Mapping[Use, float],
        sizes_m: Mapping[Use, tuple[float, float]],
    ) -> _Scene:
        treatment = treatments(cadastre.buildings)
        buildings = cadastre.buildings.geometry.to_numpy()
        area, main_m2 = measures["area_m2"].to_numpy(), measures["main_built_m2"].to_numpy()
        use = measures["use"].to_numpy(object)
        sizes, setback = for_uses(use, sizes_m), for_uses(use, setbacks_m)
        wide = measures["rect_width_m"].to_numpy() >= sizes.min(axis=1) + 2 * setback
        commercial = measures["use"].eq(Use.COMMERCIAL.value).to_numpy()
        able = ~measures["dominant_use"].isin(list(EXCLUDED)).to_numpy() & (
            (area <= _LARGEST_M2) | commercial
        )
        built = main_m2 >= BUILT_M2
        return cls(
            parcels=cadastre.parcels.geometry.to_numpy(),
            main=shapely.STRtree(buildings[treatment == Treatment.MAIN]),
            minor=shapely.STRtree(buildings[treatment == Treatment.MINOR]),
            ways=shapely.STRtree(street_space(cadastre, measures)),
            vacant=able & ~built & (measures["main_distance_m"].to_numpy() <= BETWEEN_M),
            housing=able & built & ~commercial & wide & (area - main_m2 >= FREE_MIN_M2),
            sizes_m=sizes,
            setback_m=setback,
        )

    def columns(self, chunk: Ints) -> dict[str, Floats]:
        """Measure some of the parcels."""
        parcels, sizes, setback = self.parcels[chunk], self.sizes_m[chunk], self.setback_m[chunk]
        vacant, housing = self.vacant[chunk], self.housing[chunk]
        rest = rests_of(parcels, housing, self.main, self.minor, self.ways, setback_m=setback, sizes_m=sizes)
        columns = (
            between_shares(parcels, vacant, self.main),
            *_envelopes(parcels, vacant, setback, sizes),
            *(rest.area_m2, rest.width_m, rest.depth_m, rest.spare_m, rest.way_m, rest.precedents),
        )
        return dict(zip(ROOM_MEASURES, columns, strict=True))


def _envelopes(
    parcels: NDArray[np.object_], wanted: NDArray[np.bool_], setback_m: Floats, sizes_m: Floats
) -> tuple[Floats, Floats, Floats]:
    out = np.full((3, len(parcels)), np.nan)
    free = shapely.buffer(parcels[wanted], -setback_m[wanted], quad_segs=8)
    out[:, wanted] = rectangles_in(free, sizes_m[wanted])
    return out[0], out[1], out[2]


def street_space(cadastre: Cadastre, measures: pd.DataFrame) -> NDArray[np.object_]:
    """Everything that a driveway may begin at; a centre line stands for a street of usual width."""
    kinds = [kind.value for kind in PUBLIC_WAYS]
    own = cadastre.parcels.geometry.to_numpy()[measures["dominant_use"].isin(kinds).to_numpy()]
    used = cadastre.land_use.geometry.to_numpy()[cadastre.land_use["kind"].isin(kinds).to_numpy()]
    layer = cadastre.ways.geometry.to_numpy()
    lines = shapely.get_dimensions(layer) < 2
    widened = shapely.buffer(layer[lines], HALF_WIDTH_M, quad_segs=4)
    return np.concatenate([own, used, layer[~lines], widened])
