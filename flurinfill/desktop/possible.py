"""What is the case now, so that commands know whether they are possible."""

from __future__ import annotations

from flurinfill.desktop.commands import (
    BUSY,
    CADASTRE,
    DETECTABLE,
    DETECTED,
    LOCKED,
    PROJECT,
    REVIEWABLE,
    SITE_CHOSEN,
    UNLOCKED,
    WRITABLE,
)
from flurinfill.desktop.session import Session


def facts_of(session: Session, *, site_chosen: bool) -> frozenset[str]:
    """Return the needs of commands that are met."""
    snapshot = session.snapshot
    if session.jobs.busy:
        return frozenset({BUSY})
    if session.project is None or snapshot is None:
        return frozenset()
    access, writable, there = snapshot.work.access, session.writable, snapshot.data_state is not None
    met = {
        PROJECT: True,
        WRITABLE: writable,
        CADASTRE: there,
        DETECTABLE: there and writable,
        DETECTED: snapshot.detected,
        REVIEWABLE: there and writable and len(snapshot.work.sites) > 0,
        SITE_CHOSEN: site_chosen and writable,
        LOCKED: access.sealed,
        UNLOCKED: access.people_visible,
    }
    return frozenset(name for name, holds in met.items() if holds)
