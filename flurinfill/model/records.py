"""Names of files in the document system: the office's scheme, and what Windows and old systems allow."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Collection, Mapping

from flurinfill.model.errors import InputError

DEFAULT_NAMES = "{file_number}_{case_no}_{kind}_{date}"
PLACEHOLDERS = ("file_number", "case_no", "kind", "date", "town", "audience", "no")
"""What a scheme can ask for (catalogue context ``records_placeholder``)."""
PATH_LIMIT = 180
"""Characters that a path may have, so that it still fits where the document system puts it."""
_LONGEST, _SHORTEST, _BYTES = 100, 16, 200
_WHOLE = 12
"""Characters of a part that is never shortened: a day, a kind, a case number."""
_ROOM = len("_9999.pdf")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_SEPARATORS = re.compile(r"([_\- ])[_\- ]*\1|_(?=-)|-(?=_)")
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)


def check_scheme(scheme: str) -> str:
    """Allow or refuse a scheme for names; ``""`` means the usual one.

    Returns
    -------
    str
        The scheme as it is kept.

    Raises
    ------
    InputError
        ``records_scheme_malformed`` where braces do not match, ``records_scheme_unknown`` with a
        placeholder that does not exist.
    """
    scheme = scheme.strip() or DEFAULT_NAMES
    try:
        parts = list(string.Formatter().parse(scheme))
    except ValueError as error:
        raise InputError("records_scheme_malformed", scheme=scheme) from error
    if any(spec or conversion for _, _, spec, conversion in parts):
        raise InputError("records_scheme_malformed", scheme=scheme)
    unknown = [name for _, name, _, _ in parts if name is not None and name not in PLACEHOLDERS]
    if unknown:
        raise InputError("records_scheme_unknown", unknown=unknown, known=PLACEHOLDERS)
    return scheme


def file_name(scheme: str, values: Mapping[str, str], taken: Collection[str], longest: int = _LONGEST) -> str:
    """Make a name without ending that any system can keep and that nobody else has.

    Parameters
    ----------
    scheme : str
        As :func:`check_scheme` gives it.
    values : mapping of str to str
        Text of each of :data:`PLACEHOLDERS`; "" leaves it out with its separator.
    taken : collection of str
        Names that are given away, folded by :func:`folded`.
    longest : int
        Characters.

    Examples
    --------
    >>> file_name("{kind}_{case_no}", {"kind": "Exposé", "case_no": "N:1"}, {"exposé_n-1"})
    'Exposé_N-1_2'
    """
    name = _cut(_fitted(scheme, values, longest), longest) or "-"
    if is_device(name):
        name = f"_{name}"
    found, number = name, 2
    while folded(found) in taken:
        found, number = f"{name}_{number}", number + 1
    return found


def is_device(name: str) -> bool:
    """Tell whether Windows keeps a name for a device, whatever its ending."""
    return _RESERVED.fullmatch(name.partition(".")[0].rstrip()) is not None


def folded(name: str) -> str:
    """Name as file systems compare that know no capital letters."""
    return unicodedata.normalize("NFC", name).casefold()


def longest_name(folder: str) -> int:
    """Characters that a folder leaves to the names in it.

    Raises
    ------
    InputError
        ``records_path_too_long`` when it leaves too few.
    """
    left = PATH_LIMIT - len(folder) - 1 - _ROOM
    if left < _SHORTEST:
        raise InputError("records_path_too_long", path=folder, limit=PATH_LIMIT)
    return min(left, _LONGEST)


def plain(text: str) -> str:
    """Text without what Windows forbids in names and without characters that nobody sees."""
    kept = _FORBIDDEN.sub("-", unicodedata.normalize("NFC", text))
    seen = ("-" if unicodedata.category(each) in {"Cc", "Cs", "Co", "Cn"} else each for each in kept)
    return "".join(each for each in seen if unicodedata.category(each) != "Cf")


def _joined(name: str) -> str:
    """Close the gaps that empty placeholders leave."""
    name = " ".join(plain(name).split())
    while (closed := _SEPARATORS.sub(lambda match: match[1] or "", name)) != name:
        name = closed
    return name.strip(" ._-")


def _fitted(scheme: str, values: Mapping[str, str], longest: int) -> str:
    """Fill a scheme; where it gets too long, its longest parts are shortened and the others stay whole."""
    parts = {key: plain(values.get(key, "")) for key in PLACEHOLDERS if f"{{{key}}}" in scheme}
    while (over := len(name := _joined(scheme.format(**parts))) - longest) > 0:
        key = max(parts, key=lambda each: len(parts[each]), default="")
        if len(parts.get(key, "")) <= _WHOLE:
            break
        parts[key] = parts[key][: max(_WHOLE, len(parts[key]) - over)].rstrip(" ,;._-")
    return name


def _cut(name: str, longest: int) -> str:
    cut = name[:longest].encode("utf-8")[:_BYTES].decode("utf-8", errors="ignore")
    return cut.rstrip(" ._-")
