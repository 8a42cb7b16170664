"""What click itself says, in the user's language: headings of the help, and wrong usage."""

from __future__ import annotations

from collections.abc import Iterable

import click

from flurinfill.i18n import label, tr


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how a command is called."""
        super().write_usage(prog, args, f"{tr('Usage:')} " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading: ``Options`` or ``Commands``."""
        super().write_heading(label("help_heading", heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands with their texts."""
        shown = [(name, text.replace("[required]", tr("[required]"))) for name, text in rows]
        super().write_dl(shown, col_max, col_spacing)


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is in the user's language."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option ``--help``."""
        return _translated(super().get_help_option(ctx))


class Group(click.Group):
    """A group of such commands."""

    context_class = _Context
    command_class = Command

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option ``--help``."""
        return _translated(super().get_help_option(ctx))


def _translated(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = tr("Show this help and end.")
    return option


def usage_text(error: click.UsageError) -> str:
    """Say what is wrong with a command line, how it would be right, and where the help is."""
    lines = [_fault(error)]
    if error.ctx is not None:
        help_call = f"{error.ctx.command_path} --help"
        lines += [error.ctx.get_usage(), tr("Help: {command}", command=help_call)]
    return "\n".join(lines)


def _fault(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return tr("There is no option {name}.", name=error.option_name)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return tr("There is no command {name}.", name=error.command_name)
    if not isinstance(error, click.BadParameter) or error.param is None:
        return error.format_message()
    name = _name(error.param)
    if isinstance(error, click.MissingParameter):
        return tr("{name} is missing.", name=name)
    if isinstance(error.param.type, click.Choice):
        choices = ", ".join(str(choice) for choice in error.param.type.choices)
        return tr("{name} must be one of these: {choices}.", name=name, choices=choices)
    return error.format_message()


def _name(param: click.Parameter) -> str:
    return (
        param.opts[0] if isinstance(param, click.Option) else param.make_metavar(click.Context(Command(None)))
    )
