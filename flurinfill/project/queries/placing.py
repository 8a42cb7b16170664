"""Where the rows of a town's list belong, and those that no place was found for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from flurinfill.model import parcel_id as ids
from flurinfill.model.town_list import Entry, Placing
from flurinfill.project import access, meta, unplaced
from flurinfill.project.project import Project
from flurinfill.project.queries.places import Places
from flurinfill.project.schema import SITE_PARCELS, UNPLACED_ROWS

_SEVERAL = re.compile(r"[;,+&\n]|\s+(?:und|u\.|and)\s+", re.IGNORECASE)
_MOST_CANDIDATES = 20
_ISO_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_MONTHS = (
    *("jan", "feb", "mrz", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"),
    *("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"),
)
_SHORT_DAY = re.compile(rf"^(\d{{1,2}})\.?\s?({'|'.join(dict.fromkeys(_MONTHS))})\.?$", re.IGNORECASE)


class Placer:
    """Finds the parcels of row after row; made anew for each list.

    Parameters
    ----------
    project : Project
        With a cadastre.
    """

    def __init__(self, project: Project) -> None:
        self._places = Places(project.store)
        query = select(SITE_PARCELS.c.parcel_id, SITE_PARCELS.c.site_id)
        with project.store.reading() as connection:
            self._site_of = {str(parcel): site_id for parcel, site_id in connection.execute(query)}

    def place(self, number: str, gemarkung: str = "", flur: str = "") -> tuple[Placing, tuple[str, ...]]:
        """Return whether a row has one place, and its parcels; of an ambiguous row those possible.

        Parameters
        ----------
        number : str
            Identifier or parcel number in any spelling, or several of them.
        gemarkung, flur : str
            Where the list has columns for them; ``""`` says nothing.
        """
        if not number.strip():
            return Placing.NO_NUMBER, ()
        if (once := _before_it_was_a_date(number)) and (meant := self._meant(once, gemarkung, flur)):
            return Placing.MADE_A_DATE, meant
        found = [self._places.by_columns(number, gemarkung, flur)]
        parts = [part.strip() for part in _SEVERAL.split(number) if part.strip()]
        if not found[0] and len(parts) > 1:
            found = [self._places.by_columns(part, gemarkung, flur) for part in parts]
        if not all(found):
            return Placing.NOT_FOUND, ()
        parcels = sorted({parcel for listed in found for parcel in listed}, key=ids.sort_key)
        if any(len(listed) > 1 for listed in found):
            return Placing.SEVERAL_PARCELS, tuple(parcels[:_MOST_CANDIDATES])
        return self._in_sites(tuple(parcels))

    def _meant(self, numbers: Sequence[str], gemarkung: str, flur: str) -> tuple[str, ...]:
        """Parcels that one of several numbers may mean."""
        found = {parcel for number in numbers for parcel in self._places.by_columns(number, gemarkung, flur)}
        return tuple(sorted(found, key=ids.sort_key)[:_MOST_CANDIDATES])

    def _in_sites(self, parcels: tuple[str, ...]) -> tuple[Placing, tuple[str, ...]]:
        sites = {self._site_of.get(parcel) for parcel in parcels}
        if len(sites) == 1:
            return Placing.PLACED, parcels
        return (Placing.PARTLY_IN_SITE if None in sites else Placing.SEVERAL_SITES), parcels


def _before_it_was_a_date(text: str) -> tuple[str, ...]:
    """Return what may have been typed where a spreadsheet made a day of ``12/3`` or ``3/2024``."""
    if (match := _ISO_DAY.match(text.strip())) is not None:
        year, month, day = (int(part) for part in match.groups())
        return (f"{day}/{month}", f"{month}/{year}")
    if (match := _SHORT_DAY.match(text.strip())) is not None:
        return (f"{int(match[1])}/{_MONTHS.index(match[2].lower()) % 12 + 1}",)
    return ()


@dataclass(frozen=True)
class UnplacedRow:
    """A row of a list that is kept until somebody places or drops it.

    Attributes
    ----------
    unplaced_id : int
    taken_at : datetime
    file : str
        Name of the list.
    entry : Entry
    """

    unplaced_id: int
    taken_at: datetime
    file: str
    entry: Entry


def unplaced_rows(project: Project) -> list[UnplacedRow]:
    """Return the rows that no place was found for, list by list; the read is logged.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    with project.store.reading() as connection:
        rows = connection.execute(select(UNPLACED_ROWS).order_by(UNPLACED_ROWS.c.unplaced_id)).mappings()
        found = [
            (
                row["unplaced_id"],
                row["taken_at"],
                project.vault.unseal(UNPLACED_ROWS.name, row["unplaced_id"], row["sealed"]),
            )
            for row in rows
        ]
    if found:
        access.log(project, "town_list", len(found), 0)
    return [
        UnplacedRow(number, meta.local(at), str(values["file"]), unplaced.entry_from(values))
        for number, at, values in found
    ]
