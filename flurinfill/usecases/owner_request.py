"""Ask the land survey office whose parcels these are: the letter, and the record of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from flurinfill import i18n
from flurinfill.model.change import Change
from flurinfill.model.errors import InputError
from flurinfill.model.owner_request import RequestText
from flurinfill.model.parcel_id import sort_key
from flurinfill.project import Project, is_project, operations, queries
from flurinfill.reports.correspondence import owner_request
from flurinfill.reports.correspondence.owner_request import RequestLetter


def prepare(
    project: Project, parcel_ids: Sequence[str], recipient: Sequence[str], text: RequestText, *, on: date
) -> RequestLetter:
    """Find out what the letter would say; nothing is written.

    Raises
    ------
    InputError
        ``office_incomplete``, ``request_without_parcels``, ``request_without_recipient``,
        ``letter_unknown_field``, ``letter_syntax``.
    """
    office = queries.office(project)
    if office.missing:
        names = [i18n.label("office_field", name) for name in office.missing]
        raise InputError("office_incomplete", fields=names)
    owner_request.check(text)
    table = queries.parcel_table(project)
    wanted = sorted({parcel for parcel in parcel_ids if parcel in table.index}, key=sort_key)
    if not wanted:
        raise InputError("request_without_parcels")
    lines = tuple(line.strip() for line in recipient if line.strip())
    if len(lines) < 2:
        raise InputError("request_without_recipient")
    rows = [
        (
            str(row["gemarkung"]),
            str(row["flur"]).lstrip("0_"),
            str(row["number"]),
            str(parcel),
            str(row["address_text"]).split(";")[0],
            i18n.area(float(row["official_area_m2"])),
        )
        for parcel, row in table.loc[wanted].iterrows()
    ]
    return RequestLetter(office, lines, text, on, rows)


def parcels_of(letter: RequestLetter) -> list[str]:
    """Return the parcels that a letter asks about."""
    return [row[3] for row in letter.parcels]


def send(project: Project, letter: RequestLetter, output: Path) -> Change:
    """Write the letter as PDF and record the request; a letter that cannot be recorded does not stay.

    Raises
    ------
    InputError, ProjectError, SealedError
        ``export_over_project``, ``request_format`` for another ending than ``.pdf``; ``no_vault`` or
        ``sealed``; see :func:`flurinfill.reports.writing.replacing`.
    """
    if is_project(output):
        raise InputError("export_over_project", path=output.name)
    if output.suffix.lower() != ".pdf":
        raise InputError("request_format", path=output.name)
    project.vault.require()
    path = owner_request.write_pdf(letter, output)
    try:
        return operations.record_owner_request(
            project, parcels_of(letter), recipient=letter.recipient, text=letter.text, on=letter.on
        )
    except BaseException:
        path.unlink(missing_ok=True)
        raise
