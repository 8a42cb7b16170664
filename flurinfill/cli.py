"""The same use cases without a window.

Exit codes: 0 done, 1 an expected fault with one clear sentence, 2 wrong usage, 3 an unexpected
fault, 130 cancelled. Progress goes to the terminal only; pipes stay quiet.
"""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from flurinfill import __version__, i18n
from flurinfill.cadastre.doctor import report
from flurinfill.cadastre.mapping import LayerMapping, LayerRef
from flurinfill.command_opening import PATH, TerminalProgress, opened, passphrase_from, unlocking
from flurinfill.command_words import Group, usage_text
from flurinfill.detection import profiles
from flurinfill.detection.cluster import measure_on_cluster
from flurinfill.export_commands import export_command, recipes_command
from flurinfill.i18n import label, name_of, number, tr
from flurinfill.model.audience import Audience
from flurinfill.model.errors import Cancelled, FlurinfillError
from flurinfill.model.findings import Finding
from flurinfill.model.potential import PotentialClass
from flurinfill.project import Project
from flurinfill.usecases.detecting import Run, detect, measure_here
from flurinfill.usecases.explaining import as_json as as_json_values
from flurinfill.usecases.explaining import explain_fully, print_sheets, text_lines
from flurinfill.usecases.exporting import KINDS, ExportFormat, export
from flurinfill.usecases.importing import import_files
from flurinfill.usecases.sample import SAMPLE_PASSPHRASE, create_sample, sample_path

DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])


OpenWindow = Callable[[Path, str | None], int]
"""Opens a project in a window (path, passphrase) and returns the exit code once it is closed."""


def run(arguments: Sequence[str], open_window: OpenWindow) -> int:
    """Run one command and return its exit code; no traceback ever reaches a user."""
    try:
        result = commands.main(
            args=list(arguments), prog_name="flurinfill", standalone_mode=False, obj=open_window
        )
    except FlurinfillError as error:
        click.echo(i18n.error_text(error), err=True)
        return 1
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as error:
        click.echo(usage_text(error), err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (Cancelled, click.Abort, KeyboardInterrupt):
        click.echo(tr("Cancelled. Nothing was changed."), err=True)
        return 130
    except Exception as error:
        if os.environ.get("FLURINFILL_DEBUG"):
            traceback.print_exc()
        message = tr(
            "An unexpected fault ({kind}). Nothing more was changed. Set FLURINFILL_DEBUG=1 for details.",
            kind=type(error).__name__,
        )
        click.echo(message, err=True)
        return 3
    return result if isinstance(result, int) else 0


@click.group(cls=Group, help=tr("Find, explain and manage infill plots on the German cadastre."))
@click.version_option(
    __version__, prog_name="flurinfill", message="%(prog)s %(version)s", help=tr("Show the version and end.")
)
@click.option(
    "--language", type=click.Choice(i18n.LANGUAGES), expose_value=False, help=tr("Language of all texts.")
)
def commands() -> None:
    """Group of all commands."""


@commands.command(name="import", help=tr("Read cadastre files into a project."))
@click.argument("files", nargs=-1, type=PATH)
@click.option(
    "--project", "project_path", required=True, type=PATH, help=tr("Project file (.gpkg); made when missing.")
)
@click.option("--parcels", metavar="FILE[:LAYER]", help=tr("Parcels of foreign data."))
@click.option("--buildings", metavar="FILE[:LAYER]", help=tr("Buildings of foreign data."))
@click.option("--roads", metavar="FILE[:LAYER]", help=tr("Roads as areas or centre lines."))
@click.option("--land-use", metavar="FILE[:LAYER]", help=tr("Actual land use."))
@click.option(
    "--constraints", metavar="FILE[:LAYER]", multiple=True, help=tr("Constraint layer; may be repeated.")
)
@click.option(
    "--plans",
    metavar="FILE[:LAYER]",
    multiple=True,
    help=tr("Development plan or statute on the built-up area, also XPlanGML; may be repeated."),
)
@click.option("--parcel-id", metavar="COLUMN", help=tr("Column with the parcel identifier."))
@click.option("--crs", metavar="EPSG:CODE", help=tr("Coordinate system, where the files do not say it."))
@click.option(
    "--source", metavar="TEXT", help=tr("Source line for maps and papers, where the files' own is not right.")
)
@unlocking
def import_command(
    files: tuple[Path, ...],
    project_path: Path,
    parcels: str | None,
    buildings: str | None,
    roads: str | None,
    land_use: str | None,
    constraints: tuple[str, ...],
    plans: tuple[str, ...],
    parcel_id: str | None,
    crs: str | None,
    source: str | None,
    unlock: bool,
    passphrase_file: Path | None,
) -> None:
    """Import files into a new or an existing project."""
    refs = {"parcels": parcels, "buildings": buildings, "roads": roads, "land_use": land_use}
    mapping = _mapping(refs, {"constraints": constraints, "plans": plans}, parcel_id, crs)
    if not files and parcels is None:
        raise click.UsageError(tr("Name at least one cadastre file, or a layer with --parcels."))
    progress = TerminalProgress()
    is_new = not project_path.exists()
    passphrase = passphrase_from(unlock, passphrase_file, new=is_new)
    project = opened(project_path, passphrase, create=is_new)
    try:
        with project:
            done = import_files(project, files, mapping=mapping, source=source, progress=progress)
    except BaseException:
        if is_new:  # a failed first import leaves no empty project behind
            project_path.unlink(missing_ok=True)
        raise
    finally:
        progress.close()
    for table, count in done.counts.items():
        click.echo(f"{label('table', table)}: {number(count)}")
    _print_doctor(done.findings)
    if done.backup is not None:
        click.echo(tr("The state before is kept in {path}.", path=done.backup.name))


def _mapping(
    refs: dict[str, str | None],
    lists: dict[str, tuple[str, ...]],
    parcel_id: str | None,
    crs: str | None,
) -> LayerMapping | None:
    if not any([*refs.values(), *lists.values(), parcel_id, crs]):
        return None
    layers = {name: LayerRef.parse(text) if text else None for name, text in refs.items()}
    return LayerMapping(
        parcels=layers["parcels"],
        buildings=layers["buildings"],
        roads=layers["roads"],
        land_use=layers["land_use"],
        constraints=tuple(LayerRef.parse(text) for text in lists["constraints"]),
        plans=tuple(LayerRef.parse(text) for text in lists["plans"]),
        parcel_id=parcel_id,
        crs=crs,
    )


def _print_doctor(findings: Sequence[Finding]) -> None:
    lines = report(findings)
    if not lines:
        return
    click.echo()
    click.echo(tr("The data doctor:"))
    for line in lines:
        click.echo(f"- {name_of(line.severity)}: {line.found} {line.done} {line.meaning}".rstrip())


@commands.command(name="detect", help=tr("Judge every parcel of a project."))
@click.argument("project_path", metavar="PROJECT", type=PATH)
@click.option("--profile", metavar="NAME|FILE", help=tr("Rule profile: a built-in name or a TOML file."))
@click.option("--scheduler", metavar="ADDRESS", help=tr("Measure on the Dask cluster of this scheduler."))
@click.option(
    "--shared",
    metavar="FOLDER",
    type=PATH,
    help=tr("Folder that all workers see under the same path; default: beside the project."),
)
@unlocking
def detect_command(
    project_path: Path,
    profile: str | None,
    scheduler: str | None,
    shared: Path | None,
    unlock: bool,
    passphrase_file: Path | None,
) -> None:
    """Run the detection."""
    progress = TerminalProgress()
    chosen = profiles.load(profile) if profile else None
    run: Run = measure_here
    if scheduler:
        folder = shared or project_path.resolve().parent
        run = partial(measure_on_cluster, scheduler=scheduler, shared=folder)
    try:
        with opened(project_path, passphrase_from(unlock, passphrase_file)) as project:
            done = detect(project, chosen, run=run, progress=progress)
    finally:
        progress.close()
    for potential in PotentialClass:
        if done.counts.get(potential.value):
            click.echo(f"{name_of(potential)}: {number(done.counts[potential.value])}")
    click.echo(tr("Measured and judged in {seconds} s.", seconds=number(done.seconds, 1)))


@commands.command(name="explain", help=tr("Explain why a parcel is, or is not, an infill plot."))
@click.argument("project_path", metavar="PROJECT", type=PATH)
@click.argument("parcels", metavar="PARCEL", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help=tr("Machine-readable output."))
@click.option("--pdf", type=PATH, metavar="FILE", help=tr("Write a printable sheet, for official use only."))
def explain_command(project_path: Path, parcels: tuple[str, ...], as_json: bool, pdf: Path | None) -> None:
    """Explain parcels; JSON of several is a list."""
    # a sheet leaves a line in the history
    opening = Project.open(project_path, read_only=True) if pdf is None else opened(project_path, None)
    with opening as project:
        if pdf is not None:
            click.echo(tr("{path} written.", path=str(print_sheets(project, parcels, pdf))), err=as_json)
            if not as_json:
                return
        explanations = [explain_fully(project, parcel) for parcel in parcels]
    if as_json:
        values = [as_json_values(each) for each in explanations]
        click.echo(json.dumps(values if len(values) > 1 else values[0], ensure_ascii=False, indent=2))
        return
    for position, explanation in enumerate(explanations):
        if position:
            click.echo()
        for line in text_lines(explanation):
            click.echo(line)


commands.add_command(export_command)
commands.add_command(recipes_command)


_COUNCIL = {
    KINDS[kind].suffix: kind
    for kind in (ExportFormat.COUNCIL, ExportFormat.COUNCIL_TEXT, ExportFormat.COUNCIL_RECORDS)
}


@commands.command(name="council", help=tr("Write the figures of a day for the council."))
@click.argument("project_path", metavar="PROJECT", type=PATH)
@click.option(
    "--day", type=DAY, metavar="YYYY-MM-DD", help=tr("Day of the figures, at its end; yesterday by default.")
)
@click.option(
    "--since",
    type=DAY,
    metavar="YYYY-MM-DD",
    help=tr("Compare with this day; with the last council paper by default."),
)
@click.option(
    "--for",
    "audience",
    type=click.Choice([Audience.INTERNAL.value, Audience.PUBLIC.value]),
    default=Audience.INTERNAL.value,
    help=tr("Who the file is for; internal by default."),
)
@click.option(
    "--output",
    required=True,
    type=PATH,
    help=tr("File to write: .pdf or .docx; without an ending, a new folder for the document system."),
)
@unlocking
def council_command(
    project_path: Path,
    day: datetime | None,
    since: datetime | None,
    audience: str,
    output: Path,
    unlock: bool,
    passphrase_file: Path | None,
) -> None:
    """Write a council paper."""
    progress = TerminalProgress()
    try:
        with opened(project_path, passphrase_from(unlock, passphrase_file)) as project:
            done = export(
                project,
                _COUNCIL.get(output.suffix.lower(), ExportFormat.COUNCIL),
                output,
                audience=Audience(audience),
                day=day.date() if day else None,
                since=since.date() if since else None,
                progress=progress,
            )
    finally:
        progress.close()
    click.echo(tr("{path} written.", path=str(done.path)))


@commands.command(name="open", help=tr("Open a project in a window."))
@click.argument("project_path", metavar="PROJECT", type=PATH)
@unlocking
@click.pass_obj
def open_command(
    open_window: OpenWindow, project_path: Path, unlock: bool, passphrase_file: Path | None
) -> int:
    """Open the desktop."""
    return open_window(project_path, passphrase_from(unlock, passphrase_file))


@commands.command(name="sample", help=tr("Make the sample project and open it."))
@click.option(
    "--project", "project_path", type=PATH, help=tr("Where to make it; by default in your data folder.")
)
@click.option("--no-window", is_flag=True, help=tr("Only make the project file."))
@click.pass_obj
def sample_command(open_window: OpenWindow, project_path: Path | None, no_window: bool) -> int:
    """Make, and open, the sample town."""
    path = project_path or sample_path()
    if not path.exists():
        progress = TerminalProgress()
        try:
            create_sample(path, progress=progress)
        finally:
            progress.close()
    click.echo(
        tr("Sample project: {path} (passphrase: {passphrase})", path=str(path), passphrase=SAMPLE_PASSPHRASE)
    )
    if no_window:
        return 0
    return open_window(path, SAMPLE_PASSPHRASE)
