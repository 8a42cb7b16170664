"""The line that every file leaves behind in the project's history."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from flurinfill.model.audience import Audience
from flurinfill.model.errors import FlurinfillError
from flurinfill.project import Project, operations, queries


@contextmanager
def leaving(
    project: Project,
    audience: Audience,
    format: str,  # noqa: A002 - the word on the screen and on the command line
    site_ids: Sequence[int],
    output: Path,
    listed: Sequence[Mapping[str, object]] = (),
) -> Iterator[None]:
    """Note what leaves, then let it be written; where no file came of it, note that too.

    The line comes first, so that no file is without one, whatever happens in between: a program that is
    ended while it writes leaves a line too many and never one too few. The second line is only written
    where nothing has taken the place of ``output``.

    Raises
    ------
    ProjectError
        See :func:`flurinfill.project.operations.log_export`; nothing is written then.
    """
    operations.log_export(project, audience, format, site_ids, listed)
    before = _mark(output)
    try:
        yield
    except BaseException:  # a cancelled one too
        if _mark(output) == before:
            with suppress(FlurinfillError):  # the first line stays alone: it says too much, not too little
                operations.log_no_export(project, audience, format, site_ids)
        raise


def sites_of(project: Project, parcel_ids: Collection[str]) -> list[int]:
    """Return the sites that these parcels are in, for the line about a paper on parcels."""
    table, wanted = queries.site_table(project), set(parcel_ids)
    touched = table["parcel_ids"].map(wanted.intersection).astype("bool")
    return [int(site) for site in table.index[touched].to_list()]


def _mark(path: Path) -> tuple[int, int] | None:
    """What changes when another file takes this place."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
