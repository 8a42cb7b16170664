"""What a parcel can be: its potential class, the use that judges it, and kinds of land use."""

from __future__ import annotations

from enum import StrEnum


class PotentialClass(StrEnum):
    """Potenzialart."""

    GAP = "gap"
    MINOR_USE = "minor_use"
    SECOND_ROW = "second_row"
    BROWNFIELD = "brownfield"
    GARDEN = "garden"
    UNDECIDABLE = "undecidable"
    NONE = "none"


CANDIDATE_CLASSES = frozenset(
    {
        PotentialClass.GAP,
        PotentialClass.MINOR_USE,
        PotentialClass.SECOND_ROW,
        PotentialClass.BROWNFIELD,
    }
)
"""Classes that a person should review as possible building land."""


class Use(StrEnum):
    """Nutzungsart: which profile judges a parcel."""

    RESIDENTIAL = "residential"
    COMMERCIAL = "commercial"
    MIXED = "mixed"


class LandUse(StrEnum):
    """Kind of actual land use (Tatsächliche Nutzung), grouped from the ALKIS object types."""

    RESIDENTIAL = "residential"  # 41001
    COMMERCIAL = "commercial"  # 41002
    DUMP = "dump"  # 41003
    MINING = "mining"  # 41004, 41005
    MIXED = "mixed"  # 41006
    PUBLIC = "public"  # 41007
    LEISURE = "leisure"  # 41008
    CEMETERY = "cemetery"  # 41009
    ROAD = "road"  # 42001
    WAY = "way"  # 42006
    SQUARE = "square"  # 42009
    RAILWAY = "railway"  # 42010
    AIRPORT = "airport"  # 42015
    SHIPPING = "shipping"  # 42016
    FARMING = "farming"  # 43001
    FOREST = "forest"  # 43002
    GROVE = "grove"  # 43003
    HEATH = "heath"  # 43004
    MOOR = "moor"  # 43005
    SWAMP = "swamp"  # 43006
    WASTE = "waste"  # 43007
    WATER = "water"  # 44001, 44005, 44006, 44007
    OTHER = "other"


PUBLIC_WAYS = frozenset({LandUse.ROAD, LandUse.WAY, LandUse.SQUARE})
"""Land uses that give access."""

NEVER_BUILDABLE = frozenset(
    {
        LandUse.ROAD,
        LandUse.WAY,
        LandUse.SQUARE,
        LandUse.RAILWAY,
        LandUse.AIRPORT,
        LandUse.SHIPPING,
        LandUse.WATER,
        LandUse.CEMETERY,
        LandUse.MINING,
        LandUse.DUMP,
    }
)
"""Land uses that make a parcel no candidate when they cover most of it."""

LAND_USE_BY_CODE = {
    "41001": LandUse.RESIDENTIAL,
    "41002": LandUse.COMMERCIAL,
    "41003": LandUse.DUMP,
    "41004": LandUse.MINING,
    "41005": LandUse.MINING,
    "41006": LandUse.MIXED,
    "41007": LandUse.PUBLIC,
    "41008": LandUse.LEISURE,
    "41009": LandUse.CEMETERY,
    "42001": LandUse.ROAD,
    "42006": LandUse.WAY,
    "42009": LandUse.SQUARE,
    "42010": LandUse.RAILWAY,
    "42015": LandUse.AIRPORT,
    "42016": LandUse.SHIPPING,
    "43001": LandUse.FARMING,
    "43002": LandUse.FOREST,
    "43003": LandUse.GROVE,
    "43004": LandUse.HEATH,
    "43005": LandUse.MOOR,
    "43006": LandUse.SWAMP,
    "43007": LandUse.WASTE,
    "44001": LandUse.WATER,
    "44005": LandUse.WATER,
    "44006": LandUse.WATER,
    "44007": LandUse.WATER,
}
"""Object type key of ALKIS (GeoInfoDok, Tatsächliche Nutzung) → kind of land use."""
