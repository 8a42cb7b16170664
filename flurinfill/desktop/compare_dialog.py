"""Two sets of rules side by side: which parcels change class, from what to what."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QGridLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from flurinfill import i18n
from flurinfill.cartography.symbology import style_of
from flurinfill.desktop import theme
from flurinfill.desktop.changed_parcels import changed_columns, changed_parcels
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.plain_table import plain_table
from flurinfill.desktop.profile_editor.map_view import ClassMap
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.desktop.tables import FrameModel
from flurinfill.desktop.theme import GRID, ROW_HEIGHT
from flurinfill.desktop.widgets import button, choice_box, column, paint_swatch, text
from flurinfill.detection import profiles
from flurinfill.detection.comparison import Comparison
from flurinfill.detection.room_texts import sides_text
from flurinfill.detection.uses import judges_by_use
from flurinfill.i18n import ntr, tr
from flurinfill.model.errors import FlurinfillError
from flurinfill.model.potential import PotentialClass
from flurinfill.model.rules import RuleProfile
from flurinfill.usecases.explaining import profile_title

_SWATCH = QSize(18, 14)


class CompareDialog(Dialog):
    """Compares two profiles over the stored measures.

    Signals
    -------
    compare_asked : RuleProfile, RuleProfile
        These two are to be compared; :meth:`take` takes what is found.
    parcel_asked : str
        The user wants to see this parcel; the dialog's own map shows it already.

    Parameters
    ----------
    snapshot : Snapshot
        Detection has run.
    edited : RuleProfile or None
        The one in the editor.
    folder : Path
        Where the file dialog begins.
    """

    compare_asked = Signal(object, object)
    parcel_asked = Signal(str)

    def __init__(
        self, snapshot: Snapshot, edited: RuleProfile | None, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=110 * GRID)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, on=True)
        self._snapshot, self._folder = snapshot, folder
        self._edited = edited
        self._former: dict[RuleProfile, datetime] = {}
        self._profiles = self._choices()
        self._chooser: QFileDialog | None = None
        self._comparison: Comparison | None = None
        self.first, self.second = choice_box(), choice_box()
        self.map = ClassMap(snapshot)
        self.table = QTableWidget(0, 4)
        self.parcels = FrameModel(changed_columns(), self)
        self.list = plain_table(self.parcels)
        self._build()
        self.finished.connect(self.map.canvas.shutdown)
        self.resize(140 * GRID, 88 * GRID)
        self.settle()
        self.second.blockSignals(True)
        self.second.setCurrentIndex(1 if len(self._profiles) > 1 else 0)
        self.second.blockSignals(False)

    def _build(self) -> None:
        head = QGridLayout()
        head.setHorizontalSpacing(GRID)
        self._labels: list[QLabel] = []
        for number, box in enumerate((self.first, self.second)):
            label = text("muted")
            label.setBuddy(box)
            self._labels.append(label)
            head.addWidget(label, 0, 2 * number)
            head.addWidget(box, 0, 2 * number + 1)
            head.setColumnStretch(2 * number + 1, 1)
            box.currentIndexChanged.connect(self.ask)
        self._load = button()
        self._load.clicked.connect(self._on_load)
        head.addWidget(self._load, 0, 4)
        self.body.addLayout(head)
        self.summary = text("strong", wrap=True)
        self.body.addWidget(self.summary)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setIconSize(_SWATCH)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for place in (0, 1):
            self.table.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.table.itemSelectionChanged.connect(self._on_row)
        self.list.activated.connect(self._on_parcel)
        lists = QSplitter(Qt.Orientation.Vertical)
        lists.setChildrenCollapsible(False)
        lists.addWidget(self.table)
        lists.addWidget(self.list)
        lists.setSizes([20 * GRID, 44 * GRID])
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(lists)
        right = QWidget()
        side = column(right, margin=0)
        side.setContentsMargins(2 * GRID, 0, 0, 0)
        side.addWidget(self.map, 1)
        split.addWidget(right)
        split.setSizes([78 * GRID, 56 * GRID])
        self.body.addWidget(split, 1)
        self._close = self.add_button(primary=True)
        self._close.setDefault(False)  # Enter shows a parcel
        self._close.clicked.connect(self.dismiss)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Compare two sets of rules"))
        self.headline.setText(tr("Compare two sets of rules"))
        self.sentence.setText(
            tr(
                "Which parcels change class between A and B. Choose a row above to see its parcels on the"
                " map and below; a double click on a parcel shows it."
            )
        )
        for label, words in zip(self._labels, ("A:", "B:"), strict=True):
            label.setText(words)
        self.first.setAccessibleName(tr("Rules A"))
        self.second.setAccessibleName(tr("Rules B"))
        self.table.setAccessibleName(tr("Changes of class"))
        self.list.setAccessibleName(tr("Parcels that change class"))
        self.parcels.retranslate()
        self._load.setText(tr("Rules from a file …"))
        self._close.setText(tr("Close"))
        self._fill_boxes()
        self._show()

    def restyle(self) -> None:
        """Draw the patches anew."""
        self._show()

    def _fill_boxes(self) -> None:
        for box in (self.first, self.second):
            chosen = max(box.currentIndex(), 0)
            box.blockSignals(True)
            box.clear()
            for profile in self._profiles:
                box.addItem(self._name(profile))
            box.setCurrentIndex(chosen)
            box.blockSignals(False)

    def _name(self, profile: RuleProfile) -> str:
        title = profile_title(profile)
        words = tr("{title} (version {version})", title=title, version=profile.version)
        if profile is self._edited:
            return tr("{profile} – in the editor", profile=words)
        if profile in judges_by_use(self._snapshot.judges).values():
            return tr("{profile} – of this project", profile=words)
        if profile in self._former:
            return tr("{profile} – used since {day}", profile=words, day=i18n.day(self._former[profile]))
        if profile.origin:
            return f"{words} – {Path(profile.origin).name}"
        return tr("{profile} – of this program", profile=words)

    def _choices(self) -> list[RuleProfile]:
        """Those that judge now, the one in the editor, every former version, those of the program."""
        snapshot, edited = self._snapshot, self._edited
        chosen = list(dict.fromkeys(judges_by_use(snapshot.judges).values()))
        if edited is not None:
            chosen.insert(1, edited)
        for text_of, since in zip(snapshot.used["text"], snapshot.used["used_at"], strict=True):
            with contextlib.suppress(FlurinfillError):  # of a program that knew other rules
                profile = profiles.parse(text_of, "")
                if not _listed(profile, chosen):
                    self._former[profile] = since
                    chosen.append(profile)
        return chosen + [each for each in profiles.builtin() if not _listed(each, chosen)]

    @Slot()
    def ask(self) -> None:
        """Ask for a comparison of the two that are chosen."""
        one, two = (self._profiles[max(box.currentIndex(), 0)] for box in (self.first, self.second))
        self._comparison = None
        self.summary.setText(tr("The two sets of rules are compared …"))
        self.table.setRowCount(0)
        self.parcels.set_frame(changed_parcels(self._snapshot, (), (one,), (two,)))
        self.compare_asked.emit(one, two)

    def take(self, comparison: Comparison) -> None:
        """Show what was found."""
        self._comparison = comparison
        self._show()

    def _show(self) -> None:
        if self._comparison is None:
            return
        found, dark = self._comparison.transitions, theme.is_dark()
        self.table.blockSignals(True)
        self.table.clearSelection()
        self.table.setHorizontalHeaderLabels([tr("By A"), tr("By B"), tr("Parcels"), tr("Area")])
        self.table.setRowCount(len(found))
        for number, transition in enumerate(found):
            cells = (
                _class_cell(transition.before, dark),
                _class_cell(transition.after, dark),
                _figure_cell(i18n.number(len(transition.positions))),
                _figure_cell(i18n.hectares(transition.area_m2)),
            )
            for place, cell in enumerate(cells):
                self.table.setItem(number, place, cell)
        self.table.blockSignals(False)
        self.summary.setText(" ".join(filter(None, (self._words(), self._caution()))))
        self._outline(range(len(found)))

    def _words(self) -> str:
        found = self._comparison.transitions if self._comparison else ()
        if not found:
            return tr("Both sets of rules give every parcel the same class.")
        area = sum(transition.area_m2 for transition in found)
        return ntr(
            "{count} parcel changes class ({hectares} ha).",
            "{count} parcels change class ({hectares} ha).",
            sum(len(transition.positions) for transition in found),
            hectares=i18n.hectare_number(area),
        )

    def _caution(self) -> str:
        """The stored measures hold for one setback only."""
        judges = judges_by_use(self._snapshot.judges)
        for box in (self.first, self.second):
            profile = self._profiles[max(box.currentIndex(), 0)]
            judge = judges[profile.use]
            if (profile.distance_m, profile.building_m) != (judge.distance_m, judge.building_m):
                return tr(
                    "Both are held against measures with a setback of {setback} and a building of {size}.",
                    setback=i18n.length(judge.distance_m),
                    size=sides_text(*judge.building_m),
                )
        return ""

    def _outline(self, rows: Sequence[int]) -> None:
        if self._comparison is None:
            return
        shown = [self._comparison.transitions[number] for number in rows]
        changed = np.zeros(len(self._comparison.second), dtype=bool)
        for transition in shown:
            changed[transition.positions] = True
        self.map.show_classes(self._comparison.second, changed)
        one, two = (self._profiles[max(box.currentIndex(), 0)] for box in (self.first, self.second))
        judges = self._snapshot.judges
        self.parcels.set_frame(changed_parcels(self._snapshot, shown, (one, *judges), (two, *judges)))

    @Slot()
    def _on_row(self) -> None:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        self._outline(rows or range(self.table.rowCount()))
        if rows:
            self.map.canvas.zoom_to(self.map.outlined)

    @Slot(QModelIndex)
    def _on_parcel(self, index: QModelIndex) -> None:
        parcel = self.parcels.key(index.row())
        self.map.canvas.zoom_to([parcel])
        self.parcel_asked.emit(parcel)

    @Slot()
    def _on_load(self) -> None:
        self._chooser = QFileDialog(self, tr("Rules from a file"), str(self._folder))
        self._chooser.setNameFilter(tr("Rules (*.toml)"))
        self._chooser.fileSelected.connect(self.take_file)
        self._chooser.open()

    @Slot(str)
    def take_file(self, name: str) -> None:
        """Take a profile from a file and compare with it."""
        try:
            self._profiles.append(profiles.load(Path(name)))
        except FlurinfillError as error:
            self.show_error(error)
            return
        self.show_error("")
        self._fill_boxes()
        self.second.setCurrentIndex(len(self._profiles) - 1)


def _listed(profile: RuleProfile, chosen: Sequence[RuleProfile]) -> bool:
    return any(
        (each.name, each.version, each.rules) == (profile.name, profile.version, profile.rules)
        for each in chosen
    )


def _class_cell(potential: PotentialClass, dark: bool) -> QTableWidgetItem:
    cell = QTableWidgetItem(i18n.name_of(potential))
    picture = QPixmap(_SWATCH)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    patch = QRect(0, 0, _SWATCH.width() - 1, _SWATCH.height() - 1)
    paint_swatch(painter, patch, style_of(potential.value, dark))
    painter.end()
    cell.setIcon(QIcon(picture))
    return cell


def _figure_cell(words: str) -> QTableWidgetItem:
    cell = QTableWidgetItem(words)
    cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return cell
