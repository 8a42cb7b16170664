"""Recall and precision per class, and how they are printed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

CLASSES = ("gap", "minor_use", "second_row", "brownfield", "garden")
CANDIDATES = CLASSES[:-1]
FREE_PART = "free_part"


def scores(found: pd.DataFrame, truth: pd.Series) -> pd.DataFrame:
    """Hold verdicts against the truth.

    Parameters
    ----------
    found : DataFrame
        With ``potential`` and ``reason``, index ``parcel_id``.
    truth : Series
        Class of each parcel. It speaks of vacant parcels: free parts of built ones are left out.

    Returns
    -------
    DataFrame
        Index: classes. ``true`` and ``found`` (counts), ``recall``, ``precision`` (NaN where there
        is nothing to divide by).
    """
    wanted = truth.reindex(found.index)
    said = found["potential"].where(found["reason"] != FREE_PART, "none")
    rows = {}
    for name in CLASSES:
        true, here = wanted == name, said == name
        both = int((true & here).sum())
        rows[name] = (int(true.sum()), int(here.sum()), _share(both, true.sum()), _share(both, here.sum()))
    return pd.DataFrame.from_dict(rows, orient="index", columns=["true", "found", "recall", "precision"])


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def pairs_in_order(found: pd.DataFrame, truth: pd.Series) -> float:
    """Share of all pairs of a true and a false candidate of which the true one has the higher score."""
    listed = found[found["potential"].isin(CANDIDATES) & (found["reason"] != FREE_PART)]
    true = truth.reindex(listed.index).isin(CANDIDATES)
    right, wrong = listed.loc[true, "score"].to_numpy(), listed.loc[~true, "score"].to_numpy()
    above = np.sign(right[:, None] - wrong[None, :])
    return float((above / 2 + 0.5).mean())


def undecidable(found: pd.DataFrame, truth: pd.Series, name: str) -> pd.Series:
    """Reasons (with counts) for which parcels of a class of the truth were called undecidable."""
    wanted = truth.reindex(found.index) == name
    return found.loc[wanted & (found["potential"] == "undecidable"), "reason"].value_counts()


def printed(title: str, tables: Mapping[str, pd.DataFrame]) -> None:
    """Print recall and precision of several runs, one line each."""
    print(f"\n{title}\n{'':24s}" + "".join(f"{name:>16s}" for name in CLASSES))
    for run, table in tables.items():
        cells = [
            f"{row.recall:6.3f} / {row.precision:5.3f}" if row.true else "-" for row in table.itertuples()
        ]
        print(f"{run:24s}" + "".join(f"{cell:>16s}" for cell in cells))
