"""Log what left the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flurinfill.model.audience import Audience
from flurinfill.model.change import Change
from flurinfill.model.roles import HAND_OUT, check
from flurinfill.project.operations.unit import Unit, operation
from flurinfill.project.project import Project

SEALED = frozenset({"owners", "information", "file", "dossier"})
"""Formats that are nothing but what the passphrase guards."""


def log_export(
    project: Project,
    audience: Audience,
    format: str,  # noqa: A002
    site_ids: Sequence[int],
    listed: Sequence[Mapping[str, object]] = (),
) -> Change:
    """Note in the history which sites were handed out, to whom and in which format.

    Parameters
    ----------
    listed : sequence of mapping
        What the public was told about each site, so that nobody has to guess later what was published.

    Raises
    ------
    ProjectError
        ``role_reads`` for one of :data:`SEALED` and somebody who only reads; so it is logged before it
        is written.
    """
    if format in SEALED:
        check(project.role, project.user, HAND_OUT)
    with operation(project, "log_export", undoable=False) as unit:
        _tell(unit, audience, format, site_ids)
        if listed:
            unit.details["listed"] = [dict(line) for line in listed]
    return unit.change


def log_no_export(
    project: Project,
    audience: Audience,
    format: str,  # noqa: A002
    site_ids: Sequence[int],
) -> Change:
    """Note that the export that was logged last in these words came to nothing: no file was made."""
    with operation(project, "log_no_export", undoable=False) as unit:
        _tell(unit, audience, format, site_ids)
    return unit.change


def _tell(unit: Unit, audience: Audience, format: str, site_ids: Sequence[int]) -> None:  # noqa: A002
    unit.sites.update(int(site_id) for site_id in site_ids)
    unit.details |= {"audience": audience.value, "format": format, "count": len(site_ids)}
