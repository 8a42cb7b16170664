"""What commands on a project share: how it is opened, how they tell how far they are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from flurinfill import i18n
from flurinfill.i18n import label, number, tr
from flurinfill.model.errors import InputError
from flurinfill.project import Project

PATH = click.Path(path_type=Path)


class TerminalProgress:
    """Progress as one line on a terminal; nothing when the output is a pipe."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._step = ""

    def report(self, step: str, done: int, total: int) -> None:
        """Rewrite the line."""
        if not self._shown:
            return
        if step != self._step and self._step:
            click.echo("", err=True)
        self._step = step
        amount = f"{100 * done // total:3d} %" if total else number(done)
        click.echo(f"\r{label('step', step)}: {amount}\033[K", nl=False, err=True)

    def close(self) -> None:
        """End the line."""
        if self._step:
            click.echo("", err=True)


def unlocking(command: click.decorators.FC) -> click.decorators.FC:
    """Give a command the options that open the protected area."""
    ask = click.option("--unlock", is_flag=True, help=tr("Ask for the passphrase of the owner data."))
    file = click.option(
        "--passphrase-file",
        type=PATH,
        help=tr("Read the passphrase from this file (or from the variable FLURINFILL_PASSPHRASE)."),
    )
    return ask(file(command))


def passphrase_from(unlock: bool, file: Path | None, *, new: bool = False) -> str | None:
    """Return the passphrase from a file, a prompt or the environment; None when there is none.

    Raises
    ------
    InputError
        ``passphrase_file_unreadable``.
    """
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("passphrase_file_unreadable", path=str(file)) from error
    if unlock:
        return str(click.prompt(tr("Passphrase"), hide_input=True, confirmation_prompt=new, err=True))
    return os.environ.get("FLURINFILL_PASSPHRASE") or None


def opened(path: Path, passphrase: str | None, *, create: bool = False) -> Project:
    """Open or create a project; say so when somebody else has it open."""
    if create:
        return Project.create(path, passphrase=passphrase)
    project = Project.open(path, passphrase=passphrase)
    if project.held_by is not None:
        holder = project.held_by
        click.echo(
            tr(
                "{user} on {host} has had the project open since {since}; it is opened read-only.",
                user=holder.user,
                host=holder.host,
                since=i18n.moment(holder.since),
            ),
            err=True,
        )
    return project
