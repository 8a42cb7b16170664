"""Which fields leave: chosen ones, never forbidden ones; and the preview says the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pandas.testing import assert_frame_equal
from village import TODAY, four_sites

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.errors import FlurinfillError, GateClosed, InputError
from flurinfill.reports import gate, given_fields
from flurinfill.reports.comparison import compare
from flurinfill.reports.fields import heading
from flurinfill.reports.release import INTERNAL_COLUMNS, SITE_COLUMNS


@pytest.mark.parametrize("audience", list(Audience))
def test_without_a_choice_everything_allowed_is_given(
    audience: Audience, project: Callable[..., Any]
) -> None:
    town = project(four_sites())
    everything = gate.release(town, audience, today=TODAY)
    chosen = gate.release(town, audience, fields=given_fields.choosable(audience), today=TODAY)
    assert list(everything.sites) == list(chosen.sites)
    assert list(everything.measures) == list(chosen.measures)
    assert everything.rules == chosen.rules


@pytest.mark.parametrize("audience", list(Audience))
def test_what_is_not_chosen_stays_but_for_what_names_the_plot(
    audience: Audience, project: Callable[..., Any]
) -> None:
    release = gate.release(project(four_sites()), audience, fields=(), today=TODAY)
    assert set(release.sites) == {*SITE_COLUMNS[audience], "geometry"} & {*given_fields.IDENTITY, "geometry"}
    assert release.measures.empty
    assert not release.rules
    if audience is not Audience.PUBLIC:
        release = gate.release(project(four_sites()), audience, fields=["grz", "figures"], today=TODAY)
        assert "grz" in release.sites
        assert "potential" not in release.sites
        assert len(release.measures.columns)
        assert not release.rules


@pytest.mark.parametrize("audience", list(Audience))
def test_no_forbidden_field_can_be_wished_for(audience: Audience, project: Callable[..., Any]) -> None:
    town = project(four_sites())
    for name in given_fields.KNOWN - given_fields.allowed(audience):
        with pytest.raises(GateClosed) as closed:
            gate.release(town, audience, fields=[name], today=TODAY)
        assert closed.value.code == "field_not_allowed"
        with pytest.raises(GateClosed):
            compare(town, audience, fields=[name], today=TODAY)
    for name in ("last_name", "parcel_missing; owners", "geometry", ""):
        with pytest.raises(InputError) as unknown:
            gate.release(town, audience, fields=[name], today=TODAY)
        assert unknown.value.code == "field_unknown"


def test_what_tells_of_owners_is_allowed_to_nobody() -> None:
    for audience in Audience:
        assert not given_fields.allowed(audience) & {*given_fields.SEALED, given_fields.OWNERS}
        assert given_fields.allowed(audience) <= given_fields.KNOWN
    assert set(INTERNAL_COLUMNS) <= given_fields.KNOWN


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("fields", [None, ()])
def test_the_preview_shows_exactly_what_leaves(
    audience: Audience, fields: tuple[str, ...] | None, project: Callable[..., Any]
) -> None:
    sites = four_sites()
    sites.loc[4, ["publication", "availability"]] = ["objected", "reserved"]
    town = project(sites)
    release = gate.release(town, audience, fields=fields, today=TODAY)
    shown = compare(town, audience, fields=fields, today=TODAY)
    assert len(shown.outside) == len(release.sites)
    assert list(shown.withheld.values()) == [reason for _, reason in release.withheld]
    for row, site_id in zip(release.sites.to_dict("records"), shown.outside.index, strict=True):
        leaves = {line.field: line.outside for line in shown.lines(site_id) if line.outside is not None}
        parts = {name for name in ("figures", "rules", "photos") if leaves.pop(name, None) is not None}
        assert parts - {"photos"} == ({"figures", "rules"} if release.rules else set())
        if "figures" in parts:
            told = shown.figures(site_id)
            assert_frame_equal(told, release.measures.loc[told.index])
            assert list(told.index) == [key for key in row["parcel_ids"] if key in release.measures.index]
        assert ("photos" in parts) is (fields is None)
        written = {name: repr(value) for name, value in row.items() if value is not None}
        written.pop("geometry")
        assert written == {name: repr(value) for name, value in leaves.items()}
    released = [shown.rules[site_id] for site_id in shown.outside.index]
    assert not release.rules or released == list(release.rules.values())
    for site_id in shown.withheld:
        assert all(line.outside is None for line in shown.lines(site_id))


def test_every_field_that_stays_has_a_reason_in_words(project: Callable[..., Any]) -> None:
    for language in i18n.LANGUAGES:
        i18n.set_language(language)
        for audience in Audience:
            shown = compare(project(four_sites()), audience, fields=(), today=TODAY)
            assert set(shown.left_out) == given_fields.KNOWN - shown.given
            for line in shown.lines(1):
                assert (line.outside is None) <= bool(line.reason)
                assert not line.reason or i18n.label("not_given", line.reason) != line.reason
                assert i18n.label("field_group", line.group) != line.group
                assert heading(line.field) != line.field, line.field
    i18n.set_language("de")


def test_the_public_gets_street_and_size_in_other_words(project: Callable[..., Any]) -> None:
    sites = four_sites()
    sites["area_m2"] = 999.0  # entered by a person
    shown = compare(project(sites), Audience.PUBLIC, today=TODAY)
    size = next(line for line in shown.lines(1) if line.field == "area_m2")
    assert (size.inside, size.outside, size.reason) == (999.0, 792.0, "cadastre_size")
    address = next(line for line in shown.lines(1) if line.field == "address_text")
    assert (address.outside, address.reason) == (None, "house_numbers")


def test_a_refusal_says_what_may_be_chosen() -> None:
    with pytest.raises(FlurinfillError) as refused:
        given_fields.granted(Audience.INVESTOR, ["willingnes"])
    assert "willingnes" in i18n.error_text(refused.value)
    assert "grz" in i18n.error_text(refused.value)
