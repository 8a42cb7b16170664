"""A small WMTS: three matrix sets of one chess board, its tiles as resources and by parameters."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from pyproj import Transformer
from servers import Asked, Reply, checker, png

SETS = {  # name: (crs, left, top, coarsest resolution, levels, northing first)
    "UTM33": ("urn:ogc:def:crs:EPSG::25833", -46_133.17, 6_301_219.54, 4891.96981025128, 16, False),
    "GoogleMapsCompatible": ("urn:ogc:def:crs:EPSG:6.18:3:3857", -20_037_508.342789244,
                             20_037_508.342789244, 156_543.03392804097, 20, False),
    "GK5": ("http://www.opengis.net/def/crs/EPSG/0/31469", 5_100_000.0, 6_200_000.0, 2000.0, 15, True),
}  # fmt: skip
CRS = {"UTM33": "EPSG:25833", "GoogleMapsCompatible": "EPSG:3857", "GK5": "EPSG:31469"}


def capabilities(url: str, *, resources: bool, parameters: bool) -> str:
    """The document, with either way of asking for tiles."""
    sets = []
    for name, (crs, left, top, coarsest, levels, swapped) in SETS.items():
        corner = f"{top} {left}" if swapped else f"{left} {top}"
        matrices = "".join(
            f"<TileMatrix><ows:Identifier>{number:02d}</ows:Identifier>"
            f"<ScaleDenominator>{coarsest / 2**number / 0.00028}</ScaleDenominator>"
            f"<TopLeftCorner>{corner}</TopLeftCorner><TileWidth>256</TileWidth><TileHeight>256</TileHeight>"
            f"<MatrixWidth>{2 ** (number + 3)}</MatrixWidth><MatrixHeight>{2 ** (number + 3)}</MatrixHeight>"
            "</TileMatrix>"
            for number in range(levels)
        )
        sets.append(
            f"<TileMatrixSet><ows:Identifier>{name}</ows:Identifier>"
            f"<ows:SupportedCRS>{crs}</ows:SupportedCRS>{matrices}</TileMatrixSet>"
        )
    links = "".join(
        f"<TileMatrixSetLink><TileMatrixSet>{n}</TileMatrixSet></TileMatrixSetLink>" for n in SETS
    )
    template = f"{url}/tiles/{{Layer}}/{{Style}}/{{TileMatrixSet}}/{{TileMatrix}}/{{TileRow}}/{{TileCol}}.png"
    resource = (
        f'<ResourceURL format="image/png" resourceType="tile" template="{template}"/>' if resources else ""
    )
    operation = (
        '<ows:OperationsMetadata><ows:Operation name="GetTile"><ows:DCP><ows:HTTP>'
        f'<ows:Get xlink:href="{url}/kvp?"><ows:Constraint name="GetEncoding"><ows:AllowedValues>'
        "<ows:Value>KVP</ows:Value></ows:AllowedValues></ows:Constraint></ows:Get>"
        "</ows:HTTP></ows:DCP></ows:Operation></ows:OperationsMetadata>"
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1"
 xmlns:xlink="http://www.w3.org/1999/xlink" version="1.0.0">
<ows:ServiceIdentification><ows:Title>Kacheln</ows:Title><ows:ServiceType>OGC WMTS</ows:ServiceType>
<ows:ServiceTypeVersion>1.0.0</ows:ServiceTypeVersion></ows:ServiceIdentification>
<ows:ServiceProvider><ows:ProviderName>Amt  Musterlinden</ows:ProviderName></ows:ServiceProvider>
{operation if parameters else ""}
<Contents><Layer><ows:Title>Schachbrett</ows:Title><ows:Identifier>board</ows:Identifier>
<Style isDefault="true"><ows:Identifier>default</ows:Identifier></Style><Format>image/png</Format>
{links}{resource}</Layer>{"".join(sets)}</Contents></Capabilities>"""


def wmts(side: float, *, resources: bool = True, parameters: bool = True) -> Callable[[Asked], Reply]:
    """Answer as a WMTS; squares of ``side`` metres in EPSG:25833. Set ``reply.url`` when it is known."""

    def reply(asked: Asked) -> Reply:
        if asked.query.get("REQUEST") == "GetCapabilities" or asked.path.endswith(".xml"):
            document = capabilities(reply.url, resources=resources, parameters=parameters)
            return Reply(document.encode(), content_type="text/xml")
        if asked.path.startswith("/tiles/"):
            name, level, row, column = asked.path.removesuffix(".png").split("/")[4:]
        else:
            query = asked.query
            name, level = query["TILEMATRIXSET"], query["TILEMATRIX"]
            row, column = query["TILEROW"], query["TILECOL"]
        _, left, top, coarsest, _, _ = SETS[name]
        pixel = coarsest / 2 ** int(level)
        x = left + (int(column) * 256 + np.arange(256) + 0.5) * pixel
        y = top - (int(row) * 256 + np.arange(256) + 0.5) * pixel
        across, down = np.meshgrid(x, y)
        if name != "UTM33":
            across, down = Transformer.from_crs(CRS[name], "EPSG:25833", always_xy=True).transform(
                across, down
            )
        return Reply(png(checker(across, down, side)))

    reply.url = ""  # type: ignore[attr-defined]
    return reply
