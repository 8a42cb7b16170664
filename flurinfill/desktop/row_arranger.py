"""The rows of a table brought into the order that is wished, those of a long table by a worker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
from PySide6.QtCore import QObject

from flurinfill.desktop.arranging import Arrangement, Content, Wish
from flurinfill.desktop.jobs import JobRunner
from flurinfill.desktop.saved_views import TableState
from flurinfill.desktop.tables import FrameModel
from flurinfill.model.progress import Progress

_AT_ONCE = 3000
"""Rows that are arranged without a worker: it takes some milliseconds, and nothing flickers."""


class RowArranger(QObject):
    """Keeps what narrows the rows beside the view, and lets the model show the result.

    Parameters
    ----------
    model : FrameModel
    jobs : JobRunner
        Sorts and filters long tables.
    words_in : sequence of str
        Columns that the search for words looks into.
    number_column, area_column : str
        Columns of parcel numbers and of areas in m².

    Attributes
    ----------
    only_title : str
        Title of the rows that are shown alone, ``""`` for all.
    """

    def __init__(
        self,
        model: FrameModel,
        jobs: JobRunner,
        *,
        words_in: Sequence[str],
        number_column: str,
        area_column: str,
    ) -> None:
        super().__init__(model)
        self._model, self._content = model, model.content
        self._jobs, self._job = jobs, f"table-{id(self)}"
        self._words_in, self._number_column, self._area_column = words_in, number_column, area_column
        self.only_title = ""
        self._only: frozenset[Any] | None = None
        self._folded: set[str] = set()

    def set_frame(self, frame: pd.DataFrame, more: pd.DataFrame | None) -> None:
        """Take other rows for the next arrangement."""
        self._content = Content(
            frame,
            self._model.columns,
            more=more,
            words_in=self._words_in,
            number_column=self._number_column,
            area_column=self._area_column,
        )

    def show_only(self, title: str, keys: Iterable[Any]) -> None:
        """Let nothing but these rows pass."""
        self.only_title, self._only = title, frozenset(keys)

    def show_all(self) -> None:
        """Let every row pass again."""
        self.only_title, self._only = "", None

    def fold(self, group: str, folded: bool) -> None:
        """Fold a group, or open it."""
        (self._folded.add if folded else self._folded.discard)(group)

    def open_all(self) -> None:
        """Open every group."""
        self._folded.clear()

    def wish(self, state: TableState, words: str, top: frozenset[Any] | None) -> Wish:
        """Return how the rows shall be arranged, with these words somewhere in each and these keys first."""
        return replace(state.wish(), words=words, only=self._only, top=top, folded=frozenset(self._folded))

    def arrange(self, wish: Wish) -> None:
        """Sort, filter and group; the latest wish wins."""
        content, today = self._content, date.today()
        self._jobs.forget(self._job)

        def work(progress: Progress) -> tuple[Content, Arrangement]:
            return content, content.arrange(wish, today)

        if len(content) <= _AT_ONCE:
            self._model.show(content, content.arrange(wish, today))
        else:
            self._jobs.read(self._job, work, owner=self, done=self._on_arranged)

    def _on_arranged(self, answer: tuple[Content, Arrangement]) -> None:
        self._model.show(*answer)
