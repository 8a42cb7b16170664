"""From a chosen service to a source of tiles."""

from __future__ import annotations

import contextlib
import hashlib
import time
from pathlib import Path

import numpy as np

from flurinfill.basemaps import capabilities, kernels
from flurinfill.basemaps.client import Client
from flurinfill.basemaps.services import Kind, Service
from flurinfill.basemaps.sources import TileSource, simple_source
from flurinfill.model.errors import ServiceError

_FRESH_S = 7 * 86_400.0


def source_of(service: Service, map_crs: str, client: Client, folder: Path) -> TileSource:
    """Find out where the tiles of a service come from; may take seconds, so call it in a worker.

    Parameters
    ----------
    service : Service
    map_crs : str
        ``"EPSG:…"`` of the map.
    client : Client
        Asks a WMTS what it offers.
    folder : Path
        Of the disk cache, where that is kept.

    Raises
    ------
    ServiceError
        When the service cannot be used in this way (of a WMTS also when it does not answer).
    """
    _warm()
    return _source(service.checked(), map_crs, client, folder)


def _source(service: Service, map_crs: str, client: Client, folder: Path) -> TileSource:
    if service.kind is not Kind.WMTS:
        return simple_source(service, map_crs)
    return capabilities.matrix_source(service, _offer(service, client, folder), map_crs)


def _offer(service: Service, client: Client, folder: Path) -> capabilities.Offer:
    """Read what the service offers, from the disk for a week, and later as long as nobody answers."""
    path = folder / f"offer-{hashlib.sha256(service.url.encode()).hexdigest()[:20]}.xml"
    kept = None
    with contextlib.suppress(OSError, ServiceError):
        kept = capabilities.read(path.read_bytes(), service.kind, service.host)
        if time.time() - path.stat().st_mtime < _FRESH_S:
            return kept
    try:
        document = capabilities.fetch(client, service.kind, service.url)
        offer = capabilities.read(document, service.kind, service.host)
    except ServiceError:
        if kept is None:
            raise
        return kept
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(document)
    return offer


def _warm() -> None:
    """Compile the kernel before it is needed: a second at the first time, nothing later."""
    places = np.zeros((2, 2))
    kernels.sample_rows(np.zeros((1, 1), np.uint32), 0, np.zeros((2, 2), np.uint32), places, places, 64)
