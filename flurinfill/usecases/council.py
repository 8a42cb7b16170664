"""Council papers: which day and since when, their figures, and the same again when asked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flurinfill import statistics
from flurinfill.model.audience import Audience
from flurinfill.model.errors import InputError
from flurinfill.project import Project, operations, queries
from flurinfill.project.queries import CouncilPaper
from flurinfill.reports.figures_release import FiguresRelease
from flurinfill.reports.gate_figures import release_figures
from flurinfill.statistics import CouncilFigures, ReportedFigure


@dataclass(frozen=True)
class PaperDays:
    """Which days a council paper would be about.

    Attributes
    ----------
    day : date
        The last day that is over; today where the project has no sites of yet earlier days.
    since : date
        Day of the last paper, or the last day of the year before.
    last_paper : date or None
        Day of the last paper before ``day``; None where there was none.
    """

    day: date
    since: date
    last_paper: date | None


def paper_days(project: Project, today: date, day: date | None = None) -> PaperDays:
    """Say which days a paper is about when nobody says otherwise.

    Raises
    ------
    InputError
        ``report_day_in_future``.
    """
    if day is None:
        yesterday = today - timedelta(days=1)
        day = yesterday if len(queries.stock_at(project, yesterday)) else today
    if day > today:
        raise InputError("report_day_in_future")
    earlier = [paper.day for paper in queries.council_papers(project) if paper.day < day]
    last = max(earlier, default=None)
    return PaperDays(day, last or date(day.year - 1, 12, 31), last)


def council_figures(
    project: Project, day: date, since: date, today: date
) -> tuple[CouncilFigures, date | None]:
    """Return the figures of a day and since an earlier one, and the day of a paper that told them already.

    A day that is over has the same figures for ever: those of the paper that was made of it first,
    else what the history says. Figures of owners are left out while the vault is locked.

    Raises
    ------
    InputError
        ``report_day_in_future``, ``council_since_not_before``.
    """
    if day > today:
        raise InputError("report_day_in_future")
    if since >= day:
        raise InputError("council_since_not_before")
    kept = _kept(queries.council_papers(project), day, since, with_owners=project.vault.open)
    if kept is not None:
        return CouncilFigures.read(kept.figures, kept.of_owners or ()), kept.made_on
    moves = queries.moves(project, day)
    first = min(moves["on"], default=day)
    stocks = queries.stocks_at(project, [since, *statistics.year_ends(day, first)])
    answers = queries.answers(project, None if day == today else day)
    figures = statistics.council_figures(stocks, moves, answers, day, since)
    return _as_frozen(project, figures), None


def _as_frozen(project: Project, figures: CouncilFigures) -> CouncilFigures:
    """Tell of a reporting day whose figures were kept what was kept: persons may have been erased since."""
    kept = next((each for each in queries.frozen_days(project) if each.day == figures.day), None)
    if kept is None:
        return figures
    told = (ReportedFigure(**each) for each in kept.figures)
    return replace(figures, figures=tuple(each for each in told if each.name != "overdue"))


def _kept(
    papers: Sequence[CouncilPaper], day: date, since: date, *, with_owners: bool
) -> CouncilPaper | None:
    """Return the first paper of these days; with an open vault the first that told figures of owners."""
    same = [paper for paper in reversed(papers) if (paper.day, paper.since) == (day, since)]
    if with_owners:
        return next((paper for paper in same if paper.of_owners is not None), None)
    return next(iter(same), None)


def give_council(
    project: Project, audience: Audience, today: date, day: date | None = None, since: date | None = None
) -> FiguresRelease:
    """Give what an audience may get of a council paper's figures.

    Raises
    ------
    InputError
        See :func:`council_figures`.
    """
    days = paper_days(project, today, day)
    figures, told_on = council_figures(project, days.day, since or days.since, today)
    return release_figures(project, audience, figures, today, told_on=told_on)


def keep_council(project: Project, release: FiguresRelease) -> None:
    """Remember a paper of a day that is over, so that the next one begins where it ended."""
    if release.provisional or release.told_on is not None:
        return
    figures, told_on = council_figures(project, release.day, release.since, release.origin.made_on)
    if told_on is not None:  # another file of the same paper was written before this one
        return
    operations.keep_council_paper(project, release.audience, figures.plain(), figures.of_owners())
