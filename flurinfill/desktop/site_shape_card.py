"""What a site covers: its parcels, its drawn outline, and the ways to change them."""

from __future__ import annotations

import pandas as pd
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from flurinfill import i18n
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import FlowLayout, button, column, text
from flurinfill.i18n import tr

_COMMANDS = ("draw_outline", "edit_outline", "reset_outline", "add_parcels", "remove_parcels")


class SiteShapeCard(Adaptive, QFrame):
    """Shows how large a site is and offers the commands that change it.

    Signals
    -------
    asked : str
        Name of a command.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._site: pd.Series | None = None
        self._writable = False
        self.setProperty("role", "card")
        layout = column(self, margin=GRID + 4)
        self._title, self.words = text("section"), text(wrap=True)
        layout.addWidget(self._title)
        layout.addWidget(self.words)
        self._row = QWidget()
        flow = FlowLayout(self._row)
        self.buttons: dict[str, QPushButton] = {}
        for name in _COMMANDS:
            push = button()
            push.setObjectName(name)
            push.clicked.connect(self._on_clicked)
            self.buttons[name] = push
            flow.addWidget(push)
        layout.addWidget(self._row)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self._title.setText(tr("Parcels and outline"))
        for name, words, tip in (
            ("draw_outline", tr("Draw the outline …"), tr("When only a part of the parcels is meant")),
            ("edit_outline", tr("Edit the outline …"), tr("Move corners, add and remove some")),
            ("reset_outline", tr("Whole parcels again"), tr("The drawn outline is given up")),
            ("add_parcels", tr("Add the selected parcels"), tr("Select them on the map with Shift")),
            ("remove_parcels", tr("Take the selected parcels out"), tr("They are free again then")),
        ):
            self.buttons[name].setText(words)
            self.buttons[name].setToolTip(tip)
        self._show()

    def show_site(self, site: pd.Series, *, writable: bool) -> None:
        """Show a row of the sites' table."""
        self._site, self._writable = site, writable
        self._show()

    def allow(self, allowed: set[str]) -> None:
        """Offer only what the selection allows."""
        for name, push in self.buttons.items():
            push.setVisible(name in allowed)

    def _show(self) -> None:
        site = self._site
        if site is None:
            return
        count = i18n.ntr("{count} parcel", "{count} parcels", len(site["parcel_ids"]))
        lines = [f"{count}: {site['numbers']} · {i18n.area(float(site['area_m2']))}"]
        if site["outline_m2"] == site["outline_m2"]:
            lines.append(tr("Drawn outline: {area}", area=i18n.area(float(site["outline_m2"]))))
        self.words.setText("\n".join(lines))
        self._row.setVisible(self._writable)

    @Slot()
    def _on_clicked(self) -> None:
        self.asked.emit(self.sender().objectName())
