"""The title of the legend as something that mouse, keys and a screen reader can fold and open."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from flurinfill.i18n import tr

_OPENING = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_FOLDING = (Qt.Key.Key_Left, Qt.Key.Key_Up)


class LegendButton(QAbstractButton):
    """Lies over the title that the map paints; only its focus is seen. Checked: the legend is open."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def follow(self, head: QRectF, title: str, *, opened: bool) -> None:
        """Lie over the title, or nowhere when there is none."""
        self.setChecked(opened)
        place = head.toAlignedRect()
        if place != self.geometry():
            self.setGeometry(place)
        if self.isHidden() != place.isEmpty():
            self.setVisible(not place.isEmpty())
        name = tr("Legend: {title}", title=title)
        if name != self.accessibleName():
            self.setAccessibleName(name)
            self.setToolTip(tr("Fold or open the legend (Space)"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open and fold by the keys that do so in a tree."""
        key = event.key()
        turns = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or key in (
            _FOLDING if self.isChecked() else _OPENING
        )
        if turns:
            self.click()
        elif key not in (*_OPENING, *_FOLDING):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the focus."""
        del event
        if self.hasFocus():
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 4, 4)
