"""The rules on real cadastres: streets are no gaps, and nothing is a gap where streets are unknown."""

from pathlib import Path

import pytest

from flurinfill.cadastre.mapping import LayerMapping, LayerRef
from flurinfill.cadastre.reading import read
from flurinfill.detection import profiles
from flurinfill.detection.measures import measure
from flurinfill.detection.rules import judge

PROFILE = profiles.load(profiles.DEFAULT)


@pytest.mark.parametrize("with_roads", [True, False])
def test_gennes_leaves_its_streets_out_of_the_parcels(realdata: Path, with_roads: bool) -> None:
    folder = realdata / "gennes-fr"
    mapping = LayerMapping(
        parcels=LayerRef(folder / "parcel.gpkg"),
        buildings=LayerRef(folder / "building.gpkg"),
        roads=LayerRef(folder / "road.gpkg") if with_roads else None,
    )
    frame = measure(read([], mapping=mapping, with_owners=False))
    found = judge(frame, PROFILE)
    assert len(found) == 851
    gaps, dark = (found["potential"] == "gap").sum(), (found["potential"] == "undecidable").sum()
    if with_roads:
        assert 12 <= gaps <= 40
        assert "land_use_unknown" in set(found["reason"])  # nobody delivered it, and a field would be none
        assert frame.loc[found["potential"] == "gap", "frontage_m"].min() >= 3.0
    else:
        assert gaps == 0
        assert dark >= 20


def test_neuwerk_is_no_building_land(realdata: Path) -> None:
    files = sorted((realdata / "hale-neuwerk-nas").glob("*.xml.gz"))
    frame = measure(read(files, with_owners=False))
    found = judge(frame, PROFILE)
    assert len(found) == 137
    assert found["reason"].ne("").all()
    ways = frame["dominant_use"].isin(["road", "way", "square"])
    assert ways.sum() >= 20
    assert (found.loc[ways, "potential"] == "none").all()
    assert (found["potential"] == "gap").sum() <= 2
