"""The information of Art. 15 GDPR as a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pypdf
import pytest
from PIL import Image

from flurinfill.model.errors import SealedError
from flurinfill.model.owners import ContactChannel
from flurinfill.project import Project, operations, queries
from flurinfill.project.vault import Vault
from flurinfill.usecases import case_files
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


def test_the_information_tells_all_that_is_kept_and_nothing_of_others(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        sites = queries.site_table(project)
        site = int(sites.index[sites["outreach"] == "0/1"][0])
        owner = queries.addressees(project, [site], "case_work")[0].owner
        who, today = owner.owner_id, date.today()
        operations.record_contact(
            project, site, who, channel=ContactChannel.CALL, outgoing=True, on=today,
            follow_up_on=date(2031, 7, 9), follow_up_by="Quirin Amtsmann",
        )  # fmt: skip
        operations.record_objection(project, site, on=today, owner_id=who)
        (objection,) = [each for each in queries.objections(project) if each.owner_id == who]
        operations.take_back_objection(project, objection.objection_id, on=today)
        operations.restrict_owner(project, who, True, reason="Streit um das Wegerecht")
        beside = "Erika Beispiel von nebenan erzählt lange und viel von ihrer Krankheit, aber zur Sache"
        operations.set_note(project, site, f"{beside}: {owner.name} will tauschen")
        pixels = np.random.default_rng(1).integers(0, 255, (600, 800, 3), dtype=np.uint8)
        photo = tmp_path / f"Garten {owner.name}.png"
        Image.fromarray(pixels).save(photo)
        case_files.add(project, site, [photo])
        opened: list[int] = []
        unseal = Vault.unseal_bytes

        def watched(vault: Vault, table: str, row: int, sealed: bytes) -> bytes:
            opened.append(len(sealed))
            return unseal(vault, table, row, sealed)

        monkeypatch.setattr(Vault, "unseal_bytes", watched)
        told = write_information(project, who, tmp_path / "auskunft.csv").read_text("utf-8-sig")
    assert max(opened) < photo.stat().st_size  # the list of files needs no content
    for word in ("09.07.2031", "Zurückgenommen am", "Streit um das Wegerecht", "will tauschen", "Garten"):
        assert word in told
    for word in ("Erika Beispiel", "Quirin Amtsmann", "/9j/"):  # others, the office, a picture as letters
        assert word not in told
