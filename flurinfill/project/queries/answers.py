"""What owners were asked and answered, for figures: without names, today or as it stood on a past day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from flurinfill.model.states import Outreach, Willingness
from flurinfill.project import history
from flurinfill.project.project import Project
from flurinfill.project.schema import HISTORY, OUTREACH
from flurinfill.project.vault import Vault

_COLUMNS = ("site_id", "owner", "outreach", "willingness", "outreach_on", "motives")


def answers(project: Project, day: date | None = None) -> pd.DataFrame | None:
    """Return the state of every owner at every site for figures, without saying who they are.

    Parameters
    ----------
    day : date, optional
        Give the states of that day, as the sealed history has them; who was erased since is missing.

    Returns
    -------
    DataFrame or None
        ``site_id``, ``owner`` (a number of this frame alone), ``outreach``, ``willingness`` (values of
        the axes), ``outreach_on`` (date or None) and ``motives`` (tuple of values of ``Motive``), one row
        per owner and site that somebody worked on; None while the vault is locked or absent.
    """
    if not project.vault.open:
        return None
    query = select(OUTREACH.c.outreach_id, OUTREACH.c.site_id, OUTREACH.c.sealed)
    with project.store.reading() as connection:
        rows = connection.execute(query.order_by(OUTREACH.c.outreach_id)).all()
        earlier = _earlier(connection, project.vault) if day is not None else {}
    owners: dict[str, int] = {}
    found = []
    for number, site_id, sealed in rows:
        entry = project.vault.unseal(OUTREACH.name, number, sealed)
        versions = [*earlier.get(number, ()), entry]
        asked, said = _on(versions, "outreach_on", day), _on(versions, "willingness_on", day)
        found.append(
            (
                site_id,
                owners.setdefault(entry["owner_id"], len(owners)),
                asked.get("outreach", Outreach.NONE.value),
                said.get("willingness", Willingness.UNKNOWN.value),
                date.fromisoformat(asked["outreach_on"]) if asked.get("outreach_on") else None,
                tuple(said.get("motives", ())),
            )
        )
    return pd.DataFrame(found, columns=list(_COLUMNS)).astype(
        {"site_id": "int64", "owner": "int64", "outreach": "str", "willingness": "str"}
    )


def _earlier(connection: Connection, vault: Vault) -> dict[int, list[dict[str, Any]]]:
    """Contents that each row of the outreach had before, oldest first."""
    found: dict[int, list[dict[str, Any]]] = {}
    query = select(HISTORY).where(HISTORY.c.state == history.DONE, HISTORY.c.sealed.is_not(None))
    for row in connection.execute(query.order_by(HISTORY.c.history_id)).mappings():
        images = vault.unseal(HISTORY.name, row["history_id"], row["sealed"])["images"]
        for image in history.load(images) if images is not None else ():
            if image.table == OUTREACH.name:
                found.setdefault(image.key, []).extend(
                    vault.unseal(OUTREACH.name, image.key, values["sealed"])
                    for values in (image.before, image.after)
                    if values and "sealed" in values
                )
    return found


def _on(versions: Sequence[dict[str, Any]], dated: str, day: date | None) -> dict[str, Any]:
    """Last version that was true on a day; none before the first."""
    if day is None:
        return versions[-1]
    return next((each for each in reversed(versions) if (each.get(dated) or "") <= day.isoformat()), {})
