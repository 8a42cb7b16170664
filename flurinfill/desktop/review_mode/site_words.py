"""A site in words for the card beside the map. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from flurinfill import i18n
from flurinfill.desktop.review_mode.key_figures import KeyFigure, key_figures
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.detection.explained import judge_of, proposal_of
from flurinfill.detection.uses import judges_by_use
from flurinfill.i18n import tr
from flurinfill.model.rules import RuleProfile
from flurinfill.model.states import Review
from flurinfill.project.queries import ReviewState


@dataclass(frozen=True)
class SiteWords:
    """A site, ready to show; codes only where the view adds a patch of the map's style."""

    headline: str
    subline: str
    potential: str
    review: str
    hint: str
    note: str
    figures: Sequence[KeyFigure]


def site_words(site: pd.Series, snapshot: Snapshot, state: ReviewState) -> SiteWords:
    """Put a site into words.

    Parameters
    ----------
    site : Series
        Row of ``queries.site_table``.
    snapshot : Snapshot
        Measures and rules.
    state : ReviewState
        How it stands now.
    """
    parcel = str(site["parcel_ids"][0])
    place = (site["district"], site["gemarkung"], site["address_text"])
    return SiteWords(
        tr("Case {case} · Parcel {number}", case=site["case_no"], number=site["numbers"]),
        " · ".join(dict.fromkeys(str(part) for part in place if part)),
        str(site["potential"]),
        str(state.review),
        _hint(site, state),
        state.note or "",
        key_figures(site, *_basis(snapshot, parcel)),
    )


def _basis(snapshot: Snapshot, parcel: str) -> tuple[pd.Series | None, RuleProfile | None]:
    """What the verdict rests on, of parcels that are a plot only together those of the whole; and whose."""
    if not snapshot.judges or parcel not in snapshot.measures.index:
        return None, None
    proposal = proposal_of(parcel, snapshot.proposals)
    if proposal is not None:
        return pd.Series(dict(proposal.measures)), judges_by_use(snapshot.judges)[proposal.judged_as]
    measured = snapshot.measures.loc[parcel]
    return measured, judge_of(measured, snapshot.judges)


def _hint(site: pd.Series, state: ReviewState) -> str:
    """What is to be known before one decides: another class now, or that it was put off until today."""
    hints = []
    now = site["potential_now"]
    if isinstance(now, str) and now and now != site["potential"]:
        hints.append(
            tr(
                "The latest finding is “{now}”{why}; the case stays “{old}”.",
                now=i18n.label("PotentialClass", now),
                why="",
                old=i18n.label("PotentialClass", str(site["potential"])),
            )
        )
    if state.review == Review.DEFERRED and isinstance(state.deferred_until, date):
        hints.append(tr("Until {day}", day=i18n.day(state.deferred_until)))
    return " ".join(hints)
