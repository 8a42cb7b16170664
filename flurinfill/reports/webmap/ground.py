"""A service below the map, as an extra for readers with network: never asked unless switched on."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from flurinfill.basemaps.services import Kind, Service
from flurinfill.model.audience import Audience
from flurinfill.reports.webmap.outlines import WEB_MERCATOR

_SPREAD = "abc"
"""Hosts that ``{s}`` stands for."""
_OWN_NETWORK = frozenset(
    {"local", "lan", "intern", "internal", "intranet", "localdomain", "home", "corp", "arpa"}
)
_HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d{1,5})?")


def offered(service: Service | None, audience: Audience) -> dict[str, Any] | None:
    """Describe a service to the page; None where a browser could not show it or it must not be handed on.

    That is: its terms forbid it, its address holds a login or a key, or it stands in the town's own
    network and the map leaves the house. A WMTS is left out too: what its tiles are, its capabilities
    alone say, and the page asks for none.
    """
    if service is None or not service.printable:
        return None
    address = service.url.strip()
    if audience is not Audience.INTERNAL and not _is_public(service.host):
        return None
    hosts = _hosts(address)
    about = {"kind": service.kind.value, "url": address, "credit": service.attribution, "hosts": hosts}
    if not hosts or "?" in address.rstrip("?"):
        return None
    if service.kind is Kind.XYZ:
        return {**about, "zooms": list(service.zooms)}
    if service.kind is Kind.WMS and WEB_MERCATOR in service.offered:
        asked = {
            "layers": service.layer,
            "styles": service.style,
            "format": service.image_format,
            "version": service.version,
        }
        return {**about, "ask": asked, "zooms": [0, 20]}
    return None


def _is_public(host: str) -> bool:
    """Tell whether a name may be known outside; an address of numbers never is."""
    last = host.lower().rpartition(".")[2]
    return "." in host and last.isalpha() and last not in _OWN_NETWORK


def _hosts(address: str) -> list[str]:
    """Origins that the page may ask; none for an address that nobody should put into a policy."""
    origins = []
    for letter in _SPREAD if "{s}" in address else "-":
        parts = urlsplit(address.replace("{s}", letter))
        if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.netloc):
            return []
        origins.append(f"{parts.scheme}://{parts.netloc}")
    return list(dict.fromkeys(origins))
