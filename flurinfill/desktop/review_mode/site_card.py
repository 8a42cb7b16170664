"""The site beside the map: what it is, its key figures in large type, its note, the explanation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from flurinfill import i18n
from flurinfill.cartography.symbology import style_of
from flurinfill.desktop import theme
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.density import condense
from flurinfill.desktop.review_mode.key_figures import KeyFigure
from flurinfill.desktop.review_mode.sheets import Sheets
from flurinfill.desktop.review_mode.site_words import SiteWords
from flurinfill.desktop.spoken import speak
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import Chip, column, row, set_role, text
from flurinfill.i18n import tr
from flurinfill.model.states import Review

_LOWEST = 38 * GRID
_COLUMNS, _DENSE_COLUMNS, _MOST = 2, 3, 6


class SiteCard(Adaptive, QWidget):
    """Shows one site; everything is made once and only filled, so that the next one is there at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._site: SiteWords | None = None
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(40 * GRID)
        layout = column(self, margin=0, spacing=0)
        self._head = QFrame()
        lines = column(self._head, spacing=GRID // 2)
        lines.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID)
        self.headline = text("heading", wrap=True, selectable=True)
        self.subline = text("muted", wrap=True, selectable=True)
        self.potential, self.review = Chip(), Chip()
        for first, chip in ((self.headline, self.potential), (self.subline, self.review)):
            line = row()
            line.addWidget(first, 1)
            line.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
            lines.addLayout(line)
        self._figure_panel = QWidget()
        self._grid = self._figure_grid(self._figure_panel)
        self._place_figures(_COLUMNS)
        lines.addWidget(self._figure_panel)
        self.hint = text("warn", wrap=True)
        self.note = text(wrap=True)
        lines.addWidget(self.hint)
        lines.addWidget(self.note)
        layout.addWidget(self._head)
        self.sheets = Sheets()
        layout.addWidget(self.sheets, 1)
        self.settle()

    def _figure_grid(self, panel: QWidget) -> QGridLayout:
        grid = QGridLayout(panel)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(2)
        self._figures = []
        for _ in range(_MOST):
            self._figures.append((text("figure"), text("small", wrap=True)))
        return grid

    def _place_figures(self, columns: int) -> None:
        for number, (value, caption) in enumerate(self._figures):
            line, place = divmod(number, columns)
            self._grid.addWidget(value, 2 * line, place)
            self._grid.addWidget(caption, 2 * line + 1, place, Qt.AlignmentFlag.AlignTop)

        for place in range(_DENSE_COLUMNS):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)

    def condense(self, on: bool) -> None:
        """Stand in more columns, in smaller type, or as usual."""
        self._place_figures(_DENSE_COLUMNS if on else _COLUMNS)
        condense(self._head, on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the explanation where it is very low; most of the figures are in it, too."""
        super().resizeEvent(event)
        self._figure_panel.setVisible(self.height() >= _LOWEST)

    def restyle(self) -> None:
        """Draw the chips anew."""
        if self._site is not None:
            self.show_site(self._site)

    def show_site(self, site: SiteWords) -> None:
        """Fill in a site."""
        if self._site is None or self._site.headline != site.headline:
            potential = i18n.label("PotentialClass", site.potential)
            speak(self, f"{site.headline}, {potential}, {site.subline}")
        self._site = site
        self.headline.setText(site.headline)
        self.subline.setText(site.subline)
        self.potential.show_state(
            i18n.label("PotentialClass", site.potential), style_of(site.potential, theme.is_dark())
        )
        self.review.show_state(i18n.label("Review", site.review), style_of(site.review, theme.is_dark()))
        self.review.setVisible(site.review != Review.CANDIDATE)
        for (value, caption), figure in zip(self._figures, _padded(site.figures), strict=True):
            value.setText(figure.value)
            caption.setText(figure.caption)
            set_role(value, "text_role", "figure_warn" if figure.warns else "figure")
            value.setAccessibleName(f"{figure.caption}: {figure.value}")
            for label in (value, caption):
                label.setVisible(bool(figure.value))
        self.hint.setText(site.hint)
        self.hint.setVisible(bool(site.hint))
        self.note.setText(tr("Note: {text}", text=site.note) if site.note else "")
        self.note.setVisible(bool(site.note))


def _padded(figures: Sequence[KeyFigure]) -> list[KeyFigure]:
    missing = max(_MOST - len(figures), 0)
    return [*figures[:_MOST], *[KeyFigure("", "")] * missing]
