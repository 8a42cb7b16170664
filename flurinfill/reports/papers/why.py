"""The sheet "Why (not)?": each parcel on one page, so that its verdict can be defended on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from flurinfill import i18n
from flurinfill.cartography.sketch import Sketch
from flurinfill.detection.explained import alone_text, headline, missed, together_text
from flurinfill.detection.explanation import (
    ExplanationLine,
    explanation_lines,
    hint_texts,
    rule_label,
)
from flurinfill.detection.room_texts import fit_lines
from flurinfill.detection.statements import statements
from flurinfill.detection.whatif import flip_text, what_if_text
from flurinfill.model.progress import SILENT, Progress
from flurinfill.model.rules import Outcome, RuleResult
from flurinfill.reports import fields
from flurinfill.reports.papers import maps
from flurinfill.reports.papers.paper import BODY_MM, paper_data, picture_data, short
from flurinfill.reports.papers.typesetting import compile_pdf
from flurinfill.reports.papers.why_release import WhyRelease
from flurinfill.reports.writing import write_bytes

_MAP_WIDTH_MM, _LOWEST_MM, _TALLEST_MM = 98.0, 50.0, 100.0
_AROUND_MM = 60.0  # title, legend, headings, notice and the space between the parts
_RULE_MM = 8.2
_SOURCE_LETTERS, _SOURCE_MM = 150, 3.0  # of a threshold's source in a line, and of each further line
_SENTENCE_MM = 6.0
_ORDER = (Outcome.FAILED, Outcome.WARNED, Outcome.NOT_JUDGED, Outcome.PASSED, Outcome.NOT_COUNTED)


def write(
    pages: Sequence[tuple[WhyRelease, Sketch | None]], path: Path, *, progress: Progress = SILENT
) -> Path:
    """Write the sheets as one PDF, a page each.

    Parameters
    ----------
    pages : sequence of (WhyRelease, Sketch or None)
        From :func:`flurinfill.reports.papers.why_release.release_why`, and what is drawn on its map: where
        a building could stand.
    path : Path
        Replaced in one step.
    progress : Progress
        May raise to stop.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    data, pictures = content(pages)
    return write_bytes(path, compile_pdf("why.typ", data, pictures, progress))


def content(pages: Sequence[tuple[WhyRelease, Sketch | None]]) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what the template reads, and the maps by file name."""
    pictures: dict[str, str] = {}
    sheets = [_sheet(release, sketch, no, pictures) for no, (release, sketch) in enumerate(pages, 1)]
    title = sheets[0]["title"] if len(sheets) == 1 else i18n.tr("Why (not)?")
    return {**paper_data(pages[0][0].release, title), "sheets": sheets}, pictures


def _sheet(release: WhyRelease, sketch: Sketch | None, no: int, pictures: dict[str, str]) -> dict[str, Any]:
    row, found = release.release.sites.iloc[0], release.found
    place = fields.place(short(row["numbers"]), short(row["gemarkung"]), row["flur"])
    subtitle = [short(str(row["address_text"])), i18n.area(float(row["area_m2"])), *row["parcel_ids"]]
    rules = _rules(release)
    said = [
        *(fit_lines(found.fit) if found.fit else []),
        *statements(found.measures, found.profile, found.verdict.potential),
    ]
    rows = sum(_height_mm(row["source"]) for row in rules["rows"]) + _SENTENCE_MM * len(said)
    height = min(_TALLEST_MM, max(_LOWEST_MM, BODY_MM - _AROUND_MM - rows))
    plan = maps.site_map(release.release, 1, _MAP_WIDTH_MM, round(height, 1), marked=True, sketch=sketch)
    return {
        "title": i18n.tr("Why (not)? {place}", place=place),
        "subtitle": " · ".join(part for part in subtitle if part),
        "map": picture_data(f"map-{no}.svg", plan, pictures),
        "verdict": i18n.name_of(found.verdict.potential),
        "reason": headline(found),
        "hints": hint_texts(found.verdict),
        "room": said,
        "together": _together(release),
        "what_if": what_if_text(found.what_if),
        "flips": [flip_text(flip) for flip in found.what_if.flips],
        "rules": rules,
    }


def _together(release: WhyRelease) -> list[str]:
    """With whom the parcel is proposed, and what it lacks alone."""
    found = release.found
    if found.proposal is None or found.alone is None:
        return []
    numbers = dict(
        zip(found.proposal.parcel_ids, str(release.release.sites["numbers"].iloc[0]).split(", "), strict=True)
    )
    number = numbers[release.parcel_id]
    lacks = [
        f"{line.rule}: {line.value} ({line.threshold}, {line.margin})"
        for line in explanation_lines(missed(found.alone))
    ]
    return [
        i18n.tr("Parcel {number}:", number=number)
        + " "
        + together_text(found.proposal, release.parcel_id, numbers),
        alone_text(found.alone),
        *lacks,
    ]


def _height_mm(source: str) -> float:
    """Height of a rule in the table; where its threshold comes from takes as many lines as it needs."""
    return _RULE_MM + _SOURCE_MM * (max(len(source) - 1, 0) // _SOURCE_LETTERS)


def _rules(release: WhyRelease) -> dict[str, Any]:
    """Rules with value, threshold, margin and source; what speaks against the parcel first.

    Rules that do not count here and have no value are only named, below the table.
    """
    verdict = release.found.verdict
    named = [each for each in verdict.results if each.outcome is Outcome.NOT_COUNTED and each.value is None]
    counting = tuple(each for each in verdict.results if each not in named)
    lines = _joined(explanation_lines(replace(verdict, results=counting)))
    lines.sort(key=lambda line: _ORDER.index(line.outcome))
    return {
        "title": i18n.tr("Rules"),
        "head": [
            i18n.tr("Rule"),
            i18n.tr("Value"),
            i18n.tr("Threshold"),
            i18n.tr("Margin"),
            i18n.tr("Result"),
        ],
        "rows": [
            {
                "rule": short(line.rule, 90),
                "value": line.value,
                "threshold": line.threshold,
                "margin": line.margin if line.judged else i18n.MISSING,
                "source": _below(line),
                "outcome": line.outcome.value,
                "outcome_text": i18n.name_of(line.outcome),
            }
            for line in lines
        ],
        "not_counted": _not_counted(named),
    }


def _below(line: ExplanationLine) -> str:
    """Where a threshold comes from, after why the rule was not judged: too long for a column."""
    told = line.outcome is Outcome.NOT_JUDGED
    return f"{line.margin}. {line.source}" if told and line.source else line.margin if told else line.source


def _not_counted(results: Sequence[RuleResult]) -> list[str]:
    """Rules that do not count, together by their reason: ``Zählt hier nicht: … (Regel, Regel).``."""
    by_reason: dict[str, list[str]] = {}
    for result in results:
        by_reason.setdefault(i18n.label("not_judged", result.reason), []).append(rule_label(result.rule))
    return [f"{reason} ({', '.join(rules)})." for reason, rules in by_reason.items()]


def _joined(lines: Sequence[ExplanationLine]) -> list[ExplanationLine]:
    """Join what is said of several constraint layers in the same words: one line names them all."""
    found: dict[ExplanationLine, list[str]] = {}
    for line in lines:
        rule, _, layer = line.rule.partition(": ")
        found.setdefault(replace(line, rule=rule), []).append(layer)
    return [
        replace(line, rule=f"{line.rule}: {', '.join(layers)}" if any(layers) else line.rule)
        for line, layers in found.items()
    ]
