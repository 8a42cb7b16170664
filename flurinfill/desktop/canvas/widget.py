"""The map canvas: parcels, buildings and constraints, drawn crisp in the background."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QWidget
from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.symbology import Style, style_of
from flurinfill.cartography.view import View


class Tool(Enum):
    """What dragging with the left button does."""

    NAVIGATE = "navigate"  # drag moves the map, click selects
    SELECT = "select"  # drag selects by rectangle
    ZOOM = "zoom"  # drag zooms to a rectangle


@dataclass(frozen=True)
class StreetName:
    """A name written along a line, or at a point with an angle in degrees (counterclockwise)."""

    geometry: BaseGeometry
    text: str
    angle: float = 0.0


class MapCanvas(QWidget):
    """The map.

    Parcel ids are the texts given to :meth:`set_parcels`. All methods are for the GUI thread.

    Signals
    -------
    selection_changed : list of str
        After the user (not the program) changed the selection.
    hovered : str
        Parcel under the mouse, ``""`` when none; only when it changes.
    identified : str
        A parcel was clicked (exact, from the original geometry).
    view_changed :
        Centre, scale or size changed; see :attr:`scale` and :attr:`view`.
    cursor_moved : float, float
        Place under the mouse in the project's CRS.
    menu_requested : QPoint, str
        Right click or menu key: global position, and the parcel there or ``""``.
    view_settled :
        A crisp picture is on the screen.
    """

    selection_changed = Signal(list)
    hovered = Signal(str)
    identified = Signal(str)
    view_changed = Signal()
    cursor_moved = Signal(float, float)
    menu_requested = Signal(QPoint, str)
    view_settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    # what is shown ------------------------------------------------------------------------

    def set_parcels(self, geometries: Sequence[BaseGeometry], ids: Sequence[str]) -> None:
        """Show these parcels (empty: the empty state). The selection is kept where ids survive."""

    def set_buildings(self, geometries: Sequence[BaseGeometry]) -> None:
        """Show these buildings above the parcels."""

    def set_overlays(self, layers: Mapping[str, Sequence[BaseGeometry]]) -> None:
        """Show constraints, a name and its areas each, translucent above the parcels."""

    def set_styles(self, codes: Sequence[str], style_of: Callable[[str, bool], Style] = style_of) -> None:
        """Colour the parcels: one code each, in the order of :meth:`set_parcels`. Scans nothing."""

    def set_labels(self, texts: Mapping[str, str], street_names: Sequence[StreetName] = ()) -> None:
        """Write these texts (parcel id → number) and street names at close zoom, without overlaps."""

    def set_legend(self, entries: Sequence[LegendEntry], title: str = "") -> None:
        """Explain the colours; an empty list hides the legend."""

    def set_source(self, text: str) -> None:
        """Source and data state, written at the lower edge."""

    def set_empty_text(self, title: str, advice: str = "") -> None:
        """What stands in the middle as long as there are no parcels."""

    def set_tip(self, tip_of: Callable[[str], str] | None) -> None:
        """Text of the map tip of a parcel; None or ``""`` shows none."""

    def set_layer_visible(self, layer: str, visible: bool) -> None:
        """Show or hide ``"buildings"``, ``"overlays"``, ``"labels"``, ``"legend"`` or an overlay's name."""

    def set_tool(self, tool: Tool) -> None:
        """Choose what dragging with the left button does."""

    # selection ----------------------------------------------------------------------------

    @property
    def selected(self) -> list[str]:
        """Selected parcel ids."""
        return []

    def set_selected(self, ids: Sequence[str]) -> None:
        """Select these parcels; emits nothing."""

    # view ---------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """What part of the world is shown (pixels are logical pixels)."""
        return View(0.0, 0.0, 1.0)

    @property
    def scale(self) -> float:
        """Denominator of the map scale."""
        return self.view.scale

    def set_view(self, view: View) -> None:
        """Show this view."""

    @Slot(float)
    def set_scale(self, denominator: float) -> None:
        """Show the same centre at 1:denominator."""

    @Slot()
    def zoom_full(self) -> None:
        """Show everything."""

    @Slot()
    def zoom_in(self) -> None:
        """Twice as large."""

    @Slot()
    def zoom_out(self) -> None:
        """Half as large."""

    @Slot()
    def zoom_to_selection(self) -> None:
        """Show the selected parcels with their surroundings."""

    def zoom_to(self, ids: Sequence[str]) -> None:
        """Show these parcels with their surroundings."""

    def ensure_visible(self, ids: Sequence[str]) -> None:
        """Move there only when these parcels are not on the screen."""

    @Slot()
    def last_view(self) -> None:
        """Go back to the view before."""

    @Slot()
    def next_view(self) -> None:
        """Go forward again."""

    def parcel_at(self, x: float, y: float) -> str:
        """Parcel at a place in the project's CRS, exact; ``""`` when none."""
        return ""

    def picture(self) -> np.ndarray:
        """RGBA picture, uint8 (h, w, 4), of the map as it is, crisp, without furniture."""
        return np.zeros((1, 1, 4), np.uint8)

    def shutdown(self) -> None:
        """Stop drawing and wait for the worker; call before the application quits."""
