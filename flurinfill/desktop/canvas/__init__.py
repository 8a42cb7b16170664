"""The map in the window."""

from flurinfill.cartography.labels import LabelSource, StreetName
from flurinfill.desktop.canvas.content import BUILDINGS, LABELS, PARCELS, SKETCH, MapLayer
from flurinfill.desktop.canvas.gestures import Tool
from flurinfill.desktop.canvas.widget import MapCanvas

__all__ = [
    "BUILDINGS",
    "LABELS",
    "PARCELS",
    "SKETCH",
    "LabelSource",
    "MapCanvas",
    "MapLayer",
    "StreetName",
    "Tool",
]
