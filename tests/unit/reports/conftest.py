"""Fixtures of the room; the village itself is in ``village``."""

from __future__ import annotations

from village import project, released, released_parcels

__all__ = ["project", "released", "released_parcels"]
