"""The information of Art. 15 GDPR as a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdf
import pytest

from flurinfill.model.errors import SealedError
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.persons import write_information
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE


def test_the_information_can_be_read(sample: Path, tmp_path: Path) -> None:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        sites = queries.site_table(project)
        site = int(sites.index[sites["note"].notna()][0])
        owner = queries.addressees(project, [site], "case_work")[0].owner
        operations.record_objection(project, site, on=date.today(), owner_id=owner.owner_id, text="=Formel")
        pdf = write_information(project, owner.owner_id, tmp_path / "auskunft.pdf")
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
        assert all(
            word in text
            for word in (owner.last_name, owner.city, "=Formel", "Art. 15", sites.loc[site, "case_no"])
        )
        listed = write_information(project, owner.owner_id, tmp_path / "auskunft.csv").read_text("utf-8-sig")
        assert "'=Formel" in listed  # no spreadsheet takes it for a formula
        assert write_information(project, owner.owner_id, tmp_path / "auskunft.docx").stat().st_size > 5_000
        (told, *_) = queries.history(project)
        assert (told.code, told.details["format"]) == ("log_export", "information")
        project.seal()
        with pytest.raises(SealedError):
            write_information(project, owner.owner_id, tmp_path / "mehr.pdf")
        assert not (tmp_path / "mehr.pdf").exists()
