"""The address of one tile, for each kind of service."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from pyproj import CRS

from flurinfill.basemaps.grids import Grid, TileKey
from flurinfill.basemaps.services import Service

_SUBDOMAINS = "abc"
_OURS = {
    "service", "request", "version", "layers", "styles", "crs", "srs", "bbox", "width", "height", "format",
    "transparent", "exceptions", "layer", "style", "tilematrixset", "tilematrix", "tilerow", "tilecol",
}  # fmt: skip


def with_parameters(url: str, parameters: dict[str, str]) -> str:
    """Add parameters of a request to an address; its own (``map=…`` for instance) stay."""
    parts = urlsplit(url.strip())
    kept = [(name, value) for name, value in parse_qsl(parts.query, True) if name.lower() not in _OURS]
    query = urlencode([*kept, *parameters.items()], safe=":,/")
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def northing_first(crs: str) -> bool:
    """Tell whether the authority puts the northing (or the latitude) first."""
    axes = CRS.from_user_input(crs).axis_info
    return bool(axes) and axes[0].direction.lower() in {"north", "south"}


def wms_address(service: Service, grid: Grid, key: TileKey) -> str:
    """GetMap for one tile (OGC WMS 1.3.0, 7.3; in 1.3.0 the axes of the box follow the CRS)."""
    west, south, east, north = grid.bounds_of(key)
    width, height = grid.levels[key.level].tile
    new = service.version >= "1.3.0"
    box = (south, west, north, east) if new and northing_first(grid.crs) else (west, south, east, north)
    return with_parameters(
        service.url,
        {
            "SERVICE": "WMS",
            "REQUEST": "GetMap",
            "VERSION": service.version,
            "LAYERS": service.layer,
            "STYLES": service.style,
            "CRS" if new else "SRS": grid.crs,
            "BBOX": ",".join(f"{side:.12g}" for side in box),
            "WIDTH": str(width),
            "HEIGHT": str(height),
            "FORMAT": service.image_format,
            "TRANSPARENT": "FALSE" if "jpeg" in service.image_format else "TRUE",
        },
    )


def wmts_address(service: Service, grid: Grid, key: TileKey, matrix_set: str, template: str) -> str:
    """GetTile, by the template of a resource where there is one, else by parameters.

    Parameters
    ----------
    service, grid, key
    matrix_set : str
        Its name.
    template : str
        ``""`` for a service that is asked by parameters (OGC WMTS 1.0.0, 8 and 10).
    """
    level = grid.levels[key.level].name
    if template:
        known = {
            "layer": service.layer,
            "style": service.style,
            "tilematrixset": matrix_set,
            "tilematrix": level,
            "tilerow": str(key.row),
            "tilecol": str(key.column),
        }
        address = template
        for name in _named(template):
            address = address.replace(f"{{{name}}}", quote(known.get(name.lower(), "default"), safe=":"))
        return address
    return with_parameters(
        service.url,
        {
            "SERVICE": "WMTS",
            "REQUEST": "GetTile",
            "VERSION": "1.0.0",
            "LAYER": service.layer,
            "STYLE": service.style,
            "FORMAT": service.image_format,
            "TILEMATRIXSET": matrix_set,
            "TILEMATRIX": level,
            "TILEROW": str(key.row),
            "TILECOL": str(key.column),
        },
    )


def xyz_address(service: Service, grid: Grid, key: TileKey) -> str:
    """Fill a template; ``{-y}`` counts rows from the south, ``{s}`` spreads over hosts a, b, c."""
    zoom = int(grid.levels[key.level].name)
    numbers = {
        "{z}": str(zoom),
        "{z:02d}": f"{zoom:02d}",
        "{x}": str(key.column),
        "{y}": str(key.row),
        "{-y}": str(2**zoom - 1 - key.row),
        "{s}": _SUBDOMAINS[(key.column + key.row) % len(_SUBDOMAINS)],
        "{r}": "",
    }
    address = service.url.strip()
    for name, value in numbers.items():
        address = address.replace(name, value)
    return address


def _named(template: str) -> list[str]:
    return [part.split("}", 1)[0] for part in template.split("{")[1:] if "}" in part]
