"""How well a text answers a few typed letters: "prf", "pruef" and "prüf" all find "Prüfen". No Qt."""

from __future__ import annotations

import unicodedata

_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_WORD, _INSIDE, _INITIALS, _SCATTERED = 100.0, 60.0, 50.0, 30.0
_FEWEST, _WIDEST = 3, 4
"""So many letters may be scattered, over so many times their number."""


def match(query: str, text: str, *, scattered: bool = True) -> float | None:
    """Rate a text.

    Every word of the query must be found: at the beginning of a word, inside one, as the first
    letters of words, or, where ``scattered``, as letters in their order. Case, accents and the
    spelling of umlauts make no difference.

    Returns
    -------
    float or None
        The higher the better; None when a word is not found at all.
    """
    rated = [_match(fold(query), fold(text), scattered) for fold in (_plain, _spelt_out)]
    found = [rate for rate in rated if rate is not None]
    return max(found) if found else None


def _match(query: str, text: str, scattered: bool) -> float | None:
    total = 0.0
    for word in query.split():
        rate = _word(word, text, scattered)
        if rate is None:
            return None
        total += rate
    return total


def _word(word: str, text: str, scattered: bool) -> float | None:
    if text.startswith(word):
        return _WORD + 10
    padded = " " + text
    if f" {word}" in padded:
        return _WORD - padded.index(f" {word}") / len(padded)
    if word in text:
        return _INSIDE - text.index(word) / len(text)
    if len(word) > 1 and word in "".join(part[0] for part in text.split()):
        return _INITIALS
    if not scattered or len(word) < _FEWEST:
        return None
    span = min((span for start in range(len(text)) if (span := _span(word, text, start))), default=0)
    if not span or span > _WIDEST * len(word):
        return None
    return _SCATTERED - span / len(word)


def _span(word: str, text: str, start: int) -> int:
    """Length of the text in which the letters follow each other from here; 0 when they do not."""
    if text[start] != word[0]:
        return 0
    position = start
    for letter in word[1:]:
        position = text.find(letter, position + 1)
        if position < 0:
            return 0
    return position - start + 1


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _spelt_out(text: str) -> str:
    return _plain(unicodedata.normalize("NFC", text.casefold()).translate(_DIGRAPHS))
