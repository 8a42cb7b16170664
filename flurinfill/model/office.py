"""The office that works with the program: who writes, whom owners can ask, and what the town needs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flurinfill.model.records import DEFAULT_NAMES


@dataclass(frozen=True)
class Office:
    """Sender of letters and papers; public, so it is not sealed.

    Attributes
    ----------
    town : str
        "Stadt Musterau".
    department : str
        "Wirtschaftsförderung".
    street, postcode, city : str
        Address of the office, in the sender line and for returns.
    person, phone, mail, web : str
        Whom owners can ask.
    signatory, signatory_role : str
        Who signs letters.
    privacy_officer : str
        How the data protection officer is reached (Art. 14 GDPR), in one line.
    file_reference : str
        Aktenzeichen of the office for this work, ``""`` for none.
    logo : str
        SVG document; ``""`` for none.
    colour : str
        The town's colour in headings of papers, ``#rrggbb``; ``""`` for that of the program.
    inhabitants : int
        Of the town; 0 when not stated.
    needed_dwellings, needed_until : int
        How many dwellings the town needs (from its housing concept) and by the end of which year; 0
        when not stated.
    responsible : str
        Who answers for the processing (Art. 30 GDPR): "Bürgermeisterin Erika Beispiel".
    keep_settled_years, keep_unanswered_years : int
        After how many years erasing is proposed: when a plot was built on, sold or withdrawn, and when
        nobody answered the last letter.
    records_names : str
        Scheme for names of files in the document system, see :mod:`flurinfill.model.records`.
    records_years : int
        How long papers are kept there, from the end of their year; 0 when that is not stated.
    """

    town: str = ""
    department: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    person: str = ""
    phone: str = ""
    mail: str = ""
    web: str = ""
    signatory: str = ""
    signatory_role: str = ""
    privacy_officer: str = ""
    file_reference: str = ""
    logo: str = ""
    colour: str = ""
    inhabitants: int = 0
    needed_dwellings: int = 0
    needed_until: int = 0
    responsible: str = ""
    keep_settled_years: int = 2
    keep_unanswered_years: int = 3
    records_names: str = DEFAULT_NAMES
    records_years: int = 10

    @property
    def sender_line(self) -> str:
        """Return address above the window: ``Stadt Musterau · Markt 1 · 02999 Musterau``."""
        place = f"{self.postcode} {self.city}".strip()
        return " · ".join(part for part in (self.town, self.street, place) if part)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the fields without which no letter can be sent."""
        needed = ("town", "street", "postcode", "city", "phone", "signatory", "privacy_officer")
        return tuple(name for name in needed if not getattr(self, name).strip())


NO_OFFICE = Office()
"""Until somebody entered the office's facts."""

_NO_NAME = frozenset(
    [
        "stadt",
        "gemeinde",
        "markt",
        "große",
        "grosse",
        "kreisstadt",
        "kreisfreie",
        "landeshauptstadt",
        "hansestadt",
        "universitätsstadt",
        "stadtverwaltung",
        "gemeindeverwaltung",
        "verwaltung",
        "der",
        "die",
        "und",
    ]
)
_WORD = re.compile(r"[^\W\d_]+")


def same_town(one: str, other: str) -> bool:
    """Tell whether two names are certainly those of one town, whatever it calls itself.

    Examples
    --------
    >>> same_town("Stadt Musterau", "Große Kreisstadt Musterau")
    True
    >>> same_town("Stadt Musterau", "Gemeinde Musterau am Berg")
    False
    >>> same_town("", "")
    False
    """
    names = [frozenset(_WORD.findall(name.casefold())) - _NO_NAME for name in (one, other)]
    return bool(names[0]) and names[0] == names[1]
