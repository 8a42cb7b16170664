"""What a paper's file lacks of PDF/A-2a and PDF/UA-1, as far as reading the file can tell.

Each demand names the faults that it finds in words; a file that keeps it has none. What only a person can
judge, whether an alternative text is a good one or the order of reading makes sense, is not looked at.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject

from flurinfill.reports.papers.typesetting import FONT

_CLAIMS = ("pdfaid:part>2<", "pdfaid:conformance>A<", "pdfuaid:part>1<")
_PAINTING = frozenset(b"Tj TJ ' \" S s f F f* B B* b b* sh Do BI".split())
_ACTIVE = tuple(f"/{name}" for name in ("JavaScript", "JS", "Launch", "SubmitForm", "GoToR", "GoToE"))
_HEADING = re.compile(r"/H([1-6])")


class Paper:
    """A file with what the demands ask of it again and again."""

    def __init__(self, content: bytes, language: str) -> None:
        self.content, self.language = content, language
        self.reader = PdfReader(BytesIO(content))
        self.root: Any = self.reader.trailer["/Root"]
        self.objects = list(dictionaries(self.root))
        self.tags = list(_tags(self.root.get("/StructTreeRoot"), set()))


def faults(content: bytes, language: str) -> list[str]:
    """Name everything that the file of a paper lacks."""
    paper = Paper(content, language)
    return [fault for demand in _DEMANDS for fault in demand(paper)]


def _claims(paper: Paper) -> Iterator[str]:
    metadata = paper.root.get("/Metadata")
    if metadata is None:
        yield "no metadata"
        return
    if "/Filter" in metadata:
        yield "metadata that archives cannot read as they are"
    told = metadata.get_data().decode()
    yield from (f"does not claim {claim}" for claim in _CLAIMS if claim not in told)
    title = str(paper.reader.metadata.title or "") if paper.reader.metadata else ""
    if not title.strip():
        yield "no title"
    elif f">{_escaped(title)}<" not in told:
        yield "another title in the metadata"
    if not paper.root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "viewers show the name of the file in the place of the title"
    if paper.root.get("/Lang") != paper.language:
        yield f"language {paper.root.get('/Lang')}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _closed(paper: Paper) -> Iterator[str]:
    """Nothing is locked, runs, or lies elsewhere."""
    if paper.reader.is_encrypted or "/Encrypt" in paper.reader.trailer:
        yield "encrypted"
    for each in paper.objects:
        for name in (name for name in _ACTIVE if name in each or each.get("/S") == name):
            yield f"an action: {name}"
        if "/AA" in each or "/OpenAction" in each or each.get("/Type") in ("/EmbeddedFile", "/Filespec"):
            yield "an action of its own, or a file inside"
        if isinstance(each, StreamObject) and "/F" in each:
            yield "a stream that lies in another file"
        if each.get("/Subtype") == "/Link" and not str(each.get("/Contents", "")).strip():
            yield "a link without words"
        address = str(each.get("/URI", ""))
        if address and not re.match(r"(https?://|mailto:|tel:)", address):
            yield f"a link to {address}"


def _colours(paper: Paper) -> Iterator[str]:
    intents = [each.get_object() for each in paper.root.get("/OutputIntents", [])]
    if not any(each.get("/S") == "/GTS_PDFA1" and each.get("/DestOutputProfile") for each in intents):
        yield "no output intent"


def _tagging(paper: Paper) -> Iterator[str]:
    if not paper.root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked"
    if not paper.tags:
        yield "no tags"
    for tag in paper.tags:
        if tag["/S"] == "/Figure" and not str(tag.get("/Alt", "")).strip():
            yield "a figure without words"
        if tag["/S"] == "/Table" and not _has_headings(tag):
            yield "a table without headings"
    levels = [int(found[1]) for tag in paper.tags if (found := _HEADING.fullmatch(str(tag["/S"])))]
    if levels[:1] != [1]:
        yield f"headings begin with {levels[:1]}"
    if any(after > before + 1 for before, after in itertools.pairwise(levels)):
        yield "headings leave out a level"


def _has_headings(table: DictionaryObject) -> bool:
    """A table has headings, or is a list of names and values, which needs none."""
    if any(tag["/S"] == "/TH" for tag in _tags(table, set())):
        return True
    rows = (tag for tag in _tags(table, set()) if tag["/S"] == "/TR")
    return all(sum(cell["/S"] == "/TD" for cell in _tags(row, set())) <= 2 for row in rows)


def _fonts(paper: Paper) -> Iterator[str]:
    used = [each for each in paper.objects if each.get("/Type") == "/Font"]
    for font in used:
        if font["/Subtype"] == "/Type0" and "/ToUnicode" not in font:
            yield f"{font['/BaseFont']} cannot be read aloud"
        if font["/Subtype"] == "/Type0":
            continue
        name = str(font["/BaseFont"]).split("+")[-1]
        if not {"/FontFile2", "/FontFile3"} & set(font.get("/FontDescriptor", {})):
            yield f"{name} is not embedded"
        if not name.startswith(FONT.replace(" ", "")):
            yield f"another font: {name}"
    if not used:
        yield "no words"


def _marked_content(paper: Paper) -> Iterator[str]:
    """Everything on a page is part of the content or an artifact, and the content is in the tree of tags."""
    known = _numbered(paper.root["/StructTreeRoot"]["/ParentTree"]) if paper.tags else {}
    for no, page in enumerate(paper.reader.pages, 1):
        marks, bare = _marks(page, paper.reader)
        if bare:
            yield f"page {no}: {bare} things outside of marked content"
        parents = known.get(page.get("/StructParents"), [])
        lost = [mark for mark in marks if mark >= len(parents) or parents[mark].get_object() is None]
        if lost:
            yield f"page {no}: content that no tag knows"
        if page.get("/Annots") and page.get("/Tabs") != "/S":
            yield f"page {no}: links are not in the order of reading"


def _marks(page: Any, reader: PdfReader) -> tuple[list[int], int]:
    """Numbers of the marked content of a page, and how much is painted outside of any."""
    depth, bare, marks = 0, 0, list[int]()
    for operands, operator in ContentStream(page["/Contents"].get_object(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            depth += 1
            if operator == b"BDC" and isinstance(operands[1], DictionaryObject) and "/MCID" in operands[1]:
                marks.append(int(operands[1]["/MCID"]))
        elif operator == b"EMC":
            depth -= 1
        elif operator in _PAINTING and not depth:
            bare += 1
    return marks, bare


def _numbered(node: Any) -> dict[int, Any]:
    """A number tree of arrays."""
    found, node = dict[int, Any](), node.get_object()
    for kid in node.get("/Kids", []):
        found |= _numbered(kid)
    pairs = node.get("/Nums", [])
    for key, value in zip(pairs[::2], pairs[1::2], strict=True):
        if isinstance(value.get_object(), ArrayObject):
            found[int(key)] = value.get_object()
    return found


def dictionaries(root: Any) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached."""
    waiting, seen = [root], set[tuple[int, int]]()
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            if (each.idnum, each.generation) in seen:
                continue
            seen.add((each.idnum, each.generation))
            each = each.get_object()
        if isinstance(each, DictionaryObject):
            yield each
            waiting.extend(each.values())
        elif isinstance(each, ArrayObject):
            waiting.extend(each)


def _tags(node: Any, seen: set[int]) -> Iterator[DictionaryObject]:
    """Every element of the tree of tags, in the order of reading."""
    found = node.get_object() if node is not None else None
    if isinstance(found, ArrayObject):
        for each in found:
            yield from _tags(each, seen)
    elif isinstance(found, DictionaryObject) and id(found) not in seen:
        seen.add(id(found))
        if "/S" in found:
            yield found
        if "/K" in found:
            yield from _tags(found["/K"], seen)


_DEMANDS: tuple[Callable[[Paper], Iterator[str]], ...] = (
    _claims,
    _closed,
    _colours,
    _tagging,
    _fonts,
    _marked_content,
)
