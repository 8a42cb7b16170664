"""Reserve sites for somebody until a day; the days are open, for whom and the note are sealed.

The person is kept as owners are, so that information, restriction, erasure and the list of what may go
reach whoever a plot was reserved for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flurinfill.model.change import Change
from flurinfill.model.errors import InputError, MoveRefused, ProjectError
from flurinfill.model.owners import Owner, check_owner
from flurinfill.model.reservations import ReservationTerms
from flurinfill.model.states import Availability
from flurinfill.project import meta, people, rows
from flurinfill.project.operations.availability import move_availability, standing_reservations
from flurinfill.project.operations.owner_entry import corrected
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.schema import OWNERS, RESERVATIONS

_OF_A_PARTY = ("kind", "last_name", "first_name", "organisation", "phone", "mail")
"""What a reservation tells of a person; addresses are entered where owners are."""


def reserve_site(
    project: Project, site_id: int, terms: ReservationTerms, *, version: int | None = None
) -> Change:
    """Reserve a site: its availability moves to ``reserved``.

    Parameters
    ----------
    terms : ReservationTerms
        A person without an id is new; name, phone and mail of a known one are so from now on.
    version : int
        The version the user saw; None does not check.

    Raises
    ------
    MoveRefused
        See :func:`flurinfill.model.states.check_availability`.
    InputError
        See :func:`flurinfill.model.owners.check_owner`; ``party_restricted``.
    ProjectError
        ``owner_unknown``.
    StaleWrite
        ``stale_site``.
    SealedError
        ``no_vault`` or ``sealed`` with a person or a note.
    """
    with operation(project, "reserve_site") as unit:
        old = Reserving(terms).apply(unit, site_id, version)
        unit.details |= {"old": old.value, "new": Availability.RESERVED.value}
    return unit.change


def change_reservation(
    project: Project, site_id: int, terms: ReservationTerms, *, version: int | None = None
) -> Change:
    """Change for whom and until when a reserved site is so; see :func:`reserve_site`.

    Raises
    ------
    MoveRefused
        ``not_reserved``.
    """
    with operation(project, "change_reservation") as unit:
        Reserving(terms).change(unit, site_id, version)
    return unit.change


def postpone_reservation(
    project: Project, site_id: int, until: date | None, *, version: int | None = None
) -> Change:
    """Let a site be reserved until another day (None: without one).

    Nothing sealed is touched, so the vault may be locked.

    Raises
    ------
    MoveRefused
        ``not_reserved``.
    StaleWrite
        ``stale_site``.
    """
    with operation(project, "postpone_reservation") as unit:
        _work_on_reserved(unit, site_id, version)
        standing = standing_reservations(unit, site_id)
        if standing:
            unit.update(RESERVATIONS, standing[-1], until=_written(until))
        else:
            _add(unit, site_id, until, {})
        unit.details["until"] = _written(until)
    return unit.change


class Reserving:
    """What is agreed, at work on one site or on several: a new person is added once.

    What is sealed is the same for all of them, and so are the details of the history.
    """

    def __init__(self, terms: ReservationTerms) -> None:
        self._terms = terms
        self._party_id = ""

    def apply(self, unit: Unit, site_id: int, version: int | None = None) -> Availability:
        """Reserve one site inside an operation and return the old state; a refused one stays as it is."""
        if self._terms.personal:
            unit.project.vault.require()
        values = self._sealed_part(unit, "")
        old = move_availability(unit, site_id, Availability.RESERVED, version=version)
        _add(unit, site_id, self._terms.until, values)
        self._tell(unit)
        return old

    def change(self, unit: Unit, site_id: int, version: int | None) -> None:
        """Let the reservation of a site be as agreed now."""
        _work_on_reserved(unit, site_id, version)
        until = self._terms.until
        row = next(iter(standing_reservations(unit, site_id)), None)
        if row is None:
            _add(unit, site_id, until, self._sealed_part(unit, ""))
        else:
            before = _sealed_before(unit, row)
            values = self._sealed_part(unit, before.get("owner_id", ""))
            unit.update(RESERVATIONS, row, until=_written(until))
            if values != before:
                unit.update(RESERVATIONS, row, sealed=_sealed(unit, row, values))
        self._tell(unit)

    def _sealed_part(self, unit: Unit, held_by: str) -> dict[str, str]:
        """Keep the person and return what is sealed of the reservation; nothing where nothing is told."""
        party = self._terms.party
        if party is not None and not self._party_id:
            self._party_id = _keep_party(unit, party, held_by)
        values = {"owner_id": self._party_id, "note": self._terms.note.strip()}
        return values if any(values.values()) else {}

    def _tell(self, unit: Unit) -> None:
        if self._terms.until is not None:
            unit.details["until"] = self._terms.until.isoformat()
        if self._terms.personal:
            unit.secret |= {"owner_id": self._party_id, "note": self._terms.note.strip()}


def _work_on_reserved(unit: Unit, site_id: int, version: int | None) -> None:
    site = unit.look_at(site_id, version)
    if site["availability"] != Availability.RESERVED:
        raise MoveRefused("not_reserved", case_no=site["case_no"])
    unit.work_on(site_id)


def _add(unit: Unit, site_id: int, until: date | None, values: Mapping[str, str]) -> None:
    (row,) = meta.take_numbers(unit.connection, "reservation")
    unit.insert(
        RESERVATIONS,
        reservation_id=row,
        site_id=site_id,
        reserved_on=date.today().isoformat(),
        until=_written(until),
        ended_on=None,
        sealed=_sealed(unit, row, values),
    )


def _sealed_before(unit: Unit, row: int) -> dict[str, str]:
    kept = rows.read(unit.connection, RESERVATIONS, row)
    sealed = kept["sealed"] if kept is not None else None
    return {} if sealed is None else dict(unit.project.vault.unseal(RESERVATIONS.name, row, sealed))


def _sealed(unit: Unit, row: int, values: Mapping[str, str]) -> bytes | None:
    return unit.seal(RESERVATIONS, row, values) if values else None


def _keep_party(unit: Unit, party: Owner, held_by: str) -> str:
    """Keep a person as told now; return the id. A restricted one keeps what is reserved, and no more."""
    check_owner(party)
    if not party.owner_id:
        (row,) = meta.take_numbers(unit.connection, "owner")
        fresh = replace(party, owner_id=f"office-{row}", by_hand=True)
        unit.insert(OWNERS, owner_row=row, sealed=unit.seal(OWNERS, row, people.owner_text(fresh)))
        return fresh.owner_id
    found = people.read_owners(unit.connection, unit.project.vault)
    known = {owner.owner_id: (row, owner) for row, owner in found.items()}
    if party.owner_id not in known:
        raise ProjectError("owner_unknown")
    row, before = known[party.owner_id]
    if before.restricted:
        if party.owner_id != held_by:
            raise InputError("party_restricted")
        return before.owner_id
    told = replace(before, **{name: getattr(party, name) for name in _OF_A_PARTY})
    if told != before:
        told = corrected(told, before)
        unit.update(OWNERS, row, sealed=unit.seal(OWNERS, row, people.owner_text(told)))
    return before.owner_id


def _written(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
