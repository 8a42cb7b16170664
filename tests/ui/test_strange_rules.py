"""A project whose rules this program does not know opens, says so, and keeps its verdicts."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk

from flurinfill.detection import profiles
from flurinfill.project import Project, queries
from flurinfill.usecases.detecting import detect

STRANGE = """
[[rule]]
name = "shade_of_trees"
measure = "shade_m2"
comparison = "at_most"
threshold = 40.0
unit = "m2"
classes = ["gap"]
"""


@pytest.fixture
def strange(town: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with Project.open(town) as project, monkeypatch.context() as other_day:
        other_day.setattr(profiles, "dump", lambda profile, kept=profiles.dump: kept(profile) + STRANGE)
        detect(project, profiles.builtin()[0])
    return town


def test_it_opens_with_a_sentence_and_its_verdicts(desk: Desk, strange: Path) -> None:
    desk.open(strange)
    snapshot = desk.session.snapshot
    gaps = snapshot.parcels.index[snapshot.parcels["reason"] == "gap"]
    assert len(gaps) > 100
    assert "shade_of_trees" in desk.window.notices.words("rules")
    desk.linking.show_parcels([gaps[0]])
    desk.wait()
    panel = desk.inspector.why
    assert panel.found is None
    assert "shade_of_trees" in panel.empty._sentence.text()
    assert panel.empty._headline.text() == "Baulücke"
    assert len(queries.verdicts(desk.session.project)) == len(snapshot.parcels)
