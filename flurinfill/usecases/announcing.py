"""The assistant for §200(3) BauGB: draft the notice, announce, wait a month, publish; what is locked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.errors import InputError
from flurinfill.model.law import month_is_over, objection_deadline
from flurinfill.model.states import Availability, Publication, Review
from flurinfill.project import Project, is_project, queries
from flurinfill.project.queries import PublicExport
from flurinfill.reports import sheets
from flurinfill.reports.fields import heading
from flurinfill.reports.gate import OFFICIAL_USE_ONLY
from flurinfill.reports.papers import notice
from flurinfill.reports.refusals import refusal
from flurinfill.reports.release import PUBLIC_COLUMNS
from flurinfill.usecases.exporting import ExportFormat, ExportReport, export


@dataclass(frozen=True)
class Register:
    """How far the sites are on their way to the public register; frames of ``queries.site_table``.

    Attributes
    ----------
    announceable : DataFrame
        Confirmed, not built on, never announced: they belong into the next notice.
    waiting : DataFrame
        Announced, the month is running; with the column ``deadline`` (its last day).
    ready : DataFrame
        The month is over, nobody objected, and nothing else is against it: they may be published.
    published : DataFrame
    objected : DataFrame
    withheld : DataFrame
        What the gate does not let out to the public today, what was announced first; with the column
        ``withheld`` (code of the reason, catalogue context ``withheld``).
    """

    announceable: pd.DataFrame
    waiting: pd.DataFrame
    ready: pd.DataFrame
    published: pd.DataFrame
    objected: pd.DataFrame
    withheld: pd.DataFrame


def register(project: Project, today: date) -> Register:
    """Sort the sites by how far they are on their way to the public register."""
    sites = queries.site_table(project)
    state = sites["publication"]
    open_ones = (sites["review"] == Review.CONFIRMED) & (sites["availability"] != Availability.BUILT)
    announced = sites[state == Publication.ANNOUNCED]
    deadlines = [objection_deadline(day) if day is not None else None for day in announced["announced_on"]]
    announced = announced.assign(deadline=pd.Series(deadlines, index=announced.index, dtype=object))
    over = [day is not None and month_is_over(day, today) for day in announced["announced_on"]]
    passed = pd.Series(over, index=announced.index, dtype=bool)
    cleared = sites[state == Publication.CLEARED]
    withheld = _withheld(sites, today)
    barred = withheld.index[withheld["withheld"] != f"publication_{Publication.ANNOUNCED}"]
    due = pd.concat([announced[passed].drop(columns="deadline"), cleared])
    return Register(
        announceable=sites[open_ones & (state == Publication.NOT_ANNOUNCED) & ~sites["parcel_missing"]],
        waiting=announced[~passed],
        ready=due[~due.index.isin(barred)],
        published=sites[state == Publication.PUBLISHED],
        objected=sites[state == Publication.OBJECTED],
        withheld=withheld,
    )


def _withheld(sites: pd.DataFrame, today: date) -> pd.DataFrame:
    reasons = [refusal(row, Audience.PUBLIC, today) for _, row in sites.iterrows()]
    marked = sites.assign(withheld=pd.Series(reasons, index=sites.index, dtype="str"))
    locked = marked[marked["withheld"] != ""]
    untouched = locked["publication"] == Publication.NOT_ANNOUNCED
    return pd.concat([locked[~untouched], locked[untouched]])


def draft_notice(
    project: Project, output: Path, *, announced_on: date | None, today: date | None = None
) -> Path:
    """Write the draft of the public notice; no plot stands in it.

    Raises
    ------
    InputError
        ``office_incomplete``; ``export_over_project``.
    """
    office = queries.office(project)
    if office.missing:
        raise InputError(
            "office_incomplete", fields=[i18n.label("office_field", name) for name in office.missing]
        )
    if is_project(output):
        raise InputError("export_over_project", path=output.name)
    return notice.write(office, announced_on, output, today or date.today())


def write_annex(project: Project, site_ids: Sequence[int], output: Path) -> ExportReport:
    """Write the list of the plots that the notice is about: for the files of the office only."""
    return export(project, ExportFormat.SPREADSHEET, output, audience=Audience.INTERNAL, site_ids=site_ids)


def write_published(publication: PublicExport, output: Path) -> Path:
    """Write again what a file for the public said, from the history: for the files of the office only.

    Somebody may have objected since, so it is marked, and never goes out again.

    Raises
    ------
    InputError
        ``export_over_project``.
    """
    if is_project(output):
        raise InputError("export_over_project", path=output.name)
    frame = pd.DataFrame([dict(line) for line in publication.listed], columns=list(PUBLIC_COLUMNS))
    headed = frame.rename(columns={name: heading(name) for name in PUBLIC_COLUMNS})
    return sheets.write_list(headed, output, i18n.label("marking", OFFICIAL_USE_ONLY))
