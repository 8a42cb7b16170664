"""The form of a site: everything about its plot, by group, with the origin of every value."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QToolButton, QWidget

from flurinfill import i18n
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.field_row import FieldRow, Typed
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import EmptyState, button, card, column, row, scrolling, text
from flurinfill.i18n import tr
from flurinfill.model.errors import SealedError
from flurinfill.model.progress import Progress
from flurinfill.model.site_fields import FIELDS, SITE_FIELDS, FieldGroup, FieldValue, Value
from flurinfill.project import operations, queries

_JOB = "site-form"


class SiteForm(Adaptive, QWidget):
    """Shows and takes the details of one site.

    Signals
    -------
    unlock_asked :
        The user wants to unlock the personal data.
    put_aside : str, str
        What was typed for this case could not be entered; which fields, and why.
    """

    unlock_asked = Signal()
    put_aside = Signal(str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._site_id: int | None = None
        self._case_no = ""
        self._version = 0
        self._drafts: dict[int, dict[str, Typed]] = {}
        self._stale = False
        self.rows: dict[str, FieldRow] = {}
        self.groups: dict[FieldGroup, FieldCard] = {}
        self._build()
        session.closed.connect(self._forget)
        self.settle()

    def _build(self) -> None:
        layout = column(self, margin=0)
        self.empty = EmptyState("details")
        content = QWidget()
        body = column(content)
        self._hint = text("muted", wrap=True)
        body.addWidget(self._hint)
        for group in FieldGroup:
            self.groups[group] = FieldCard(group)
            body.addWidget(self.groups[group])
        for field in SITE_FIELDS:
            self.rows[field.name] = FieldRow(field)
            self.rows[field.name].entered.connect(self._on_entered)
            self.groups[field.group].add(self.rows[field.name])
        for entry in self.groups.values():
            entry.locked.clicked.connect(self.unlock_asked)
        body.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._area = scrolling(content)
        self._stack.addWidget(self._area)
        layout.addWidget(self._stack)

    def retranslate(self) -> None:
        """Set every text anew."""
        self._hint.setText(tr("Nothing is mandatory. An own value counts before a measured one."))
        self.empty.show_texts(
            tr("No site selected"), tr("Select a site in the table or on the map to see its facts.")
        )
        self._show_village()

    def restyle(self) -> None:
        """Set every icon anew."""
        self.empty.redraw()

    # content ------------------------------------------------------------------------------

    def show_site(self, site_id: int | None) -> None:
        """Show the details of a site (None: of none)."""
        if site_id != self._site_id and not self.flush():
            self._put_aside()
        snapshot = self._session.snapshot
        known = snapshot is not None and site_id is not None and site_id in snapshot.work.sites.index
        another = (site_id if known else None) != self._site_id
        self._site_id = site_id if known else None
        if known:
            site = snapshot.work.sites.loc[site_id]
            seen, self._case_no = int(site["version"]), str(site["case_no"])
            self._version = seen if another else max(seen, self._version)
        if another:
            for entry in self.groups.values():
                entry.forget()
        self._stale = True
        self._stack.setCurrentIndex(0 if self._site_id is None else self._stack.currentIndex())
        self._read_if_seen()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was put off."""
        super().showEvent(event)
        self._read_if_seen()

    def _read_if_seen(self) -> None:
        if not self.isVisible() or not self._stale:
            return
        self._stale = False
        project, site_id = self._session.project, self._site_id
        self._session.jobs.forget(_JOB)
        if project is None or site_id is None:
            return

        def work(progress: Progress) -> tuple[int, dict[str, FieldValue]]:
            return site_id, queries.site_fields(project, site_id)

        self._session.jobs.read(_JOB, work, owner=self, done=self._on_read, failed=self._on_failed)

    def _on_read(self, answer: tuple[int, dict[str, FieldValue]]) -> None:
        site_id, values = answer
        if site_id != self._site_id:
            return
        for name, entry in self.rows.items():
            entry.setVisible(name in values)
            if name in values:
                entry.show_value(values[name], writable=self._session.writable)
        self._show_village()
        for name, typed in self._drafts.pop(site_id, {}).items():
            self.rows[name].bring_back(typed)
        access = self._session.snapshot.work.access
        for group in self.groups.values():
            group.show_state(sealed=access.sealed)
        self._stack.setCurrentIndex(1)

    def _show_village(self) -> None:
        """Where no village is known, lists and papers name the cadastral district."""
        site_id, snapshot = self._site_id, self._session.snapshot
        if site_id is None or snapshot is None or site_id not in snapshot.work.sites.index:
            return
        village = snapshot.work.sites.loc[site_id, "village"]
        words = tr("{name} (by the cadastral district)", name=village) if village else ""
        self.rows["district"].editor.show_instead(words)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, SealedError):  # locked in the middle of it
            self._session.refused.emit(error)

    # what happens -------------------------------------------------------------------------

    @Slot(str, object, str)
    def _on_entered(self, name: str, value: Value | None, source: str) -> None:
        done = self._session.apply(
            operations.set_site_field, self._site_id, name, value, source=source, version=self._version
        )
        if done:
            self._version += 1  # the operation counted it up; the next one may come before the news
        elif value is not None:
            self.rows[name].keep()

    @Slot()
    def flush(self) -> bool:
        """Enter what is typed; False when something could not be."""
        for entry in self.rows.values():
            entry.commit()
        return not any(entry.dirty for entry in self.rows.values())

    def _put_aside(self) -> None:
        """Keep what was refused until its site is shown again, and say why."""
        typed = {name: entry.put_aside() for name, entry in self.rows.items() if entry.dirty}
        if self._site_id is None or not typed:
            return
        self._drafts[self._site_id] = typed
        names = ((i18n.label("site_field", name), one.why) for name, one in typed.items())
        self.put_aside.emit(
            self._case_no, "; ".join(f"{name} – {why.rstrip('.')}" if why else name for name, why in names)
        )

    @Slot()
    def _forget(self) -> None:
        """What was typed belongs to the project that is closed."""
        self._drafts.clear()
        for entry in self.rows.values():
            entry.give_up()
        self._site_id = None


class FieldCard(Adaptive, QWidget):
    """The fields of a group below a heading that folds; an empty group is folded."""

    def __init__(self, group: FieldGroup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = group
        self._rows: list[FieldRow] = []
        self._by_user: bool | None = None
        frame = card()
        column(self, margin=0).addWidget(frame)
        layout = column(frame, margin=GRID + 4, spacing=GRID // 2)
        head = row()
        self.head = QToolButton()
        self.head.setCheckable(True)
        self.head.setProperty("role", "fold")
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.head.clicked.connect(self._on_clicked)
        self._count = text("small")
        head.addWidget(self.head)
        head.addStretch(1)
        head.addWidget(self._count)
        layout.addLayout(head)
        self.body = QWidget()
        self._lines = column(self.body, margin=0, spacing=GRID // 2)
        self.locked = button("link")
        layout.addWidget(self.body)
        layout.addWidget(self.locked, 0, Qt.AlignmentFlag.AlignLeft)
        self.locked.hide()
        self.settle()

    def add(self, entry: FieldRow) -> None:
        """Take a field."""
        self._rows.append(entry)
        self._lines.addWidget(entry)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.head.setText(f" {i18n.name_of(self.group)}")
        self.locked.setText(tr("Some details are locked; unlock …"))
        self._show_count()

    def restyle(self) -> None:
        """Set the arrow anew."""
        self._fold(self.head.isChecked())

    def forget(self) -> None:
        """Another site: fold what is empty there."""
        self._by_user = None

    def show_state(self, *, sealed: bool) -> None:
        """Fold or open by what is in it."""
        opened = any(entry.filled for entry in self._rows) if self._by_user is None else self._by_user
        has_sealed = any(FIELDS[entry.field.name].sealed for entry in self._rows)
        self.locked.setProperty("wanted", sealed and has_sealed)
        self._fold(opened)
        self._show_count()

    @property
    def opened(self) -> bool:
        """The fields are seen."""
        return self.head.isChecked()

    def _fold(self, opened: bool) -> None:
        self.head.setChecked(opened)
        self.head.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self.body.setVisible(opened)
        self.locked.setVisible(opened and bool(self.locked.property("wanted")))

    def _show_count(self) -> None:
        filled = sum(entry.filled for entry in self._rows)
        words = tr("{filled} of {total}", filled=filled, total=len(self._rows))
        self._count.setText(words if filled else tr("empty"))
        self.head.setAccessibleName(f"{i18n.name_of(self.group)}, {self._count.text()}")

    @Slot()
    def _on_clicked(self) -> None:
        self._by_user = self.head.isChecked()
        self._fold(self._by_user)
