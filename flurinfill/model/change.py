"""What an operation did: views refresh from it, undo applies its inverse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Change:
    """The result of one operation.

    Attributes
    ----------
    code : str
        Operation code (catalogue context ``operation``), e.g. ``"set_review"``.
    details : mapping
        Values for the readable text of the undo list. Never personal data.
    sites : frozenset of int
        Site ids that were touched.
    parcels : frozenset of str
        Parcel ids that were touched; views of parcels refresh when it is not empty.
    whole : bool
        True when everything must be read again (an import, a detection run).
    history_id : int or None
        Row of the history that holds the inverse; None when it cannot be undone.
    """

    code: str
    details: Mapping[str, object] = field(default_factory=dict)
    sites: frozenset[int] = frozenset()
    parcels: frozenset[str] = frozenset()
    whole: bool = False
    history_id: int | None = None
