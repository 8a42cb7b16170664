"""Documents and photos as they lie sealed in the file.

Of each file there are two rows: one of the site with everything known about it (JSON), and one with
``site_id`` 0 that holds nothing but the content. So a list of files reads no content, and what the history
keeps of a removed file is small.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Table

from flurinfill.model.audience import Audience
from flurinfill.model.case_files import CaseFile, FileKind
from flurinfill.project.schema import DOCUMENTS, PHOTOS

OF_NO_SITE = 0
_CONTENT = b"\x80"
"""Before a content: no JSON begins with it, so nobody takes a content for words."""


def table_of(*, photo: bool) -> Table:
    """Return the table of photos, or that of documents."""
    return PHOTOS if photo else DOCUMENTS


def wrapped(content: bytes) -> bytes:
    """Return a content as it is sealed."""
    return _CONTENT + content


def unwrapped(content: bytes) -> bytes:
    """Return a content as it was added."""
    return content.removeprefix(_CONTENT)


def file_from(photo: bool, file_id: int, site_id: int, values: Mapping[str, Any]) -> CaseFile:
    """Build a file from its sealed text."""
    return CaseFile(
        photo=photo,
        file_id=file_id,
        content_id=int(values["content_id"]),
        site_id=site_id,
        name=str(values["name"]),
        title=str(values["title"]),
        kind=FileKind(values["kind"]),
        on=date.fromisoformat(values["on"]) if values["on"] else None,
        size=int(values["size"]),
        added_on=date.fromisoformat(values["added_on"]),
        added_by=str(values["added_by"]),
        thumbnail=base64.b64decode(values["thumbnail"]),
        audiences=tuple(Audience(code) for code in values.get("audiences", ())),
    )
