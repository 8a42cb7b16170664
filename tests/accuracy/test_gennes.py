"""Verdicts on a real town beside labels that somebody gave by eye without knowing the rules.

See ``gennes_labels.md`` for the criterion. The labels are few and over-represent vacant parcels: the
tables are printed to be read, and the test guards against a collapse. Nobody delivered the land use.
The second table has the zones U of the local plan ("zone urbaine") as the official boundary of the
built-up area, read as any office would load its statute.
"""

from pathlib import Path

import geopandas as gpd
import pandas as pd
from towns import verdicts

from flurinfill.cadastre.reading import LayerMapping, LayerRef, read
from flurinfill.cadastre.tables import Cadastre

LABELS = Path(__file__).with_name("gennes_labels.csv")
LISTED = ("gap", "minor_use", "second_row")
BUILT_UP_ZONE = "U"


def gennes(folder: Path, statute: Path | None = None) -> Cadastre:
    """Read the town, with a boundary of the built-up area where there is one."""
    layers = {name: LayerRef(folder / f"{name}.gpkg") for name in ("parcel", "building", "road")}
    plans = () if statute is None else (LayerRef(statute),)
    mapping = LayerMapping(
        parcels=layers["parcel"], buildings=layers["building"], roads=layers["road"], plans=plans
    )
    return read([], mapping=mapping, with_owners=False)


def statute_of(zoning: Path, output: Path) -> Path:
    """Write the zones U as a layer of statutes on the built-up area."""
    zones = gpd.read_file(zoning)
    zones = zones[zones["TYPEZONE"].eq(BUILT_UP_ZONE)]
    named = {"name": "Zone U", "kind": "Innenbereichssatzung"}
    gpd.GeoDataFrame(geometry=zones.geometry).assign(**named).to_file(output, driver="GPKG")
    return output


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
    kept = sure.loc[sure["label"] == "gap", "potential"].isin(["gap", "undecidable"]).mean()
    print(f"gaps that are found or undecidable: {kept:.2f}")
    return out | {"kept": (kept, kept)}


def test_confusion_on_gennes(realdata: Path, tmp_path: Path) -> None:
    folder = realdata / "gennes-fr"
    labels = pd.read_csv(LABELS, dtype=str).set_index("parcel_id")
    found = verdicts(gennes(folder))
    table = labels.join(found, how="left")
    assert table["potential"].notna().all()
    plain = told("Gennes, labels (rows) and verdicts", table)
    free = (found["reason"] == "free_part").sum()
    print(
        f"all {len(found)} parcels: {(found['potential'] == 'gap').sum()} gaps, {free} built with a free part"
    )
    apart = table[(table["label"] != "unsure") & ((table["label"] == "gap") != (table["potential"] == "gap"))]
    print(apart[["label", "potential", "reason", "note"]].to_string())
    inside = verdicts(gennes(folder, statute_of(folder / "zoning.gpkg", tmp_path / "statute.gpkg")))
    assert (inside["reason"] == "outside_boundary").sum() > 50  # the boundary is heard
    bounded = told("The same with the zones U as boundary of the built-up area", labels.join(inside))
    assert plain["gap"][0] >= 0.6
    assert plain["kept"][0] >= 0.75  # nobody delivered the land use: where it matters, nobody decides
    assert plain["gap"][1] >= 0.6
    assert plain["second_row"][0] >= 0.5
    assert plain["second_row"][1] >= 0.7
    assert bounded["gap"][0] >= 0.8
    assert bounded["gap"][1] >= plain["gap"][1]
