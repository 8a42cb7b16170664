"""Whoever looks at persons leaves a line in the access log; where none can be written nothing is shown."""

from __future__ import annotations

from datetime import date

import pytest
import small_town

from flurinfill.model.case_files import FileKind, NewFile
from flurinfill.model.errors import SealedError
from flurinfill.model.owners import ContactChannel
from flurinfill.model.states import Outreach
from flurinfill.project import Project, operations, queries

WHO, DAY = small_town.OWNER_IDS[0], date(2023, 3, 1)


def _worked_on(project: Project) -> None:
    operations.set_outreach(project, 1, WHO, Outreach.SENT, on=DAY)
    operations.record_contact(project, 1, WHO, channel=ContactChannel.CALL, outgoing=True, on=DAY, text="Ja")
    operations.add_files(project, 1, [NewFile("a.pdf", b"%PDF", False, "Brief", FileKind.LETTER, DAY)])


def _lines(project: Project) -> list[tuple[str, int]]:
    log = queries.access_log(project)
    return list(zip(log["purpose"], log["owners"], strict=True))


def test_the_papers_of_a_case_are_one_line_a_day(project: Project) -> None:
    _worked_on(project)
    before = len(_lines(project))
    queries.contacts(project, 1)
    assert _lines(project)[0] == ("case_work", 1)
    queries.timeline(project, 1)
    (file,) = queries.case_files(project, 1)
    queries.contacts(project, 1)
    assert len(_lines(project)) == before + 1
    queries.contacts(project, 2)
    queries.file_content(project, file)  # what is opened counts every time
    queries.file_content(project, file)
    assert len(_lines(project)) == before + 4


def test_a_search_and_the_retention_list_log_all_that_they_read(project: Project) -> None:
    _worked_on(project)
    queries.owners_named(project, "niemand heißt so")
    assert _lines(project)[0] == ("data_subject", len(small_town.OWNER_IDS))
    queries.retention_proposals(project, DAY)
    assert _lines(project)[0] == ("retention", 1)


def test_nobody_reads_unnoticed_in_a_project_that_is_only_looked_at(project: Project) -> None:
    _worked_on(project)
    (file,) = queries.case_files(project, 1)
    path = project.path
    with Project.open(path, passphrase=small_town.PASSPHRASE, read_only=True) as looked_at:
        for read in (
            lambda: queries.contacts(looked_at, 1),
            lambda: queries.case_files(looked_at, 1),
            lambda: queries.file_content(looked_at, file),
            lambda: queries.unplaced_rows(looked_at),
        ):
            with pytest.raises(SealedError) as caught:
                read()
            assert caught.value.code == "access_not_logged"
        events = queries.timeline(looked_at, 1)
        assert [event for event in events if event.locked]
        assert not [event for event in events if event.contact]
