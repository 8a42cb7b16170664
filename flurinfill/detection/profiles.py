"""Rule profiles in TOML: built-in ones, those of the office, reading and writing them strictly."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import tomlkit

from flurinfill._data import data_path
from flurinfill.detection.evaluation import MOST_RULES
from flurinfill.detection.rulebook import (
    EVERY_LAYER,
    INNER_AREA,
    KINDS,
    MANY_TIMES,
    kind_of,
    measure_of,
    threshold_range,
)
from flurinfill.model.errors import InputError
from flurinfill.model.potential import CANDIDATE_CLASSES, LandUse, PotentialClass, Use
from flurinfill.model.rules import BuildingForm, Comparison, Rule, RuleProfile

DEFAULT = "kleinstadt-wohnen"
SETBACK_RANGE = (0.0, 50.0)
SIDE_RANGE = (2.0, 200.0)
HEIGHT_RANGE = (0.0, 100.0)
"""Metres that distance, sides and height of the building may have."""
_FACTOR_RANGE = (0.0, 1.0)
_DWELLING_RANGE = (20.0, 1000.0)
_LAST_VERSION = 999_999
_SHOWN_LETTERS = 40
_PROFILE_KEYS = (
    "name",
    "version",
    "use",
    "setback_m",
    "building_m",
    "height_m",
    "height_factor",
    "dwelling_m2",
    "title",
    "rule",
)
_RULE_KEYS = (
    "name",
    "measure",
    "comparison",
    "threshold",
    "unit",
    "source",
    "source_en",
    "classes",
    "form",
    "land_uses",
    "warn_only",
    "replaced_by",
    "before",
)
_JUDGED_CLASSES = tuple(
    each for each in PotentialClass if each in CANDIDATE_CLASSES or each == PotentialClass.GARDEN
)

_Kind = TypeVar("_Kind", bound=StrEnum)


@cache
def builtin() -> tuple[RuleProfile, ...]:
    """Profiles that come with the program, the default first."""
    files = sorted(data_path("resources", "profiles").glob("*.toml"), key=lambda file: file.stem != DEFAULT)
    return tuple(parse(file.read_text(encoding="utf-8"), "") for file in files)


def load(path_or_name: str | Path) -> RuleProfile:
    """Return a built-in profile by name, or read one from a file.

    Raises
    ------
    InputError
        ``profile_absent`` when there is neither; ``profile_unreadable`` when the file cannot be
        read as UTF-8 text; else as :func:`parse`.
    """
    for profile in builtin():
        if profile.name == str(path_or_name):
            return profile
    path = Path(path_or_name)
    if not path.is_file():
        raise InputError("profile_absent", name=str(path_or_name), known=[each.name for each in builtin()])
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("profile_unreadable", path=str(path), reason=str(error)) from error
    return parse(text, str(path))


def parse(text: str, origin: str) -> RuleProfile:
    """Read a profile from TOML.

    Parameters
    ----------
    text : str
    origin : str
        File it comes from, for messages; "" for a built-in profile.

    Raises
    ------
    InputError
        ``profile_syntax`` (not TOML), ``profile_missing`` (a key), ``profile_unknown_key``,
        ``profile_value`` (a value out of its range), ``profile_too_many`` (rules), ``profile_no_class``
        (no rule says what makes a class, so nothing could ever be found), each with ``path``, ``key``
        and ``allowed``.
    """
    top = _document(text, origin)
    top.allow(_PROFILE_KEYS)
    return _profile(top, _rules(top))


def parse_stored(text: str, origin: str) -> RuleProfile:
    """Read a profile that judged in a project, perhaps by another version of the program.

    Rules that this program cannot read are left out and named in ``unknown_rules``, so that the
    project can be opened; parameters and errors beside as :func:`parse`.
    """
    top = _document(text, origin)
    rules, unknown = [], []
    for table in top.tables("rule"):
        try:
            rules.append(_rule(table))
        except InputError:
            unknown.append(table.text("name", default="?"))
    profile = _profile(top, tuple(rules))
    return replace(profile, unknown_rules=tuple(unknown)) if unknown else parse(text, origin)


def require_usable(profile: RuleProfile) -> None:
    """Refuse a profile that cannot judge.

    Raises
    ------
    InputError
        ``profile_unusable`` with the profile and the rules that this program does not know.
    """
    if profile.unknown_rules:
        raise InputError(
            "profile_unusable",
            name=profile.name,
            version=profile.version,
            rules=profile.unknown_rules,
            count=len(profile.unknown_rules),
        )


def _document(text: str, origin: str) -> _Reader:
    try:
        return _Reader(origin, "", tomllib.loads(text))
    except ValueError as error:  # not TOML, or a number of thousands of digits
        raise InputError("profile_syntax", path=origin, reason=str(error)) from error


def _profile(top: _Reader, rules: tuple[Rule, ...]) -> RuleProfile:
    title = top.table("title")
    title.allow(("de", "en"))
    return RuleProfile(
        name=top.text("name"),
        version=top.whole("version"),
        title_de=title.text("de"),
        title_en=title.text("en"),
        use=top.choice("use", Use),
        rules=rules,
        setback_m=top.number("setback_m", SETBACK_RANGE, default=3.0),
        origin=top.origin,
        building_m=top.sides("building_m", default=(10.0, 12.0)),
        height_m=top.number("height_m", HEIGHT_RANGE, default=0.0),
        height_factor=top.number("height_factor", _FACTOR_RANGE, default=0.4),
        dwelling_m2=top.pair("dwelling_m2", _DWELLING_RANGE) if top.has("dwelling_m2") else None,
    )


class _Reader:
    """One table of the document: takes typed values, and names file and key when one is wrong."""

    def __init__(self, origin: str, prefix: str, table: Mapping[str, Any]) -> None:
        self.origin = origin
        self._prefix = prefix
        self._table = table

    def allow(self, keys: Collection[str]) -> None:
        """Refuse keys that nobody would read: a typing error must not be a silent default."""
        for key in self._table:
            if key not in keys:
                raise InputError(
                    "profile_unknown_key", path=self.origin, key=self._prefix + key, allowed=list(keys)
                )

    def table(self, key: str) -> _Reader:
        value = self._get(key)
        if not isinstance(value, dict):
            raise self.wrong(key, value, f"[{key}]")
        return _Reader(self.origin, f"{self._prefix}{key}.", value)

    def tables(self, key: str) -> list[_Reader]:
        value = self._get(key)
        if not isinstance(value, list) or not value or not all(isinstance(each, dict) for each in value):
            raise self.wrong(key, value, f"[[{key}]]")
        return [
            _Reader(self.origin, f"{self._prefix}{key}[{each.get('name', at + 1)}].", each)
            for at, each in enumerate(value)
        ]

    def text(self, key: str, *, default: str | None = None) -> str:
        value = self._get(key, default)
        if not isinstance(value, str) or (not value.strip() and default is None):
            raise self.wrong(key, value, '"…"')
        return value.strip()

    def whole(self, key: str) -> int:
        value = self._get(key)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _LAST_VERSION:
            raise self.wrong(key, value, f"1, 2, 3 … {_LAST_VERSION}")
        return value

    def flag(self, key: str) -> bool:
        value = self._get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, value, "true, false")
        return value

    def number(self, key: str, allowed: tuple[float, float], *, default: float | None = None) -> float:
        value = self._get(key, default)
        low, high = allowed
        proper = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not proper or not low <= value <= high:  # nothing compares with nan
            raise self.wrong(key, value, f"{low:.9g} – {high:.9g}")
        return float(value)

    def sides(self, key: str, *, default: tuple[float, float]) -> tuple[float, float]:
        """Two lengths in metres."""
        value = self._get(key, list(default))
        low, high = SIDE_RANGE
        proper = isinstance(value, list) and len(value) == len(default)
        if not proper or not all(isinstance(side, (int, float)) and low <= side <= high for side in value):
            raise self.wrong(key, value, f"[{low:g} – {high:g}, {low:g} – {high:g}]")
        return float(value[0]), float(value[1])

    def pair(self, key: str, allowed: tuple[float, float]) -> tuple[float, float]:
        """Two numbers, the smaller one first."""
        value = self._get(key)
        low, high = allowed
        proper = isinstance(value, list) and len(value) == 2
        if not proper or not all(isinstance(each, (int, float)) and low <= each <= high for each in value):
            raise self.wrong(key, value, f"[{low:g} – {high:g}, {low:g} – {high:g}]")
        if value[0] > value[1]:
            raise self.wrong(key, value, f"{value[1]:g} ≤ {value[0]:g}")
        return float(value[0]), float(value[1])

    def choice(self, key: str, kind: type[_Kind]) -> _Kind:
        value = self._get(key)
        if value not in [each.value for each in kind]:
            raise self.wrong(key, value, ", ".join(kind))
        return kind(value)

    def fixed(self, key: str, value_must_be: str) -> None:
        """Refuse another value than the one the rule's name implies."""
        value = self._get(key)
        if value != value_must_be:
            raise self.wrong(key, value, value_must_be)

    def several(self, key: str, allowed: tuple[_Kind, ...]) -> tuple[_Kind, ...]:
        value = self._get(key, [])
        if not isinstance(value, list) or not all(each in list(allowed) for each in value):
            raise self.wrong(key, value, ", ".join(allowed))
        return tuple(type(allowed[0])(each) for each in value)

    def has(self, key: str) -> bool:
        return key in self._table

    def wrong(self, key: str, value: object, allowed: str) -> InputError:
        shown = str(value)
        if len(shown) > _SHOWN_LETTERS:
            shown = f"{shown[:_SHOWN_LETTERS]}…"
        return InputError(
            "profile_value", path=self.origin, key=self._prefix + key, value=shown, allowed=allowed
        )

    def _get(self, key: str, default: object = None) -> Any:
        if key not in self._table and default is None:
            raise InputError("profile_missing", path=self.origin, key=self._prefix + key)
        return self._table.get(key, default)


def _rules(top: _Reader) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    for table in top.tables("rule"):
        rule = _rule(table)
        if rule.name in [other.name for other in rules]:
            raise InputError("profile_duplicate", path=top.origin, key=f"rule[{rule.name}]")
        rules.append(rule)
    if len(rules) > MOST_RULES:
        raise InputError(
            "profile_too_many", path=top.origin, key="rule", count=len(rules), allowed=str(MOST_RULES)
        )
    known = {rule.name for rule in rules}
    for rule in rules:
        if rule.replaced_by and rule.replaced_by not in known:
            key = f"rule[{rule.name}].replaced_by"
            raise InputError("profile_missing", path=top.origin, key=f"{key} = {rule.replaced_by!r}")
    if not any(rule.classes and not rule.warn_only for rule in rules):
        allowed = ", ".join(_JUDGED_CLASSES)
        raise InputError("profile_no_class", path=top.origin, key="rule.classes", allowed=allowed)
    return tuple(rules)


def _rule(table: _Reader) -> Rule:
    table.allow(_RULE_KEYS)
    name = table.text("name")
    if not _is_known(name):
        raise table.wrong("name", name, ", ".join((*KINDS, *(f"{kind}:…" for kind in sorted(MANY_TIMES)))))
    kind, unit = KINDS[kind_of(name)], measure_of(name).unit
    measure = _measure(table, kind.measure)
    table.fixed("comparison", kind.comparison.value)
    table.fixed("unit", unit.value)
    return Rule(
        name=name,
        measure=measure,
        comparison=kind.comparison,
        threshold=table.number("threshold", threshold_range(name)),
        unit=unit,
        source=table.text("source", default=""),
        source_en=table.text("source_en", default=""),
        classes=table.several("classes", _JUDGED_CLASSES),
        warn_only=table.flag("warn_only"),
        land_uses=table.several("land_uses", tuple(LandUse)),
        form=table.choice("form", BuildingForm) if table.has("form") else None,
        replaced_by=_replacement(table),
        before=table.number("before", threshold_range(name)) if table.has("before") else None,
    )


def _is_known(name: str) -> bool:
    kind, colon, own = name.partition(":")
    return kind in KINDS and (not colon or (kind in MANY_TIMES and re.fullmatch(r"\w+", own) is not None))


def _replacement(table: _Reader) -> str:
    if not table.has("replaced_by"):
        return ""
    table.fixed("replaced_by", INNER_AREA)
    return INNER_AREA


def _measure(table: _Reader, expected: str) -> str:
    """Measure of the rule; one over constraints may name the layers: ``constraint_share[*schutz*]``."""
    measure = table.text("measure")
    one_layer = expected == EVERY_LAYER and re.fullmatch(r"constraint_share\[[^\[\]]+\]", measure)
    if measure != expected and not one_layer:
        raise table.wrong("measure", measure, expected)
    return measure


def dump(profile: RuleProfile) -> str:
    """Write a profile as TOML; :func:`parse` reads the same profile back."""
    document = tomlkit.document()
    document.add("name", tomlkit.item(profile.name))
    document.add("version", tomlkit.item(profile.version))
    document.add("use", tomlkit.item(profile.use.value))
    document.add("setback_m", tomlkit.item(float(profile.setback_m)))
    document.add("building_m", tomlkit.item([float(side) for side in profile.building_m]))
    document.add("height_m", tomlkit.item(float(profile.height_m)))
    document.add("height_factor", tomlkit.item(float(profile.height_factor)))
    if profile.dwelling_m2 is not None:
        document.add("dwelling_m2", tomlkit.item([float(size) for size in profile.dwelling_m2]))
    title = tomlkit.table()
    title.add("de", profile.title_de)
    title.add("en", profile.title_en)
    document.add("title", title)
    rules = tomlkit.aot()
    for rule in profile.rules:
        rules.append(_rule_table(rule))
    document.add("rule", rules)
    return tomlkit.dumps(document)


def _rule_table(rule: Rule) -> tomlkit.items.Table:
    table = tomlkit.table()
    table.add("name", rule.name)
    table.add("measure", rule.measure)
    table.add("comparison", Comparison(rule.comparison).value)
    table.add("threshold", float(rule.threshold))
    table.add("unit", rule.unit.value)
    table.add("source", rule.source)
    if rule.source_en:
        table.add("source_en", rule.source_en)
    if rule.classes:
        table.add("classes", [each.value for each in rule.classes])
    if rule.form is not None:
        table.add("form", rule.form.value)
    if rule.land_uses:
        table.add("land_uses", [each.value for each in rule.land_uses])
    if rule.warn_only:
        table.add("warn_only", True)
    if rule.replaced_by:
        table.add("replaced_by", rule.replaced_by)
    if rule.before is not None:
        table.add("before", float(rule.before))
    return table
