"""What a map service is: where it answers, which layer of it is shown, whose picture that is."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from urllib.parse import urlsplit

from flurinfill.model.errors import ServiceError


class Kind(StrEnum):
    """How a service is asked for pictures."""

    WMS = "wms"  # any extent, OGC Web Map Service 1.1.1 and 1.3.0
    WMTS = "wmts"  # tiles of published matrices, OGC Web Map Tile Service 1.0.0
    XYZ = "xyz"  # web mercator tiles by zoom, column, row


@dataclass(frozen=True)
class Service:
    """One layer of one service, with all that is needed to ask for it.

    Attributes
    ----------
    name : str
        Title of an own service; code of a preset.
    kind : Kind
    url : str
        Address of a WMS or WMTS (without the parameters of a request), or a template with ``{z}``,
        ``{x}`` and ``{y}`` (or ``{-y}``).
    layer, style : str
        As the capabilities name them.
    offered : tuple of str
        ``"EPSG:…"`` codes of a WMS, codes or names of matrix sets of a WMTS.
    crs : str
        What to ask for in any case; ``""``: that of the map where offered.
    version : str
        Of a WMS.
    image_format : str
        ``"image/png"`` or ``"image/jpeg"``.
    finest : float
        Metres per pixel below which a WMS has nothing new; 0 when nobody knows.
    zooms : tuple of int
        Coarsest and finest zoom of XYZ.
    attribution : str
        Whose picture it is, as the terms want it written on the map.
    terms : str
        Address where the terms of use stand.
    printable : bool
        Whether the terms allow it on printed maps.
    """

    name: str
    kind: Kind
    url: str
    layer: str = ""
    style: str = ""
    offered: tuple[str, ...] = ()
    crs: str = ""
    version: str = "1.3.0"
    image_format: str = "image/png"
    finest: float = 0.0
    zooms: tuple[int, int] = (0, 19)
    attribution: str = ""
    terms: str = ""
    printable: bool = False

    @property
    def host(self) -> str:
        """Who answers, as messages name it."""
        with contextlib.suppress(ServiceError):
            return host_of(self.url.strip().replace("{s}.", ""))
        return self.url

    def checked(self) -> Service:
        """Return the service when its address can be asked at all.

        Raises
        ------
        ServiceError
            ``address_unusable``, ``template_unusable``, ``layer_missing``.
        """
        host_of(self.url.strip())
        if self.kind is Kind.XYZ:
            row = "{y}" in self.url or "{-y}" in self.url
            if not ("{z" in self.url and "{x}" in self.url and row):
                raise ServiceError("template_unusable", url=self.url)
        elif not self.layer:
            raise ServiceError("layer_missing", host=self.host)
        return self

    def as_settings(self) -> dict[str, str | float | bool | list[str] | list[int]]:
        """Return plain values for the settings file."""
        plain = asdict(self)
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in plain.items()
            if value not in ("", (), 0.0)
        }

    @classmethod
    def from_settings(cls, plain: Mapping[str, object]) -> Service | None:
        """Read plain values back; None where they make no usable service."""
        try:
            known: dict[str, object] = {f.name: plain[f.name] for f in fields(cls) if f.name in plain}
            known["kind"] = Kind(str(plain["kind"]))
            known["offered"] = tuple(str(code) for code in _listed(plain.get("offered")))
            low, high = (int(str(zoom)) for zoom in _listed(plain.get("zooms")) or (0, 19))
            known["zooms"] = (min(max(low, 0), 24), min(max(high, low, 0), 24))
            known["finest"] = float(str(plain.get("finest", 0.0)))
            known["printable"] = plain.get("printable") is True
            for name in ("name", "url", "layer", "style", "crs", "version", "attribution", "terms"):
                known[name] = str(known.get(name, "1.3.0" if name == "version" else ""))
            known["image_format"] = str(known.get("image_format", "image/png"))
            return cls(**known).checked()  # type: ignore[arg-type]
        except (KeyError, ValueError, TypeError, ServiceError):
            return None


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else []


def host_of(url: str) -> str:
    """Host that an address names.

    Raises
    ------
    ServiceError
        ``address_unusable`` for what nobody can be asked for.
    """
    with contextlib.suppress(ValueError):
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.hostname:
            return parts.hostname
    raise ServiceError("address_unusable", url=shown_address(url) or "–")


def shown_address(url: str) -> str:
    """Address as it may stand in a message: without ``user:password@``."""
    head, mark, rest = url.partition("://")
    authority, slash, path = rest.partition("/") if mark else ("", "", url)
    return head + mark + authority.rpartition("@")[2] + slash + path


def guessed_kind(url: str) -> Kind:
    """How a typed address probably wants to be asked."""
    if "{z" in url and "{x}" in url:
        return Kind.XYZ
    return Kind.WMTS if "wmts" in url.lower() else Kind.WMS
