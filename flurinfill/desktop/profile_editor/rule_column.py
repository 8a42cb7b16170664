"""The rules of a profile below one another, and the building that is tried above them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from flurinfill import i18n
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.profile_editor.building_card import BuildingCard
from flurinfill.desktop.profile_editor.rule_card import RuleCard
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import column, scrolling, text
from flurinfill.detection.distribution import distribution
from flurinfill.detection.tuning import Tuning
from flurinfill.i18n import tr
from flurinfill.model.rules import Rule, RuleProfile


class RuleColumn(Adaptive, QWidget):
    """A card for the building and one for each rule, in the order in which they decide.

    Parameters
    ----------
    tuning : Tuning
        Profile, values and who misses a rule.

    Signals
    -------
    built : str, object
        Another side, height or setback of the building.
    moved : str, float
        A rule and its new threshold.
    grasped :
        A handle was taken: what follows is one step.
    """

    built = Signal(str, object)
    moved = Signal(str, float)
    grasped = Signal()

    def __init__(self, tuning: Tuning, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: list[tuple[QLabel, Rule]] = []
        self.cards: dict[str, RuleCard] = {}
        content = QWidget()
        body = column(content, margin=GRID, spacing=GRID)
        self._building_title = text("section", wrap=True)
        self.building = BuildingCard(tuning.profile)
        self.building.moved.connect(self.built)
        self.building.grasped.connect(self.grasped)
        body.addWidget(self._building_title)
        body.addWidget(self.building)
        for first, rules in _groups(tuning.profile):
            title = text("section", wrap=True)
            self._titles.append((title, first))
            body.addWidget(title)
            for rule in rules:
                self.cards[rule.name] = self._card(tuning, rule)
                body.addWidget(self.cards[rule.name])
        body.addStretch(1)
        area = scrolling(content)
        bar = area.verticalScrollBar().sizeHint().width()
        area.setMinimumWidth(max(56 * GRID, content.minimumSizeHint().width() + bar))
        column(self, margin=0).addWidget(area)
        self.settle()

    def _card(self, tuning: Tuning, rule: Rule) -> RuleCard:
        card = RuleCard(rule, distribution(tuning.values(rule.name), rule), rule.threshold)
        card.show_threshold(rule.threshold, tuning.missed(rule.name))
        card.moved.connect(self.moved)
        card.grasped.connect(self.grasped)
        return card

    def retranslate(self) -> None:
        """Set every text anew."""
        self._building_title.setText(tr("Building to try on every plot"))
        for title, rule in self._titles:
            title.setText(_group_title(rule))


def _groups(profile: RuleProfile) -> Iterator[tuple[Rule, list[Rule]]]:
    """Rules of the same classes, in the order of the profile; those that only warn last."""
    deciding = [rule for rule in profile.rules if not rule.warn_only]
    order = list(dict.fromkeys(rule.classes for rule in deciding))
    deciding.sort(key=lambda rule: order.index(rule.classes))
    for _, rules in groupby(deciding, key=lambda rule: rule.classes):
        listed = list(rules)
        yield listed[0], listed
    warning = [rule for rule in profile.rules if rule.warn_only]
    if warning:
        yield warning[0], warning


def _group_title(rule: Rule) -> str:
    if rule.warn_only:
        return tr("Only a warning")
    if not rule.classes:
        return tr("Every class")
    return ", ".join(i18n.name_of(each) for each in rule.classes)
