"""The web map as it is written: no request, no injected markup, only what the gate released."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from shapely.geometry import Polygon, box
from village import CANARIES, NASTY, four_sites, site_row, site_table

from flurinfill import i18n
from flurinfill.basemaps.presets import preset
from flurinfill.basemaps.services import Kind, Service
from flurinfill.model.audience import Audience
from flurinfill.reports import webmap
from flurinfill.reports.given_fields import IDENTITY
from flurinfill.reports.release import Release
from flurinfill.reports.webmap import ground, page, surroundings
from flurinfill.reports.webmap.outlines import encoded, polygons_of

GOLDEN = Path(__file__).parent / "golden"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def data_of(text: str) -> dict[str, Any]:
    """What the page's script was given."""
    found = html.fromstring(text).xpath("//script[@id='data']/text()")
    told: dict[str, Any] = json.loads(found[0])
    return told


def decoded(text: str, step: float) -> list[list[list[tuple[float, float]]]]:
    """Read outlines as the page does: parts, rings, points."""
    numbers = _numbers(text)
    parts, x, y = [], 0, 0
    for count in numbers:
        rings: list[list[tuple[float, float]]] = []
        for _ in range(count):
            ring = []
            for _ in range(next(numbers)):
                x += _signed(next(numbers))
                y += _signed(next(numbers))
                ring.append((x * step, y * step))
            rings.append(ring)
        parts.append(rings)
    return parts


def _numbers(text: str) -> Iterator[int]:
    value, shift = 0, 0
    for letter in text:
        digit = LETTERS.index(letter)
        value += (digit & 31) << shift
        shift += 5
        if digit < 32:
            yield value
            value, shift = 0, 0


def _signed(value: int) -> int:
    return -(value + 1) // 2 if value % 2 else value // 2


@pytest.mark.parametrize("audience", list(Audience))
def test_the_page_asks_for_nothing(audience: Audience, released: Callable[..., Release]) -> None:
    text = webmap.render(released(audience))
    tree = html.fromstring(text)
    assert not tree.xpath("//@src | //link/@href | //iframe | //img | //object")
    assert not re.search(r"url\((?!#)", "".join(tree.xpath("//style/text()")))
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert "img-src data:;" in policy
    assert re.search(r"script-src 'sha256-[\w+/=]+' 'sha256-[\w+/=]+';", policy)
    assert "connect-src" not in policy
    assert "http" not in policy
    assert "cdn." not in text
    assert "sourceMappingURL" not in text
    assert not tree.xpath("//button[@id='ground']")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_page_speaks_its_language(language: str, released: Callable[..., Release]) -> None:
    i18n.set_language(language)
    tree = html.fromstring(webmap.render(released(Audience.INTERNAL)))
    assert tree.get("lang") == language
    title = {"de": "Karte der Potenzialflächen", "en": "Map of potential development sites"}[language]
    assert tree.xpath("//title/text()") == [title] == tree.xpath("//h1/text()")
    marking = {"de": "Nur für den Dienstgebrauch", "en": "For official use only"}[language]
    assert tree.xpath("//p[@class='marking']/text()") == [marking]
    assert tree.xpath("//meta[@name='viewport']")
    assert tree.xpath("//label[@for='search']/text()") == [{"de": "Suche", "en": "Search"}[language]]


def test_no_sentence_of_the_page_is_left_in_english(released: Callable[..., Release]) -> None:
    german = webmap.content(released(Audience.INTERNAL))["texts"]
    i18n.set_language("en")
    english = webmap.content(released(Audience.INTERNAL))["texts"]
    same = {name for name, text in german.items() if text == english[name]}
    assert not same


@pytest.mark.parametrize("audience", list(Audience))
def test_what_the_page_is_told(audience: Audience, released: Callable[..., Release]) -> None:
    told = webmap.content(released(audience))
    kept = ("title", "office", "summary", "marking", "source", "made", "groups", "availability", "sites")
    shown = json.dumps({name: told[name] for name in kept}, ensure_ascii=False, indent=1) + "\n"
    golden = GOLDEN / f"webmap-{audience.value}.json"
    assert shown == golden.read_text("utf-8")


def test_fields_that_were_left_out_are_not_in_the_page(released: Callable[..., Release]) -> None:
    release = released(Audience.INTERNAL)
    given = [name for name in release.sites if name in IDENTITY or name == "geometry"]
    text = webmap.render(replace(release, sites=release.sites[given]))
    told = data_of(text)
    labels = [told["labels"][index] for index, _ in told["sites"][0]["facts"]]
    assert labels == ["Fallnummer", "Gemarkung", "Straße", "Fläche"]
    assert [group["code"] for group in told["groups"]] == ["any"]
    assert "Baulücke" not in text
    assert "Unterhain" not in text


def test_the_public_page_has_no_class_and_no_state(released: Callable[..., Release]) -> None:
    text = webmap.render(released(Audience.PUBLIC))
    tree = html.fromstring(text)
    assert not tree.xpath("//input[@type='checkbox']")
    told = data_of(text)
    for site in told["sites"]:
        assert [told["labels"][index] for index, _ in site["facts"]] == ["Gemarkung", "Straße", "Fläche"]
        assert set(site) == {"no", "group", "name", "numbers", "village", "street", "area", "size", "facts"}
    shown = json.dumps([told["sites"], told["groups"]], ensure_ascii=False)
    seen = "".join(tree.xpath("//main")[0].text_content())
    for word in ("Baulücke", "gap", "N-0001", "Unterhain", "Vermarktung"):
        assert word not in shown
        assert word not in seen


def test_no_text_becomes_markup(released: Callable[..., Release]) -> None:
    nasty = NASTY + "</script><img src=x onerror=alert(1)>"
    sites = site_table(
        site_row(numbers=nasty, gemarkung=nasty, district=nasty, address_text=nasty, case_no=nasty)
    )
    release = released(Audience.INTERNAL, sites)
    release = replace(release, origin=replace(release.origin, office=nasty, source=nasty))
    text = webmap.render(release)
    assert "<img" not in text
    assert "<script>alert" not in text
    assert len(html.fromstring(text).xpath("//script")) == 3
    seen = nasty.replace("\u202e", "\ufffd")  # nothing turns the writing around
    assert seen in data_of(text)["sites"][0]["name"]
    assert seen in html.fromstring(text).xpath("//footer")[0].text_content()


@pytest.mark.parametrize("audience", list(Audience))
def test_no_personal_word_in_the_page(audience: Audience, released: Callable[..., Release]) -> None:
    text = webmap.render(released(audience, four_sites()))
    for canary in CANARIES:
        assert canary not in text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-4000, 4000), st.integers(-4000, 4000), st.integers(1, 90)), max_size=12)
)
def test_outlines_come_back_as_they_were(boxes: list[tuple[int, int, int]]) -> None:
    shapes = [
        Polygon(
            box(x, y, x + 3 * size, y + 3 * size).exterior,
            [box(x + size, y + size, x + 2 * size, y + 2 * size).exterior],
        )
        for x, y, size in boxes
    ]
    text, kept = encoded(np.asarray(shapes, dtype=object), (-4000.0, -4000.0), 0.1)
    assert kept.all()
    back = [Polygon(rings[0], rings[1:]) for rings in decoded(text, 0.1)]
    for shape, read in zip(shapes, back, strict=True):
        assert shapely.transform(read, lambda points: points - 4000).symmetric_difference(shape).area < 1e-6


def test_an_outline_smaller_than_a_step_is_left_out() -> None:
    shapes = np.asarray([box(0, 0, 0.01, 0.01), box(5, 5, 6, 6)], dtype=object)
    text, kept = encoded(shapes, (0.0, 0.0), 0.1)
    assert kept.tolist() == [False, True]
    assert len(decoded(text, 0.1)) == 1


def test_the_sites_lie_where_they_are(released: Callable[..., Release]) -> None:
    release = released(Audience.PUBLIC)
    told = data_of(webmap.render(release))
    parts = decoded(told["shapes"]["text"], told["steps"]["site"])
    assert told["shapes"]["parts"] == [1, 2, 1, 1]
    first = shapely.transform(Polygon(parts[0][0]), lambda points: points + told["origin"])
    there = gpd.GeoSeries([first], crs="EPSG:3857").to_crs(release.crs).iloc[0]
    assert there.symmetric_difference(release.sites.geometry.iloc[0]).area < 2.5  # 792 m², corners to 3 cm


def test_the_surroundings_are_outlines_by_kind(released: Callable[..., Release]) -> None:
    release = released(Audience.PUBLIC)
    kinds = surroundings.kinds(release)
    assert {kind: len(parts) for kind, parts in kinds.items()} == {
        "parcel": 20,
        "road": 1,
        "water": 1,
        "building": 14,
    }
    names = surroundings.names(release, (0.0, 0.0))
    assert [(name, turn) for name, _, _, turn in names] == [("Heideröschenweg", 0), ("Hainbach", 0)]


def test_of_many_parcels_only_the_near_ones(
    released: Callable[..., Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    release = released(Audience.PUBLIC, site_table(site_row()))
    monkeypatch.setattr(surroundings, "MANY", 5)
    monkeypatch.setattr(surroundings, "NEAR_M", 20.0)
    assert len(surroundings.kinds(release)["parcel"]) < 14
    assert len(polygons_of(release.background.parcels.geometry)) == 20


def test_the_size_is_known_before_saving(released: Callable[..., Release], tmp_path: Path) -> None:
    release = released(Audience.INVESTOR)
    size = webmap.write(release, tmp_path / "map.html").stat().st_size
    assert webmap.estimated_size(release) == pytest.approx(size, rel=0.15)


def test_a_background_map_is_only_there_when_it_is_wanted(released: Callable[..., Release]) -> None:
    service = preset("basemapde_grey")
    assert service is not None
    tree = html.fromstring(webmap.render(webmap.with_service(released(Audience.PUBLIC), service)))
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert f"img-src data: https://{service.host};" in policy
    assert policy.count("http") == 1
    assert tree.xpath("//button[@id='ground']/@aria-pressed") == ["false"]


@pytest.mark.parametrize(
    ("service", "hosts"),
    [
        (Service("a", Kind.XYZ, "https://{s}.tiles.example/{z}/{x}/{y}.png", printable=True), 3),
        (Service("b", Kind.XYZ, "https://tiles.example/{z}/{x}/{y}.png"), None),
        (Service("c", Kind.XYZ, "https://tiles.example/{z}/{x}/{y}.png?key=1", printable=True), None),
        (Service("d", Kind.XYZ, "https://me:word@tiles.example/{z}/{x}/{y}.png", printable=True), None),
        (Service("e", Kind.XYZ, "https://a.example'; script-src *//{z}/{x}/{y}", printable=True), None),
        (
            Service(
                "f", Kind.WMS, "https://wms.example/guest", "dop", offered=("EPSG:3857",), printable=True
            ),
            1,
        ),
        (
            Service(
                "g", Kind.WMS, "https://wms.example/guest", "dop", offered=("EPSG:25833",), printable=True
            ),
            None,
        ),
        (
            Service(
                "h", Kind.WMTS, "https://wmts.example/caps", "dop", offered=("EPSG:3857",), printable=True
            ),
            None,
        ),
    ],
)
def test_which_background_maps_may_go_along(service: Service, hosts: int | None) -> None:
    told = ground.offered(service, Audience.PUBLIC)
    assert (told and len(told["hosts"])) == hosts


@pytest.mark.parametrize("host", ["gis.intern", "karten", "10.0.0.7:8080", "map.stadt.local"])
def test_a_server_of_the_own_network_stays_in_the_house(host: str) -> None:
    service = Service("own", Kind.XYZ, f"http://{host}/{{z}}/{{x}}/{{y}}.png", printable=True)
    assert ground.offered(service, Audience.INVESTOR) is None
    told = ground.offered(service, Audience.INTERNAL)
    assert told is not None
    assert told["hosts"] == [f"http://{host}"]


def test_the_same_sites_give_the_same_file(released: Callable[..., Release]) -> None:
    release = released(Audience.PUBLIC)
    assert webmap.render(release) == webmap.render(release)


def test_every_script_says_what_it_is_for() -> None:
    for name in page.SCRIPTS:
        assert (page.FOLDER / f"{name}.js").read_text("utf-8").startswith("// "), name
    files = {path.stem for path in page.FOLDER.glob("*.js")} | {
        path.stem for path in page.FOLDER.glob("*.css")
    }
    assert files == {*page.SCRIPTS, *page.STYLES}
