"""The user's own settings: language, appearance, recent projects, window state. No Qt.

The office's settings live in the project; what is here belongs to one person at one machine. The
file is TOML in the user's configuration folder and is replaced in one step, so that a crash never
leaves half a file.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import tomlkit
from platformdirs import user_config_path
from tomlkit.exceptions import ParseError

RECENT_LIMIT = 10
APPEARANCES = ("system", "light", "dark")
_LANGUAGES = ("de", "en")


@dataclass
class Settings:
    """Settings of one person.

    Attributes
    ----------
    language : str
        ``"de"`` or ``"en"``.
    appearance : str
        ``"system"``, ``"light"`` or ``"dark"``.
    recent : list of Path
        Projects, the last one opened first; they may have vanished since.
    folder : Path or None
        Folder of the last file dialog.
    window : dict of str to str
        State of windows and splitters by name, base64.
    """

    language: str = "de"
    appearance: str = "system"
    recent: list[Path] = field(default_factory=list)
    folder: Path | None = None
    window: dict[str, str] = field(default_factory=dict)

    def remember(self, project: Path) -> None:
        """Put a project at the head of the recent ones."""
        path = project.resolve()
        self.recent = [path, *(known for known in self.recent if known != path)][:RECENT_LIMIT]

    def forget(self, project: Path) -> None:
        """Take a project off the recent ones."""
        self.recent = [known for known in self.recent if known != project]


def settings_file() -> Path:
    """Path of the settings file."""
    return user_config_path("flurinfill", appauthor=False) / "settings.toml"


def load(path: Path | None = None) -> Settings:
    """Read the settings; what is missing, damaged or unknown keeps its default."""
    try:
        document = tomlkit.parse((path or settings_file()).read_text(encoding="utf-8")).unwrap()
    except (OSError, UnicodeDecodeError, ParseError):
        return Settings()
    settings = Settings()
    if document.get("language") in _LANGUAGES:
        settings.language = document["language"]
    if document.get("appearance") in APPEARANCES:
        settings.appearance = document["appearance"]
    recent = document.get("recent", [])
    if isinstance(recent, list):
        settings.recent = [Path(entry) for entry in recent if isinstance(entry, str)][:RECENT_LIMIT]
    if isinstance(document.get("folder"), str):
        settings.folder = Path(document["folder"])
    window = document.get("window", {})
    if isinstance(window, dict):
        settings.window = {str(name): state for name, state in window.items() if isinstance(state, str)}
    return settings


def save(settings: Settings, path: Path | None = None) -> bool:
    """Write the settings; False where the folder cannot be written (the program goes on without)."""
    target = path or settings_file()
    document = tomlkit.document()
    document["language"] = settings.language
    document["appearance"] = settings.appearance
    document["recent"] = [str(entry) for entry in settings.recent]
    if settings.folder is not None:
        document["folder"] = str(settings.folder)
    document["window"] = dict(settings.window)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, tomlkit.dumps(document))
    except OSError:
        return False
    return True


def _replace(target: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=target.name, suffix=".new", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
