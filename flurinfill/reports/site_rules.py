"""Sites explained rule by rule, by nothing that rests on owner data."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from flurinfill.detection.explained import judge_of, proposal_of, verdict_on
from flurinfill.detection.explanation import explain_all, source_text
from flurinfill.detection.uses import JUDGED_AS
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
    alone = _verdicts(measures, {key for ids in rows["parcel_ids"] for key in ids}, judged)
    lines: dict[int, tuple[RuleLine, ...]] = {}
    for no, ids in enumerate(rows["parcel_ids"], start=1):
        found: list[RuleLine] = []
        told: set[str] = set()
        for key in ids:
            if key not in alone or key in told:
                continue
            proposal = proposal_of(key, proposals)
            whole = proposal if proposal and set(proposal.parcel_ids) <= set(ids) else None
            told |= set(whole.parcel_ids) if whole else {key}
            number = ", ".join(str(numbers.get(each, "")) for each in (whole.parcel_ids if whole else (key,)))
            verdict = verdict_on(key, measures.loc[key], judged, whole) if whole else alone[key]
            found += _explained(number, verdict)
        lines[no] = tuple(found)
    return lines


def _verdicts(
    measures: pd.DataFrame, wanted: Collection[str], judged: Sequence[RuleProfile]
) -> dict[str, Verdict]:
    """Verdicts on the parcels that were measured, each by its judge; none by rules that nobody knows."""
    rows = measures.loc[measures.index.isin(list(wanted))]
    found: dict[str, Verdict] = {}
    for _, some in rows.groupby(rows[JUDGED_AS] if JUDGED_AS in rows else [""] * len(rows), dropna=False):
        judge = judge_of(some.iloc[0], judged)
        if not judge.unknown_rules:
            found |= {verdict.parcel_id: verdict for verdict in explain_all(some, judge)}
    return found


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
