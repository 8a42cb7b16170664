"""What binding plans say: statutes that bound the built-up area, development plans, their area types."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from flurinfill.model.potential import Use


class PlanKind(StrEnum):
    """Kind of a binding plan."""

    INNER_AREA = "inner_area"  # Innenbereichs-, Klarstellungs-, Entwicklungs-, Ergänzungssatzung, §34(4)
    PLAN = "plan"  # qualifizierter oder vorhabenbezogener Bebauungsplan, §30(1) and (2)
    SIMPLE_PLAN = "simple_plan"  # einfacher Bebauungsplan, §30(3): §§34, 35 still decide


class AreaType(StrEnum):
    """Kind of building area that a plan fixes (BauNVO §1), by its sign."""

    WS = "WS"  # Kleinsiedlungsgebiet
    WR = "WR"  # reines Wohngebiet
    WA = "WA"  # allgemeines Wohngebiet
    WB = "WB"  # besonderes Wohngebiet
    MD = "MD"  # Dorfgebiet
    MDW = "MDW"  # dörfliches Wohngebiet
    MI = "MI"  # Mischgebiet
    MU = "MU"  # urbanes Gebiet
    MK = "MK"  # Kerngebiet
    GE = "GE"  # Gewerbegebiet
    GI = "GI"  # Industriegebiet
    SO = "SO"  # sonstiges Sondergebiet
    SOE = "SOE"  # Sondergebiet für Erholung: Wochenend- und Ferienhäuser
    W = "W"  # Wohnbaufläche
    M = "M"  # gemischte Baufläche
    G = "G"  # gewerbliche Baufläche
    S = "S"  # Sonderbaufläche
    OTHER = "other"  # building area without a kind


USE_BY_AREA_TYPE: Mapping[str, Use] = MappingProxyType(
    {
        **dict.fromkeys(("WS", "WR", "WA", "WB", "W"), Use.RESIDENTIAL),
        **dict.fromkeys(("MD", "MDW", "MI", "MU", "MK", "M"), Use.MIXED),
        **dict.fromkeys(("GE", "GI", "SO", "G", "S"), Use.COMMERCIAL),
    }
)
"""Area type → the use whose profile judges a parcel there; holiday homes and the like say nothing."""
