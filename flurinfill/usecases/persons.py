"""Rights of one person: the information of Art. 15 GDPR as a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flurinfill.model.audience import Audience
from flurinfill.model.errors import InputError
from flurinfill.project import Project, is_project, queries
from flurinfill.reports.papers import sections
from flurinfill.reports.papers.person_paper import person_paper
from flurinfill.usecases.leaving import leaving


def write_information(project: Project, owner_id: str, output: Path, *, today: date | None = None) -> Path:
    """Write everything about one person: PDF, or a list by the suffix ``.csv``.

    The read is logged, and the history notes that an information was given (not to whom).

    Raises
    ------
    InputError
        ``export_over_project``.
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    if is_project(output):
        raise InputError("export_over_project", path=output.name)
    record = queries.person(project, owner_id)
    with leaving(project, Audience.INTERNAL, "information", [], output):
        paper = person_paper(record, queries.office(project), today or date.today())
        return sections.write(paper, output)
