"""The map in the window."""

from flurinfill.desktop.canvas.widget import MapCanvas, StreetName, Tool

__all__ = ["MapCanvas", "StreetName", "Tool"]
