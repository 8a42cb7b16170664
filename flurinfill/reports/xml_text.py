"""Text that XML can hold."""

from __future__ import annotations

import re

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Give a text without the characters that XML cannot hold; each becomes a visible mark."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
