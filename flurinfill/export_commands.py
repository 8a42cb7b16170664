"""The commands that hand out: export, and the list of recipes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from flurinfill import i18n
from flurinfill.basemaps.presets import preset, presets
from flurinfill.command_opening import PATH, TerminalProgress, opened, passphrase_from, unlocking
from flurinfill.command_words import Command
from flurinfill.i18n import label, name_of, tr
from flurinfill.model.audience import Audience
from flurinfill.model.errors import Cancelled, InputError
from flurinfill.model.progress import Progress
from flurinfill.model.recipes import Recipe, Which
from flurinfill.project import Project
from flurinfill.reports.papers.replaced import replaced_lines
from flurinfill.usecases.export_kinds import ExportFormat
from flurinfill.usecases.exporting import ExportReport, export, sites_of_cases, written_text
from flurinfill.usecases.printing import Ground
from flurinfill.usecases.recipes import all_recipes, recipe_named, run_recipe, title_of
from flurinfill.usecases.site_choice import chosen_sites

_CASES_SHOWN = 5


@click.command(name="export", cls=Command, help=tr("Write files for an audience."))
@click.argument("project_path", metavar="PROJECT", type=PATH)
@click.option(
    "--as",
    "--format",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in ExportFormat]),
    help=tr("Kind of file; with --to it may be repeated."),
)
@click.option(
    "--for",
    "--audience",
    "audience",
    type=click.Choice([audience.value for audience in Audience]),
    help=tr("Who the file is for; internal by default."),
)
@click.option("--output", type=PATH, help=tr("File to write."))
@click.option("--to", "folder", type=PATH, metavar="FOLDER", help=tr("Folder for the files of a recipe."))
@click.option("--recipe", "recipe_name", metavar="NAME", help=tr("Recipe: built in, or kept in the project."))
@click.option(
    "--fields",
    metavar="FIELD,FIELD",
    help=tr("Only these fields beside what names a plot; empty for none. By default all that are allowed."),
)
@click.option(
    "--site",
    "case_numbers",
    multiple=True,
    metavar="CASE",
    help=tr("Only this case number; may be repeated."),
)
@click.option("--view", metavar="NAME", help=tr("Only the sites of this kept view."))
@click.option("--village", metavar="NAME", help=tr("Only the sites of this village."))
@click.option("--language", type=click.Choice(i18n.LANGUAGES), help=tr("Language of the files."))
@click.option(
    "--background-map",
    type=click.Choice([service.name for service in presets()]),
    help=tr("Map service that readers of a web map with network may switch on; without it the map has none."),
)
@unlocking
def export_command(
    project_path: Path,
    kinds: tuple[str, ...],
    audience: str | None,
    output: Path | None,
    folder: Path | None,
    recipe_name: str | None,
    fields: str | None,
    case_numbers: tuple[str, ...],
    view: str | None,
    village: str | None,
    language: str | None,
    background_map: str | None,
    unlock: bool,
    passphrase_file: Path | None,
) -> int:
    """Export what the gate releases."""
    _check_usage(kinds, audience, output, folder, recipe_name, fields)
    if sum(map(bool, (case_numbers, view, village))) > 1:
        raise click.UsageError(tr("Choose the sites by --site, by --view or by --village."))
    if background_map and ExportFormat.WEB_MAP not in kinds and not recipe_name:
        raise click.UsageError(tr("Only a web map can have a background map."))
    if audience is None and recipe_name is None:
        click.echo(tr("No audience given: the file is internal, for official use only."), err=True)
    which = Which.VIEW if view else Which.VILLAGE if village else Which.ALL
    wanted = Recipe(
        "",
        Audience(audience or Audience.INTERNAL),
        kinds,
        _listed(fields),
        which,
        view or village or "",
        language or "",
    )
    progress = TerminalProgress()
    try:
        with opened(project_path, passphrase_from(unlock, passphrase_file)) as project:
            ground = _ground(background_map)
            if output is not None:
                return _one(project, wanted, case_numbers, output, ground, progress)
            recipe = _filled(project, recipe_name, wanted)
            sites = sites_of_cases(project, case_numbers) if case_numbers else None
            return _several(project, recipe, sites, folder or Path(), ground, progress)
    finally:
        progress.close()


def _check_usage(
    kinds: Sequence[str],
    audience: str | None,
    output: Path | None,
    folder: Path | None,
    recipe_name: str | None,
    fields: str | None,
) -> None:
    if (output is None) == (folder is None):
        raise click.UsageError(tr("Name a file with --output, or a folder with --to."))
    if recipe_name is not None:
        if folder is None or kinds or audience or fields is not None:
            raise click.UsageError(
                tr("A recipe says what is written for whom: with --recipe and --to no --as, --for, --fields.")
            )
    elif not kinds or (output is not None and len(kinds) > 1):
        raise click.UsageError(tr("Name one kind of file with --as; several with --to."))


def _listed(fields: str | None) -> tuple[str, ...] | None:
    if fields is None:
        return None
    return tuple(name for name in (part.strip() for part in fields.split(",")) if name)


def _filled(project: Project, name: str | None, wanted: Recipe) -> Recipe:
    """Recipe of this name, with the sites and the language of the command line where they are given."""
    if name is None:
        return wanted
    recipe = recipe_named(project, name)
    if wanted.which is not Which.ALL:
        recipe = replace(recipe, which=wanted.which, name=wanted.name)
    return replace(recipe, language=wanted.language or recipe.language)


def _one(
    project: Project,
    wanted: Recipe,
    case_numbers: Sequence[str],
    output: Path,
    ground: Ground | None,
    progress: Progress,
) -> int:
    """Write one file under a name of the user's."""
    sites = chosen_sites(project, wanted.which, wanted.name, date.today())
    with i18n.speaking(wanted.language):
        done = export(
            project,
            _kind(wanted, bool(case_numbers)),
            output,
            audience=wanted.audience,
            site_ids=sites,
            case_numbers=case_numbers,
            fields=wanted.fields,
            ground=ground,
            progress=progress,
        )
    _tell(done)
    _tell_withheld(done.withheld)
    return 0


def _kind(wanted: Recipe, some: bool) -> ExportFormat:
    """Kind of file: a CSV of everything for the office itself is that of all parcels."""
    kind = ExportFormat(wanted.kinds[0])
    whole = wanted.which is Which.ALL and wanted.fields is None and not some
    internal = wanted.audience is Audience.INTERNAL
    return ExportFormat.PARCELS if kind is ExportFormat.CSV and whole and internal else kind


def _several(
    project: Project,
    recipe: Recipe,
    sites: Sequence[int] | None,
    folder: Path,
    ground: Ground | None,
    progress: Progress,
) -> int:
    """Write all files of a recipe; 1 when one of them could not be written."""
    report = run_recipe(project, recipe, folder, site_ids=sites, ground=ground, progress=progress)
    for done in report.written.values():
        _tell(done)
    _tell_withheld(max((done.withheld for done in report.written.values()), key=len, default=()))
    for kind, error in report.refused.items():
        click.echo(f"{name_of(kind)}: {i18n.error_text(error)}", err=True)
    if report.cancelled:
        raise Cancelled
    return 1 if report.refused else 0


def _tell(done: ExportReport) -> None:
    click.echo(written_text(done, str(done.path)))
    for line in replaced_lines(done.replaced):
        click.echo(line)


def _tell_withheld(withheld: Sequence[tuple[str, str]]) -> None:
    by_reason: dict[str, list[str]] = {}
    for case_no, reason in withheld:
        by_reason.setdefault(reason, []).append(case_no)
    for reason, cases in by_reason.items():
        listed = ", ".join(cases[:_CASES_SHOWN]) + (" …" if len(cases) > _CASES_SHOWN else "")
        click.echo(
            tr(
                "Withheld ({reason}): {count}: {cases}",
                reason=label("withheld", reason),
                count=len(cases),
                cases=listed,
            )
        )


def _ground(code: str | None) -> Ground | None:
    service = preset(code) if code else None
    return Ground(service) if service is not None else None


@click.command(
    name="recipes", cls=Command, help=tr("List the recipes of exports: built in, and of a project.")
)
@click.argument("project_path", metavar="PROJECT", type=PATH)
def recipes_command(project_path: Path) -> None:
    """List what can be named with ``export --recipe``."""
    with Project.open(project_path, read_only=True) as project:
        for recipe in all_recipes(project):
            if not recipe.readable:
                click.echo(i18n.error_text(InputError("recipe_unreadable", title=recipe.title)), err=True)
                continue
            kinds = ", ".join(recipe.kinds)
            place = f" · {recipe.name}" if recipe.name else ""
            click.echo(f"{title_of(recipe)}: {name_of(recipe.audience)} · {kinds}{place}")
