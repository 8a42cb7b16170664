"""The web map as a person meets it, in a headless browser: one browser for all, no request ever."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, Browser
from pypdf import PdfReader
from village import site_row, site_table

from flurinfill.basemaps.services import Kind, Service
from flurinfill.model.audience import Audience
from flurinfill.reports import webmap
from flurinfill.reports.release import Release

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

PHONE, TABLET, TABLET_UPRIGHT, DESK = (390, 844), (1024, 768), (768, 1024), (1440, 900)
ROWS = "Array.from(document.querySelectorAll('#sites .row'), (row) => row.dataset.site).join()"
OVERLAPS = """(function () {
  const kinds = ".leaflet-control, .map-tools, .legend, #card, #panel";
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const named = (node) => ({ name: node.className || node.id, box: node.getBoundingClientRect() });
  const seen = Array.from(document.querySelectorAll(kinds), named).filter((each) => each.box.width > 0);
  const section = flurinfill.canvas.section(), box = flurinfill.selected.box;
  const map = flurinfill.canvas._container.getBoundingClientRect();
  const east = (x) => map.left + section.x + x * section.scale;
  const north = (y) => map.top + section.y - y * section.scale;
  const plot = { left: east(box[0]), right: east(box[2]), top: north(box[3]), bottom: north(box[1]) };
  const controls = seen.filter((each) => each.name.includes("leaflet-control"));
  const found = seen.filter((each) => meet(plot, each.box)).map((each) => each.name);
  controls.forEach((one, at) => controls.slice(at + 1).filter((other) => meet(one.box, other.box))
    .forEach((other) => found.push(one.name + " + " + other.name)));
  const edge = document.getElementById("map-frame").getBoundingClientRect();
  const inside = plot.left > edge.left && plot.right < edge.right &&
    plot.top > edge.top && plot.bottom < edge.bottom;
  return (inside ? found : found.concat("edge")).join();
})()"""
"""What lies over the chosen plot or cuts it, and which signs at the edge of the map lie over each other."""
PLACE = (
    "(function () { const section = flurinfill.canvas.section(), [east, north] = flurinfill.sites[2].at;"
    "const box = flurinfill.canvas._container.getBoundingClientRect(), scale = section.scale;"
    "return [box.left + east * scale + section.x, box.top - north * scale + section.y]; })()"
)
"""Where the third site is seen."""
COUNT = "document.getElementById('count').textContent"
TITLE = "document.getElementById('card').hidden ? '' : document.getElementById('card-title').textContent"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("webmap")


@pytest.fixture(scope="module")
def browser(folder: Path) -> Iterator[Browser]:
    started = Browser(folder / "profile")
    yield started
    started.close()


@pytest.fixture
def town(released: Callable[..., Release], folder: Path) -> Path:
    """The file of the four sites, as the office itself gets it; written once."""
    path = folder / "town.html"
    return path if path.exists() else webmap.write(released(Audience.INTERNAL), path)


@pytest.fixture
def at_desk(browser: Browser, town: Path) -> Iterator[Browser]:
    """A browser that shows the town on a desk; nothing may have been asked for or gone wrong."""
    browser.screen(*DESK)
    browser.open(town)
    yield browser
    assert browser.requests == []
    assert browser.problems == []


def typed(browser: Browser, text: str) -> str:
    """Numbers of the sites that are listed once a text is searched."""
    browser.run(
        "(function () { const field = document.getElementById('search');"
        f"field.value = {json.dumps(text)}; flurinfill.filter(); }})()"
    )
    return str(browser.run(ROWS))


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("", "1,2,3,4"),
        ("25", "2"),
        ("Flst. 4", "2,4"),  # the very number first, then 41/2
        ("flurstück 00041/002", "4"),
        ("41 / 2", "4"),
        ("41-2", "4"),
        ("149999___00008______", "3"),
        ("149999-00008", "3"),
        ("heideroeschenweg", "1,2,3,4"),
        ("HEIDERÖSCH 8", "3"),
        ("N-0003", "3"),
        ("unterhain brache", "4"),
        ("<script>", ""),
        ("\\", ""),
    ],
)
def test_search_finds_plots_in_any_spelling(at_desk: Browser, text: str, sites: str) -> None:
    assert typed(at_desk, text) == sites


def test_filters_count_and_say_aloud(at_desk: Browser) -> None:
    at_desk.run("document.querySelector('[data-site=\"1\"]').click()")
    at_desk.run("document.querySelector('#kinds input[value=gap]').click()")
    assert at_desk.run(TITLE) == ""  # no card of a site that is not shown
    assert at_desk.run(ROWS) == "2,3,4"
    assert at_desk.run(COUNT) == "3 von 4 Flächen · 1,54 ha"
    assert at_desk.run("document.getElementById('active').textContent") == "1"
    at_desk.run("document.getElementById('size-from').value = '1.000'; flurinfill.filter()")
    assert at_desk.run(ROWS) == "2,4"
    said = "document.getElementById('status').textContent"
    assert at_desk.wait(f"{said} === '2 von 4 Flächen · 1,47 ha' && {said}")
    at_desk.run("document.getElementById('size-from').value = '791,5'; flurinfill.filter()")
    assert at_desk.run(ROWS) == "2,3,4"  # 1584, 792 and 13068 m²
    at_desk.run("document.getElementById('size-from').value = '1.000'; flurinfill.filter()")
    at_desk.run("document.getElementById('size-to').value = 'x'; flurinfill.filter()")
    assert at_desk.run("document.getElementById('size-to').getAttribute('aria-invalid')") == "true"
    at_desk.run("document.getElementById('size-to').value = '500'; flurinfill.filter()")
    assert not at_desk.run("document.getElementById('none').hidden")
    at_desk.run("document.getElementById('reset').click()")
    assert at_desk.run(ROWS) == "1,2,3,4"
    at_desk.run("document.getElementById('sort').value = 'size'; flurinfill.filter()")
    assert at_desk.run(ROWS) == "4,2,1,3"


def test_the_list_that_scrolls_is_no_stop_of_its_own(at_desk: Browser) -> None:
    """Firefox stops at whatever scrolls, unless it is told not to; the rows are reached all the same."""
    assert at_desk.run("document.getElementById('panel-list').tabIndex") == -1
    assert at_desk.run("document.getElementById('panel-list').hasAttribute('tabindex')")


def test_the_keyboard_goes_everywhere(at_desk: Browser) -> None:
    names = []
    for _ in range(13):
        at_desk.press("Tab")
        names.append(at_desk.run("document.activeElement.id || document.activeElement.className"))
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert at_desk.run(outline) != "none", names
    stops = ("skip", "search", "sort", "row", "show-all", "dark", "print", "leaflet-control-zoom-in")
    assert [name for name in stops if name not in names] == []
    assert names.count("row") == 1


def test_list_card_and_way_back_by_keys(at_desk: Browser) -> None:
    at_desk.run("document.getElementById('search').focus()")
    at_desk.press("Enter")
    at_desk.press("ArrowDown", "ArrowDown", "ArrowUp", "Enter")
    assert at_desk.run(TITLE) == "2 · Flst. 4, 25"
    assert at_desk.run("document.activeElement.id") == "card-title"
    facts = at_desk.run("document.getElementById('card-facts').innerText")
    assert "Potenzialart" in facts
    assert "Geringfügig bebaut" in facts
    at_desk.press("Escape")
    assert at_desk.run(TITLE) == ""
    assert at_desk.run("document.activeElement.dataset.site") == "2"
    at_desk.press("End")
    assert at_desk.run("document.activeElement.dataset.site") == "4"


def test_a_click_on_the_map_selects_in_the_list(at_desk: Browser) -> None:
    at_desk.click(*at_desk.run(PLACE))
    assert at_desk.wait(TITLE) == "3 · Flst. 8"
    assert at_desk.run("document.querySelector('[aria-current]').dataset.site") == "3"
    assert at_desk.run("location.hash") == "#site=3&plot=8&in=Neuhain"


def test_links_and_the_back_button(at_desk: Browser, town: Path) -> None:
    at_desk.open(town, "#plot=41%2F2")
    assert at_desk.run(TITLE) == "4 · Flst. 41/2"
    at_desk.open(town, "#site=1&plot=25")  # the map was made anew since: the plot counts
    assert at_desk.run(TITLE) == "2 · Flst. 4, 25"
    at_desk.run("document.querySelector('[data-site=\"3\"]').click()")
    assert at_desk.run(TITLE) == "3 · Flst. 8"
    at_desk.run("history.back()")
    assert at_desk.wait(f"({TITLE}).startsWith('2')")
    assert (
        at_desk.run("flurinfill.linkTo(flurinfill.sites[1])")
        == f"{town.as_uri()}#site=2&plot=4%2C25&in=Neuhain"
    )
    at_desk.open(town, "#site=77")
    assert at_desk.run("document.getElementById('message').textContent").startswith("Die Fläche dieses Links")


def test_a_link_finds_the_plot_of_the_right_gemarkung(
    browser: Browser, released: Callable[..., Release], folder: Path
) -> None:
    sites = site_table(
        site_row(),
        site_row(case_no="N-0002", gemarkung="Oberhain"),
        site_row(case_no="N-0003", gemarkung="Oberhain", flur="002"),
    )
    path = webmap.write(released(Audience.INTERNAL, sites), folder / "same.html")
    browser.screen(*DESK)
    browser.open(path)
    link = browser.run("flurinfill.linkTo(flurinfill.sites[2]).split('#')[1]")
    assert link == "site=3&plot=3&in=Oberhain%2C%20002"
    browser.open(path, "#" + link.replace("site=3", "site=1"))  # made anew: other numbers, same plots
    assert str(browser.run(TITLE)).startswith("3 · ")
    browser.open(path, "#plot=3&in=Oberhain")
    assert str(browser.run(TITLE)).startswith("2 · ")
    browser.open(path, "#site=1&plot=3&in=Unterhain")
    assert browser.run(TITLE) == ""
    assert not browser.run("document.getElementById('message').hidden")


@pytest.mark.parametrize("size", [PHONE, TABLET, TABLET_UPRIGHT])
def test_nothing_lies_over_the_plot_that_was_chosen(
    browser: Browser, released: Callable[..., Release], folder: Path, size: tuple[int, int]
) -> None:
    path = folder / "source.html"
    if not path.exists():
        release = released(Audience.PUBLIC)
        source = "© GeoBasis-DE / Landesamt für Geobasisinformation Musterland 2026, dl-de/by-2-0, verändert"
        webmap.write(replace(release, origin=replace(release.origin, source=source)), path)
    browser.screen(*size, touch=True)
    browser.open(path)
    for number in "1234":
        browser.run(f"document.querySelector('[data-site=\"{number}\"]').click()")
        browser.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert browser.run(OVERLAPS) == "", number


@pytest.mark.parametrize("size", [PHONE, TABLET, TABLET_UPRIGHT])
def test_the_card_does_not_hide_the_plot_that_was_tapped(
    browser: Browser, town: Path, size: tuple[int, int]
) -> None:
    browser.screen(*size, touch=True)
    browser.open(town)
    browser.run("document.getElementById('handle').click()")  # of a phone: the sheet to full, then low
    browser.run("document.getElementById('handle').click()")
    browser.wait("document.getElementById('panel').getAnimations().length === 0")
    lowest = "document.getElementById('map-frame').getBoundingClientRect().bottom - flurinfill.coveredBelow()"
    down = browser.run(lowest) - browser.run(PLACE)[1] - 30
    browser.run(f"(flurinfill.map.panBy([0, {-down}], {{ animate: false }}), true)")
    browser.click(*browser.run(PLACE))
    assert browser.wait(TITLE) == "3 · Flst. 8"
    top = "document.getElementById('card').getBoundingClientRect().top"
    assert browser.wait(f"{PLACE}[1] < {top} - 20")


def test_a_turned_device_still_shows_the_chosen_plot(browser: Browser, town: Path) -> None:
    browser.screen(*TABLET_UPRIGHT, touch=True)
    browser.open(town, "#site=3")
    wide = "(flurinfill.selected.box[2] - flurinfill.selected.box[0]) * flurinfill.canvas.section().scale"
    for size in (TABLET, TABLET_UPRIGHT, (844, 390)):  # the last is a phone on its side
        browser.screen(*size, touch=True)
        browser.wait(f"innerWidth === {size[0]} && {OVERLAPS} === ''")
        assert browser.run(OVERLAPS) == "", size
        assert browser.run(wide) > 25, size


def test_a_foreign_script_does_not_run(browser: Browser, town: Path, folder: Path) -> None:
    path = folder / "tampered.html"
    text = town.read_text("utf-8").replace("<main", "<script>window.foreign = 1</script><main", 1)
    path.write_text(text.replace("<main", '<b onclick="window.foreign = 2" id="trap">x</b><main', 1), "utf-8")
    browser.open(path)
    browser.run("document.getElementById('trap').click()")
    assert browser.run("window.foreign === undefined")
    assert browser.run(ROWS) == "1,2,3,4"
    assert len(browser.problems) == 2


def test_the_map_is_drawn_in_its_colours(at_desk: Browser) -> None:
    colour = (
        "(function () { const section = flurinfill.canvas.section(), [east, north] = flurinfill.sites[0].at;"
        "const x = east * section.scale + section.x + 14, y = -north * section.scale + section.y + 14;"
        "const dot = flurinfill.canvas._ctx.getImageData(x * section.ratio, y * section.ratio, 1, 1);"
        "return Array.from(dot.data.slice(0, 3)); })()"
    )
    red, green, blue = at_desk.run(colour)
    assert red > 225
    assert 100 < green < 150
    assert blue < 90
    at_desk.run("document.querySelector('#kinds input[value=gap]').click()")
    assert at_desk.run(colour) == [0, 0, 0]  # nothing over the surroundings any more
    plain = (
        "Array.from(document.querySelectorAll('.leaflet-around-pane canvas')).some(function (canvas) {"
        "const dots = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, 257, 257).data.buffer);"
        "return dots.includes(0xfff1f6f8); })"  # the plain parcel, #f8f6f1
    )
    assert at_desk.wait(plain)


@pytest.mark.parametrize("size", [PHONE, TABLET, TABLET_UPRIGHT])
@pytest.mark.parametrize("dark", [False, True])
def test_on_devices_nothing_is_cut_and_all_can_be_read(
    browser: Browser, town: Path, size: tuple[int, int], dark: bool
) -> None:
    browser.screen(*size, touch=True, dark=dark)
    browser.open(town, "#site=2")
    assert browser.run("document.documentElement.scrollWidth") == size[0]
    assert browser.run("document.documentElement.dataset.theme") == ("dark" if dark else "light")
    assert browser.run(TOO_SMALL) == []
    assert browser.run(TOO_FAINT) == []
    assert browser.requests == []
    assert browser.problems == []


def test_on_a_phone_the_list_is_a_sheet(browser: Browser, town: Path) -> None:
    browser.screen(*PHONE, touch=True)
    browser.open(town)
    top = "document.getElementById('panel').getBoundingClientRect().top"
    source = "document.querySelector('.leaflet-control-attribution').getBoundingClientRect().bottom"
    tops = {}
    for _ in range(3):
        state = browser.run("document.getElementById('panel').dataset.sheet")
        assert browser.wait(f"{source} <= {top} + 1 || {top} < 300")
        tops[state] = browser.run(top)
        expanded = browser.run("document.getElementById('handle').getAttribute('aria-expanded')")
        assert expanded == ("false" if state == "low" else "true")
        browser.run("document.getElementById('handle').click()")
        browser.run(
            "Promise.all(document.getElementById('panel').getAnimations().map((each) => each.finished))"
        )
    assert tops["full"] < tops["half"] < tops["low"] < PHONE[1] - 100
    browser.run("document.querySelector('[data-site=\"2\"]').click()")
    bottom = "document.getElementById('card-copy').getBoundingClientRect().bottom"
    assert browser.wait(f"{bottom} <= {PHONE[1]}")


def test_the_switch_makes_it_dark(at_desk: Browser) -> None:
    at_desk.run("document.getElementById('dark').click()")
    assert at_desk.run("getComputedStyle(document.body).backgroundColor") == "rgb(29, 33, 37)"
    assert at_desk.run("document.getElementById('dark').getAttribute('aria-pressed')") == "true"


def test_names_and_roles_for_a_screen_reader(at_desk: Browser) -> None:
    assert at_desk.run(NAMELESS) == []
    assert at_desk.run("document.querySelectorAll('h1').length") == 1
    assert at_desk.run("document.querySelectorAll('main').length") == 1
    tree = at_desk.ask("Accessibility.getFullAXTree")["nodes"]
    said = {
        (node["role"]["value"], node.get("name", {}).get("value", "")) for node in tree if not node["ignored"]
    }
    assert ("heading", "Karte der Potenzialflächen") in said
    assert ("searchbox", "Suche") in said
    assert ("list", "Liste der Flächen") in said
    assert ("application", "Karte der Flächen") in said
    assert any(role == "button" and "Flst. 41/2" in name and "Brache" in name for role, name in said)


def test_the_printed_page(at_desk: Browser) -> None:
    at_desk.run("document.querySelector('#kinds input[value=gap]').click()")
    reader = PdfReader(BytesIO(at_desk.pdf()))
    sheet = reader.pages[0]
    assert [round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:]] == [210, 297]
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split()).replace("ﬂ", "fl")
    assert all("Nur für den Dienstgebrauch" in page.extract_text() for page in reader.pages)
    for part in (
        "Karte der Potenzialflächen",
        "Nur für den Dienstgebrauch",
        "3 von 4 Flächen",
        "41/2",
        "1.584 m²",
    ):
        assert part in text
    assert "Suche und Filter: Geringfügig bebaut, Zweite Reihe, Brache" in text
    assert "Quelle: GeoSN, dl-de/by-2-0 · Datenstand 01.11.2026" in text
    assert "kein Anspruch auf eine Baugenehmigung" in text
    drawn = sheet.get_contents().get_data().decode("latin-1")
    assert len(drawn) > 4_000  # the map is drawn with lines, sharp at any size
    framed, filled = map_of(drawn)
    assert filled == pytest.approx(framed, rel=0.005)


def map_of(drawn: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Size of the frame of the printed map, and of its ground at the scale of its drawing."""
    number = r"(-?[\d.]+)"
    found = re.search(
        rf"{number} {number} {number} {number} re\nW\* n\nq\n{number} 0 0 {number} {number} {number} cm\n"
        r"(?:(?!cm\n).)*?0 0 (\d{4}) (\d{4}) re",
        drawn,
        re.DOTALL,
    )
    assert found is not None
    _, _, wide, high, across, down, _, _, columns, rows = map(float, found.groups())
    return (wide, high), (across * columns, down * rows)


def test_a_name_of_200_characters_wraps(
    browser: Browser, released: Callable[..., Release], folder: Path
) -> None:
    long = "Sehrlangername" * 15
    sites = site_table(site_row(numbers=long, district=long, village=long), site_row(case_no="N-2"))
    path = webmap.write(released(Audience.INTERNAL, sites), folder / "long.html")
    browser.screen(*PHONE, touch=True)
    browser.open(path, "#site=1")
    wide = (
        "Array.from(document.querySelectorAll('#card *, #sites *'))"
        ".filter((each) => each.scrollWidth > 392).length"
    )
    assert browser.run("document.documentElement.scrollWidth") == PHONE[0]
    assert browser.run(wide) == 0


def test_a_background_map_that_is_not_there_is_said_once(
    browser: Browser, released: Callable[..., Release], folder: Path
) -> None:
    service = Service(
        "own", Kind.XYZ, "http://127.0.0.1:9/{z}/{x}/{y}.png", attribution="© Amt", printable=True
    )
    release = webmap.with_service(released(Audience.INTERNAL), service)
    path = webmap.write(release, folder / "ground.html")
    browser.screen(*DESK)
    browser.open(path)
    assert browser.requests == []
    browser.run("document.getElementById('ground').click()")
    assert browser.wait("document.getElementById('message').textContent").startswith("Die Hintergrundkarte")
    assert browser.run("document.getElementById('ground').getAttribute('aria-pressed')") == "false"
    assert {address.split("/")[2] for address in browser.requests} == {"127.0.0.1:9"}
    browser.run("document.querySelector('[data-site=\"3\"]').click()")
    assert browser.run(TITLE) == "3 · Flst. 8"


# what must be on every page, asked in the page --------------------------------------------------

SEEN = """const seen = (node) => { const box = node.getBoundingClientRect(), style = getComputedStyle(node);
  return node.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1
    && !node.closest('.unseen') && box.right > 0 && box.bottom > 0; };"""

TOO_SMALL = f"""(function () {{ {SEEN}
  return Array.from(document.querySelectorAll('button, select, input, summary, .leaflet-bar a'))
    .filter(seen).filter((node) => {{
      const box = (node.type === 'checkbox' ? node.closest('label') : node).getBoundingClientRect();
      return Math.min(box.width, box.height) < 43.5; }})
    .map((node) => node.id || node.className || node.outerHTML); }})()"""

NAMELESS = """(function () {
  const name = (node) => node.getAttribute('aria-label') || node.textContent.trim() || node.title ||
    (node.labels && node.labels.length && node.labels[0].textContent.trim());
  const all = 'button, select, input, summary, [role=img], [role=application], .leaflet-bar a';
  return Array.from(document.querySelectorAll(all))
    .filter((node) => !name(node)).map((node) => node.outerHTML); })()"""

TOO_FAINT = f"""(function () {{ {SEEN}
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => parts(colour).slice(0, 3).map((each) => each / 255)
    .map((each) => each <= 0.03928 ? each / 12.92 : Math.pow((each + 0.055) / 1.055, 2.4))
    .reduce((sum, each, i) => sum + each * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {{
    for (; node; node = node.parentElement) {{
      const colour = getComputedStyle(node).backgroundColor;
      if ((parts(colour)[3] === undefined ? 1 : parts(colour)[3]) === 1) {{ return colour; }}
    }}
    return 'rgb(255, 255, 255)'; }};
  const contrast = (one, other) => {{ const both = [light(one), light(other)].sort((a, b) => b - a);
    return (both[0] + 0.05) / (both[1] + 0.05); }};
  const faint = [];
  document.querySelectorAll('body *').forEach((node) => {{
    if (!seen(node) || node.closest('svg')) {{ return; }}
    const style = getComputedStyle(node);
    const own = Array.from(node.childNodes).some((each) => each.nodeType === 3 && each.data.trim());
    if (own && contrast(style.color, behind(node)) < 4.5) {{ faint.push(node.outerHTML.slice(0, 120)); }}
    if (node.matches('input:not([type=checkbox]), .button, .tool') && style.borderTopStyle !== 'none' &&
        contrast(style.borderTopColor, behind(node.parentElement)) < 3) {{ faint.push('edge ' + node.id); }}
  }});
  return faint; }})()"""


def test_the_checks_themselves_find_what_is_wrong(at_desk: Browser) -> None:
    assert at_desk.run(TOO_FAINT) == []
    wrong: dict[str, Any] = {
        TOO_FAINT: "document.querySelector('h1').style.color = '#bbbbbb'",
        NAMELESS: (
            "(function (sign) { sign.textContent = ''; sign.removeAttribute('aria-label'); })"
            "(document.getElementById('clear'))"
        ),
        TOO_SMALL: "document.querySelector('#dark').style.cssText = 'min-height: 20px; height: 20px'",
    }
    for check, change in wrong.items():
        at_desk.run(change)
        assert len(at_desk.run(check)) == 1
