"""Which view of a table is in force, and what was changed in it since. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flurinfill.desktop import saved_views
from flurinfill.desktop.arranging import Column
from flurinfill.desktop.saved_views import TableState, View


class ViewChoice:
    """The views that a table offers, and columns, filters and order as they are now.

    Parameters
    ----------
    columns : sequence of Column
        All that the table can show.
    builtin : sequence of View
        The first is that of the start.

    Attributes
    ----------
    number : int
        Place of the chosen view among :attr:`views`.
    state : TableState
        What is in force; it differs from the view's own where something was changed.
    personal : frozenset of str
        Names of the columns that tell something about owners.
    """

    def __init__(self, columns: Sequence[Column], builtin: Sequence[View]) -> None:
        self._columns = tuple(columns)
        self._builtin = tuple(builtin)
        self._own: tuple[View, ...] = ()
        self._expected = ""  # title of a view that is being kept
        self._remembered = ""  # mark of the view that the last session ended with
        self.number, self.state = 0, builtin[0].state
        self.personal = saved_views.personal(columns)

    @property
    def views(self) -> tuple[View, ...]:
        """Every view that is offered."""
        return (*self._builtin, *self._own)

    @property
    def current(self) -> View:
        """The view that was chosen last."""
        return self.views[min(self.number, len(self.views) - 1)]

    @property
    def changed(self) -> bool:
        """Whether something else is in force than the view says."""
        return self.state != self.current.state

    def choose(self, number: int) -> None:
        """Let a view be in force as it was kept."""
        self.number = number
        self.state = self.current.state

    # what is in force -----------------------------------------------------------------------

    def change(self, **parts: Any) -> None:
        """Change columns, rules, sort, descending or grouped."""
        self.state = replace(self.state, **parts)

    def show_columns(self, names: Sequence[str]) -> None:
        """Show these columns, from left to right."""
        shown = tuple(names)
        self.change(columns=() if shown == saved_views.usual(self._columns) else shown)

    def shown_columns(self) -> tuple[str, ...]:
        """Return the columns that shall be shown."""
        return self.state.columns or saved_views.usual(self._columns)

    def titles_of_rules(self) -> list[str]:
        """Titles of the columns that are filtered."""
        return self._titles(frozenset(self.state.rules))

    def asks_about_owners(self) -> bool:
        """Tell whether a filter asks for what is sealed while the vault is locked."""
        return bool(self.personal & set(self.state.rules))

    # what may be kept -----------------------------------------------------------------------

    def kept_state(self) -> TableState:
        """Return columns, filters and order in the form in which they may be kept."""
        return self.state.impersonal(self.personal)

    def unkept_filters(self) -> list[str]:
        """Titles of the columns whose filter is not kept, because its words may name persons."""
        return self._titles(self.state.words_about(self.personal))

    def _titles(self, names: frozenset[str]) -> list[str]:
        return [entry.title() for entry in self._columns if entry.name in names]

    # own views, and the next session ----------------------------------------------------------

    def expect(self, title: str) -> None:
        """Choose the view of this title as soon as the project has it."""
        self._expected = title

    def set_own(self, views: Sequence[View]) -> None:
        """Offer views that the project keeps; the chosen one stays chosen, where it still is."""
        kept = self.current.view_id
        self._own = tuple(views)
        self._find_remembered()
        for number, view in enumerate(self.views):
            if self._expected and view.view_id is not None and view.title() == self._expected:
                self.number, self._expected = number, ""
                break
            if kept is not None and view.view_id == kept:
                self.number = number
        else:
            if kept is not None and kept not in {view.view_id for view in self.views}:
                self.number = 0
        self._recognise()

    def mark(self) -> str:
        """Return by what the next session knows the view again."""
        return saved_views.mark_of(self.views, self.number)

    def remember(self, state: TableState, mark: str) -> None:
        """Begin with what the last session ended with."""
        self.state, self._remembered = state, mark
        self._recognise()

    def _find_remembered(self) -> None:
        """Name the view of the last session, also where it was changed since it was kept."""
        mark, self._remembered = self._remembered, ""
        marks = [saved_views.mark_of(self.views, number) for number in range(len(self.views))]
        if mark in marks:
            self.number = marks.index(mark)

    def _recognise(self) -> None:
        """Name the view that shows just this, if the one that is named does not."""
        states = [view.state for view in self.views]
        if self.changed and self.state in states:
            self.number = states.index(self.state)
