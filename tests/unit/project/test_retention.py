"""Whose years are over: proposed with the reason, postponed, never erased by itself."""

from __future__ import annotations

from datetime import date

import pytest
import small_town

from flurinfill.model.errors import InputError
from flurinfill.model.office import Office
from flurinfill.model.owners import ContactChannel, Owner, OwnerCategory, OwnerKind, Ownership
from flurinfill.model.retention import KeepReason, due, years_after
from flurinfill.model.states import Availability, Outreach
from flurinfill.project import Project, operations, queries

WHO, OTHER, FARMER, TOWN = small_town.OWNER_IDS
LONG_AGO, TODAY = date(2023, 3, 1), date(2026, 4, 1)
YEARS = {"settled_years": 2, "unanswered_years": 3}


@pytest.mark.parametrize(
    ("settled", "outreach", "on", "review_by"),
    [
        (date(2024, 2, 29), Outreach.NONE, None, date(2026, 2, 28)),
        (date(2024, 5, 1), Outreach.SENT, date(2020, 1, 1), date(2026, 5, 1)),
        (None, Outreach.SENT, date(2024, 5, 1), date(2027, 5, 1)),
        (None, Outreach.REMINDED, date(2024, 5, 1), date(2027, 5, 1)),
        (None, Outreach.NO_ANSWER, date(2024, 5, 1), date(2027, 5, 1)),
        (None, Outreach.ANSWERED, date(2014, 5, 1), None),
        (None, Outreach.DO_NOT_CONTACT, date(2014, 5, 1), None),
    ],
)
def test_when_a_case_is_due(
    settled: date | None, outreach: Outreach, on: date | None, review_by: date | None
) -> None:
    found = due(settled, outreach, on, **YEARS)
    assert (found.review_by if found else None) == review_by


def test_a_day_that_the_year_does_not_have() -> None:
    assert years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)
    assert years_after(date(2028, 2, 29), 3) == date(2031, 2, 28)


def _ids(project: Project, today: date = TODAY) -> list[str]:
    return [each.owner_id for each in queries.retention_proposals(project, today)]


def test_an_unanswered_letter_is_proposed_after_three_years(project: Project) -> None:
    operations.set_outreach(project, 1, WHO, Outreach.SENT, on=LONG_AGO)
    assert _ids(project, date(2026, 2, 28)) == []
    (proposal,) = queries.retention_proposals(project, date(2026, 3, 1))
    assert proposal.owner_id == WHO
    ((case, reason),) = proposal.reasons
    assert (case, reason.reason, reason.since) == ("2026-0001", KeepReason.UNANSWERED, LONG_AGO)
    assert len(queries.owners_named(project, small_town.NAMES[0])) == 1  # nothing goes by itself


def test_a_restricted_person_is_marked(project: Project) -> None:
    operations.set_outreach(project, 1, WHO, Outreach.SENT, on=LONG_AGO)
    assert [each.restricted for each in queries.retention_proposals(project, TODAY)] == [False]
    operations.restrict_owner(project, WHO, True, reason="braucht die Daten noch")
    assert [each.restricted for each in queries.retention_proposals(project, TODAY)] == [True]


def test_who_has_neither_share_nor_case_is_proposed_at_once(project: Project) -> None:
    third = small_town.IDS[2]
    stranger = Owner("", OwnerKind.PERSON, OwnerCategory.PRIVATE, last_name="Nebelkranz")
    operations.add_owner(project, 2, stranger, [Ownership(third, "", 1, 2)])
    assert _ids(project) == []
    owner, share = next(
        pair for pair in queries.owners_of(project, [third], "case_work") if pair[0].last_name == "Nebelkranz"
    )
    operations.remove_owner(project, 2, owner.owner_id, seen=(owner, [share]))
    (proposal,) = queries.retention_proposals(project, TODAY)
    ((case, due_now),) = proposal.reasons
    assert (proposal.name, proposal.sites, case) == ("Nebelkranz", (), "")
    assert due_now.reason is KeepReason.LEFT_OVER
    operations.set_outreach(project, 2, owner.owner_id, Outreach.SENT, on=TODAY)
    assert _ids(project) == []


def test_one_running_case_keeps_the_person(project: Project) -> None:
    for site in (2, 3):
        operations.set_outreach(project, site, FARMER, Outreach.SENT, on=LONG_AGO)
    assert _ids(project) == [FARMER]
    operations.set_outreach(project, 3, FARMER, Outreach.ANSWERED, on=LONG_AGO)
    assert _ids(project) == []
    operations.undo(project)
    operations.record_contact(project, 3, FARMER, channel=ContactChannel.CALL, outgoing=True, on=LONG_AGO)
    assert _ids(project) == [FARMER]


def test_a_settled_plot_counts_from_the_day_it_was_settled(project: Project) -> None:
    operations.set_availability(project, 4, Availability.BUILT)
    later = years_after(date.today(), 2)
    assert _ids(project, date.today()) == []
    assert _ids(project, later) == [TOWN]
    operations.set_office(project, Office(town="Musterau", keep_settled_years=5))
    assert _ids(project, later) == []


def test_a_postponed_proposal_comes_back(project: Project) -> None:
    operations.set_outreach(project, 1, WHO, Outreach.SENT, on=LONG_AGO)
    (proposal,) = queries.retention_proposals(project, TODAY)
    with pytest.raises(InputError):
        operations.postpone_erasures(project, [(WHO, proposal.sites)], until=date(2027, 4, 1), reason="")
    operations.postpone_erasures(
        project, [(WHO, proposal.sites)], until=date(2027, 4, 1), reason="Anfrage läuft"
    )
    assert _ids(project) == []
    assert _ids(project, date(2027, 4, 1)) == [WHO]
    assert queries.outreach_of(project, 1)["outreach"].tolist()[0] == Outreach.SENT
    operations.undo(project)
    assert _ids(project) == [WHO]


def test_the_yearly_review_is_noted(project: Project) -> None:
    assert queries.retention_reviewed_on(project) is None
    operations.note_retention_review(project, TODAY)
    assert queries.retention_reviewed_on(project) == TODAY
