"""Verdicts on a real town beside labels that somebody gave by eye without knowing the rules.

See ``gennes_labels.md`` for the criterion. The labels are few and over-represent vacant parcels: the
table is printed to be read, and the test only guards against a collapse.
"""

from pathlib import Path

import pandas as pd
import pytest

from flurinfill.cadastre.reading import LayerMapping, LayerRef, read
from flurinfill.detection import profiles
from flurinfill.detection.measures import measure
from flurinfill.detection.rules import judge

LABELS = Path(__file__).with_name("gennes_labels.csv")


@pytest.fixture
def verdicts(realdata: Path) -> pd.DataFrame:
    layers = {
        name: LayerRef(realdata / "gennes-fr" / f"{name}.gpkg") for name in ("parcel", "building", "road")
    }
    mapping = LayerMapping(parcels=layers["parcel"], buildings=layers["building"], roads=layers["road"])
    cadastre = read([], mapping=mapping, with_owners=False)
    return judge(measure(cadastre), profiles.load(profiles.DEFAULT))


def test_confusion_on_gennes(verdicts: pd.DataFrame) -> None:
    labels = pd.read_csv(LABELS, dtype=str).set_index("parcel_id")
    table = labels.join(verdicts, how="left")
    assert table["potential"].notna().all()
    print()
    print(pd.crosstab(table["label"], table["potential"]).to_string())
    sure = table[table["label"] != "unsure"]
    named = sure[sure["label"] == "gap"]
    found = sure[sure["potential"] == "gap"]
    recall = (named["potential"] == "gap").mean()
    precision = (found["label"] == "gap").mean()
    print(f"gap: recall {recall:.2f} of {len(named)}, precision {precision:.2f} of {len(found)}")
    print(
        sure[(sure["label"] == "gap") != (sure["potential"] == "gap")][
            ["label", "potential", "reason", "note"]
        ].to_string()
    )
    assert recall >= 0.5
    assert precision >= 0.5
