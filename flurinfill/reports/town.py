"""What releases of one project are cut from, each part read once: many papers in a row are quick."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

import pandas as pd

from flurinfill.cadastre.tables import Cadastre
from flurinfill.detection import profiles
from flurinfill.model.proposals import Proposal
from flurinfill.model.rules import RuleProfile
from flurinfill.project import Project, queries

Box = tuple[float, float, float, float]


def judges(project: Project) -> list[RuleProfile]:
    """Return the profiles that judged, the run's first, then the built-in ones; none before a run.

    One with rules that this program does not know is among them, see ``RuleProfile.unknown_rules``.
    """
    text = queries.profile_text(project)
    texts = [text, *queries.further_profile_texts(project)] if text else []
    parsed = [profiles.parse_stored(each, project.path.name) for each in texts]
    return [*parsed, *profiles.builtin()] if parsed else []


class Town:
    """A project as releases read it: what does not depend on the site is read when it is first asked for.

    Parameters
    ----------
    project : Project
        Must not be changed while this is in use.
    parcel_ids : collection of str
        Parcels whose measures will be asked for, some after the other: they are read together.
    """

    def __init__(self, project: Project, parcel_ids: Collection[str] = ()) -> None:
        self.project = project
        self._expected = frozenset(parcel_ids)

    @cached_property
    def parcels(self) -> pd.DataFrame:
        """See :func:`flurinfill.project.queries.parcel_table`."""
        return queries.parcel_table(self.project)

    @cached_property
    def ways(self) -> pd.Series:
        """See :func:`flurinfill.project.queries.access_ways`."""
        return queries.access_ways(self.project)

    @cached_property
    def proposals(self) -> Sequence[Proposal]:
        """See :func:`flurinfill.project.queries.proposals`."""
        return queries.proposals(self.project)

    @cached_property
    def judges(self) -> list[RuleProfile]:
        """See :func:`judges`."""
        return judges(self.project)

    @cached_property
    def _measures(self) -> pd.DataFrame:
        return queries.measures(self.project, self._expected)

    def measures(self, parcel_ids: Collection[str]) -> pd.DataFrame:
        """Measures of some parcels, see :func:`flurinfill.project.queries.measures`."""
        if not self._expected.issuperset(parcel_ids):
            return queries.measures(self.project, parcel_ids)
        return self._measures[self._measures.index.isin(list(parcel_ids))]

    def around(self, bounds: Sequence[float], margin_m: float) -> Cadastre:
        """The cadastre around something, without owners: quick, however large the town is."""
        west, south, east, north = bounds
        within: Box = (west - margin_m, south - margin_m, east + margin_m, north + margin_m)
        return queries.cadastre(self.project, with_owners=False, within=within)
