"""Strips that are a plot only together: found, kept, explained, printed; whose they are stays sealed."""

from __future__ import annotations

import dataclasses
import inspect
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from pypdf import PdfReader
from strips import PROFILE, parcel_id, street

from flurinfill import i18n
from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection.merging import proposals
from flurinfill.detection.uses import judge_by_use
from flurinfill.model.errors import Cancelled
from flurinfill.model.potential import PotentialClass
from flurinfill.model.rules import Outcome
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.detecting import detect
from flurinfill.usecases.explaining import as_json, explain_fully, print_sheet, text_lines
from flurinfill.usecases.site_room import with_room

PASSPHRASE = "Streifen-zusammen-1"
OWNERS = {3: "DEA", 4: "DEB", 5: "DEB"}
Make = Callable[[Cadastre], Project]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Make a project of a cadastre, and detect."""
    opened: list[Project] = []

    def made(cadastre: Cadastre) -> Project:
        project = Project.create(tmp_path / "weiler.gpkg", crs=cadastre.crs, passphrase=PASSPHRASE)
        opened.append(project)
        operations.import_cadastre(project, cadastre)
        detect(project, PROFILE, further=())
        return project

    yield made
    for project in opened:
        project.close()


def test_a_merged_parcel_is_explained_as_the_site_and_alone(make: Make) -> None:
    project = make(street(51.0))
    explanation = explain_fully(project, parcel_id(3))
    verdict, alone = explanation.verdict, explanation.found.alone
    assert verdict.potential is PotentialClass.GAP
    assert verdict.reason == "merged"
    assert not [result for result in verdict.results if result.outcome is Outcome.FAILED]
    size = next(result for result in verdict.results if result.rule.name == "area_open")
    assert size.value == pytest.approx(700.0)  # of both
    assert alone is not None
    assert alone.potential is PotentialClass.NONE
    failed = {result.rule.name for result in alone.results if result.outcome is Outcome.FAILED}
    assert "width_open" in failed
    assert explanation.found.what_if.potential is PotentialClass.NONE  # what would lose the site
    stored = queries.verdicts(project).loc[parcel_id(3)]
    assert (stored["potential"], stored["reason"]) == ("gap", "merged")


def test_a_cancel_is_heard_while_parcels_are_put_together(make: Make) -> None:
    """Between the steps of merging, and before each site whose room is looked for."""
    project = make(street(51.0))
    stored, measures = queries.verdicts(project), queries.measures(project)
    shapes = queries.parcels(project).set_index("parcel_id").geometry.reindex(measures.index).to_numpy()
    verdicts = judge_by_use(measures, [PROFILE])
    heard: list[int] = []
    made = proposals(shapes, measures, verdicts, [PROFILE], pause=lambda: heard.append(1))
    assert len(made) == 1
    assert len(heard) > 6

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        proposals(shapes, measures, verdicts, [PROFILE], pause=stop)
    with pytest.raises(Cancelled):
        with_room(project, made, [PROFILE], stop)

    class Stop:
        """Cancels once merging is reached: judging reports three times before it."""

        times = 0

        def report(self, step: str, done: int, total: int) -> None:
            self.times += step == "judge"
            if self.times == 4:
                assert any(frame.function == "proposals" for frame in inspect.stack())
                raise Cancelled

    with pytest.raises(Cancelled):
        detect(project, PROFILE, further=(), progress=Stop())
    pd.testing.assert_frame_equal(queries.verdicts(project), stored)


def test_the_boundary_is_named_in_text_json_and_on_the_sheet(make: Make, tmp_path: Path) -> None:
    project = make(street(45.0, 50.0, 55.0))
    words = "Zusammen mit 4 und 5; 70,0 m gemeinsame Grenze fielen weg."
    explanation = explain_fully(project, parcel_id(3))
    lines = list(text_lines(explanation))
    assert words in lines
    assert any(line.startswith("Allein: Kein Potenzial.") for line in lines)
    told = json.loads(json.dumps(as_json(explanation)))
    assert set(told["together"]["parcels"]) == {parcel_id(number) for number in (3, 4, 5)}
    assert told["together"]["shared_m"] == pytest.approx(70.0, abs=0.01)
    assert [each["length_m"] for each in told["together"]["boundaries"]] == pytest.approx(
        [35.0, 35.0], abs=0.01
    )
    assert told["class"] == "gap"
    assert told["alone"]["class"] == "none"
    assert "width_open" in [rule["rule"] for rule in told["alone"]["rules"] if rule["outcome"] == "failed"]
    out = print_sheet(project, parcel_id(3), tmp_path / "warum.pdf", today=date(2026, 11, 23))
    pages = PdfReader(out).pages
    assert len(pages) == 1
    text = " ".join(pages[0].extract_text().split())
    assert words in text
    assert "Grenze, die wegfiele" in text  # dashed on the map, and in its legend
    assert "Passt 10 × 12 m? Nein, 1,0 m fehlen." in text
    assert told["building"]["spare_m"] == pytest.approx(-1.0, abs=0.5)
    assert "Allein: Kein Potenzial." in text
    assert "525 m²" in text
    i18n.set_language("en")
    assert "Together with 4 and 5; 70.0 m of shared boundary would fall away." in text_lines(explanation)


def test_the_strips_of_one_owner_come_first_and_that_stays_sealed(make: Make) -> None:
    cuts = (46.5, 53.5)
    project = make(street(*cuts, owners=OWNERS))
    log = queries.access_log(project)
    assert log["purpose"].eq("detection").all()
    assert log["parcels"].iloc[0] == 3  # only those that may be merged are asked for
    (one,) = queries.proposals(project)
    assert set(one.parcel_ids) == {parcel_id(4), parcel_id(5)}
    assert one.same_owner is True
    told = explain_fully(project, parcel_id(4))
    assert "one_owner_together" in told.verdict.hints
    assert any("gemeinsamen Eigentümer" in line for line in text_lines(told))
    assert "one_owner_together" not in str(explain_fully(project, parcel_id(3)).verdict.hints)
    project.seal()
    assert "one_owner_together" not in explain_fully(project, parcel_id(4)).verdict.hints
    project.close()
    assert b"one_owner" not in project.path.read_bytes()


def test_without_a_key_the_longest_boundary_counts(make: Make) -> None:
    project = make(street(46.5, 53.5, owners=OWNERS))
    project.seal()
    detect(project, PROFILE, further=())
    (one,) = queries.proposals(project)
    assert one.same_owner is None
    assert len(queries.access_log(project)) == 2  # nothing was read again


def test_the_sheet_says_nothing_about_owners(make: Make, tmp_path: Path) -> None:
    project = make(street(46.5, 53.5, owners=OWNERS))
    out = print_sheet(project, parcel_id(4), tmp_path / "warum.pdf", today=date(2026, 11, 23))
    text = PdfReader(out).pages[0].extract_text()
    assert "Zusammen mit" in text
    assert "Eigentümer" not in text


def test_a_version_means_the_same_rules_for_ever(make: Make) -> None:
    project = make(street(51.0))
    strict = dataclasses.replace(
        PROFILE,
        rules=tuple(
            dataclasses.replace(rule, threshold=900.0) if rule.name == "area_open" else rule
            for rule in PROFILE.rules
        ),
    )
    other = detect(project, strict, further=())  # of another office: same name, same version
    assert other.profile.version == PROFILE.version + 1
    assert explain_fully(project, parcel_id(3)).verdict.potential is PotentialClass.NONE
    assert detect(project, strict, further=()).profile.version == PROFILE.version + 1
    assert detect(project, PROFILE, further=()).profile.version == PROFILE.version
    used = queries.used_profiles(project)
    assert used["version"].tolist() == [PROFILE.version + 1, PROFILE.version]
    assert (used["name"] == "weiler").all()
    assert "threshold = 900.0" in used["text"].iloc[0]
    assert "threshold = 900.0" not in used["text"].iloc[1]
