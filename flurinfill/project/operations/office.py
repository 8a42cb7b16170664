"""The office's own facts: sender data, and the texts of its letters."""

from __future__ import annotations

import json
from dataclasses import asdict

from flurinfill.model.change import Change
from flurinfill.model.letters import LetterKind
from flurinfill.model.office import Office
from flurinfill.project import meta
from flurinfill.project.operations.unit import operation
from flurinfill.project.project import Project


def set_office(project: Project, office: Office) -> Change:
    """Keep who sends letters and papers."""
    with operation(project, "set_office", undoable=False) as unit:
        meta.put(unit.connection, meta.OFFICE, json.dumps(asdict(office), ensure_ascii=False))
    return unit.change


def set_letter_text(project: Project, kind: LetterKind, text: str) -> Change:
    """Keep the office's own text of a kind of letter; ``""`` goes back to the one of the program.

    Parameters
    ----------
    text : str
        TOML as :func:`flurinfill.reports.correspondence.letter_texts.dump` writes it.
    """
    with operation(project, "set_letter_text", undoable=False) as unit:
        meta.put(unit.connection, f"{meta.LETTER_TEXT}{kind.value}", text)
        unit.details["kind"] = kind.value
    return unit.change
