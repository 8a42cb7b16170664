"""The recipes above the pages of the export: chosen, saved under a name, renamed, deleted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from flurinfill.desktop import icons
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.dialogs.naming import NamingDialog
from flurinfill.desktop.widgets import button, choice_box, row, text
from flurinfill.i18n import tr
from flurinfill.model.errors import FlurinfillError
from flurinfill.model.recipes import Recipe
from flurinfill.reports import given_fields
from flurinfill.usecases.recipes import kinds_of, title_of


class RecipeBar(Adaptive, QWidget):
    """A box of recipes, and what can be done with them.

    Signals
    -------
    chosen : Recipe
    save_asked, rename_asked, remove_asked :
        About the recipe that is shown.
    """

    chosen = Signal(object)
    save_asked = Signal()
    rename_asked = Signal()
    remove_asked = Signal()

    def __init__(self, recipes: Sequence[Recipe], *, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipes, self._writable = tuple(recipes), writable
        line = row(self)
        self._label, self.box, self._changed = QLabel(), choice_box(), text("muted")
        self._label.setBuddy(self.box)
        self.save, self.rename, self.remove = button(), button(), button()
        line.addWidget(self._label)
        line.addWidget(self.box, 1)
        line.addWidget(self._changed)
        for push in (self.save, self.rename, self.remove):
            line.addWidget(push)
        self.box.activated.connect(self._on_activated)
        self.save.clicked.connect(self.save_asked)
        self.rename.clicked.connect(self.rename_asked)
        self.remove.clicked.connect(self.remove_asked)
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self._label.setText(tr("Recipe"))
        self.box.setAccessibleName(tr("Recipe"))
        self._changed.setText(tr("changed"))
        self.save.setText(tr("Save …"))
        self.rename.setText(tr("Rename …"))
        self.remove.setText(tr("Delete"))
        self._fill(self.box.currentIndex())

    def restyle(self) -> None:
        """Set the icons anew."""
        self._fill(self.box.currentIndex())

    def _fill(self, chosen: int) -> None:
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.addItem(tr("Own choice"))
            for recipe in self._recipes:
                self.box.addItem(icons.icon(_icon(recipe)), title_of(recipe))
            self.box.setCurrentIndex(max(chosen, 0))
        self.show_changed(False)

    @property
    def recipe(self) -> Recipe | None:
        """The recipe that is shown; None for a choice without a name."""
        at = self.box.currentIndex() - 1
        return self._recipes[at] if 0 <= at < len(self._recipes) else None

    def show_recipes(self, recipes: Sequence[Recipe], shown: str) -> None:
        """Offer other recipes, and show the own one of this title."""
        self._recipes = tuple(recipes)
        titles = [recipe.title for recipe in self._recipes]
        self._fill(titles.index(shown) + 1 if shown and shown in titles else 0)

    def show_changed(self, changed: bool) -> None:
        """Say whether something was chosen that the recipe does not say."""
        recipe = self.recipe
        own = self._writable and recipe is not None and recipe.recipe_id is not None
        self._changed.setVisible(changed and recipe is not None)
        self.save.setEnabled(self._writable)
        self.rename.setEnabled(own)
        self.remove.setEnabled(own)

    @Slot()
    def _on_activated(self) -> None:
        self.show_changed(False)
        if self.recipe is not None:
            self.chosen.emit(self.recipe)


def _icon(recipe: Recipe) -> str:
    if not recipe.readable:
        return "warning"
    return "export" if recipe.code else "bookmark"


class RecipeNameDialog(NamingDialog):
    """Asks for the name of a recipe: of a ``new`` one, which may replace another, or another name of one."""

    def __init__(
        self, suggestion: str, taken: Sequence[str], *, new: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(suggestion, taken, parent, replaces=new)
        self._new = new
        self.settle()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.show_words(
            tr("Save the recipe") if self._new else tr("Rename the recipe"),
            tr("Audience, files, fields and sites are kept in the project, for everybody who works on it."),
            tr("Name of the recipe"),
        )

    def remarks(self, taken: bool) -> Sequence[str]:
        """Say what is replaced, or that the name is taken."""
        if not taken:
            return ()
        if self._new:
            return (tr("There is a recipe of this name; it is replaced."),)
        return (tr("There is a recipe of this name."),)


def refused(recipe: Recipe) -> FlurinfillError | str:
    """Say what of a recipe cannot be done here: it may be of a newer program, or changed by hand."""
    try:
        kinds_of(recipe)
        given_fields.granted(recipe.audience, recipe.fields)
    except FlurinfillError as error:
        return error
    return ""
