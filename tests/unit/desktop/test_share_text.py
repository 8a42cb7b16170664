"""Shares of an owner in words."""

from __future__ import annotations

from flurinfill.desktop.owner_card import share_text
from flurinfill.model.owners import CommunityKind, Ownership


def test_every_kind_of_share_is_said_once() -> None:
    half, third = Ownership("a", "x", 1, 2), Ownership("a", "x", 1, 3, CommunityKind.HEIRS, "c")
    assert share_text((half, Ownership("b", "x", 1, 2)), 2) == "Anteil 1/2"
    assert share_text((half, third), 1) == "Anteil 1/2 · Anteil 1/3 · Erbengemeinschaft"
    assert share_text((Ownership("a", "x", 1, 1),), 2) == "Alleineigentum · 1 von 2 Flurstücken"
