"""The rules of a site as a table: each once, of several parcels the one that comes off worst."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from flurinfill import i18n
from flurinfill.model.measures import definition_of
from flurinfill.model.rules import Comparison, Outcome
from flurinfill.reports import fields
from flurinfill.reports.papers.paper import short
from flurinfill.reports.release import RuleLine

_ORDER = (Outcome.FAILED, Outcome.WARNED, Outcome.NOT_JUDGED, Outcome.PASSED, Outcome.NOT_COUNTED)


def rules_table(lines: Sequence[RuleLine]) -> dict[str, Any]:
    """Rules of a site, each once: of several parcels the one that comes off worst."""
    several = len({line.number for line in lines}) > 1
    worst: dict[str, RuleLine] = {}
    for line in lines:
        known = worst.get(line.rule)
        if known is None or _badness(line) < _badness(known):
            worst[line.rule] = line
    note = i18n.tr("Of several plots the one that comes off worst is shown for each rule.") if several else ""
    head = [i18n.tr("Rule"), i18n.tr("Value"), i18n.tr("Threshold"), i18n.tr("Margin"), i18n.tr("Result")]
    return {
        "title": i18n.tr("Rules"),
        "head": head,
        "rows": [_rule_row(line) for line in worst.values()],
        "note": note,
    }


def _badness(line: RuleLine) -> tuple[int, float]:
    return _ORDER.index(line.outcome), line.margin if line.margin is not None else -math.inf


def _rule_row(line: RuleLine) -> dict[str, str]:
    sign = "≥" if line.comparison is Comparison.AT_LEAST else "≤"
    none = line.comparison is Comparison.AT_MOST and line.threshold == 0
    return {
        "rule": short(fields.rule_name(line), 70),
        "value": i18n.measured(line.value, line.measure),
        "threshold": i18n.tr("none") if none else f"{sign} {i18n.in_unit(line.threshold, line.unit.value)}",
        "margin": _margin(line),
        "outcome": line.outcome.value,
        "outcome_text": i18n.name_of(line.outcome),
    }


def _margin(line: RuleLine) -> str:
    """Distance to the threshold with its sign; one that rounds to nothing has none."""
    margin, unit = line.margin, line.unit.value
    if margin is None:
        return i18n.MISSING
    amount = i18n.in_unit(abs(margin), unit)
    if amount != i18n.in_unit(0.0, unit):
        amount = f"+{amount}" if margin > 0 else f"−{amount}"
    definition = definition_of(line.measure)
    return f"≥ {amount}" if definition is not None and definition.steps else amount
