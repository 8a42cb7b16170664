"""Nothing is untranslated: every sentence has German, every code has both, placeholders match."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from flurinfill import i18n
from flurinfill._data import data_path
from flurinfill.model import (
    audience,
    findings,
    owners,
    planning,
    potential,
    rules,
    site_fields,
    states,
    town_list,
)

PACKAGE = Path(i18n.__file__).parent


def catalogue(language: str) -> dict[tuple[str | None, str], Message]:
    entries: dict[tuple[str | None, str], Message] = {}
    for path in sorted(data_path("resources", "catalogues", language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    entries[message.context, key] = message
    return entries


def calls(*names: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                function = node.func
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                if name in names and path.name != "i18n.py":
                    yield path, node


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def test_sentences_are_literals() -> None:
    for path, call in calls("tr"):
        assert isinstance(call.args[0], ast.Constant), f"{path.name}:{call.lineno}"


def test_every_sentence_has_german() -> None:
    german = catalogue("de")
    sentences = {
        (path.name, call.args[0].value)
        for path, call in calls("tr")
        if isinstance(call.args[0], ast.Constant)
    }
    sentences |= {
        (path.name, call.args[0].value)
        for path, call in calls("ntr")
        if isinstance(call.args[0], ast.Constant)
    }
    missing = sorted((where, text) for where, text in sentences if (None, text) not in german)
    assert not missing


def test_every_literal_code_has_both_languages() -> None:
    for language in i18n.LANGUAGES:
        known = catalogue(language)
        missing = [
            (path.name, call.lineno)
            for path, call in calls("label")
            if len(call.args) > 1
            and all(isinstance(arg, ast.Constant) and isinstance(arg.value, str) for arg in call.args[:2])
            and (call.args[0].value, call.args[1].value) not in known  # type: ignore[attr-defined]
        ]
        assert not missing, language


def test_every_enum_value_has_both_languages() -> None:
    enums = [
        value
        for module in (audience, findings, owners, planning, potential, rules, site_fields, states, town_list)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, str) and hasattr(value, "__members__")
    ]
    for language in i18n.LANGUAGES:
        known = catalogue(language)
        wanted = {
            (cls.__name__, member.value)
            for cls in enums
            for member in cls
            if cls.__name__ not in {"StrEnum", "Unit", "FieldKind"}
        }  # type: ignore[attr-defined]
        assert not {key for key in wanted if key not in known}, language


def test_every_error_code_has_a_sentence() -> None:
    codes = {
        call.args[0].value
        for _, call in calls(
            "InputError",
            "ProjectError",
            "SealedError",
            "StaleWrite",
            "MoveRefused",
            "GateClosed",
            "ServiceError",
        )
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    for language in i18n.LANGUAGES:
        known = catalogue(language)
        assert not sorted(code for code in codes if ("error", code) not in known), language


def test_codes_are_the_same_in_both_languages() -> None:
    german = {key for key in catalogue("de") if key[0] is not None}
    english = {key for key in catalogue("en") if key[0] is not None}
    assert german == english


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    english = catalogue("en")
    for (context, key), message in catalogue(language).items():
        if isinstance(message.string, tuple):
            assert all(placeholders(text) <= placeholders(message.id[-1]) for text in message.string), key
        elif context is None:
            assert placeholders(message.string) == placeholders(key), key
        else:
            assert placeholders(message.string) == placeholders(english[context, key].string), key
