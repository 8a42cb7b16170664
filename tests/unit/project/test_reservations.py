"""A site is reserved for somebody until a day: kept, changed, ended, taken back; the person is protected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import small_town
from sqlalchemy import select

from flurinfill.model.change import Change
from flurinfill.model.errors import InputError, MoveRefused, ProjectError, SealedError, StaleWrite
from flurinfill.model.owners import Owner, OwnerKind
from flurinfill.model.reservations import Reservation, ReservationTerms
from flurinfill.model.retention import KeepReason, years_after
from flurinfill.model.states import AVAILABILITY_MOVES, Availability, Review
from flurinfill.model.town_list import Entry, Placing
from flurinfill.project import Project, history, operations, queries, schema
from flurinfill.reports.papers.person_paper import person_paper

TODAY = date.today()
UNTIL = date(2027, 3, 31)
BAKER = Owner("", OwnerKind.PERSON, last_name="Honigtau", first_name="Berta", phone="03581 774411")
FIRM = Owner("", OwnerKind.ORGANISATION, organisation="Steinbach Wohnbau GmbH", mail="bau@steinbach.example")
TERMS = ReservationTerms(BAKER, UNTIL, "Finanzierung steht noch aus")


def _free(project: Project, *site_ids: int) -> None:
    for site_id in site_ids:
        operations.set_availability(project, site_id, Availability.AVAILABLE)


def _reserve(project: Project, terms: ReservationTerms = TERMS, site_id: int = 1) -> Change:
    _free(project, site_id)
    return operations.reserve_site(project, site_id, terms)


def _standing(project: Project, site_id: int = 1) -> Reservation:
    (found,) = [each for each in queries.reservations(project, site_id) if each.ended_on is None]
    return found


def test_a_site_is_reserved_for_somebody_until_a_day(project: Project) -> None:
    change = _reserve(project)
    assert change.sites == {1}
    assert queries.site(project, 1).availability is Availability.RESERVED
    kept = _standing(project)
    assert (kept.reserved_on, kept.until, kept.ended_on) == (TODAY, UNTIL, None)
    assert (kept.party.name, kept.party.phone, kept.note) == ("Honigtau, Berta", BAKER.phone, TERMS.note)
    assert queries.site_table(project)["reserved_until"].to_dict()[1] == UNTIL
    assert [party.name for party in queries.parties(project)] == ["Honigtau, Berta"]


def test_nothing_of_it_is_mandatory_and_a_locked_project_keeps_the_day(project: Project) -> None:
    project.vault.lock()
    _reserve(project, ReservationTerms(until=UNTIL))
    _reserve(project, ReservationTerms(), 2)
    assert queries.site_table(project)["reserved_until"].to_dict() == {1: UNTIL, 2: None, 3: None, 4: None}
    later = UNTIL + timedelta(days=30)
    operations.postpone_reservation(project, 1, later)
    operations.postpone_reservation(project, 2, UNTIL)
    assert queries.site_table(project)["reserved_until"].to_dict() == {1: later, 2: UNTIL, 3: None, 4: None}


def test_a_locked_project_takes_no_person_and_loses_none(project: Project) -> None:
    _reserve(project)
    project.vault.lock()
    _free(project, 2)
    with pytest.raises(SealedError, match="sealed"):
        operations.reserve_site(project, 2, TERMS)
    assert queries.site(project, 2).availability is Availability.AVAILABLE
    for terms in (TERMS, ReservationTerms(until=UNTIL)):
        with pytest.raises(SealedError, match="sealed"):
            operations.change_reservation(project, 1, terms)
    operations.set_availability(project, 1, Availability.SOLD)  # ends it all the same
    operations.undo(project)
    project.unlock(small_town.PASSPHRASE)
    assert _standing(project).party.name == "Honigtau, Berta"


def test_a_reservation_is_changed_and_a_person_corrected(project: Project) -> None:
    _reserve(project)
    baker = _standing(project).party
    married = ReservationTerms(Owner(baker.owner_id, baker.kind, last_name="Zuckertopf", first_name="Berta"))
    operations.change_reservation(project, 1, married)
    kept = _standing(project)
    assert (kept.party.owner_id, kept.party.name) == (baker.owner_id, "Zuckertopf, Berta")
    assert (kept.party.phone, kept.until, kept.note) == ("", None, "")
    operations.change_reservation(project, 1, ReservationTerms(FIRM, UNTIL))
    assert _standing(project).party.name == FIRM.organisation
    for _ in range(2):
        operations.undo(project)
    kept = _standing(project)
    assert (kept.party.name, kept.until, kept.note) == ("Honigtau, Berta", UNTIL, TERMS.note)


def test_moving_on_ends_it_and_undo_brings_it_back(project: Project) -> None:
    operations.set_review(project, 1, Review.CONFIRMED)
    _reserve(project)
    for to in AVAILABILITY_MOVES[Availability.RESERVED]:
        operations.set_availability(project, 1, to)
        assert [each.ended_on for each in queries.reservations(project, 1)] == [TODAY]
        assert queries.site_table(project).loc[1, "reserved_until"] is None
        operations.undo(project)
        assert _standing(project).until == UNTIL
    for _ in range(2):
        operations.undo(project)
    assert queries.reservations(project, 1) == []
    assert queries.site(project, 1).availability is Availability.UNKNOWN
    assert queries.owners_named(project, "Honigtau") == []


def test_a_list_of_the_town_that_knows_it_sold_ends_it(project: Project) -> None:
    _reserve(project)
    told = Entry(2, "1", Placing.PLACED, (small_town.IDS[0],), meaning=Availability.SOLD)
    operations.take_town_list(project, "liste.csv", [told])
    assert queries.site(project, 1).availability is Availability.SOLD
    assert [each.ended_on for each in queries.reservations(project, 1)] == [TODAY]


def test_several_sites_are_reserved_for_one_person(project: Project) -> None:
    _free(project, 1, 2)
    change = operations.reserve_sites(project, [3, 1, 2], TERMS)
    assert (change.details["count"], change.details["refused"]) == (2, {"move_not_allowed": ["2026-0003"]})
    assert change.details["until"] == UNTIL.isoformat()
    assert _standing(project, 1).party == _standing(project, 2).party
    assert len(queries.owners_named(project, "Honigtau")) == 1
    operations.undo(project)
    assert queries.owners_named(project, "Honigtau") == []
    with pytest.raises(MoveRefused, match="none_possible"):
        operations.reserve_sites(project, [3, 4], TERMS)
    assert queries.owners_named(project, "Honigtau") == []


def test_what_is_refused(project: Project) -> None:
    with pytest.raises(MoveRefused, match="move_not_allowed"):
        operations.reserve_site(project, 1, TERMS)
    with pytest.raises(MoveRefused, match="not_reserved"):
        operations.change_reservation(project, 1, TERMS)
    with pytest.raises(MoveRefused, match="not_reserved"):
        operations.postpone_reservation(project, 1, UNTIL)
    _free(project, 1)
    version = queries.site(project, 1).version
    for party, code in (
        (Owner("", OwnerKind.PERSON), "owner_nameless"),
        (Owner("x", BAKER.kind, last_name="X"), ""),
    ):
        with pytest.raises((InputError, ProjectError), match=code or "owner_unknown"):
            operations.reserve_site(project, 1, ReservationTerms(party))
    operations.set_note(project, 1, "Zaun")
    with pytest.raises(StaleWrite, match="stale_site"):
        operations.reserve_site(project, 1, TERMS, version=version)
    assert queries.owners_named(project, "Honigtau") == []


def test_no_byte_of_the_person_lies_open(project: Project) -> None:
    _reserve(project)
    operations.change_reservation(project, 1, ReservationTerms(FIRM, UNTIL, "Vertrag bei Nebelkranz"))
    project.close()
    data = project.path.read_bytes()
    assert not [word for word in (b"Honigtau", b"Steinbach", b"774411", b"Nebelkranz") if word in data]


def test_it_is_due_on_its_day_and_told_also_while_locked(project: Project) -> None:
    _reserve(project)
    moved = ("availability", "available", "reserved")
    assert queries.moves(project)[["axis", "old", "new"]].iloc[-1].tolist() == list(moved)
    event = queries.timeline(project, 1)[0]
    assert event.details["owner_id"] == _standing(project).party.owner_id
    project.vault.lock()
    event = queries.timeline(project, 1)[0]
    assert (event.code, event.moves, event.locked) == ("reserve_site", (moved,), True)
    assert event.details["until"] == UNTIL.isoformat()
    assert "owner_id" not in event.details
    assert queries.due(project, UNTIL - timedelta(days=1)).empty
    (task,) = queries.due(project, UNTIL).to_dict("records")
    assert (task["kind"], task["site_id"], task["due_on"]) == ("reservation_over", 1, UNTIL)
    operations.set_availability(project, 1, Availability.SOLD)
    assert queries.due(project, UNTIL).empty


# the law -------------------------------------------------------------------------------------------


def test_reads_are_logged(project: Project) -> None:
    _reserve(project)
    (hit,) = queries.Searcher(project).find("honigtau")
    assert (hit.kind, hit.matched) == (queries.HitKind.RESERVED, "Honigtau, Berta")
    assert hit.parcel_ids == (small_town.IDS[0],)
    assert queries.access_log(project)["purpose"].iloc[0] == "search"
    before = len(queries.access_log(project))
    queries.reservations(project, 1)
    queries.parties(project)
    assert len(queries.access_log(project)) == before + 2
    path = project.path
    project.close()
    with Project.open(path, passphrase=small_town.PASSPHRASE, read_only=True) as looked_at:
        for read in (lambda: queries.reservations(looked_at, 1), lambda: queries.parties(looked_at)):
            with pytest.raises(SealedError, match="access_not_logged"):
                read()


def test_information_tells_it(project: Project) -> None:
    _reserve(project)
    operations.set_availability(project, 1, Availability.SOLD)
    (owner,) = queries.owners_named(project, "Honigtau")
    record = queries.person(project, owner.owner_id)
    duties = person_paper(record, queries.office(project), TODAY).sections[-1]
    assert any("Reservierung" in paragraph for paragraph in duties.paragraphs)
    (line,) = record.reservations
    assert line.case_no == "2026-0001"
    assert line.values["note"] == TERMS.note
    days = [line.values[name] for name in ("reserved_on", "until", "ended_on")]
    assert days == [TODAY.isoformat(), UNTIL.isoformat(), TODAY.isoformat()]


def test_an_erased_person_is_gone_from_it_and_the_day_stays(project: Project) -> None:
    _reserve(project)
    owner_id = _standing(project).party.owner_id
    operations.change_reservation(project, 1, ReservationTerms(FIRM, UNTIL, "Berta Honigtau trat zurück"))
    operations.erase_owner(project, owner_id, reason="Antrag")
    kept = _standing(project)
    assert (kept.party.name, kept.until, kept.note) == (FIRM.organisation, UNTIL, "[…] trat zurück")
    operations.erase_owner(project, kept.party.owner_id, reason="Antrag")
    kept = _standing(project)
    assert (kept.party, kept.until, kept.note) == (None, UNTIL, "")
    assert not [words for words in _everything(project) if "Honigtau" in words or "Steinbach" in words]


def _everything(project: Project) -> list[str]:
    """What is sealed in reservations and persons, as it is and as the history could put it back."""
    found = []
    with project.store.reading() as connection:
        for table in (schema.RESERVATIONS, schema.OWNERS):
            (key,) = table.primary_key.columns
            rows = connection.execute(select(key, table.c.sealed)).all()
            found += [(table.name, row, sealed) for row, sealed in rows]
        for row, images, sealed in connection.execute(
            select(schema.HISTORY.c.history_id, schema.HISTORY.c.images, schema.HISTORY.c.sealed)
        ):
            found.append(("history", row, sealed))
            for image in history.load(images) if images else ():
                for values in (image.before, image.after):
                    found.append((image.table, image.key, (values or {}).get("sealed")))
    return [str(project.vault.unseal(table, row, sealed)) for table, row, sealed in found if sealed]


def test_a_restricted_person_gets_no_further_plot_and_keeps_this_one(project: Project) -> None:
    _reserve(project)
    baker = _standing(project).party
    operations.restrict_owner(project, baker.owner_id, True, reason="Widerspruch")
    _free(project, 2)
    with pytest.raises(InputError, match="party_restricted"):
        operations.reserve_site(project, 2, ReservationTerms(baker))
    renamed = Owner(baker.owner_id, baker.kind, last_name="Anders")
    operations.change_reservation(project, 1, ReservationTerms(renamed, UNTIL + timedelta(days=9)))
    kept = _standing(project)
    assert (kept.party.name, kept.until) == ("Honigtau, Berta", UNTIL + timedelta(days=9))


def _proposed(project: Project, today: date) -> dict[str, list[KeepReason]]:
    proposals = queries.retention_proposals(project, today)
    return {each.name: [due.reason for _, due in each.reasons] for each in proposals}


def test_it_is_proposed_to_erase_two_years_after_the_end_and_can_be_postponed(project: Project) -> None:
    _reserve(project)
    owner_id = _standing(project).party.owner_id
    far = years_after(TODAY, 9)
    assert "Honigtau, Berta" not in _proposed(project, far)
    operations.set_availability(project, 1, Availability.AVAILABLE)
    assert "Honigtau, Berta" not in _proposed(project, years_after(TODAY, 2) - timedelta(days=1))
    over = years_after(TODAY, 2)
    assert _proposed(project, over)["Honigtau, Berta"] == [KeepReason.RESERVATION_ENDED]
    operations.postpone_erasures(project, [(owner_id, (1,))], until=far, reason="Rechtsstreit")
    assert "Honigtau, Berta" not in _proposed(project, over)
    assert "Honigtau, Berta" in _proposed(project, far)
    assert owner_id not in set(queries.outreach_of(project, 1)["owner_id"])


def test_who_was_replaced_is_proposed_at_once(project: Project) -> None:
    _reserve(project)
    operations.change_reservation(project, 1, ReservationTerms(FIRM, UNTIL))
    assert _proposed(project, TODAY) == {"Honigtau, Berta": [KeepReason.LEFT_OVER]}


def test_two_spellings_become_one_who_outlives_a_new_cadastre(project: Project) -> None:
    _reserve(project)
    _reserve(project, ReservationTerms(FIRM), 2)
    _reserve(project, ReservationTerms(), 3)  # nobody knows for whom
    baker, firm = queries.parties(project)
    operations.merge_owners(project, firm, baker)
    operations.import_cadastre(project, small_town.owned())
    assert _standing(project, 1).party.owner_id == _standing(project, 2).party.owner_id == firm.owner_id
