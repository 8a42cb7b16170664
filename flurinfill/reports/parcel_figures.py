"""The table of all parcels for the office: class, every measure, failed rules; nothing that is sealed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from flurinfill.model.measures import MEASURES
from flurinfill.model.parcel_id import sort_key
from flurinfill.model.rules import RuleProfile
from flurinfill.reports.release import FIGURE_TEXTS, is_figure

OWNER_HINTS = frozenset({"same_owner_neighbour", "one_owner_together"})
"""Hints that tell something about owners: they stay in the project."""


def parcel_figures(
    parcels: pd.DataFrame, measures: pd.DataFrame, verdicts: pd.DataFrame, judged: Sequence[RuleProfile]
) -> pd.DataFrame:
    """Join parcels, measures and verdicts into the internal table, without anything sealed.

    Every measure has a column under its own name (families one per layer or kind); owner-derived
    ones are empty, and rules and hints that rest on them are left out.
    """
    order = sorted(parcels.index, key=sort_key)
    rows = parcels.loc[order]
    table = pd.DataFrame({"parcel_id": order}, index=rows.index)
    table["class"] = rows["potential"]
    for name in (
        "gemarkung",
        "flur",
        "number",
        "municipality",
        "district",
        "address_text",
        "case_no",
        "reason",
    ):
        table[name] = rows[name]
    found = verdicts.reindex(order)
    sealed = _owner_rules(judged)
    for name, column in (
        ("failed", "failed_rules"),
        ("warned", "warned_rules"),
        ("not_judged", "not_judged_rules"),
    ):
        table[column] = [_without(codes, sealed) for codes in found[name]] if name in found else ""
    table["hints"] = (
        [_without(codes, sealed | OWNER_HINTS) for codes in found["hints"]] if "hints" in found else ""
    )
    figures = measures.reindex(order)
    for name in FIGURE_TEXTS:
        table[name] = figures[name].fillna("") if name in figures else ""
    return pd.concat([table, _every_measure(figures)], axis=1).reset_index(drop=True)


def _every_measure(figures: pd.DataFrame) -> pd.DataFrame:
    """All measures in the order of the model; owner-derived ones empty."""
    columns: dict[str, pd.Series] = {}
    for measure in MEASURES:
        names = [str(name) for name in figures if str(name).split("[", 1)[0] == measure.name]
        if not measure.family and measure.name not in names:
            names.insert(0, measure.name)
        for name in names:
            known = name in figures and not measure.owner_derived
            columns[name] = figures[name] if known else pd.Series(float("nan"), index=figures.index)
    return pd.DataFrame(columns, index=figures.index)


def _owner_rules(judged: Sequence[RuleProfile]) -> frozenset[str]:
    """Names of the rules whose outcome would tell something about owners."""
    rules = (rule for profile in judged for rule in profile.rules)
    return frozenset(rule.name for rule in rules if not is_figure(rule.measure))


def _without(codes: object, sealed: frozenset[str]) -> str:
    listed = codes.split(";") if isinstance(codes, str) else []
    return ";".join(code for code in listed if code and code not in sealed)
