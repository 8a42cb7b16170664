"""Sheets for a visit: what the template gets, a page for each stop, and nobody's name."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from village import CANARIES, NASTY, four_sites, site_row, site_table

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.errors import Cancelled, GateClosed, InputError
from flurinfill.model.rules import Outcome
from flurinfill.model.states import RejectReason
from flurinfill.reports.case_code import case_code
from flurinfill.reports.papers import rule_texts, typesetting, visit_sheets
from flurinfill.reports.release import Release

GOLDEN = Path(__file__).parent / "golden"


def text_of(page: object) -> str:
    return re.sub(r"\s+", " ", page.extract_text())  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_the_template_gets(language: str, released: Callable[..., Release]) -> None:
    i18n.set_language(language)
    data, pictures = visit_sheets.content(released(Audience.INTERNAL))
    written = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    golden = GOLDEN / f"visit-{language}.json"
    if os.environ.get("FLURINFILL_NEW_GOLDEN"):
        golden.write_text(written, "utf-8")
    assert written == golden.read_text("utf-8")
    for sheet in data["sheets"]:
        assert pictures[sheet["code"]["file"]] == case_code(sheet["case"])


def test_a_page_for_each_stop_with_everything_to_tick(
    released: Callable[..., Release], tmp_path: Path
) -> None:
    reader = PdfReader(visit_sheets.write(released(Audience.INTERNAL), tmp_path / "out.pdf"))
    pages = [text_of(page) for page in reader.pages]
    assert len(pages) == 1 + 4
    assert "4 Stationen · 210 m Luftlinie, ohne Hin- und Rückweg" in pages[0]
    for number, page in enumerate(pages[1:], 1):
        assert f"Station {number} von 4" in page
        for word in ("Bebaut?", "Zufahrt", "Leitungen", "Gefälle", "Bewuchs", "nicht geeignet", "Fotos Nr."):
            assert word in page
        closed = page.replace(" ", "")
        assert all(i18n.name_of(reason).replace(" ", "") in closed for reason in RejectReason)
    assert all("Nur für den Dienstgebrauch" in page for page in pages)


def test_the_order_is_that_of_the_way(released: Callable[..., Release]) -> None:
    release = released(Audience.INTERNAL)
    data, _ = visit_sheets.content(release)
    order = [row[1] for row in data["stops"]["rows"]]
    assert order == [sheet["case"] for sheet in data["sheets"]]
    assert sorted(order) == ["N-0001", "N-0002", "N-0003", "N-0004"]
    jumbled = replace(release, sites=release.sites.iloc[[2, 0, 3, 1]].set_axis([1, 2, 3, 4]), rules={})
    again = [row[1] for row in visit_sheets.content(jumbled)[0]["stops"]["rows"]]
    assert again in (order, order[::-1])


def test_rules_go_with_their_site(released: Callable[..., Release]) -> None:
    release = released(Audience.INTERNAL)
    line = replace(release.rules[1][0], outcome=Outcome.FAILED, value=12.0, margin=-338.0)
    sheets = visit_sheets.content(replace(release, rules={3: (line, line)}))[0]["sheets"]
    said = {sheet["case"]: sheet["rules"] for sheet in sheets}
    assert said["N-0003"] == ["Nicht erfüllt: Amtliche Fläche 12 m² (≥ 350 m²)"]
    assert not said["N-0001"]


def test_in_english_too_each_plot_keeps_its_gemarkung(
    released: Callable[..., Release], tmp_path: Path
) -> None:
    i18n.set_language("en")
    rows = [
        site_row(
            case_no=f"N-{number}",
            numbers=f"34/{number}",
            flur="004",
            gemarkung="Zirkeldorf",
            address_text="Weg 3",
        )
        for number in range(12)
    ]
    release = released(Audience.INTERNAL, site_table(*rows))
    reader = PdfReader(visit_sheets.write(release, tmp_path / "visit.pdf"))
    assert len(reader.pages) == 1 + 12  # a list of twelve has its place on the first page
    for page in reader.pages[1:]:
        assert "cadastral section 4, cadastral district Zirkeldorf" in text_of(page)


def test_a_rule_is_named_without_codes(released: Callable[..., Release]) -> None:
    line = released(Audience.INTERNAL).rules[1][0]
    street = replace(line, rule="street_frontage", measure="frontage_m[street]")
    assert rule_texts.name(street) == "Front an einer Straße oder einem Platz"
    layer = replace(line, rule="constraint_any", measure="constraint_share[Aue]")
    assert rule_texts.name(layer).endswith(": Aue")


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.INVESTOR])
def test_only_the_office_gets_them(audience: Audience, released: Callable[..., Release]) -> None:
    with pytest.raises(GateClosed) as caught:
        visit_sheets.content(released(audience))
    assert caught.value.code == "visits_internal_only"


def test_a_walk_of_too_many_is_refused(released: Callable[..., Release]) -> None:
    rows = [site_row(case_no=f"N-{number}") for number in range(visit_sheets.MOST_STOPS + 1)]
    with pytest.raises(InputError) as caught:
        visit_sheets.content(released(Audience.INTERNAL, site_table(*rows)))
    assert caught.value.code == "too_many_stops"


def test_odd_and_long_texts_stay_on_one_page_each(released: Callable[..., Release], tmp_path: Path) -> None:
    long = "Sehr lange Straße hinter dem alten Rittergut am Mühlgraben " * 8
    sites = site_table(
        site_row(numbers=NASTY, gemarkung=NASTY, address_text=NASTY, village=NASTY, case_no=NASTY),
        site_row(address_text=long, village=long, numbers="123456/7890, " * 30),
        site_row(address_text="", village="", district="", width_m=float("nan"), land_use=""),
    )
    release = released(Audience.INTERNAL, sites)
    line = replace(release.rules[1][0], outcome=Outcome.WARNED)
    many = tuple(replace(line, rule=long, value=float(number)) for number in range(9))
    path = visit_sheets.write(replace(release, rules={1: many, 2: many}), tmp_path / "out.pdf")
    pages = [text_of(page) for page in PdfReader(path).pages]
    assert len(pages) == 1 + 3
    assert any("#strong[*fett*]" in page.replace(" ", "") for page in pages)
    assert any(typesetting.REPLACEMENT in page for page in pages)
    assert any("und 4 weitere" in page for page in pages)
    assert all("Fotos Nr." in page for page in pages[1:])


def test_no_word_about_people(released: Callable[..., Release], tmp_path: Path) -> None:
    data, pictures = visit_sheets.content(released(Audience.INTERNAL, four_sites()))
    told = json.dumps(data, ensure_ascii=False) + "".join(pictures.values())
    assert not [canary for canary in CANARIES if canary in told]


def test_it_can_be_stopped_between_two_pages(released: Callable[..., Release], tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    class Impatient:
        def report(self, step: str, done: int, total: int) -> None:
            told.append((done, total))
            if done == 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        visit_sheets.write(released(Audience.INTERNAL), tmp_path / "out.pdf", progress=Impatient())
    assert told == [(0, 4), (1, 4), (2, 4)]
    assert not list(tmp_path.iterdir())


def test_a_page_looks_as_it_did(released: Callable[..., Release]) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    data, pictures = visit_sheets.content(released(Audience.INTERNAL))
    with pypdfium2.PdfDocument(typesetting.compile_pdf("visit.typ", data, pictures)) as document:
        page = document[1].render(scale=30 / 72).to_pil().convert("L")
    golden = GOLDEN / "visit-page.png"
    if os.environ.get("FLURINFILL_NEW_GOLDEN"):
        page.save(golden)
    with Image.open(golden) as known:
        assert page.size == known.size
        small = [picture.resize((62, 88), Image.Resampling.BOX).tobytes() for picture in (page, known)]
    off = [abs(one - other) for one, other in zip(*small, strict=True)]
    assert sum(off) / len(off) < 2.0
    assert sum(each > 40 for each in off) < len(off) * 0.01
