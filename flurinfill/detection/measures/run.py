"""All measures of all parcels of a cadastre, tile by tile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import shapely

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.building_use import Treatment, treatments
from flurinfill.detection.doubts import FEW_BUILDINGS
from flurinfill.detection.exclusion import freed_by_plan
from flurinfill.detection.measures.capacity import capacity_columns
from flurinfill.detection.measures.clusters import cluster_sizes
from flurinfill.detection.measures.coverage import homes
from flurinfill.detection.measures.ground import PLAN_FACTS, WAY_TEXTS, Seen
from flurinfill.detection.measures.intervals import Floats, Ints
from flurinfill.detection.measures.marks import few_buildings, numbered, with_marks
from flurinfill.detection.measures.plans import HALF, PLAN_MEASURES, PLAN_TEXTS, plan_columns
from flurinfill.detection.measures.rest import nearest_rooms, precedents, street_space
from flurinfill.detection.measures.room import BUILDING_SIZES_M, SETBACKS_M, Wishes
from flurinfill.detection.measures.shape import WIDTH_ERROR_M, inscribed_width, largest_parts
from flurinfill.detection.measures.strips import strips
from flurinfill.detection.measures.surroundings import built_neighbour_share, same_owner_neighbour
from flurinfill.detection.measures.survey import BUILT_M2, Survey, for_uses, survey
from flurinfill.detection.measures.vicinity import ROW_HOME, Vicinity, vicinity
from flurinfill.detection.threads import in_portions, in_threads
from flurinfill.detection.tiles import TILE_PARCELS, Tile, Town
from flurinfill.model.errors import InputError
from flurinfill.model.potential import LandUse, Use
from flurinfill.model.progress import SILENT, Progress

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
    "cluster_buildings",
)
_FAMILIES = ("constraint_share", "land_use_share")
_TEXTS = ("access", "access_state", "dominant_use", "use", "use_source", *PLAN_TEXTS, "marks")
_SETTLED = [use.value for use in (LandUse.RESIDENTIAL, LandUse.COMMERCIAL, LandUse.MIXED)]
_PLACES = 500
_PLAIN = (
    "area_m2",
    "official_area_m2",
    "main_built_m2",
    "minor_built_m2",
    "built_share",
    "abandoned_share",
    "inscribed_width_m",
    "rect_width_m",
    "rect_depth_m",
    "compactness",
    "envelope_m2",
    "frontage_m",
    "frontage_m[street]",
    "built_neighbour_share",
    "main_distance_m",
    "second_main_distance_m",
    *PLAN_MEASURES,
)


def measure(
    cadastre: Cadastre,
    *,
    setbacks_m: Mapping[Use, float] = SETBACKS_M,
    sizes_m: Mapping[Use, tuple[float, float]] = BUILDING_SIZES_M,
    progress: Progress = SILENT,
    tile_parcels: int = TILE_PARCELS,
    threads: int | None = None,
) -> pd.DataFrame:
    """Measure every parcel.

    Parameters
    ----------
    cadastre : Cadastre
        In a metric CRS. It is not changed.
    setbacks_m : mapping
        Distance that a building keeps from every boundary of a parcel of each use, in metres.
    sizes_m : mapping
        Sides of the building that is tried on a parcel of each use, in metres.
    progress : Progress
        Told each step; may raise :class:`flurinfill.model.errors.Cancelled`.
    tile_parcels, threads : int
        Parcels per tile, and tiles at work at the same time (default: cores + 1). They change
        time and memory, not the result.

    Returns
    -------
    DataFrame
        Index ``parcel_id`` in the order of the parcels. Float columns: the measures of
        :data:`flurinfill.model.measures.MEASURES` (m, m², shares 0 to 1; NaN where unknown;
        distances at most 200 m, which means "or more"; ``inscribed_width_m`` to 0.1 m, of land that
        is never a candidate to 2 m) with the families ``land_use_share[kind]``
        and ``constraint_share[layer]``, and the key :data:`.vicinity.ROW_HOME`. Text columns:
        ``access`` (name or kind of the way that gives frontage), ``access_state``, ``dominant_use``,
        ``use``, ``use_source`` (what decided it), ``plan_name``, ``plan_area_type``, and ``marks``
        (codes of hints that the cadastre itself gives, joined by ";").

    Raises
    ------
    InputError
        ``no_buildings`` when the cadastre has no main building: every parcel would look vacant.
    """
    require_buildings(cadastre)
    progress.report("measure_parcels", 0, len(cadastre.parcels))
    town = Town(cadastre, tile_parcels, progress)
    surveys = in_threads(
        lambda number, pause: survey(town.inside(number), setbacks_m, pause),
        town.sizes,
        ("measure_parcels", progress),
        threads,
    )
    sight = Sight(town, surveys, progress)
    wishes = Wishes(setbacks_m, sizes_m)
    vicinities = in_threads(
        lambda number, pause: vicinity(*sight.of(number), wishes, pause),
        town.sizes,
        ("measure_surroundings", progress),
        threads,
    )
    measures = joined(sight, vicinities, setbacks_m, progress, threads)
    return with_capacity(cadastre, measures, sight.home, progress, threads)


def require_buildings(cadastre: Cadastre) -> None:
    """Refuse a cadastre without any main building, as garages alone: every parcel would look vacant."""
    if not (treatments(cadastre.buildings) == Treatment.MAIN).any():
        raise InputError("no_buildings", files=cadastre.files)


class Sight:
    """What the surveys of all tiles found, as each tile sees it around itself.

    Attributes
    ----------
    town : Town
    parcels : DataFrame
        What a tile may see of each parcel of the town, see :class:`.ground.Seen`.
    said : DataFrame
        What plans say of each parcel.
    surveys : list of Survey
        As they came; land that a plan makes building land has its width to 0.1 m.
    treatment : ndarray of int8, shape (buildings,)
    home : ndarray of int, shape (buildings,)
        Parcel that carries each main building; -1 for none.
    """

    def __init__(self, town: Town, surveys: Sequence[Survey], progress: Progress = SILENT) -> None:
        self.town = town
        table, told = town.cadastre, ("measure_surroundings", 0, sum(town.sizes))
        progress.report(*told)
        self.said = plan_columns(town.whole)
        progress.report(*told)
        order = np.argsort(np.concatenate(town.tiles), kind="stable")
        names = ["dominant_use", "area_m2", "main_built_m2"]
        inner = pd.concat([one.frame[names] for one in surveys], ignore_index=True).take(order)
        ways = {name: np.concatenate([getattr(one, name) for one in surveys])[order] for name in WAY_TEXTS}
        self.parcels = inner.assign(**ways, **{name: self.said[name].to_numpy() for name in PLAN_FACTS})
        self.surveys = self._refined(surveys)
        progress.report(*told)
        self.treatment = treatments(table.buildings)
        progress.report(*told)
        columns = [
            np.concatenate([getattr(one, name) for one in surveys])
            for name in ("building", "parcel", "size_m2")
        ]
        home = columns[2] >= BUILT_M2
        order = np.argsort(columns[1][home], kind="stable")
        self._houses = columns[1][home][order], columns[0][home][order]
        self.home = homes(columns[0], columns[1], columns[2], len(table.buildings))
        kinds = table.land_use["kind"].isin(["road", "way", "square"])
        self._known = bool(kinds.any() or len(table.ways) or (self.parcels["way_kind"] != "").any())

    def _refined(self, surveys: Sequence[Survey]) -> list[Survey]:
        """Measure the width well of land that a plan makes building land, whatever its use."""
        out, freed = list(surveys), freed_by_plan(self.parcels)
        for number in range(len(out)) if freed.any() else ():
            own = self.town.tiles[number]
            some = np.flatnonzero(freed[own])
            parts = largest_parts(self.town.geometry[own[some]])
            width = out[number].frame["inscribed_width_m"].to_numpy(copy=True)
            width[some] = inscribed_width(parts, np.full(len(some), WIDTH_ERROR_M))
            out[number] = replace(out[number], frame=out[number].frame.assign(inscribed_width_m=width))
        return out

    def standing_on(self, parcels: Ints) -> list[Ints]:
        """Main buildings that count as the houses of each of some parcels."""
        parcel, building = self._houses
        starts, ends = (np.searchsorted(parcel, parcels, side=side) for side in ("left", "right"))
        return [building[start:end] for start, end in zip(starts, ends, strict=True)]

    def of(self, number: int) -> tuple[Tile, Seen]:
        """Tile with its surroundings, and what is known about them."""
        tile = self.town.around(number, self.treatment != Treatment.ABSENT)
        survey = self.surveys[number]
        seen = Seen(
            parcels=self.parcels.take(tile.parcels),
            home=self.home[tile.buildings],
            treatment=self.treatment[tile.buildings],
            ways_known=self._known,
            frame=survey.frame,
            building=survey.building,
            parcel=survey.parcel,
            size_m2=survey.size_m2,
        )
        return tile, seen


def joined(
    sight: Sight,
    vicinities: Sequence[Vicinity],
    setbacks_m: Mapping[Use, float],
    progress: Progress,
    threads: int | None = None,
) -> pd.DataFrame:
    """Put tiles together in the order of the parcels, and measure what needs the whole town."""
    cadastre, told = sight.town.cadastre, ("measure_room", 0, 0)
    progress.report(*told)
    position = np.argsort(np.concatenate(sight.town.tiles), kind="stable")
    inner = _gathered([one.frame for one in sight.surveys], position)
    progress.report(*told)
    outer = _gathered([one.frame for one in vicinities], position)
    progress.report(*told)
    inner["envelope_m2"] = outer.pop("envelope_m2").fillna(inner["envelope_m2"])
    inner = _complete(inner.drop(columns="use"), from_texts=not len(cadastre.land_use))
    progress.report(*told)
    frame = pd.concat([inner, outer, sight.said], axis=1)
    frame.index = pd.Index(cadastre.parcels["parcel_id"], name="parcel_id")
    pairs = np.concatenate([one.pairs for one in vicinities])
    built = frame["main_built_m2"].to_numpy() >= BUILT_M2
    planned = frame["plan_share"].to_numpy() >= HALF  # a new building area has no houses yet
    settled = frame["dominant_use"].isin(_SETTLED).to_numpy() & ~planned
    passed_over = sight.parcels["way_kind"].ne("").to_numpy()
    progress.report(*told)
    passed_over = passed_over | strips(cadastre.parcels.geometry.to_numpy())
    frame["built_neighbour_share"] = built_neighbour_share(pairs, passed_over, built)
    progress.report(*told)
    frame["same_owner_neighbour"] = same_owner_neighbour(
        cadastre.parcels["parcel_id"], pairs, built, sight.town.whole.ownerships
    )
    frame["marks"] = with_marks(
        frame["marks"],
        {
            "access_over_strip": frame["over_strip"].to_numpy(dtype=bool),
            "address_without_building": numbered(sight.town.whole, progress) & ~built,
            FEW_BUILDINGS: few_buildings(cadastre.parcels.geometry.to_numpy(), settled, built, progress),
        },
    )
    main = sight.treatment == Treatment.MAIN
    houses = cadastre.buildings.geometry.to_numpy()[main]
    twins = (np.cumsum(main) - 1)[np.concatenate([one.twins for one in sight.surveys])]
    frame["cluster_buildings"] = cluster_sizes(
        cadastre.parcels.geometry.to_numpy(), houses, twins=twins, progress=progress, threads=threads
    )
    setback = for_uses(frame["use"].to_numpy(dtype=object), setbacks_m)
    frame["rest_precedents"] = _precedents(sight, setback, frame, vicinities, progress, threads)
    progress.report(*told)
    families = sorted(str(name) for name in frame if str(name).startswith(_FAMILIES))
    frame = frame[[*_PLAIN, *families, "same_owner_neighbour", *ROOM_MEASURES, ROW_HOME, *_TEXTS]]
    return frame.astype({**dict.fromkeys(_TEXTS, "str"), ROW_HOME: "float64"})


def with_capacity(
    cadastre: Cadastre,
    measures: pd.DataFrame,
    home: Ints,
    progress: Progress,
    threads: int | None = None,
) -> pd.DataFrame:
    """Add what could be built, see :func:`flurinfill.detection.measures.capacity.capacity_columns`."""
    added = capacity_columns(cadastre, measures, home, progress, threads).set_axis(measures.index)
    texts = list(_TEXTS)
    return pd.concat([measures.drop(columns=texts), added, measures[texts]], axis=1)


def _precedents(
    sight: Sight,
    setback_m: Floats,
    frame: pd.DataFrame,
    vicinities: Sequence[Vicinity],
    progress: Progress,
    threads: int | None,
) -> Floats:
    """Precedents of all second houses that fit and have a way; NaN elsewhere."""
    out = np.full(len(frame), np.nan)
    place_of = np.concatenate([one.place_of for one in vicinities])
    if not len(place_of):
        return out
    corners = np.concatenate([one.places for one in vicinities]).reshape(-1, 4, 2)
    cadastre = sight.town.cadastre
    buildings, parcels = cadastre.buildings.geometry.to_numpy(), cadastre.parcels.geometry.to_numpy()
    main = shapely.STRtree(buildings[sight.treatment == Treatment.MAIN])
    ways = shapely.STRtree(street_space(sight.town.cadastre, frame["dominant_use"]))
    home = sight.home[sight.treatment == Treatment.MAIN]

    def work(rows: slice) -> Floats:
        places, parcel = shapely.polygons(corners[rows]), place_of[rows]
        found = precedents(places, parcel, main, home, ways)
        none = np.flatnonzero(found == 0)  # in the middle of the room; it may stand nearer to the street
        places, parcel = places[none], parcel[none]
        standing = [buildings[each] for each in sight.standing_on(parcel)]
        sides = np.hypot(*np.moveaxis(np.diff(corners[rows][none, :3], axis=1), 2, 0)).min(axis=1)
        rooms = nearest_rooms(places, parcels[parcel], standing, setback_m[parcel], sides)
        found[none] = precedents(rooms, parcel, main, home, ways)
        return found

    told = ("measure_room", progress)
    out[place_of] = np.concatenate(in_portions(work, len(place_of), _PLACES, told, threads))
    return out


def _gathered(frames: Sequence[pd.DataFrame], position: Ints) -> pd.DataFrame:
    """Rows of all tiles in the order of the town, one column after the other: a copy takes memory.

    A column that a tile lacks is NaN there.
    """
    columns = {}
    for name in dict.fromkeys(name for frame in frames for name in frame):
        parts = [frame.get(name, pd.Series(np.nan, index=frame.index)) for frame in frames]
        columns[name] = pd.concat(parts, ignore_index=True).array.take(position)
    return pd.DataFrame(columns, copy=False)


def _complete(frame: pd.DataFrame, *, from_texts: bool) -> pd.DataFrame:
    """Fill what a tile lacks because nothing of that kind lies in it: a share of zero.

    A parcel whose land use is not known at all (a missing text) stays unknown.
    """
    out = frame.copy(deep=False)
    for family in _FAMILIES:
        names = [name for name in frame if str(name).startswith(f"{family}[")]
        unknown = frame[names].isna().all(axis=1) & (from_texts and family == "land_use_share")
        for name in names:
            out[name] = frame[name].fillna(0.0).mask(unknown)
    return out
