"""A plot is reserved for somebody until a day (Availability ``reserved``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flurinfill.model.owners import Owner


@dataclass(frozen=True)
class ReservationTerms:
    """For whom a plot is reserved, and until when; the office need not know any of it.

    Attributes
    ----------
    party : Owner or None
        A person or an organisation, kept as owners are: of one that is known the id says who, one without
        an id is new.
    until : date or None
        Last day of the reservation.
    note : str
    """

    party: Owner | None = None
    until: date | None = None
    note: str = ""

    @property
    def personal(self) -> bool:
        """Something of it is sealed."""
        return self.party is not None or bool(self.note.strip())


@dataclass(frozen=True)
class Reservation:
    """A reservation as it was kept; ``ended_on`` is None while it stands.

    ``party`` is None where nobody noted for whom, or where the person was erased.
    """

    reservation_id: int
    site_id: int
    reserved_on: date
    until: date | None
    ended_on: date | None
    party: Owner | None
    note: str
