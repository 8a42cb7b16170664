"""Commands of the window that mean the site of review mode while it is on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flurinfill.desktop.review_mode.mode import ReviewMode

Callback = Callable[[], None]


def diverted(mode: ReviewMode, callbacks: Mapping[str, Callback]) -> dict[str, Callback]:
    """Return all callbacks; those that the mode knows go to it while it is on."""
    return {**callbacks, **{name: _either(mode, name, callbacks[name]) for name in mode.commands()}}


def _either(mode: ReviewMode, name: str, otherwise: Callback) -> Callback:
    inside = mode.commands()[name]

    def call() -> None:
        (inside if mode.active else otherwise)()

    return call
