"""Reporting days: the figures of a day, kept, shown again and written."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from datetime import date
from pathlib import Path

from flurinfill import statistics
from flurinfill.model.audience import Audience
from flurinfill.model.change import Change
from flurinfill.model.errors import InputError, ProjectError
from flurinfill.project import Project, is_project, operations, queries
from flurinfill.reports.papers import sections
from flurinfill.reports.papers.figures_paper import figures_paper
from flurinfill.statistics import OF_OWNERS, ReportedFigure
from flurinfill.usecases.internal_use import check_role
from flurinfill.usecases.leaving import leaving


def figures_on(project: Project, day: date, *, frozen: bool = False) -> list[ReportedFigure]:
    """Return the figures of a day: those that were kept (``frozen``), or worked out now.

    Figures of owners are left out while the vault is locked, kept or not.
    """
    if frozen:
        kept = next(each for each in queries.frozen_days(project) if each.day == day)
        figures = [ReportedFigure(**each) for each in kept.figures]
        return [each for each in figures if project.vault.open or each.name not in OF_OWNERS]
    today = day == date.today()
    due = queries.due(project, day) if today else None
    answers = queries.answers(project, None if today else day)
    moves = queries.moves(project, day)
    stocks = queries.stocks_at(project, statistics.year_ends(day, min(moves["on"], default=day)))
    return statistics.report_day(stocks, moves, answers, due, day)


def freeze(project: Project, day: date) -> Change:
    """Keep the figures of a day for good.

    Raises
    ------
    InputError
        ``report_day_in_future``, ``report_day_frozen``.
    SealedError
        ``sealed`` while the vault is locked: the figures of owners would be missing for good.
    """
    if project.has_vault:
        project.vault.require()
    figures = figures_on(project, day)
    open_ = [asdict(each) for each in figures if each.name not in OF_OWNERS]
    of_owners = [asdict(each) for each in figures if each.name in OF_OWNERS]
    return operations.freeze_figures(project, day, open_, of_owners)


def write_figures(
    project: Project, day: date, figures: Sequence[ReportedFigure], output: Path, *, frozen: bool
) -> Path:
    """Write the figures of a day with numerators, denominators and definitions: PDF, DOCX or CSV.

    Raises
    ------
    InputError
        ``export_over_project``.
    ProjectError
        ``export_not_logged``, where there are figures of owners in a project that is read-only;
        ``role_no_internal_export``.
    """
    check_role(project)
    if is_project(output):
        raise InputError("export_over_project", path=output.name)
    if project.read_only and any(each.name in OF_OWNERS for each in figures):
        raise ProjectError("export_not_logged", path=project.path.name)
    paper = figures_paper(figures, day, queries.office(project).town, frozen=frozen)
    with nullcontext() if project.read_only else leaving(project, Audience.INTERNAL, "figures", [], output):
        return sections.write(paper, output)
