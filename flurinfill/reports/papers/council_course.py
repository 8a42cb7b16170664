"""The parts of a council paper that tell of the work: activation, answers, days in each state."""

from __future__ import annotations

from collections.abc import Iterator

from flurinfill import i18n
from flurinfill.i18n import tr
from flurinfill.reports.figures_release import LEAST, FiguresRelease
from flurinfill.reports.papers import charts
from flurinfill.reports.papers.charts import Bar
from flurinfill.reports.papers.council_blocks import CHART_MM, Block
from flurinfill.reports.papers.figures_paper import steps_text, told_words, words_of


def activation(release: FiguresRelease) -> Block:
    """How much of the confirmed stock was built on, at both days and by year."""
    rows = [
        (
            tr("Rate on {day}", day=i18n.day(day)),
            i18n.number(rate.numerator),
            i18n.number(rate.denominator),
            i18n.share(rate.value),
        )
        for day, rate in ((release.since, release.rate_before), (release.day, release.rate))
    ]
    for figure in release.figures:
        if figure.name == "activation_year":
            words = words_of(figure)
            rows.append((tr("Year {year}", year=figure.of), words.numerator, words.denominator, words.value))
    head = ("", tr("Built on"), tr("Confirmed"), tr("Rate"))
    return Block("activation", tr("Activation"), (), head, tuple(rows))


def answers(release: FiguresRelease) -> Iterator[Block]:
    """What owners answered, for the office alone."""
    title = tr("Returns and willingness to sell")
    rates = [each for each in release.figures if each.name in {"return_rate", "undeliverable"}]
    mix = [each for each in release.figures if each.name == "willingness"]
    if not rates and not mix:
        missing = tr("There are no figures of owners: too few answers, or the protected area was locked.")
        yield Block("answers", title, [missing])
        return
    rows = tuple((each.name, each.numerator, each.denominator, each.value) for each in map(words_of, rates))
    head = (tr("Figure"), tr("Numerator"), tr("Denominator"), tr("Value"))
    yield Block("answers", title, [steps_text()], head, rows)
    if mix:
        bars = [
            Bar(i18n.label("Willingness", each.of), each.numerator + (LEAST - 1) / 2, told_words(each).value)
            for each in mix
        ]
        chart = charts.bars(bars, tr("What owners answered"), CHART_MM)
        listed = tuple((i18n.label("Willingness", each.of), told_words(each).value) for each in mix)
        yield Block(
            "willingness",
            tr("What owners answered"),
            (),
            (tr("Answer"), tr("Answers")),
            listed,
            chart=chart,
            beside=True,
        )


def days(release: FiguresRelease) -> Iterator[Block]:
    """How long sites stay in each state."""
    for name, title, context in (
        ("days_review", tr("Average days in each state of the review"), "Review"),
        ("days_availability", tr("Average days in each availability"), "Availability"),
    ):
        stays = [each for each in release.figures if each.name == name]
        if not stays:
            continue
        words = [(i18n.label(context, each.of), words_of(each)) for each in stays]
        bars = [
            Bar(state, each.value or 0.0, said.value)
            for each, (state, said) in zip(stays, words, strict=True)
        ]
        rows = tuple((state, said.value, said.denominator) for state, said in words)
        chart = charts.bars(bars, title, CHART_MM)
        yield Block(name, title, (), (tr("State"), tr("Days"), tr("Stays")), rows, chart=chart, beside=True)
