"""What owners answered: how many by owner, and what by owner and site; never by name."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from flurinfill.model.returns import Motive
from flurinfill.model.states import Outreach, Willingness
from flurinfill.statistics.rates import Rate

_DELIVERED = {
    each.value for each in (Outreach.SENT, Outreach.REMINDED, Outreach.ANSWERED, Outreach.NO_ANSWER)
}


def return_rate(answers: pd.DataFrame) -> Rate:
    """Rücklaufquote: answered ÷ delivered.

    Delivered are owners who were written to and whose letter did not come back; one with several sites
    counts once, as they all stand in one letter, and has answered when an answer came for any of them.

    Parameters
    ----------
    answers : DataFrame
        Frame of :func:`flurinfill.project.queries.answers`.
    """
    return Rate(len(_owners(answers, {Outreach.ANSWERED.value})), len(_owners(answers, _DELIVERED)))


def undeliverable_rate(answers: pd.DataFrame) -> Rate:
    """Part of the owners whose letter came back: undeliverable ÷ (delivered + undeliverable)."""
    delivered = _owners(answers, _DELIVERED)
    back = len(_owners(answers, {Outreach.UNDELIVERABLE.value}) - delivered)
    return Rate(back, back + len(delivered))


def _owners(answers: pd.DataFrame, states: Collection[str]) -> set[int]:
    """Owners with one of these states at some site."""
    return set(answers.loc[answers["outreach"].isin(states), "owner"])


def willingness_mix(answers: pd.DataFrame) -> pd.DataFrame:
    """Number of answers by willingness, of all owners and sites.

    Returns
    -------
    DataFrame
        Index ``willingness`` in the order of :class:`Willingness` (those that occur), columns
        ``count`` and ``share`` (0 to 1).
    """
    answered = answers.loc[answers["outreach"] == Outreach.ANSWERED.value, "willingness"].astype("str")
    return _mix(answered, [value.value for value in Willingness], len(answered), "willingness")


def motive_mix(answers: pd.DataFrame) -> pd.DataFrame:
    """Number of answers by the reason not to sell; an answer may name several, or none.

    Returns
    -------
    DataFrame
        Index ``motive`` in the order of :class:`Motive` (those that occur), columns ``count`` and
        ``share`` (of all owners who answered, 0 to 1; the shares may add up to more than 1).
    """
    answered = answers.loc[answers["outreach"] == Outreach.ANSWERED.value, "motives"]
    named = pd.Series([motive for motives in answered for motive in motives], dtype="str")
    return _mix(named, [value.value for value in Motive], len(answered), "motive")


def _mix(values: pd.Series, order: list[str], whole: int, name: str) -> pd.DataFrame:
    counts = values.value_counts()
    table = pd.DataFrame({"count": counts.reindex([value for value in order if value in counts.index])})
    table["share"] = table["count"] / max(whole, 1)
    return table.rename_axis(name).astype({"count": "int64", "share": "float64"})
