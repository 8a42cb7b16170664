"""The first page of the export: for whom, which sites, which kinds of files, in which language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHeaderView,
    QLabel,
    QRadioButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from flurinfill import i18n
from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import choice_box, column, row, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.audience import Audience
from flurinfill.model.recipes import Which
from flurinfill.usecases.export_kinds import KINDS, ExportFormat

KIND, NAME = range(2)
_ROLE = Qt.ItemDataRole.UserRole
Target = tuple[Which, str]


class ChoicePage(Adaptive, QWidget):
    """Asks for the audience, the sites, the kinds of files and the language.

    Signals
    -------
    changed :
        Something was chosen.
    named :
        The name of a file was typed.

    Parameters
    ----------
    closed_to_office : str
        Why there can be no internal export; "" when there can.
    selected : int
        How many sites are selected in the window.
    places : sequence of (Which, str)
        Kept views and villages to choose from.
    sealed : bool
        The protected area is locked: what needs it cannot be chosen.
    """

    changed = Signal()
    named = Signal()

    def __init__(
        self,
        closed_to_office: str,
        selected: int,
        places: Sequence[Target],
        *,
        sealed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._closed, self._selected, self._sealed = closed_to_office, selected, sealed
        self._places: list[Target] = [(Which.ALL, ""), *([(Which.SELECTED, "")] if selected else []), *places]
        self._typed: dict[ExportFormat, str] = {}
        self._suggested: Mapping[ExportFormat, str] = {}
        self._build()
        self.settle()
        self.sites.setCurrentIndex(1 if selected else 0)

    def _build(self) -> None:
        page = column(self)
        top = row(spacing=3 * GRID)
        top.addLayout(self._audiences(), 3)
        boxes = column(margin=0, spacing=GRID // 2)
        self.sites, self.language = choice_box(), choice_box()
        self._labels = (text("section"), text("section"))
        for label, box in zip(self._labels, (self.sites, self.language), strict=True):
            label.setBuddy(box)
            boxes.addWidget(label)
            boxes.addWidget(box)
            boxes.addSpacing(GRID)
            box.currentIndexChanged.connect(self.changed)
        boxes.addStretch(1)
        top.addLayout(boxes, 2)
        page.addLayout(top)
        self._files = text("section")
        self.kinds = _Kinds()
        self.kinds.setColumnCount(2)
        self.kinds.setRootIsDecorated(False)
        self.kinds.setUniformRowHeights(True)
        self.kinds.setMinimumHeight(16 * GRID)
        self.kinds.setEditTriggers(QTreeWidget.EditTrigger.NoEditTriggers)
        self.kinds.header().setSectionResizeMode(KIND, QHeaderView.ResizeMode.ResizeToContents)
        self._items = {kind: self._kind_item(kind) for kind in KINDS}
        self.kinds.itemChanged.connect(self._on_item)
        self.kinds.itemDoubleClicked.connect(self._on_double_click)
        page.addWidget(self._files)
        page.addWidget(self.kinds, 1)

    def _audiences(self) -> QVBoxLayout:
        lines = column(margin=0, spacing=2)
        self._for_whom = text("section")
        lines.addWidget(self._for_whom)
        self.audiences: dict[Audience, QRadioButton] = {}
        self._notes: dict[Audience, QLabel] = {}
        group = QButtonGroup(self)
        for audience in (Audience.INTERNAL, Audience.INVESTOR, Audience.PUBLIC):
            choice, note = QRadioButton(), text("small", wrap=True)
            note.setContentsMargins(3 * GRID, 0, 0, 0)
            group.addButton(choice)
            self.audiences[audience], self._notes[audience] = choice, note
            lines.addWidget(choice)
            lines.addWidget(note)
        self.audiences[Audience.INTERNAL].setEnabled(not self._closed)
        self.audiences[Audience.INVESTOR if self._closed else Audience.INTERNAL].setChecked(True)
        group.buttonToggled.connect(self._on_audience)
        lines.addStretch(1)
        return lines

    def _kind_item(self, kind: ExportFormat) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self.kinds)
        item.setData(KIND, _ROLE, kind.value)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable)
        first = kind is ExportFormat.EXPOSE
        item.setCheckState(KIND, Qt.CheckState.Checked if first else Qt.CheckState.Unchecked)
        return item

    def retranslate(self) -> None:
        """Set every text anew."""
        self._for_whom.setText(tr("For whom?"))
        notes = {
            Audience.INTERNAL: self._closed_words()
            or tr("Everything but personal data; marked for official use only and recorded."),
            Audience.INVESTOR: tr("Sites on the market whose owners all agreed, or that the town owns."),
            Audience.PUBLIC: tr(
                "What § 200 (3) BauGB allows: parcel, street and size of sites whose month is over."
            ),
        }
        for audience, words in notes.items():
            self.audiences[audience].setText(i18n.name_of(audience))
            self.audiences[audience].setAccessibleDescription(words)
            self.audiences[audience].setToolTip(words)
            self._notes[audience].setText(words)
        for label, words in zip(self._labels, (tr("Which sites"), tr("Language of the files")), strict=True):
            label.setText(words)
        self.sites.setAccessibleName(tr("Which sites"))
        self.language.setAccessibleName(tr("Language of the files"))
        self._files.setText(tr("Which files? Return changes a name."))
        self.kinds.setAccessibleName(tr("Kinds of files"))
        self.kinds.setHeaderLabels([tr("Kind"), tr("Name of the file")])
        self._fill(self.sites, [self._words_of(place) for place in self._places])
        self._fill(self.language, [tr("As the window"), "Deutsch", "English"])
        self._show_kinds()

    def show_notes(self, shown: bool) -> None:
        """Say below each audience what it may get, or only where the mouse rests."""
        for note in self._notes.values():
            note.setVisible(shown)

    def restyle(self) -> None:
        """Set the icons anew."""
        with QSignalBlocker(self.kinds):
            for kind, item in self._items.items():
                item.setIcon(KIND, icons.icon(kind.value, "accent"))

    def _closed_words(self) -> str:
        if self._closed == "read_only":
            return tr("Not while the project is read-only: each internal export is recorded in it.")
        return tr("Not for somebody who only reads in this project.") if self._closed else ""

    @staticmethod
    def _fill(box: QComboBox, words: Iterable[str]) -> None:
        with QSignalBlocker(box):
            chosen = max(box.currentIndex(), 0)
            box.clear()
            box.addItems(list(words))
            box.setCurrentIndex(chosen)

    def _words_of(self, place: Target) -> str:
        which, name = place
        if which is Which.SELECTED:
            return ntr("The selected site", "The {count} selected sites", self._selected)
        if which is Which.VIEW:
            return tr("View “{name}”", name=name)
        return tr("Village {name}", name=name) if which is Which.VILLAGE else tr("All sites")

    # what is chosen -------------------------------------------------------------------------

    @property
    def audience(self) -> Audience:
        """For whom it is."""
        return next(audience for audience, choice in self.audiences.items() if choice.isChecked())

    @property
    def place(self) -> Target:
        """Which sites: of what kind, under which name."""
        return self._places[max(self.sites.currentIndex(), 0)]

    @property
    def spoken(self) -> str:
        """Language of the files; "" for that of the window."""
        return ("", *i18n.LANGUAGES)[max(self.language.currentIndex(), 0)]

    @property
    def chosen(self) -> tuple[ExportFormat, ...]:
        """Kinds of files that are ticked and may be made for this audience."""
        ticked = (
            kind for kind, item in self._items.items() if item.checkState(KIND) == Qt.CheckState.Checked
        )
        return tuple(kind for kind in ticked if not self._why_not(kind))

    @property
    def names(self) -> dict[ExportFormat, str]:
        """Name of each chosen file."""
        return {kind: self._typed.get(kind) or self._suggested.get(kind, "") for kind in self.chosen}

    def suggest(self, names: Mapping[ExportFormat, str]) -> None:
        """Offer names for the files whose name nobody has typed."""
        self._suggested = names
        with QSignalBlocker(self.kinds):
            for kind, item in self._items.items():
                item.setText(NAME, self._typed.get(kind) or names.get(kind, ""))

    def tick(self, kinds: Iterable[str]) -> None:
        """Choose these kinds and no others."""
        wanted = set(kinds)
        with QSignalBlocker(self.kinds):
            for kind, item in self._items.items():
                ticked = kind.value in wanted
                item.setCheckState(KIND, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def set_place(self, place: Target) -> bool:
        """Choose which sites; False when there is no such view or village here."""
        known = place in self._places
        if known:
            self.sites.setCurrentIndex(self._places.index(place))
        return known

    def set_spoken(self, language: str) -> None:
        """Choose the language of the files."""
        known = ("", *i18n.LANGUAGES)
        self.language.setCurrentIndex(known.index(language) if language in known else 0)

    def _show_kinds(self) -> None:
        """Kinds that are not made for this audience cannot be ticked, and say so."""
        with QSignalBlocker(self.kinds):
            for kind, item in self._items.items():
                words, why = i18n.name_of(kind), self._why_not(kind)
                item.setText(KIND, words)
                item.setDisabled(bool(why))
                item.setToolTip(KIND, why)
                item.setData(KIND, Qt.ItemDataRole.AccessibleTextRole, f"{words}. {why}" if why else words)

    def _why_not(self, kind: ExportFormat) -> str:
        """Say why a kind cannot be chosen; "" when it can."""
        if self.audience not in KINDS[kind].audiences:
            return tr("Not made for: {audience}", audience=i18n.name_of(self.audience))
        return tr("Needs the protected data, which is locked.") if self._locked(kind) else ""

    def _locked(self, kind: ExportFormat) -> bool:
        return KINDS[kind].needs_vault and self._sealed

    @Slot()
    def _on_audience(self) -> None:
        self._show_kinds()
        self.changed.emit()

    @Slot(QTreeWidgetItem, int)
    def _on_double_click(self, item: QTreeWidgetItem, column_: int) -> None:
        if column_ == NAME:
            self.kinds.editItem(item, NAME)

    @Slot(QTreeWidgetItem, int)
    def _on_item(self, item: QTreeWidgetItem, column_: int) -> None:
        if column_ == KIND:
            self.changed.emit()
            return
        kind = ExportFormat(item.data(KIND, _ROLE))
        self._typed[kind] = item.text(NAME).strip()
        self.suggest(self._suggested)
        self.named.emit()


class _Kinds(QTreeWidget):
    """Kinds with names: Return or F2 changes a name, and does not press the button of the dialog."""

    def sizeHint(self) -> QSize:
        """As high as all kinds: the list scrolls only where the screen is too low for them."""
        lines = self.topLevelItemCount() * self.sizeHintForRow(0)
        return QSize(super().sizeHint().width(), lines + self.header().sizeHint().height() + 2 * GRID)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin to change the name of the current file."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
        if event.key() not in keys:
            super().keyPressEvent(event)
        elif self.state() != QTreeWidget.State.EditingState and self.currentItem() is not None:
            self.editItem(self.currentItem(), NAME)
