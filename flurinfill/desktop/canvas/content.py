"""What the map shows: layers with their order, styles, labels, selection; turned into a scene."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.backdrop import Backdrop
from flurinfill.cartography.labels import LabelKind, LabelSource
from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.scene import Layer, Scene
from flurinfill.cartography.shapes import Bounds, Shapes
from flurinfill.cartography.sketch import Sketch
from flurinfill.cartography.symbology import CONTRAST, Style, Theme, contrasted, style_of, theme

StyleOf = Callable[[str, bool], Style]

PARCELS = "parcels"
"""The layer that is selected, pointed at and coloured by classes and states."""

BUILDINGS = "buildings"
"""The layer whose corners are snapped to beside those of the parcels."""

LABELS = "labels/"
"""Before a :class:`LabelKind`: name under which it is shown and hidden."""

SKETCH = "sketch"
"""Name under which the sketch over the map is shown and hidden."""

Geometries = Sequence[BaseGeometry] | NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class MapLayer:
    """One layer: shapes, and the code by which each gets its style.

    Attributes
    ----------
    shapes : Shapes
        What is drawn.
    numbers : int (n,)
        Which of ``values`` each shape has.
    values : tuple of str
        Codes, at most 255.
    style_of : callable
        ``(code, dark) -> Style``.
    up_to : float
        Metres per pixel up to which it is drawn.
    """

    shapes: Shapes
    numbers: NDArray[np.intp]
    values: tuple[str, ...]
    style_of: StyleOf
    up_to: float = float("inf")

    @classmethod
    def coded(
        cls, shapes: Shapes, codes: Sequence[str], style: StyleOf, up_to: float = float("inf")
    ) -> MapLayer:
        """Return a layer whose shapes have these codes."""
        if len(codes) != len(shapes):
            raise ValueError(f"{len(codes)} codes for {len(shapes)} shapes")
        numbers, values = pd.factorize(np.asarray(codes, dtype=object))
        return cls(shapes, numbers, tuple(str(value) for value in values), style, up_to)

    @classmethod
    def plain(cls, shapes: Shapes, style: StyleOf, up_to: float = float("inf")) -> MapLayer:
        """Return a layer with one style for all, which only depends on the theme."""
        return cls(shapes, np.broadcast_to(np.intp(0), len(shapes)), ("",), style, up_to)

    def drawn(self, dark: bool, contrast: bool, opacity: float) -> Layer:
        """Return it as the scene has it."""
        codes = np.empty(len(self.shapes) + 1, np.uint8)
        codes[0] = 0
        np.add(self.numbers, 1, out=codes[1:], casting="unsafe")
        styles = [self.style_of(value, dark) for value in self.values]
        if contrast:
            styles = [contrasted(style) for style in styles]
        return Layer(self.shapes, styles, codes, opacity, self.up_to)


class MapContent:
    """The state behind one canvas, without any drawing."""

    def __init__(self) -> None:
        self.ids = pd.Index([], dtype=object)
        self.hidden: set[str] = set()
        self.dark = False
        self.contrast = False
        self.selected = np.zeros(1, np.bool_)
        self.labels: LabelSource | None = None
        self.backdrop: Backdrop | None = None
        self.sketch: Sketch | None = None
        self._asked: tuple[Sequence[str] | None, NDArray[np.int64]] = (None, np.empty(0, np.int64))
        self._layers: dict[str, MapLayer] = {PARCELS: MapLayer.plain(Shapes([]), style_of)}
        self._order: tuple[str, ...] = ()
        self._opacity: dict[str, float] = {}
        self._scene: Scene | None = None

    @property
    def parcels(self) -> Shapes:
        """The shapes of the parcels."""
        return self._layers[PARCELS].shapes

    @property
    def theme(self) -> Theme:
        """Colours of everything that is not a class or a state."""
        return CONTRAST if self.contrast else theme(self.dark)

    def themed(self, entry: LegendEntry) -> LegendEntry:
        """Entry of the legend in the colours in force."""
        entry = entry.themed(self.dark)
        return replace(entry, style=contrasted(entry.style)) if self.contrast else entry

    def snap_sources(self) -> list[Shapes]:
        """Parcels and buildings, where they are shown."""
        names = [name for name in (PARCELS, BUILDINGS) if name in self._layers and name not in self.hidden]
        return [self._layers[name].shapes for name in names]

    def set_parcels(self, geometries: Geometries | Shapes, ids: Sequence[str] | pd.Index) -> None:
        """Take new parcels; labels and styles of the old ones are forgotten, the selection is kept."""
        shapes = geometries if isinstance(geometries, Shapes) else Shapes(geometries)
        if shapes is self.parcels and len(ids) == len(self.ids):
            self.set_layer(PARCELS, MapLayer.plain(shapes, style_of))
            self.labels = None
            return
        kept = self.selected_ids()
        self.ids = _indexed(ids)
        self._asked = (None, np.empty(0, np.int64))
        self.labels = None
        self._layers[PARCELS] = MapLayer.plain(shapes, style_of)
        self.select(kept)

    def set_layer(self, name: str, layer: MapLayer | None) -> None:
        """Take a new layer under this name, above those that nobody ordered; None removes it."""
        if layer is not None:
            self._layers[name] = layer
        elif name != PARCELS:
            self._layers.pop(name, None)
        self._scene = None

    def set_stack(self, order: Sequence[str], opacity: Mapping[str, float]) -> None:
        """Put the layers into an order, from bottom to top; names without a layer wait for one."""
        self._order, self._opacity = tuple(order), dict(opacity)
        self._scene = None

    def set_backdrop(self, backdrop: Backdrop | None) -> None:
        """Take another picture of the ground."""
        self.backdrop = backdrop
        self._scene = None

    def set_styles(self, codes: Sequence[str], style: StyleOf = style_of) -> None:
        """Colour each parcel by its code."""
        if len(codes) != len(self.ids):
            raise ValueError(f"{len(codes)} codes for {len(self.ids)} parcels")
        self.set_layer(PARCELS, MapLayer.coded(self.parcels, codes, style))

    def set_visible(self, layer: str, visible: bool) -> None:
        """Show or hide a layer or a piece of furniture."""
        (self.hidden.discard if visible else self.hidden.add)(layer)
        self._scene = None

    @property
    def shown_sketch(self) -> Sketch | None:
        """The sketch over the map, unless it is hidden."""
        return None if SKETCH in self.hidden else self.sketch

    def set_look(self, dark: bool, contrast: bool = False) -> bool:
        """Change the theme; True when it was another."""
        changed = (dark, contrast) != (self.dark, self.contrast)
        self.dark, self.contrast = dark, contrast
        if changed:
            self._scene = None
        return changed

    def index_of(self, parcel_id: str) -> int:
        """Position of a parcel; -1 when it is not there."""
        return int(self._positions([parcel_id])[0])

    def selected_ids(self) -> list[str]:
        """Ids of the selected parcels, in order."""
        return self._ids_at(np.flatnonzero(self.selected[1:]))

    def select(self, ids: Sequence[str]) -> None:
        """Select these parcels and no others."""
        mask = np.zeros(len(self.ids) + 1, np.bool_)
        mask[self._positions(ids) + 1] = True
        mask[0] = False  # where those went that are not there
        self.selected = mask
        self._scene = None

    def bounds_of(self, ids: Sequence[str]) -> Bounds | None:
        """Where these parcels are."""
        indices = self._positions(ids)
        indices = indices[indices >= 0]
        return self.parcels.bounds(indices) if len(indices) else None

    def touching(self, bounds: Bounds) -> list[str]:
        """Ids of the parcels that a rectangle touches."""
        return self._ids_at(self.parcels.touching(bounds))

    def at(self, x: float, y: float) -> str:
        """Parcel at a place, exact; ``""`` when there is none."""
        number = self.parcels.at(x, y) if len(self.ids) else -1
        return str(self.ids[number]) if number >= 0 else ""

    def _positions(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """Where parcels are, -1 those that are not there; one tuple is asked for several times in a row."""
        if ids is not self._asked[0]:
            positions = self.ids.get_indexer(pd.Index(ids, dtype=self.ids.dtype)).astype(np.int64)
            self._asked = (ids if isinstance(ids, tuple) else None, positions)
        return self._asked[1]

    def _ids_at(self, numbers: NDArray[np.int64]) -> list[str]:
        return self.ids[numbers].to_numpy(dtype=object).tolist()

    @property
    def label_kinds(self) -> frozenset[LabelKind]:
        """What is written now."""
        return frozenset(kind for kind in LabelKind if f"{LABELS}{kind}" not in self.hidden)

    @property
    def scene(self) -> Scene:
        """Everything to paint, as it is now."""
        if self._scene is None:
            self._scene = self._made()
        return self._scene

    @property
    def stack(self) -> list[str]:
        """Names of the layers from bottom to top; what nobody ordered is on top, as it came."""
        known = [name for name in self._order if name in self._layers]
        return [*known, *(name for name in self._layers if name not in known)]

    def _made(self) -> Scene:
        chosen = np.flatnonzero(self.selected[1:])
        shown = [name for name in self.stack if name not in self.hidden and len(self._layers[name].shapes)]
        return Scene(
            tuple(self._drawn(name) for name in shown),
            self.parcels if len(self.ids) else None,
            self.theme,
            self.selected if len(chosen) else None,
            self.parcels.bounds(chosen) if len(chosen) else None,
            self.backdrop,
        )

    def _drawn(self, name: str) -> Layer:
        return self._layers[name].drawn(self.dark, self.contrast, self._opacity.get(name, 1.0))


def _indexed(ids: Sequence[str] | pd.Index) -> pd.Index:
    """Return an index; one that a worker has made ready is used as it is."""
    return ids if isinstance(ids, pd.Index) else pd.Index(ids, dtype=object)


def outline_of(geometry: BaseGeometry) -> list[np.ndarray]:
    """Rings of polygons, or lines, as arrays (points, 2)."""
    parts = shapely.get_parts(geometry)
    areas = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    return [shapely.get_coordinates(line) for line in (*shapely.get_rings(parts[areas]), *parts[~areas])]
