"""Council paper (Ratsvorlage): the account of the stock at a day and since the last paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from flurinfill import i18n
from flurinfill.i18n import tr
from flurinfill.model.office import NO_OFFICE
from flurinfill.reports.figures_release import LEAST, FiguresRelease
from flurinfill.reports.papers import council_blocks as blocks
from flurinfill.reports.papers import council_course as course
from flurinfill.reports.papers import sections
from flurinfill.reports.papers.paper import look, paper_data
from flurinfill.reports.papers.typesetting import compile_pdf, compile_png
from flurinfill.reports.writing import write_bytes

_DOTS_PER_INCH = 200
"""Of charts and maps for a word processor."""


def write(release: FiguresRelease, path: Path) -> Path:
    """Write the paper: PDF, or by the suffix ``.docx`` to go on with in a word processor.

    Parameters
    ----------
    release : FiguresRelease
        From the gate.
    path : Path
        Replaced in one step.

    Raises
    ------
    InputError, ProjectError
        See :func:`flurinfill.reports.writing.replacing`; ``typesetting_failed``.
    """
    if path.suffix.lower() == ".docx":
        return sections.write(_as_sections(release), path)
    data, pictures = content(release)
    return write_bytes(path, compile_pdf("council.typ", data, pictures))


def content(release: FiguresRelease) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what the template reads, and charts and maps by file name."""
    pictures: dict[str, str] = {}
    data = {
        **paper_data(release, title(release)),
        "subtitle": _subtitle(release),
        "disclaimer": i18n.label("disclaimer", "screening"),
        "description": i18n.label("disclaimer", "screening"),
        "notes": list(_notes(release)),
        "key_figures": blocks.key_figures(release),
        "key_title": tr("At a glance"),
        "blocks": [block.data(pictures) for block in _blocks(release)],
    }
    return data, pictures


def preview(release: FiguresRelease) -> tuple[list[tuple[str, ...]], list[str]]:
    """Give the main figures, and what a reader must know before them."""
    return blocks.key_figures(release), list(_notes(release))


def title(release: FiguresRelease) -> str:
    """Name the paper by its day."""
    return tr("Account of infill sites on {day}", day=i18n.day(release.day))


def subject(release: FiguresRelease) -> str:
    """Say in one line what it is about, and whether an earlier paper told the same."""
    parts = [title(release), tr("changes since {day}", day=i18n.day(release.since))]
    if release.told_on is not None:
        parts.append(tr("as in the paper of {day}, word for word", day=i18n.day(release.told_on)))
    if release.provisional:
        parts.append(tr("provisional"))
    return ", ".join(parts)


def _subtitle(release: FiguresRelease) -> str:
    return tr("Council paper · changes since {day}", day=i18n.day(release.since))


def _notes(release: FiguresRelease) -> Iterator[str]:
    """What a reader must know before the figures."""
    if release.provisional:
        yield tr("The day was not over when this paper was made: its figures are provisional.")
    if release.told_on is not None:
        day = i18n.day(release.told_on)
        yield tr("The figures are those of the paper of {day}, word for word.", day=day)
    if not release.is_internal:
        yield tr(
            "Areas are rounded to tenths of a hectare, and villages and classes of fewer than {least} sites"
            " are told together, so that no single plot is recognised; where fewer plots came or went, their"
            " area is left out (–). Sums may differ by rounding. There is nothing about owners here.",
            least=LEAST,
        )


def _blocks(release: FiguresRelease) -> Iterator[blocks.Block]:
    if not release.balance["count"].abs().sum():
        yield blocks.nothing(release)
    else:
        yield blocks.account(release)
        yield blocks.course_of_stock(release)
        yield blocks.classes(release)
        yield course.activation(release)
        yield from blocks.villages(release)
        yield from blocks.villages_shown(release)
        if release.is_internal:
            yield from course.answers(release)
        else:
            yield from blocks.sites_shown(release)
        yield from course.days(release)
    yield blocks.definitions(release)
    if release.is_internal:
        yield from blocks.sites_shown(release)


def _as_sections(release: FiguresRelease) -> sections.Paper:
    """The same words, tables, charts and maps."""
    listed = [
        sections.Section(each.title, tuple(each.paragraphs), tuple(each.head), each.rows, _drawing(each))
        for each in _blocks(release)
        if each.rows or each.paragraphs or each.chart
    ]
    key = [
        (name, f"{value} ({more})" if more else value) for name, value, more in blocks.key_figures(release)
    ]
    first = sections.Section(tr("At a glance"), tuple(_notes(release)), rows=tuple(key))
    return sections.Paper(
        title=title(release),
        subtitle=_subtitle(release),
        town=release.origin.office,
        sections=(first, *listed),
        made_on=_made(release),
        marking=i18n.label("marking", release.marking) if release.marking else "",
        office=release.origin.sender,
    )


def _drawing(block: blocks.Block) -> sections.Drawing | None:
    """The chart or map of a part as a picture."""
    pictures: dict[str, str] = {}
    part = block.data(pictures)
    shown = part["map"] or part["chart"]
    if shown is None:
        return None
    data = {**look(NO_OFFICE), "lang": i18n.language(), "picture": {"legend": [], **shown}}
    png = compile_png("picture.typ", data, pictures, _DOTS_PER_INCH)
    return sections.Drawing(png, shown["width"], shown["alt"])


def _made(release: FiguresRelease) -> date:
    return release.origin.made_on
