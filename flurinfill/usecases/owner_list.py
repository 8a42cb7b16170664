"""All owners of a selection as a list, for the office itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from flurinfill import i18n
from flurinfill.i18n import tr
from flurinfill.model.audience import Audience
from flurinfill.model.errors import InputError
from flurinfill.model.owners import Owner, Ownership
from flurinfill.model.shares import share_of
from flurinfill.project import Project, is_project, queries
from flurinfill.reports import sheets
from flurinfill.reports.gate import OFFICIAL_USE_ONLY
from flurinfill.usecases.internal_use import check_internal
from flurinfill.usecases.leaving import leaving, sites_of

COLUMNS = ("name", "address", "category", "parcels", "sites", "reach", "remarks")


def owner_list(project: Project, parcel_ids: Sequence[str], purpose: str = "owner_list") -> pd.DataFrame:
    """Return the owners of parcels, each once; the read is logged.

    Returns
    -------
    DataFrame
        :data:`COLUMNS` as words of the current language (``parcels`` with the share in each, ``reach``
        telephone and e-mail), indexed by the id of the owner. Where processing is restricted, neither
        address nor ``reach`` is told.

    Raises
    ------
    SealedError
        ``no_vault``, ``sealed``, or ``access_not_logged`` in a read-only project.
    """
    pairs = queries.owners_of(project, parcel_ids, purpose)
    cases = _cases(project)
    numbers = _numbers(project, parcel_ids)
    owners: dict[str, Owner] = {}
    shares: dict[str, list[Ownership]] = {}
    for owner, share in pairs:
        owners[owner.owner_id] = owner
        shares.setdefault(owner.owner_id, []).append(share)
    lines = [_line(owner, shares[key], numbers, cases) for key, owner in owners.items()]
    return pd.DataFrame(lines, columns=list(COLUMNS), index=pd.Index(list(owners)), dtype="str")


def export_owner_list(project: Project, parcel_ids: Sequence[str], output: Path) -> int:
    """Write the list for the office itself, a spreadsheet or a CSV; return the number of owners.

    Raises
    ------
    InputError
        ``export_over_project``, ``nothing_released`` without owners.
    ProjectError
        See :func:`flurinfill.usecases.internal_use.check_internal`.
    """
    check_internal(project)
    if is_project(output):
        raise InputError("export_over_project", path=output.name)
    frame = owner_list(project, parcel_ids, "owner_export")
    if frame.empty:
        raise InputError("nothing_released", audience=Audience.INTERNAL.value, withheld=0)
    words = frame.rename(columns={name: i18n.label("owner_column", name) for name in COLUMNS})
    with leaving(project, Audience.INTERNAL, "owners", sites_of(project, parcel_ids), output):
        sheets.write_list(words, output, i18n.label("marking", OFFICIAL_USE_ONLY))
    return len(frame)


def _cases(project: Project) -> dict[str, str]:
    """Case number by parcel."""
    table = queries.site_table(project)
    listed = zip(table["case_no"], table["parcel_ids"], strict=True)
    return {parcel: str(case) for case, parcels in listed for parcel in parcels}


def _numbers(project: Project, parcel_ids: Sequence[str]) -> dict[str, str]:
    """What a parcel is called: its Gemarkung only where the selection lies in several."""
    table = queries.parcel_table(project)
    table = table.loc[[parcel for parcel in dict.fromkeys(parcel_ids) if parcel in table.index]]
    number = table["number"].astype("str")
    if len(set(table["gemarkung"])) > 1:
        number = table["gemarkung"] + " " + number
    return {str(parcel): str(words) for parcel, words in number.items()}


def _line(
    owner: Owner, shares: Sequence[Ownership], numbers: dict[str, str], cases: dict[str, str]
) -> tuple[str, ...]:
    parcels = []
    for share in shares:
        fraction = share_of(share)
        name = numbers.get(share.parcel_id, share.parcel_id)
        parcels.append(f"{name} ({fraction})" if fraction is not None else name)
    remarks = [
        *dict.fromkeys(i18n.name_of(share.community) for share in shares if share.community is not None),
        *([tr("Deceased")] if owner.deceased else []),
        *([tr("Processing restricted")] if owner.restricted else []),
    ]
    return (
        owner.name or i18n.name_of(owner.kind),
        "" if owner.restricted else owner.letter_address.text,
        i18n.name_of(owner.category),
        ", ".join(parcels),
        ", ".join(dict.fromkeys(cases[s.parcel_id] for s in shares if s.parcel_id in cases)),
        "" if owner.restricted else ", ".join(part for part in (owner.phone, owner.mail) if part),
        ", ".join(remarks),
    )
