"""Owners of parcels along the booking chain of ALKIS.

Flurstück → Buchungsstelle → Buchungsblatt ← Namensnummer → Person → Anschrift. Buchungsstellen
``an`` another one (condominium, heritable building right) bring the owners of fictitious sheets.
Birth dates are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd

from flurinfill.cadastre.codes import COMMUNITY_NAMES, LEGAL_SYSTEMS, owner_category
from flurinfill.cadastre.delivery import Delivery, day_of
from flurinfill.cadastre.readers.nas_objects import NasObjects, Record
from flurinfill.cadastre.tables import OWNERS, OWNERSHIPS
from flurinfill.model.findings import Severity
from flurinfill.model.owners import OwnerCategory, OwnerKind
from flurinfill.model.parcel_id import normalise
from flurinfill.model.shares import OWN_RIGHTS

_SOURCE = "ALKIS"
_UNKNOWN_PERSON = "unbekannt"
_DEPTH = 6  # an → an → … : real chains have two or three links
_COMPANY_SALUTATION = "3000"


@dataclass(frozen=True)
class _Share:
    """One owner of a Buchungsblatt."""

    owner_id: str
    fraction: Fraction | None
    community: str = ""
    community_id: str = ""


@dataclass
class _Chain:
    """The booking objects, linked backwards."""

    objects: NasObjects
    names: dict[str, list[Record]] = field(default_factory=dict)  # sheet → Namensnummern
    upon: dict[str, list[Record]] = field(default_factory=dict)  # Buchungsstelle → those an it
    owners: dict[str, dict[str, str]] = field(default_factory=dict)
    sheets: dict[str, list[_Share]] = field(default_factory=dict)
    missing_persons: int = 0

    def table(self, kind: str) -> dict[str, Record]:
        return self.objects.ownership.get(kind, {})


def owners_of(objects: NasObjects, delivery: Delivery) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables of owners and ownerships; what is missing becomes a finding.

    Shares are multiplied along the chain: 1/2 of a flat with 50/1000 of the ground is 1/40. Members
    of a community have the community's share, which they hold jointly.
    """
    chain = _link(objects)
    rows: list[tuple[object, ...]] = []
    dangling = 0
    for parcel in objects.parcels.records:
        identifier = normalise(parcel.get("flurstueckskennzeichen"))
        found = [row for oid in parcel.refs.get("istGebucht", []) for row in _owners(chain, oid)]
        dangling += not found
        rows.extend((identifier, *row) for row in dict.fromkeys(found))
    if dangling:
        delivery.note("owner_chain_broken", Severity.WARNING, "owners", dangling)
    if chain.missing_persons:
        delivery.note("owner_person_missing", Severity.WARNING, "owners", chain.missing_persons)
    owners = pd.DataFrame(list(chain.owners.values()), columns=list(OWNERS))
    return owners, pd.DataFrame(rows, columns=list(OWNERSHIPS))


def _link(objects: NasObjects) -> _Chain:
    chain = _Chain(objects)
    for name in chain.table("AX_Namensnummer").values():
        for sheet in name.refs.get("istBestandteilVon", []):
            chain.names.setdefault(sheet, []).append(name)
    for booking in chain.table("AX_Buchungsstelle").values():
        for oid in booking.refs.get("an", []):
            chain.upon.setdefault(oid, []).append(booking)
    return chain


def _owners(
    chain: _Chain, oid: str, share: Fraction | None = Fraction(1), depth: int = 0
) -> Iterator[tuple[object, ...]]:
    """Yield rows of OWNERSHIPS without the parcel for a Buchungsstelle and those an it."""
    booking = chain.table("AX_Buchungsstelle").get(oid)
    if booking is None or depth > _DEPTH:
        return
    own = _sheet_owners(chain, booking)
    if not own and (depth == 0 or not chain.upon.get(oid)):
        for other in booking.refs.get("zu", []):
            target = chain.table("AX_Buchungsstelle").get(other)
            own = own or (_sheet_owners(chain, target) if target else [])
    sheet = _sheet_text(chain, booking)
    kind = booking.get("buchungsart")
    for owner in own:
        total = _times(share, owner.fraction)
        numerator, denominator = (total.numerator, total.denominator) if total else (None, None)
        yield owner.owner_id, numerator, denominator, owner.community, owner.community_id, kind, sheet
    for upper in chain.upon.get(oid, []):
        part = _fraction(upper)
        if upper.get("buchungsart").startswith(OWN_RIGHTS):
            yield from _owners(chain, upper.oid, part or Fraction(1), depth + 1)
        elif not own:  # a fictitious sheet: the flats carry the owners
            yield from _owners(chain, upper.oid, _times(share, part), depth + 1)


def _sheet_owners(chain: _Chain, booking: Record) -> list[_Share]:
    shares: list[_Share] = []
    for sheet in booking.refs.get("istBestandteilVon", []):
        if sheet not in chain.sheets:
            chain.sheets[sheet] = list(_shares(chain, chain.names.get(sheet, [])))
        shares.extend(chain.sheets[sheet])
    return shares


def _shares(chain: _Chain, names: list[Record]) -> Iterator[_Share]:
    """Yield the owners of one sheet."""
    communities = {name.oid: name for name in names if name.get("artDerRechtsgemeinschaft")}
    persons = [name for name in names if name.oid not in communities or name.refs.get("benennt")]
    members: dict[str, int] = dict.fromkeys(communities, 0)
    for name in persons:
        community = _community_of(name, communities)
        fraction = _fraction(name)
        if community is None:
            yield from _persons(chain, name, fraction or (Fraction(1) if len(persons) == 1 else None))
            continue
        members[community.oid] += 1
        kind = _legal_system(community)
        joint = _fraction(community) or _whole(communities)
        yield from _persons(chain, name, joint, kind, community.oid)
    for oid, count in members.items():
        if not count:
            yield _nameless(chain, communities[oid], _whole(communities))


def _whole(communities: dict[str, Record]) -> Fraction | None:
    """A single community on its sheet holds the whole; otherwise its share must be stated."""
    return Fraction(1) if len(communities) == 1 else None


def _community_of(name: Record, communities: dict[str, Record]) -> Record | None:
    """Find the community a Namensnummer belongs to; the reference is seen in both directions."""
    if name.oid in communities:
        return communities[name.oid]
    for oid in name.refs.get("bestehtAusRechtsverhaeltnissenZu", []):
        if oid in communities:
            return communities[oid]
    for community in communities.values():
        if name.oid in community.refs.get("bestehtAusRechtsverhaeltnissenZu", []):
            return community
    if len(communities) == 1 and _fraction(name) is None:
        return next(iter(communities.values()))
    return None


def _persons(
    chain: _Chain, name: Record, fraction: Fraction | None, community: str = "", community_id: str = ""
) -> Iterator[_Share]:
    for oid in name.refs.get("benennt", []) or [name.oid]:
        _remember(chain, oid, name.get("eigentuemerart"))
        yield _Share(oid, fraction, community, community_id)


def _nameless(chain: _Chain, community: Record, whole: Fraction | None) -> _Share:
    """Make an owner of a community without named persons: it is shown, not dropped."""
    kind = _legal_system(community)
    text = community.get("beschriebDerRechtsgemeinschaft") or COMMUNITY_NAMES[kind]
    chain.owners[community.oid] = {
        **dict.fromkeys(OWNERS, ""),
        "owner_id": community.oid,
        "kind": OwnerKind.COMMUNITY.value,
        "category": _category(community.get("eigentuemerart"), natural=True),
        "organisation": text,
        "source": _SOURCE,
        "as_of": community.get("lebenszeitintervall.beginnt")[:10],
    }
    return _Share(community.oid, _fraction(community) or whole, kind, community.oid)


def _remember(chain: _Chain, oid: str, owner_type: str) -> None:
    known = chain.owners.get(oid)
    if known is not None:
        if known["category"] == OwnerCategory.UNKNOWN.value and owner_type:
            known["category"] = owner_category(owner_type)
        return
    person = chain.table("AX_Person").get(oid)
    if person is None:
        chain.missing_persons += 1
        person = Record(oid, {"nachnameOderFirma": _UNKNOWN_PERSON, "vorname": " "}, {})
    natural = _is_natural(person, owner_type)
    begins = day_of(person.get("lebenszeitintervall.beginnt"))
    titles = (person.get("akademischerGrad"), person.get("namensbestandteil"))
    last_name = " ".join(part for part in (*titles, person.get("nachnameOderFirma")) if part)
    chain.owners[oid] = {
        "owner_id": oid,
        "kind": (OwnerKind.PERSON if natural else OwnerKind.ORGANISATION).value,
        "category": _category(owner_type, natural=natural and oid in chain.table("AX_Person")),
        "last_name": last_name if natural else "",
        "first_name": person.get("vorname").strip() if natural else "",
        "organisation": "" if natural else person.get("nachnameOderFirma"),
        **_address(chain, person),
        "source": _SOURCE,
        "as_of": begins.isoformat() if begins else "",
    }


def _is_natural(person: Record, owner_type: str) -> bool:
    if person.get("anrede") == _COMPANY_SALUTATION:
        return False
    return (
        bool(person.get("vorname")) or owner_type.startswith("1") or person.get("anrede") in {"1000", "2000"}
    )


def _address(chain: _Chain, person: Record) -> dict[str, str]:
    addresses = [chain.table("AX_Anschrift").get(oid) for oid in person.refs.get("hat", [])]
    for address in addresses:
        if address is not None:
            street = f"{address.get('strasse')} {address.get('hausnummer')}".strip()
            postcode = address.get("postleitzahlPostzustellung", "postleitzahlPostfach")
            city = address.get("ort_Post", "ort_AmtlichesOrtsnamensverzeichnis")
            return {"street": street, "postcode": postcode, "city": city}
    return {"street": "", "postcode": "", "city": ""}


def _sheet_text(chain: _Chain, booking: Record) -> str:
    """Number of the Buchungsblatt as people quote it."""
    for oid in booking.refs.get("istBestandteilVon", []):
        sheet = chain.table("AX_Buchungsblatt").get(oid)
        if sheet is not None:
            return sheet.get("buchungsblattnummerMitBuchstabenerweiterung").strip().lstrip("0")
    return ""


def _legal_system(community: Record) -> str:
    return LEGAL_SYSTEMS.get(community.get("artDerRechtsgemeinschaft"), "other")


def _category(owner_type: str, *, natural: bool) -> str:
    if owner_type:
        return owner_category(owner_type)
    return (OwnerCategory.PRIVATE if natural else OwnerCategory.UNKNOWN).value


def _fraction(record: Record) -> Fraction | None:
    """Share of a Namensnummer or a Buchungsstelle; decimals such as ``0.5/10`` occur."""
    try:
        return Fraction(record.get("anteil.zaehler")) / Fraction(record.get("anteil.nenner"))
    except (ValueError, ZeroDivisionError):
        return None


def _times(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one * other
