"""Last view, next view."""

from __future__ import annotations

from flurinfill.cartography.view import View

_MOST = 100


class ViewHistory:
    """The views at which the user stopped, like the pages of a browser."""

    def __init__(self) -> None:
        self._views: list[View] = []
        self._at = -1

    def visit(self, view: View) -> None:
        """Remember a view; those that were ahead are forgotten."""
        if self._at >= 0 and self._views[self._at] == view:
            return
        del self._views[self._at + 1 :]
        self._views.append(view)
        del self._views[:-_MOST]
        self._at = len(self._views) - 1

    def adjust(self, view: View) -> None:
        """Replace the present view: the same stop, in a window of another size."""
        if self._at >= 0:
            self._views[self._at] = view
        else:
            self.visit(view)

    def back(self) -> View | None:
        """Return the view before, or None at the first one."""
        return self._step(-1)

    def forward(self) -> View | None:
        """Return the next view, or None at the last one."""
        return self._step(1)

    def clear(self) -> None:
        """Forget all views."""
        self._views.clear()
        self._at = -1

    def _step(self, by: int) -> View | None:
        if not 0 <= self._at + by < len(self._views):
            return None
        self._at += by
        return self._views[self._at]
