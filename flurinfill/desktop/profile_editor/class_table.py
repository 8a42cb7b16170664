"""Parcels and hectares of every class, and how they differ from before."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from flurinfill import i18n
from flurinfill.cartography.symbology import style_of
from flurinfill.desktop import theme
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import Swatch, set_role, text
from flurinfill.i18n import tr
from flurinfill.model.potential import PotentialClass

Totals = Mapping[str, tuple[int, float]]
_HECTARE = 10_000.0


class ClassTable(Adaptive, QWidget):
    """A line for each class: patch, name, parcels, hectares, both with the difference."""

    def __init__(self, before: Totals, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before, self._now = before, before
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(4)
        self._heads = [text("small") for _ in range(4)]
        for place, head in enumerate(self._heads):
            grid.addWidget(head, 0, 2 + place, Qt.AlignmentFlag.AlignRight)
        self._swatches: dict[str, Swatch] = {}
        self._cells: dict[str, list[QLabel]] = {}
        for number, potential in enumerate(PotentialClass, start=1):
            self._swatches[potential.value] = Swatch()
            grid.addWidget(self._swatches[potential.value], number, 0)
            cells = [text(), text("strong"), text("muted"), text("strong"), text("muted")]
            for place, cell in enumerate(cells):
                side = Qt.AlignmentFlag.AlignLeft if place == 0 else Qt.AlignmentFlag.AlignRight
                grid.addWidget(cell, number, 1 + place, side)
            self._cells[potential.value] = cells
        grid.setColumnStretch(1, 1)
        self.settle()

    def show_totals(self, now: Totals) -> None:
        """Show other totals."""
        self._now = now
        for code, cells in self._cells.items():
            count, area = now[code]
            count_before, area_before = self._before[code]
            cells[1].setText(i18n.number(count))
            cells[3].setText(i18n.hectares(area))
            for cell, difference, digits in (
                (cells[2], count - count_before, 0),
                (cells[4], (area - area_before) / _HECTARE, 2),
            ):
                words = signed(difference, digits)
                cell.setText(words)
                set_role(cell, "text_role", "strong" if words != "±0" else "muted")

    def retranslate(self) -> None:
        """Set every text anew."""
        titles = (tr("Parcels"), tr("Change"), tr("Area"), tr("Change"))
        for head, title in zip(self._heads, titles, strict=True):
            head.setText(title)
        for potential in PotentialClass:
            self._cells[potential.value][0].setText(i18n.name_of(potential))
        self.show_totals(self._now)

    def restyle(self) -> None:
        """Show the colours of the map."""
        for code, swatch in self._swatches.items():
            swatch.set_style(style_of(code, theme.is_dark()))

    def words(self, code: str) -> list[str]:
        """Texts of a line: name, parcels, change, area, change."""
        return [cell.text() for cell in self._cells[code]]


def signed(difference: float, digits: int) -> str:
    """Difference with its sign; ``±0`` for none."""
    words = i18n.number(abs(difference), digits)
    if words == i18n.number(0.0, digits):
        return "±0"
    return f"+{words}" if difference > 0 else f"−{words}"
