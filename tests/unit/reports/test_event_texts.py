"""Events of a site in words."""

from __future__ import annotations

from datetime import UTC, datetime

from flurinfill.project.queries import Event, EventKind
from flurinfill.reports.event_texts import event_text


def test_an_export_says_which_and_for_whom() -> None:
    told = {"audience": "internal", "format": "ics", "count": 3}
    event = Event(datetime(2026, 3, 1, tzinfo=UTC), EventKind.STATE, "log_export", "", told)
    assert event_text(event, {}).splitlines() == ["Ausgabe erstellt", "Kalenderdatei · Intern"]
