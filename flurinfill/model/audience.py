"""Who an export is for, and so what may be in it."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Empfängerkreis."""

    PUBLIC = "public"
    INVESTOR = "investor"
    INTERNAL = "internal"
