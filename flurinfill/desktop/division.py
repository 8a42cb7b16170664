"""How a splitter divides its room, remembered apart for high and for low windows."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QSplitter


class Division(QObject):
    """Keeps the sizes of a splitter's two parts.

    A screen that shrinks and grows again brings back exactly what was there: sizes that a low window
    forces upon the parts are not taken for what the user wants in a high one.

    Parameters
    ----------
    splitter : QSplitter
    high, low : sequence of int
        Sizes at the start in a high and in a low window; what counts is their relation.
    keeps_last : bool
        The second part has just the width that is kept; the first takes the rest.
    """

    def __init__(
        self, splitter: QSplitter, high: Sequence[int], low: Sequence[int], *, keeps_last: bool = False
    ) -> None:
        super().__init__(splitter)
        self._splitter, self._keeps_last = splitter, keeps_last
        self._sizes = {False: list(high), True: list(low)}
        self._dense = False
        splitter.splitterMoved.connect(self.keep)
        self.apply()

    def condense(self, on: bool) -> None:
        """Divide as in a low window, or as in a high one."""
        self._dense = on
        self.apply()

    @Slot()
    def keep(self) -> None:
        """Keep the sizes that the parts have; of a part that is hidden nothing is known."""
        sizes = self._splitter.sizes()
        if len(sizes) == len(self._sizes[self._dense]) and min(sizes) > 0:
            self._sizes[self._dense] = sizes

    def apply(self) -> None:
        """Give the parts the sizes that were kept."""
        first, last = self._sizes[self._dense]
        room = sum(self._splitter.sizes())
        if self._keeps_last and room > last:
            first = room - last
        self._splitter.setSizes([first, last])

    def dump(self) -> str:
        """Write the sizes for the settings."""
        return json.dumps([self._sizes[False], self._sizes[True]])

    def load(self, text: str) -> None:
        """Read what :meth:`dump` wrote; of anything else nothing changes."""
        try:
            high, low = ([int(size) for size in sizes] for sizes in json.loads(text))
        except (ValueError, TypeError):
            return
        if len(high) == len(low) == 2 and min(*high, *low) > 0:
            self._sizes = {False: high, True: low}
            self.apply()
