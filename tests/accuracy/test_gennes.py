"""Verdicts on a real town beside labels that somebody gave by eye without knowing the rules.

See ``gennes_labels.md`` for the criterion. The labels are few and over-represent vacant parcels: the
tables are printed to be read, and the test guards against a collapse. Nobody delivered the land use.
The zones of the plan are an official boundary of what may be built on; the second table shows what it
is worth where one is at hand.
"""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from towns import verdicts

from flurinfill.cadastre.reading import LayerMapping, LayerRef, read
from flurinfill.cadastre.tables import Cadastre

LABELS = Path(__file__).with_name("gennes_labels.csv")
LISTED = ("gap", "minor_use", "second_row")
BUILDING_ZONES = ("U", "AU")


@pytest.fixture
def gennes(realdata: Path) -> Cadastre:
    layers = {
        name: LayerRef(realdata / "gennes-fr" / f"{name}.gpkg") for name in ("parcel", "building", "road")
    }
    mapping = LayerMapping(parcels=layers["parcel"], buildings=layers["building"], roads=layers["road"])
    return read([], mapping=mapping, with_owners=False)


def in_building_zones(cadastre: Cadastre, zoning: Path) -> np.ndarray:
    """Parcels of which at least half lies in zones where the plan lets people build."""
    zones = gpd.read_file(zoning).to_crs(cadastre.crs)
    built = shapely.union_all(zones.geometry[zones["TYPEZONE"].str.startswith(BUILDING_ZONES)].to_numpy())
    parcels = cadastre.parcels.geometry.to_numpy()
    return np.asarray(shapely.area(shapely.intersection(parcels, built)) >= 0.5 * shapely.area(parcels))


def told(title: str, table: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Print a confusion table; return recall and precision without the unsure labels."""
    print(f"\n{title}\n{pd.crosstab(table['label'], table['potential']).to_string()}")
    sure = table[table["label"] != "unsure"]
    out = {}
    for name, classes in (("gap", ["gap"]), ("second_row", ["second_row"]), ("any candidate", [*LISTED])):
        true, found = sure["label"].isin(classes), sure["potential"].isin(classes)
        out[name] = (true & found).sum() / true.sum(), (true & found).sum() / found.sum()
        share = f"recall {out[name][0]:.2f} of {true.sum()}, precision {out[name][1]:.2f} of {found.sum()}"
        print(f"{name:14s} {share}")
    return out


def test_confusion_on_gennes(gennes: Cadastre, realdata: Path) -> None:
    found = verdicts(gennes)
    labels = pd.read_csv(LABELS, dtype=str).set_index("parcel_id")
    table = labels.join(found, how="left")
    assert table["potential"].notna().all()
    plain = told("Gennes, labels (rows) and verdicts", table)
    free = (found["reason"] == "free_part").sum()
    print(
        f"all {len(found)} parcels: {(found['potential'] == 'gap').sum()} gaps, {free} built with a free part"
    )
    apart = table[(table["label"] != "unsure") & ((table["label"] == "gap") != (table["potential"] == "gap"))]
    print(apart[["label", "potential", "reason", "note"]].to_string())
    inside = in_building_zones(gennes, realdata / "gennes-fr" / "zoning.gpkg")
    outside = set(found.index[~inside])
    zoned = table.assign(potential=table["potential"].mask(table.index.isin(outside), "none"))
    bounded = told("The same, what lies outside of the zones U and AU is none", zoned)
    assert plain["gap"][0] >= 0.7
    assert plain["gap"][1] >= 0.6
    assert plain["second_row"][1] >= 0.5
    assert bounded["gap"][0] >= plain["gap"][0] - 0.1
    assert bounded["gap"][1] >= plain["gap"][1]
