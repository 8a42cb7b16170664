"""Measures and a profile → a class and a reason for every parcel.

A second row is either a parcel of its own, reached by its own strip of land, or the free part of a
built parcel: the latter is judged by measures of that part and by nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.detection.doubts import DOUBTS, Doubt
from flurinfill.detection.evaluation import (
    Bits,
    Evaluation,
    access_mask,
    evaluate,
    exclusion_mask,
    masks_of,
    named_mask,
    own_mask,
    warn_mask,
)
from flurinfill.detection.exclusion import exclusion_reasons, never_judged, only_brownfield
from flurinfill.detection.measures.access import AccessState
from flurinfill.detection.measures.intervals import Ints
from flurinfill.detection.measures.plans import HALF
from flurinfill.detection.rulebook import (
    BORDER_RULES,
    FREE_PART_RULES,
    INNER_AREA,
    REST_RULES,
    kind_of,
)
from flurinfill.model.potential import CANDIDATE_CLASSES, PotentialClass, Use
from flurinfill.model.rules import BuildingForm, RuleProfile

_PASSED_REASON = {
    PotentialClass.BROWNFIELD: "out_of_use",
    PotentialClass.GAP: "gap",
    PotentialClass.MINOR_USE: "minor_use",
    PotentialClass.SECOND_ROW: "second_row",
    PotentialClass.GARDEN: "garden",
}
_ORDER = (
    PotentialClass.BROWNFIELD,
    PotentialClass.GAP,
    PotentialClass.MINOR_USE,
    PotentialClass.SECOND_ROW,
    PotentialClass.GARDEN,
)
_NEEDS_ACCESS = (PotentialClass.GAP, PotentialClass.MINOR_USE)
_CANDIDATES = [str(each) for each in CANDIDATE_CLASSES]
_CERTAIN = ["free_part", _PASSED_REASON[PotentialClass.BROWNFIELD]]  # they rest on houses that are there
_NONE, _UNDECIDABLE = PotentialClass.NONE.value, PotentialClass.UNDECIDABLE.value


@dataclass(frozen=True)
class Judgement:
    """Classes of many parcels, and the rules they were held against.

    Attributes
    ----------
    potential, reason : ndarray of str, shape (parcels,)
        Values of :class:`PotentialClass`, codes of the context ``verdict_reason``.
    mask : ndarray of int64, shape (parcels,)
        Rules that count for the parcel: those of its class, or, when it has none, of the class and
        form of building that it misses by the fewest rules; of a built one without potential also
        those of its free part, where somebody tried a second house.
    evaluation : Evaluation
    """

    potential: NDArray[np.object_]
    reason: NDArray[np.object_]
    mask: Bits
    evaluation: Evaluation


def judge(measures: pd.DataFrame, profile: RuleProfile) -> pd.DataFrame:
    """Give every parcel a class.

    Parameters
    ----------
    measures : DataFrame
        From :func:`flurinfill.detection.measures.measure`.
    profile : RuleProfile

    Returns
    -------
    DataFrame
        Same index. Text columns ``potential`` (value of :class:`PotentialClass`), ``reason`` (code
        of the context ``verdict_reason``), ``failed``, ``warned``, ``not_judged`` (names of rules
        joined by ";"), ``hints`` (codes of the context ``hint`` joined by ";").
    """
    judged = judgement(measures, profile)
    names = [rule.name for rule in profile.rules]
    warns = warn_mask(profile)
    counts = np.where(never_judged(measures), 0, -1)
    failed, unknown = judged.evaluation.failed & counts, judged.evaluation.unknown & counts
    columns = {
        "potential": judged.potential,
        "reason": judged.reason,
        "failed": _joined(failed & judged.mask, names),
        "warned": _joined(failed & warns, names),
        "not_judged": _joined(unknown & (judged.mask | warns), names),
        "hints": hints_of(measures, profile, judged.potential),
    }
    return pd.DataFrame(
        {name: pd.array(values, dtype="str") for name, values in columns.items()}, index=measures.index
    )


def judgement(measures: pd.DataFrame, profile: RuleProfile) -> Judgement:
    """Decide class, reason and the rules that count, for every parcel.

    Where the data is doubtful and the class hangs on it, nobody decides: see
    :mod:`flurinfill.detection.doubts`.
    """
    found = _as_measured(measures, profile)
    for doubt in DOUBTS:
        rows = np.flatnonzero(doubt.rows(measures) & (found.potential != _UNDECIDABLE))
        if len(rows):
            _cast(doubt, rows, measures, profile, found)
    return found


def _cast(doubt: Doubt, rows: Ints, measures: pd.DataFrame, profile: RuleProfile, found: Judgement) -> None:
    """Call those of the doubtful parcels undecidable whose class hangs on the doubt."""
    if doubt.otherwise is not None:
        other = _as_measured(doubt.otherwise(measures.iloc[rows]), profile)
        now, then = np.isin(found.potential[rows], _CANDIDATES), np.isin(other.potential, _CANDIDATES)
        hangs = now | then if doubt.either_way else now ^ then
        hangs &= ~np.isin(found.reason[rows], _CERTAIN)
        mask = np.where(now, found.mask[rows], other.mask)
        rows = rows[hangs]
        found.mask[rows] = mask[hangs]
    found.potential[rows], found.reason[rows] = _UNDECIDABLE, doubt.reason


def _as_measured(measures: pd.DataFrame, profile: RuleProfile) -> Judgement:
    seen = evaluate(measures, profile)
    count = len(measures)
    potential = np.full(count, "", dtype=object)
    reason = np.full(count, "", dtype=object)
    mask = np.zeros(count, dtype=np.int64)
    excluded = exclusion_reasons(measures)
    by_use, given_up = excluded != "", only_brownfield(measures)
    potential[by_use], reason[by_use] = _NONE, excluded[by_use]
    _hold_against_brownfield(profile, seen, given_up, mask)
    free = ~by_use | given_up
    access = access_mask(profile)
    for wanted in _ORDER:
        if wanted is not PotentialClass.BROWNFIELD:
            free &= ~by_use
        if wanted is PotentialClass.GARDEN:  # no candidate, so it takes nothing that could be one
            rest = _free_parts(profile, seen, free)
            potential[rest], reason[rest] = PotentialClass.SECOND_ROW.value, "free_part"
            mask[rest] = named_mask(profile, FREE_PART_RULES) | exclusion_mask(profile)
            free &= ~rest
        if not own_mask(profile, wanted):  # a profile need not know every class
            continue
        for _, needed in masks_of(profile, wanted):
            passed = ((seen.failed & needed) == 0) & free
            dark = passed & ((seen.unknown & needed & access) != 0)
            if wanted in _NEEDS_ACCESS:
                passed &= ~dark
                potential[dark], mask[dark] = _UNDECIDABLE, needed
                reason[dark] = _dark_reason(measures, dark)
                free &= ~dark
            else:  # nobody is called a brownfield or a garden because data is missing
                passed &= (seen.unknown & own_mask(profile, wanted) & needed) == 0
            potential[passed], reason[passed], mask[passed] = wanted.value, _PASSED_REASON[wanted], needed
            free &= ~passed
    _name_gardens(measures, profile, potential, reason)
    _reject(measures, profile, seen, reason, mask, free)
    mask[_tried_rest(profile, seen, free)] |= named_mask(profile, FREE_PART_RULES)
    potential[free] = _NONE
    return Judgement(potential, reason, mask, seen)


def _hold_against_brownfield(
    profile: RuleProfile, seen: Evaluation, rows: NDArray[np.bool_], mask: Bits
) -> None:
    """Let the rules of a brownfield count, those that it misses by the fewest, and no others."""
    if not rows.any() or not own_mask(profile, PotentialClass.BROWNFIELD):
        return
    fewest = np.full(len(mask), 99, dtype=np.int64)
    for _, needed in masks_of(profile, PotentialClass.BROWNFIELD):
        fails = np.bitwise_count(seen.failed & needed).astype(np.int64)
        nearer = rows & (fails < fewest)
        mask[nearer], fewest[nearer] = needed, fails[nearer]


def _name_gardens(
    measures: pd.DataFrame,
    profile: RuleProfile,
    potential: NDArray[np.object_],
    reason: NDArray[np.object_],
) -> None:
    """Say of a garden that it is enclosed only where it is: the rule may count for fields alone."""
    enough = next((rule.threshold for rule in profile.rules if rule.name == "enclosed"), np.inf)
    enclosed = _column(measures, "built_neighbour_share") >= enough
    reason[(potential == PotentialClass.GARDEN.value) & ~enclosed] = "garden_no_access"


def _free_parts(profile: RuleProfile, seen: Evaluation, free: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Built parcels with a free part for a second house; nobody is called one for missing data."""
    own, rules = named_mask(profile, REST_RULES), named_mask(profile, FREE_PART_RULES)
    allowed = (seen.failed & exclusion_mask(profile)) == 0
    return free & allowed & (((seen.failed | seen.unknown) & rules) == 0) & bool(own)


def _tried_rest(profile: RuleProfile, seen: Evaluation, left: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Built parcels on which a second house was tried: why it is none is worth saying."""
    house, fits = named_mask(profile, {"rest_house"}), named_mask(profile, {"rest_fits"})
    return left & ((seen.failed & house) == 0) & ((seen.unknown & fits) == 0) & bool(house and fits)


def _dark_reason(measures: pd.DataFrame, dark: NDArray[np.bool_]) -> NDArray[np.object_]:
    facing = measures["access_state"].to_numpy()[dark] == AccessState.FACING_GAP.value
    return np.where(facing, "facing_gap", "access_unknown").astype(object)


def _outside_reason(measures: pd.DataFrame, outside: NDArray[np.bool_]) -> NDArray[np.object_]:
    """Land in a plan that is no building area there is not the open country (§35)."""
    if not outside.any():
        return np.empty(0, dtype=object)
    planned = measures["plan_share"].to_numpy(dtype=float)[outside] >= HALF
    return np.where(planned, "no_building_area", "outside_boundary").astype(object)


def _reject(
    measures: pd.DataFrame,
    profile: RuleProfile,
    seen: Evaluation,
    reason: NDArray[np.object_],
    mask: Bits,
    left: NDArray[np.bool_],
) -> None:
    """What is left has no potential: find the class it is nearest to, and the first rule it fails."""
    fewest = np.full(len(reason), 99, dtype=np.int64)
    unmasked = mask == 0
    garages = named_mask(profile, {"minor_buildings"})
    for wanted in _NEEDS_ACCESS:
        if not own_mask(profile, wanted):  # a class that the profile does not know is missed by nothing
            continue
        for form, needed in masks_of(profile, wanted):
            fails = np.bitwise_count(seen.failed & needed).astype(np.int64)
            nearer = unmasked & (fails < fewest)
            if wanted is PotentialClass.MINOR_USE:  # with a garage on it, no gap by any threshold
                nearer |= unmasked & (fails == fewest) & ((seen.failed & garages) != 0)
            if form is BuildingForm.CLOSED:  # only a plot with a house on either side is one of these
                nearer &= (seen.failed & named_mask(profile, BORDER_RULES)) == 0
            mask[nearer], fewest[nearer] = needed, fails[nearer]
    missed = seen.failed & mask
    for rule, bit in zip(reversed(profile.rules), reversed(range(len(profile.rules))), strict=True):
        first = left & ((missed >> bit) & 1).astype(bool)
        reason[first] = kind_of(rule.name)
    outside = reason == INNER_AREA
    reason[outside] = _outside_reason(measures, outside)


def _joined(bits: Bits, names: list[str]) -> NDArray[np.object_]:
    """Names of the set bits, joined by ";"; each combination is put into words once."""
    code, values = pd.factorize(bits)
    words = [
        ";".join(name for bit, name in enumerate(names) if value >> bit & 1) for value in values.tolist()
    ]
    return np.array(words, dtype=object)[code] if len(words) else np.empty(0, dtype=object)


def hints_of(
    measures: pd.DataFrame, profile: RuleProfile, potential: NDArray[np.object_]
) -> NDArray[np.object_]:
    """What a person should know; never a reason for a class."""
    shown = np.isin(potential, [*(str(each) for each in CANDIDATE_CLASSES), _UNDECIDABLE])
    flags = {
        "same_owner_neighbour": shown & (_column(measures, "same_owner_neighbour") == 1.0),
        "other_use": shown & _other_use(measures, profile.use),
        "geometric_area": shown & ~(measures["official_area_m2"].to_numpy(dtype=float) > 0),
    }
    bits = np.zeros(len(measures), dtype=np.int64)
    for bit, flag in enumerate(flags.values()):
        bits |= flag.astype(np.int64) << bit
    out = _joined(bits, list(flags))
    if "marks" in measures:
        marks = measures["marks"].fillna("").to_numpy(dtype=object)
        marked = np.flatnonzero(marks != "")
        out[marked] = [";".join(filter(None, pair)) for pair in zip(out[marked], marks[marked], strict=True)]
    return out


def _column(measures: pd.DataFrame, name: str) -> NDArray[np.float64]:
    if name not in measures:
        return np.full(len(measures), np.nan)
    return measures[name].to_numpy(dtype=float)


def _other_use(measures: pd.DataFrame, use: Use) -> NDArray[np.bool_]:
    other = {Use.RESIDENTIAL: Use.COMMERCIAL, Use.COMMERCIAL: Use.RESIDENTIAL}.get(use)
    return (measures["use"] == str(other)).to_numpy(dtype=bool)
