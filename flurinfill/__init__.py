"""flurinfill: find, explain and manage infill plots on the German cadastre."""

__version__ = "0.1.0"
