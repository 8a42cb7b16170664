"""The command line, from import to export, and what it says when something is wrong."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flurinfill import cli
from flurinfill.detection import profiles
from flurinfill.model.audience import Audience
from flurinfill.model.measures import MEASURES
from flurinfill.model.recipes import Recipe
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

PROFILE = profiles.load(profiles.DEFAULT)


def run(arguments: list[str]) -> int:
    def no_window(path: Path, passphrase: str | None) -> int:
        raise AssertionError("no command here opens a window")

    return cli.run(arguments, no_window)


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLURINFILL_PASSPHRASE", SAMPLE_PASSPHRASE)


def any_gap(path: Path) -> str:
    with Project.open(path, read_only=True) as project:
        table = queries.parcel_table(project)
    return str(table.index[table["potential"] == "gap"][0])


def test_foreign_data_from_import_to_explanation(
    realdata: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gennes = realdata / "gennes-fr"
    project = tmp_path / "gennes.gpkg"
    arguments = ["import", "--project", str(project)]
    for option, name in (("--parcels", "parcel"), ("--buildings", "building"), ("--roads", "road")):
        arguments += [option, str(gennes / f"{name}.gpkg")]
    assert run(arguments) == 0
    printed = capsys.readouterr().out
    assert "Flurstücke: 851" in printed
    assert "Gebäude: 325" in printed
    assert run(["detect", str(project)]) == 0
    assert "Kein Potenzial" in capsys.readouterr().out
    with Project.open(project, read_only=True) as opened:
        parcel_id = str(queries.parcel_table(opened).index[0])
    assert run(["explain", str(project), parcel_id, "--json"]) == 0
    verdict = json.loads(capsys.readouterr().out)
    assert verdict["parcel_id"] == parcel_id
    assert verdict["rules"]


def test_plans_come_beside_the_cadastre(
    realdata: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = next((realdata / "hale-neuwerk-nas").glob("*.xml.gz"))
    plan = realdata / "xplan-bplan" / "BPlan002_5-4.gml"
    project = tmp_path / "neuwerk.gpkg"
    assert run(["import", str(file), "--project", str(project), "--plans", str(plan)]) == 0
    assert "Pläne und Satzungen: 4" in capsys.readouterr().out
    with Project.open(project, read_only=True) as opened:
        assert queries.plans(opened)["area_type"].tolist() == ["", "WA", "MI", "GE"]


def test_neuwerk_is_read_by_name(realdata: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = next((realdata / "hale-neuwerk-nas").glob("*.xml.gz"))
    assert run(["import", str(file), "--project", str(tmp_path / "neuwerk.gpkg")]) == 0
    printed = capsys.readouterr()
    assert "Flurstücke: 137" in printed.out
    assert "Gebäude: 57" in printed.out
    assert printed.err == ""  # quiet in a pipe


def test_explanation_in_words(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parcel_id = any_gap(sample)
    assert run(["explain", str(sample), parcel_id]) == 0
    text = capsys.readouterr().out
    assert "Baulücke" in text
    assert "Straßenfront" in text
    assert "SächsBO § 4" in text  # where a threshold comes from
    assert "Der Befund wäre „Kein Potenzial“" in text
    assert f"Regelwerk: Kleinstadt: Wohnen, Version {PROFILE.version} (kleinstadt-wohnen)." in text
    assert "Datenstand: " in text
    with Project.open(sample, read_only=True) as project:
        parcel = queries.parcel_table(project).loc[parcel_id]
    assert f"Gemarkung {parcel['gemarkung']}" in text.splitlines()[1]
    assert parcel["address_text"] in text.splitlines()[1]


def test_explanation_as_a_printable_sheet(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "warum.pdf"
    assert run(["explain", str(sample), any_gap(sample), "--pdf", str(output)]) == 0
    assert capsys.readouterr().out.strip() == f"{output} geschrieben."
    assert output.read_bytes().startswith(b"%PDF")


def test_explanation_as_json_is_complete(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parcel_id = any_gap(sample)
    assert run(["explain", str(sample), parcel_id, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["parcel_id"], told["class"], told["reason"]) == (parcel_id, "gap", "gap")
    assert (told["profile"], told["version"]) == ("kleinstadt-wohnen", PROFILE.version)
    assert told["data_state"] == "2026-04-17"
    assert told["source"] == "Erfundene Beispieldaten"
    assert all(rule["source"] and rule["source_en"] for rule in told["rules"])
    assert told["what_if"]["class"] == "none"
    (change,) = told["what_if"]["thresholds"]
    assert change["rule"] in {rule["rule"] for rule in told["rules"]}
    assert change["from"] != change["to"]


def test_internal_csv_has_every_parcel_and_measure(
    town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "parcels.csv"
    assert run(["export", str(town), "--format", "csv", "--output", str(output)]) == 0
    assert "intern" in capsys.readouterr().err
    with output.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with Project.open(town, read_only=True) as project:
        table = queries.parcel_table(project)
    assert {row["parcel_id"]: row["class"] for row in rows} == dict(table["potential"])
    for measure in MEASURES:
        if not measure.owner_derived:
            assert any(name.split("[")[0] == measure.name for name in rows[0]), measure.name


@pytest.mark.usefixtures("unlocked")
@pytest.mark.parametrize("kind", ["pdf", "overview", "html", "xlsx", "gpkg"])
@pytest.mark.parametrize("audience", ["public", "investor", "internal"])
def test_every_format_for_every_audience(sample: Path, tmp_path: Path, kind: str, audience: str) -> None:
    suffix = "pdf" if kind == "overview" else kind
    output = tmp_path / f"out.{suffix}"
    arguments = ["export", str(sample), "--format", kind, "--audience", audience, "--output", str(output)]
    if kind == "pdf" and audience == "internal":
        with Project.open(sample, read_only=True) as project:
            arguments += ["--site", queries.site_table(project)["case_no"].iloc[0]]
    assert run(arguments) == 0
    assert output.stat().st_size > 1000


def test_a_background_map_goes_along_when_it_is_asked_for(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "map.html"
    wanted = ["--audience", "public", "--background-map", "basemapde_grey", "--output", str(output)]
    assert run(["export", str(sample), "--format", "html", *wanted]) == 0
    assert "img-src data: https://sgx.geodatenzentrum.de;" in output.read_text("utf-8")
    assert run(["export", str(sample), "--format", "xlsx", *wanted]) != 0
    assert "Nur eine Webkarte" in capsys.readouterr().err


def test_a_sealed_project_gives_private_sites_to_no_investor(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "investor.html"
    assert (
        run(["export", str(sample), "--format", "html", "--audience", "investor", "--output", str(output)])
        == 1
    )
    assert "sind gesperrt" in capsys.readouterr().err
    assert not output.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["detect", "missing.gpkg"], "missing.gpkg"),
        (["import", "missing.xml", "--project", "new.gpkg"], "missing.xml"),
        (["import", "empty.xml", "--project", "new.gpkg"], "empty.xml"),
    ],
)
def test_one_clear_sentence_and_exit_code_1(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.xml").touch()
    assert run(arguments) == 1
    said = capsys.readouterr()
    assert words in said.err
    assert "Traceback" not in said.err
    assert not (tmp_path / "new.gpkg").exists()


def test_wrong_usage_is_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "--project", "p.gpkg"]) == 2
    assert run(["no-such-command"]) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["no-such-command"], "Den Befehl no-such-command gibt es nicht."),
        (["export", "--formt", "pdf"], "Die Option --formt gibt es nicht."),
        (["export"], "PROJECT fehlt."),
        (["export", "p.gpkg", "--output", "o.pdf"], "Nennen Sie mit --as"),
        (
            ["export", "p.gpkg", "--output", "o.pdf", "--format", "doc"],
            "--as muss eine dieser Angaben sein: pdf,",
        ),
    ],
)
def test_wrong_usage_is_told_in_german(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith(words)
    assert "Aufruf: flurinfill" in said
    assert "Usage" not in said
    assert "Error" not in said


@pytest.mark.parametrize("command", [None, *cli.commands.commands])
def test_the_help_is_german_all_through(command: str | None) -> None:
    environment = {**os.environ, "FLURINFILL_LANGUAGE": "de"}
    call = [sys.executable, "-m", "flurinfill", *([command] if command else []), "--help"]
    said = subprocess.run(
        call, capture_output=True, text=True, check=True, env=environment, timeout=60
    ).stdout
    assert "Aufruf: flurinfill" in said
    assert "Optionen:" in said
    for english in ("Usage", "Options", "Commands", "Show ", "[required]"):
        assert english not in said


def test_wrong_passphrase(
    sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FLURINFILL_PASSPHRASE", "falsch")
    assert run(["detect", str(sample)]) == 1
    assert "Passphrase" in capsys.readouterr().err


def test_unknown_parcel_and_ambiguous_number(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(sample), "99999/zz"]) == 1
    assert "99999/zz" in capsys.readouterr().err
    with Project.open(sample, read_only=True) as project:
        numbers = queries.parcel_table(project)["number"].value_counts()
    assert run(["explain", str(sample), str(numbers.index[0])]) == 1
    told = capsys.readouterr().err
    assert "Flurstückskennzeichen" in told
    with Project.open(sample, read_only=True) as project:
        table = queries.parcel_table(project)
    same = table[table["number"] == numbers.index[0]].iloc[0]
    assert f"{numbers.index[0]} {same['gemarkung']} (" in told


def test_a_file_that_ends_as_another_kind_is_not_written(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "o.docx"
    assert run(["export", str(sample), "--format", "xlsx", "--output", str(output)]) == 1
    assert "o.docx endet anders" in capsys.readouterr().err
    assert not output.exists()


def test_english_as_a_process(tmp_path: Path) -> None:
    environment = {**os.environ, "FLURINFILL_LANGUAGE": "de", "PROJ_LIB": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, "-m", "flurinfill", "--language", "en", "detect", str(tmp_path / "none.gpkg")],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=60,
    )
    assert done.returncode == 1
    assert "none.gpkg" in done.stderr
    assert "Projekt" not in done.stderr


def test_sample_and_open_hand_project_and_passphrase_to_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Path, str | None]] = []

    def window(path: Path, passphrase: str | None) -> int:
        opened.append((path, passphrase))
        return 7

    path = tmp_path / "town.gpkg"
    path.touch()
    monkeypatch.setenv("FLURINFILL_PASSPHRASE", "geheim")
    assert cli.run(["open", str(path)], window) == 7
    assert cli.run(["sample", "--project", str(path)], window) == 7
    assert opened == [(path, "geheim"), (path, SAMPLE_PASSPHRASE)]


def test_a_recipe_writes_all_its_files(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["recipes", str(sample)]) == 0
    assert "Investorenpaket: Investoren · portfolio" in capsys.readouterr().out
    with Project.open(sample) as project:
        tables = Recipe("Tabellen", Audience.PUBLIC, ("csv", "kml"), language="en")
        operations.keep_recipe(project, tables)
    out = tmp_path / "aus"
    out.mkdir()
    assert run(["export", str(sample), "--recipe", "tabellen", "--to", str(out)]) == 0
    assert {path.suffix for path in out.iterdir()} == {".csv", ".kml"}
    assert "Zurückgehalten" in capsys.readouterr().out
    assert all("public" in path.name for path in out.iterdir())  # named in its language


def test_fields_and_sites_are_chosen_and_nothing_forbidden_is_given(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "liste.csv"
    with Project.open(sample, read_only=True) as project:
        sites = queries.site_table(project)
    village = str(sites["village"].iloc[0])
    call = ["export", str(sample), "--as", "csv", "--for", "internal", "--output", str(output)]
    assert run([*call, "--fields", "grz, potential", "--village", village]) == 0
    with output.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == int((sites["village"] == village).sum())
    assert {"grz", "potential"} <= set(rows[0])
    assert not {"review", "gfz"} & set(rows[0])
    output.unlink()
    for wrong in ("willingness", "owners", "nachname"):
        assert run([*call, "--fields", wrong]) == 1
        assert wrong in capsys.readouterr().err
    assert run([*call, "--village", "Nirgendwo"]) == 1
    assert village in capsys.readouterr().err
    assert not output.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--as", "csv"],
        ["--as", "csv", "--output", "a.csv", "--to", "."],
        ["--as", "csv", "--as", "kml", "--output", "a.csv"],
        ["--recipe", "Stadtrat", "--output", "a.csv"],
        ["--recipe", "Stadtrat", "--to", ".", "--fields", "grz"],
        ["--as", "csv", "--output", "a.csv", "--view", "x", "--village", "y"],
    ],
)
def test_an_export_that_contradicts_itself_is_wrong_usage(arguments: list[str], tmp_path: Path) -> None:
    assert run(["export", str(tmp_path / "stadt.gpkg"), *arguments]) == 2
