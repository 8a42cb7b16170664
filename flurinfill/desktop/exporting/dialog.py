"""Export: who is it for, which fields, what leaves exactly, which files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QLineEdit, QWidget

from flurinfill import i18n
from flurinfill.desktop.dialogs.base import Dialog
from flurinfill.desktop.exporting.choice_page import ChoicePage
from flurinfill.desktop.exporting.fields_page import FieldsPage
from flurinfill.desktop.exporting.pages import Pages
from flurinfill.desktop.exporting.preview_page import PreviewPage, summary
from flurinfill.desktop.exporting.recipe_bar import RecipeBar, RecipeNameDialog, refused
from flurinfill.desktop.session import Session
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.typed_paths import is_there, typed_path
from flurinfill.desktop.widgets import button, column, row, set_role, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.errors import InputError
from flurinfill.model.progress import Progress
from flurinfill.model.recipes import Recipe, Which
from flurinfill.model.roles import Role
from flurinfill.project import operations
from flurinfill.reports.comparison import Comparison, compare
from flurinfill.usecases.export_kinds import KINDS, Asked, ExportFormat
from flurinfill.usecases.file_names import file_name
from flurinfill.usecases.recipes import all_recipes
from flurinfill.usecases.site_choice import chosen_sites, kept_views, villages
from flurinfill.usecases.sizes import FileSize, file_sizes

CHOICE, FIELDS, PREVIEW = range(3)
_COMPARE, _SIZE = "export-comparison", "export-size"
_LOW, _LOWEST = 850, 700  # pixels of a screen
_REST_MS = 150  # after the last choice, before it is compared anew


@dataclass(frozen=True)
class Order:
    """What shall be written: the recipe, the selected sites in its place, the folder, names of the files."""

    recipe: Recipe
    site_ids: tuple[int, ...] | None
    folder: Path
    names: Mapping[ExportFormat, str]


class ExportDialog(Dialog):
    """Asks for an export and shows what the gate lets through.

    Signals
    -------
    wanted : Order
    """

    wanted = Signal(object)

    def __init__(
        self, session: Session, selected: Sequence[int], folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=104 * GRID, scrolls=True)
        self._session, self._selected = session, tuple(selected)
        self._chooser: QFileDialog | None = None
        self._found: Comparison | None = None
        self._applying = self._astray = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._compare)
        self._build(folder)
        self.settle()
        self._on_choice()
        self._rest.stop()
        self._compare()

    # layout ---------------------------------------------------------------------------------

    def _build(self, folder: Path) -> None:
        project = self._session.project
        places = [(Which.VIEW, name) for name in kept_views(project)]
        places += [(Which.VILLAGE, name) for name in villages(project)]
        closed = "read_only" if project.read_only else "reads" if project.role is Role.READ else ""
        self.bar = RecipeBar(all_recipes(project), writable=self._session.writable)
        self.bar.chosen.connect(self.apply)
        self.bar.save_asked.connect(self._on_save)
        self.bar.rename_asked.connect(self._on_rename)
        self.bar.remove_asked.connect(self._on_remove)
        self.body.addWidget(self.bar)
        self.choice = ChoicePage(closed, len(self._selected), places, sealed=project.sealed)
        self.fields = FieldsPage(self.choice.audience)
        self.preview = PreviewPage(project.sealed)
        self.choice.changed.connect(self._on_choice)
        self.choice.named.connect(self._show_ready)
        self.fields.changed.connect(self._on_choice)
        self.tabs = Pages()
        for page in (self.choice, self.fields, self.preview):
            self.tabs.addTab(page, "")
        self.tabs.show_current()
        self.tabs.currentChanged.connect(self._measure)
        self.body.addWidget(self.tabs, 1)
        self._build_foot(folder)

    def _build_foot(self, folder: Path) -> None:
        """What stays in sight where the pages scroll: what goes out, the folder, the buttons."""
        self.notice = QFrame()
        inside = column(self.notice, margin=GRID, spacing=2)
        self.preview_text, self.withheld_text = text("strong", wrap=True), text("small", wrap=True)
        inside.addWidget(self.preview_text)
        inside.addWidget(self.withheld_text)
        set_role(self.notice, "notice", "info")
        self._folder_label, self.folder, self._browse = QLabel(), QLineEdit(str(folder)), button()
        self._folder_label.setBuddy(self.folder)
        self.folder.textEdited.connect(self._show_ready)
        self._browse.clicked.connect(self._on_browse)
        line = row()
        line.addWidget(self._folder_label)
        line.addWidget(self.folder, 1)
        line.addWidget(self._browse)
        self.replaced = text("warn", wrap=True)
        self.replaced.hide()
        outer = self.layout()
        for at, part in enumerate((self.notice, line, self.replaced), outer.count() - 2):
            if part is line:
                outer.insertLayout(at, line)
            else:
                outer.insertWidget(at, part)
        self._cancel = self.add_button()
        self._cancel.clicked.connect(self.dismiss)
        self.export = self.add_button(primary=True)
        self.export.clicked.connect(self._on_export)

    def showEvent(self, event: QShowEvent) -> None:
        """On a low screen the lists have the room of what can be read elsewhere."""
        height = self.screen().availableGeometry().height()
        self.headline.setVisible(height >= _LOW)
        self.sentence.setVisible(height >= _LOW)
        self.choice.show_notes(height >= _LOWEST)
        super().showEvent(event)

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.setWindowTitle(tr("Export"))
        self.headline.setText(tr("Export"))
        self.sentence.setText(tr("Owners are in the dossier only: inside the office, and recorded."))
        for at, words in enumerate((tr("For whom and what"), tr("Fields"), tr("What leaves"))):
            self.tabs.setTabText(at, words)
        self.tabs.setAccessibleName(tr("Export"))
        self._folder_label.setText(tr("Folder"))
        self._browse.setText(tr("Choose …"))
        self._cancel.setText(tr("Cancel"))
        self._suggest()
        self._show_found()

    # recipes --------------------------------------------------------------------------------

    @property
    def recipe(self) -> Recipe:
        """What is chosen now, without a name."""
        which, name = self.choice.place
        kinds = tuple(kind.value for kind in self.choice.chosen)
        return Recipe("", self.choice.audience, kinds, self.fields.fields, which, name, self.choice.spoken)

    @Slot(object)
    def apply(self, recipe: Recipe) -> None:
        """Choose what a recipe says; selected sites stay selected where it is about all."""
        if not recipe.readable:
            self.show_error(InputError("recipe_unreadable", title=recipe.title))
            return
        self._applying = True
        if self.choice.audiences[recipe.audience].isEnabled():
            self.choice.audiences[recipe.audience].setChecked(True)
        self.fields.show_audience(self.choice.audience)
        self.fields.choose(recipe.fields)
        self.choice.tick(recipe.kinds)
        known = self.choice.set_place((recipe.which, recipe.name))
        self.choice.set_spoken(recipe.language)
        self._applying = False
        self._on_choice()
        self._astray = not known  # until somebody chooses: all sites are more than was meant
        self._show_ready()
        if not known:
            self.show_error(tr("The sites of this recipe, “{name}”, are not there.", name=recipe.name))
        elif self.choice.audience is not recipe.audience:
            self.show_error(tr("This recipe is for the office itself; here it cannot be used."))
        else:
            self.show_error(refused(recipe))

    def _differs(self) -> bool:
        shown = self.bar.recipe
        if shown is None or not shown.readable:
            return False
        now, plain = self.recipe, replace(shown, title="", code="", recipe_id=None)
        return replace(now, kinds=()) != replace(plain, kinds=()) or set(now.kinds) != set(plain.kinds)

    def _own_titles(self) -> list[str]:
        return [recipe.title for recipe in all_recipes(self._session.project) if recipe.title]

    @Slot()
    def _on_save(self) -> None:
        shown = self.bar.recipe
        suggestion = shown.title if shown is not None else ""
        dialog = RecipeNameDialog(suggestion, self._own_titles(), new=True, parent=self)
        dialog.wanted.connect(self.save_as)
        dialog.open()

    @Slot(str)
    def save_as(self, title: str) -> None:
        """Keep what is chosen under a name; selected sites are of the moment and become all."""
        chosen = replace(self.recipe, title=title)
        if chosen.which is Which.SELECTED:
            chosen = replace(chosen, which=Which.ALL)
        if self.try_apply(self._session, operations.keep_recipe, chosen) is not None:
            self._show_recipes(title)

    @Slot()
    def _on_rename(self) -> None:
        shown = self.bar.recipe
        taken = [title for title in self._own_titles() if title != shown.title]
        dialog = RecipeNameDialog(shown.title, taken, new=False, parent=self)
        dialog.wanted.connect(self.rename_to)
        dialog.open()

    @Slot(str)
    def rename_to(self, title: str) -> None:
        """Give the recipe that is shown another name."""
        number = self.bar.recipe.recipe_id
        if self.try_apply(self._session, operations.rename_recipe, number, title) is not None:
            self._show_recipes(title)

    @Slot()
    def _on_remove(self) -> None:
        number = self.bar.recipe.recipe_id
        if self.try_apply(self._session, operations.remove_recipe, number) is not None:
            self._show_recipes("")

    def _show_recipes(self, title: str) -> None:
        self.bar.show_recipes(all_recipes(self._session.project), title)
        self.bar.show_changed(self._differs())

    # choices --------------------------------------------------------------------------------

    @Slot()
    def _on_choice(self) -> None:
        if self._applying or not self.settled:
            return
        self.fields.show_audience(self.choice.audience)
        self._astray = False
        self.bar.show_changed(self._differs())
        self._suggest()
        self.show_error("")
        self._found = None
        self._show_found()
        self._rest.start()

    def _suggest(self) -> None:
        project, today = self._session.project, date.today()
        if project is not None:
            with i18n.speaking(self.choice.spoken):
                names = {kind: file_name(project, kind, self.choice.audience, today) for kind in KINDS}
            self.choice.suggest(names)

    @property
    def site_ids(self) -> tuple[int, ...] | None:
        """The selected sites where they are meant."""
        return self._selected if self.choice.place[0] is Which.SELECTED else None

    @Slot()
    def _on_browse(self) -> None:
        self._chooser = QFileDialog(self, tr("In which folder shall the files lie?"), self.folder.text())
        self._chooser.setFileMode(QFileDialog.FileMode.Directory)
        self._chooser.setOption(QFileDialog.Option.ShowDirsOnly)
        self._chooser.fileSelected.connect(self._on_folder)
        self._chooser.open()

    @Slot(str)
    def _on_folder(self, name: str) -> None:
        self.folder.setText(name)
        self._show_ready()

    # what leaves ----------------------------------------------------------------------------

    @property
    def released(self) -> int | None:
        """How many sites go out; None while it is being found out."""
        return None if self._found is None else len(self._found.outside)

    @Slot()
    def _compare(self) -> None:
        project, recipe, selected, today = self._session.project, self.recipe, self.site_ids, date.today()
        if project is None:
            return

        def work(progress: Progress) -> Comparison:
            asked = selected or chosen_sites(project, recipe.which, recipe.name, today)
            return compare(project, recipe.audience, site_ids=asked, fields=recipe.fields, today=today)

        self._session.jobs.read(_COMPARE, work, owner=self, done=self._on_found, failed=self._on_refused)
        self.preview.show_sizes(())
        self._session.jobs.forget(_SIZE)

    def _on_refused(self, error: Exception) -> None:
        self.show_error(error)

    def _on_found(self, found: Comparison) -> None:
        self._found = found
        self._show_found()
        self._measure()

    @Slot()
    def _measure(self) -> None:
        """Find out the sizes of the files, once somebody looks at what leaves."""
        project, recipe, found = self._session.project, self.recipe, self._found
        looked_at = self.tabs.currentIndex() == PREVIEW and self.preview.size.isHidden()
        if project is None or found is None or found.outside.empty or not looked_at:
            return
        asked = Asked(recipe.audience, found.outside.index.tolist(), date.today(), recipe.fields)
        kinds = [kind for kind in self.choice.chosen if KINDS[kind].of_sites]

        def work(progress: Progress) -> list[FileSize]:
            return file_sizes(project, asked, kinds, progress)

        self._session.jobs.read(_SIZE, work, owner=self, done=self.preview.show_sizes)

    def _show_found(self) -> None:
        found = self._found
        self.preview.show_comparison(found)
        self.withheld_text.hide()
        if found is None:
            self.preview_text.setText(tr("Checking what may go out …"))
        else:
            out, held = summary(found)
            remarks = [held, *self._remarks()]
            self.preview_text.setText(out)
            self.withheld_text.setText("\n".join(words for words in remarks if words))
            self.withheld_text.setVisible(any(remarks))
            set_role(self.notice, "notice", "info" if len(found.outside) else "warn")
        self._show_ready()

    def _remarks(self) -> list[str]:
        """Say of which chosen files the preview does not tell everything."""
        fixed = [kind for kind in self.choice.chosen if not KINDS[kind].with_fields]
        with_owners = [i18n.name_of(kind) for kind in fixed if KINDS[kind].needs_vault]
        others = [i18n.name_of(kind) for kind in fixed if not KINDS[kind].needs_vault]
        words = []
        if with_owners:
            words.append(
                tr("{kinds}: everything about the cases, owners too.", kinds=i18n.listed(with_owners))
            )
        if others:
            words.append(
                tr("{kinds}: the content is fixed, whatever fields are chosen.", kinds=i18n.listed(others))
            )
        return words

    def _possible(self) -> bool:
        """Tell whether there is anything to write: sites that go out, or a file about the whole town."""
        town = any(not KINDS[kind].of_sites for kind in self.choice.chosen)
        return bool(self.choice.chosen) and not self._astray and (town or bool(self.released))

    @Slot()
    def _show_ready(self) -> None:
        there, taken = self._in_the_way()
        words = ntr(
            "This file exists already and will be replaced: {names}",
            "{count} files exist already and will be replaced: {names}",
            len(there),
            names=", ".join(there),
        )
        refused = tr(
            "A folder is never replaced; choose another name for it: {names}", names=", ".join(taken)
        )
        self.replaced.setText(refused if taken else words)
        self.replaced.setVisible(bool(there or taken))
        self.export.setEnabled(self._possible() and bool(self.folder.text().strip()) and not taken)
        count = len(self.choice.chosen)
        self.export.setText(
            ntr("Write {count} file", "Write {count} files", count) if count else tr("Export")
        )

    def _in_the_way(self) -> tuple[list[str], list[str]]:
        """Names of files that will be replaced, and of what stands where a folder shall be made."""
        folder = typed_path(self.folder.text())
        there = {kind: name for kind, name in self.choice.names.items() if name and is_there(folder / name)}
        taken = [name for kind, name in there.items() if KINDS[kind].is_folder]
        return [name for name in there.values() if name not in taken], taken

    @Slot()
    def _on_export(self) -> None:
        folder = typed_path(self.folder.text())
        if not folder.is_dir():
            self.show_error(tr("There is no folder {folder}.", folder=str(folder)))
            return
        self.wanted.emit(Order(self.recipe, self.site_ids, folder, self.choice.names))
        self.accept()
