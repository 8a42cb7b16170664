"""Where the program's own data files are: in the wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_path(*parts: str) -> Path:
    """Path of a file below ``resources/`` or ``sample_data/``.

    Parameters
    ----------
    *parts : str
        First part ``"resources"`` or ``"sample_data"``, then folders and the file.
    """
    in_wheel = _PACKAGE / "_data"
    root = in_wheel if in_wheel.is_dir() else _PACKAGE.parent
    return root.joinpath(*parts)
