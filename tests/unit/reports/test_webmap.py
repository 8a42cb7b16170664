"""The web map: one file, no request, no injected markup, usable without a mouse."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from village import CANARIES, NASTY, four_sites, site_row, site_table

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.reports import webmap
from flurinfill.reports.release import Release

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def data_of(page: str) -> dict[str, object]:
    """What the page's script was given."""
    found = re.search(r"^  var data = (\{.*\});$", page, re.MULTILINE)
    assert found
    return json.loads(found.group(1))


@pytest.mark.parametrize("audience", list(Audience))
def test_the_page_asks_for_nothing(audience: Audience, released: Callable[..., Release]) -> None:
    page = webmap.render(released(audience))
    tree = html.fromstring(page)
    assert not tree.xpath("//@src | //link/@href | //iframe | //img | //object")
    assert not re.search(r"url\((?!#)", "".join(tree.xpath("//style/text()")))
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert "connect-src" not in policy
    assert "cdn." not in page
    assert "sourceMappingURL" not in page


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_page_speaks_its_language(language: str, released: Callable[..., Release]) -> None:
    i18n.set_language(language)
    tree = html.fromstring(webmap.render(released(Audience.INTERNAL)))
    assert tree.get("lang") == language
    title = {"de": "Karte der Potenzialflächen", "en": "Map of potential sites"}[language]
    assert tree.xpath("//title/text()") == [title] == tree.xpath("//h1/text()")
    marking = {"de": "Nur für den Dienstgebrauch", "en": "For official use only"}[language]
    assert tree.xpath("//p[@class='marking']/text()") == [marking]
    assert tree.xpath("//meta[@name='viewport']")


def test_the_size_is_known_before_saving(released: Callable[..., Release], tmp_path: Path) -> None:
    release = released(Audience.INVESTOR)
    size = webmap.write(release, tmp_path / "map.html").stat().st_size
    assert webmap.estimated_size(release) == pytest.approx(size, rel=0.15)


def test_list_legend_and_filter(released: Callable[..., Release]) -> None:
    tree = html.fromstring(webmap.render(released(Audience.INVESTOR)))
    assert tree.xpath("//fieldset//input/@value") == ["gap", "minor_use", "second_row", "brownfield"]
    assert [row.get("data-group") for row in tree.xpath("//ul[@id='sites']/li")] == [
        "gap",
        "minor_use",
        "second_row",
        "brownfield",
    ]
    names = [" ".join(row.text_content().split()) for row in tree.xpath("//ul[@id='sites']/li")]
    assert names[1] == "2 Flst. 4, 25 1.584 m² Heideröschenweg · Unterhain"
    assert "Quelle: GeoSN, dl-de/by-2-0 · Datenstand 01.11.2026" in tree.text_content()


def test_the_public_page_has_no_class_and_no_state(released: Callable[..., Release]) -> None:
    page = webmap.render(released(Audience.PUBLIC))
    tree = html.fromstring(page)
    assert not tree.xpath("//input")
    sites = data_of(page)["sites"]
    for site in sites:  # type: ignore[attr-defined]
        assert [name for name, _ in site["facts"]] == ["Gemarkung", "Straße", "Fläche"]
    for word in ("Baulücke", "gap", "N-0001", "Unterhain", "Vermarktung"):
        assert word not in json.dumps(sites, ensure_ascii=False)
        assert word not in tree.xpath("//body/div")[0].text_content()


def test_no_text_becomes_markup(released: Callable[..., Release]) -> None:
    nasty = NASTY + "</script><img src=x onerror=alert(1)>"
    sites = site_table(
        site_row(numbers=nasty, gemarkung=nasty, district=nasty, address_text=nasty, case_no=nasty)
    )
    page = webmap.render(released(Audience.INTERNAL, sites))
    assert "<img" not in page
    assert "<script>alert" not in page
    assert len(html.fromstring(page).xpath("//script")) == 2
    assert nasty in data_of(page)["sites"][0]["name"]  # type: ignore[index]


@pytest.mark.parametrize("audience", list(Audience))
def test_no_personal_word_in_the_page(audience: Audience, released: Callable[..., Release]) -> None:
    page = webmap.render(released(audience, four_sites()))
    for canary in CANARIES:
        assert canary not in page


def test_coordinates_are_degrees_with_seven_decimals(released: Callable[..., Release]) -> None:
    shape = data_of(webmap.render(released(Audience.PUBLIC)))["sites"][0]["shape"]  # type: ignore[index]
    latitude, longitude = shape[0][0][0]
    assert 51 < latitude < 52
    assert 14 < longitude < 15
    assert round(latitude, 7) == latitude


def _chromium(folder: Path, page: Path, *options: str) -> str:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        f"--user-data-dir={folder / 'profile'}",
        *options,
        page.as_uri(),
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


def test_a_browser_draws_it_without_a_request(released: Callable[..., Release], tmp_path: Path) -> None:
    page = webmap.write(released(Audience.INVESTOR), tmp_path / "map.html")
    log = tmp_path / "net.json"
    drawn = _chromium(tmp_path, page, "--dump-dom", f"--log-net-log={log}")
    tree = html.fromstring(drawn)
    assert len(tree.xpath("//path[contains(@class, 'leaflet-interactive')]")) == 4
    assert len(tree.xpath("//div[contains(@class, 'site-label')]")) == 4
    assert tree.xpath("//div[contains(@class, 'leaflet-control-scale-line')]")
    asked = re.findall(r'"url":"(https?://[^"]+)"', log.read_text("utf-8", errors="replace"))
    own_services = ("google", "gstatic", "googleapis", "chrome")  # the browser's own housekeeping
    assert not [url for url in asked if not any(name in url for name in own_services)]


def test_popup_and_filter_work(released: Callable[..., Release], tmp_path: Path) -> None:
    page = webmap.render(released(Audience.INVESTOR))
    act = """<script>addEventListener("load", function () { setTimeout(function () {
        document.querySelectorAll("#sites button")[1].click();
        var box = document.querySelector('#filters input[value="gap"]');
        box.click(); }, 300); });</script></body>"""
    path = tmp_path / "map.html"
    path.write_text(page.replace("</body>", act), "utf-8")
    tree = html.fromstring(_chromium(tmp_path, path, "--dump-dom", "--virtual-time-budget=3000"))
    assert tree.xpath("//div[contains(@class, 'leaflet-popup-content')]//h2/text()") == ["Flst. 4, 25"]
    assert [row.get("data-site") for row in tree.xpath("//ul[@id='sites']/li[@hidden]")] == ["1"]
    assert len(tree.xpath("//path[contains(@class, 'leaflet-interactive')]")) == 3
