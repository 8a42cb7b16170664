"""What detection derives from owners: it is parted from the verdicts before they are stored.

``same_owner_neighbour`` tells that two parcels belong together, so it is personal (DESIGN 4), and so
are the hints and warnings that follow from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from flurinfill.model.errors import ProjectError
from flurinfill.model.measures import MEASURES, definition_of
from flurinfill.model.rules import RuleProfile

(OWNER_MEASURE,) = (measure.name for measure in MEASURES if measure.owner_derived)
_LISTS = ("failed", "warned", "not_judged", "hints")
TOGETHER_HINT = "one_owner_together"
"""Hint that one owner has a share in every parcel of a proposal."""
_PLAIN_HINTS = frozenset({"merged"})
"""Hints that say nothing about owners, even where all parcels with them have the same owner beside."""


@dataclass
class OwnerDerived:
    """The sealed part of a detection run, by parcel id.

    Attributes
    ----------
    flags : dict
        Parcel id → value of ``same_owner_neighbour``; absent where it is NaN.
    codes : dict
        Column of the verdicts → parcel id → codes that follow from owners.
    """

    flags: dict[str, float] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.flags or any(self.codes.values()))

    def as_json(self) -> dict[str, Any]:
        """Return what is sealed."""
        return {"flags": self.flags, "codes": self.codes}

    def give_back(self, verdicts: pd.DataFrame) -> pd.DataFrame:
        """Return the verdicts with these codes, as ``judge`` had made them but for their order."""
        out = verdicts.copy()
        for name, by_parcel in self.codes.items():
            added = pd.Series(by_parcel, dtype="str").reindex(out.index).fillna("")
            joined = out[name] + np.where((out[name] != "") & (added != ""), ";", "") + added
            out[name] = joined.astype("str")
        return out


def part(
    measures: pd.DataFrame, verdicts: pd.DataFrame, profiles: Iterable[RuleProfile]
) -> tuple[pd.DataFrame, OwnerDerived]:
    """Part verdicts into what everybody may see and what is derived from owners.

    A code is taken for owner-derived when it names the owner, when it is a rule over the owner
    measure, or when it appears on parcels with the same owner beside them only: in doubt it is
    sealed.

    Raises
    ------
    ProjectError
        ``owner_rule_decides`` when such a rule would show in the class.
    """
    owner_rules = set()
    for rule in (rule for profile in profiles for rule in profile.rules):
        definition = definition_of(rule.measure)
        if definition is not None and definition.owner_derived:
            if not rule.warn_only:
                raise ProjectError("owner_rule_decides", rule=rule.name)
            owner_rules.add(rule.name)
    flags = _flags(measures)
    derived = OwnerDerived({str(parcel): value for parcel, value in flags.items() if value == value})
    public = verdicts.copy()
    same = flags == 1
    for name in _LISTS:
        lists = [[code for code in text.split(";") if code] for text in public[name].fillna("")]
        private = owner_rules | _telling(lists, same.to_numpy(), hints=name == "hints")
        if not private:
            continue
        public[name] = [";".join(code for code in codes if code not in private) for codes in lists]
        hidden = {
            str(parcel): ";".join(code for code in codes if code in private)
            for parcel, codes in zip(public.index, lists, strict=True)
        }
        derived.codes[name] = {parcel: codes for parcel, codes in hidden.items() if codes}
    return public, derived


def _flags(measures: pd.DataFrame) -> pd.Series:
    if OWNER_MEASURE not in measures:
        return pd.Series(np.nan, index=measures.index)
    return measures[OWNER_MEASURE].astype("float64")


def _telling(lists: list[list[str]], same: np.ndarray, *, hints: bool) -> set[str]:
    """Return the codes of a column that tell something about owners."""
    seen = {code for codes in lists for code in codes}
    telling = {code for code in seen if "owner" in code}
    if hints:
        elsewhere = {code for codes, flag in zip(lists, same, strict=True) if not flag for code in codes}
        telling |= seen - elsewhere - _PLAIN_HINTS
    return telling
