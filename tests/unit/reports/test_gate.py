"""The gate: every audience and every state, and nothing personal anywhere."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest
from village import CANARIES, STREET, TODAY, four_sites, parcel_id, site_row, site_table

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed, InputError
from flurinfill.model.measures import MEASURES
from flurinfill.model.states import Availability, Publication, Review
from flurinfill.reports import gate
from flurinfill.reports.refusals import refusal, street_names
from flurinfill.reports.release import (
    INTERNAL_COLUMNS,
    INVESTOR_COLUMNS,
    PUBLIC_COLUMNS,
    ParcelRelease,
    Release,
)

STATES = list(itertools.product(Review, Availability, Publication, (True, False, None), (True, False, None)))


def may_be_public(review: Review, availability: Availability, publication: Publication) -> bool:
    return (
        publication in {Publication.CLEARED, Publication.PUBLISHED}
        and review not in {Review.REJECTED, Review.SUPERSEDED}
        and availability is not Availability.BUILT
    )


def may_go_to_investors(
    review: Review, availability: Availability, consent: bool | None, municipal: bool | None
) -> bool:
    known = consent is not None and municipal is not None
    marketed = availability is Availability.MARKETED and review is Review.CONFIRMED
    return bool(known and marketed and (consent or municipal))


@pytest.mark.parametrize("audience", list(Audience))
def test_every_state_for_every_audience(audience: Audience) -> None:
    for review, availability, publication, consent, municipal in STATES:
        row = pd.Series(
            site_row(
                review=review.value,
                availability=availability.value,
                publication=publication.value,
                consent_investor=consent,
                municipal=municipal,
            )
        )
        reason = refusal(row, audience, TODAY)
        expected = {
            Audience.PUBLIC: may_be_public(review, availability, publication),
            Audience.INVESTOR: may_go_to_investors(review, availability, consent, municipal),
            Audience.INTERNAL: True,
        }[audience]
        assert (reason == "") is expected, (audience, review, availability, publication, consent, municipal)
        if reason:
            for language in i18n.LANGUAGES:
                i18n.set_language(language)
                assert i18n.label("withheld", reason) != reason
            i18n.set_language("de")


@pytest.mark.parametrize(
    ("announced_on", "reason"),
    [
        (date(2026, 9, 1), ""),
        (date(2026, 10, 22), ""),  # the 22nd is a Sunday: the month ends on Monday the 23rd …
        (None, "announcement_unknown"),
        (date(2026, 11, 2), "announcement_month_running"),
    ],
)
def test_public_needs_the_month_to_be_over(announced_on: date | None, reason: str) -> None:
    row = pd.Series(site_row(announced_on=announced_on), dtype="object")
    today = date(2026, 11, 24) if announced_on == date(2026, 10, 22) else TODAY
    assert refusal(row, Audience.PUBLIC, today) == reason


def test_the_last_day_of_the_month_is_still_too_early() -> None:
    row = pd.Series(site_row(announced_on=date(2026, 10, 22)), dtype="object")
    assert refusal(row, Audience.PUBLIC, date(2026, 11, 23)) == "announcement_month_running"


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.INVESTOR])
def test_a_plot_that_left_the_cadastre_is_withheld(audience: Audience) -> None:
    assert refusal(pd.Series(site_row(parcel_missing=True)), audience, TODAY) == "parcel_missing"


def test_a_locked_vault_withholds_from_investors(released: Callable[..., Release]) -> None:
    sites = four_sites().assign(consent_investor=None, municipal=pd.NA)
    release = released(Audience.INVESTOR, sites)
    assert release.sites.empty
    assert {reason for _, reason in release.withheld} == {"vault_locked"}
    assert len(released(Audience.INTERNAL, sites).sites) == 4


def test_public_gets_what_the_law_lists_and_nothing_else(released: Callable[..., Release]) -> None:
    release = released(Audience.PUBLIC)
    assert set(release.sites.columns) == {*PUBLIC_COLUMNS, "geometry"}
    assert release.measures.empty
    assert not release.rules
    assert release.marking == ""
    assert release.origin.profile == ""
    assert list(release.sites["street"]) == [STREET] * 4
    assert list(release.sites.index) == [1, 2, 3, 4]


def test_investors_get_figures_but_nothing_of_owners(released: Callable[..., Release]) -> None:
    release = released(Audience.INVESTOR)
    assert set(release.sites.columns) == {*INVESTOR_COLUMNS, "geometry"}
    assert "frontage_m" in release.measures
    assert "same_owner_neighbour" not in release.measures
    rules = {line.rule for lines in release.rules.values() for line in lines}
    assert rules == {"test_area", "test_width", "test_frontage", "test_built"}
    assert set(release.measures.index) == {parcel_id(number) for number in (3, 4, 25, 8, 41)}


def test_investors_are_not_told_that_no_dwelling_fits(released: Callable[..., Release]) -> None:
    sites = four_sites().assign(capacity_units=[0.0, 1.0, 2.0, float("nan")])

    def units(audience: Audience) -> list[float]:
        return list(released(audience, sites).sites["capacity_units"].fillna(-1.0))

    assert units(Audience.INVESTOR) == [-1.0, 1.0, 2.0, -1.0]
    assert units(Audience.INTERNAL) == [0.0, 1.0, 2.0, -1.0]


def test_internal_is_marked_and_has_nothing_sealed(released: Callable[..., Release]) -> None:
    release = released(Audience.INTERNAL)
    assert set(release.sites.columns) <= {*INTERNAL_COLUMNS, "geometry"}
    assert not {"willingness", "owner_category", "consent_investor", "municipal", "outreach", "note"} & set(
        release.sites
    )
    assert release.marking == "official_use_only"
    assert "same_owner_neighbour" not in release.measures
    assert release.origin.profile_version == 3


@pytest.mark.parametrize("audience", list(Audience))
def test_no_personal_word_is_in_a_release(audience: Audience, released: Callable[..., Release]) -> None:
    text = repr(_deep(released(audience)))
    for canary in (*CANARIES, "sell", "private", "3/5"):
        assert canary not in text


@pytest.mark.parametrize("audience", list(Audience))
def test_surroundings_are_geometry_and_type(audience: Audience, released: Callable[..., Release]) -> None:
    around = released(audience).background
    assert list(around.parcels.columns) == ["number", "geometry"]
    assert list(around.buildings.columns) == ["geometry"]
    assert list(around.land.columns) == ["kind", "name", "geometry"]
    assert set(around.land["kind"]) == {"road", "water"}


def test_a_release_cannot_change_its_fields(released: Callable[..., Release]) -> None:
    release = released(Audience.PUBLIC)
    with pytest.raises(dataclasses.FrozenInstanceError):
        release.audience = Audience.INTERNAL  # type: ignore[misc]


@pytest.mark.parametrize(
    "column", ["note", "willingness", "potential", "case_no", "address_text", "district"]
)
def test_a_release_with_a_forbidden_column_cannot_exist(
    column: str, released: Callable[..., Release]
) -> None:
    release = released(Audience.PUBLIC)
    with pytest.raises(GateClosed) as closed:
        dataclasses.replace(release, sites=release.sites.assign(**{column: "x"}))
    assert closed.value.code == "column_not_allowed"


def test_owner_derived_figures_cannot_be_added(
    released: Callable[..., Release], released_parcels: ParcelRelease
) -> None:
    release = released(Audience.INVESTOR)
    with pytest.raises(GateClosed):
        dataclasses.replace(release, measures=release.measures.assign(same_owner_neighbour=1.0))
    with pytest.raises(GateClosed):
        dataclasses.replace(
            released_parcels, parcels=released_parcels.parcels.assign(same_owner_neighbour=1.0)
        )
    with pytest.raises(GateClosed):
        dataclasses.replace(released(Audience.PUBLIC), measures=release.measures)
    with pytest.raises(GateClosed):
        dataclasses.replace(released(Audience.INTERNAL), marking="")


def test_the_asked_sites_come_in_the_asked_order(project: Callable[..., Any]) -> None:
    release = gate.release(project(four_sites()), Audience.INTERNAL, site_ids=[3, 1], today=TODAY)
    assert list(release.sites["case_no"]) == ["N-0003", "N-0001"]
    with pytest.raises(InputError) as error:
        gate.release(project(four_sites()), Audience.INTERNAL, site_ids=[1, 99], today=TODAY)
    assert error.value.code == "site_unknown"


def test_what_is_withheld_is_named_with_its_reason(released: Callable[..., Release]) -> None:
    sites = site_table(site_row(), site_row(case_no="N-0009", publication="objected"))
    release = released(Audience.PUBLIC, sites)
    assert release.withheld == (("N-0009", "publication_objected"),)
    assert len(release.sites) == 1


def test_the_parcel_table_has_every_measure_and_nothing_sealed(released_parcels: ParcelRelease) -> None:
    table = released_parcels.parcels
    assert {measure.name for measure in MEASURES if not measure.family} <= set(table.columns)
    assert "constraint_share[Überschwemmungsgebiet]" in table
    assert table["same_owner_neighbour"].isna().all()
    assert set(table["failed_rules"]) == {"test_width"}
    assert set(table["hints"]) == {"small"}
    assert table["parcel_id"].is_unique


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.INVESTOR])
def test_the_parcel_table_stays_in_the_office(audience: Audience, project: Callable[..., Any]) -> None:
    with pytest.raises(GateClosed) as closed:
        gate.release_parcels(project(four_sites()), audience, TODAY)
    assert closed.value.code == "parcels_internal_only"


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("Lindenstraße 5; Lindenstraße 7 a; Am Anger", "Lindenstraße, Am Anger"),
        ("Straße des 17. Juni 12-14", "Straße des 17. Juni"),
        ("Dorfstraße 3/5", "Dorfstraße"),
        ("Lindenstraße 5, 7", "Lindenstraße"),
        ("Lindenstraße 5 und 7 a-c", "Lindenstraße"),
        ("Lindenstraße 5 (Hinterhaus)", "Lindenstraße"),
        ("Lindenstraße hinter Nr. 7", "Lindenstraße"),
        ("Dorfstr. 12 1/2", "Dorfstr."),
        ("An der B 96", "An der B 96"),
        ("B 96", "B 96"),
        ("", ""),
        ("Am Wall", "Am Wall"),
    ],
)
def test_streets_lose_their_house_numbers(address: str, street: str) -> None:
    assert street_names(address) == street


def _deep(release: Release) -> list[object]:
    """Everything a release holds, written out."""
    around = release.background
    frames = [release.sites, release.measures, around.parcels, around.buildings, around.land]
    return [frame.to_dict() for frame in frames] + [release.rules, release.origin, release.withheld]
