"""How clear a case each site is, for the order of the queue. No Qt."""

from __future__ import annotations

import pandas as pd

from flurinfill.desktop.snapshot import Snapshot
from flurinfill.detection.merging import with_proposals
from flurinfill.detection.score import scores
from flurinfill.detection.uses import judge_by_use


def score_of(sites: pd.DataFrame, snapshot: Snapshot) -> pd.Series:
    """Score each site by :func:`flurinfill.detection.score.scores`.

    Parameters
    ----------
    sites : DataFrame
        ``queries.site_table``.
    snapshot : Snapshot
        Measures and the profiles that judged.

    Returns
    -------
    Series of float
        Same index; 0 to 100, of a site with several parcels the best one; NaN where no detection
        lists it.
    """
    members = sites["parcel_ids"].explode().astype(object)
    known = members[members.isin(snapshot.measures.index)]
    if not snapshot.judges or not len(known):
        return pd.Series(float("nan"), index=sites.index, name="score")
    measures = snapshot.measures.loc[known.unique()]
    together = [one for one in snapshot.proposals if set(one.parcel_ids) <= set(measures.index)]
    verdicts = with_proposals(judge_by_use(measures, snapshot.judges), together)
    scored = scores(measures, verdicts, snapshot.judges)
    of_member = pd.Series(scored.reindex(known).to_numpy(), index=known.index)
    return of_member.groupby(level=0).max().reindex(sites.index).rename("score")
