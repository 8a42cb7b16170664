"""The map in the window."""

from flurinfill.cartography.labels import StreetName
from flurinfill.desktop.canvas.gestures import Tool
from flurinfill.desktop.canvas.widget import MapCanvas

__all__ = ["MapCanvas", "StreetName", "Tool"]
