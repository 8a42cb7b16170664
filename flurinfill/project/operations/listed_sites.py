"""The sites that a town's list speaks of: changed in memory row by row, written in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from flurinfill.model.errors import MoveRefused, ProjectError
from flurinfill.model.potential import PotentialClass
from flurinfill.model.progress import SILENT, Progress
from flurinfill.model.states import (
    Availability,
    RejectReason,
    Review,
    Willingness,
    check_availability,
    check_review,
)
from flurinfill.model.town_list import Entry, Placing, way_to
from flurinfill.project import frames, history, meta, people, rows
from flurinfill.project.operations.availability import end_reservation
from flurinfill.project.operations.outreach import entry_of, keep_entry
from flurinfill.project.operations.sites import (
    membership,
    merged_class,
    new_site,
    parcel_rows,
    site_shape,
    take_case_numbers,
)
from flurinfill.project.operations.unit import Unit
from flurinfill.project.schema import NOTES, SITE_PARCELS, SITES

_REPORT_EVERY = 200


@dataclass
class _Listed:
    """A site that a list speaks of: as it was, and as it becomes."""

    before: dict[str, Any]
    after: dict[str, Any]
    fresh: bool
    note_before: str | None
    note: str
    willingness: list[tuple[int, Willingness, date | None]]


class ListedSites:
    """Sites that a list speaks of, inside an operation.

    Attributes
    ----------
    refused : list of (int, str, str)
        Line, case number and code of the error of each state that was not allowed.
    made : int
        How many sites are new.
    moves : list of (int, str, str, str)
        Site, axis, old and new state of every move, for :func:`flurinfill.project.queries.moves`: the
        rows before and after lie sealed with the notes.
    """

    def __init__(self, unit: Unit, entries: Sequence[Entry]) -> None:
        self._unit = unit
        self.refused: list[tuple[int, str, str]] = []
        self.moves: list[tuple[int, str, str, str]] = []
        self.made = 0
        wanted = list(dict.fromkeys(parcel for entry in entries for parcel in entry.parcel_ids))
        connection = unit.connection
        members = select(SITE_PARCELS.c.parcel_id, SITE_PARCELS.c.site_id)
        self._site_of: dict[str, int] = {
            parcel: site_id
            for chunk in frames.chunks(wanted)
            for parcel, site_id in connection.execute(members.where(SITE_PARCELS.c.parcel_id.in_(chunk)))
        }
        self._parcels = parcel_rows(connection, [each for each in wanted if each not in self._site_of])
        self._members: list[dict[str, object]] = []
        self._cases = dict(self._known(sorted(set(self._site_of.values()))))
        self._case_numbers = self._fresh_numbers(entries)

    @property
    def count(self) -> int:
        """Number of sites."""
        return len(self._cases)

    def case_of(self, site_id: int) -> str:
        """Case number of a site."""
        return str(self._cases[site_id].after["case_no"])

    def _known(self, site_ids: Sequence[int]) -> Iterator[tuple[int, _Listed]]:
        """Read the sites that are there, with their notes."""
        unit = self._unit
        for chunk in frames.chunks(site_ids):
            sealed = {
                int(site_id): text
                for site_id, text in unit.connection.execute(
                    select(NOTES.c.site_id, NOTES.c.sealed).where(NOTES.c.site_id.in_(chunk))
                )
            }
            notes = unit.project.vault.unseal_all(NOTES.name, sealed)
            query = select(SITES).where(SITES.c.site_id.in_(chunk))
            for row in unit.connection.execute(query).mappings():
                site_id, note = row["site_id"], notes.get(row["site_id"])
                yield site_id, _Listed(dict(row), dict(row), False, note, note or "", [])

    def _fresh_numbers(self, entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
        """Numbers for the sites that will be made: one for each group of free parcels."""
        groups = {entry.parcel_ids for entry in entries if entry.parcel_ids[0] not in self._site_of}
        numbers = meta.take_numbers(self._unit.connection, "site", len(groups))
        cases = take_case_numbers(self._unit.connection, len(groups))
        return iter(list(zip(numbers, cases, strict=True)))

    # one row --------------------------------------------------------------------------------

    def take(self, entry: Entry) -> Placing:
        """Take what a row says; a state that is not allowed is noted, the rest is taken.

        Nothing of it is taken when its parcels are not, or do not become, one site.
        """
        sites = {self._site_of.get(parcel) for parcel in entry.parcel_ids}
        if len(sites) > 1:
            return Placing.PARTLY_IN_SITE if None in sites else Placing.SEVERAL_SITES
        (site_id,) = sites
        case = self._cases[self._make(entry.parcel_ids) if site_id is None else site_id]
        if entry.note and entry.note not in case.note:
            case.note = f"{case.note}\n{entry.note}" if case.note else entry.note
        old = {axis: case.after[axis] for axis in ("review", "availability")}
        try:
            self._move(case, entry)
        except MoveRefused as error:
            self.refused.append((entry.line, str(case.after["case_no"]), error.code))
        site_id = int(case.after["site_id"])
        new = {axis: case.after[axis] for axis in old}
        self.moves += [(site_id, axis, old[axis], new[axis]) for axis in old if old[axis] != new[axis]]
        return Placing.PLACED

    def _make(self, parcel_ids: tuple[str, ...]) -> int:
        absent = [parcel for parcel in parcel_ids if parcel not in self._parcels]
        if absent:
            raise ProjectError("parcel_absent", parcel=absent[0])
        members = [self._parcels[parcel] for parcel in parcel_ids]
        site_id, case_no = next(iter(self._case_numbers))
        now = merged_class([row["potential"] for row in members])
        blob = site_shape(members, self._unit.project.crs)
        row = new_site(site_id, case_no, blob, now or PotentialClass.NONE.value, now, touched=True)
        self._cases[site_id] = _Listed(row, dict(row), True, None, "", [])
        self._site_of |= dict.fromkeys(parcel_ids, site_id)
        numbers = meta.take_numbers(self._unit.connection, "site_parcel", len(members))
        self._members += [
            membership(number, site_id, position, parcel)
            for position, (number, parcel) in enumerate(zip(numbers, members, strict=True))
        ]
        self.made += 1
        return site_id

    @staticmethod
    def _move(case: _Listed, entry: Entry) -> None:
        meaning, site = entry.meaning, case.after
        if isinstance(meaning, Review) and meaning.value != site["review"]:
            rejected = meaning is Review.REJECTED
            check_review(Review(site["review"]), meaning, RejectReason.OTHER if rejected else None)
            site["review"] = meaning.value
            site["reject_reason"] = RejectReason.OTHER.value if rejected else None
            site["deferred_until"] = None
            site["potential_seen"] = site["potential_now"]
        elif isinstance(meaning, Availability):
            old = Availability(site["availability"])
            for step in way_to(old, meaning) if meaning is not old else ():
                check_availability(old, step, Review(site["review"]))
                old = step
            site["availability"] = old.value
        elif isinstance(meaning, Willingness):
            case.willingness.append((entry.line, meaning, entry.on))

    # all of it ------------------------------------------------------------------------------

    def write(self, progress: Progress = SILENT) -> None:
        """Write every site and its note, then what owners are said to want."""
        unit = self._unit
        fresh = [case.after for case in self._cases.values() if case.fresh]
        if fresh:
            unit.connection.execute(insert(SITES), fresh)
            unit.connection.execute(insert(SITE_PARCELS), self._members)
        unit.images += [history.added(SITES.name, int(row["site_id"])) for row in fresh]
        unit.images += [
            history.added(SITE_PARCELS.name, int(str(row["site_parcel_id"]))) for row in self._members
        ]
        for number, (site_id, case) in enumerate(self._cases.items()):
            if number % _REPORT_EVERY == 0:
                progress.report("store_list", number, len(self._cases))
            if not case.fresh:
                changed = {name: value for name, value in case.after.items() if value != case.before[name]}
                unit.update(SITES, site_id, **changed, touched=True)
                rows.change(unit.connection, SITES, site_id, {"version": case.before["version"] + 1})
                if "availability" in changed:
                    end_reservation(unit, site_id)
            self._write_note(site_id, case)
        self._write_willingness()
        unit.sites.update(self._cases)
        unit.parcels.update(self._site_of)

    def _write_note(self, site_id: int, case: _Listed) -> None:
        if case.note == (case.note_before or ""):
            return
        sealed = self._unit.seal(NOTES, site_id, case.note)
        if case.note_before is not None:
            self._unit.update(NOTES, site_id, sealed=sealed)
        else:
            rows.add(self._unit.connection, NOTES, {"site_id": site_id, "sealed": sealed})
            self._unit.images.append(history.added(NOTES.name, site_id))

    def _write_willingness(self) -> None:
        """Note it with the owner where a site has one; of several nobody knows who said it.

        What is known already stays, unless the list is newer; a list without a day is not.
        """
        unit, vault = self._unit, self._unit.project.vault
        told = {site_id: case for site_id, case in self._cases.items() if case.willingness}
        owners = people.site_owners(unit.connection, vault, told)
        for site_id, case in told.items():
            listed = list(owners.get(site_id, ()))
            for line, willingness, on in case.willingness:
                if len(listed) != 1:
                    code = "willingness_of_several" if listed else "willingness_of_nobody"
                    self.refused.append((line, str(case.after["case_no"]), code))
                    continue
                day = on.isoformat() if on is not None else ""
                known = entry_of(unit, site_id, listed[0])
                if known.get("willingness", "unknown") == "unknown" or day > (
                    known.get("willingness_on") or ""
                ):
                    said = {"willingness": willingness.value, "willingness_on": day}
                    keep_entry(unit, site_id, listed[0], {**said, "willingness_source": ""})
                elif known["willingness"] != willingness.value:
                    self.refused.append((line, str(case.after["case_no"]), "willingness_known_newer"))
