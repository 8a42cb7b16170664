"""Sheets for a visit on site: the way through the sites, then a page for each to be filled in by hand.

They are for the office and name no owner. The code on a page holds the case number and nothing else:
a hand scanner types it into the line for searching like a keyboard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from flurinfill import i18n
from flurinfill.i18n import tr
from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed, InputError
from flurinfill.model.progress import SILENT, Progress
from flurinfill.model.rules import Outcome
from flurinfill.model.states import RejectReason
from flurinfill.reports import fields
from flurinfill.reports.case_code import case_code
from flurinfill.reports.papers import maps
from flurinfill.reports.papers.paper import paper_data, picture_data, short
from flurinfill.reports.papers.route import legs, ordered
from flurinfill.reports.papers.rule_texts import in_short
from flurinfill.reports.papers.typesetting import compile_pdf
from flurinfill.reports.release import Release, RuleLine
from flurinfill.reports.writing import write_bytes

MOST_STOPS = 60
"""More are more than a day on foot, and their numbers would cover the map."""
SCALE = 1000
"""Of the map of a stop; a site that is too large for it gets a smaller one."""
_WIDTH_MM, _MAP_MM = 174.0, 70.0
_LOWEST_MM, _TALLEST_MM, _BESIDE_A_LIST_MM = 75.0, 140.0, 112.0  # heights of the map of the way
_FIRST_PAGE_MM, _ROW_MM = 177.0, 6.4  # what the map and the list share, a line of the list
_MOST_FACTS, _MOST_RULES = 8, 5
CHECKS = {
    "built": ("none", "shed", "house", "works"),
    "access": ("paved", "unpaved", "over_others", "none"),
    "lines": ("none", "overhead", "shaft", "marker"),
    "use_now": ("unused", "garden", "storage", "farmed"),
    "ground": ("level", "slight", "steep", "wet"),
    "growth": ("grass", "shrubs", "old_trees", "sealed"),
}
"""What is looked at on site, and what can be ticked for it."""
_HAMPERING = ("encumbrance", "contamination", "flood", "monument", "slope")
_IMPRESSIONS = ("suitable", "unsuitable", "unclear")
_TOLD = (Outcome.FAILED, Outcome.WARNED, Outcome.NOT_JUDGED)


def write(release: Release, path: Path, *, progress: Progress = SILENT) -> Path:
    """Write the sheets of all released sites into one PDF.

    Parameters
    ----------
    release : Release
        From the gate, internal.
    path : Path
        Replaced in one step.
    progress : Progress
        Told of each page; may raise to stop.

    Raises
    ------
    GateClosed
        ``visits_internal_only`` for the public and for investors.
    InputError, ProjectError
        ``too_many_stops``; see :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    data, pictures = content(release, progress)
    return write_bytes(path, compile_pdf("visit.typ", data, pictures, progress))


def content(release: Release, progress: Progress = SILENT) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what the template reads, and maps and codes by file name; the sites in the order of the way."""
    require_walkable(release)
    release, ways = _on_the_way(release)
    pictures: dict[str, str] = {}
    count = len(release.sites)
    stops = []
    for no in range(1, count + 1):
        progress.report("write_papers", no - 1, count)
        stops.append(_stop(release, no, count, pictures))
    data = {
        **paper_data(release, tr("Visit on site")),
        "summary": _summary(ways),
        "by_hand": [tr("Date"), tr("Visited by"), tr("Weather")],
        "map": picture_data("way.svg", maps.way_map(release, _WIDTH_MM, _way_height(count)), pictures),
        "stops": _list(release, ways),
        "sheets": stops,
    }
    return data, pictures


def require_walkable(release: Release) -> None:
    """Refuse what makes no sheets: another audience, or more sites than one walk has.

    Raises
    ------
    GateClosed
        ``visits_internal_only``.
    InputError
        ``too_many_stops``.
    """
    if release.audience is not Audience.INTERNAL:
        raise GateClosed("visits_internal_only", audience=release.audience.value)
    if len(release.sites) > MOST_STOPS:
        raise InputError("too_many_stops", count=len(release.sites), most=MOST_STOPS)


def _on_the_way(release: Release) -> tuple[Release, list[float]]:
    """Number the sites anew in the order of the way; give the metres to each from the one before."""
    points = [(point.x, point.y) for point in release.sites.geometry.representative_point()]
    order = ordered(points)
    before = [int(release.sites.index[position]) for position in order]
    sites = release.sites.iloc[order].copy()
    sites.index = pd.RangeIndex(1, len(sites) + 1, name=release.sites.index.name)
    rules = {no: release.rules[old] for no, old in enumerate(before, 1) if old in release.rules}
    return replace(release, sites=sites, rules=rules), legs(points, order)


def _way_height(count: int) -> float:
    """Height in mm that leaves the list on the first page; a long list goes on on the next ones."""
    left = round(_FIRST_PAGE_MM - _ROW_MM * count, 1)
    return min(_TALLEST_MM, left) if left >= _LOWEST_MM else _BESIDE_A_LIST_MM


def _summary(ways: Sequence[float]) -> str:
    count = len(ways)
    if count < 2:
        return i18n.ntr("{count} stop", "{count} stops", count)
    way = tr("{way} as the crow flies, without the way there and back", way=_distance(sum(ways)))
    return f"{i18n.ntr('{count} stop', '{count} stops', count)} · {way}"


def _distance(metres: float) -> str:
    """Straight lines are no ways on foot: tens of metres are as exact as they may look."""
    return f"{i18n.number(metres / 1000, 1)} km" if metres >= 950 else f"{i18n.number(metres, -1)} m"


def _list(release: Release, ways: Sequence[float]) -> dict[str, Any]:
    return {
        "title": tr("Stops in the order of the way"),
        "head": [
            tr("Stop"),
            tr("Case number"),
            tr("Plot"),
            tr("Address"),
            tr("From the stop before (straight line)"),
            tr("Done"),
        ],
        "rows": [
            [
                str(no),
                short(str(row["case_no"]), 24),
                short(_plot(row), 44),
                short(_where(row), 52),
                _distance(way) if no > 1 else i18n.MISSING,
            ]
            for (no, row), way in zip(release.sites.iterrows(), ways, strict=True)
        ],
    }


def _plot(row: pd.Series) -> str:
    """Number, Flur and Gemarkung in as few words as fit beside the others: ``85/a, Tintenhain``."""
    flur = str(row["flur"]).strip("_").lstrip("0")
    parts = (str(row["numbers"]), tr("Flur {flur}", flur=flur) if flur else "", str(row["gemarkung"]))
    return ", ".join(part for part in parts if part)


def _where(row: pd.Series) -> str:
    """Address, else the street that gives access; with the village."""
    parts = (str(row["address_text"] or row["street"]), str(row["village"] or row["district"] or ""))
    return ", ".join(part for part in parts if part)


def _stop(release: Release, no: int, count: int, pictures: dict[str, str]) -> dict[str, Any]:
    row = release.sites.loc[no]
    case = str(row["case_no"])
    pictures[f"code-{no}.svg"] = case_code(case)
    plan = maps.site_map(release, no, _WIDTH_MM, _MAP_MM, marked=True, at_least=SCALE)
    return {
        "stop": tr("Stop {number} of {count}", number=no, count=count),
        "title": short(fields.place(row["numbers"], row["gemarkung"], row["flur"]), 84),
        "where": short(_where(row), 90),
        "case_label": tr("Case number"),
        "case": short(case, 24),
        "code": {"file": f"code-{no}.svg", "alt": tr("QR code with the case number {case}", case=case)},
        "map": {**picture_data(f"map-{no}.svg", plan, pictures), "legend": []},
        "facts_title": tr("What the cadastre and the office know"),
        "facts": _facts(release, row)[:_MOST_FACTS],
        "rules_title": tr("What the rules say"),
        "rules": _rules(release.rules.get(no, ())),
        "checks": [_check(name) for name in CHECKS],
        "impression": {
            "name": tr("Impression"),
            "marks": [i18n.label("visit_impression", code) for code in _IMPRESSIONS],
        },
        "reasons_title": tr("If not suitable, because"),
        "reasons": [i18n.name_of(reason) for reason in RejectReason],
        "notes": tr("Notes and sketch"),
        "by_hand": [tr("Date"), tr("Visited by"), tr("Photos no.")],
    }


def _check(name: str) -> dict[str, Any]:
    marks = [i18n.label("visit_mark", f"{name}_{code}") for code in CHECKS[name]]
    return {"name": i18n.label("visit_check", name), "marks": marks}


def _facts(release: Release, row: pd.Series) -> list[list[str]]:
    """Size, class, measure of the plot, ways and what hampers building, where anything is known."""
    figures = release.measures.reindex([key for key in row["parcel_ids"] if key in release.measures.index])
    size = [fields.text(name, row[name]) for name in ("width_m", "depth_m")]
    facts = [
        (i18n.label("fact", "area_m2"), i18n.area(float(row["area_m2"]))),
        (i18n.label("fact", "potential"), fields.text("potential", row["potential"])),
        (tr("Width × depth"), " × ".join(size) if all(size) else ""),
        (tr("Access from"), _ways(figures)),
        *((i18n.label("site_field", name), fields.text(name, row[name])) for name in _HAMPERING),
        *_constraints(figures),
        (i18n.label("site_field", "land_use"), fields.text("land_use", row["land_use"])),
        (i18n.label("site_field", "servicing"), fields.text("servicing", row["servicing"])),
    ]
    return [[short(name, 40), short(value, 46)] for name, value in facts if value]


def _ways(figures: pd.DataFrame) -> str:
    if "access" not in figures:
        return ""
    named = (name for name in figures["access"] if isinstance(name, str) and name)
    return ", ".join(dict.fromkeys(map(fields.access, named)))


def _constraints(figures: pd.DataFrame) -> list[tuple[str, str]]:
    names = [str(name) for name in figures if str(name).startswith("constraint_share[")]
    return [
        (fields.measure_name(name), i18n.share(float(figures[name].max())))
        for name in names
        if (figures[name] > 0).any()
    ]


def _rules(lines: Sequence[RuleLine]) -> list[str]:
    """What speaks against the site, a line for each rule; then how many are met."""
    told = sorted(
        (line for line in lines if line.outcome in _TOLD), key=lambda line: _TOLD.index(line.outcome)
    )
    texts = list(dict.fromkeys(in_short(line) for line in told))
    met = len({line.rule for line in lines if line.outcome is Outcome.PASSED} - {line.rule for line in told})
    more = len(texts) - _MOST_RULES
    said = texts[:_MOST_RULES]
    if more > 0:
        said.append(i18n.ntr("and {count} more", "and {count} more", more))
    if met:
        said.append(i18n.ntr("{count} rule is met", "{count} rules are met", met))
    return said
