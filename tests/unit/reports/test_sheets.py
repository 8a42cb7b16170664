"""Spreadsheet and CSV, read back."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from office_program import convert
from village import CANARIES, NASTY, four_sites, site_row, site_table

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.measures import MEASURES
from flurinfill.reports import sheets
from flurinfill.reports.release import ParcelRelease, Release


@pytest.mark.parametrize("audience", list(Audience))
def test_the_spreadsheet_reads_back(
    audience: Audience, released: Callable[..., Release], tmp_path: Path
) -> None:
    path = sheets.write_xlsx(released(audience), tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "Flächen",
        "Kennzahlen",
        *([] if audience is Audience.PUBLIC else ["Kennwerte"]),
        "Definitionen",
        "Herkunft",
    ]
    sheet = book["Flächen"]
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, [cell.value for cell in sheet[2]], strict=True))
    assert head[0] == "Nr."
    assert row["Flurstück"] == "3"
    assert row["Fläche [m²]"] == 792
    assert sheet.freeze_panes == "C2"
    (table,) = sheet.tables.values()
    assert table.autoFilter.ref == table.ref == sheet.dimensions
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    if audience is Audience.INTERNAL:  # too wide for one page: its first columns stand on each
        assert sheet.page_setup.fitToWidth > 1
        assert sheet.print_title_cols == "$A:$B"
    meanings = book["Definitionen"]
    long = next(row for row in meanings.iter_rows(min_row=2) if len(row[1].value) > 120)
    assert meanings.row_dimensions[long[0].row].height == 30
    notes = {cell.value: cell.comment.text for cell in sheet[1] if cell.comment}
    assert "Einheit: m²" in notes["Fläche [m²]"]
    assert notes["Fläche [m²]"].startswith("Amtliche Fläche")  # not that of the shape, as among the measures
    told = {row[0].value: row[1].value for row in meanings.iter_rows(min_row=2)}
    assert told["Fläche [m²]"] == notes["Fläche [m²]"]
    if audience is not Audience.PUBLIC:
        (shape,) = (cell for cell in book["Kennwerte"][1] if cell.value == "Grafische Fläche [m²]")
        assert shape.comment.text == "Fläche der Geometrie im Kataster. Einheit: m²."
    assert len(notes) >= len(head) - 1
    if audience is Audience.INTERNAL:
        assert row["Bekannt gemacht am"] == datetime(2026, 9, 1)
        assert row["Prüfung"] == "Bestätigt"


def test_figures_are_numbers_with_their_units(released: Callable[..., Release], tmp_path: Path) -> None:
    path = sheets.write_xlsx(released(Audience.INVESTOR), tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(path)["Kennwerte"]
    cells = {cell.value: sheet.cell(2, cell.column) for cell in sheet[1]}
    assert cells["Straßenfront [m]"].value == 22.0
    assert cells["Überbauung [%]"].number_format == "0.0%"
    assert cells["Restriktion: Überschwemmungsgebiet [%]"].value == 0
    assert not any("Eigentümer" in str(name) for name in cells)


def test_no_file_has_more_digits_than_the_cadastre(released: Callable[..., Release], tmp_path: Path) -> None:
    sites = four_sites().assign(width_m=20.296830265416, building_cover=0.216157619353)
    release = released(Audience.INTERNAL, sites)
    release.measures["built_share"] = 0.216157619353
    release.measures["frontage_m"] = 20.296830265416
    book = openpyxl.load_workbook(sheets.write_xlsx(release, tmp_path / "out.xlsx"))
    found = {
        (name, cell.value): book[name].cell(2, cell.column).value
        for name in ("Flächen", "Kennwerte")
        for cell in book[name][1]
    }
    assert found["Flächen", "Breite [m]"] == 20.3
    assert found["Kennwerte", "Straßenfront [m]"] == 20.3
    assert found["Flächen", "Überbauung [%]"] == found["Kennwerte", "Überbauung [%]"] == 0.2162
    table = pd.read_csv(sheets.write_csv(release, tmp_path / "out.csv"))
    assert set(table["width_m"]) == {20.3}
    assert set(table["building_cover"]) == {0.2162}


def test_the_spreadsheet_says_what_it_is(released: Callable[..., Release], tmp_path: Path) -> None:
    path = sheets.write_xlsx(released(Audience.INTERNAL), tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(path)
    text = "\n".join(str(cell.value) for row in book["Herkunft"] for cell in row if cell.value)
    for part in (
        "Nur für den Dienstgebrauch",
        "Quelle: GeoSN, dl-de/by-2-0 · Datenstand 01.11.2026",
        "kein Anspruch",
    ):
        assert part in text
    assert "Nur für den Dienstgebrauch" in str(book["Flächen"].oddHeader.left.text)


def test_english_headings(released: Callable[..., Release], tmp_path: Path) -> None:
    i18n.set_language("en")
    path = sheets.write_xlsx(released(Audience.INTERNAL), tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Sites", "Figures", "Measures", "Definitions", "Origin"]
    assert "Area [m²]" in [cell.value for cell in book["Sites"][1]]


@pytest.mark.parametrize("audience", list(Audience))
def test_no_cell_becomes_a_formula(
    audience: Audience, released: Callable[..., Release], tmp_path: Path
) -> None:
    nasty = site_table(
        site_row(numbers=NASTY, gemarkung=NASTY, case_no="+1", district="@SUM(A1)", address_text=NASTY)
    )
    release = released(audience, nasty)
    book = openpyxl.load_workbook(sheets.write_xlsx(release, tmp_path / "out.xlsx"))
    for sheet in book:
        assert not [cell.coordinate for row in sheet for cell in row if cell.data_type == "f"]
    assert NASTY in [cell.value for cell in book["Flächen"][2]]
    with sheets.write_csv(release, tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.reader(file):
            if audience is not Audience.INTERNAL or line:
                assert not [cell for cell in line if cell.startswith(("=", "+", "-", "@"))]


def test_the_internal_csv_has_a_row_per_parcel(released_parcels: ParcelRelease, tmp_path: Path) -> None:
    path = sheets.write_csv(released_parcels, tmp_path / "parcels.csv")
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(path, dtype={"parcel_id": str})
    assert len(table) == 20
    assert list(table.columns[:2]) == ["parcel_id", "class"]
    assert {measure.name for measure in MEASURES if not measure.family} <= set(table.columns)
    assert {"constraint_share[Überschwemmungsgebiet]", "land_use_share[residential]"} <= set(table.columns)
    assert table["frontage_m"].eq(22.0).all()
    assert table["same_owner_neighbour"].isna().all()
    assert set(table["failed_rules"]) == {"test_width"}
    assert set(table["marking"]) == {"Nur für den Dienstgebrauch"}


def test_the_public_csv_has_the_allowed_fields(released: Callable[..., Release], tmp_path: Path) -> None:
    table = pd.read_csv(sheets.write_csv(released(Audience.PUBLIC), tmp_path / "out.csv"))
    assert list(table.columns) == ["no", "gemarkung", "flur", "numbers", "street", "area_m2"]
    assert len(table) == 4


@pytest.mark.parametrize("audience", list(Audience))
def test_no_personal_word_in_sheets(
    audience: Audience, released: Callable[..., Release], tmp_path: Path
) -> None:
    release = released(audience, four_sites())
    packed = zipfile.ZipFile(sheets.write_xlsx(release, tmp_path / "out.xlsx"))
    text = "".join(packed.read(name).decode("utf-8") for name in packed.namelist())
    text += sheets.write_csv(release, tmp_path / "out.csv").read_text("utf-8")
    for canary in CANARIES:
        assert canary not in text


def _figures(release: Release, path: Path) -> list[list[object]]:
    sheet = openpyxl.load_workbook(sheets.write_xlsx(release, path))["Kennzahlen"]
    return [[cell.value for cell in row if cell.value is not None] for row in sheet]


def test_figures_stand_by_class_and_village_with_a_chart(
    released: Callable[..., Release], tmp_path: Path
) -> None:
    release = released(Audience.INTERNAL)
    path = tmp_path / "out.xlsx"
    rows = _figures(release, path)
    assert [tr_row[0] for tr_row in rows if len(tr_row) == 1] == [
        "Insgesamt",
        "Nach Potenzialart",
        "Nach Ortsteil",
        "Nach Prüfung",
        "Nach Verfügbarkeit",
    ]
    assert ["Flächen in dieser Datei", 4, release.sites["area_m2"].sum()] in rows
    sheet = openpyxl.load_workbook(path)["Kennzahlen"]
    assert sheet.page_setup.orientation == "portrait"  # the chart stands on one page
    assert len(sheet.tables) == 5
    with zipfile.ZipFile(path) as packed:
        chart = packed.read("xl/charts/chart1.xml").decode()
        drawing = packed.read("xl/drawings/drawing1.xml").decode()
    assert "stacked" in chart
    assert "Unterhain: 4" in drawing


def test_the_public_figures_count_nothing_but_what_is_in_the_file(
    released: Callable[..., Release], tmp_path: Path
) -> None:
    release = released(Audience.PUBLIC)
    rows = _figures(release, tmp_path / "out.xlsx")
    assert [row[0] for row in rows if len(row) == 1] == ["Insgesamt", "Nach Ortsteil"]
    text = str(rows)
    assert "Baulücke" not in text
    assert "Unterhain" not in text
    assert "Aktivierungsquote" not in text
    assert ["Neuhain", 4, release.sites["area_m2"].sum(), 1] in rows


def test_every_column_is_defined(released: Callable[..., Release], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(sheets.write_xlsx(released(Audience.INTERNAL), tmp_path / "out.xlsx"))
    defined = {row[0].value for row in book["Definitionen"].iter_rows(min_row=2)}
    for name in ("Flächen", "Kennwerte"):
        missing = {cell.value for cell in book[name][1]} - defined
        assert not missing, name


def test_two_columns_of_one_name_are_told_apart(released: Callable[..., Release], tmp_path: Path) -> None:
    release = released(Audience.INVESTOR)
    long = release.measures.assign(**{f"constraint_share[{'Zone ' * 80}{end}]": 0.0 for end in ("a", "b")})
    written = sheets.write_xlsx(replace(release, measures=long), tmp_path / "out.xlsx")
    heads = [cell.value for cell in openpyxl.load_workbook(written)["Kennwerte"][1]]
    assert len(set(heads)) == len(heads)
    assert max(len(str(head)) for head in heads) <= 255


def test_libreoffice_opens_the_spreadsheet(released: Callable[..., Release], tmp_path: Path) -> None:
    path = sheets.write_xlsx(released(Audience.INTERNAL), tmp_path / "out.xlsx")
    utf_8 = "csv:Text - txt - csv (StarCalc):44,34,76,1"
    text = convert(path, utf_8, tmp_path).read_text("utf-8")
    assert "N-0001" in text
    assert "m²" in text


def test_a_list_for_people_has_the_numbers_of_their_language(tmp_path: Path) -> None:
    frame = pd.DataFrame({"size": [792.5, 800.0], "what": ["a;b", "12.5"]})
    path = sheets.write_list(frame, tmp_path / "list.csv")
    assert path.read_text("utf-8-sig").splitlines() == ["size;what", '792,5;"a;b"', "800;12.5"]
    i18n.set_language("en")
    assert "792.5;" in sheets.write_list(frame, path).read_text("utf-8-sig")
