"""What comes back from owners: the answers of a questionnaire, or a letter that could not be delivered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flurinfill.model.states import Willingness


class Horizon(StrEnum):
    """Zeitraum: when an owner wants to build."""

    SHORT = "short"  # up to 2 years
    MEDIUM = "medium"  # 2 to 5 years
    LONG = "long"  # later


class Motive(StrEnum):
    """Grund: why an owner does not want to sell. Age and illness are not asked for (Art. 9 GDPR)."""

    CHILDREN = "children"
    INVESTMENT = "investment"
    GARDEN = "garden"
    FARMING = "farming"
    PRICE = "price"
    FINANCING = "financing"
    TAX = "tax"
    HEIRS = "heirs"
    ACCESS = "access"
    PLANNING = "planning"
    OTHER = "other"


ASKED = (
    Willingness.SELL,
    Willingness.SELL_CONDITIONAL,
    Willingness.BUILD_SELF,
    Willingness.SWAP,
    Willingness.LEASE,
    Willingness.ADVICE,
    Willingness.NO_INTEREST,
    Willingness.UNDECIDED,
)
"""Answers that the questionnaire offers, in the order in which they stand on it."""


@dataclass(frozen=True)
class Answer:
    """A questionnaire that came back.

    Attributes
    ----------
    willingness : Willingness
    horizon : Horizon or None
    motives : tuple of Motive
    price : float or None
        What the owner has in mind, in euros for the whole plot.
    wishes : str
        Wishes and questions in the owner's words.
    consent : bool
        The plot may be shown to people who look for one; False takes no earlier consent back.
    """

    willingness: Willingness
    horizon: Horizon | None = None
    motives: tuple[Motive, ...] = ()
    price: float | None = None
    wishes: str = ""
    consent: bool = False
