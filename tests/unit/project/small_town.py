"""Eight invented parcels in a row, with buildings, a street, addresses and owners."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from flurinfill.cadastre import tables
from flurinfill.cadastre.tables import Cadastre
from flurinfill.model.findings import Finding, Severity
from flurinfill.model.measures import Unit
from flurinfill.model.potential import Use
from flurinfill.model.rules import Comparison, Rule, RuleProfile
from flurinfill.project.schema import MEASURE_COLUMNS

CRS = "EPSG:25833"
EAST, NORTH = 470_000.0, 5_690_000.0
IDS = tuple(f"14990100200{number:03d}______" for number in range(1, 9))
OWNER_IDS = ("DEOWN1", "DEOWN2", "DEOWN3", "DETOWN")
NAMES = ("Quarkenbeisser", "Tintenklecks", "Mondstaubler")
"""Unmistakable: no byte of these may be in a file without the key."""
PASSPHRASE = "wolkenkuckucksheim"
STREET = "Sternschnuppengasse 77"


def cadastre(
    ids: Sequence[str] = IDS,
    *,
    owners: pd.DataFrame | None = None,
    ownerships: pd.DataFrame | None = None,
    day: date = date(2026, 3, 1),
    crs: str = CRS,
    shift: float = 0.0,
) -> Cadastre:
    """Return a data state with these parcels: 25 m × 40 m each, on every second one a house."""
    left = EAST + 25.0 * np.arange(len(ids)) + shift
    plots = shapely.box(left, NORTH, left + 25, NORTH + 40)
    houses = shapely.box(left + 6, NORTH + 8, left + 18, NORTH + 20)[::2]
    return Cadastre(
        crs=crs,
        data_state=day,
        source="Quelle: Vermessungsamt Musterkreis, dl-de/by-2-0",
        files=("musterau.xml",),
        parcels=_layer(_parcels(ids), plots, tables.PARCELS, crs),
        buildings=_layer(
            {
                "building_id": [f"B{number}" for number in range(len(houses))],
                "function": "1010",
                "storeys": [2.0, *[float("nan")] * (len(houses) - 1)],
            },
            houses,
            tables.BUILDINGS,
            crs,
        ),
        land_use=_layer({"kind": "residential", "code": "41001"}, [_around(plots)], tables.LAND_USE, crs),
        ways=_layer(
            {"name": ["Lindenstraße", "Am Anger"], "kind": ["road", "way"]},
            [
                shapely.LineString([(EAST, NORTH - 5), (EAST + 200, NORTH - 5)]),
                shapely.box(EAST, NORTH - 9, EAST + 9, NORTH),
            ],
            tables.WAYS,
            crs,
        ),
        addresses=_layer(
            {"parcel_id": [ids[0], ids[0]], "street": "Lindenstraße", "house_number": ["5", "5a"]},
            [shapely.Point(EAST + 3, NORTH + 3), None],
            tables.ADDRESSES,
            crs,
        ),
        constraints=_layer(
            {"layer": "Überschwemmungsgebiet", "name": "HQ100"},
            [shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)])],
            tables.CONSTRAINTS,
            crs,
        ),
        plans=_layer(
            {"kind": "plan", "name": "Am Anger", "area_type": "WA", "grz": 0.3, "gfz": 0.6},
            [shapely.box(0, 0, 40, 40)],
            tables.PLANS,
            crs,
        ),
        owners=owners,
        ownerships=ownerships,
        findings=(Finding("areas_differ", Severity.WARNING, "parcels", 2, (ids[0],), {"percent": 3.5}),),
    )


def owned(ids: Sequence[str] = IDS, **more: object) -> Cadastre:
    """Return the same with owners: the first parcel has two, the last belongs to the town."""
    people, shares = owner_tables(ids)
    return cadastre(ids, owners=people, ownerships=shares, **more)  # type: ignore[arg-type]


def owner_tables(ids: Sequence[str] = IDS) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return owners and ownerships."""
    people = pd.DataFrame(
        {
            "owner_id": OWNER_IDS,
            "kind": ["person", "person", "person", "organisation"],
            "category": ["private", "private", "private", "municipality"],
            "last_name": [*NAMES, ""],
            "first_name": ["Zyprian", "Eulalia", "Balduin", ""],
            "organisation": ["", "", "", "Stadt Musterau"],
            "street": [STREET, STREET, "Am Regenbogen 3", "Markt 1"],
            "postcode": "00000",
            "city": ["Musterau"] * 3 + ["Musterau"],
            "source": "Musteramt",
            "as_of": ["2026-01-31", "", "", ""],
        }
    )
    half = [
        (ids[0], OWNER_IDS[0], 1, 2, "heirs", "DEGEMEINSCHAFT1"),
        (ids[0], OWNER_IDS[1], 1, 2, "heirs", "DEGEMEINSCHAFT1"),
    ]
    rest = [(one, OWNER_IDS[2], 1, 1, "", "") for one in ids[1:-1]]
    shares = pd.DataFrame(
        [*half, *rest, (ids[-1], OWNER_IDS[3], float("nan"), float("nan"), "", "")],
        columns=["parcel_id", "owner_id", "numerator", "denominator", "community", "community_id"],
    ).assign(booking="1100", sheet="Blatt 47110815")
    return tables.conform(people, tables.OWNERS), tables.conform(shares, tables.OWNERSHIPS)


def measures(ids: Sequence[str] = IDS, *, owners: bool = False) -> pd.DataFrame:
    """Return a measure table with families, NaN and zeros."""
    index = pd.Index(ids, name="parcel_id", dtype="str")
    frame = pd.DataFrame(index=index)
    for position, name in enumerate(MEASURE_COLUMNS):
        frame[name] = np.arange(len(ids)) + position / 8
    for name in ("constraint_share", "land_use_share"):
        frame[f"{name}[Überschwemmungsgebiet]"] = np.where(np.arange(len(ids)) == 1, 0.25, 0.0)
        frame[f"{name}[residential]"] = np.where(np.arange(len(ids)) == 2, np.nan, 0.75)
    frame["same_owner_neighbour"] = np.where(np.arange(len(ids)) % 2, 1.0, 0.0) if owners else np.nan
    texts = {"access": "Lindenstraße", "access_state": "judged", "dominant_use": "", "use": "residential"}
    for name, text in texts.items():
        frame[name] = pd.Series(text, index=index, dtype="str")
    return frame


def verdicts(classes: Sequence[str], ids: Sequence[str] = IDS, hints: Sequence[str] = ()) -> pd.DataFrame:
    """Return verdicts with these classes."""
    index = pd.Index(ids, name="parcel_id", dtype="str")
    columns = {
        "potential": classes,
        "reason": "passed",
        "failed": "frontage;width",
        "warned": "",
        "not_judged": "flood",
        "hints": hints or "",
    }
    frame = pd.DataFrame(index=index)
    for name, values in columns.items():
        texts = [values] * len(ids) if isinstance(values, str) else list(values)
        frame[name] = pd.Series(texts, index=index, dtype="str")
    return frame


def profile(*rules: Rule) -> RuleProfile:
    """Return a profile."""
    return RuleProfile("muster", 3, "Musterregeln", "Model rules", Use.RESIDENTIAL, rules)


def owner_rule(*, warn_only: bool) -> Rule:
    """Return a rule over the measure that is derived from owners."""
    return Rule("reserve", "same_owner_neighbour", Comparison.AT_MOST, 0.5, Unit.FLAG, warn_only=warn_only)


CLASSES = ("gap", "none", "minor_use", "none", "gap", "none", "garden", "gap")
TOML = 'name = "muster"\n'


def _parcels(ids: Sequence[str]) -> dict[str, object]:
    count = len(ids)
    return {
        "parcel_id": list(ids),
        "gemarkung_code": "149901",
        "gemarkung": "Musterau",
        "flur": "002",
        "number": [str(int(one[9:14])) if one[:6] == "149901" else one for one in ids],
        "official_area_m2": [1001.0, float("nan"), *[1000.0] * (count - 2)][:count],
        "municipality": "Musterau",
        "district": "Altdorf",
        "address_text": ["Lindenstraße 5; Lindenstraße 5a", *[""] * (count - 1)][:count],
        "legal_deviation": [False, True, *[False] * (count - 2)][:count],
        "formed_on": "1999-12-31",
    }


def _layer(columns: dict[str, object], shapes: object, schema: object, crs: str) -> gpd.GeoDataFrame:
    geometry = gpd.GeoSeries(list(shapes), crs=crs)  # type: ignore[call-overload]
    frame = gpd.GeoDataFrame(columns, index=geometry.index, geometry=geometry, crs=crs)
    return tables.conform(frame, schema)  # type: ignore[arg-type,return-value]


def _around(plots: np.ndarray) -> shapely.Polygon:
    outer = shapely.union_all(plots).buffer(10, join_style="mitre")
    return shapely.Polygon(
        outer.exterior, [shapely.box(EAST + 1, NORTH + 1, EAST + 4, NORTH + 4).exterior.coords]
    )
