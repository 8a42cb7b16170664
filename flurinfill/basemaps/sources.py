"""A service in one of the systems it offers: the grid of its tiles and their addresses."""

from __future__ import annotations

from dataclasses import dataclass

from pyproj import CRS
from pyproj.exceptions import CRSError

from flurinfill.basemaps.addresses import wms_address, wmts_address, xyz_address
from flurinfill.basemaps.grids import Grid, TileKey, mercator_grid, own_grid
from flurinfill.basemaps.services import Kind, Service
from flurinfill.model.errors import ServiceError

_SECOND_BEST = ("EPSG:25833", "EPSG:25832", "EPSG:3857", "EPSG:4326")
"""What to take when the map's system is not offered: metric ones of Germany, then the world's."""


@dataclass(frozen=True)
class TileSource:
    """Where tiles come from.

    Attributes
    ----------
    service : Service
    grid : Grid
    matrix_set : str
        Name of the grid at a WMTS.
    template : str
        Of the resources of a WMTS that has any.
    """

    service: Service
    grid: Grid
    matrix_set: str = ""
    template: str = ""

    def address(self, key: TileKey) -> str:
        """Where a tile is asked for."""
        if self.service.kind is Kind.WMS:
            return wms_address(self.service, self.grid, key)
        if self.service.kind is Kind.WMTS:
            return wmts_address(self.service, self.grid, key, self.matrix_set, self.template)
        return xyz_address(self.service, self.grid, key)

    @property
    def name(self) -> str:
        """Text that differs whenever the pictures differ."""
        coarse, fine = self.grid.levels[0], self.grid.levels[-1]
        service = self.service
        parts = (service.kind, service.url, service.layer, service.style, service.version)
        return repr((*parts, service.image_format, self.matrix_set, self.grid.crs, coarse, fine))


def simple_source(service: Service, map_crs: str) -> TileSource:
    """Source of a WMS or of XYZ, for which nothing needs to be asked.

    Raises
    ------
    ServiceError
        ``crs_not_offered``.
    """
    if service.kind is Kind.XYZ:
        return TileSource(service, mercator_grid(service.zooms))
    crs = service.crs or best_crs(service.offered, map_crs)
    if not crs:
        raise ServiceError("crs_not_offered", host=service.host)
    return TileSource(service, own_grid(crs, finest=service.finest, degrees=in_degrees(crs)))


def best_crs(offered: tuple[str, ...], map_crs: str) -> str:
    """Choose that of the map, else a second best, else any that is known; ``""`` when there is none."""
    for wanted in (map_crs, *_SECOND_BEST):
        if wanted in offered:
            return wanted
    return next((code for code in offered if is_known(code)), "")


def in_degrees(crs: str) -> bool:
    """Tell whether coordinates are longitude and latitude."""
    return bool(CRS.from_user_input(crs).is_geographic)


def is_known(crs: str) -> bool:
    """Tell whether a code of the form ``EPSG:…`` is in the database."""
    try:
        CRS.from_user_input(crs)
    except CRSError:
        return False
    return True
