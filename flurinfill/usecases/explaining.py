"""Why (not)?: one parcel's verdict with everything that an official needs to defend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flurinfill import i18n
from flurinfill.detection.explanation import explain, explanation_lines, hint_texts, reason_text
from flurinfill.detection.whatif import WhatIf, flip_text, what_if, what_if_text
from flurinfill.i18n import tr
from flurinfill.model.errors import InputError
from flurinfill.model.rules import Outcome, RuleProfile, Verdict
from flurinfill.project import Project, is_project, queries
from flurinfill.reports import why
from flurinfill.reports.why_release import release_why
from flurinfill.usecases.detecting import judging_profile, measured_parcel

_SIGNS = {Outcome.PASSED: "+", Outcome.FAILED: "-", Outcome.WARNED: "!"}


@dataclass(frozen=True)
class Explanation:
    """A verdict, what would change it, and what it rests on.

    Attributes
    ----------
    verdict : Verdict
    what_if : WhatIf
        The fewest thresholds that would give another class.
    profile : RuleProfile
        The profile that judged.
    data_state : date or None
        Day of the cadastre as its files say it.
    source : str
        Source line of the cadastre.
    """

    verdict: Verdict
    what_if: WhatIf
    profile: RuleProfile
    data_state: date | None
    source: str


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
        ``parcel_unknown``, ``parcel_ambiguous`` (with the candidates) or ``not_detected``.
    """
    parcel_id, row = measured_parcel(project, parcel_text)
    profile, state = judging_profile(project, row), queries.data_state(project)
    return Explanation(
        explain(parcel_id, row, profile),
        what_if(row, profile),
        profile,
        state.data_state if state else None,
        state.source if state else "",
    )


def print_sheet(project: Project, parcel_text: str, output: Path, *, today: date | None = None) -> Path:
    """Write the sheet "Why (not)?" of one parcel, for the office only.

    Parameters
    ----------
    project : Project
        A project whose detection has run.
    parcel_text : str
        The parcel's number in any spelling, or its identifier.
    output : Path
        PDF; replaced in one step.

    Raises
    ------
    InputError
        As :func:`explain_fully`; ``export_over_project`` when the file to write is a project.
    """
    if is_project(output):
        raise InputError("export_over_project", path=output.name)
    parcel_id, row = measured_parcel(project, parcel_text)
    release = release_why(project, parcel_id, judging_profile(project, row), today or date.today())
    return why.write(release, output)


def text_lines(explanation: Explanation) -> Iterator[str]:
    """Put an explanation into lines of plain text in the current language."""
    verdict = explanation.verdict
    yield f"{verdict.parcel_id}: {i18n.name_of(verdict.potential)}. {reason_text(verdict)}"
    for line in explanation_lines(verdict):
        sign = _SIGNS.get(line.outcome, "?")
        source = f" [{line.source}]" if line.source else ""
        comparison = "; ".join(part for part in (line.threshold, line.margin) if part)
        yield f"  {sign} {line.rule}: {line.value} ({comparison}){source}"
    for hint in hint_texts(verdict):
        yield f"  i {hint}"
    yield what_if_text(explanation.what_if)
    for flip in explanation.what_if.flips:
        yield f"  > {flip_text(flip)}"
    yield (
        tr(
            "Rules: {profile}, version {version}",
            profile=profile_title(explanation.profile),
            version=verdict.version,
        )
        + f" ({verdict.profile})."
    )
    yield data_text(explanation.source, explanation.data_state)
    yield tr("A screening, not a statement about a permit.")


def data_text(source: str, data_state: date | None) -> str:
    """Say what the verdict rests on: data state and source of the cadastre."""
    day = i18n.day(data_state) if data_state else tr("not stated in the files")
    words = tr("Data state: {day}", day=day)
    return f"{words}. {source}." if source else f"{words}."


def profile_title(profile: RuleProfile) -> str:
    """Title of a profile in the current language."""
    return profile.title_de if i18n.language() == "de" else profile.title_en


def as_json(explanation: Explanation) -> dict[str, Any]:
    """Give an explanation as plain JSON values: codes and figures, no texts but sources and titles."""
    verdict, profile, answer = explanation.verdict, explanation.profile, explanation.what_if
    return {
        "parcel_id": verdict.parcel_id,
        "class": verdict.potential.value,
        "reason": verdict.reason,
        "hints": list(verdict.hints),
        "profile": verdict.profile,
        "version": verdict.version,
        "profile_title": {"de": profile.title_de, "en": profile.title_en},
        "setback_m": profile.setback_m,
        "data_state": explanation.data_state.isoformat() if explanation.data_state else None,
        "source": explanation.source,
        "rules": [
            {
                "rule": result.rule.name,
                "measure": result.rule.measure,
                "comparison": result.rule.comparison.value,
                "threshold": result.rule.threshold,
                "unit": result.rule.unit.value,
                "source": result.rule.source,
                "source_en": result.rule.source_en,
                "classes": [each.value for each in result.rule.classes],
                "form": result.rule.form.value if result.rule.form else None,
                "land_uses": [each.value for each in result.rule.land_uses],
                "warn_only": result.rule.warn_only,
                "outcome": result.outcome.value,
                "value": result.value,
                "margin": None if result.margin is None else result.margin + 0.0,  # no "-0.0"
                "not_judged_because": result.reason,
            }
            for result in verdict.results
        ],
        "what_if": {
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
        },
    }
