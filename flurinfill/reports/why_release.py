"""What the sheet "Why (not)?" may show of one parcel: for the office only, nothing about owners."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flurinfill.detection.explanation import explain
from flurinfill.detection.whatif import WhatIf, what_if
from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed, InputError
from flurinfill.model.rules import RuleProfile, Verdict
from flurinfill.project import Project
from flurinfill.reports import gate
from flurinfill.reports.release import Release, is_figure


@dataclass(frozen=True)
class WhyRelease:
    """One parcel with its verdict, released for the office.

    Attributes
    ----------
    release : Release
        Internal, with the parcel as its only entry.
    verdict : Verdict
        From figures that say nothing about owners, without owner rules and hints.
    what_if : WhatIf
    profile : RuleProfile
        Without rules over owner data.

    Raises
    ------
    GateClosed
        ``parcels_internal_only`` for another audience, ``column_not_allowed`` where a rule rests on
        owner data.
    """

    release: Release
    verdict: Verdict
    what_if: WhatIf
    profile: RuleProfile

    def __post_init__(self) -> None:
        audience = self.release.audience
        if audience is not Audience.INTERNAL:
            raise GateClosed("parcels_internal_only", audience=audience.value)
        rules = (*self.profile.rules, *(result.rule for result in self.verdict.results))
        foreign = sorted({rule.measure for rule in rules if not is_figure(rule.measure)})
        if foreign or gate.OWNER_HINTS.intersection(self.verdict.hints):
            raise GateClosed("column_not_allowed", columns=foreign, audience=audience.value)


def release_why(project: Project, parcel_id: str, profile: RuleProfile, today: date) -> WhyRelease:
    """Give what the sheet of one parcel may show.

    Parameters
    ----------
    project : Project
        Its detection has run.
    parcel_id : str
    profile : RuleProfile
        The profile that judged.
    today : date
        Day on which the sheet is made.

    Raises
    ------
    InputError
        ``not_detected`` when the parcel was never measured.
    """
    release = gate.release_parcel(project, parcel_id, today)
    if parcel_id not in release.measures.index:
        raise InputError("not_detected", text=parcel_id)
    told = replace(profile, rules=tuple(rule for rule in profile.rules if is_figure(rule.measure)))
    row = release.measures.loc[[parcel_id]].iloc[0]
    verdict = explain(parcel_id, row, told)
    hints = tuple(hint for hint in verdict.hints if hint not in gate.OWNER_HINTS)
    return WhyRelease(release, replace(verdict, hints=hints), what_if(row, told), told)
