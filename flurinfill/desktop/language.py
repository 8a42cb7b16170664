"""Language and appearance of the running program, changed while windows are open."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal, Slot
from PySide6.QtWidgets import QApplication

from flurinfill import i18n
from flurinfill.desktop import theme
from flurinfill.desktop.adaptive import restyle_all, retranslate_all


class Language(QObject):
    """Keeps gettext, Qt's own dialogs, number input and all open widgets in one language.

    Signals
    -------
    changed :
        Everything speaks another language now.
    """

    changed = Signal()

    def __init__(self, app: QApplication, language: str, appearance: str) -> None:
        super().__init__(app)
        self._app = app
        self._appearance = appearance
        self._translator = QTranslator(self)
        self._install(language)
        theme.choose(app, appearance)
        app.styleHints().colorSchemeChanged.connect(self._on_scheme)

    def use(self, language: str) -> None:
        """Speak ``"de"`` or ``"en"`` from now on."""
        if language == i18n.language():
            return
        self._install(language)
        retranslate_all(self._app)
        self.changed.emit()

    def look(self, appearance: str) -> None:
        """Look ``"light"``, ``"dark"``, of high ``"contrast"`` or as the ``"system"`` from now on."""
        self._appearance = appearance
        self._app.setOverrideCursor(Qt.CursorShape.WaitCursor)  # Qt polishes each widget: most of a second
        try:
            theme.choose(self._app, appearance)
            theme.dress(self._app)
            restyle_all(self._app)
        finally:
            self._app.restoreOverrideCursor()

    @Slot()
    def _on_scheme(self) -> None:
        if self._appearance == "system":
            self.look("system")

    def _install(self, language: str) -> None:
        i18n.set_language(language)
        QLocale.setDefault(QLocale(QLocale.Language.German if language == "de" else QLocale.Language.English))
        self._app.removeTranslator(self._translator)
        if language == "de":
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if self._translator.load("qtbase_de", folder):
                self._app.installTranslator(self._translator)
