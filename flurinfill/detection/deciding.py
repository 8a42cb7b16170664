"""Which rules make the difference where two sets of rules give a parcel another class, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill import i18n
from flurinfill.detection.evaluation import Evaluation, evaluate
from flurinfill.detection.explanation import rule_label, threshold_text
from flurinfill.detection.uses import judges_by_use
from flurinfill.model.potential import Use
from flurinfill.model.rules import Rule, RuleProfile

_Texts = NDArray[np.object_]


def deciding_texts(
    measures: pd.DataFrame,
    classes: tuple[NDArray[np.object_], NDArray[np.object_]],
    first: Sequence[RuleProfile],
    second: Sequence[RuleProfile],
) -> _Texts:
    """Name the rules that a parcel passes by one side and not by the other, with both thresholds.

    Parameters
    ----------
    measures : DataFrame, n rows
        Of parcels that change class.
    classes : (array, array), shape (n,)
        Their classes by both sides; rules for other classes decide nothing.
    first, second : sequence of RuleProfile
        The judges of each side, as in :func:`flurinfill.detection.comparison.compare`.

    Returns
    -------
    ndarray of str, shape (n,)
        Where no rule differs, the neighbours decide.
    """
    one, two = judges_by_use(first), judges_by_use(second)
    use = measures["use"].to_numpy(dtype=object)
    mixed, trade = use == Use.MIXED.value, use == Use.COMMERCIAL.value
    out = np.full(len(measures), "", dtype=object)
    for each, wanted in (
        (Use.RESIDENTIAL, ~mixed & ~trade),
        (Use.MIXED, mixed),
        (Use.COMMERCIAL, mixed | trade),  # of mixed ones only where housing decides nothing
    ):
        rows = np.flatnonzero(wanted & (out == ""))
        if len(rows):
            part = (classes[0][rows], classes[1][rows])
            out[rows] = _texts(measures.iloc[rows], part, one[each], two[each])
    out[out == ""] = i18n.tr("Together with its neighbours")
    return out


def _texts(
    measures: pd.DataFrame,
    classes: tuple[NDArray[np.object_], NDArray[np.object_]],
    first: RuleProfile,
    second: RuleProfile,
) -> _Texts:
    said = evaluate(measures, first), evaluate(measures, second)
    sides = tuple({rule.name: (bit, rule) for bit, rule in enumerate(of.rules)} for of in (first, second))
    words: list[str] = []
    apart: list[NDArray[np.bool_]] = []
    counting: list[NDArray[np.bool_]] = []
    for name in dict.fromkeys([*sides[0], *sides[1]]):
        pair = [(told, side.get(name)) for told, side in zip(said, sides, strict=True)]
        before, after = (found[1] if found is not None else None for _, found in pair)
        known = before or after
        if known is None or known.warn_only:
            continue
        words.append(_words(before, after))
        apart.append(_answers(*pair[0], len(measures)) != _answers(*pair[1], len(measures)))
        counting.append(apart[-1] & _counts(known, classes))
    if not words:
        return np.full(len(measures), "", dtype=object)
    # where no rule for these classes differs, one for others led to them
    hits = np.where(np.any(counting, axis=0), counting, apart)
    return _joined(words, hits)


def _answers(told: Evaluation, found: tuple[int, Rule] | None, count: int) -> NDArray[np.int64]:
    """0 passed (also without the rule), 1 failed, 2 not judged."""
    if found is None:
        return np.zeros(count, dtype=np.int64)
    return ((told.failed >> found[0]) & 1) + 2 * ((told.unknown >> found[0]) & 1)


def _counts(rule: Rule, classes: tuple[NDArray[np.object_], NDArray[np.object_]]) -> NDArray[np.bool_]:
    names = [str(each) for each in rule.classes]
    if not names:
        return np.ones(len(classes[0]), dtype=bool)
    return np.isin(classes[0], names) | np.isin(classes[1], names)


def _words(before: Rule | None, after: Rule | None) -> str:
    if before is not None and after is not None:
        return f"{rule_label(after)}: {threshold_text(before)} → {i18n.in_unit(after.threshold, after.unit)}"
    if after is not None:
        return i18n.tr("{rule}: {limit}, only by B", rule=rule_label(after), limit=threshold_text(after))
    assert before is not None
    return i18n.tr("{rule}: {limit}, only by A", rule=rule_label(before), limit=threshold_text(before))


def _joined(words: Sequence[str], hits: NDArray[np.bool_]) -> _Texts:
    """Join the words of all rules that differ; parcels with the same ones share a text."""
    patterns, of = np.unique(hits, axis=1, return_inverse=True)
    texts = ["; ".join(np.array(words, dtype=object)[pattern]) for pattern in patterns.T]
    return np.array(texts, dtype=object)[of.reshape(-1)]
