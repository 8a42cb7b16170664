"""Rules of a release in short words, for papers that have little room for them."""

from __future__ import annotations

from flurinfill import i18n
from flurinfill.model.rules import Comparison
from flurinfill.reports import fields
from flurinfill.reports.papers.paper import short
from flurinfill.reports.release import RuleLine


def name(line: RuleLine) -> str:
    """Name of a rule, with the constraint layer that it asks about: ``… Restriktion: Aue``.

    Kinds of ways and of land are in the names of their rules.
    """
    family, _, member = line.measure.partition("[")
    layer = member.rstrip("]") if family == "constraint_share" else ""
    words = fields.rule_name(line)
    return f"{words}: {layer}" if layer and not words.endswith(layer) else words


def threshold(line: RuleLine) -> str:
    """Threshold with its sign: ``≥ 3,0 m``."""
    sign = "≥" if line.comparison is Comparison.AT_LEAST else "≤"
    return f"{sign} {i18n.in_unit(line.threshold, line.unit.value)}"


def value(line: RuleLine) -> str:
    """Value in its unit, ``–`` where there is none."""
    return i18n.measured(line.value, line.measure)


def in_short(line: RuleLine, most: int = 60) -> str:
    """Say it in one line: ``Nicht erfüllt: Straßenfront 2,1 m (≥ 3,0 m)``; a name of more letters is cut."""
    words = f"{i18n.name_of(line.outcome)}: {short(name(line), most)}"
    return words if line.value is None else f"{words} {value(line)} ({threshold(line)})"
