"""What is the case now, so that commands know whether they are possible."""

from __future__ import annotations

from flurinfill.desktop.commands import (
    BUSY,
    CADASTRE,
    DETECTABLE,
    DETECTED,
    LOCKED,
    PRIVACY,
    PROJECT,
    REVIEWABLE,
    SITE_CHOSEN,
    UNLOCKED,
    WRITABLE,
)
from flurinfill.desktop.session import Session


def facts_of(session: Session, *, site_chosen: bool) -> frozenset[str]:
    """Return the needs of commands that are met; while a job runs, nothing is written."""
    snapshot = session.snapshot
    busy = session.jobs.busy
    if session.project is None or snapshot is None:
        return frozenset({BUSY}) if busy else frozenset()
    access, writable, there = (
        snapshot.work.access,
        session.writable and not busy,
        snapshot.data_state is not None,
    )
    met = {
        PROJECT: True,
        WRITABLE: writable,
        PRIVACY: session.keeps_privacy and not busy,
        CADASTRE: there,
        DETECTABLE: there and writable,
        DETECTED: snapshot.detected,
        REVIEWABLE: there and writable and len(snapshot.work.sites) > 0,
        SITE_CHOSEN: site_chosen and writable,
        LOCKED: access.sealed and not busy,
        UNLOCKED: access.people_visible and not busy,
        BUSY: busy,
    }
    return frozenset(name for name, holds in met.items() if holds)
