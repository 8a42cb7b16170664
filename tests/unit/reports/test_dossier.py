"""The dossier: what the template gets, the watermark of each page, and what a restricted person is spared."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader
from village import NASTY, parcel_id, site_row, site_table

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.case_files import CaseFile, FileKind
from flurinfill.model.errors import GateClosed
from flurinfill.model.owners import (
    CommunityKind,
    Contact,
    ContactChannel,
    ContactResult,
    Owner,
    OwnerCategory,
    OwnerKind,
    Ownership,
)
from flurinfill.model.potential import PotentialClass
from flurinfill.model.site_fields import FieldOrigin, FieldValue
from flurinfill.model.sites import Site
from flurinfill.model.states import Availability, Publication, Review, Willingness
from flurinfill.project.queries import Event, EventKind, Objection
from flurinfill.reports.dossier_release import CaseFolder, DossierRelease, Person
from flurinfill.reports.papers import dossier
from flurinfill.reports.papers.replaced import Replaced, where_replaced
from flurinfill.reports.papers.typesetting import noting_replaced
from flurinfill.reports.release import Release

GOLDEN = Path(__file__).parent / "golden"
WATERMARK_PT = 27.0
COMMUNITY = "Wohnungseigentümergemeinschaft"
OWNER = Owner(
    "o1", OwnerKind.PERSON, OwnerCategory.PRIVATE, "Quastenflosser", "Alwin", "", "Grotte 3", "00917",
    "Neuhain", phone="0351 000", mail="alwin@quaste.example", source="ALKIS", as_of=date(2026, 4, 17),
)  # fmt: skip
SILENT = Owner("o2", OwnerKind.PERSON, OwnerCategory.PRIVATE, "Schweiger", "Still", restricted=True)
SAID = {
    "outreach": "answered",
    "outreach_on": "2026-10-17",
    "willingness": "sell_conditional",
    "willingness_on": "2026-10-27",
    "willingness_source": "letter",
    "horizon": "",
    "motives": ("price",),
    "wishes": "erst mit den Kindern sprechen",
    "consent": True,
}


def _site(case_no: str) -> Site:
    return Site(
        1, case_no, (parcel_id(3),), PotentialClass.GAP, Review.CONFIRMED, None, None, Availability.MARKETED,
        Publication.ANNOUNCED, date(2026, 9, 1), True, False, Willingness.SELL_CONDITIONAL,
        "Zeile eins\n\nZeile zwei", False, 1,
    )  # fmt: skip


def _photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (160, 110), "green").save(out, "JPEG")
    return out.getvalue()


def _folder(case_no: str = "N-0001") -> CaseFolder:
    share = Ownership(parcel_id(3), "o1", 1, 2, CommunityKind.HEIRS, sheet="77")
    contact = Contact(
        4, 1, "o1", ContactChannel.CALL, True, date(2026, 11, 1), ContactResult.CALLBACK, "Rückruf am Abend",
        date(2026, 12, 1), False, "T. Beispiel",
    )  # fmt: skip
    day = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    moved = Event(day, EventKind.STATE, "set_review", "root", {}, (("review", "candidate", "confirmed"),))
    file = CaseFile(
        True, 1, 1, 1, "blick.jpg", "Blick nach Süden", FileKind.PHOTO, date(2026, 10, 3), 9000,
        date(2026, 10, 4), "root", _photo(),
    )  # fmt: skip
    return CaseFolder(
        site=_site(case_no),
        fields={
            "encumbrance": FieldValue("line", FieldOrigin.HAND, "office", date(2026, 5, 1), "root"),
            "asking_price": FieldValue(81999.0, FieldOrigin.OWNERS),
            "gfz": FieldValue(),
        },
        persons=(
            Person(OWNER, (share,), SAID),
            Person(SILENT, (replace(share, owner_id="o2"),), {"outreach": "sent"}),
            Person(Owner("o3", OwnerKind.PERSON, last_name="Früher, Gustav"), (), {}, present=False),
        ),
        contacts=(contact,),
        objections=(
            Objection(1, 1, case_no, "o1", OWNER.name, date(2026, 9, 9), "nicht ins Netz", date(2026, 9, 20)),
        ),
        events=(moved,),
        files=(file, replace(file, photo=False, title="Grundbuchauszug", name="gb.pdf", thumbnail=b"")),
    )


@pytest.fixture
def made(released: Callable[..., Release]) -> DossierRelease:
    return DossierRelease(released(Audience.INTERNAL, site_table(site_row())), (_folder(),), "e.beispiel")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_the_template_gets(language: str, made: DossierRelease) -> None:
    i18n.set_language(language)
    data, pictures = dossier.content(made)
    written = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    golden = GOLDEN / f"dossier-{language}.json"
    if os.environ.get("FLURINFILL_NEW_GOLDEN"):
        golden.write_text(written, "utf-8")
    assert written == golden.read_text("utf-8")
    assert "data:image/jpeg;base64," in pictures["photo-1-0.svg"]


def test_each_page_says_who_made_it_and_when(made: DossierRelease, tmp_path: Path) -> None:
    folder = made.cases[0]
    long = replace(folder, contacts=folder.contacts * 60, events=folder.events * 60)
    reader = PdfReader(dossier.write(replace(made, cases=(long,)), tmp_path / "dossier.pdf"))
    assert len(reader.pages) > 3
    mark = "".join(
        f"Nur für den Dienstgebrauch · e.beispiel · {i18n.day(made.release.origin.made_on)}".split()
    )
    for page in reader.pages:
        words = "".join(page.extract_text().split())
        assert mark in words
        assert "Potenzialflächen·DossierN-0001" in words  # a sheet that got lost finds its case


def test_of_several_parcels_each_share_names_its_own(made: DossierRelease) -> None:
    folder = made.cases[0]
    whole = [Ownership(parcel_id(number), "o1", 1, 1, sheet="77") for number in (3, 5, 6)]
    one = replace(folder.persons[0], shares=(whole[0], whole[2]))
    other = replace(folder.persons[2], shares=(whole[1],))
    site = replace(folder.site, parcel_ids=tuple(share.parcel_id for share in whole))
    case = replace(folder, site=site, persons=(one, other))
    data, _ = dossier.content(replace(made, cases=(case,)))
    (owners,) = [block for block in data["cases"][0]["blocks"] if block["title"] == "Eigentümer"]
    assert [row[3] for row in owners["rows"]] == [
        "3, 6: Alleineigentum, Blatt 77",
        "5: Alleineigentum, Blatt 77",
    ]


def test_no_screen_reader_reads_the_watermark(made: DossierRelease, tmp_path: Path) -> None:
    reader = PdfReader(dossier.write(made, tmp_path / "dossier.pdf"))
    for page in reader.pages:
        sizes = _sizes_of_words(page)
        assert WATERMARK_PT in sizes["/Artifact"]
        assert not [tag for tag, found in sizes.items() if tag != "/Artifact" and WATERMARK_PT in found]


def _sizes_of_words(page: Any) -> dict[str, set[float]]:
    """Sizes of the letters that are shown, by the tag they stand in."""
    tags, size, sizes = [""], 0.0, dict[str, set[float]]()
    for operands, operator in page.get_contents().operations:
        if operator in (b"BDC", b"BMC"):
            tags.append("/Artifact" if tags[-1] == "/Artifact" else str(operands[0]))
        elif operator == b"EMC":
            tags.pop()
        elif operator == b"Tf":
            size = float(operands[1])
        elif operator in (b"Tj", b"TJ"):
            sizes.setdefault(tags[-1], set()).add(size)
    return sizes


def test_a_watermark_has_one_line_and_a_long_word_its_column(made: DossierRelease, tmp_path: Path) -> None:
    owners = replace(OWNER, kind=OwnerKind.ORGANISATION, organisation=f"{COMMUNITY} Grotte 3", last_name="")
    person = replace(made.cases[0].persons[0], owner=replace(owners, first_name=""))
    case = replace(made.cases[0], persons=(person,) * 10)
    long, words = replace(made, cases=(case,), made_by="verwaltungsgemeinschaft.beispiel"), list[str]()
    for page in PdfReader(dossier.write(long, tmp_path / "dossier.pdf")).pages:
        content = page.get_contents()
        assert content is not None
        found = content.operations
        sizes = [float(operands[1]) for operands, operator in found if operator == b"Tf"]
        assert sizes.count(WATERMARK_PT) == 1
        words += page.extract_text().split()
    parted = [word for word in words if word.startswith("Wohnungseig") and word != COMMUNITY]
    assert len(parted) == 10  # once for each owner, in the narrow column


def test_signs_that_the_font_lacks_are_listed_with_their_case(made: DossierRelease, tmp_path: Path) -> None:
    odd = replace(made.cases[0], contacts=(replace(made.cases[0].contacts[0], text="Ja 😀"),))
    release = replace(made, cases=(odd, *made.cases[1:]))
    with noting_replaced() as signs:
        dossier.write(release, tmp_path / "dossier.pdf")
    assert where_replaced(release, signs) == (Replaced("😀", (odd.site.case_no,)),)


def test_a_word_longer_than_the_paper_breaks(made: DossierRelease, tmp_path: Path) -> None:
    folder = made.cases[0]
    link = "https://beispiel.example/" + "abcdefghij" * 20
    contact = replace(folder.contacts[0], text=link)
    case = replace(folder, site=replace(folder.site, note=link), contacts=(contact,))
    reader = PdfReader(dossier.write(replace(made, cases=(case,)), tmp_path / "dossier.pdf"))
    text = "".join(page.extract_text() for page in reader.pages)
    longest = max(len(word) for word in text.replace("\u200b", "").split())
    assert longest < 130  # what a line holds
    assert text.replace("\u200b", "").replace("\n", "").count(link) == 2


def test_odd_texts_stay_text(made: DossierRelease, tmp_path: Path) -> None:
    folder = made.cases[0]
    odd = replace(OWNER, last_name=NASTY * 5, street=NASTY)
    persons = (Person(odd, folder.persons[0].shares, {**SAID, "wishes": NASTY}),)
    site = replace(folder.site, note=f"{NASTY}\n" + "Wort " * 900)
    changed = replace(folder, persons=persons, site=site)
    path = dossier.write(replace(made, cases=(changed,)), tmp_path / "dossier.pdf")
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)
    assert "#strong[*fett*]" in text
    assert '<script>alert("x")</script>' in text


@pytest.mark.parametrize(
    ("owner", "said"),
    [
        (replace(SILENT, street="Grotte 3"), {}),
        (replace(SILENT, phone="0351"), {}),
        (SILENT, {"wishes": "nichts"}),
        (SILENT, {"motives": ("price",)}),
    ],
)
def test_more_than_the_name_of_a_restricted_person_is_refused(owner: Owner, said: dict[str, Any]) -> None:
    with pytest.raises(GateClosed) as caught:
        Person(owner, (), said)
    assert caught.value.code == "restricted_person"


def test_nobody_else_gets_one_and_nobody_makes_it_nameless(
    made: DossierRelease, released: Callable[..., Release]
) -> None:
    for changed, code in (
        ({"made_by": " "}, "maker_missing"),
        ({"release": released(Audience.INVESTOR, site_table(site_row()))}, "dossier_internal_only"),
        ({"cases": ()}, "column_not_allowed"),
    ):
        with pytest.raises(GateClosed) as caught:
            replace(made, **changed)  # type: ignore[arg-type]
        assert caught.value.code == code
