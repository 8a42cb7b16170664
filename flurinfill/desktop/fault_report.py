"""The text about an error that nobody expected: versions and traceback, nothing of the project's data.

Frames name files and functions, never values. The message of an exception may quote a value that was
worked on (``could not convert 'Erika Muster'``), so that only what is plainly a word of the program or
of its libraries is left in it; folders above the program are cut off, because they name the person at
the machine.
"""

from __future__ import annotations

import builtins
import platform
import re
import sys
import traceback
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath

from PySide6 import __version__ as qt_version

from flurinfill import __version__, i18n

_LEFT_OUT = "…"
_LIBRARIES = ("numpy", "pandas", "shapely", "numba", "sqlalchemy")
_ROOTS = ("site-packages", "dist-packages", "flurinfill")
_TOKENS = re.compile(
    r"""(?P<quoted>'[^']*'|"[^"]*"|„[^“”]*[“”]|“[^”]*”|`[^`]*`)|(?P<word>[^\s'"„“”`()\[\]{},:;=<>]+)"""
)
_PLAIN = re.compile(r"[a-z][a-z_.\-/]*|\d{1,4}|[^\w@]+")
_PYTHON_NAMES = {"NoneType", "Python", "Qt", "function", "module", "method"}
_FILE = re.compile(r'File "([^"]+)"')


def versions() -> str:
    """Program, Python, Qt, libraries and system, without the name of the machine."""
    known = [f"flurinfill {__version__}", f"Python {platform.python_version()}", f"PySide6 {qt_version}"]
    for library in _LIBRARIES:
        try:
            known.append(f"{library} {version(library)}")
        except PackageNotFoundError:
            continue
    return " · ".join((*known, platform.platform(), i18n.language()))


def report(error: BaseException) -> str:
    """Versions and traceback of an error, with the errors behind it."""
    parts = ["\n".join(_described(one)) for one in reversed(list(_chain(error)))]
    return f"{versions()}\n\n" + "\n\nThen:\n".join(parts) + "\n"


def signature(error: BaseException) -> str:
    """What makes two errors the same: kind and place."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{short(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__qualname__} {place}"


def short(path: str) -> str:
    """Path of a source file from its package on."""
    parts = PurePath(path.replace("\\", "/")).parts
    for root in _ROOTS:
        if root in parts:
            kept = parts[len(parts) - parts[::-1].index(root) - 1 :]
            return "/".join(kept if root == "flurinfill" else kept[1:])
    return "/".join(parts[-2:])


def shortened(text: str) -> str:
    """Cut the folders off in what faulthandler wrote."""
    return _FILE.sub(lambda found: f'File "{short(found.group(1))}"', text)


def without_data(message: str, names: frozenset[str] = frozenset()) -> str:
    """Leave out of a message what may be a value.

    Parameters
    ----------
    message : str
    names : frozenset of str
        Names of the code that raised it; they stay, also in quotes.

    Returns
    -------
    str
        Lower-case words, short numbers and names of code; everything else is ``…``.
    """
    known = names | _PYTHON_NAMES | set(dir(builtins)) | _own_names()

    def kept(found: re.Match[str]) -> str:
        token = found.group()
        if found.group("quoted"):
            return token if token[1:-1] in known else token[0] + _LEFT_OUT + token[-1]
        return token if token in known or _PLAIN.fullmatch(token.rstrip(".!?")) else _LEFT_OUT

    return _TOKENS.sub(kept, message)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _described(error: BaseException) -> Iterator[str]:
    names: set[str] = set()
    for frame, _ in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        names.update(code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f'  File "{short(frame.filename)}", line {frame.lineno}, in {frame.name}'
        if frame.line:
            yield f"    {frame.line}"
    kind = type(error)
    module = "" if kind.__module__ in {"builtins", "__main__"} else f"{kind.__module__}."
    yield f"{module}{kind.__qualname__}: {without_data(str(error), frozenset(names))}"


def _own_names() -> set[str]:
    """Names of the program's modules, classes and functions."""
    found: set[str] = set()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "flurinfill":
            found.update(name.split("."), vars(module))
    return found
