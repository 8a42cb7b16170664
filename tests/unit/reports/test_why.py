"""The sheet "Why (not)?": one page, marked, with everything that defends the verdict."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pypdf import PdfReader

from flurinfill import i18n
from flurinfill.detection import profiles
from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed, InputError, ProjectError
from flurinfill.model.office import Office
from flurinfill.project import Project, queries
from flurinfill.reports.event_texts import event_text
from flurinfill.reports.papers import why
from flurinfill.reports.papers.why_release import WhyRelease, release_why
from flurinfill.reports.town import Town
from flurinfill.usecases.explaining import MOST_SHEETS, print_sheet, print_sheets
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

DAY = date(2026, 11, 23)
PROFILE = profiles.load("kleinstadt-wohnen")


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


@pytest.mark.parametrize(
    "reason", ["gap", "area_open", "public_way", "out_of_use", "minor_use", "second_row"]
)
def test_one_marked_page_for_any_parcel(sample: Path, tmp_path: Path, reason: str) -> None:
    out = tmp_path / "warum.pdf"
    with Project.open(sample) as project:
        table = queries.parcel_table(project)
        parcel_id = str(table.index[table["reason"] == reason][0])
        print_sheet(project, parcel_id, out, today=DAY)
    assert len(PdfReader(out).pages) == 1
    text = text_of(out)
    assert "Nur für den Dienstgebrauch" in text
    assert i18n.label("verdict_reason", reason) in text
    assert "Datenstand 17.04.2026" in text
    assert f"Regelwerk „kleinstadt-wohnen“ Version {PROFILE.version}" in text
    assert "Vorschlag" in text  # where a threshold comes from


def test_english_sheet(sample: Path, tmp_path: Path) -> None:
    i18n.set_language("en")
    out = tmp_path / "why.pdf"
    with Project.open(sample) as project:
        table = queries.parcel_table(project)
        print_sheet(project, str(table.index[table["potential"] == "gap"][0]), out, today=DAY)
    text = text_of(out)
    assert "For official use only" in text
    assert "It would be “No potential” if this threshold were different:" in text


def test_nothing_about_owners_even_with_an_open_vault(made_sample: Path) -> None:
    rule = dataclasses.replace(
        PROFILE.rules[0], name="vacant", measure="same_owner_neighbour", classes=(), warn_only=True
    )
    nosy = dataclasses.replace(PROFILE, rules=(*PROFILE.rules[1:], rule))
    with Project.open(made_sample, read_only=True, passphrase=SAMPLE_PASSPHRASE) as project:
        measures = queries.measures(project)
        parcel_id = str(measures.index[measures["same_owner_neighbour"] == 1.0][0])
        released = release_why(Town(project), parcel_id, [nosy], DAY)
    found = released.found
    assert released.release.audience is Audience.INTERNAL
    assert "same_owner_neighbour" not in released.release.measures
    assert "same_owner_neighbour" not in found.measures
    assert "same_owner_neighbour" not in found.verdict.hints
    assert all(result.rule.measure != "same_owner_neighbour" for result in found.verdict.results)
    telling = dataclasses.replace(found.verdict, hints=("one_owner_together",))
    told = pd.Series({**found.measures, "same_owner_neighbour": 1.0})
    for changed in ({"profile": nosy}, {"verdict": telling}, {"measures": told}):
        with pytest.raises(GateClosed):
            dataclasses.replace(released, found=dataclasses.replace(found, **changed))
    with pytest.raises(GateClosed):
        dataclasses.replace(
            released, release=dataclasses.replace(released.release, audience=Audience.INVESTOR, marking="")
        )


def test_a_project_is_never_overwritten(sample: Path) -> None:
    with Project.open(sample) as project:
        parcel_id = str(queries.parcel_table(project).index[0])
        with pytest.raises(InputError) as caught:
            print_sheet(project, parcel_id, sample)
    assert caught.value.code == "export_over_project"


def test_a_sheet_is_in_the_history_of_its_site(sample: Path, tmp_path: Path) -> None:
    with Project.open(sample) as project:
        site_id, parcels = next(iter(queries.site_table(project)["parcel_ids"].items()))
        print_sheet(project, parcels[0], tmp_path / "warum.pdf", today=DAY)
        entry = queries.history(project, limit=1)[0]
        told = [event for event in queries.timeline(project, int(site_id)) if event.code == "log_export"]
    assert (entry.code, entry.details["format"], entry.details["count"]) == ("log_export", "why", 1)
    assert len(told) == 1
    assert "Blatt „Warum (nicht)?“ · Intern" in event_text(told[0], {})


def test_no_sheet_that_cannot_be_logged(made_sample: Path, tmp_path: Path) -> None:
    with Project.open(made_sample, read_only=True) as project:
        parcel_id = str(queries.parcel_table(project).index[0])
        with pytest.raises(ProjectError) as caught:
            print_sheet(project, parcel_id, tmp_path / "warum.pdf")
    assert caught.value.code == "export_not_logged"
    assert not list(tmp_path.glob("warum*"))


@pytest.fixture(scope="module")
def three(made_sample: Path) -> list[WhyRelease]:
    """Three parcels of different classes, released."""
    with Project.open(made_sample, read_only=True) as project:
        table = queries.parcel_table(project)
        wanted = [
            str(table.index[table["reason"] == reason][0]) for reason in ("gap", "area_open", "minor_use")
        ]
        return [release_why(Town(project), parcel_id, [PROFILE], DAY) for parcel_id in wanted]


def test_several_parcels_make_a_page_each(three: list[WhyRelease], tmp_path: Path) -> None:
    reader = PdfReader(why.write([(release, None) for release in three], tmp_path / "warum.pdf"))
    assert len(reader.pages) == 3
    for page, release in zip(reader.pages, three, strict=True):
        assert f"Flst. {release.release.sites['numbers'].iloc[0]}" in " ".join(page.extract_text().split())
    assert str(reader.metadata.title) == "Warum (nicht)?"  # type: ignore[union-attr]


def test_odd_and_long_texts_stay_on_one_page_with_the_look_of_the_town(
    three: list[WhyRelease], tmp_path: Path
) -> None:
    nasty = '=cmd() \U0001f600 <script>alert("x")</script> #strong[*fett*] $x$ @ref'
    release = three[0].release
    sites = release.sites.assign(address_text=nasty * 3, gemarkung=nasty)
    origin = dataclasses.replace(release.origin, sender=Office(town="Stadt Probe", colour="#006400"))
    odd = dataclasses.replace(three[0], release=dataclasses.replace(release, sites=sites, origin=origin))
    data, _ = why.content([(odd, None)])
    assert data["accent"] == "#006400"
    path = why.write([(odd, None)], tmp_path / "warum.pdf")
    assert len(PdfReader(path).pages) == 1
    assert '<script>alert("x")</script>' in text_of(path).replace(" ", "")


def test_too_many_at_once_are_refused(sample: Path, tmp_path: Path) -> None:
    with Project.open(sample) as project:
        some = list(queries.parcel_table(project).index[: MOST_SHEETS + 1])
        with pytest.raises(InputError) as caught:
            print_sheets(project, some, tmp_path / "warum.pdf")
    assert caught.value.code == "too_many_sheets"


def test_many_sheets_read_the_town_once(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: Counter[str] = Counter()

    def counted(name: str) -> Callable[..., Any]:
        ask = getattr(queries, name)

        def asked(*some: Any, **more: Any) -> Any:
            read[name if more.get("within") is None else "a part"] += 1
            return ask(*some, **more)

        return asked

    for name in ("parcel_table", "parcels", "cadastre", "access_ways", "measures"):
        monkeypatch.setattr(queries, name, counted(name))
    with Project.open(sample) as project:
        table = queries.parcel_table(project)
        read.clear()
        some = [str(key) for key in table.index[table["potential"] == "gap"][:6]]
        print_sheets(project, some, tmp_path / "warum.pdf", today=DAY)
    assert len(PdfReader(tmp_path / "warum.pdf").pages) == len(some)
    assert read.pop("a part") == 2 * len(some)
    assert read == {"parcel_table": 1, "access_ways": 1, "measures": 2}
