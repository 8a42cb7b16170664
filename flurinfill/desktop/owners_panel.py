"""Owners of a site: shares, outreach, willingness, consent; and entering them by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from flurinfill import i18n
from flurinfill.desktop.dialogs.owner import OwnerDialog
from flurinfill.desktop.owner_card import OwnerAtSite, OwnerCard
from flurinfill.desktop.people import PeoplePanel
from flurinfill.desktop.session import Session
from flurinfill.desktop.widgets import button, clear, column, scrolling, text
from flurinfill.i18n import ntr, tr
from flurinfill.model.owners import Owner, Ownership
from flurinfill.model.shares import CommunityVote, ShareFault, ShareProblem, community_votes, problems
from flurinfill.model.states import Outreach, Willingness
from flurinfill.project import operations, queries

PURPOSE = "case_work"


class OwnersPanel(PeoplePanel):
    """Cards of the owners of one site.

    Signals
    -------
    parcels_asked : str
        All parcels of the owner with this id shall be selected.
    removed :
        An owner was taken off the site; it can be undone.
    """

    parcels_asked = Signal(str)
    removed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "owners", "owners", parent)
        content = QWidget()
        self._body = column(content)
        self.stack.addWidget(scrolling(content))
        self.cards: list[OwnerCard] = []
        self._content: list[OwnerAtSite] = []
        self.settle()

    def read(self, site_id: int, parcels: tuple[str, ...]) -> list[OwnerAtSite]:
        """Read owners and outreach."""
        project = self.session.project
        if project is None:
            return []
        pairs = queries.owners_of(project, parcels, PURPOSE)
        states = queries.outreach_of(project, site_id).set_index("owner_id")
        shares: dict[str, list[Ownership]] = {}
        owners: dict[str, Owner] = {}
        for owner, ownership in pairs:
            owners[owner.owner_id] = owner
            shares.setdefault(owner.owner_id, []).append(ownership)
        return [_at_site(owner, shares[key], states) for key, owner in owners.items()]

    def fill(self, content: list[OwnerAtSite]) -> bool:
        """Show one card for each owner."""
        clear(self._body)
        self.cards, self._content = [], content
        if not content:
            return False
        for role, words in self._summary(content):
            line = text(role, wrap=True, selectable=True)
            line.setText(words)
            self._body.addWidget(line)
        if self.session.writable:
            self.add = button()
            self.add.setText(self.empty_action())
            self.add.clicked.connect(self.act)
            self._body.addWidget(self.add)
        for entry in content:
            card = OwnerCard(entry, len(tuple(self.site["parcel_ids"])), writable=self.session.writable)
            card.saved.connect(self._on_saved)
            card.edit_asked.connect(self._on_edit)
            card.removal_asked.connect(self._on_removal)
            card.parcels_asked.connect(self._on_parcels)
            self.cards.append(card)
            self._body.addWidget(card)
        self._body.addStretch(1)
        return True

    def _summary(self, content: list[OwnerAtSite]) -> list[tuple[str, str]]:
        """Lines above the cards, each with its role: how many answered, how communities stand, shares."""
        answered = sum(entry.outreach is Outreach.ANSWERED for entry in content)
        waiting = [
            entry for entry in content if entry.outreach is not Outreach.ANSWERED and not entry.owner.deceased
        ]
        words = ntr("{count} owner", "{count} owners", len(content))
        everybody = answered > 1 and not waiting
        state = tr("all answered") if everybody else tr("{count} answered", count=i18n.number(answered))
        dead = sum(entry.owner.deceased for entry in content)
        late = tr("{count} deceased", count=i18n.number(dead)) if dead else ""
        lines = [("muted", " · ".join(part for part in (words, state, late) if part))]
        price = self.site["asking_price"]
        if price is not None and price == price:
            lines.append(("muted", tr("Asking price: {price}", price=i18n.quantity(float(price), "eur"))))
        said = [(share, entry.outreach, entry.willingness) for entry in content for share in entry.shares]
        lines += [("muted", _vote_text(vote)) for vote in community_votes(said)]
        lines += [("warn", self._problem_text(each)) for each in problems(share for share, _, _ in said)]
        return lines

    def _problem_text(self, problem: ShareProblem) -> str:
        parcel = self.numbers()[problem.parcel_id]
        if problem.fault is ShareFault.UNKNOWN:
            return tr("Parcel {parcel}: not all shares are known.", parcel=parcel)
        if problem.fault is ShareFault.COMMUNITY:
            return tr(
                "Parcel {parcel}: the parts of the community come to {total} instead of 1.",
                parcel=parcel,
                total=problem.total,
            )
        return tr(
            "Parcel {parcel}: the shares come to {total} instead of 1.", parcel=parcel, total=problem.total
        )

    def numbers(self) -> dict[str, str]:
        """Numbers of the site's parcels as people write them, by id."""
        known = self.session.snapshot.parcels
        return {
            parcel: str(known.loc[parcel, "number"]) if parcel in known.index else parcel
            for parcel in self.site["parcel_ids"]
        }

    def empty_texts(self) -> tuple[str, str]:
        """Say where owners come from."""
        return tr("No owners"), tr("The imported cadastre has no owners for these parcels.")

    def empty_action(self) -> str:
        """Offer to enter one."""
        return tr("Add an owner …")

    @Slot()
    def act(self) -> None:
        """Ask for a new owner."""
        self._ask(None)

    @Slot(object)
    def _on_edit(self, entry: OwnerAtSite) -> None:
        self._ask(entry)

    def _ask(self, entry: OwnerAtSite | None) -> None:
        communities = {
            (share.community, share.community_id): None
            for other in self._content
            for share in other.shares
            if share.community is not None
        }
        dialog = OwnerDialog(
            self.session,
            int(self.site_id),
            self.numbers(),
            tuple(communities),
            seen=None if entry is None else (entry.owner, entry.shares),
            parent=self.window(),
        )
        dialog.open()

    @Slot(object)
    def _on_removal(self, entry: OwnerAtSite) -> None:
        seen = (entry.owner, entry.shares)
        if self.session.apply(operations.remove_owner, self.site_id, entry.owner.owner_id, seen=seen):
            self.removed.emit()

    @Slot(object)
    def _on_parcels(self, entry: OwnerAtSite) -> None:
        self.parcels_asked.emit(entry.owner.owner_id)

    @Slot(object, object)
    def _on_saved(self, entry: OwnerAtSite, values: dict[str, Any]) -> None:
        site_id, owner_id, on = self.site_id, entry.owner.owner_id, values["on"]
        if values["outreach"] is not entry.outreach and not self.session.apply(
            operations.set_outreach, site_id, owner_id, values["outreach"], reason=values["reason"], on=on
        ):
            return
        if values["willingness"] is not entry.willingness and not self.session.apply(
            operations.set_willingness,
            site_id,
            owner_id,
            values["willingness"],
            source=values["source"],
            on=on,
        ):
            return
        if values["consent"] != entry.consent:
            self.session.apply(operations.set_consent, site_id, owner_id, values["consent"], on=on)


def _at_site(owner: Owner, shares: list[Ownership], states: pd.DataFrame) -> OwnerAtSite:
    if owner.owner_id not in states.index:
        return OwnerAtSite(owner, tuple(shares))
    state = states.loc[owner.owner_id]
    return OwnerAtSite(
        owner,
        tuple(shares),
        Outreach(state["outreach"] or Outreach.NONE),
        Willingness(state["willingness"] or Willingness.UNKNOWN),
        consent=bool(state["consent"]),
        outreach_on=date.fromisoformat(state["outreach_on"]) if state["outreach_on"] else None,
        motives=tuple(state["motives"]),
        horizon=str(state["horizon"]),
        wishes=str(state["wishes"]),
    )


def _vote_text(vote: CommunityVote) -> str:
    """``Erbengemeinschaft: 2 von 4 geantwortet, für einen Verkauf 1 (1/2 der Anteile)``."""
    words = tr(
        "{community}: {answered} of {members} answered, {ready} for a sale",
        community=i18n.name_of(vote.community),
        answered=vote.answered,
        members=vote.members,
        ready=vote.in_favour,
    )
    return words if not vote.share else tr("{what} ({share} of the parts)", what=words, share=vote.share)
