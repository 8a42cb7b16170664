"""All measures of all parcels of a cadastre, tile by tile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.building_use import Treatment, treatments
from flurinfill.detection.measures.capacity import capacity_columns
from flurinfill.detection.measures.coverage import homes
from flurinfill.detection.measures.intervals import Ints
from flurinfill.detection.measures.marks import numbered, with_marks
from flurinfill.detection.measures.plans import PLAN_MEASURES, PLAN_TEXTS, plan_columns
from flurinfill.detection.measures.room import BUILDING_SIZES_M, SETBACKS_M, with_room
from flurinfill.detection.measures.strips import strips
from flurinfill.detection.measures.surroundings import built_neighbour_share, same_owner_neighbour
from flurinfill.detection.measures.survey import BUILT_M2, Survey, survey
from flurinfill.detection.measures.use import uses
from flurinfill.detection.measures.vicinity import Seen, Vicinity, vicinity
from flurinfill.detection.threads import in_threads
from flurinfill.detection.tiles import TILE_PARCELS, Tile, Town
from flurinfill.model.errors import InputError
from flurinfill.model.potential import Use
from flurinfill.model.progress import SILENT, Progress

_FAMILIES = ("constraint_share", "land_use_share")
_TEXTS = ("access", "access_state", "dominant_use", "use", "use_source", *PLAN_TEXTS, "marks")
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
        is never a candidate to 1 m) with the families ``land_use_share[kind]``
        and ``constraint_share[layer]``. Text columns: ``access`` (name or kind of the way that
        gives frontage), ``access_state``, ``dominant_use``, ``use``, ``use_source`` (what
        decided it), ``plan_name``, ``plan_area_type``, and ``marks`` (codes of hints that the
        cadastre itself gives, joined by ";").

    Raises
    ------
    InputError
        ``no_buildings`` when the cadastre has no building: every parcel would look vacant.
    """
    require_buildings(cadastre)
    progress.report("measure_parcels", 0, len(cadastre.parcels))
    town = Town(cadastre, tile_parcels)
    surveys = in_threads(
        lambda number, pause: survey(town.inside(number), setbacks_m, pause),
        town.sizes,
        ("measure_parcels", progress),
        threads,
    )
    sight = Sight(town, surveys)
    vicinities = in_threads(
        lambda number, pause: vicinity(*sight.of(number), pause),
        town.sizes,
        ("measure_surroundings", progress),
        threads,
    )
    found = joined(cadastre, town.tiles, surveys, vicinities)
    found = with_room(
        cadastre, found, setbacks_m=setbacks_m, sizes_m=sizes_m, progress=progress, threads=threads
    )
    return with_capacity(cadastre, found, sight.home)


def require_buildings(cadastre: Cadastre) -> None:
    """Refuse a cadastre without any building: every parcel would look vacant."""
    if not len(cadastre.buildings):
        raise InputError("no_buildings", files=cadastre.files)


class Sight:
    """What the surveys of all tiles found, as each tile sees it around itself."""

    def __init__(self, town: Town, surveys: Sequence[Survey]) -> None:
        self._town = town
        table = town.cadastre
        self._name, self._kind = (
            _spread(town.tiles, [getattr(one, name) for one in surveys], len(table.parcels))
            for name in ("way_name", "way_kind")
        )
        self._main = treatments(table.buildings) == Treatment.MAIN
        columns = [
            np.concatenate([getattr(one, name) for one in surveys])
            for name in ("building", "parcel", "size_m2")
        ]
        self.home = homes(columns[0], columns[1], columns[2], len(table.buildings))
        kinds = table.land_use["kind"].isin(["road", "way", "square"])
        self._known = bool(kinds.any() or len(table.ways) or (self._kind != "").any())

    def of(self, number: int) -> tuple[Tile, Seen]:
        """Tile with its surroundings, and what is known about them."""
        tile = self._town.around(number, self._main)
        seen = Seen(
            self._name[tile.parcels], self._kind[tile.parcels], self.home[tile.buildings], self._known
        )
        return tile, seen


def _spread(tiles: Sequence[Ints], parts: Sequence[NDArray[np.object_]], count: int) -> NDArray[np.object_]:
    out = np.empty(count, dtype=object)
    for own, part in zip(tiles, parts, strict=True):
        out[own] = part
    return out


def joined(
    cadastre: Cadastre, tiles: Sequence[Ints], surveys: Sequence[Survey], vicinities: Sequence[Vicinity]
) -> pd.DataFrame:
    """Put tiles together in the order of the parcels, and measure what needs the whole town."""
    position = np.argsort(np.concatenate(tiles), kind="stable")
    inner = pd.concat([one.frame for one in surveys], ignore_index=True)
    outer = pd.concat([one.frame for one in vicinities], ignore_index=True)
    frame = pd.concat([_complete(inner, from_texts=not len(cadastre.land_use)), outer], axis=1).take(position)
    frame.index = pd.Index(cadastre.parcels["parcel_id"], name="parcel_id")
    pairs = np.concatenate([one.pairs for one in vicinities])
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    built = frame["main_built_m2"].to_numpy() >= BUILT_M2
    kinds = _spread(tiles, [one.way_kind for one in surveys], len(frame))
    passed_over = (kinds != "") | strips(cadastre.parcels.geometry.to_numpy())
    frame["built_neighbour_share"] = built_neighbour_share(pairs, passed_over, built)
    frame["same_owner_neighbour"] = same_owner_neighbour(
        cadastre.parcels["parcel_id"], pairs, built, cadastre.ownerships
    )
    said = plan_columns(cadastre).set_axis(frame.index)
    frame = pd.concat([frame, said], axis=1)
    frame["use"], frame["use_source"] = uses(
        frame["dominant_use"], frame["plan_area_type"], pairs, built, frame["area_m2"].to_numpy()
    )
    frame["marks"] = with_marks(
        frame["marks"],
        {
            "access_over_strip": frame["over_strip"].to_numpy(dtype=bool),
            "address_without_building": numbered(cadastre) & ~built,
        },
    )
    families = sorted(str(name) for name in frame if str(name).startswith(_FAMILIES))
    frame = frame[[*_PLAIN, *families, "same_owner_neighbour", *_TEXTS]]
    return frame.astype(dict.fromkeys(_TEXTS, "str"))


def with_capacity(cadastre: Cadastre, measures: pd.DataFrame, home: Ints) -> pd.DataFrame:
    """Add what could be built, see :func:`flurinfill.detection.measures.capacity.capacity_columns`."""
    added = capacity_columns(cadastre, measures, home).set_axis(measures.index)
    texts = list(_TEXTS)
    return pd.concat([measures.drop(columns=texts), added, measures[texts]], axis=1)


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
