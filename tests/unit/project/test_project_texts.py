"""Every code that the project raises has its sentences, with the placeholders it fills."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import flurinfill.project
from flurinfill import i18n

ROOM = Path(flurinfill.project.__file__).parent
RAISED = re.compile(
    r"(?:ProjectError|SealedError|StaleWrite|MoveRefused)\(\s*\"([a-z_]+)\"((?:,\s*[a-z_]+=[^=]*?)*)\)[ \n]"
)
ROUTED = re.compile(r'sqlite3\.SQLITE_[A-Z]+: "([a-z_]+)"')


def codes() -> dict[str, set[str]]:
    """Codes with the names of their values."""
    found: dict[str, set[str]] = {}
    for path in ROOM.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for code, values in RAISED.findall(text):
            names = set(re.findall(r"([a-z_]+)=", values))
            found[code] = found[code] & names if code in found else names
        for code in ROUTED.findall(text):
            found[code] = {"path"}
    return found


def test_the_codes_are_found() -> None:
    assert {"sealed", "project_newer", "parcel_in_site", "project_disk_full", "stale_site"} <= set(codes())
    assert len(codes()) > 35


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_error_says_what_happened_and_what_to_do(language: str) -> None:
    i18n.set_language(language)
    for code, names in codes().items():
        for context in ("error", "error_next"):
            text = i18n.label(context, code)
            assert text != code, (context, code)
            used = {field for _, field, _, _ in string.Formatter().parse(text) if field}
            assert used <= names, (context, code, used, names)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_codes_of_views_have_words(language: str) -> None:
    i18n.set_language(language)
    kinds = ("follow_up", "deferred", "parcel_missing", "objection_period_over", "class_changed")
    for code in (*kinds, "reservation_over"):
        assert i18n.label("due", code) != code
    for code in ("case_work", "detection"):
        assert i18n.label("access_purpose", code) != code
    assert i18n.label("OwnerCategory", "mixed") != "mixed"
