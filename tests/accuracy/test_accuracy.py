"""How well the default profiles find what a planner sees in the sample town: recall and precision.

The truth was fixed before the rules were tuned; rules are tuned only in ways a planner would defend.
Run with ``-s`` to see the table.
"""

import pandas as pd
import pytest
from scoring import FREE_PART, pairs_in_order, printed, scores
from towns import Town

pytestmark = pytest.mark.timeout(600)  # the kernels may have to be compiled first
FLOOR = {  # (recall, precision) that must not be lost again
    "gap": (0.97, 0.92),
    "minor_use": (0.90, 0.90),
    "second_row": (0.90, 0.90),
    "brownfield": (0.95, 0.95),
    "garden": (0.95, 0.88),
}


def test_recall_and_precision(town: Town, clean: pd.DataFrame) -> None:
    table = scores(clean, town.truth)
    printed("Sample town: recall / precision", {"clean": table})
    print(f"built parcels with a free part: {(clean['reason'] == FREE_PART).sum()}")
    for name, (recall, precision) in FLOOR.items():
        assert table.loc[name, "recall"] >= recall, name
        assert table.loc[name, "precision"] >= precision, name


def test_every_parcel_has_a_truth_a_class_and_a_reason(town: Town, clean: pd.DataFrame) -> None:
    assert town.truth.reindex(clean.index).notna().all()
    assert clean["potential"].ne("").all()
    assert clean["reason"].ne("").all()


def test_the_review_begins_with_true_candidates(town: Town, clean: pd.DataFrame) -> None:
    share = pairs_in_order(clean, town.truth)
    print(f"\nreview order: {share:.2f} of the pairs of a true and a false candidate are in order")
    assert share >= 0.75
