"""The user's own settings: language, appearance, recent projects, window state. No Qt.

The office's settings live in the project; what is here belongs to one person at one machine. The
file is TOML in the user's configuration folder and is replaced in one step, so that a crash never
leaves half a file.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import tomlkit
from platformdirs import user_config_path
from tomlkit.exceptions import ParseError

RECENT_LIMIT = 10
PROJECT_LIMIT = 50
LIST_LIMIT = 20
MOST_CACHE_MB = 20_000
APPEARANCES = ("system", "light", "dark", "contrast")
_LANGUAGES = ("de", "en")


@dataclass
class BasemapSettings:
    """The ground below the map; off until somebody wants it.

    Attributes
    ----------
    shown : bool
    service : str
        Code of a preset or name of an own service; ``""`` for none.
    opacity : float
        0.1 to 1.
    proxy : str
        ``""`` for that of the system, ``"none"``, or ``"host:port"``.
    cache_mb : int
        What one service may take on the disk; 0 keeps nothing.
    own : list of dict
        Own services as plain values (:class:`flurinfill.basemaps.services.Service`).
    """

    shown: bool = False
    service: str = ""
    opacity: float = 1.0
    proxy: str = ""
    cache_mb: int = 500
    own: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Settings:
    """Settings of one person.

    Attributes
    ----------
    language : str
        ``"de"`` or ``"en"``.
    appearance : str
        ``"system"``, ``"light"``, ``"dark"`` or ``"contrast"``.
    recent : list of Path
        Projects, the last one opened first; they may have vanished since.
    folder : Path or None
        Folder of the last file dialog.
    window : dict of str to str
        State of windows and splitters by name, base64.
    projects : dict of Path to dict of str to str
        What belongs to one project and one person: the state of its views by name.
    basemap : BasemapSettings
    lists : dict of str to dict of str to str
        What the columns of a list mean, by the fingerprint of its heads; the last one used comes last.
    """

    language: str = "de"
    appearance: str = "system"
    recent: list[Path] = field(default_factory=list)
    folder: Path | None = None
    window: dict[str, str] = field(default_factory=dict)
    projects: dict[Path, dict[str, str]] = field(default_factory=dict)
    basemap: BasemapSettings = field(default_factory=BasemapSettings)
    lists: dict[str, dict[str, str]] = field(default_factory=dict)

    def remember(self, project: Path) -> None:
        """Put a project at the head of the recent ones."""
        path = project.resolve()
        self.recent = [path, *(known for known in self.recent if known != path)][:RECENT_LIMIT]

    def of_project(self, project: Path) -> dict[str, str]:
        """Return what is kept for a project; change it and save the settings."""
        path = project.resolve()
        kept = self.projects.pop(path, {})
        self.projects[path] = kept  # the last one used is the last one dropped
        for oldest in list(self.projects)[:-PROJECT_LIMIT]:
            del self.projects[oldest]
        return kept

    def remember_list(self, shape: str, meaning: dict[str, str]) -> None:
        """Keep what the columns of a list mean."""
        self.lists.pop(shape, None)
        self.lists[shape] = meaning
        for oldest in list(self.lists)[:-LIST_LIMIT]:
            del self.lists[oldest]

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
    settings.window = _texts(document.get("window"))
    projects = document.get("projects", {})
    if isinstance(projects, dict):
        settings.projects = {Path(path): _texts(kept) for path, kept in projects.items()}
    lists = document.get("lists", {})
    if isinstance(lists, dict):
        settings.lists = {str(heads): _texts(meaning) for heads, meaning in lists.items()}
    settings.basemap = _basemap(document.get("basemap"))
    return settings


def _texts(values: object) -> dict[str, str]:
    if not isinstance(values, dict):
        return {}
    return {str(name): text for name, text in values.items() if isinstance(text, str)}


def _basemap(plain: object) -> BasemapSettings:
    """Read the ground below the map; what is damaged keeps its default."""
    found = BasemapSettings()
    if not isinstance(plain, dict):
        return found
    for name in ("service", "proxy"):
        if isinstance(plain.get(name), str):
            setattr(found, name, plain[name])
    found.shown = plain.get("shown") is True
    if isinstance(plain.get("opacity"), (int, float)):
        found.opacity = min(max(float(plain["opacity"]), 0.1), 1.0)
    if isinstance(plain.get("cache_mb"), int):
        found.cache_mb = min(max(plain["cache_mb"], 0), MOST_CACHE_MB)
    own = plain.get("own", [])
    if isinstance(own, list):
        found.own = [dict(entry) for entry in own if isinstance(entry, dict)]
    return found


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
    document["projects"] = {str(path): dict(kept) for path, kept in settings.projects.items()}
    document["lists"] = {heads: dict(meaning) for heads, meaning in settings.lists.items()}
    document["basemap"] = asdict(settings.basemap)
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
