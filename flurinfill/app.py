"""The entry point: with arguments the command line, without any the desktop."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from flurinfill import i18n, settings

_INHERITED = ("PROJ_LIB", "PROJ_DATA", "GDAL_DATA")


def main() -> int:
    """Start flurinfill; the return value is the process's exit code."""
    for name in _INHERITED:  # other GIS installers set them, and our wheels bring their own data
        os.environ.pop(name, None)
    i18n.set_language(_wanted_language(sys.argv[1:]))
    if len(sys.argv) == 1:
        return _open_window()
    # The texts of options are translated when the module is imported, so the language comes first.
    from flurinfill import cli

    return cli.run(sys.argv[1:], _open_window)


def _open_window(path: Path | None = None, passphrase: str | None = None) -> int:
    from flurinfill.desktop.application import run

    return run(path, passphrase)


def _wanted_language(arguments: list[str]) -> str:
    candidates = [os.environ.get("FLURINFILL_LANGUAGE", ""), settings.load().language]
    for position, argument in enumerate(arguments):
        if argument.startswith("--language="):
            candidates.insert(0, argument.partition("=")[2])
        elif argument == "--language" and position + 1 < len(arguments):
            candidates.insert(0, arguments[position + 1])
    return next((code for code in candidates if code in i18n.LANGUAGES), "de")


if __name__ == "__main__":
    sys.exit(main())
