"""Take over the list that a town already has: its rows become sites, notes and states in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from flurinfill.model.change import Change
from flurinfill.model.errors import ProjectError
from flurinfill.model.progress import SILENT, Progress
from flurinfill.model.town_list import Entry, Placing
from flurinfill.project import frames, history, meta, rows, unplaced
from flurinfill.project.operations.listed_sites import ListedSites
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project
from flurinfill.project.schema import HISTORY, UNPLACED_ROWS

_REPORT_EVERY = 200


def take_town_list(
    project: Project, file: str, entries: Sequence[Entry], *, progress: Progress = SILENT
) -> Change:
    """Make or change the sites that a list speaks of; rows without a place are kept, sealed.

    A note or a kept row that is there already is not doubled, so that a list can be taken twice.

    Parameters
    ----------
    project : Project
        Open for writing, the vault unlocked.
    file : str
        Name of the list.
    entries : sequence of Entry
    progress : Progress, optional
        Can stop it; nothing is written then.

    Returns
    -------
    Change
        ``details`` has ``count`` (sites that the list speaks of), ``made`` (new ones of them),
        ``unplaced`` (rows kept) and ``refused``: (line, case number, code of the error) of each state
        that was not allowed; the rest of such a row is taken.

    Raises
    ------
    ProjectError
        ``parcel_absent`` when the cadastre changed since the rows were placed.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    placed = [entry for entry in entries if entry.placing is Placing.PLACED]
    others = [entry for entry in entries if entry.placing is not Placing.PLACED]
    with operation(project, "take_town_list", personal=True) as unit:
        cases = ListedSites(unit, placed)
        for number, entry in enumerate(placed):
            if number % _REPORT_EVERY == 0:
                progress.report("take_list", number, len(placed))
            placing = cases.take(entry)
            if placing is not Placing.PLACED:
                others.append(replace(entry, placing=placing))
        cases.write(progress)
        kept = _keep(unit, file, others)
        unit.details = {"count": cases.count, "made": cases.made, "unplaced": kept, "moves": cases.moves}
        unit.secret = {"file": file}
    return replace(unit.change, details={**unit.change.details, "refused": tuple(cases.refused)})


def place_row(project: Project, unplaced_id: int, parcel_ids: Sequence[str]) -> Change:
    """Give a kept row its place by hand: these parcels, which are one site or become one.

    Returns
    -------
    Change
        ``refused`` as in :func:`take_town_list`.

    Raises
    ------
    ProjectError
        ``unplaced_unknown``, ``site_without_parcels``, ``parcel_absent`` or ``parcels_of_several_sites``.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "place_row", personal=True) as unit:
        values = _unplaced(unit, unplaced_id)
        if not parcel_ids:
            raise ProjectError("site_without_parcels")
        entry = replace(unplaced.entry_from(values), parcel_ids=tuple(parcel_ids))
        cases = ListedSites(unit, [entry])
        if cases.take(entry) is not Placing.PLACED:
            raise ProjectError("parcels_of_several_sites")
        cases.write()
        unit.delete(UNPLACED_ROWS, unplaced_id)
        (unit.site_id,) = unit.sites
        unit.details |= {"case_no": cases.case_of(unit.site_id), "moves": cases.moves}
        unit.secret = {
            "file": values["file"],
            "line": entry.line,
            "row": unplaced.fingerprint(values["file"], entry),
        }
    return replace(unit.change, details={**unit.change.details, "refused": tuple(cases.refused)})


def drop_rows(project: Project, unplaced_ids: Sequence[int]) -> Change:
    """Drop kept rows that nobody needs.

    Raises
    ------
    ProjectError
        ``unplaced_unknown``.
    SealedError
        ``no_vault`` or ``sealed``.
    """
    with operation(project, "drop_rows", personal=True) as unit:
        for number in unplaced_ids:
            _unplaced(unit, number)
            unit.delete(UNPLACED_ROWS, number)
        unit.details["rows"] = len(unplaced_ids)
    return unit.change


def _unplaced(unit: Unit, number: int) -> dict[str, Any]:
    row = rows.read(unit.connection, UNPLACED_ROWS, number)
    if row is None:
        raise ProjectError("unplaced_unknown")
    values: dict[str, Any] = unit.project.vault.unseal(UNPLACED_ROWS.name, number, row["sealed"])
    return values


def _keep(unit: Unit, file: str, entries: Sequence[Entry]) -> int:
    """Keep rows without a place, unless the same row of the same list is kept, or was placed by hand."""
    query = select(UNPLACED_ROWS.c.unplaced_id, UNPLACED_ROWS.c.sealed)
    stored = {int(number): sealed for number, sealed in unit.connection.execute(query).all()}
    known = unit.project.vault.unseal_all(UNPLACED_ROWS.name, stored).values()
    there = {unplaced.fingerprint(values["file"], unplaced.entry_from(values)) for values in known}
    there |= _placed_by_hand(unit)
    fresh = [entry for entry in entries if unplaced.fingerprint(file, entry) not in there]
    numbers = meta.take_numbers(unit.connection, "unplaced", len(fresh))
    at = meta.now()
    sealed = [
        (number, at, unit.seal(UNPLACED_ROWS, number, unplaced.entry_text(file, entry)))
        for number, entry in zip(numbers, fresh, strict=True)
    ]
    frames.insert_rows(unit.connection, UNPLACED_ROWS, sealed)
    unit.images += [history.added(UNPLACED_ROWS.name, number) for number in numbers]
    return len(fresh)


def _placed_by_hand(unit: Unit) -> set[str]:
    """Return the fingerprints of the rows that have been given their place."""
    query = select(HISTORY.c.history_id, HISTORY.c.sealed)
    query = query.where(HISTORY.c.code == "place_row", HISTORY.c.state == history.DONE)
    stored = {int(number): sealed for number, sealed in unit.connection.execute(query).all()}
    told = unit.project.vault.unseal_all(HISTORY.name, stored).values()
    return {str(hidden["details"].get("row", "")) for hidden in told}
