"""Papers by Typst: data in as JSON, pictures as SVG, PDF/A-2a and PDF/UA-1 out.

Data never becomes markup: templates read it with ``json()`` and set it as text. Signs that the font
lacks would stop Typst; they are replaced visibly beforehand.
"""

from __future__ import annotations

import json
import re
import struct
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache, partial
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import font_source_sans_pro
import typst

from flurinfill._data import data_path
from flurinfill.i18n import unbroken
from flurinfill.model.errors import ProjectError
from flurinfill.model.progress import SILENT, Progress

FONT = "Source Sans Pro"
FACES = ("Regular", "Semibold", "Bold")
REPLACEMENT = "◊"
"""Stands for every sign that the font lacks."""
_noted: ContextVar[set[str] | None] = ContextVar("noted", default=None)
_STANDARDS = ["a-2a", "ua-1"]
_SHARED = ("paper.typ", "site.typ")
_LOGO = "logo.svg"
_ASKED_EVERY_S = 0.1
_ONE_AT_A_TIME = Lock()


def compile_pdf(
    template: str, data: Mapping[str, Any], pictures: Mapping[str, str], progress: Progress = SILENT
) -> bytes:
    """Set a paper.

    Parameters
    ----------
    template : str
        File name below ``resources/templates``.
    data : mapping
        What the template reads; must be plain JSON values. Every text is made displayable. A ``logo``
        is an SVG document: the template finds it as ``logo.svg`` and is told whether there is one.
    pictures : mapping of str to str
        File name → SVG document, as the data names them.
    progress : Progress
        Step ``typeset``, asked again and again: a paper of 200 sites is set for many seconds.

    Returns
    -------
    bytes
        A PDF/A-2a and PDF/UA-1 document.

    Raises
    ------
    ProjectError
        ``typesetting_failed`` when the document cannot be set, with Typst's reason;
        ``paper_font_missing``: a paper would come out without words.
    """
    return _compiled(template, data, pictures, progress, format="pdf", pdf_standards=_STANDARDS)


def compile_png(
    template: str, data: Mapping[str, Any], pictures: Mapping[str, str], dots_per_inch: float
) -> bytes:
    """Set the first page of a paper as a PNG picture; parameters and errors as :func:`compile_pdf`."""
    return _compiled(template, data, pictures, SILENT, format="png", ppi=dots_per_inch)


def _compiled(
    template: str,
    data: Mapping[str, Any],
    pictures: Mapping[str, str],
    progress: Progress,
    **options: Any,
) -> bytes:
    coverage()  # Typst leaves words out where it finds no font, and says nothing
    files = {"main.typ": _source(template), **{name: _source(name) for name in _SHARED}}
    logo = str(data.get("logo") or "")
    svgs = {**pictures, **({_LOGO: logo} if logo else {})}
    files.update({name: displayable(svg).encode("utf-8") for name, svg in svgs.items()})
    given = {**data, "logo": bool(logo)}
    make = partial(
        typst.compile,
        files,
        font_paths=[font_source_sans_pro.font_directory],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_displayable(given), ensure_ascii=False)},
        **options,
    )
    try:
        made = make() if progress is SILENT else _unless_cancelled(make, progress)
    except typst.TypstError as error:
        raise ProjectError("typesetting_failed", reason=str(error)) from error
    page = made[0] if isinstance(made, list) else made
    assert isinstance(page, bytes)
    return page


def _unless_cancelled(make: Callable[[], Any], progress: Progress) -> Any:
    """Wait for Typst, which cannot be stopped; when cancelled, what it goes on making is thrown away.

    One goes on at a time: the next waits for its end, and never begins when it is cancelled meanwhile.
    """
    made: Future[Any] = Future()

    def work() -> None:
        with _ONE_AT_A_TIME:
            if not made.set_running_or_notify_cancel():
                return
            try:
                made.set_result(make())
            except BaseException as error:
                made.set_exception(error)

    progress.report("typeset", 0, 0)
    Thread(target=work, name="typesetting").start()
    try:
        while True:
            try:
                return made.result(timeout=_ASKED_EVERY_S)
            except TimeoutError:
                progress.report("typeset", 0, 0)
    finally:
        made.cancel()


def day_parts(value: date) -> dict[str, int]:
    """Date for the document's properties."""
    return {"year": value.year, "month": value.month, "day": value.day}


def displayable(text: str) -> str:
    r"""Return the text with every sign that the font lacks replaced by :data:`REPLACEMENT`.

    Line breaks and tabs become spaces or stay as the font has them; other control signs and marks
    of writing direction are replaced too, so that nothing is hidden.

    Examples
    --------
    >>> displayable("Straße 5 \N{GRINNING FACE}")
    'Straße 5 ◊'
    """
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    lacking = _lacking().findall(composed)
    if not lacking:
        return composed
    if (noted := _noted.get()) is not None:
        noted.update(lacking)
    return _lacking().sub(REPLACEMENT, composed)


@contextmanager
def noting_replaced() -> Iterator[set[str]]:
    """Collect the signs that papers replace while this is open, because their font lacks them."""
    found: set[str] = set()
    token = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(token)


@cache
def _lacking() -> re.Pattern[str]:
    """Find every sign that the font lacks, but for line breaks and tabs."""
    points = sorted(coverage() | {ord("\n"), ord("\t")})
    ranges: list[list[int]] = []
    for point in points:
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    inside = "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges)
    return re.compile(f"[^{inside}]")


def _displayable(value: Any) -> Any:
    if isinstance(value, str):
        return displayable(unbroken(value))
    if isinstance(value, Mapping):
        return {key: _displayable(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_displayable(part) for part in value]
    return value


def _source(name: str) -> bytes:
    return data_path("resources", "templates", name).read_bytes()


@cache
def coverage() -> frozenset[int]:
    """Code points that every face of the papers' font can show.

    Raises
    ------
    ProjectError
        ``paper_font_missing`` where a face of it is missing or damaged.
    """
    faces = [_face(Path(font_source_sans_pro.font_directory) / f"SourceSansPro-{face}.otf") for face in FACES]
    shown = frozenset.intersection(*faces)
    return frozenset(point for point in shown if unicodedata.category(chr(point)) not in {"Cc", "Cf", "Cn"})


def _face(path: Path) -> frozenset[int]:
    try:
        points = _code_points(path.read_bytes())
    except (OSError, struct.error, ValueError):
        points = frozenset()
    if not points:
        raise ProjectError("paper_font_missing", path=path)
    return points


def _code_points(font: bytes) -> frozenset[int]:
    """Code points in a font's ``cmap`` (OpenType specification, formats 4 and 12)."""
    tables = struct.unpack(">H", font[4:6])[0]
    for record in range(12, 12 + 16 * tables, 16):
        tag, _, offset, _ = struct.unpack(">4sLLL", font[record : record + 16])
        if tag == b"cmap":
            return _of_cmap(font, offset)
    return frozenset()


def _of_cmap(font: bytes, start: int) -> frozenset[int]:
    found: set[int] = set()
    for entry in range(struct.unpack(">H", font[start + 2 : start + 4])[0]):
        position = start + 4 + 8 * entry + 4
        table = start + struct.unpack(">L", font[position : position + 4])[0]
        kind = struct.unpack(">H", font[table : table + 2])[0]
        if kind == 4:
            found |= _segments(font, table)
        elif kind == 12:
            found |= _groups(font, table)
    return frozenset(found)


def _segments(font: bytes, table: int) -> set[int]:
    count = struct.unpack(">H", font[table + 6 : table + 8])[0]
    ends = struct.unpack(f">{count // 2}H", font[table + 14 : table + 14 + count])
    starts = struct.unpack(f">{count // 2}H", font[table + 16 + count : table + 16 + 2 * count])
    ranges = (range(first, last + 1) for first, last in zip(starts, ends, strict=True))
    return {point for codes in ranges for point in codes} - {0xFFFF}


def _groups(font: bytes, table: int) -> set[int]:
    count = struct.unpack(">L", font[table + 12 : table + 16])[0]
    rows = struct.iter_unpack(">LLL", font[table + 16 : table + 16 + 12 * count])
    return {point for first, last, _ in rows for point in range(first, last + 1)}
