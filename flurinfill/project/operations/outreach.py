"""What an owner said about a site."""

from __future__ import annotations

from datetime import date

from flurinfill.model.change import Change
from flurinfill.model.owners import ContactChannel
from flurinfill.model.states import Outreach, Willingness
from flurinfill.project.project import Project


def set_outreach(
    project: Project, site_id: int, owner_id: str, outreach: Outreach, *, reason: str = "", on: date
) -> Change:
    raise NotImplementedError


def set_willingness(
    project: Project,
    site_id: int,
    owner_id: str,
    willingness: Willingness,
    *,
    source: ContactChannel,
    on: date,
) -> Change:
    raise NotImplementedError


def set_consent(project: Project, site_id: int, owner_id: str, consent: bool, *, on: date) -> Change:
    raise NotImplementedError
