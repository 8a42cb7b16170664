"""Maps as SVG: structure, size, safety, and what Typst makes of them."""

from __future__ import annotations

import re
from io import BytesIO

import font_source_sans_pro
import numpy as np
import pypdf
import pytest
import shapely
import typst
from lxml import etree

from flurinfill.cartography.labels import StreetName
from flurinfill.cartography.legend import legend_entries
from flurinfill.cartography.svg import MapLayer, map_svg, swatch_svg
from flurinfill.cartography.symbology import CLASS_STYLE, LIGHT, REVIEW_STYLE, style_of

SVG = "{http://www.w3.org/2000/svg}"


def _town() -> tuple[list[MapLayer], list[str]]:
    boxes = [shapely.box(x, y, x + 20, y + 30) for x in range(0, 100, 20) for y in range(0, 90, 30)]
    boxes[4] = boxes[4].difference(shapely.box(45, 40, 55, 50))
    codes = (["gap", "minor_use", "second_row", "brownfield", "garden", "undecidable"] * 3)[: len(boxes)]
    parcels = MapLayer(
        boxes, styles=[style_of(code) for code in codes], labels=[f"{i}/a" for i in range(len(boxes))]
    )
    buildings = MapLayer([shapely.box(3, 3, 12, 10), shapely.box(63, 33, 72, 40)], LIGHT.building)
    road = MapLayer([shapely.LineString([(-5, -5), (105, -5)])], LIGHT.parcel)
    return [road, parcels, buildings], codes


def _drawn(**options: object) -> etree._Element:
    layers, _ = _town()
    text = map_svg(layers, width_mm=160, height_mm=100, **options)  # type: ignore[arg-type]
    return etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False))


def test_a_map_at_a_fixed_scale_has_true_lengths() -> None:
    square = MapLayer([shapely.box(-10, -10, 10, 10)], LIGHT.building)
    text = map_svg([square], width_mm=100, height_mm=80, centre=(0, 0), scale=500)
    path = re.search(r'd="(M[^"]+)"', text)
    assert path is not None
    # 20 m at 1:500 are 40 mm, 4,000 hundredths, around the middle of 10,000 x 8,000
    numbers = [int(n) for n in re.findall(r"-?\d+", path[1])]
    corner, steps = numbers[:2], np.array(numbers[2:]).reshape(-1, 2)
    points = np.vstack([[corner], corner + np.cumsum(steps, axis=0)])
    assert points.min(axis=0).tolist() == [3000, 2000]
    assert points.max(axis=0).tolist() == [7000, 6000]
    assert "1:500" in text
    assert 'width="100mm" height="80mm" viewBox="0 0 10000 8000"' in text


def test_a_map_chooses_a_round_scale_and_explains_itself() -> None:
    root = _drawn(
        legend=legend_entries("class", {"gap": 4, "garden": 2}),
        legend_title="Potenzialart",
        source="Quelle: GeoSN, dl-de/by-2-0",
        alt="Lageplan von Musterdorf",
        title="Lageplan",
    )
    texts = [node.text for node in root.iter(f"{SVG}text")]
    assert {"Maßstab 1:1.250", "Potenzialart", "Baulücke", "4", "Hausgarten", "N"} <= set(texts)
    assert "Quelle: GeoSN, dl-de/by-2-0" in texts
    assert any(text and text.endswith("/a") for text in texts)
    assert root.get("aria-label") == root.findtext(f"{SVG}desc") == "Lageplan von Musterdorf"
    assert root.findtext(f"{SVG}title") == "Lageplan"


def test_patterns_are_defined_once_and_used() -> None:
    root = _drawn()
    text = etree.tostring(root).decode()
    defined = [node.get("id") for node in root.iter(f"{SVG}pattern")]
    assert len(defined) == len(set(defined)) == 5
    assert set(re.findall(r"url\(#([a-z]+-[0-9a-f]+)\)", text)) == set(defined)


def test_texts_cannot_break_out_of_the_document() -> None:
    evil = '</text><script>alert("x")</script>\x07&'
    boxes = [shapely.box(0, 0, 100, 60)]
    text = map_svg(
        [MapLayer(boxes, labels=["<b>1</b>"])],
        width_mm=150,
        height_mm=90,
        source=evil,
        alt='"><x',
        title=evil[:-2],
    )
    root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False))
    assert not list(root.iter(f"{SVG}script"))
    assert root.get("aria-label") == '"><x'
    assert '</text><script>alert("x")</script>&' in [node.text for node in root.iter(f"{SVG}text")]


def test_only_what_is_on_the_paper_is_drawn_and_large_things_are_cut() -> None:
    near, huge = shapely.box(0, 0, 10, 10), shapely.box(-1e6, -1e6, 1e6, 1e6)
    far = [shapely.box(x, 5000, x + 10, 5010) for x in range(0, 10_000, 10)]
    text = map_svg([MapLayer([huge, near, *far])], width_mm=100, height_mm=100, centre=(5, 5), scale=500)
    assert len(text) < 3000
    assert max(abs(int(n)) for n in re.findall(r'd="M(-?\d+) ', text)) <= 10_300


def test_a_map_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing says"):
        map_svg([MapLayer([])], width_mm=100, height_mm=100)
    assert "<svg" in map_svg([MapLayer([])], width_mm=100, height_mm=100, centre=(0, 0), scale=1000)


def test_typst_makes_an_archivable_page_with_searchable_numbers() -> None:
    layers, codes = _town()
    counts = {code: codes.count(code) for code in codes}
    drawing = map_svg(
        layers,
        width_mm=160,
        height_mm=100,
        legend=legend_entries("class", counts),
        street_names=[StreetName(shapely.LineString([(-5, -5), (105, -5)]), "Am Musteranger")],
    )
    swatches = {
        f"s{i}.svg": swatch_svg(style).encode()
        for i, style in enumerate([*CLASS_STYLE.values(), *REVIEW_STYLE.values()])
    }
    page = (
        '#set document(title: "Karte", date: datetime(year: 2026, month: 1, day: 1))\n'
        '#set text(font: "Source Sans Pro", lang: "de")\n= Karte\n#image("map.svg", alt: "Lageplan")\n'
        + "".join(f'#box(image("{name}", alt: "Muster"))\n' for name in swatches)
    )
    pdf = typst.compile(
        {"main.typ": page.encode(), "map.svg": drawing.encode(), **swatches},
        font_paths=[font_source_sans_pro.font_directory],
        ignore_system_fonts=True,
        pdf_standards=["a-2a", "ua-1"],
    )
    text = pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text().replace("\n", "")
    assert "Maßstab 1:1.250" in text
    assert "Baulücke" in text
    assert "4/a" in text


def test_the_frame_lies_inside_the_picture_on_every_side() -> None:
    layers, _ = _town()
    root = etree.fromstring(map_svg(layers, width_mm=60, height_mm=40).encode())
    frame = root.findall(f"{SVG}rect")[-1]
    _, _, width, height = (float(part) for part in root.get("viewBox").split())
    x, y, wide, high, line = (
        float(frame.get(name)) for name in ("x", "y", "width", "height", "stroke-width")
    )
    assert min(x, y, width - x - wide, height - y - high) > line / 2  # else a viewer may cut it off
