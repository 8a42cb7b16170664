"""The fields of a letter's text as people read them: ``{Stadt}`` in the editor, ``{town}`` as stored."""

from __future__ import annotations

from collections.abc import Sequence

from flurinfill import i18n


class LetterFields:
    """Names of the fields in the language of :meth:`retranslate`.

    Parameters
    ----------
    names : sequence of str
        As they are stored.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self.retranslate()

    def retranslate(self) -> None:
        """Take the names of the language of now."""
        self._shown = {name: i18n.label("letter_field", name) for name in self._names}

    @property
    def listed(self) -> str:
        """All fields, for a hint."""
        return ", ".join(f"{{{shown}}}" for shown in self._shown.values())

    def shown(self, text: str) -> str:
        """Return a stored text as it is edited."""
        for name, shown in self._shown.items():
            text = text.replace(f"{{{name}}}", f"{{{shown}}}")
        return text

    def stored(self, text: str) -> str:
        """Return an edited text as it is stored; stored names are understood, too."""
        for name, shown in self._shown.items():
            text = text.replace(f"{{{shown}}}", f"{{{name}}}")
        return text
