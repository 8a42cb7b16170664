"""Hand the follow-ups to the calendar program of the office."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flurinfill.model.audience import Audience
from flurinfill.model.errors import InputError
from flurinfill.model.progress import SILENT, Progress, report_done
from flurinfill.project import Project, is_project, queries
from flurinfill.reports import calendar
from flurinfill.reports.writing import write_bytes
from flurinfill.usecases.internal_use import check_internal
from flurinfill.usecases.leaving import leaving


def export_follow_ups(project: Project, output: Path, progress: Progress = SILENT) -> int:
    """Write all open follow-ups; they are for the office, and the history notes it.

    Returns
    -------
    int
        How many there are.

    Raises
    ------
    InputError
        ``no_follow_ups``, ``export_over_project``.
    ProjectError
        see :func:`flurinfill.usecases.internal_use.check_internal` and
        :func:`flurinfill.reports.writing.replacing`.
    """
    check_internal(project)
    if is_project(output):
        raise InputError("export_over_project", path=output.name)
    progress.report("write_file", 0, 1)
    open_ones = queries.follow_ups(project)
    if not open_ones:
        raise InputError("no_follow_ups")
    sites = list(dict.fromkeys(each.site_id for each in open_ones))
    with leaving(project, Audience.INTERNAL, "ics", sites, output):
        write_bytes(output, calendar.calendar(open_ones, project.project_id, datetime.now().astimezone()))
    report_done(progress, "write_file")
    return len(open_ones)
