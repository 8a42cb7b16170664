"""Figures of a reporting day: what they are made of, and that they stay."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pypdf
import pytest

from flurinfill import statistics
from flurinfill.model.errors import InputError, SealedError
from flurinfill.model.letters import LetterKind
from flurinfill.model.owners import ContactChannel
from flurinfill.model.returns import Answer, Motive
from flurinfill.model.states import Outreach, Willingness
from flurinfill.project import Project, operations, queries
from flurinfill.statistics import ReportedFigure
from flurinfill.usecases.reporting import figures_on, freeze, write_figures
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

TODAY = date.today()
D1, D2, D3 = date(2025, 3, 1), date(2025, 6, 1), date(2026, 2, 1)


@pytest.fixture
def moves() -> pd.DataFrame:
    rows = [
        (1, D1, "created", "", ""),
        (2, D1, "created", "", ""),
        (1, D2, "review", "candidate", "confirmed"),
        (2, D2, "review", "candidate", "confirmed"),
        (1, D3, "availability", "unknown", "built"),
    ]
    return pd.DataFrame(rows, columns=["site_id", "on", "axis", "old", "new"])


def _stock(review: str, first: str = "unknown") -> pd.DataFrame:
    rows = [("gap", review, first, "Althain", 500.0), ("gap", review, "unknown", "Althain", 600.0)]
    names = ["potential", "review", "availability", "village", "area_m2"]
    return pd.DataFrame(rows, columns=names, index=pd.Index([1, 2], name="site_id"))


NOBODY = _stock("candidate").iloc[:0]
STOCKS = {
    D1 - timedelta(days=1): NOBODY,
    D2: _stock("confirmed"),
    date(2025, 12, 31): _stock("confirmed"),
    D3: _stock("confirmed", "built"),
}


@pytest.fixture
def answers() -> pd.DataFrame:
    rows = [
        (1, 1, "answered", "no_interest", D2, ("children", "garden")),
        (2, 2, "answered", "sell", D3, ()),
        (2, 3, "sent", "unknown", D2, ()),
        (1, 4, "undeliverable", "unknown", D2, ()),
        (1, 5, "none", "unknown", None, ()),
    ]
    return pd.DataFrame(
        rows, columns=["site_id", "owner", "outreach", "willingness", "outreach_on", "motives"]
    )


def _of(figures: list[ReportedFigure]) -> dict[tuple[str, str], tuple[float, float | None]]:
    return {(each.name, each.of): (each.numerator, each.denominator) for each in figures}


def test_each_figure_has_numerator_and_denominator(moves: pd.DataFrame, answers: pd.DataFrame) -> None:
    due = pd.DataFrame({"kind": ["follow_up"] * 3, "due_on": [D2, D3, None]})
    found = _of(statistics.report_day(STOCKS, moves, answers, due, D3))
    assert found["return_rate", ""] == (2, 3)
    assert found["undeliverable", ""] == (1, 4)
    assert found["willingness", "sell"] == (1, 2)
    assert found["motive", "children"] == found["motive", "garden"] == (1, 2)
    assert found["activation_rate", ""] == (1, 2)
    assert found["activation_year", "2025"] == (0, 2)
    assert found["activation_year", "2026"] == (1, 2)
    assert found["stock_change", "built"] == (1, None)
    assert found["stock_change", "confirmed"] == (0, None)  # that was last year
    assert found["overdue", ""] == (1, 3)
    assert found["days_review", "candidate"] == (2 * 92, 2)


def test_an_earlier_day_counts_what_stood_then(moves: pd.DataFrame, answers: pd.DataFrame) -> None:
    found = _of(statistics.report_day(STOCKS, moves[moves["on"] <= D2], answers, None, D2))
    assert found["activation_rate", ""] == (0, 2)
    assert ("overdue", "") not in found
    before = _of(statistics.report_day(STOCKS, moves.iloc[:0], answers, None, D1 - timedelta(days=1)))
    assert before["sites", ""] == (0, None)


def test_without_answers_nothing_is_divided_by_nothing(moves: pd.DataFrame, answers: pd.DataFrame) -> None:
    nobody = statistics.report_day(STOCKS, moves, answers.iloc[:0], None, D3)
    assert [each.value for each in nobody if each.name == "return_rate"] == [None]
    assert (
        not {each.name for each in statistics.report_day(STOCKS, moves, None, None, D3)}
        & statistics.OF_OWNERS
    )


@pytest.fixture
def project(sample: Path) -> Iterator[Project]:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as opened:
        yield opened


def test_a_kept_day_stays_when_a_person_is_erased(project: Project, tmp_path: Path) -> None:
    sites = queries.site_table(project)
    site = int(sites.index[(sites["outreach"] == "0/1") & (sites["review"] == "candidate")][0])
    owner = queries.addressees(project, [site], "case_work")[0].owner.owner_id
    operations.set_outreach(project, site, owner, Outreach.SENT, on=TODAY)
    answer = Answer(Willingness.SWAP, motives=(Motive.CHILDREN,))
    operations.record_answer(project, site, owner, answer, on=TODAY)
    freeze(project, TODAY)
    kept = figures_on(project, TODAY, frozen=True)
    assert _of(kept) == _of(figures_on(project, TODAY))
    assert ("motive", "children") in _of(kept)
    with pytest.raises(InputError):
        freeze(project, TODAY)
    with pytest.raises(InputError):
        freeze(project, TODAY + timedelta(days=1))
    operations.erase_owner(project, owner, reason="Antrag")
    assert _of(figures_on(project, TODAY)) != _of(kept)
    assert figures_on(project, TODAY, frozen=True) == kept
    path = write_figures(project, TODAY, kept, tmp_path / "stichtag.pdf", frozen=True)
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())
    assert all(word in text for word in ("Rücklaufquote", "festgeschrieben", "Zähler", "jeder zählt einmal"))
    assert "Nur für den Dienstgebrauch" in text


def test_figures_of_owners_need_the_key(project: Project) -> None:
    freeze(project, TODAY)
    project.seal()
    assert not {each.name for each in figures_on(project, TODAY, frozen=True)} & statistics.OF_OWNERS
    with sqlite3.connect(project.path) as raw:
        (lying,) = raw.execute("select figures from frozen_figures").fetchone()
    assert not any(name in lying for name in statistics.OF_OWNERS)
    assert {each.name for each in figures_on(project, TODAY)} >= {"sites", "activation_rate", "overdue"}
    with pytest.raises(SealedError):
        freeze(project, TODAY - timedelta(days=1))


def test_a_past_day_counts_letters_and_answers_as_they_stood_then(project: Project) -> None:
    sites = queries.site_table(project)
    chosen = sites.index[(sites["outreach"] == "0/1") & (sites["review"] == "candidate")][:2]
    site, other = (int(each) for each in chosen)
    owner, neighbour = (each.owner.owner_id for each in queries.addressees(project, [site, other], "letters"))
    sent, between, back = date(2031, 5, 2), date(2031, 5, 20), date(2031, 6, 3)
    before = _of(figures_on(project, sent - timedelta(days=1)))["return_rate", ""]
    pairs = [(site, owner), (other, neighbour)]
    operations.record_letters(project, LetterKind.SURVEY, pairs, on=sent, text="Befragung")
    operations.set_outreach(project, other, neighbour, Outreach.REMINDED, on=back)
    operations.record_answer(project, site, owner, Answer(Willingness.SELL), on=back)
    operations.set_willingness(
        project, site, owner, Willingness.SWAP, source=ContactChannel.CALL, on=back + timedelta(days=9)
    )
    found = _of(figures_on(project, between))
    assert found["return_rate", ""] == (before[0], before[1] + 2)
    assert _of(figures_on(project, sent - timedelta(days=1)))["return_rate", ""] == before
    later = _of(figures_on(project, back))
    assert later["return_rate", ""] == (before[0] + 1, before[1] + 2)
    assert later["willingness", "sell"][0] == found.get(("willingness", "sell"), (0, 0))[0] + 1
