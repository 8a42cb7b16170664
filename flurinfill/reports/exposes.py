"""What an exposé gets beside the release of its sites: photos, what fits, what lies around, the ground."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import pandas as pd

from flurinfill.cadastre.tables import Cadastre, village
from flurinfill.detection.explained import judge_of, proposal_of
from flurinfill.detection.neighbourhood import Neighbourhood, neighbourhoods
from flurinfill.detection.room_texts import Fit, fit_of
from flurinfill.detection.uses import judges_by_use
from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed
from flurinfill.model.rules import RuleProfile
from flurinfill.project import Project, queries
from flurinfill.reports.background import surroundings
from flurinfill.reports.given_fields import FIGURES, PHOTOS
from flurinfill.reports.ground_picture import GroundOf
from flurinfill.reports.release import Release
from flurinfill.reports.released_photos import Photo, release_photos
from flurinfill.reports.town import judges

SEEN_M = 900.0
"""How far around the sites their maps show the town."""
_NOTHING: Mapping[int, Any] = MappingProxyType({})


@dataclass(frozen=True)
class ExposeRelease(Release):
    """A release with what exposés tell more; everything by the running number of the site.

    Attributes
    ----------
    photos : mapping of int to tuple of Photo
    fits : mapping of int to Fit
        Whether a house fits; empty for the public.
    around : mapping of int to Neighbourhood
        Empty for the public: §200(3) lists nothing of it.
    ground : callable or None
        Asked for the orthophoto below a map.

    Raises
    ------
    GateClosed
        ``column_not_allowed`` for a photo that the audience has no leave to see, or for figures that
        the public must not get.
    """

    photos: Mapping[int, tuple[Photo, ...]] = field(default_factory=lambda: _NOTHING)
    fits: Mapping[int, Fit] = field(default_factory=lambda: _NOTHING)
    around: Mapping[int, Neighbourhood] = field(default_factory=lambda: _NOTHING)
    ground: GroundOf | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        given = [photo for photos in self.photos.values() for photo in photos]
        if not all(_may_see(photo, self.audience) for photo in given):
            self._refuse("photos")
        if self.audience is Audience.PUBLIC and (self.fits or self.around):
            self._refuse("fits")

    def _refuse(self, what: str) -> None:
        raise GateClosed("column_not_allowed", columns=[what], audience=self.audience.value)


def with_exposes(
    project: Project,
    given: Release,
    *,
    fields: Collection[str] | None = None,
    ground: GroundOf | None = None,
) -> ExposeRelease:
    """Give a release with what exposés of its sites may show more to the same audience.

    Parameters
    ----------
    project : Project
    given : Release
        Of :func:`flurinfill.reports.gate.release`.
    fields : collection of str, optional
        Those that were chosen for it. What fits and what lies around are figures: they are left out
        with those.
    ground : callable, optional
        Gives the orthophoto below a map.
    """
    audience = given.audience
    with_photos = fields is None or PHOTOS in fields
    photos = release_photos(project, audience, given.site_ids) if with_photos else {}
    numbers = {site_id: int(no) for no, site_id in zip(given.sites.index, given.site_ids, strict=True)}
    of_sites = {numbers[site_id]: some for site_id, some in photos.items()}
    if not len(given.sites):
        return _with(given)
    town = queries.cadastre(project, with_owners=False)
    given = replace(given, background=surroundings(town, given.sites, SEEN_M))
    if audience is Audience.PUBLIC or (fields is not None and FIGURES not in fields):
        return _with(given, photos=of_sites, ground=ground)
    around = _around(given, town)
    return _with(given, photos=of_sites, fits=_fits(project, given), around=around, ground=ground)


def as_exposes(release: Release) -> ExposeRelease:
    """Give a release as one of exposés, with nothing more in it."""
    return release if isinstance(release, ExposeRelease) else _with(release)


def _with(release: Release, **more: Any) -> ExposeRelease:
    known = {each.name: getattr(release, each.name) for each in dataclasses.fields(Release)}
    return ExposeRelease(**known, **more)


def _may_see(photo: Photo, audience: Audience) -> bool:
    if audience is Audience.PUBLIC:
        return Audience.PUBLIC in photo.audiences
    return bool(photo.audiences)


def _around(release: Release, town: Cadastre) -> dict[int, Neighbourhood]:
    sites = release.sites
    villages = village(sites if "district" in sites else sites.assign(district=""))
    found = neighbourhoods(town, list(sites.geometry), list(villages))
    return dict(zip((int(no) for no in sites.index), found, strict=True))


def _fits(project: Project, release: Release) -> dict[int, Fit]:
    """Whether a house fits on each site of one parcel, or on one that is proposed as a whole."""
    judged = judges(project)
    if not judged:
        return {}
    found = {}
    wanted = {parcel_id for ids in release.sites["parcel_ids"] for parcel_id in ids}
    kept, proposals = queries.measures(project, wanted), queries.proposals(project)
    for no, row in release.sites.iterrows():
        if "outline_m2" in row and row["outline_m2"] == row["outline_m2"]:
            continue  # the figures are those of the whole parcel
        fit = _fit(tuple(row["parcel_ids"]), kept, proposals, judged)
        if fit is not None:
            found[int(str(no))] = fit
    return found


def _fit(
    parcel_ids: tuple[str, ...], kept: pd.DataFrame, proposals: Sequence[Any], judged: Sequence[RuleProfile]
) -> Fit | None:
    if not parcel_ids or parcel_ids[0] not in kept.index:
        return None
    if len(parcel_ids) == 1:
        measures = kept.loc[[parcel_ids[0]]].iloc[0]
        return fit_of(measures, judge_of(measures, judged))
    proposal = proposal_of(parcel_ids[0], proposals)
    if proposal is None or set(proposal.parcel_ids) != set(parcel_ids):
        return None
    return fit_of(pd.Series(dict(proposal.measures)), judges_by_use(judged)[proposal.judged_as])
