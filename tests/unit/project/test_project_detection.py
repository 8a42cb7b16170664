"""What detection found goes in and comes out; sites follow it without losing work."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import small_town
from pandas.testing import assert_frame_equal, assert_series_equal

from flurinfill.model.change import Change
from flurinfill.model.errors import ProjectError
from flurinfill.model.potential import PotentialClass, Use
from flurinfill.model.proposals import Proposal, SharedBoundary
from flurinfill.model.states import Review
from flurinfill.project import Project, operations, queries

TODAY = date(2026, 11, 23)


def detect(project: Project, classes: tuple[str, ...]) -> Change:
    return operations.store_detection(
        project,
        small_town.measures(owners=True),
        small_town.verdicts(classes),
        small_town.profile(),
        small_town.TOML,
    )


def test_measures_and_verdicts_come_back_as_they_went_in(project: Project) -> None:
    measures = small_town.measures(owners=True)
    assert_frame_equal(queries.measures(project), measures)
    assert_frame_equal(queries.verdicts(project), small_town.verdicts(small_town.CLASSES))
    assert queries.profile_text(project) == small_town.TOML
    some = [measures.index[3], measures.index[1], "unknown"]
    wanted = measures[measures.index.isin(some)]
    assert_frame_equal(queries.measures(project, some), wanted)
    assert_frame_equal(queries.measures(project, [*some, *map(str, range(600))]), wanted)
    project.seal()
    sealed = queries.measures(project)
    assert sealed.columns.tolist() == measures.columns.tolist()
    assert sealed["same_owner_neighbour"].isna().all()
    assert_frame_equal(
        sealed.drop(columns="same_owner_neighbour"), measures.drop(columns="same_owner_neighbour")
    )


def test_cases_come_back_under_their_numbers(project: Project) -> None:
    before = queries.site_table(project)["case_no"]
    detect(project, ("none",) * len(small_town.CLASSES))
    assert not len(queries.site_table(project))
    detect(project, small_town.CLASSES)
    assert_series_equal(queries.site_table(project)["case_no"], before)
    detect(project, ("gap",) * len(small_town.CLASSES))
    more = queries.site_table(project)["case_no"]
    assert set(before) < set(more)
    assert len(set(more)) == len(more)
    assert more.loc[before.index].tolist() == before.tolist()


def test_further_columns_are_kept_and_order_does_not_matter(project: Project) -> None:
    measures = small_town.measures().assign(storeys=np.linspace(0, 7, 8))
    measures["legend"] = pd.Series(["", "a", "b", "", "", "", "", "c"], index=measures.index, dtype="str")
    shuffled = measures.iloc[::-1]
    verdicts = small_town.verdicts(small_town.CLASSES).iloc[[3, 1, 0, 2, 4, 5, 6, 7]]
    operations.store_detection(project, shuffled, verdicts, small_town.profile(), "")
    assert_frame_equal(queries.measures(project), measures)
    assert_frame_equal(queries.verdicts(project), small_town.verdicts(small_town.CLASSES))


def test_parcel_table_has_place_verdict_and_site(project: Project) -> None:
    table = queries.parcel_table(project)
    assert table.index.tolist() == list(small_town.IDS)
    assert table.index.name == "parcel_id"
    assert table["potential"].tolist() == list(small_town.CLASSES)
    assert table["number"].tolist() == [str(number) for number in range(1, 9)]
    assert np.allclose(table["area_m2"], 1000.0)
    assert table["official_area_m2"].isna().tolist() == [False, True] + [False] * 6
    assert table["site_id"].dtype == "Int64"
    assert table["site_id"].fillna(0).tolist() == [1, 0, 2, 0, 3, 0, 0, 4]
    year = date.today().year
    assert table["case_no"].tolist()[:3] == [f"{year}-0001", "", f"{year}-0002"]


def test_a_result_for_other_parcels_is_refused(project: Project) -> None:
    fewer = small_town.IDS[:7]
    with pytest.raises(ProjectError, match="detection_outdated"):
        operations.store_detection(
            project,
            small_town.measures(fewer),
            small_town.verdicts(["gap"] * 7, fewer),
            small_town.profile(),
            "",
        )
    assert len(queries.measures(project)) == 8


def test_untouched_sites_come_and_go_touched_ones_stay_and_are_marked(project: Project) -> None:
    operations.set_review(project, 1, Review.IN_REVIEW)
    change = detect(project, ("none", "gap", "second_row", "none", "none", "none", "garden", "gap"))
    assert (change.history_id, change.whole) == (None, True)
    assert (change.details["made"], change.details["removed"]) == (1, 1)
    table = queries.site_table(project)
    assert table["potential"].to_dict() == {1: "gap", 2: "second_row", 4: "gap", 5: "gap"}
    assert table["potential_now"].to_dict() == {1: "none", 2: "second_row", 4: "gap", 5: "gap"}
    assert table["case_no"].str[-4:].tolist() == ["0001", "0002", "0004", "0005"]  # 3 is never given again
    due = queries.due(project, TODAY)
    assert due[["kind", "site_id"]].to_numpy().tolist() == [["class_changed", 1]]


def proposal(*ids: str, same_owner: bool | None = None) -> Proposal:
    return Proposal(
        parcel_ids=ids,
        potential=PotentialClass.GAP,
        judged_as=Use.RESIDENTIAL,
        shared=tuple(SharedBoundary(a, b, 18.4) for a, b in pairwise(ids)),
        measures={"area_m2": 500.0, "rest_m2": float("nan"), "use": "residential"},
        same_owner=same_owner,
    )


def merge(project: Project, classes: Sequence[str], *made: Proposal) -> Change:
    """Store verdicts as they are with these proposals."""
    verdicts = small_town.verdicts(classes)
    for one in made:
        hints = "merged;one_owner_together" if one.same_owner else "merged"
        verdicts.loc[list(one.parcel_ids), "hints"] = hints
    measures, profile = small_town.measures(owners=True), small_town.profile()
    return operations.store_detection(project, measures, verdicts, profile, small_town.TOML, proposals=made)


def members(project: Project) -> list[tuple[str, ...]]:
    return queries.site_table(project)["parcel_ids"].tolist()


def test_parcels_that_are_building_land_together_become_one_site(project: Project) -> None:
    detect(project, ("none",) * 8)
    assert not len(queries.site_table(project))
    ids = small_town.IDS[:2]
    change = merge(project, ("gap", "gap", *("none",) * 6), proposal(*ids))
    assert change.details["made"] == 1
    sites = queries.site_table(project)
    assert members(project) == [ids]
    assert sites["potential"].tolist() == ["gap"]
    parcels = queries.parcels(project).set_index("parcel_id").geometry.loc[list(ids)]
    shape = queries.site_geometry(project, int(sites.index[0]))
    assert shape.area == pytest.approx(parcels.area.sum())


def test_a_proposal_comes_back_with_its_boundary_and_measures(project: Project) -> None:
    one = proposal(*small_town.IDS[:3])
    merge(project, ("gap",) * 3 + ("none",) * 5, one)
    (back,) = queries.proposals(project)
    assert dataclasses.replace(back, measures={}) == dataclasses.replace(one, measures={})
    assert back.shared_m == pytest.approx(36.8)
    assert back.measures["area_m2"] == 500.0
    assert np.isnan(back.measures["rest_m2"])
    operations.import_cadastre(project, small_town.owned())
    assert queries.proposals(project) == []


def test_that_one_owner_has_it_all_is_sealed(project: Project) -> None:
    one = proposal(*small_town.IDS[4:6], same_owner=True)
    other = proposal(*small_town.IDS[:2], same_owner=False)
    merge(project, ("gap", "gap", "none", "none", "gap", "gap", "none", "none"), one, other)
    assert [each.same_owner for each in queries.proposals(project)] == [True, None]
    project.seal()
    assert [each.same_owner for each in queries.proposals(project)] == [None, None]
    assert queries.verdicts(project)["hints"].tolist()[4:6] == ["merged", "merged"]
    project.close()
    assert b"one_owner_together" not in project.path.read_bytes()


def test_untouched_sites_follow_another_grouping_under_their_case_number(project: Project) -> None:
    first, second, third = small_town.IDS[:3]
    detect(project, ("gap", "none", "gap", *("none",) * 5))
    before = queries.site_table(project)
    assert members(project) == [(first,), (third,)]
    change = merge(project, ("gap", "gap", "gap", *("none",) * 5), proposal(second, first))
    assert (change.details["made"], change.details["removed"]) == (0, 0)
    after = queries.site_table(project)
    assert sorted(members(project)) == [(second, first), (third,)]
    assert after["case_no"].tolist() == before["case_no"].tolist()
    assert (after["version"] > before["version"]).tolist() == [True, False]
    change = detect(project, ("none", "gap", "gap", *("none",) * 5))
    assert members(project) == [(second,), (third,)]
    assert queries.site_table(project)["case_no"].tolist() == before["case_no"].tolist()
    change = merge(project, ("none", "gap", "gap", *("none",) * 5), proposal(second, third))
    assert (change.details["made"], change.details["removed"]) == (0, 1)
    assert members(project) == [(second, third)]


def test_a_site_that_a_person_works_on_is_never_regrouped(project: Project) -> None:
    first, second = small_town.IDS[:2]
    operations.set_review(project, 1, Review.CONFIRMED)
    change = merge(project, ("gap", "gap", *("none",) * 6), proposal(first, second))
    assert change.details["made"] == 1
    assert members(project) == [(first,), (second,)]
    operations.set_review(project, 5, Review.IN_REVIEW)
    merge(project, ("gap", "gap", *("none",) * 6), proposal(first, second))
    assert members(project) == [(first,), (second,)]
    assert queries.site(project, 1).review is Review.CONFIRMED


def test_a_site_that_lost_a_parcel_is_not_regrouped(project: Project) -> None:
    first, second, third, *rest = small_town.IDS
    detect(project, ("none",) * 8)
    merge(project, ("gap", "gap", *("none",) * 6), proposal(first, second))
    left = (first, third, *rest)
    operations.import_cadastre(project, small_town.owned(left))
    operations.store_detection(
        project,
        small_town.measures(left, owners=True),
        small_town.verdicts(("gap", "gap", *("none",) * 5), left),
        small_town.profile(),
        small_town.TOML,
        proposals=(proposal(first, third),),
    )
    missing = queries.site_table(project)["parcel_missing"].tolist()
    assert dict(zip(members(project), missing, strict=True)) == {(first, second): True, (third,): False}


def test_every_version_of_the_rules_is_kept_with_its_text(project: Project) -> None:
    trade = dataclasses.replace(small_town.profile(), name="gewerbe", version=1, use=Use.COMMERCIAL)
    operations.store_detection(
        project,
        small_town.measures(),
        small_town.verdicts(small_town.CLASSES),
        dataclasses.replace(small_town.profile(), version=4),
        "neu",
        further=[(trade, "Gewerbe")],
    )
    assert queries.profile_text(project) == "neu"
    assert queries.further_profile_texts(project) == ("Gewerbe",)
    used = queries.used_profiles(project)
    assert used[["name", "version", "text"]].to_numpy().tolist() == [
        ["gewerbe", 1, "Gewerbe"],
        ["muster", 4, "neu"],
        ["muster", 3, small_town.TOML],
    ]
    detect(project, small_town.CLASSES)
    assert len(queries.used_profiles(project)) == 3


def test_a_changed_class_is_settled_by_taking_it_over_or_by_a_review(project: Project) -> None:
    for site_id in (1, 2):
        operations.set_review(project, site_id, Review.IN_REVIEW)
    detect(project, ("minor_use", "none", "gap", "none", "gap", "none", "garden", "gap"))
    assert queries.due(project, TODAY)["site_id"].tolist() == [1, 2]
    operations.accept_class(project, 1)
    operations.set_review(project, 2, Review.CONFIRMED)
    assert queries.due(project, TODAY).empty
    table = queries.site_table(project)
    assert table.loc[[1, 2], "potential"].tolist() == ["minor_use", "minor_use"]
    assert table.loc[[1, 2], "potential_now"].tolist() == ["minor_use", "gap"]
    with pytest.raises(ProjectError, match="no_new_class"):
        operations.accept_class(project, 1)
    operations.undo(project)
    assert queries.due(project, TODAY)["site_id"].tolist() == [2]


def test_hints_that_follow_from_owners_are_sealed(project: Project) -> None:
    hints = ["", "same_owner_neighbour", "", "other_use;same_owner_neighbour", "other_use", "", "", "family"]
    hints[7] = "family"  # parcel 8 has the same owner beside it, and nobody else has this hint
    verdicts = small_town.verdicts(small_town.CLASSES, hints=hints)
    verdicts["warned"] = pd.Series(
        ["", "reserve", "noise", "noise;reserve", *[""] * 4], index=verdicts.index, dtype="str"
    )
    operations.store_detection(
        project,
        small_town.measures(owners=True),
        verdicts,
        small_town.profile(small_town.owner_rule(warn_only=True)),
        "",
    )
    assert queries.verdicts(project)["hints"].tolist() == hints
    assert queries.verdicts(project)["warned"].tolist() == verdicts["warned"].tolist()
    project.seal()
    assert queries.verdicts(project)["hints"].tolist() == ["", "", "", "other_use", "other_use", "", "", ""]
    assert queries.verdicts(project)["warned"].tolist() == ["", "", "noise", "noise", "", "", "", ""]
    project.close()
    data = project.path.read_bytes()
    assert re.search(rb"reserve(?!d)", data) is None  # a plot may be reserved
    assert b"family" not in data


def test_a_rule_over_owners_must_not_decide_the_class(project: Project) -> None:
    with pytest.raises(ProjectError, match="owner_rule_decides"):
        operations.store_detection(
            project,
            small_town.measures(),
            small_town.verdicts(small_town.CLASSES),
            small_town.profile(small_town.owner_rule(warn_only=False)),
            "",
        )


def test_without_a_vault_nothing_that_follows_from_owners_is_stored(plain: Project) -> None:
    detect(plain, small_town.CLASSES)
    assert queries.measures(plain)["same_owner_neighbour"].isna().all()
    assert len(queries.site_table(plain)) == 4
