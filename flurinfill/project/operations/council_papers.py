"""Keep the figures of a council paper as they were told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flurinfill.model.audience import Audience
from flurinfill.model.change import Change
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project


def keep_council_paper(
    project: Project,
    audience: Audience,
    figures: Mapping[str, Any],
    of_owners: Sequence[Mapping[str, Any]] = (),
) -> Change:
    """Keep figures word for word, so that the same paper can be made again; those of owners sealed.

    Parameters
    ----------
    audience : Audience
        For whom the paper was.
    figures : mapping
        ``day`` and ``since`` (ISO dates), and whatever else was told; never personal.
    of_owners : sequence of mapping
        Figures of owners; they need an open vault.

    Raises
    ------
    SealedError
        ``sealed`` or ``no_vault``, where there are figures of owners.
    """
    if of_owners:
        project.vault.require()
    with operation(project, "keep_council_paper", undoable=False) as unit:
        unit.details |= {"audience": audience.value, "figures": dict(figures)}
        if of_owners:
            unit.secret["of_owners"] = [dict(each) for each in of_owners]
    return unit.change
