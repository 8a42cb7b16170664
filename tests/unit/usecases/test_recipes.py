"""Recipes: kept, taken back, and run so that every file is finished or absent."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.errors import FlurinfillError, GateClosed, InputError, ProjectError, SealedError
from flurinfill.model.progress import CancelFlag
from flurinfill.model.recipes import Recipe, Which
from flurinfill.model.roles import Role
from flurinfill.project import Project, operations, queries
from flurinfill.reports import gate
from flurinfill.reports.papers.map_sheet import SeenMap
from flurinfill.reports.release import Release
from flurinfill.usecases.calendar import export_follow_ups
from flurinfill.usecases.explaining import print_sheets
from flurinfill.usecases.export_kinds import KINDS, ExportFormat
from flurinfill.usecases.exporting import export, export_table
from flurinfill.usecases.file_names import check_name, file_name
from flurinfill.usecases.owner_list import export_owner_list
from flurinfill.usecases.printing import print_map
from flurinfill.usecases.privacy import write_access_log
from flurinfill.usecases.recipes import BUILT_IN, kinds_of, recipe_named, run_recipe, title_of
from flurinfill.usecases.reporting import write_figures
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE
from flurinfill.usecases.site_choice import chosen_sites, kept_views

TABLES = Recipe("Tabellen", Audience.INTERNAL, (ExportFormat.CSV, ExportFormat.SPREADSHEET), ("grz",))
SITES = [3, 4]
UNUSABLE = ("../x.csv", "/x.csv", "a\\b", "a\0.csv", "x:y", "Con.csv", "..", " x")
REFUSALS = frozenset({"nothing_released", "nothing_released_locked", "kind_not_for_audience", "sealed"})


@pytest.fixture(scope="module")
def town(made_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path = tmp_path_factory.mktemp("town") / "stadt.gpkg"
    shutil.copyfile(made_sample, path)
    with Project.open(path, passphrase=SAMPLE_PASSPHRASE, user="erika") as project:
        yield project


def _kept(project: Project) -> list[Recipe]:
    return [replace(recipe, recipe_id=None) for recipe in queries.recipes(project)]


def test_a_recipe_is_kept_renamed_deleted_and_taken_back(town: Project) -> None:
    operations.keep_recipe(town, TABLES)
    assert _kept(town) == [TABLES]
    assert kept_views(town) == []  # it is none of the tables'
    number = queries.recipes(town)[0].recipe_id
    operations.rename_recipe(town, number, "  Für die  Akte ")
    assert [recipe.title for recipe in _kept(town)] == ["Für die Akte"]
    operations.keep_recipe(town, replace(TABLES, title="Andere"))
    with pytest.raises(InputError, match="recipe_title_taken"):
        operations.rename_recipe(town, number, "Andere")
    with pytest.raises(InputError, match="recipe_without_title"):
        operations.keep_recipe(town, replace(TABLES, title=" "))
    operations.remove_recipe(town, number)
    assert [recipe.title for recipe in _kept(town)] == ["Andere"]
    for _ in range(4):
        operations.undo(town)
    assert _kept(town) == []
    with pytest.raises(ProjectError, match="recipe_absent"):
        operations.remove_recipe(town, number)
    operations.redo(town)
    assert recipe_named(town, "tabellen").kinds == TABLES.kinds
    operations.undo(town)
    assert i18n.label("operation", "keep_recipe") != "keep_recipe"


def test_the_built_in_ones_are_found_in_both_languages(town: Project) -> None:
    assert [title_of(recipe) for recipe in BUILT_IN] == ["Investorenpaket", "Stadtrat", "Bauberatung"]
    assert recipe_named(town, "Town council") is recipe_named(town, "council") is BUILT_IN[1]
    with pytest.raises(InputError, match="recipe_unknown"):
        recipe_named(town, "Kreistag")
    for recipe in BUILT_IN:
        for kind in kinds_of(recipe):
            assert recipe.audience in KINDS[kind].audiences


def test_all_files_are_written_with_the_chosen_fields_only(town: Project, tmp_path: Path) -> None:
    before = len(queries.history(town))
    report = run_recipe(town, TABLES, tmp_path, site_ids=SITES)
    assert not report.refused
    assert {done.count for done in report.written.values()} == {2}
    assert {path.name for path in tmp_path.iterdir()} == {done.path.name for done in report.written.values()}
    head = report.written[ExportFormat.CSV].path.read_text("utf-8").splitlines()[0].split(",")
    assert "grz" in head
    assert not {"potential", "review", "gfz"} & set(head)
    assert len(queries.history(town)) == before + 2  # each is logged


def test_the_gate_is_asked_once_for_all_files_about_the_same_sites(
    town: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Audience] = []
    released = gate.release

    def counted(project: Project, audience: Audience, **chosen: Any) -> Release:
        asked.append(audience)
        return released(project, audience, **chosen)

    monkeypatch.setattr(gate, "release", counted)
    kinds = (ExportFormat.CSV, ExportFormat.EXPOSE, ExportFormat.PLOT_MAPS, ExportFormat.WEB_MAP)
    report = run_recipe(town, replace(TABLES, kinds=kinds), tmp_path, site_ids=SITES[:1])
    assert not report.refused
    assert asked == [Audience.INTERNAL]
    head = report.written[ExportFormat.CSV].path.read_text("utf-8").splitlines()[0].split(",")
    assert "grz" in head  # of the chosen fields only
    assert "gfz" not in head


def test_a_file_that_is_open_elsewhere_stays_as_it_is(
    town: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "alt.xlsx"
    old.write_text("alt")
    replaced = os.replace

    def refuses(source: Path, target: Path) -> None:
        if Path(target) == old:
            raise PermissionError(errno.EACCES, "used by another process")
        replaced(source, target)

    monkeypatch.setattr(os, "replace", refuses)
    report = run_recipe(town, TABLES, tmp_path, site_ids=SITES, names={ExportFormat.SPREADSHEET: "alt.xlsx"})
    assert list(report.written) == [ExportFormat.CSV]
    assert report.refused[ExportFormat.SPREADSHEET].code == "export_in_use"
    assert "Excel" in i18n.error_text(report.refused[ExportFormat.SPREADSHEET])
    assert old.read_text() == "alt"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EROFS, "export_not_writable")]
)
def test_a_full_or_read_only_disk_is_told_and_leaves_nothing(
    town: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", fails)
    if number == errno.EROFS:
        monkeypatch.setattr(tempfile, "mkdtemp", fails)
    report = run_recipe(town, TABLES, tmp_path, site_ids=SITES)
    assert not report.written
    assert {error.code for error in report.refused.values()} == {code}
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_recipe_keeps_what_is_finished(town: Project, tmp_path: Path) -> None:
    class AfterTheFirst(CancelFlag):
        def report(self, step: str, done: int, total: int) -> None:
            if done:
                self.cancel()
            super().report(step, done, total)

    report = run_recipe(town, TABLES, tmp_path, site_ids=SITES, progress=AfterTheFirst())
    assert report.cancelled
    assert [path.suffix for path in tmp_path.iterdir()] == [".csv"]
    assert list(report.written) == [ExportFormat.CSV]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"fields": ["willingness"]}, "field_not_allowed"),
        ({"fields": ["owners"]}, "field_not_allowed"),
        ({"fields": ["last_name"]}, "field_unknown"),
        ({"audience": "public", "fields": ["potential"]}, "field_not_allowed"),
        ({"audience": "public", "kinds": ["parcels"], "fields": None}, "kind_not_for_audience"),
        ({"audience": "investor", "kinds": ["csv", "parcels"], "fields": None}, "kind_not_for_audience"),
        ({"kinds": ["hologram"]}, "recipe_kind_unknown"),
        ({"kinds": []}, "recipe_empty"),
        ({"language": "fr"}, "recipe_unreadable"),
        ({"which": "village", "name": "Nirgendwo"}, "village_unknown"),
        ({"which": "view", "name": "Nie gespeichert"}, "view_unknown"),
    ],
)
def test_a_recipe_edited_by_hand_goes_around_nothing(
    town: Project, tmp_path: Path, changed: dict[str, object], code: str
) -> None:
    recipe = Recipe.load("Gebastelt", json.dumps({**json.loads(TABLES.dump()), **changed}))
    with pytest.raises(FlurinfillError) as refused:
        run_recipe(town, recipe, tmp_path)
    assert refused.value.code == code
    assert i18n.label("error", code) != code
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kinds": "csv"}', TABLES.dump().replace('"all"', '"x"')])
def test_an_unreadable_recipe_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="recipe_unreadable"):
        Recipe.load("x", text)


def test_a_village_and_a_kept_view_choose_the_sites(town: Project) -> None:
    sites = queries.site_table(town)
    village = str(sites["village"].iloc[0])
    assert chosen_sites(town, Which.ALL, "", queries.data_state(town).data_state) is None
    assert chosen_sites(town, Which.VILLAGE, village, queries.data_state(town).data_state) == list(
        sites.index[sites["village"] == village]
    )
    rules = {"rules": {"area_m2": {"low": 1000.0, "high": None, "digits": 0}}}
    operations.keep_view(town, "sites", "Große", json.dumps(rules))
    chosen = chosen_sites(town, Which.VIEW, "Große", queries.data_state(town).data_state)
    assert chosen == list(sites.index[sites["area_m2"].round() >= 1000])
    operations.undo(town)


def test_papers_speak_their_own_language(town: Project, tmp_path: Path) -> None:
    english = replace(TABLES, language="en", kinds=(ExportFormat.SPREADSHEET,))
    report = run_recipe(town, english, tmp_path, site_ids=SITES)
    path = report.written[ExportFormat.SPREADSHEET].path
    assert openpyxl.load_workbook(path).sheetnames[0] == "Sites"
    assert i18n.language() == "de"


def test_who_only_reads_hands_out_nothing_internal(sample: Path, tmp_path: Path) -> None:
    with Project.open(sample, user="erika") as project:
        operations.set_users(project, {"erika": Role.EDIT, "gustav": Role.READ})
    with Project.open(sample, user="gustav") as project:
        parcel = str(queries.parcel_table(project).index[0])
        out = tmp_path / "x.pdf"
        for hand_out in (
            lambda: run_recipe(project, TABLES, tmp_path, site_ids=SITES),
            lambda: export(project, ExportFormat.CSV, tmp_path / "x.csv", site_ids=SITES),
            lambda: export_table(project, "sites", SITES, ["case_no"], tmp_path / "x.csv"),
            lambda: print_map(
                project, SeenMap((), None, frozenset(), (), "", (0.0, 0.0)), out, title="x", scale=500
            ),
            lambda: print_sheets(project, [parcel], out),
            lambda: write_figures(project, date.today(), [], out, frozen=False),
            lambda: export_follow_ups(project, tmp_path / "x.ics"),
            lambda: export_owner_list(project, [parcel], tmp_path / "x.csv"),
            lambda: write_access_log(project, tmp_path / "x.csv"),
        ):
            with pytest.raises(ProjectError, match="role_no_internal_export"):
                hand_out()
        assert list(tmp_path.glob("x.*")) == []
        assert export(
            project, ExportFormat.CSV, tmp_path / "offen.csv", audience=Audience.PUBLIC
        ).path.is_file()
        with pytest.raises(ProjectError, match="role_reads"):
            operations.keep_recipe(project, TABLES)


def _refusal(project: Project, kind: ExportFormat, audience: Audience, sites: list[int], folder: Path) -> str:
    try:
        report = run_recipe(project, Recipe("", audience, (kind,)), folder, site_ids=sites)
    except FlurinfillError as error:
        return error.code
    return report.refused[kind].code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *((name, "file_name_unusable") for name in UNUSABLE),
        ("ä" * 120, "file_name_long"),
        ("x.exe", "export_suffix"),
    ],
)
def test_a_name_is_one_of_a_file_in_the_folder(town: Project, tmp_path: Path, name: str, code: str) -> None:
    folder = tmp_path / "aus"
    folder.mkdir()
    with pytest.raises(InputError) as refused:
        run_recipe(town, TABLES, folder, site_ids=SITES, names={ExportFormat.CSV: name})
    assert refused.value.code == code
    assert "\0" not in i18n.error_text(refused.value)
    assert list(tmp_path.rglob("*")) == [folder]


@pytest.mark.parametrize("stem", ["Ä" * 110, "\U0001f600: " * 40, "=cmd()?"])
def test_a_project_of_any_name_offers_names_that_can_be_written(stem: str) -> None:
    project = SimpleNamespace(path=Path(f"{stem}.gpkg"))
    for kind in KINDS:
        check_name(file_name(project, kind, Audience.PUBLIC, date(2026, 11, 26)))  # type: ignore[arg-type]


def test_a_view_of_what_is_locked_chooses_nothing(town: Project) -> None:
    operations.keep_view(town, "sites", "Ohne Notiz", json.dumps({"rules": {"note": {"filled": False}}}))
    chosen = chosen_sites(town, Which.VIEW, "Ohne Notiz", date(2026, 11, 26))
    assert chosen
    with Project.open(town.path, read_only=True) as locked, pytest.raises(SealedError):
        chosen_sites(locked, Which.VIEW, "Ohne Notiz", date(2026, 11, 26))
    operations.undo(town)


@pytest.mark.parametrize("audience", list(Audience))
def test_a_locked_project_gives_nothing_that_needs_the_key(
    made_sample: Path, tmp_path: Path, audience: Audience
) -> None:
    path = tmp_path / "zu.gpkg"
    shutil.copyfile(made_sample, path)
    with Project.open(path) as locked:
        assert locked.sealed
        private = queries.site_table(locked)["availability"] == "marketed"
        sites = [int(key) for key in private.index[private]]
        out = tmp_path / "aus"
        out.mkdir()
        for kind in ExportFormat:
            needs = KINDS[kind].needs_vault or (audience is Audience.INVESTOR and KINDS[kind].of_sites)
            if audience in KINDS[kind].audiences and not needs:
                continue  # written for everybody in the search for names
            assert _refusal(locked, kind, audience, sites, out) in REFUSALS, kind
        assert list(out.iterdir()) == []


def test_fields_are_refused_where_they_cannot_be_chosen(town: Project, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="fields_not_for_kind"):
        export(town, ExportFormat.PARCELS, tmp_path / "x.csv", fields=["grz"])
    with pytest.raises(GateClosed, match="field_not_allowed"):
        export(town, ExportFormat.CSV, tmp_path / "x.csv", audience=Audience.PUBLIC, fields=["grz"])
    with pytest.raises(InputError, match="export_folder_missing"):
        run_recipe(town, TABLES, tmp_path / "fort")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", [kind for kind in ExportFormat if KINDS[kind].with_fields])
def test_every_kind_gives_the_chosen_fields_and_is_written_without_the_others(
    town: Project, tmp_path: Path, kind: ExportFormat
) -> None:
    audience = next(each for each in (Audience.INTERNAL, *Audience) if each in KINDS[kind].audiences)
    report = run_recipe(town, Recipe("", audience, (kind,), ()), tmp_path, site_ids=SITES[:1])
    assert not report.refused, report.refused
    assert report.written[kind].path.exists()
