"""The second page of the export: which fields leave; those that may not, with the reason."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor, QIcon
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from flurinfill import i18n
from flurinfill.desktop import icons, theme
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, column, row, text
from flurinfill.i18n import tr
from flurinfill.model.audience import Audience
from flurinfill.reports import given_fields
from flurinfill.reports.fields import heading

FIELD, REMARK = range(2)
_ROLE = Qt.ItemDataRole.UserRole


class FieldsPage(Adaptive, QWidget):
    """Fields in groups, to be ticked.

    Signals
    -------
    changed :
        A field was chosen or left out.
    """

    changed = Signal()

    def __init__(self, audience: Audience, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._audience = audience
        self._left_out: set[str] = set()
        page = column(self)
        line = row()
        self._remark = text("muted", wrap=True)
        self.all, self.none = button(), button()
        self.all.clicked.connect(self._on_all)
        self.none.clicked.connect(self._on_none)
        line.addWidget(self._remark, 1)
        line.addWidget(self.all, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.none, 0, Qt.AlignmentFlag.AlignTop)
        page.addLayout(line)
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setUniformRowHeights(True)
        self.tree.setMinimumHeight(16 * GRID)
        self.tree.header().setSectionResizeMode(FIELD, QHeaderView.ResizeMode.ResizeToContents)
        self._items: dict[str, QTreeWidgetItem] = {}
        for group, names in given_fields.GROUPS.items():
            head = QTreeWidgetItem(self.tree)
            head.setData(FIELD, _ROLE, group)
            for name in names:
                self._items[name] = QTreeWidgetItem(head)
                self._items[name].setData(FIELD, _ROLE, name)
        self.tree.expandAll()
        self.tree.itemChanged.connect(self._on_item)
        page.addWidget(self.tree, 1)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self._remark.setText(tr("What names a plot always goes out. Everything else can be left out."))
        self.all.setText(tr("Choose all"))
        self.none.setText(tr("Leave all out"))
        self.tree.setAccessibleName(tr("Fields"))
        self.tree.setHeaderLabels([tr("Field"), tr("Goes out?")])
        with QSignalBlocker(self.tree):
            for at in range(self.tree.topLevelItemCount()):
                head = self.tree.topLevelItem(at)
                head.setText(FIELD, i18n.label("field_group", head.data(FIELD, _ROLE)))
            for name, item in self._items.items():
                item.setText(FIELD, heading(name))
        self._show()

    def restyle(self) -> None:
        """Set the icons anew."""
        self._show()

    @property
    def fields(self) -> tuple[str, ...] | None:
        """Chosen fields; None for all that the audience may have."""
        choosable = given_fields.choosable(self._audience)
        chosen = tuple(name for name in choosable if name not in self._left_out)
        return None if len(chosen) == len(choosable) else chosen

    def show_audience(self, audience: Audience) -> None:
        """Show what another audience may have."""
        if audience is not self._audience:
            self._audience = audience
            self._show()

    def choose(self, fields: Iterable[str] | None) -> None:
        """Choose these fields; None for all that the audience may have."""
        self._left_out = set() if fields is None else given_fields.KNOWN - set(fields)
        self._show()

    def _show(self) -> None:
        choosable = set(given_fields.choosable(self._audience))
        self.all.setEnabled(bool(choosable))
        self.none.setEnabled(bool(choosable))
        given = given_fields.granted(self._audience, self.fields)
        with QSignalBlocker(self.tree):
            for name, item in self._items.items():
                self._show_one(item, name, free=name in choosable, given=name in given)

    def _show_one(self, item: QTreeWidgetItem, name: str, *, free: bool, given: bool) -> None:
        ticks = Qt.ItemFlag.ItemIsUserCheckable
        item.setFlags(item.flags() | ticks if free else item.flags() & ~ticks)
        ticked = Qt.CheckState.Checked if given else Qt.CheckState.Unchecked
        item.setData(FIELD, Qt.ItemDataRole.CheckStateRole, ticked if free else None)
        remark = given_fields.why_not(name, self._audience, given_fields.allowed(self._audience))
        words = i18n.label("not_given", remark) if remark else ""
        if given and not free:
            other = given_fields.in_other_words(name, self._audience)
            words = i18n.label("not_given", other) if other else tr("Always")
        item.setText(REMARK, words)
        item.setToolTip(REMARK, words)
        item.setIcon(FIELD, QIcon() if free else icons.icon("check" if given else "lock", "muted"))
        colours = theme.colours()
        for at in (FIELD, REMARK):
            item.setForeground(at, QBrush(QColor(colours.muted if remark else colours.text)))

    @Slot(QTreeWidgetItem, int)
    def _on_item(self, item: QTreeWidgetItem, _column: int) -> None:
        name = item.data(FIELD, _ROLE)
        if item.checkState(FIELD) == Qt.CheckState.Checked:
            self._left_out.discard(name)
        else:
            self._left_out.add(name)
        self.changed.emit()

    @Slot()
    def _on_all(self) -> None:
        self.choose(None)
        self.changed.emit()

    @Slot()
    def _on_none(self) -> None:
        self.choose(())
        self.changed.emit()
