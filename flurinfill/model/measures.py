"""The measures: one number about one parcel, with unit and definition.

The order here is the order in tables, exports and explanations. ``constraint_share`` and
``land_use_share`` are families: their columns are ``constraint_share[<layer>]`` and
``land_use_share[<kind>]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """Unit of a measure."""

    SQUARE_METRE = "m2"
    METRE = "m"
    SHARE = "share"  # 0 to 1, shown as per cent
    FLAG = "flag"  # 0 or 1
    COUNT = "count"
    RATIO = "ratio"  # square metres per square metre of the plot: GRZ, GFZ


@dataclass(frozen=True)
class MeasureDefinition:
    """What a measure is called and counted in.

    Attributes
    ----------
    name : str
    unit : Unit
    family : bool
        Whether it stands for a family of columns.
    owner_derived : bool
        Whether it rests on owner data.
    limit : float or None
        How far is looked: a value of this size means "or more".
    steps : tuple of float
        The only values that are told apart: each means "at least", 0 less than the first.
    """

    name: str
    unit: Unit
    family: bool = False
    owner_derived: bool = False
    limit: float | None = None
    steps: tuple[float, ...] = ()


MEASURES = (
    MeasureDefinition("area_m2", Unit.SQUARE_METRE),
    MeasureDefinition("official_area_m2", Unit.SQUARE_METRE),
    MeasureDefinition("main_built_m2", Unit.SQUARE_METRE),
    MeasureDefinition("minor_built_m2", Unit.SQUARE_METRE),
    MeasureDefinition("built_share", Unit.SHARE),
    MeasureDefinition("abandoned_share", Unit.SHARE),
    MeasureDefinition("inscribed_width_m", Unit.METRE),
    MeasureDefinition("rect_width_m", Unit.METRE),
    MeasureDefinition("rect_depth_m", Unit.METRE),
    MeasureDefinition("compactness", Unit.SHARE),
    MeasureDefinition("frontage_m", Unit.METRE),
    MeasureDefinition("built_neighbour_share", Unit.SHARE),
    MeasureDefinition("main_distance_m", Unit.METRE, limit=200.0),
    MeasureDefinition("second_main_distance_m", Unit.METRE, limit=200.0),
    MeasureDefinition("between_share", Unit.SHARE),
    MeasureDefinition("cluster_buildings", Unit.COUNT),
    MeasureDefinition("envelope_m2", Unit.SQUARE_METRE),
    MeasureDefinition("envelope_rect_width_m", Unit.METRE),
    MeasureDefinition("envelope_rect_depth_m", Unit.METRE),
    MeasureDefinition("house_spare_m", Unit.METRE),
    MeasureDefinition("rest_m2", Unit.SQUARE_METRE),
    MeasureDefinition("rest_rect_width_m", Unit.METRE),
    MeasureDefinition("rest_rect_depth_m", Unit.METRE),
    MeasureDefinition("rest_spare_m", Unit.METRE),
    MeasureDefinition("rest_way_m", Unit.METRE, limit=8.0, steps=(2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 8.0)),
    MeasureDefinition("rest_precedents", Unit.COUNT),
    MeasureDefinition("inner_area_share", Unit.SHARE),
    MeasureDefinition("plan_share", Unit.SHARE),
    MeasureDefinition("plan_grz", Unit.RATIO),
    MeasureDefinition("plan_gfz", Unit.RATIO),
    MeasureDefinition("plan_storeys", Unit.COUNT),
    MeasureDefinition("neighbour_cover_low", Unit.SHARE),
    MeasureDefinition("neighbour_cover_high", Unit.SHARE),
    MeasureDefinition("neighbour_storeys_low", Unit.COUNT),
    MeasureDefinition("neighbour_storeys_high", Unit.COUNT),
    MeasureDefinition("ground_area_low_m2", Unit.SQUARE_METRE),
    MeasureDefinition("ground_area_high_m2", Unit.SQUARE_METRE),
    MeasureDefinition("floor_area_low_m2", Unit.SQUARE_METRE),
    MeasureDefinition("floor_area_high_m2", Unit.SQUARE_METRE),
    MeasureDefinition("units_low", Unit.COUNT),
    MeasureDefinition("units_high", Unit.COUNT),
    MeasureDefinition("constraint_share", Unit.SHARE, family=True),
    MeasureDefinition("land_use_share", Unit.SHARE, family=True),
    MeasureDefinition("same_owner_neighbour", Unit.FLAG, owner_derived=True),
)

BY_NAME = {measure.name: measure for measure in MEASURES}


def definition_of(column: str) -> MeasureDefinition | None:
    """Definition of a measure column, families included; None for a foreign column."""
    return BY_NAME.get(column.split("[", 1)[0])
