"""What a service says it offers: layers, systems, grids, whose pictures they are. Read by OWSLib."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree
from owslib.map.wms111 import WebMapService_1_1_1
from owslib.map.wms130 import WebMapService_1_3_0
from owslib.wmts import WebMapTileService
from pyproj import CRS
from pyproj.exceptions import CRSError

from flurinfill.basemaps.addresses import northing_first, with_parameters
from flurinfill.basemaps.client import Client
from flurinfill.basemaps.decoding import is_page, said
from flurinfill.basemaps.grids import METRES_PER_DEGREE, WMTS_PIXEL_M, Grid, Level, from_coarse_to_fine
from flurinfill.basemaps.services import Kind, Service
from flurinfill.basemaps.sources import TileSource, best_crs, in_degrees
from flurinfill.model.errors import ServiceError

_MOST_BYTES = 20_000_000
_PHOTOS = ("dop", "ortho", "luftbild", "aerial")
_LARGEST_TILE = 4096  # pixels
_ENOUGH = 200  # characters of an attribution


@dataclass(frozen=True)
class Layer:
    """A layer that can be shown.

    Attributes
    ----------
    name, title : str
    crs : tuple of str
        ``"EPSG:…"``; of a WMTS those of its matrix sets.
    image_format : str
    style : str
    matrix_sets : dict of str to Grid
        Of a WMTS.
    template : str
        Of a WMTS whose tiles are resources.
    """

    name: str
    title: str
    crs: tuple[str, ...]
    image_format: str
    style: str = ""
    matrix_sets: dict[str, Grid] = field(default_factory=dict)
    template: str = ""


@dataclass(frozen=True)
class Offer:
    """What a service offers."""

    kind: Kind
    version: str
    layers: tuple[Layer, ...]
    attribution: str
    tile_url: str = ""  # of a WMTS that is asked by parameters

    def layer(self, name: str) -> Layer | None:
        """Return a layer by its name."""
        return next((layer for layer in self.layers if layer.name == name), None)


def fetch(client: Client, kind: Kind, url: str) -> bytes:
    """Ask a WMS or WMTS what it offers.

    Raises
    ------
    ServiceError
        Those of :meth:`Client.get`.
    """
    if url.lower().split("?")[0].endswith(".xml"):
        return client.get(url.strip(), most=_MOST_BYTES).body
    version = "1.3.0" if kind is Kind.WMS else "1.0.0"
    parameters = {"SERVICE": kind.name, "REQUEST": "GetCapabilities", "VERSION": version}
    return client.get(with_parameters(url, parameters), most=_MOST_BYTES).body


def read(document: bytes, kind: Kind, host: str) -> Offer:
    """Read what a service offers.

    Raises
    ------
    ServiceError
        ``service_page`` for a web page, ``service_exception``, ``capabilities_unusable``,
        ``no_layers``.
    """
    if is_page(document):
        raise ServiceError("service_page", host=host)
    try:
        root = etree.fromstring(document.lstrip(b"\xef\xbb\xbf \t\r\n"))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ServiceError("capabilities_unusable", host=host) from error
    name = etree.QName(root).localname
    if "exception" in name.lower():
        raise ServiceError("service_exception", host=host, message=said(document.decode(errors="replace")))
    expected = {"WMS_Capabilities", "WMT_MS_Capabilities"} if kind is Kind.WMS else {"Capabilities"}
    if name not in expected:
        raise ServiceError("capabilities_unusable", host=host)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of doubled layers
            offer = _wms(document, name) if kind is Kind.WMS else _wmts(document)
    except ServiceError:
        raise
    except Exception as error:  # OWSLib meets a missing element with whatever comes
        raise ServiceError("capabilities_unusable", host=host) from error
    if not offer.layers:
        raise ServiceError("no_layers", host=host)
    return offer


def service_of(url: str, offer: Offer, layer: Layer, **others: Any) -> Service:
    """Return the service that shows a layer of an offer; ``others`` are its further fields."""
    return Service(
        kind=offer.kind,
        url=url.strip(),
        layer=layer.name,
        style=layer.style,
        offered=layer.crs,
        version=offer.version,
        image_format=layer.image_format,
        **others,
    )


def matrix_source(service: Service, offer: Offer, map_crs: str) -> TileSource:
    """Source of a WMTS in the map's CRS where it has a matrix set for that.

    Raises
    ------
    ServiceError
        ``layer_gone``, ``crs_not_offered``.
    """
    layer = offer.layer(service.layer)
    if layer is None:
        raise ServiceError("layer_gone", host=service.host, layer=service.layer)
    crs = service.crs if service.crs in layer.crs else best_crs(layer.crs, map_crs)
    fitting = [(name, grid) for name, grid in layer.matrix_sets.items() if grid.crs == crs]
    if not fitting:
        raise ServiceError("crs_not_offered", host=service.host)
    if service.url.lower().endswith(".xml") and offer.tile_url:
        service = replace(service, url=offer.tile_url)
    name, grid = min(fitting, key=lambda one: one[1].levels[-1].resolution)  # the one that goes finest
    return TileSource(service, grid, name, layer.template)


# WMS ----------------------------------------------------------------------------------------


def _wms(document: bytes, root: str) -> Offer:
    new = root == "WMS_Capabilities"
    kind = WebMapService_1_3_0 if new else WebMapService_1_1_1
    version = "1.3.0" if new else "1.1.1"
    service = kind("http://localhost/", version=version, xml=document)
    formats = [_plain(text) for text in service.getOperationByName("GetMap").formatOptions]
    layers = [
        Layer(
            name,
            entry.title or name,
            _codes(entry.crsOptions),
            _format(formats, f"{name} {entry.title}", opaque=bool(entry.opaque)),
        )
        for name, entry in sorted(service.contents.items(), key=lambda item: bool(item[1].layers))
    ]  # groups come last
    credits_ = [
        (getattr(entry, "attribution", None) or {}).get("title") for entry in service.contents.values()
    ]
    whose = next((text for text in credits_ if text), "") or service.provider.name or ""
    return Offer(Kind.WMS, version, tuple(layer for layer in layers if layer.crs), _short(whose))


def _codes(texts: Iterable[str]) -> tuple[str, ...]:
    """Codes in the form ``EPSG:25833``, those that we know, in order of number."""
    found = {code for text in texts if (code := _code(text))}
    return tuple(sorted(found, key=lambda code: int(code.split(":")[1])))


def _code(text: str) -> str:
    """``EPSG:25833`` from that, ``urn:ogc:def:crs:EPSG::25833`` or a URL; ``""`` for anything else."""
    number = text.strip().replace("/", ":").split(":")[-1]
    if "EPSG" not in text.upper() or not number.isdigit():
        return ""
    number = {"900913": "3857", "102100": "3857", "3785": "3857"}.get(number, number)
    try:
        CRS.from_epsg(int(number))
    except CRSError:
        return ""
    return f"EPSG:{number}"


def _format(formats: list[str], words: str, *, opaque: bool) -> str:
    """Photos as JPEG, maps as PNG (lines stay clean, nothing stays transparent)."""
    photo = opaque or any(word in words.lower() for word in _PHOTOS)
    order = ("image/jpeg", "image/png") if photo else ("image/png", "image/jpeg")
    known = [wanted for wanted in (*order, "image/webp", "image/gif") if wanted in formats]
    return known[0] if known else order[0]


def _plain(text: str | None) -> str:
    return (text or "").split(";")[0].strip().lower()


def _short(text: str) -> str:
    return " ".join(text.split())[:_ENOUGH]


# WMTS ---------------------------------------------------------------------------------------


def _wmts(document: bytes) -> Offer:
    service = WebMapTileService("http://localhost/", xml=document)
    grids = {name: grid for name, entry in service.tilematrixsets.items() if (grid := _grid(entry))}
    layers = []
    for name, entry in service.contents.items():
        sets = {link: grids[link] for link in entry.tilematrixsetlinks if link in grids}
        style = next((s for s, about in entry.styles.items() if about["isDefault"]), "")
        formats = [_plain(text) for text in entry.formats]
        chosen = _format(formats, f"{name} {entry.title}", opaque=False)
        templates = [
            one["template"]
            for one in entry.resourceURLs
            if one["resourceType"] == "tile" and _plain(one["format"]) == chosen
        ]
        layers.append(
            Layer(
                name,
                entry.title or name,
                tuple(dict.fromkeys(grid.crs for grid in sets.values())),
                chosen,
                style or next(iter(entry.styles), ""),
                sets,
                templates[0] if templates else "",
            )
        )
    provider = getattr(service, "provider", None)
    whose = getattr(provider, "name", "") or ""
    usable = tuple(layer for layer in layers if layer.crs)
    return Offer(Kind.WMTS, "1.0.0", usable, _short(whose), _tile_url(service))


def _tile_url(service: WebMapTileService) -> str:
    """Where tiles are asked for by parameters, as the service says."""
    for operation in service.operations:
        if operation.name == "GetTile":
            return next((method["url"] for method in operation.methods if method["type"] == "Get"), "")
    return ""


def _grid(entry: Any) -> Grid | None:
    """Return a matrix set as a grid; None in a system that we do not know."""
    crs = _code(entry.crs)
    if not crs or not entry.tilematrix:
        return None
    unit = METRES_PER_DEGREE if in_degrees(crs) else 1.0
    swapped = northing_first(crs)
    levels = []
    for matrix in entry.tilematrix.values():
        sides = (matrix.tilewidth, matrix.tileheight)
        if not (matrix.scaledenominator > 0 and min(sides) > 0 and max(sides) <= _LARGEST_TILE):
            continue
        left, top = matrix.topleftcorner[::-1] if swapped else matrix.topleftcorner
        levels.append(
            Level(
                matrix.identifier,
                matrix.scaledenominator * WMTS_PIXEL_M / unit,
                left,
                top,
                sides,
                (0, matrix.matrixwidth),
                (0, matrix.matrixheight),
            )
        )
    return Grid(crs, from_coarse_to_fine(levels)) if levels else None
