"""What a site covers, as a task: its outline is drawn and edited, parcels are added and taken out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from shapely.geometry.base import BaseGeometry

from flurinfill import i18n
from flurinfill.desktop.canvas import Tool
from flurinfill.desktop.commands import (
    CHOSEN,
    FREE_CHOSEN,
    MEMBERS_CHOSEN,
    OUTLINE_DRAWN,
    OUTSIDERS_CHOSEN,
)
from flurinfill.desktop.linking import Linking
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.session import Session
from flurinfill.i18n import tr
from flurinfill.model.change import Change
from flurinfill.model.errors import ProjectError
from flurinfill.project import operations, outlines


class OutlineTasks(QObject):
    """Acts on the site that is selected."""

    def __init__(self, window: MainWindow, session: Session, linking: Linking, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._linking = window, session, linking
        self._map = window.workspace.map
        self._site_id: int | None = None  # whose outline is being drawn
        self._seen = 0  # its version when the drawing began, or after the last change of one's own
        self._own_change = False
        session.changed.connect(self._on_changed)
        session.refreshed.connect(self._on_refreshed)
        self._map.canvas.sketching.outlined.connect(self._on_outlined)
        session.closed.connect(self._stop)
        self._map.canvas.sketching.given_up.connect(self._on_given_up)

    def callbacks(self) -> dict[str, Callable[[], None]]:
        """Slots of the commands."""
        return {
            "create_site": self.create,
            "add_parcels": self._add_parcels,
            "remove_parcels": self._remove_parcels,
            "draw_outline": self._draw,
            "edit_outline": self._edit,
            "reset_outline": self._reset,
        }

    def facts(self) -> set[str]:
        """What is selected, for the commands that need it."""
        if not self._session.writable or self._session.snapshot is None:
            return set()
        selection = self._linking.selection
        site, free = selection.site_id, self._linking.any_free(selection.parcels)
        facts = {CHOSEN} if selection.parcels else set()
        if site is None:
            return facts | ({FREE_CHOSEN} if free else set())
        own = self._parcels_of(site)
        chosen = len(set(own).intersection(selection.parcels))
        facts |= {OUTSIDERS_CHOSEN} if free else set()
        facts |= {MEMBERS_CHOSEN} if 0 < chosen < len(own) else set()
        outline = self._session.snapshot.work.sites.loc[site, "outline_m2"]
        return facts | ({OUTLINE_DRAWN} if outline == outline else set())

    def _chosen(self) -> tuple[int | None, list[str], list[str]]:
        """The site, its selected parcels, and selected parcels that are in no site."""
        selection = self._linking.selection
        site = selection.site_id
        own = set(self._parcels_of(site)) if site is not None else set()
        members = [parcel for parcel in selection.parcels if parcel in own]
        return site, members, self._linking.free(selection.parcels)

    def _parcels_of(self, site_id: int) -> tuple[str, ...]:
        sites = self._session.snapshot.work.sites
        return sites.loc[site_id, "parcel_ids"] if site_id in sites.index else ()

    def _version(self, site_id: int) -> int:
        return int(self._session.snapshot.work.sites.loc[site_id, "version"])

    # parcels ------------------------------------------------------------------------------

    @Slot()
    def create(self) -> None:
        """Make a site of the selected parcels."""
        parcels = [parcel for parcel in self._linking.selection.parcels if parcel]
        if parcels:
            self._session.apply(operations.create_site, parcels)

    @Slot()
    def _add_parcels(self) -> None:
        site, _, free = self._chosen()
        if site is not None and free:
            self._set_parcels(site, [*self._parcels_of(site), *free])

    @Slot()
    def _remove_parcels(self) -> None:
        site, members, _ = self._chosen()
        if site is not None and members:
            self._set_parcels(site, [each for each in self._parcels_of(site) if each not in members])

    def _set_parcels(self, site_id: int, parcels: list[str]) -> None:
        row = self._session.snapshot.work.sites.loc[site_id]
        grows = len(parcels) > len(row["parcel_ids"])
        announced = row["publication"] not in {"not_announced", "objected"}
        done = self._session.apply(
            operations.set_site_parcels, site_id, parcels, version=self._version(site_id)
        )
        if done and grows and announced:
            case = row["case_no"]

            def words() -> str:
                return tr(
                    "A parcel added later needs a notice of its own: the publication of {case} starts anew.",
                    case=case,
                )

            self._window.notices.show_notice("publication", "warn", words)

    # the outline --------------------------------------------------------------------------

    @Slot()
    def _draw(self) -> None:
        self._begin(None)

    @Slot()
    def _edit(self) -> None:
        shapes = self._session.snapshot.work.outlines.of_sites([self._linking.selection.site_id])
        self._begin(shapes[0] if len(shapes) else None)

    def _begin(self, shape: BaseGeometry | None) -> None:
        site_id = self._linking.selection.site_id
        if site_id is None:
            return
        self._site_id, self._seen = site_id, self._version(site_id)
        self._own_change = False
        canvas = self._map.canvas
        canvas.ensure_visible(list(self._parcels_of(site_id)))
        canvas.sketching.judge = self._fault_of
        self._map.use_tool(Tool.OUTLINE)
        if shape is not None:
            canvas.sketching.edit(shape)

    def _fault_of(self, shape: BaseGeometry) -> str:
        """Code of what :func:`set_site_outline` would refuse, ``""`` when nothing."""
        snapshot = self._session.snapshot
        numbers = snapshot.parcels.index.get_indexer(list(self._parcels_of(self._site_id)))
        try:
            outlines.check(shape, snapshot.ground.parcels.geometries[numbers[numbers >= 0]])
        except ProjectError as error:
            return error.code
        return ""

    @Slot(object)
    def _on_outlined(self, shape: BaseGeometry) -> None:
        """Keep an outline; one that is refused stays on the map to be mended."""
        site_id = self._site_id
        if site_id is None or site_id not in self._session.snapshot.work.sites.index:
            self._stop()
            return
        if self._session.apply(operations.set_site_outline, site_id, shape, version=self._seen):
            self._stop()
            words = tr("Outline taken over: {area}", area=i18n.area(shape.area))
            self._window.status.say(words)
        else:
            self._own_change = True  # what stood in the way is told and shown, and may be drawn over

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        self._own_change = self._own_change or self._site_id in change.sites

    @Slot()
    def _on_refreshed(self) -> None:
        """A change of one's own, meanwhile, is none that the outline could overwrite unseen."""
        sites = self._session.snapshot.work.sites
        if self._own_change and self._site_id in sites.index:
            self._seen, self._own_change = self._version(self._site_id), False

    @Slot()
    def _reset(self) -> None:
        site_id = self._linking.selection.site_id
        if site_id is not None:
            self._session.apply(operations.set_site_outline, site_id, None, version=self._version(site_id))

    @Slot()
    def _on_given_up(self) -> None:
        """Nothing is drawn any more, so nothing is in the way."""
        if self._site_id is not None:
            self._site_id = None
            self._window.notices.remove("refused")

    @Slot()
    def _stop(self) -> None:
        self._site_id = None
        self._map.use_tool(Tool.NAVIGATE)
