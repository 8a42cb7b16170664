"""Who may do what in the project, by the name of the account and a role."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QWidget

from flurinfill import i18n
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.row_list import RowList
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import button, choice_box, row, text
from flurinfill.i18n import tr
from flurinfill.model.errors import InputError
from flurinfill.model.roles import Role, check_users, role_of


class UsersDialog(Dialog):
    """Names users and their roles.

    Signals
    -------
    wanted : dict of str to Role
    """

    wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=76 * GRID)
        self._session = session
        self._own = session.project.user
        self._users = dict(session.project.users)
        self.list = RowList(height=20 * GRID)
        self.list.setSelectionMode(RowList.SelectionMode.SingleSelection)
        self.list.chosen_changed.connect(self._on_chosen)
        self.body.addWidget(self.list, 1)
        self.name, self.role = QLineEdit(self._own if not self._users else ""), choice_box()
        self.name.setMaxLength(100)
        self._labels = {self.name: QLabel(), self.role: QLabel()}
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field, label in self._labels.items():
            label.setBuddy(field)
            form.addRow(label, field)
        self.body.addLayout(form)
        self._meaning = text("muted", wrap=True)
        self.body.addWidget(self._meaning)
        self.enter, self.remove = button(), button()
        line = row()
        for push in (self.enter, self.remove):
            line.addWidget(push)
        line.addStretch(1)
        self.body.addLayout(line)
        self._warning = text("warn", wrap=True)
        self.body.addWidget(self._warning)
        self._guard = text("small", wrap=True)
        self.body.addWidget(self._guard)
        self._cancel, self.keep = self.add_button(), self.add_button(primary=True)
        self._cancel.clicked.connect(self.dismiss)
        self.enter.clicked.connect(self._on_enter)
        self.remove.clicked.connect(self._on_remove)
        self.keep.clicked.connect(self._on_keep)
        self.name.textChanged.connect(self._show)
        self.role.currentIndexChanged.connect(self._show)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.setWindowTitle(tr("Users and roles"))
        self.headline.setText(tr("Users and roles"))
        self.sentence.setText(
            tr("Without any user everybody may edit. As soon as one is named, all others only read.")
        )
        self.list.setAccessibleName(tr("Users"))
        for field, words in ((self.name, tr("Name of the account")), (self.role, tr("Role"))):
            self._labels[field].setText(words)
            field.setAccessibleName(words)
        chosen = self.role.currentIndex()
        self.role.blockSignals(True)
        self.role.clear()
        for role in Role:
            self.role.addItem(i18n.name_of(role), role.value)
        self.role.setCurrentIndex(max(chosen, 0))
        self.role.blockSignals(False)
        self.enter.setText(tr("Enter"))
        self.remove.setText(tr("Remove"))
        self._guard.setText(
            tr(
                "Roles guard against mistakes, not against somebody who opens the file with another program."
                " What concerns persons is guarded by the passphrase alone."
            )
        )
        self._cancel.setText(tr("Cancel"))
        self.keep.setText(tr("Keep"))
        self._fill()

    @property
    def users(self) -> dict[str, Role]:
        """The users as they stand in the list."""
        return dict(self._users)

    def _fill(self) -> None:
        names = sorted(self._users, key=str.casefold)
        rows = [[self._named(name), i18n.name_of(self._users[name])] for name in names]
        self.list.show_rows([tr("Name of the account"), tr("Role")], rows, names)
        self._show()

    def _named(self, name: str) -> str:
        return tr("{name} (you)", name=name) if name.casefold() == self._own.casefold() else name

    @Slot()
    def _show(self) -> None:
        allowed = self._session.keeps_privacy
        self._meaning.setText(i18n.label("role_meaning", self.role.currentData() or Role.EDIT.value))
        self.enter.setEnabled(allowed and bool(self.name.text().strip()))
        self.remove.setEnabled(allowed and bool(self.list.chosen()))
        self.keep.setEnabled(allowed)
        own = role_of(self._own, self._users)
        lost = own is not Role.EDIT
        words = i18n.label("own_role", own.value, user=self._own) if lost else ""
        self._warning.setText(words)
        self._warning.setVisible(lost)

    @Slot()
    def _on_chosen(self) -> None:
        chosen = self.list.chosen()
        if chosen:
            self.name.setText(chosen[0])
            self.role.setCurrentIndex(self.role.findData(self._users[chosen[0]].value))
        self._show()

    @Slot()
    def _on_enter(self) -> None:
        name = self.name.text().strip()
        same = [known for known in self._users if known.casefold() == name.casefold()]
        for known in same:
            del self._users[known]
        self._users[name] = Role(self.role.currentData())
        self.list.clearSelection()
        self.name.clear()
        self._fill()

    @Slot()
    def _on_remove(self) -> None:
        for name in self.list.chosen():
            del self._users[name]
        self.name.clear()
        self._fill()

    @Slot()
    def _on_keep(self) -> None:
        try:
            check_users(self._users, self._own)
        except InputError as error:
            self.show_error(error)
            return
        self.wanted.emit(self._users)
        self.accept()
