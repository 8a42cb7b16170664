"""Plans and statutes: XPlanGML and any layers become one table, and the doctor says what was left out."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from flurinfill import i18n
from flurinfill.cadastre import doctor
from flurinfill.cadastre.mapping import LayerMapping, LayerRef
from flurinfill.cadastre.plans import area_type_of, plan_kind_of
from flurinfill.cadastre.reading import describe, guess_mapping, read
from flurinfill.cadastre.sources import Format
from flurinfill.cadastre.tables import Cadastre
from flurinfill.model.errors import InputError
from flurinfill.model.planning import PlanKind

from .conftest import NasWriter

EAST, NORTH = 400_000.0, 5_650_000.0
RING = "400000 5650000 400100 5650000 400100 5650080 400000 5650080 400000 5650000"


def codes(cadastre: Cadastre) -> set[str]:
    return {finding.code for finding in cadastre.findings}


def xplan(*features: str, version: str = "5/4") -> str:
    members = "".join(f"<gml:featureMember>{feature}</gml:featureMember>" for feature in features)
    return (
        f'<x:XPlanAuszug xmlns:x="http://www.xplanung.de/xplangml/{version}"'
        ' xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"{members}</x:XPlanAuszug>"
    )


def surface(role: str) -> str:
    ring = f"<gml:LinearRing><gml:posList>{RING}</gml:posList></gml:LinearRing>"
    polygon = f'<gml:Polygon srsName="EPSG:25833"><gml:exterior>{ring}</gml:exterior></gml:Polygon>'
    return f"<x:{role}>{polygon}</x:{role}>"


def plan(oid: str, name: str, more: str = "<x:planArt>1000</x:planArt>") -> str:
    outline = surface("raeumlicherGeltungsbereich")
    return f'<x:BP_Plan gml:id="{oid}"><x:name>{name}</x:name>{outline}{more}</x:BP_Plan>'


def area(part: str, more: str) -> str:
    ref = f'<x:gehoertZuBereich xlink:href="#{part}"/>'
    inside = f"{ref}{surface('position')}{more}"
    return f'<x:BP_BaugebietsTeilFlaeche gml:id="A-{part}">{inside}</x:BP_BaugebietsTeilFlaeche>'


def part(oid: str, owner: str) -> str:
    return f'<x:BP_Bereich gml:id="{oid}"><x:gehoertZuPlan xlink:href="#{owner}"/></x:BP_Bereich>'


@pytest.fixture
def town(nas: NasWriter) -> Path:
    return nas.write(nas.parcel(1), nas.parcel(2, x=EAST + 20))


def test_xplan_5_1(realdata: Path) -> None:
    neuwerk = realdata / "hale-neuwerk-nas" / "ALKIS_NeuwScharh_0003.xml.gz"
    cadastre = read([neuwerk, realdata / "xplan-bplan" / "BPlan001_5-1.gml"], with_owners=False)
    outline, home = cadastre.plans.to_dict("records")
    assert (outline["kind"], outline["name"], outline["area_type"]) == ("plan", "BPlan001_5-1", "")
    assert (home["area_type"], home["grz"], home["storeys"]) == ("WA", 0.3, 1.0)
    assert pd.isna(home["gfz"])
    assert cadastre.plans.geometry.iloc[0].buffer(0.1).contains(cadastre.plans.geometry.iloc[1])
    assert cadastre.plans.is_valid.all()
    assert {"plans_found", "table_elsewhere"} <= codes(cadastre)  # Neuwerk lies in the sea, far away


def test_xplan_5_4(realdata: Path) -> None:
    neuwerk = realdata / "hale-neuwerk-nas" / "ALKIS_NeuwScharh_0003.xml.gz"
    mapping = LayerMapping(plans=(LayerRef(realdata / "xplan-bplan" / "BPlan002_5-4.gml"),))
    cadastre = read([neuwerk], mapping=mapping, with_owners=False)
    assert cadastre.plans["area_type"].tolist() == ["", "WA", "MI", "GE"]
    assert cadastre.plans["name"].unique().tolist() == ["BPlan001_5-4"]
    drawn = pyogrio.read_dataframe(
        realdata / "xplan-bplan" / "BPlan002_5-4.gml", layer="BP_BaugebietsTeilFlaeche", WRITE_GFS="NO"
    )
    assert cadastre.plans.area.tolist() == pytest.approx([88.313 * 80.144, *drawn.area])
    assert cadastre.crs == "EPSG:25832"


def test_each_area_belongs_to_its_plan(town: Path, tmp_path: Path) -> None:
    file = tmp_path / "plaene.gml"
    file.write_text(
        xplan(
            plan("P1", "Am Anger"),
            plan("P2", "Ortslage", "<x:planArt>40000</x:planArt><x:rechtsstand>4000</x:rechtsstand>"),
            plan("P3", "Im Grund", "<x:planArt>1000</x:planArt><x:rechtsstand>2000</x:rechtsstand>"),
            plan("P4", "Streusiedlung", "<x:planArt>5000</x:planArt>"),
            plan("P5", "Altstadt", "<x:planArt>10000</x:planArt>"),
            part("B1", "P1"),
            part("B3", "P3"),
            part("B5", "P5"),
            area(
                "B1",
                "<x:GRZ>0,4</x:GRZ><x:GFZ>0.8</x:GFZ>"
                "<x:besondereArtDerBaulNutzung>1700</x:besondereArtDerBaulNutzung>",
            ),
            area("B3", "<x:besondereArtDerBaulNutzung>1200</x:besondereArtDerBaulNutzung>"),
            area("B5", "<x:allgArtDerBaulNutzung>2000</x:allgArtDerBaulNutzung><x:GRZ>40</x:GRZ>"),
            version="6/0",
        ),
        encoding="utf-8",
    )
    cadastre = read([town, file], with_owners=False)
    rows = cadastre.plans[["kind", "name", "area_type"]].to_numpy().tolist()
    assert rows == [
        ["plan", "Am Anger", ""],
        ["inner_area", "Ortslage", ""],
        ["simple_plan", "Altstadt", ""],
        ["plan", "Am Anger", "GE"],
        ["simple_plan", "Altstadt", "M"],
    ]
    assert cadastre.plans["grz"].tolist()[3] == 0.4
    assert pd.isna(cadastre.plans["grz"].iloc[4])
    wanted = {"plan_not_in_force": ("Im Grund",), "plan_bounds_nothing": ("Streusiedlung",)}
    told = {each.code: each.examples for each in cadastre.findings if each.code in wanted}
    assert told == wanted
    assert "plan_ratio_implausible" in codes(cadastre)
    for line in doctor.report(cadastre.findings):
        assert "{" not in line.found + line.done + line.meaning


def test_a_land_use_plan_is_refused(town: Path, tmp_path: Path) -> None:
    file = tmp_path / "fnp.gml"
    file.write_text(xplan('<x:FP_Plan gml:id="F"><x:name>FNP</x:name></x:FP_Plan>'), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read([town, file], with_owners=False)
    assert caught.value.code == "xplan_without_plan"
    assert "fnp.gml" in i18n.error_text(caught.value)


def test_xplan_is_recognised_beside_foreign_layers(realdata: Path) -> None:
    plan_file = realdata / "xplan-bplan" / "BPlan002_5-4.gml"
    (described,) = describe([plan_file])
    assert described.format is Format.XPLAN
    guess = guess_mapping([plan_file, realdata / "gennes-fr" / "parcel.gpkg"])
    assert (guess.plans, guess.constraints) == ((), ())
    assert guess.parcels is not None


def layer(path: Path, title: str, **columns: object) -> Path:
    boxes = [
        shapely.box(EAST, NORTH, EAST + 30, NORTH + 20),
        shapely.box(EAST + 30, NORTH, EAST + 60, NORTH + 20),
    ]
    frame = gpd.GeoDataFrame(pd.DataFrame(columns, index=range(2)), geometry=boxes, crs="EPSG:25833")
    frame.to_file(path, layer=title, driver="GPKG")
    return path


def test_layers_are_guessed_by_name_and_columns(town: Path, tmp_path: Path) -> None:
    file = layer(
        tmp_path / "planung.gpkg",
        "Bebauungsplaene",
        planname=["Am Anger", "Am Anger"],
        planart=["qualifizierter Bebauungsplan", "einfacher Bebauungsplan"],
        gebietsart=["Allgemeines Wohngebiet", "GE 2"],
        grz=["0,3", "0.8"],
        geschosse=[2, None],
    )
    layer(file, "Innenbereichssatzung", bezeichnung=["Dorf", "Außenbereichssatzung Mühle"])
    guess = guess_mapping([file])
    assert {ref.layer for ref in guess.plans} == {"Bebauungsplaene", "Innenbereichssatzung"}
    cadastre = read([town], mapping=LayerMapping(plans=guess.plans), with_owners=False)
    rows = cadastre.plans.drop(columns="geometry").sort_values("name").fillna(-1.0).to_numpy().tolist()
    assert rows == [
        ["plan", "Am Anger", "WA", 0.3, -1.0, 2.0],
        ["simple_plan", "Am Anger", "GE", 0.8, -1.0, -1.0],
        ["inner_area", "Dorf", "", -1.0, -1.0, -1.0],
    ]
    assert "plan_bounds_nothing" in codes(cadastre)


def test_an_area_type_that_nobody_knows_is_told(town: Path, tmp_path: Path) -> None:
    file = layer(
        tmp_path / "bplan.gpkg", "bplan", name=["A", "B"], art=["Schrebergarten", ""], grz=[0.2, 0.3]
    )
    cadastre = read([town], mapping=LayerMapping(plans=(LayerRef(file),)), with_owners=False)
    assert cadastre.plans["area_type"].tolist() == ["other", "other"]
    (told,) = [each for each in cadastre.findings if each.code == "plan_area_type_unknown"]
    assert told.details["texts"] == ["Schrebergarten"]


@pytest.mark.parametrize(
    ("text", "area_type"),
    [
        ("WA", "WA"),
        ("WA 2", "WA"),
        ("MDW", "MDW"),
        ("1450", "MDW"),
        ("Urbanes Gebiet", "MU"),
        ("Sondergebiet Wochenendhäuser", "SOE"),
        ("Gewerbliche Baufläche", "G"),
        ("Wald", ""),
        ("Grünfläche", ""),
        ("", ""),
    ],
)
def test_area_types_in_codes_signs_and_words(text: str, area_type: str) -> None:
    assert area_type_of(text) == area_type


def test_kinds_in_codes_and_words() -> None:
    assert plan_kind_of("40002") is PlanKind.INNER_AREA
    assert plan_kind_of("Klarstellungs- und Ergänzungssatzung Ortslage") is PlanKind.INNER_AREA
    assert plan_kind_of("Einfacher Bebauungsplan Nr. 3") is PlanKind.SIMPLE_PLAN
    assert plan_kind_of("Bebauungsplan Nr. 3") is PlanKind.PLAN
    assert plan_kind_of("Außenbereichssatzung") is None
    assert plan_kind_of("Grün") is None
