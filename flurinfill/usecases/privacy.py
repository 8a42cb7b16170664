"""Papers that the office owes under the GDPR: record of processing activities, access log."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from flurinfill import i18n
from flurinfill.i18n import tr
from flurinfill.model.audience import Audience
from flurinfill.model.errors import InputError
from flurinfill.project import Project, is_project, queries
from flurinfill.reports import sheets
from flurinfill.reports.papers import sections
from flurinfill.reports.papers.processing_record import processing_record
from flurinfill.usecases.internal_use import check_internal
from flurinfill.usecases.leaving import leaving

_ALL = 10_000_000


def write_processing_record(project: Project, output: Path, *, today: date | None = None) -> Path:
    """Write the record of processing activities as PDF, or as DOCX by the suffix.

    Raises
    ------
    InputError
        ``export_over_project``.
    """
    if is_project(output):
        raise InputError("export_over_project", path=output.name)
    return sections.write(processing_record(queries.office(project), today or date.today()), output)


def write_access_log(project: Project, output: Path) -> Path:
    """Write who read owner data when and for what as CSV, for the office itself; the history notes it.

    Raises
    ------
    InputError
        ``export_over_project``.
    ProjectError
        See :func:`flurinfill.usecases.internal_use.check_internal`.
    """
    check_internal(project)
    if is_project(output):
        raise InputError("export_over_project", path=output.name)
    log = queries.access_log(project, _ALL)
    frame = pd.DataFrame(
        {
            tr("When"): [i18n.moment(at) for at in log["at"]],
            tr("Who"): log["user"],
            tr("Purpose"): [i18n.label("access_purpose", code) for code in log["purpose"]],
            tr("Owners"): log["owners"],
            tr("Parcels"): log["parcels"],
        }
    )
    with leaving(project, Audience.INTERNAL, "access_log", [], output):
        return sheets.write_list(frame, output)
