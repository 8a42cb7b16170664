"""What plans say, from the codes of XPlanung and from words: kinds, area types, plausible ratios."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pandas as pd

from flurinfill.cadastre.landuse import fold
from flurinfill.model.planning import AreaType, PlanKind

PLAN_KINDS: Mapping[str, PlanKind] = {
    "1000": PlanKind.PLAN,  # BPlan
    "10000": PlanKind.SIMPLE_PLAN,
    "10001": PlanKind.PLAN,  # qualified
    "10002": PlanKind.SIMPLE_PLAN,  # zur Wohnraumversorgung, §9(2d): it fixes homes, not all that §30(1) asks
    "3000": PlanKind.PLAN,  # vorhabenbezogen
    "3100": PlanKind.PLAN,  # Vorhaben- und Erschließungsplan
    "4000": PlanKind.INNER_AREA,
    "40000": PlanKind.INNER_AREA,  # Klarstellungssatzung
    "40001": PlanKind.INNER_AREA,  # Entwicklungssatzung
    "40002": PlanKind.INNER_AREA,  # Ergänzungssatzung
}
"""Code of BP_PlanArt → kind; what is not here (Außenbereichssatzung, Bauvorschrift) bounds nothing."""

BINDING = frozenset({"", "3000", "4000", "4500"})
"""Codes of BP_Rechtsstand of a plan that holds: adopted, in force, partly in force; "" is not stated."""

AREA_TYPES: Mapping[str, AreaType] = {
    "1000": AreaType.WS,
    "1100": AreaType.WR,
    "1200": AreaType.WA,
    "1300": AreaType.WB,
    "1400": AreaType.MD,
    "1450": AreaType.MDW,
    "1500": AreaType.MI,
    "1550": AreaType.MU,
    "1600": AreaType.MK,
    "1700": AreaType.GE,
    "1800": AreaType.GI,
    "2000": AreaType.SOE,
    "2100": AreaType.SO,
    "3000": AreaType.SOE,
    "4000": AreaType.SO,
    "9999": AreaType.OTHER,
}
"""Code of XP_BesondereArtDerBaulNutzung → area type."""

GENERAL_TYPES: Mapping[str, AreaType] = {
    "1000": AreaType.W,
    "2000": AreaType.M,
    "3000": AreaType.G,
    "4000": AreaType.S,
    "9999": AreaType.OTHER,
}
"""Code of XP_AllgArtDerBaulNutzung → area type."""

HOLIDAY_USES = frozenset({"1000", "1100", "1200", "1300", "1400"})
"""Codes of XP_Sondernutzungen that are for recreation (BauNVO §10)."""

_SIGN = re.compile(r"^\s*(WS|WR|WA|WB|MDW|MD|MI|MU|MK|GE|GI|SOE?|[WMGS])(?![A-Za-zäöüß])")
_AREA_WORDS: tuple[tuple[str, AreaType], ...] = (
    ("kleinsiedl", AreaType.WS),
    ("reineswohn", AreaType.WR),
    ("allg(emeines)?wohn", AreaType.WA),
    ("besondereswohn", AreaType.WB),
    ("doerflicheswohn", AreaType.MDW),
    ("wochenend|ferienhaus|erholung|camping", AreaType.SOE),
    ("dorfgebiet", AreaType.MD),
    ("mischgebiet", AreaType.MI),
    ("urbanes", AreaType.MU),
    ("kerngebiet", AreaType.MK),
    ("industriegebiet", AreaType.GI),
    ("gewerbegebiet", AreaType.GE),
    ("sondergebiet", AreaType.SO),
    ("wohnbau|wohngebiet", AreaType.W),
    ("gemischtebau", AreaType.M),
    ("gewerblichebau", AreaType.G),
    ("sonderbau", AreaType.S),
)
_NO_BOUNDARY = "aussenbereich|bauvorschrift|gestaltung"
_KIND_WORDS: tuple[tuple[str, PlanKind], ...] = (
    (
        "innenbereich|klarstellung|abrundung|ergaenzungssatz|entwicklungssatz|ortslage|innerarea",
        PlanKind.INNER_AREA,
    ),
    ("einfach|simple", PlanKind.SIMPLE_PLAN),
    ("qualifiziert|vorhabenbezogen|plan|plaene", PlanKind.PLAN),
)


@cache
def area_type_of(text: str) -> str:
    """Area type of a code, a sign (``"WA 2"``) or a name; ``""`` when it says nothing known."""
    code = text.strip()
    if code in AREA_TYPES:
        return AREA_TYPES[code].value
    sign = _SIGN.match(code)
    if sign:
        return AreaType(sign.group(1)).value
    folded = fold(code)
    return next((kind.value for words, kind in _AREA_WORDS if re.search(words, folded)), "")


@cache
def plan_kind_of(text: str) -> PlanKind | None:
    """Kind of plan of a code or a name; None when it bounds nothing, or when it says nothing known."""
    code = text.strip()
    if code in PLAN_KINDS:
        return PLAN_KINDS[code]
    folded = fold(code)
    if re.search(_NO_BOUNDARY, folded):
        return None
    return next((kind for words, kind in _KIND_WORDS if re.search(words, folded)), None)


def bounds_nothing(text: str) -> bool:
    """Tell whether a code or a name is that of a statute which does not make land building land."""
    return text.strip() in {"5000", "7000"} or bool(re.search(_NO_BOUNDARY, fold(text)))


LARGEST: Mapping[str, float] = {"grz": 1.0, "gfz": 12.0, "storeys": 60.0}
"""Largest ratio and number of storeys that can be meant; a GRZ of 40 is a per cent, and nobody guesses it."""


def drop_implausible(frame: pd.DataFrame) -> int:
    """Forget ratios that cannot be meant, in place; return how many rows had one."""
    odd = pd.Series(False, index=frame.index)
    for column, largest in LARGEST.items():
        if column in frame:
            wrong = (frame[column] <= 0) | (frame[column] > largest)
            frame[column] = frame[column].mask(wrong)
            odd |= wrong
    return int(odd.sum())
