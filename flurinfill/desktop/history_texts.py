"""History entries in words: "Prüfung auf „Bestätigt“"."""

from __future__ import annotations

from datetime import date

from flurinfill import i18n
from flurinfill.i18n import ntr, tr
from flurinfill.project.queries import HistoryEntry
from flurinfill.reports.field_texts import field_text

_STATES = {
    "set_review": "Review",
    "set_availability": "Availability",
    "set_publication": "Publication",
    "reserve_site": "Availability",
    "set_outreach": "Outreach",
    "set_willingness": "Willingness",
}
_OF_MANY = frozenset({*_STATES, "set_site_field", "take_town_list"})


def entry_text(entry: HistoryEntry) -> str:
    """What was done, with the new state and the case where there are any."""
    words = field_text(entry.details) or i18n.label("operation", entry.code)
    new = entry.details.get("new")
    if isinstance(new, str) and new and entry.code in _STATES:
        words = tr("{what} to “{state}”", what=words, state=i18n.label(_STATES[entry.code], new))
    count = entry.details.get("count")
    if isinstance(count, int) and entry.code in _OF_MANY:
        return ntr("{what} ({count} site)", "{what} ({count} sites)", count, what=words)
    case = entry.details.get("case_no") or entry.details.get("title")
    return f"{words} ({case})" if isinstance(case, str) and case else words


def undo_text(entry: HistoryEntry | None) -> str:
    """Text of the undo command."""
    return tr("Undo") if entry is None else tr("Undo: {what}", what=entry_text(entry))


def redo_text(entry: HistoryEntry | None) -> str:
    """Text of the redo command."""
    return tr("Redo") if entry is None else tr("Redo: {what}", what=entry_text(entry))


def list_text(entry: HistoryEntry) -> str:
    """One line of the undo list: what was done, and when."""
    today = entry.at.date() == date.today()
    when = i18n.clock(entry.at) if today else i18n.moment(entry.at)
    return tr("{what} – {when}", what=entry_text(entry), when=when)
