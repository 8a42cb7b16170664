"""What the document system learns about each paper, as XML after ``resources/records/ablage.xsd``.

The words are those of xdomea (Akte, Vorgang, Dokument), so that a records office knows them; the files
are not xdomea messages, and say so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lxml import etree

from flurinfill import i18n
from flurinfill.model.office import Office
from flurinfill.reports import fields
from flurinfill.reports.records.documents import Document, Released
from flurinfill.reports.xml_text import xml_text

NAMESPACE = "urn:flurinfill:ablage:1"
NOTE = "Begriffe nach xdomea (Akte, Vorgang, Dokument). Dies ist keine xdomea-Nachricht."
_PART = re.compile(rb"<pdfaid:part>(\d)</pdfaid:part>")
_LEVEL = re.compile(rb"<pdfaid:conformance>([A-Z])</pdfaid:conformance>")


@dataclass(frozen=True)
class Entry:
    """What is known about one paper.

    Attributes
    ----------
    file : str
        Name of the PDF.
    kind, kind_text : str
        Code of the type, and its name.
    subject, case_no : str
        As in :class:`~flurinfill.reports.records.documents.Document`.
    profile : str
        PDF/A profile that the file itself declares; "" when it declares none.
    size : int
        Bytes.
    checksum : str
        SHA-256, hexadecimal.
    """

    file: str
    kind: str
    kind_text: str
    subject: str
    case_no: str
    profile: str
    size: int
    checksum: str


def entry_of(document: Document, file: str, content: bytes) -> Entry:
    """Describe a paper that was written."""
    return Entry(
        file,
        document.kind,
        i18n.label("records_kind", document.kind),
        document.subject,
        document.case_no,
        _declared(content),
        len(content),
        hashlib.sha256(content).hexdigest(),
    )


def keep_until(made_on: date, years: int) -> date:
    """Last day of the years that a paper is kept, counted from the end of its year."""
    return date(made_on.year + years, 12, 31)


def document_xml(entry: Entry, release: Released) -> bytes:
    """Metadata of one paper."""
    return _written(_document(entry, release))


def index_xml(entries: Sequence[Entry], release: Released) -> bytes:
    """Metadata of all papers of a folder in one file."""
    root = etree.Element(f"{{{NAMESPACE}}}Verzeichnis", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    root.set("version", "1")
    _add(root, "Hinweis", NOTE)
    _add_file(root, release)
    _add(root, "Datum", release.origin.made_on.isoformat())
    _add(root, "Anzahl", str(len(entries)))
    for entry in entries:
        root.append(_document(entry, release))
    return _written(root)


def _document(entry: Entry, release: Released) -> etree._Element:
    origin = release.origin
    root = etree.Element(f"{{{NAMESPACE}}}Dokument", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    root.set("version", "1")
    _add(root, "Hinweis", NOTE)
    _add_file(root, release)
    case = _add(root, "Vorgang")
    if entry.case_no:
        _add(case, "Fallnummer", entry.case_no)
    _add(case, "Betreff", entry.subject)
    _add(root, "Dokumenttyp", entry.kind_text, code=entry.kind)
    _add(root, "Betreff", f"{entry.kind_text}: {entry.subject}")
    _add(root, "Datum", origin.made_on.isoformat())
    _add_keeping(root, origin.made_on, origin.sender.records_years)
    _add_author(root, origin.sender)
    source = _add(root, "Quelle")
    _add(source, "Angabe", fields.source_line(origin.source, None))
    if origin.data_state is not None:
        _add(source, "Datenstand", origin.data_state.isoformat())
    _add(root, "Sprache", i18n.language())
    _add(root, "Empfaengerkreis", i18n.name_of(release.audience), code=release.audience.value)
    if release.marking:
        _add(root, "Vermerk", i18n.label("marking", release.marking), code=release.marking)
    _add_pdf(root, entry)
    return root


def _add_file(root: etree._Element, release: Released) -> None:
    file = _add(root, "Akte")
    if release.origin.sender.file_reference.strip():
        _add(file, "Aktenzeichen", release.origin.sender.file_reference.strip())
    _add(file, "Betreff", i18n.tr("Potential development sites"))


def _add_keeping(root: etree._Element, made_on: date, years: int) -> None:
    if not years:
        return
    keeping = _add(root, "Aufbewahrung")
    _add(keeping, "Jahre", str(years))
    _add(keeping, "Beginn", date(made_on.year, 12, 31).isoformat())
    _add(keeping, "Ende", keep_until(made_on, years).isoformat())


def _add_author(root: etree._Element, office: Office) -> None:
    author = _add(root, "Verfasser")
    _add(author, "Behoerde", office.town.strip() or i18n.tr("not stated"))
    if office.department.strip():
        _add(author, "Stelle", office.department.strip())


def _add_pdf(root: etree._Element, entry: Entry) -> None:
    file = _add(root, "Datei")
    _add(file, "Name", entry.file)
    _add(file, "Format", "application/pdf")
    if entry.profile:
        _add(file, "Profil", entry.profile)
    _add(file, "Groesse", str(entry.size))
    _add(file, "Pruefsumme", entry.checksum, verfahren="SHA-256")


def _declared(content: bytes) -> str:
    part, level = _PART.search(content), _LEVEL.search(content)
    return f"PDF/A-{part[1].decode()}{level[1].decode().lower()}" if part and level else ""


def _add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    if text:
        element.text = xml_text(text)
    return element


def _written(root: etree._Element) -> bytes:
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return text
