"""The timeline of a site: moves with their states, contacts, detection; sealed parts stay sealed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import small_town

from flurinfill.model.errors import ProjectError
from flurinfill.model.owners import ContactChannel
from flurinfill.model.states import Outreach, RejectReason, Review
from flurinfill.project import Project, operations, queries
from flurinfill.project.queries import EventKind

TODAY = date.today()
OWNER = small_town.OWNER_IDS[0]


def _worked_on(project: Project) -> None:
    operations.set_review(project, 1, Review.REJECTED, reason=RejectReason.TOO_SMALL)
    operations.set_review(project, 1, Review.IN_REVIEW, note="Nachbar Quarz verkauft doch")
    operations.set_reviews(project, [1, 2], Review.CONFIRMED)
    operations.set_outreach(project, 1, OWNER, Outreach.SENT, on=TODAY)
    operations.record_contact(
        project,
        1,
        OWNER,
        channel=ContactChannel.CALL,
        outgoing=True,
        on=TODAY - timedelta(days=400),
        text="Ruft an",
    )


def test_moves_have_their_states_and_contacts_their_day(project: Project) -> None:
    _worked_on(project)
    operations.set_review(project, 1, Review.IN_REVIEW)
    operations.undo(project)
    events = queries.timeline(project, 1)
    assert [(event.code, event.moves) for event in events[:4]] == [
        ("set_outreach", ()),
        (
            "set_reviews" if events[1].code == "set_reviews" else "set_review",
            (("review", "in_review", "confirmed"),),
        ),
        ("set_review", (("review", "rejected", "in_review"),)),
        ("set_review", (("review", "candidate", "rejected"),)),
    ]
    assert events[2].details["note"] == "Nachbar Quarz verkauft doch"
    assert events[3].details["reason"] == "too_small"
    assert events[-1].contact is not None
    assert events[-1].contact.text == "Ruft an"
    assert not any(event.code == "record_contact" for event in events)
    assert [event.code for event in queries.timeline(project, 2)] == ["set_review", "found"]


def test_what_is_sealed_is_only_told_to_be_there(project: Project) -> None:
    _worked_on(project)
    project.seal()
    events = queries.timeline(project, 1)
    locked = {event.code for event in events if event.locked}
    assert locked == {"set_outreach", "record_contact", "set_review"}
    assert not any(event.contact for event in events)
    assert "Quarz" not in str(events)
    assert OWNER not in str(events)


def test_a_new_finding_and_a_site_made_by_hand_are_told(project: Project) -> None:
    operations.set_note(project, 1, "Bleibt")
    classes = ("none", *small_town.CLASSES[1:])
    operations.store_detection(
        project,
        small_town.measures(owners=True),
        small_town.verdicts(classes),
        small_town.profile(),
        small_town.TOML,
    )
    (finding,) = [event for event in queries.timeline(project, 1) if event.code == "store_detection"]
    assert (finding.details["old"], finding.details["new"]) == ("gap", "none")
    assert [event.code for event in queries.timeline(project, 2)] == ["found"]
    change = operations.create_site(project, [small_town.IDS[1]])
    (made,) = change.sites
    (only,) = queries.timeline(project, made)
    assert (only.code, only.kind) == ("create_site", EventKind.STATE)
    with pytest.raises(ProjectError):
        queries.timeline(project, 4711)
