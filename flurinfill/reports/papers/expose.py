"""Exposé: a page for each site with map, figures, rules, source and notice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.measures import definition_of
from flurinfill.model.rules import Comparison, Outcome
from flurinfill.reports import fields
from flurinfill.reports.papers import maps
from flurinfill.reports.papers.paper import BODY_MM, paper_data, picture_data, short
from flurinfill.reports.papers.typesetting import compile_pdf
from flurinfill.reports.release import Release, RuleLine
from flurinfill.reports.writing import write_bytes

WIDTH_MM, LOWEST_MM, TALLEST_MM = 170.0, 70.0, 165.0
LOCATION_MM = (66.0, 52.0)
_AROUND_MM = 31.0  # title, a line of legend, notice and the space between the parts
_FACT_MM, _RULE_MM, _LEGEND_MM = 4.4, 4.0, 4.5  # height of a line
_TITLE_LETTERS, _SUBTITLE_LETTERS, _FACT_LETTERS = 52, 88, 46  # in a line
_LEGEND_BOX_MM, _LEGEND_LETTER_MM = 12.6, 1.6  # width of a box with its gaps, of a letter
_MOST_COLUMNS = 3
_FIGURES = (
    "area_m2",
    "inscribed_width_m",
    "rect_width_m",
    "rect_depth_m",
    "frontage_m",
    "built_share",
    "built_neighbour_share",
    "envelope_m2",
)
_ORDER = (Outcome.FAILED, Outcome.WARNED, Outcome.NOT_JUDGED, Outcome.PASSED, Outcome.NOT_COUNTED)


def write(release: Release, path: Path) -> Path:
    """Write the exposés of all released sites into one PDF, one page each.

    Parameters
    ----------
    release : Release
        From the gate.
    path : Path
        Replaced in one step.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    data, pictures = content(release)
    return write_bytes(path, compile_pdf("expose.typ", data, pictures))


def content(release: Release) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what the template reads, and the maps by file name."""
    pictures: dict[str, str] = {}
    sites = [_site(release, int(no), pictures) for no in release.sites.index]
    title = sites[0]["title"] if len(sites) == 1 else i18n.tr("Potential sites")
    return {**paper_data(release, title), "sites": sites}, pictures


def _site(release: Release, no: int, pictures: dict[str, str]) -> dict[str, Any]:
    row = release.sites.loc[no]
    rules = _rules(release.rules.get(no, ()))
    head, rows = _facts(release, row)
    place = fields.place(short(row["numbers"]), short(row["gemarkung"]), row["flur"])
    title = i18n.tr("Potential site: {place}", place=place)
    subtitle = " · ".join(_subtitle(row))
    headlines = 9 * (_lines(title, _TITLE_LETTERS) - 1) + 6 * (_lines(subtitle, _SUBTITLE_LETTERS) - 1)
    height = _map_height(head, rows, rules) - headlines
    plan = maps.site_map(release, no, WIDTH_MM, height)
    if further := _LEGEND_MM * (_legend_lines(plan) - 1):
        plan = maps.site_map(release, no, WIDTH_MM, height - further)
    location = maps.location_map(release, no, *LOCATION_MM)
    return {
        "title": title,
        "subtitle": subtitle,
        "map": picture_data(f"map-{no}.svg", plan, pictures),
        "location": {**picture_data(f"location-{no}.svg", location, pictures), "title": i18n.tr("Location")},
        "facts_title": i18n.tr("Facts"),
        "facts_head": head,
        "facts": rows,
        "rules": rules,
    }


def _map_height(head: Sequence[str], facts: Sequence[Sequence[str]], rules: dict[str, Any]) -> float:
    """Height in mm that everything else leaves to the map on its page."""
    lines = sum(_lines(" ".join(row), _FACT_LETTERS) for row in facts)
    beside = max(7 + _FACT_MM * (lines + bool(head)), LOCATION_MM[1] + 7)
    below = 13 + _RULE_MM * (len(rules["rows"]) + bool(rules["note"])) if rules["rows"] else 0
    return round(min(TALLEST_MM, max(LOWEST_MM, BODY_MM - _AROUND_MM - beside - below)), 1)


def _lines(text: str, letters: int) -> int:
    """Count the lines that a text takes, estimated by its letters."""
    return max(1, math.ceil(len(text) / letters))


def _legend_lines(plan: maps.Picture) -> int:
    width = sum(_LEGEND_BOX_MM + _LEGEND_LETTER_MM * len(entry.text) for entry in plan.legend)
    return max(1, math.ceil(width / WIDTH_MM))


def _subtitle(row: pd.Series) -> list[str]:
    street = short(str(row["street"]))
    district = short(str(row.get("district") or ""), 40)
    potential = fields.cell("potential", row["potential"]) if "potential" in row.index else ""
    return [
        text for text in (street, district, i18n.area(float(row["area_m2"])), str(potential or "")) if text
    ]


def _facts(release: Release, row: pd.Series) -> tuple[list[str], list[list[str]]]:
    """Facts of the site; with few parcels their figures in columns, with many the sum only."""
    parcels = [key for key in row.get("parcel_ids", ()) if key in release.measures.index]
    columns = len(parcels) if 1 < len(parcels) <= _MOST_COLUMNS else 1
    lines = [[name, *[""] * (columns - 1), text] for name, text in _site_facts(release.audience, row)]
    if not 0 < len(parcels) <= _MOST_COLUMNS:
        return [], lines
    head = ["", *row["numbers"].split(", ")] if columns > 1 else []
    figures = release.measures.loc[parcels]
    for column in _shown_figures(figures):
        values = [i18n.measured(float(value), column) for value in figures[column]]
        lines.append([short(fields.measure_name(column)), *values])
    if "access" in figures and any(figures["access"]):
        lines.append(
            [i18n.tr("Access from"), *[short(fields.access(text), 28) for text in figures["access"]]]
        )
    return head if len(head) == columns + 1 else [], lines


def _shown_figures(figures: pd.DataFrame) -> list[str]:
    """Figures with a value, and those constraints that touch a parcel."""
    official = ("official_area_m2",) if len(figures) > 1 else ()
    names = [name for name in (*official, *_FIGURES) if name in figures]
    single = [name for name in names if figures[name].notna().any()]
    hit = [
        str(name)
        for name in figures
        if str(name).startswith("constraint_share[") and (figures[name] > 0).any()
    ]
    return single + hit


def _site_facts(audience: Audience, row: pd.Series) -> list[tuple[str, str]]:
    shown = ["numbers", "gemarkung", "flur", "street", "area_m2"]
    if audience is not Audience.PUBLIC:
        shown = ["case_no", "area_m2", "outline_m2", "potential", "availability"]
    if audience is Audience.INTERNAL:
        shown += ["review", "publication"]
    facts = []
    for column in (name for name in shown if name in row.index):
        text = fields.text(column, row[column])
        if text:
            facts.append((i18n.label("fact", column), short(text, 34)))
    return facts + _plot_facts(row)


def _plot_facts(row: pd.Series) -> list[tuple[str, str]]:
    """What the office says of building law, services and value, as far as the audience may know."""
    facts = [(("planning_basis",), ""), (("plan_name",), ""), (("grz", "gfz"), " / "), (("servicing",), "")]
    facts.append((("land_value_eur_m2", "land_value_date"), " · "))
    found = []
    for columns, sign in facts:
        texts = [fields.text(column, row[column]) if column in row.index else "" for column in columns]
        if texts[0]:
            name = " / ".join(
                i18n.label("site_field", column) for column in columns[: 2 if sign == " / " else 1]
            )
            found.append((name, short(sign.join(text or "–" for text in texts), 34)))
    return found


def _rules(lines: Sequence[RuleLine]) -> dict[str, Any]:
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
