"""What owners answered: how many, and what; counted by owner and site, never by name."""

from __future__ import annotations

import pandas as pd

from flurinfill.model.states import Outreach, Willingness
from flurinfill.statistics.rates import Rate

_DELIVERED = {
    each.value for each in (Outreach.SENT, Outreach.REMINDED, Outreach.ANSWERED, Outreach.NO_ANSWER)
}


def return_rate(answers: pd.DataFrame) -> Rate:
    """Rücklaufquote: answered ÷ delivered.

    Delivered are owners who were written to and whose letter did not come back; an owner with two
    sites counts twice, as each site has its own letter.

    Parameters
    ----------
    answers : DataFrame
        Frame of :func:`flurinfill.project.queries.answers`.
    """
    outreach = answers["outreach"]
    return Rate(int((outreach == Outreach.ANSWERED.value).sum()), int(outreach.isin(_DELIVERED).sum()))


def willingness_mix(answers: pd.DataFrame) -> pd.DataFrame:
    """Number of answers by willingness, of the owners who answered.

    Returns
    -------
    DataFrame
        Index ``willingness`` in the order of :class:`Willingness` (those that occur), columns
        ``count`` and ``share`` (0 to 1).
    """
    answered = answers.loc[answers["outreach"] == Outreach.ANSWERED.value, "willingness"].astype("str")
    counts = answered.value_counts()
    table = pd.DataFrame({"count": counts.reindex([v.value for v in Willingness if v.value in counts.index])})
    table["share"] = table["count"] / max(len(answered), 1)
    return table.rename_axis("willingness").astype({"count": "int64", "share": "float64"})
