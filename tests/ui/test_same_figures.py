"""The same figure is the same number on the dashboard, in the council paper and in the spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from desk import Desk

from flurinfill import i18n
from flurinfill.desktop.figures import BarCard, FigureCard
from flurinfill.model.audience import Audience
from flurinfill.model.states import Availability
from flurinfill.project import Project, operations, queries
from flurinfill.reports import gate, sheets
from flurinfill.reports.papers import council_paper
from flurinfill.usecases import council
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
TODAY = date.today()

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


def test_dashboard_paper_and_sheet_tell_the_same(desk: Desk, sample: Path, tmp_path: Path) -> None:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as project:
        table = queries.site_table(project)
        ready = (table["review"] == "confirmed") & (table["availability"] == "unknown")
        operations.set_availabilities(project, table.index[ready][:4].tolist(), Availability.BUILT)
    desk.open(sample, SAMPLE_PASSPHRASE)
    desk.do("statistics")
    cards, bars = _cards(desk), _bars(desk)
    key, blocks = _paper(desk.session.project)
    sheet = _sheet(desk.session.project, tmp_path / "a.xlsx")
    whole = sheet["Insgesamt"]
    # the open potential, in all three
    count, area = whole["Offenes Potenzial"]
    assert cards["offenes Potenzial"] == f"{i18n.number(count)} {i18n.area(area)}"
    assert key["offenes Potenzial"][0] == f"{i18n.number(count)} Flächen"
    assert key["Fläche des offenen Potenzials"][0] == i18n.area(area)
    assert blocks["Offenes Potenzial nach Potenzialart"]["Summe"][0] == i18n.number(count)
    # the activation rate with what it is made of
    built, rate = whole["Aktivierungsquote"]
    assert built == 5
    (confirmed,) = whole["Bestätigte Flächen"]
    assert cards["bebaut (Aktivierungsquote)"] == f"{i18n.share(rate)} {built} von {confirmed} bestätigten"
    assert key["Aktivierungsquote"] == [i18n.share(rate), f"{built} von {confirmed} bestätigten"]
    # what was built on since New Year: of moves on the dashboard, of the account in the paper
    assert cards["bebaut"].split()[0] == key["bebaut (aktiviert)"][0] == "5"
    assert (
        cards["neu aufgenommen"].split()[0]
        == key["neu erfasst"][0]
        == i18n.number(whole["Flächen in dieser Datei"][0])
    )
    dropped = blocks["Flächenbilanz"]["verworfen"][0]
    assert cards["verworfen"].split()[0] == dropped.removeprefix("−") == "2"
    # owners
    assert cards["Rücklaufquote"].startswith(key["Rücklaufquote"][0])
    # distributions: dashboard and sheet
    for title in ("Nach Potenzialart", "Nach Prüfung", "Nach Verfügbarkeit", "Nach Ortsteil"):
        shown = {name: f"{i18n.number(row[0])} {i18n.area(row[1])}" for name, row in sheet[title].items()}
        assert bars[title] == shown, title
    # the course: dashboard and paper
    for title in ("Mittlere Tage je Prüfstand", "Mittlere Tage je Verfügbarkeit"):
        assert {name: line.split()[0] for name, line in bars[title].items()} == {
            name: row[0] for name, row in blocks[title].items()
        }
