"""Recipes of exports: who gets which files about which sites, under a name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flurinfill.model.audience import Audience
from flurinfill.model.errors import InputError


class Which(StrEnum):
    """Which sites an export is about."""

    ALL = "all"
    SELECTED = "selected"
    VIEW = "view"
    VILLAGE = "village"


@dataclass(frozen=True)
class Recipe:
    """What leaves for whom.

    Attributes
    ----------
    title : str
        As people call it; "" for a built-in one.
    audience : Audience
    kinds : tuple of str
        Codes of the kinds of files, in the order in which they are written.
    fields : tuple of str or None
        What is given of each site beside what identifies it; None for all that the audience may have.
    which : Which
        Never ``SELECTED`` in a recipe that is kept: a selection is of the moment.
    name : str
        Title of the kept view, or the village.
    language : str
        Of the papers; "" for that of the person who exports.
    code : str
        Of a built-in recipe (catalogue context ``recipe``).
    recipe_id : int or None
        Of one that the project keeps.
    readable : bool
        False for a kept one of which only the title can be read: it is named, and nothing leaves by it.
    """

    title: str
    audience: Audience
    kinds: tuple[str, ...]
    fields: tuple[str, ...] | None = None
    which: Which = Which.ALL
    name: str = ""
    language: str = ""
    code: str = ""
    recipe_id: int | None = None
    readable: bool = True

    def dump(self) -> str:
        """Write it as JSON, without its name and number."""
        values = {
            "audience": self.audience.value,
            "kinds": list(self.kinds),
            "fields": None if self.fields is None else list(self.fields),
            "which": self.which.value,
            "name": self.name,
            "language": self.language,
        }
        return json.dumps(values, ensure_ascii=False, sort_keys=True)

    @classmethod
    def load(cls, title: str, text: str, recipe_id: int | None = None) -> Recipe:
        """Read what :meth:`dump` wrote; what may leave is decided when it runs, not here.

        Raises
        ------
        InputError
            ``recipe_unreadable`` when it is something else.
        """
        try:
            values = json.loads(text)
            fields = values["fields"]
            return cls(
                title=title,
                audience=Audience(values["audience"]),
                kinds=_texts(values["kinds"]),
                fields=None if fields is None else _texts(fields),
                which=Which(values["which"]),
                name=str(values["name"]),
                language=str(values["language"]),
                recipe_id=recipe_id,
            )
        except (ValueError, TypeError, KeyError) as error:
            raise InputError("recipe_unreadable", title=title) from error


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError(values)
    return tuple(values)
