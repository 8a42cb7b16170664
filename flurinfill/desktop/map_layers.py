"""The layers of the map: their names, their order, and how each is drawn. No widgets."""

from __future__ import annotations

from flurinfill.cartography.shapes import Shapes
from flurinfill.cartography.symbology import Style, style_of_land_use, theme
from flurinfill.desktop.canvas import PARCELS, MapLayer
from flurinfill.desktop.ground import Ground

LAND_USE, BUILDINGS, CONSTRAINT = "land_use", "buildings", "constraints/"
"""Names of layers; each constraint has its own name after the prefix."""

_BUILDINGS_UP_TO = 8.0  # metres per pixel: farther away, houses of one pixel would hide all parcels


def building_layer(buildings: Shapes) -> MapLayer:
    """Houses, until they would hide the parcels."""
    return MapLayer.plain(buildings, _building, _BUILDINGS_UP_TO)


def ground_layers(ground: Ground) -> dict[str, MapLayer]:
    """Layers of the cadastre but for the parcels, from bottom to top."""
    layers = {LAND_USE: MapLayer.coded(ground.land_use, ground.land_use_kinds, style_of_land_use)}
    layers |= {
        f"{CONSTRAINT}{name}": MapLayer.plain(shapes, _constraint)
        for name, shapes in ground.constraints.items()
    }
    layers[BUILDINGS] = building_layer(ground.buildings)
    return layers


def default_order(names: list[str]) -> list[str]:
    """Order from bottom to top for those who did not choose one."""
    ranks = {PARCELS: 0, LAND_USE: 1, BUILDINGS: 9}
    return sorted(names, key=lambda name: ranks.get(name, 5))


def _building(_code: str, dark: bool) -> Style:
    return theme(dark).building


def _constraint(_code: str, dark: bool) -> Style:
    return theme(dark).constraint
