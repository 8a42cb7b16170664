"""What is selected: parcels, and which of them (and which site) the panel on the right shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """The one selection that map, tables and panels share.

    ``changed`` is emitted with the sender's name, so that a view can leave its own news alone.
    """

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parcels: tuple[str, ...] = ()
        self._site_id: int | None = None

    @property
    def parcels(self) -> tuple[str, ...]:
        """Selected parcel ids; the first one is the current one."""
        return self._parcels

    @property
    def current(self) -> str:
        """The parcel that the panel explains, ``""`` when none."""
        return self._parcels[0] if self._parcels else ""

    @property
    def site_id(self) -> int | None:
        """The site that the panel shows, None when the current parcel is in none."""
        return self._site_id

    def select(self, parcels: Sequence[str], site_id: int | None, sender: str) -> None:
        """Select parcels, and the site that the first of them belongs to."""
        parcels = tuple(parcels)
        if parcels == self._parcels and site_id == self._site_id:
            return
        self._parcels, self._site_id = parcels, site_id
        self.changed.emit(sender)

    def clear(self) -> None:
        """Select nothing."""
        self.select((), None, "")
