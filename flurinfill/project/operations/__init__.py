"""The only writers: each operation is one transaction with its history row and returns a Change."""

from __future__ import annotations

from flurinfill.project.operations.announcing import set_publications
from flurinfill.project.operations.availability import set_availability
from flurinfill.project.operations.cadastre import import_cadastre
from flurinfill.project.operations.case_files import (
    add_files,
    change_file,
    erase_removed_files,
    remove_files,
    show_photo,
)
from flurinfill.project.operations.contacts import (
    complete_follow_up,
    postpone_follow_up,
    record_contact,
    set_follow_up,
)
from flurinfill.project.operations.council_papers import keep_council_paper
from flurinfill.project.operations.detection import store_detection
from flurinfill.project.operations.exports import log_export, log_no_export
from flurinfill.project.operations.letters import record_letters
from flurinfill.project.operations.notes import set_note
from flurinfill.project.operations.objections import record_objection, take_back_objection
from flurinfill.project.operations.office import set_letter_text, set_office
from flurinfill.project.operations.outlines import set_site_outline, set_site_parcels
from flurinfill.project.operations.outreach import set_consent, set_outreach, set_willingness
from flurinfill.project.operations.owner_entry import add_owner, change_owner, remove_owner
from flurinfill.project.operations.owner_merging import keep_apart, merge_owners
from flurinfill.project.operations.owner_requests import record_owner_request, take_owner_answer
from flurinfill.project.operations.passphrase import change_passphrase
from flurinfill.project.operations.persons import erase_owner, restrict_owner
from flurinfill.project.operations.publication import set_publication
from flurinfill.project.operations.recipes import keep_recipe, remove_recipe, rename_recipe
from flurinfill.project.operations.report_days import freeze_figures
from flurinfill.project.operations.reservations import (
    change_reservation,
    postpone_reservation,
    reserve_site,
)
from flurinfill.project.operations.retention import note_retention_review, postpone_erasures
from flurinfill.project.operations.returns import record_answer, record_undeliverable
from flurinfill.project.operations.review import set_review
from flurinfill.project.operations.several import (
    reserve_sites,
    set_availabilities,
    set_reviews,
    set_site_fields,
)
from flurinfill.project.operations.site_fields import set_site_field
from flurinfill.project.operations.sites import accept_class, acknowledge_class, create_site
from flurinfill.project.operations.town_list import drop_rows, place_row, take_town_list
from flurinfill.project.operations.undoing import redo, undo
from flurinfill.project.operations.users import set_users
from flurinfill.project.operations.views import keep_view, remove_view

__all__ = [
    "accept_class",
    "acknowledge_class",
    "add_files",
    "add_owner",
    "change_file",
    "change_owner",
    "change_passphrase",
    "change_reservation",
    "complete_follow_up",
    "create_site",
    "drop_rows",
    "erase_owner",
    "erase_removed_files",
    "freeze_figures",
    "import_cadastre",
    "keep_apart",
    "keep_council_paper",
    "keep_recipe",
    "keep_view",
    "log_export",
    "log_no_export",
    "merge_owners",
    "note_retention_review",
    "place_row",
    "postpone_erasures",
    "postpone_follow_up",
    "postpone_reservation",
    "record_answer",
    "record_contact",
    "record_letters",
    "record_objection",
    "record_owner_request",
    "record_undeliverable",
    "redo",
    "remove_files",
    "remove_owner",
    "remove_recipe",
    "remove_view",
    "rename_recipe",
    "reserve_site",
    "reserve_sites",
    "restrict_owner",
    "set_availabilities",
    "set_availability",
    "set_consent",
    "set_follow_up",
    "set_letter_text",
    "set_note",
    "set_office",
    "set_outreach",
    "set_publication",
    "set_publications",
    "set_review",
    "set_reviews",
    "set_site_field",
    "set_site_fields",
    "set_site_outline",
    "set_site_parcels",
    "set_users",
    "set_willingness",
    "show_photo",
    "store_detection",
    "take_back_objection",
    "take_owner_answer",
    "take_town_list",
    "undo",
]
