"""From a cadastre to one number per parcel and measure (DESIGN 4)."""

from flurinfill.detection.measures.run import measure

__all__ = ["measure"]
