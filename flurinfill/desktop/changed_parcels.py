"""The parcels behind a change of class: which they are, and which rules make the difference."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from flurinfill.desktop.arranging import Column
from flurinfill.desktop.columns import plain
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.detection.comparison import Transition
from flurinfill.detection.deciding import deciding_texts
from flurinfill.i18n import tr
from flurinfill.model.rules import RuleProfile


def changed_columns() -> tuple[Column, ...]:
    """Columns of the list."""
    return (
        Column("number", lambda: tr("Parcel"), plain, 96),
        Column("address_text", lambda: tr("Location"), plain, 130),
        Column("deciding", lambda: tr("Deciding rule"), plain, 380),
    )


def changed_parcels(
    snapshot: Snapshot,
    transitions: Sequence[Transition],
    first: Sequence[RuleProfile],
    second: Sequence[RuleProfile],
) -> pd.DataFrame:
    """List the parcels of some transitions, by their id.

    Parameters
    ----------
    snapshot : Snapshot
    transitions : sequence of Transition
        Between the classes by these judges; see :func:`flurinfill.detection.deciding.deciding_texts`.
    first, second : sequence of RuleProfile
    """
    none = [np.empty(0, dtype=np.intp)]
    measures = snapshot.measures.iloc[np.concatenate([each.positions for each in transitions] or none)]
    counts = [len(each.positions) for each in transitions]
    before = np.repeat(np.array([str(each.before) for each in transitions], dtype=object), counts)
    after = np.repeat(np.array([str(each.after) for each in transitions], dtype=object), counts)
    listed = snapshot.parcels.reindex(measures.index)[["number", "address_text"]]
    return listed.assign(deciding=deciding_texts(measures, (before, after), first, second))
