"""Record of processing activities and access log as files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
from docx import Document
from test_letters import OFFICE

from flurinfill.model.audience import Audience
from flurinfill.model.errors import ProjectError
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.announcing import draft_notice, write_published
from flurinfill.usecases.exporting import ExportFormat, export
from flurinfill.usecases.privacy import write_access_log, write_processing_record
from flurinfill.usecases.reporting import figures_on, write_figures
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE


def test_the_record_is_filled_from_the_settings(sample: Path, tmp_path: Path) -> None:
    office = replace(OFFICE, responsible="Bürgermeisterin Erika Beispiel", keep_unanswered_years=4)
    with Project.open(sample) as project:
        operations.set_office(project, office)
        pdf = write_processing_record(project, tmp_path / "vvt.pdf")
        word = write_processing_record(project, tmp_path / "vvt.docx")
    told = [
        office.responsible,
        office.privacy_officer,
        office.town,
        "4 Jahre nach dem letzten Schreiben",
        "AES-256",
    ]
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages).split())
    assert not [part for part in told if part not in text]
    document = Document(str(word))
    words = " ".join(part.text for part in document.paragraphs)
    words += " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert not [part for part in told if part not in words]


def test_the_access_log_leaves_with_a_line_in_the_history(sample: Path, tmp_path: Path) -> None:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        queries.owners_of(project, queries.site_table(project)["parcel_ids"].iloc[0], "case_work")
        project.seal()  # it holds no names
        lines = write_access_log(project, tmp_path / "zugriffe.csv").read_text("utf-8-sig").splitlines()
        assert lines[0] == "Wann;Wer;Zweck;Eigentümer;Flurstücke"
        assert "Fallbearbeitung" in lines[1]
        assert len(lines) == len(queries.access_log(project)) + 1
        assert queries.history(project)[0].code == "log_export"
    with Project.open(sample, read_only=True) as project, pytest.raises(ProjectError):
        write_access_log(project, tmp_path / "mehr.csv")


def test_no_owner_is_in_what_the_office_hands_on(sample: Path, tmp_path: Path) -> None:
    today = date.today()
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        operations.set_office(project, OFFICE)
        sites = queries.site_table(project)
        asked = [int(site) for site in sites.index[sites["outreach_state"] != "none"]]
        names = {each.owner.last_name for each in queries.addressees(project, asked, "case_work")} - {""}
        export(project, ExportFormat.CSV, tmp_path / "raus.csv", audience=Audience.PUBLIC)
        write_published(queries.public_exports(project)[0], tmp_path / "war.csv")
        write_access_log(project, tmp_path / "zugriffe.csv")
        write_figures(project, today, figures_on(project, today), tmp_path / "zahlen.csv", frozen=False)
        draft_notice(project, tmp_path / "notiz.docx", announced_on=today)
    texts = [path.read_text("utf-8-sig") for path in tmp_path.glob("*.csv")]
    texts.append(" ".join(part.text for part in Document(str(tmp_path / "notiz.docx")).paragraphs))
    assert len(texts) == 5
    assert len(names) > 3
    assert not [name for name in names for text in texts if name in text]
