"""Dossier: everything about a case on paper, with owners, for the office itself.

Every page bears who made it and when; assistive technology does not read that out.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PIL import Image

from flurinfill import i18n
from flurinfill.i18n import tr
from flurinfill.model.case_files import CaseFile
from flurinfill.model.errors import InputError
from flurinfill.model.owners import Contact, Ownership
from flurinfill.model.parcel_id import ParcelId
from flurinfill.model.progress import SILENT, Progress
from flurinfill.model.reservations import Reservation
from flurinfill.model.rules import Outcome
from flurinfill.model.shares import share_of
from flurinfill.model.site_fields import FIELDS, FieldSource, FieldValue
from flurinfill.model.states import Publication
from flurinfill.project.queries import Objection
from flurinfill.reports import fields
from flurinfill.reports.correspondence.owner_words import address_with_source, community_words
from flurinfill.reports.dossier_release import CaseFolder, DossierRelease, Person
from flurinfill.reports.event_texts import event_text, when_text
from flurinfill.reports.field_texts import spoken
from flurinfill.reports.papers import location_maps, maps, rule_texts
from flurinfill.reports.papers.paper import paper_data, picture_data, short
from flurinfill.reports.papers.typesetting import compile_pdf
from flurinfill.reports.release import Release, RuleLine
from flurinfill.reports.writing import write_bytes

_MAP_MM, _LOCATION_MM = (104.0, 78.0), (60.0, 78.0)
_MOST_WORDS = 2000
"""Letters of a text that a dossier shows; longer ones are read in the program."""
_ORDER = (Outcome.FAILED, Outcome.WARNED, Outcome.NOT_JUDGED, Outcome.PASSED, Outcome.NOT_COUNTED)


def write(release: DossierRelease, path: Path, *, progress: Progress = SILENT) -> Path:
    """Write the dossiers into one PDF, each case from a new page on.

    Parameters
    ----------
    release : DossierRelease
        From :func:`flurinfill.reports.dossier_release.release_dossier`.
    path : Path
        Replaced in one step.
    progress : Progress
        Told of each page; may raise to stop.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    data, pictures = content(release, progress)
    return write_bytes(path, compile_pdf("dossier.typ", data, pictures, progress))


def content(release: DossierRelease, progress: Progress = SILENT) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what the template reads, and maps and thumbnails by file name."""
    plots, pictures = release.release, dict[str, str]()
    cases = []
    for no, case in enumerate(release.cases, 1):
        progress.report("write_papers", no - 1, len(release.cases))
        cases.append(_case(plots, no, case, pictures))
    title = cases[0]["title"] if len(cases) == 1 else tr("Dossiers")
    day = i18n.day(plots.origin.made_on)
    data = {
        **paper_data(plots, title),
        "watermark": " · ".join((i18n.label("marking", plots.marking), release.made_by, day)),
        "notice": tr(
            "Contains personal data: only for who works on the case. Keep it locked up and destroy it when it"
            " is no longer needed. Made by {user} on {day}; the project has noted it.",
            user=release.made_by,
            day=day,
        ),
        "cases": cases,
    }
    return data, pictures


def _case(release: Release, no: int, case: CaseFolder, pictures: dict[str, str]) -> dict[str, Any]:
    row = release.sites.loc[no]
    plan = maps.site_map(release, no, *_MAP_MM, marked=True)
    location = location_maps.location_map(release, no, *_LOCATION_MM)
    place = short(fields.place(row["numbers"], row["gemarkung"], row["flur"]), 90)
    subtitle = [place, short(str(row["address_text"]), 90), i18n.area(float(row["area_m2"]))]
    return {
        "title": tr("Dossier {case}", case=short(case.site.case_no, 40)),
        "subtitle": " · ".join(part for part in subtitle if part),
        "map": picture_data(f"map-{no}.svg", plan, pictures),
        "location": picture_data(f"location-{no}.svg", location, pictures),
        "blocks": [asdict(each) for each in _blocks(release, no, case) if each.rows or each.paragraphs],
        "photos": {"title": tr("Photos"), "pictures": _photos(no, case.files, pictures)},
    }


@dataclass(frozen=True)
class _Block:
    """A part of a dossier: lines of text, or a table whose columns share the width (0: as wide as needed)."""

    title: str
    widths: tuple[int, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    paragraphs: tuple[str, ...] = ()


def _blocks(release: Release, no: int, case: CaseFolder) -> Iterator[_Block]:
    """Give the parts that a dossier may have; those without anything in them are left out."""
    yield _Block(tr("States"), (2, 3), rows=tuple(_states(case)))
    yield from _people(case)
    yield _Block(
        tr("Objections"),
        (0, 2, 4, 0),
        (tr("On"), tr("By"), tr("Text"), tr("Taken back on")),
        tuple(map(_objection, case.objections)),
    )
    yield _Block(
        tr("Reservations"),
        (0, 3, 0, 4, 0),
        (tr("Since"), tr("Reserved for"), tr("Until"), tr("Note"), tr("Ended on")),
        tuple(map(_reservation, case.reservations)),
    )
    note = (case.site.note or "").splitlines()
    yield _Block(tr("Note"), paragraphs=tuple(_text(line) for line in note if line.strip()))
    head: tuple[str, ...] = (tr("Fact"), tr("Value"), tr("From"))
    yield _Block(tr("Figures and obstacles"), (2, 2, 3), head, tuple(_fields(case.fields)))
    head = (tr("Rule"), tr("Plot"), tr("Value"), tr("Threshold"), tr("Result"))
    rules = sorted(release.rules.get(no, ()), key=lambda line: _ORDER.index(line.outcome))
    yield _Block(tr("Rules"), (5, 2, 0, 0, 0), head, tuple(map(_rule, rules)))
    head = (tr("Day"), tr("Title"), tr("Kind"), tr("File"), tr("Added"))
    yield _Block(tr("Documents and photos"), (0, 3, 0, 3, 0), head, tuple(map(_file, case.files)))
    events = tuple((when_text(each), _lines(event_text(each, case.names))) for each in case.events)
    yield _Block(tr("History"), (2, 5), (tr("When and who"), tr("What")), events)


def _people(case: CaseFolder) -> Iterator[_Block]:
    head = (tr("Owner"), tr("Kind"), tr("Address and reach"), tr("Share"))
    several = len(case.site.parcel_ids) > 1
    owners = (_owner(person, several=several) for person in case.persons)
    yield _Block(tr("Owners"), (4, 2, 4, 3), head, tuple(owners))
    yield _Block(
        tr("What the owners were asked and said"),
        (3, 3, 3, 4),
        (tr("Owner"), tr("Outreach"), tr("Willingness"), tr("Said")),
        tuple(map(_answer, case.persons)),
    )
    yield _Block(
        tr("Contacts and follow-ups"),
        (0, 2, 3, 5, 2),
        (tr("On"), tr("How"), tr("With"), tr("Text"), tr("Follow-up")),
        tuple(_contact(contact, case.names) for contact in case.contacts),
    )


def _objection(objection: Objection) -> tuple[str, ...]:
    back = _day(objection.taken_back_on)
    return i18n.day(objection.on), short(objection.name, 200), _text(objection.text), back


def _reservation(reservation: Reservation) -> tuple[str, ...]:
    party = reservation.party
    told = [party.name, party.phone, party.mail] if party is not None else []
    return (
        i18n.day(reservation.reserved_on),
        _lines("\n".join(short(words, 200) for words in told if words)),
        _day(reservation.until),
        _text(reservation.note),
        _day(reservation.ended_on),
    )


def _states(case: CaseFolder) -> Iterator[tuple[str, str]]:
    site = case.site
    review = i18n.name_of(site.review)
    if site.reject_reason is not None:
        review = f"{review}: {i18n.name_of(site.reject_reason)}"
    if site.deferred_until is not None:
        review = f"{review} · {tr('until {day}', day=i18n.day(site.deferred_until))}"
    publication = i18n.name_of(site.publication)
    if site.announced_on is not None:
        day = i18n.day(site.announced_on)
        announced = site.publication is Publication.ANNOUNCED
        publication = f"{publication} · {day if announced else tr('announced on {day}', day=day)}"
    yield i18n.label("fact", "potential"), i18n.name_of(site.potential)
    yield i18n.label("fact", "review"), review
    availability = i18n.name_of(site.availability)
    until = next((each.until for each in case.reservations if each.ended_on is None), None)
    if until is not None:
        availability = f"{availability} · {tr('until {day}', day=i18n.day(until))}"
    yield i18n.label("fact", "availability"), availability
    yield i18n.label("fact", "publication"), publication
    if site.willingness is not None:
        yield tr("Willingness, all owners together"), i18n.name_of(site.willingness)
    yield tr("Consent to be named to investors"), tr("yes") if site.consent_investor else tr("no")
    if site.parcel_missing:
        yield tr("Cadastre"), tr("A parcel of this site is no longer in the cadastre.")


def _owner(person: Person, *, several: bool) -> tuple[str, ...]:
    owner = person.owner
    remarks = [
        *([tr("Deceased")] if owner.deceased else []),
        *([tr("Processing restricted (Art. 18 GDPR)")] if owner.restricted else []),
        *([] if person.present else [tr("no longer an owner")]),
    ]
    name = owner.name or i18n.name_of(owner.kind)
    kind = f"{i18n.name_of(owner.kind)}, {i18n.name_of(owner.category)}" if person.present else ""
    reach = [
        address_with_source(owner.letter_address) if owner.letter_address.text else "",
        *(address_with_source(address) for address in owner.further_addresses),
        owner.phone,
        owner.mail,
    ]
    return (
        _lines("\n".join([short(name, 200), *remarks])),
        kind,
        _lines("\n".join(part for part in reach if part)),
        _lines("\n".join(_shares(person.shares, several=several))),
    )


def _shares(shares: Sequence[Ownership], *, several: bool) -> list[str]:
    """Shares in words, each once; where a site has several parcels, with those that it is a share of."""
    parcels: dict[str, list[str]] = {}
    for share in shares:
        parcels.setdefault(_share(share), []).append(_number(share.parcel_id))
    return [f"{', '.join(numbers)}: {words}" if several else words for words, numbers in parcels.items()]


def _number(parcel_id: str) -> str:
    try:
        return ParcelId.parse(parcel_id).number
    except InputError:
        return parcel_id


def _share(share: Ownership) -> str:
    part = share_of(share)
    whole = tr("sole owner") if part == 1 and share.community is None else ""
    words = [whole or (str(part) if part is not None and part != 1 else ""), community_words(share)]
    sheet = tr("sheet {sheet}", sheet=share.sheet) if share.sheet else ""
    return ", ".join(word for word in (*words, sheet) if word) or i18n.MISSING


def _answer(person: Person) -> tuple[str, ...]:
    said = person.said
    outreach = i18n.label("Outreach", str(said.get("outreach") or "none"))
    willingness = i18n.label("Willingness", str(said.get("willingness") or "unknown"))
    channel = str(said.get("willingness_source") or "")
    source = i18n.label("ContactChannel", channel) if channel else ""
    told = [
        i18n.label("horizon", str(said["horizon"])) if said.get("horizon") else "",
        ", ".join(i18n.label("willingness_reason", str(motive)) for motive in said.get("motives") or ()),
        tr("“{words}”", words=_text(str(said["wishes"]))) if said.get("wishes") else "",
        tr("May be named to investors") if said.get("consent") else "",
    ]
    return (
        short(person.owner.name or i18n.name_of(person.owner.kind), 200),
        _with_day(outreach, said.get("outreach_on")),
        _with_day(
            willingness, said.get("willingness_on"), i18n.label("ContactChannel", source) if source else ""
        ),
        _lines("\n".join(part for part in told if part)),
    )


def _with_day(words: str, day: object, source: str = "") -> str:
    known = [i18n.day(date.fromisoformat(str(day))) if day else "", source]
    beside = ", ".join(part for part in known if part)
    return f"{words} ({beside})" if beside else words


def _contact(contact: Contact, names: Mapping[str, str]) -> tuple[str, ...]:
    way = tr("outgoing") if contact.outgoing else tr("incoming")
    how = [i18n.name_of(contact.channel), way, i18n.name_of(contact.result) if contact.result else ""]
    back = ""
    if contact.follow_up_on is not None:
        done = tr("done") if contact.follow_up_done else contact.follow_up_by
        back = ", ".join(part for part in (i18n.day(contact.follow_up_on), done) if part)
    return (
        i18n.day(contact.on),
        ", ".join(part for part in how if part),
        names.get(contact.owner_id, ""),
        _text(contact.text),
        back,
    )


def _fields(form: Mapping[str, FieldValue]) -> Iterator[tuple[str, str, str]]:
    for name, known in form.items():
        if known.value is None or name not in FIELDS:
            continue
        origin = i18n.name_of(known.origin) if known.origin is not None else ""
        source = known.source
        if source in set(FieldSource):
            source = i18n.name_of(FieldSource(source))
        parts = (origin, source, i18n.day(known.as_of) if known.as_of else "", known.user)
        beside = ", ".join(dict.fromkeys(part for part in parts if part))
        yield i18n.label("site_field", name), spoken(FIELDS[name], known.value), beside


def _rule(line: RuleLine) -> tuple[str, ...]:
    return (
        short(rule_texts.name(line), 110),
        short(line.number, 30),
        rule_texts.value(line),
        rule_texts.threshold(line),
        i18n.name_of(line.outcome),
    )


def _file(file: CaseFile) -> tuple[str, ...]:
    added = f"{i18n.day(file.added_on)} · {file.added_by}" if file.added_by else i18n.day(file.added_on)
    return _day(file.on), short(file.title, 80), i18n.name_of(file.kind), short(file.name, 60), added


def _photos(no: int, files: Sequence[CaseFile], pictures: dict[str, str]) -> list[dict[str, str]]:
    found = []
    for number, file in enumerate(file for file in files if file.photo and file.thumbnail):
        name = f"photo-{no}-{number}.svg"
        pictures[name] = _picture(file.thumbnail)
        words = " · ".join(part for part in (short(file.title, 60), _day(file.on)) if part)
        found.append({"file": name, "alt": tr("Photo: {title}", title=words), "words": words})
    return found


def _picture(jpeg: bytes) -> str:
    """Wrap a JPEG in an SVG document, the one kind of picture that a paper takes."""
    with Image.open(io.BytesIO(jpeg)) as image:
        width, height = image.size
    coded = base64.b64encode(jpeg).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" '
        f'href="data:image/jpeg;base64,{coded}"/></svg>'
    )


def _lines(words: str) -> str:
    """Lines of a cell, each as it is."""
    return "\n".join(_text(line) for line in words.split("\n"))


def _text(words: str) -> str:
    return words if len(words) <= _MOST_WORDS else short(words, _MOST_WORDS)


def _day(day: date | None) -> str:
    return i18n.day(day) if day is not None else ""
