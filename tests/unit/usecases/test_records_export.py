"""The folder for the document system as a way out of the house: logged once, and never over a folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from flurinfill.model.audience import Audience
from flurinfill.model.errors import InputError
from flurinfill.model.office import Office
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.exporting import ExportFormat, export

TODAY = date(2026, 11, 26)


def test_a_folder_is_logged_and_a_second_one_refused_before(sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "Akte"
    with Project.open(sample) as project:
        office = Office(town="Stadt Musterau", file_reference="612.10/3", records_names="{no}-{kind}")
        operations.set_office(project, office)
        done = export(project, ExportFormat.RECORDS, target, site_ids=[3], today=TODAY)
        assert done.path == target
        assert done.count == 1
        entries = queries.history(project, limit=100_000)
        assert (entries[0].code, entries[0].details["count"]) == ("log_export", 1)
        with pytest.raises(InputError, match="records_folder_exists"):
            export(project, ExportFormat.RECORDS, target, audience=Audience.INTERNAL, site_ids=[3])
        assert queries.history(project, limit=100_000) == entries
    document = etree.parse(target / "001-Exposé.xml")
    assert document.findtext("{*}Akte/{*}Aktenzeichen") == "612.10/3"
    assert (target / "001-Exposé.pdf").read_bytes().startswith(b"%PDF")
