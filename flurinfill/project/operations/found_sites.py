"""Sites follow a new detection: what nobody touched comes and goes, what a person decided is marked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from flurinfill.model.potential import CANDIDATE_CLASSES
from flurinfill.project import frames, meta
from flurinfill.project.operations.sites import (
    membership,
    merged_class,
    new_site,
    parcel_rows,
    site_shape,
    snapshots,
    take_case_numbers,
)
from flurinfill.project.schema import PARCELS, SITE_PARCELS, SITES
from flurinfill.project.stock_rows import part

Group = tuple[str, ...]
_CANDIDATES = frozenset(value.value for value in CANDIDATE_CLASSES)
_KEPT = ("site_id", "case_no", "version", "created_at")


@dataclass(frozen=True)
class _Site:
    """A site, and the classes that detection gives its parcels now; "" for one that is gone."""

    row: RowMapping
    classes: Mapping[str, str]

    @property
    def now(self) -> str:
        return merged_class(list(self.classes.values()))

    @property
    def is_fixed(self) -> bool:
        """A person works on it, or one of its parcels is gone and a person has to say what follows."""
        return bool(self.row["touched"]) or "" in self.classes.values()

    def stands(self, groups: Mapping[str, Group]) -> bool:
        """Tell whether it is still found, with these parcels and no others."""
        if self.row["touched"]:
            return True
        wanted = {frozenset(groups.get(parcel, (parcel,))) for parcel in self.classes}
        return self.now in _CANDIDATES and (self.is_fixed or wanted == {frozenset(self.classes)})


Left = tuple[int, dict[str, Any], list[dict[str, Any]]]


@dataclass(frozen=True)
class Followed:
    """What became of the sites.

    Attributes
    ----------
    made, removed : int
        How many sites are new, and how many went.
    changed : list of (int, str, str)
        The sites whose class is another one now, with the class before and after.
    left : list of (int, dict, list of dict)
        What figures of an earlier day need of each site that went, or went on with other parcels.
    back : list of int
        The sites that came back under their case number.
    followed : list of (int, str)
        The sites that nobody had touched and that took the new class, with the class before.
    """

    made: int
    removed: int
    changed: list[tuple[int, str, str]]
    left: list[Left]
    back: list[int]
    followed: list[tuple[int, str]]


def update_sites(connection: Connection, crs: str, together: Sequence[Group]) -> Followed:
    """Bring the sites up to date with the classes of their parcels.

    A site that nobody touched follows the detection: it goes when its parcels are no candidates
    any more, and where they are found in another grouping it goes on as that, under its case
    number. A case that went comes back under its number when the same parcels are found again, for
    printed papers name it. A site that a person touched keeps everything, and is marked with the new class.

    Parameters
    ----------
    connection : Connection
        Inside the transaction that wrote the verdicts.
    crs : str
        Of the parcels.
    together : sequence of tuple of str
        Parcels that are one site only together; where one of them is in a site that a person works
        on or that lost a parcel, the others become sites of their own.

    Returns
    -------
    Followed
    """
    sites = _sites(connection)
    held = {parcel for site in sites if site.is_fixed for parcel in site.classes}
    groups = {parcel: group for group in together if held.isdisjoint(group) for parcel in group}
    standing = [site for site in sites if site.stands(groups)]
    loose = [site for site in sites if not site.stands(groups)]
    changed = [
        (int(site.row["site_id"]), str(site.row["potential_now"]), site.now)
        for site in standing
        if site.now != site.row["potential_now"]
    ]
    followed = [
        (int(site.row["site_id"]), str(site.row["potential"]))
        for site in standing
        if not site.row["touched"] and site.now != site.row["potential"]
    ]
    for site in standing:
        _mark(connection, site)
    left = _left(connection, loose)
    for chunk in frames.chunks(site.row["site_id"] for site in loose):
        connection.execute(delete(SITE_PARCELS).where(SITE_PARCELS.c.site_id.in_(chunk)))
        connection.execute(delete(SITES).where(SITES.c.site_id.in_(chunk)))
    made, removed, back = _make(connection, crs, groups, loose)
    return Followed(made, removed, changed, left, back, followed)


def _left(connection: Connection, loose: Sequence[_Site]) -> list[Left]:
    """Return what figures of an earlier day need of sites that go, or go on with other parcels."""
    sites = {site.row["site_id"]: part(SITES.name, site.row) or {} for site in loose}
    members: dict[int, list[dict[str, Any]]] = {site_id: [] for site_id in sites}
    for chunk in frames.chunks(sites):
        query = select(SITE_PARCELS).where(SITE_PARCELS.c.site_id.in_(chunk))
        for row in connection.execute(query).mappings():
            members[row["site_id"]].append(part(SITE_PARCELS.name, row) or {})
    return [(site_id, site, members[site_id]) for site_id, site in sites.items()]


def _sites(connection: Connection) -> list[_Site]:
    rows = connection.execute(select(SITES).order_by(SITES.c.site_id)).mappings().all()
    query = (
        select(SITE_PARCELS.c.site_id, SITE_PARCELS.c.parcel_id, PARCELS.c.potential)
        .outerjoin(PARCELS, PARCELS.c.parcel_id == SITE_PARCELS.c.parcel_id)
        .order_by(SITE_PARCELS.c.position)
    )
    classes: dict[int, dict[str, str]] = {}
    for site_id, parcel, now in connection.execute(query):
        classes.setdefault(site_id, {})[parcel] = now or ""
    return [_Site(row, classes.get(row["site_id"], {})) for row in rows]


def _mark(connection: Connection, site: _Site) -> None:
    row, now = site.row, site.now
    if now != row["potential_now"] or (not row["touched"] and now != row["potential"]):
        values = {"potential_now": now} if row["touched"] else {"potential_now": now, "potential": now}
        connection.execute(update(SITES).where(SITES.c.site_id == row["site_id"]).values(values))


def _make(
    connection: Connection, crs: str, groups: Mapping[str, Group], loose: Sequence[_Site]
) -> tuple[int, int, list[int]]:
    """Make sites of all candidates that are in none.

    Returns
    -------
    (int, int, list of int)
        How many are new, how many went, and which came back.
    """
    taken = select(SITE_PARCELS.c.parcel_id)
    query = select(PARCELS.c.parcel_id).where(
        PARCELS.c.potential.in_(_CANDIDATES), PARCELS.c.parcel_id.not_in(taken)
    )
    wanted = list(connection.scalars(query.order_by(PARCELS.c.fid)))
    found = list(dict.fromkeys(groups.get(each, (each,)) for each in wanted))
    kept = _kept(found, loose)
    returning = _returning(connection, [group for group in found if group not in kept], loose, kept)
    fresh = iter(_fresh(connection, len(found) - len(kept) - len(returning)))
    parcels = parcel_rows(connection, wanted)
    remembered = dict(zip(parcels, snapshots(list(parcels.values())), strict=True))
    numbers = iter(meta.take_numbers(connection, "site_parcel", len(wanted)))
    sites, members = [], []
    for group in found:
        rows = [parcels[parcel_id] for parcel_id in group]
        site = _row(rows, crs) | (kept.get(group) or returning.get(group) or next(fresh))
        sites.append(site)
        members += [
            membership(
                next(numbers), int(str(site["site_id"])), position, parcels[parcel_id], remembered[parcel_id]
            )
            for position, parcel_id in enumerate(group)
        ]
    if sites:
        connection.execute(insert(SITES), sites)
        connection.execute(insert(SITE_PARCELS), members)
    back = [int(str(case["site_id"])) for case in returning.values()]
    return len(found) - len(kept), len(loose) - len(kept), back


def _kept(found: Sequence[Group], loose: Sequence[_Site]) -> dict[Group, dict[str, object]]:
    """Give each group the case of the first site that held one of its parcels; each case once."""
    site_of = {parcel: site for site in loose for parcel in site.classes}
    used: set[int] = set()
    kept = {}
    for group in found:
        for site in (site_of[parcel] for parcel in group if parcel in site_of):
            if site.row["site_id"] not in used:
                used.add(site.row["site_id"])
                kept[group] = {name: site.row[name] for name in _KEPT} | {"version": site.row["version"] + 1}
                break
    return kept


def _returning(
    connection: Connection,
    found: Sequence[Group],
    loose: Sequence[_Site],
    kept: Mapping[Group, Mapping[str, object]],
) -> dict[Group, dict[str, object]]:
    """Give groups the case that the same parcels had before; note those that go now."""
    gone = {tuple(parcels): case for parcels, case in json.loads(meta.get(connection, meta.GONE_CASES, "[]"))}
    going_on = {case["site_id"] for case in kept.values()}
    for site in loose:
        if site.row["site_id"] not in going_on:
            case = {name: site.row[name] for name in _KEPT}
            gone[tuple(sorted(site.classes))] = case | {"version": case["version"] + 1}
    returning = {group: gone.pop(same) for group in found if (same := tuple(sorted(group))) in gone}
    meta.put(connection, meta.GONE_CASES, json.dumps(list(gone.items())))
    return returning


def _fresh(connection: Connection, count: int) -> list[dict[str, object]]:
    numbers, cases = meta.take_numbers(connection, "site", count), take_case_numbers(connection, count)
    return [{"site_id": number, "case_no": case_no} for number, case_no in zip(numbers, cases, strict=True)]


def _row(members: Sequence[RowMapping], crs: str) -> dict[str, object]:
    now = merged_class([parcel["potential"] for parcel in members])
    return new_site(0, "", site_shape(members, crs), now, now, touched=False)
