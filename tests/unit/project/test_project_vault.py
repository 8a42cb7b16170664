"""The vault: who may open it, and what a file tells without the key."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import small_town

from flurinfill.model.errors import ProjectError, SealedError
from flurinfill.model.owners import ContactChannel, ContactResult
from flurinfill.model.roles import Role
from flurinfill.model.states import Availability, Outreach, RejectReason, Review, Willingness
from flurinfill.project import Project, operations, queries

PASSPHRASE = "wolkenkuckucksheim"
DAY = date(2026, 4, 1)
NOTE = "Zaubertrankrezept unter der Fußmatte"
TALK = "Papageienzüchterin ruft zurück"


def refused(code: str, call: Callable[[], object]) -> None:
    with pytest.raises(SealedError) as caught:
        call()
    assert caught.value.code == code


def test_passphrase_recovery_key_and_nothing_else_open_the_vault(path: Path) -> None:
    with Project.create(path, passphrase=PASSPHRASE) as project:
        recovery = project.recovery_key
        assert recovery is not None
        assert len(recovery.replace("-", "")) == 32
        assert not project.sealed
    with Project.open(path) as project:
        assert project.has_vault
        assert project.sealed
        refused("passphrase_wrong", lambda: project.unlock("falsch geraten"))
        assert project.sealed
        project.unlock(PASSPHRASE)
        assert not project.sealed
        project.seal()
        assert project.sealed
        project.unlock(recovery.lower().replace("-", " "))
        assert not project.sealed
    refused("passphrase_wrong", lambda: Project.open(path, passphrase="falsch geraten"))
    with Project.open(path, passphrase=recovery) as project:  # the refused opener left no lock
        assert not project.read_only
        assert not project.sealed


def test_the_passphrase_changes_and_the_recovery_key_is_renewed(project: Project, path: Path) -> None:
    first, new = project.recovery_key, "ein ganz anderes"
    assert first is not None
    refused("passphrase_wrong", lambda: operations.change_passphrase(project, "falsch geraten", new))
    refused("passphrase_too_short", lambda: operations.change_passphrase(project, PASSPHRASE, "kurz"))
    operations.change_passphrase(project, PASSPHRASE, new)
    second = project.recovery_key
    assert second not in (None, first)
    assert queries.history(project)[0].code == "change_passphrase"
    project.seal()
    refused("sealed", lambda: operations.change_passphrase(project, new, "noch ein anderes"))
    refused("passphrase_wrong", lambda: project.unlock(PASSPHRASE))
    refused("passphrase_wrong", lambda: project.unlock(first))
    assert not project.unlock(new)
    project.seal()
    assert project.unlock(str(second))  # it was the recovery key: the passphrase is lost
    operations.change_passphrase(project, str(second), "drittes Mal gut")
    assert queries.owners_of(project, [small_town.IDS[0]], "case_work")
    operations.set_users(project, {"erika": Role.EDIT, "gustav": Role.READ})
    project.close()
    with Project.open(path, passphrase="drittes Mal gut", user="gustav") as other:
        with pytest.raises(ProjectError) as caught:
            operations.change_passphrase(other, "drittes Mal gut", new)
        assert caught.value.code == "role_reads"


def test_a_vault_that_did_not_reach_the_disk_is_none(plain: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else everything would be sealed with a key that nobody has."""

    def full() -> None:
        raise sqlite3.OperationalError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(plain.store, "_commit", full)
        with pytest.raises(sqlite3.OperationalError):
            plain.create_vault(PASSPHRASE)
    assert not plain.has_vault
    assert plain.recovery_key is None
    refused("no_vault", lambda: operations.set_note(plain, 1, NOTE))
    plain.create_vault(PASSPHRASE)
    plain.seal()
    plain.unlock(PASSPHRASE)


def test_a_vault_is_made_once_and_with_a_decent_passphrase(plain: Project) -> None:
    refused("no_vault", lambda: plain.unlock(PASSPHRASE))
    refused("passphrase_too_short", lambda: plain.create_vault("1234567"))
    assert not plain.has_vault
    plain.create_vault(PASSPHRASE)
    refused("vault_exists", lambda: plain.create_vault(PASSPHRASE))
    operations.import_cadastre(plain, small_town.owned())
    assert queries.cadastre(plain).owners is not None


PERSONAL: dict[str, Callable[[Project], object]] = {
    "note": lambda p: operations.set_note(p, 1, NOTE),
    "willingness": lambda p: operations.set_willingness(
        p, 1, "DEOWN1", Willingness.SELL, source=ContactChannel.CALL, on=DAY
    ),
    "outreach": lambda p: operations.set_outreach(p, 1, "DEOWN1", Outreach.SENT, on=DAY),
    "consent": lambda p: operations.set_consent(p, 1, "DEOWN1", True, on=DAY),
    "contact": lambda p: operations.record_contact(
        p, 1, "DEOWN1", channel=ContactChannel.CALL, outgoing=True, on=DAY
    ),
    "reason": lambda p: operations.set_availability(p, 1, Availability.AVAILABLE, reason=TALK),
    "review note": lambda p: operations.set_review(p, 1, Review.IN_REVIEW, note=TALK),
    "owners": lambda p: queries.owners_of(p, small_town.IDS, "case_work"),
    "outreach of": lambda p: queries.outreach_of(p, 1),
    "contacts": lambda p: queries.contacts(p, 1),
    "import": lambda p: operations.import_cadastre(p, small_town.owned()),
}


@pytest.mark.parametrize("name", PERSONAL)
def test_without_an_open_vault_nothing_personal_is_written_or_read(
    name: str, project: Project, tmp_path: Path
) -> None:
    project.seal()
    before = queries.site(project, 1)
    refused("sealed", lambda: PERSONAL[name](project))
    assert queries.site(project, 1) == before
    with Project.create(tmp_path / "offen.gpkg") as other:
        operations.import_cadastre(other, small_town.cadastre())
        operations.create_site(other, [small_town.IDS[0]])
        refused("no_vault", lambda: PERSONAL[name](other))


def work_with_people(project: Project) -> None:
    """Do everything that leaves something personal."""
    operations.set_note(project, 1, NOTE)
    operations.set_note(project, 1, NOTE + "!")
    operations.set_outreach(project, 1, "DEOWN1", Outreach.DO_NOT_CONTACT, on=DAY)
    operations.set_outreach(project, 1, "DEOWN1", Outreach.RESEARCH, reason=TALK, on=DAY)
    operations.set_willingness(
        project, 1, "DEOWN2", Willingness.HEIRS_UNCLEAR, source=ContactChannel.CALL, on=DAY
    )
    operations.set_consent(project, 1, "DEOWN2", True, on=DAY)
    operations.record_contact(
        project, 1, "DEOWN2", channel=ContactChannel.VISIT, outgoing=False, on=DAY,
        result=ContactResult.CALLBACK, text=TALK, follow_up_on=DAY,
    )  # fmt: skip
    operations.undo(project)
    operations.redo(project)
    operations.set_review(project, 2, Review.REJECTED, reason=RejectReason.OTHER)
    operations.set_review(project, 2, Review.IN_REVIEW, note=TALK)
    operations.undo(project)


def test_no_byte_of_a_person_is_in_the_file_the_journal_or_the_backups(project: Project) -> None:
    seen: list[bytes] = []
    journal = project.path.with_name(project.path.name + "-journal")

    def watch(_: str) -> None:
        if journal.exists():
            seen.append(journal.read_bytes())

    with project.store.exclusive() as raw:
        raw.execute("PRAGMA cache_size = 5")  # so that pages and journal are written early
        raw.set_trace_callback(watch)
    work_with_people(project)
    operations.import_cadastre(project, small_town.owned(small_town.IDS[:5]))
    queries.outreach_of(project, 1)
    project.backup()
    with project.store.exclusive() as raw:
        raw.set_trace_callback(None)
    project.close()
    assert any(len(data) > 4096 for data in seen)  # the journal was caught at work
    files = [file for file in project.path.parent.rglob("*") if file.is_file()]
    assert len(files) == 2
    seen += [file.read_bytes() for file in files]
    names = (*small_town.NAMES, "Zyprian", small_town.STREET, "Am Regenbogen", "Stadt Musterau")
    ids = (*small_town.OWNER_IDS, "DEGEMEINSCHAFT", "47110815")
    words = (NOTE, TALK, "do_not_contact", "callback", "heirs_unclear", PASSPHRASE)
    for text in (*names, *ids, *words):
        for encoding in ("utf-8", "utf-16-le"):
            raw_text = text.encode(encoding)
            assert not any(raw_text in data for data in seen), text
    assert any(b"Lindenstra" in data for data in seen)  # the search itself works


def test_sealed_values_cannot_be_moved_to_another_row(project: Project) -> None:
    work_with_people(project)
    with project.store.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE owners SET sealed = (SELECT sealed FROM owners WHERE owner_row = 2) WHERE owner_row = 1"
        )
    refused("sealed_damaged", lambda: queries.owners_of(project, [small_town.IDS[0]], "case_work"))


def test_sealed_values_of_one_kind_have_one_length(project: Project) -> None:
    lengths = set()
    for willingness in Willingness:
        operations.set_willingness(project, 1, "DEOWN1", willingness, source=ContactChannel.CALL, on=DAY)
        with project.store.reading() as connection:
            lengths.add(connection.exec_driver_sql("SELECT length(sealed) FROM outreach").scalar())
    assert len(lengths) == 1


def test_reads_of_owners_are_logged_without_names(project: Project) -> None:
    queries.owners_of(project, small_town.IDS[:2], "case_work")
    queries.outreach_of(project, 1)
    queries.cadastre(project)
    queries.cadastre(project, with_owners=False)
    log = queries.access_log(project)
    assert log[["user", "purpose", "owners", "parcels"]].to_numpy().tolist() == [
        ["erika", "detection", 4, 8],
        ["erika", "case_work", 2, 1],
        ["erika", "case_work", 3, 2],
    ]


def test_a_reader_who_cannot_be_logged_sees_no_owners(project: Project) -> None:
    with Project.open(project.path, passphrase=PASSPHRASE) as second:
        assert second.read_only
        refused("access_not_logged", lambda: queries.owners_of(second, small_town.IDS, "case_work"))
        refused("access_not_logged", lambda: queries.outreach_of(second, 1))
        assert queries.cadastre(second).owners is None


def test_what_is_personal_shows_only_while_unlocked(project: Project) -> None:
    work_with_people(project)
    table = queries.site_table(project)
    assert table.loc[1, "note"] == NOTE + "!"
    assert table.loc[1, ["willingness", "outreach"]].tolist() == ["unknown", "0/2"]
    assert table.loc[4, "municipal"]
    open_details = [entry.details for entry in queries.history(project, 1)]
    assert any(details.get("owner_id") == "DEOWN2" for details in open_details)
    project.seal()
    table = queries.site_table(project)
    personal = ["willingness", "owner_category", "consent_investor", "municipal", "outreach", "note"]
    assert table[personal].isna().all().all()
    site = queries.site(project, 4)
    assert (site.note, site.willingness, site.municipal, site.consent_investor) == (None, None, False, False)
    assert not any("owner_id" in entry.details for entry in queries.history(project, 1))
    assert queries.due(project, DAY)["kind"].tolist() == ["follow_up"]
    refused("sealed", lambda: _undo_until_personal(project))


def _undo_until_personal(project: Project) -> None:
    while True:
        operations.undo(project)
