"""Paths while they are being typed: half a name is no error yet."""

from __future__ import annotations

from pathlib import Path


def typed_path(text: str) -> Path:
    """Return the path that was typed; ``~`` stands for the home folder, an unknown user's for itself."""
    path = Path(text.strip())
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def is_there(path: Path) -> bool:
    """Tell whether something is there; what cannot be looked at is not."""
    try:
        return path.exists()
    except OSError:
        return False
