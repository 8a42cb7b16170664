"""The office's logo, taken from a file: checked, made small, kept as one SVG document."""

from __future__ import annotations

import base64
import io
import re
import warnings
from datetime import date
from pathlib import Path

from lxml import etree
from PIL import Image, ImageOps

from flurinfill.model.errors import InputError, ProjectError
from flurinfill.reports.papers.typesetting import compile_png, day_parts

MOST_MB = 10
"""A larger file is not read at all."""
SVG_MOST_KB = 300
"""An SVG stands in the project and in every paper as it is."""
_MOST_PIXELS = 40_000_000
_MOST_ELEMENTS = 20_000
"""That an SVG draws: few can be drawn again and again, on every page of every paper."""
_SIDES = ((1200, 600), (800, 400), (500, 250))
"""A picture is scaled down to the first width and height at which it is small enough."""
_FORMATS = ("PNG", "JPEG")
_RUNS = frozenset({"script", "foreignObject", "iframe", "handler", "set", "animate", "animateTransform"})
_LINKS = ("href", "{http://www.w3.org/1999/xlink}href", "src")
_FETCHES = re.compile(r"@import|url\(\s*['\"]?(?!#|data:image/)", re.IGNORECASE)
_INSIDE = re.compile(r"#|data:image/(png|jpeg|jpg|gif);base64,", re.IGNORECASE)


def read_logo(path: Path) -> str:
    """Read a logo as SVG; a PNG or JPEG is scaled down and becomes one that holds it.

    Raises
    ------
    InputError
        ``logo_too_large`` above the limit, ``logo_unreadable`` for what is no whole picture,
        ``logo_unsafe`` for an SVG that runs or fetches something, ``logo_with_text`` for one with
        words in a font, ``logo_svg_too_large``, ``logo_too_complex``.
    """
    try:
        size = path.stat().st_size
        if size > MOST_MB * 1_000_000:
            raise InputError("logo_too_large", path=path.name, limit=MOST_MB)
        data = path.read_bytes()
    except OSError as error:
        raise InputError("logo_unreadable", path=path.name) from error
    return _from_svg(data, path.name) if b"<svg" in data[:4096] else _from_pixels(data, path.name)


def _from_pixels(data: bytes, name: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a picture that would fill the memory, or is cut off
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise InputError("logo_too_large", path=name, limit=MOST_MB)
                return _wrapped(ImageOps.exif_transpose(picture), photo=picture.format == "JPEG")
    except (OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError) as error:
        raise InputError("logo_unreadable", path=name) from error


def _wrapped(picture: Image.Image, *, photo: bool) -> str:
    """Return an SVG that holds a picture: JPEG where it was one, else PNG with its transparency."""
    whole = picture.convert("RGB" if photo else "RGBA")
    for sides in _SIDES:
        small = whole.copy()
        small.thumbnail(sides, Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, "JPEG" if photo else "PNG", **({"quality": 90} if photo else {"optimize": True}))
        if out.tell() <= SVG_MOST_KB * 1000:
            break
    packed = base64.b64encode(out.getvalue()).decode("ascii")
    wide, high = small.size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
        f'<image width="{wide}" height="{high}"'
        f' xlink:href="data:image/{"jpeg" if photo else "png"};base64,{packed}"/></svg>'
    )


def _from_svg(data: bytes, name: str) -> str:
    if len(data) > SVG_MOST_KB * 1000:
        raise InputError("logo_svg_too_large", path=name, limit=SVG_MOST_KB)
    if b"<!ENTITY" in data:
        raise InputError("logo_unsafe", path=name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError("logo_unreadable", path=name) from error
    elements = [(etree.QName(each).localname, each) for each in root.iter(etree.Element)]
    if elements[0][0] != "svg":
        raise InputError("logo_unreadable", path=name)
    if any(_is_unsafe(kind, each) for kind, each in elements):
        raise InputError("logo_unsafe", path=name)
    if any(kind == "text" for kind, _ in elements):
        raise InputError("logo_with_text", path=name)
    if _drawn(root) > _MOST_ELEMENTS:
        raise InputError("logo_too_complex", path=name)
    svg = etree.tostring(root, encoding="unicode")
    _try(svg, name)
    return svg


def _drawn(root: etree._Element) -> int:
    """Count what is drawn: each ``use`` draws once more what it points at."""
    named = {f"#{each.get('id')}": each for each in root.iter(etree.Element) if each.get("id")}
    counted: dict[etree._Element, int] = {}

    def count(element: etree._Element) -> int:
        if element not in counted:
            counted[element] = 0  # what points at itself is drawn once
            aims = [named[aim] for name in _LINKS[:2] if (aim := element.get(name, "").strip()) in named]
            counted[element] = 1 + sum(map(count, [*element, *aims]))
        return counted[element]

    try:
        return count(root)
    except RecursionError:
        return _MOST_ELEMENTS + 1


def _is_unsafe(kind: str, element: etree._Element) -> bool:
    """Tell whether an element runs something or fetches something from elsewhere."""
    if kind in _RUNS or any(str(name).lower().startswith("on") for name in element.attrib):
        return True
    if kind != "a" and any(not _INSIDE.match(element.get(name, "#").strip()) for name in _LINKS):
        return True
    words = [element.text or "", *map(str, element.attrib.values())]
    return any(_FETCHES.search(text) for text in words)


def _try(svg: str, name: str) -> None:
    """Set a page with the logo, so that no later paper fails for it."""
    data = {
        "logo": svg,
        "logo_alt": name,
        "accent": "#000000",
        "lang": "de",
        "title": name,
        "date": day_parts(date(2000, 1, 1)),
    }
    try:
        compile_png("logo.typ", data, {}, 20)
    except ProjectError as error:
        raise InputError("logo_unreadable", path=name) from error
