"""Follow-ups for a calendar program, by RFC 5545: the case number, and nothing about persons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from flurinfill.i18n import tr
from flurinfill.project.queries import FollowUp

_LONGEST = 75
"""Octets of a line; longer ones are folded (RFC 5545, 3.1)."""


def calendar(follow_ups: Sequence[FollowUp], project_id: str, made_at: datetime) -> bytes:
    """Return the follow-ups as events of a whole day, which block nobody's time.

    Parameters
    ----------
    follow_ups : sequence of FollowUp
    project_id : str
        With the number of the follow-up it names the event, so that a later export moves it.
    made_at : datetime
        With its time zone.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//flurinfill//flurinfill//DE",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    for each in follow_ups:
        lines += _event(each, project_id, made_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for folded in _folded(lines)).encode()


def _event(follow_up: FollowUp, project_id: str, made_at: datetime) -> list[str]:
    summary = tr("Follow-up {case}", case=follow_up.case_no)
    return [
        "BEGIN:VEVENT",
        f"UID:{project_id}-{follow_up.contact_id}@flurinfill",
        f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{follow_up.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{follow_up.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(summary)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Return a text as a value of type TEXT (RFC 5545, 3.3.11)."""
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> Iterator[str]:
    """Fold long lines between characters; a further line begins with a blank."""
    for line in lines:
        part = ""
        for character in line:
            if len((part + character).encode()) > _LONGEST:
                yield part
                part = " "
            part += character
        yield part
