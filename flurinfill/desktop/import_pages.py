"""The pages of the import assistant after that of the files: contents, owners, run, report."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QWidget,
)

from flurinfill import i18n
from flurinfill.cadastre.readers.layers import LayerInfo
from flurinfill.cadastre.reading import SourceDescription
from flurinfill.cadastre.sources import Format
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.dialogs.findings import FindingsView
from flurinfill.desktop.dialogs.new_passphrase import NewPassphrase
from flurinfill.desktop.mapping_form import MappingForm
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import IconLabel, card, clear, column, row, scrolling, text
from flurinfill.i18n import ntr, tr
from flurinfill.usecases.importing import ImportReport


class ContentsPage(Adaptive, QWidget):
    """What is in the files; for foreign data the mapping, guessed and correctable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sources: list[SourceDescription] = []
        layout = column(self, margin=0)
        content = QWidget()
        body = column(content, margin=0)
        self._list = column(margin=0)
        self._mapping_title, self._mapping_words = text("section"), text("muted", wrap=True)
        self.mapping = MappingForm()
        for part in (self._mapping_title, self._mapping_words, self.mapping):
            body.addWidget(part)
        body.addSpacing(GRID)
        body.addLayout(self._list)
        body.addStretch(1)
        area = scrolling(content)
        content.setProperty("role", "")
        layout.addWidget(area)
        self.settle()

    @property
    def foreign(self) -> bool:
        """True when layers must be mapped."""
        return any(source.format is Format.OGR for source in self._sources)

    @property
    def may_have_owners(self) -> bool:
        """True when owners can be in the files."""
        return any(source.format is Format.NAS for source in self._sources)

    def retranslate(self) -> None:
        """Set every text anew."""
        self._mapping_title.setText(tr("Which layer is what?"))
        self._mapping_words.setText(
            tr("Guessed from names and shapes. Please check, and correct what is wrong.")
        )
        self._show()

    def show_sources(self, sources: list[SourceDescription]) -> None:
        """Describe these sources."""
        self._sources = sources
        self._show()

    def _show(self) -> None:
        clear(self._list)
        for source in self._sources:
            self._list.addWidget(_source_card(source))
        for part in (self._mapping_title, self._mapping_words, self.mapping):
            part.setVisible(self.foreign)


class OwnersPage(Adaptive, QWidget):
    """Owners come along only into an open protected area.

    Signals
    -------
    changed :
        See :attr:`ready`.
    """

    changed = Signal()

    def __init__(self, *, has_vault: bool, sealed: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_vault, self._sealed = has_vault, sealed
        layout = column(self, margin=0)
        self._words = text(wrap=True)
        layout.addWidget(self._words)
        self.take, self.leave = QRadioButton(), QRadioButton()
        self.take.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self.take)
        group.addButton(self.leave)
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.textChanged.connect(self._on_changed)
        self.new_secret = NewPassphrase()
        self.new_secret.changed.connect(self._on_changed)
        self._left_words = text("small", wrap=True)
        layout.addWidget(self.take)
        layout.addWidget(self.secret)
        layout.addWidget(self.new_secret)
        layout.addWidget(self.leave)
        layout.addWidget(self._left_words)
        layout.addStretch(1)
        group.buttonToggled.connect(self._on_changed)
        self.settle()

    @property
    def open(self) -> bool:
        """True when the protected area is open already."""
        return self._has_vault and not self._sealed

    @property
    def ready(self) -> bool:
        """True when the import can start."""
        if self.open or self.leave.isChecked():
            return True
        return self.new_secret.good if not self._has_vault else bool(self.secret.text())

    @property
    def passphrase(self) -> str:
        """What opens or makes the protected area, ``""`` when owners are left out."""
        if self.open or self.leave.isChecked():
            return ""
        return self.secret.text() if self._has_vault else self.new_secret.passphrase

    def vault_made(self) -> None:
        """The protected area exists now and is open."""
        self._has_vault, self._sealed = True, False
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text anew."""
        if self.open:
            words = tr(
                "The personal data of this project is unlocked: owners are imported and kept encrypted."
            )
        elif self._has_vault:
            words = tr(
                "The files may name owners. They are kept encrypted, and the passphrase of the "
                "project is needed for that."
            )
        else:
            words = tr(
                "The files may name owners. They are kept encrypted in the project, protected by "
                "a passphrase that you choose now."
            )
        self._words.setText(words)
        self.take.setText(tr("Import the owners too"))
        self.leave.setText(tr("Leave the owners out"))
        self._left_words.setText(tr("They can be imported later, with the same files."))
        self.secret.setPlaceholderText(tr("Passphrase or recovery key"))
        self.secret.setAccessibleName(tr("Passphrase or recovery key"))
        self._show()

    @Slot()
    def _on_changed(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for choice in (self.take, self.leave, self._left_words):
            choice.setVisible(not self.open)
        wanted = not self.open and self.take.isChecked()
        self.secret.setVisible(wanted and self._has_vault)
        self.new_secret.setVisible(wanted and not self._has_vault)


class RunPage(Adaptive, QWidget):
    """How far the import is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(self, margin=0, spacing=2 * GRID)
        layout.addStretch(1)
        self._step, self._words = text("heading", wrap=True), text("muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        for part in (self._step, self.bar, self._words):
            layout.addWidget(part)
        layout.addStretch(2)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self._words.setText(
            tr(
                "Until everything is read and checked, nothing in the project changes. You can "
                "stop at any time."
            )
        )
        self.bar.setAccessibleName(tr("Progress of the import"))

    @Slot(str, int, int)
    def show_progress(self, step: str, done: int, total: int) -> None:
        """Show a step and how far it is."""
        self._step.setText(i18n.label("step", step) if step else tr("Reading the files"))
        self.bar.setRange(0, total)
        self.bar.setValue(done)


class ReportPage(Adaptive, QWidget):
    """What came in, and the data doctor's report."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: ImportReport | None = None
        layout = column(self, margin=0)
        self._counts, self._backup = text("strong", wrap=True), text("small", wrap=True, selectable=True)
        self._title = text("section")
        self.findings = FindingsView()
        for part in (self._counts, self._backup, self._title):
            layout.addWidget(part)
        layout.addWidget(self.findings, 1)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self._title.setText(tr("What the data doctor says"))
        if self._report is not None:
            self.show_report(self._report)

    def show_report(self, report: ImportReport) -> None:
        """Show a report."""
        self._report = report
        counts = report.counts
        parts = [ntr("{count} parcel", "{count} parcels", counts.get("parcels", 0))]
        if counts.get("buildings"):
            parts.append(ntr("{count} building", "{count} buildings", counts["buildings"]))
        if counts.get("land_use"):
            parts.append(ntr("{count} area of land use", "{count} areas of land use", counts["land_use"]))
        if counts.get("ways"):
            parts.append(ntr("{count} way", "{count} ways", counts["ways"]))
        if counts.get("owners"):
            parts.append(ntr("{count} owner", "{count} owners", counts["owners"]))
        self._counts.setText(" · ".join(parts))
        self._backup.setVisible(report.backup is not None)
        if report.backup is not None:
            self._backup.setText(tr("The project as it was before lies in {path}", path=str(report.backup)))
        self.findings.show_findings(report.findings)


def _source_card(source: SourceDescription) -> QFrame:
    frame = card()
    layout = row(frame, margin=GRID + 4, spacing=GRID + 4)
    picture = IconLabel(22)
    picture.show_icon("layers" if source.format is Format.OGR else "file", "accent")
    layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    lines = column(margin=0, spacing=2)
    name, kind = text("strong", wrap=True), text("muted")
    name.setText(source.name)
    kind.setText(
        {
            Format.NAS: tr("ALKIS in NAS format"),
            Format.SIMPLE: tr("ALKIS-vereinfacht"),
            Format.XPLAN: tr("Development plan in XPlanGML format"),
            Format.OGR: tr("Other layers"),
        }[source.format]
    )
    lines.addWidget(name)
    lines.addWidget(kind)
    if source.layers:
        about = text("small", wrap=True)
        about.setText(" · ".join(_layer_text(layer) for layer in source.layers))
        lines.addWidget(about)
        systems = sorted({layer.crs or tr("no coordinate system") for layer in source.layers})
        kind.setText(f"{kind.text()} · {', '.join(systems)}")
    layout.addLayout(lines, 1)
    return frame


def _layer_text(layer: LayerInfo) -> str:
    count = ntr("{count} object", "{count} objects", layer.count) if layer.count >= 0 else ""
    facts = ", ".join(fact for fact in ("" if layer.geometry else tr("no geometry"), count) if fact)
    return f"{layer.name} ({facts})" if facts else layer.name
