"""The Site (Potenzialfläche): what the office manages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flurinfill.model.potential import PotentialClass
from flurinfill.model.states import Availability, Publication, RejectReason, Review, Willingness


@dataclass(frozen=True)
class Site:
    """One or more parcels with their states; ``version`` detects stale writes.

    ``willingness`` is derived from the owners (None while the vault is locked), ``note`` is sealed
    (None while locked).
    """

    site_id: int
    case_no: str
    parcel_ids: tuple[str, ...]
    potential: PotentialClass
    review: Review
    reject_reason: RejectReason | None
    deferred_until: date | None
    availability: Availability
    publication: Publication
    announced_on: date | None
    consent_investor: bool
    municipal: bool
    willingness: Willingness | None
    note: str | None
    parcel_missing: bool
    version: int
