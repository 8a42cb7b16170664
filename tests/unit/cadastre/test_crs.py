"""Coordinates are put in the right place, and what was wrong is told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from flurinfill.cadastre import crs
from flurinfill.cadastre.delivery import Layer
from flurinfill.model.errors import InputError

HERE = (14.98, 51.34)  # somewhere in Upper Lusatia


def layer(shapes: list[object], system: str | None, *, official: bool = True) -> Layer:
    geometry = np.full(len(shapes), None, dtype=object)
    geometry[:] = shapes
    frame = pd.DataFrame({"parcel_id": [f"149999___{row:05d}______" for row in range(1, len(shapes) + 1)]})
    return Layer("parcels", "ort.gpkg", frame, geometry, system, official)


def town(epsg: int, lon: float = HERE[0], lat: float = HERE[1]) -> list[object]:
    """Five squares of 20 m around a place, in the given system."""
    zone = 25833 if lon >= 12 else 25832
    x, y = pyproj.Transformer.from_crs(4326, zone, always_xy=True).transform(lon, lat)
    boxes = [shapely.box(x + 30 * n, y, x + 30 * n + 20, y + 20) for n in range(5)]
    return list(
        crs.move(np.array(boxes, dtype=object), pyproj.CRS.from_epsg(zone), pyproj.CRS.from_epsg(epsg))
    )


def turned(shapes: list[object]) -> list[object]:
    return list(shapely.transform(np.array(shapes, dtype=object), lambda xy: xy[:, ::-1]))


def shifted(shapes: list[object], by: float) -> list[object]:
    return list(
        shapely.transform(
            np.array(shapes, dtype=object), lambda xy: np.column_stack([xy[:, 0] + by, xy[:, 1]])
        )
    )


@pytest.mark.parametrize(
    ("shapes", "stated", "noticed"),
    [
        (town(25833), "EPSG:25833", set()),
        (town(25833), "urn:adv:crs:ETRS89_UTM33", set()),
        (town(25833), "urn:adv:crs:DE_ETRS89_UTM33", set()),
        (town(25833), "http://www.opengis.net/def/crs/EPSG/0/25833", set()),
        (town(4326), "EPSG:4326", {"crs_moved"}),
        (turned(town(4326)), "urn:ogc:def:crs:EPSG::4326", {"crs_moved"}),
        (turned(town(4326)), "EPSG:4326", {"axes_swapped", "crs_moved"}),
        (town(4326), "urn:ogc:def:crs:EPSG::4258", {"axes_swapped", "crs_moved"}),
        (town(3857), "EPSG:3857", {"crs_moved"}),
        (turned(town(25833)), "EPSG:25833", {"axes_swapped"}),
        (shifted(town(25833), 33e6), "EPSG:5650", {"zone_prefix_removed"}),
        (shifted(town(25833), 33e6), "EPSG:25833", {"zone_prefix_removed"}),
        (turned(shifted(town(25833), 33e6)), None, {"zone_prefix_removed", "axes_swapped"}),
        (town(25833), None, {"crs_missing_recognised"}),
        (town(4326), None, {"crs_missing_recognised", "crs_moved"}),
        (town(25833), "EPSG:4326", {"crs_wrong_recognised"}),
        (town(31469), "EPSG:31469", {"crs_moved_dhdn"}),
    ],
)  # fmt: skip
def test_every_way_to_state_a_place_ends_there(
    shapes: list[object], stated: str | None, noticed: set[str]
) -> None:
    parcels = layer(shapes, stated)
    system, findings = crs.unify([parcels], None)
    assert system == "EPSG:25833"
    assert {finding.code for finding in findings} == noticed
    expected = np.array(town(25833), dtype=object)
    assert shapely.distance(shapely.centroid(parcels.geometry), shapely.centroid(expected)).max() < 1.5
    assert shapely.area(parcels.geometry) == pytest.approx(400, rel=2e-3)


def test_zone_32_west_of_twelve_degrees() -> None:
    system, _ = crs.unify([layer(town(4326, 9.7, 52.3), "EPSG:4326")], None)
    assert system == "EPSG:25832"


def test_true_metric_systems_stay() -> None:
    square = shapely.box(937_000, 6_687_000, 937_020, 6_687_020)
    assert crs.unify([layer([square], "EPSG:2154", official=False)], None)[0] == "EPSG:2154"


def test_feet_become_metres() -> None:
    lon_lat = shapely.box(-122.7, 38.4, -122.699, 38.401)
    feet = crs.move(np.array([lon_lat], dtype=object), pyproj.CRS.from_epsg(4326), pyproj.CRS.from_epsg(2226))
    assert crs.unify([layer(list(feet), "EPSG:2226", official=False)], None)[0] == "EPSG:32610"


def test_other_tables_follow_the_parcels() -> None:
    buildings = layer(town(4326), "EPSG:4326")
    buildings.table = "buildings"
    parcels = layer(town(25833), "EPSG:25833")
    system, _ = crs.unify([buildings, parcels], None)
    assert system == "EPSG:25833"
    assert shapely.intersects(buildings.geometry, parcels.geometry).all()


def test_what_cannot_be_decided_is_asked() -> None:
    with pytest.raises(InputError) as caught:
        crs.unify([layer(town(25833), None, official=False)], None)
    assert caught.value.code == "crs_undecidable"
    with pytest.raises(InputError) as caught:
        crs.unify([layer(town(25833), "EPSG:2154", official=False)], None)
    assert caught.value.code == "crs_implausible"
    with pytest.raises(InputError) as caught:
        crs.unify([layer(town(25833), None)], "EPSG:quatsch")
    assert caught.value.code == "crs_unknown"


def test_the_user_may_name_it() -> None:
    parcels = layer(town(25833), None, official=False)
    assert crs.unify([parcels], "EPSG:25833") == ("EPSG:25833", [])


def test_a_few_wild_coordinates_do_not_spoil_the_place() -> None:
    shapes = [*town(25833) * 30, shapely.box(0, 0, 1, 1), shapely.box(float("nan"), 0, 1, 1)]
    assert crs.unify([layer(shapes, "EPSG:25833")], None) == ("EPSG:25833", [])


@given(st.floats(6.2, 14.8), st.floats(47.6, 54.7))
def test_german_degrees_in_both_orders_meet(lon: float, lat: float) -> None:
    one, two = layer(town(4326, lon, lat), "EPSG:4326"), layer(turned(town(4326, lon, lat)), None)
    assert crs.unify([one], None)[0] == crs.unify([two], None)[0]
    assert shapely.distance(one.geometry, two.geometry).max() < 1e-6
