"""What a file is, told by its content and not by its name, and how its bytes are read.

XML is looked at before anything parses it: a document type declaration (and so every entity) is
refused, external references are never followed.
"""

from __future__ import annotations

import glob
import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Literal, cast

from lxml import etree

from flurinfill.model.errors import InputError

_HEAD = 1 << 16
_LOOK_AHEAD = 64 * _HEAD  # a NAS may open with a protocol of some hundred kilobytes
_XML_SUFFIXES = (".xml", ".gml", ".gz")
KNOWN_SUFFIXES = (".shp", ".gpkg", ".geojson", ".json", ".fgb", ".tab", ".kml")
"""Files of these names hold layers that GDAL reads."""
_BESIDE_SHAPES = frozenset({".shx", ".dbf", ".prj", ".cpg", ".qix", ".qmd", ".sbn", ".sbx"})
_SIMPLE_LAYERS = frozenset(
    {
        "flurstueck",
        "flurstuecke",
        "gebauedebauwerk",
        "gebaeudebauwerk",
        "gebaeudebauwerke",
        "nutzung",
        "nutzungflurstueck",
    }
)


class Format(StrEnum):
    """What a source is (catalogue context ``Format``)."""

    NAS = "nas"
    SIMPLE = "vereinfacht"
    XPLAN = "xplan"
    OGR = "ogr"


@dataclass(frozen=True)
class Source:
    """One readable thing: a file, or a member of an archive.

    Attributes
    ----------
    path : Path
        File of the user.
    format : Format
        What its content is.
    member : str
        Name inside a zip archive, "" otherwise.
    """

    path: Path
    format: Format
    member: str = ""

    @property
    def name(self) -> str:
        """File name for people, with the member of an archive."""
        return f"{self.path.name}/{self.member}" if self.member else self.path.name

    @property
    def gdal_path(self) -> str:
        """Path under which GDAL opens it."""
        inner = f"/vsizip/{self.path}/{self.member}" if self.member else str(self.path)
        zipped = self.member.endswith(".gz") or (not self.member and _magic(self.path)[:2] == b"\x1f\x8b")
        return f"/vsigzip/{inner}" if zipped else inner


@dataclass
class Opened:
    """Bytes of a source and how far they are read, in bytes of the file on disk."""

    stream: IO[bytes]
    position: Callable[[], int]
    total: int


def recognise(path: Path) -> list[Source]:
    """Tell what a file is; an archive gives one source for each usable member.

    Raises
    ------
    InputError
        ``file_missing``, ``file_is_directory``, ``file_empty``, ``format_unknown``,
        ``archive_damaged``, ``archive_without_cadastre``, ``xml_malformed``, ``xml_truncated``,
        ``xml_entities_refused``, ``xml_not_cadastre`` or ``file_unreadable``.
    """
    path = Path(path)
    with understandable_errors(path.name):
        if path.is_dir() and path.suffix.lower() != ".gdb":
            raise InputError("file_is_directory", path=path.name)
        if not path.exists():
            raise InputError("file_missing", path=str(path))
        if path.is_dir():
            return [Source(path, Format.OGR)]
        path = _main_file(path)
        head = _magic(path)
        if not head.strip():
            raise InputError("file_empty", path=path.name)
        if head[:4] == b"PK\x03\x04" or zipfile.is_zipfile(path):
            return _members(path)
        if head[:2] == b"\x1f\x8b" or _is_xml(head):
            return [_xml_source(path, "")]
        return [Source(path, Format.OGR)]


@contextmanager
def open_source(source: Source) -> Iterator[Opened]:
    """Open the (unpacked) bytes of a source."""
    with understandable_errors(source.name), ExitStack() as stack:
        raw = stack.enter_context(source.path.open("rb"))
        total = source.path.stat().st_size
        stream: IO[bytes] = raw
        if source.member:
            archive = stack.enter_context(zipfile.ZipFile(raw))
            stream = stack.enter_context(archive.open(source.member))
        packed = source.member.endswith(".gz") if source.member else _magic(source.path)[:2] == b"\x1f\x8b"
        if packed:
            stream = cast(IO[bytes], stack.enter_context(gzip.GzipFile(fileobj=stream)))
        yield Opened(stream, raw.tell, total)


@contextmanager
def understandable_errors(name: str) -> Iterator[None]:
    """Turn what the system and the archive libraries raise into errors a person understands."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, NotImplementedError) as error:
        raise InputError("archive_damaged", path=name, reason=str(error)) from error
    except FileNotFoundError as error:
        raise InputError("file_missing", path=name) from error
    except OSError as error:
        raise InputError("file_unreadable", path=name, reason=error.strerror or str(error)) from error
    except RuntimeError as error:
        if "password" not in str(error):
            raise
        raise InputError("archive_encrypted", path=name) from error


def pull_parser(event: Literal["start", "end"], tags: Sequence[str] | None = None) -> etree.XMLPullParser:
    """Return a parser that expands, fetches and validates nothing."""
    return etree.XMLPullParser(
        events=(event,),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def elements(parser: etree.XMLPullParser) -> Iterator[etree._Element]:
    """Yield the elements a parser has come across since it was last asked."""
    for _, element in parser.read_events():
        if isinstance(element, etree._Element):  # noqa: SLF001 - lxml's only name for it
            yield element


def refuse_entities(root: etree._Element, name: str) -> None:
    """Refuse a document that brings a document type declaration."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError("xml_entities_refused", path=name)


def syntax_error(source: Source, error: etree.XMLSyntaxError) -> InputError:
    """Say where a document is broken, and whether entities or its encoding are the reason."""
    message = error.msg or ""
    if "entity" in message.lower():
        return InputError("xml_entities_refused", path=source.name)
    if "encoding" in message or "UTF-8" in message:
        return InputError("xml_encoding", path=source.name, line=error.lineno or 1)
    return InputError("xml_malformed", path=source.name, line=error.lineno or 1, reason=message)


def local(tag: object) -> str:
    """Local name of an element's tag."""
    return str(tag).rpartition("}")[2]


def _main_file(path: Path) -> Path:
    """The ``.shp`` file for the files beside it, which people select along with it."""
    if path.suffix.lower() in _BESIDE_SHAPES:
        for suffix in (".shp", ".SHP"):
            if path.with_suffix(suffix).exists():
                return path.with_suffix(suffix)
    lower = {file.suffix.lower() for file in path.parent.glob(f"{glob.escape(path.stem)}.*")}
    if path.suffix.lower() == ".shp" and not {".shx", ".dbf"} <= lower:
        missing = sorted({".shx", ".dbf"} - lower)
        raise InputError("shapefile_incomplete", path=path.name, missing=missing)
    return path


def _magic(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(512)


def _is_xml(head: bytes) -> bool:
    bare = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    return bare.startswith((b"<", b"\x00<"))


def _members(path: Path) -> list[Source]:
    with zipfile.ZipFile(path) as archive:
        names = [info.filename for info in archive.infolist() if not info.is_dir() and info.file_size]
    names = [name for name in names if not name.startswith("__MACOSX/")]
    if not names:
        raise InputError("file_empty", path=path.name)
    found = [_xml_source(path, name) for name in names if name.lower().endswith(_XML_SUFFIXES[:2])]
    found += [_xml_source(path, name) for name in names if name.lower().endswith((".xml.gz", ".gml.gz"))]
    found += [Source(path, Format.OGR, name) for name in names if name.lower().endswith(KNOWN_SUFFIXES)]
    found = [source for source in found if not source.member.lower().endswith((".shp.xml", ".iso.xml"))]
    if not found:
        raise InputError("archive_without_cadastre", path=path.name, names=names[:5])
    return found


def _xml_source(path: Path, member: str) -> Source:
    if member.lower().endswith((".shp.xml", ".iso.xml")):
        return Source(path, Format.OGR, member)
    raw = Source(path, Format.NAS, member)
    return Source(path, _xml_format(raw), member)


def _xml_format(source: Source) -> Format:
    """Look at the first elements only."""
    parser = pull_parser("start")
    root: etree._Element | None = None
    read = 0
    gml = False
    with open_source(source) as opened:
        while read < _LOOK_AHEAD and (chunk := opened.stream.read(_HEAD)):
            read += len(chunk)
            failure = _feed(parser, chunk)
            for element in elements(parser):
                if root is None:
                    root = element
                    refuse_entities(root, source.name)
                gml = gml or any("opengis.net/gml" in uri for uri in element.nsmap.values())
                verdict = _verdict(element)
                if verdict is not None:
                    return verdict
            if failure is not None and root is None:
                raise _not_xml(source, chunk, failure) from failure
            if failure is not None:
                break
    if read == 0:
        raise InputError("file_empty", path=source.name)
    if root is None:
        raise InputError("xml_truncated", path=source.name)
    if gml or local(root.tag) == "kml":
        return Format.OGR
    raise InputError("xml_not_cadastre", path=source.name, root=local(root.tag))


def _feed(parser: etree.XMLPullParser, chunk: bytes) -> etree.XMLSyntaxError | None:
    """Feed a parser; what stands before a fault can still be looked at."""
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        return error
    return None


def _verdict(element: etree._Element) -> Format | None:
    name = local(element.tag)
    if name.startswith("AX_") or "adv/gid" in str(element.tag):
        return Format.NAS
    if "alkis-vereinfacht" in str(element.tag) or name.lower() in _SIMPLE_LAYERS:
        return Format.SIMPLE
    if "xplanung.de/xplangml" in str(element.tag):
        return Format.XPLAN
    return None


def _not_xml(source: Source, chunk: bytes, error: etree.XMLSyntaxError) -> InputError:
    if source.path.suffix.lower() == ".gz" and not _is_xml(chunk[:512]):
        return InputError("gz_not_xml", path=source.name)
    return syntax_error(source, error)
