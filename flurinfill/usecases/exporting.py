"""Export: the gate decides what may leave, a writer makes the file, the project remembers it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed, InputError
from flurinfill.model.progress import SILENT, Progress, report_done
from flurinfill.project import Project, is_project, queries
from flurinfill.reports import gate, sheets
from flurinfill.reports.papers.replaced import Replaced, where_replaced
from flurinfill.reports.papers.typesetting import noting_replaced
from flurinfill.reports.release import SITE_COLUMNS, Release
from flurinfill.usecases.export_kinds import KINDS, Asked, ExportFormat
from flurinfill.usecases.internal_use import check_internal
from flurinfill.usecases.leaving import leaving
from flurinfill.usecases.paper_ground import ground_of
from flurinfill.usecases.printing import Ground

__all__ = [
    "KINDS",
    "ExportFormat",
    "ExportReport",
    "TableReport",
    "export",
    "export_table",
    "published_lines",
    "written_text",
]


@dataclass(frozen=True)
class ExportReport:
    """What left: the file, how many sites are in it, which were withheld and why (code).

    ``count`` is 0 where a paper lists none, ``replaced`` are the signs that the font of papers lacks.
    """

    path: Path
    count: int
    withheld: tuple[tuple[str, str], ...]
    replaced: tuple[Replaced, ...] = ()


def written_text(report: ExportReport, name: str) -> str:
    """Say that a file of this name is there, and how many entries it has where it lists some."""
    if not report.count:
        return i18n.tr("{path} written.", path=name)
    return i18n.ntr(
        "{count} entry written to {path}.", "{count} entries written to {path}.", report.count, path=name
    )


@dataclass(frozen=True)
class TableReport:
    """What left: the file, how many rows are in it, which columns stayed."""

    path: Path
    count: int
    left_out: tuple[str, ...]


def export(
    project: Project,
    format: ExportFormat,  # noqa: A002 - the word on the screen and on the command line
    output: Path,
    *,
    audience: Audience = Audience.INTERNAL,
    site_ids: Sequence[int] | None = None,
    case_numbers: Sequence[str] = (),
    fields: Collection[str] | None = None,
    day: date | None = None,
    since: date | None = None,
    ground: Ground | None = None,
    progress: Progress = SILENT,
    today: date | None = None,
) -> ExportReport:
    """Write one file for one audience, of all sites or of some (by id or by case number).

    Everything passes the gate first; a writer sees only what the gate released. ``fields`` are chosen
    ones, see :func:`flurinfill.reports.gate.decide`; ``day`` and ``since`` are for figures of a day.
    ``ground`` is the service whose orthophoto lies below the maps of exposés, where it can be had, and
    that readers of a web map may switch on below it.

    Raises
    ------
    InputError
        ``nothing_released`` when no site may go to this audience, ``nothing_released_locked`` when that
        cannot be told of some, ``case_unknown`` for a case
        number that the project does not have, ``export_over_project`` when the file to write is a
        project, ``export_suffix`` when its name ends as that of another kind of file,
        ``field_unknown``, ``fields_not_for_kind``.
    GateClosed
        ``kind_not_for_audience``, ``field_not_allowed``.
    ProjectError
        ``export_not_logged`` for an internal export from a project that is open read-only,
        ``role_no_internal_export`` for one by somebody who only reads.
    """
    kind = KINDS[format]
    check(project, format, audience)
    if fields is not None and not kind.with_fields:
        raise InputError("fields_not_for_kind", format=i18n.name_of(format))
    check_target(format, output)
    if case_numbers:
        site_ids = sites_of_cases(project, case_numbers)
    progress.report("gate", 0, 1)
    asked = Asked(
        audience,
        site_ids,
        today or date.today(),
        fields,
        ground_of(ground, project.crs, progress),
        service=ground.service if ground is not None else None,
        day=day,
        since=since,
    )
    release = kind.give(project, asked)
    return write(project, format, release, output, progress=progress)


def write(
    project: Project,
    format: ExportFormat,  # noqa: A002
    release: Any,
    output: Path,
    *,
    progress: Progress = SILENT,
) -> ExportReport:
    """Write what the gate gave, and log it before; where no file comes of it, that is logged too.

    Raises
    ------
    InputError
        ``nothing_released``, ``nothing_released_locked``.
    """
    kind = KINDS[format]
    withheld = tuple(getattr(release, "withheld", ()))
    if kind.of_sites and not len(release.sites):
        raise _nothing_released(release.audience, withheld)
    progress.report("write_file", 0, 1)
    with _logged(project, format, release, output), noting_replaced() as signs:
        path = kind.write(
            release, output, **({"progress": progress} if kind.is_folder or kind.in_steps else {})
        )
    report_done(progress, "write_file")
    count = len(getattr(release, "sites", ()))
    return ExportReport(path, count, withheld, where_replaced(release, signs))


def _nothing_released(audience: Audience, withheld: Sequence[tuple[str, str]]) -> InputError:
    """Say that no site may go out; where a locked vault is the reason, how to find out."""
    locked = sum(reason == "vault_locked" for _, reason in withheld)
    if locked:
        return InputError("nothing_released_locked", count=locked)
    return InputError("nothing_released", audience=audience.value, withheld=len(withheld))


@contextmanager
def _logged(
    project: Project,
    format: ExportFormat,  # noqa: A002
    release: Any,
    output: Path,
) -> Iterator[None]:
    """Log what leaves, and remember more where a kind does; a read-only project can do neither."""
    if project.read_only:
        yield
        return
    kind = KINDS[format]
    sites = _sites_in(release) if kind.of_sites else []
    listed = published_lines(release) if isinstance(release, Release) else []
    with leaving(project, release.audience, format.value, sites, output, listed):
        yield
        if kind.keep is not None:  # what was never written is not told as told
            kind.keep(project, release)


def check(project: Project, format: ExportFormat, audience: Audience) -> None:  # noqa: A002
    """Refuse a kind that is not made for an audience, and what this user may not hand out.

    Raises
    ------
    GateClosed
        ``kind_not_for_audience``.
    ProjectError
        ``export_not_logged``, ``role_no_internal_export``.
    SealedError
        ``sealed`` when the kind needs the protected area and it is locked.
    """
    kind = KINDS[format]
    if audience is Audience.INTERNAL:
        check_internal(project)
    if audience not in kind.audiences:
        raise GateClosed(
            "kind_not_for_audience", format=i18n.name_of(format), audience=i18n.name_of(audience)
        )
    if kind.needs_vault:
        project.vault.require()


def check_target(format: ExportFormat, output: Path) -> None:  # noqa: A002
    """Refuse to write over a project, a file whose name ends as that of another kind, or into a folder.

    Raises
    ------
    InputError
        ``export_over_project``, ``export_suffix``, ``records_folder_exists``.
    """
    suffix = KINDS[format].suffix
    if is_project(output):
        raise InputError("export_over_project", path=output.name)
    if suffix and output.suffix and output.suffix.lower() != suffix:
        raise InputError("export_suffix", path=output.name, format=format.value, suffix=suffix)
    if KINDS[format].is_folder and os.path.lexists(output):
        raise InputError("records_folder_exists", path=output)


def published_lines(release: Release) -> list[dict[str, object]]:
    """Return what the public learns about each site; nothing for another audience."""
    if release.audience is not Audience.PUBLIC:
        return []
    lines = release.sites[list(SITE_COLUMNS[Audience.PUBLIC])].to_dict("records")
    return [{str(name): _plain(value) for name, value in line.items()} for line in lines]


def _plain(value: object) -> object:
    """Value as JSON knows it."""
    if isinstance(value, float):
        return None if value != value else round(value, 2)
    return str(value)


def export_table(
    project: Project,
    table: str,
    keys: Sequence[Any],
    columns: Sequence[str],
    output: Path,
    *,
    progress: Progress = SILENT,
    today: date | None = None,
) -> TableReport:
    """Write rows and columns of a table as they stand on the screen, for the office itself.

    Parameters
    ----------
    project : Project
    table : str
        ``"sites"`` (keys are site ids) or ``"parcels"`` (parcel ids).
    keys, columns : sequence
        What is shown, in that order; columns about owners are left out.
    output : Path
        A spreadsheet, or a CSV by the suffix ``.csv``.

    Raises
    ------
    InputError
        ``nothing_released`` without rows or columns, ``export_over_project``.
    ProjectError
        ``export_not_logged`` from a project that is open read-only, ``role_no_internal_export``.
    """
    check_internal(project)
    if is_project(output):
        raise InputError("export_over_project", path=output.name)
    progress.report("gate", 0, 1)
    give = gate.release_sites_shown if table == "sites" else gate.release_parcels_shown
    release = give(project, keys, columns, today or date.today())
    if release.frame.empty:
        raise InputError("nothing_released", audience=Audience.INTERNAL.value, withheld=0)
    progress.report("write_file", 0, 1)
    sites = [int(key) for key in keys] if table == "sites" else []
    format_ = ExportFormat.CSV if output.suffix.lower() == ".csv" else ExportFormat.SPREADSHEET
    with leaving(project, Audience.INTERNAL, format_.value, sites, output):
        path = sheets.write_table(release, output)
    report_done(progress, "write_file")
    return TableReport(path, len(release.frame), release.left_out)


def _sites_in(release: Any) -> list[int]:
    """Sites that the gate gave; those of a dossier are in the release inside it."""
    return [int(site_id) for site_id in getattr(release, "release", release).site_ids]


def sites_of_cases(project: Project, case_numbers: Sequence[str]) -> list[int]:
    """Return the sites with these case numbers.

    Raises
    ------
    InputError
        ``case_unknown``.
    """
    cases = queries.site_table(project)["case_no"]
    by_case = dict(zip(cases, (int(site_id) for site_id in cases.index), strict=True))
    unknown = [case for case in case_numbers if case not in by_case]
    if unknown:
        raise InputError("case_unknown", cases=tuple(unknown))
    return [by_case[case] for case in case_numbers]
