"""Real services: MapServer as a WMS, and a WMTS with resources and with parameters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from basemap_desk import HERE, Opened, agreement, settle, sharp, view, world
from mapserver import mapserver, program
from pyproj import Transformer
from servers import Reply, Server, checker, png, serving
from wmts import CRS, wmts
from wmts import capabilities as capabilities_document

from flurinfill import i18n
from flurinfill.basemaps import capabilities
from flurinfill.basemaps.client import NO_PROXY, Client
from flurinfill.basemaps.opening import source_of
from flurinfill.basemaps.services import Kind
from flurinfill.model.errors import ServiceError

SIDE, PIXEL, ACROSS = 16.0, 0.5, 1200
needs_mapserver = pytest.mark.skipif(
    program() is None, reason="MapServer (Debian: cgi-mapserver) is not there"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A WMS of a photo of squares, 600 m around HERE."""
    west, north = HERE[0] - ACROSS * PIXEL / 2, HERE[1] + ACROSS * PIXEL / 2
    x, y = np.meshgrid(west + (np.arange(ACROSS) + 0.5) * PIXEL, north - (np.arange(ACROSS) + 0.5) * PIXEL)
    with mapserver(tmp_path_factory.mktemp("office"), checker(x, y, SIDE), west, north, PIXEL) as server:
        yield server


def _offer(client: Client, kind: Kind, url: str) -> capabilities.Offer:
    return capabilities.read(capabilities.fetch(client, kind, url), kind, "127.0.0.1")


@needs_mapserver
def test_mapserver_says_what_it_offers(office: Server) -> None:
    client = Client(NO_PROXY)
    offer = _offer(client, Kind.WMS, office.url)
    client.close()
    photo, line = offer.layer("photo"), offer.layer("line")
    assert photo is not None
    assert line is not None
    assert (photo.title, photo.image_format, line.image_format) == ("Luftbild", "image/jpeg", "image/png")
    assert photo.crs == ("EPSG:3035", "EPSG:3857", "EPSG:4326", "EPSG:25832", "EPSG:25833")
    assert (offer.version, offer.attribution) == ("1.3.0", "Quelle: Musteramt")


@needs_mapserver
def test_an_older_document_is_read_too(office: Server) -> None:
    client = Client(NO_PROXY)
    document = client.get(
        f"{office.url}/?SERVICE=WMS&REQUEST=GetCapabilities&VERSION=1.1.1", most=1_000_000
    ).body
    client.close()
    offer = capabilities.read(document, Kind.WMS, "127.0.0.1")
    assert offer.version == "1.1.1"
    assert {layer.name for layer in offer.layers} >= {"photo", "line"}


@needs_mapserver
@pytest.mark.parametrize("version", ["1.3.0", "1.1.1"])
@pytest.mark.parametrize("crs", ["EPSG:25833", "EPSG:25832", "EPSG:3035", "EPSG:4326", "EPSG:3857"])
def test_photos_lie_in_their_place_in_every_system(
    office: Server, opened: Opened, version: str, crs: str
) -> None:
    """Asked for in a system and drawn in the map's, also where the northing comes first.

    Not in Gauß-Krüger: MapServer's own change of datum differs by metres between both versions.
    """
    basemap = opened(
        office.url, Kind.WMS, layer="photo", version=version, crs_=crs, offered=(crs,),
        image_format="image/jpeg",
    )  # fmt: skip
    assert basemap.source.grid.crs == crs
    seen = view(0.5)
    assert agreement(sharp(basemap, seen), world(seen, SIDE)) > 0.93
    assert opened.troubles == []


@needs_mapserver
def test_a_map_in_another_zone(office: Server, opened: Opened) -> None:
    x, y = Transformer.from_crs("EPSG:25833", "EPSG:25832", always_xy=True).transform(*HERE)
    seen = ((x - 100, y - 100, x + 100, y + 100), 400, 400)
    basemap = opened(office.url, Kind.WMS, "EPSG:25832", layer="photo", offered=("EPSG:25833",))
    assert agreement(sharp(basemap, seen), world(seen, SIDE, "EPSG:25832", "EPSG:25833")) > 0.93


@needs_mapserver
def test_lines_are_drawn_on_transparent_ground(office: Server, opened: Opened) -> None:
    basemap = opened(office.url, Kind.WMS, layer="line")
    picture = sharp(basemap, view(0.5), "#eeeeee")
    assert (picture == 0xFFEEEEEE).mean() > 0.9
    assert (picture == 0xFFC80000).mean() > 0.005


@needs_mapserver
def test_a_layer_that_is_gone_is_told_in_the_servers_words(office: Server, opened: Opened) -> None:
    basemap = opened(office.url, Kind.WMS, layer="yesterday")
    basemap.picture(*view(0.5), "#ffffff")
    settle(lambda: len(opened.troubles) > 0)
    assert opened.codes[0] == "service_exception"
    assert "Invalid layer" in i18n.error_text(opened.troubles[0])


@pytest.fixture(params=["resources", "parameters", "both"])
def tiles(request: pytest.FixtureRequest) -> Iterator[Server]:
    reply = wmts(20.0, resources=request.param != "parameters", parameters=request.param != "resources")
    with serving(reply) as server:
        reply.url = server.url  # type: ignore[attr-defined]
        yield server


def test_a_wmts_says_what_it_offers(tiles: Server, client: Client) -> None:
    offer = _offer(client, Kind.WMTS, f"{tiles.url}/1.0.0/WMTSCapabilities.xml")
    (layer,) = offer.layers
    assert (layer.name, layer.title, layer.style) == ("board", "Schachbrett", "default")
    assert set(layer.crs) == set(CRS.values())
    assert offer.attribution == "Amt Musterlinden"


@pytest.mark.parametrize("wanted", ["", "EPSG:3857", "EPSG:31469"])
@pytest.mark.parametrize("path", ["", "/1.0.0/WMTSCapabilities.xml"])
def test_wmts_tiles_lie_in_their_place(tiles: Server, opened: Opened, wanted: str, path: str) -> None:
    basemap = opened(tiles.url + path, Kind.WMTS, layer="board", style="default", crs_=wanted)
    assert basemap.source.grid.crs == (wanted or "EPSG:25833")
    seen = view(0.5)
    assert agreement(sharp(basemap, seen), world(seen, 20.0)) > 0.95
    assert opened.troubles == []


def test_a_wmts_opens_without_network_the_second_time(tmp_path: Path) -> None:
    reply = wmts(20.0)

    def opened() -> str:
        asking = Client(NO_PROXY)
        source = source_of(service, "EPSG:25833", asking, tmp_path)
        asking.close()
        return source.grid.crs

    with serving(reply) as server:
        reply.url = server.url  # type: ignore[attr-defined]
        client = Client(NO_PROXY)
        offer = _offer(client, Kind.WMTS, server.url)
        client.close()
        service = capabilities.service_of(server.url, offer, offer.layers[0], name="Schach")
        assert opened() == "EPSG:25833"
    assert opened() == "EPSG:25833"


def test_a_wmts_layer_that_is_gone_is_told(tiles: Server, opened: Opened) -> None:
    with pytest.raises(ServiceError) as caught:
        opened(tiles.url, Kind.WMTS, layer="yesterday")
    assert caught.value.code == "layer_gone"


@pytest.mark.parametrize(
    "change",
    [("<TileWidth>256<", "<TileWidth>0<"), ("<ScaleDenominator>", "<ScaleDenominator>-")],
    ids=["no-width", "negative-scale"],
)
def test_matrices_that_cannot_be_are_left_out(change: tuple[str, str]) -> None:
    document = capabilities_document("http://maps.invalid", resources=True, parameters=False)
    with pytest.raises(ServiceError) as caught:
        capabilities.read(document.replace(*change).encode(), Kind.WMTS, "maps.invalid")
    assert caught.value.code == "no_layers"


# documents that are none ----------------------------------------------------------------------

NS = b"<Capabilities xmlns='http://www.opengis.net/wmts/1.0'>"
SAID = b"<ServiceExceptionReport><ServiceException>nein</ServiceException></ServiceExceptionReport>"
BOMB = b'<!DOCTYPE a [<!ENTITY b "%s"><!ENTITY c "%s">]>' % (b"x" * 1000, b"&b;" * 1000)
EMPTY_WMS = b"""<WMS_Capabilities xmlns="http://www.opengis.net/wms" version="1.3.0"><Service><Name>WMS</Name>
</Service><Capability><Request><GetMap><Format>image/png</Format></GetMap></Request></Capability>
</WMS_Capabilities>"""


@pytest.mark.parametrize(
    ("document", "kind", "code"),
    [
        (b"", Kind.WMS, "capabilities_unusable"),
        (b"<WMS_Capabilities><Service>", Kind.WMS, "capabilities_unusable"),
        (b"<WMS_Capabilities/>", Kind.WMS, "capabilities_unusable"),
        (b"<WMT_MS_Capabilities version='1.1.1'><Service/><Capability/></WMT_MS_Capabilities>", Kind.WMS,
         "capabilities_unusable"),
        (NS + b"</Capabilities>", Kind.WMTS, "capabilities_unusable"),
        (NS + b"<Contents/></Capabilities>", Kind.WMTS, "no_layers"),
        (EMPTY_WMS, Kind.WMS, "no_layers"),
        (EMPTY_WMS, Kind.WMTS, "capabilities_unusable"),
        (b"<!DOCTYPE html><html><body>Anmeldung<br></body></html>", Kind.WMS, "service_page"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", Kind.WMS, "service_page"),
        (SAID, Kind.WMS, "service_exception"),
        (b"\x89PNG\r\n", Kind.WMS, "capabilities_unusable"),
        ("<WMS_Capabilities>ä</WMS_Capabilities>".encode("latin-1"), Kind.WMS, "capabilities_unusable"),
        (BOMB + b"<WMS_Capabilities>" + b"&c;" * 1000 + b"</WMS_Capabilities>", Kind.WMS,
         "capabilities_unusable"),
    ],
)  # fmt: skip
def test_documents_that_are_none_get_one_clear_line(document: bytes, kind: Kind, code: str) -> None:
    with pytest.raises(ServiceError) as caught:
        capabilities.read(document, kind, "maps.invalid")
    assert caught.value.code == code
    for language in i18n.LANGUAGES:
        i18n.set_language(language)
        assert "maps.invalid" in i18n.error_text(caught.value)


def test_a_document_of_50_mb_is_not_read(client: Client) -> None:
    huge = b"<WMS_Capabilities>" + b"<Layer/>" * 6_500_000
    with (
        serving(lambda asked: Reply(huge, content_type="text/xml")) as server,
        pytest.raises(ServiceError) as caught,
    ):
        capabilities.fetch(client, Kind.WMS, server.url)
    assert caught.value.code == "answer_too_large"


def test_a_picture_service_that_sends_text_as_type_is_taken(opened: Opened) -> None:
    with serving(lambda asked: Reply(png((4, 4, 4)), content_type="text/plain")) as server:
        assert (sharp(opened(server.url + "/{z}/{x}/{y}"), view(0.5)) == 0xFF040404).all()
