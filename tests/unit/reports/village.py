"""A street of an invented village, and releases of it for every audience."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.affinity import translate
from shapely.geometry import Polygon, box

from flurinfill.cadastre import tables
from flurinfill.model.audience import Audience
from flurinfill.model.measures import MEASURES, Unit
from flurinfill.model.office import Office
from flurinfill.model.potential import PotentialClass, Use
from flurinfill.model.rules import Comparison, Outcome, Rule, RuleProfile, RuleResult, Verdict
from flurinfill.reports import comparison, gate, site_rules
from flurinfill.reports import town as town_room
from flurinfill.reports.release import ParcelRelease, Release

CRS = "EPSG:25833"
TODAY = date(2026, 11, 23)
EAST, NORTH = 486_000.0, 5_690_000.0
CANARIES = ("Kanarienvogel-Testfrau", "Wellensittich-Testmann", "geheime Notiz Nachtigall", "81999")
NASTY = '=cmd() 😀 <script>alert("x")</script> #strong[*fett*] $x$ @ref \u202e'
STREET = "Heideröschenweg"
N = 9  # parcels on each side of the street


def parcel_id(number: int) -> str:
    return f"149999___{number:05d}______"


def _lots() -> list[tuple[str, Polygon]]:
    lots = []
    for column in range(N):
        west = EAST + column * 22.0
        lots.append((str(column + 1), box(west, NORTH + 8, west + 22, NORTH + 44)))
        lots.append((str(column + 21), box(west, NORTH - 36, west + 22, NORTH)))
    lots.append(("40", box(EAST, NORTH, EAST + N * 22.0, NORTH + 8)))
    lots.append(("41/2", box(EAST, NORTH + 44, EAST + N * 22.0, NORTH + 110)))
    return lots


def cadastre() -> tables.Cadastre:
    lots = _lots()
    ids = [parcel_id(int(number.split("/")[0])) for number, _ in lots]
    parcels = gpd.GeoDataFrame(
        {
            "parcel_id": ids,
            "gemarkung_code": "149999",
            "gemarkung": "Neuhain",
            "number": [number for number, _ in lots],
            "official_area_m2": [round(shape.area) for _, shape in lots],
            "district": "Unterhain",
            "address_text": f"{STREET} 5; {STREET} 7 a",
        },
        geometry=[shape for _, shape in lots],
        crs=CRS,
    )
    built = [shape for number, shape in lots if number not in {"3", "4", "25", "8", "40", "41/2"}]
    houses = [box(s.centroid.x - 5, s.centroid.y - 6, s.centroid.x + 5, s.centroid.y + 5) for s in built]
    buildings = gpd.GeoDataFrame({"function": "1000"}, geometry=houses, crs=CRS, index=range(len(houses)))
    land = gpd.GeoDataFrame(
        {"kind": ["road", "water"], "name": [STREET, "Hainbach"]},
        geometry=[lots[-2][1], translate(lots[-2][1], 0, -60)],
        crs=CRS,
    )

    def conformed(frame: pd.DataFrame, columns: Any) -> gpd.GeoDataFrame:
        return gpd.GeoDataFrame(tables.conform(frame, columns))

    return tables.Cadastre(
        crs=CRS,
        data_state=date(2026, 11, 1),
        source="Quelle: GeoSN, dl-de/by-2-0",
        files=("neuhain.xml",),
        parcels=conformed(parcels, tables.PARCELS),
        buildings=conformed(buildings, tables.BUILDINGS),
        land_use=conformed(land, tables.LAND_USE),
        ways=tables.empty(tables.WAYS, CRS),
        addresses=tables.empty(tables.ADDRESSES, CRS),
        constraints=tables.empty(tables.CONSTRAINTS, CRS),
        plans=tables.empty(tables.PLANS, CRS),
        owners=pd.DataFrame({"last_name": CANARIES}),
    )


PROFILE = RuleProfile(
    "wohnen",
    3,
    "Wohnen in Kleinstadt und Dorf",
    "Homes in a small town",
    Use.RESIDENTIAL,
    (
        Rule("test_area", "official_area_m2", Comparison.AT_LEAST, 350, Unit.SQUARE_METRE, "DOMAIN B6"),
        Rule("test_width", "inscribed_width_m", Comparison.AT_LEAST, 12, Unit.METRE, "DOMAIN B6"),
        Rule("test_frontage", "frontage_m", Comparison.AT_LEAST, 3, Unit.METRE, "SächsBO §4(1)"),
        Rule("test_built", "built_share", Comparison.AT_MOST, 0.05, Unit.SHARE, "DOMAIN B6"),
        Rule("test_family", "same_owner_neighbour", Comparison.AT_MOST, 0, Unit.FLAG, "-", warn_only=True),
    ),
)


def measures() -> pd.DataFrame:
    lots = cadastre().parcels
    frame = pd.DataFrame(index=pd.Index(lots["parcel_id"], name="parcel_id"))
    rng = np.random.default_rng(7)
    for measure in MEASURES:
        if measure.family:
            continue
        frame[measure.name] = rng.uniform(0, 1, len(frame)).round(3)
    frame["area_m2"] = lots.geometry.area.to_numpy()
    frame["official_area_m2"] = lots["official_area_m2"].to_numpy()
    frame["inscribed_width_m"] = 21.8
    frame["rect_width_m"], frame["rect_depth_m"], frame["frontage_m"] = 22.0, 36.0, 22.0
    frame["main_distance_m"], frame["second_main_distance_m"], frame["envelope_m2"] = 6.0, 6.4, 480.0
    frame["constraint_share[Überschwemmungsgebiet]"] = 0.0
    frame["land_use_share[residential]"] = 1.0
    frame["same_owner_neighbour"] = 1.0
    frame["access"], frame["access_state"] = STREET, "judged"
    frame["dominant_use"], frame["use"] = "residential", "residential"
    return frame


def _parse(_text: str, _origin: str) -> RuleProfile:
    return PROFILE


def _explain_all(some: pd.DataFrame, profile: RuleProfile) -> list[Verdict]:
    return [_verdict(str(key), row, profile) for key, row in some.iterrows()]


def _verdict(key: str, row: pd.Series, profile: RuleProfile) -> Verdict:
    results = []
    for rule in profile.rules:
        value = float(row[rule.measure])
        margin = value - rule.threshold if rule.comparison is Comparison.AT_LEAST else rule.threshold - value
        results.append(RuleResult(rule, Outcome.PASSED if margin >= 0 else Outcome.FAILED, value, margin))
    return Verdict(key, PotentialClass.GAP, profile.name, profile.version, tuple(results))


def site_row(**changed: Any) -> dict[str, Any]:
    row = {
        "case_no": "N-0001",
        "parcel_ids": (parcel_id(3),),
        "numbers": "3",
        "gemarkung_code": "149999",
        "gemarkung": "Neuhain",
        "flur": "",
        "district": "Unterhain",
        "address_text": f"{STREET} 5; {STREET} 7 a",
        "area_m2": 792.0,
        "outline_m2": float("nan"),
        "potential": "gap",
        "potential_now": "gap",
        "review": "confirmed",
        "reject_reason": None,
        "deferred_until": None,
        "availability": "marketed",
        "publication": "published",
        "announced_on": date(2026, 9, 1),
        "parcel_missing": False,
        "version": 1,
        "follow_up_on": date(2026, 12, 1),
        "reserved_until": None,
        "willingness": "sell",
        "owner_category": "private",
        "consent_investor": True,
        "consent_overruled": False,
        "municipal": False,
        "outreach": "3/5",
        "outreach_state": "answered",
        "waiting_since": date(2026, 10, 1),
        "asking_price": 81999.0,
        "village": "Unterhain",
        "new_finding": "",
        "planning_basis": "34",
        "plan_name": "",
        "grz": 0.4,
        "gfz": float("nan"),
        "use": "residential",
        "capacity_units": 2.0,
        "servicing": "full",
        "frontage_m": 22.0,
        "area_geom_m2": 790.4,
        "width_m": 22.0,
        "depth_m": 36.0,
        "building_cover": 0.0,
        "land_use": "residential",
        "encumbrance": "line",
        "contamination": "suspected",
        "monument": "",
        "flood": "",
        "slope": "level",
        "land_value_eur_m2": 45.0,
        "land_value_date": date(2026, 1, 1),
        "note": "geheime Notiz Nachtigall, Kanarienvogel-Testfrau will 81999 Euro",
    }
    whole = {**row, **changed}
    return {"cadastre_area_m2": whole["area_m2"], **whole}


def site_table(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), index=pd.RangeIndex(1, len(rows) + 1, name="site_id"))


def four_sites() -> pd.DataFrame:
    return site_table(
        site_row(),
        site_row(
            case_no="N-0002",
            parcel_ids=(parcel_id(4), parcel_id(25)),
            numbers="4, 25",
            area_m2=1584.0,
            potential="minor_use",
        ),
        site_row(case_no="N-0003", parcel_ids=(parcel_id(8),), numbers="8", potential="second_row"),
        site_row(
            case_no="N-0004",
            parcel_ids=(parcel_id(41),),
            numbers="41/2",
            area_m2=13_068.0,
            potential="brownfield",
        ),
    )


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Give a stand-in for the project whose site table can be set."""

    def make(sites: pd.DataFrame) -> Any:
        town = cadastre()
        lots = town.parcels.set_index("parcel_id")
        parcels = pd.DataFrame(lots.drop(columns="geometry")).assign(
            area_m2=lots.geometry.area, potential="none", reason="", site_id=pd.NA, case_no=""
        )
        verdicts = pd.DataFrame(
            {
                "potential": "none",
                "reason": "",
                "failed": "test_width;test_family",
                "warned": "",
                "not_judged": "",
                "hints": "same_owner_neighbour;small",
            },
            index=lots.index,
        )
        state = SimpleNamespace(source=town.source, data_state=town.data_state, crs=CRS)
        questions = SimpleNamespace(
            site_table=lambda _: sites,
            site_outlines=lambda _: pd.Series(
                [lots.loc[list(ids)].geometry.union_all() for ids in sites["parcel_ids"]],
                index=sites.index,
                dtype=object,
            ),
            measures=lambda *_: measures(),
            access_ways=lambda _: measures()["access"],
            verdicts=lambda _: verdicts,
            parcel_table=lambda _: parcels,
            parcels=lambda _: town.parcels,
            cadastre=lambda _, with_owners, within=None: town,
            data_state=lambda _: state,
            profile_text=lambda _: "stored",
            further_profile_texts=lambda _: (),
            proposals=lambda _: [],
            office=lambda _: Office(),
        )
        monkeypatch.setattr(gate, "queries", questions)
        monkeypatch.setattr(town_room, "queries", questions)
        monkeypatch.setattr(comparison, "photo_lines", lambda *_: {})
        monkeypatch.setattr(town_room, "profiles", SimpleNamespace(parse_stored=_parse, builtin=tuple))
        monkeypatch.setattr(site_rules, "explain_all", _explain_all)
        return SimpleNamespace(crs=CRS, sealed=False, path=Path("village.gpkg"))

    return make


@pytest.fixture
def released(project: Callable[..., Any]) -> Callable[..., Release]:
    """Release the four sites (or others) to an audience."""

    def make(audience: Audience, sites: pd.DataFrame | None = None) -> Release:
        return gate.release(project(four_sites() if sites is None else sites), audience, today=TODAY)

    return make


@pytest.fixture
def released_parcels(project: Callable[..., Any]) -> ParcelRelease:
    """Release all parcels to the office."""
    return gate.release_parcels(project(four_sites()), Audience.INTERNAL, TODAY)
