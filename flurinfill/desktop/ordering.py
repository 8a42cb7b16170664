"""The order of values as a reader of German expects it. No Qt; safe in any thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.model.parcel_id import sort_key

Ranks = NDArray[np.int64]
_PLAIN = str.maketrans("äöüß", "aous")
_DIGITS = re.compile(r"\d+")
_DIGITS_MAX = 12
_KEY_LENGTH = 80


def value_ranks(values: pd.Series) -> Ranks:
    """Sort rank of values: numbers and dates by size, text as a German reader expects, missing -1."""
    if values.dtype == np.float64:
        _, ranks = np.unique(values.to_numpy(), return_inverse=True)
        return np.where(values.isna(), -1, ranks)
    codes, uniques = pd.factorize(values, use_na_sentinel=True)
    present = list(uniques)
    if present and isinstance(present[0], str):
        order = _text_order(present)
        empty = {position for position, value in enumerate(present) if not value}
    else:
        order = np.array(sorted(range(len(present)), key=present.__getitem__), dtype=np.int64)
        empty = set()
    rank = np.empty(len(present) + 1, dtype=np.int64)
    rank[order] = np.arange(len(present))
    rank[[*empty, len(present)]] = -1
    return rank[codes]


def ranks_in(order: Sequence[str]) -> Callable[[pd.Series], Ranks]:
    """Sort rank by the place in a list: states in the order of work, not of the alphabet."""
    place = {str(value): number for number, value in enumerate(order)}

    def ranks(values: pd.Series) -> Ranks:
        return np.array([place.get(str(value), -1) for value in values], dtype=np.int64)

    return ranks


def _text_order(texts: Sequence[str]) -> NDArray[np.int64]:
    """Order of texts; numpy sorts the keys without holding up other threads."""
    keys = np.array([collated(text)[:_KEY_LENGTH] for text in texts], dtype="U")
    return np.argsort(keys, kind="stable")


def collated(value: str) -> str:
    """Key with umlauts beside their vowels, and numbers by size ("Weg 9" before "Weg 10")."""
    return _DIGITS.sub(_padded, value.casefold().translate(_PLAIN))


def _padded(match: re.Match[str]) -> str:
    return match[0].zfill(_DIGITS_MAX)


def number_ranks(values: pd.Series) -> Ranks:
    """Rank of parcel numbers by Zähler, then Nenner (numbers before letters)."""
    parts = [text.partition("/") for text in values.astype(str)]
    numerators = pd.to_numeric(pd.Series([part[0] for part in parts]), errors="coerce").fillna(np.inf)
    denominators = pd.Series([part[2] for part in parts])
    size = pd.to_numeric(denominators, errors="coerce")
    size = size.where(size.notna(), np.where(denominators == "", -1.0, np.inf))
    letters = pd.factorize(denominators.where(np.isinf(size), ""), sort=True)[0]
    order = np.lexsort((letters, size, numerators))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    return ranks


def parcel_id_ranks(values: pd.Series) -> Ranks:
    """Rank in the natural order of parcels."""
    return natural_order(values.to_numpy(dtype=object))


def natural_order(parcel_ids: NDArray[Any]) -> Ranks:
    """Rank of each parcel id in the natural order (25, 25/3, 25/a, 26).

    The 20-character identifiers are padded, so their characters sort as they should once a missing
    part comes before every other; foreign identifiers need the slow way.
    """
    if all(len(parcel) == 20 for parcel in parcel_ids):
        keys = np.array([parcel.replace("_", " ") for parcel in parcel_ids], dtype="U20")
        order = np.argsort(keys, kind="stable")
    else:
        order = np.array(
            sorted(range(len(parcel_ids)), key=lambda i: sort_key(parcel_ids[i])), dtype=np.int64
        )
    ranks = np.empty(len(parcel_ids), dtype=np.int64)
    ranks[order] = np.arange(len(parcel_ids))
    return ranks
