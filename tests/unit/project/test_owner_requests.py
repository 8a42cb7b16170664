"""Owner data asked for by letter; the answer is matched to what was asked, in one step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import small_town
from pypdf import PdfReader

from flurinfill import i18n
from flurinfill.cadastre.readers.lists import OfficeList, read_list
from flurinfill.model.errors import InputError, SealedError
from flurinfill.model.office import Office
from flurinfill.model.owner_request import AnswerColumn, OwnerRequest
from flurinfill.model.owners import CommunityKind, Owner, OwnerCategory, OwnerKind, Ownership
from flurinfill.project import Project, operations, queries
from flurinfill.reports.correspondence.owner_request import default_text
from flurinfill.usecases import owner_answer, owner_request

ASKED, ANSWERED = date(2026, 6, 1), date(2026, 6, 20)
OFFICE = Office(
    town="Musterau", street="Markt 1", postcode="00000", city="Musterau", phone="00000 1",
    signatory="E. Beispiel", privacy_officer="dsb@musterau.example",
)  # fmt: skip
RECIPIENT = ("Landratsamt Musterkreis", "Schlossplatz 2", "00001 Musterkreis")
ROWS = """Kennzeichen;Eigentümer;Vorname;Anschrift;Hausnr.;PLZ;Ort;Anteil;Rechtsgemeinschaft;Geburtsdatum
{0};Sternfänger;Erika;Am Muster;7;00000;Musterau;1/2;Erbengemeinschaft;1.1.70
{0};Sternfänger;Otto;Am Muster;7;00000;Musterau;1/2;Erbengemeinschaft;2.2.72
{1};Mondstaubler, Balduin;;Am Regenbogen;3;00000;Musterau;1/1;;
{4};;;;;;;;;
{2};=Wolkenbau GmbH;;Werkstraße;1;00000;Musterau;3/2;;
{3};Niemand;Nina;Weg;1;00000;Musterau;1/1;;
14990100200099______;Niemand;Nils;Weg;2;00000;Musterau;1/1;;
"""


@pytest.fixture
def request_(project: Project, tmp_path: Path) -> OwnerRequest:
    """What was asked: the parcels 1, 3, 5 and 7."""
    operations.set_office(project, OFFICE)
    parcels = small_town.IDS[::2]
    letter = owner_request.prepare(project, parcels, RECIPIENT, default_text(), on=ASKED)
    owner_request.send(project, letter, tmp_path / "anfrage.pdf")
    return queries.owner_requests(project)[0]


@pytest.fixture
def answer(tmp_path: Path) -> OfficeList:
    ids = small_town.IDS
    path = tmp_path / "antwort.csv"
    path.write_text(ROWS.format(ids[0], ids[2], ids[4], ids[1], ids[6]), encoding="cp1252")
    return read_list(path)


def test_the_letter_names_parcels_purpose_and_law(request_: OwnerRequest, tmp_path: Path) -> None:
    pages = [page.extract_text() for page in PdfReader(tmp_path / "anfrage.pdf").pages]
    letter = " ".join(pages[0].split())
    for words in ("Landratsamt Musterkreis", "§ 11 SächsVermKatG", "Innenentwicklung", "(4)"):
        assert words in letter
    assert all(parcel in pages[1] for parcel in small_town.IDS[::2])
    assert (request_.asked_on, request_.answered_on) == (ASKED, None)
    assert request_.open == small_town.IDS[::2]
    assert request_.text == default_text()


def test_an_answer_brings_nobody_back_who_was_erased(
    project: Project, request_: OwnerRequest, answer: OfficeList
) -> None:
    operations.erase_owner(project, small_town.OWNER_IDS[2], reason="Antrag")  # owns all but one of these
    columns = owner_answer.guess_columns([str(head) for head in answer.rows.columns])
    found = owner_answer.match(project, request_, answer, columns, on=ANSWERED)
    assert found.answered == (small_town.IDS[0],)
    assert [each.line for each in found.not_taken if each.reason == "owner_erased"] == [4, 5, 6]
    assert i18n.label("answer_problem", "owner_erased") != "owner_erased"
    owner_answer.take(project, request_, found, on=ANSWERED)
    assert queries.owners_named(project, "Mondstaubler") == []


def test_what_is_missing_is_told_and_nothing_is_recorded(project: Project, tmp_path: Path) -> None:
    text = default_text()
    good = {"parcel_ids": small_town.IDS[:1], "recipient": RECIPIENT, "text": text}
    operations.set_office(project, OFFICE)
    for wrong, code in (
        ({"parcel_ids": ["99"]}, "request_without_parcels"),
        ({"recipient": ["Landratsamt", " "]}, "request_without_recipient"),
        ({"text": replace(text, subject="{nirgends}")}, "letter_unknown_field"),
        ({"text": replace(text, subject="{")}, "letter_syntax"),
    ):
        with pytest.raises(InputError, match=code):
            owner_request.prepare(project, **{**good, **wrong}, on=ASKED)  # type: ignore[arg-type]
    letter = owner_request.prepare(project, **good, on=ASKED)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="request_format"):
        owner_request.send(project, letter, tmp_path / "anfrage.odt")
    project.seal()
    with pytest.raises(SealedError):
        owner_request.send(project, letter, tmp_path / "anfrage.pdf")
    assert not list(tmp_path.glob("anfrage*"))


def test_an_answer_is_matched_to_what_was_asked_and_taken_in_one_step(
    project: Project, request_: OwnerRequest, answer: OfficeList, path: Path
) -> None:
    columns = owner_answer.guess_columns([str(head) for head in answer.rows.columns])
    assert len(columns) == 9
    assert [name for name, _ in answer.refused] == ["Geburtsdatum"]
    ids = small_town.IDS
    found = owner_answer.match(project, request_, answer, columns, on=ANSWERED)
    assert found.answered == (ids[0], ids[2], ids[4])
    assert found.open == (ids[6],)
    assert [(each.line, each.reason) for each in found.not_taken] == [
        (5, "nameless"),
        (6, "share_wrong"),
        (7, "not_asked"),
        (8, "not_found"),
    ]
    change = owner_answer.take(project, request_, found, on=ANSWERED)
    assert change.sites == {1, 2, 3}
    pairs = queries.owners_of(project, ids[:5:2], "case_work")
    assert [owner.name for owner, _ in pairs] == [
        "Sternfänger, Erika", "Sternfänger, Otto", "Mondstaubler, Balduin", "=Wolkenbau GmbH",
    ]  # fmt: skip
    erika, share = pairs[0]
    assert (erika.street, erika.source, erika.as_of) == ("Am Muster 7", RECIPIENT[0], ANSWERED)
    assert (share.numerator, share.denominator, share.community) == (1, 2, CommunityKind.HEIRS)
    assert pairs[0][1].community_id == pairs[1][1].community_id
    assert pairs[2][0].owner_id == "DEOWN3"  # known before by name and address
    assert (pairs[3][0].kind, pairs[3][0].category) == (OwnerKind.ORGANISATION, OwnerCategory.COMPANY)
    (kept,) = queries.owner_requests(project)
    assert (kept.answered_on, kept.open) == (ANSWERED, (ids[6],))
    operations.undo(project)
    assert queries.owner_requests(project) == [request_]
    names = [owner.name for owner, _ in queries.owners_of(project, [ids[0]], "case_work")]
    assert names == ["Quarkenbeisser, Zyprian", "Tintenklecks, Eulalia"]
    raw = path.read_bytes()
    assert not any(word.encode() in raw for word in ("Sternfänger", "Wolkenbau", "SächsVermKatG"))


def test_a_second_answer_fills_what_was_open(
    project: Project, request_: OwnerRequest, answer: OfficeList
) -> None:
    columns = owner_answer.guess_columns([str(head) for head in answer.rows.columns])
    first = owner_answer.match(project, request_, answer, columns, on=ANSWERED)
    owner_answer.take(project, request_, first, on=ANSWERED)
    (now,) = queries.owner_requests(project)
    rest = replace(answer, rows=answer.rows.iloc[[0]].assign(Kennzeichen="Flst. 7"))
    second = owner_answer.match(project, now, rest, columns, on=ANSWERED)
    owner_answer.take(project, now, second, on=ANSWERED)
    (done,) = queries.owner_requests(project)
    assert done.open == ()
    ((owner, _),) = queries.owners_of(project, [small_town.IDS[6]], "case_work")
    ((erika, _), _) = queries.owners_of(project, [small_town.IDS[0]], "case_work")
    assert owner.owner_id == erika.owner_id


HEAD = "Kennzeichen;Eigentümer;Vorname;Anschrift;PLZ;Ort;Anteil;Rechtsgemeinschaft\n"


def _read(folder: Path, rows: str) -> tuple[OfficeList, dict[AnswerColumn, str]]:
    path = folder / "zeilen.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    found = read_list(path)
    return found, owner_answer.guess_columns([str(head) for head in found.rows.columns])


def test_strangers_without_an_address_stay_strangers(
    project: Project, request_: OwnerRequest, tmp_path: Path
) -> None:
    first, second, third, fourth = small_town.IDS[::2]
    rows = (
        f"{first};;;;;;1/2;Erbengemeinschaft\n{first};;;;;;1/2;Erbengemeinschaft\n"
        f"{second};;;;;;1/1;Erbengemeinschaft\n"
        f"{third};Müllerin, Hanna;;;;;1/1;\n{fourth};Müllerin, Hanna;;;;;1/1;\n"
    )
    found = owner_answer.match(project, request_, *_read(tmp_path, rows), on=ANSWERED)
    owner_answer.take(project, request_, found, on=ANSWERED)
    pairs = queries.owners_of(project, small_town.IDS[::2], "case_work")
    assert len({owner.owner_id for owner, _ in pairs}) == 5
    assert [owner.kind for owner, _ in pairs[:3]] == [OwnerKind.COMMUNITY] * 3
    assert not any(owner.organisation for owner, _ in pairs)
    assert len({share.community_id for _, share in pairs[:3]}) == 3


def test_a_person_is_no_church_and_a_parish_no_town(
    project: Project, request_: OwnerRequest, tmp_path: Path
) -> None:
    named = {
        "Hans Kirchner": (OwnerKind.PERSON, OwnerCategory.PRIVATE),
        "Ev.-Luth. Kirchgemeinde Musterau": (OwnerKind.ORGANISATION, OwnerCategory.CHURCH),
        "Stadt und Land Musterbau GmbH": (OwnerKind.ORGANISATION, OwnerCategory.COMPANY),
        "Große Kreisstadt Musterau": (OwnerKind.ORGANISATION, OwnerCategory.MUNICIPALITY),
    }
    rows = "".join(
        f"{parcel};{name};;Am Muster 7;00000;Musterau;1/1;\n"
        for parcel, name in zip(small_town.IDS[::2], named, strict=True)
    )
    found = owner_answer.match(project, request_, *_read(tmp_path, rows), on=ANSWERED)
    assert {owner.name: (owner.kind, owner.category) for owner in found.owners} == named


def test_half_an_answer_replaces_nobody(project: Project, request_: OwnerRequest, tmp_path: Path) -> None:
    first, second = small_town.IDS[0], small_town.IDS[2]
    rows = f"{first};Sternfänger;Erika;Weg 1;00000;Musterau;1/2;\n{first};;;;;;1/2;\n"
    rows += f"{second};Sternfänger;Erika;Weg 1;00000;Musterau;1/2;\n"
    found = owner_answer.match(project, request_, *_read(tmp_path, rows), on=ANSWERED)
    assert [(each.line, each.reason) for each in found.not_taken] == [(2, "incomplete"), (3, "nameless")]
    assert (found.answered, first in found.open) == ((second,), True)
    by_hand = Owner("", OwnerKind.PERSON, OwnerCategory.PRIVATE, last_name="Nebelkranz")
    operations.add_owner(project, 2, by_hand, [Ownership(second, "", 1, 2)])
    owner_answer.take(project, request_, found, on=ANSWERED)
    assert _names(project, first) == ["Quarkenbeisser, Zyprian", "Tintenklecks, Eulalia"]
    assert _names(project, second) == ["Nebelkranz", "Sternfänger, Erika"]


def test_what_was_answered_outlives_a_cadastre_that_says_nothing_of_it(
    project: Project, request_: OwnerRequest, tmp_path: Path
) -> None:
    beside = small_town.IDS[6]  # in no site
    rows = f"{beside};Sternfänger;Erika;Weg 1;00000;Musterau;1/1;\n"
    found = owner_answer.match(project, request_, *_read(tmp_path, rows), on=ANSWERED)
    owner_answer.take(project, request_, found, on=ANSWERED)
    people, shares = small_town.owner_tables()
    told = shares[shares["parcel_id"] != beside]
    operations.import_cadastre(project, small_town.cadastre(owners=people, ownerships=told))
    assert _names(project, beside) == ["Sternfänger, Erika"]
    operations.import_cadastre(project, small_town.owned())
    assert _names(project, beside) == ["Mondstaubler, Balduin"]


def _names(project: Project, parcel: str) -> list[str]:
    return [owner.name for owner, _ in queries.owners_of(project, [parcel], "case_work")]


def test_parcels_without_owners_are_found_without_reading_anybody(project: Project) -> None:
    operations.set_office(project, OFFICE)
    project.seal()
    assert queries.parcels_without_owners(project, [*small_town.IDS, "99"]) == ["99"]
    assert AnswerColumn.PARCEL in owner_answer.guess_columns(["Flst-Nr"])
