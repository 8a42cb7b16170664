"""Small building blocks that all panels share: texts, cards, chips, rows that wrap."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from flurinfill.cartography.symbology import Hatch, Style
from flurinfill.desktop import icons, theme
from flurinfill.desktop.theme import GRID


def text(role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Label in one of the roles of the style sheet: title, heading, section, muted, small."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("text_role", role)
    if selectable:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return label


def set_role(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet looks at."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class PushButton(QPushButton):
    """Push button that Enter presses as well as the space bar, in a window and in a dialog.

    In a dialog Enter would otherwise press the main button, also while another one has the focus.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press at Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)


def button(role: str = "") -> PushButton:
    """Push button: ``""``, ``"primary"``, ``"flat"`` or ``"tile"``."""
    push = PushButton()
    if role:
        push.setProperty("role", role)
    return push


def column(parent: QWidget | None = None, *, margin: int = 2 * GRID, spacing: int = GRID) -> QVBoxLayout:
    """Vertical layout on the grid."""
    layout = QVBoxLayout(parent)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    return layout


def row(parent: QWidget | None = None, *, margin: int = 0, spacing: int = GRID) -> QHBoxLayout:
    """Horizontal layout on the grid."""
    layout = QHBoxLayout(parent)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    return layout


def line() -> QFrame:
    """Thin horizontal line."""
    frame = QFrame()
    frame.setProperty("role", "line")
    return frame


def card() -> QFrame:
    """Frame that holds what belongs together."""
    frame = QFrame()
    frame.setProperty("role", "card")
    return frame


def clear(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif item.layout() is not None:
            clear(item.layout())


def scrolling(content: QWidget) -> QScrollArea:
    """Put a widget into an area that scrolls up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    content.setProperty("role", "panel")
    content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidget(content)
    return area


def choice_box() -> QComboBox:
    """Box of choices that may become narrower than its longest entry."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    return box


class FlowLayout(QLayout):
    """Lays out like words in a paragraph: rows that wrap at the width there is.

    What is lower than its row stands in the middle of it, or at its top where ``top``.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = GRID, *, top: bool = False) -> None:
        super().__init__(parent)
        self._top = top
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item without removing it."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove an item and return it."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Expand in no direction."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Wrapping makes the height depend on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all rows at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the smallest useful size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """As wide as the widest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def _place(self, rect: QRect, *, move: bool) -> int:
        inner = rect.marginsRemoved(self.contentsMargins())
        bottom, y = inner.y(), inner.y()
        for line in self._lines(inner.width()):
            hints = [item.sizeHint() for item in line]
            x, height = inner.x(), max(hint.height() for hint in hints)
            for item, hint in zip(line, hints, strict=True):
                down = 0 if self._top else (height - hint.height()) // 2
                if move:
                    item.setGeometry(QRect(QPoint(x, y + down), hint))
                x += hint.width() + self.spacing()
            bottom, y = y + height, y + height + self.spacing()
        return bottom - rect.y() + self.contentsMargins().bottom()

    def _lines(self, width: int) -> Iterator[list[QLayoutItem]]:
        line: list[QLayoutItem] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wide = item.sizeHint().width()
            if line and used + wide > width:
                yield line
                line, used = [], 0
            line.append(item)
            used += wide + self.spacing()
        if line:
            yield line


class Swatch(QWidget):
    """A small patch in the style that the map uses, hatch included."""

    def __init__(self, style: Style | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self.setFixedSize(18, 14)

    def set_style(self, style: Style | None) -> None:
        """Show another style."""
        self._style = style
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the patch."""
        del event
        if self._style is not None:
            painter = QPainter(self)
            paint_swatch(painter, self.rect().adjusted(0, 0, -1, -1), self._style)
            painter.end()


_HATCHES = {
    Hatch.DIAGONAL: Qt.BrushStyle.BDiagPattern,
    Hatch.BACK: Qt.BrushStyle.FDiagPattern,
    Hatch.CROSS: Qt.BrushStyle.DiagCrossPattern,
    Hatch.DOTS: Qt.BrushStyle.Dense6Pattern,
    Hatch.HORIZONTAL: Qt.BrushStyle.HorPattern,
    Hatch.VERTICAL: Qt.BrushStyle.VerPattern,
}


def paint_swatch(painter: QPainter, rect: QRect, style: Style) -> None:
    """Paint a patch of a map style."""
    if style.fill:
        painter.fillRect(rect, QColor(style.fill))
    pattern = _HATCHES.get(style.hatch)
    if pattern is not None:
        painter.fillRect(rect, QBrush(QColor(style.hatch_colour or style.outline), pattern))
    if style.outline:
        painter.setPen(QColor(style.outline))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)


class Chip(QFrame):
    """A state in a rounded frame, with the map's patch or a dot before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = row(self, spacing=6)
        layout.setContentsMargins(8, 3, 10, 3)
        self.swatch = Swatch()
        self.label = text("strong")
        layout.addWidget(self.swatch)
        layout.addWidget(self.label)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_state(self, name: str, style: Style | None = None) -> None:
        """Show a state's name, and the style it has on the map."""
        self.label.setText(name)
        self.swatch.set_style(style)
        self.swatch.setVisible(style is not None)
        self.setAccessibleName(name)


class EmptyState(QWidget):
    """What a panel shows when there is nothing: a sentence, the next step, a button for it."""

    acted = Signal()

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        layout = column(self, margin=3 * GRID)
        layout.addStretch(1)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._headline = text("heading", wrap=True)
        self._headline.setObjectName("headline")
        self._sentence = text("muted", wrap=True)
        self._button = button("primary")
        self._button.clicked.connect(self._on_clicked)
        self._button.hide()
        for label in (self._headline, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._picture)
        layout.addWidget(self._headline)
        layout.addWidget(self._sentence)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(2)

    def show_texts(self, headline: str, sentence: str, action: str = "", *, picture: bool = True) -> None:
        """Set the texts; without an action there is no button."""
        self._picture.setVisible(picture)
        self._headline.setText(headline)
        self._headline.setVisible(bool(headline))
        self._sentence.setText(sentence)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.redraw()

    def redraw(self) -> None:
        """Draw the picture in the colours in force."""
        self._picture.setPixmap(icons.pixmap(self._icon_name, "muted", 40))

    @Slot()
    def _on_clicked(self) -> None:
        self.acted.emit()


class IconLabel(QLabel):
    """An icon with a name for those who cannot see it."""

    def __init__(self, size: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.setFixedSize(size, size)

    def show_icon(self, name: str, role: str, meaning: str = "") -> None:
        """Show an icon; its meaning goes to the tooltip and to screen readers."""
        picture: QPixmap = icons.pixmap(name, role, self._size)
        self.setPixmap(picture)
        self.setToolTip(meaning)
        self.setAccessibleName(meaning)


def chip_colours(kind: str) -> tuple[str, str]:
    """Soft ground and strong ink of ``good``, ``warn``, ``bad`` or ``accent``."""
    c = theme.colours()
    return getattr(c, f"{kind}_soft"), getattr(c, kind)
