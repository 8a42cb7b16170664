"""Services that are offered without typing: official maps of Germany, aerial photos of Saxony.

Addresses of basemap.de and TopPlusOpen come from the package xyzservices; its attributions lack the
name of the provider, which the licence asks for, so they stand here. Each names where its terms are.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import xyzservices.providers

from flurinfill.basemaps.services import Kind, Service

_DL_DE_BY = "https://www.govdata.de/dl-de/by-2-0"
_BASEMAP_DE = "© basemap.de / BKG, Datenquellen: © GeoBasis-DE (dl-de/by-2-0)"
_TOPPLUS = "© Bundesamt für Kartographie und Geodäsie, Datenquellen: sgx.geodatenzentrum.de (dl-de/by-2-0)"

# Saxon orthophotos of 20 cm: terms and source line of GeoSN, Landesamt für Geobasisinformation Sachsen
_SAXONY = Service(
    "photos_saxony",
    Kind.WMS,
    "https://geodienste.sachsen.de/wms_geosn_dop-rgb/guest",
    layer="sn_dop_020",
    offered=("EPSG:25833", "EPSG:25832", "EPSG:3857"),
    image_format="image/jpeg",
    finest=0.2,
    attribution="Quelle: GeoSN, dl-de/by-2-0",
    terms=_DL_DE_BY,
    printable=True,
)


@cache
def presets() -> tuple[Service, ...]:
    """Return the services by their codes (context ``basemap`` of the catalogues names them)."""
    providers = xyzservices.providers
    return (
        _tiles("basemapde_colour", providers.BaseMapDE.Color, "https://basemap.de", _BASEMAP_DE),
        _tiles("basemapde_grey", providers.BaseMapDE.Grey, "https://basemap.de", _BASEMAP_DE),
        _tiles("topplus_colour", providers.TopPlusOpen.Color, _DL_DE_BY, _TOPPLUS),
        _tiles("topplus_grey", providers.TopPlusOpen.Grey, _DL_DE_BY, _TOPPLUS),
        _SAXONY,
    )


def preset(code: str) -> Service | None:
    """Return a preset by its code."""
    return next((service for service in presets() if service.name == code), None)


def _tiles(code: str, provider: xyzservices.TileProvider, terms: str, attribution: str) -> Service:
    # build_url() would ask for numbers; the other fields are filled in, the tile's stay open
    template = str(provider.url).replace("http://", "https://", 1)
    for name in ("variant", "format", "type"):
        template = template.replace(f"{{{name}}}", str(provider.get(name, "")))
    zooms = (0, int(provider.get("max_zoom", 19)))
    made = Service(
        code, Kind.XYZ, template, zooms=zooms, attribution=attribution, terms=terms, printable=True
    )
    if "basemapde" in code:  # names its zooms with two digits
        made = replace(made, url=template.replace("{z}", "{z:02d}"))
    return made
