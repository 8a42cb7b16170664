"""The selected parcel shows where a building could stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from flurinfill.cartography.sketch import BUILDING, ENVELOPE, style_of_sketch
from flurinfill.desktop.canvas import SKETCH
from flurinfill.desktop.explanation_panel import ExplanationPanel


@pytest.fixture
def opened(desk: Desk, town: Path) -> Desk:
    desk.open(town)
    return desk


def chosen(desk: Desk, reason: str) -> str:
    """Select the first parcel with this reason, near enough to see its houses."""
    parcels = desk.session.snapshot.parcels
    parcel = str(parcels.index[parcels["reason"] == reason][0])
    desk.linking.show_parcels([parcel])
    canvas = desk.workspace.map.canvas
    canvas.zoom_to([parcel])
    desk.wait()
    return parcel


def colour_at(desk: Desk, x: float, y: float) -> QColor:
    canvas = desk.workspace.map.canvas
    column, row = canvas.view.to_pixel(x, y, canvas.width(), canvas.height())
    return canvas.grab().toImage().pixelColor(round(column), round(row))


def words(panel: ExplanationPanel) -> str:
    return " ".join(label.text() for label in panel.findChildren(QLabel))


def test_a_gap_shows_envelope_and_building(opened: Desk) -> None:
    chosen(opened, "gap")
    canvas = opened.workspace.map.canvas
    opened.wait(lambda: canvas.sketch is not None)
    canvas.set_layer_visible("labels/numbers", False)
    canvas.set_layer_visible("labels/cases", False)
    building = canvas.sketch.parts[BUILDING]
    wanted = QColor(style_of_sketch(BUILDING).fill)
    assert colour_at(opened, building.centroid.x, building.centroid.y) == wanted
    assert [entry.code for entry in canvas.sketch.entries()] == [BUILDING, ENVELOPE]
    assert "Passt 10 × 12 m? Ja," in words(opened.inspector.why)
    opened.workspace.map.panel.boxes[SKETCH].setChecked(False)
    assert colour_at(opened, building.centroid.x, building.centroid.y) != wanted
    opened.workspace.map.panel.boxes[SKETCH].setChecked(True)
    assert colour_at(opened, building.centroid.x, building.centroid.y) == wanted


def test_the_sketch_goes_with_the_selection(opened: Desk) -> None:
    canvas = opened.workspace.map.canvas
    chosen(opened, "free_part")
    opened.wait(lambda: canvas.sketch is not None)
    first = canvas.sketch
    chosen(opened, "gap")
    opened.wait(lambda: canvas.sketch is not None and canvas.sketch is not first)
    chosen(opened, "public_way")
    assert canvas.sketch is None
    chosen(opened, "gap")
    opened.wait(lambda: canvas.sketch is not None)
    opened.do("close")
    assert canvas.sketch is None
