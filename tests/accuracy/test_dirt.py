"""What dirt in the data costs: recall and precision beside the clean town, for each kind of dirt.

A building that is missing makes its own parcel look vacant. That is no loss of recall; it costs
precision, and all that tells is the house number: those parcels carry the hint
``address_without_building``.
"""

from functools import cache

import pandas as pd
import pytest
from dirt import DIRT, missing
from scoring import printed, scores, undecidable
from towns import Town, verdicts

from flurinfill.detection.doubts import DOUBTS

pytestmark = pytest.mark.timeout(600)
LOSS = 0.05
FALSE_ALARMS = 0.03  # precision may not fall by more, unless buildings are missing
CLASSES = ("gap", "minor_use")
MISSING = "5 % missing"
REASONS = ("access_unknown", "facing_gap", *(doubt.reason for doubt in DOUBTS))


class Runs:
    """Verdicts under each kind of dirt, measured when first asked for."""

    def __init__(self, town: Town, clean: pd.DataFrame) -> None:
        self.town, self.clean = town, clean
        self.expected = scores(clean, town.truth)

    @cache  # noqa: B019 - one object, as long as the tests of this file
    def under(self, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Verdicts and scores."""
        found = verdicts(DIRT[name](self.town.cadastre))
        return found, scores(found, self.town.truth)


@pytest.fixture(scope="module")
def runs(town: Town, clean: pd.DataFrame) -> Runs:
    return Runs(town, clean)


@pytest.mark.parametrize("name", DIRT)
def test_gaps_are_still_found_or_called_undecidable(name: str, runs: Runs) -> None:
    found, table = runs.under(name)
    dark = undecidable(found, runs.town.truth, "gap")
    kept = table.loc["gap", "recall"] + dark.sum() / table.loc["gap", "true"]
    assert kept >= runs.expected.loc["gap", "recall"] - LOSS
    assert dark.index.isin(REASONS).all()
    # Without its garage a minor use is a gap: still on the list.
    listed = found["potential"].isin(["gap", "minor_use", "undecidable"])
    minor = runs.town.truth.reindex(found.index) == "minor_use"
    assert listed[minor].mean() >= runs.expected.loc["minor_use", "recall"] - LOSS


@pytest.mark.parametrize("name", [name for name in DIRT if name not in {MISSING, "no land use"}])
def test_dirt_makes_no_false_alarms(name: str, runs: Runs) -> None:
    _, table = runs.under(name)
    for kind in CLASSES:
        assert table.loc[kind, "precision"] >= runs.expected.loc[kind, "precision"] - FALSE_ALARMS, kind


def test_parcels_of_missing_buildings_are_known_by_their_house_number(runs: Runs) -> None:
    found, _ = runs.under(MISSING)
    alarm = found["potential"].isin(CLASSES)
    new = alarm & ~runs.clean["potential"].isin(CLASSES).reindex(found.index)
    hinted = found["hints"].str.contains("address_without_building")
    truth = runs.town.truth.reindex(found.index)
    gone = len(runs.town.cadastre.buildings) - len(missing(runs.town.cadastre).buildings)
    known = (new & hinted).sum() / new.sum()
    all_of_them, rest = truth[alarm].isin(CLASSES).mean(), truth[alarm & ~hinted].isin(CLASSES).mean()
    print(f"\n{gone} buildings missing: {new.sum()} new false alarms, {known:.0%} of them with the hint")
    print(f"precision of gaps and minor uses: {all_of_them:.3f}, without the hinted ones {rest:.3f}")
    assert known >= 0.9
    assert not hinted[truth == "gap"].any()


def test_report(runs: Runs) -> None:
    tables = {name: runs.under(name)[1] for name in DIRT}
    printed("Dirt: recall / precision on the sample town", {"clean": runs.expected, **tables})
    for name, table in tables.items():
        dark = undecidable(runs.under(name)[0], runs.town.truth, "gap")
        change = table.loc["gap", "recall"] - runs.expected.loc["gap", "recall"]
        why = "".join(f", {count} undecidable: {reason}" for reason, count in dark.items())
        print(f"{name:24s} gap recall {change:+.3f}{why}")
        assert table["true"].sum() == runs.expected["true"].sum(), "dirt must not lose parcels of the truth"
