"""Recall and precision on towns of other seeds: ``python tests/accuracy/holdout.py [seed …]``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pandas as pd
from scoring import FREE_PART, printed, scores
from towns import HOLD_OUT, make, town_in, verdicts


def held_out(seeds: Sequence[int]) -> dict[str, tuple[pd.DataFrame, int]]:
    """Scores of the town of each seed, and how many built parcels have a free part there."""
    out = {}
    for seed, path in make(seeds).items():
        town = town_in(path)
        found = verdicts(town.cadastre)
        out[f"seed {seed}"] = scores(found, town.truth), int((found["reason"] == FREE_PART).sum())
    return out


def main() -> None:
    """Print the table for the seeds given."""
    seeds = [int(text) for text in sys.argv[1:]] or [*HOLD_OUT, 13]
    found = held_out(seeds)
    printed("Towns never looked at: recall / precision", {run: table for run, (table, _) in found.items()})
    print(f"built parcels with a free part: {[count for _, count in found.values()]}")


if __name__ == "__main__":
    main()
