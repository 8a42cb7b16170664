"""The data doctor's report: what was found, what was done, what it means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from flurinfill import i18n
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import IconLabel, card, clear, column, row, scrolling, text
from flurinfill.i18n import tr
from flurinfill.model.findings import Finding, Severity

_LOOK = {
    Severity.ERROR: ("error", "bad"),
    Severity.WARNING: ("warning", "warn"),
    Severity.INFO: ("info", "accent"),
}
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


class FindingsView(QWidget):
    """Cards of findings, the gravest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, margin=0)
        content = QWidget()
        self._body = column(content, margin=0)
        self._area = scrolling(content)
        content.setProperty("role", "")
        layout.addWidget(self._area)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """List these findings."""
        clear(self._body)
        for finding in sorted(findings, key=lambda entry: _ORDER.index(entry.severity)):
            self._body.addWidget(_card(finding))
        if not findings:
            fine = text("good")
            fine.setText(tr("Nothing was found wrong with the data."))
            self._body.addWidget(fine)
        self._body.addStretch(1)


def finding_text(finding: Finding, context: str) -> str:
    """Sentence of a finding (``finding``, ``finding_done``, ``finding_meaning``); ``""`` when it has none."""
    values = {name: _shown(value) for name, value in finding.details.items()}
    values.setdefault("count", i18n.number(finding.count))
    values.setdefault("examples", ", ".join(finding.examples))
    values.setdefault("table", i18n.label("table", finding.table))
    words = i18n.label(context, finding.code, **values)
    return "" if words == finding.code else words


def _shown(value: object) -> str:
    if isinstance(value, float):
        return i18n.number(value, 0 if value == int(value) else 2)
    if isinstance(value, int) and not isinstance(value, bool):
        return i18n.number(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return str(value)


def _card(finding: Finding) -> QFrame:
    frame = card()
    layout = row(frame, margin=GRID + 4, spacing=GRID + 4)
    picture = IconLabel(20)
    picture.show_icon(*_LOOK[finding.severity], i18n.name_of(finding.severity))
    layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    lines = column(margin=0, spacing=2)
    for role, context in (("strong", "finding"), ("", "finding_done"), ("muted", "finding_meaning")):
        words = finding_text(finding, context)
        if words or context == "finding":
            label = text(role, wrap=True, selectable=True)
            label.setText(words or finding.code)
            lines.addWidget(label)
    if finding.examples:
        label = text("small", wrap=True, selectable=True)
        label.setText(tr("For example: {examples}", examples=", ".join(finding.examples)))
        lines.addWidget(label)
    layout.addLayout(lines, 1)
    return frame


class DoctorDialog(Dialog):
    """The report of the last import."""

    def __init__(self, snapshot: Snapshot, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=640)
        self._snapshot = snapshot
        self.view = FindingsView()
        self.view.setMinimumHeight(self.lowest(40 * GRID))
        self.body.addWidget(self.view)
        self._close = self.add_button(primary=True)
        self._close.clicked.connect(self.dismiss)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        state = self._snapshot.data_state
        self.setWindowTitle(tr("Report on the data"))
        self.headline.setText(tr("Report on the data"))
        facts = [", ".join(state.files), state.crs]
        if state.data_state is not None:
            facts.insert(1, tr("Data of {day}", day=i18n.day(state.data_state)))
        self.sentence.setText(" · ".join(facts))
        self.view.show_findings(state.findings)
        self._close.setText(tr("Close"))
