"""Letters to owners: who gets one and who does not, the file for the printer, the record afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from flurinfill import i18n
from flurinfill.i18n import tr
from flurinfill.model.change import Change
from flurinfill.model.errors import InputError
from flurinfill.model.letters import LeftOut, LetterKind, LetterText, reason_against
from flurinfill.model.office import same_town
from flurinfill.model.owners import Owner, OwnerCategory, OwnerKind
from flurinfill.project import Project, is_project, operations, queries
from flurinfill.project.queries import Addressee
from flurinfill.reports.correspondence import letters_docx
from flurinfill.reports.correspondence.letter_texts import default_text, needed, parse
from flurinfill.reports.correspondence.letters import Letter, LetterRun, Subject, content, write_pdf
from flurinfill.reports.papers.typesetting import compile_png

ANSWER_WITHIN = timedelta(weeks=6)
"""Time that owners are given, unless somebody says otherwise."""


@dataclass(frozen=True)
class Omission:
    """An owner who gets no letter about a site, and why; ``name`` is ``""`` where nobody is known."""

    case_no: str
    name: str
    reason: LeftOut


@dataclass(frozen=True)
class Plan:
    """What a run of letters would be.

    Attributes
    ----------
    run : LetterRun
    omissions : tuple of Omission
    """

    run: LetterRun
    omissions: tuple[Omission, ...]

    @property
    def sent(self) -> list[tuple[int, str]]:
        """Site and owner of each letter."""
        return [
            (subject.site_id, letter.owner.owner_id)
            for letter in self.run.letters
            for subject in letter.subjects
        ]


def text_of(project: Project, kind: LetterKind) -> LetterText:
    """Return the text of a kind of letter: the office's own, else the one of the program."""
    own = queries.letter_text(project, kind)
    return parse(own) if own else default_text(kind)


def plan(
    project: Project,
    kind: LetterKind,
    site_ids: Sequence[int],
    *,
    on: date,
    deadline: date | None = None,
    event: Mapping[str, str] | None = None,
    text: LetterText | None = None,
) -> Plan:
    """Find out who gets a letter and who is left out; nothing is written.

    Parameters
    ----------
    project : Project
        The vault is unlocked; the read of owners is logged.
    kind : LetterKind
    site_ids : sequence of int
    on : date
        Day of the letters.
    deadline : date, optional
        Until when an answer is asked for; six weeks later by default.
    event : mapping, optional
        ``event_day``, ``event_time`` and ``event_place`` of an invitation.
    text : LetterText, optional
        Instead of :func:`text_of`.

    Raises
    ------
    InputError
        ``office_incomplete`` with the missing fields, ``letter_field_empty`` where the text needs a
        value that nobody gave.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    office = queries.office(project)
    if office.missing:
        names = [i18n.label("office_field", name) for name in office.missing]
        raise InputError("office_incomplete", fields=names)
    text, sites = text or text_of(project, kind), queries.site_table(project)
    found = queries.addressees(project, site_ids, "letters")
    known = [each for each in site_ids if each in sites.index]
    chosen, omissions = _sorted_out(kind, found, known, sites, office.town)
    common = {
        "town": office.town,
        "department": office.department,
        "person": office.person,
        "phone": office.phone,
        "mail": office.mail,
        "deadline": i18n.day(deadline or on + ANSWER_WITHIN),
        **(event or {}),
    }
    empty = sorted(name for name in needed(text) if name in common and not common[name])
    empty += sorted(name for name in needed(text) if name.startswith("event_") and name not in common)
    if empty:
        raise InputError("letter_field_empty", fields=[_field_name(name) for name in empty])
    letters = tuple(_letter(members, sites, common) for members in chosen)
    return Plan(LetterRun(kind, text, office, on, letters), tuple(omissions))


def _field_name(name: str) -> str:
    return i18n.label("letter_field" if name.startswith("event_") else "office_field", name)


def write(made: Plan, output: Path) -> Path:
    """Write the letters of a plan: a PDF for the printer, or a DOCX that can be changed by hand.

    Raises
    ------
    InputError
        ``no_letters`` when nobody gets one; ``export_over_project``; ``letter_format`` for another
        ending than ``.pdf`` and ``.docx``.
    """
    if not made.run.letters:
        raise InputError("no_letters", count=len(made.omissions))
    if is_project(output):
        raise InputError("export_over_project", path=output.name)
    writers = {".pdf": write_pdf, ".docx": letters_docx.write_docx}
    if output.suffix.lower() not in writers:
        raise InputError("letter_format", path=output.name)
    return writers[output.suffix.lower()](made.run, output)


def preview(made: Plan, number: int, dots_per_inch: float = 90) -> bytes:
    """Set the first page of one letter of a plan as a PNG picture; nothing is written.

    Parameters
    ----------
    number : int
        Which letter, from 0.
    """
    data, pictures = content(replace(made.run, letters=made.run.letters[number : number + 1]))
    return compile_png("letter.typ", data, pictures, dots_per_inch)


def send(project: Project, made: Plan, output: Path, *, follow_up_on: date | None) -> Change:
    """Write the letters and record that they went out; a file that cannot be recorded does not stay.

    Raises
    ------
    InputError, ProjectError, SealedError
        See :func:`write` and :func:`record`.
    """
    path = write(made, output)
    try:
        return record(project, made, follow_up_on=follow_up_on)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def record(project: Project, made: Plan, *, follow_up_on: date | None) -> Change:
    """Record that the letters of a plan went out; see :func:`operations.record_letters`."""
    subject = tr("Letter: {kind}", kind=i18n.name_of(made.run.kind))
    return operations.record_letters(
        project, made.run.kind, made.sent, on=made.run.on, text=subject, follow_up_on=follow_up_on
    )


def _sorted_out(
    kind: LetterKind, found: Sequence[Addressee], site_ids: Sequence[int], sites: pd.DataFrame, town: str
) -> tuple[list[list[Addressee]], list[Omission]]:
    """Give the addressees by owner, and who is left out."""
    known = {each.site_id for each in found}
    omissions = [
        Omission(str(sites.loc[site_id, "case_no"]), "", LeftOut.NO_OWNER)
        for site_id in dict.fromkeys(site_ids)
        if site_id not in known
    ]
    by_owner: dict[str, list[Addressee]] = {}
    for each in found:
        reason = _reason(kind, each, town)
        if reason is None:
            by_owner.setdefault(each.owner.owner_id, []).append(each)
        else:
            omissions.append(Omission(str(sites.loc[each.site_id, "case_no"]), each.owner.name, reason))
    return list(by_owner.values()), omissions


def _reason(kind: LetterKind, addressee: Addressee, town: str) -> LeftOut | None:
    owner = addressee.owner
    if owner.category is OwnerCategory.MUNICIPALITY and same_town(owner.name, town):
        return LeftOut.OWN_LAND
    if owner.deceased:
        return LeftOut.DECEASED
    if owner.restricted:
        return LeftOut.RESTRICTED
    if owner.kind is OwnerKind.COMMUNITY:
        return LeftOut.NO_PERSON
    if not _has_address(owner):
        return LeftOut.NO_ADDRESS
    return reason_against(kind, addressee.outreach)


def _has_address(owner: Owner) -> bool:
    return bool(owner.name and owner.street.strip() and owner.postcode.strip() and owner.city.strip())


def _letter(members: Sequence[Addressee], sites: pd.DataFrame, common: Mapping[str, str]) -> Letter:
    subjects = tuple(_subject(each.site_id, pd.Series(sites.loc[each.site_id])) for each in members)
    first = pd.Series(sites.loc[members[0].site_id])
    days = [each.outreach_on for each in members if each.outreach_on is not None]
    values = {
        **common,
        "place": _place(first) if len(members) == 1 else tr("in {town}", town=str(first["gemarkung"])),
        "parcels": "; ".join(subject.parcels for subject in subjects),
        "case_numbers": ", ".join(subject.case_no for subject in subjects),
        "first_letter": i18n.day(min(days)) if days else i18n.MISSING,
    }
    return Letter(members[0].owner, subjects, values)


def _place(site: pd.Series) -> str:
    where = str(site["address_text"]).split(";")[0].strip() or tr("parcel {number}", number=site["numbers"])
    return ", ".join(
        dict.fromkeys(part for part in (where, str(site["district"] or site["gemarkung"])) if part)
    )


def _subject(site_id: int, site: pd.Series) -> Subject:
    flur = tr("Flur {flur}", flur=site["flur"].lstrip("0")) if str(site["flur"]).strip("0") else ""
    parts = [
        tr("parcel {number}", number=site["numbers"]),
        tr("Gemarkung {name}", name=site["gemarkung"]) if site["gemarkung"] else "",
        flur,
        i18n.area(float(site["area_m2"])),
    ]
    return Subject(site_id, str(site["case_no"]), ", ".join(part for part in parts if part))
