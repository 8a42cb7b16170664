"""The language of a DOCX: a word processor spells by it, and a voice reads by it."""

from __future__ import annotations

from docx.document import Document
from docx.oxml.ns import qn

_LANGUAGES = {"de": "de-DE", "en": "en-GB"}


def set_language(document: Document, language: str) -> None:
    """Say that the words of a document are German or English; python-docx takes American for granted."""
    name = _LANGUAGES[language]
    document.core_properties.language = name
    for each in document.styles.element.iter(qn("w:lang")):
        each.set(qn("w:val"), name)
