"""Figures that lead to their list: a card for one number, a card of bars for a distribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from flurinfill.cartography.symbology import Style
from flurinfill.desktop import theme
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import PushButton, Swatch, column, row, text
from flurinfill.i18n import tr

_NAME_WIDTH, _COUNT_WIDTH, _MORE_WIDTH = 21 * GRID, 5 * GRID, 10 * GRID


@dataclass(frozen=True)
class Figure:
    """A number with what it stands for.

    Attributes
    ----------
    value, name, more : str
        Ready to show; ``more`` is the small line below.
    sites : tuple of int or None
        The sites it counts; None where there is no list behind it.
    title : str
        Name of that list.
    """

    value: str
    name: str
    more: str = ""
    sites: tuple[int, ...] | None = None
    title: str = ""


@dataclass(frozen=True)
class Bar:
    """One line of a distribution: name, share of the longest bar (0 to 1), number, second number."""

    name: str
    share: float
    count: str
    more: str = ""
    style: Style | None = None
    sites: tuple[int, ...] | None = None
    title: str = ""


class _Leading(PushButton):
    """A button made of labels that leads to a list; without a list it is only read."""

    list_asked = Signal(str, object)

    def __init__(self, title: str, sites: tuple[int, ...] | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self.sites = title, sites
        self.setEnabled(True)
        if sites is None:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setProperty("leads", False)
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip(tr("Show these sites in the table"))
            self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.list_asked.emit(self._title, self.sites)

    def sizeHint(self) -> QSize:
        """As large as its labels."""
        return self.layout().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As large as its labels."""
        return self.layout().minimumSize()


class FigureCard(_Leading):
    """A number in large type, its name, and a small line."""

    def __init__(self, figure: Figure, parent: QWidget | None = None) -> None:
        super().__init__(figure.title or figure.name, figure.sites, parent)
        self.setProperty("role", "figure")
        layout = column(self, margin=GRID + 4, spacing=2)
        for role, words in (("figure", figure.value), ("strong", figure.name), ("small", figure.more)):
            label = text(role)
            label.setText(words)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        self.setMinimumWidth(19 * GRID)
        self.setAccessibleName(f"{figure.name}: {figure.value} {figure.more}".strip())


class BarCard(QFrame):
    """A distribution: a heading and one bar per value.

    Signals
    -------
    list_asked : str, tuple of int
        The sites behind a bar are asked for: title of the list, site ids.
    """

    list_asked = Signal(str, object)

    def __init__(self, title: str, bars: Sequence[Bar], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        layout = column(self, margin=GRID + 4, spacing=0)
        heading = text("section")
        heading.setText(title)
        layout.addWidget(heading)
        layout.addSpacing(GRID // 2)
        lines = [_BarLine(bar) for bar in bars]
        for line in lines:
            line.list_asked.connect(self.list_asked)
            layout.addWidget(line)
        widest = max((line.more.sizeHint().width() for line in lines), default=0)
        for line in lines:  # the bars of a card end at one line
            line.more.setMinimumWidth(max(widest, _MORE_WIDTH))
        layout.addStretch(1)
        self.setMinimumWidth(56 * GRID)
        self.setAccessibleName(title)


class _BarLine(_Leading):
    def __init__(self, bar: Bar, parent: QWidget | None = None) -> None:
        super().__init__(bar.title or bar.name, bar.sites, parent)
        self.setProperty("role", "bar")
        layout = row(self, spacing=GRID)
        layout.setContentsMargins(4, 3, 4, 3)
        if bar.style is not None:
            layout.addWidget(Swatch(bar.style))
        name = text()
        name.setText(bar.name)
        name.setMinimumWidth(_NAME_WIDTH - (26 if bar.style is not None else 0))
        layout.addWidget(name)
        layout.addWidget(ShareBar(bar.share), 1)
        count, self.more = text(), text("muted")
        count.setMinimumWidth(_COUNT_WIDTH)
        for label, words in ((count, bar.count), (self.more, bar.more)):
            label.setText(words)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            layout.addWidget(label)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(f"{bar.name}: {bar.count} {bar.more}".strip())


class ShareBar(QWidget):
    """A bar of 0 to 1."""

    def __init__(self, share: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = share
        self.setMinimumSize(10 * GRID, GRID)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.sunken))
        painter.drawRoundedRect(QRectF(0, 0, self.width(), self.height()), 4, 4)
        if self._share > 0:
            painter.setBrush(QColor(c.accent))
            painter.drawRoundedRect(QRectF(0, 0, max(self.width() * self._share, 4), self.height()), 4, 4)
        painter.end()
