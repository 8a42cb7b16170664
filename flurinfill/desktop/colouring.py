"""What the parcels are coloured by: a class, a state or a measure, with styles and legend. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flurinfill.cartography.legend import LegendEntry, legend_entries, measure_entries
from flurinfill.cartography.symbology import (
    Style,
    style_of_availability,
    style_of_class,
    style_of_land_use,
    style_of_owner,
    style_of_publication,
    style_of_review,
    theme,
)
from flurinfill.cartography.thematic import (
    MOST_CLASSES,
    Method,
    class_of,
    fixed_breaks,
    quantile_breaks,
    step_code,
    style_of_step,
)
from flurinfill.desktop.canvas import MapLayer
from flurinfill.desktop.ground import Coded
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.i18n import tr
from flurinfill.model.measures import MEASURES, definition_of
from flurinfill.model.owners import OwnerCategory
from flurinfill.model.potential import PotentialClass
from flurinfill.model.states import Availability, Publication, Review
from flurinfill.reports import fields

_LAND = "land/"


class By(StrEnum):
    """What colours tell."""

    CLASS = "class"
    REVIEW = "review"
    AVAILABILITY = "availability"
    PUBLICATION = "publication"
    OWNER = "owner"  # only while personal data is unlocked
    MEASURE = "measure"
    NOTHING = "nothing"  # outlines only


@dataclass(frozen=True)
class Colouring:
    """A choice of colours.

    Attributes
    ----------
    by : By
    measure : str
        Column of the measures.
    method : Method
        How the measure is divided.
    count : int
        Number of classes, 2 to 7.
    breaks : tuple of float
        Bounds that a person gave; they count with ``Method.FIXED``.
    """

    by: By = By.CLASS
    measure: str = "area_m2"
    method: Method = Method.QUANTILE
    count: int = 5
    breaks: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Coloured:
    """A coloured layer of parcels.

    Attributes
    ----------
    layer : MapLayer
    entries : list of LegendEntry
    title : str
        Of the legend.
    trouble : str
        One line when the choice could not be shown as it was meant; ``""`` otherwise.
    """

    layer: MapLayer
    entries: list[LegendEntry]
    title: str
    trouble: str = ""


@dataclass(frozen=True)
class _State:
    """A vocabulary of states."""

    values: type[StrEnum]
    style_of: Callable[[str, bool], Style]
    silent: frozenset[str] = frozenset()


_STATES: Mapping[By, _State] = {
    By.CLASS: _State(PotentialClass, style_of_class, frozenset({PotentialClass.NONE})),
    By.REVIEW: _State(Review, style_of_review),
    By.AVAILABILITY: _State(Availability, style_of_availability),
    By.PUBLICATION: _State(Publication, style_of_publication),
    By.OWNER: _State(OwnerCategory, style_of_owner),
}


def words_of(by: By) -> str:
    """Name of a kind of colours."""
    return {
        By.CLASS: tr("Potential"),
        By.REVIEW: tr("Review"),
        By.AVAILABILITY: tr("Availability"),
        By.PUBLICATION: tr("Publication"),
        By.OWNER: tr("Owner category"),
        By.MEASURE: tr("A measure"),
        By.NOTHING: tr("Without fill"),
    }[by]


def measures_of(snapshot: Snapshot) -> list[str]:
    """Columns that the parcels can be coloured by, in the order of the definitions."""
    known = [measure.name for measure in MEASURES if not measure.owner_derived]
    columns = [str(name) for name in snapshot.measures if definition_of(str(name)) is not None]
    columns = [name for name in columns if name.partition("[")[0] in known]
    return sorted(columns, key=lambda name: (known.index(name.partition("[")[0]), name))


def coloured(snapshot: Snapshot, colouring: Colouring, *, dark: bool) -> Coloured:
    """Colour the parcels; falls back to the potential, and says so, where the choice has no data."""
    if colouring.by is By.MEASURE and colouring.measure not in measures_of(snapshot):
        trouble = tr(
            "The measure “{name}” does not exist any more; the map shows the potential.",
            name=fields.measure_name(colouring.measure),
        )
        return replace(_by_state(snapshot, By.CLASS, _states(snapshot, By.CLASS), dark), trouble=trouble)
    if colouring.by is By.OWNER and not snapshot.work.access.people_visible:
        locked = LegendEntry("legend", "locked", theme(dark).parcel)
        nothing = np.full(len(snapshot.parcels), -1, np.intp)
        return replace(_by_state(snapshot, By.OWNER, (nothing, ()), dark), entries=[locked])
    if colouring.by is By.MEASURE:
        return _by_measure(snapshot, colouring, dark)
    if colouring.by is By.NOTHING:
        return Coloured(MapLayer.plain(snapshot.ground.parcels, _bare), [], "")
    return _by_state(snapshot, colouring.by, _states(snapshot, colouring.by), dark)


def breaks_of(snapshot: Snapshot, colouring: Colouring) -> tuple[float, ...]:
    """Bounds between the classes of a measure."""
    if colouring.method is Method.FIXED and colouring.breaks:
        return tuple(sorted(set(colouring.breaks)))[: MOST_CLASSES - 1]
    values = _values(snapshot, colouring.measure)
    make = quantile_breaks if colouring.method is Method.QUANTILE else fixed_breaks
    return make(values, min(max(colouring.count, 2), MOST_CLASSES))


def _bare(_code: str, dark: bool) -> Style:
    return replace(theme(dark).parcel, fill="")


def _by_measure(snapshot: Snapshot, colouring: Colouring, dark: bool) -> Coloured:
    breaks = breaks_of(snapshot, colouring)
    classes = class_of(_values(snapshot, colouring.measure), breaks)
    count = len(breaks) + 1
    layer = MapLayer(
        snapshot.ground.parcels,
        np.where(classes < 0, count, classes),
        (*(step_code(number, count) for number in range(count)), ""),
        style_of_step,
    )
    definition = definition_of(colouring.measure)
    counts = np.bincount(classes[classes >= 0], minlength=count).tolist()
    missing = int((classes < 0).sum())
    entries = measure_entries(breaks, counts, missing, definition.unit if definition else "", dark=dark)
    return Coloured(layer, entries, fields.measure_name(colouring.measure))


def _values(snapshot: Snapshot, column: str) -> NDArray[np.float64]:
    values = pd.to_numeric(snapshot.measures[column], errors="coerce").reindex(snapshot.parcels.index)
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def _by_state(snapshot: Snapshot, by: By, states: Coded, dark: bool) -> Coloured:
    """States where there are some, soft tints of the land use elsewhere."""
    state = _STATES[by]
    numbers, values = states
    known = set(state.values)
    counted = np.bincount(numbers + 1, minlength=len(values) + 1)[1:]
    counts = {value: int(count) for value, count in zip(values, counted, strict=True) if value}
    strange = sorted(value for value in counts if value not in known and counts[value])
    uses, kinds = snapshot.uses
    silent = np.array([value in state.silent or value not in known for value in values], dtype=np.bool_)
    loud = (numbers >= 0) & ~silent[numbers] if len(values) else np.zeros(len(numbers), np.bool_)
    codes = (*values, *(f"{_LAND}{kind}" for kind in kinds), _LAND)
    layer = MapLayer(
        snapshot.ground.parcels,
        np.where(loud, numbers, np.where(uses >= 0, len(values) + uses, len(codes) - 1)),
        codes,
        _mixed(state.style_of),
    )
    entries = legend_entries(by.value, counts, dark=dark)
    trouble = ""
    if strange:
        entries += [
            LegendEntry("legend", "unknown_class", theme(dark).parcel, counts[value], value)
            for value in strange
        ]
        trouble = tr(
            "These values have no colour any more and are drawn plain: {values}.", values=", ".join(strange)
        )
    return Coloured(layer, entries, words_of(by), trouble)


def _mixed(style_of: Callable[[str, bool], Style]) -> Callable[[str, bool], Style]:
    def style(code: str, dark: bool) -> Style:
        if code.startswith(_LAND):
            return style_of_land_use(code.removeprefix(_LAND), dark)
        return style_of(code, dark)

    return style


def _states(snapshot: Snapshot, by: By) -> Coded:
    """Number of each parcel's state, -1 for none, and the states."""
    if by is By.CLASS:
        return snapshot.classes
    column = {By.OWNER: "owner_category"}.get(by, by.value)
    sites = snapshot.work.sites
    of_site, values = pd.factorize(sites[column].astype("str").where(sites[column].notna()))
    parcels = [parcel for members in sites["parcel_ids"] for parcel in members]
    states = np.repeat(of_site, [len(members) for members in sites["parcel_ids"]])
    places = snapshot.parcels.index.get_indexer(pd.Index(parcels, dtype=snapshot.parcels.index.dtype))
    numbers = np.full(len(snapshot.parcels), -1, np.intp)
    numbers[places[places >= 0]] = states[places >= 0]
    return numbers, tuple(str(value) for value in values)
