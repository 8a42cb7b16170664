"""Towns that nobody looked at while the rules were made."""

import pandas as pd
import pytest
from holdout import held_out
from scoring import printed
from towns import HOLD_OUT

pytestmark = pytest.mark.timeout(600)
FLOOR = {"gap": (0.95, 0.85), "minor_use": (0.90, 0.90), "brownfield": (0.95, 0.95)}


@pytest.fixture(scope="module")
def found() -> dict[str, tuple[pd.DataFrame, int]]:
    return held_out(HOLD_OUT)


def test_rules_were_not_fitted_to_one_town(found: dict[str, tuple[pd.DataFrame, int]]) -> None:
    printed("Towns never looked at: recall / precision", {run: table for run, (table, _) in found.items()})
    print(f"built parcels with a free part: {[count for _, count in found.values()]}")
    for run, (table, _) in found.items():
        for name, (recall, precision) in FLOOR.items():
            assert table.loc[name, "recall"] >= recall, (run, name)
            assert table.loc[name, "precision"] >= precision, (run, name)
