"""The map on paper: what stands on it, that it stays one page, and what it must not show."""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely
from PIL import Image
from pypdf import PdfReader

from flurinfill import i18n
from flurinfill.cartography.labels import LabelKind, LabelSource, Spots, StreetName
from flurinfill.cartography.legend import LegendEntry, measure_entries
from flurinfill.cartography.shapes import Shapes
from flurinfill.cartography.svg import MapLayer
from flurinfill.cartography.symbology import LIGHT, style_of_class
from flurinfill.model.errors import GateClosed
from flurinfill.model.office import Office
from flurinfill.reports.ground_picture import GroundPicture
from flurinfill.reports.papers import map_sheet
from flurinfill.reports.papers.map_sheet import (
    MAP_MM,
    MapSheet,
    SeenMap,
    content,
    ground_covered,
)
from flurinfill.reports.papers.typesetting import compile_png

PLOTS = [shapely.box(x, 0, x + 20, 30) for x in range(0, 200, 20)]
DAY = date(2026, 11, 26)


def _seen(**changes: object) -> SeenMap:
    labels = LabelSource.build(
        Shapes(PLOTS),
        [f"{number}/a" for number in range(10)],
        [StreetName(shapely.LineString([(-80, -6), (280, -6)]), "Sternschnuppengasse")],
        houses=Spots(np.array([[10.0, 4.0]]), np.array(["77b"], dtype=object)),
        cases=Spots(np.array([[50.0, 15.0]]), np.array(["2026-0042"], dtype=object)),
    )
    entry = LegendEntry("PotentialClass", "gap", style_of_class("gap"), 3)
    layer = MapLayer(
        PLOTS, styles=[style_of_class("gap") if at % 4 == 0 else LIGHT.parcel for at in range(10)]
    )
    seen = SeenMap((layer,), labels, frozenset(LabelKind), (entry,), "Potenzialart", (100.0, 15.0))
    return replace(seen, **changes)  # type: ignore[arg-type]


def _sheet(seen: SeenMap | None = None, **changes: object) -> MapSheet:
    sheet = MapSheet(
        seen or _seen(), "Musterau, Kernstadt", 1000, "a4", True, "Quelle: Musteramt", DAY, DAY,
        "official_use_only",
    )  # fmt: skip
    return replace(sheet, **changes)  # type: ignore[arg-type]


def _pages(path: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(path.read_bytes())).pages]


def test_the_sheet_says_what_it_is_where_from_and_when(tmp_path: Path) -> None:
    pages = _pages(map_sheet.write(_sheet(), tmp_path / "karte.pdf"))
    assert len(pages) == 1
    for words in (
        "Musterau, Kernstadt",
        "Maßstab 1 : 1.000",
        "Nur für den Dienstgebrauch",
        "Quelle: Musteramt",
        "erstellt am 26.11.2026",
        "Baulücke",
        "Potenzialart",
        "Sternschnuppengasse",
        "2026-0042",
        "77b",
        "4/a",
    ):
        assert words in pages[0], words
    i18n.set_language("en")
    assert "Scale 1 : 1,000" in _pages(map_sheet.write(_sheet(), tmp_path / "map.pdf"))[0]


def test_the_head_names_the_town() -> None:
    assert content(_sheet())[0]["head"] == "Potenzialflächen"
    assert (
        content(_sheet(office=Office(town="Stadt Musterau")))[0]["head"]
        == "Stadt Musterau · Potenzialflächen"
    )


@pytest.mark.parametrize("paper", ["a4", "a3", "a2"])
@pytest.mark.parametrize("landscape", [True, False])
def test_a_long_legend_takes_from_the_map_not_from_the_next_page(
    tmp_path: Path, paper: str, landscape: bool
) -> None:
    long = tuple(
        replace(entry, words=f"{entry.words} Überschwemmungsgebiet {number}")
        for number in range(4)
        for entry in measure_entries((100.0, 2000.0, 30_000.0, 400_000.0, 5e6), [1234] * 6, 5, "m2")[:6]
    )
    sheet = _sheet(_seen(legend=long), paper=paper, landscape=landscape)
    assert sheet.size_mm[1] < MAP_MM[paper, landscape][1]  # type: ignore[index]
    assert len(_pages(map_sheet.write(sheet, tmp_path / "karte.pdf"))) == 1


def test_the_scale_is_that_of_the_paper(tmp_path: Path) -> None:
    data, pictures = map_sheet.content(_sheet())
    assert ground_covered(1000, "a4", landscape=True) == (267.0, 140.0)
    width = data["map"]["width"]
    assert width == 267.0
    assert f'width="{width:g}mm"' in pictures["map.svg"]
    # twenty metres are twenty millimetres: two thousand hundredths
    assert "2000" in pictures["map.svg"]


def test_small_scales_have_no_house_numbers() -> None:
    near, far = (map_sheet.content(_sheet(scale=scale))[1]["map.svg"] for scale in (1000, 2500))
    assert "77b" in near
    assert "77b" not in far
    assert "2026-0042" in far
    silent = map_sheet.content(_sheet(_seen(kinds=frozenset({LabelKind.STREETS}))))[1]["map.svg"]
    assert "2026-0042" not in silent
    assert "Sternschnuppengasse" in silent


def test_a_picture_instead_of_a_document(tmp_path: Path) -> None:
    content = map_sheet.write(_sheet(), tmp_path / "karte.PNG").read_bytes()
    assert content.startswith(b"\x89PNG")
    width = int.from_bytes(content[16:20], "big")
    assert width == pytest.approx(297 / 25.4 * map_sheet.DOTS_PER_INCH, abs=2)


def test_owners_never_leave_on_a_map() -> None:
    with pytest.raises(GateClosed) as caught:
        _sheet(_seen(tells_owners=True))
    assert caught.value.code == "owner_map_stays"
    with pytest.raises(GateClosed):
        _sheet(marking="")


def test_hostile_texts_are_only_texts(tmp_path: Path) -> None:
    entry = LegendEntry("legend", "constraint", LIGHT.constraint, None, "#set page(fill: red) <b>&")
    sheet = _sheet(_seen(legend=(entry,)), title='"]#panic() \U0001f600 <script>')
    page = _pages(map_sheet.write(sheet, tmp_path / "karte.pdf"))[0]
    assert "<script>" in page
    assert "#set page(fill: red)" in page


def test_a_picture_of_the_ground_lies_below_and_its_owner_is_named() -> None:
    pixels = np.full((40, 60), 0xFF785A3C, np.uint32)
    sheet = replace(_sheet(), ground=GroundPicture(pixels, is_dark=True, credit="Quelle: Probe"))
    data, pictures = content(sheet)
    assert "Quelle: Probe" in data["source"]
    svg = pictures["map.svg"]
    assert svg.index("data:image/jpeg;base64,") < svg.index("<path")
    plain = content(_sheet())[1]["map.svg"]
    assert "data:image" not in plain
    picture = np.asarray(Image.open(io.BytesIO(compile_png("map.typ", data, pictures, 40))).convert("RGB"))
    brown = np.abs(picture.astype(int) - (0x78, 0x5A, 0x3C)).sum(axis=-1) < 40
    assert brown.mean() > 0.2


def test_coordinates_stand_at_the_frame_and_the_town_in_a_corner() -> None:
    town = shapely.box(-4000, -3000, 5000, 4000)
    data, pictures = content(_sheet(crs="EPSG:25833", town=town))
    assert data["grid"] == "Gitter 50 m · EPSG:25833"
    svg = pictures["map.svg"]
    assert ">150</text>" in svg
    assert "Lage in der Gemeinde" in svg
    assert "Lage in der Gemeinde" not in content(_sheet())[1]["map.svg"]


def test_a_sheet_of_a2_has_its_size(tmp_path: Path) -> None:
    page = PdfReader(map_sheet.write(_sheet(paper="a2"), tmp_path / "karte.pdf")).pages[0]
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [594, 420]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_the_template_gets(language: str) -> None:
    i18n.set_language(language)
    data, _ = content(_sheet(paper="a3", crs="EPSG:25833", office=Office(town="Stadt Musterau")))
    written = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    golden = Path(__file__).parent / "golden" / f"map-sheet-{language}.json"
    if os.environ.get("FLURINFILL_NEW_GOLDEN"):
        golden.write_text(written, "utf-8")
    assert written == golden.read_text("utf-8")
