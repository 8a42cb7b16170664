"""The layer of building envelopes: worked out beside the GUI thread when it is looked at first."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Slot
from shapely.geometry.base import BaseGeometry

from flurinfill.cartography.shapes import Shapes
from flurinfill.desktop.map_layers import ENVELOPES, envelope_layer
from flurinfill.desktop.map_panel import MapPanel
from flurinfill.desktop.map_state import MapState
from flurinfill.desktop.session import Session
from flurinfill.model.progress import Progress
from flurinfill.usecases.building import candidate_envelopes


class EnvelopeLayer(QObject):
    """Keeps the layer that of the present data."""

    def __init__(self, session: Session, panel: MapPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._panel = session, panel
        self._asked = False
        session.loaded.connect(self._on_loaded)
        session.closed.connect(self._forget)
        panel.panel.changed.connect(self._on_state)

    @Slot()
    def _on_loaded(self) -> None:
        self._forget()
        snapshot = self._session.snapshot
        if snapshot.detected:
            self._panel.set_layer(ENVELOPES, envelope_layer(Shapes([])))
            self._look()

    @Slot(object)
    def _on_state(self, _state: MapState) -> None:
        self._look()

    def _look(self) -> None:
        """Work the envelopes out where they are wanted and not known yet."""
        project, snapshot = self._session.project, self._session.snapshot
        hidden = ENVELOPES in self._panel.state.hidden
        if self._asked or hidden or project is None or snapshot is None or not snapshot.detected:
            return
        self._asked = True

        def work(progress: Progress) -> dict[str, BaseGeometry]:
            return candidate_envelopes(project, progress)

        self._session.jobs.read(ENVELOPES, work, owner=self, done=self._on_done)

    def _on_done(self, found: dict[str, BaseGeometry]) -> None:
        shapes = np.empty(len(found), dtype=object)
        shapes[:] = list(found.values())
        self._panel.set_layer(ENVELOPES, envelope_layer(Shapes(shapes)))

    @Slot()
    def _forget(self) -> None:
        self._asked = False
        self._session.jobs.forget(ENVELOPES)
