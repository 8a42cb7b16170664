"""The user's settings survive damage and are written in one step."""

from __future__ import annotations

from pathlib import Path

from flurinfill import settings
from flurinfill.settings import PROJECT_LIMIT, RECENT_LIMIT, Settings


def test_settings_come_back(tmp_path: Path) -> None:
    path = tmp_path / "a" / "settings.toml"
    known = Settings("en", "dark", [tmp_path / "x.gpkg"], tmp_path, {"window": "AAA="})
    assert settings.save(known, path)
    assert settings.load(path) == known
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.toml"]


def test_what_belongs_to_a_project_is_kept_for_the_last_ones(tmp_path: Path) -> None:
    known = Settings()
    known.of_project(tmp_path / "town.gpkg")["map"] = "x"
    for number in range(PROJECT_LIMIT):
        known.of_project(tmp_path / f"{number}.gpkg")["map"] = str(number)
    assert settings.save(known, tmp_path / "settings.toml")
    again = settings.load(tmp_path / "settings.toml")
    assert again == known
    assert len(again.projects) == PROJECT_LIMIT
    assert again.of_project(tmp_path / "town.gpkg") == {}
    assert again.of_project(tmp_path / "7.gpkg") == {"map": "7"}


def test_damaged_settings_are_defaults(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    for text in ("language = ", 'language = "fr"\nappearance = 3\nrecent = "x"\nwindow = 1', "\x00"):
        path.write_text(text, encoding="utf-8")
        assert settings.load(path) == Settings()
    path.write_bytes(b"\xff\xfe\x00")
    assert settings.load(path) == Settings()
    assert settings.load(tmp_path / "absent.toml") == Settings()


def test_recent_projects_are_few_and_unique(tmp_path: Path) -> None:
    known = Settings()
    for number in range(RECENT_LIMIT + 5):
        known.remember(tmp_path / f"{number}.gpkg")
    known.remember(tmp_path / "9.gpkg")
    assert len(known.recent) == RECENT_LIMIT
    assert known.recent[0].name == "9.gpkg"
    known.forget(known.recent[0])
    assert len(known.recent) == RECENT_LIMIT - 1


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert not settings.save(Settings(), blocked / "settings.toml")
