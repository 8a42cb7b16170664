"""Where a building could stand on parcels taken together, measured on the land around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeGuard

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from flurinfill.detection.building_room import SEEN_M, BuildingRoom, RoomKind, building_room
from flurinfill.detection.uses import judges_by_use
from flurinfill.model.progress import no_pause
from flurinfill.model.proposals import Proposal
from flurinfill.model.rules import RuleProfile
from flurinfill.project import Project, queries

_BESIDE_M = 5.0


def site_room(project: Project, parcel_ids: Sequence[str], profile: RuleProfile) -> BuildingRoom | None:
    """Find where a building could stand on a parcel, or on several as if they were one.

    Reads only what lies around them: quick, however large the town is.

    Parameters
    ----------
    project : Project
    parcel_ids : sequence of str
    profile : RuleProfile
        Its building and its distance to the boundaries.

    Returns
    -------
    BuildingRoom or None
        None when the setbacks leave nothing.
    """
    shapes = queries.parcel_shapes(project, parcel_ids)
    west, south, east, north = shapely.total_bounds(shapes)
    reach = SEEN_M + _BESIDE_M
    around = queries.cadastre(
        project, with_owners=False, within=(west - reach, south - reach, east + reach, north + reach)
    )
    if len(parcel_ids) > 1:
        around = replace(around, parcels=_united(around.parcels, parcel_ids, shapes))
    return building_room(around, parcel_ids[0], setback_m=profile.distance_m, size_m=profile.building_m)


def with_room(
    project: Project,
    proposals: Sequence[Proposal],
    profiles: Sequence[RuleProfile],
    pause: Callable[[], None] = no_pause,
) -> list[Proposal]:
    """Return proposed sites with the room that is drawn for them.

    Whether a site lies in a closed row is seen only on the land of all its parcels: each of two strips
    may touch one house. There the setback does not count towards the houses on the boundary. ``pause`` is
    called before each site; it may end the work.
    """
    judges = judges_by_use(profiles)
    out = []
    for each in proposals:
        pause()
        room = site_room(project, each.parcel_ids, judges[each.judged_as])
        out.append(replace(each, measures={**each.measures, **_figures(room)}) if _vacant(room) else each)
    return out


def _vacant(room: BuildingRoom | None) -> TypeGuard[BuildingRoom]:
    """Of sheds that cover much of a site together, the room beside them is drawn, but not measured."""
    return room is not None and room.kind is not RoomKind.REST


def _figures(room: BuildingRoom) -> dict[str, float]:
    return {
        "envelope_m2": float(room.envelope.area),
        "envelope_rect_width_m": room.width_m,
        "envelope_rect_depth_m": room.depth_m,
        "house_spare_m": room.spare_m,
        "main_distance_m": room.nearest_m,
        "second_main_distance_m": room.second_m,
    }


def _united(parcels: gpd.GeoDataFrame, ids: Sequence[str], shapes: NDArray[np.object_]) -> gpd.GeoDataFrame:
    """Put the site in the place of its parcels, under the identifier of the first."""
    members = parcels["parcel_id"].isin(list(ids))
    site = parcels[parcels["parcel_id"] == ids[0]].copy()
    site = site.set_geometry([shapely.union_all(shapes, grid_size=0.001)], crs=parcels.crs)
    joined = pd.concat([parcels[~members], site], ignore_index=True)
    return gpd.GeoDataFrame(joined, geometry="geometry", crs=parcels.crs)
