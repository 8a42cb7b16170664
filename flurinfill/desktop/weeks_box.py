"""A box that asks after how many weeks somebody wants to be reminded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QComboBox, QWidget

from flurinfill.desktop.adaptive import Adaptive
from flurinfill.i18n import ntr, tr


class WeeksBox(Adaptive, QComboBox):
    """Offers some numbers of weeks; 0 is "without follow-up"."""

    def __init__(self, weeks: Sequence[int], usual: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weeks, self._usual = tuple(weeks), usual
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew; the choice stays."""
        chosen = self.currentData()
        self.clear()
        for number in self._weeks:
            words = ntr("in {count} week", "in {count} weeks", number) if number else tr("without follow-up")
            self.addItem(words, number)
        self.setCurrentIndex(self.findData(self._usual if chosen is None else chosen))
        self.setAccessibleName(tr("Follow-up"))

    def choose_usual(self) -> None:
        """Begin anew."""
        self.setCurrentIndex(self.findData(self._usual))

    def day_after(self, day: date) -> date | None:
        """Day of the follow-up, counted from ``day``; None without one."""
        weeks = int(self.currentData())
        return day + timedelta(weeks=weeks) if weeks else None
