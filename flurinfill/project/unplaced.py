"""Rows of a town's list that no place was found for, as they lie sealed in the file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from flurinfill.model.town_list import Entry, Placing, code_of, meaning_of


def entry_text(file: str, entry: Entry) -> dict[str, object]:
    """Return what is sealed of a row of a list."""
    return {
        "file": file,
        "line": entry.line,
        "said": entry.said,
        "placing": entry.placing.value,
        "parcel_ids": list(entry.parcel_ids),
        "note": entry.note,
        "meaning": code_of(entry.meaning),
        "on": entry.on.isoformat() if entry.on else "",
        "cells": dict(entry.cells),
    }


def entry_from(values: Mapping[str, Any]) -> Entry:
    """Build a row from its sealed text."""
    return Entry(
        line=int(values["line"]),
        said=str(values["said"]),
        placing=Placing(values["placing"]),
        parcel_ids=tuple(values["parcel_ids"]),
        note=str(values["note"]),
        meaning=meaning_of(str(values["meaning"])),
        on=date.fromisoformat(values["on"]) if values["on"] else None,
        cells=dict(values["cells"]),
    )


def fingerprint(file: str, entry: Entry) -> str:
    """Return by what a row of a list is known again."""
    said = json.dumps([file, dict(entry.cells)], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()
