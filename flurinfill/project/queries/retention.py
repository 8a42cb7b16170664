"""Whose data the office should look at: proposals to erase, with the reason; the read is logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from flurinfill.model import retention as rules
from flurinfill.model.office import Office
from flurinfill.model.states import Availability, Outreach
from flurinfill.project import access, meta, people, traces
from flurinfill.project.project import Project
from flurinfill.project.queries.moves import moves
from flurinfill.project.queries.office import office
from flurinfill.project.schema import CONTACTS, HISTORY, OBJECTIONS, OUTREACH, RESERVATIONS, SITES
from flurinfill.project.vault import Vault

PURPOSE = "retention"
_LEAVE_OVER = ("change_owner", "remove_owner", "take_owner_answer", "change_reservation")
_NO_SITE = 0


@dataclass(frozen=True)
class RetentionProposal:
    """A person whose data may no longer be needed.

    Attributes
    ----------
    owner_id, name : str
    reasons : tuple of (str, Due)
        Case number (``""`` where there is no case), and why its years are over.
    sites : tuple of int
        The cases, for postponing; none of an owner who is left over.
    open_sites : int
        Sites that the person still owns and was never asked about.
    restricted : bool
        Processing is restricted; the person may want the data kept (Art. 18 GDPR).
    """

    owner_id: str
    name: str
    reasons: tuple[tuple[str, rules.Due], ...]
    sites: tuple[int, ...]
    open_sites: int
    restricted: bool = False


def retention_reviewed_on(project: Project) -> date | None:
    """Return the day on which the office last went through the proposals."""
    with project.store.reading() as connection:
        text = meta.get(connection, meta.RETENTION_REVIEWED)
    return date.fromisoformat(text) if text else None


def retention_proposals(project: Project, today: date) -> list[RetentionProposal]:
    """Return everybody whose years are over in every case, the longest over first.

    Who has neither a share nor a case any more is proposed at once.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    access.check(project)
    settled, keep = _settled_on(project), office(project)
    with project.store.reading() as connection:
        entries = people.read_outreach(connection, project.vault)
        finished = people.site_owners(connection, project.vault, settled)
        contacts = traces.read(connection, project.vault, CONTACTS).values()
        reserved = _reserved(connection, project.vault)
        left_over = _left_over(connection, project.vault)
    said = {(entry["owner_id"], site): entry for site, listed in entries.items() for entry in listed}
    cases = {key for key, entry in said.items() if entry.get("outreach", Outreach.NONE) != Outreach.NONE}
    cases |= {(values["owner_id"], int(site or 0)) for site, values in contacts}
    cases |= {(owner, site) for site, listed in finished.items() for owner in listed}
    over: dict[str, dict[int, rules.Due | None]] = {}
    for owner_id, site in sorted(cases):
        due = _due(said.get((owner_id, site), {}), settled.get(site), keep, today)
        over.setdefault(owner_id, {})[site] = due
    for (owner_id, site), due in _reservations_due(reserved, keep, today).items():
        dues = over.setdefault(owner_id, {})
        dues[site] = due if site not in dues else _last(dues[site], due)
    ready = {
        owner_id: {site: due for site, due in dues.items() if due is not None}
        for owner_id, dues in over.items()
        if owner_id and None not in dues.values()
    }
    ready |= {
        owner_id: {_NO_SITE: rules.Due(rules.KeepReason.LEFT_OVER, today, today)} for owner_id in left_over
    }
    access.log(project, PURPOSE, len({owner_id for owner_id, _ in cases | reserved.keys()} - {""}), 0)
    return _proposals(project, ready) if ready else []


@dataclass(frozen=True)
class _Reserved:
    """When what was reserved for somebody at a site ended; None while it is reserved."""

    ended_on: date | None
    postponed: str


def _reserved(connection: Connection, vault: Vault) -> dict[tuple[str, int], _Reserved]:
    """Return, by person and site, the latest reservation."""
    query = select(RESERVATIONS).where(RESERVATIONS.c.sealed.is_not(None))
    found: dict[tuple[str, int], _Reserved] = {}
    for row in connection.execute(query.order_by(RESERVATIONS.c.reservation_id)).mappings():
        values = vault.unseal(RESERVATIONS.name, row["reservation_id"], row["sealed"])
        ended = date.fromisoformat(row["ended_on"]) if row["ended_on"] else None
        if values["owner_id"]:
            found[values["owner_id"], row["site_id"]] = _Reserved(ended, values.get(rules.REVIEW_BY, ""))
    return found


def _reservations_due(
    reserved: Mapping[tuple[str, int], _Reserved], keep: Office, today: date
) -> dict[tuple[str, int], rules.Due | None]:
    """Say, by person and site, from when on erasing is proposed; None while it is not."""
    found: dict[tuple[str, int], rules.Due | None] = {}
    for key, each in reserved.items():
        found[key] = None
        if each.ended_on is not None:
            review_by = rules.years_after(each.ended_on, keep.keep_settled_years)
            over = review_by <= today and each.postponed <= today.isoformat()
            reason = rules.KeepReason.RESERVATION_ENDED
            found[key] = rules.Due(reason, each.ended_on, review_by) if over else None
    return found


def _last(one: rules.Due | None, other: rules.Due | None) -> rules.Due | None:
    """Return what is over later; None while one of them is not."""
    return None if one is None or other is None else max(one, other, key=lambda due: due.review_by)


def _left_over(connection: Connection, vault: Vault) -> set[str]:
    """Return the ids of owners without a share and a case; only work by hand leaves some over."""
    by_hand = select(HISTORY.c.history_id).where(HISTORY.c.code.in_(_LEAVE_OVER)).limit(1)
    if connection.scalar(by_hand) is None:  # not every parcel must be looked through
        return set()
    held = people.read_ownerships(connection, vault).values()
    used = {share["owner_id"] for listed in held for share in listed}
    for table in (OUTREACH, CONTACTS, OBJECTIONS, RESERVATIONS):
        used |= {values.get("owner_id", "") for _, values in traces.read(connection, vault, table).values()}
    return {owner.owner_id for owner in people.read_owners(connection, vault).values()} - used


def _proposals(project: Project, ready: dict[str, dict[int, rules.Due]]) -> list[RetentionProposal]:
    with project.store.reading() as connection:
        named = connection.execute(select(SITES.c.site_id, SITES.c.case_no))
        case_of = {int(site): str(case) for site, case in named}
        owners = people.read_owners(connection, project.vault).values()
        owned = people.site_owners(connection, project.vault)
    found = []
    for owner in owners:
        dues = ready.get(owner.owner_id)
        if dues:
            reasons = tuple((case_of.get(site, ""), due) for site, due in dues.items())
            left = sum(owner.owner_id in listed and site not in dues for site, listed in owned.items())
            found.append(
                RetentionProposal(
                    owner.owner_id,
                    owner.name,
                    reasons,
                    tuple(sorted(dues.keys() & case_of.keys())),
                    left,
                    restricted=owner.restricted,
                )
            )
    return sorted(found, key=lambda each: (max(due.review_by for _, due in each.reasons), each.name))


def _due(entry: dict[str, Any], settled_on: date | None, keep: Office, today: date) -> rules.Due | None:
    on = entry.get("outreach_on")
    found = rules.due(
        settled_on,
        Outreach(entry.get("outreach", Outreach.NONE.value)),
        date.fromisoformat(on) if on else None,
        settled_years=keep.keep_settled_years,
        unanswered_years=keep.keep_unanswered_years,
    )
    postponed = entry.get(rules.REVIEW_BY)
    if found is None or found.review_by > today:
        return None
    return None if postponed and date.fromisoformat(postponed) > today else found


def _settled_on(project: Project) -> dict[int, date]:
    """Day since which each settled site is so."""
    with project.store.reading() as connection:
        query = select(SITES.c.site_id, SITES.c.created_at)
        states = {each.value for each in rules.SETTLED}
        found = {
            int(site): meta.local(at).date()
            for site, at in connection.execute(query.where(SITES.c.availability.in_(states)))
        }
    made = moves(project)
    made = made[made["axis"] == "availability"]
    for site, on, new in zip(made["site_id"], made["on"], made["new"], strict=True):
        if site in found and Availability(new) in rules.SETTLED:
            found[int(site)] = on
    return found
