"""The map beside the rules: classes by the thresholds as they are now, what differs outlined."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from flurinfill import i18n
from flurinfill.cartography.symbology import map_codes, style_of
from flurinfill.desktop.adaptive import Adaptive
from flurinfill.desktop.canvas import MapCanvas
from flurinfill.desktop.map_layers import BUILDINGS, building_layer
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.desktop.theme import GRID
from flurinfill.desktop.widgets import column
from flurinfill.i18n import tr


class ClassMap(Adaptive, QWidget):
    """A map of classes that are not stored anywhere."""

    def __init__(self, snapshot: Snapshot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = MapCanvas()
        self.setMinimumHeight(14 * GRID)
        column(self, margin=0).addWidget(self.canvas)
        self._ids = list(snapshot.parcels.index)
        self._order = snapshot.measures.index.get_indexer(snapshot.parcels.index)
        uses = snapshot.measures["dominant_use"].reindex(snapshot.parcels.index)
        self._uses = uses.fillna("").to_numpy(dtype=object)
        self._potentials: NDArray[np.object_] = np.full(len(self._ids), "", dtype=object)
        self.outlined: list[str] = []
        self._numbers = snapshot.parcels["number"].astype(str)
        self.canvas.set_parcels(snapshot.ground.parcels, self._ids)
        self.canvas.set_layer(BUILDINGS, building_layer(snapshot.ground.buildings))
        self.canvas.set_labels(snapshot.ground.labels)
        self.canvas.set_tip(self._tip)
        self.settle()

    def show_classes(self, potentials: Sequence[str], changed: NDArray[np.bool_]) -> None:
        """Show classes, and outline the parcels that changed; both in the order of the measures."""
        known = self._order >= 0
        of_measures = np.asarray(potentials, dtype=object)
        self._potentials = np.where(known, of_measures[self._order], "")
        self.restyle()
        outlined = np.flatnonzero(known & changed[self._order])
        self.outlined = [self._ids[number] for number in outlined]
        self.canvas.set_selected(self.outlined)

    def retranslate(self) -> None:
        """Use the current language."""
        self.canvas.setAccessibleName(tr("Map"))

    def restyle(self) -> None:
        """Draw in the colours in force; what they mean stands in the table of classes."""
        self.canvas.set_styles(list(map_codes(self._potentials, self._uses)), style_of)

    def _tip(self, parcel: str) -> str:
        potential = str(self._potentials[self._ids.index(parcel)])
        return "\n".join(
            [
                tr("Parcel {number}", number=self._numbers[parcel]),
                i18n.label("PotentialClass", potential) if potential else "",
            ]
        )
