"""Recipes of exports: the built-in ones, those of the project, and writing all files of one.

A file is finished or it is not there: one that cannot be written is named with its reason, and the others
are written all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from flurinfill import i18n
from flurinfill.model.audience import Audience
from flurinfill.model.errors import Cancelled, FlurinfillError, InputError
from flurinfill.model.progress import SILENT, Progress, report_done
from flurinfill.model.recipes import Recipe
from flurinfill.project import Project, queries
from flurinfill.reports import given_fields
from flurinfill.reports.release import Release
from flurinfill.usecases.export_kinds import KINDS, Asked, ExportFormat, give_sites
from flurinfill.usecases.exporting import ExportReport, check, check_target, write
from flurinfill.usecases.file_names import check_name, file_name
from flurinfill.usecases.paper_ground import ground_of
from flurinfill.usecases.printing import Ground
from flurinfill.usecases.site_choice import chosen_sites

BUILT_IN = (
    Recipe(
        "",
        Audience.INVESTOR,
        (ExportFormat.PORTFOLIO, ExportFormat.SPREADSHEET, ExportFormat.GEOPACKAGE, ExportFormat.WEB_MAP),
        code="investors",
    ),
    Recipe(
        "",
        Audience.PUBLIC,
        (ExportFormat.COUNCIL, ExportFormat.OVERVIEW, ExportFormat.SPREADSHEET),
        code="council",
    ),
    Recipe("", Audience.PUBLIC, (ExportFormat.WEB_MAP, ExportFormat.EXPOSE), code="building_advice"),
)
"""What the program brings along; their titles are in the catalogue context ``recipe``."""


@dataclass(frozen=True)
class PackageReport:
    """What came of a recipe.

    Attributes
    ----------
    written : mapping of ExportFormat to ExportReport
        Finished files.
    refused : mapping of ExportFormat to FlurinfillError
        Files that were not written, with the reason.
    cancelled : bool
        Somebody stopped it; what is in neither of both was not begun.
    """

    written: Mapping[ExportFormat, ExportReport]
    refused: Mapping[ExportFormat, FlurinfillError]
    cancelled: bool = False


def title_of(recipe: Recipe) -> str:
    """Name of a recipe; that of a built-in one in the current language."""
    return i18n.label("recipe", recipe.code) if recipe.code else recipe.title


def all_recipes(project: Project) -> list[Recipe]:
    """Return the built-in recipes, then those that the project keeps."""
    return [*BUILT_IN, *queries.recipes(project)]


def recipe_named(project: Project, name: str) -> Recipe:
    """Return a recipe by its title in any language, or by the code of a built-in one.

    Raises
    ------
    InputError
        ``recipe_unknown``.
    """
    known = all_recipes(project)
    for recipe in reversed(known):  # an own one goes before a built-in one of the same name
        if name.casefold() in {each.casefold() for each in _names(recipe)}:
            return recipe
    raise InputError("recipe_unknown", name=name, known=[title_of(recipe) for recipe in known])


def _names(recipe: Recipe) -> set[str]:
    if not recipe.code:
        return {recipe.title}
    names = {recipe.code}
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            names.add(title_of(recipe))
    return names


def kinds_of(recipe: Recipe) -> tuple[ExportFormat, ...]:
    """Kinds of files of a recipe.

    Raises
    ------
    InputError
        ``recipe_unreadable``, ``recipe_kind_unknown`` (the program may be older than the recipe),
        ``recipe_empty``.
    """
    if not recipe.readable or recipe.language not in ("", *i18n.LANGUAGES):
        raise InputError("recipe_unreadable", title=recipe.title)
    unknown = [kind for kind in recipe.kinds if kind not in set(ExportFormat)]
    if unknown:
        raise InputError("recipe_kind_unknown", kinds=unknown)
    if not recipe.kinds:
        raise InputError("recipe_empty")
    return tuple(ExportFormat(kind) for kind in dict.fromkeys(recipe.kinds))


def run_recipe(
    project: Project,
    recipe: Recipe,
    folder: Path,
    *,
    site_ids: Sequence[int] | None = None,
    names: Mapping[ExportFormat, str] | None = None,
    ground: Ground | None = None,
    progress: Progress = SILENT,
    today: date | None = None,
) -> PackageReport:
    """Write all files of a recipe into a folder.

    Parameters
    ----------
    project : Project
    recipe : Recipe
    folder : Path
        Must be there.
    site_ids : sequence of int, optional
        The selected sites, in place of those that the recipe names.
    names : mapping of ExportFormat to str, optional
        Names of the files; by default those of :func:`flurinfill.usecases.file_names.file_name`. One
        without an ending gets its own.
    ground : Ground, optional
        Service whose orthophoto lies below the maps of exposés, where it can be had, and which readers of
        the web map may switch on.
    progress : Progress
        A cancellation stops before the next step; finished files stay, and the report names them.
    today : date, optional

    Raises
    ------
    InputError, GateClosed, ProjectError
        Before anything is written: what is wrong with the recipe as a whole, see
        :func:`flurinfill.usecases.exporting.export`, :func:`kinds_of`,
        :func:`flurinfill.usecases.file_names.check_name` and
        :func:`flurinfill.usecases.site_choice.chosen_sites`; ``export_folder_missing``.
    """
    today = today or date.today()
    kinds = kinds_of(recipe)
    for name in filter(None, (names or {}).values()):
        check_name(name)
    with i18n.speaking(recipe.language):
        targets = {kind: folder / file_name(project, kind, recipe.audience, today) for kind in kinds}
        targets |= {kind: folder / _ended(name, kind) for kind, name in (names or {}).items() if name}
        _check_all(project, recipe, targets, folder)
        if site_ids is None:
            site_ids = chosen_sites(project, recipe.which, recipe.name, today)
        below = ground_of(ground, project.crs, progress)
        service = ground.service if ground is not None else None
        asked = Asked(recipe.audience, site_ids, today, recipe.fields, below, service=service)
        return _write_all(project, asked, targets, progress)


def _ended(name: str, kind: ExportFormat) -> str:
    return name if Path(name).suffix else name + KINDS[kind].suffix


def _check_all(project: Project, recipe: Recipe, targets: Mapping[ExportFormat, Path], folder: Path) -> None:
    if not folder.is_dir():
        raise InputError("export_folder_missing", path=folder)
    given_fields.granted(recipe.audience, recipe.fields)
    for kind, target in targets.items():
        check(project, kind, recipe.audience)
        check_target(kind, target)
    if len({target.name.casefold() for target in targets.values()}) < len(targets):
        raise InputError("names_twice")


def _write_all(
    project: Project, asked: Asked, targets: Mapping[ExportFormat, Path], progress: Progress
) -> PackageReport:
    written: dict[ExportFormat, ExportReport] = {}
    refused: dict[ExportFormat, FlurinfillError] = {}
    give = _once(project, asked)
    for number, (kind, target) in enumerate(targets.items()):
        try:
            progress.report("write_files", number, len(targets))
            release = give(kind)
            progress.report("write_files", number, len(targets))
            long = KINDS[kind].is_folder or KINDS[kind].in_steps  # many papers take minutes
            within = progress if long else SILENT
            written[kind] = write(project, kind, release, target, progress=within)
        except Cancelled:
            return PackageReport(written, refused, cancelled=True)
        except FlurinfillError as error:
            refused[kind] = error
    report_done(progress, "write_files")
    return PackageReport(written, refused)


def _once(project: Project, asked: Asked) -> Callable[[ExportFormat], Any]:
    """Ask the gate once for all kinds that go the same way through it, and once about the sites."""
    chosen = None if asked.fields is None else tuple(asked.fields)

    @cache
    def sites(fields: tuple[str, ...] | None) -> Release:
        return give_sites(project, replace(asked, fields=fields))

    @cache
    def given(way: Callable[[Project, Asked], Any], fields: tuple[str, ...] | None) -> Any:
        return way(project, replace(asked, fields=fields, sites=partial(sites, fields)))

    return lambda kind: given(KINDS[kind].give, chosen if KINDS[kind].with_fields else None)
