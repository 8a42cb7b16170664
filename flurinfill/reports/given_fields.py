"""Which fields of a site may go to whom: always, when chosen, or never, and why not."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flurinfill.model.audience import Audience
from flurinfill.model.errors import GateClosed, InputError
from flurinfill.reports.release import SITE_COLUMNS

FIGURES, RULES, PHOTOS = "figures", "rules", "photos"
"""Not columns of a site: measures of its parcels, what rules say of them, photos ticked for an audience."""
IDENTITY = ("case_no", "gemarkung", "flur", "numbers", "parcel_ids", "street", "area_m2")
"""Always given where the audience may have them: without them nobody knows which plot is meant."""
SEALED = (
    "willingness",
    "asking_price",
    "outreach",
    "waiting_since",
    "owner_category",
    "municipal",
    "consent_investor",
    "consent_overruled",
    "note",
)
"""Columns that tell something about owners: they never leave this way."""
OWNERS = "owners"
"""Names and addresses: shown in the case only."""
GROUPS: Mapping[str, tuple[str, ...]] = {
    "place": (
        "case_no",
        "gemarkung",
        "gemarkung_code",
        "flur",
        "numbers",
        "parcel_ids",
        "street",
        "address_text",
        "district",
        "village",
        "municipality",
    ),
    "size": ("area_m2", "outline_m2", "area_geom_m2", "width_m", "depth_m", "frontage_m", "slope"),
    "building": (
        "potential",
        "use",
        "planning_basis",
        "plan_name",
        "grz",
        "gfz",
        "capacity_units",
        "servicing",
        "land_use",
        "building_cover",
    ),
    "worth": ("land_value_eur_m2", "land_value_date", "monument", "flood", "encumbrance", "contamination"),
    "state": (
        "review",
        "reject_reason",
        "deferred_until",
        "availability",
        "reserved_until",
        "publication",
        "announced_on",
        "parcel_missing",
        "potential_now",
        "new_finding",
        "follow_up_on",
    ),
    "detection": (FIGURES, RULES),
    "pictures": (PHOTOS,),
    "owners": (OWNERS, *SEALED),
}
"""Every field that the office sees, in the order in which it is offered."""
KNOWN = frozenset(name for names in GROUPS.values() for name in names)
_IN_OTHER_WORDS = {
    Audience.PUBLIC: {
        "area_m2": "cadastre_size",
        "street": "street_name_only",
        PHOTOS: "ticked_photos",
    },
    Audience.INVESTOR: {PHOTOS: "ticked_photos"},
    Audience.INTERNAL: {PHOTOS: "ticked_photos"},
}


def allowed(audience: Audience) -> frozenset[str]:
    """Fields that an audience may have at all."""
    parts = (PHOTOS,) if audience is Audience.PUBLIC else (FIGURES, RULES, PHOTOS)
    return frozenset([*SITE_COLUMNS[audience], *parts])


def choosable(audience: Audience) -> tuple[str, ...]:
    """Fields that can be left out for an audience, in the order in which they are offered."""
    free = allowed(audience) - set(IDENTITY)
    return tuple(name for names in GROUPS.values() for name in names if name in free)


def granted(audience: Audience, wanted: Collection[str] | None) -> frozenset[str]:
    """Fields that are given: what identifies a site, and of the others those that are wanted.

    Parameters
    ----------
    audience : Audience
    wanted : collection of str or None
        Names of fields; None for all that the audience may have.

    Raises
    ------
    InputError
        ``field_unknown``.
    GateClosed
        ``field_not_allowed`` when the audience must not get one of them.
    """
    may = allowed(audience)
    if wanted is None:
        return may
    unknown = sorted(set(wanted) - KNOWN)
    if unknown:
        raise InputError("field_unknown", fields=unknown, known=sorted(choosable(audience)))
    forbidden = sorted(set(wanted) - may)
    if forbidden:
        raise GateClosed("field_not_allowed", fields=forbidden, audience=audience.value)
    return may & (set(wanted) | set(IDENTITY))


def why_not(field: str, audience: Audience, given: Collection[str]) -> str:
    """Say why a field is not given: a code of the catalogue context ``not_given``; "" when it is."""
    if field in given:
        return ""
    if field in SEALED or field == OWNERS:
        return "tells_of_owners"
    if field in allowed(audience):
        return "not_chosen"
    if audience is Audience.PUBLIC:
        return "house_numbers" if field == "address_text" else "not_in_the_law"
    return "for_the_office"


def in_other_words(field: str, audience: Audience) -> str:
    """Say how a field that is given differs from what the office sees; "" when it does not."""
    return _IN_OTHER_WORDS[audience].get(field, "")
