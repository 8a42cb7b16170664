"""Every paper is what its file claims, PDF/A-2a and PDF/UA-1, as far as reading the file can tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst
from paper_standards import dictionaries, faults
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject
from test_council_paper import Give, given
from test_dossier import _folder
from test_map_sheet import _sheet
from test_portfolio import OFFICE, full
from test_village_maps import _villages
from village import parcel_id, site_row, site_table

import flurinfill
from flurinfill import i18n
from flurinfill.detection import profiles
from flurinfill.model.audience import Audience
from flurinfill.model.letters import FIELDS, LetterKind
from flurinfill.model.owners import Owner, OwnerCategory, OwnerKind
from flurinfill.project import Project, queries
from flurinfill.reports.correspondence import letters, owner_request
from flurinfill.reports.correspondence.letter_texts import default_text
from flurinfill.reports.dossier_release import DossierRelease
from flurinfill.reports.papers import (
    council_paper,
    dossier,
    expose,
    map_sheet,
    notice,
    overview,
    plot_maps,
    portfolio,
    processing_record,
    sections,
    typesetting,
    village_maps,
    visit_sheets,
    why,
)
from flurinfill.reports.papers.figures_paper import figures_paper
from flurinfill.reports.papers.why_release import release_why
from flurinfill.reports.release import Release
from flurinfill.reports.town import Town
from flurinfill.statistics import ReportedFigure

__all__ = ["given"]

DAY = date(2026, 11, 26)
OWNER = Owner(
    "o1",
    OwnerKind.PERSON,
    OwnerCategory.PRIVATE,
    "Quastenflosser",
    "Alwin",
    "",
    "Grotte 3",
    "00917",
    "Neuhain",
)
INTERNAL, INVESTOR, PUBLIC = Audience.INTERNAL, Audience.INVESTOR, Audience.PUBLIC


@dataclass(frozen=True)
class Source:
    """What papers are made of."""

    released: Callable[..., Release]
    given: Give
    sample: Path


Writer = Callable[[Source, Path], Any]


def _two(source: Source, audience: Audience) -> Release:
    return source.released(audience, site_table(site_row(), site_row(case_no="N-0002")))


def _expose(source: Source, path: Path, audience: Audience) -> None:
    expose.write(full(_two(source, audience)), path)


def _why(source: Source, path: Path) -> None:
    with Project.open(source.sample, read_only=True) as project:
        table = queries.parcel_table(project)
        some = [str(table.index[table["reason"] == reason][0]) for reason in ("gap", "minor_use")]
        town, judged = Town(project, some), profiles.builtin()
        why.write([(release_why(town, key, judged, DAY), None) for key in some], path)


def _dossier(source: Source, path: Path) -> None:
    cases = (_folder(), _folder("N-0002"))
    dossier.write(DossierRelease(_two(source, INTERNAL), cases, "e.beispiel"), path)


def _maps(source: Source, path: Path, audience: Audience, paper: village_maps.Paper = "a3") -> None:
    village_maps.write(_villages(_two(source, audience)), path, paper=paper)


def _letters(_: Source, path: Path) -> None:
    kind, parcels = LetterKind.SURVEY, "Flurstück 7/3, Gemarkung Neuhain, 812 m²"
    subjects = [letters.Subject(no, f"2026-000{no}", parcels) for no in (1, 2)]
    one = letters.Letter(OWNER, tuple(subjects), dict.fromkeys(FIELDS, "Beispiel"))
    letters.write_pdf(letters.LetterRun(kind, default_text(kind), OFFICE, DAY, (one, one)), path)


def _request(_: Source, path: Path) -> None:
    row, text = ["Neuhain", "4", "7/3", parcel_id(7), "Grotte 5", "812 m²"], owner_request.default_text()
    asked = owner_request.RequestLetter(OFFICE, ("Musteramt", "Markt 2"), text, DAY, [row] * 60)
    owner_request.write_pdf(asked, path)


def _figures(_: Source, path: Path) -> None:
    told = [ReportedFigure("sites", "", 812, None), ReportedFigure("activation_rate", "", 9, 40)]
    sections.write(figures_paper(told, DAY, OFFICE.town, frozen=True), path)


PAPERS: Mapping[str, tuple[str, Writer]] = {
    "expose": ("expose.typ", lambda source, path: _expose(source, path, INVESTOR)),
    "expose for the public": ("expose.typ", lambda source, path: _expose(source, path, PUBLIC)),
    "expose for a visit": ("expose.typ", lambda source, path: _expose(source, path, INTERNAL)),
    "portfolio": ("portfolio.typ", lambda source, path: portfolio.write(full(_two(source, INTERNAL)), path)),
    "overview": ("overview.typ", lambda source, path: overview.write(_two(source, INTERNAL), path)),
    "council": ("council.typ", lambda source, path: council_paper.write(source.given(INTERNAL), path)),
    "council for all": ("council.typ", lambda source, path: council_paper.write(source.given(PUBLIC), path)),
    "visit": ("visit.typ", lambda source, path: visit_sheets.write(_two(source, INTERNAL), path)),
    "dossier": ("dossier.typ", _dossier),
    "why": ("why.typ", _why),
    "plots": (
        "plot_maps.typ",
        lambda source, path: plot_maps.write(_villages(_two(source, INTERNAL)), path),
    ),
    "villages": ("village_maps.typ", lambda source, path: _maps(source, path, INVESTOR)),
    "villages on a wall": ("village_maps.typ", lambda source, path: _maps(source, path, PUBLIC, "a2")),
    "printed map": ("map.typ", lambda _, path: map_sheet.write(_sheet(office=OFFICE), path)),
    "letters": ("letter.typ", _letters),
    "request for owners": ("letter.typ", _request),
    "figures of a day": ("sections.typ", _figures),
    "processing": (
        "sections.typ",
        lambda _, path: sections.write(processing_record.processing_record(OFFICE, DAY), path),
    ),
    "notice": ("notice.typ", lambda _, path: notice.write(OFFICE, DAY, path, DAY)),
}
GERMAN = {"notice"}
"""What the law wants to be announced is in German."""


@pytest.fixture
def source(released: Callable[..., Release], given: Give, made_sample: Path) -> Source:
    return Source(released, given, made_sample)


@pytest.mark.parametrize("name", PAPERS)
def test_the_file_of_each_paper_is_what_it_claims(
    name: str, source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    language = "de" if name in GERMAN or list(PAPERS).index(name) % 2 else "en"
    i18n.set_language(language)
    template, write = PAPERS[name]
    compiled, used = typesetting._compiled, list[str]()

    def noted(of: str, *some: Any, **more: Any) -> bytes:
        used.append(of)
        return compiled(of, *some, **more)

    monkeypatch.setattr(typesetting, "_compiled", noted)
    write(source, tmp_path / "paper.pdf")
    assert used == [template]
    assert not faults((tmp_path / "paper.pdf").read_bytes(), language)


def test_no_paper_is_forgotten() -> None:
    code = "".join(file.read_text("utf-8") for file in Path(flurinfill.__file__).parent.rglob("*.py"))
    written = set(re.findall(r'compile_pdf\("(\w+\.typ)"', code))
    assert len(written) > 10
    assert written == {template for template, _ in PAPERS.values()}


EXAMPLE = """#set document(title: "Probe", date: datetime(year: 2026, month: 11, day: 26))
#set text(font: "Source Sans Pro", lang: "de", fallback: false)
= Probe
#image("a.svg", alt: "Ein Strich", width: 10mm)
#table(columns: 3, table.header[A][B][C], [1], [2], [3])
#link("https://beispiel.example")[Verweis]"""
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>'


@pytest.fixture(scope="module")
def example() -> bytes:
    """A small file without a fault."""
    made = typst.compile(
        {"main.typ": EXAMPLE.encode(), "a.svg": _SVG},
        font_paths=[typesetting.font_source_sans_pro.font_directory],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
    )
    assert isinstance(made, bytes)
    return made


def _without(name: str, of: str = "") -> Callable[[PdfWriter], None]:
    """Take something out of wherever it is."""

    def spoil(writer: PdfWriter) -> None:
        for found in dictionaries(writer.root_object):
            if of in ("", found.get("/Subtype")):
                found.pop(NameObject(name), None)

    return spoil


def _as(old: str, new: str) -> Callable[[PdfWriter], None]:
    """Give every tag of one kind another."""

    def spoil(writer: PdfWriter) -> None:
        for found in dictionaries(writer.root_object):
            if found.get("/S") == old:
                found[NameObject("/S")] = NameObject(new)

    return spoil


def _painted(operators: bytes) -> Callable[[PdfWriter], None]:
    """Paint something more on the first page."""

    def spoil(writer: PdfWriter) -> None:
        content = writer.pages[0]["/Contents"].get_object()
        more = DecodedStreamObject()
        more.set_data(content.get_data() + b"\n" + operators)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(more)

    return spoil


def _claiming(old: bytes, new: bytes) -> Callable[[PdfWriter], None]:
    def spoil(writer: PdfWriter) -> None:
        told = writer.root_object["/Metadata"].get_object()
        told.set_data(told.get_data().replace(old, new))

    return spoil


def _acting(writer: PdfWriter) -> None:
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


SPOILT: Mapping[str, Callable[[PdfWriter], Any]] = {
    "does not claim pdfaid:part": _claiming(b"pdfaid:part>2", b"pdfaid:part>3"),
    "does not claim pdfaid:conformance": _claiming(b"conformance>A", b"conformance>B"),
    "does not claim pdfuaid": _claiming(b"pdfuaid:part>1", b"pdfuaid:part>2"),
    "another title": _claiming(b">Probe<", b">Entwurf<"),
    "no metadata": _without("/Metadata"),
    "name of the file": _without("/DisplayDocTitle"),
    "language": _without("/Lang"),
    "not marked": _without("/Marked"),
    "no tags": _without("/StructTreeRoot"),
    "figure without words": _without("/Alt"),
    "table without headings": _as("/TH", "/TD"),
    "headings begin": _as("/H1", "/H2"),
    "no output intent": _without("/OutputIntents"),
    "cannot be read aloud": _without("/ToUnicode"),
    "not embedded": _without("/FontFile3"),
    "a link without words": _without("/Contents", "/Link"),
    "order of reading": _without("/Tabs"),
    "an action": _acting,
    "a file inside": lambda writer: writer.add_attachment("a.txt", b"x"),
    "encrypted": lambda writer: writer.encrypt("", "b"),
    "outside of marked content": _painted(b"0 0 m 9 9 l S"),
    "no tag knows": _painted(b"/P <</MCID 99>> BDC 0 0 m 9 9 l S EMC"),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_a_file_that_lacks_something_is_found_out(fault: str, example: bytes) -> None:
    assert not faults(example, "de")
    writer = PdfWriter(clone_from=BytesIO(example))
    SPOILT[fault](writer)
    spoilt = BytesIO()
    writer.write(spoilt)
    assert any(fault in found for found in faults(spoilt.getvalue(), "de"))
