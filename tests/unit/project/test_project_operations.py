"""Operations: their moves, versions, history, and that undo puts everything back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import shapely
import small_town
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.change import Change
from flurinfill.model.errors import FlurinfillError, MoveRefused, ProjectError, StaleWrite
from flurinfill.model.owners import ContactChannel, ContactResult
from flurinfill.model.potential import PotentialClass
from flurinfill.model.states import Availability, Outreach, Publication, RejectReason, Review, Willingness
from flurinfill.project import Project, operations, queries
from flurinfill.project.schema import GUARDED

DAY = date(2026, 4, 1)


def refused(code: str, call: Callable[[], object], kind: type[FlurinfillError] = MoveRefused) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert caught.value.code == code
    assert i18n.error_text(caught.value) != code


def test_review_moves_as_the_table_allows(project: Project) -> None:
    change = operations.set_review(project, 1, Review.CONFIRMED, version=1)
    assert change.code == "set_review"
    assert change.sites == {1}
    assert change.parcels == {small_town.IDS[0]}
    assert not change.whole
    assert change.details["old"] == "candidate"
    refused("move_not_allowed", lambda: operations.set_review(project, 1, Review.REJECTED))
    operations.set_review(project, 1, Review.IN_REVIEW)
    refused("reject_reason_missing", lambda: operations.set_review(project, 1, Review.REJECTED))
    operations.set_review(project, 1, Review.REJECTED, reason=RejectReason.TOO_SMALL)
    assert queries.site(project, 1).reject_reason is RejectReason.TOO_SMALL
    refused("reopen_reason_missing", lambda: operations.set_review(project, 1, Review.IN_REVIEW))
    operations.set_review(project, 1, Review.IN_REVIEW, note="neu vermessen")
    assert queries.site(project, 1).reject_reason is None
    refused("deferred_until_missing", lambda: operations.set_review(project, 1, Review.DEFERRED))
    operations.set_review(project, 1, Review.DEFERRED, deferred_until=DAY)
    assert queries.site(project, 1).deferred_until == DAY
    assert queries.site_table(project).loc[1, "deferred_until"] == DAY
    assert queries.due(project, DAY)["kind"].tolist() == ["deferred"]
    assert queries.due(project, DAY - timedelta(days=1)).empty
    notes = [entry.details.get("note") for entry in queries.history(project, 1)]
    assert notes.count("neu vermessen") == 1


def test_availability_and_publication_follow_their_rules(project: Project) -> None:
    operations.set_availability(project, 1, Availability.AVAILABLE)
    refused(
        "marketed_needs_confirmed", lambda: operations.set_availability(project, 1, Availability.MARKETED)
    )
    operations.set_review(project, 1, Review.CONFIRMED)
    operations.set_availability(project, 1, Availability.MARKETED)
    operations.set_publication(project, 1, Publication.ANNOUNCED, on=date(2026, 3, 2))
    cleared = lambda day: operations.set_publication(project, 1, Publication.CLEARED, on=day)  # noqa: E731
    refused("announcement_month_running", lambda: cleared(date(2026, 4, 2)))
    due = queries.due(project, date(2026, 4, 3))
    assert due[["kind", "due_on"]].to_numpy().tolist() == [["objection_period_over", date(2026, 4, 3)]]
    cleared(date(2026, 4, 3))
    operations.set_publication(project, 1, Publication.PUBLISHED, on=date(2026, 4, 3))
    site = queries.site(project, 1)
    assert (site.publication, site.announced_on) == (Publication.PUBLISHED, date(2026, 3, 2))
    assert site.availability is Availability.MARKETED


def test_a_stale_write_is_refused(project: Project) -> None:
    version = queries.site(project, 1).version
    operations.set_review(project, 1, Review.IN_REVIEW, version=version)
    refused(
        "stale_site", lambda: operations.set_review(project, 1, Review.CONFIRMED, version=version), StaleWrite
    )
    refused(
        "stale_site",
        lambda: operations.set_availability(project, 1, Availability.BUILT, version=version),
        StaleWrite,
    )
    assert queries.site(project, 1).review is Review.IN_REVIEW
    operations.undo(project)
    assert queries.site(project, 1).version > version + 1  # undo is a change that others must see


def test_unknown_things_are_named(project: Project) -> None:
    refused("site_absent", lambda: operations.set_review(project, 99, Review.CONFIRMED), ProjectError)
    refused("site_absent", lambda: queries.site(project, 99), ProjectError)
    refused("site_absent", lambda: queries.site_geometry(project, 99), ProjectError)
    refused("contact_unknown", lambda: operations.complete_follow_up(project, 99), ProjectError)
    refused("nothing_to_undo", lambda: operations.undo(project), ProjectError)
    refused("nothing_to_redo", lambda: operations.redo(project), ProjectError)


def test_a_site_by_hand_may_have_several_parcels(project: Project) -> None:
    first, second = small_town.IDS[1], small_town.IDS[3]
    change = operations.create_site(project, [second, first, second], potential=PotentialClass.BROWNFIELD)
    (site_id,) = change.sites
    site = queries.site(project, site_id)
    assert site.parcel_ids == (second, first)
    assert site.potential is PotentialClass.BROWNFIELD
    assert site.case_no.endswith("-0005")
    row = queries.site_table(project).loc[site_id]
    assert row["parcel_ids"] == (second, first)
    assert row["numbers"] == "4, 2"
    assert row["area_m2"] == 2000.0  # one official, one geometric
    assert row["potential_now"] == "none"
    assert queries.site_geometry(project, site_id).area == pytest.approx(2000.0)
    again = lambda: operations.create_site(project, [first])  # noqa: E731
    refused("parcel_in_site", again, ProjectError)
    refused("parcel_absent", lambda: operations.create_site(project, ["weg"]), ProjectError)
    refused("site_without_parcels", lambda: operations.create_site(project, []), ProjectError)
    operations.undo(project)
    assert len(queries.site_table(project)) == 4
    operations.redo(project)
    assert queries.site(project, site_id).parcel_ids == (second, first)
    operations.undo(project)
    assert operations.create_site(project, [first]).details["case_no"].endswith("-0006")  # type: ignore[attr-defined]


def test_owners_of_a_site_are_summed_up(project: Project) -> None:
    say = lambda owner, what: operations.set_willingness(  # noqa: E731
        project, 1, owner, what, source=ContactChannel.LETTER, on=DAY
    )
    assert queries.site(project, 1).willingness is Willingness.UNKNOWN
    say("DEOWN1", Willingness.SELL)
    assert queries.site(project, 1).willingness is Willingness.UNKNOWN  # the other one did not say
    say("DEOWN2", Willingness.SELL)
    assert queries.site(project, 1).willingness is Willingness.SELL
    say("DEOWN2", Willingness.NO_INTEREST)
    assert queries.site_table(project).loc[1, "willingness"] == "no_interest"
    operations.set_consent(project, 1, "DEOWN1", True, on=DAY)
    assert not queries.site(project, 1).consent_investor
    operations.set_consent(project, 1, "DEOWN2", True, on=DAY)
    assert queries.site(project, 1).consent_investor
    assert queries.site_table(project)["consent_investor"].tolist() == [True, False, False, False]
    operations.set_consent(project, 1, "DEOWN1", False, on=DAY)
    assert not queries.site(project, 1).consent_investor
    operations.set_outreach(project, 1, "DEOWN1", Outreach.SENT, on=DAY)
    operations.set_outreach(project, 1, "DEOWN1", Outreach.ANSWERED, on=DAY)
    assert queries.site_table(project)["outreach"].tolist() == ["1/2", "0/1", "0/1", "0/1"]
    assert queries.site_table(project)["owner_category"].tolist() == ["private"] * 3 + ["municipality"]
    assert queries.site_table(project)["municipal"].tolist() == [False, False, False, True]
    refused(
        "move_not_allowed", lambda: operations.set_outreach(project, 1, "DEOWN1", Outreach.REMINDED, on=DAY)
    )
    operations.set_outreach(project, 1, "DEOWN1", Outreach.DO_NOT_CONTACT, on=DAY)
    again = lambda: operations.set_outreach(project, 1, "DEOWN1", Outreach.RESEARCH, on=DAY)  # noqa: E731
    refused("recontact_reason_missing", again)


def test_contacts_and_follow_ups(project: Project) -> None:
    record = lambda on, until=None: operations.record_contact(  # noqa: E731
        project, 1, "DEOWN2", channel=ContactChannel.CALL, outgoing=True, on=on,
        result=ContactResult.INTERESTED, text="ruft an", follow_up_on=until,
    )  # fmt: skip
    record(date(2026, 3, 1), date(2026, 5, 1))
    record(date(2026, 3, 9))
    record(date(2026, 3, 5), date(2026, 4, 1))
    listed = queries.contacts(project, 1)
    assert [contact.contact_id for contact in listed] == [2, 3, 1]
    assert (listed[0].text, listed[0].result, listed[0].follow_up_on) == (
        "ruft an",
        ContactResult.INTERESTED,
        None,
    )
    assert queries.site_table(project).loc[1, "follow_up_on"] == date(2026, 4, 1)
    assert queries.due(project, DAY)[["contact_id", "due_on"]].to_numpy().tolist() == [[3, DAY]]
    operations.complete_follow_up(project, 3)
    assert queries.due(project, DAY).empty
    assert queries.site_table(project).loc[1, "follow_up_on"] == date(2026, 5, 1)
    operations.postpone_follow_up(project, 1, date(2027, 1, 1))
    assert queries.site_table(project).loc[1, "follow_up_on"] == date(2027, 1, 1)
    refused("no_follow_up", lambda: operations.complete_follow_up(project, 2), ProjectError)
    operations.undo(project)
    operations.undo(project)
    assert queries.due(project, DAY)["contact_id"].tolist() == [3]


def test_exports_are_in_the_history_of_each_site_and_cannot_be_undone(project: Project) -> None:
    operations.set_review(project, 1, Review.IN_REVIEW)
    change = operations.log_export(project, Audience.INVESTOR, "pdf", [1, 2])
    assert (change.history_id, change.sites) == (None, {1, 2})
    for site_id in (1, 2):
        entry = queries.history(project, site_id)[0]
        assert entry.code == "log_export"
        assert entry.details == {"audience": "investor", "format": "pdf", "count": 2}
    assert queries.history(project, 3) == []
    state = queries.undo_state(project)
    assert state.undo is not None
    assert state.undo.code == "set_review"


def test_a_new_change_discards_what_was_undone(project: Project) -> None:
    operations.set_review(project, 1, Review.IN_REVIEW)
    operations.set_review(project, 2, Review.IN_REVIEW)
    operations.undo(project)
    assert queries.undo_state(project).redo is not None
    assert queries.history(project)[0].undone
    operations.set_review(project, 3, Review.IN_REVIEW)
    assert queries.undo_state(project).redo is None
    refused("nothing_to_redo", lambda: operations.redo(project), ProjectError)


def test_undo_reaches_over_an_import_and_into_the_next_day(project: Project) -> None:
    operations.set_review(project, 1, Review.CONFIRMED)
    operations.import_cadastre(project, small_town.cadastre())
    path = project.path
    project.close()
    with Project.open(path) as again:
        assert operations.undo(again).sites == {1}
        assert queries.site(again, 1).review is Review.CANDIDATE


def test_every_code_of_an_operation_has_a_text(project: Project) -> None:
    for language in i18n.LANGUAGES:
        i18n.set_language(language)
        for name in [*operations.__all__, "undo", "redo"]:
            assert i18n.label("operation", name) != name


Step = Callable[[Project], Change]


def _at(
    code: str, *values: st.SearchStrategy[object], **named: st.SearchStrategy[object]
) -> st.SearchStrategy[Step]:
    """Draw the arguments of an operation."""
    drawn = st.tuples(st.tuples(*values), st.fixed_dictionaries(named))
    return drawn.map(lambda drawn: lambda project: getattr(operations, code)(project, *drawn[0], **drawn[1]))


_SITE, _CONTACT = st.integers(1, 4), st.integers(1, 3)
_OWNER, _DAY, _WHY = st.sampled_from(("DEOWN1", "DEOWN3")), st.dates(DAY, date(2027, 4, 1)), st.just("weil")
_PHONE = st.just(ContactChannel.CALL)
_DRAWN = st.integers(0, 7).map(
    lambda at: shapely.box(
        small_town.EAST + 25 * at, small_town.NORTH, small_town.EAST + 25 * at + 20, small_town.NORTH + 9
    )
)
STEPS = st.one_of(
    _at(
        "set_review",
        _SITE,
        st.sampled_from(Review),
        reason=st.just(RejectReason.OTHER),
        note=_WHY,
        deferred_until=_DAY,
    ),
    _at("set_availability", _SITE, st.sampled_from(Availability), reason=_WHY),
    _at("set_publication", _SITE, st.sampled_from(Publication), on=_DAY),
    _at("set_note", _SITE, st.text(max_size=5)),
    _at("set_willingness", _SITE, _OWNER, st.sampled_from(Willingness), source=_PHONE, on=_DAY),
    _at("set_outreach", _SITE, _OWNER, st.sampled_from(Outreach), reason=_WHY, on=_DAY),
    _at("set_consent", _SITE, _OWNER, st.booleans(), on=_DAY),
    _at("record_contact", _SITE, _OWNER, channel=_PHONE, outgoing=st.booleans(), on=_DAY, follow_up_on=_DAY),
    _at("complete_follow_up", _CONTACT),
    _at("postpone_follow_up", _CONTACT, _DAY),
    _at("set_site_outline", _SITE, _DRAWN),
    _at("set_site_parcels", _SITE, st.lists(st.sampled_from(small_town.IDS), min_size=1, max_size=3)),
    _at("create_site", st.sampled_from(small_town.IDS[1::2]).map(lambda one: [one])),
)


def _content(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the case tables but versions, history and log."""
    skipped = {"history", "history_sites", "access_log"}
    with project.store.reading() as connection:
        found: dict[str, list[tuple[object, ...]]] = {}
        for table in GUARDED:
            names = [column.name for column in table.columns if column.name != "version"]
            if table.name not in skipped:
                rows = connection.exec_driver_sql(f"SELECT {', '.join(names)} FROM {table.name}")
                found[table.name] = sorted((tuple(row) for row in rows), key=repr)
        rtree = connection.exec_driver_sql("SELECT * FROM rtree_sites_geom")
        found["rtree"] = sorted(tuple(row) for row in rtree)
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=1, max_size=8))
def test_doing_and_undoing_is_the_identity(cheap_keys: None, steps: list[Step]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder) / "p.gpkg", passphrase="wolkenkuckucksheim") as project,
    ):
        operations.import_cadastre(project, small_town.owned())
        verdicts = small_town.verdicts(small_town.CLASSES)
        operations.store_detection(project, small_town.measures(), verdicts, small_town.profile(), "")
        contents = [_content(project)]
        for step in steps:
            try:
                change = step(project)
            except (MoveRefused, ProjectError):
                assert _content(project) == contents[-1]  # a refused move leaves nothing
                continue
            if change.history_id is not None:
                contents.append(_content(project))
        for content in reversed(contents[:-1]):
            operations.undo(project)
            assert _content(project) == content
        for content in contents[1:]:
            operations.redo(project)
            assert _content(project) == content


def test_the_shape_of_two_neighbours_is_one(project: Project) -> None:
    (site_id,) = operations.create_site(project, [small_town.IDS[5], small_town.IDS[6]]).sites
    shape = queries.site_geometry(project, site_id)
    assert isinstance(shape, shapely.Polygon)
    assert shape.bounds == (
        small_town.EAST + 125,
        small_town.NORTH,
        small_town.EAST + 175,
        small_town.NORTH + 40,
    )
