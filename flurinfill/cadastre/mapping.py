"""Which layer of which file is what, and which of its columns fills which of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flurinfill.model.errors import InputError


@dataclass(frozen=True)
class LayerRef:
    """One layer of one file; ``layer`` is None where the file has one, or the best one shall do."""

    path: Path
    layer: str | None = None

    @classmethod
    def parse(cls, text: str) -> LayerRef:
        """Read ``FILE[:LAYER]``; a file whose whole name exists wins over a layer name.

        Raises
        ------
        InputError
            ``layer_reference_empty`` when there is no file name.
        """
        text = text.strip()
        if not text:
            raise InputError("layer_reference_empty")
        head, colon, tail = text.rpartition(":")
        drive_only = len(head) == 1 and head.isalpha()
        if not colon or drive_only or Path(text).exists() or not tail:
            return cls(Path(text.rstrip(":") if colon and not tail and not drive_only else text))
        return cls(Path(head), tail)

    def __str__(self) -> str:
        return f"{self.path}:{self.layer}" if self.layer else str(self.path)


@dataclass(frozen=True)
class LayerMapping:
    """How foreign layers become the cadastre's tables.

    Attributes
    ----------
    parcels, buildings, roads, land_use, addresses : LayerRef or None
        Layers of these tables; roads are areas or centre lines.
    constraints : tuple of LayerRef
        Each becomes one constraint layer named after the layer (or the file).
    plans : tuple of LayerRef
        Boundaries of the built-up area (§34(4)) and development plans, also XPlanGML.
    parcel_id : str or None
        Column with the parcel's identifier; several columns are joined with ``"+"``
        (``"SECTION+NUMERO"``). None: the parcels are numbered.
    columns : mapping of str to mapping
        Per table (``"parcels"``, ``"buildings"``, ``"ways"``, ``"land_use"``, ``"addresses"``,
        ``"constraints"``, ``"plans"``): column of the table → column of the source.
    crs : str or None
        Coordinate system that overrides what the files say.
    """

    parcels: LayerRef | None = None
    buildings: LayerRef | None = None
    roads: LayerRef | None = None
    land_use: LayerRef | None = None
    addresses: LayerRef | None = None
    constraints: tuple[LayerRef, ...] = ()
    plans: tuple[LayerRef, ...] = ()
    parcel_id: str | None = None
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    crs: str | None = None

    def columns_of(self, table: str) -> Mapping[str, str]:
        """Return the column mapping of a table, the parcel identifier included."""
        chosen = dict(self.columns.get(table, {}))
        if table == "parcels" and self.parcel_id:
            chosen["parcel_id"] = self.parcel_id
        return chosen

    def layers(self) -> list[tuple[str, LayerRef]]:
        """Return (table, layer) for every layer that is mapped."""
        singles = {
            "parcels": self.parcels,
            "buildings": self.buildings,
            "ways": self.roads,
            "land_use": self.land_use,
            "addresses": self.addresses,
        }
        found = [(table, ref) for table, ref in singles.items() if ref is not None]
        found += [("constraints", ref) for ref in self.constraints]
        return found + [("plans", ref) for ref in self.plans]
