"""Council papers: the same day tells the same again, and nobody learns more than the gate lets through."""

from __future__ import annotations

import hashlib
import itertools
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from office_program import convert
from pypdf import PdfReader

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed, InputError
from flurinfill.model.office import Office
from flurinfill.model.returns import Answer
from flurinfill.model.states import Availability, RejectReason, Review, Willingness
from flurinfill.project import Project, meta, operations, queries
from flurinfill.reports.figures_release import LEAST, WHAT_OWNERS_SAID
from flurinfill.reports.gate_figures import guarded, together
from flurinfill.reports.papers import council_paper
from flurinfill.statistics import OF_OWNERS, CouncilFigures, Rate, ReportedFigure
from flurinfill.usecases import council
from flurinfill.usecases.exporting import ExportFormat, export
from flurinfill.usecases.reporting import freeze
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

INTERNAL = Audience.INTERNAL
TODAY = date.today()
YESTERDAY, BEFORE = TODAY - timedelta(days=1), TODAY - timedelta(days=60)
At = Callable[[date], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Set the day on which operations are done."""

    def put(day: date) -> None:
        monkeypatch.setattr(meta, "now", lambda: f"{day}T10:00:00+00:00")

    return put


@pytest.fixture(scope="module")
def aged(made_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project with all its work half a year ago, and some since."""
    path = tmp_path_factory.mktemp("council") / "aged.gpkg"
    shutil.copyfile(made_sample, path)
    then = f"{TODAY - timedelta(days=180)}T10:00:00+00:00"
    with Project.open(path, passphrase=SAMPLE_PASSPHRASE) as project, project.store.writing() as connection:
        for statement in ("update sites set created_at = '{}'", "update history set at = '{}'"):
            connection.exec_driver_sql(statement.format(then))
    return path


@pytest.fixture
def project(aged: Path, tmp_path: Path) -> Iterator[Project]:
    copy = tmp_path / "aged.gpkg"
    shutil.copyfile(aged, copy)
    with Project.open(copy, passphrase=SAMPLE_PASSPHRASE) as opened:
        yield opened


def _open_sites(project: Project) -> list[int]:
    table = queries.site_table(project)
    chosen = (table["review"] == "confirmed") & (table["availability"] == "unknown")
    return [int(site) for site in table.index[chosen]]


def _told_rate(figures: CouncilFigures) -> Rate:
    """The rate among the figures of the day."""
    (rate,) = (each for each in figures.figures if each.name == "activation_rate")
    return Rate(int(rate.numerator), int(rate.denominator or 0))


def _text(path: Path) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(path).pages))


def test_the_same_day_tells_the_same_after_later_work(project: Project, at: At, tmp_path: Path) -> None:
    first, second, *_ = _open_sites(project)
    at(BEFORE)
    operations.set_availability(project, first, Availability.BUILT)
    at(TODAY)
    told, kept_on = council.council_figures(project, YESTERDAY, BEFORE - timedelta(days=1), TODAY)
    assert kept_on is None
    assert told.balance["count"]["activated"] == -1
    assert told.rate == _told_rate(told)
    operations.undo(project)
    operations.set_review(project, second, Review.IN_REVIEW)
    operations.set_review(project, second, Review.REJECTED, reason=RejectReason.OTHER)
    parcels = queries.parcel_table(project)
    free = parcels.index[(parcels["case_no"] == "") & (parcels["potential"] == "none")]
    operations.create_site(project, [str(free[0])])
    operations.undo(project)
    again, _ = council.council_figures(project, YESTERDAY, BEFORE - timedelta(days=1), TODAY)
    assert again.plain() == told.plain()
    assert again.of_owners() == told.of_owners()
    for name in ("balance", "villages", "classes", "years"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(told, name))


def test_a_paper_is_kept_word_for_word_and_the_next_begins_there(project: Project, at: At) -> None:
    last = TODAY - timedelta(days=30)
    assert council.paper_days(project, TODAY).since == date(YESTERDAY.year - 1, 12, 31)
    at(TODAY)
    council.keep_council(project, council.give_council(project, Audience.INTERNAL, TODAY, last, BEFORE))
    days = council.paper_days(project, TODAY)
    assert (days.day, days.since, days.last_paper) == (YESTERDAY, last, last)
    following, _ = council.council_figures(project, days.day, days.since, TODAY)
    told, kept_on = council.council_figures(project, last, BEFORE, TODAY)
    assert kept_on == TODAY
    assert told.has_owners
    assert following.balance.loc["opening"].tolist() == told.balance.loc["closing"].tolist()
    table = queries.site_table(project)
    asked = [int(site) for site in table.index[table["outreach_state"] == "answered"]]
    owner = queries.addressees(project, asked[:1], "case_work")[0].owner.owner_id
    operations.erase_owner(project, owner, reason="Antrag")
    again, _ = council.council_figures(project, last, BEFORE, TODAY)
    assert again.plain() == told.plain()
    assert again.of_owners() == told.of_owners()
    project.seal()
    locked, _ = council.council_figures(project, last, BEFORE, TODAY)
    assert not locked.has_owners
    assert locked.plain() == told.plain()


def test_a_kept_reporting_day_outlives_a_person_in_the_paper_too(project: Project) -> None:
    told, _ = council.council_figures(project, YESTERDAY, BEFORE, TODAY)
    freeze(project, YESTERDAY)
    table = queries.site_table(project)
    asked = [int(site) for site in table.index[table["outreach_state"] == "answered"]]
    owner = queries.addressees(project, asked[:1], "case_work")[0].owner.owner_id
    operations.erase_owner(project, owner, reason="Antrag")
    again, kept_on = council.council_figures(project, YESTERDAY, BEFORE, TODAY)
    assert kept_on is None
    assert again.figures == told.figures


def test_a_day_that_is_not_over_is_provisional_and_not_kept(project: Project) -> None:
    release = council.give_council(project, Audience.PUBLIC, TODAY, TODAY, BEFORE)
    assert release.provisional
    assert any("vorläufig" in note for note in council_paper.content(release)[0]["notes"])
    council.keep_council(project, release)
    assert not queries.council_papers(project)


def test_days_that_make_no_sense_are_refused(project: Project) -> None:
    with pytest.raises(InputError):
        council.give_council(project, Audience.INTERNAL, TODAY, TODAY + timedelta(days=1))
    with pytest.raises(InputError):
        council.give_council(project, Audience.INTERNAL, TODAY, YESTERDAY, YESTERDAY)


def test_the_public_gets_no_owners_and_no_single_plot(project: Project) -> None:
    figures, _ = council.council_figures(project, YESTERDAY, BEFORE, TODAY)
    assert figures.has_owners
    release = council.give_council(project, Audience.PUBLIC, TODAY, YESTERDAY, BEFORE)
    assert not {each.name for each in release.figures} & OF_OWNERS
    assert list(release.villages) == ["count", "area_m2"]
    assert (release.villages["count"] >= LEAST).all()
    assert (release.classes["count"] >= LEAST).all()
    assert set(release.pairs["potential"]) == {""}
    assert (release.years["area_m2"] % 1000 == 0).all()
    assert not release.marking
    assert release.shown is not None
    assert len(release.shown.sites) + release.unshown == figures.balance["count"]["closing"]
    assert release.unshown > 40


def test_a_paper_for_investors_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(GateClosed):
        export(project, ExportFormat.COUNCIL, tmp_path / "a.pdf", audience=Audience.INVESTOR)


def test_what_owners_said_is_told_in_steps_and_how_many_answered_exactly() -> None:
    figures = [
        ReportedFigure("return_rate", "", 8, 16),
        ReportedFigure("undeliverable", "", 2, 18),
        ReportedFigure("willingness", "sell", 5, 11),
        ReportedFigure("willingness", "swap", 2, 11),
        ReportedFigure("willingness", "no_interest", 3, 11),
        ReportedFigure("motive", "children", 11, 11),
        ReportedFigure("sites", "", 1, None),
    ]
    told = [(each.name, each.of, each.numerator, each.denominator) for each in guarded(figures, INTERNAL)]
    assert told == [
        ("return_rate", "", 8, 16),
        ("willingness", "sell", 3, None),
        ("willingness", "no_interest", 3, None),
        ("motive", "children", 9, None),
        ("sites", "", 1, None),
    ]
    assert [each.name for each in guarded(figures, Audience.PUBLIC)] == ["sites"]


def _told(sell: int, stay: int, swap: int, lease: int) -> str:
    """What a paper tells where so many owners gave each answer, and five gave none."""
    said = sell + stay + swap + lease
    answers = {"sell": sell, "no_interest": stay, "swap": swap, "lease": lease}
    figures = [
        ReportedFigure("return_rate", "", said, said + 5),
        *(ReportedFigure("willingness", code, count, said) for code, count in answers.items()),
    ]
    return str(guarded(figures, INTERNAL))


def test_one_paper_taken_off_another_tells_nobodys_answer() -> None:
    possible: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for counts in itertools.product(range(9), range(9), range(3), range(3)):
        possible[_told(*counts)].append(counts)
    # one owner more would sell: as far as the two papers tell, none may, or up to three
    before, after = possible[_told(3, 5, 1, 0)], possible[_told(4, 5, 1, 0)]
    assert {now[0] - then[0] for then in before for now in after} == {-2, -1, 0, 1, 2}
    # what an answer tells alone has one explanation only where all ranges are at one end
    alone = [counts for could_be in possible.values() if len(could_be) == 1 for counts in could_be]
    assert {tuple(count % LEAST for count in counts) for counts in alone} == {(0, 0, 0, 0), (2, 2, 2, 2)}


def test_papers_of_two_days_differ_by_steps(project: Project, at: At) -> None:
    table = queries.site_table(project)
    asked = [int(site) for site in table.index[table["outreach_state"] == "answered"]]
    owner = queries.addressees(project, asked[:1], "case_work")[0].owner.owner_id
    at(YESTERDAY)
    operations.record_answer(project, asked[0], owner, Answer(Willingness.BUILD_SELF), on=YESTERDAY)
    days = dict.fromkeys((YESTERDAY - timedelta(days=1), YESTERDAY), BEFORE)
    exact = [council.council_figures(project, *days_, TODAY)[0].of_owners() for days_ in days.items()]
    assert exact[0] != exact[1]
    for day, since in days.items():
        release = council.give_council(project, INTERNAL, TODAY, day, since)
        told = [each for each in release.figures if each.name in OF_OWNERS]
        assert told
        said = [each for each in told if each.name in WHAT_OWNERS_SAID]
        assert all(each.numerator % LEAST == 0 and each.denominator is None for each in said)
        blocks = council_paper.content(release)[0]["blocks"]
        assert any("als Spanne" in line for block in blocks for line in block["paragraphs"])


def test_the_published_sites_taken_off_leave_no_village_with_one() -> None:
    table = pd.DataFrame(
        {"count": [7, 5, 4, 9], "area_m2": [1.0, 2.0, 3.0, 4.0]},
        index=pd.Index(["Althain", "Berghain", "Talhain", "Neuhain"], name="village"),
    )
    hidden = pd.Series(["Althain"] * 7 + ["Berghain"] + ["Talhain"] * 4 + ["Neuhain"] * 9, name="village")
    told = together(table, hidden)
    assert told["count"].to_dict() == {"Althain": 7, "Neuhain": 9, "": 9}


def test_the_paper_bears_its_marking_and_its_definitions(project: Project, tmp_path: Path) -> None:
    path = export(project, ExportFormat.COUNCIL, tmp_path / "rat.pdf", day=YESTERDAY, since=BEFORE).path
    metadata = PdfReader(path).metadata
    assert metadata is not None
    assert str(metadata.title).startswith("Flächenbilanz zum")
    text = _text(path)
    assert "Nur für den Dienstgebrauch" in text
    assert "Anhang: Was die Zahlen bedeuten" in text


def test_it_goes_to_the_document_system_word_for_word(project: Project, tmp_path: Path) -> None:
    operations.set_office(project, Office(town="Stadt Probe", file_reference="612.10/3", records_years=10))
    days = {"day": YESTERDAY, "since": BEFORE}
    first = export(project, ExportFormat.COUNCIL, tmp_path / "rat.pdf", **days).path
    folder = export(project, ExportFormat.COUNCIL_RECORDS, tmp_path / "Akte", **days).path
    stem = f"612.10-3_Ratsvorlage_{TODAY.isoformat()}"
    files = {f"{stem}.pdf", f"{stem}.xml", "Verzeichnis.xml", "Verzeichnis.csv", "ablage.xsd"}
    assert {file.name for file in folder.iterdir()} == files
    check = etree.XMLSchema(etree.parse(folder / "ablage.xsd"))
    for file in folder.glob("*.xml"):
        check.assertValid(etree.parse(file))
    told = etree.parse(folder / f"{stem}.xml")
    day, since = i18n.day(YESTERDAY), i18n.day(BEFORE)
    assert told.findtext("{*}Betreff") == (
        f"Ratsvorlage: Flächenbilanz zum {day}, Veränderung seit dem {since}, "
        f"unverändert aus der Vorlage vom {i18n.day(TODAY)}"
    )
    assert told.findtext("{*}Vermerk") == "Nur für den Dienstgebrauch"
    assert told.findtext("{*}Datei/{*}Profil") == "PDF/A-2a"
    content = (folder / f"{stem}.pdf").read_bytes()
    assert told.findtext("{*}Datei/{*}Pruefsumme") == hashlib.sha256(content).hexdigest()
    again = _text(folder / f"{stem}.pdf")
    repeated = f"Die Zahlen sind unverändert die der Vorlage vom {i18n.day(TODAY)}."
    assert sorted(_text(first).split()) == sorted(again.replace(repeated, "").split())
    assert len(queries.council_papers(project)) == 1
    with pytest.raises(InputError, match="records_folder_exists"):
        export(project, ExportFormat.COUNCIL_RECORDS, folder, **days)


def test_its_words_and_tables_can_be_edited(project: Project, tmp_path: Path) -> None:
    path = export(project, ExportFormat.COUNCIL_TEXT, tmp_path / "rat.docx", day=YESTERDAY, since=BEFORE).path
    document = Document(str(path))
    assert document.core_properties.title.startswith("Flächenbilanz zum")
    assert "Nur für den Dienstgebrauch" in document.sections[0].header.paragraphs[0].text
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"neu erfasst", "Musterlinden", "Aktivierungsquote"} <= set(cells)
    told = [each.get("descr") for each in document.element.body.iter(qn("wp:docPr"))]
    assert len(told) == len(document.inline_shapes) >= 5
    assert all(told)
    assert any("Musterlinden: " in words and "Baulücke" in words for words in told)


def test_the_office_program_opens_it_with_tables_and_pictures(project: Project, tmp_path: Path) -> None:
    path = export(project, ExportFormat.COUNCIL_TEXT, tmp_path / "rat.docx", day=YESTERDAY, since=BEFORE).path
    ours = Document(str(path))
    with ZipFile(convert(path, "odt", tmp_path)) as opened:
        body = opened.read("content.xml").decode()
        pictures = [name for name in opened.namelist() if name.startswith("Pictures/")]
    assert len(re.findall("<table:table ", body)) == len(ours.tables) >= 6
    assert len(re.findall("<draw:image ", body)) == len(ours.inline_shapes) == len(pictures)
    assert len(re.findall("<svg:desc>[^<]", body)) == len(pictures)
    assert len(re.findall("<table:table-header-rows>", body)) == sum(
        table._tbl.find(f".//{qn('w:tblHeader')}") is not None for table in ours.tables
    )


def test_an_empty_project_says_so(tmp_path: Path) -> None:
    with Project.create(tmp_path / "leer.gpkg") as project:
        path = export(project, ExportFormat.COUNCIL, tmp_path / "leer.pdf").path
    assert "kein offenes Potenzial" in _text(path)
