"""The third page of the export: site by site what the office sees and what leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from flurinfill import i18n
from flurinfill.desktop import icons, theme
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.exporting.detected_lines import Line, figure_lines, photo_parts, rule_lines
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, choice_box, column, row, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.owners import OwnerCategory
from flurinfill.model.states import Willingness
from flurinfill.reports import fields, given_fields
from flurinfill.reports.comparison import Comparison, FieldLine
from flurinfill.usecases.sizes import FileSize

FIELD, INSIDE, OUTSIDE = range(3)
ALL, OUT, STAY = range(3)
_LONGEST = 120
_MEGABYTE = 1_000_000


class PreviewPage(Adaptive, QWidget):
    """Shows a comparison; ``sealed`` says whether the protected area is locked."""

    def __init__(self, sealed: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sealed = sealed
        self._found: Comparison | None = None
        self._sites: list[int] = []
        self._at, self._looked_at = 0, -1
        self._sizes: tuple[FileSize, ...] = ()
        page = column(self)
        self.size = text("muted", wrap=True)
        self.size.hide()
        line = row()
        self.shown, self.back, self.next = choice_box(), button(), button()
        self.shown.setMinimumContentsLength(16)
        self.shown.currentIndexChanged.connect(self._on_shown)
        self.back.clicked.connect(self._on_back)
        self.next.clicked.connect(self._on_next)
        self.site = text("strong", wrap=True)
        for part in (self.shown, self.back, self.next):
            line.addWidget(part)
        line.addWidget(self.site, 1)
        page.addLayout(line)
        self.reason = text("warn", wrap=True)
        page.addWidget(self.reason)
        self.table = QTreeWidget()
        self.table.setColumnCount(3)
        self.table.setUniformRowHeights(True)
        self.table.setMinimumHeight(16 * GRID)
        self.table.setAlternatingRowColors(True)
        header = self.table.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(False)
        page.addWidget(self.table, 1)
        page.addWidget(self.size)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        chosen = max(self.shown.currentIndex(), 0)
        with QSignalBlocker(self.shown):
            self.shown.clear()
            self.shown.addItems([tr("All sites"), tr("That go out"), tr("Held back")])
            self.shown.setCurrentIndex(chosen)
        self.shown.setAccessibleName(tr("Which sites"))
        self.back.setText(tr("Previous site"))
        self.next.setText(tr("Next site"))
        self.table.setAccessibleName(tr("What leaves"))
        self.table.setHeaderLabels([tr("Field"), tr("Inside"), tr("Goes out")])
        self.show_sizes(self._sizes)
        self._show()

    def restyle(self) -> None:
        """Set the colours anew."""
        self._show()

    def show_comparison(self, found: Comparison | None) -> None:
        """Show what a choice would give; None while it is being found out."""
        if self._at < len(self._sites):
            self._looked_at = self._sites[self._at]
        self._found = found
        self._choose(self._looked_at)

    def show_sizes(self, sizes: Sequence[FileSize]) -> None:
        """Say how large the files will be, and of which nobody knows before."""
        self._sizes = tuple(sizes)
        self.size.setText(size_words(sizes))
        self.size.setVisible(bool(self.size.text()))

    def _choose(self, site_id: int | None) -> None:
        """Gather the sites of the list, and stay at one of them."""
        found, wanted = self._found, self.shown.currentIndex()
        everything = [] if found is None else found.inside.index.tolist()
        self._sites = [
            key
            for key in everything
            if wanted == ALL or (key in found.withheld) == (wanted == STAY)  # type: ignore[union-attr]
        ]
        self._at = self._sites.index(site_id) if site_id in self._sites else 0
        self._show()

    def _show(self) -> None:
        found, count = self._found, len(self._sites)
        self.back.setEnabled(self._at > 0)
        self.next.setEnabled(self._at + 1 < count)
        self.table.clear()
        self.reason.hide()
        if found is None or not count:
            self.site.setText(tr("Checking what may go out …") if found is None else tr("No such site."))
            return
        site_id = self._sites[self._at]
        row_ = found.inside.loc[site_id]
        place = fields.place(str(row_["numbers"]), str(row_["gemarkung"]))
        position = tr("{number} of {count}", number=i18n.number(self._at + 1), count=i18n.number(count))
        self.site.setText(" · ".join([position, str(row_["case_no"]), place]))
        if site_id in found.withheld:
            why = i18n.label("withheld", found.withheld[site_id])
            self.reason.setText(tr("This site is held back: {reason}.", reason=why))
            self.reason.show()
        self._fill(found.lines(site_id), held=site_id in found.withheld)

    def _fill(self, lines: list[FieldLine], *, held: bool) -> None:
        heads: dict[str, QTreeWidgetItem] = {}
        muted = QBrush(QColor(theme.colours().muted))
        for line in lines:
            if line.group not in heads:
                heads[line.group] = QTreeWidgetItem(self.table, [i18n.label("field_group", line.group)])
                heads[line.group].setFirstColumnSpanned(True)
            words = [
                fields.heading(line.field),
                self._words(line, line.inside),
                self._outside(line, held=held),
            ]
            item = QTreeWidgetItem(heads[line.group], words)
            for at in (FIELD, INSIDE, OUTSIDE):
                item.setToolTip(at, words[at])
            if line.outside is None:
                item.setForeground(OUTSIDE, muted)
                item.setIcon(OUTSIDE, icons.icon("lock", "muted") if line.reason else icons.blank())
            for words in self._parts(line):
                part = QTreeWidgetItem(item, list(words))
                for at in (FIELD, INSIDE, OUTSIDE):
                    part.setToolTip(at, words[at])
        self.table.expandAll()

    def _parts(self, line: FieldLine) -> list[tuple[str, str, str]]:
        """What a field is made of, inside and outside: each figure, each rule, each photo."""
        found, site_id = self._found, self._sites[self._at]
        if found is None:
            return []
        if line.field == given_fields.PHOTOS:
            return photo_parts(found.photos_of(site_id), leave=line.outside is not None)
        lines: Sequence[Line] = ()
        if line.field == given_fields.FIGURES:
            lines = figure_lines(found.figures(site_id))
        elif line.field == given_fields.RULES:
            lines = rule_lines(found.rules.get(site_id, ()))
        return [(name, value, i18n.MISSING if line.outside is None else value) for name, value in lines]

    def _outside(self, line: FieldLine, *, held: bool) -> str:
        why = i18n.label("not_given", line.reason) if line.reason else ""
        if line.outside is None and (why or held):
            return why or i18n.MISSING
        words = self._words(line, line.outside)
        return f"{words} ({why})" if why else words

    def _words(self, line: FieldLine, value: Any) -> str:
        """Value as people read it; one line."""
        if line.field in (*given_fields.SEALED, given_fields.PHOTOS) and value is None and self._sealed:
            return tr("locked")
        if line.field == given_fields.OWNERS:
            return tr("in the case file")
        if line.field in (given_fields.FIGURES, given_fields.RULES):
            return i18n.number(len(self._parts(line)))
        if line.field == given_fields.PHOTOS and value is not None:
            return i18n.number(value) if value else tr("none")
        return " ".join(_spoken(line.field, value).split())[:_LONGEST] or i18n.MISSING

    @Slot()
    def _on_shown(self) -> None:
        self._choose(None)

    @Slot()
    def _on_back(self) -> None:
        self._at = max(self._at - 1, 0)
        self._show()

    @Slot()
    def _on_next(self) -> None:
        self._at = min(self._at + 1, max(len(self._sites) - 1, 0))
        self._show()


def size_words(sizes: Sequence[FileSize]) -> str:
    """Sizes of files in words, those that were worked out from a part marked as such; "" without any."""
    words, unknown = [], [i18n.name_of(each.kind) for each in sizes if each.size is None]
    for each in (each for each in sizes if each.size is not None):
        named, size = i18n.name_of(each.kind), i18n.number(max(each.size / _MEGABYTE, 0.1), 1)
        exact = tr("{kind}: {size} MB", kind=named, size=size)
        words.append(exact if each.exact else tr("{kind}: about {size} MB", kind=named, size=size))
    if unknown:
        words.append(tr("only known afterwards: {kinds}", kinds=", ".join(unknown)))
    return tr("Sizes before saving: {files}.", files="; ".join(words)) if sizes else ""


def summary(found: Comparison) -> tuple[str, str]:
    """Say how many sites go out, and how many stay for which reason."""
    out = ntr("{count} site goes out.", "{count} sites go out.", len(found.outside))
    reasons = Counter(found.withheld.values()).most_common()
    if not reasons:
        return out, ""
    listed = "; ".join(f"{i18n.label('withheld', reason)}: {i18n.number(count)}" for reason, count in reasons)
    held = ntr("{count} is held back:", "{count} are held back:", len(found.withheld))
    return out, f"{held} {listed}"


def _spoken(field: str, value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if field == "willingness":
        return i18n.label(Willingness.__name__, str(value))
    if field == "owner_category":
        return i18n.label(OwnerCategory.__name__, str(value))
    return i18n.day(value) if isinstance(value, date) else fields.text(field, value)
