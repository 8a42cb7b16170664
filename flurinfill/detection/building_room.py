"""Where a building could stand on one parcel, as shapes to draw.

The shapes belong to the figures that :func:`flurinfill.detection.measures.measure` gives for the same
parcel: ``envelope_rect_width_m``, ``envelope_rect_depth_m`` and ``house_spare_m`` of a vacant one,
``rest_m2``, ``rest_rect_width_m``, ``rest_rect_depth_m`` and ``rest_spare_m`` of a built one. Lengths
agree within 0.5 m.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.building_use import Treatment, treatments
from flurinfill.detection.measures.rectangles import Room, room_in
from flurinfill.detection.measures.rest import free_part
from flurinfill.detection.measures.room import street_space
from flurinfill.detection.measures.survey import BUILT_M2
from flurinfill.model.progress import SILENT, Progress

SEEN_M = 100.0
"""What lies farther from a parcel than this has no part in its room."""


_BESIDE_M = 1.0  # a way this near is at the boundary


class RoomKind(StrEnum):
    """What kind of room a parcel has."""

    VACANT = "vacant"
    """The setback on every side."""
    CLOSED = "closed"
    """In a closed row: no setback towards the street and the houses on the boundary."""
    REST = "rest"
    """The free part of a built parcel."""


@dataclass(frozen=True)
class BuildingRoom:
    """Room for a building on one parcel.

    Attributes
    ----------
    kind : RoomKind
    envelope : Polygon or MultiPolygon
        Where a building may stand.
    largest : Polygon
        The largest rectangle in the envelope; its sides are ``width_m`` (the shorter) and ``depth_m``.
    building : Polygon or None
        The wished building in the middle of the room for it; None when it does not fit.
    width_m, depth_m : float
    spare_m : float
        By how much both sides of the wished building could grow; negative: would have to shrink.
    plot : Polygon or MultiPolygon or None
        Of a built parcel, the part that could be a plot of its own; None for the other kinds.
    """

    kind: RoomKind
    envelope: BaseGeometry
    largest: Polygon
    building: Polygon | None
    width_m: float
    depth_m: float
    spare_m: float
    plot: BaseGeometry | None = None


def building_room(
    cadastre: Cadastre,
    measures: pd.DataFrame,
    parcel_id: str,
    *,
    setback_m: float,
    size_m: tuple[float, float],
) -> BuildingRoom | None:
    """Find where a building could stand on a parcel.

    Parameters
    ----------
    cadastre : Cadastre
        In a metric CRS; a part of it is enough that holds everything within :data:`SEEN_M`.
    measures : DataFrame
        Its measures: those of the parcel and of the parcels around it are read.
    parcel_id : str
    setback_m : float
        ``distance_m`` of the profile that judges the parcel.
    size_m : (float, float)
        ``building_m`` of that profile.

    Returns
    -------
    BuildingRoom or None
        None when the setbacks leave nothing.

    Raises
    ------
    KeyError
        When the parcel is not in the cadastre.
    """
    at = pd.Index(cadastre.parcels["parcel_id"]).get_loc(parcel_id)
    parcel = cadastre.parcels.geometry.iloc[at]
    if measures["main_built_m2"].loc[parcel_id] >= BUILT_M2:
        return _rest(cadastre, measures, parcel, setback_m, size_m)
    envelope = shapely.buffer(parcel, -setback_m, quad_segs=8)
    room = room_in(envelope, size_m)
    return _made(RoomKind.VACANT, envelope, room) if room else None


def envelopes(
    cadastre: Cadastre,
    measures: pd.DataFrame,
    parcel_ids: Sequence[str],
    *,
    setbacks_m: Sequence[float],
    sizes_m: Sequence[tuple[float, float]],
    progress: Progress = SILENT,
) -> list[BaseGeometry | None]:
    """Find where buildings could stand on many parcels: the envelopes of :func:`building_room`.

    Parameters
    ----------
    cadastre : Cadastre
    measures : DataFrame
        Of all its parcels.
    parcel_ids : sequence of str, length n
    setbacks_m : sequence of float, length n
        ``distance_m`` of the profile that judges each parcel.
    sizes_m : sequence of (float, float), length n
        ``building_m`` of that profile.
    progress : Progress

    Returns
    -------
    list of Polygon, MultiPolygon or None, length n
        None where the setbacks leave nothing.
    """
    places = pd.Index(cadastre.parcels["parcel_id"]).get_indexer(list(parcel_ids))
    shapes = cadastre.parcels.geometry.to_numpy()[places]
    built = measures["main_built_m2"].reindex(list(parcel_ids)).to_numpy() >= BUILT_M2
    found: list[BaseGeometry | None] = list(shapely.buffer(shapes, -np.asarray(setbacks_m), quad_segs=8))
    treatment, geometry = treatments(cadastre.buildings), cadastre.buildings.geometry.to_numpy()
    houses, sheds = (
        shapely.STRtree(geometry[treatment == each]) for each in (Treatment.MAIN, Treatment.MINOR)
    )
    roads = shapely.STRtree(street_space(cadastre, measures))
    for step, at in enumerate(np.flatnonzero(built).tolist()):
        progress.report("measure_room", step, int(built.sum()))
        main, minor, ways = (
            tree.geometries[tree.query(shapes[at], predicate="dwithin", distance=reach)]
            for tree, reach in ((houses, 0.0), (sheds, 0.0), (roads, _BESIDE_M))
        )
        part = free_part(shapes[at], main, minor, ways, setbacks_m[at], sizes_m[at])
        found[at] = part.envelope if part else None
    return [None if shape is None or shape.is_empty else shape for shape in found]


def _rest(
    cadastre: Cadastre,
    measures: pd.DataFrame,
    parcel: BaseGeometry,
    setback_m: float,
    size_m: tuple[float, float],
) -> BuildingRoom | None:
    buildings = cadastre.buildings.iloc[cadastre.buildings.sindex.query(parcel, predicate="intersects")]
    treatment, geometry = treatments(buildings), buildings.geometry.to_numpy()
    houses, sheds = (geometry[treatment == each] for each in (Treatment.MAIN, Treatment.MINOR))
    roads = _near(street_space(cadastre, measures), parcel)
    part = free_part(parcel, houses, sheds, roads, setback_m, size_m)
    return _made(RoomKind.REST, part.envelope, part.room, part.plot) if part else None


def _near(geometries: NDArray[np.object_], parcel: BaseGeometry) -> NDArray[np.object_]:
    return geometries[shapely.dwithin(geometries, parcel, SEEN_M)]


def _made(
    kind: RoomKind, envelope: BaseGeometry, room: Room, plot: BaseGeometry | None = None
) -> BuildingRoom:
    return BuildingRoom(
        kind, envelope, room.largest, room.building, room.width_m, room.depth_m, room.spare_m, plot
    )
