"""What the data doctor found: codes and figures, put into words by i18n."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    """One line of the data doctor's report.

    The catalogues hold three sentences for each code: what was found (context ``finding``), what
    was done (``finding_done``) and what it means (``finding_meaning``).

    Attributes
    ----------
    code : str
        For instance ``"invalid_geometry_repaired"``.
    severity : Severity
        How much it matters.
    table : str
        Table concerned: ``parcels``, ``buildings`` …
    count : int
        How many rows are concerned.
    examples : tuple of str
        Up to five identifiers to look at.
    details : mapping
        Further values for the sentences' placeholders.
    """

    code: str
    severity: Severity
    table: str = ""
    count: int = 0
    examples: tuple[str, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)
