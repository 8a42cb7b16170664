"""Which buildings use up a plot (main), which do not (minor), and which do not stand there at all.

The split needs function *and* size (DOMAIN B3): Saxony delivers only a few of the functions for
minor buildings, so sheds hide in "Gebäude für Wirtschaft oder Gewerbe" and "unbestimmt".
"""

from __future__ import annotations

from enum import IntEnum

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

SMALL_M2 = 50.0
"""Up to this footprint, the functions of :data:`MINOR_IF_SMALL` are minor buildings."""
UNKNOWN_SMALL_M2 = 30.0
"""Up to this footprint, a building of unknown function is a minor building."""
PARKING_SMALL_M2 = 120.0
"""Up to this footprint, the functions of :data:`MINOR_UNLESS_LARGE` are minor buildings."""

ALWAYS_MINOR = frozenset({"1313", "2412", "2463", "2612", "2723", "2740", "2741", "2742"})
"""Gartenhaus, Wartehalle, Garage, Toilette, Schuppen, Gewächshäuser."""
MINOR_UNLESS_LARGE = frozenset({"2460", "2520", "2523", "2055"})
"""Gebäude zum Parken, Elektrizitätsversorgung, Umformer, Kiosk: asked per building by area."""
MINOR_IF_SMALL = frozenset(
    {"2000", "2143", "2512", "2513", "2500", "2700", "2721", "2724", "2726", "2735", "3200", "9998"}
)
"""Functions that also hide sheds: Lagerschuppen, Wasserbehälter, Scheune, Stall, Erholung …"""
UNDERGROUND = "2465"
"""Tiefgarage: no surface cover."""
DESTROYED = "2200"
PLANNED = "3000"
ABANDONED = "2100"
PARTLY_DESTROYED = "2300"

_MINOR_WORDS = r"gartenhaus|gartenlaube|garage|carport|überdachung|schuppen|gewächshaus|\bshed\b|greenhouse"
_UNDERGROUND_WORDS = r"tiefgarage|unterirdisch"


class Treatment(IntEnum):
    """How a building counts."""

    ABSENT = 0  # destroyed, only planned, or below the ground
    MINOR = 1
    MAIN = 2


def treatments(buildings: gpd.GeoDataFrame) -> NDArray[np.int8]:
    """Say for each building how it counts.

    Parameters
    ----------
    buildings : GeoDataFrame
        Columns of :data:`flurinfill.cadastre.tables.BUILDINGS`, geometry in a metric CRS.

    Returns
    -------
    ndarray of int8
        Values of :class:`Treatment`. Destroyed (zustand 2200) and planned (3000) buildings and
        those below the ground are absent; buildings under construction (4000) stand.
    """
    area = shapely.area(buildings.geometry.to_numpy())
    # a town has few different texts, and looking at each once takes no time
    code, functions = pd.factorize(buildings["function"].astype(str))
    function = pd.Series(functions).str.strip().str[-4:]
    kind, texts = pd.factorize(buildings["function_text"].astype(str))
    words = pd.Series(texts).str.lower()
    minor = _minor_by_function(function, code, area)
    minor |= function.eq("").to_numpy()[code] & _minor_by_words(words, kind, area)
    out = np.where(minor, Treatment.MINOR, Treatment.MAIN).astype(np.int8)
    hidden = (
        buildings["below_ground"].to_numpy(dtype=bool)
        | function.eq(UNDERGROUND).to_numpy()[code]
        | words.str.contains(_UNDERGROUND_WORDS, regex=True).to_numpy(dtype=bool)[kind]
        | buildings["state"].isin([DESTROYED, PLANNED]).to_numpy()
    )
    out[hidden] = Treatment.ABSENT
    return out


def _minor_by_function(
    function: pd.Series, code: NDArray[np.int64], area: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Functions that occur, the position of each building's function among them, and its area."""
    always = function.isin(list(ALWAYS_MINOR)).to_numpy()[code]
    unless_large = function.isin(list(MINOR_UNLESS_LARGE)).to_numpy()[code] & (area <= PARKING_SMALL_M2)
    if_small = function.isin(list(MINOR_IF_SMALL)).to_numpy()[code] & (area <= SMALL_M2)
    return always | unless_large | if_small


def _minor_by_words(
    words: pd.Series, kind: NDArray[np.int64], area: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Foreign files have words instead of codes, or neither; then the size decides alone."""
    named = words.str.contains(_MINOR_WORDS, regex=True).to_numpy(dtype=bool)[kind]
    return named | (words.eq("").to_numpy()[kind] & (area <= UNKNOWN_SMALL_M2))
