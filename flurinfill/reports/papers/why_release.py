"""What the sheet "Why (not)?" may show of one parcel: for the office only, nothing about owners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flurinfill.detection.explained import Explained, explain_parcel, proposal_of
from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed, InputError
from flurinfill.model.rules import RuleProfile, Verdict
from flurinfill.reports import gate
from flurinfill.reports.parcel_figures import OWNER_HINTS
from flurinfill.reports.release import Release, is_figure
from flurinfill.reports.town import Town


@dataclass(frozen=True)
class WhyRelease:
    """One parcel with its verdict, released for the office.

    Attributes
    ----------
    release : Release
        Internal; its only entry is the parcel, or the site that it is proposed as with others.
    parcel_id : str
        The parcel that was asked for.
    found : Explained
        From figures that say nothing about owners, without owner rules and hints.

    Raises
    ------
    GateClosed
        ``parcels_internal_only`` for another audience, ``column_not_allowed`` where a rule, a hint
        or the proposal rests on owner data.
    """

    release: Release
    parcel_id: str
    found: Explained

    def __post_init__(self) -> None:
        audience = self.release.audience
        if audience is not Audience.INTERNAL:
            raise GateClosed("parcels_internal_only", audience=audience.value)
        foreign = sorted(_told_of_owners(self.found))
        if foreign:
            raise GateClosed("column_not_allowed", columns=foreign, audience=audience.value)


def release_why(town: Town, parcel_id: str, profiles: Sequence[RuleProfile], today: date) -> WhyRelease:
    """Give what the sheet of one parcel may show.

    Parameters
    ----------
    town : Town
        Of a project whose detection has run; one for all sheets.
    parcel_id : str
    profiles : sequence of RuleProfile
        The profiles that judged, the run's first.
    today : date
        Day on which the sheet is made.

    Raises
    ------
    InputError
        ``not_detected`` when the parcel was never measured.
    """
    proposal = proposal_of(parcel_id, town.proposals)
    release = gate.release_together(town, proposal.parcel_ids if proposal else (parcel_id,), today)
    if parcel_id not in release.measures.index:
        raise InputError("not_detected", text=parcel_id)
    told = [
        replace(profile, rules=tuple(rule for rule in profile.rules if is_figure(rule.measure)))
        for profile in profiles
    ]
    row = town.measures([parcel_id]).iloc[0]
    row = row[[name for name in row.index if is_figure(str(name)) or name in gate.KEPT_TEXTS]]
    public = replace(proposal, same_owner=None) if proposal else None
    found = explain_parcel(parcel_id, row, told, public)
    alone = None if found.alone is None else _without_owner_hints(found.alone)
    found = replace(found, verdict=_without_owner_hints(found.verdict), alone=alone)
    return WhyRelease(release, parcel_id, found)


def _without_owner_hints(verdict: Verdict) -> Verdict:
    hints = tuple(hint for hint in verdict.hints if hint not in OWNER_HINTS)
    return replace(verdict, hints=hints)


def _told_of_owners(found: Explained) -> set[str]:
    """Name whatever in an explanation says something about owners."""
    verdicts = [found.verdict, *([found.alone] if found.alone else [])]
    rules = [*found.profile.rules, *(result.rule for each in verdicts for result in each.results)]
    told = {rule.measure for rule in rules if not is_figure(rule.measure)}
    told |= {hint for each in verdicts for hint in each.hints if hint in OWNER_HINTS}
    told |= {str(name) for name in found.measures.index} & gate.OWNER_MEASURES
    return told | ({"same_owner"} if found.proposal and found.proposal.same_owner is not None else set())
