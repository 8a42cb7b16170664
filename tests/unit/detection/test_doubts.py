"""Data too poor to decide: undecidable only where the verdict hangs on it, and the reason says what to do."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from hand_made import cadastre, for_hamlets, house, rectangle, street_of_houses, table

from flurinfill import i18n
from flurinfill.cadastre import tables
from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.detection.explanation import explain
from flurinfill.detection.measures import measure
from flurinfill.detection.rules import judge
from flurinfill.detection.whatif import what_if, what_if_text

PROFILE = for_hamlets(profiles.load("kleinstadt-wohnen"))
TRADE = for_hamlets(profiles.load("gewerbe"))
STREET = measure(street_of_houses())


def verdict(row: pd.Series, **changed: object) -> tuple[str, str]:
    row = row.copy()
    for name, value in changed.items():
        row[name] = value
    found = judge(row.to_frame().T.infer_objects(), PROFILE).iloc[0]
    return str(found["potential"]), str(found["reason"])


@pytest.mark.parametrize(
    ("official", "expected"),
    [
        (690.0, ("gap", "gap")),
        (400.0, ("gap", "gap")),  # far off, but a plot by either area
        (90.0, ("undecidable", "area_far_off")),
        (9_000.0, ("undecidable", "area_far_off")),
        (620.0, ("gap", "gap")),
    ],
)
def test_official_and_drawn_area(official: float, expected: tuple[str, str]) -> None:
    assert STREET.loc["lot2", "area_m2"] == pytest.approx(700.0)
    assert verdict(STREET.loc["lot2"], official_area_m2=official) == expected


def test_a_built_lot_is_built_by_any_area() -> None:
    assert verdict(STREET.loc["lot1"], official_area_m2=90.0)[0] == "none"


def test_land_of_unknown_use_is_undecidable_where_a_field_would_be_none() -> None:
    unknown = {"dominant_use": "", "between_share": 0.4}
    assert verdict(STREET.loc["lot2"], **unknown, built_neighbour_share=0.9) == ("gap", "gap")
    expected = ("undecidable", "land_use_unknown")
    assert verdict(STREET.loc["lot2"], **unknown, built_neighbour_share=0.3) == expected
    assert verdict(STREET.loc["lot2"], built_neighbour_share=0.3) == ("gap", "gap")  # known to be housing


def test_trade_on_land_of_unknown_use() -> None:
    row = STREET.loc["lot2"].copy()
    for name, value in {"official_area_m2": 2_000.0, "area_m2": 2_000.0, "inscribed_width_m": 30.0}.items():
        row[name] = value
    row["dominant_use"] = ""
    row = row.drop([name for name in row.index if str(name).startswith("land_use_share")])
    found = judge(row.to_frame().T.infer_objects(), TRADE).iloc[0]
    assert (found["potential"], found["reason"]) == ("undecidable", "land_use_unknown")


def test_a_sliver_of_a_square_centimetre() -> None:
    town = street_of_houses()
    sliver = cadastre({"sliver": rectangle(50, 40, 50.01, 40.01)}).parcels
    parcels = pd.concat([town.parcels, sliver], ignore_index=True)
    found = judge(measure(dataclasses.replace(town, parcels=parcels)), PROFILE)
    assert tuple(found.loc["sliver", ["potential", "reason"]]) == ("undecidable", "geometry_unusable")
    assert found.loc["lot2", "potential"] == "gap"


def village(houses: int) -> Cadastre:
    """Two rows of six lots on a street, the first so many built; a house far away."""
    lots = {
        f"lot{n}": rectangle(20 * (n % 6), 35 * (n // 6), 20 * (n % 6) + 20, 35 * (n // 6) + 35)
        for n in range(12)
    }
    lots = {
        name: shape if shape.bounds[1] == 0 else rectangle(*_south(shape.bounds))
        for name, shape in lots.items()
    }
    street, far = rectangle(0, -8, 120, 0), rectangle(1000, 0, 1030, 30)
    spots = [shape.bounds[:2] for shape in lots.values()][:houses]
    land = [{"geometry": rectangle(0, -43, 120, 35), "kind": "residential", "code": "41001"}]
    return cadastre(
        {**lots, "street": street, "far": far},
        buildings=[house(1005, 5), *(house(left + 5, bottom + 5) for left, bottom in spots)],
        land_use=[
            {**land[0], "geometry": land[0]["geometry"].difference(street)},
            {"geometry": street, "kind": "road"},
        ],
    )


def _south(bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, _, right, _ = bounds
    return left, -43.0, right, -8.0


def test_a_village_without_buildings_misses_them() -> None:
    measures = measure(village(0))
    found = judge(measures, PROFILE)
    lots = [name for name in found.index if name.startswith("lot")]
    assert set(found.loc[lots, "reason"]) == {"buildings_missing"}
    assert set(found.loc[lots, "potential"]) == {"undecidable"}
    assert found.loc["street", "reason"] == "public_way"
    told = explain("lot3", measures.loc["lot3"], PROFILE)
    assert told.reason == "buildings_missing"
    assert "few_buildings_around" in told.hints
    assert "reichen nicht aus" in what_if_text(what_if(measures.loc["lot3"], PROFILE))


@pytest.mark.parametrize(
    ("kind", "area_type", "expected"),
    [
        ("inner_area", "", {"undecidable"}),  # a village with a statute and no house has lost them
        ("simple_plan", "WA", {"undecidable"}),
        ("plan", "WA", {"gap"}),  # a new building area waits for its first house
    ],
)
def test_only_a_development_plan_explains_missing_buildings(
    kind: str, area_type: str, expected: set[str]
) -> None:
    outline = {
        "kind": kind,
        "name": "P",
        "area_type": area_type,
        "geometry": rectangle(0, -43, 120, 35),
    }
    town = dataclasses.replace(village(0), plans=table(tables.PLANS, [outline]))
    found = judge(measure(town), PROFILE)
    lots = [name for name in found.index if name.startswith("lot")]
    assert set(found.loc[lots, "potential"]) == expected


def test_a_village_with_its_houses_has_gaps() -> None:
    found = judge(measure(village(9)), PROFILE)
    assert set(found.loc[["lot9", "lot10", "lot11"], "potential"]) == {"gap"}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_each_reason_says_what_to_do(language: str) -> None:
    i18n.set_language(language)
    for reason in ("geometry_unusable", "area_far_off", "buildings_missing", "land_use_unknown"):
        text = i18n.label("verdict_reason", reason)
        assert text != reason
        assert any(word in text for word in ("klären", "nachliefern", "Clear", "Ask for"))
