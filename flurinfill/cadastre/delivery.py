"""What a reader hands over: tables as they stand in the files, before anything is moved or mended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from flurinfill.model.findings import Finding, Severity

Geometries = npt.NDArray[np.object_]


@dataclass
class Layer:
    """Rows of one table of one source.

    Attributes
    ----------
    table : str
        ``parcels``, ``buildings``, ``land_use``, ``ways``, ``addresses``, ``constraints`` or ``plans``.
    name : str
        File (and layer) for messages.
    frame : DataFrame
        Columns of the table, as far as the source has them.
    geometry : ndarray of geometry or None
        In the source's coordinates, one per row.
    crs : str or None
        What the source says of its coordinate system.
    official : bool
        The parcels' identifiers come from the cadastre, so that a second one is a fault.
    """

    table: str
    name: str
    frame: pd.DataFrame
    geometry: Geometries
    crs: str | None
    official: bool = False


@dataclass
class Delivery:
    """All layers of one or several sources of the same kind."""

    layers: list[Layer] = field(default_factory=list)
    owners: pd.DataFrame | None = None
    ownerships: pd.DataFrame | None = None
    data_state: date | None = None
    findings: list[Finding] = field(default_factory=list)

    def add(self, other: Delivery) -> None:
        """Take over the layers and findings of another delivery."""
        self.layers += other.layers
        self.findings += other.findings

    def note(self, code: str, severity: Severity, table: str = "", count: int = 0, **details: object) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, severity, table, count, details=details))


def day_of(text: str) -> date | None:
    """Date at the start of ``2024-04-22Z``, ``2015-03-31T07:26:17Z`` or ``2022/10/11``; None otherwise."""
    try:
        return date.fromisoformat(text.strip()[:10].replace("/", "-"))
    except ValueError:
        return None
