"""Parcels that are building land only together: what detection proposes as one site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flurinfill.model.potential import PotentialClass, Use


@dataclass(frozen=True)
class SharedBoundary:
    """A boundary between two of the parcels; it would fall away."""

    first: str
    second: str
    length_m: float


@dataclass(frozen=True)
class Proposal:
    """Parcels that are building land together.

    Attributes
    ----------
    parcel_ids : tuple of str
        The largest first.
    potential : PotentialClass
        Class of the site.
    judged_as : Use
        Whose profile judged the site.
    shared : tuple of SharedBoundary
        Every boundary between two of the parcels, in their order.
    measures : mapping
        Measures of the site, as if it were one parcel: what its verdict rests on. Nothing in it is
        derived from owners.
    same_owner : bool or None
        Whether one owner has a share in every parcel. Personal: never stored in plain text, None
        where owners are not known or must not be read.
    """

    parcel_ids: tuple[str, ...]
    potential: PotentialClass
    judged_as: Use
    shared: tuple[SharedBoundary, ...]
    measures: Mapping[str, float | str]
    same_owner: bool | None = None

    @property
    def shared_m(self) -> float:
        """Length of all the boundaries that would fall away."""
        return sum(boundary.length_m for boundary in self.shared)
