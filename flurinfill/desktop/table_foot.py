"""The line below a table: how many rows, how much land, and the way out of a filter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from flurinfill import i18n
from flurinfill.desktop import icons
from flurinfill.desktop.arranging import Group
from flurinfill.desktop.tables import FrameModel
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, row, text
from flurinfill.i18n import ntr, tr
from flurinfill.usecases.filters import Mask


class TableFoot(QWidget):
    """Count and area of the rows that are shown, and of the selected ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = row(self)
        line.setContentsMargins(GRID + 4, 2, GRID + 4, 3)
        self.sums, self.selected = text("small"), text("small")
        self.show_all = button("link")
        line.addWidget(self.sums)
        line.addWidget(self.show_all)
        line.addStretch(1)
        line.addWidget(self.selected)

    def restyle(self) -> None:
        """Set the icon anew."""
        self.show_all.setIcon(icons.icon("close", "accent"))

    def show_filter(self, filtered_by: Sequence[str], only: str, *, narrowed: bool) -> None:
        """Offer to show everything again.

        Parameters
        ----------
        filtered_by : sequence of str
            Titles of the columns with a filter.
        only : str
            Title of the rows that are shown alone, ``""`` for all.
        narrowed : bool
            Something can be hidden at all.
        """
        everything = tr("Show everything")
        columns = ", ".join(filtered_by)
        self.show_all.setVisible(narrowed)
        self.show_all.setText(tr("Only: {title}", title=only) if only else everything)
        self.show_all.setToolTip(tr("Filtered by: {columns}", columns=columns) if columns else everything)

    def show_sums(self, model: FrameModel, chosen: Mask) -> None:
        """Add up what is shown, and what is selected."""
        content, passed = model.content, model.passed
        area = float(content.areas[passed].sum())
        if len(passed) == len(content):
            self.sums.setText(sum_text(len(passed), area))
        else:
            words = tr("{shown} of {total}", shown=i18n.number(len(passed)), total=i18n.number(len(content)))
            self.sums.setText(f"{words} · {i18n.hectares(area)}")
        count = int(chosen.sum())
        words = tr("Selected: {count}", count=i18n.number(count))
        self.selected.setText(
            f"{words} · {i18n.hectares(float(content.areas[chosen].sum()))}" if count else ""
        )


def sum_text(count: int, area: float) -> str:
    """How many rows, and their area (m²) in ha."""
    return f"{ntr('{count} entry', '{count} entries', count)} · {i18n.hectares(area)}"


def group_title(group: Group) -> str:
    """What the heading of a group says."""
    name = group.value or tr("without a village")
    return f"{name}   {sum_text(group.count, group.area)}"
