"""What the window shows of a project: frames read in one go by a worker, never changed. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from flurinfill.desktop.ground import Coded, Ground, Sight, SiteOutlines, coded, ready
from flurinfill.detection.explained import Explained, explain_parcel, judge_of, proposal_of
from flurinfill.model.office import Office
from flurinfill.model.progress import Progress
from flurinfill.model.proposals import Proposal
from flurinfill.model.rules import RuleProfile
from flurinfill.project import LockHolder, Project, queries
from flurinfill.project.queries import DataState, SavedView, UndoState
from flurinfill.usecases.detecting import known_profiles

SOON = timedelta(weeks=4)
_STEPS = 4
_LOOKED_AT = 8


@dataclass(frozen=True)
class Access:
    """How the project is open: who writes, and whether people may be seen."""

    path: Path
    read_only: bool
    held_by: LockHolder | None
    sealed: bool
    has_vault: bool

    @classmethod
    def of(cls, project: Project) -> Access:
        """Read it from a project."""
        return cls(project.path, project.read_only, project.held_by, project.sealed, project.has_vault)

    @property
    def people_visible(self) -> bool:
        """True when owners, contacts and notes can be read."""
        return self.has_vault and not self.sealed


@dataclass(frozen=True)
class Opening:
    """The sites as they stood at the end of a day, which nothing that is done later changes."""

    day: date
    sites: pd.DataFrame

    @classmethod
    def of(cls, project: Project, today: date, known: Opening | None = None) -> Opening:
        """Read the end of last year from a project, unless it is known already."""
        day = date(today.year - 1, 12, 31)
        return known if known is not None and known.day == day else cls(day, queries.stock_at(project, day))


@dataclass(frozen=True)
class CaseWork:
    """What operations change: sites, tasks, undo. Read again after every change.

    ``opening`` is the stock at the end of last year; ``outlines`` are the shapes of the sites, in their
    order; ``soon`` is what will be due in the next :data:`SOON`, and not yet; ``moves`` the course of the
    sites, ``answers`` the state of the owners (None while that is sealed), ``views`` the kept views of the
    tables, ``office`` who works here, ``users`` the names of those who do, the present one first;
    ``site_of`` the site of each parcel that is in one.
    """

    sites: pd.DataFrame
    opening: Opening
    outlines: SiteOutlines
    due: pd.DataFrame
    soon: pd.DataFrame
    moves: pd.DataFrame
    answers: pd.DataFrame | None
    undo: UndoState
    views: tuple[SavedView, ...]
    office: Office
    access: Access
    users: tuple[str, ...]
    site_of: Mapping[str, int]

    def case_numbers(self) -> dict[str, str]:
        """Case number of each parcel that is in a site."""
        number_of = self.sites["case_no"].to_dict()
        return {parcel: number_of[site] for parcel, site in self.site_of.items()}


@dataclass(frozen=True)
class Snapshot:
    """Everything on the screen, from one moment.

    Attributes
    ----------
    data_state : DataState or None
        None before the first import.
    parcels : DataFrame
        ``queries.parcel_table`` in the order of the cadastre; column ``parcel_key`` is its index.
    ground : Ground
        What the map draws; its parcels are in the order of ``parcels``.
    measures : DataFrame
        Empty before the first detection.
    judges : tuple of RuleProfile
        Profiles of the last detection, its own first, then the built-in ones; empty before one.
    proposals : tuple of Proposal
        Parcels that it proposes as one site.
    used : DataFrame
        Every version of the rules that ever judged here, see ``queries.used_profiles``.
    work : CaseWork
        Sites, tasks, undo.
    """

    data_state: DataState | None
    parcels: pd.DataFrame
    ground: Ground
    measures: pd.DataFrame
    judges: tuple[RuleProfile, ...]
    proposals: tuple[Proposal, ...]
    used: pd.DataFrame
    work: CaseWork
    _explained: dict[str, Explained | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def profile(self) -> RuleProfile | None:
        """Profile of the last detection."""
        return self.judges[0] if self.judges else None

    @property
    def detected(self) -> bool:
        """True when a detection has run."""
        return self.profile is not None and len(self.measures) > 0

    def next_version(self, profile: RuleProfile) -> int:
        """Return a version of a profile that never judged here."""
        used = self.used.loc[self.used["name"] == profile.name, "version"]
        return max([profile.version, *map(int, used)]) + 1

    def explained(self, parcel: str) -> Explained | None:
        """Explain a parcel; None where nobody measured it, or its rules cannot be used any more.

        Several views ask for the same parcel, one after the other.
        """
        if parcel not in self._explained:
            if len(self._explained) >= _LOOKED_AT:
                self._explained.clear()
            self._explained[parcel] = self._explain(parcel)
        return self._explained[parcel]

    def _explain(self, parcel: str) -> Explained | None:
        if not self.judges or parcel not in self.measures.index or self.unusable(parcel):
            return None
        proposal = proposal_of(parcel, self.proposals)
        return explain_parcel(parcel, self.measures.loc[parcel], self.judges, proposal)

    def case_class(self, parcel: str) -> str:
        """Class of the site that a parcel belongs to, ``""`` when it is in none."""
        sites = self.work.sites
        own = sites["potential"][sites["case_no"] == self.parcels.loc[parcel, "case_no"]]
        return str(own.iloc[0]) if len(own) else ""

    def unusable(self, parcel: str) -> RuleProfile | None:
        """Return the profile that judged a parcel where this program does not know all of its rules."""
        if not self.judges or parcel not in self.measures.index:
            return None
        judge = judge_of(self.measures.loc[parcel], self.judges)
        return judge if judge.unknown_rules else None

    @cached_property
    def classes(self) -> Coded:
        """Class of each parcel, -1 for none."""
        return coded(self.parcels["potential"].replace("", None))

    @cached_property
    def uses(self) -> Coded:
        """Dominant land use of each parcel, -1 for none."""
        if "dominant_use" not in self.measures:
            return np.full(len(self.parcels), -1, np.intp), ()
        return coded(self.measures["dominant_use"].reindex(self.parcels.index))

    def with_undo(self, undo: UndoState) -> Snapshot:
        """Return the same with what undo and redo would act on now."""
        return self._with(work=replace(self.work, undo=undo))

    def with_work(self, work: CaseWork) -> Snapshot:
        """Return the same cadastre with newer case work, case numbers of the parcels included."""
        before, after = self.work.case_numbers(), work.case_numbers()
        changed = [parcel for parcel, _ in before.items() ^ after.items()]
        if not changed or not len(self.parcels):
            return self._with(work=work)
        changed = list(dict.fromkeys(changed))
        places = self.parcels.index.get_indexer(pd.Index(changed, dtype=self.parcels.index.dtype))
        numbers = np.array([after.get(parcel, "") for parcel in changed], dtype=object)
        column = self.parcels["case_no"].copy()
        column.iloc[places[places >= 0]] = numbers[places >= 0]
        return self._with(work=work, parcels=self.parcels.assign(case_no=column))

    def _with(self, **parts: Any) -> Snapshot:
        """Return the same with other parts; what was worked out of the cadastre is kept."""
        changed = replace(self, **parts)
        kept = ("classes", "uses")
        changed.__dict__.update({name: self.__dict__[name] for name in kept if name in self.__dict__})
        return changed


def read_work(project: Project, today: date, opening: Opening | None = None) -> CaseWork:
    """Read sites, tasks and undo; ``opening`` is what is known of the end of last year."""
    sites = queries.site_table(project)
    return CaseWork(
        sites,
        Opening.of(project, today, opening),
        SiteOutlines.of(sites, queries.site_outlines(project)),
        queries.due(project, today),
        _not_yet(queries.due(project, today + SOON), today),
        queries.moves(project),
        queries.answers(project),
        queries.undo_state(project),
        queries.saved_views(project),
        queries.office(project),
        Access.of(project),
        tuple(dict.fromkeys([project.user, *project.users])),
        _site_of(sites),
    )


def _site_of(sites: pd.DataFrame) -> dict[str, int]:
    members = zip(sites.index, sites["parcel_ids"], strict=True)
    return {parcel: int(site_id) for site_id, parcels in members for parcel in parcels}


def _not_yet(tasks: pd.DataFrame, today: date) -> pd.DataFrame:
    later = [day is not None and day > today for day in tasks["due_on"]]
    return tasks[np.array(later, dtype=bool)]


def read_sight(project: Project) -> Sight | None:
    """Read what can be looked at first; None before the first import."""
    first = queries.first_sight(project)
    return None if first is None else Sight.of(first)


def read_snapshot(
    project: Project,
    progress: Progress,
    today: date,
    sight: Sight | None = None,
    before: Snapshot | None = None,
) -> Snapshot:
    """Read everything that the window shows.

    Parameters
    ----------
    project : Project
    progress : Progress
    today : date
    sight : Sight, optional
        What it shows already.
    before : Snapshot, optional
        What it shows now: its ground stays, where no other cadastre was imported.
    """
    progress.report("load_project", 0, _STEPS)
    state = queries.data_state(project)
    work = read_work(project, today)
    if state is None:
        return Snapshot(
            None,
            pd.DataFrame(),
            Ground.nothing(),
            pd.DataFrame(),
            (),
            (),
            queries.used_profiles(project),
            work,
        )
    progress.report("load_project", 1, _STEPS)
    parcels, ground = _read_ground(project, state, sight, before)
    progress.report("load_project", 2, _STEPS)
    table = queries.parcel_table(project, parcels).set_axis(ground.ids)
    table = table.assign(parcel_key=table.index)
    progress.report("load_project", 3, _STEPS)
    judges = tuple(known_profiles(project)) if queries.profile_text(project) else ()
    measures = queries.measures(project) if judges else pd.DataFrame()
    if measures.index.equals(ground.ids):
        measures = measures.set_axis(ground.ids)
    snapshot = Snapshot(
        state,
        table,
        ground,
        measures,
        judges,
        tuple(queries.proposals(project)),
        queries.used_profiles(project),
        work,
    )
    _ = snapshot.classes, snapshot.uses  # worked out here, not where they are drawn
    ready(measures.index)
    return snapshot


def _read_ground(
    project: Project, state: DataState, sight: Sight | None, before: Snapshot | None
) -> tuple[gpd.GeoDataFrame, Ground]:
    """Read the parcels and what the map draws, as far as it is not known."""
    known = before.data_state if before is not None else None
    if known is not None and known.data_state_id == state.data_state_id:
        return queries.parcels(project, before.ground.parcels.geometries), before.ground
    if sight is not None and sight.first.data_state_id != state.data_state_id:
        sight = None
    cadastre = queries.cadastre(project, with_owners=False, first=sight.first if sight else None)
    return cadastre.parcels, Ground.of(cadastre, sight)
