"""Export: for whom, as what, which sites; what would be held back is shown before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from flurinfill import i18n
from flurinfill.desktop import icons
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, set_role, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.audience import Audience
from flurinfill.model.progress import Progress
from flurinfill.reports import gate
from flurinfill.usecases.exporting import KINDS, ExportFormat

_ALL, _SELECTED = "all", "selected"


class ExportDialog(Dialog):
    """Asks for an export and shows what the gate lets through.

    Signals
    -------
    wanted : ExportFormat, Path, Audience, object
        Format, file, audience, and the site ids (None for all).
    """

    wanted = Signal(object, object, object, object)

    def __init__(
        self, session: Session, selected: Sequence[int], folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=680)
        self._session, self._selected, self._folder = session, tuple(selected), folder
        self._named_by_hand = self._confirmed = False
        self._chooser: QFileDialog | None = None
        self.released: int | None = None
        self._build()
        self.settle()
        self._suggest()
        self._preview()

    def _build(self) -> None:
        self._for_whom = text("section")
        self.body.addWidget(self._for_whom)
        self.audiences: dict[Audience, QRadioButton] = {}
        self._audience_notes: dict[Audience, QLabel] = {}
        group = QButtonGroup(self)
        for audience in (Audience.INTERNAL, Audience.INVESTOR, Audience.PUBLIC):
            choice, note = QRadioButton(), text("small", wrap=True)
            note.setContentsMargins(3 * GRID, 0, 0, 0)
            group.addButton(choice)
            self.audiences[audience], self._audience_notes[audience] = choice, note
            lines = column(margin=0, spacing=0)
            lines.addWidget(choice)
            lines.addWidget(note)
            self.body.addLayout(lines)
        self._unlogged = self._session.project is not None and self._session.project.read_only
        self.audiences[Audience.INTERNAL].setEnabled(not self._unlogged)
        self.audiences[Audience.INVESTOR if self._unlogged else Audience.INTERNAL].setChecked(True)
        group.buttonToggled.connect(self._on_choice)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.format, self.scope, self.path = QComboBox(), QComboBox(), QLineEdit()
        self.format.currentIndexChanged.connect(self._on_choice)
        self.scope.currentIndexChanged.connect(self._on_choice)
        self.path.textEdited.connect(self._on_named)
        self._browse = button()
        self._browse.clicked.connect(self._on_browse)
        line = row()
        line.addWidget(self.path, 1)
        line.addWidget(self._browse)
        self._labels = (QLabel(), QLabel(), QLabel())
        for label, field in zip(self._labels, (self.format, self.scope, line), strict=True):
            form.addRow(label, field)
        self.body.addLayout(form)
        self._replaced = text("warn", wrap=True)
        self._replaced.hide()
        self.body.addWidget(self._replaced)
        self.preview = QFrame()
        self.preview.setProperty("notice", "info")
        inside = column(self.preview, margin=GRID + 4, spacing=4)
        self.preview_text, self.withheld_text = text("strong", wrap=True), text(wrap=True)
        inside.addWidget(self.preview_text)
        inside.addWidget(self.withheld_text)
        self.body.addWidget(self.preview)
        self._cancel = self.add_button()
        self._cancel.clicked.connect(self.dismiss)
        self.export = self.add_button(primary=True)
        self.export.clicked.connect(self._on_export)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.setWindowTitle(tr("Export"))
        self.headline.setText(tr("Export"))
        self.sentence.setText(tr("Owners never leave the program this way, whoever the export is for."))
        self._for_whom.setText(tr("For whom?"))
        for audience, words in (
            (
                Audience.INTERNAL,
                tr("Everything but personal data; marked for official use only and recorded."),
            ),
            (Audience.INVESTOR, tr("Sites on the market whose owners all agreed, or that the town owns.")),
            (
                Audience.PUBLIC,
                tr("What § 200 (3) BauGB allows: parcel, street and size of sites whose month is over."),
            ),
        ):
            self.audiences[audience].setText(i18n.name_of(audience))
            self._audience_notes[audience].setText(words)
        if self._unlogged:
            self._audience_notes[Audience.INTERNAL].setText(
                tr("Not while the project is read-only: each internal export is recorded in it.")
            )
        for label, words in zip(self._labels, (tr("As"), tr("Which"), tr("File")), strict=True):
            label.setText(words)
        self.path.setAccessibleName(tr("File to write"))
        self._replaced.setText(tr("This file exists already and will be replaced."))
        self._browse.setText(tr("Choose …"))
        self._cancel.setText(tr("Cancel"))
        self.export.setText(tr("Export"))
        self._fill_boxes()
        self._show_preview(None)
        self._preview()

    def _fill_boxes(self) -> None:
        chosen = (max(self.format.currentIndex(), 0), self.scope.currentIndex())
        for box in (self.format, self.scope):
            box.blockSignals(True)
            box.clear()
            box.setAccessibleName(tr("As") if box is self.format else tr("Which"))
        for format_ in KINDS:
            self.format.addItem(icons.icon(format_.value, "accent"), i18n.name_of(format_), format_.value)
        self.scope.addItem(tr("All sites"), _ALL)
        if self._selected:
            self.scope.addItem(
                ntr("The selected site", "The {count} selected sites", len(self._selected)), _SELECTED
            )
        self.format.setCurrentIndex(chosen[0])
        first = 1 if self._selected else 0
        self.scope.setCurrentIndex(first if chosen[1] < 0 else min(chosen[1], self.scope.count() - 1))
        for box in (self.format, self.scope):
            box.blockSignals(False)

    # choices --------------------------------------------------------------------------------

    @property
    def audience(self) -> Audience:
        """For whom it is."""
        return next(audience for audience, choice in self.audiences.items() if choice.isChecked())

    @property
    def chosen_format(self) -> ExportFormat:
        """As what it is."""
        return ExportFormat(self.format.currentData())

    @property
    def site_ids(self) -> tuple[int, ...] | None:
        """Which sites, None for all."""
        return self._selected if self.scope.currentData() == _SELECTED else None

    @Slot()
    def _on_choice(self) -> None:
        self._suggest()
        self._preview()

    @Slot()
    def _on_named(self) -> None:
        self._named_by_hand, self._confirmed = True, False
        self._show_ready()

    def _suggest(self) -> None:
        if self._named_by_hand or self._session.project is None:
            return
        stem = self._session.project.path.stem
        audience = i18n.name_of(self.audience).lower()
        suffix = KINDS[self.chosen_format].suffix
        kind = i18n.label("export_stem", self.chosen_format.value)
        self.path.setText(str(self._folder / f"{stem}-{kind}-{audience}-{date.today():%Y-%m-%d}{suffix}"))

    @Slot()
    def _on_browse(self) -> None:
        self._chooser = QFileDialog(self, tr("Where shall the file lie?"), self.path.text())
        self._chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._chooser.setDefaultSuffix(KINDS[self.chosen_format].suffix.lstrip("."))
        self._chooser.fileSelected.connect(self._on_file)
        self._chooser.open()

    @Slot(str)
    def _on_file(self, name: str) -> None:
        self._named_by_hand = self._confirmed = True  # the chooser has asked about replacing
        self.path.setText(name)
        self._show_ready()

    # preview --------------------------------------------------------------------------------

    def _preview(self) -> None:
        project = self._session.project
        if project is None:
            return
        self._show_preview(None)
        audience, format_, site_ids = self.audience, self.chosen_format, self.site_ids
        if format_ is ExportFormat.PARCELS and audience is Audience.INTERNAL:
            self.released = len(self._session.snapshot.parcels)
            self.preview_text.setText(
                ntr(
                    "{count} parcel with all its figures goes out.",
                    "{count} parcels with all their figures go out.",
                    self.released,
                )
            )
            self.withheld_text.hide()
            self._session.jobs.forget("gate")
            self._show_ready()
            return

        def work(progress: Progress) -> Any:
            return gate.preview(project, audience, site_ids=site_ids, today=date.today())

        self._session.jobs.read("gate", work, owner=self, done=self._on_gate, failed=self._on_gate_failed)

    def _on_gate(self, answer: tuple[int, tuple[tuple[str, str], ...]]) -> None:
        self._show_preview(answer)

    def _on_gate_failed(self, error: Exception) -> None:
        self.show_error(error)

    def _show_preview(self, answer: tuple[int, tuple[tuple[str, str], ...]] | None) -> None:
        if answer is None:
            self.released = None
            self.preview_text.setText(tr("Checking what may go out …"))
            self.withheld_text.hide()
            set_role(self.preview, "notice", "info")
            self._show_ready()
            return
        self.released, withheld = answer
        self.preview_text.setText(ntr("{count} site goes out.", "{count} sites go out.", self.released))
        reasons = Counter(reason for _, reason in withheld)
        lines = [
            f"• {i18n.label('withheld', reason)}: {i18n.number(count)}"
            for reason, count in reasons.most_common()
        ]
        if lines:
            lines.insert(0, ntr("{count} is held back:", "{count} are held back:", len(withheld)))
        self.withheld_text.setText("\n".join(lines))
        self.withheld_text.setVisible(bool(lines))
        set_role(self.preview, "notice", "info" if self.released else "warn")
        self._show_ready()

    def _show_ready(self) -> None:
        words = self.path.text().strip()
        there = bool(words) and not self._confirmed and Path(words).expanduser().is_file()
        self._replaced.setVisible(there)
        self.show_error("")
        self.export.setEnabled(bool(self.released) and bool(words))

    @Slot()
    def _on_export(self) -> None:
        path = Path(self.path.text().strip()).expanduser()
        if not path.parent.is_dir():
            self.show_error(tr("There is no folder {folder}.", folder=str(path.parent)))
            return
        self.wanted.emit(self.chosen_format, path, self.audience, self.site_ids)
        self.accept()
