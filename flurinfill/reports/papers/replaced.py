"""Signs that the papers' font lacks: which they were, and in which cases they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flurinfill import i18n
from flurinfill.reports.papers.typesetting import REPLACEMENT

_MOST_CASES = 5


@dataclass(frozen=True)
class Replaced:
    """A sign that a paper shows as :data:`REPLACEMENT`.

    Attributes
    ----------
    sign : str
    cases : tuple of str
        Cases (or plots, where the audience gets no cases) whose texts have it; none where it stands in the
        texts of the office.
    """

    sign: str
    cases: tuple[str, ...]


def where_replaced(release: Any, signs: Collection[str]) -> tuple[Replaced, ...]:
    """Find the cases of a release in whose texts the signs stand.

    Parameters
    ----------
    release : object
        What a writer got; only one with ``sites`` is searched.
    signs : collection of str
        From :func:`flurinfill.reports.papers.typesetting.noting_replaced`.
    """
    sites = getattr(release, "sites", None)
    rows = (
        sites.drop(columns="geometry", errors="ignore").to_dict("records")
        if signs and sites is not None
        else []
    )
    told: Mapping[str, str] = getattr(release, "texts", {})  # of a dossier, beside what a site says
    texts = []
    for row in rows:
        case = str(row.get("case_no") or row.get("numbers") or "")
        texts.append((case, _composed([*row.values(), told.get(case, "")])))
    return tuple(
        Replaced(sign, tuple(dict.fromkeys(case for case, text in texts if sign in text)))
        for sign in sorted(signs)
    )


def _composed(values: Collection[Any]) -> str:
    return unicodedata.normalize("NFC", " ".join(each for each in values if isinstance(each, str)))


def replaced_lines(replaced: Collection[Replaced]) -> list[str]:
    """Say which signs the font lacks, what stands for them, and where: a line for each."""
    return [_line(each) for each in replaced]


def _line(each: Replaced) -> str:
    cases = ", ".join(each.cases[:_MOST_CASES]) + (" …" if len(each.cases) > _MOST_CASES else "")
    shown = each.sign if each.sign.isprintable() else f"U+{ord(each.sign):04X}"
    if not cases:
        return i18n.tr(
            "The font lacks a sign: {sign} → {instead} in the texts of the office",
            sign=shown,
            instead=REPLACEMENT,
        )
    return i18n.tr(
        "The font lacks a sign: {sign} → {instead} in {cases}", sign=shown, instead=REPLACEMENT, cases=cases
    )
