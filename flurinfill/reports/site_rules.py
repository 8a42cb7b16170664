"""Sites explained rule by rule, by nothing that rests on owner data."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from flurinfill.detection.explained import judge_of, proposal_of, verdict_on
from flurinfill.detection.explanation import source_text
from flurinfill.model.proposals import Proposal
from flurinfill.model.rules import RuleProfile, Verdict
from flurinfill.reports.release import RuleLine, is_figure


def rule_lines(
    rows: pd.DataFrame,
    measures: pd.DataFrame,
    numbers: pd.Series,
    judged: Sequence[RuleProfile],
    proposals: Sequence[Proposal] = (),
) -> dict[int, tuple[RuleLine, ...]]:
    """Explain the sites' parcels rule by rule, without rules over owner-derived measures.

    Parcels that are building land only together are explained once, as the site they make.

    Returns
    -------
    dict
        Running number of the site (from 1) → its lines, parcel by parcel.
    """
    if not judged:
        return {}
    lines: dict[int, tuple[RuleLine, ...]] = {}
    for no, ids in enumerate(rows["parcel_ids"], start=1):
        found: list[RuleLine] = []
        told: set[str] = set()
        for key in ids:
            if key not in measures.index or key in told:
                continue
            row = measures.loc[[key]].iloc[0]
            if judge_of(row, judged).unknown_rules:  # nobody knows any more
                continue
            proposal = proposal_of(key, proposals)
            whole = proposal if proposal and set(proposal.parcel_ids) <= set(ids) else None
            told |= set(whole.parcel_ids) if whole else {key}
            number = ", ".join(str(numbers.get(each, "")) for each in (whole.parcel_ids if whole else (key,)))
            found += _explained(number, verdict_on(key, row, judged, whole))
        lines[no] = tuple(found)
    return lines


def _explained(number: str, verdict: Verdict) -> list[RuleLine]:
    return [
        RuleLine(
            number=number,
            rule=result.rule.name,
            measure=result.rule.measure,
            comparison=result.rule.comparison,
            threshold=result.rule.threshold,
            unit=result.rule.unit,
            outcome=result.outcome,
            value=result.value,
            margin=result.margin,
            source=source_text(result.rule),
        )
        for result in verdict.results
        if is_figure(result.rule.measure)
    ]
