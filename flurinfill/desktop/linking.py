"""Links the map, the tables and the inspector: one selection, shown everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Slot

from flurinfill.desktop.selection import Selection
from flurinfill.desktop.session import Session
from flurinfill.desktop.workspace import PARCELS, SITES, Workspace

_MAP, _SITES, _PARCELS, _ELSEWHERE = "map", "sites", "parcels", "elsewhere"


class Linking(QObject):
    """Carries selections and new data between the views of the workspace."""

    def __init__(self, session: Session, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._workspace = session, workspace
        self.selection = Selection(self)
        self.paused = False  # what is picked on the map is somebody else's business
        workspace.map.picked.connect(self._on_map)
        workspace.sites.picked.connect(self._on_sites)
        workspace.parcels.picked.connect(self._on_parcels)
        workspace.sites.activated.connect(self._on_site_activated)
        workspace.parcels.activated.connect(self._on_parcel_activated)
        workspace.due.site_asked.connect(self.show_site)
        self.selection.changed.connect(self._on_changed)
        session.loaded.connect(self._on_loaded)
        session.refreshed.connect(self._on_refreshed)
        session.closed.connect(self._on_closed)

    # asked for from elsewhere -----------------------------------------------------------------

    @Slot(list)
    def show_parcels(self, parcels: Sequence[str]) -> None:
        """Select parcels and go there."""
        self.selection.select(parcels, self._site_of_parcels(parcels), _ELSEWHERE)

    @Slot(int)
    def show_site(self, site_id: int) -> None:
        """Select a site and go there."""
        snapshot = self._session.snapshot
        if snapshot is not None and site_id in snapshot.work.sites.index:
            self.selection.select(snapshot.work.sites.loc[site_id, "parcel_ids"], site_id, _ELSEWHERE)

    @property
    def _site_of(self) -> Mapping[str, int]:
        snapshot = self._session.snapshot
        return {} if snapshot is None else snapshot.work.site_of

    def site_of(self, parcel: str) -> int | None:
        """Site that a parcel belongs to, None when it is free."""
        return self._site_of.get(parcel)

    def free(self, parcels: Sequence[str]) -> list[str]:
        """Those of some parcels that are in no site."""
        return [parcel for parcel in parcels if parcel not in self._site_of]

    def any_free(self, parcels: Sequence[str]) -> bool:
        """Tell whether one of some parcels is in no site."""
        return not all(map(self._site_of.__contains__, parcels))

    def selected_sites(self) -> list[int]:
        """Sites of the selected parcels."""
        return self._sites_of(self.selection.parcels)

    def step(self, forward: bool) -> None:
        """Go to the next or the previous row of the table that is in front."""
        workspace = self._workspace
        if workspace.tabs.currentIndex() == PARCELS:
            key = workspace.parcels.step(forward)
            if key is not None:
                self.show_parcels([key])
            return
        if workspace.tabs.currentIndex() != SITES:
            workspace.tabs.setCurrentIndex(SITES)
        key = workspace.sites.step(forward)
        if key is not None:
            self.show_site(int(key))

    # what the views say -------------------------------------------------------------------------

    @Slot(list)
    def _on_map(self, parcels: list[str]) -> None:
        if not self.paused:
            self.selection.select(parcels, self._site_of_parcels(parcels), _MAP)

    @Slot(object)
    def _on_parcels(self, parcels: list[str]) -> None:
        self.selection.select(parcels, self._site_of_parcels(parcels), _PARCELS)

    @Slot(object)
    def _on_sites(self, site_ids: list[int]) -> None:
        members = self._session.snapshot.work.sites["parcel_ids"].loc[site_ids]
        parcels = [parcel for listed in members for parcel in listed]
        self.selection.select(parcels, int(site_ids[0]) if site_ids else None, _SITES)

    @Slot(object)
    def _on_site_activated(self, site_id: int) -> None:
        self._workspace.map.canvas.zoom_to(list(self.selection.parcels))

    @Slot(object)
    def _on_parcel_activated(self, parcel: str) -> None:
        self._workspace.map.canvas.zoom_to([parcel])

    @Slot(str)
    def _on_changed(self, sender: str) -> None:
        workspace, parcels = self._workspace, self.selection.parcels
        sites = self._sites_of(parcels)
        if sender != _MAP:
            workspace.map.show_selected(parcels, sites, move=sender != "", near=sender == _ELSEWHERE)
        if sender != _SITES:
            workspace.sites.show_selected(sites)
        if sender != _PARCELS:
            workspace.parcels.show_selected(parcels)
        workspace.inspector.show_selection(parcels, self.selection.site_id)

    # what the project says ----------------------------------------------------------------------

    @Slot()
    def _on_loaded(self) -> None:
        snapshot = self._session.snapshot
        self._workspace.show_snapshot(snapshot)
        kept = [parcel for parcel in self.selection.parcels if parcel in snapshot.parcels.index]
        self.selection.select(kept, self._site_of_parcels(kept), "")
        self._show_again()

    @Slot(object)
    def _on_refreshed(self, touched: object) -> None:
        self._workspace.show_work(self._session.snapshot)
        parcels = self.selection.parcels
        if parcels:
            self.selection.select(parcels, self._site_of_parcels(parcels), "")
        self._show_again()

    @Slot()
    def _on_closed(self) -> None:
        self.selection.clear()
        self._workspace.forget()
        self._show_again()

    def _show_again(self) -> None:
        parcels = self.selection.parcels
        sites = self._sites_of(parcels)
        self._workspace.map.show_selected(parcels, sites, move=False)
        self._workspace.sites.show_selected(sites)
        self._workspace.parcels.show_selected(parcels)
        self._workspace.inspector.show_selection(parcels, self.selection.site_id)

    def _site_of_parcels(self, parcels: Sequence[str]) -> int | None:
        return self._site_of.get(parcels[0]) if parcels else None

    def _sites_of(self, parcels: Sequence[str]) -> list[int]:
        found = dict.fromkeys(map(self._site_of.get, parcels))
        found.pop(None, None)
        if not found and self.selection.site_id is not None:
            return [self.selection.site_id]
        return list(found)
