"""Files of every schema version open, with all they hold; what is newer is refused."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pyogrio
import pytest
import small_town
from pandas.testing import assert_frame_equal
from sqlalchemy import Connection

from flurinfill.model.case_files import FileKind
from flurinfill.model.errors import ProjectError
from flurinfill.model.owners import Contact, ContactChannel, ContactResult
from flurinfill.model.potential import PotentialClass
from flurinfill.model.states import Availability, Publication, Review, Willingness
from flurinfill.project import Project, migrations, operations, queries
from flurinfill.project import project as project_module
from flurinfill.project.backups import existing
from flurinfill.project.schema import SCHEMA_VERSION

DATA = Path(__file__).parents[2] / "data"
STORED = DATA / "project_v1.gpkg"
PASSPHRASE = "Musterau-Version-1"
RECOVERY_KEYS = {
    1: "K2ES-66UF-INVD-3WLJ-K4XQ-EIB5-C7JR-UDGC",
    2: "LNPP-E67V-GKDR-BERV-IHAR-CZ27-2JQH-RILA",
    3: "CNRD-NIJE-QY42-V3WM-DMT7-SQZM-Z3VC-5U6N",
    4: "D5I5-ULIH-IRAX-N3EF-XS4O-NFNP-UATO-JC7C",
    5: "6CKY-4EV6-FWCM-22XC-UKWI-JKVB-3A5L-L7GK",
    6: "AJDZ-6AFM-UKEI-BTMY-CUFO-GQXG-WMIO-K2DZ",
    7: "2TCG-5QBT-CH45-4HBA-LAHC-JSPC-HTMX-TKMT",
}
DAY = date(2026, 4, 1)
NEXT, LAST = SCHEMA_VERSION + 1, SCHEMA_VERSION + 2


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A copy of the stored file: opening may write."""
    return Path(shutil.copy(STORED, tmp_path / "alt.gpkg"))


@pytest.fixture
def present(tmp_path: Path) -> Path:
    """A copy of the stored file of the present version."""
    return Path(shutil.copy(DATA / f"project_v{SCHEMA_VERSION}.gpkg", tmp_path / "neu.gpkg"))


@pytest.fixture(params=sorted(RECOVERY_KEYS))
def each(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, int]:
    """A copy of the stored file of every version, and its version."""
    number = int(request.param)
    return Path(shutil.copy(DATA / f"project_v{number}.gpkg", tmp_path / "alt.gpkg")), number


def test_every_version_opens_with_all_it_holds(each: tuple[Path, int]) -> None:
    stored, number = each
    with Project.open(stored, passphrase=PASSPHRASE) as project:
        assert project.crs == "EPSG:25833"
        cadastre, wanted = queries.cadastre(project), small_town.owned()
        assert_frame_equal(cadastre.parcels, wanted.parcels)
        assert len(cadastre.buildings) == 4
        assert cadastre.owners is not None
        assert len(cadastre.owners) == len(wanted.owners) + (number >= 7)  # whom a plot is reserved for
        assert_frame_equal(cadastre.owners.iloc[: len(wanted.owners)], wanted.owners)
        assert_frame_equal(cadastre.ownerships, wanted.ownerships)
        assert cadastre.findings == wanted.findings
        plans = wanted.plans if number >= 3 else wanted.plans.iloc[:0]
        assert_frame_equal(cadastre.plans, plans, check_index_type=False)
        assert_frame_equal(queries.measures(project), small_town.measures(owners=True))
        assert queries.verdicts(project)["hints"].tolist()[:2] == ["", "same_owner_neighbour"]
        assert queries.profile_text(project) == small_town.TOML
        assert queries.further_profile_texts(project) == ()
        assert queries.used_profiles(project)["text"].tolist() == [small_town.TOML]
        assert queries.proposals(project) == []
        assert len(queries.site_table(project)) == 5
        site = queries.site(project, 1)
        assert (site.case_no, site.parcel_ids) == ("2026-0001", (small_town.IDS[0],))
        assert (site.potential, site.review) == (PotentialClass.GAP, Review.CONFIRMED)
        assert (site.availability, site.publication) == (Availability.AVAILABLE, Publication.ANNOUNCED)
        assert (site.announced_on, site.note) == (DAY, "Hecke an der Straße")
        fields = queries.site_fields(project, 1)
        assert (fields["grz"].value, fields["grz"].source) == ((0.4, "plan") if number >= 4 else (None, ""))
        assert fields["asking_price"].value == (45_000.0 if number >= 4 else None)
        titles = [view.title for view in queries.saved_views(project)]
        assert titles == (["Große Flächen"] if number >= 4 else [])
        assert queries.site(project, 5).parcel_ids == (small_town.IDS[1], small_town.IDS[3])
        said = queries.outreach_of(project, 1).set_index("owner_id")
        assert said.loc["DEOWN1", "outreach"] == "sent"
        assert Willingness(said.loc["DEOWN1", "willingness"]) is Willingness.SELL_CONDITIONAL
        assert queries.contacts(project, 1) == [
            Contact(
                contact_id=1,
                site_id=1,
                owner_id="DEOWN1",
                channel=ContactChannel.CALL,
                outgoing=False,
                on=DAY,
                result=ContactResult.CALLBACK,
                text="Ruft im Mai an",
                follow_up_on=date(2026, 5, 4),
                follow_up_done=False,
            )
        ]
        files = queries.case_files(project, 1)
        assert [(file.name, file.kind) for file in files] == (
            [("brief.txt", FileKind.LETTER)] if number >= 6 else []
        )
        assert [kept.day for kept in queries.frozen_days(project)] == (
            [date(2026, 4, 2)] if number >= 6 else []
        )
        assert [row.entry.line for row in queries.unplaced_rows(project)] == ([3] if number >= 6 else [])
        reserved = [(each.party.name, each.until, each.note) for each in queries.reservations(project, 3)]
        assert reserved == (
            [("Federleicht Bau GmbH", date(2027, 3, 31), "Skizze liegt vor")] if number >= 7 else []
        )
        assert operations.redo(project).sites == {2}
        while queries.undo_state(project).undo is not None:
            operations.undo(project)
        assert queries.site(project, 1).review is Review.CANDIDATE
        assert len(queries.site_table(project)) == 4


def test_what_version_1_called_by_the_profile_is_called_by_the_use(stored: Path) -> None:
    connection = sqlite3.connect(stored)
    columns = connection.execute("SELECT columns FROM detections").fetchone()[0]
    told = [*json.loads(columns), ["judged_by", True]]
    connection.execute("UPDATE detections SET columns = ?", (json.dumps(told),))
    connection.execute("INSERT INTO measure_values VALUES (99, 2, 'judged_by', NULL, 'gewerbe')")
    connection.commit()
    connection.close()
    with Project.open(stored) as project:
        found = queries.measures(project)
        assert "judged_by" not in found
        assert found["judged_as"].tolist() == ["", "commercial", *[""] * 6]
        operations.store_detection(
            project, found, small_town.verdicts(small_town.CLASSES), small_town.profile(), "neu"
        )
        assert queries.used_profiles(project)["text"].tolist() == ["neu", small_town.TOML]


def test_a_name_in_the_source_of_a_value_no_longer_lies_open(tmp_path: Path) -> None:
    stored = Path(shutil.copy(DATA / "project_v4.gpkg", tmp_path / "alt.gpkg"))
    connection = sqlite3.connect(stored)
    connection.create_function("flurinfill_may_write", 0, lambda: 1)
    for table, column in (("site_fields", "origins"), ("history", "images")):
        connection.execute(f"UPDATE {table} SET {column} = replace({column}, 'Satzung', 'Frau Nachtigall')")
    connection.commit()
    connection.close()
    assert b"Nachtigall" in stored.read_bytes()
    with Project.open(stored, passphrase=PASSPHRASE) as project:
        assert queries.site_fields(project, 1)["grz"].source == "other"
        operations.redo(project)
        for _ in range(4):  # the redone move, the view, the price, the value itself
            operations.undo(project)
        assert queries.site_fields(project, 1)["grz"].value is None
        operations.redo(project)
        assert queries.site_fields(project, 1)["grz"].source == "other"
    assert b"Nachtigall" not in stored.read_bytes()


def test_every_version_opens_by_its_recovery_key(each: tuple[Path, int]) -> None:
    stored, number = each
    with Project.open(stored, passphrase=RECOVERY_KEYS[number]) as project:
        assert not project.sealed


def _tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: [row[1:6] for row in connection.execute(f'PRAGMA table_info("{name}")')] for name in names}
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'index')")
    found["other"] = sorted(triggers.fetchall())
    connection.close()
    return found


def test_an_opened_old_file_has_the_schema_of_a_new_one(each: tuple[Path, int], path: Path) -> None:
    """Whoever changes the schema has to write a migration step."""
    stored, _ = each
    Project.open(stored).close()
    Project.create(path).close()
    assert _tables(stored) == _tables(path)


def test_a_file_of_version_1_takes_in_plans_and_shows_them(stored: Path) -> None:
    with Project.open(stored, passphrase=PASSPHRASE) as project:
        operations.import_cadastre(project, small_town.owned())
        assert queries.plans(project)["area_type"].tolist() == ["WA"]
    listed = {str(name): kind for name, kind in pyogrio.list_layers(stored)}
    assert listed["plans"] == "MultiPolygon"
    assert len(pyogrio.read_dataframe(stored, layer="plans")) == 1
    styles = pyogrio.read_dataframe(stored, layer="layer_styles", read_geometry=False)
    assert styles["f_table_name"].tolist().count("plans") == 1


def test_every_version_has_a_stored_file() -> None:
    """Whoever raises the version stores a file of it, for those who raise it next."""
    assert sorted(RECOVERY_KEYS) == list(range(1, SCHEMA_VERSION + 1))


def test_steps_are_complete() -> None:
    assert sorted(migrations.steps()) == list(range(2, SCHEMA_VERSION + 1))


@pytest.fixture
def future(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The program two versions later: NEXT and LAST."""
    done: list[int] = []

    def step(number: int) -> migrations.Step:
        def upgrade(connection: Connection) -> None:
            connection.exec_driver_sql(f"CREATE TABLE version_{number} (id INTEGER PRIMARY KEY)")
            done.append(number)

        return upgrade

    monkeypatch.setattr(project_module, "SCHEMA_VERSION", LAST)
    monkeypatch.setattr(migrations, "steps", lambda: {LAST: step(LAST), NEXT: step(NEXT)})
    return done


def version(path: Path) -> str:
    connection = sqlite3.connect(path)
    (found,) = connection.execute("SELECT value FROM flurinfill_meta WHERE key = 'schema_version'").fetchone()
    connection.close()
    return str(found)


def test_an_older_file_is_brought_up_step_by_step_after_a_backup(present: Path, future: list[int]) -> None:
    with Project.open(present, passphrase=PASSPHRASE) as project:
        assert queries.history(project)
    assert future == [NEXT, LAST]
    assert version(present) == str(LAST)
    (backup,) = existing(present)
    assert version(backup) == str(SCHEMA_VERSION)
    with Project.open(present):
        assert future == [NEXT, LAST]


def test_a_failed_step_leaves_the_old_file(
    present: Path, future: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Connection) -> None:
        raise RuntimeError("Stromausfall")

    steps = migrations.steps()
    monkeypatch.setattr(migrations, "steps", lambda: {NEXT: steps[NEXT], LAST: fail})
    with pytest.raises(RuntimeError):
        Project.open(present)
    assert version(present) == str(SCHEMA_VERSION)
    assert f"version_{NEXT}" not in _tables(present)
    assert not present.with_name(present.name + ".lock").exists()


def test_a_missing_step_or_a_missing_right_to_write_is_told(
    present: Path, future: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ProjectError, match="project_needs_update"):
        Project.open(present, read_only=True)
    monkeypatch.setattr(migrations, "steps", dict)
    with pytest.raises(ProjectError, match="project_too_old"):
        Project.open(present)
    assert version(present) == str(SCHEMA_VERSION)


def test_council_papers_of_older_files_are_found(tmp_path: Path) -> None:
    path = Path(shutil.copy(DATA / "project_v6.gpkg", tmp_path / "alt.gpkg"))
    with closing(sqlite3.connect(path)) as file, file:
        file.create_function("flurinfill_may_write", 0, lambda: 1)
        (last,) = file.execute("SELECT max(history_id) FROM history").fetchone()
        file.execute("UPDATE history SET code = 'council_paper' WHERE history_id = ?", [last])
    with Project.open(path) as project, project.store.reading() as connection:
        query = "SELECT code FROM history WHERE history_id = ?"
        assert connection.exec_driver_sql(query, (last,)).scalar_one() == "keep_council_paper"


def test_a_file_whose_styles_are_gone_opens(present: Path) -> None:
    with closing(sqlite3.connect(present)) as file, file:
        file.execute("DROP TABLE layer_styles")
    with Project.open(present) as project:
        assert len(queries.site_table(project))
