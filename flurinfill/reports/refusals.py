"""Why a site is withheld from an audience, and what is told of a street.

Rules: BauGB §200(3) for the public; for investors consent, and no objection that came after it. Whatever
is unknown (a locked vault, a missing date) counts as "no".
"""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from flurinfill.model.audience import Audience
from flurinfill.model.law import month_is_over
from flurinfill.model.states import Availability, Publication, Review

PUBLISHABLE = frozenset({Publication.CLEARED, Publication.PUBLISHED})
_HOUSE_NUMBER = re.compile(r"(?<!^[ABKLS])(?<!\bder [ABKLS])[\s,]+\d++(?!\s*\.\s*[^\W\d]).*$")
"""From the first number on, but for that of a road (B 96) and of a day (Straße des 17. Juni)."""
_LEADING_TO_IT = re.compile(
    r"(?:[\s,]+(?:hinter|neben|bei|vor|zu|gegenüber|zwischen|nr\.?|haus(?:nummer|nr\.)?))+$", re.IGNORECASE
)


def refusal(row: pd.Series, audience: Audience, today: date) -> str:
    """Say why a site is withheld from an audience.

    Parameters
    ----------
    row : Series
        One row of :func:`flurinfill.project.queries.site_table`.
    audience : Audience
        For whom.
    today : date
        Day of the export.

    Returns
    -------
    str
        A code of the catalogue context ``withheld``; "" when the site may be released.
    """
    if audience is Audience.INTERNAL:
        return ""
    if bool(row["parcel_missing"]):
        return "parcel_missing"
    if Review(row["review"]) in {Review.REJECTED, Review.SUPERSEDED}:
        return "no_potential"
    if Availability(row["availability"]) is Availability.BUILT:
        return "already_built"
    return _public_refusal(row, today) if audience is Audience.PUBLIC else _investor_refusal(row)


def _public_refusal(row: pd.Series, today: date) -> str:
    """BauGB §200(3): announced a month before, and nobody objected."""
    publication = Publication(row["publication"])
    if publication not in PUBLISHABLE:
        return f"publication_{publication.value}"
    announced_on = row["announced_on"]
    if pd.isna(announced_on):
        return "announcement_unknown"
    return "" if month_is_over(announced_on, today) else "announcement_month_running"


def _investor_refusal(row: pd.Series) -> str:
    """Marketed sites only, with the consent of every owner unless the plot is municipal.

    A consent counts no more where an owner objected to publication after it, until it is given anew.
    """
    if Availability(row["availability"]) is not Availability.MARKETED:
        return "not_marketed"
    if Review(row["review"]) is not Review.CONFIRMED:
        return "not_confirmed"
    consent, municipal = row["consent_investor"], row["municipal"]
    if pd.isna(consent) or pd.isna(municipal):
        return "vault_locked"
    if bool(consent) or bool(municipal):
        return ""
    return "objected_after_consent" if bool(row["consent_overruled"]) else "consent_missing"


def street_names(address_text: str) -> str:
    """Street names of a Lagebezeichnung without house numbers: §200(3) lists no house numbers.

    Examples
    --------
    >>> street_names("Lindenstraße 5; Lindenstraße 7 a; Am Anger")
    'Lindenstraße, Am Anger'
    """
    names = (_LEADING_TO_IT.sub("", _HOUSE_NUMBER.sub("", part.strip())) for part in address_text.split(";"))
    return ", ".join(dict.fromkeys(name for name in names if name))
