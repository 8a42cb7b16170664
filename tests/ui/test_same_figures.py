"""The same figure is the same number on the dashboard, in the papers and in the spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from desk import Desk

from flurinfill import i18n
from flurinfill.desktop.figures import BarCard, FigureCard
from flurinfill.model.audience import Audience
from flurinfill.model.states import Availability, RejectReason, Review
from flurinfill.project import Project, meta, operations, queries
from flurinfill.reports import gate, sheets
from flurinfill.reports.csv_files import as_csv
from flurinfill.reports.papers import council_paper
from flurinfill.reports.papers.figures_paper import words_of
from flurinfill.usecases import council
from flurinfill.usecases.reporting import figures_on
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
TODAY = date.today()
SPRING = date(TODAY.year - 2, 4, 2)
LATE = date(TODAY.year - 1, 11, 3)
NEW_YEAR = date(TODAY.year, 1, 1)

Lines = Mapping[str, Mapping[str, str]]


def _cards(desk: Desk) -> dict[str, str]:
    cards = desk.workspace.statistics.findChildren(FigureCard)
    return dict(card.accessibleName().split(": ", 1) for card in cards)


def _bars(desk: Desk) -> Lines:
    cards = desk.workspace.statistics.findChildren(BarCard)
    lines = {
        card: [each.accessibleName() for each in card.children() if hasattr(each, "sites")] for card in cards
    }
    return {card.accessibleName(): dict(line.split(": ", 1) for line in told) for card, told in lines.items()}


def _paper(project: Project) -> tuple[dict[str, list[str]], dict[str, dict[str, list[str]]]]:
    release = council.give_council(project, Audience.INTERNAL, TODAY, TODAY)
    data, _ = council_paper.content(release)
    key = {name: [value, more] for name, value, more in data["key_figures"]}
    return key, {block["title"]: {row[0]: row[1:] for row in block["rows"]} for block in data["blocks"]}


def _sheet(project: Project, path: Path) -> dict[str, dict[str, list[float]]]:
    sheets.write_xlsx(gate.release(project, Audience.INTERNAL, today=TODAY), path)
    found: dict[str, dict[str, list[float]]] = {}
    for row in openpyxl.load_workbook(path)["Kennzahlen"].iter_rows(values_only=True):
        told = [cell for cell in row if cell is not None]
        if len(told) == 1:
            title = str(told[0])
            found[title] = {}
        elif told and not isinstance(told[1], str):
            found[title][str(told[0])] = told[1:]
    return found


def _days(project: Project) -> dict[str, list[str]]:
    words = map(words_of, figures_on(project, TODAY))
    return {each.name: [each.value, each.numerator, each.denominator] for each in words}


@pytest.fixture
def years(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample after some years: with sites of no class, second thoughts and undone moves."""

    def at(day: date) -> None:
        monkeypatch.setattr(meta, "now", lambda: f"{day}T10:00:00+00:00")

    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        with project.store.writing() as connection:
            for statement in ("update sites set created_at = '{}'", "update history set at = '{}'"):
                connection.exec_driver_sql(statement.format(f"{SPRING}T10:00:00+00:00"))
        table, parcels = queries.site_table(project), queries.parcel_table(project)
        ready = table.index[(table["review"] == "confirmed") & (table["availability"] == "unknown")].tolist()
        fresh = iter(table.index[table["review"] == "candidate"].tolist())
        free = iter(parcels.index[(parcels["case_no"] == "") & (parcels["potential"] == "none")])
        at(LATE)
        operations.set_availabilities(project, ready[:2], Availability.BUILT)
        operations.create_site(project, [next(free)])
        never = int(queries.site_table(project).index[-1])
        dropped = next(fresh)
        operations.set_review(project, dropped, Review.REJECTED, reason=RejectReason.OTHER)
        operations.set_availability(project, ready[2], Availability.BUILT)
        at(NEW_YEAR)
        operations.undo(project)  # it stood at the end of last year
        operations.set_availabilities(project, ready[3:5], Availability.BUILT)
        operations.set_review(project, ready[4], Review.IN_REVIEW)
        operations.set_review(
            project, ready[4], Review.REJECTED, reason=RejectReason.OTHER
        )  # built all the same
        operations.set_availability(project, never, Availability.BUILT)
        operations.create_site(project, [next(free)])
        operations.set_review(project, dropped, Review.IN_REVIEW, note="Neuer Zuschnitt")
        for _ in range(2):
            operations.set_review(project, next(fresh), Review.REJECTED, reason=RejectReason.OTHER)
        operations.set_site_field(project, next(fresh), "area_m2", 777.0)
    return sample


def test_dashboard_papers_and_sheet_tell_the_same(desk: Desk, years: Path, tmp_path: Path) -> None:
    desk.open(years, SAMPLE_PASSPHRASE)
    desk.do("statistics")
    project = desk.session.project
    cards, bars = _cards(desk), _bars(desk)
    key, blocks = _paper(project)
    sheet, days = _sheet(project, tmp_path / "a.xlsx"), _days(project)
    whole = sheet["Insgesamt"]
    # all sites: dashboard, sheet, CSV, reporting days
    everything, whole_area = whole["Flächen in dieser Datei"]
    assert cards["Flächen"] == f"{i18n.number(everything)} {i18n.total_area(whole_area)}"
    assert days["Potenzialflächen"][0] == i18n.number(everything)
    rows = as_csv(pd.DataFrame(gate.release(project, Audience.INTERNAL, today=TODAY).sites)).decode()
    assert rows.count("\r\n") == everything + 1
    # the open potential
    count, area = whole["Offenes Potenzial"]
    assert cards["offenes Potenzial"] == f"{i18n.number(count)} {i18n.total_area(area)}"
    assert key["offenes Potenzial"][0] == f"{i18n.number(count)} Flächen"
    assert key["Fläche des offenen Potenzials"][0] == i18n.total_area(area)
    assert blocks["Offenes Potenzial nach Potenzialart"]["Summe"][0] == i18n.number(count)
    assert blocks["Offenes Potenzial nach Ortsteil"]["Summe"][-1] == i18n.number(count)
    assert blocks["Flächenbilanz nach Ortsteil"]["Summe"][-2] == i18n.number(count)
    # the activation rate with what it is made of
    built, rate = whole["Aktivierungsquote"]
    (confirmed,) = whole["Bestätigte Flächen"]
    assert (built, confirmed) == (4, 16)
    assert cards["bebaut (Aktivierungsquote)"] == f"{i18n.share(rate)} {built} von {confirmed} bestätigten"
    assert key["Aktivierungsquote"] == [i18n.share(rate), f"{built} von {confirmed} bestätigten"]
    assert days["Aktivierungsquote"] == [i18n.share(rate), str(built), str(confirmed)]
    # what changed since New Year
    account = blocks["Flächenbilanz"]
    for change, line, expected in (
        ("neu erfasst", "neu erfasst", "0"),
        ("bebaut", "bebaut (aktiviert)", "2"),
        ("verworfen", "verworfen", "2"),
    ):
        assert cards[change].split()[0] == account[line][0].strip("−+") == expected, change
        assert days[f"Veränderung seit Jahresbeginn: {change}"][0] == expected
    assert [cards["bebaut"].split()[1], key["bebaut (aktiviert)"][1]] == ["1.006", "0,10 ha"]
    assert account["wieder aufgenommen"][0] == "+2"
    assert cards["bestätigt"].split()[0] == days["Veränderung seit Jahresbeginn: bestätigt"][0] == "0"
    year = blocks["Aktivierung"][f"Jahr {TODAY.year}"]
    assert year[0] == days[f"Aktivierung im Jahr: {TODAY.year}"][1] == "2"
    # owners
    assert cards["Rücklaufquote"] == " ".join(key["Rücklaufquote"])
    assert days["Rücklaufquote"][0] == key["Rücklaufquote"][0]
    for name, line in bars["Antworten: Verkaufsbereitschaft"].items():
        assert line.split()[0] == days[f"Bereitschaft: {name}"][1]
    late = days["Überfällige Wiedervorlagen und Aufgaben"]
    assert cards["überfällig"] == f"{late[1]} von {late[2]} fälligen"
    # distributions: dashboard and sheet
    for title in ("Nach Potenzialart", "Nach Prüfung", "Nach Verfügbarkeit", "Nach Ortsteil"):
        shown = {
            name: f"{i18n.number(row[0])} {i18n.total_area(row[1])}" for name, row in sheet[title].items()
        }
        assert bars[title] == shown, title
    # the course: dashboard, paper and reporting days
    for title, figure in (
        ("Mittlere Tage je Prüfstand", "Mittlere Tage in der Prüfung"),
        ("Mittlere Tage je Verfügbarkeit", "Mittlere Tage der Verfügbarkeit"),
    ):
        told = {name: line.split()[0] for name, line in bars[title].items()}
        assert told == {name: row[0] for name, row in blocks[title].items()}
        assert told == {name: days[f"{figure}: {name}"][0] for name in told}
