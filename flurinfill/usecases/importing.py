"""Import: official files → cadastre → project, with a backup before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from flurinfill.cadastre.mapping import LayerMapping
from flurinfill.cadastre.reading import read
from flurinfill.cadastre.tables import Cadastre
from flurinfill.model.change import Change
from flurinfill.model.errors import ProjectError
from flurinfill.model.findings import Finding, Severity
from flurinfill.model.progress import SILENT, Progress, report_done
from flurinfill.project import Project, operations, queries


@dataclass(frozen=True)
class ImportReport:
    """What an import brought.

    Attributes
    ----------
    change : Change
        What the project's views must refresh.
    counts : dict of str to int
        Rows by table (``parcels``, ``buildings`` …, ``owners`` where they came along).
    findings : tuple of Finding
        The data doctor's report.
    backup : Path or None
        Copy of the project as it was before; None for a project without a cadastre.
    """

    change: Change
    counts: dict[str, int]
    findings: tuple[Finding, ...]
    backup: Path | None


def import_files(
    project: Project,
    paths: Sequence[Path],
    *,
    mapping: LayerMapping | None = None,
    source: str | None = None,
    progress: Progress = SILENT,
) -> ImportReport:
    """Read the files and replace the project's cadastre by them.

    ``source`` is the source line of maps and papers where the files' own is not right.

    Constraint layers and plans come from other offices and rarely with the cadastre: files without any
    leave those of the project as they are, and the data doctor says so.

    Owners come along only when the vault is open. Everything is read and checked before the first
    write; a cancelled or failed import leaves the project as it was.

    Raises
    ------
    InputError
        When the files cannot be used; the sentence says which and why.
    ProjectError
        ``project_read_only`` when somebody else has the project.
    """
    if project.read_only:
        raise ProjectError("project_read_only", path=str(project.path))
    with_owners = project.has_vault and not project.sealed
    cadastre = read(paths, mapping=mapping, with_owners=with_owners, progress=progress)
    if source is not None:
        cadastre = replace(cadastre, source=source)
    cadastre = _with_known_layers(project, cadastre)
    backup = project.backup() if queries.data_state(project) is not None else None
    progress.report("store_cadastre", 0, 1)
    change = operations.import_cadastre(project, cadastre)
    report_done(progress, "store_cadastre")
    tables = ("parcels", "buildings", "land_use", "ways", "addresses", "constraints", "plans", "owners")
    counts = {
        name: len(table) for name in tables if (table := getattr(cadastre, name)) is not None and len(table)
    }
    return ImportReport(change, counts, cadastre.findings, backup)


def _with_known_layers(project: Project, cadastre: Cadastre) -> Cadastre:
    """Keep the constraints and the plans of the project where the files bring none."""
    if cadastre.crs != project.crs:
        return cadastre
    if not len(cadastre.constraints) and len(known := queries.constraints(project)):
        kept = _kept("constraints_kept", "constraints", known["layer"])
        cadastre = replace(cadastre, constraints=known, findings=(*cadastre.findings, kept))
    if not len(cadastre.plans) and len(known := queries.plans(project)):
        kept = _kept("plans_kept", "plans", known["name"])
        cadastre = replace(cadastre, plans=known, findings=(*cadastre.findings, kept))
    return cadastre


def _kept(code: str, table: str, names: pd.Series) -> Finding:
    layers = ", ".join(sorted(set(names)))
    return Finding(code, Severity.INFO, table, len(names), details={"layers": layers})
