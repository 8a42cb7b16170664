"""Why (not)?: one parcel's verdict with everything that an official needs to defend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from flurinfill import i18n
from flurinfill.cartography.sketch import Sketch
from flurinfill.detection.explained import (
    Explained,
    alone_text,
    explain_parcel,
    headline,
    judge_of,
    missed,
    proposal_of,
    together_text,
)
from flurinfill.detection.explanation import explanation_lines, hint_texts
from flurinfill.detection.profiles import require_usable
from flurinfill.detection.room_texts import fit_json, fit_lines
from flurinfill.detection.statements import figures, statements
from flurinfill.detection.whatif import WhatIf, flip_text, what_if_text
from flurinfill.i18n import tr
from flurinfill.model.audience import Audience
from flurinfill.model.errors import InputError
from flurinfill.model.progress import SILENT, Progress
from flurinfill.model.proposals import Proposal
from flurinfill.model.rules import Outcome, RuleProfile, RuleResult, Verdict
from flurinfill.project import Project, is_project, queries
from flurinfill.reports import fields
from flurinfill.reports.papers import why
from flurinfill.reports.papers.why_release import WhyRelease, release_why
from flurinfill.reports.town import Town
from flurinfill.usecases.building import room_sketch
from flurinfill.usecases.detecting import known_profiles, measured_parcel, measured_parcels
from flurinfill.usecases.internal_use import check_internal
from flurinfill.usecases.leaving import leaving, sites_of

MOST_SHEETS = 60
_SIGNS = {Outcome.PASSED: "+", Outcome.FAILED: "-", Outcome.WARNED: "!", Outcome.NOT_COUNTED: "·"}


@dataclass(frozen=True)
class Explanation:
    """Everything to say about a parcel, and what it rests on.

    Attributes
    ----------
    found : Explained
    numbers : mapping
        Number of each parcel that is named.
    data_state : date or None
        Day of the cadastre as its files say it.
    source : str
        Source line of the cadastre.
    place : str
        Where the parcel lies: its number, Gemarkung, Flur and address.
    """

    found: Explained
    numbers: Mapping[str, str]
    data_state: date | None
    source: str
    place: str = ""

    @property
    def verdict(self) -> Verdict:
        """On the parcel, or on the site that it is proposed as with others."""
        return self.found.verdict


def explain_fully(project: Project, parcel_text: str) -> Explanation:
    """Explain one parcel from the stored measures.

    Parameters
    ----------
    project : Project
        A project whose detection has run.
    parcel_text : str
        The parcel's number in any spelling, or its identifier.

    Raises
    ------
    InputError
        ``parcel_unknown``, ``parcel_ambiguous`` (with the candidates), ``not_detected``, or
        ``profile_unusable`` where this program does not know all rules that judged.
    """
    parcel_id, row = measured_parcel(project, parcel_text)
    profiles = known_profiles(project)
    require_usable(judge_of(row, profiles))
    proposal = proposal_of(parcel_id, queries.proposals(project))
    named = proposal.parcel_ids if proposal else (parcel_id,)
    state, table = queries.data_state(project), queries.parcel_table(project)
    return Explanation(
        explain_parcel(parcel_id, row, profiles, proposal),
        {each: str(number) for each, number in zip(named, table["number"].loc[list(named)], strict=True)},
        state.data_state if state else None,
        state.source if state else "",
        _place(pd.Series(table.loc[parcel_id])),
    )


def _place(parcel: pd.Series) -> str:
    where = fields.place(str(parcel["number"]), str(parcel["gemarkung"]), str(parcel["flur"]))
    return " · ".join(part for part in (where, str(parcel["address_text"])) if part)


def print_sheet(project: Project, parcel_text: str, output: Path, *, today: date | None = None) -> Path:
    """Write the sheet "Why (not)?" of one parcel, see :func:`print_sheets`."""
    return print_sheets(project, [parcel_text], output, today=today)


def print_sheets(
    project: Project,
    parcel_texts: Sequence[str],
    output: Path,
    *,
    progress: Progress = SILENT,
    today: date | None = None,
) -> Path:
    """Write the sheets "Why (not)?" of parcels, for the office only, a page each in this order.

    Parameters
    ----------
    project : Project
        A project whose detection has run.
    parcel_texts : sequence of str
        Numbers of the parcels in any spelling, or their identifiers.
    output : Path
        PDF; replaced in one step.

    Raises
    ------
    InputError
        As :func:`explain_fully`; ``export_over_project`` when the file to write is a project,
        ``too_many_sheets`` for more than :data:`MOST_SHEETS`.
    ProjectError
        ``export_not_logged`` for a project that is open read-only, ``role_no_internal_export``.
    """
    check_internal(project)
    if is_project(output):
        raise InputError("export_over_project", path=output.name)
    if len(parcel_texts) > MOST_SHEETS:
        raise InputError("too_many_sheets", count=len(parcel_texts), most=MOST_SHEETS)
    pages = _pages(project, parcel_texts, today or date.today(), progress)
    progress.report("write_file", 0, 1)
    shown = {each for page, _ in pages for ids in page.release.sites["parcel_ids"] for each in ids}
    sites = sites_of(project, [*shown, *(page.parcel_id for page, _ in pages)])
    with leaving(project, Audience.INTERNAL, "why", sites, output):
        return why.write(pages, output, progress=progress)


def _pages(
    project: Project, parcel_texts: Sequence[str], today: date, progress: Progress
) -> list[tuple[WhyRelease, Sketch | None]]:
    """Release what each sheet shows; the town is read once for all of them."""
    progress.report("write_papers", 0, len(parcel_texts))
    profiles, found = known_profiles(project), measured_parcels(project, parcel_texts)
    town, pages = Town(project, {parcel_id for parcel_id, _ in found}), []
    for done, (parcel_id, row) in enumerate(found):
        progress.report("write_papers", done, len(found))
        require_usable(judge_of(row, profiles))
        release = release_why(town, parcel_id, profiles, today)
        pages.append((release, room_sketch(project, release.found)))
    return pages


def text_lines(explanation: Explanation) -> Iterator[str]:
    """Put an explanation into lines of plain text in the current language."""
    found = explanation.found
    verdict = found.verdict
    yield f"{verdict.parcel_id}: {i18n.name_of(verdict.potential)}. {headline(found)}"
    if explanation.place:
        yield explanation.place
    if found.proposal is not None:
        yield together_text(found.proposal, verdict.parcel_id, explanation.numbers)
    if found.fit is not None:
        yield from fit_lines(found.fit)
    yield from statements(found.measures, found.profile, found.verdict.potential)
    yield from _rule_lines(verdict)
    for hint in hint_texts(verdict):
        yield f"  i {hint}"
    yield what_if_text(found.what_if)
    for flip in found.what_if.flips:
        yield f"  > {flip_text(flip)}"
    if found.alone is not None:
        yield alone_text(found.alone)
        yield from _rule_lines(missed(found.alone))
    yield (
        tr(
            "Rules: {profile}, version {version}",
            profile=profile_title(found.profile),
            version=verdict.version,
        )
        + f" ({verdict.profile})."
    )
    yield data_text(explanation.source, explanation.data_state)
    yield tr("A screening, not a statement about a permit.")


def _rule_lines(verdict: Verdict) -> Iterator[str]:
    for line in explanation_lines(verdict):
        sign = _SIGNS.get(line.outcome, "?")
        source = f" [{line.source}]" if line.source else ""
        comparison = "; ".join(part for part in (line.threshold, line.margin) if part)
        yield f"  {sign} {line.rule}: {line.value} ({comparison}){source}"


def data_text(source: str, data_state: date | None) -> str:
    """Say what the verdict rests on: data state and source of the cadastre."""
    day = i18n.day(data_state) if data_state else tr("not stated in the files")
    words = tr("Data state: {day}", day=day)
    return f"{words}. {source}." if source else f"{words}."


def unusable_text(profile: RuleProfile) -> str:
    """Say why a profile judges no more, with the rules that this program does not know."""
    try:
        require_usable(profile)
    except InputError as error:
        return i18n.error_text(error)
    return ""


def profile_title(profile: RuleProfile) -> str:
    """Title of a profile in the current language."""
    return profile.title_de if i18n.language() == "de" else profile.title_en


def as_json(explanation: Explanation) -> dict[str, Any]:
    """Give an explanation as plain JSON values: codes and figures, no texts but sources and titles."""
    found = explanation.found
    profile = found.profile
    return {
        **_verdict_json(found.verdict),
        "profile": profile.name,
        "version": profile.version,
        "profile_title": {"de": profile.title_de, "en": profile.title_en},
        "setback_m": profile.distance_m,
        "data_state": explanation.data_state.isoformat() if explanation.data_state else None,
        "source": explanation.source,
        "what_if": _what_if_json(found.what_if),
        "building": fit_json(found.fit) if found.fit else None,
        "together": _together_json(found.proposal),
        "law_and_capacity": figures(found.measures),
        "alone": _verdict_json(found.alone) if found.alone else None,
    }


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "parcel_id": verdict.parcel_id,
        "class": verdict.potential.value,
        "reason": verdict.reason,
        "hints": list(verdict.hints),
        "rules": [_result_json(result) for result in verdict.results],
    }


def _result_json(result: RuleResult) -> dict[str, Any]:
    rule = result.rule
    return {
        "rule": rule.name,
        "measure": rule.measure,
        "comparison": rule.comparison.value,
        "threshold": rule.threshold,
        "unit": rule.unit.value,
        "source": rule.source,
        "source_en": rule.source_en,
        "threshold_before": rule.before,
        "classes": [each.value for each in rule.classes],
        "form": rule.form.value if rule.form else None,
        "land_uses": [each.value for each in rule.land_uses],
        "warn_only": rule.warn_only,
        "outcome": result.outcome.value,
        "value": result.value,
        "margin": None if result.margin is None else result.margin + 0.0,  # no "-0.0"
        "not_judged_because": result.reason,
    }


def _what_if_json(answer: WhatIf) -> dict[str, Any]:
    return {
        "class": answer.potential.value,
        "thresholds": [
            {
                "rule": flip.rule.name,
                "from": flip.from_threshold,
                "to": flip.to_threshold,
                "unit": flip.rule.unit.value,
            }
            for flip in answer.flips
        ],
    }


def _together_json(proposal: Proposal | None) -> dict[str, Any] | None:
    if proposal is None:
        return None
    return {
        "parcels": list(proposal.parcel_ids),
        "shared_m": proposal.shared_m,
        "boundaries": [
            {"parcels": [each.first, each.second], "length_m": each.length_m} for each in proposal.shared
        ],
    }
