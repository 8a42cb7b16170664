"""Warum (nicht)? – the verdict on one parcel, rule by rule."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from flurinfill import i18n
from flurinfill.cartography.symbology import style_of
from flurinfill.desktop import theme
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.margin_bar import MarginBar
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import (
    Chip,
    EmptyState,
    IconLabel,
    button,
    clear,
    column,
    line,
    row,
    scrolling,
    text,
)
from flurinfill.detection.explained import Explained, alone_text, headline, missed, together_text
from flurinfill.detection.explanation import margin_text, rule_label, source_text
from flurinfill.detection.room_texts import fit_lines
from flurinfill.detection.statements import statements
from flurinfill.detection.whatif import flip_text, what_if_text
from flurinfill.i18n import tr
from flurinfill.model.measures import definition_of
from flurinfill.model.potential import PotentialClass
from flurinfill.model.rules import Outcome, RuleResult, Verdict
from flurinfill.reports import fields
from flurinfill.usecases.explaining import data_text, profile_title, unusable_text

_ICONS = {
    Outcome.PASSED: ("passed", "good"),
    Outcome.FAILED: ("failed", "bad"),
    Outcome.WARNED: ("warned", "warn"),
    Outcome.NOT_JUDGED: ("not_judged", "muted"),
    Outcome.NOT_COUNTED: ("not_counted", "muted"),
}
_ORDER = (Outcome.FAILED, Outcome.WARNED, Outcome.NOT_JUDGED, Outcome.PASSED, Outcome.NOT_COUNTED)


class ExplanationPanel(Adaptive, QWidget):
    """Explains one parcel.

    Signals
    -------
    next_step :
        The user took the step that the empty state names (import, or detection).
    sheet_asked :
        The explanation is wanted on paper.
    """

    next_step = Signal()
    sheet_asked = Signal()

    def __init__(self, parent: QWidget | None = None, *, below_case: bool = False) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._parcel = ""
        self._below_case = below_case  # whose class stands above already
        self.found: Explained | None = None
        layout = column(self, margin=0)
        self.empty = EmptyState("why")
        self.empty.acted.connect(self._on_acted)
        content = QWidget()
        self._body: QVBoxLayout = column(content, spacing=2 * GRID)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._area = scrolling(content)
        self._stack.addWidget(self._area)
        layout.addWidget(self._stack)
        self.all_measures = False
        self.settle()

    def show_parcel(self, snapshot: Snapshot | None, parcel: str) -> None:
        """Explain this parcel; ``""`` shows what to do."""
        same = parcel == self._parcel
        if same and snapshot is self._snapshot:
            return
        self._snapshot, self._parcel = snapshot, parcel
        self._show()
        if not same:
            self._area.verticalScrollBar().setValue(0)

    @property
    def verdict(self) -> Verdict | None:
        """What is explained; None where nothing is."""
        return self.found.verdict if self.found is not None else None

    def retranslate(self) -> None:
        """Write everything anew."""
        self._show()

    def restyle(self) -> None:
        """Draw everything anew."""
        self._show()

    @Slot()
    def _on_acted(self) -> None:
        self.next_step.emit()

    @Slot()
    def _toggle_measures(self) -> None:
        self.all_measures = not self.all_measures
        self._show()

    # content ------------------------------------------------------------------------------

    def _show(self) -> None:
        self.found = self._snapshot.explained(self._parcel) if self._snapshot is not None else None
        if self.found is None:
            self._show_empty()
            self._stack.setCurrentIndex(0)
            return
        clear(self._body)
        self._add_headline(self.found)
        self._add_room(self.found)
        self._add_what_if(self.found)
        self._add_rules(self.found.verdict)
        self._add_hints(self.found.verdict)
        self._add_alone(self.found)
        self._add_measures(self.found)
        self._add_footnote(self.found)
        self._add_sheet_button()
        self._body.addStretch(1)
        self._stack.setCurrentIndex(1)

    def _show_empty(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            self.empty.show_texts(tr("The project is being read"), "")
        elif snapshot.data_state is None:
            self.empty.show_texts(
                tr("No cadastre yet"),
                tr("After an import you learn here why a parcel is building land or not."),
                tr("Import the cadastre …"),
            )
        elif not snapshot.detected:
            self.empty.show_texts(
                tr("Not judged yet"),
                tr("The detection measures every parcel and judges it by the rules."),
                tr("Start the detection"),
            )
        elif (judge := snapshot.unusable(self._parcel)) is not None:
            potential = PotentialClass(str(snapshot.parcels.loc[self._parcel, "potential"]))
            self.empty.show_texts(i18n.name_of(potential), unusable_text(judge))
        else:
            self.empty.show_texts(
                tr("Why (not)?"),
                tr("Select a parcel on the map or in the table to see what speaks for and against it."),
            )

    def _add_headline(self, found: Explained) -> None:
        verdict = found.verdict
        known = self._snapshot.case_class(self._parcel) if self._below_case else ""  # type: ignore[union-attr]
        if known != verdict.potential:
            top = row()
            chip = Chip()
            chip.show_state(
                i18n.name_of(verdict.potential), style_of(verdict.potential.value, theme.is_dark())
            )
            top.addWidget(chip)
            top.addStretch(1)
            self._body.addLayout(top)
        if verdict.reason:
            self._body.addWidget(_filled(text("heading", wrap=True), headline(found)))
        if found.proposal is not None:
            numbers = self._snapshot.parcels["number"]  # type: ignore[union-attr]
            words = together_text(found.proposal, self._parcel, numbers)
            self._body.addWidget(_filled(text(wrap=True), words))

    def _add_room(self, found: Explained) -> None:
        """Say what fits on the parcel, what law and plan say of it, and what could be built."""
        group = column(margin=0, spacing=2)
        if found.fit is not None:
            first, *more = fit_lines(found.fit)
            group.addWidget(_filled(text("strong", wrap=True), first))
            for words in more:
                group.addWidget(_filled(text("muted", wrap=True), words))
        for words in statements(found.measures, found.profile, found.verdict.potential):
            group.addWidget(_filled(text(wrap=True), words))
        self._body.addLayout(group)

    def _add_what_if(self, found: Explained) -> None:
        group = column(margin=0, spacing=2)
        group.addWidget(_filled(text("muted", wrap=True), what_if_text(found.what_if)))
        for flip in found.what_if.flips:
            group.addWidget(_filled(text(wrap=True), flip_text(flip)))
        self._body.addLayout(group)

    def _add_alone(self, found: Explained) -> None:
        """Say why a parcel that is proposed with others is none by itself."""
        if found.alone is None:
            return
        group = column(margin=0)
        group.addWidget(_filled(text("section"), tr("This parcel alone")))
        group.addWidget(_filled(text(wrap=True), alone_text(found.alone)))
        for result in missed(found.alone).results:
            group.addWidget(RuleCard(result))
        self._body.addLayout(group)

    def _add_rules(self, verdict: Verdict) -> None:
        for outcome in _ORDER:
            chosen = [result for result in verdict.results if result.outcome is outcome]
            if not chosen:
                continue
            title = {
                Outcome.FAILED: tr("Not met"),
                Outcome.WARNED: tr("Worth a look"),
                Outcome.NOT_JUDGED: tr("Not judged"),
                Outcome.PASSED: tr("Met"),
                Outcome.NOT_COUNTED: i18n.name_of(Outcome.NOT_COUNTED),
            }[outcome]
            group = column(margin=0)
            group.addWidget(_filled(text("section"), f"{title} ({len(chosen)})"))
            for result in chosen:
                group.addWidget(RuleCard(result))
            self._body.addLayout(group)

    def _add_hints(self, verdict: Verdict) -> None:
        if not verdict.hints:
            return
        group = column(margin=0)
        group.addWidget(_filled(text("section"), tr("Hints")))
        for hint in verdict.hints:
            entry = row()
            picture = IconLabel()
            picture.show_icon("hint", "warn", tr("Hint"))
            entry.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
            entry.addWidget(_filled(text(wrap=True), i18n.label("hint", hint)), 1)
            group.addLayout(entry)
        self._body.addLayout(group)

    def _add_measures(self, found: Explained) -> None:
        toggle = button("flat")
        toggle.setText(tr("Hide the measured values") if self.all_measures else tr("All measured values"))
        toggle.clicked.connect(self._toggle_measures)
        self._body.addWidget(toggle, 0, Qt.AlignmentFlag.AlignLeft)
        if not self.all_measures:
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        for column_name, value in found.measures.items():
            definition = definition_of(str(column_name))
            if definition is None:
                continue
            number = grid.rowCount()
            grid.addWidget(
                _filled(text("muted", wrap=True), fields.measure_name(str(column_name))), number, 0
            )
            measured = i18n.measured(None if value is None else float(value), str(column_name))
            shown = _filled(text(), measured)
            grid.addWidget(shown, number, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        self._body.addLayout(grid)

    def _add_footnote(self, found: Explained) -> None:
        self._body.addWidget(line())
        profile = found.profile
        title = profile_title(profile)
        words = tr("Rules: {title}, version {version}.", title=title, version=profile.version)
        caution = tr("A first look by figures; it does not say that a building permit would be given.")
        self._body.addWidget(_filled(text("small", wrap=True), f"{words} {self._data()} {caution}"))

    def _add_sheet_button(self) -> None:
        push = button()
        push.setText(tr("Print a sheet …"))
        push.setToolTip(tr("One page for the file: map, verdict, every rule. For official use only."))
        push.clicked.connect(self._on_sheet)
        self._body.addWidget(push, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _on_sheet(self) -> None:
        self.sheet_asked.emit()

    def _data(self) -> str:
        state = self._snapshot.data_state  # type: ignore[union-attr]
        return data_text(state.source, state.data_state) if state is not None else ""


class RuleCard(QFrame):
    """One rule: icon, name, measured value, threshold, margin, bar, source as tooltip."""

    def __init__(self, result: RuleResult, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        layout = row(self, margin=GRID + 4, spacing=GRID + 2)
        name, role = _ICONS[result.outcome]
        picture = IconLabel(20)
        picture.show_icon(name, role, i18n.name_of(result.outcome))
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        body = column(margin=0, spacing=4)
        body.addWidget(_filled(text("strong", wrap=True), rule_label(result.rule)))
        if margin := margin_text(result):
            tone = {Outcome.FAILED: "bad", Outcome.WARNED: "warn"}.get(result.outcome, "good")
            body.addWidget(_filled(text(tone, wrap=True), margin))
        body.addWidget(_filled(text("muted", wrap=True), rule_text(result)))
        if result.margin is not None and result.rule.unit.value != "flag":
            body.addWidget(MarginBar(result))
        layout.addLayout(body, 1)
        if source := source_text(result.rule):
            body.addWidget(_filled(text("small", wrap=True), source))
            self.setToolTip(tr("Source of the threshold: {source}", source=source))
        self.setAccessibleName(f"{i18n.name_of(result.outcome)}: {rule_label(result.rule)}")
        self.setAccessibleDescription(rule_text(result))


def rule_text(result: RuleResult) -> str:
    """Measured value and threshold in words: ``412 m² – mindestens 350 m²``."""
    threshold = i18n.in_unit(result.rule.threshold, result.rule.unit.value)
    if result.value is None:
        reason = i18n.label("not_judged", result.reason) if result.reason else tr("No value")
        return f"{reason} ({i18n.name_of(result.rule.comparison)} {threshold})"
    measured = i18n.measured(result.value, result.rule.measure)
    return tr(
        "{measured} – {comparison} {threshold} asked for",
        measured=measured,
        comparison=i18n.name_of(result.rule.comparison),
        threshold=threshold,
    )


def _filled(label: QLabel, words: str) -> QLabel:
    label.setText(words)
    return label
