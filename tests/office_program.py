"""LibreOffice as a second reader of what the program writes; tests that need it skip where it cannot run."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest


def convert(path: Path, wanted: str, folder: Path) -> Path:
    """Let LibreOffice open ``path`` and save it as ``wanted`` (``pdf``, or a filter) in ``folder``."""
    if not _answers():
        pytest.skip("LibreOffice is not installed, or does not start")
    home = (folder / "office_home").as_uri()
    command = ["soffice", f"-env:UserInstallation={home}", "--headless", "--convert-to", wanted, "--outdir"]
    subprocess.run([*command, str(folder), str(path)], check=True, capture_output=True, timeout=110)
    return folder / path.with_suffix(f".{wanted.split(':')[0]}").name


@cache
def _answers() -> bool:
    """Whether it runs: a package half removed leaves a command that does not."""
    if shutil.which("soffice") is None:
        return False
    asked = subprocess.run(["soffice", "--headless", "--version"], capture_output=True, timeout=60)
    return asked.returncode == 0 and asked.stdout.startswith(b"LibreOffice")
