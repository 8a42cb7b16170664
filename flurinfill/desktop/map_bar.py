"""The bar above the map: layers, colours, tools, zoom."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QComboBox, QLayout, QToolButton, QWidget

from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.canvas import MapCanvas, Tool
from flurinfill.desktop.density import condense, set_height_of_margins
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import choice_box, row, text
from flurinfill.i18n import tr

_NARROWEST = 35 * GRID


class MapBar(Adaptive, QWidget):
    """Buttons that act on a canvas.

    Signals
    -------
    tool_chosen : Tool
        By a button; the buttons follow :meth:`show_tool`.
    """

    tool_chosen = Signal(object)

    def __init__(self, canvas: MapCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = row(self, margin=GRID, spacing=GRID // 2)
        self.layers = self._button(checkable=True)
        self._by_label = text("muted")
        self.by = choice_box()
        self.by.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._by_label.setBuddy(self.by)
        self.basemap = self._button()
        self.basemap.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        layout.addWidget(self.layers)
        layout.addWidget(self.basemap)
        layout.addWidget(self._by_label)
        layout.addWidget(self.by)
        layout.addStretch(1)
        self.tools: dict[Tool, QToolButton] = {}
        for tool in (Tool.SELECT, Tool.DISTANCE, Tool.AREA):
            push = self._button(checkable=True)
            push.clicked.connect(self._on_tool)
            self.tools[tool] = push
            layout.addWidget(push)
        self.bookmarks = self._button()
        self.bookmarks.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        layout.addWidget(self.bookmarks)
        self._buttons: dict[str, QToolButton] = {}
        for name, slot in (
            ("back", canvas.last_view),
            ("forward", canvas.next_view),
            ("zoom_in", canvas.zoom_in),
            ("zoom_out", canvas.zoom_out),
            ("zoom_selection", canvas.zoom_to_selection),
            ("zoom_all", canvas.zoom_full),
        ):
            push = self._button()
            push.clicked.connect(slot)
            self._buttons[name] = push
            layout.addWidget(push)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumWidth(_NARROWEST)
        self._spared = [
            self._by_label,
            *(self._buttons[name] for name in ("forward", "back", "zoom_out", "zoom_in", "zoom_selection")),
            self.tools[Tool.DISTANCE],
            self.tools[Tool.AREA],
            self.bookmarks,
        ]
        self.settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, leave out what keys, the wheel and the menu do as well."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        margins = self.layout().contentsMargins()
        room = self.width() - margins.left() - margins.right()
        items = [self.layout().itemAt(at).widget() for at in range(self.layout().count())]
        step = self.layout().spacing()
        needed = sum(each.sizeHint().width() + step for each in items if each is not None)
        for each in self._spared:
            each.setVisible(needed <= room)
            if needed > room:
                needed -= each.sizeHint().width() + step

    def _button(self, *, checkable: bool = False) -> QToolButton:
        push = QToolButton()
        push.setCheckable(checkable)
        return push

    def condense(self, on: bool) -> None:
        """Be lower, or as usual."""
        set_height_of_margins(self.layout(), GRID, on)
        condense(self, on)
        self._fit()

    def set_basemap(self, shown: QAction, chosen: QAction) -> None:
        """Take the commands that show the basemap and that choose one."""
        self.basemap.setDefaultAction(shown)
        self.basemap.addAction(chosen)

    def retranslate(self) -> None:
        """Set every text anew."""
        self._by_label.setText(tr("Colours:"))
        self.by.setAccessibleName(tr("What the colours on the map mean"))
        self.basemap.setAccessibleName(tr("Show the basemap"))
        for push, words, keys in (
            (self.layers, tr("Layers: what the map shows, and how"), "F8"),
            (self.tools[Tool.SELECT], tr("Select by rectangle (drag with the left button)"), "R"),
            (self.tools[Tool.DISTANCE], tr("Measure a distance"), "M"),
            (self.tools[Tool.AREA], tr("Measure an area"), "F"),
            (self.bookmarks, tr("Bookmarks: villages and places of one’s own"), "Ctrl+G"),
            (self._buttons["back"], tr("Back to the last view"), "Alt+Left"),
            (self._buttons["forward"], tr("To the next view"), "Alt+Right"),
            (self._buttons["zoom_in"], tr("Zoom in"), "+"),
            (self._buttons["zoom_out"], tr("Zoom out"), "-"),
            (self._buttons["zoom_selection"], tr("Zoom to the selection"), "Ctrl+J"),
            (self._buttons["zoom_all"], tr("Show the whole map"), "Ctrl+0"),
        ):
            native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            push.setToolTip(f"{words} ({native})")
            push.setAccessibleName(words)
        self._fit()

    def restyle(self) -> None:
        """Set icons anew."""
        for name, push in self._buttons.items():
            push.setIcon(icons.icon(name))
        for name, push in (
            ("layers", self.layers),
            ("select", self.tools[Tool.SELECT]),
            ("distance", self.tools[Tool.DISTANCE]),
            ("area", self.tools[Tool.AREA]),
            ("bookmark", self.bookmarks),
        ):
            push.setIcon(icons.icon(name))

    def show_tool(self, tool: Tool) -> None:
        """Show which tool is in use."""
        for each, push in self.tools.items():
            push.setChecked(each is tool)

    @Slot()
    def _on_tool(self) -> None:
        chosen = next(tool for tool, push in self.tools.items() if push is self.sender())
        self.tool_chosen.emit(chosen if self.tools[chosen].isChecked() else Tool.NAVIGATE)
