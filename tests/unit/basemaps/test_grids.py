"""Which tiles show a place, and how they are asked for."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from flurinfill.basemaps.addresses import northing_first, with_parameters
from flurinfill.basemaps.grids import TileKey, mercator_grid, own_grid
from flurinfill.basemaps.presets import preset, presets
from flurinfill.basemaps.services import Kind, Service, guessed_kind
from flurinfill.basemaps.sources import best_crs, simple_source
from flurinfill.i18n import LANGUAGES, label, set_language
from flurinfill.model.errors import ServiceError

WMS = Service("x", Kind.WMS, "https://maps.invalid/ows?map=/town.map", layer="photo", offered=("EPSG:25833",))


@given(st.floats(-180, 179.9), st.floats(-80, 80), st.integers(0, 19))
def test_xyz_tiles_are_those_of_the_textbook(longitude: float, latitude: float, zoom: int) -> None:
    """OpenStreetMap wiki, "Slippy map tilenames": column and row by asinh(tan(latitude))."""
    import math

    x, y = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True).transform(longitude, latitude)
    side = 2**zoom
    column = (longitude + 180) / 360 * side
    row = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * side
    if min(column % 1, 1 - column % 1, row % 1, 1 - row % 1) < 1e-6:
        return  # on the edge of two
    found = mercator_grid((0, 19)).tiles(zoom, (x, y, x, y))
    assert found == [TileKey(zoom, int(column), int(row))]


@given(st.floats(-1e6, 1e6), st.floats(4e6, 7e6), st.floats(1, 3000), st.integers(0, 17))
def test_tiles_cover_what_is_asked_and_no_more(x: float, y: float, side: float, level: int) -> None:
    grid = own_grid("EPSG:25833", finest=0, degrees=False)
    level = max(level, 10)
    bounds = (x, y, x + side, y + side)
    if side / grid.levels[level].resolution > 20_000:
        return
    boxes = [grid.bounds_of(key) for key in grid.tiles(level, bounds)]
    slack = 1e-6  # metres: coordinates are rounded
    assert min(box[0] for box in boxes) <= bounds[0] + slack
    assert max(box[2] for box in boxes) >= bounds[2] - slack
    assert min(box[1] for box in boxes) <= bounds[1] + slack
    assert max(box[3] for box in boxes) >= bounds[3] - slack
    for west, south, east, north in boxes:
        assert west <= bounds[2] + slack
        assert east >= bounds[0] - slack
        assert south <= bounds[3] + slack
        assert north >= bounds[1] - slack


def test_the_middle_comes_first() -> None:
    tiles = mercator_grid((0, 19)).tiles(12, (1_600_000, 6_600_000, 1_650_000, 6_650_000))
    columns, rows = [key.column for key in tiles], [key.row for key in tiles]
    assert abs(tiles[0].column - (min(columns) + max(columns)) / 2) <= 0.5
    assert abs(tiles[0].row - (min(rows) + max(rows)) / 2) <= 0.5


def test_the_nearest_resolution_is_taken_and_the_native_one_of_photos_is_there() -> None:
    grid = own_grid("EPSG:25833", finest=0.2, degrees=False)
    assert grid.levels[-1].resolution == pytest.approx(0.2)
    assert grid.levels[grid.level_for(0.05)].resolution == pytest.approx(0.2)
    assert grid.levels[grid.level_for(0.25)].resolution == pytest.approx(0.2)
    assert grid.levels[grid.level_for(0.3)].resolution == pytest.approx(0.4)


def _query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}


def test_getmap_keeps_the_services_own_parameters() -> None:
    source = simple_source(WMS, "EPSG:25833")
    key = source.grid.tiles(source.grid.level_for(0.2), (469_000, 5_689_000, 469_001, 5_689_001))[0]
    query = _query(source.address(key))
    assert query["map"] == "/town.map"
    assert (query["VERSION"], query["CRS"], query["WIDTH"], query["HEIGHT"]) == (
        "1.3.0", "EPSG:25833", "512", "512",
    )  # fmt: skip
    west, south, east, north = (float(part) for part in query["BBOX"].split(","))
    assert west <= 469_000 <= east
    assert south <= 5_689_000 <= north
    assert east - west == pytest.approx(102.4)


def test_the_axes_follow_the_system_in_1_3_0_and_never_in_1_1_1() -> None:
    assert northing_first("EPSG:31468")
    assert not northing_first("EPSG:25833")
    new = Service("x", Kind.WMS, "https://m.invalid/", layer="a", offered=("EPSG:31468",))
    old = Service("x", Kind.WMS, "https://m.invalid/", layer="a", offered=("EPSG:31468",), version="1.1.1")
    key = TileKey(16, 45_000, -55_000)
    swapped, plain = (_query(simple_source(s, "EPSG:31468").address(key)) for s in (new, old))
    a, b, c, d = plain["BBOX"].split(",")
    assert swapped["BBOX"].split(",") == [b, a, d, c]
    assert "CRS" in swapped
    assert "SRS" in plain


def test_parameters_typed_along_with_the_address_do_not_disturb() -> None:
    url = with_parameters(
        "https://m.invalid/ows?SERVICE=WMS&request=GetCapabilities&token=a%2Bb", {"REQUEST": "GetMap"}
    )
    assert _query(url) == {"token": "a+b", "REQUEST": "GetMap"}


def test_templates() -> None:
    service = Service("x", Kind.XYZ, "https://{s}.m.invalid/{z:02d}/{x}/{-y}.png", zooms=(5, 8))
    source = simple_source(service, "EPSG:25833")
    address = source.address(TileKey(1, 40, 20))
    assert address in {f"https://{host}.m.invalid/06/40/43.png" for host in "abc"}
    assert service.host == "m.invalid"


def test_the_maps_own_system_comes_first_then_metric_ones() -> None:
    assert best_crs(("EPSG:3857", "EPSG:25832", "EPSG:25833"), "EPSG:25832") == "EPSG:25832"
    assert best_crs(("EPSG:4326", "EPSG:3857"), "EPSG:25833") == "EPSG:3857"
    assert best_crs(("EPSG:31469",), "EPSG:25833") == "EPSG:31469"
    assert best_crs((), "EPSG:25833") == ""


@pytest.mark.parametrize("service", presets(), ids=lambda service: service.name)
def test_presets_are_complete(service: Service) -> None:
    assert service.checked() is preset(service.name)
    assert service.url.startswith("https://")
    assert service.attribution
    assert service.terms.startswith("https://")
    for language in LANGUAGES:
        set_language(language)
        assert label("basemap", service.name) != service.name
    address = simple_source(service, "EPSG:25833").address(TileKey(3, 4, 5))
    assert "{" not in address


def test_saxon_photos_are_asked_for_in_the_maps_system() -> None:
    saxony = preset("photos_saxony")
    assert saxony is not None
    assert simple_source(saxony, "EPSG:25832").grid.crs == "EPSG:25832"
    assert simple_source(saxony, "EPSG:31469").grid.crs == "EPSG:25833"
    address = simple_source(saxony, "EPSG:25833").address(TileKey(15, 1, -1))
    assert "sn_dop_020" in address
    assert "image/jpeg" in address


@pytest.mark.parametrize("service", [*presets(), WMS], ids=lambda service: service.name)
def test_settings_give_back_the_same_service(service: Service) -> None:
    assert Service.from_settings(service.as_settings()) == service


@pytest.mark.parametrize(
    "plain",
    [{}, {"kind": "wfs", "url": "https://m.invalid"}, {"kind": "wms", "url": "https://m.invalid"},
     {"kind": "xyz", "url": "https://m.invalid/{z}/{x}"}, {"kind": "xyz", "name": 3, "url": 5},
     {"kind": "wms", "url": "file:///etc/passwd", "layer": "a"}, {"kind": "wms", "layer": "a", "url": "https://["},
     {"kind": "xyz", "url": "https://m.invalid/{z}/{x}/{y}", "zooms": "alle"},
     {"kind": "xyz", "url": "https://m.invalid/{z}/{x}/{y}", "zooms": [9, 3], "name": "a"}],
)  # fmt: skip
def test_damaged_settings_give_no_service(plain: dict[str, object]) -> None:
    found = Service.from_settings(plain)
    assert found is None or found.zooms[0] <= found.zooms[1]


def test_a_service_that_cannot_be_asked_is_refused() -> None:
    for service, code in (
        (Service("x", Kind.XYZ, "https://m.invalid/{z}/{x}/"), "template_unusable"),
        (Service("x", Kind.WMS, "https://m.invalid/"), "layer_missing"),
        (Service("x", Kind.WMS, "m.invalid", layer="a"), "address_unusable"),
    ):
        with pytest.raises(ServiceError) as caught:
            service.checked()
        assert caught.value.code == code
    with pytest.raises(ServiceError) as caught:
        simple_source(Service("x", Kind.WMS, "https://m.invalid/", layer="a"), "EPSG:25833")
    assert caught.value.code == "crs_not_offered"


def test_the_kind_is_guessed_from_the_address() -> None:
    assert guessed_kind("https://m.invalid/{z}/{x}/{y}.png") is Kind.XYZ
    assert guessed_kind("https://m.invalid/wmts_town/1.0.0/WMTSCapabilities.xml") is Kind.WMTS
    assert guessed_kind("https://m.invalid/wms_town?") is Kind.WMS
