"""The office's own facts."""

from __future__ import annotations

import json

from flurinfill.model.letters import LetterKind
from flurinfill.model.office import Office
from flurinfill.project import meta
from flurinfill.project.project import Project


def office(project: Project) -> Office:
    """Return who sends letters and papers; empty fields where nothing was entered."""
    with project.store.reading() as connection:
        text = meta.get(connection, meta.OFFICE)
    known = json.loads(text) if text else {}
    return Office(**{name: value for name, value in known.items() if name in Office.__dataclass_fields__})


def letter_text(project: Project, kind: LetterKind) -> str:
    """Return the office's own text of a kind of letter as TOML; ``""`` when it has none."""
    with project.store.reading() as connection:
        return meta.get(connection, f"{meta.LETTER_TEXT}{kind.value}")
