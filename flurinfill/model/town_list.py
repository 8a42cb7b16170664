"""The list of gaps that a town already has: its columns, what its states mean, where its rows belong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from flurinfill.model.states import AVAILABILITY_MOVES, Availability, Review, Willingness

Meaning = Review | Availability | Willingness

MEANINGS: tuple[Meaning, ...] = (
    *(value for value in Review if value not in (Review.DEFERRED, Review.SUPERSEDED)),
    *(value for value in Availability if value is not Availability.UNKNOWN),
    *(value for value in Willingness if value is not Willingness.UNKNOWN),
)
"""What a word of a list can mean; a deferred site needs a day, which no word has."""


class ListColumn(StrEnum):
    """What a column of the list holds."""

    PARCEL = "parcel"
    DENOMINATOR = "denominator"
    GEMARKUNG = "gemarkung"
    FLUR = "flur"
    STATE = "state"
    DAY = "day"
    REMARKS = "remarks"
    OWNER = "owner"


class Placing(StrEnum):
    """Whether a row has found its place, and why not."""

    PLACED = "placed"
    SEVERAL_PARCELS = "several_parcels"
    SEVERAL_SITES = "several_sites"
    PARTLY_IN_SITE = "partly_in_site"
    MADE_A_DATE = "made_a_date"
    NO_NUMBER = "no_number"
    NOT_FOUND = "not_found"

    @property
    def ambiguous(self) -> bool:
        """There is more than one place for it."""
        return self in (
            Placing.SEVERAL_PARCELS,
            Placing.SEVERAL_SITES,
            Placing.PARTLY_IN_SITE,
            Placing.MADE_A_DATE,
        )


@dataclass(frozen=True)
class Entry:
    """What one row of a list says of its parcels.

    Attributes
    ----------
    line : int
        Line of the file.
    said : str
        Gemarkung, Flur and number as they stand in the list.
    placing : Placing
    parcel_ids : tuple of str
        Where it belongs; of an ambiguous row those that are possible.
    note : str
        What goes to the note of the site.
    meaning : Review, Availability, Willingness or None
        What its state means.
    on : date or None
        Day of the state.
    cells : mapping of str to str
        The row as it stood in the file, of one that is not placed.
    """

    line: int
    said: str
    placing: Placing
    parcel_ids: tuple[str, ...] = ()
    note: str = ""
    meaning: Meaning | None = None
    on: date | None = None
    cells: Mapping[str, str] = field(default_factory=dict)


def code_of(meaning: Meaning | None) -> str:
    """Return the code of a meaning, ``"Review/confirmed"``; ``""`` for none."""
    return "" if meaning is None else f"{type(meaning).__name__}/{meaning.value}"


_BY_CODE = {code_of(meaning): meaning for meaning in MEANINGS}


def meaning_of(code: str) -> Meaning | None:
    """Return the meaning of a code, None where there is none."""
    return _BY_CODE.get(code)


def way_to(old: Availability, new: Availability) -> tuple[Availability, ...]:
    """Moves to an availability; what nobody has decided on goes over ``available`` where it must."""
    direct = old is not Availability.UNKNOWN or new in AVAILABILITY_MOVES[old]
    return (new,) if direct else (Availability.AVAILABLE, new)
