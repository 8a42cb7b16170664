"""Names of the files that leave: what is offered, and what can be a name on every machine."""

from __future__ import annotations

import unicodedata
from datetime import date

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.errors import InputError
from flurinfill.model.records import is_device, plain
from flurinfill.project import Project
from flurinfill.usecases.export_kinds import KINDS, ExportFormat

MOST_BYTES = 200
"""Of a name: file systems take 255, and encrypted folders fewer."""
_STEM_BYTES = 100


def file_name(project: Project, kind: ExportFormat, audience: Audience, day: date) -> str:
    """Suggest a name: what, for whom, of which day."""
    stem = plain(project.path.stem).encode()[:_STEM_BYTES].decode(errors="ignore").strip(" .")
    parts = (stem, i18n.label("export_stem", kind.value), i18n.name_of(audience).lower())
    return "-".join([*(part.replace(" ", "-").replace("/", "-") for part in parts), f"{day:%Y-%m-%d}"]) + (
        KINDS[kind].suffix
    )


def check_name(name: str) -> None:
    """Refuse what is no name of a file in the chosen folder, on Windows too.

    Raises
    ------
    InputError
        ``file_name_unusable``, ``file_name_long``.
    """
    if len(name.encode("utf-8", "replace")) > MOST_BYTES:
        raise InputError("file_name_long", name=f"{name[:40]} …", most=MOST_BYTES)
    whole = unicodedata.normalize("NFC", name)
    if plain(whole) != whole or is_device(whole) or whole != whole.strip() or not whole.strip(". "):
        raise InputError("file_name_unusable", name=plain(whole))
