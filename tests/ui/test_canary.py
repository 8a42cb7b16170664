"""Names of owners stay where they belong: everything that a working day leaves behind is searched.

The words cannot stand anywhere by accident. They are looked for raw, in UTF-16, and in what is inside of
packed files and of the streams of PDFs.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from desk import Desk
from PIL import Image
from PySide6.QtTest import QTest

from flurinfill.model.audience import Audience
from flurinfill.model.case_files import FileKind, NewFile
from flurinfill.model.letters import LetterKind
from flurinfill.model.office import Office
from flurinfill.model.owners import ContactChannel, Owner, OwnerCategory, OwnerKind, Ownership
from flurinfill.model.recipes import Recipe
from flurinfill.model.reservations import ReservationTerms
from flurinfill.model.returns import Answer
from flurinfill.model.states import Availability, Willingness
from flurinfill.model.town_list import Entry, Placing
from flurinfill.project import Project, operations, queries
from flurinfill.usecases import letters
from flurinfill.usecases.export_kinds import KINDS, ExportFormat
from flurinfill.usecases.exporting import export
from flurinfill.usecases.recipes import run_recipe
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
NAME, FIRST, STREET, PHONE, MAIL = "Zwirbelquast", "Xylokarpa", "Flossenquastweg", "0998877665", "xyloq"
NOTE, CALL, WISH, ROW = "Hutzelgrummel", "Brummkrakeel", "Schnurrpfeifel", "Knorrzwackel"
OBJECTION, FILE, INSIDE, PRICE = "Murrkopfdrossel", "Pfeifkessel", "Innenschnörkel", "77123,45"
HOLDER, HOLDER_MAIL, TERMS = "Zaunpfahlwinker", "knatterbau", "Ratenklausel"
WORDS = (
    NAME, FIRST, STREET, PHONE, MAIL, NOTE, CALL, WISH, ROW, OBJECTION, FILE, INSIDE, PRICE, "77123.45",
    HOLDER, HOLDER_MAIL, TERMS,
)  # fmt: skip
TODAY = date.today()
OFFICE = Office(
    town="Stadt Musterlinden", department="Bauamt", street="Markt 1", postcode="02999", city="Musterlinden",
    person="Tilda Beispiel", phone="03599 1234", mail="bau@musterlinden.example",
    signatory="Tilda Beispiel", privacy_officer="Datenschutz",
)  # fmt: skip


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything that the program can write to lies below one folder."""
    for name in ("cache", "config", "data", "state", "runtime"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))
    (tmp_path / "temp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temp"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    return tmp_path


def _layers(data: bytes) -> Iterator[bytes]:
    """The bytes of a file, and what is packed in them."""
    yield data
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield from _layers(packed.read(name))
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            yield zlib.decompressobj().decompress(stream)
        except zlib.error:
            continue


def _pdf_text(path: Path) -> str:
    """What can be read on the pages; pypdf would take a minute for the maps."""
    with pypdfium2.PdfDocument(path) as document:
        texts = []
        for number in range(len(document)):
            page = document[number]
            read = page.get_textpage()
            texts.append(read.get_text_bounded())
            read.close()
            page.close()
        return "\n".join(texts)


def found_in(folder: Path) -> set[tuple[str, str]]:
    """Each file with each word that stands in it, or in its name."""
    found = set()
    for path in (path for path in folder.rglob("*") if path.is_file()):
        told = path.relative_to(folder).as_posix()
        texts = [layer for data in [path.read_bytes()] for layer in _layers(data)] + [told.encode()]
        if path.suffix == ".pdf":
            texts.append(_pdf_text(path).encode())
        for word in WORDS:
            forms = (word.encode(), word.encode("utf-16-le"), word.encode("latin-1"))
            if any(form in text for text in texts for form in forms):
                found.add((told, word))
    return found


def _fill(project: Project, site_id: int) -> str:
    """Enter a person with everything that the office may know of one; return its id."""
    parcel = queries.site_table(project).loc[site_id, "parcel_ids"][0]
    person = Owner(
        "", OwnerKind.PERSON, OwnerCategory.PRIVATE, NAME, FIRST, "", f"{STREET} 7", "02999", "Musterlinden",
        phone=PHONE, mail=f"{MAIL}@musterlinden.example", source="Grundbuch", as_of=TODAY,
    )  # fmt: skip
    operations.add_owner(project, site_id, person, [Ownership(parcel, "", 1, 2)])
    (owner,) = (
        owner for owner, _ in queries.owners_of(project, [parcel], "case_work") if owner.last_name == NAME
    )
    operations.set_note(project, site_id, f"{NOTE} sagt {NAME}")
    operations.record_contact(
        project, site_id, owner.owner_id, channel=ContactChannel.CALL, outgoing=True, on=TODAY, text=CALL
    )
    answer = Answer(Willingness.SELL_CONDITIONAL, price=77123.45, wishes=WISH)
    operations.record_answer(project, site_id, owner.owner_id, answer, on=TODAY)
    operations.record_objection(project, site_id, on=TODAY, owner_id=owner.owner_id, text=OBJECTION)
    picture = BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG", comment=INSIDE.encode("latin-1"))
    files = [
        NewFile(f"{FILE}.jpg", picture.getvalue(), True, FILE, FileKind.PHOTO, TODAY, picture.getvalue()),
        NewFile(f"{FILE}.txt", INSIDE.encode(), False, FILE, FileKind.OTHER, TODAY, b""),
    ]
    operations.add_files(project, site_id, files)
    lost = Entry(3, "Flst. 999999", Placing.NOT_FOUND, cells={"Eigentümer": ROW, "Bemerkung": NOTE})
    operations.take_town_list(project, "liste.csv", [lost])
    operations.set_note(project, site_id, f"{NOTE} sagt {NAME}, {STREET}")
    operations.undo(project)
    return str(owner.owner_id)


def _for_everybody(project: Project, site_id: int) -> int:
    """Mark a site so that investors may have it, and another one of the same person for the public."""
    operations.set_availability(project, site_id, Availability.AVAILABLE)
    operations.set_availability(project, site_id, Availability.MARKETED)
    for owner, _ in queries.owners_of(
        project, queries.site_table(project).loc[site_id, "parcel_ids"], "case_work"
    ):
        operations.set_consent(project, site_id, owner.owner_id, True, on=TODAY)
    sites = queries.site_table(project)
    public = sites[sites["publication"].isin(["cleared", "published"]) & (sites["review"] == "confirmed")]
    other = next(int(key) for key in public.index if key != site_id)
    operations.set_note(project, other, f"{NOTE} sagt {NAME}")
    return other


def _reserve(project: Project, *others: int) -> int:
    """Reserve one more site for somebody; return it."""
    sites = queries.site_table(project)
    free = sites.index[sites["availability"] == Availability.MARKETED]
    held = next(int(key) for key in free if key not in others)
    party = Owner(
        "", OwnerKind.ORGANISATION, organisation=f"{HOLDER} & Sohn", mail=f"bau@{HOLDER_MAIL}.example"
    )
    operations.reserve_site(project, held, ReservationTerms(party, TODAY, f"{TERMS} für {HOLDER}"))
    return held


@pytest.mark.timeout(300)  # every kind of file for every audience
def test_a_working_day_leaves_no_name_where_none_may_be(desk: Desk, sample: Path, house: Path) -> None:
    project_path = house / "amt" / "stadt.gpkg"
    project_path.parent.mkdir()
    sample.rename(project_path)
    desk.open(project_path, SAMPLE_PASSPHRASE)
    project = desk.session.project
    site_id = desk.show_site(review="confirmed")
    owner_id = _fill(project, site_id)
    other = _for_everybody(project, site_id)
    held = _reserve(project, site_id, other)
    operations.set_office(project, OFFICE)
    desk.session.reload()
    desk.wait(lambda: desk.session.snapshot is not None)

    desk.linking.show_site(held)
    desk.do("case")
    desk.wait()
    desk.linking.show_site(site_id)
    for command in ("owners", "contacts", "timeline", "case", "details"):  # on the screen, names are seen
        desk.do(command)
        desk.wait()
    QTest.keyClicks(desk.window.search, NAME)
    desk.wait()
    desk.session.refused.emit(ValueError(NAME))  # what went wrong may quote what was typed
    desk.wait()

    out = house / "out"
    out.mkdir()
    for audience in Audience:  # every kind that there is, new ones too
        kinds = tuple(kind for kind in ExportFormat if audience in KINDS[kind].audiences)
        names = [kind for kind in kinds if KINDS[kind].needs_vault]
        (out / audience.value).mkdir()
        recipe = Recipe("", audience, tuple(kind for kind in kinds if kind not in names))
        report = run_recipe(project, recipe, out / audience.value, site_ids=[site_id, other, held])
        assert not report.refused, report.refused
        assert set(report.written) == set(recipe.kinds)
        logged = [entry.details for entry in queries.history(project, limit=len(kinds))]
        assert all(each["count"] for each in logged if KINDS[ExportFormat(each["format"])].of_sites), logged
    inside = house / "nur im amt"
    inside.mkdir()
    plan = letters.plan(project, LetterKind.THANKS, [site_id], on=TODAY)
    assert owner_id in [letter.owner.owner_id for letter in plan.run.letters]
    letters.write(plan, inside / "briefe.pdf")
    letters.write(plan, inside / "briefe.docx")
    export(project, ExportFormat.DOSSIER, inside / "dossier.pdf", site_ids=[site_id, held])
    desk.controller.window.close()
    desk.wait()

    found = found_in(house)
    letters_found = {(name, word) for name, word in found if name.startswith("nur im amt/")}
    assert {
        ("nur im amt/briefe.pdf", NAME),
        ("nur im amt/briefe.docx", NAME),
        ("nur im amt/dossier.pdf", NAME),
        ("nur im amt/dossier.pdf", HOLDER),
        ("nur im amt/dossier.pdf", TERMS),
    } <= letters_found  # it can be found
    assert found - letters_found == set()
    assert list(out.iterdir())
