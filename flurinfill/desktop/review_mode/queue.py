"""Which sites are to be reviewed, in which order, and how far the work has come. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.cadastre.tables import village
from flurinfill.desktop.ordering import natural_order, value_ranks
from flurinfill.model.potential import PotentialClass
from flurinfill.model.states import Review

_OPEN = frozenset({Review.CANDIDATE.value, Review.IN_REVIEW.value})


class SortBy(StrEnum):
    """Order of the queue."""

    SCORE = "score"
    PLACE = "place"
    SIZE = "size"


def is_open(review: str, deferred_until: date | None, today: date) -> bool:
    """Tell whether a site waits for a decision: new, in review, or put off until a day that has come."""
    if review == Review.DEFERRED:
        return deferred_until is not None and deferred_until <= today
    return review in _OPEN


class ReviewQueue:
    """The sites in their order, the one that is looked at, and which are still open.

    Sites whose parcel left the cadastre are not part of it: there is nothing to look at, and they are
    told among what is due.

    Parameters
    ----------
    sites : DataFrame
        ``queries.site_table``.
    today : date
        Decides which deferred sites are due again.
    score : Series of float
        How clear a case each site is, index ``site_id``; NaN where nobody knows.
    """

    def __init__(self, sites: pd.DataFrame, today: date, score: pd.Series) -> None:
        there = ~sites["parcel_missing"].astype(bool) & (sites["review"] != Review.SUPERSEDED)
        self._sites = sites[there].assign(score=score.reindex(sites.index[there]))
        self._today = today
        self._open = {
            int(site_id)
            for site_id, review, until in zip(
                self._sites.index, self._sites["review"], self._sites["deferred_until"], strict=True
            )
            if is_open(review, until, today)
        }
        self._chosen = self._sites
        self._order: list[int] = []
        self._current: int | None = None

    def arrange(self, by: SortBy, potential: str = "", also: Collection[int] = ()) -> None:
        """Put the open sites into an order; the current one stays where it is part of them.

        Parameters
        ----------
        by : SortBy
        potential : str
            Only sites of this class; ``""`` for all.
        also : collection of int
            Sites that were decided a moment ago: one can go back to them.
        """
        chosen = self._sites if not potential else self._sites[self._sites["potential"] == potential]
        self._chosen = chosen
        wanted = self._open | set(also)
        queue = chosen[np.array([site_id in wanted for site_id in chosen.index], dtype=np.bool_)]
        self._order = [int(site_id) for site_id in queue.index[_sorted(queue, by)]]
        if self._current not in self._order:
            self._current = next((site_id for site_id in self._order if site_id in self._open), None)

    # where one is -----------------------------------------------------------------------------

    @property
    def current(self) -> int | None:
        """The site that is looked at; None when nothing is open any more."""
        return self._current

    def go_to(self, site_id: int) -> bool:
        """Look at a site; False when it is not in the queue."""
        if site_id not in self._order:
            return False
        self._current = site_id
        return True

    def step(self, by: int) -> None:
        """Look at the next (1) or the previous (-1) site, decided ones too; round at the ends."""
        if self._order:
            place = self._order.index(self._current) if self._current is not None else -min(by, 0) - 1
            self._current = self._order[(place + by) % len(self._order)]

    def advance(self) -> None:
        """Look at the next open site, those that were passed over last."""
        self._current = self.upcoming()

    def upcoming(self) -> int | None:
        """The open site that follows the current one; None when no other is open."""
        place = self._order.index(self._current) if self._current in self._order else -1
        rest = [*self._order[place + 1 :], *self._order[: max(place, 0)]]
        return next((site_id for site_id in rest if site_id in self._open), None)

    # how far it is ------------------------------------------------------------------------------

    def learn(self, site_id: int, review: str, deferred_until: date | None) -> None:
        """Take over another state of a site."""
        if site_id in self._sites.index:
            opened = is_open(review, deferred_until, self._today)
            (self._open.add if opened else self._open.discard)(site_id)

    def waits(self, site_id: int) -> bool:
        """Tell whether a site is still open."""
        return site_id in self._open

    @property
    def total(self) -> int:
        """All sites of the class, whatever was decided about them and when."""
        return len(self._chosen)

    @property
    def open_count(self) -> int:
        """Sites of the class that wait for a decision."""
        return sum(site_id in self._open for site_id in self._chosen.index)

    def classes(self) -> dict[str, int]:
        """Number of open sites of each class that has any."""
        counted = Counter(
            str(code)
            for site_id, code in zip(self._sites.index, self._sites["potential"], strict=True)
            if site_id in self._open
        )
        return {code.value: counted[code.value] for code in PotentialClass if counted[code.value]}


def _sorted(sites: pd.DataFrame, by: SortBy) -> NDArray[np.intp]:
    """Positions of the sites in the order that is wanted; the case number decides between equals."""
    large = -sites["area_m2"].fillna(0.0).to_numpy(dtype=np.float64)
    if by is SortBy.SIZE:
        return np.argsort(large, kind="stable")
    if by is SortBy.PLACE:
        first = np.array([ids[0] for ids in sites["parcel_ids"]], dtype=object)
        number = natural_order(first) if len(first) else np.zeros(0, dtype=np.int64)
        return np.lexsort((number, value_ranks(village(sites))))
    return np.lexsort((large, -sites["score"].fillna(-1.0).to_numpy(dtype=np.float64)))
