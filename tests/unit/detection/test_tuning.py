"""Moved thresholds give the verdicts of a fresh judgement; scales can be read both ways."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flurinfill.detection import profiles
from flurinfill.detection.comparison import compare
from flurinfill.detection.deciding import deciding_texts
from flurinfill.detection.distribution import distribution
from flurinfill.detection.explanation import rule_label
from flurinfill.detection.rulebook import threshold_range
from flurinfill.detection.rules import judge
from flurinfill.detection.tuning import Tuning
from flurinfill.detection.uses import classes_by_use, judge_by_use
from flurinfill.detection.whatif import Flip, flipped
from flurinfill.model.potential import PotentialClass, Use
from flurinfill.model.proposals import Proposal
from flurinfill.model.rules import Rule, RuleProfile

PROFILE = profiles.load("kleinstadt-wohnen")


def made_up(count: int, seed: int = 7) -> pd.DataFrame:
    """A table of measures with everything that happens: missing values, unknown access, all uses."""
    dice = np.random.default_rng(seed)
    area = dice.lognormal(6.3, 1.0, count)
    table = {
        "area_m2": area,
        "official_area_m2": np.where(dice.random(count) < 0.05, np.nan, area),
        "main_built_m2": np.where(dice.random(count) < 0.6, dice.uniform(0, 200, count), 0.0),
        "minor_built_m2": np.where(dice.random(count) < 0.4, dice.uniform(0, 40, count), 0.0),
        "built_share": dice.random(count),
        "inscribed_width_m": dice.uniform(1, 40, count),
        "compactness": dice.random(count),
        "frontage_m": np.where(dice.random(count) < 0.2, 0.0, dice.uniform(0, 40, count)),
        "built_neighbour_share": np.where(dice.random(count) < 0.1, np.nan, dice.random(count)),
        "main_distance_m": dice.uniform(0, 60, count),
        "second_main_distance_m": dice.uniform(0, 90, count),
        "constraint_share[Aue]": np.where(dice.random(count) < 0.1, dice.random(count), 0.0),
        "land_use_share[out_of_use]": np.where(dice.random(count) < 0.05, dice.random(count), 0.0),
        "land_use_share[farming]": dice.random(count),
    }
    table["frontage_m[street]"] = table["frontage_m"] * (dice.random(count) < 0.8)
    frame = pd.DataFrame(table, index=pd.Index([f"p{n}" for n in range(count)], name="parcel_id"))
    frame["access_state"] = dice.choice(["judged", "unknown", "facing_gap"], count, p=[0.9, 0.05, 0.05])
    frame["dominant_use"] = dice.choice(["residential", "farming", "road", "", "mixed", "waste"], count)
    frame["use"] = "residential"
    return frame


MEASURES = made_up(600)


def fresh(tuning: Tuning) -> list[str]:
    return judge(MEASURES, tuning.profile)["potential"].tolist()


moves = st.lists(
    st.tuples(st.sampled_from([rule.name for rule in PROFILE.rules]), st.floats(0, 1)), min_size=1, max_size=6
)


@given(moves=moves)
@settings(max_examples=60, deadline=None)
def test_any_moves_give_what_a_fresh_judgement_gives(moves: list[tuple[str, float]]) -> None:
    tuning = Tuning(MEASURES, PROFILE)
    for name, part in moves:
        before = tuning.potentials
        low, high = threshold_range(name)
        top = high if high <= 1 else min(high, 3 * tuning.rule(name).threshold + 10)
        changed = tuning.move(name, low + part * (top - low))
        after = tuning.potentials
        assert set(changed) == {
            n for n, pair in enumerate(zip(before, after, strict=True)) if len(set(pair)) > 1
        }
    assert tuning.potentials == fresh(tuning)
    counts = judge(MEASURES, tuning.profile)["potential"].value_counts()
    for potential, total in tuning.totals().items():
        assert total.count == counts.get(potential.value, 0)


def test_land_of_another_use_keeps_its_own_rules() -> None:
    mixed = MEASURES.assign(use=np.resize(["residential", "commercial", "mixed"], len(MEASURES)))
    judges = [PROFILE, *profiles.builtin()]
    tuning = Tuning(mixed, PROFILE, profiles.builtin())
    assert tuning.potentials == judge_by_use(mixed, judges)["potential"].tolist()
    changed = tuning.move("vacant", 500.0)
    assert len(changed)
    assert not (mixed["use"].to_numpy()[changed] == "commercial").any()
    assert tuning.potentials == judge_by_use(mixed, [tuning.profile, *judges[1:]])["potential"].tolist()
    assert len(tuning.values("vacant")) < len(mixed)


@given(moves=moves, first=st.sampled_from(["kleinstadt-wohnen", "gewerbe"]))
@settings(max_examples=20, deadline=None)
def test_any_moves_beside_profiles_for_other_uses(moves: list[tuple[str, float]], first: str) -> None:
    uses = np.resize(["residential", "commercial", "mixed", "", "mixed"], len(MEASURES))
    table, others = MEASURES.assign(use=uses), profiles.builtin()
    tuning = Tuning(table, profiles.load(first), others)
    known = {rule.name for rule in tuning.profile.rules}
    for name, part in moves:
        if name not in known:
            continue
        low, high = threshold_range(name)
        top = high if high <= 1 else min(high, 3 * tuning.rule(name).threshold + 10)
        tuning.move(name, low + part * (top - low))
    assert tuning.potentials == judge_by_use(table, tuning.judges)["potential"].tolist()
    assert classes_by_use(table, tuning.judges).tolist() == tuning.potentials


def test_two_profiles_differ_by_what_their_verdicts_say() -> None:
    rule = next(rule for rule in PROFILE.rules if rule.name == "width_open")
    strict = flipped(PROFILE, [Flip(rule, rule.threshold, 25.0)])
    found = compare(MEASURES, PROFILE, strict)
    first, second = judge(MEASURES, PROFILE)["potential"], judge(MEASURES, strict)["potential"]
    assert found.first == first.tolist()
    assert found.second == second.tolist()
    listed = {(t.before.value, t.after.value): len(t.positions) for t in found.transitions}
    differ = first != second
    assert listed == pd.Series(list(zip(first[differ], second[differ], strict=True))).value_counts().to_dict()
    assert [len(t.positions) for t in found.transitions] == sorted(listed.values(), reverse=True)
    assert compare(MEASURES, PROFILE, PROFILE).transitions == ()


def test_moving_there_and_back_changes_nothing() -> None:
    tuning = Tuning(MEASURES, PROFILE)
    before, totals = tuning.potentials, tuning.totals()
    present = tuning.rule("width_open").threshold
    assert len(tuning.move("width_open", 25.0)) == len(tuning.move("width_open", present)) > 0
    assert tuning.potentials == before
    assert tuning.totals() == totals
    assert tuning.profile == PROFILE


@pytest.mark.parametrize("name", ["area_open", "width_open", "frontage"])
def test_a_lower_minimum_never_loses_a_candidate(name: str) -> None:
    rule = next(rule for rule in PROFILE.rules if rule.name == name)
    strict = Tuning(MEASURES, PROFILE).totals()[PotentialClass.NONE].count
    loose = Tuning(MEASURES, flipped(PROFILE, [Flip(rule, rule.threshold, rule.threshold / 2)])).totals()
    assert loose[PotentialClass.NONE].count <= strict


def test_hectares_are_of_the_official_area_where_it_is_known() -> None:
    total = sum(each.area_m2 for each in Tuning(MEASURES, PROFILE).totals().values())
    official = MEASURES["official_area_m2"].fillna(MEASURES["area_m2"])
    assert total == pytest.approx(official.sum())


@pytest.mark.parametrize("name", [rule.name for rule in PROFILE.rules])
def test_every_value_has_its_place_and_the_threshold_is_on_the_scale(name: str) -> None:
    tuning = Tuning(MEASURES, PROFILE)
    rule = tuning.rule(name)
    spread = distribution(tuning.values(name), rule)
    known = np.isfinite(tuning.values(name)).sum()
    assert spread.counts.sum() == known
    assert spread.unknown == len(tuning.values(name)) - known
    assert 0 <= spread.place(rule.threshold) <= 1
    for place in (spread.zero, 0.2, 0.5, 0.99):
        assert spread.place(spread.value(place)) == pytest.approx(place)


def test_a_long_tail_bends_the_scale_and_shares_stay_linear() -> None:
    tuning = Tuning(MEASURES, PROFILE)
    area = distribution(tuning.values("area_open"), tuning.rule("area_open"))
    assert area.bend > 0
    assert area.place(350.0) > 350.0 / area.high * 2
    assert distribution(tuning.values("compactness"), tuning.rule("compactness")).bend == 0


def rule_named(name: str, threshold: float) -> Rule:
    return dataclasses.replace(next(r for r in PROFILE.rules if r.name == name), threshold=threshold)


def test_what_fails_stands_on_the_failing_side_of_the_line() -> None:
    """A building that does not fit has a negative value; what is untouched by a constraint has 0."""
    spare = np.array([-10.0, -3.0, -0.5, 0.0, 0.5, 8.0, 8.0])
    fits = distribution(spare, rule_named("house_fits", 0.0))
    line = round(fits.zero * len(fits.counts))
    assert fits.place(0.0) == fits.zero
    assert fits.counts[:line].sum() == 3
    assert fits.counts[line:].sum() == 4
    assert fits.low < -9
    assert fits.value(fits.place(-2.0)) == pytest.approx(-2.0)
    untouched = distribution(np.array([0.0, 0.0, 0.004, 0.7]), rule_named("constraint_warning", 0.0))
    line = round(untouched.place(0.0) * len(untouched.counts))
    assert untouched.counts[:line].sum() == 2
    assert untouched.counts[line:].sum() == 2


def test_nothing_to_count() -> None:
    rule = dataclasses.replace(PROFILE.rules[0], threshold=0.0)
    spread = distribution(np.array([np.nan, np.nan]), rule)
    assert spread.counts.sum() == 0
    assert spread.unknown == 2
    assert len(Tuning(MEASURES.iloc[:0], PROFILE).codes) == 0


def proposal(*positions: int, potential: PotentialClass = PotentialClass.GAP) -> Proposal:
    ids = tuple(str(MEASURES.index[at]) for at in positions)
    return Proposal(ids, potential, Use.RESIDENTIAL, (), {})


def test_parcels_that_pass_together_count_for_as_long_as_they_are_nothing_alone() -> None:
    none = np.flatnonzero(judge(MEASURES, PROFILE)["potential"] == "none")[:2].tolist()
    tuning = Tuning(MEASURES, PROFILE, proposals=[proposal(*none)])
    plain = Tuning(MEASURES, PROFILE)
    assert [tuning.potentials[at] for at in none] == ["gap", "gap"]
    assert sorted(tuning.merged) == none
    now, alone = tuning.totals(), plain.totals()
    assert now[PotentialClass.GAP].count == alone[PotentialClass.GAP].count + 2
    assert now[PotentialClass.NONE].count == alone[PotentialClass.NONE].count - 2
    assert tuning.alone.tolist() == plain.codes.tolist()
    found = np.flatnonzero(judge(MEASURES, PROFILE)["potential"] == "second_row")[:1].tolist()
    tuning.merge([proposal(*found)])
    assert tuning.potentials == plain.potentials  # alone it is more than nothing: that counts
    tuning.merge([])
    assert len(tuning.merged) == 0


def test_a_comparison_counts_what_passes_together_by_either_profile() -> None:
    none = np.flatnonzero(judge(MEASURES, PROFILE)["potential"] == "none")[:2].tolist()
    other = dataclasses.replace(PROFILE, version=9)

    def find(profiles: Sequence[RuleProfile]) -> list[Proposal]:
        return [proposal(*none)] if profiles[0].version == 9 else []

    found = compare(MEASURES, PROFILE, other, (), find)
    (one,) = found.transitions
    assert (one.before, one.after) == (PotentialClass.NONE, PotentialClass.GAP)
    assert sorted(one.positions.tolist()) == none


def test_the_rule_that_was_moved_is_named_for_every_parcel_that_changes() -> None:
    named = 0
    for rule in PROFILE.rules:
        moved = rule.with_threshold(1.4 * rule.threshold)
        other = dataclasses.replace(
            PROFILE, rules=tuple(moved if each is rule else each for each in PROFILE.rules)
        )
        for found in compare(MEASURES, PROFILE, other).transitions:
            count = len(found.positions)
            classes = tuple(np.full(count, str(each), dtype=object) for each in (found.before, found.after))
            texts = deciding_texts(MEASURES.iloc[found.positions], classes, [PROFILE], [other])
            assert all(text.startswith(f"{rule_label(rule)}: ") for text in texts), rule.name
            assert all("→" in text for text in texts)
            named += count
    assert named > 5
    whole = deciding_texts(MEASURES, (np.full(600, "gap"), np.full(600, "none")), [PROFILE], [PROFILE])
    assert set(whole) == {"Zusammen mit den Nachbarn"}
