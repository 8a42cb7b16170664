"""Language and appearance as commands, kept in the user's settings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from flurinfill import i18n, settings
from flurinfill.desktop.language import Language

_LANGUAGES = {"de": "german", "en": "english"}


class Preferences(QObject):
    """What this user prefers; every choice is saved at once."""

    def __init__(self, language: Language, known: settings.Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._language, self._settings = language, known
        language.changed.connect(self._on_language)

    def chosen(self) -> tuple[str, str]:
        """Names of the commands that are in force: of the language and of the appearance."""
        return _LANGUAGES[i18n.language()], self._settings.appearance

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {
            "german": self._speak_german,
            "english": self._speak_english,
            "system": self._look_system,
            "light": self._look_light,
            "dark": self._look_dark,
            "contrast": self._look_contrast,
        }

    @Slot()
    def _speak_german(self) -> None:
        self._language.use("de")

    @Slot()
    def _speak_english(self) -> None:
        self._language.use("en")

    @Slot()
    def _on_language(self) -> None:
        self._settings.language = i18n.language()
        settings.save(self._settings)

    @Slot()
    def _look_system(self) -> None:
        self._look("system")

    @Slot()
    def _look_light(self) -> None:
        self._look("light")

    @Slot()
    def _look_dark(self) -> None:
        self._look("dark")

    @Slot()
    def _look_contrast(self) -> None:
        self._look("contrast")

    def _look(self, appearance: str) -> None:
        self._settings.appearance = appearance
        settings.save(self._settings)
        self._language.look(appearance)
