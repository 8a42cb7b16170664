"""What the map shows: geometries, styles, labels, selection; turned into a scene for drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.backdrop import Backdrop
from flurinfill.cartography.labels import LabelSource, StreetName
from flurinfill.cartography.scene import Layer, Scene
from flurinfill.cartography.shapes import Bounds, Shapes
from flurinfill.cartography.symbology import Style, style_of, theme

StyleOf = Callable[[str, bool], Style]


class MapContent:
    """The state behind one canvas, without any drawing."""

    def __init__(self) -> None:
        self.parcels = Shapes([])
        self.ids: list[str] = []
        self.hidden: set[str] = set()
        self.dark = False
        self.selected = np.zeros(1, np.bool_)
        self.labels: LabelSource | None = None
        self.backdrop: Backdrop | None = None
        self._index: dict[str, int] = {}
        self._buildings = Shapes([])
        self._overlays: dict[str, Shapes] = {}
        self._codes: tuple[np.ndarray, np.ndarray] = (np.zeros(0, np.intp), np.array([""], dtype=object))
        self._style_of: StyleOf = style_of
        self._scene: Scene | None = None

    def set_parcels(self, geometries: Sequence[BaseGeometry], ids: Sequence[str]) -> None:
        """Take new parcels; labels and styles of the old ones are forgotten, the selection is kept."""
        kept = self.selected_ids()
        self.parcels = Shapes(geometries)
        self.ids = [str(parcel_id) for parcel_id in ids]
        self._index = {parcel_id: number for number, parcel_id in enumerate(self.ids)}
        self.labels = None
        self.set_styles([""] * len(self.ids))
        self.select(kept)

    def set_buildings(self, geometries: Sequence[BaseGeometry]) -> None:
        """Take new buildings."""
        self._buildings = Shapes(geometries)
        self._scene = None

    def set_overlays(self, layers: Mapping[str, Sequence[BaseGeometry]]) -> None:
        """Take new constraint layers."""
        self._overlays = {name: Shapes(geometries) for name, geometries in layers.items()}
        self._scene = None

    def set_backdrop(self, backdrop: Backdrop | None) -> None:
        """Take another picture of the ground."""
        self.backdrop = backdrop
        self._scene = None

    def set_styles(self, codes: Sequence[str], style: StyleOf = style_of) -> None:
        """Colour each parcel by its code."""
        if len(codes) != len(self.ids):
            raise ValueError(f"{len(codes)} codes for {len(self.ids)} parcels")
        numbers, values = pd.factorize(np.asarray(codes, dtype=object))
        self._codes = (numbers, values)
        self._style_of = style
        self._scene = None

    def set_labels(self, texts: Mapping[str, str], streets: Sequence[StreetName]) -> None:
        """Take new texts."""
        self.labels = LabelSource.build(self.parcels, self.ids, texts, streets)

    def set_visible(self, layer: str, visible: bool) -> None:
        """Show or hide a layer or a piece of furniture."""
        (self.hidden.discard if visible else self.hidden.add)(layer)
        self._scene = None

    def set_dark(self, dark: bool) -> bool:
        """Change the theme; True when it was another."""
        changed, self.dark = dark != self.dark, dark
        if changed:
            self._scene = None
        return changed

    def index_of(self, parcel_id: str) -> int:
        """Position of a parcel; -1 when it is not there."""
        return self._index.get(parcel_id, -1)

    def selected_ids(self) -> list[str]:
        """Ids of the selected parcels, in order."""
        return [self.ids[number] for number in np.flatnonzero(self.selected[1:])]

    def select(self, ids: Sequence[str]) -> None:
        """Select these parcels and no others."""
        mask = np.zeros(len(self.ids) + 1, np.bool_)
        mask[[self._index[parcel_id] + 1 for parcel_id in ids if parcel_id in self._index]] = True
        self.selected = mask
        self._scene = None

    def bounds_of(self, ids: Sequence[str]) -> Bounds | None:
        """Where these parcels are."""
        indices = [self._index[parcel_id] for parcel_id in ids if parcel_id in self._index]
        return self.parcels.bounds(np.array(indices, dtype=np.int64)) if indices else None

    def touching(self, bounds: Bounds) -> list[str]:
        """Ids of the parcels that a rectangle touches."""
        return [self.ids[number] for number in self.parcels.touching(bounds)]

    def at(self, x: float, y: float) -> str:
        """Parcel at a place, exact; ``""`` when there is none."""
        number = self.parcels.at(x, y) if self.ids else -1
        return self.ids[number] if number >= 0 else ""

    @property
    def scene(self) -> Scene:
        """Everything to paint, as it is now."""
        if self._scene is None:
            self._scene = self._made()
        return self._scene

    def _made(self) -> Scene:
        colours = theme(self.dark)
        numbers, values = self._codes
        codes = np.zeros(len(self.ids) + 1, np.uint8)
        codes[1:] = numbers + 1
        styles = [self._style_of(str(value), self.dark) for value in values]
        chosen = np.flatnonzero(self.selected[1:])
        shown = [] if "overlays" in self.hidden else [n for n in self._overlays if n not in self.hidden]
        return Scene(
            Layer(self.parcels, styles, codes) if self.ids else None,
            tuple(Layer.plain(self._overlays[name], colours.constraint) for name in shown),
            None if "buildings" in self.hidden else Layer.plain(self._buildings, colours.building),
            colours,
            self.selected if len(chosen) else None,
            self.parcels.bounds(chosen) if len(chosen) else None,
            self.backdrop,
        )


def outline_of(geometry: BaseGeometry) -> list[np.ndarray]:
    """Rings of a polygon or multipolygon as arrays (points, 2)."""
    rings = shapely.get_rings(shapely.get_parts(geometry))
    return [shapely.get_coordinates(ring) for ring in rings]
