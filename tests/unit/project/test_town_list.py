"""The list the town already has: every row finds its place, or is kept with the reason why not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import small_town

from flurinfill.model.errors import Cancelled, ProjectError, SealedError
from flurinfill.model.owners import ContactChannel
from flurinfill.model.progress import CancelFlag
from flurinfill.model.states import Availability, Review, Willingness
from flurinfill.model.town_list import ListColumn, Placing
from flurinfill.project import Project, operations, queries
from flurinfill.usecases import town_list
from flurinfill.usecases.town_list import ListMapping

OWNER = "Zwirbelfink"
HEAD = "Gemarkung;Flur;Flurstück;Status;Datum;Bemerkung;Eigentümer;Vermerk\n"
ROWS = f"""Musterau;2;Flst. 1;in Prüfung;1.2.26;Zufahrt über Nr. 5;;
149901;2;2;bestätigt;;;{OWNER};nur mündlich
Musterau;2;14990100200003;verkauft;2026-03-01;Notar;;
Altdorf;;0004 und 5;bebaut;;;;
Musterau;2;6;kein Interesse;;;;
Musterau;2;77/3;bebaut;;Quittenhecke;;
Musterau;2;;bebaut;;;;
Musterau;2;2, 3;;;;;
"""


def _read(tmp_path: Path, text: str = HEAD + ROWS) -> town_list.OfficeList:
    path = tmp_path / "Lücken der Stadt.csv"
    path.write_bytes(text.encode("cp1252"))
    return town_list.read(path)


def _mapping(found: town_list.OfficeList, *, others: bool = False) -> ListMapping:
    columns = town_list.guess_columns(list(found.rows))
    states = town_list.states_of(found, columns[ListColumn.STATE])
    guessed = {value: town_list.guess_meaning(value) for value in states}
    return ListMapping(columns, {value: meaning for value, meaning in guessed.items() if meaning}, others)


def _site_of(project: Project, number: int) -> int:
    sites = queries.site_table(project)
    parcel = small_town.IDS[number - 1]
    return int(sites.index[[parcel in listed for listed in sites["parcel_ids"]]][0])


def _note(project: Project, number: int) -> str:
    return str(queries.site_table(project).loc[_site_of(project, number), "note"])


def test_columns_and_states_are_guessed(tmp_path: Path) -> None:
    mapping = _mapping(_read(tmp_path))
    assert mapping.columns == {
        ListColumn.PARCEL: "Flurstück",
        ListColumn.GEMARKUNG: "Gemarkung",
        ListColumn.FLUR: "Flur",
        ListColumn.STATE: "Status",
        ListColumn.DAY: "Datum",
        ListColumn.REMARKS: "Bemerkung",
        ListColumn.OWNER: "Eigentümer",
    }
    assert mapping.meanings == {
        "in Prüfung": Review.IN_REVIEW,
        "bestätigt": Review.CONFIRMED,
        "verkauft": Availability.SOLD,
        "bebaut": Availability.BUILT,
        "kein Interesse": Willingness.NO_INTEREST,
    }


def test_every_row_has_a_place_or_a_reason(project: Project, tmp_path: Path) -> None:
    found = _read(tmp_path)
    entries = town_list.place(project, found, _mapping(found))
    assert [(entry.line, entry.placing) for entry in entries] == [
        (2, Placing.PLACED),
        (3, Placing.PLACED),
        (4, Placing.PLACED),
        (5, Placing.PARTLY_IN_SITE),  # 5 is a site, 4 is not
        (6, Placing.PLACED),
        (7, Placing.NOT_FOUND),
        (8, Placing.NO_NUMBER),
        (9, Placing.PARTLY_IN_SITE),
    ]
    assert entries[2].parcel_ids == (small_town.IDS[2],)
    assert entries[1].note == f"[Lücken der Stadt.csv] Stand: bestätigt · Eigentümer: {OWNER}"
    assert entries[0].note.startswith("[Lücken der Stadt.csv, 01.02.2026] Zufahrt über Nr. 5")
    with_others = town_list.place(project, found, _mapping(found, others=True))
    assert with_others[1].note.endswith("Vermerk: nur mündlich")


@pytest.mark.parametrize("made", ["2026-01-05", "5. Jan", "05.Jan."])
def test_a_number_that_a_spreadsheet_made_a_date_is_never_guessed(project: Project, made: str) -> None:
    """Parcel 5 became 5/1 when it was divided; a spreadsheet shows it as a day."""
    renamed = [*small_town.IDS[:4], "149901002000050001__", *small_town.IDS[5:]]
    divided = small_town.owned(renamed)
    divided.parcels.loc[4, "number"] = "5/1"
    operations.import_cadastre(project, divided)
    placing, parcels = queries.Placer(project).place(made)
    assert placing is Placing.MADE_A_DATE
    assert parcels == (renamed[4],)
    assert queries.Placer(project).place("2026-12-24")[0] is Placing.NOT_FOUND


def test_the_list_is_one_step_that_can_be_taken_back_and_twice(project: Project, tmp_path: Path) -> None:
    found = _read(tmp_path)
    before = queries.site_table(project)
    operations.set_note(project, _site_of(project, 1), "Alte Notiz")
    entries = town_list.place(project, found, _mapping(found))
    change = town_list.take(project, found, entries)
    assert (change.details["count"], change.details["made"], change.details["unplaced"]) == (4, 2, 4)
    assert change.details["refused"] == ()
    sites = queries.site_table(project)
    assert sites.loc[_site_of(project, 1), "review"] == "in_review"
    assert _note(project, 1).splitlines()[0] == "Alte Notiz"
    assert sites.loc[_site_of(project, 2), "review"] == "confirmed"
    assert sites.loc[_site_of(project, 3), "availability"] == "sold"
    assert sites.loc[_site_of(project, 6), "willingness"] == "no_interest"
    moves = queries.moves(project)
    assert ("review", "candidate", "confirmed") in set(
        zip(moves["axis"], moves["old"], moves["new"], strict=True)
    )
    again = town_list.take(project, found, entries)
    assert (again.details["made"], again.details["unplaced"]) == (0, 0)
    assert _note(project, 2).count(OWNER) == 1
    operations.undo(project)  # the second time nothing was new
    assert queries.unplaced_rows(project) == []
    assert queries.site_table(project)["case_no"].tolist() == before["case_no"].tolist()
    assert _note(project, 1) == "Alte Notiz"
    operations.redo(project)
    assert len(queries.site_table(project)) == len(before) + 2
    assert [row.entry.line for row in queries.unplaced_rows(project)] == [5, 7, 8, 9]


def test_a_state_that_is_not_allowed_is_named_and_the_rest_is_taken(project: Project, tmp_path: Path) -> None:
    operations.set_review(project, _site_of(project, 1), Review.CONFIRMED)
    operations.set_review(project, _site_of(project, 3), Review.CONFIRMED)
    found = _read(
        tmp_path,
        "Flurstück;Status;Bemerkung\n1;verworfen;alt\n1;kein Interesse;\n3;vermarktet;\n5;vermarktet;\n",
    )
    change = town_list.take(project, found, town_list.place(project, found, _mapping(found)))
    sites = queries.site_table(project)
    numbers = {number: str(sites.loc[_site_of(project, number), "case_no"]) for number in (1, 3, 5)}
    assert set(change.details["refused"]) == {
        (2, numbers[1], "move_not_allowed"),
        (3, numbers[1], "willingness_of_several"),
        (5, numbers[5], "marketed_needs_confirmed"),
    }
    assert "alt" in _note(project, 1)
    assert sites.loc[_site_of(project, 3), "availability"] == "marketed"
    assert sites.loc[_site_of(project, 5), "availability"] == "unknown"


def test_an_older_list_leaves_what_the_owner_said_since(project: Project, tmp_path: Path) -> None:
    site = _site_of(project, 3)

    def take(status: str, day: str) -> tuple[object, ...]:
        found = _read(tmp_path, f"Flurstück;Status;Datum\n3;{status};{day}\n")
        refused = town_list.take(project, found, town_list.place(project, found, _mapping(found))).details
        return tuple(code for _, _, code in refused["refused"])

    def said() -> tuple[str, str]:
        (row,) = queries.outreach_of(project, site).to_dict("records")
        return row["willingness"], row["willingness_on"]

    assert take("kein Interesse", "") == ()
    assert said() == ("no_interest", "")  # no day is made up
    operations.set_willingness(
        project, site, "DEOWN3", Willingness.SELL, source=ContactChannel.LETTER, on=date(2026, 5, 1)
    )
    for day in ("1.5.2019", "1.5.2026", ""):
        assert take("kein Interesse", day) == ("willingness_known_newer",)
        assert said() == ("sell", "2026-05-01")
    assert take("verkaufsbereit", "1.5.2019") == ()
    assert take("unentschlossen", "2.5.2026") == ()
    assert said() == ("undecided", "2026-05-02")


def test_what_is_newer_in_the_project_can_be_kept(project: Project, tmp_path: Path) -> None:
    for number in (1, 3):
        operations.set_review(project, _site_of(project, number), Review.CONFIRMED)
    text = "Flurstück;Status;Datum\n1;in Prüfung;1.2.24\n3;In Prüfung;\n5;in Prüfung;1.2.24\n"
    found = _read(tmp_path, text)
    assert town_list.states_of(found, "Status") == {"in Prüfung": 3}  # one state in two spellings
    entries = town_list.place(project, found, _mapping(found))
    changes = queries.state_changes(project, entries)
    assert [(each.line, each.old, each.new, each.newer) for each in changes] == [
        (2, "confirmed", "in_review", True),
        (3, "confirmed", "in_review", True),
        (4, "candidate", "in_review", False),
    ]
    kept = [each for each in changes if each.newer]
    change = town_list.take(project, found, entries, kept=kept)
    assert [(line, code) for line, _, code in change.details["refused"]] == [
        (2, "state_newer"),
        (3, "state_newer"),
    ]
    sites = queries.site_table(project)
    reviews = [sites.loc[_site_of(project, number), "review"] for number in (1, 3, 5)]
    assert reviews == ["confirmed", "confirmed", "in_review"]
    assert "Stand: in Prüfung" in _note(project, 1)


def test_rows_of_one_list_that_share_a_parcel_do_not_stop_it(project: Project, tmp_path: Path) -> None:
    found = _read(tmp_path, "Flurstück;Status\n2;bestätigt\n2 + 4;bestätigt\n4;bebaut\n")
    entries = town_list.place(project, found, _mapping(found))
    change = town_list.take(project, found, entries)
    assert (change.details["made"], change.details["unplaced"]) == (2, 1)
    (row,) = queries.unplaced_rows(project)
    assert (row.entry.line, row.entry.placing) == (3, Placing.PARTLY_IN_SITE)


def test_a_kept_row_is_placed_by_hand_or_dropped(project: Project, tmp_path: Path) -> None:
    found = _read(tmp_path)
    town_list.take(project, found, town_list.place(project, found, _mapping(found)))
    by_line = {row.entry.line: row for row in queries.unplaced_rows(project)}
    assert by_line[7].entry.cells["Flurstück"] == "77/3"
    operations.place_row(project, by_line[7].unplaced_id, [small_town.IDS[3]])
    sites = queries.site_table(project)
    assert sites.loc[_site_of(project, 4), "availability"] == "built"
    assert "Quittenhecke" in _note(project, 4)
    again = town_list.take(project, found, town_list.place(project, found, _mapping(found)))
    assert again.details["unplaced"] == 0  # it is known where the row belongs
    with pytest.raises(ProjectError) as refused:
        operations.place_row(project, by_line[8].unplaced_id, small_town.IDS[:3])
    assert refused.value.code == "parcels_of_several_sites"
    operations.drop_rows(project, [by_line[8].unplaced_id, by_line[9].unplaced_id])
    assert [row.entry.line for row in queries.unplaced_rows(project)] == [5]
    operations.undo(project)
    operations.undo(project)
    assert [row.entry.line for row in queries.unplaced_rows(project)] == [5, 7, 8, 9]


def test_nothing_of_a_list_lies_open_in_the_file(project: Project, tmp_path: Path) -> None:
    found = _read(tmp_path)
    town_list.take(project, found, town_list.place(project, found, _mapping(found, others=True)))
    project.close()
    raw = project.path.read_bytes()
    for words in (OWNER, "Quittenhecke", "Lücken der Stadt.csv", "nur mündlich", "no_interest"):
        assert words.encode() not in raw, words


def test_a_stopped_or_locked_list_leaves_nothing(project: Project, tmp_path: Path) -> None:
    found = _read(tmp_path)
    entries = town_list.place(project, found, _mapping(found))
    before = len(queries.site_table(project))
    stopped = CancelFlag()
    stopped.cancel()
    with pytest.raises(Cancelled):
        town_list.take(project, found, entries, stopped)
    project.seal()
    with pytest.raises(SealedError):
        town_list.take(project, found, entries)
    assert len(queries.site_table(project)) == before
    assert len(queries.history(project)) == len({entry.history_id for entry in queries.history(project)})
    assert all(entry.code != "take_town_list" for entry in queries.history(project))
