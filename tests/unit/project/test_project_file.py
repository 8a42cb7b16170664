"""The project file: made, opened, held, refused, saved aside, killed."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import small_town

import flurinfill
from flurinfill.model.errors import ProjectError
from flurinfill.model.states import Review
from flurinfill.project import Project, operations, queries
from flurinfill.project.backups import KEPT, existing
from flurinfill.project.schema import SCHEMA_VERSION


def raw(path: Path, statement: str) -> list[tuple[object, ...]]:
    """What another program does to the file."""
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute(statement).fetchall()
        connection.commit()
    finally:
        connection.close()
    return rows


def refused(code: str, path: Path) -> ProjectError:
    with pytest.raises(ProjectError) as caught:
        Project.open(path)
    assert caught.value.code == code
    assert not path.with_name(path.name + ".lock").exists()
    return caught.value


def test_a_new_project_is_a_geopackage_that_opens_again(path: Path) -> None:
    with Project.create(path, crs="EPSG:25832", user="erika") as project:
        assert (project.crs, project.user, project.read_only) == ("EPSG:25832", "erika", False)
        assert (project.has_vault, project.sealed, project.held_by) == (False, False, None)
        assert queries.data_state(project) is None
        assert queries.parcel_table(project).empty
        assert queries.site_table(project).empty
        assert queries.measures(project).empty
        assert queries.verdicts(project).empty
        assert queries.profile_text(project) == ""
    assert raw(path, "PRAGMA application_id") == [(0x47504B47,)]
    assert raw(path, "PRAGMA user_version") == [(10200,)]
    with Project.open(path) as project:
        assert project.crs == "EPSG:25832"
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_an_existing_file_is_never_overwritten(path: Path) -> None:
    path.write_text("wichtig")
    with pytest.raises(ProjectError, match="project_exists"):
        Project.create(path)
    assert path.read_text() == "wichtig"


def test_a_project_that_cannot_be_made_leaves_nothing(path: Path) -> None:
    with pytest.raises(Exception, match="passphrase_too_short"):
        Project.create(path, passphrase="kurz")
    assert list(path.parent.iterdir()) == []


def test_foreign_and_broken_files_are_refused(path: Path) -> None:
    refused("project_missing", path)
    path.write_bytes(b"")
    refused("not_a_project", path)
    path.write_text("<xml>kein Projekt</xml>" * 100)
    refused("not_a_project", path)
    path.unlink()
    raw(path, "CREATE TABLE t (a)")
    refused("not_a_project", path)


def test_a_newer_project_is_refused_and_unchanged(path: Path) -> None:
    Project.create(path).close()
    raw(path, "UPDATE flurinfill_meta SET value = '99' WHERE key = 'schema_version'")
    before = path.read_bytes()
    error = refused("project_newer", path)
    assert error.details == {"path": path.name, "found": 99, "known": SCHEMA_VERSION}
    assert path.read_bytes() == before


def test_the_second_opener_reads_and_is_told_who_writes(plain: Project) -> None:
    with Project.open(plain.path, user="otto") as second:
        assert second.read_only
        assert second.held_by is not None
        assert (second.held_by.user, second.held_by.host) == ("erika", socket.gethostname())
        assert len(queries.parcels(second)) == 8
        assert queries.undo_state(second).undo is None
        with pytest.raises(ProjectError, match="project_read_only"):
            operations.create_site(second, [small_town.IDS[0]])
        operations.create_site(plain, [small_town.IDS[1]])
        assert len(queries.site_table(second)) == 1  # sees what the first one confirmed
    assert plain.path.with_name(plain.path.name + ".lock").exists()


def test_the_lock_of_a_dead_process_is_taken_over_that_of_another_machine_is_not(path: Path) -> None:
    Project.create(path).close()
    lock = path.with_name(path.name + ".lock")
    dead = subprocess.Popen([sys.executable, "-c", ""])  # its number is free again afterwards
    dead.wait()
    entry = {
        "user": "otto",
        "host": socket.gethostname(),
        "pid": dead.pid,
        "since": "2026-11-02T08:00:00+01:00",
    }
    lock.write_text(json.dumps(entry))
    with Project.open(path) as project:
        assert not project.read_only
    lock.write_text(json.dumps({**entry, "host": "amt-pc-7"}))
    with Project.open(path) as project:
        assert project.read_only
        assert project.held_by is not None
        assert (project.held_by.host, project.held_by.since.year) == ("amt-pc-7", 2026)
    assert lock.exists()
    with Project.open(path, user="erika", take_over=True) as project:
        assert not project.read_only
        assert "erika" in lock.read_text()
    assert not lock.exists()


def test_who_lost_the_lock_does_not_take_it_from_the_next(plain: Project) -> None:
    with Project.open(plain.path, user="otto", take_over=True) as second:
        plain.close()
        assert "otto" in second.path.with_name(second.path.name + ".lock").read_text()
        operations.create_site(second, [small_town.IDS[0]])


def test_the_lock_of_a_process_number_that_was_given_anew_is_taken_over(path: Path) -> None:
    Project.create(path).close()
    entry = {
        "user": "otto",
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "started": "1",
        "since": "2026-11-02T08:00:00+01:00",
    }
    path.with_name(path.name + ".lock").write_text(json.dumps(entry))
    with Project.open(path) as project:
        assert not project.read_only


def test_an_empty_lock_left_long_ago_does_not_lock_out(path: Path) -> None:
    Project.create(path).close()
    lock = path.with_name(path.name + ".lock")
    lock.touch()
    with Project.open(path) as project:
        assert project.read_only  # somebody may be writing it this moment
    os.utime(lock, (1, 1))
    with Project.open(path) as project:
        assert not project.read_only


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_or_file_opens_to_read(path: Path) -> None:
    Project.create(path).close()
    for target, mode in ((path, 0o444), (path.parent, 0o555)):
        before = target.stat().st_mode
        target.chmod(mode)
        try:
            with Project.open(path) as project:
                assert project.read_only
                assert project.held_by is None
        finally:
            target.chmod(before)


def test_no_lock_can_be_written_then_the_project_is_read_only(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Project.create(path).close()

    def refuse(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", refuse)
    with Project.open(path) as project:
        assert project.read_only
        assert project.held_by is None


def test_open_to_read_on_request_takes_no_lock(path: Path) -> None:
    Project.create(path).close()
    with Project.open(path, read_only=True) as project:
        assert project.read_only
        with Project.open(path) as writer:
            assert not writer.read_only


def test_wal_left_by_another_program_is_reset(path: Path) -> None:
    Project.create(path).close()
    raw(path, "PRAGMA journal_mode = WAL")
    with Project.open(path) as project, project.store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1


def test_other_programs_cannot_write_into_the_case_tables(project: Project) -> None:
    project.close()
    for statement in (
        "UPDATE sites SET review = 'confirmed'",
        "DELETE FROM site_parcels",
        "INSERT INTO notes VALUES (1, x'00')",
        "UPDATE history SET user = 'niemand'",
        "DELETE FROM access_log",
    ):
        with pytest.raises(sqlite3.OperationalError, match="flurinfill_may_write"):
            raw(project.path, statement)
    assert raw(project.path, "SELECT count(*) FROM sites") == [(4,)]


def test_backups_are_whole_projects_and_the_last_ten_stay(plain: Project) -> None:
    first = plain.backup()
    for _ in range(KEPT):
        last = plain.backup()
    assert not first.exists()
    assert len(existing(plain.path)) == KEPT
    assert {file.parent.name for file in existing(plain.path)} == {plain.path.name + ".backups"}
    with Project.open(last) as copy:
        assert len(queries.parcels(copy)) == 8


def test_a_backup_that_fails_says_so_and_leaves_no_part(plain: Project) -> None:
    plain.path.with_name(plain.path.name + ".backups").write_text("im Weg")
    with pytest.raises(ProjectError, match="backup_failed"):
        plain.backup()


def test_a_full_disk_stops_the_change_and_keeps_the_rest(plain: Project) -> None:
    with plain.store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    many = small_town.cadastre([f"14990100201{number:03d}______" for number in range(900)])
    with pytest.raises(ProjectError) as caught:
        operations.import_cadastre(plain, many)
    assert caught.value.code == "project_disk_full"
    assert list(queries.parcels(plain)["parcel_id"]) == list(small_town.IDS)
    assert queries.history(plain)[0].details["count"] == 8


def test_a_failure_in_mid_operation_changes_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Stromausfall")

    before = queries.cadastre(project)
    monkeypatch.setattr("flurinfill.project.operations.cadastre._keep_data_state", fail)
    with pytest.raises(RuntimeError):
        operations.import_cadastre(project, small_town.cadastre(small_town.IDS[:3]))
    after = queries.cadastre(project)
    assert list(after.parcels["parcel_id"]) == list(before.parcels["parcel_id"])
    assert after.owners is not None
    assert len(queries.verdicts(project)) == 8


def test_a_busy_file_is_named_and_nothing_stays_open(plain: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with plain.store.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(plain.path, isolation_level=None)
    try:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ProjectError, match="project_busy"):
            operations.create_site(plain, [small_town.IDS[0]])
        other.execute("ROLLBACK")
    finally:
        other.close()
    assert operations.create_site(plain, [small_town.IDS[0]]).sites


def test_threads_take_turns(plain: Project) -> None:
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for _ in range(5):
                queries.parcel_table(plain)
                operations.create_site(plain, [small_town.IDS[number]])
                operations.undo(plain) if number < 0 else None
                queries.site_table(plain)
                return
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(queries.site_table(plain)) == 6
    assert queries.site_table(plain)["case_no"].is_unique


_CHECKOUT = Path(flurinfill.__file__).parents[1]
_VICTIM = """
import sys
from pathlib import Path
from flurinfill.model.states import Review
from flurinfill.project import Project, operations
project = Project.open(Path(sys.argv[1]))
review = [Review.IN_REVIEW, Review.CANDIDATE]
number = 0
while True:
    change = operations.set_review(project, 1, review[number % 2])
    number += 1
    print(change.history_id, review[(number - 1) % 2].value, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_killed_in_mid_work_every_confirmed_change_is_there(project: Project) -> None:
    project.close()
    with subprocess.Popen(
        [sys.executable, "-c", _VICTIM, str(project.path)], stdout=subprocess.PIPE, text=True, cwd=_CHECKOUT
    ) as victim:
        assert victim.stdout is not None
        confirmed = [victim.stdout.readline().split() for _ in range(12)]
        victim.send_signal(signal.SIGKILL)
        confirmed += [line.split() for line in victim.stdout if len(line.split()) == 2]
    assert project.path.with_name(project.path.name + ".lock").exists()
    with Project.open(project.path) as survivor:
        assert not survivor.read_only
        entries = {entry.history_id: entry for entry in queries.history(survivor, limit=10_000)}
        for number, review in confirmed:
            assert entries[int(number)].details["new"] == review
        assert queries.site(survivor, 1).review in {Review.IN_REVIEW, Review.CANDIDATE}
        with survivor.store.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_a_copied_project_opens_elsewhere(project: Project, tmp_path: Path) -> None:
    project.close()
    copy = tmp_path / "kopie.gpkg"
    shutil.copy(project.path, copy)
    with Project.open(copy) as opened:
        assert opened.sealed
        assert len(queries.site_table(opened)) == 4


def test_a_project_left_half_written_is_read_as_it_was_before(path: Path) -> None:
    """A killed writer leaves a journal, which a reader alone must not roll back."""
    with Project.create(path) as project:
        operations.import_cadastre(project, small_town.cadastre())
        wanted = queries.parcel_table(project)
    killed = """
import os, signal, sqlite3, sys
file = sqlite3.connect(sys.argv[1], isolation_level=None)
file.execute("PRAGMA cache_size = 1")
file.execute("BEGIN IMMEDIATE")
file.execute("DELETE FROM addresses")
file.execute("UPDATE flurinfill_meta SET value = zeroblob(900000) WHERE key = 'created_at'")
file.execute("UPDATE gpkg_contents SET identifier = table_name || 'x'")
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", killed, str(path)], check=False)
    journal = path.with_name(path.name + "-journal")
    assert journal.read_bytes()[:4] == b"\xd9\xd5\x05\xf9"  # synced: the file itself was written to
    with Project.open(path, read_only=True) as project:
        assert queries.parcel_table(project).equals(wanted)
    assert not journal.exists()


def test_a_full_disk_is_called_full_and_leaves_no_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Project.create(path).close()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(json, "dump", full)
        refused("project_disk_full", path)
    with Project.open(path) as project:
        assert not project.read_only
