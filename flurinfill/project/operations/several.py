"""The same change of many sites in one step: those that allow it are changed, the others are named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from flurinfill.model.change import Change
from flurinfill.model.errors import FlurinfillError, MoveRefused, ProjectError, StaleWrite
from flurinfill.model.reservations import ReservationTerms
from flurinfill.model.site_fields import Value
from flurinfill.model.states import Availability, RejectReason, Review
from flurinfill.project.operations.availability import move_availability
from flurinfill.project.operations.reservations import Reserving
from flurinfill.project.operations.review import ReviewMove
from flurinfill.project.operations.site_fields import FieldEntry
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project


def set_reviews(
    project: Project,
    site_ids: Sequence[int],
    review: Review,
    *,
    reason: RejectReason | None = None,
    note: str = "",
    deferred_until: date | None = None,
    versions: Mapping[int, int] | None = None,
) -> Change:
    """Move the review of several sites; see :func:`flurinfill.project.operations.set_review`.

    Parameters
    ----------
    versions : mapping of int to int
        The version of each site that the user saw; sites without one are not checked.

    Returns
    -------
    Change
        ``details`` has ``count`` (how many were changed) and ``refused``: for each reason (code of
        an error) the case numbers that stay as they are. One undo takes all of it back.

    Raises
    ------
    MoveRefused
        ``none_possible`` when no site allows the move; nothing is written.
    SealedError
        With a note while the vault is locked or absent.
    """
    move = ReviewMove(review, reason, note.strip(), deferred_until)

    def step(unit: Unit, site_id: int, version: int | None) -> None:
        move.apply(unit, site_id, version)

    return _each(project, "set_review", site_ids, step, move.details, versions)


def set_availabilities(
    project: Project,
    site_ids: Sequence[int],
    availability: Availability,
    *,
    reason: str = "",
    versions: Mapping[int, int] | None = None,
) -> Change:
    """Move the availability of several sites; see :func:`set_reviews` for ``versions`` and what is raised."""

    def step(unit: Unit, site_id: int, version: int | None) -> None:
        move_availability(unit, site_id, availability, reason.strip(), version)

    return _each(project, "set_availability", site_ids, step, {"new": availability.value}, versions)


def reserve_sites(
    project: Project,
    site_ids: Sequence[int],
    terms: ReservationTerms,
    *,
    versions: Mapping[int, int] | None = None,
) -> Change:
    """Reserve several sites for one person; see :func:`set_reviews` for ``versions`` and what is returned.

    Raises
    ------
    MoveRefused, InputError, ProjectError, SealedError
        See :func:`flurinfill.project.operations.reserve_site`.
    """
    reserving = Reserving(terms)

    def step(unit: Unit, site_id: int, version: int | None) -> None:
        reserving.apply(unit, site_id, version)

    details: dict[str, object] = {"new": Availability.RESERVED.value}
    if terms.until is not None:
        details["until"] = terms.until.isoformat()
    return _each(project, "reserve_site", site_ids, step, details, versions)


def set_site_fields(
    project: Project,
    site_ids: Sequence[int],
    field: str,
    value: Value | None,
    *,
    source: str = "",
    as_of: date | None = None,
    versions: Mapping[int, int] | None = None,
) -> Change:
    """Enter one value into the forms of several sites; see :func:`set_reviews` for what is returned.

    Raises
    ------
    InputError
        See :func:`flurinfill.model.site_fields.check_field`.
    SealedError
        ``no_vault`` or ``sealed`` for a field that lies in the vault.
    """
    entry = FieldEntry.make(project, field, value, source, as_of)

    def step(unit: Unit, site_id: int, version: int | None) -> None:
        entry.enter(unit, site_id, version)

    return _each(project, "set_site_field", site_ids, step, entry.details, versions, personal=entry.sealed)


def _each(
    project: Project,
    code: str,
    site_ids: Sequence[int],
    step: Callable[[Unit, int, int | None], None],
    details: dict[str, object],
    versions: Mapping[int, int] | None,
    *,
    personal: bool = False,
) -> Change:
    """Take one step for each site; a step that is refused has written nothing."""
    refused: dict[str, list[str]] = {}
    with operation(project, code, personal=personal) as unit:
        for site_id in dict.fromkeys(site_ids):
            try:
                step(unit, int(site_id), (versions or {}).get(int(site_id)))
            except (MoveRefused, StaleWrite) as error:
                refused.setdefault(error.code, []).append(str(unit.look_at(int(site_id))["case_no"]))
            except ProjectError as error:
                _only_absent(error)
                refused.setdefault(error.code, []).append(str(site_id))
        if not unit.sites:
            raise MoveRefused("none_possible", count=len(site_ids))
        unit.site_id = None
        unit.details = {**details, "count": len(unit.sites), "refused": refused}
    return unit.change


def _only_absent(error: FlurinfillError) -> None:
    """A site that is gone is no reason to stop; a locked vault or a full disk is."""
    if error.code != "site_absent":
        raise error
