"""Record of processing activities and access log as files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from docx import Document
from test_letters import OFFICE

from flurinfill.model.errors import ProjectError
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.privacy import write_access_log, write_processing_record
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
