"""Everything to say about one parcel: its verdict, what would change it, and with whom it is proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from flurinfill import i18n
from flurinfill.detection.explanation import explain, layer_of, reason_text, rule_label
from flurinfill.detection.room_texts import Fit, fit_of
from flurinfill.detection.rulebook import FREE_PART_RULES
from flurinfill.detection.uses import JUDGED_AS, judges_by_use
from flurinfill.detection.whatif import WhatIf, what_if
from flurinfill.model.potential import PotentialClass, Use
from flurinfill.model.proposals import Proposal
from flurinfill.model.rules import Outcome, RuleProfile, Verdict

_FOR_A_BUILDING = frozenset({PotentialClass.GAP, PotentialClass.MINOR_USE, PotentialClass.SECOND_ROW})
"""Classes of which the intended building is asked; on a brownfield much may be pulled down."""
_MERGED, _ONE_OWNER = "merged", "one_owner_together"


@dataclass(frozen=True)
class Explained:
    """One parcel explained; a parcel that is proposed with others as part of that site.

    Attributes
    ----------
    verdict : Verdict
        On the parcel, or on the site: then its rules are held against the site's measures.
    what_if : WhatIf
        The fewest thresholds that would give another class.
    profile : RuleProfile
        The profile that judged.
    measures : Series
        What the verdict rests on.
    proposal : Proposal or None
        The parcels that are building land only together.
    alone : Verdict or None
        Why the parcel is none by itself, where it is proposed with others.
    """

    verdict: Verdict
    what_if: WhatIf
    profile: RuleProfile
    measures: pd.Series
    proposal: Proposal | None = None
    alone: Verdict | None = None

    @property
    def fit(self) -> Fit | None:
        """Whether the profile's building fits; None where nobody measured it."""
        return fit_of(self.measures, self.profile)


def headline(found: Explained) -> str:
    """Say in one sentence why a parcel has its class, with what the reason alone would hide.

    That the intended building does not fit a plot that is large enough otherwise; and what a built
    parcel lacks for a second house, where that is one thing only.
    """
    reason, verdict = reason_text(found.verdict), found.verdict
    if verdict.potential in _FOR_A_BUILDING and found.fit is not None and not found.fit.fits:
        return i18n.tr("{reason}; but the intended building does not fit", reason=reason)
    lacking = _second_house_lacks(verdict)
    if lacking:
        return i18n.tr("Built on; missing for a second house: {rule}", rule=lacking)
    return reason


def _second_house_lacks(verdict: Verdict) -> str:
    """Name the one rule that keeps a built parcel from a second house; "" where it is none, or several."""
    if verdict.potential is not PotentialClass.NONE or verdict.reason != "vacant":
        return ""
    rest = {one.rule.name: one for one in verdict.results if one.rule.name in FREE_PART_RULES}
    tried = "rest_fits" in rest and rest["rest_fits"].value is not None
    barred = any(one.outcome is Outcome.FAILED and layer_of(one.rule) for one in verdict.results)
    failed = [one.rule for one in rest.values() if one.outcome is Outcome.FAILED]
    return rule_label(failed[0]) if tried and not barred and len(failed) == 1 else ""


def judge_of(measures_row: pd.Series, profiles: Sequence[RuleProfile]) -> RuleProfile:
    """Return the profile that judged a parcel: that of its use, or the first, which is the run's."""
    use = str(measures_row.get(JUDGED_AS, "") or "")
    return judges_by_use(profiles)[Use(use)] if use else profiles[0]


def explain_parcel(
    parcel_id: str,
    measures_row: pd.Series,
    profiles: Sequence[RuleProfile],
    proposal: Proposal | None = None,
) -> Explained:
    """Explain a parcel, or the site that it is proposed as with others.

    Parameters
    ----------
    parcel_id : str
    measures_row : Series
        The parcel's row of the kept measures.
    profiles : sequence of RuleProfile
        Those that judged, the run's first.
    proposal : Proposal, optional
        The one that the parcel is part of.
    """
    verdict, profile, row = _verdict(parcel_id, measures_row, profiles, proposal)
    own = None if proposal is None else verdict_on(parcel_id, measures_row, profiles)
    return Explained(verdict, what_if(row, profile), profile, row, proposal, own)


def verdict_on(
    parcel_id: str,
    measures_row: pd.Series,
    profiles: Sequence[RuleProfile],
    proposal: Proposal | None = None,
) -> Verdict:
    """Give the verdict of :func:`explain_parcel`, without trying out what would change it."""
    return _verdict(parcel_id, measures_row, profiles, proposal)[0]


def _verdict(
    parcel_id: str, measures_row: pd.Series, profiles: Sequence[RuleProfile], proposal: Proposal | None
) -> tuple[Verdict, RuleProfile, pd.Series]:
    """The verdict, who gave it, and the measures that it rests on."""
    if proposal is None:
        profile = judge_of(measures_row, profiles)
        return explain(parcel_id, measures_row, profile), profile, measures_row
    profile = judges_by_use(profiles)[proposal.judged_as]
    site = pd.Series(dict(proposal.measures), name=parcel_id)
    verdict = explain(parcel_id, site, profile)
    owners = (_ONE_OWNER,) if proposal.same_owner else ()
    return replace(verdict, reason=_MERGED, hints=(*verdict.hints, *owners)), profile, site


def proposal_of(parcel_id: str, proposals: Sequence[Proposal]) -> Proposal | None:
    """Find the proposal that a parcel is part of."""
    return next((one for one in proposals if parcel_id in one.parcel_ids), None)


def together_text(proposal: Proposal, parcel_id: str, numbers: Mapping[str, str]) -> str:
    """Say with whom a parcel is proposed, and which boundary would fall away.

    Parameters
    ----------
    proposal : Proposal
    parcel_id : str
        One of its parcels.
    numbers : mapping
        Number of each parcel as people write it.
    """
    others = [str(numbers.get(each, each)) for each in proposal.parcel_ids if each != parcel_id]
    return i18n.tr(
        "Together with {parcels}; {length} of shared boundary would fall away.",
        parcels=i18n.listed(others),
        length=i18n.length(proposal.shared_m),
    )


def alone_text(alone: Verdict) -> str:
    """Say what a parcel is by itself."""
    return i18n.tr(
        "Alone: {potential}. {reason}.", potential=i18n.name_of(alone.potential), reason=reason_text(alone)
    )


def missed(verdict: Verdict) -> Verdict:
    """Return the verdict with the rules that it fails, and no others."""
    failed = tuple(result for result in verdict.results if result.outcome is Outcome.FAILED)
    return replace(verdict, results=failed)
