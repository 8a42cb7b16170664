"""Contacts and follow-ups."""

from __future__ import annotations

from datetime import date

from flurinfill.model.change import Change
from flurinfill.model.owners import ContactChannel, ContactResult
from flurinfill.project.project import Project


def record_contact(
    project: Project,
    site_id: int,
    owner_id: str,
    *,
    channel: ContactChannel,
    outgoing: bool,
    on: date,
    result: ContactResult | None = None,
    text: str = "",
    follow_up_on: date | None = None,
) -> Change:
    raise NotImplementedError


def complete_follow_up(project: Project, contact_id: int) -> Change:
    raise NotImplementedError


def postpone_follow_up(project: Project, contact_id: int, until: date) -> Change:
    raise NotImplementedError
