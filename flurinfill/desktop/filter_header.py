"""Headings with a filter below each: words, a range of numbers or days, or some states."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QMenu, QPushButton, QWidget

from flurinfill.desktop.arranging import Column
from flurinfill.desktop.widgets import set_role
from flurinfill.i18n import tr
from flurinfill.usecases import filters
from flurinfill.usecases.filters import AnyOf, ColumnFilter, Kind

_TYPING_MS = 200
_GAP = 2


class FilterHeader(QHeaderView):
    """Horizontal headings; :meth:`show_filters` opens the line of filters below them.

    Signals
    -------
    filtered : str, ColumnFilter or None
        The user set the filter of a column, or took it off.
    left :
        The user wants back to the rows (Esc or Down).
    """

    filtered = Signal(str, object)
    left = Signal()

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = tuple(columns)
        self._rules: dict[str, ColumnFilter] = {}
        self._shown = False
        self.editors: dict[int, TextEditor | ChoiceEditor] = {}
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setSortIndicatorShown(True)
        self.setSortIndicatorClearable(True)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setStretchLastSection(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionResized.connect(self._place)
        self.sectionMoved.connect(self._on_order)
        self.geometriesChanged.connect(self._place)

    # content ------------------------------------------------------------------------------

    @property
    def filters_shown(self) -> bool:
        """Whether the line of filters is open."""
        return self._shown

    def show_filters(self, on: bool) -> None:
        """Open or close the line of filters."""
        self._shown = on
        self._make_editors()
        self.updateGeometries()
        self.geometriesChanged.emit()  # the view leaves room for it

    def set_rules(self, rules: Mapping[str, ColumnFilter]) -> None:
        """Show these filters; nobody is told."""
        self._rules = dict(rules)
        for number, editor in self.editors.items():
            editor.show_rule(self._rules.get(self._columns[number].name))

    def retranslate(self) -> None:
        """Set every text anew."""
        for number, editor in self.editors.items():
            editor.retranslate()
            editor.show_rule(self._rules.get(self._columns[number].name))

    def focus_filter(self, number: int) -> None:
        """Go to the filter of a column, or to the first one that is seen."""
        if number not in self.editors or self.isSectionHidden(number):
            seen = [n for n in self._in_order() if n in self.editors]
            number = seen[0] if seen else -1
        if number in self.editors:
            self.editors[number].setFocus(Qt.FocusReason.ShortcutFocusReason)

    # layout -------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Be higher while the filters are shown."""
        size = super().sizeHint()
        if self._shown:
            size.setHeight(size.height() + self._line())
        return size

    def updateGeometries(self) -> None:
        """Keep room below the headings for the filters."""
        self.setViewportMargins(0, 0, 0, self._line() if self._shown else 0)
        super().updateGeometries()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the filters at the lower edge."""
        super().resizeEvent(event)
        self._place()

    @Slot()
    def follow(self) -> None:
        """Move the filters with their columns."""
        self._place()

    def _line(self) -> int:
        return max((editor.sizeHint().height() for editor in self.editors.values()), default=0) + 2 * _GAP

    def _in_order(self) -> list[int]:
        """Columns that are shown, from left to right."""
        shown = (self.logicalIndex(place) for place in range(self.count()))
        return [number for number in shown if not self.isSectionHidden(number)]

    def _make_editors(self) -> None:
        if not self._shown:
            for editor in self.editors.values():
                editor.hide()
            return
        for number in self._in_order():
            if number not in self.editors and number < len(self._columns):
                self.editors[number] = self._make(number)
        self._on_order()

    def _make(self, number: int) -> TextEditor | ChoiceEditor:
        entry = self._columns[number]
        kind = ChoiceEditor if entry.kind is Kind.CHOICE else TextEditor
        editor = kind(entry, self)
        editor.retranslate()
        editor.show_rule(self._rules.get(entry.name))
        editor.changed.connect(self._on_changed)
        editor.left.connect(self.left)
        editor.installEventFilter(self)
        return editor

    @Slot()
    def _on_order(self) -> None:
        """Put the filters into the order of the columns, for the eye and for the Tab key."""
        seen = [self.editors[number] for number in self._in_order() if number in self.editors]
        for one, other in itertools.pairwise(seen):
            QWidget.setTabOrder(one, other)
        self._place()

    @Slot()
    def _place(self) -> None:
        if not self._shown:
            return
        top, height = self.height() - self._line() + _GAP, self._line() - 2 * _GAP
        for number, editor in self.editors.items():
            hidden = self.isSectionHidden(number)
            editor.setVisible(not hidden)
            if not hidden:
                left = self.sectionViewportPosition(number)
                editor.setGeometry(left + _GAP, top, max(self.sectionSize(number) - 2 * _GAP, 0), height)

    # what happens -------------------------------------------------------------------------

    @Slot(str, object)
    def _on_changed(self, name: str, rule: ColumnFilter | None) -> None:
        self._rules.pop(name, None)
        if rule is not None:
            self._rules[name] = rule
        self.filtered.emit(name, rule)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring the column of a filter into sight when the filter is gone to."""
        if event.type() == QEvent.Type.FocusIn:
            number = next((n for n, editor in self.editors.items() if editor is watched), -1)
            view = self.parent()
            if number >= 0 and view is not None:
                bar = view.horizontalScrollBar()
                left = self.sectionViewportPosition(number)
                right = left + self.sectionSize(number) - self.viewport().width()
                bar.setValue(bar.value() + (min(left, 0) or max(min(right, left), 0)))
        return super().eventFilter(watched, event)


class TextEditor(QLineEdit):
    """Filter by words, numbers or days.

    Signals
    -------
    changed : str, ColumnFilter or None
        Column and its filter.
    left :
        Back to the rows.
    """

    changed = Signal(str, object)
    left = Signal()

    def __init__(self, entry: Column, parent: QWidget) -> None:
        super().__init__(parent)
        self._entry = entry
        self._rule: ColumnFilter | None = None
        self.setProperty("role", "filter")
        self.setClearButtonEnabled(True)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._read)
        self.textEdited.connect(self._on_edited)
        self.returnPressed.connect(self._read)

    def retranslate(self) -> None:
        """Set every text anew."""
        title = self._entry.title()
        self.setAccessibleName(tr("Filter “{title}”", title=title))
        kind = self._entry.kind
        if kind is Kind.TEXT:
            tip = tr("Contains these words; – for nothing in it, * for anything")
        elif kind is Kind.DATE:
            tip = tr("A day, month or year, a range (1.3.2026 – 31.3.2026), ≤ today-28, this week; – or *")
        else:
            tip = tr("A number or a range: 400-800, ≥ 400, ≤ 800; – for nothing in it, * for anything")
        self.setToolTip(tip)
        self.setPlaceholderText("" if kind is Kind.TEXT else tr("from – to"))

    def show_rule(self, rule: ColumnFilter | None) -> None:
        """Show a filter; nobody is told."""
        self._typing.stop()
        if rule == self._rule and self.hasFocus():
            return  # what is being typed stays as it is
        self._rule = rule
        self.setText("" if rule is None else filters.text_of(rule, self._entry.kind))
        self._mark(good=True)

    @Slot()
    def _on_edited(self) -> None:
        self._typing.start()

    @Slot()
    def _read(self) -> None:
        self._typing.stop()
        try:
            rule = filters.parse(self.text(), self._entry.kind)
        except ValueError:
            self._mark(good=False)
            return
        self._mark(good=True)
        if rule != self._rule:
            self._rule = rule
            self.changed.emit(self._entry.name, rule)

    def _mark(self, *, good: bool) -> None:
        set_role(self, "state", ("set" if self._rule is not None else "") if good else "bad")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the filter, then leaves it; Down leaves it."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._read()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self._read()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ChoiceEditor(QPushButton):
    """Filter by some of the states of a column.

    Signals
    -------
    changed : str, ColumnFilter or None
        Column and its filter.
    left :
        Back to the rows.
    """

    changed = Signal(str, object)
    left = Signal()

    def __init__(self, entry: Column, parent: QWidget) -> None:
        super().__init__(parent)
        self._entry = entry
        self._rule: ColumnFilter | None = None
        self.setProperty("role", "filter")
        self.setAutoDefault(False)
        self._menu = StayingMenu(self)
        self.setMenu(self._menu)
        self._all = self._menu.addAction("")
        self._all.triggered.connect(self._on_all)
        self._menu.addSeparator()
        self.choices: dict[str, QAction] = {}
        for code in (*entry.codes, ""):
            action = self._menu.addAction("")
            action.setCheckable(True)
            action.toggled.connect(self._on_toggled)
            self.choices[code] = action

    def retranslate(self) -> None:
        """Set every text anew."""
        title = self._entry.title()
        self.setAccessibleName(tr("Filter “{title}”", title=title))
        self._all.setText(tr("Show all"))
        for code, action in self.choices.items():
            action.setText(self._entry.shown(code) if code else tr("– nothing in it"))
        self._show_words()

    def show_rule(self, rule: ColumnFilter | None) -> None:
        """Show a filter; nobody is told."""
        self._rule = rule
        codes = self._codes()
        for code, action in self.choices.items():
            action.blockSignals(True)
            action.setChecked(code in codes)
            action.blockSignals(False)
        self._show_words()

    def _codes(self) -> frozenset[str]:
        if isinstance(self._rule, AnyOf):
            return self._rule.codes
        if isinstance(self._rule, filters.Filled):
            return frozenset(code for code in self.choices if bool(code) == self._rule.filled)
        return frozenset()

    def _show_words(self) -> None:
        names = [action.text() for action in self.choices.values() if action.isChecked()]
        words = names[0] if len(names) == 1 else tr("{count} chosen", count=len(names))
        self.setText(f" {words if names else tr('all')}")  # Qt drops the padding beside a menu's arrow
        self.setToolTip(", ".join(names) or tr("Show only some of them"))
        set_role(self, "state", "set" if names else "")

    @Slot()
    def _on_all(self) -> None:
        self._set(None)

    @Slot()
    def _on_toggled(self) -> None:
        codes = frozenset(code for code, action in self.choices.items() if action.isChecked())
        self._set(AnyOf(codes) if codes else None)

    def _set(self, rule: ColumnFilter | None) -> None:
        self.show_rule(rule)
        self.changed.emit(self._entry.name, rule)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes the filter off, then leaves it; Down opens the list."""
        if event.key() == Qt.Key.Key_Escape:
            if self._rule is not None:
                self._set(None)
            else:
                self.left.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showMenu()
        else:
            super().keyPressEvent(event)


class StayingMenu(QMenu):
    """A menu that stays open while its entries are ticked."""

    def mouseReleaseEvent(self, event: object) -> None:
        """Tick without closing."""
        if not self._tick():
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks without closing, Return ticks and closes."""
        if event.key() != Qt.Key.Key_Space or not self._tick():
            super().keyPressEvent(event)

    def _tick(self) -> bool:
        action = self.activeAction()
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True
