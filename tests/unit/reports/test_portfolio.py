"""Exposés with everything, and the portfolio: what the templates get, and what the files declare."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
import typst
from PIL import Image
from pypdf import PdfReader
from village import NASTY, parcel_id, site_row, site_table

from flurinfill import i18n
from flurinfill.detection.neighbourhood import Neighbourhood
from flurinfill.detection.room_texts import Fit, Place
from flurinfill.model.audience import Audience
from flurinfill.model.errors import Cancelled, GateClosed, ProjectError
from flurinfill.model.office import Office
from flurinfill.model.potential import LandUse
from flurinfill.model.progress import CancelFlag
from flurinfill.reports.exposes import ExposeRelease, as_exposes
from flurinfill.reports.papers import expose, location_maps, portfolio, typesetting
from flurinfill.reports.papers.contact import code_address
from flurinfill.reports.papers.expose_facts import plot_facts
from flurinfill.reports.papers.map_ground import Picture
from flurinfill.reports.papers.surroundings_words import rounded_distance, surroundings_lines
from flurinfill.reports.papers.typesetting import compile_pdf
from flurinfill.reports.release import Release
from flurinfill.reports.released_photos import Photo

GOLDEN = Path(__file__).parent / "golden"
WRITERS: dict[str, Any] = {"expose": expose, "portfolio": portfolio}
OFFICE = Office(
    town="Stadt Musterau",
    department="Wirtschaftsförderung",
    street="Markt 1",
    postcode="00917",
    city="Musterau",
    person="Frau Beispiel",
    phone="00000 917-20",
    mail="bauplaetze@musterau.example",
    web="www.musterau.example",
    logo='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"><path d="M0 0h4v5z"/></svg>',
    colour="#006b54",
)
AROUND = Neighbourhood(
    village="Unterhain",
    centre_m=174.0,
    neighbours=5,
    built=4,
    uses=((LandUse.RESIDENTIAL, 0.81), (LandUse.FARMING, 0.19)),
    footprint_m2=111.0,
    buildings=14,
    ways=("Heideröschenweg", "way"),
    nearest=((LandUse.FOREST, 785.0), (LandUse.LEISURE, 3.0)),
)
FIT = Fit(Place.VACANT, (10.0, 12.0), 4.0, 14.5, 21.0, 480.0, 3.0)


def photo(*audiences: Audience) -> Photo:
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(out, "JPEG")
    return Photo(audiences or (Audience.INVESTOR,), date(2026, 5, 3), out.getvalue(), 80, 60)


def full(release: Release) -> ExposeRelease:
    """A release with everything on its first site."""
    given = as_exposes(replace(release, origin=replace(release.origin, sender=OFFICE, office=OFFICE.town)))
    if release.audience is Audience.PUBLIC:
        return given
    return replace(given, photos={1: (photo(), photo())}, fits={1: FIT}, around={1: AROUND, 2: AROUND})


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", list(WRITERS))
def test_what_the_template_gets_of_everything(
    name: str, language: str, released: Callable[..., Release]
) -> None:
    i18n.set_language(language)
    data, pictures = WRITERS[name].content(full(released(Audience.INVESTOR)))
    assert len(pictures) > 10
    written = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    golden = GOLDEN / f"{name}-full-{language}.json"
    if os.environ.get("FLURINFILL_NEW_GOLDEN"):
        golden.write_text(written, "utf-8")
    assert written == golden.read_text("utf-8")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", list(WRITERS))
def test_each_site_has_its_bookmark_and_the_office_its_address(
    name: str, language: str, released: Callable[..., Release], tmp_path: Path
) -> None:
    i18n.set_language(language)
    release = full(released(Audience.INVESTOR))
    reader = PdfReader(WRITERS[name].write(release, tmp_path / "out.pdf"))
    titles = [str(entry.title) for entry in _flat(reader.outline)]
    assert len([title for title in titles if "Neuhain" in title]) == len(release.sites)
    pages = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    assert "bauplaetze@musterau.example" in pages
    assert ("14,5 × 21,0 m" if language == "de" else "14.5 × 21.0 m") in pages.replace(
        "\N{NO-BREAK SPACE}", " "
    )


def _flat(outline: Any) -> Iterator[Any]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry


def test_the_contents_name_the_page_of_each_site(released: Callable[..., Release], tmp_path: Path) -> None:
    reader = PdfReader(portfolio.write(full(released(Audience.INVESTOR)), tmp_path / "out.pdf"))
    contents = re.sub(r"\s+", " ", reader.pages[1].extract_text())
    for number, plot in (("1", "3"), ("2", "4, 25"), ("3", "8"), ("4", "41/2")):
        found = re.search(rf"{number} Potenzialfläche Flst. {plot}, Gemarkung Neuhain[ .]*(\d+)", contents)
        assert found is not None, contents
        assert f"Flst. {plot}, Gemarkung" in reader.pages[int(found[1]) - 1].extract_text()
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert len([link for link in links if link["/Subtype"] == "/Link"]) >= 8


def test_a_portfolio_can_be_cancelled_between_sites(released: Callable[..., Release], tmp_path: Path) -> None:
    class Impatient:
        def report(self, step: str, done: int, total: int) -> None:
            if (step, done, total) == ("write_papers", 2, 4):
                raise Cancelled

    kept = tmp_path / "out.pdf"
    kept.write_bytes(b"as it was")
    for writer in WRITERS.values():
        with pytest.raises(Cancelled):
            writer.write(released(Audience.INVESTOR), kept, progress=Impatient())
    assert [kept.read_bytes(), *tmp_path.iterdir()] == [b"as it was", kept]


def test_a_paper_can_be_cancelled_while_it_is_set(
    released: Callable[..., Release], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, asked = Event(), list[str]()

    class Impatient:
        def report(self, step: str, done: int, total: int) -> None:
            asked.append(step)
            if asked.count("typeset") == 3:
                raise Cancelled

    def long(*_: object, **__: object) -> bytes:
        ended.wait(60)
        return b"%PDF too late"

    monkeypatch.setattr(typesetting.typst, "compile", long)
    kept = tmp_path / "out.pdf"
    kept.write_bytes(b"as it was")
    try:
        with pytest.raises(Cancelled):
            expose.write(released(Audience.PUBLIC), kept, progress=Impatient())
        assert not ended.is_set()
    finally:
        ended.set()
    assert [kept.read_bytes(), *tmp_path.iterdir()] == [b"as it was", kept]


def test_a_fault_in_setting_is_told_where_progress_is_shown() -> None:
    data = {"date": typesetting.day_parts(date(2026, 1, 1))}
    with pytest.raises(ProjectError) as caught:
        typesetting.compile_pdf("expose.typ", data, {}, CancelFlag())
    assert caught.value.code == "typesetting_failed"


def test_the_public_gets_what_the_law_lists(released: Callable[..., Release], tmp_path: Path) -> None:
    release = full(released(Audience.PUBLIC))
    data, pictures = portfolio.content(release)
    text = json.dumps(data["sites"], ensure_ascii=False)
    for word in ("Baulücke", "Vermarktung", "N-0001", "7 a", "GRZ", "Unterhain", "Bodenrichtwert"):
        assert word not in text
    assert not any(name.startswith("photo") for name in pictures)
    with pytest.raises(GateClosed):
        replace(release, photos={1: (photo(Audience.INVESTOR),)})
    with pytest.raises(GateClosed):
        replace(release, around={1: AROUND})
    shown = replace(release, photos={1: (photo(Audience.PUBLIC),)})
    assert expose.content(shown)[0]["sites"][0]["photos"]["items"]


@pytest.mark.parametrize("audience", list(Audience))
def test_a_site_of_which_nothing_is_known_has_its_paper(
    audience: Audience, released: Callable[..., Release], tmp_path: Path
) -> None:
    bare = dict.fromkeys(
        (
            "planning_basis",
            "plan_name",
            "servicing",
            "slope",
            "monument",
            "flood",
            "address_text",
            "district",
        ),
        "",
    )
    nothing = dict.fromkeys(
        ("grz", "gfz", "land_value_eur_m2", "width_m", "depth_m", "frontage_m"), float("nan")
    )
    row = site_row(**bare, **nothing, land_value_date=None, capacity_units=float("nan"), parcel_ids=())
    release = released(
        audience, site_table(row, site_row(**{**bare, "case_no": NASTY, "numbers": NASTY * 5}))
    )
    for writer in WRITERS.values():
        assert PdfReader(writer.write(release, tmp_path / "out.pdf")).pages
    data, _ = expose.content(release)
    assert "nan" not in json.dumps(data)


@pytest.mark.parametrize("photos", [2, 4])
@pytest.mark.parametrize("rules", [4, 18])
def test_every_page_is_one_that_was_meant(photos: int, rules: int, released: Callable[..., Release]) -> None:
    release = full(released(Audience.INVESTOR))
    one = release.rules[2][0]
    listed = {no: tuple(replace(one, rule=f"rule{at}") for at in range(rules)) for no in (1, 2)}
    many = replace(release, rules=listed, photos={no: (photo(),) * photos for no in (1, 2)})
    data, pictures = expose.content(many)
    pages = len(PdfReader(io.BytesIO(compile_pdf("expose.typ", data, pictures))).pages)
    assert pages == sum(1 + site["two_pages"] + site["rules_apart"] for site in data["sites"])


def test_no_heading_stands_over_nothing(released: Callable[..., Release]) -> None:
    release = replace(as_exposes(released(Audience.PUBLIC)), photos={1: (photo(Audience.PUBLIC),) * 2})
    data, pictures = expose.content(release)
    site = data["sites"][0]
    assert site["two_pages"]
    text = "\n".join(
        page.extract_text()
        for page in PdfReader(io.BytesIO(compile_pdf("expose.typ", data, pictures))).pages[:2]
    )
    assert "Fotos" in text
    assert site["location"]["title"] in text.splitlines()
    for empty in ("law", "around"):
        assert site[empty]["title"] not in text


def test_photos_parcels_and_many_rules_share_the_second_page(
    released: Callable[..., Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["Amtliche Fläche", "1.943 m²", "3.196 m²"]] * 9
    monkeypatch.setattr(
        expose, "parcel_table", lambda *_: {"title": "F", "head": ["", "1", "2"], "rows": rows}
    )
    release = full(released(Audience.INVESTOR))
    one = release.rules[2][0]
    listed = {no: tuple(replace(one, rule=f"rule{at}") for at in range(18)) for no in release.sites.index}
    photos = {1: (photo(),) * 4, 2: (photo(),)}
    data, pictures = expose.content(replace(release, rules=listed, photos=photos))
    assert [site["rules"].get("tables") for site in data["sites"][:2]] == [2, 2]
    pages = len(PdfReader(io.BytesIO(compile_pdf("expose.typ", data, pictures))).pages)
    assert pages == sum(1 + site["two_pages"] for site in data["sites"])


def test_an_office_may_write_what_it_likes(released: Callable[..., Release], tmp_path: Path) -> None:
    names = ("town", "department", "person", "phone", "mail", "web", "street", "city")
    office = Office(**dict.fromkeys(names, (NASTY * 5)[:200]))
    release = as_exposes(released(Audience.INVESTOR))
    release = replace(release, origin=replace(release.origin, sender=office, office=office.town))
    for writer in WRITERS.values():
        data, pictures = writer.content(release)
        pages = len(PdfReader(io.BytesIO(compile_pdf(_template(writer), data, pictures))).pages)
        body = sum(1 + site["two_pages"] + site["rules_apart"] for site in data["sites"])
        assert pages == body + (0 if writer is expose else 4)


def _template(writer: Any) -> str:
    return f"{writer.__name__.rsplit('.', 1)[1]}.typ"


def test_the_code_opens_a_mail_about_the_site_or_the_website() -> None:
    assert code_address(OFFICE, "2026-0012 & mehr") == (
        "mailto:bauplaetze@musterau.example?subject=2026-0012%20%26%20mehr"
    )
    assert code_address(replace(OFFICE, mail=""), "x") == "https://www.musterau.example"
    assert code_address(Office(), "x") == ""
    assert code_address(Office(mail=NASTY, web=NASTY), "x") == ""


@pytest.mark.parametrize("together", [True, False])
def test_the_location_is_marked_at_its_place(together: bool, released: Callable[..., Release]) -> None:
    release = released(Audience.INVESTOR)
    pictures: dict[str, str] = {}
    grounds = location_maps.Grounds(pictures) if together else None
    plans = [location_maps.location_map(release, no, 80, 60, grounds=grounds) for no in release.sites.index]
    assert 0 < len(pictures) < len(plans) if together else not pictures
    for plan in plans:
        pixels = np.asarray(Image.open(io.BytesIO(_drawn(plan, pictures))).convert("RGB")).astype(int)
        high, wide = np.nonzero((pixels[..., 0] > 150) & (pixels[..., 1] < 60))
        middle = np.array([wide.mean() / pixels.shape[1], high.mean() / pixels.shape[0]])
        assert len(wide) > 40
        assert (abs(middle - 0.5) < (0.2 if together else 0.02)).all()


def _drawn(plan: Picture, pictures: dict[str, str]) -> bytes:
    """A map as it is laid over what lies below it."""
    source = "#set page(width: 80mm, height: 60mm, margin: 0mm)\n"
    if plan.below:
        source += '#place(image("below.svg", width: 80mm))\n'
    files = {
        "main.typ": (source + '#place(image("map.svg", width: 80mm))').encode(),
        "map.svg": plan.svg.encode(),
        "below.svg": pictures.get(plan.below, "").encode(),
    }
    made = typst.compile(files, format="png", ppi=60)
    assert isinstance(made, bytes)
    return made


def test_the_surroundings_are_told_in_round_numbers() -> None:
    assert [rounded_distance(metres) for metres in (3.0, 174.0, 785.0, 1234.0)] == [
        "10 m",
        "170 m",
        "800 m",
        "1,2 km",
    ]
    lines = surroundings_lines(AROUND)
    assert lines[0] == "Die Fläche liegt rund 170 m von der Mitte von Unterhain entfernt."
    assert "Von 5 angrenzenden Grundstücken sind 4 bebaut." in lines
    alone = replace(AROUND, centre_m=None, ways=(), neighbours=0, footprint_m2=None, uses=(), nearest=())
    assert surroundings_lines(alone) == ["An der Fläche liegt kein öffentlicher Weg."]


@pytest.mark.parametrize(
    ("neighbours", "built", "words", "english"),
    [
        (1, 0, "Das angrenzende Grundstück ist nicht bebaut.", "The adjacent plot is not built on."),
        (1, 1, "Das angrenzende Grundstück ist bebaut.", "The adjacent plot is built on."),
        (
            3,
            0,
            "Keines der 3 angrenzenden Grundstücke ist bebaut.",
            "None of the 3 adjacent plots is built on.",
        ),
        (
            2,
            1,
            "Von 2 angrenzenden Grundstücken ist eines bebaut.",
            "One of the 2 adjacent plots is built on.",
        ),
        (2, 2, "Beide angrenzenden Grundstücke sind bebaut.", "Both adjacent plots are built on."),
        (
            2,
            0,
            "Keines der beiden angrenzenden Grundstücke ist bebaut.",
            "Neither of the two adjacent plots is built on.",
        ),
        (3, 3, "Alle 3 angrenzenden Grundstücke sind bebaut.", "All 3 adjacent plots are built on."),
    ],
)
def test_the_neighbours_are_told_in_good_sentences(
    neighbours: int, built: int, words: str, english: str
) -> None:
    found = replace(AROUND, neighbours=neighbours, built=built)
    assert words in surroundings_lines(found)
    i18n.set_language("en")
    assert english in surroundings_lines(found)


def test_an_area_is_official_where_the_cadastre_says_it(released: Callable[..., Release]) -> None:
    def names(**more: object) -> list[str]:
        release = as_exposes(released(Audience.INVESTOR, site_table(site_row(**more))))
        return [name for name, _ in plot_facts(release, 1)]

    official = as_exposes(released(Audience.INVESTOR)).measures["official_area_m2"].loc[parcel_id(3)]
    assert "Amtliche Fläche" in names(parcel_ids=(parcel_id(3),), area_m2=official)
    by_hand = names(parcel_ids=(parcel_id(3),), area_m2=official + 40)
    assert "Fläche" in by_hand
    assert "Amtliche Fläche" not in by_hand


def test_a_word_without_end_stays_in_its_column(released: Callable[..., Release], tmp_path: Path) -> None:
    release = released(Audience.INVESTOR, site_table(site_row(plan_name="L" * 200)))
    page = PdfReader(expose.write(as_exposes(release), tmp_path / "out.pdf")).pages[0]
    lines = page.extract_text().replace("\u200b", "").splitlines()
    lengths = [line.count("L") for line in lines if "LLLL" in line]
    assert len(lengths) > 1
    assert max(lengths) < 40


def test_one_page_looks_as_it_did(released: Callable[..., Release]) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    release = full(released(Audience.INVESTOR))
    data, pictures = expose.content(release)
    document = pypdfium2.PdfDocument(compile_pdf("expose.typ", data, pictures))
    page = document[0].render(scale=30 / 72).to_pil().convert("L")
    document.close()
    golden = GOLDEN / "expose-page.png"
    if os.environ.get("FLURINFILL_NEW_GOLDEN"):
        page.save(golden)
    with Image.open(golden) as known:
        assert page.size == known.size
        small = [picture.resize((62, 88), Image.Resampling.BOX).tobytes() for picture in (page, known)]
    off = [abs(one - other) for one, other in zip(*small, strict=True)]
    assert sum(off) / len(off) < 2.0
    assert sum(each > 40 for each in off) < len(off) * 0.01
