"""Owners in words, as panels and papers show them."""

from __future__ import annotations

from flurinfill import i18n
from flurinfill.model.owners import Address, Ownership
from flurinfill.model.shares import part_of


def address_with_source(address: Address) -> str:
    """Return an address with whom it is known from, and of which day."""
    day = i18n.day(address.as_of) if address.as_of is not None else ""
    origin = ", ".join(part for part in (address.source, day) if part)
    return f"{address.text} ({origin})" if origin else address.text


def community_words(share: Ownership) -> str:
    """Return the community that a share is held in, with the part of it; ``""`` for none."""
    if share.community is None:
        return ""
    name, part = i18n.name_of(share.community), part_of(share)
    return name if part is None else i18n.tr("{community}, {part} of it", community=name, part=part)
