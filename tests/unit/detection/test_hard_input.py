"""Input that nobody drew on purpose still gets a result, and a line in the doctor's report."""

import dataclasses
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from hand_made import cadastre, for_hamlets, house, rectangle, street_of_houses

from flurinfill import i18n
from flurinfill.cadastre import doctor
from flurinfill.cadastre.reading import read
from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.measures import measure
from flurinfill.detection.rules import judge
from flurinfill.model.errors import InputError

PROFILE = profiles.builtin()[0]


def judged(plan) -> tuple[pd.DataFrame, pd.DataFrame]:
    frame = measure(plan)
    found = judge(frame, PROFILE)
    assert found["reason"].ne("").all()
    return frame, found


def star() -> shapely.Polygon:
    """Return an outline of 10,000 points, 80 m around the origin."""
    angle = np.linspace(0, 2 * np.pi, 10_000, endpoint=False)
    reach = 80 + 5 * np.sin(40 * angle)
    return shapely.Polygon(np.c_[reach * np.cos(angle), reach * np.sin(angle)])


def delivered(plan: Cadastre, path: Path) -> Path:
    """Write a cadastre as ALKIS-vereinfacht."""
    parcels = {"flstkennz": [f"149999___{at:05d}______" for at in range(1, len(plan.parcels) + 1)]}
    buildings = {"gebnutzbez": "Gebaeude", "gfkzshh": "31001_" + plan.buildings["function"]}
    words = plan.land_use["kind"].map({"residential": "Wohnbauflaeche", "road": "Strassenverkehr"})
    uses = {"flstkennz": "", "nutzart": words, "bez": words}
    for layer, columns, table in (
        ("Flurstueck", parcels, plan.parcels),
        ("GebaeudeBauwerk", buildings, plan.buildings),
        ("NutzungFlurstueck", uses, plan.land_use),
    ):
        frame = gpd.GeoDataFrame(
            columns, index=table.index, geometry=table.geometry.to_numpy(), crs=table.crs
        )
        pyogrio.write_dataframe(frame, path, layer=layer, driver="GPKG", promote_to_multi=True)
    return path


def told(plan: Cadastre, language: str) -> dict[str, doctor.DoctorLine]:
    i18n.set_language(language)
    return {line.code: line for line in doctor.report(plan.findings)}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("threshold = 350.0", "threshold = -350.0", ["rule[area_open].threshold", "-350", "0 – 1000000"]),
        ("threshold = 0.3", "threshold = 30", ["rule[compactness].threshold", "30", "0 – 1"]),
        ('name = "vacant"', 'name = "vacan"', ["rule[vacan].name", "vacan", "frontage"]),
    ],
)
def test_a_profile_that_cannot_be_meant(
    tmp_path: Path, language: str, old: str, new: str, said: list[str]
) -> None:
    i18n.set_language(language)
    path = tmp_path / "unser-ort.toml"
    path.write_text(profiles.dump(PROFILE).replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        profiles.load(path)
    text = i18n.error_text(caught.value)
    assert all(part in text for part in ["unser-ort.toml", *said]), text


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_doctor_tells_of_each_of_them(tmp_path: Path, language: str) -> None:
    lots = {f"lot{at}": rectangle(5 * at, 300, 5 * at + 5, 335) for at in range(40)}
    crumb, forest = rectangle(600, 0, 600.01, 0.01), rectangle(1_000, 0, 11_000, 10_000)
    plan = cadastre(
        {"star": star(), "crumb": crumb, "forest": forest, **lots},
        buildings=[house(-5, -5), house(0, 310, 200, 12)],
        land_use=[{"geometry": rectangle(0, 292, 200, 300), "kind": "road"}],
    )
    plan = read([delivered(plan, tmp_path / "ort.gpkg")], with_owners=False)
    lines = told(plan, language)
    for code in ("many_vertices", "parcel_tiny", "parcel_huge", "building_spans_many"):
        assert all((lines[code].found, lines[code].done, lines[code].meaning)), code
        assert "{" not in lines[code].found
    assert lines["parcel_tiny"].examples == ("149999___00002______",)
    judged(plan)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_same_layers_delivered_three_times(tmp_path: Path, language: str) -> None:
    once = delivered(street_of_houses(), tmp_path / "a.gpkg")
    copies = [Path(shutil.copy(once, tmp_path / name)) for name in ("b.gpkg", "c.gpkg")]
    plan = read([once, *copies], with_owners=False)
    i18n.set_language(language)
    lines = [line.found for line in doctor.report(plan.findings) if line.code.startswith("identical")]
    # two more of each of four houses, six parcels and two uses
    assert [line.rsplit(" ", 1)[1] for line in lines] == ["12.", "8.", "4."]
    measures, alone = measure(plan), measure(read([once], with_owners=False))
    assert measures["main_built_m2"].tolist() == pytest.approx(alone["main_built_m2"].tolist())
    classes = [judge(each, for_hamlets(PROFILE))["potential"].tolist() for each in (measures, alone)]
    assert classes[0] == classes[1] == ["none", "none", "gap", "none", "none", "none"]


def test_a_parcel_of_a_square_centimetre_and_one_of_a_hundred_square_kilometres() -> None:
    plan = cadastre(
        {
            "crumb": rectangle(0, 0, 0.01, 0.01),
            "lot": rectangle(0.01, 0, 20, 35),
            "forest": rectangle(20, 0, 10_020, 10_000),
        },
        buildings=[house(5, 5), house(9_000, 9_000)],
    )
    frame, found = judged(plan)
    assert frame.loc["crumb", "area_m2"] == pytest.approx(1e-4, rel=1e-3)
    assert frame.loc["forest", "area_m2"] == pytest.approx(1e8)
    assert frame.loc["forest", "inscribed_width_m"] == pytest.approx(10_000, abs=1.0)
    assert found["potential"].tolist()[0] == "undecidable"
    assert found["reason"].tolist()[0] == "geometry_unusable"


def test_a_building_across_forty_parcels() -> None:
    lots = {f"lot{i}": rectangle(5 * i, 0, 5 * i + 5, 35) for i in range(40)}
    frame, _ = judged(cadastre(lots, buildings=[house(0, 10, 200, 12)]))
    assert frame["main_built_m2"].tolist() == pytest.approx([60.0] * 40)


def test_ten_thousand_vertices() -> None:
    plan = cadastre(
        {"star": star(), "lot": rectangle(100, 0, 120, 35)}, buildings=[house(-5, -5), house(103, 5)]
    )
    frame, _ = judged(plan)
    assert frame.loc["star", "area_m2"] == pytest.approx(star().area)
    assert frame.loc["star", "main_built_m2"] == pytest.approx(100.0)
    assert frame.loc["star", "inscribed_width_m"] == pytest.approx(150.6, abs=1.0)


def test_three_identical_layers_count_once() -> None:
    once = street_of_houses()
    thrice = dataclasses.replace(
        once,
        land_use=pd.concat([once.land_use] * 3, ignore_index=True),
        buildings=pd.concat([once.buildings] * 3, ignore_index=True),
    )
    first, second = measure(once), measure(thrice)
    numbers = list(first.select_dtypes("number"))
    np.testing.assert_allclose(first[numbers], second[numbers], atol=1e-6)


def test_two_parcels_in_the_same_place() -> None:
    plan = cadastre(
        {"one": rectangle(0, 0, 20, 35), "twin": rectangle(0, 0, 20, 35)}, buildings=[house(5, 5)]
    )
    frame, _ = judged(plan)
    assert frame["main_built_m2"].tolist() == pytest.approx([100.0, 100.0])
