"""Each parcel judged by the profile of its use: houses and trade beside each other.

A commercial parcel is judged by the profile for trade. A mixed one is tried as housing first; where
that finds nothing, the profile for trade may still find a commercial plot. All others are housing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.detection.exclusion import never_judged
from flurinfill.detection.rules import judge, judgement
from flurinfill.model.errors import InputError
from flurinfill.model.potential import CANDIDATE_CLASSES, Use
from flurinfill.model.rules import RuleProfile

JUDGED_AS = "judged_as"
"""Text column of kept measures: use whose profile judged a parcel, "" where that of the run did."""
_FOUND = frozenset(str(each) for each in CANDIDATE_CLASSES)
_NAMES_FOUND = sorted(_FOUND)


def by_use(profiles: Sequence[RuleProfile]) -> Mapping[Use, RuleProfile]:
    """Profiles by their use, the first of each use.

    Raises
    ------
    InputError
        ``no_profile`` when there is none at all.
    """
    if not profiles:
        raise InputError("no_profile")
    out: dict[Use, RuleProfile] = {}
    for profile in profiles:
        out.setdefault(profile.use, profile)
    return out


def judges_by_use(profiles: Sequence[RuleProfile]) -> Mapping[Use, RuleProfile]:
    """Profile that judges land of each use; its setback and building count there.

    Land of mixed use is measured by its own profile, or without one by that for housing, also where
    the profile for trade is asked second. A use that nobody has a profile for is judged by the first.

    Raises
    ------
    InputError
        ``no_profile`` when there is none at all.
    """
    known = by_use(profiles)
    first = next(iter(known.values()))
    housing = known.get(Use.RESIDENTIAL, first)
    return {
        Use.RESIDENTIAL: housing,
        Use.COMMERCIAL: known.get(Use.COMMERCIAL, housing),
        Use.MIXED: known.get(Use.MIXED, housing),
    }


def judge_by_use(measures: pd.DataFrame, profiles: Sequence[RuleProfile]) -> pd.DataFrame:
    """Give every parcel a class by the profile of its use.

    Parameters
    ----------
    measures : DataFrame
        From :func:`flurinfill.detection.measures.measure`.
    profiles : sequence of RuleProfile
        At most one per use counts; a use without a profile is judged by the first one.

    Returns
    -------
    DataFrame
        As :func:`flurinfill.detection.rules.judge` gives it, with two more columns: ``profile``
        (name of the profile that gave the class) and ``judged_as`` (value of :class:`Use`).
    """
    judges = judges_by_use(profiles)
    housing, trade, mixed = (judges[each] for each in (Use.RESIDENTIAL, Use.COMMERCIAL, Use.MIXED))
    use = measures["use"].to_numpy(dtype=object)
    out = _judged(measures, housing)
    if mixed is not housing:
        out[use == Use.MIXED.value] = _judged(measures[use == Use.MIXED.value], mixed)
    if trade is housing:
        return out
    commercial = use == Use.COMMERCIAL.value
    out[commercial] = _judged(measures[commercial], trade)
    empty_handed = (use == Use.MIXED.value) & ~out["potential"].isin(_FOUND).to_numpy()
    second = _judged(measures[empty_handed], trade)
    won = second.index[second["potential"].isin(_FOUND)]
    out.loc[won] = second.loc[won]
    return out


def classes_by_use(measures: pd.DataFrame, profiles: Sequence[RuleProfile]) -> NDArray[np.object_]:
    """Return the column ``potential`` of :func:`judge_by_use` alone: no words, and in a third of the time."""
    judges = judges_by_use(profiles)
    housing, trade, mixed = (judges[each] for each in (Use.RESIDENTIAL, Use.COMMERCIAL, Use.MIXED))
    use = measures["use"].to_numpy(dtype=object)
    either, commercial = np.flatnonzero(use == Use.MIXED.value), np.flatnonzero(use == Use.COMMERCIAL.value)
    out = judgement(measures, housing).potential if len(measures) else np.empty(0, dtype=object)
    if mixed is not housing and len(either):
        out[either] = judgement(measures.iloc[either], mixed).potential
    if trade is housing:
        return out
    if len(commercial):
        out[commercial] = judgement(measures.iloc[commercial], trade).potential
    empty_handed = either[~np.isin(out[either], _NAMES_FOUND)]
    if len(empty_handed):
        second = judgement(measures.iloc[empty_handed], trade).potential
        won = np.isin(second, _NAMES_FOUND)
        out[empty_handed[won]] = second[won]
    return out


def has_say(
    profile: RuleProfile, measures: pd.DataFrame, profiles: Sequence[RuleProfile]
) -> NDArray[np.bool_]:
    """Tell for which parcels the class may depend on a profile, one of those that judge.

    Land that is never a candidate, and land of a use that others judge, does not.
    """
    judges = judges_by_use(profiles)
    use = measures["use"].to_numpy(dtype=object)
    trade, either = use == Use.COMMERCIAL.value, use == Use.MIXED.value
    out = either | (trade if judges[Use.COMMERCIAL] == profile else np.zeros(len(use), dtype=bool))
    if judges[Use.RESIDENTIAL] == profile:
        out |= ~trade
    return out & ~never_judged(measures)


def profile_of(verdict: pd.Series, profiles: Sequence[RuleProfile]) -> RuleProfile:
    """Profile that gave a row of :func:`judge_by_use` its class."""
    for profile in profiles:
        if profile.name == verdict.get("profile", ""):
            return profile
    return profiles[0]


def _judged(measures: pd.DataFrame, profile: RuleProfile) -> pd.DataFrame:
    found = judge(measures, profile)
    return found.assign(
        profile=pd.array(np.full(len(found), profile.name, dtype=object), dtype="str"),
        judged_as=pd.array(np.full(len(found), profile.use.value, dtype=object), dtype="str"),
    )
