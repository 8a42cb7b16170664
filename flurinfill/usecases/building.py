"""Where a building could stand on one parcel, or on the site that it is proposed as with others."""

from __future__ import annotations

from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.sketch import BOUNDARY, BUILDING, ENVELOPE, FREE_PART, Sketch
from flurinfill.detection.building_room import building_rooms
from flurinfill.detection.explained import Explained, judge_of
from flurinfill.detection.merging import shared_lines
from flurinfill.model.potential import CANDIDATE_CLASSES
from flurinfill.model.progress import SILENT, Progress
from flurinfill.project import Project, queries
from flurinfill.usecases.detecting import known_profiles
from flurinfill.usecases.site_room import site_room


def room_sketch(project: Project, found: Explained) -> Sketch | None:
    """Draw where a building could stand on an explained parcel, and which boundaries would fall away.

    Reads only what lies around the parcel: quick, however large the town is.

    Parameters
    ----------
    project : Project
        The one that the explanation comes from.
    found : Explained
        A parcel, or a proposed site.

    Returns
    -------
    Sketch or None
        None where nobody asks for a building, or the setbacks leave nothing and no boundary falls.
    """
    ids = found.proposal.parcel_ids if found.proposal else (found.verdict.parcel_id,)
    shapes = queries.parcel_shapes(project, ids)
    parts = {BOUNDARY: shared_lines(shapes)} if len(ids) > 1 else {}
    if found.fit is not None:
        parts |= _room(project, found, ids)
    return Sketch(parts) if parts else None


def candidate_envelopes(project: Project, progress: Progress = SILENT) -> dict[str, BaseGeometry]:
    """Find where a building could stand on every parcel of a candidate class.

    Returns
    -------
    dict of str to geometry
        By parcel; parcels where the setbacks leave nothing are left out. Empty before a detection.
    """
    profiles = known_profiles(project)
    table = queries.parcel_table(project)
    wanted = table.index[table["potential"].isin([value.value for value in CANDIDATE_CLASSES])]
    if not len(wanted) or not queries.profile_text(project):
        return {}
    measures = queries.measures(project)
    judges = [judge_of(row, profiles) for _, row in measures.reindex(wanted).iterrows()]
    found = building_rooms(
        queries.cadastre(project, with_owners=False),
        list(wanted),
        setbacks_m=[judge.distance_m for judge in judges],
        sizes_m=[judge.building_m for judge in judges],
        progress=progress,
    )
    return {str(parcel): room.envelope for parcel, room in zip(wanted, found, strict=True) if room}


def _room(project: Project, found: Explained, ids: tuple[str, ...]) -> dict[str, BaseGeometry]:
    room = site_room(project, ids, found.profile)
    if room is None:
        return {}
    drawn = {FREE_PART: room.plot, ENVELOPE: room.envelope, BUILDING: room.building}
    return {code: shape for code, shape in drawn.items() if shape is not None and not shape.is_empty}
