"""The site beside the map: what it is, its key figures in large type, its note, the explanation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from flurinfill import i18n
from flurinfill.cartography.symbology import style_of
from flurinfill.desktop import theme
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.review_mode.key_figures import KeyFigure
from flurinfill.desktop.review_mode.sheets import Sheets
from flurinfill.desktop.review_mode.site_words import SiteWords
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import Chip, column, row, set_role, text
from flurinfill.i18n import tr
from flurinfill.model.states import Review

_COLUMNS, _MOST = 2, 6


class SiteCard(Adaptive, QWidget):
    """Shows one site; everything is made once and only filled, so that the next one is there at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._site: SiteWords | None = None
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(40 * GRID)
        layout = column(self, margin=0, spacing=0)
        head = QFrame()
        lines = column(head, spacing=GRID // 2)
        lines.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID)
        self.headline = text("heading", wrap=True, selectable=True)
        self.subline = text("muted", wrap=True, selectable=True)
        self.potential, self.review = Chip(), Chip()
        for first, chip in ((self.headline, self.potential), (self.subline, self.review)):
            line = row()
            line.addWidget(first, 1)
            line.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
            lines.addLayout(line)
        lines.addLayout(self._figure_grid())
        self.hint = text("warn", wrap=True)
        self.note = text(wrap=True)
        lines.addWidget(self.hint)
        lines.addWidget(self.note)
        layout.addWidget(head)
        self.sheets = Sheets()
        layout.addWidget(self.sheets, 1)
        self.settle()

    def _figure_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(2)
        self._figures = []
        for number in range(_MOST):
            value, caption = text("figure"), text("small", wrap=True)
            line, place = divmod(number, _COLUMNS)
            grid.addWidget(value, 2 * line, place)
            grid.addWidget(caption, 2 * line + 1, place, Qt.AlignmentFlag.AlignTop)
            self._figures.append((value, caption))
        for place in range(_COLUMNS):
            grid.setColumnStretch(place, 1)
        return grid

    def restyle(self) -> None:
        """Draw the chips anew."""
        if self._site is not None:
            self.show_site(self._site)

    def show_site(self, site: SiteWords) -> None:
        """Fill in a site."""
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
