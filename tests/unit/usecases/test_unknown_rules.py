"""A profile kept in a project that holds a rule this program does not know: nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from strips import PROFILE, parcel_id, street

from flurinfill import i18n
from flurinfill.detection import profiles
from flurinfill.model.errors import InputError
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.detecting import beside, detect, known_profiles
from flurinfill.usecases.explaining import explain_fully, print_sheet, unusable_text

STRANGE = """
[[rule]]
name = "shade_of_trees"
measure = "shade_m2"
comparison = "at_most"
threshold = 40.0
unit = "m2"
source = "Erfundene Regel"
classes = ["gap"]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A project judged by a program of another day."""
    plan = street(51.0)
    with Project.create(tmp_path / "weiler.gpkg", crs=plan.crs) as made:
        operations.import_cadastre(made, plan)
        with monkeypatch.context() as other_day:
            other_day.setattr(profiles, "dump", lambda profile, kept=profiles.dump: kept(profile) + STRANGE)
            detect(made, PROFILE, further=())
        yield made


def test_the_rules_are_read_but_for_the_unknown_one(project: Project) -> None:
    judge = known_profiles(project)[0]
    assert judge.unknown_rules == ("shade_of_trees",)
    assert judge.rules == PROFILE.rules
    assert len(queries.verdicts(project)) == len(queries.parcels(project))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Regeln, die dieses Programm nicht kennt: shade_of_trees. Es kann nicht verwendet werden"),
        ("en", "rules that this program does not know: shade_of_trees. They cannot be used;"),
    ],
)
def test_a_sentence_names_profile_and_rule(project: Project, language: str, words: str) -> None:
    i18n.set_language(language)
    told = unusable_text(known_profiles(project)[0])
    assert words in told
    assert "weiler" in told
    assert f"ersion {PROFILE.version})" in told


def test_it_neither_judges_nor_explains_until_it_is_saved_anew(project: Project, tmp_path: Path) -> None:
    before = queries.verdicts(project)
    for ask in (
        lambda: detect(project),
        lambda: explain_fully(project, parcel_id(3)),
        lambda: print_sheet(project, parcel_id(3), tmp_path / "warum.pdf"),
    ):
        with pytest.raises(InputError) as caught:
            ask()
        assert caught.value.code == "profile_unusable"
    assert queries.verdicts(project).equals(before)
    anew = profiles.parse(profiles.dump(known_profiles(project)[0]), "")
    detect(project, anew, further=beside(project, anew))
    assert not known_profiles(project)[0].unknown_rules
    assert explain_fully(project, parcel_id(3)).verdict.reason == "merged"


def test_another_profile_may_judge_at_any_time(project: Project) -> None:
    detect(project, profiles.builtin()[0])
    assert [each.unknown_rules for each in known_profiles(project)] == [()] * len(known_profiles(project))
