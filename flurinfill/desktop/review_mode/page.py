"""What review mode looks like: progress above, map and site in the middle, keys below. A layout only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from flurinfill import i18n
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.density import condense, set_height_of_margins
from flurinfill.desktop.review_mode.ask_strip import AskStrip
from flurinfill.desktop.review_mode.key_button import KeyButton
from flurinfill.desktop.review_mode.queue import SortBy
from flurinfill.desktop.review_mode.site_card import SiteCard
from flurinfill.desktop.review_mode.summary import Summary
from flurinfill.desktop.spoken import speak
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import FlowLayout, choice_box, column, row, text
from flurinfill.i18n import tr

_BUTTONS = (
    ("confirm", "↵ B"),
    ("reject", "V"),
    ("defer", "Z"),
    ("note", "N"),
    ("undo", "U"),
    ("previous", "←"),
    ("next", "→"),
)

_NARROW = 100 * GRID


class ReviewPage(Adaptive, QWidget):
    """The page of the main window; :class:`ReviewMode` brings it to life.

    The map is a guest: it is taken in when the mode is entered and given back when it is left, so that
    layers, basemap and colours are those of the workspace.

    Signals
    -------
    arranged :
        The user chose another order or class.
    """

    arranged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes: dict[str, int] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = column(self, margin=0, spacing=0)
        self._top, self._keys = self._head(), self._strip()
        layout.addWidget(self._top)
        self.card = SiteCard()
        self.middle = QSplitter(Qt.Orientation.Horizontal)
        self.middle.addWidget(self.card)
        self.middle.setChildrenCollapsible(False)
        self.summary = Summary()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.middle)
        self.stack.addWidget(self.summary)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self._keys)
        self.ask = AskStrip(self)
        self.settle()

    def _head(self) -> QWidget:
        head = QFrame()
        head.setProperty("role", "head")
        line = row(head, margin=GRID)
        line.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        self.progress = text("strong")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(GRID)
        self.bar.setMinimumWidth(8 * GRID)
        self.bar.setMaximumWidth(32 * GRID)
        self._sort_label, self._class_label = text("muted"), text("muted")
        self.sort, self.potential = choice_box(), choice_box()
        for box, label in ((self.sort, self._sort_label), (self.potential, self._class_label)):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click the keys stay with the page
            label.setBuddy(box)
            box.activated.connect(self.arranged)
        self.leave = KeyButton("Esc")
        line.addWidget(self.progress)
        line.addWidget(self.bar, 1)
        line.addStretch(1)
        for part in (self._sort_label, self.sort, self._class_label, self.potential, self.leave):
            line.addWidget(part)
        return head

    def _strip(self) -> QWidget:
        strip = QFrame()
        strip.setProperty("role", "strip")
        lines = column(strip, margin=GRID, spacing=GRID // 2)
        self.said = QLabel()
        self.said.setProperty("text_role", "small")
        self.said.setMinimumHeight(self.said.fontMetrics().height())
        buttons = QWidget()
        flow = FlowLayout(buttons)
        self.buttons: dict[str, KeyButton] = {}
        for name, keys in _BUTTONS:
            push = KeyButton(keys, primary=name == "confirm")
            self.buttons[name] = push
            flow.addWidget(push)
        lines.addWidget(buttons)
        lines.addWidget(self.said)
        return strip

    @Slot(str)
    def say(self, words: str) -> None:
        """Say below the keys what was done, or why not."""
        self.said.setText(words)
        speak(self, words)

    def condense(self, on: bool) -> None:
        """Be laid out densely, or as usual."""
        for bar in (self._top, self._keys):
            set_height_of_margins(bar.layout(), GRID, on)
            condense(bar, on)
        self.card.condense(on)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setAccessibleName(tr("Review mode"))
        self.bar.setAccessibleName(tr("Progress"))
        self._sort_label.setText(tr("Order:"))
        self._class_label.setText(tr("Class:"))
        self.sort.setAccessibleName(tr("Order of the candidates"))
        self.potential.setAccessibleName(tr("Only candidates of this class"))
        words = {SortBy.SCORE: tr("Clear cases first"), SortBy.PLACE: tr("Village"), SortBy.SIZE: tr("Size")}
        chosen = max(self.sort.currentIndex(), 0)
        self.sort.clear()
        for by in SortBy:
            self.sort.addItem(words[by], by.value)
        self.sort.setCurrentIndex(chosen)
        for name, (words_, tip) in self._words().items():
            self.buttons[name].show_words(words_, tip)
        self.leave.show_words(tr("Leave"), tr("Back to map and tables (Esc, F7)"))
        self.show_classes(self._classes, self.potential.currentData() or "")

    def _words(self) -> dict[str, tuple[str, str]]:
        return {
            "confirm": (tr("Confirm"), tr("It is building land (Enter or B)")),
            "reject": (tr("Reject"), tr("It is none; then the reason (V)")),
            "defer": (tr("Put off"), tr("Look again later; then until when (Z)")),
            "note": (tr("Note"), tr("Add a line to the note (N)")),
            "undo": (tr("Undo"), tr("Take the last decision back (U, Ctrl+Z)")),
            "previous": (tr("Back"), tr("Previous site without a decision (arrow left or up)")),
            "next": (tr("Next"), tr("Next site without a decision (arrow right or down, Space)")),
        }

    def show_progress(self, total: int, waiting: int) -> None:
        """Say how far the queue is."""
        done = total - waiting
        self.progress.setText(
            tr(
                "{done} of {count} reviewed, {waiting} open",
                count=i18n.number(total),
                done=i18n.number(done),
                waiting=i18n.number(waiting),
            )
        )
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    def show_classes(self, counts: dict[str, int], chosen: str) -> None:
        """Offer the classes that have open sites, with their number; the chosen one stays."""
        if chosen:
            counts = {chosen: 0} | counts
        self._classes = counts
        self.potential.clear()
        self.potential.addItem(tr("All"), "")
        for code, count in counts.items():
            name = i18n.label("PotentialClass", code)
            self.potential.addItem(tr("{name} ({count})", name=name, count=i18n.number(count)), code)
        self.potential.setCurrentIndex(max(self.potential.findData(chosen), 0))

    def take_map(self, panel: QWidget) -> None:
        """Take the map in."""
        self.middle.insertWidget(0, panel)
        self.middle.setStretchFactor(0, 1)
        self.middle.setStretchFactor(1, 0)
        side = max(self.card.minimumWidth(), min(52 * GRID, self.width() // 3))
        self.middle.setSizes([max(self.width() - side, 1), side])
        panel.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the strip that asks at the lower edge; where it is narrow, spare words before boxes."""
        super().resizeEvent(event)
        for label in (self._sort_label, self._class_label):
            label.setVisible(self.width() >= _NARROW)
        self.ask.place()
