"""From the answer of a service to a picture, whatever the answer claims to be."""

from __future__ import annotations

import io
import re

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from flurinfill.model.errors import ServiceError

RGBA = NDArray[np.uint8]

_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError)  # what Pillow meets in damaged files
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_LARGEST = 4096  # pixels along a side: no tile is larger
_ODD = 2.0  # a picture of another shape than was asked for is another picture
_LONGEST = 160  # of a service's own message, shown to a person
_BEGINNING = 4096  # bytes that tell a page from a message


def decode(body: bytes, host: str, size: tuple[int, int]) -> RGBA:
    """Picture of the size that was asked for.

    What counts is the content, not the content type: a picture sent as text is taken, a page sent as
    ``image/png`` is not. A picture of another size is scaled when it has about the same shape.

    Parameters
    ----------
    body : bytes
        Of an answer with status 200.
    host : str
        Who sent it.
    size : int, int
        Width and height that were asked for.

    Returns
    -------
    uint8 (height, width, 4)
        RGBA.

    Raises
    ------
    ServiceError
        ``service_exception``, ``service_page``, ``image_damaged``, ``image_size``.
    """
    _refuse_words(body, host)
    try:
        with Image.open(io.BytesIO(body), formats=_FORMATS) as image:
            given = image.size
            picture = image.convert("RGBA") if _plausible(given, size) else None
    except (*_UNREADABLE, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ServiceError("image_damaged", host=host) from error
    if picture is None:
        raise ServiceError("image_size", host=host, size=_words(given), wanted=_words(size))
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.BILINEAR)
    return np.asarray(picture)


def _words(size: tuple[int, int]) -> str:
    return f"{size[0]} × {size[1]}"


def _plausible(given: tuple[int, int], wanted: tuple[int, int]) -> bool:
    if max(given) > _LARGEST or min(given) < min(16, *wanted):
        return False
    shape = (given[0] / given[1]) / (wanted[0] / wanted[1])
    return 1 / _ODD < shape < _ODD


def _refuse_words(body: bytes, host: str) -> None:
    """Raise when the service has sent words instead of a picture."""
    start = body[:_BEGINNING].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b"<", b"{")):
        return
    text = body[: 16 * _BEGINNING].decode("utf-8", errors="replace")
    if is_page(body):
        raise ServiceError("service_page", host=host)
    raise ServiceError("service_exception", host=host, message=said(text))


def is_page(body: bytes) -> bool:
    """Tell whether an answer is a web page."""
    return re.search(rb"<(!doctype\s+)?html", body[:_BEGINNING], re.IGNORECASE) is not None


def said(text: str) -> str:
    """What an exception of OWS or WMS says, in one short line without markup."""
    match = re.search(r"<(?:\w+:)?(?:ServiceException|ExceptionText)[^>]*>(.*?)</", text, re.DOTALL)
    words = match.group(1) if match else text
    words = re.sub(r"<!\[CDATA\[|\]\]>|<[^>]*>", " ", words)
    words = re.sub(r"&lt;.*?&gt;", " ", words)
    words = " ".join(words.split()) or "–"
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


def packed(picture: RGBA) -> NDArray[np.uint32]:
    """RGBA as uint32 (h, w), 0xAARRGGBB."""
    return np.ascontiguousarray(picture[..., [2, 1, 0, 3]]).view("<u4")[..., 0]
