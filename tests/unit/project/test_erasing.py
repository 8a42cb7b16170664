"""A person is erased: from every row, from the history, from the bytes of the file, and for good."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import small_town
from sqlalchemy import select

from flurinfill.model.case_files import FileKind, NewFile
from flurinfill.model.errors import InputError, ProjectError, SealedError
from flurinfill.model.owners import ContactChannel, Owner, OwnerKind, Ownership
from flurinfill.model.returns import Answer, Motive
from flurinfill.model.states import Publication, Review, Willingness
from flurinfill.project import Project, backups, history, operations, queries, schema, traces

ON = date(2026, 4, 1)
WHO = small_town.OWNER_IDS[0]  # Quarkenbeisser, with Tintenklecks an heir of parcel 1
OTHER = small_town.OWNER_IDS[1]


@pytest.fixture
def busy(project: Project) -> Project:
    """A project in which the person has left traces everywhere."""
    operations.record_answer(
        project,
        1,
        WHO,
        Answer(Willingness.SELL, motives=(Motive.CHILDREN,), price=9_000, wishes="Zyprians Wunsch"),
        on=ON,
    )
    called = {"channel": ContactChannel.CALL, "outgoing": True, "on": ON}
    operations.record_contact(project, 1, WHO, **called, text="Quarkenbeisser ruft zurück", follow_up_on=ON)
    operations.record_contact(project, 1, OTHER, **called, text="Vetter Quarkenbeisser will nicht")
    operations.set_note(project, 1, "Quarkenbeisser hat den Schlüssel")
    operations.set_note(project, 2, "Zyprian Quarkenbeisser kennt den Weg")
    operations.record_objection(project, 1, on=ON, owner_id=WHO, text="Quarkenbeisser widerspricht")
    (contact,) = [each for each in queries.contacts(project, 1) if each.follow_up_on]
    operations.complete_follow_up(project, contact.contact_id)
    return project


def _sealed_texts(project: Project) -> Iterator[str]:
    """Everything sealed in the file, decrypted; images of the history with the rows inside them."""
    with project.store.reading() as connection:
        for table in schema.METADATA.sorted_tables:
            if "sealed" not in table.c:
                continue
            (key,) = table.primary_key.columns
            for row, sealed in connection.execute(select(key, table.c.sealed)):
                content = _content(project, table.name, row, sealed)
                yield json.dumps(content, ensure_ascii=False)
                yield from _inside(project, content)


def _content(project: Project, table: str, row: int, sealed: bytes | None) -> Any:
    try:
        return project.vault.unseal(table, row, sealed) if sealed is not None else ""
    except ValueError:  # the content of a file
        return ""


def _inside(project: Project, content: Any) -> Iterator[str]:
    images = content.get("images") if isinstance(content, dict) else None
    for image in history.load(images) if images else []:
        for values in (image.before, image.after):
            sealed = values.get("sealed") if values else None
            yield json.dumps(_content(project, image.table, image.key, sealed), ensure_ascii=False)


def test_nothing_of_the_person_is_left(busy: Project) -> None:
    assert any("Quarkenbeisser" in text for text in _sealed_texts(busy))
    operations.erase_owner(busy, WHO, reason="Antrag vom 3. Mai")
    texts = list(_sealed_texts(busy))
    assert not [text for text in texts if "Quarkenbeisser" in text or "Zyprian" in text or WHO in text]
    assert any(f"{traces.GONE} hat den Schlüssel" in text for text in texts)
    assert any("Tintenklecks" in text for text in texts)
    raw = busy.path.read_bytes()
    assert b"Quarkenbeisser" not in raw
    assert queries.owners_named(busy, "Quarkenbeisser") == []


def test_what_must_stay_stays_without_a_name(busy: Project) -> None:
    before = len(queries.history(busy))
    operations.erase_owner(busy, WHO, reason="Antrag")
    assert queries.site_table(busy).loc[1, "publication"] == Publication.OBJECTED
    (objection,) = queries.objections(busy)
    assert (objection.owner_id, objection.name, objection.text) == ("", "", "")
    table = queries.site_table(busy)
    assert table.loc[1, "outreach"].endswith("/2")  # still two owners, one of them nobody knows
    assert len(queries.history(busy)) == before + 1
    (other,) = queries.contacts(busy, 1)
    assert other.owner_id == OTHER
    assert table["asking_price"].isna().all()


def test_nothing_from_before_an_erasure_is_undone_or_redone(busy: Project) -> None:
    change = operations.create_site(busy, [small_town.IDS[1]])
    operations.set_note(busy, 3, "Zaun")
    operations.undo(busy)
    operations.record_contact(
        busy, min(change.sites), OTHER, channel=ContactChannel.CALL, outgoing=True, on=ON, text="Ruft an"
    )
    operations.undo(busy)
    operations.erase_owner(busy, WHO, reason="Antrag")
    state = queries.undo_state(busy)
    assert (state.undo, state.redo) == (None, None)
    assert min(change.sites) in queries.site_table(busy).index
    operations.set_note(busy, 3, "Zaun")
    assert operations.undo(busy).details["operation"] == "set_note"
    assert not [text for text in _sealed_texts(busy) if "Quarkenbeisser" in text]


def test_a_file_that_was_taken_back_does_not_stay_in_the_history(project: Project) -> None:
    letter = NewFile("brief.pdf", b"%PDF Quarkenbeisser", False, "Brief", FileKind.LETTER)

    def kept() -> bool:
        with project.store.reading() as connection:
            query = select(schema.HISTORY.c.history_id, schema.HISTORY.c.sealed)
            entries = [
                project.vault.unseal("history", number, sealed)
                for number, sealed in connection.execute(query)
                if sealed is not None
            ]
        images = [image for entry in entries for image in history.load(entry["images"] or "[]")]
        return any(
            letter.content in project.vault.unseal_bytes(image.table, image.key, values["sealed"])
            for image in images
            for values in (image.before, image.after)
            if values and values.get("sealed")
        )

    operations.add_files(project, 1, [letter])
    operations.undo(project)
    assert kept()
    operations.redo(project)
    assert not kept()
    operations.undo(project)
    project.seal()
    operations.set_review(project, 1, Review.CONFIRMED)  # the redo is gone, the key is not at hand
    project.unlock(small_town.PASSPHRASE)
    operations.erase_removed_files(project)
    assert not kept()
    operations.add_files(project, 1, [letter])
    operations.undo(project)
    operations.set_note(project, 1, "Zaun")
    assert not kept()


def test_a_backup_brings_nobody_back(busy: Project) -> None:
    copy = busy.backup()
    operations.erase_owner(busy, WHO, reason="Antrag")
    assert queries.person(busy, OTHER).backups == (copy,)
    busy.close()
    with Project.open(copy, passphrase=small_town.PASSPHRASE) as opened:  # opened where it lies
        assert queries.owners_named(opened, "Quarkenbeisser") == []
        assert queries.history(opened)[0].code == "erase_again"


def test_a_restored_backup_erases_before_it_shows(busy: Project) -> None:
    path, copy = busy.path, busy.backup()
    operations.erase_owner(busy, WHO, reason="Antrag")
    busy.close()
    shutil.copyfile(copy, path)
    with Project.open(path, read_only=True) as opened:
        with pytest.raises(SealedError) as refused:
            opened.unlock(small_town.PASSPHRASE)
        assert refused.value.code == "erasures_pending"
        assert opened.sealed
    with Project.open(path, passphrase=small_town.PASSPHRASE) as opened:
        assert queries.owners_named(opened, "Quarkenbeisser") == []
        assert not [text for text in _sealed_texts(opened) if "Quarkenbeisser" in text]


def test_a_damaged_note_is_not_written_over_and_a_lost_one_comes_back(busy: Project) -> None:
    operations.erase_owner(busy, WHO, reason="Antrag")
    path = busy.path
    note = backups.folder_of(path) / "erased.json"
    for damaged in ('{"halb', "[]"):
        note.write_text(damaged)
        with pytest.raises(SealedError) as refused:
            operations.erase_owner(busy, OTHER, reason="Antrag")
        assert refused.value.code == "erasures_unreadable"
        assert note.read_text() == damaged
        assert len(queries.owners_named(busy, "Tintenklecks")) == 1
    busy.close()
    with Project.open(path) as opened:
        with pytest.raises(SealedError):
            opened.unlock(small_town.PASSPHRASE)
        assert opened.sealed
        note.unlink()
        opened.unlock(small_town.PASSPHRASE)
        assert WHO in note.read_text()


def test_the_next_cadastre_brings_nobody_back(busy: Project) -> None:
    operations.erase_owner(busy, WHO, reason="Antrag")
    operations.import_cadastre(busy, small_town.owned())
    assert queries.owners_named(busy, "Quarkenbeisser") == []
    assert [owner.name for owner, _ in queries.owners_of(busy, [small_town.IDS[0]], "case_work")] == [
        "Tintenklecks, Eulalia"
    ]


def test_no_id_of_the_person_brings_it_back(busy: Project) -> None:
    owners, shares = small_town.owner_tables()
    for table in (owners, shares):
        table["owner_id"] = table["owner_id"].replace({WHO: "DENEU7"})
    renumbered = small_town.cadastre(owners=owners, ownerships=shares)
    operations.import_cadastre(busy, renumbered)
    (known,) = queries.owners_named(busy, "Quarkenbeisser")
    assert known.owner_id == WHO
    operations.erase_owner(busy, WHO, reason="Antrag")
    for again in (renumbered, small_town.owned()):
        operations.import_cadastre(busy, again)
        assert queries.owners_named(busy, "Quarkenbeisser") == []


def test_an_erasure_needs_a_reason_a_person_and_a_place_for_its_note(busy: Project) -> None:
    with pytest.raises(InputError):
        operations.erase_owner(busy, WHO, reason=" ")
    with pytest.raises(ProjectError):
        operations.erase_owner(busy, "NIEMAND", reason="Antrag")
    backups.folder_of(busy.path).write_text("kein Ordner")
    with pytest.raises(ProjectError) as refused:
        operations.erase_owner(busy, WHO, reason="Antrag")
    assert refused.value.code == "erasure_not_noted"
    assert len(queries.owners_named(busy, "Quarkenbeisser")) == 1


def test_a_restricted_person_is_marked_and_can_be_freed(busy: Project) -> None:
    with pytest.raises(InputError):
        operations.restrict_owner(busy, WHO, True, reason="")
    operations.restrict_owner(busy, WHO, True, reason="Widerspruch nach Art. 21")
    assert queries.owners_named(busy, "zyprian quark")[0].restricted
    operations.undo(busy)
    assert not queries.owners_named(busy, "quark")[0].restricted


def test_the_record_tells_everything_and_only_about_the_person(busy: Project) -> None:
    record = queries.person(busy, WHO)
    assert record.owner is not None
    assert [case for _, case in record.shares] == [queries.site_table(busy).loc[1, "case_no"]]
    assert [len(each) for each in (record.outreach, record.contacts, record.objections)] == [1, 2, 1]
    assert len(record.prices) == 1
    assert {table for table, _, _ in record.mentions} == {"notes", "contacts"}
    assert queries.access_log(busy)["purpose"].iloc[0] == "data_subject"
    assert queries.person(busy, small_town.OWNER_IDS[2]).contacts == ()


def test_the_title_of_a_document_goes_and_its_content_stays(busy: Project) -> None:
    letter = NewFile(
        "quarkenbeisser.pdf", b"%PDF", False, "Brief von Zyprian Quarkenbeisser", FileKind.LETTER
    )
    operations.add_files(busy, 1, [letter])
    record = queries.person(busy, WHO)
    assert [line.values["title"] for line in record.files] == [letter.title]
    operations.erase_owner(busy, WHO, reason="Antrag")
    (kept,) = queries.case_files(busy, 1)
    assert (kept.title, kept.name) == (f"Brief von {traces.GONE}", f"{traces.GONE}.pdf")
    assert queries.file_content(busy, kept) == b"%PDF"
    assert not [text for text in _sealed_texts(busy) if "Quarkenbeisser" in text]


def test_a_street_is_kept_where_it_is_that_of_a_plot(busy: Project) -> None:
    operations.set_note(busy, 3, f"Zufahrt über {small_town.STREET}")
    operations.set_note(busy, 4, f"Brief an Zyprian Quarkenbeisser, {small_town.STREET}")
    operations.erase_owner(busy, WHO, reason="Antrag")
    notes = queries.site_table(busy)["note"]
    assert notes[3] == f"Zufahrt über {small_town.STREET}"
    assert notes[4] == f"Brief an {traces.GONE}, {traces.GONE}"


def test_what_the_history_once_said_goes_too(busy: Project) -> None:
    operations.set_note(busy, 3, "Quarkenbeisser, Zyprian: Tor klemmt")
    operations.set_note(busy, 3, "Tor klemmt")
    operations.set_note(busy, 1, "Schlüssel liegt im Amt")
    operations.restrict_owner(busy, WHO, True, reason="Herr Quarkenbeisser schrieb")
    operations.import_cadastre(busy, small_town.owned())  # owners get other rows
    operations.erase_owner(busy, WHO, reason="Antrag")
    assert not [text for text in _sealed_texts(busy) if "Quarkenbeisser" in text or WHO in text]
    assert queries.site_table(busy)["note"][3] == "Tor klemmt"


def _renamed(project: Project, owner_id: str, **names: str) -> None:
    pairs = [
        pair
        for pair in queries.owners_of(project, [small_town.IDS[0]], "case_work")
        if pair[0].owner_id == owner_id
    ]
    owner, shares = pairs[0][0], [share for _, share in pairs]
    operations.change_owner(project, 1, replace(owner, **names), shares, seen=(owner, shares))


def test_names_that_are_codes_or_words_of_many_damage_nothing(project: Project) -> None:
    _renamed(project, WHO, last_name="Sell", first_name="Call", phone="12345")
    said = {"source": ContactChannel.CALL, "on": ON}
    operations.set_willingness(project, 1, OTHER, Willingness.SELL, **said)
    operations.record_contact(
        project, 1, OTHER, channel=ContactChannel.CALL, outgoing=True, on=ON, text="Sell kennt Az. 12345"
    )
    group = Owner("", OwnerKind.COMMUNITY, organisation="Erbengemeinschaft")
    operations.add_owner(project, 2, group, [Ownership(small_town.IDS[2], "")])
    operations.set_note(project, 3, "Erbengemeinschaft uneinig")
    (community,) = queries.owners_named(project, "Erbengemeinschaft")
    for owner_id in (WHO, community.owner_id):
        operations.erase_owner(project, owner_id, reason="Antrag")
    table = queries.site_table(project)
    assert table["note"][3] == "Erbengemeinschaft uneinig"
    (contact,) = queries.contacts(project, 1)
    assert (contact.channel, contact.text) == (ContactChannel.CALL, f"{traces.GONE} kennt Az. 12345")
    states = queries.outreach_of(project, 1).set_index("owner_id")
    assert states.loc[OTHER, ["name", "willingness"]].tolist() == ["Tintenklecks, Eulalia", "sell"]


def test_the_other_co_owner_is_still_shown(project: Project) -> None:
    operations.erase_owner(project, WHO, reason="Antrag")
    states = queries.outreach_of(project, 1).set_index("owner_id")
    assert states.loc[OTHER, "name"] == "Tintenklecks, Eulalia"


def test_every_spelling_of_a_merged_person_goes(project: Project) -> None:
    _renamed(project, WHO, last_name="Zwirbelspatz")
    owners = {owner.owner_id: owner for owner in queries.owners_named(project, "l")}
    operations.keep_apart(project, owners["DEOWN3"], queries.owners_named(project, "Zwirbelspatz")[0])
    (other,) = queries.owners_named(project, "Tintenklecks")
    (mine,) = queries.owners_named(project, "Zwirbelspatz")
    operations.merge_owners(project, mine, other)
    operations.set_note(project, 3, "Eulalia Tintenklecks weiß Rat, Zyprian Quarkenbeisser auch")
    operations.erase_owner(project, WHO, reason="Antrag")
    assert queries.site_table(project)["note"][3] == f"{traces.GONE} weiß Rat, {traces.GONE} auch"
    words = ("Quarkenbeisser", "Zwirbelspatz", "Tintenklecks", WHO, OTHER)
    left = [text for text in _sealed_texts(project) if any(word in text for word in words)]
    assert left == []
