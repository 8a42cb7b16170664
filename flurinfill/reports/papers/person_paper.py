"""Everything about one person as a readable paper (Art. 15 GDPR)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flurinfill import i18n
from flurinfill._data import data_path
from flurinfill.i18n import tr
from flurinfill.model.errors import InputError
from flurinfill.model.office import Office
from flurinfill.model.owners import Owner, Ownership, Spelling
from flurinfill.model.parcel_id import ParcelId
from flurinfill.project.queries import Line, PersonRecord
from flurinfill.reports.correspondence.letter_texts import filled
from flurinfill.reports.correspondence.owner_words import address_with_source, community_words
from flurinfill.reports.papers.sections import Paper, Section

_SAID = (
    "outreach",
    "outreach_on",
    "outreach_reason",
    "willingness",
    "willingness_on",
    "willingness_source",
    "horizon",
    "motives",
    "wishes",
    "consent",
    "consent_on",
    "review_by",
    "kept_because",
)
_CONTEXTS = {
    "outreach": "Outreach",
    "willingness": "Willingness",
    "willingness_source": "ContactChannel",
    "horizon": "horizon",
}


def person_paper(record: PersonRecord, office: Office, made_on: date) -> Paper:
    """Put a person's record into words: master data, plots, answers, contacts, and the duties of Art. 15."""
    name = record.owner.name if record.owner is not None else tr("unknown owner")
    sections = [section for section in _sections(record) if section.rows]
    return Paper(
        title=tr("Information on stored personal data"),
        subtitle=name,
        town=office.town,
        sections=(*sections, _duties(office, reserved=bool(record.reservations))),
        made_on=made_on,
        marking=tr("Personal"),
        office=office,
    )


def _sections(record: PersonRecord) -> Iterator[Section]:
    if record.owner is not None:
        yield Section(tr("Person"), rows=tuple(_facts(record.owner)))
    head = (tr("Parcel"), tr("Case"), tr("Share"), tr("Land register sheet"))
    plots = [
        (_parcel(share.parcel_id), case, share_words(share), share.sheet) for share, case in record.shares
    ]
    yield Section(tr("Plots"), head=head, rows=tuple(plots))
    answers = [said for line in record.outreach for said in _answer(line)]
    yield Section(tr("Answers"), head=(tr("Case"), tr("What"), tr("Said")), rows=tuple(answers))
    columns = (tr("Case"), tr("On"), tr("How"), tr("Text"), tr("Follow-up"))
    yield Section(tr("Contacts"), head=columns, rows=tuple(map(_contact, record.contacts)))
    head = (tr("Case"), tr("On"), tr("Text"), tr("Taken back on"))
    yield Section(tr("Objections"), head=head, rows=tuple(map(_objection, record.objections)))
    columns = (tr("Case"), tr("Since"), tr("Until"), tr("Note"), tr("Ended on"))
    yield Section(tr("Reservations"), head=columns, rows=tuple(map(_reservation, record.reservations)))
    prices = [(line.case_no, i18n.number(line.values["amount"]) + " €") for line in record.prices]
    yield Section(tr("Asking price"), head=(tr("Case"), tr("Value")), rows=tuple(prices))
    yield Section(
        tr("Named elsewhere"),
        head=(tr("Where"), tr("Case"), tr("Text")),
        rows=tuple(
            (i18n.label("sealed_table", table), case, words) for table, case, words in record.mentions
        ),
    )
    files = [(line.case_no, str(line.values["title"] or line.values["name"])) for line in record.files]
    title = tr("Documents and photos of the cases")
    yield Section(title, head=(tr("Case"), tr("Title")), rows=tuple(files))
    # Who of the office it was is no data of the person (ECJ C-579/21).
    past = [
        (i18n.moment(at), case, i18n.label("operation", code), reason)
        for at, code, case, reason in record.history
    ]
    yield Section(tr("Changes"), head=(tr("When"), tr("Case"), tr("What"), tr("Reason")), rows=tuple(past))


def _facts(owner: Owner) -> Iterator[tuple[str, str]]:
    further = "; ".join(address_with_source(address) for address in owner.further_addresses)
    for name, value in (
        (tr("Name"), owner.name),
        (tr("Kind"), f"{i18n.name_of(owner.kind)}, {i18n.name_of(owner.category)}"),
        (tr("Address"), owner.letter_address.text),
        (tr("Further addresses"), further),
        (tr("Phone"), owner.phone),
        (tr("Mail"), owner.mail),
        (tr("Deceased"), tr("yes") if owner.deceased else ""),
        (tr("Restricted (Art. 18)"), tr("yes") if owner.restricted else ""),
        (tr("Source"), owner.source),
        (tr("As of"), i18n.day(owner.as_of) if owner.as_of else ""),
        (tr("Identifier"), owner.owner_id),
        (tr("In the cadastre"), "; ".join(_spelling(each) for each in owner.spellings)),
    ):
        if value:
            yield name, value


def _spelling(spelling: Spelling) -> str:
    """How the cadastre has the person: name, address and identifier."""
    parts = (spelling.last_name, spelling.first_name, spelling.organisation, spelling.address.text)
    words = ", ".join(part for part in parts if part)
    return f"{words} ({spelling.owner_id})"


def _parcel(parcel_id: str) -> str:
    try:
        return f"{ParcelId.parse(parcel_id).number} ({parcel_id})"
    except InputError:  # a list of the town may have identifiers of its own
        return parcel_id


def share_words(share: Ownership) -> str:
    """Share as a fraction, with the community it is held in."""
    part = f"{share.numerator}/{share.denominator}" if share.numerator and share.denominator else ""
    return ", ".join(word for word in (part, community_words(share)) if word) or i18n.MISSING


def _answer(line: Line) -> Iterator[tuple[str, str, str]]:
    for name in _SAID:
        if line.values.get(name):
            yield line.case_no, i18n.label("said", name), _words(name, line.values[name])


def _words(name: str, value: Any) -> str:
    if name in _CONTEXTS:
        return i18n.label(_CONTEXTS[name], str(value))
    if name == "motives":
        return ", ".join(i18n.label("willingness_reason", str(each)) for each in value)
    if name == "consent":
        return tr("yes")
    return _day(value) if name.endswith(("_on", "_by")) else str(value)


def _contact(line: Line) -> tuple[str, ...]:
    values: Mapping[str, Any] = line.values
    way = tr("outgoing") if values["outgoing"] else tr("incoming")
    how = [i18n.label("ContactChannel", values["channel"]), way]
    if values["result"]:
        how.append(i18n.label("ContactResult", values["result"]))
    back = _day(values["follow_up_on"]) if values["follow_up_on"] else ""
    return line.case_no, _day(values["on"]), ", ".join(how), str(values["text"]), back


def _objection(line: Line) -> tuple[str, ...]:
    back = line.values["taken_back_on"]
    return line.case_no, _day(line.values["on"]), str(line.values["text"]), _day(back) if back else ""


def _reservation(line: Line) -> tuple[str, ...]:
    values = line.values
    until, ended = (_day(values[name]) if values[name] else "" for name in ("until", "ended_on"))
    return line.case_no, _day(values["reserved_on"]), until, str(values["note"]), ended


def _day(text: str) -> str:
    return i18n.day(date.fromisoformat(text))


def _duties(office: Office, *, reserved: bool) -> Section:
    document = tomllib.loads(
        data_path("resources", "letters", "information.toml").read_text(encoding="utf-8")
    )
    values = {
        "office": ", ".join(part for part in (office.town, office.department) if part) or i18n.MISSING,
        "privacy_officer": office.privacy_officer or i18n.MISSING,
        "settled": str(office.keep_settled_years),
        "unanswered": str(office.keep_unanswered_years),
    }
    paragraphs: list[object] = list(document["paragraphs"])
    if reserved:
        paragraphs.insert(-1, document["reserved"])
    return Section(str(document["title"]), tuple(filled(str(part), values) for part in paragraphs))
