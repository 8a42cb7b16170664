"""Exposé and overview: what the templates get, and what the finished PDF says."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from pypdf import PdfReader
from village import CANARIES, NASTY, N, four_sites, parcel_id, site_row, site_table

from flurinfill import i18n
from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.symbology import LIGHT
from flurinfill.model.audience import Audience
from flurinfill.model.errors import ProjectError
from flurinfill.model.measures import Unit
from flurinfill.model.potential import LandUse
from flurinfill.model.rules import Comparison, Outcome
from flurinfill.reports.papers import expose, maps, numbering, overview, rules_table, typesetting
from flurinfill.reports.release import Release, RuleLine

GOLDEN = Path(__file__).parent / "golden"
WRITERS: dict[str, Any] = {"expose": expose, "overview": overview}


def text_of(path: Path) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(path).pages))


def text_of_sites(release: Release, path: Path) -> list[str]:
    """Text of the pages that each site has, and no page more."""
    counts = [1 + site["two_pages"] + site["rules_apart"] for site in expose.content(release)[0]["sites"]]
    pages = [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(path).pages]
    assert len(pages) == sum(counts)
    return [" ".join(pages[sum(counts[:at]) : sum(counts[: at + 1])]) for at in range(len(counts))]


def streams_of(path: Path) -> bytes:
    """The file as it lies on the disk, and every stream of it decompressed."""
    reader = PdfReader(path)
    parts = [path.read_bytes()]
    for number in range(1, len(reader.xref_objStm) + sum(len(table) for table in reader.xref.values()) + 1):
        found = reader.get_object(number)
        if hasattr(found, "get_data"):
            parts.append(found.get_data())
    return b"\n".join(parts)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("name", list(WRITERS))
def test_what_the_template_gets(
    name: str, audience: Audience, language: str, released: Callable[..., Release]
) -> None:
    i18n.set_language(language)
    data, _ = WRITERS[name].content(released(audience))
    written = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    golden = GOLDEN / f"{name}-{audience.value}-{language}.json"
    if os.environ.get("FLURINFILL_NEW_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(written, "utf-8")
    assert written == golden.read_text("utf-8")


@pytest.mark.parametrize("audience", list(Audience))
def test_one_page_or_two_for_each_site(
    audience: Audience, released: Callable[..., Release], tmp_path: Path
) -> None:
    release = released(audience)
    texts = text_of_sites(release, expose.write(release, tmp_path / "out.pdf"))
    for text, number in zip(texts, ("3", "4, 25", "8", "41/2"), strict=True):
        assert f"Potenzialfläche Flst. {number}, Gemarkung Neuhain" in text
        assert "kein Verkaufsangebot" in text
        assert "kein Anspruch auf eine Baugenehmigung" in text
        assert "Quelle: GeoSN, dl-de/by-2-0 · Datenstand 01.11.2026" in text
        assert "Maßstab" in text
        assert ("Nur für den Dienstgebrauch" in text) is (audience is Audience.INTERNAL)
        assert ("Prüfung nach Regelwerk" in text) is (audience is not Audience.PUBLIC)


def test_public_papers_say_no_class_and_no_state(released: Callable[..., Release], tmp_path: Path) -> None:
    release = released(Audience.PUBLIC)
    text = text_of(expose.write(release, tmp_path / "a.pdf")) + text_of(
        overview.write(release, tmp_path / "b.pdf")
    )
    for word in ("Baulücke", "Zweite Reihe", "Vermarktung", "N-0001", "Unterhain", "Regelwerk", "7 a"):
        assert word not in text
    assert "Baulandkataster nach § 200 Abs. 3 BauGB" in text


def test_maps_have_their_description(released: Callable[..., Release]) -> None:
    data, pictures = expose.content(released(Audience.INVESTOR))
    for site in data["sites"]:
        assert "Karte 1 : " in site["map"]["alt"]
        assert site["map"]["file"] in pictures
        assert {"Flurstück", "Gebäude", "Straße"} <= {entry["text"] for entry in site["map"]["legend"]}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", list(WRITERS))
@pytest.mark.parametrize("audience", list(Audience))
def test_odd_and_long_texts_stay_text(
    audience: Audience, name: str, language: str, released: Callable[..., Release], tmp_path: Path
) -> None:
    i18n.set_language(language)
    long = "Sehr lange Straße hinter dem alten Rittergut am Mühlgraben " * 8
    sites = site_table(
        site_row(numbers=NASTY, gemarkung=NASTY, address_text=NASTY, district=NASTY, case_no=NASTY),
        site_row(address_text=long, district=long, numbers="123456/7890, " * 30),
    )
    release = released(audience, sites)
    path = WRITERS[name].write(release, tmp_path / "out.pdf")
    text = text_of(path).replace(" ", "")
    assert "#strong[*fett*]" in text
    assert '<script>alert("x")</script>' in text
    assert typesetting.REPLACEMENT in text
    if name == "expose":
        assert len(text_of_sites(release, path)) == 2


@pytest.mark.parametrize("audience", list(Audience))
def test_no_personal_word_in_papers(
    audience: Audience, released: Callable[..., Release], tmp_path: Path
) -> None:
    release = released(audience, four_sites())
    for name, writer in WRITERS.items():
        path = writer.write(release, tmp_path / f"{name}.pdf")
        content, text = streams_of(path), text_of(path)
        for canary in CANARIES:
            assert canary.encode() not in content
            assert canary not in text


def test_many_sites_get_a_sheet_for_each_gemarkung(released: Callable[..., Release], tmp_path: Path) -> None:
    rows = [
        site_row(
            case_no=f"N-{number:04d}",
            numbers=str(number),
            parcel_ids=(parcel_id(1 + number % N),),
            gemarkung="Neuhain" if number % 2 else "Althain",
        )
        for number in range(overview.NUMBERED_TOGETHER + 1)
    ]
    release = released(Audience.INTERNAL, site_table(*rows))
    data, _ = overview.content(release)
    assert {sheet["title"] for sheet in data["maps"][1:]} == {"Gemarkung Neuhain", "Gemarkung Althain"}
    text = text_of(overview.write(release, tmp_path / "out.pdf"))
    assert "41 Flächen" in text


def test_a_gemarkung_of_many_sites_is_parted_into_sheets_of_neighbours(
    released: Callable[..., Release],
) -> None:
    rows = [
        site_row(case_no=f"N-{number:04d}", parcel_ids=(parcel_id(1 + number % N),))
        for number in range(2 * overview.NUMBERED_TOGETHER + 1)
    ]
    data, _ = overview.content(released(Audience.INTERNAL, site_table(*rows)))
    assert [sheet["title"] for sheet in data["maps"][1:]] == [
        f"Gemarkung Neuhain, Blatt {number} von 3" for number in (1, 2, 3)
    ]
    counts = [int(sheet["summary"].split()[0]) for sheet in data["maps"][1:]]
    assert sum(counts) == len(rows)
    assert max(counts) <= overview.NUMBERED_TOGETHER


@pytest.mark.parametrize("paper", ["a3", "a4"])
def test_the_sheet_has_the_asked_size(
    paper: overview.Paper, released: Callable[..., Release], tmp_path: Path
) -> None:
    path = overview.write(released(Audience.PUBLIC), tmp_path / "out.pdf", paper=paper)
    box = PdfReader(path).pages[0].mediabox
    assert round(float(box.width) / 72 * 25.4) == {"a3": 420, "a4": 297}[paper]
    assert len(PdfReader(path).pages) == 2


def test_signs_that_the_font_lacks_are_replaced_visibly() -> None:
    assert typesetting.displayable("Größe „25/3“ – 7 m² → ě ř ž") == "Größe „25/3“ – 7 m² → ě ř ž"
    assert typesetting.displayable("a\u0301 😀\u202e\x00") == "á ◊◊◊"
    assert typesetting.displayable("Zeile 1\r\nZeile 2\rZeile 3") == "Zeile 1\nZeile 2\nZeile 3"
    assert ord(typesetting.REPLACEMENT) in typesetting.coverage()


def test_a_broken_template_is_an_error_a_person_can_report() -> None:
    data = {"date": typesetting.day_parts(date(2026, 1, 1))}
    with pytest.raises(ProjectError) as error:
        typesetting.compile_pdf("expose.typ", data, {})
    assert error.value.code == "typesetting_failed"


@pytest.mark.parametrize("face", ["missing", "empty", "cut"])
def test_without_its_font_no_paper_is_written_and_the_reason_is_said(
    face: str, released: Callable[..., Release], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = released(Audience.PUBLIC)
    folder = Path(typesetting.font_source_sans_pro.font_directory)
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    for name in typesetting.FACES:
        content = (folder / f"SourceSansPro-{name}.otf").read_bytes()
        (fonts / f"SourceSansPro-{name}.otf").write_bytes(content)
    last = fonts / f"SourceSansPro-{typesetting.FACES[-1]}.otf"
    {"missing": last.unlink, "empty": lambda: last.write_bytes(b""), "cut": lambda: _cut(last)}[face]()
    monkeypatch.setattr(typesetting.font_source_sans_pro, "font_directory", str(fonts))
    typesetting.coverage.cache_clear()
    try:
        with pytest.raises(ProjectError) as caught:
            overview.write(release, tmp_path / "out.pdf")
    finally:
        typesetting.coverage.cache_clear()
    assert caught.value.code == "paper_font_missing"
    assert last.name in i18n.error_text(caught.value)
    assert not (tmp_path / "out.pdf").exists()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:300])


def test_numbers_keep_apart() -> None:
    places = numbering.spread([(10.0, 10.0)] * 30 + [(11.0, 10.0)] * 10)
    distances = [
        ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for i, a in enumerate(places) for b in places[:i]
    ]
    assert min(distances) >= 2 * numbering.RADIUS_MM
    assert places[0] == (10.0, 10.0)


@pytest.mark.parametrize(
    ("threshold", "margin", "shown"),
    [
        (0.0, 0.0, ("keine", "0,0 %")),
        (0.0, -0.25, ("keine", "−25,0 %")),
        (0.5, 0.0, ("≤ 50,0 %", "0,0 %")),
        (0.5, -0.0, ("≤ 50,0 %", "0,0 %")),
        (0.5, 0.2, ("≤ 50,0 %", "+20,0 %")),
        (0.5, -0.0001, ("≤ 50,0 %", "0,0 %")),
        (0.5, None, ("≤ 50,0 %", "–")),
    ],
)
def test_margins_have_one_sign_or_none(
    threshold: float, margin: float | None, shown: tuple[str, str]
) -> None:
    line = RuleLine(
        number="5/1",
        rule="constraint",
        measure="constraint_share",
        comparison=Comparison.AT_MOST,
        threshold=threshold,
        unit=Unit.SHARE,
        outcome=Outcome.PASSED,
        value=0.5,
        margin=margin,
    )
    row = rules_table._rule_row(line)
    assert (row["threshold"], row["margin"]) == shown


def test_a_long_legend_takes_its_lines_from_the_map(
    released: Callable[..., Release], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = LegendEntry("LandUse", LandUse.SQUARE.value, LIGHT.parcel)
    monkeypatch.setattr(maps, "_ground_legend", lambda *_: [entry] * 11)
    release = released(Audience.INTERNAL)
    assert text_of_sites(release, expose.write(release, tmp_path / "out.pdf"))


def test_the_houses_of_a_site_stand_on_its_colour(released: Callable[..., Release]) -> None:
    release = released(Audience.INTERNAL)
    shed = release.sites.geometry[1].centroid.buffer(3)
    buildings = gpd.GeoDataFrame(
        {name: [""] for name in release.background.buildings.columns if name != "geometry"},
        geometry=[shed],
        crs=release.sites.crs,
    )
    release = replace(release, background=replace(release.background, buildings=buildings))
    svg = maps.site_map(release, 1, 120, 80).svg
    colour = maps._site_styles(release)[0].fill
    assert svg.rindex(LIGHT.building.fill) > svg.index(colour)
