"""The explanation of the attributes as a list beside a file that has no room for it inside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flurinfill import i18n
from flurinfill.reports.handover.attributes import Described, frame
from flurinfill.reports.sheets import write_list


def attributes_beside(lines: Sequence[Described], path: Path) -> Path:
    """Write ``<name>-Attribute.csv`` beside a file.

    One that an earlier export wrote is replaced; any other file of that name stays, and the list gets
    a number.
    """
    head = ";".join(frame([]).columns)
    stem = f"{path.stem}-{i18n.tr('Attributes')}"
    target, number = path.with_name(f"{stem}.csv"), 2
    while target.exists() and not _is_such_a_list(target, head):
        target, number = path.with_name(f"{stem}-{number}.csv"), number + 1
    return write_list(frame(lines), target)


def _is_such_a_list(path: Path, head: str) -> bool:
    with path.open("rb") as file:
        return file.read(len(head) + 3).removeprefix(b"\xef\xbb\xbf") == head.encode()
