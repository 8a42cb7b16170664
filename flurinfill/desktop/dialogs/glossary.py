"""The words of the program, each explained in a sentence, with a line to search them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QTextBrowser, QWidget

from flurinfill import i18n
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.theme import GRID
from flurinfill.i18n import ntr, tr
from flurinfill.model.audience import Audience
from flurinfill.model.potential import PotentialClass
from flurinfill.model.states import Availability, Outreach, Publication, Review, Willingness

WORDS = (
    "cadastre",
    "parcel",
    "parcel_id",
    "site",
    "case",
    "measure",
    "rule",
    "profile",
    "threshold",
    "margin",
    "verdict",
    "new_finding",
    "constraint",
    "envelope",
    "data_state",
    "succession",
    "axis",
    "state",
    "follow_up",
    "share",
    "heirs",
    "vault",
    "role",
    "notice",
    "objection",
    "information",
    "restriction_of_processing",
    "erasure",
    "retention_period",
    "report_day",
    "return_rate",
    "activation_rate",
)
ENUMS: tuple[type[StrEnum], ...] = (
    PotentialClass,
    Review,
    Outreach,
    Willingness,
    Availability,
    Publication,
    Audience,
)


@dataclass(frozen=True)
class Chapter:
    """Words that belong together: pairs of a word and its sentence."""

    title: str
    sentence: str
    words: tuple[tuple[str, str], ...]

    def about(self, looked_for: str) -> Chapter:
        """Return only the words that hold what is looked for; all when the title does."""
        wanted = looked_for.casefold()
        if wanted in self.title.casefold():
            return self
        kept = tuple(pair for pair in self.words if any(wanted in part.casefold() for part in pair))
        return Chapter(self.title, self.sentence, kept)


def chapters() -> Iterator[Chapter]:
    """Give all words in the current language."""
    basic = tuple((i18n.label("term", code), i18n.label("meaning", code)) for code in WORDS)
    yield Chapter(i18n.label("term", "words"), "", basic)
    for each in ENUMS:
        name = each.__name__
        words = tuple((i18n.name_of(value), i18n.label("meaning", f"{name}.{value.value}")) for value in each)
        yield Chapter(i18n.label("term", name), i18n.label("meaning", name), words)


class GlossaryDialog(Dialog):
    """Shows the words, or those that hold what is typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=84 * GRID)
        self.search, self.page = QLineEdit(), QTextBrowser()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show)
        self.page.setMinimumHeight(self.lowest(56 * GRID))
        self.body.addWidget(self.search)
        self.body.addWidget(self.page, 1)
        self._close = self.add_button(primary=True)
        self._close.clicked.connect(self.dismiss)
        self.settle()
        self.search.setFocus()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Terms"))
        self.headline.setText(tr("Terms"))
        self.search.setPlaceholderText(tr("Find a word …"))
        self.search.setAccessibleName(tr("Find a word"))
        self.page.setAccessibleName(tr("Terms"))
        self._close.setText(tr("Close"))
        self._show()

    @Slot()
    def _show(self) -> None:
        looked_for = self.search.text().strip()
        shown = [chapter for chapter in (each.about(looked_for) for each in chapters()) if chapter.words]
        count = sum(len(chapter.words) for chapter in shown)
        self.sentence.setText(ntr("{count} word of the program.", "{count} words of the program.", count))
        if shown:
            self.page.setHtml("".join(map(_html, shown)))
        else:
            self.page.setPlainText(tr("No word holds “{text}”. Try a shorter part of it.", text=looked_for))


def _html(chapter: Chapter) -> str:
    lines = [f"<h3>{escape(chapter.title)}</h3>"]
    if chapter.sentence:
        lines.append(f"<p><i>{escape(chapter.sentence)}</i></p>")
    lines += [f"<p><b>{escape(word)}</b><br>{escape(sentence)}</p>" for word, sentence in chapter.words]
    return "".join(lines)
