"""The folder for the document system: whole or not at all, and each paper with what is known about it."""

from __future__ import annotations

import csv
import errno
import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree
from pypdf import PdfReader
from village import CANARIES, NASTY, four_sites, site_row, site_table

from flurinfill import i18n
from flurinfill._data import data_path
from flurinfill.model.audience import Audience
from flurinfill.model.errors import Cancelled, InputError, ProjectError
from flurinfill.model.office import Office
from flurinfill.reports import writing
from flurinfill.reports.records import documents, folder, metadata
from flurinfill.reports.release import Release

OFFICE = Office(town="Stadt Musterau", department="Bauamt", file_reference="612.10/3", records_years=10)
NS = {"a": metadata.NAMESPACE}
Give = Callable[..., Release]


@pytest.fixture
def give(released: Give) -> Give:
    """Release sites of a village whose office has a file number."""

    def make(audience: Audience, sites: pd.DataFrame | None = None, **changed: object) -> Release:
        release = released(audience, sites)
        office = replace(OFFICE, **changed)
        return replace(release, origin=replace(release.origin, office=office.town, sender=office))

    return make


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers that say what they are about, made at once."""

    def write(release: Release, path: Path) -> Path:
        return writing.write_bytes(path, f"%PDF {list(release.sites.index)}".encode())

    monkeypatch.setattr(documents, "WRITERS", dict.fromkeys(documents.WRITERS, write))


def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(data_path("resources", "records", "ablage.xsd")))


def listed(path: Path) -> list[dict[str, str]]:
    with (path / "Verzeichnis.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_a_folder_of_real_papers(give: Give, tmp_path: Path) -> None:
    path = folder.write(give(Audience.INTERNAL, four_sites().iloc[:2]), tmp_path / "Akte")
    stems = [
        "612.10-3_N-0001_Exposé_2026-11-23",
        "612.10-3_N-0002_Exposé_2026-11-23",
        "612.10-3_Übersicht_2026-11-23",
    ]
    papers = {f"{stem}.{end}" for stem in stems for end in ("pdf", "xml")}
    assert {file.name for file in path.iterdir()} == papers | {
        "Verzeichnis.xml",
        "Verzeichnis.csv",
        "ablage.xsd",
    }
    assert not list(tmp_path.glob(".flurinfill*"))
    check = schema()
    for file in path.glob("*.xml"):
        check.assertValid(etree.parse(file))
    data = etree.parse(path / f"{stems[0]}.xml")

    def said(tag: str) -> str | None:
        return data.findtext("/".join(f"a:{part}" for part in tag.split("/")), namespaces=NS)

    assert "keine xdomea-Nachricht" in str(said("Hinweis"))
    assert said("Akte/Aktenzeichen") == "612.10/3"
    assert said("Vorgang/Fallnummer") == "N-0001"
    assert said("Betreff") == "Exposé: Potenzialfläche Flst. 3, Gemarkung Neuhain"
    assert said("Datum") == "2026-11-23"
    assert (said("Aufbewahrung/Jahre"), said("Aufbewahrung/Ende")) == ("10", "2036-12-31")
    assert (said("Verfasser/Behoerde"), said("Verfasser/Stelle")) == ("Stadt Musterau", "Bauamt")
    assert said("Quelle/Datenstand") == "2026-11-01"
    assert said("Vermerk") == "Nur für den Dienstgebrauch"
    content = (path / f"{stems[0]}.pdf").read_bytes()
    assert said("Datei/Pruefsumme") == hashlib.sha256(content).hexdigest()
    assert said("Datei/Groesse") == str(len(content))
    assert said("Datei/Profil") == "PDF/A-2a"
    texts = [PdfReader(path / f"{stem}.pdf").pages[0].extract_text() for stem in stems]
    assert "Flst. 3," in texts[0]
    assert "Flst. 4, 25" in texts[1]
    assert [line["Prüfsumme (SHA-256)"] for line in listed(path)] == [
        hashlib.sha256((path / f"{stem}.pdf").read_bytes()).hexdigest() for stem in stems
    ]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("audience", list(Audience))
def test_every_audience_gets_a_valid_folder(
    audience: Audience, language: str, give: Give, tmp_path: Path
) -> None:
    i18n.set_language(language)
    path = folder.write(give(audience), tmp_path / "Akte")
    assert len(list(path.glob("*.pdf"))) == 5
    for file in path.glob("*.xml"):
        schema().assertValid(etree.parse(file))
    text = b"".join(file.read_bytes() for file in path.iterdir())
    assert not [word for word in CANARIES if word.encode() in text]
    if audience is Audience.PUBLIC:
        assert b"N-0001" not in text
        assert any("41-2" in file.name for file in path.iterdir())


@pytest.mark.usefixtures("quick")
def test_plots_of_one_number_in_two_gemarkungen_have_names_of_their_own(give: Give, tmp_path: Path) -> None:
    sites = site_table(site_row(), site_row(case_no="N-2", gemarkung="Oberhain"))
    path = folder.write(give(Audience.PUBLIC, sites, file_reference=""), tmp_path / "Akte")
    names = {file.stem for file in path.glob("*Expos*.pdf")}
    assert names == {"Neuhain 3_Exposé_2026-11-23", "Oberhain 3_Exposé_2026-11-23"}


@pytest.mark.usefixtures("quick")
def test_an_office_that_says_nothing_still_gets_a_valid_folder(give: Give, tmp_path: Path) -> None:
    release = give(Audience.INTERNAL)
    bare = replace(release, origin=replace(release.origin, sender=Office(records_years=0), data_state=None))
    path = folder.write(bare, tmp_path / "Akte")
    for file in path.glob("*.xml"):
        schema().assertValid(etree.parse(file))
    assert (path / "N-0001_Exposé_2026-11-23.pdf").is_file()


@pytest.mark.usefixtures("quick")
def test_odd_texts_make_plain_names_and_whole_metadata(give: Give, tmp_path: Path) -> None:
    sites = site_table(
        site_row(case_no=NASTY, numbers="=cmd()"),
        site_row(case_no="CON", numbers="ä" * 200),
        site_row(case_no="con", numbers="x\x07y"),
    )
    path = folder.write(give(Audience.INTERNAL, sites, records_names="{case_no}"), tmp_path / "Akte")
    names = sorted(file.name for file in path.glob("*.pdf"))
    assert {"_CON.pdf", "_con_2.pdf"} < set(names)
    assert all(not set(name) & set('<>:"/\\|?*') for name in names)
    document = etree.parse(path / "Verzeichnis.xml")
    schema().assertValid(document)
    cases = [node.text for node in document.iterfind(".//a:Fallnummer", NS)]
    assert cases[0] == NASTY
    assert all(not cell.startswith("=") for line in listed(path) for cell in line.values())
    pairs = {file.stem for file in path.glob("*.pdf")}
    assert pairs == {file.stem for file in path.glob("*.xml")} - {"Verzeichnis"}


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("kind", ["folder", "empty", "file", "link"])
def test_what_is_there_stays(kind: str, give: Give, tmp_path: Path) -> None:
    path = tmp_path / "Akte"
    if kind == "file":
        path.write_text("alt", encoding="utf-8")
    elif kind == "link":
        path.symlink_to(tmp_path / "nirgends")
    else:
        path.mkdir()
        if kind == "folder":
            (path / "alt.txt").write_text("alt", encoding="utf-8")
    with pytest.raises(InputError, match="records_folder_exists"):
        folder.write(give(Audience.PUBLIC), path)
    assert list(tmp_path.iterdir()) == [path]
    assert kind != "folder" or [file.name for file in path.iterdir()] == ["alt.txt"]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EACCES, "export_not_writable")]
)
@pytest.mark.parametrize("where", ["document_xml", "copyfile", "rename", "replace"])
def test_a_failure_leaves_nothing(
    where: str, number: int, code: str, give: Give, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    place = {"document_xml": folder, "copyfile": folder.shutil, "rename": folder.os, "replace": writing.os}[
        where
    ]
    monkeypatch.setattr(place, where, refuse)
    with pytest.raises(ProjectError) as error:
        folder.write(give(Audience.PUBLIC), tmp_path / "Akte")
    assert error.value.code == code
    assert error.value.details["path"] == tmp_path / "Akte"
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("quick")
def test_a_bad_scheme_and_a_long_path_are_told_before_anything_is_written(give: Give, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="records_scheme_unknown"):
        folder.write(give(Audience.PUBLIC, records_names="{owner}"), tmp_path / "Akte")
    with pytest.raises(InputError, match="records_path_too_long"):
        folder.write(give(Audience.PUBLIC), tmp_path / ("x" * 170))
    with pytest.raises(InputError, match="export_folder_missing"):
        folder.write(give(Audience.PUBLIC), tmp_path / "fehlt" / "Akte")
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("quick")
def test_a_cancelled_folder_leaves_nothing(give: Give, tmp_path: Path) -> None:
    class Cancelling:
        def report(self, step: str, done: int, total: int) -> None:
            assert (step, total) == ("write_papers", 5)
            if done == 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        folder.write(give(Audience.PUBLIC), tmp_path / "Akte", progress=Cancelling())
    assert not list(tmp_path.iterdir())


def test_a_release_narrowed_to_a_site_has_nothing_of_the_others(give: Give) -> None:
    whole = give(Audience.INTERNAL)
    one = documents.only(whole, 2)
    assert list(one.sites["case_no"]) == ["N-0002"]
    assert list(one.measures.index) == list(whole.sites.loc[2, "parcel_ids"])
    assert one.rules == {1: whole.rules[2]}
    assert list(one.sites.index) == [1]
    assert one.site_ids == whole.site_ids[1:2]
    assert len(whole.sites) == 4


def test_kept_from_the_end_of_the_year() -> None:
    assert metadata.keep_until(date(2028, 2, 29), 10) == date(2038, 12, 31)
