"""Figures of a reporting day in words: name, value, what it is made of, and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flurinfill import i18n
from flurinfill.i18n import tr
from flurinfill.model.audience import Audience
from flurinfill.reports.figures_release import LEAST, WHAT_OWNERS_SAID
from flurinfill.reports.gate import OFFICIAL_USE_ONLY
from flurinfill.reports.gate_figures import guarded
from flurinfill.reports.papers.sections import Paper, Section
from flurinfill.statistics import OF_OWNERS, ReportedFigure

_OF = {
    "willingness": "Willingness",
    "motive": "willingness_reason",
    "stock_change": "stock_change",
    "days_review": "Review",
    "days_availability": "Availability",
}
_DAYS = frozenset({"days_review", "days_availability"})


@dataclass(frozen=True)
class FigureWords:
    """A figure as people read it."""

    name: str
    value: str
    numerator: str
    denominator: str
    definition: str

    @property
    def row(self) -> tuple[str, ...]:
        """Name, value, numerator, denominator."""
        return self.name, self.value, self.numerator, self.denominator


def words_of(figure: ReportedFigure) -> FigureWords:
    """Put a figure into words."""
    name = i18n.label("report_figure", figure.name)
    if figure.of:
        of = i18n.label(_OF[figure.name], figure.of) if figure.name in _OF else figure.of
        name = f"{name}: {of}"
    if figure.denominator is None:
        value = i18n.number(figure.numerator)
    elif figure.name in _DAYS:
        value = i18n.number(figure.value, 1)
    else:
        value = i18n.share(figure.value)
    return FigureWords(
        name,
        value,
        i18n.number(figure.numerator),
        i18n.number(figure.denominator) if figure.denominator is not None else "",
        i18n.label("report_definition", figure.name),
    )


def told_words(figure: ReportedFigure) -> FigureWords:
    """Put a figure of a paper into words: what owners said as the range that the gate tells."""
    words = words_of(figure)
    if figure.name not in WHAT_OWNERS_SAID:
        return words
    span = f"{words.value}–{i18n.number(figure.numerator + LEAST - 1)}"
    return replace(words, value=span, numerator="")


def steps_text() -> str:
    """Say how numbers of owners are told, and why."""
    return tr(
        "How many owners gave an answer is told as a range, and not at all below {least}: a single answer is"
        " hard to find then, in this paper and between the papers of two days. The program itself shows the"
        " exact numbers.",
        least=LEAST,
    )


def figures_paper(figures: Sequence[ReportedFigure], day: date, town: str, *, frozen: bool) -> Paper:
    """Give the figures of a day as a paper of the office; the definitions follow the table.

    Of answers the gate lets through what tells of no single owner, see :func:`steps_text`.
    """
    of_owners = any(figure.name in OF_OWNERS for figure in figures)
    figures = guarded(figures, Audience.INTERNAL)
    words = [told_words(figure) for figure in figures]
    definitions = dict.fromkeys(
        (i18n.label("report_figure", figure.name), each.definition)
        for figure, each in zip(figures, words, strict=True)
    )
    head = (tr("Figure"), tr("Value"), tr("Numerator"), tr("Denominator"))
    state = tr("frozen figures of the reporting day") if frozen else tr("provisional figures")
    return Paper(
        title=tr("Figures of {day}", day=i18n.day(day)),
        subtitle=state,
        town=town,
        sections=(
            Section(
                tr("Figures"),
                (steps_text(),) if of_owners else (),
                head=head,
                rows=tuple(each.row for each in words),
            ),
            Section(tr("Definitions"), rows=tuple(definitions)),
        ),
        made_on=date.today(),
        marking=i18n.label("marking", OFFICIAL_USE_ONLY) if of_owners else "",
    )
