"""The layers of the map: their names, their order, and how each is drawn. No widgets."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from flurinfill.cartography.labels import LabelKind
from flurinfill.cartography.legend import LegendEntry, legend_entries
from flurinfill.cartography.shapes import Shapes
from flurinfill.cartography.sketch import ENVELOPE, style_of_sketch
from flurinfill.cartography.symbology import (
    Style,
    style_of_constraint,
    style_of_land_use,
    style_of_plan,
    theme,
)
from flurinfill.desktop.canvas import BUILDINGS, LABELS, PARCELS, MapLayer
from flurinfill.desktop.ground import Ground
from flurinfill.i18n import tr

LAND_USE, PLANS, CONSTRAINT = "land_use", "plans", "constraints/"
SITES, CHOSEN, ENVELOPES = "sites", "chosen", "envelopes"
"""Names of layers; each constraint has its own name after the prefix."""

LEGEND = "legend"
HIDDEN_AT_FIRST = frozenset({LAND_USE, ENVELOPES})

_RANKS = {PARCELS: 0, LAND_USE: 1, ENVELOPES: 6, SITES: 7, BUILDINGS: 8, CHOSEN: 9}
_BETWEEN = 5  # constraints and plans
_BUILDINGS_UP_TO = 8.0  # metres per pixel: farther away, houses of one pixel would hide all parcels
_SITES_UP_TO = 12.0
_ENVELOPES_UP_TO = 3.0


def building_layer(buildings: Shapes) -> MapLayer:
    """Houses, until they would hide the parcels."""
    return MapLayer.plain(buildings, _building, _BUILDINGS_UP_TO)


def ground_layers(ground: Ground) -> dict[str, MapLayer]:
    """Layers of the cadastre but for the parcels."""
    layers = {LAND_USE: MapLayer.coded(ground.land_use, ground.land_use_kinds, style_of_land_use)}
    layers |= {
        f"{CONSTRAINT}{name}": MapLayer.plain(shapes, partial(_constraint, place))
        for place, (name, shapes) in enumerate(sorted(ground.constraints.items()))
    }
    if len(ground.plans):
        layers[PLANS] = MapLayer.coded(ground.plans, ground.plan_kinds, style_of_plan)
    layers[BUILDINGS] = building_layer(ground.buildings)
    return layers


def site_layer(outlines: Shapes) -> MapLayer:
    """Outlines of all sites."""
    return MapLayer.plain(outlines, _site, _SITES_UP_TO)


def envelope_layer(envelopes: Shapes) -> MapLayer:
    """Where buildings could stand on the candidates."""
    return MapLayer.plain(envelopes, _envelope, _ENVELOPES_UP_TO)


def chosen_layer(outlines: NDArray[np.object_]) -> MapLayer:
    """Outlines of the sites that are selected."""
    return MapLayer.plain(Shapes(outlines), _chosen)


def default_order(names: list[str]) -> list[str]:
    """Order from bottom to top for those who did not choose one."""
    return sorted(names, key=lambda name: _RANKS.get(name, _BETWEEN))


def layer_words(name: str) -> str:
    """Name of a layer on the screen."""
    if name.startswith(CONSTRAINT):
        return name.removeprefix(CONSTRAINT)
    return {
        PARCELS: tr("Parcels"),
        LAND_USE: tr("Land use"),
        BUILDINGS: tr("Buildings"),
        PLANS: tr("Plans and statutes"),
        SITES: tr("Sites"),
        CHOSEN: tr("Selected sites"),
        ENVELOPES: tr("Building envelopes of the candidates"),
    }.get(name, name)


def label_words(kind: LabelKind) -> str:
    """Name of a kind of labels on the screen."""
    return {
        LabelKind.NUMBERS: tr("Parcel numbers"),
        LabelKind.STREETS: tr("Street names"),
        LabelKind.HOUSES: tr("House numbers"),
        LabelKind.CASES: tr("Case numbers"),
    }[kind]


def entries_of(name: str, layer: MapLayer, *, dark: bool) -> list[LegendEntry]:
    """What the colours of a layer mean, where it has more than one."""
    if name not in (LAND_USE, PLANS):
        return []
    counted = np.bincount(layer.numbers, minlength=len(layer.values)).tolist()
    return legend_entries(name, dict(zip(layer.values, counted, strict=True)), dark=dark)


def label_name(kind: LabelKind) -> str:
    """Name under which a kind of labels is shown and hidden."""
    return f"{LABELS}{kind.value}"


def vanished(order: tuple[str, ...], names: set[str]) -> list[str]:
    """Names of constraints and plans that a person once saw here and that are gone."""
    known = (name for name in order if name == PLANS or name.startswith(CONSTRAINT))
    return [layer_words(name) for name in known if name not in names]


def _building(_code: str, dark: bool) -> Style:
    return theme(dark).building


def _constraint(place: int, _code: str, dark: bool) -> Style:
    return style_of_constraint(place, dark)


def _envelope(_code: str, dark: bool) -> Style:
    return style_of_sketch(ENVELOPE, dark)


def _site(_code: str, dark: bool) -> Style:
    return Style("", theme(dark).text)


def _chosen(_code: str, dark: bool) -> Style:
    return Style(theme(dark).selection, theme(dark).text, opacity=0.12, strong=True)
