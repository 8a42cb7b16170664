"""Rows of a table put in order: sorted, filtered, grouped. No Qt; safe in any thread.

``QSortFilterProxyModel`` needs seconds to sort and filter 100,000 rows; an order array in numpy needs
milliseconds. What costs more (words in lower case, ranks of texts) is made once per frame, by a
worker.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.desktop.ordering import Ranks, value_ranks
from flurinfill.model.parcel_id import parse_number
from flurinfill.usecases import filters
from flurinfill.usecases.filters import ColumnFilter, Kind, Mask

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : str
        Column of the frame.
    title : callable
        Gives the header in the current language.
    shown : callable
        Turns a value of the frame into text.
    width : int
        Width in pixels at the start.
    right : bool
        Figures stand right.
    ranks : callable, optional
        Gives the sort rank of each row (-1 sorts last in both directions); default: the values.
    decoration : callable, optional
        Gives a picture for a value.
    kind : Kind
        What it holds, and so how it is filtered.
    codes : sequence of str
        Codes of a ``CHOICE`` column in the order of work.
    usual : bool
        Shown as long as nobody has chosen columns.
    unit : callable, optional
        Gives the sign of the unit of a figure.
    personal : bool
        It tells something about owners: sealed while the vault is locked, and never handed out.
    """

    name: str
    title: Callable[[], str]
    shown: Callable[[Any], str]
    width: int = 120
    right: bool = False
    ranks: Callable[[pd.Series], Ranks] | None = None
    decoration: Callable[[Any], Any] | None = None
    kind: Kind = Kind.TEXT
    codes: Sequence[str] = ()
    usual: bool = True
    unit: Callable[[], str] | None = None
    personal: bool = False


@dataclass(frozen=True)
class Wish:
    """How the rows shall be arranged.

    Attributes
    ----------
    sort : str
        Column to sort by, ``""`` for the frame's own order.
    descending : bool
    words : str
        Every word must be somewhere in the row; a parcel number matches in any spelling.
    rules : mapping of str to ColumnFilter
        Filters by column.
    only : frozenset or None
        Nothing but these keys.
    top : frozenset or None
        These keys first.
    group : str
        Column whose values make groups, ``""`` for none.
    folded : frozenset of str
        Groups that show nothing but their heading.
    """

    sort: str = ""
    descending: bool = False
    words: str = ""
    rules: Mapping[str, ColumnFilter] = field(default_factory=dict)
    only: frozenset[Any] | None = None
    top: frozenset[Any] | None = None
    group: str = ""
    folded: frozenset[str] = frozenset()

    @property
    def narrows(self) -> bool:
        """Whether it can hide rows for what they are (folding a group hides none of them)."""
        return bool(self.words or self.rules) or self.only is not None


@dataclass(frozen=True)
class Group:
    """A heading between the rows: its value, how many rows belong to it, and their area in m²."""

    value: str
    count: int
    area: float


@dataclass(frozen=True)
class Arrangement:
    """Rows as they are shown.

    Attributes
    ----------
    order : array of int64
        Rows of the frame; ``-1 - g`` is the heading of group ``g``.
    passed : array of int64
        Rows that pass the filters, those of folded groups included.
    groups : tuple of Group
    """

    order: Rows
    passed: Rows
    groups: tuple[Group, ...] = ()


class Content:
    """A frame, with what is derived from it kept.

    Parameters
    ----------
    frame : DataFrame
        Its index holds the row keys.
    columns : sequence of Column
    more : DataFrame, optional
        Further columns of the same keys.
    words_in : sequence of str
        Columns that the filter by words looks into.
    number_column : str
        Column of parcel numbers.
    area_column : str
        Column of areas in m².
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        columns: Sequence[Column],
        *,
        more: pd.DataFrame | None = None,
        words_in: Sequence[str] = (),
        number_column: str = "",
        area_column: str = "",
    ) -> None:
        self.frame = frame
        self._more = pd.DataFrame(index=frame.index) if more is None else more
        self.columns = {column.name: column for column in columns}
        self._words_in = [name for name in words_in if name in frame]
        self._number_column, self._area_column = number_column, area_column
        self._values: dict[str, NDArray[np.object_]] = {}
        self._columns: dict[str, Any] = {}
        self._ranks: dict[str, Ranks] = {}
        self._lowered: dict[str, list[str]] = {}
        self._keys: NDArray[np.object_] | None = None
        self._row_of: dict[Any, int] | None = None
        self._areas: NDArray[np.float64] | None = None
        self._hay: list[str] | None = None

    def __len__(self) -> int:
        return len(self.frame)

    # Not cached_property: of Python 3.11 it has one lock for all tables, and the window would wait for
    # what a worker makes of another one.

    @property
    def keys(self) -> NDArray[np.object_]:
        """Key of each row."""
        if self._keys is None:
            self._keys = self.frame.index.to_numpy(dtype=object)
        return self._keys

    @property
    def row_of(self) -> dict[Any, int]:
        """Row of each key."""
        if self._row_of is None:
            self._row_of = {key: row for row, key in enumerate(self.keys.tolist())}
        return self._row_of

    @property
    def areas(self) -> NDArray[np.float64]:
        """Area of each row in m², 0 where it is not known."""
        if self._areas is None:
            known = self._area_column in self.frame
            values = filters.numbers(self.values(self._area_column)) if known else np.zeros(len(self))
            self._areas = np.nan_to_num(values)
        return self._areas

    @property
    def _haystack(self) -> list[str]:
        if self._hay is None:
            parts = [filters.lowered(self.keys), *(self._lower(name) for name in self._words_in)]
            self._hay = [" ".join(words) for words in zip(*parts, strict=True)]
        return self._hay

    def values(self, name: str) -> NDArray[np.object_]:
        """Values of a column; None where there is no such column."""
        if name not in self._values:
            self._values[name] = self._series(name).to_numpy(dtype=object)
        return self._values[name]

    def value(self, name: str, row: int) -> Any:
        """Value in a row; quick, however long the column is."""
        if name in self._values:
            return self._values[name][row]
        if name not in self._columns:
            self._columns[name] = self._series(name).array
        value = self._columns[name][row]
        return value.item() if isinstance(value, np.generic) else value

    def _series(self, name: str) -> pd.Series:
        if name in self.frame:
            return self.frame[name]
        if name in self._more:
            return self._more[name].reindex(self.frame.index)
        return pd.Series(None, index=self.frame.index, dtype=object)

    def rows_of(self, keys: Iterable[Any]) -> Mask:
        """Tell which rows have one of these keys."""
        wanted = np.zeros(len(self) + 1, dtype=bool)
        wanted[np.fromiter(map(self.row_of.get, keys, repeat(-1)), np.int64)] = True
        return wanted[:-1]

    def _lower(self, name: str) -> list[str]:
        if name not in self._lowered:
            self._lowered[name] = filters.lowered(self.values(name))
        return self._lowered[name]

    # arranging ----------------------------------------------------------------------------------

    def arrange(self, wish: Wish, today: date) -> Arrangement:
        """Put the rows in order; what selections and sums need is made on the way."""
        _ = self.row_of, self.areas
        rows = self._sorted_by(wish.sort, wish.descending)
        mask = self.mask(wish, today)
        if mask is not None:
            rows = rows[mask[rows]]
        if wish.top is not None:
            on_top = self.rows_of(wish.top)[rows]
            rows = np.concatenate([rows[on_top], rows[~on_top]])
        if not wish.group or wish.group not in self.frame or not len(rows):
            return Arrangement(rows, rows)
        return self._grouped(rows, wish)

    def mask(self, wish: Wish, today: date) -> Mask | None:
        """Tell which rows pass the filters; None when all do."""
        masks = [
            self._mask_of(name, rule, today) for name, rule in wish.rules.items() if name in self.columns
        ]
        if wish.words.strip():
            masks.append(self._words_mask(wish.words))
        if wish.only is not None:
            masks.append(self.rows_of(wish.only))
        return np.logical_and.reduce(masks) if masks else None

    def _mask_of(self, name: str, rule: ColumnFilter, today: date) -> Mask:
        if isinstance(rule, filters.Contains):
            return filters.contains(self._lower(name), rule.words)
        return filters.mask_of(rule, self.values(name), today)

    def _words_mask(self, words: str) -> Mask:
        number = parse_number(words) if self._number_column in self.frame else None
        if number is not None:
            wanted = f"{number[0]}/{number[1]}" if number[1] else str(number[0])
            pattern = re.compile(rf"(?:^|, ){wanted}(?:$|,{'|/' if not number[1] else ''})")
            numbers = self._lower(self._number_column)
            exact = np.fromiter((pattern.search(text) is not None for text in numbers), bool, len(numbers))
            if exact.any():
                return exact
        return filters.contains(self._haystack, words)

    def _sorted_by(self, name: str, descending: bool) -> Rows:
        if name not in self.columns:
            return np.arange(len(self))
        ranks = self._ranks_of(name)
        key = -ranks if descending else np.where(ranks < 0, np.iinfo(np.int64).max, ranks)
        return np.argsort(key, kind="stable")

    def _ranks_of(self, name: str) -> Ranks:
        if name not in self._ranks:
            self._ranks[name] = (self.columns[name].ranks or value_ranks)(self._series(name))
        return self._ranks[name]

    def _grouped(self, rows: Rows, wish: Wish) -> Arrangement:
        """Bring the rows of a group together, the groups in the order of their names."""
        values = self.frame[wish.group].fillna("").astype(str)
        ranks = value_ranks(values)[rows]
        ranks = np.where(ranks < 0, np.iinfo(np.int64).max, ranks)  # no name comes last
        together = np.argsort(ranks, kind="stable")
        rows, ranks = rows[together], ranks[together]
        starts = np.flatnonzero(np.diff(ranks, prepend=ranks[0] - 1))
        groups, order = [], []
        for number, members in enumerate(np.split(rows, starts[1:])):
            value = str(values.iloc[members[0]])
            groups.append(Group(value, len(members), float(self.areas[members].sum())))
            order.append(np.array([-1 - number]))
            if value not in wish.folded:
                order.append(members)
        return Arrangement(np.concatenate(order), rows, tuple(groups))
