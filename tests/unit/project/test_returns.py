"""Returns: one step for outreach, willingness, price, consent, contact and the follow-up that waited."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flurinfill.model.errors import MoveRefused
from flurinfill.model.letters import LetterKind
from flurinfill.model.returns import Answer, Horizon, Motive
from flurinfill.model.states import Outreach, Willingness
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE

SENT, BACK = date(2026, 10, 1), date(2026, 11, 2)
WISHES = "Quittenbaum bleibt stehen"


@pytest.fixture
def project(sample: Path) -> Iterator[Project]:
    with Project.open(sample, passphrase=SAMPLE_PASSPHRASE) as opened:
        yield opened


def _written_to(project: Project) -> tuple[int, str]:
    sites = queries.site_table(project)
    site_id = int(sites.index[(sites["outreach"] == "0/1") & (sites["review"] == "candidate")][0])
    owner_id = queries.addressees(project, [site_id], "letters")[0].owner.owner_id
    operations.record_letters(
        project, LetterKind.SURVEY, [(site_id, owner_id)], on=SENT, text="Befragung", follow_up_on=BACK
    )
    return site_id, owner_id


def test_an_answer_is_one_step_that_one_undo_takes_back(project: Project, sample: Path) -> None:
    site_id, owner_id = _written_to(project)
    answer = Answer(
        Willingness.NO_INTEREST,
        Horizon.LONG,
        (Motive.GARDEN, Motive.CHILDREN),
        45_000.0,
        WISHES,
        consent=True,
    )
    operations.record_answer(project, site_id, owner_id, answer, on=BACK, follow_up_on=date(2027, 3, 1))
    row = queries.outreach_of(project, site_id).iloc[0]
    assert (row["outreach"], row["willingness"]) == ("answered", "no_interest")
    assert row["consent"]
    assert (row["horizon"], row["motives"], row["wishes"]) == ("long", ("garden", "children"), WISHES)
    back, letter = queries.contacts(project, site_id)
    assert (back.outgoing, back.text, back.follow_up_on) == (False, WISHES, date(2027, 3, 1))
    assert letter.follow_up_done
    assert queries.site_table(project).loc[site_id, "asking_price"] == 45_000.0
    operations.undo(project)
    row = queries.outreach_of(project, site_id).iloc[0]
    assert (row["outreach"], row["willingness"], row["wishes"]) == ("sent", "unknown", "")
    (letter,) = queries.contacts(project, site_id)
    assert not letter.follow_up_done


def test_nothing_of_an_answer_lies_open_in_the_file(project: Project, sample: Path) -> None:
    site_id, owner_id = _written_to(project)
    answer = Answer(Willingness.SELL, None, (Motive.HEIRS,), 77_777.0, WISHES)
    operations.record_answer(project, site_id, owner_id, answer, on=BACK)
    raw = sample.read_bytes()
    for words in (WISHES, "77777", "heirs"):
        assert words.encode() not in raw
    with sqlite3.connect(sample) as file:
        details = [str(row) for row in file.execute("SELECT details FROM history WHERE code='record_answer'")]
    assert details
    assert not any(word in detail for detail in details for word in ("77777", "heirs", "sell", WISHES))


def test_an_unexpected_answer_is_taken_and_a_refused_contact_is_not(project: Project) -> None:
    sites = queries.site_table(project)
    site_id = int(sites.index[sites["outreach"] == "0/1"][0])
    owner_id = queries.addressees(project, [site_id], "letters")[0].owner.owner_id
    operations.record_answer(project, site_id, owner_id, Answer(Willingness.SWAP), on=BACK)
    assert queries.outreach_of(project, site_id).iloc[0]["outreach"] == "answered"
    operations.set_outreach(project, site_id, owner_id, Outreach.DO_NOT_CONTACT, on=BACK)
    with pytest.raises(MoveRefused):
        operations.record_answer(project, site_id, owner_id, Answer(Willingness.SELL), on=BACK)


def test_an_undeliverable_letter_ends_the_waiting(project: Project) -> None:
    site_id, owner_id = _written_to(project)
    operations.record_undeliverable(project, site_id, owner_id, on=BACK)
    assert queries.outreach_of(project, site_id).iloc[0]["outreach"] == "undeliverable"
    (letter,) = queries.contacts(project, site_id)
    assert letter.follow_up_done
