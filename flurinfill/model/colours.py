"""Colours that people can read on white paper (WCAG 2.1, success criterion 1.4.3)."""

from __future__ import annotations

import re

READABLE_CONTRAST = 4.5
"""Least contrast of words to their ground."""

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_STEP = 0.98


def colour_from(text: str) -> str:
    """Return a colour as people type it as ``#rrggbb``; ``""`` when it is none.

    Examples
    --------
    >>> colour_from("0A6"), colour_from("#0b5f9e"), colour_from("blau")
    ('#00aa66', '#0b5f9e', '')
    """
    match = _HEX.fullmatch(text.strip())
    if match is None:
        return ""
    digits = match[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def contrast_on_white(colour: str) -> float:
    """Contrast ratio of a colour ``#rrggbb`` to white, from 1 to 21.

    Examples
    --------
    >>> contrast_on_white("#ffffff"), round(contrast_on_white("#000000"), 1)
    (1.0, 21.0)
    """
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def readable(colour: str) -> str:
    """Return the colour itself, or as much darker as words on white need; the hue stays.

    Examples
    --------
    >>> readable("#0b5f9e"), readable("#ffd400")
    ('#0b5f9e', '#8b7300')
    """
    parts = [float(part) for part in _parts(colour)]
    made = colour
    while contrast_on_white(made) < READABLE_CONTRAST:
        parts = [part * _STEP for part in parts]
        made = "#" + "".join(f"{int(part):02x}" for part in parts)
    return made


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
