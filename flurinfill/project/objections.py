"""Objections to publication as they lie sealed: which stand, of whom, since when.

An owner who objects to publication after the consent to be shown to investors no longer agrees that the plot
leaves the house: the consent counts again when it is given anew, on the day of the objection or later.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from flurinfill.model.states import Publication
from flurinfill.project import history
from flurinfill.project.schema import HISTORY, HISTORY_SITES, OBJECTIONS, SITES
from flurinfill.project.vault import Vault

_ENTERED = ("set_publication", "set_publications")
_NEVER = "9999-12-31"
"""Day of an objection of which nobody knows when it came: no consent is later."""


@dataclass(frozen=True)
class Standing:
    """An objection that nobody took back; ``owner_id`` is ``""`` where nobody noted whose it is."""

    owner_id: str
    on: str


def standing(connection: Connection, vault: Vault, site_ids: Collection[int]) -> dict[int, list[Standing]]:
    """Return the objections that stand against the publication of sites; the vault is open."""
    objected = select(SITES.c.site_id).where(SITES.c.publication == Publication.OBJECTED.value)
    wanted = set(connection.scalars(objected)) & set(site_ids)
    if not wanted:
        return {}
    query = select(OBJECTIONS.c.objection_id, OBJECTIONS.c.site_id, OBJECTIONS.c.sealed)
    found: dict[int, list[Standing]] = {}
    for row, site_id, sealed in connection.execute(query.where(OBJECTIONS.c.site_id.in_(wanted))):
        values = vault.unseal(OBJECTIONS.name, row, sealed)
        if values["taken_back_on"] is None:
            found.setdefault(site_id, []).append(Standing(values["owner_id"], values["on"]))
    without = wanted - found.keys()
    days = _days_of_the_state(connection) if without else {}
    return found | {site_id: [Standing("", days.get(site_id, _NEVER))] for site_id in without}


def _days_of_the_state(connection: Connection) -> dict[int, str]:
    """Days on which an objection was entered as the state of a site alone."""
    query = (
        select(HISTORY.c.site_id, HISTORY_SITES.c.site_id, HISTORY.c.details)
        .join_from(HISTORY, HISTORY_SITES, HISTORY_SITES.c.history_id == HISTORY.c.history_id, isouter=True)
        .where(HISTORY.c.code.in_(_ENTERED), HISTORY.c.state == history.DONE)
        .order_by(HISTORY.c.history_id)
    )
    found: dict[int, str] = {}
    for own, further, written in connection.execute(query):
        details = json.loads(written)
        if details.get("new") == Publication.OBJECTED:
            found |= {site_id: str(details["on"]) for site_id in (own, further) if site_id is not None}
    return found


def overrule(
    objections: Sequence[Standing], consents: Mapping[str, Mapping[str, Any]], owner_ids: Collection[str]
) -> bool:
    """Tell whether an objection is later than the consent of an owner whom it is of, or may be of.

    Parameters
    ----------
    objections : sequence of Standing
        Against one site.
    consents : mapping of str to mapping
        What each owner said, with ``consent_on``.
    owner_ids : collection of str
        The owners whose consent counts.
    """
    return any(
        str(consents.get(owner_id, {}).get("consent_on") or "") < objection.on
        for objection in objections
        for owner_id in owner_ids
        if objection.owner_id == owner_id or objection.owner_id not in owner_ids
    )
