"""The unit of change: data and its history row in one transaction, with version and inverse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, select

from flurinfill.model.change import Change
from flurinfill.model.errors import ProjectError, StaleWrite
from flurinfill.model.roles import check
from flurinfill.project import history, rows
from flurinfill.project.project import Project
from flurinfill.project.schema import SITE_PARCELS, SITES


class Unit:
    """One operation at work; it notes every row it touches.

    Attributes
    ----------
    details : dict
        For the history and the undo list; never personal.
    secret : dict
        Personal details, sealed.
    change : Change
        The result, once the transaction is on disk.
    """

    def __init__(self, project: Project, connection: Connection, code: str, *, personal: bool) -> None:
        self.project = project
        self.connection = connection
        self.code = code
        self.personal = personal
        self.details: dict[str, object] = {}
        self.secret: dict[str, object] = {}
        self.images: list[history.Image] = []
        self.site_id: int | None = None
        self.sites: set[int] = set()
        self.parcels: set[str] = set()
        self.change: Change

    def look_at(self, site_id: int, version: int | None = None) -> dict[str, Any]:
        """Return the row of a site; nothing is written yet.

        Raises
        ------
        ProjectError
            ``site_absent``.
        StaleWrite
            ``stale_site`` when somebody changed it since ``version`` was read.
        """
        site = rows.read(self.connection, SITES, site_id)
        if site is None:
            raise ProjectError("site_absent", site_id=site_id)
        if version is not None and version != site["version"]:
            raise StaleWrite("stale_site", case_no=site["case_no"])
        return site

    def work_on(self, site_id: int, version: int | None = None) -> dict[str, Any]:
        """Claim a site for this operation and return its row.

        Raises
        ------
        ProjectError, StaleWrite
            See :meth:`look_at`.
        """
        site = self.look_at(site_id, version)
        self.site_id = site_id
        self.details["case_no"] = site["case_no"]
        if not site["touched"]:
            self.update(SITES, site_id, touched=True)
        rows.change(self.connection, SITES, site_id, {"version": site["version"] + 1})
        self.touches(site_id)
        return site

    def touches(self, site_id: int) -> None:
        """Say that views of this site and its parcels must refresh."""
        self.sites.add(site_id)
        query = select(SITE_PARCELS.c.parcel_id).where(SITE_PARCELS.c.site_id == site_id)
        self.parcels.update(self.connection.scalars(query))

    def update(self, table: Table, key: int, **values: Any) -> None:
        """Change columns of a row; columns that stay the same are left out of the inverse."""
        row = rows.read(self.connection, table, key)
        assert row is not None
        changed = {name: value for name, value in values.items() if row[name] != value}
        if changed:
            rows.change(self.connection, table, key, changed)
            before = {name: row[name] for name in changed}
            self.images.append(history.Image(table.name, key, before, changed))

    def insert(self, table: Table, **values: Any) -> None:
        """Add a row."""
        rows.add(self.connection, table, values)
        key = values[rows.key_of(table).name]
        self.images.append(history.Image(table.name, key, None, rows.read(self.connection, table, key)))

    def delete(self, table: Table, key: int) -> None:
        """Remove a row."""
        row = rows.read(self.connection, table, key)
        rows.remove(self.connection, table, key)
        self.images.append(history.Image(table.name, key, row, None))

    def seal(self, table: Table, key: int, values: object) -> bytes:
        """Encrypt the personal part of a row."""
        return self.project.vault.seal(table.name, key, values)


@contextmanager
def operation(
    project: Project, code: str, *, personal: bool = False, undoable: bool = True, whole: bool = False
) -> Iterator[Unit]:
    """Run one operation.

    Parameters
    ----------
    project : Project
        Open for writing.
    code : str
        Of the operation (catalogue context ``operation``).
    personal : bool
        It writes about persons: the vault must be open, and the inverse is sealed.
    undoable : bool
        The history can take it back.
    whole : bool
        Everything must be read again afterwards.

    Raises
    ------
    ProjectError
        ``role_reads`` or ``role_keeps_privacy``: the user's role does not allow it.
    """
    check(project.role, project.user, code)
    if personal:
        project.vault.require()
    with project.store.writing() as connection:
        unit = Unit(project, connection, code, personal=personal)
        yield unit
        undoable = undoable and bool(unit.images)
        entry = history.Entry(
            user=project.user,
            code=code,
            site_id=unit.site_id,
            details=unit.details,
            secret=unit.secret,
            images=unit.images,
            personal=unit.personal,
            undoable=undoable,
            clears_redo=undoable or whole,
            further_sites=tuple(sorted(unit.sites - {unit.site_id})) if not whole else (),
        )
        number = history.write(connection, project.vault, entry)
    unit.change = Change(
        code=code,
        details=dict(unit.details),
        sites=frozenset(unit.sites),
        parcels=frozenset(unit.parcels),
        whole=whole,
        history_id=number if undoable else None,
    )
