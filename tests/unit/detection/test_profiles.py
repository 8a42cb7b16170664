"""Rule profiles: built in, written and read back, refused with the place and the allowed values."""

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from flurinfill import i18n
from flurinfill.detection import profiles
from flurinfill.detection.evaluation import MOST_RULES, evaluate, rule_mask
from flurinfill.detection.explanation import source_text
from flurinfill.i18n import error_text
from flurinfill.model.errors import InputError
from flurinfill.model.potential import LandUse, PotentialClass

RULE = """
name = "frontage"
measure = "frontage_m"
comparison = "at_least"
threshold = 3
unit = "m"
classes = ["gap"]
"""
PROFILE = f"""
name = "probe"
version = 2
use = "residential"
[title]
de = "Probe"
en = "Trial"
[[rule]]
{RULE}
"""


def test_built_in_profiles_are_read_and_the_default_comes_first() -> None:
    names = [profile.name for profile in profiles.builtin()]
    assert names == ["kleinstadt-wohnen", "gewerbe"]
    for profile in profiles.builtin():
        assert all(rule.source and rule.source_en for rule in profile.rules)


def test_the_source_of_a_threshold_in_both_languages() -> None:
    (rule,) = profiles.parse(PROFILE.replace('unit = "m"', 'unit = "m"\nsource = "Amt"'), "amt.toml").rules
    i18n.set_language("en")
    assert source_text(rule) == "Amt"
    assert source_text(dataclasses.replace(rule, source_en="Office")) == "Office"
    i18n.set_language("de")
    assert source_text(dataclasses.replace(rule, source_en="Office")) == "Amt"


@pytest.mark.parametrize("name", ["kleinstadt-wohnen", "gewerbe"])
def test_dump_and_parse_are_inverse(name: str) -> None:
    profile = profiles.load(name)
    assert profiles.parse(profiles.dump(profile), "") == profile


def test_a_profile_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "amt.toml"
    path.write_text("\ufeff" + PROFILE, encoding="utf-8")
    profile = profiles.load(path)
    assert profile.origin == str(path)
    assert profile.rules[0].threshold == 3.0
    assert profile.setback_m == 3.0


def test_one_layer_of_constraints_may_be_named() -> None:
    text = PROFILE + '[[rule]]\nname = "constraint"\nmeasure = "constraint_share[Überschwemmungsgebiet]"\n'
    text += 'comparison = "at_most"\nthreshold = 0.2\nunit = "share"\n'
    text += 'land_uses = ["farming"]\nclasses = ["gap"]\n'
    rule = profiles.parse(text, "amt.toml").rules[1]
    assert rule.measure == "constraint_share[Überschwemmungsgebiet]"
    assert rule.land_uses == (LandUse.FARMING,)
    assert rule.classes == (PotentialClass.GAP,)


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ('name = "frontage"', 'name = "frontag"', "profile_value", "rule[frontag].name"),
        ('measure = "frontage_m"', 'measure = "area_m2"', "profile_value", "rule[frontage].measure"),
        ('unit = "m"', 'unit = "m2"', "profile_value", "rule[frontage].unit"),
        ("threshold = 3", "threshold = -1", "profile_value", "rule[frontage].threshold"),
        ("threshold = 3", "threshold = nan", "profile_value", "rule[frontage].threshold"),
        ("threshold = 3", "threshold = true", "profile_value", "rule[frontage].threshold"),
        ("threshold = 3", 'threshold = "3"', "profile_value", "rule[frontage].threshold"),
        ("threshold = 3", "", "profile_missing", "rule[frontage].threshold"),
        ('"at_least"', '"at_most"', "profile_value", "rule[frontage].comparison"),
        ('unit = "m"', 'unit = "m"\nclass = "gap"', "profile_unknown_key", "rule[frontage].class"),
        ('classes = ["gap"]', 'classes = ["none"]', "profile_value", "rule[frontage].classes"),
        ('unit = "m"', 'unit = "m"\nform = "round"', "profile_value", "rule[frontage].form"),
        ("version = 2", "version = 0", "profile_value", "version"),
        ('use = "residential"', 'use = "camping"', "profile_value", "use"),
        ('en = "Trial"', "", "profile_missing", "title.en"),
    ],
)
def test_refusals_name_the_key_and_what_is_allowed(old: str, new: str, code: str, key: str) -> None:
    assert old in PROFILE
    with pytest.raises(InputError) as caught:
        profiles.parse(
            PROFILE.replace(old, new, 1) if old != 'name = "frontage"' else PROFILE.replace(old, new),
            "amt.toml",
        )
    assert caught.value.code == code
    assert caught.value.details["key"] == key
    assert "amt.toml" in error_text(caught.value)
    assert "{" not in error_text(caught.value)


def test_the_same_rule_twice() -> None:
    with pytest.raises(InputError) as caught:
        profiles.parse(PROFILE + "[[rule]]" + RULE, "amt.toml")
    assert caught.value.code == "profile_duplicate"


@pytest.mark.parametrize(("threshold", "possible"), [(8.0, True), (8.1, False), (12.0, False)])
def test_a_way_wider_than_anyone_looks_for_is_no_threshold(threshold: float, possible: bool) -> None:
    rule = 'name = "rest_way"\nmeasure = "rest_way_m"\ncomparison = "at_least"\nunit = "m"'
    text = f"{PROFILE}[[rule]]\n{rule}\nthreshold = {threshold}\n"
    if possible:
        assert profiles.parse(text, "amt.toml").rules[1].threshold == threshold
        return
    with pytest.raises(InputError) as caught:
        profiles.parse(text, "amt.toml")
    assert caught.value.details["allowed"] == "0 – 8"


def _with_constraints(count: int) -> str:
    layer = """
[[rule]]
name = "constraint:layer{number}"
measure = "constraint_share[layer{number}]"
comparison = "at_most"
threshold = 0.5
unit = "share"
"""
    return PROFILE + "".join(layer.format(number=number) for number in range(count))


@pytest.mark.parametrize("language", ["de", "en"])
def test_more_rules_than_can_be_told_apart(language: str) -> None:
    i18n.set_language(language)
    with pytest.raises(InputError) as caught:
        profiles.parse(_with_constraints(MOST_RULES), "amt.toml")
    assert caught.value.code == "profile_too_many"
    told = error_text(caught.value)
    assert all(part in told for part in ("amt.toml", "rule", "63", "62"))


def test_as_many_rules_as_are_allowed_are_judged() -> None:
    profile = profiles.parse(_with_constraints(MOST_RULES - 1), "amt.toml")
    last = f"constraint_share[layer{MOST_RULES - 2}]"
    measures = pd.DataFrame({"frontage_m": [5.0, 1.0], last: [0.0, 1.0], "access_state": "judged"})
    found = evaluate(measures, profile)
    assert found.failed.tolist() == [0, 1 | 1 << 61]
    assert rule_mask(profile, PotentialClass.GAP, None) == (1 << MOST_RULES) - 1


@pytest.mark.parametrize("digits", [400, 5000])
@pytest.mark.parametrize(
    ("old", "key", "code"),
    [
        ("threshold = 3", "threshold", "profile_value"),
        ('use = "residential"', "setback_m", "profile_value"),
        ('use = "residential"', "height_m", "profile_value"),
        ("version = 2", "version", "profile_value"),
    ],
)
def test_a_number_that_no_computer_holds(old: str, key: str, code: str, digits: int) -> None:
    kept = "" if key in old else f"{old}\n"
    text = PROFILE.replace(old, f"{kept}{key} = 1{'0' * digits}", 1)
    with pytest.raises(InputError) as caught:
        profiles.parse(text, "amt.toml")
    assert caught.value.code == (code if digits == 400 else "profile_syntax")
    assert len(error_text(caught.value)) < 300


def test_no_toml_and_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        profiles.parse("name = ", "amt.toml")
    assert caught.value.code == "profile_syntax"
    with pytest.raises(InputError) as caught:
        profiles.load("gibt-es-nicht")
    assert caught.value.code == "profile_absent"
    assert "kleinstadt-wohnen" in error_text(caught.value)
    binary = tmp_path / "latin.toml"
    binary.write_bytes(b"name = 'Stra\xdfe'")
    with pytest.raises(InputError) as caught:
        profiles.load(binary)
    assert caught.value.code == "profile_unreadable"


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("instead", ["", 'classes = ["gap"]\nwarn_only = true', "classes = []"])
def test_a_profile_that_could_never_find_anything_is_refused(language: str, instead: str) -> None:
    i18n.set_language(language)
    with pytest.raises(InputError) as caught:
        profiles.parse(PROFILE.replace('classes = ["gap"]', instead), "amt.toml")
    told = error_text(caught.value)
    assert "amt.toml" in told
    assert "rule.classes" in told
    assert "second_row" in told


def test_a_profile_without_any_rule_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        profiles.parse(PROFILE[: PROFILE.index("[[rule]]")], "amt.toml")
    assert caught.value.code == "profile_missing"
