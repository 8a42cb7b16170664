"""How well the default profile finds what a planner sees in the sample town: recall and precision.

The truth was fixed before the rules were tuned; rules are tuned only in ways a planner would defend.
Run with ``-s`` to see the table.
"""

from pathlib import Path

import pandas as pd
import pytest

from flurinfill._data import data_path
from flurinfill.cadastre.mapping import LayerMapping, LayerRef
from flurinfill.cadastre.reading import read
from flurinfill.detection import profiles
from flurinfill.detection.measures import measure
from flurinfill.detection.rules import judge

LAYERS = ("Überschwemmungsgebiet", "Naturschutzgebiet", "Denkmalbereich")
FLOOR = {  # (recall, precision) that must not be lost again
    "gap": (0.97, 0.92),
    "minor_use": (0.90, 0.90),
    "second_row": (0.85, 0.85),
    "brownfield": (0.95, 0.95),
    "garden": (0.95, 0.88),
}


@pytest.fixture(scope="module")
def compared() -> pd.DataFrame:
    truth_file, town, layers = (
        data_path("sample_data", name) for name in ("truth.csv", "town.nas.xml.gz", "constraints.gpkg")
    )
    if not all(Path(path).is_file() for path in (truth_file, town, layers)):
        pytest.skip("the sample town has not been made")
    mapping = LayerMapping(constraints=tuple(LayerRef(Path(layers), layer) for layer in LAYERS))
    cadastre = read([Path(town)], mapping=mapping, with_owners=False)
    found = judge(measure(cadastre), profiles.load(profiles.DEFAULT))
    truth = pd.read_csv(truth_file, dtype=str, index_col="parcel_id")["truth"]
    return found.assign(truth=truth.reindex(found.index))


def test_recall_and_precision(compared: pd.DataFrame) -> None:
    lines, missed = [], []
    for potential, (least_recall, least_precision) in FLOOR.items():
        # The truth speaks of vacant parcels; free parts of built ones are counted below.
        vacant = compared["reason"] != "free_part"
        true, found = compared["truth"] == potential, (compared["potential"] == potential) & vacant
        recall = (true & found).sum() / true.sum()
        precision = (true & found).sum() / found.sum()
        lines.append(f"{potential:12s} {true.sum():5d} recall {recall:.3f} precision {precision:.3f}")
        if recall < least_recall or precision < least_precision:
            missed.append(lines[-1])
    lines.append(f"built parcels with a free part: {(compared['reason'] == 'free_part').sum()}")
    print("\n" + "\n".join(lines))
    assert not missed, missed


def test_every_parcel_has_a_truth_a_class_and_a_reason(compared: pd.DataFrame) -> None:
    assert compared["truth"].notna().all()
    assert compared["potential"].ne("").all()
    assert compared["reason"].ne("").all()
