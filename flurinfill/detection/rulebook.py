"""Which rules a profile may hold, and which land is never judged by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flurinfill.model.measures import MeasureDefinition, Unit, definition_of
from flurinfill.model.potential import LandUse
from flurinfill.model.rules import Comparison


@dataclass(frozen=True)
class RuleKind:
    """What a rule of this name compares, and in which direction."""

    measure: str
    comparison: Comparison


_AT_LEAST, _AT_MOST = Comparison.AT_LEAST, Comparison.AT_MOST
EVERY_LAYER = "constraint_share[*]"
"""The largest share under any constraint layer."""
MANY_TIMES = frozenset({"constraint", "constraint_warning"})
"""Rules that a profile may hold several times, each under a name of its own: ``constraint:flood``."""

KINDS: Mapping[str, RuleKind] = MappingProxyType(
    {
        "vacant": RuleKind("main_built_m2", _AT_MOST),
        "minor_buildings": RuleKind("minor_built_m2", _AT_MOST),
        "built_share": RuleKind("built_share", _AT_MOST),
        "area_open": RuleKind("official_area_m2", _AT_LEAST),
        "area_closed": RuleKind("official_area_m2", _AT_LEAST),
        "area_max": RuleKind("official_area_m2", _AT_MOST),
        "farmland_area_max": RuleKind("official_area_m2", _AT_MOST),
        "width_open": RuleKind("inscribed_width_m", _AT_LEAST),
        "width_closed": RuleKind("inscribed_width_m", _AT_LEAST),
        "rect_width": RuleKind("rect_width_m", _AT_LEAST),
        "rect_depth": RuleKind("rect_depth_m", _AT_LEAST),
        "compactness": RuleKind("compactness", _AT_LEAST),
        "envelope": RuleKind("envelope_m2", _AT_LEAST),
        "frontage": RuleKind("frontage_m", _AT_LEAST),
        "street_frontage": RuleKind("frontage_m[street]", _AT_LEAST),
        "row_frontage": RuleKind("frontage_m", _AT_LEAST),
        "built_neighbours": RuleKind("built_neighbour_share", _AT_LEAST),
        "near_building": RuleKind("main_distance_m", _AT_MOST),
        "second_near_building": RuleKind("second_main_distance_m", _AT_MOST),
        "border_building": RuleKind("main_distance_m", _AT_MOST),
        "second_border_building": RuleKind("second_main_distance_m", _AT_MOST),
        "constraint": RuleKind(EVERY_LAYER, _AT_MOST),
        "constraint_warning": RuleKind(EVERY_LAYER, _AT_MOST),
        "farmland": RuleKind("land_use_share[farming]", _AT_MOST),
        "out_of_use": RuleKind("land_use_share[out_of_use]", _AT_LEAST),
        "abandoned": RuleKind("abandoned_share", _AT_LEAST),
        "brownfield_area": RuleKind("official_area_m2", _AT_LEAST),
        "enclosed": RuleKind("built_neighbour_share", _AT_LEAST),
        "no_access": RuleKind("frontage_m", _AT_MOST),
        "garden_area": RuleKind("official_area_m2", _AT_MOST),
        "garden_area_min": RuleKind("official_area_m2", _AT_LEAST),
        "strip_frontage": RuleKind("frontage_m", _AT_MOST),
        "second_row_area": RuleKind("official_area_m2", _AT_LEAST),
        "inner_area": RuleKind("inner_area_share", _AT_LEAST),
        "built_up": RuleKind("cluster_buildings", _AT_LEAST),
        "between_houses": RuleKind("between_share", _AT_LEAST),
        "house_fits": RuleKind("house_spare_m", _AT_LEAST),
        "rest_house": RuleKind("main_built_m2", _AT_LEAST),
        "rest_area": RuleKind("rest_m2", _AT_LEAST),
        "rest_fits": RuleKind("rest_spare_m", _AT_LEAST),
        "rest_way": RuleKind("rest_way_m", _AT_LEAST),
        "rest_precedent": RuleKind("rest_precedents", _AT_LEAST),
    }
)
"""Every rule that a profile may hold, by name."""

BORDER_RULES = frozenset({"border_building", "second_border_building"})
"""The rules that tell closed building: a house on either boundary."""

BROWNFIELD_SIGNS = ("out_of_use", "abandoned")
"""Either tells a brownfield: land out of use, or buildings that stand abandoned."""

INNER_AREA = "inner_area"
"""The rule over the boundary that law or plan draws: it may replace those over what is built around."""

REST_RULES = frozenset({"rest_house", "rest_area", "rest_fits", "rest_way", "rest_precedent"})
"""The rules over the free part of a built parcel: an alternative to those of a vacant second row."""

FREE_PART_RULES = REST_RULES | {"built_up", INNER_AREA}
"""What a free part must pass: its own rules, and a village around it, or the line that law or plan draws;
a lone farm has land enough."""

_RANGES = {
    Unit.SHARE: (0.0, 1.0),
    Unit.FLAG: (0.0, 1.0),
    Unit.METRE: (0.0, 199.0),  # distances are searched up to 200 m
    Unit.SQUARE_METRE: (0.0, 1_000_000.0),
    Unit.COUNT: (0.0, 1_000.0),
}


def kind_of(name: str) -> str:
    """Kind of a rule by its name: ``constraint`` of ``constraint:flood``, else the name itself."""
    return name.partition(":")[0]


def measure_of(name: str) -> MeasureDefinition:
    """Definition of the measure that the rule of this name compares."""
    definition = definition_of(KINDS[kind_of(name)].measure)
    assert definition is not None, name
    return definition


def threshold_range(name: str) -> tuple[float, float]:
    """Smallest and largest threshold that makes sense for the rule of this name.

    What is measured up to a limit can pass no threshold beyond it.
    """
    definition = measure_of(name)
    low, high = _RANGES[definition.unit]
    return low, high if definition.limit is None else min(high, definition.limit)


EXCLUDED: Mapping[str, str] = MappingProxyType(
    {
        LandUse.ROAD: "public_way",
        LandUse.WAY: "public_way",
        LandUse.SQUARE: "public_way",
        LandUse.RAILWAY: "railway",
        LandUse.AIRPORT: "traffic",
        LandUse.SHIPPING: "traffic",
        LandUse.WATER: "water",
        LandUse.CEMETERY: "cemetery",
        LandUse.MINING: "excavation",
        LandUse.DUMP: "excavation",
        LandUse.PUBLIC: "public_land",
        LandUse.LEISURE: "leisure_land",
        LandUse.FOREST: "forest",
        LandUse.HEATH: "nature",
        LandUse.MOOR: "nature",
        LandUse.SWAMP: "nature",
    }
)
"""Dominant land use → reason (catalogue context ``verdict_reason``) why it is never a candidate."""
