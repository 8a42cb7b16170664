"""How large files will be, before they are written: a person knows whether mail takes them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from flurinfill.model.progress import SILENT, Progress
from flurinfill.project import Project
from flurinfill.reports import webmap
from flurinfill.reports.writing import only_measured
from flurinfill.usecases.export_kinds import KINDS, Asked, ExportFormat, give_sites

_WHOLE = frozenset({ExportFormat.SPREADSHEET, ExportFormat.CSV})
"""Made in a moment, whatever number of sites: made, and not written."""
_BY_SITE = frozenset(
    {ExportFormat.EXPOSE, ExportFormat.PORTFOLIO, ExportFormat.PLOT_MAPS, ExportFormat.VISITS}
)
"""Every site adds its pages."""
_SOME = 8
"""From so many sites, one beside the other, the size of a long paper is worked out."""


@dataclass(frozen=True)
class FileSize:
    """How many bytes a file will have.

    Attributes
    ----------
    kind : ExportFormat
    size : int or None
        None where nobody knows before.
    exact : bool
        It was made for it; else worked out from a part.
    """

    kind: ExportFormat
    size: int | None = None
    exact: bool = False


def file_sizes(
    project: Project, asked: Asked, kinds: Collection[ExportFormat], progress: Progress = SILENT
) -> list[FileSize]:
    """Say how large files of sites will be, where that can be told quickly; nothing is written.

    Parameters
    ----------
    project : Project
    asked : Asked
        With the ids of the sites that go out.
    kinds : collection of ExportFormat
    progress : Progress
        Asked before each file.
    """
    site_ids = list(asked.site_ids or ())
    found = []
    for kind in kinds if site_ids else ():
        progress.report("gate", 0, 0)
        found.append(_size(project, asked, kind, site_ids))
    return found


def _size(project: Project, asked: Asked, kind: ExportFormat, site_ids: Sequence[int]) -> FileSize:
    if kind is ExportFormat.WEB_MAP:
        return FileSize(kind, webmap.estimated_size(give_sites(project, asked)))
    if kind in _WHOLE or (kind in _BY_SITE and len(site_ids) <= _SOME):
        return FileSize(kind, _made(project, asked, kind, site_ids), exact=True)
    if kind not in _BY_SITE:
        return FileSize(kind)
    half = _SOME // 2  # what the first sites bring along, fonts and the ground of maps, later ones share
    of_few, of_some = (_made(project, asked, kind, site_ids[:count]) for count in (half, _SOME))
    each = (of_some - of_few) / (_SOME - half)
    return FileSize(kind, round(of_some + each * (len(site_ids) - _SOME)))


def _made(project: Project, asked: Asked, kind: ExportFormat, site_ids: Sequence[int]) -> int:
    """Make a file of some sites and count its bytes."""
    fields = asked.fields if KINDS[kind].with_fields else None
    release = KINDS[kind].give(project, Asked(asked.audience, site_ids, asked.today, fields))
    with only_measured() as sizes:
        KINDS[kind].write(release, Path(f"size{KINDS[kind].suffix}"))
    return sum(sizes)
