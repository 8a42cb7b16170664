"""Whom a reader of a paper can ask: lines of the office, and a code that a telephone reads."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import segno

from flurinfill import i18n
from flurinfill.model.office import Office
from flurinfill.reports.papers.paper import short

_MAIL = re.compile(r"[\w.+-]{1,60}@[\w-]+(\.[\w-]+)+")
_WEB = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)+(:\d+)?(/[^\s<>\"]{0,150})?")


def contact(office: Office, subject: str, name: str, pictures: dict[str, str]) -> dict[str, Any]:
    """Give the office's contact, and add its code to the pictures.

    Parameters
    ----------
    office : Office
    subject : str
        What a mail is about: "2026-0012", or the plot.
    name : str
        File name of the code.
    pictures : dict
        Of the paper; the code is added.

    Returns
    -------
    dict
        ``title``, ``lines``, ``code`` (file name, ``""`` for none), ``code_alt``, ``code_text``.
    """
    address = code_address(office, subject)
    alt = text = ""
    if address:
        pictures[name] = _code(address)
        by_mail = address.startswith("mailto:")
        text = i18n.tr("Send an e-mail") if by_mail else i18n.tr("Open the website")
        asked = office.mail.strip() if by_mail else office.web.strip()
        alt = i18n.tr("QR code: {what}, {address}", what=text, address=short(asked, 80))
    return {
        "title": i18n.tr("Contact"),
        "lines": contact_lines(office),
        "code": name if address else "",
        "code_alt": alt,
        "code_text": text,
    }


def contact_lines(office: Office) -> list[str]:
    """Lines of the office: whose it is, who answers, how to reach them; empty ones are left out."""
    place = f"{office.postcode} {office.city}".strip()
    lines = [
        ", ".join(short(part) for part in (office.town, office.department) if part.strip()),
        office.person,
        ", ".join(part for part in (office.street, place) if part.strip()),
        office.phone,
        office.mail,
        office.web,
    ]
    return [short(line, 90) for line in lines if line.strip()]


def code_address(office: Office, subject: str) -> str:
    """What the code opens: a mail about the site, else the office's website; ``""`` for neither."""
    mail, web = office.mail.strip(), office.web.strip()
    if _MAIL.fullmatch(mail):
        return f"mailto:{quote(mail, safe='@.+-_')}?subject={quote(short(subject, 80))}"
    if _WEB.fullmatch(web):
        return web if "://" in web else f"https://{web}"
    return ""


@lru_cache(maxsize=512)
def _code(address: str) -> str:
    """QR code (ISO/IEC 18004, error correction M) as SVG."""
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_inline(border=0, scale=4, omitsize=False, dark="#000", light=None))
