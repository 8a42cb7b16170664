"""The profile editor: rules left, what they do to the town right."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QSplitter, QWidget

from flurinfill import i18n
from flurinfill.desktop import icons
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.file_chooser import FileChooser
from flurinfill.desktop.profile_editor.class_table import ClassTable
from flurinfill.desktop.profile_editor.draft import Draft, Value
from flurinfill.desktop.profile_editor.map_view import ClassMap
from flurinfill.desktop.profile_editor.rule_column import RuleColumn
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, choice_box, column, row, text
from flurinfill.detection import profiles
from flurinfill.detection.tuning import Tuning
from flurinfill.detection.uses import judges_by_use
from flurinfill.i18n import ntr, tr
from flurinfill.model.errors import FlurinfillError
from flurinfill.model.proposals import Proposal
from flurinfill.model.rules import RuleProfile
from flurinfill.reports.writing import write_bytes
from flurinfill.usecases.explaining import profile_title

_FOLLOW_MS = 30
_REST_MS = 400
"""So long must the thresholds stand still before parcels that need each other are looked for."""
_ONE_GESTURE_S = 0.8
_CHOICE_LETTERS = 32


class ProfileEditor(Dialog):
    """Edits the thresholds of a profile over the stored measures, and the building that is tried.

    Nothing is measured here: what another building changes is seen after saving.

    Signals
    -------
    save_asked : RuleProfile
        Keep this one in the project and judge by it.
    compare_asked : RuleProfile
        Show this one beside another.
    other_asked : RuleProfile
        Edit this one instead; the editor has closed.
    merging_asked : list of RuleProfile
        Parcels that are building land only together by these profiles (the edited one is the first)
        are wanted; :meth:`take_proposals` takes them.
    """

    save_asked = Signal(object)
    compare_asked = Signal(object)
    other_asked = Signal(object)
    merging_asked = Signal(list)

    def __init__(
        self,
        snapshot: Snapshot,
        profile: RuleProfile,
        folder: Path,
        *,
        writable: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, width=110 * GRID)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, on=True)
        tuning = Tuning(snapshot.measures, profile, snapshot.judges, snapshot.proposals)
        self.draft = Draft(tuning, snapshot.next_version(profile))
        self._judges = list(dict.fromkeys(judges_by_use(snapshot.judges).values()))
        self._merging, self._open = False, True
        self._folder, self._writable = folder, writable
        self._gesture, self._moved_at = 0, 0.0
        self._warned = False
        self._chooser: FileChooser | None = None
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(_FOLLOW_MS)
        self._follow.timeout.connect(self.follow)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._ask_merging)
        self.map = ClassMap(snapshot)
        self.classes = ClassTable(self.draft.totals_before)
        self.rules = RuleColumn(self.draft.tuning)
        self.rules.built.connect(self._on_built)
        self.rules.moved.connect(self._on_moved)
        self.rules.grasped.connect(self._on_grasped)
        self._build()
        self.finished.connect(self._on_finished)
        self.resize(150 * GRID, 96 * GRID)
        self.settle()
        self.follow()

    # layout -------------------------------------------------------------------------------

    def _build(self) -> None:
        self._of_label, self.of = text("muted"), choice_box()
        self._of_label.setBuddy(self.of)
        self.of.setMinimumContentsLength(_CHOICE_LETTERS)
        self.of.currentIndexChanged.connect(self._on_other)
        self._title_label = text("muted")
        self.title = QLineEdit()
        self._title_label.setBuddy(self.title)
        self._version = text("muted")
        top = row()
        top.addWidget(self._of_label)
        top.addWidget(self.of)
        top.addSpacing(2 * GRID)
        top.addWidget(self._title_label)
        top.addWidget(self.title, 1)
        top.addWidget(self._version)
        self.body.addLayout(top)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.rules)
        right = QWidget()
        side = column(right, margin=0, spacing=GRID)
        side.setContentsMargins(2 * GRID, 0, 0, 0)
        side.addWidget(self.map, 1)
        self._differences = text("muted", wrap=True)
        side.addWidget(self._differences)
        self._together = text("muted", wrap=True)
        side.addWidget(self._together)
        side.addWidget(self.classes)
        split.addWidget(right)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 6)
        split.setSizes([68 * GRID, 78 * GRID])
        self.body.addWidget(split, 1)
        self.undo, self.redo = button(), button()
        self.undo.clicked.connect(self._on_undo)
        self.redo.clicked.connect(self._on_redo)
        self.ends.insertWidget(0, self.undo)
        self.ends.insertWidget(1, self.redo)
        self._close = self.add_button()
        self._close.clicked.connect(self.dismiss)
        self.compare = self.add_button()
        self.compare.clicked.connect(self._on_compare)
        self.to_file = self.add_button()
        self.to_file.clicked.connect(self._on_file)
        self.save = self.add_button(primary=True)
        self.save.clicked.connect(self._on_save)
        for keys, slot in ((QKeySequence.StandardKey.Undo, self._on_undo), ("Ctrl+Y", self._on_redo)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Edit the rules"))
        self.headline.setText(tr("Edit the rules"))
        self.sentence.setText(
            tr(
                "Drag the line or type a number: classes and map follow at once. Nothing is kept until "
                "you save; what the office has decided stays as it is."
            )
        )
        self._of_label.setText(tr("Rules:"))
        self.of.setAccessibleName(tr("Rules to edit"))
        self._fill_choice()
        profile = self.draft.original
        self._title_label.setText(tr("Name:"))
        if not self.title.isModified():
            self.title.setText(profile_title(profile))
        self._version.setText(tr("becomes version {version}", version=self.draft.next_version))
        self.undo.setText(tr("Undo"))
        self.redo.setText(tr("Redo"))
        self._close.setText(tr("Close"))
        self.compare.setText(tr("Compare …"))
        self.to_file.setText(tr("Save as a file …"))
        self._show_state()

    def restyle(self) -> None:
        """Set every icon anew."""
        self.undo.setIcon(icons.icon("undo"))
        self.redo.setIcon(icons.icon("redo"))

    # what happens -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter only takes over the number that was typed: saving ends the work, and is clicked."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    @Slot()
    def _on_grasped(self) -> None:
        if time.monotonic() - self._moved_at > _ONE_GESTURE_S:
            self._gesture += 1

    @Slot(str, float)
    def _on_moved(self, name: str, threshold: float) -> None:
        self._moved_at = time.monotonic()
        self._warned = False
        self.show_error("")
        self.draft.move(name, threshold, self._gesture)
        self._show_rule(name)

    @Slot(str, object)
    def _on_built(self, name: str, value: Value) -> None:
        self._moved_at = time.monotonic()
        self._warned = False
        self.show_error("")
        self.draft.build(name, value, self._gesture)
        self._show_rule(name)

    @Slot()
    def _on_undo(self) -> None:
        self._gesture += 1
        self._show_rule(self.draft.undo())

    @Slot()
    def _on_redo(self) -> None:
        self._gesture += 1
        self._show_rule(self.draft.redo())

    def _show_rule(self, name: str) -> None:
        if name:
            tuning = self.draft.tuning
            self.rules.building.show_profile(tuning.profile, anew=self.draft.needs_measuring)
        if name in self.rules.cards:
            self.rules.cards[name].show_threshold(tuning.rule(name).threshold, tuning.missed(name))
        if name:
            self._merging = True
            self._rest.start()
            self._show_state()
            if not self._follow.isActive():
                self._follow.start()

    def _show_state(self) -> None:
        self.undo.setEnabled(self.draft.can_undo)
        self.redo.setEnabled(self.draft.can_redo)
        self.save.setEnabled(self._writable and self.draft.changed)
        self.of.setEnabled(not self.draft.changed)
        self.save.setText(
            tr("Save and measure again") if self.draft.needs_measuring else tr("Save as a new version")
        )
        self._show_differences()
        self._show_together()

    def _show_differences(self) -> None:
        count = int((self.draft.tuning.codes != self.draft.before).sum())
        words = ntr(
            "{count} parcel is judged differently than before; it is outlined on the map.",
            "{count} parcels are judged differently than before; they are outlined on the map.",
            count,
        )
        if self.draft.needs_measuring:
            later = tr("What the other building changes is seen after saving.")
            words = f"{words} {later}" if count else later
        elif not count:
            words = tr("No parcel is judged differently than before.")
        self._differences.setText(words)

    def _show_together(self) -> None:
        if self._merging:
            self._together.setText(
                tr("Parcels that count only together are as before the change; they are looked for again …")
            )
            return
        count = len(self.draft.tuning.merged)
        self._together.setText(
            ntr(
                "{count} parcel counts only together with its neighbours.",
                "{count} parcels count only together with their neighbours.",
                count,
            )
            if count
            else tr("No parcel counts only together with its neighbours.")
        )

    @Slot()
    def _on_finished(self) -> None:
        self._open = False
        self._rest.stop()
        self._follow.stop()
        self.map.canvas.shutdown()

    @Slot()
    def _ask_merging(self) -> None:
        self.merging_asked.emit(self.draft.tuning.judges)

    def take_proposals(self, profile: RuleProfile, proposals: list[Proposal]) -> None:
        """Count what was found to be building land only together, unless the rules changed meanwhile."""
        if self._open and profile == self.draft.tuning.profile:
            self._merging = False
            self.draft.tuning.merge(proposals)
            self.follow()

    @Slot()
    def follow(self) -> None:
        """Bring classes and map up to the thresholds."""
        tuning = self.draft.tuning
        totals = {key.value: (total.count, total.area_m2) for key, total in tuning.totals().items()}
        self.classes.show_totals(totals)
        self.map.show_classes(tuning.potentials, tuning.codes != self.draft.before)
        self._show_differences()
        self._show_together()

    def reject(self) -> None:
        """Close; changes that are kept nowhere are given up at the second time only."""
        if self.draft.changed and not self._warned:
            self._warned = True
            self.show_error(tr("Your changes are not saved. Close once more to give them up."))
            return
        super().reject()

    def _fill_choice(self) -> None:
        self.of.blockSignals(True)
        self.of.clear()
        for profile in self._judges:
            title = profile_title(profile)
            words = tr("{title} (version {version})", title=title, version=profile.version)
            self.of.addItem(f"{i18n.name_of(profile.use)} – {words}")
        original = self.draft.original
        self.of.setCurrentIndex(self._judges.index(original) if original in self._judges else -1)
        self.of.blockSignals(False)

    @Slot(int)
    def _on_other(self, number: int) -> None:
        if 0 <= number < len(self._judges) and self._judges[number] != self.draft.original:
            self.accept()
            self.other_asked.emit(self._judges[number])

    @property
    def profile(self) -> RuleProfile:
        """The edited profile as its next version."""
        return self.draft.as_version(self.title.text(), i18n.language())

    @Slot()
    def _on_save(self) -> None:
        self.save_asked.emit(self.profile)
        self.accept()

    @Slot()
    def _on_compare(self) -> None:
        self.compare_asked.emit(self.profile)

    @Slot()
    def _on_file(self) -> None:
        name = f"{self.draft.original.name}-{self.draft.next_version}.toml"
        self._chooser = FileChooser(self, self._folder / name, (tr("Rules (*.toml)"),), self.write_file)
        self._chooser.open()

    @Slot(str)
    def write_file(self, name: str) -> None:
        """Write the edited profile as TOML."""
        try:
            write_bytes(Path(name), profiles.dump(self.profile).encode("utf-8"))
        except FlurinfillError as error:
            self.show_error(error)
            return
        self.show_error("")
        self._warned = True  # they are kept in the file
        self._differences.setText(tr("The rules were written to {path}.", path=Path(name).name))
