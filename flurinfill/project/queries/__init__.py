"""Questions to the project: each returns frames or dataclasses, never rows of SQL."""

from __future__ import annotations

from flurinfill.project.history import HistoryEntry, UndoState
from flurinfill.project.queries.answers import answers
from flurinfill.project.queries.cadastral import (
    DataState,
    FirstSight,
    cadastre,
    constraints,
    data_state,
    first_sight,
    parcel_shapes,
    parcels,
    plans,
)
from flurinfill.project.queries.case_files import case_files, file_content, photos, photos_for, removed_files
from flurinfill.project.queries.council_papers import CouncilPaper, council_papers
from flurinfill.project.queries.detected import (
    access_ways,
    further_profile_texts,
    measures,
    measures_basis,
    parcel_table,
    profile_text,
    proposals,
    used_profiles,
    verdicts,
)
from flurinfill.project.queries.list_states import StateChange, state_changes
from flurinfill.project.queries.moves import moves
from flurinfill.project.queries.office import letter_text, office
from flurinfill.project.queries.owned import owner_doubles, parcels_of, parcels_without_owners
from flurinfill.project.queries.owner_requests import owner_requests, parcels_of_erased
from flurinfill.project.queries.past import history, redo_list, undo_list, undo_state
from flurinfill.project.queries.past_stock import stock_at, stocks_at
from flurinfill.project.queries.people import (
    Addressee,
    access_log,
    addressees,
    contacts,
    outreach_of,
    owner_ids,
    owners_by_id,
    owners_of,
    same_letter,
)
from flurinfill.project.queries.person import Line, PersonRecord, owners_named, person
from flurinfill.project.queries.placing import Placer, UnplacedRow, unplaced_rows
from flurinfill.project.queries.register import Objection, PublicExport, objections, public_exports
from flurinfill.project.queries.report_days import FrozenDay, frozen_days
from flurinfill.project.queries.reservations import parties, reservations, standing_reservation
from flurinfill.project.queries.retention import (
    RetentionProposal,
    retention_proposals,
    retention_reviewed_on,
)
from flurinfill.project.queries.searching import Hit, HitKind, Searcher, search
from flurinfill.project.queries.sites import (
    ReviewState,
    review_states,
    site,
    site_fields,
    site_geometry,
    site_outlines,
    site_table,
)
from flurinfill.project.queries.tasks import FollowUp, due, follow_ups
from flurinfill.project.queries.timeline import Event, EventKind, timeline
from flurinfill.project.queries.views import SavedView, recipes, saved_views

__all__ = [
    "Addressee",
    "CouncilPaper",
    "DataState",
    "Event",
    "EventKind",
    "FirstSight",
    "FollowUp",
    "FrozenDay",
    "HistoryEntry",
    "Hit",
    "HitKind",
    "Line",
    "Objection",
    "PersonRecord",
    "Placer",
    "PublicExport",
    "RetentionProposal",
    "ReviewState",
    "SavedView",
    "Searcher",
    "StateChange",
    "UndoState",
    "UnplacedRow",
    "access_log",
    "access_ways",
    "addressees",
    "answers",
    "cadastre",
    "case_files",
    "constraints",
    "contacts",
    "council_papers",
    "data_state",
    "due",
    "file_content",
    "first_sight",
    "follow_ups",
    "frozen_days",
    "further_profile_texts",
    "history",
    "letter_text",
    "measures",
    "measures_basis",
    "moves",
    "objections",
    "office",
    "outreach_of",
    "owner_doubles",
    "owner_ids",
    "owner_requests",
    "owners_by_id",
    "owners_named",
    "owners_of",
    "parcel_shapes",
    "parcel_table",
    "parcels",
    "parcels_of",
    "parcels_of_erased",
    "parcels_without_owners",
    "parties",
    "person",
    "photos",
    "photos_for",
    "plans",
    "profile_text",
    "proposals",
    "public_exports",
    "recipes",
    "redo_list",
    "removed_files",
    "reservations",
    "retention_proposals",
    "retention_reviewed_on",
    "review_states",
    "same_letter",
    "saved_views",
    "search",
    "site",
    "site_fields",
    "site_geometry",
    "site_outlines",
    "site_table",
    "standing_reservation",
    "state_changes",
    "stock_at",
    "stocks_at",
    "timeline",
    "undo_list",
    "undo_state",
    "unplaced_rows",
    "used_profiles",
    "verdicts",
]
