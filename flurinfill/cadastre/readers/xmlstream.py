"""The objects of an XML file of any size, one after the other, in one pass and bounded memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date

from lxml import etree

from flurinfill.cadastre.delivery import day_of
from flurinfill.cadastre.sources import (
    Source,
    elements,
    local,
    open_source,
    pull_parser,
    refuse_entities,
    syntax_error,
)
from flurinfill.model.errors import InputError
from flurinfill.model.progress import Progress

XLINK = "{http://www.w3.org/1999/xlink}href"
_TIME_STAMP = re.compile(rb'timeStamp="(\d{4}-\d\d-\d\d)')
_CHUNK = 1 << 19
_MOST_BETWEEN = 64 << 20  # bytes without any object: no cadastre file, but a bomb
_CONTAINERS = ("featureMember", "member", "featureMembers", "Replace", "Delete")
# The many objects that nobody asks for; in a file without containers they are emptied one by one.
_BULK = (
    *("AP_PTO", "AP_LTO", "AP_PPO", "AP_LPO", "AP_Darstellung", "AX_Grenzpunkt", "AX_Gelaendekante"),
    *("AX_PunktortTA", "AX_PunktortAU", "AX_PunktortAG", "AX_BesondereFlurstuecksgrenze"),
)


def stream(
    source: Source,
    wanted: Collection[str],
    progress: Progress,
    refuse: Callable[[str, Source], None] | None = None,
) -> Iterator[tuple[str, etree._Element]]:
    """Yield (local name, element) for each wanted object; the element is emptied afterwards.

    Parameters
    ----------
    source : Source
        An XML file, packed or not.
    wanted : collection of str
        Local names of the elements to yield, in any namespace.
    progress : Progress
        Gets ``read_file`` with bytes of the file on disk; may raise ``Cancelled``.
    refuse : callable, optional
        Gets the name of each container and may raise for those that must not be read.

    Raises
    ------
    InputError
        ``xml_truncated``, ``xml_malformed``, ``xml_entities_refused``, ``xml_without_objects``, and
        what :func:`~flurinfill.cadastre.sources.open_source` raises.
    """
    names = frozenset(wanted)
    tags = tuple("{*}" + name for name in (*sorted(names), *_CONTAINERS, *_BULK))
    with open_source(source) as opened:
        parser = pull_parser("end", tags)
        since, checked = 0, False
        while chunk := opened.stream.read(_CHUNK):
            since += len(chunk)
            _feed(parser, chunk, source)
            for element in elements(parser):
                since = 0
                if not checked:
                    refuse_entities(element, source.name)
                    checked = True
                name = local(element.tag)
                if name in names:
                    yield name, element
                elif refuse is not None:
                    refuse(name, source)
                _forget(element)
            if since > _MOST_BETWEEN:
                raise InputError("xml_without_objects", path=source.name)
            progress.report("read_file", opened.position(), opened.total)
        _finish(parser, source)


def delivered_on(source: Source) -> date | None:
    """Day of the answer of a WFS, from ``timeStamp`` at the start of the file."""
    with open_source(source) as opened:
        match = _TIME_STAMP.search(opened.stream.read(1 << 16))
    return day_of(match.group(1).decode("ascii")) if match else None


def _feed(parser: etree.XMLPullParser, chunk: bytes, source: Source) -> None:
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        raise syntax_error(source, error) from error


def _finish(parser: etree.XMLPullParser, source: Source) -> None:
    try:
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise InputError("xml_truncated", path=source.name, line=error.lineno or 0) from error
    refuse_entities(root, source.name)


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
