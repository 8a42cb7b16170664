"""What the map shows, for paper: the same layers in their order, in light colours. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from flurinfill.cartography.labels import LabelKind, LabelSource
from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.shapes import Bounds
from flurinfill.cartography.svg import MapLayer as PaperLayer
from flurinfill.cartography.symbology import Style
from flurinfill.cartography.view import View
from flurinfill.desktop.canvas import BUILDINGS, PARCELS, MapLayer
from flurinfill.desktop.colouring import By, Coloured, coloured
from flurinfill.desktop.map_layers import (
    CHOSEN,
    CONSTRAINT,
    ENVELOPES,
    SITES,
    entries_of,
    label_name,
    layer_words,
)
from flurinfill.desktop.map_state import MapState
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.model.errors import ProjectError
from flurinfill.reports.papers.map_sheet import Paper, SeenMap, ground_covered

MOST_SHAPES = 60_000
"""More on one sheet would be a black carpet and take minutes."""

_LINE_MM = {PARCELS: 0.13, SITES: 0.2}


def seen_map(
    snapshot: Snapshot,
    layers: Mapping[str, MapLayer],
    labels: LabelSource,
    state: MapState,
    centre: tuple[float, float],
    *,
    scale: int,
    paper: Paper,
    landscape: bool,
) -> SeenMap:
    """Gather what a sheet shows.

    Parameters
    ----------
    snapshot : Snapshot
    layers : mapping of str to MapLayer
        All layers of the map but for the parcels.
    labels : LabelSource
    state : MapState
        Order, visibility, opacity and colours.
    centre : x, y
        Of the map.
    scale : int
        Denominator.
    paper, landscape
        As of :func:`flurinfill.usecases.printing.print_map`.

    Raises
    ------
    ProjectError
        ``map_sheet_too_much`` when more than :data:`MOST_SHAPES` would be drawn.
    """
    made = coloured(snapshot, state.colouring, dark=False)
    every = {**layers, PARCELS: made.layer}
    width, height = ground_covered(scale, paper, landscape=landscape)
    x, y = centre
    window = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    metres_per_pixel = View(0, 0, 1).at_scale(scale).metres_per_pixel
    shown = [
        name
        for name in state.placed(list(every)).order
        if name in every and name not in {CHOSEN, *state.hidden} and metres_per_pixel <= every[name].up_to
    ]
    counts = {name: len(every[name].shapes.near(window)) for name in shown}
    if sum(counts.values()) > MOST_SHAPES:
        raise ProjectError("map_sheet_too_much", count=sum(counts.values()), scale=scale)
    drawn = [name for name in shown if counts[name]]
    entries = _parcels(made, window) if PARCELS in drawn else []
    return SeenMap(
        tuple(_on_paper(name, every[name], window, state.opacity.get(name, 1.0)) for name in drawn),
        labels,
        frozenset(kind for kind in LabelKind if label_name(kind) not in state.hidden),
        (*entries, *(entry for name in drawn for entry in _entries(name, every[name]))),
        made.title if PARCELS in drawn else "",
        centre,
        tells_owners=state.colouring.by is By.OWNER and snapshot.work.access.people_visible,
    )


def _parcels(made: Coloured, window: Bounds) -> list[LegendEntry]:
    """What the colours of the parcels mean, with the counts of this sheet."""
    near = made.layer.shapes.near(window)
    counted = np.bincount(made.layer.numbers[near], minlength=len(made.layer.values)).tolist()
    counts = dict(zip(made.layer.values, counted, strict=True))
    codes = {"no_value": "", "locked": None}
    found = []
    for entry in made.entries:
        count = counts.get(codes.get(entry.code, entry.code), 0)
        if count or entry.count is None:
            found.append(replace(entry, count=count or None))
    return found


def _on_paper(name: str, layer: MapLayer, window: Bounds, opacity: float) -> PaperLayer:
    near = layer.shapes.near(window)
    styles = [_printed(layer.style_of(value, False), opacity) for value in layer.values]
    return PaperLayer(
        list(layer.shapes.geometries[near]),
        styles=[styles[number] for number in layer.numbers[near].tolist()],
        line_mm=_LINE_MM.get(name, 0.1),
    )


def _printed(style: Style, opacity: float) -> Style:
    return style if opacity >= 1 else replace(style, opacity=style.opacity * opacity)


def _entries(name: str, layer: MapLayer) -> list[LegendEntry]:
    """What a layer means, one line for each unless its colours differ."""
    several = entries_of(name, layer, dark=False)
    if several:
        return [replace(entry, count=None) for entry in several]
    code = {BUILDINGS: "building", SITES: "site", ENVELOPES: "envelopes"}.get(name, "")
    if name.startswith(CONSTRAINT):
        return [LegendEntry("legend", "constraint", layer.style_of("", False), words=layer_words(name))]
    if not code:
        return []
    value = layer.values[int(np.argmax(np.bincount(layer.numbers)))] if len(layer.numbers) else ""
    return [LegendEntry("legend", code, layer.style_of(value, False))]
