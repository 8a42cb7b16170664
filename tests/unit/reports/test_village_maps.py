"""Maps by village: what each audience gets, a bookmark for each village, and nothing beyond the gate."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from shapely.geometry import box
from village import CANARIES, EAST, NASTY, NORTH, four_sites, parcel_id, site_row, site_table

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.reports.papers import overview, plot_maps, village_maps
from flurinfill.reports.release import Release
from flurinfill.reports.village_release import VillageRelease

GOLDEN = Path(__file__).parent / "golden"
TOWN = box(EAST - 900, NORTH - 700, EAST + 1200, NORTH + 900)


def _villages(release: Release) -> VillageRelease:
    return VillageRelease(**{each.name: getattr(release, each.name) for each in fields(release)}, town=TOWN)


def _two_villages() -> Any:
    sites = four_sites()
    sites["village"] = ["Unterhain", "Oberhain", "Unterhain", "Unterhain"]
    sites["district"] = sites["village"]
    sites["gemarkung"] = ["Neuhain", "Althain", "Neuhain", "Neuhain"]
    return sites


@pytest.mark.parametrize("audience", list(Audience))
def test_what_the_template_gets(audience: Audience, released: Callable[..., Release]) -> None:
    data, pictures = village_maps.content(_villages(released(audience, _two_villages())))
    written = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    golden = GOLDEN / f"villages-{audience.value}.json"
    if os.environ.get("FLURINFILL_NEW_GOLDEN"):
        golden.write_text(written, "utf-8")
    assert written == golden.read_text("utf-8")
    told = written + "".join(pictures.values())
    assert not [canary for canary in CANARIES if canary in told]
    if audience is Audience.PUBLIC:
        assert not [word for word in ("hain, ", "Unterhain", "N-000", "Baulücke", "7 a") if word in told]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_each_village_has_its_sheet_and_its_bookmark(
    language: str, released: Callable[..., Release], tmp_path: Path
) -> None:
    i18n.set_language(language)
    release = _villages(released(Audience.INTERNAL, _two_villages()))
    reader = PdfReader(village_maps.write(release, tmp_path / "karten.pdf"))
    assert [entry.title for entry in reader.outline] == ["Oberhain", "Unterhain"]  # type: ignore[union-attr]
    pages = [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]
    assert len(pages) == 2
    for page in pages:
        assert "GeoSN, dl-de/by-2-0" in page
        assert "EPSG:25833" in page
        assert i18n.tr("Scale 1 : {scale}", scale="").strip()[:5] in page


def test_for_the_wall_the_map_is_larger(released: Callable[..., Release], tmp_path: Path) -> None:
    release = _villages(released(Audience.INVESTOR, _two_villages()))
    small, large = village_maps.content(release)[0], village_maps.content(release, paper="a2")[0]
    for a3, a2 in zip(small["sheets"], large["sheets"], strict=True):
        assert (a3["title"], a3["rows"]) == (a2["title"], a2["rows"])
        assert a2["map"]["width"] > 1.5 * a3["map"]["width"]
    pages = PdfReader(village_maps.write(release, tmp_path / "karten.pdf", paper="a2")).pages
    assert [tuple(round(side / 72 * 25.4) for side in page.mediabox[2:]) for page in pages] == [
        (594, 420)
    ] * 2


def test_many_sites_of_a_village_take_several_sheets(released: Callable[..., Release]) -> None:
    count = 2 * overview.NUMBERED_TOGETHER + 1
    rows = [site_row(case_no=f"N-{n}", parcel_ids=(parcel_id(1 + n % 9),)) for n in range(count)]
    data, _ = village_maps.content(_villages(released(Audience.INTERNAL, site_table(*rows))))
    titles = [sheet["title"] for sheet in data["sheets"]]
    assert titles == [f"Unterhain, Blatt {number} von {len(titles)}" for number in range(1, len(titles) + 1)]
    assert sum(len(sheet["rows"]) for sheet in data["sheets"]) == count


def test_odd_and_long_texts_stay_on_their_sheet(released: Callable[..., Release], tmp_path: Path) -> None:
    long = "Sehr lange Straße hinter dem alten Rittergut am Mühlgraben " * 8
    rows = [
        site_row(numbers=NASTY, village=NASTY, address_text=NASTY, case_no=NASTY),
        site_row(numbers="123456/7890, " * 30, village=long, address_text=long),
    ]
    release = _villages(released(Audience.INTERNAL, site_table(*rows)))
    reader = PdfReader(village_maps.write(release, tmp_path / "karten.pdf"))
    assert len(reader.pages) == 2
    assert any('<script>alert("x")</script>' in page.extract_text().replace(" ", "") for page in reader.pages)


@pytest.mark.parametrize("audience", list(Audience))
def test_a_map_of_each_site_shows_what_the_gate_gives(
    audience: Audience, released: Callable[..., Release], tmp_path: Path
) -> None:
    release = _villages(released(audience))
    data, pictures = plot_maps.content(release)
    written = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    golden = GOLDEN / f"plots-{audience.value}.json"
    if os.environ.get("FLURINFILL_NEW_GOLDEN"):
        golden.write_text(written, "utf-8")
    assert written == golden.read_text("utf-8")
    told = written + "".join(pictures.values())
    assert not [canary for canary in CANARIES if canary in told]
    reader = PdfReader(plot_maps.write(release, tmp_path / "karten.pdf"))
    assert len(reader.pages) == len(release.sites)
    assert ("Nur für den Dienstgebrauch" in reader.pages[0].extract_text()) is (audience is Audience.INTERNAL)
