"""Every sentence and every code of this room has its text."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flurinfill import i18n
from flurinfill import reports as room
from flurinfill.model.measures import MEASURES
from flurinfill.reports import fields
from flurinfill.reports.release import FIGURE_TEXTS, INTERNAL_COLUMNS

SOURCES = sorted(Path(room.__file__).parent.glob("*.py"))


def sentences(path: Path) -> set[str]:
    """Literals handed to ``i18n.tr``, and the singulars handed to ``i18n.ntr``."""
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    wanted = (
        node for node in calls if isinstance(node.func, ast.Attribute) and node.func.attr in {"tr", "ntr"}
    )
    return {node.args[0].value for node in wanted if isinstance(node.args[0], ast.Constant)}


def test_every_sentence_is_german() -> None:
    catalogue = i18n._translations("de")._catalog  # type: ignore[attr-defined]
    known = {key[0] if isinstance(key, tuple) else key for key in catalogue}
    missing = {text for path in SOURCES for text in sentences(path)} - known
    assert not missing


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_column_and_measure_is_named(language: str) -> None:
    i18n.set_language(language)
    columns = ("no", "parcel_id", *INTERNAL_COLUMNS, *FIGURE_TEXTS)
    assert not [name for name in columns if fields.heading(name).partition(" [")[0] == name]
    codes = [("measure_definition", measure.name) for measure in MEASURES if not measure.owner_derived]
    codes += [("marking", "official_use_only"), ("disclaimer", "screening"), ("disclaimer", "register")]
    assert not [code for context, code in codes if i18n.label(context, code) == code]
