"""What an audience would get of each site, beside what the office sees, and why the rest stays.

Nothing is written: this is what people look at before anything leaves. It asks the same function that
releases, so what it shows is what goes out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from flurinfill.model.audience import Audience
from flurinfill.project import Project
from flurinfill.reports import gate, given_fields
from flurinfill.reports.release import RuleLine
from flurinfill.reports.released_photos import PhotoLine, photo_lines
from flurinfill.reports.town import Town


@dataclass(frozen=True)
class FieldLine:
    """One field of one site.

    Attributes
    ----------
    field : str
        A name of :data:`flurinfill.reports.given_fields.GROUPS`.
    group : str
        Catalogue context ``field_group``.
    inside : object
        As the office sees it.
    outside : object
        What leaves; None where nothing does.
    reason : str
        Why it does not leave (catalogue context ``not_given``), or in which other words it does; "".
    """

    field: str
    group: str
    inside: Any
    outside: Any
    reason: str


@dataclass(frozen=True)
class Comparison:
    """All sites that were asked for, inside and outside.

    Attributes
    ----------
    audience : Audience
    inside : DataFrame
        Index ``site_id``: every field that the office sees; sealed ones are None while they are locked.
    outside : DataFrame
        Index ``site_id``: the released sites with the columns that leave.
    withheld : mapping of int to str
        Sites that stay, with the reason (catalogue context ``withheld``).
    given : frozenset of str
        Fields that leave.
    measures : DataFrame
        Index ``parcel_id``: the figures of the parcels, without those that tell of owners.
    rules : mapping of int to tuple of RuleLine
        Site → what rules say of it.
    photos : mapping of int to tuple of PhotoLine, or None
        Site → its photos, and which of them the audience may see; None while nobody may look.
    """

    audience: Audience
    inside: pd.DataFrame
    outside: pd.DataFrame
    withheld: Mapping[int, str]
    given: frozenset[str]
    measures: pd.DataFrame
    rules: Mapping[int, tuple[RuleLine, ...]]
    photos: Mapping[int, tuple[PhotoLine, ...]] | None = None

    @property
    def left_out(self) -> dict[str, str]:
        """Fields that do not leave, with the reason (catalogue context ``not_given``)."""
        reasons = {name: given_fields.why_not(name, self.audience, self.given) for name in _ORDER}
        return {name: reason for name, reason in reasons.items() if reason}

    def lines(self, site_id: int) -> list[FieldLine]:
        """Give the fields of one site; of a withheld one nothing leaves."""
        inside, photos = _values(self.inside, site_id), self.photos_of(site_id)
        outside = _values(self.outside, site_id) if site_id in self.outside.index else None
        inside[given_fields.PHOTOS] = None if self.photos is None else len(photos)
        if outside is not None:
            outside[given_fields.PHOTOS] = sum(not photo.reason for photo in photos)
        return [self._line(name, inside, outside) for name in _ORDER if name in inside]

    def figures(self, site_id: int) -> pd.DataFrame:
        """Figures of the parcels of one site that were measured."""
        return self.measures.loc[[key for key in _parcels(self, site_id) if key in self.measures.index]]

    def photos_of(self, site_id: int) -> tuple[PhotoLine, ...]:
        """Photos of one site, the latest first."""
        return (self.photos or {}).get(site_id, ())

    def _line(self, name: str, inside: Mapping[str, Any], outside: Mapping[str, Any] | None) -> FieldLine:
        here = inside[name]
        reason = given_fields.why_not(name, self.audience, self.given)
        if reason or outside is None:
            return FieldLine(name, _GROUP[name], here, None, reason)
        other = given_fields.in_other_words(name, self.audience)
        return FieldLine(name, _GROUP[name], here, outside.get(name), other)


def _parcels(found: Comparison, site_id: int) -> tuple[str, ...]:
    return tuple(found.inside["parcel_ids"].loc[site_id])


def _values(frame: pd.DataFrame, site_id: int) -> dict[str, Any]:
    """Columns of one site; figures, rules, photos and owners are no columns."""
    columns = {str(name): _plain(frame[name].loc[site_id]) for name in frame}
    return {**columns, **dict.fromkeys(_PARTS, True)}


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


_PARTS = (given_fields.FIGURES, given_fields.RULES, given_fields.PHOTOS, given_fields.OWNERS)
_DETECTED = frozenset({given_fields.FIGURES, given_fields.RULES})
_GROUP = {name: group for group, names in given_fields.GROUPS.items() for name in names}
_ORDER = tuple(_GROUP)


def compare(
    project: Project,
    audience: Audience,
    *,
    site_ids: Sequence[int] | None = None,
    fields: Collection[str] | None = None,
    today: date,
) -> Comparison:
    """Compare what the office sees with what :func:`flurinfill.reports.gate.release` would give.

    Parameters and errors as of :func:`flurinfill.reports.gate.decide`.
    """
    decision = gate.decide(project, audience, site_ids=site_ids, fields=fields, today=today)
    town = Town(project)
    everything = gate.site_figures(decision.asked, town.ways, Audience.INTERNAL, given_fields.KNOWN)
    inside = decision.asked.assign(street=everything["street"])
    inside = inside[[name for name in _ORDER if name in inside]]
    outside = gate.site_figures(decision.granted, town.ways, audience, decision.fields)
    withheld = {key: reason for key, reason in decision.reasons.items() if reason}
    measures, rules = gate.detected(town, decision.asked, _DETECTED)
    of_sites = {int(key): rules.get(no, ()) for no, key in enumerate(decision.asked.index, start=1)}
    photos = photo_lines(project, audience, decision.asked.index.tolist())
    return Comparison(audience, inside, outside, withheld, decision.fields, measures, of_sites, photos)
