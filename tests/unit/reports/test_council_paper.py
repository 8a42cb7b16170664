"""The council paper: what the template gets, what the charts say, and texts that mean no good."""

from __future__ import annotations

import itertools
import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pytest
from pypdf import PdfReader
from village import CANARIES, NASTY

from flurinfill import i18n
from flurinfill.cartography.symbology import style_of_class
from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed
from flurinfill.reports import gate_figures
from flurinfill.reports.figures_release import FiguresRelease
from flurinfill.reports.papers import charts, council_blocks, council_paper, typesetting
from flurinfill.reports.papers.paper import BODY_MM
from flurinfill.reports.release import Release
from flurinfill.statistics import CouncilFigures, ReportedFigure, council_figures

GOLDEN = Path(__file__).parent / "golden"
DAY, SINCE, YEAR = date(2026, 11, 22), date(2026, 3, 31), date(2025, 12, 31)
NOTHING = pd.DataFrame(columns=["potential", "review", "availability", "village"], dtype="str")
LONG = "Ortsteil mit einem sehr langen Namen am alten Rittergut hinter dem Mühlgraben " * 3


def figures(villages: tuple[str, str, str] = ("Unterhain", "Oberhain", "Hinterhain")) -> CouncilFigures:
    """Twenty sites in three villages, of which the last has one; some are built on and dropped since."""
    first, second, third = villages
    rows = [
        (
            "gap" if number % 3 else "brownfield",
            "confirmed" if number < 9 else "candidate",
            "unknown",
            "not_announced",
            first if number < 12 else second if number < 19 else third,
            400.0 + 25 * number,
        )
        for number in range(20)
    ]
    names = ["potential", "review", "availability", "publication", "village", "area_m2"]
    before = pd.DataFrame(rows, columns=names, index=pd.RangeIndex(1, 21, name="site_id"))
    after = before.copy()
    after.loc[[1, 2, 3], "availability"] = "built"
    after.loc[[13], "review"] = "rejected"
    moves = pd.DataFrame(
        [
            *((site, YEAR, "created", "", "") for site in before.index),
            *((site, YEAR, "review", "candidate", "confirmed") for site in range(1, 10)),
            *((site, date(2026, 6, 1), "availability", "unknown", "built") for site in (1, 2, 3)),
            (13, date(2026, 7, 1), "review", "candidate", "rejected"),
        ],
        columns=["site_id", "on", "axis", "old", "new"],
    )
    done = council_figures({YEAR: before, SINCE: before, DAY: after}, moves, None, DAY, SINCE)
    owners = [
        ReportedFigure("return_rate", "", 7, 16),
        ReportedFigure("willingness", "sell", 4, 8),
        ReportedFigure("willingness", "swap", 1, 8),
        ReportedFigure("willingness", "no_interest", 3, 8),
    ]
    return replace(done, figures=(*owners, *done.figures))


Give = Callable[..., FiguresRelease]


@pytest.fixture
def given(released: Callable[..., Release], monkeypatch: pytest.MonkeyPatch) -> Give:
    """What the gate gives of these figures; the ground is that of the invented village."""

    def give(audience: Audience, told: CouncilFigures | None = None) -> FiguresRelease:
        told = told or figures()
        base = released(audience)
        east, north = base.sites.geometry.iloc[0].centroid.coords[0]
        names = list(told.villages.index)
        points = gpd.GeoSeries.from_xy(
            [east + 400 * place for place in range(len(names))],
            [north] * len(names),
            index=names,
            crs=base.crs,
        )
        town = gpd.GeoDataFrame(geometry=points, crs=base.crs).rename_axis("village")
        monkeypatch.setattr(gate_figures, "_town", lambda project: (base.background, town))
        monkeypatch.setattr(gate_figures, "_shown", lambda *asked: base)
        monkeypatch.setattr(gate_figures.queries, "stock_at", lambda *asked: NOTHING)
        monkeypatch.setattr(gate_figures.gate, "origin_of", lambda *asked: base.origin)
        return gate_figures.release_figures(_Nothing(base.crs), audience, told, date(2026, 11, 23))

    return give


class _Nothing:
    """Stands for a project that is not asked."""

    def __init__(self, crs: str) -> None:
        self.crs = crs


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("audience", [Audience.INTERNAL, Audience.PUBLIC])
def test_what_the_template_gets(audience: Audience, language: str, given: Give) -> None:
    i18n.set_language(language)
    data, _ = council_paper.content(given(audience))
    written = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    golden = GOLDEN / f"council-{audience.value}-{language}.json"
    if os.environ.get("FLURINFILL_NEW_GOLDEN"):
        golden.write_text(written, "utf-8")
    assert written == golden.read_text("utf-8")


def test_every_chart_says_the_numbers_of_the_table_beside_it(given: Give) -> None:
    data, pictures = council_paper.content(given(Audience.INTERNAL))
    charted = [block for block in data["blocks"] if block["chart"]]
    assert len(charted) == 5
    for block in charted:
        ET.fromstring(pictures[block["chart"]["file"]])
        for row in block["rows"]:
            if row[0] == "Summe":
                continue
            assert row[-1 if len(row) > 3 else 1] in block["chart"]["alt"], block["title"]


def test_the_public_learns_no_village_with_one_site(given: Give) -> None:
    data, pictures = council_paper.content(given(Audience.PUBLIC))
    told = json.dumps(data, ensure_ascii=False) + "".join(pictures.values())
    assert "Hinterhain" not in told
    assert "übrige Ortsteile" in told
    for word in ("Rücklauf", "Verkaufsbereit", "Dienstgebrauch", *CANARIES):
        assert word not in told


def test_figures_that_tell_too_much_do_not_exist(given: Give) -> None:
    release = given(Audience.PUBLIC)
    internal = given(Audience.INTERNAL)
    with pytest.raises(GateClosed):
        replace(release, figures=(ReportedFigure("return_rate", "", 7, 16),))
    with pytest.raises(GateClosed):
        replace(release, villages=internal.villages)
    with pytest.raises(GateClosed):
        replace(release, pairs=internal.pairs)
    with pytest.raises(GateClosed):
        replace(internal, marking="")
    with pytest.raises(GateClosed):
        replace(internal, figures=(ReportedFigure("willingness", "swap", 1, 9),))
    for exact in (
        ReportedFigure("willingness", "swap", 4, None),
        ReportedFigure("willingness", "swap", 3, 9),
    ):
        with pytest.raises(GateClosed):
            replace(internal, figures=(exact,))


@pytest.mark.parametrize("audience", [Audience.INTERNAL, Audience.PUBLIC])
def test_odd_and_long_names_stay_text(audience: Audience, given: Give, tmp_path: Path) -> None:
    release = given(audience, figures((NASTY, LONG, "@SUM(A1)")))
    path = council_paper.write(release, tmp_path / "rat.pdf")
    text = re.sub(r"\s+", "", " ".join(page.extract_text() for page in PdfReader(path).pages))
    assert "=cmd()" in text
    assert typesetting.REPLACEMENT in text
    council_paper.write(release, tmp_path / "rat.docx")


def test_parts_are_told_apart_without_colour() -> None:
    codes = ("gap", "minor_use", "second_row", "brownfield")
    parts = [charts.Part(code, code, style_of_class(code)) for code in codes]
    rows: list[tuple[str, dict[str, float]]] = [("Althain", dict.fromkeys(codes, 9)), ("Neuhain", {})]
    chart = charts.stacked_bars(rows, parts, "Flächen", 170)
    assert chart.svg.count("<pattern ") == 3
    assert "Althain: 36 (gap 9, minor_use 9" in chart.alt
    assert "Neuhain: 0" in chart.alt


def test_many_villages_are_drawn_in_charts_that_fit_a_page(given: Give, tmp_path: Path) -> None:
    told = figures()
    names = [f"Ortsteil {number:02d}" for number in range(70)]
    pairs = pd.DataFrame({"village": names, "potential": "gap", "count": range(3, 73), "area_m2": 900.0})
    villages = told.villages.iloc[[0] * 70].set_axis(pd.Index(names, name="village"))
    release = given(Audience.INTERNAL, replace(told, classes=pairs, villages=villages))
    drawn = [block.chart for block in council_blocks.villages(release) if block.chart]
    assert len(drawn) == 3
    assert max(chart.height_mm for chart in drawn) < BODY_MM - 30
    told_twice = [name for name in names if sum(name in chart.alt for chart in drawn) != 1]
    assert not told_twice
    widths = [max(map(float, re.findall(r'width="(\d+)"', chart.svg))) for chart in drawn]
    assert widths == sorted(set(widths))  # one scale for all: the last has the longest bar
    path = council_paper.write(release, tmp_path / "viele.pdf")
    for page in PdfReader(path).pages:  # no heading is left alone at the foot of a page
        _, title, after = page.extract_text().rpartition("Offenes Potenzial nach Ortsteil")
        assert not title or "Ortsteil 6" in after or "Ortsteil 0" in after or "Ortsteil 3" in after


def test_days_below_the_course_of_many_years_do_not_overlap() -> None:
    points = [(date(year, 12, 31), 400.0 + year, i18n.number(year)) for year in range(2015, 2027)]
    chart = charts.course(points, "Bestand", 100.0, 40.0)
    shown = [
        float(x) for x, text in re.findall(r'<text x="(-?\d+)"[^>]*>([^<]+)<', chart.svg) if "31.12." in text
    ]
    assert "31.12.2026" in chart.svg.split("</desc>")[1]
    assert 3 <= len(shown) < len(points)
    assert min(right - left for left, right in itertools.pairwise(shown)) > 1400
    assert all(f"31.12.{year}" in chart.alt for year in range(2015, 2027))


def test_one_day_alone_has_no_course(given: Give) -> None:
    told = figures()
    release = given(Audience.INTERNAL, replace(told, years=told.years.tail(1)))
    data, _ = council_paper.content(release)
    course: dict[str, Any] = next(block for block in data["blocks"] if "Lauf der Jahre" in block["title"])
    assert course["chart"] is None
    assert len(course["rows"]) == 1
