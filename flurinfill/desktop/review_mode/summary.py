"""The end of the queue: what was decided in this sitting, and what comes next."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from flurinfill import i18n
from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.states import Review


class Summary(Adaptive, QWidget):
    """Says that nothing is open, and offers the next steps.

    Signals
    -------
    owners_asked, export_asked, all_asked :
        The user wants the owners of the confirmed sites, an export, or every class.
    """

    owners_asked = Signal()
    export_asked = Signal()
    all_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tally: Counter[Review] = Counter()
        self._elsewhere = 0
        layout = column(self, margin=4 * GRID, spacing=GRID)
        self._picture = QLabel()
        self.headline = text("heading", wrap=True)
        self.tally, self.sentence = text(wrap=True), text("muted", wrap=True)
        self.owners, self.export, self.all = button("primary"), button(), button()
        for push, signal in (
            (self.owners, self.owners_asked),
            (self.export, self.export_asked),
            (self.all, self.all_asked),
        ):
            push.clicked.connect(signal)
        steps = row()
        steps.addStretch(1)
        for push in (self.all, self.owners, self.export):
            steps.addWidget(push)
        steps.addStretch(1)
        layout.addStretch(1)
        for label in (self._picture, self.headline, self.tally, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addLayout(steps)
        layout.addStretch(2)
        self.settle()

    def show_tally(self, tally: Counter[Review], elsewhere: int) -> None:
        """Sum up.

        Parameters
        ----------
        tally : Counter of Review
            What was decided in this sitting.
        elsewhere : int
            Open sites of other classes than the chosen one.
        """
        self._tally, self._elsewhere = tally, elsewhere
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.headline.setText(
            tr("All candidates of this class are reviewed")
            if self._elsewhere
            else tr("All candidates are reviewed")
        )
        counts = {code: i18n.number(self._tally[code]) for code in Review}
        self.tally.setText(
            tr(
                "In this sitting: {confirmed} confirmed, {rejected} rejected, {deferred} put off.",
                confirmed=counts[Review.CONFIRMED],
                rejected=counts[Review.REJECTED],
                deferred=counts[Review.DEFERRED],
            )
        )
        self.sentence.setText(
            tr(
                "Next: find out the owners of the confirmed sites and write to them, or hand the sites on"
                " by an export. Sites that were put off come back on their day."
            )
        )
        self.owners.setText(tr("Owners of the confirmed sites"))
        self.export.setText(tr("Export …"))
        self.all.setText(
            ntr("{count} open in other classes", "{count} open in other classes", self._elsewhere)
        )
        self.all.setVisible(bool(self._elsewhere))

    def restyle(self) -> None:
        """Draw the picture in the colours in force."""
        self._picture.setPixmap(icons.pixmap("done", "good", 48))
