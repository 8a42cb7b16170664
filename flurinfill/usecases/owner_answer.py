"""The answer of the land survey office, a list: rows are matched to the parcels that were asked about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from flurinfill.cadastre.readers.lists import OfficeList
from flurinfill.model.change import Change
from flurinfill.model.errors import InputError
from flurinfill.model.owner_request import AnswerColumn, OwnerRequest
from flurinfill.model.owners import CommunityKind, Owner, OwnerCategory, OwnerKind, Ownership
from flurinfill.model.progress import SILENT, Progress
from flurinfill.model.shares import read_share
from flurinfill.model.town_list import Placing
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.list_columns import guess_by_heads

_REPORT_EVERY = 200
_HEADS: Mapping[AnswerColumn, str] = {
    AnswerColumn.PARCEL: r"kennzeichen|flurst|flst|parcel",
    AnswerColumn.GEMARKUNG: r"gemarkung|gmk|cadastral district",
    AnswerColumn.FLUR: r"^flur(?:\s*-?(?:nr|nummer|no)\.?)?$",
    AnswerColumn.FIRST_NAME: r"vorname|rufname|first",
    AnswerColumn.ORGANISATION: r"firma|organisation|k(?:ö|oe)rperschaft|company",
    AnswerColumn.LAST_NAME: r"nachname|familienname|^name|eigent(?:ü|ue)mer$|last",
    AnswerColumn.HOUSE_NUMBER: r"haus-?\s*(?:nr|nummer)|house",
    AnswerColumn.STREET: r"stra(?:ß|ss)e|str\.|anschrift|street",
    AnswerColumn.POSTCODE: r"plz|postleit|postcode",
    AnswerColumn.CITY: r"^ort|wohnort|stadt|town|city",
    AnswerColumn.COMMUNITY: r"gemeinschaft|rechtsverh|community",
    AnswerColumn.SHARE: r"anteil|share",
}
_COMMUNITIES = (
    (r"erben", CommunityKind.HEIRS),
    (r"g(?:ü|ue)tergem", CommunityKind.MARITAL),
    (r"\bgbr\b|b(?:ü|ue)rgerlichen rechts", CommunityKind.GBR),
    (r"\bweg\b|wohnungseig", CommunityKind.WEG),
    (r"\S", CommunityKind.OTHER),
)
_ORGANISATIONS = (
    (r"\b(?:g?gmbh|ag|kg|ohg|ug|se|mbh)\b", OwnerCategory.COMPANY),
    (r"\b(?:landes)?kirche|kirchgemeinde|kirchspiel|pfarr(?:amt|ei)|\bbistum\b", OwnerCategory.CHURCH),
    (
        r"\be\.?\s?v\.?(?:\W|$)|verein\b|stiftung\b|genossenschaft\b|\be\.?\s?g\.?(?:\W|$)",
        OwnerCategory.ASSOCIATION,
    ),
    (
        r"^(?:gro(?:ß|ss)e )?(?:kreis|landeshaupt)?stadt\b|^\w*gemeinde\b|^landkreis",
        OwnerCategory.MUNICIPALITY,
    ),
    (r"^(?:freistaat|land)\b", OwnerCategory.STATE),
    (r"^bundes(?:republik|anstalt|amt)", OwnerCategory.FEDERATION),
)
_ONLY_A_KIND = re.compile(r"(?:in\s+)?(?:ungeteilter?\s+)?\S+")
"""A community that says what it is, not whose."""


@dataclass(frozen=True)
class NotTaken:
    """A row, or a part of it, that is not taken, and why (catalogue context ``answer_problem``).

    A parcel of which a row cannot be taken is not answered: its other rows are ``incomplete``.
    """

    line: int
    said: str
    reason: str


@dataclass(frozen=True)
class Answer:
    """What the rows say of the parcels of a request."""

    owners: tuple[Owner, ...]
    shares: tuple[Ownership, ...]
    answered: tuple[str, ...]
    open: tuple[str, ...]
    not_taken: tuple[NotTaken, ...]


def guess_columns(heads: Sequence[str]) -> dict[AnswerColumn, str]:
    """Guess which column is what, by its head; each column once."""
    return guess_by_heads(heads, _HEADS)


def match(
    project: Project,
    request: OwnerRequest,
    found: OfficeList,
    columns: Mapping[AnswerColumn, str],
    *,
    on: date,
    progress: Progress = SILENT,
) -> Answer:
    """Match the rows of an answer to the parcels of a request; nothing is written.

    Of a parcel whose owner was erased nothing is taken: an answer must bring nobody back.

    Parameters
    ----------
    columns : mapping of AnswerColumn to str
        Head of each column that the list has; at least the parcel.
    on : date
        Day of the answer, which becomes the day of the owners' data.
    """
    erased = queries.parcels_of_erased(project, request.parcels)
    matching = _Matching(queries.Placer(project), request, on, erased)
    heads = [str(head) for head in found.rows.columns]
    for number, (line, *cells) in enumerate(found.rows.itertuples(name=None)):
        if number % _REPORT_EVERY == 0:
            progress.report("match_answer", number, len(found.rows))
        row = dict(zip(heads, cells, strict=True))
        matching.take(int(line), {column: str(row.get(head, "")) for column, head in columns.items()})
    shares = matching.of_whole_parcels()
    answered, named = {share.parcel_id for share in shares}, {share.owner_id for share in shares}
    return Answer(
        tuple(owner for owner in matching.owners.values() if owner.owner_id in named),
        tuple(dict.fromkeys(shares)),
        tuple(parcel for parcel in request.parcels if parcel in answered),
        tuple(parcel for parcel in request.open if parcel not in answered),
        tuple(sorted(matching.not_taken, key=lambda each: each.line)),
    )


class _Matching:
    """Row after row of an answer; gathers owners, shares, and what is not taken."""

    def __init__(
        self, placer: queries.Placer, request: OwnerRequest, on: date, erased: frozenset[str]
    ) -> None:
        self._placer, self._request, self._on, self._erased = placer, request, on, erased
        self._asked = set(request.parcels)
        self._communities: dict[object, str] = {}
        self._incomplete: set[str] = set()
        self._taken: list[tuple[int, str, Ownership]] = []
        self.owners: dict[object, Owner] = {}
        self.not_taken: list[NotTaken] = []

    def take(self, line: int, told: Mapping[AnswerColumn, str]) -> None:
        """Take one row, or note why not."""
        parcels, reason = self._parcels(told)
        source = self._request.recipient[0] if self._request.recipient else ""
        owner = _owner(told, source, self._on)
        said = told[AnswerColumn.PARCEL]
        if reason or owner is None:
            self.not_taken.append(NotTaken(line, said, reason or "nameless"))
            self._incomplete.update(parcels)
            return
        share = self._share(line, told.get(AnswerColumn.SHARE, ""))
        numerator, denominator = (share.numerator, share.denominator) if share is not None else (None, None)
        words = told.get(AnswerColumn.COMMUNITY, "")
        community = _community(words)
        for parcel in parcels:
            whose = self._same(owner, parcel, line).owner_id
            members = self._members(parcel, words, line if owner.kind is OwnerKind.COMMUNITY else 0)
            held = Ownership(parcel, whose, numerator, denominator, community, members if community else "")
            self._taken.append((line, said, held))

    def of_whole_parcels(self) -> list[Ownership]:
        """Return the shares of parcels of which every row was taken; note the other rows."""
        left = [(line, said) for line, said, share in self._taken if share.parcel_id in self._incomplete]
        self.not_taken += [NotTaken(line, said, "incomplete") for line, said in dict.fromkeys(left)]
        return [share for _, _, share in self._taken if share.parcel_id not in self._incomplete]

    def _same(self, owner: Owner, parcel: str, line: int) -> Owner:
        """Return the owner as an earlier row has him.

        Without an address the same name is the same owner on one parcel only; who has no name is
        another one in every row.
        """
        name, place = owner.spelling.name, owner.spelling.place
        key: object = (name, place) if any(place) else (name, parcel)
        if not any(name[1:]):
            key = (parcel, line)
        return self.owners.setdefault(key, replace(owner, owner_id=f"answer-{len(self.owners)}"))

    def _members(self, parcel: str, words: str, line: int) -> str:
        """Return the id of a community: rows of one parcel with the same words are its members."""
        key = (parcel, " ".join(words.casefold().split()), line)
        number = len(self._communities)
        return self._communities.setdefault(key, f"request-{self._request.request_id}-{parcel}-{number}")

    def _parcels(self, told: Mapping[AnswerColumn, str]) -> tuple[list[str], str]:
        """Return the parcels of a row that were asked about, and why it cannot be taken."""
        where = (told.get(AnswerColumn.GEMARKUNG, ""), told.get(AnswerColumn.FLUR, ""))
        placing, possible = self._placer.place(told[AnswerColumn.PARCEL], *where)
        wanted = [parcel for parcel in possible if parcel in self._asked]
        if wanted and (len(wanted) == 1 or placing is not Placing.SEVERAL_PARCELS):
            return wanted, "" if self._erased.isdisjoint(wanted) else "owner_erased"
        return wanted, "not_asked" if possible and not wanted else placing.value

    def _share(self, line: int, text: str) -> Fraction | None:
        try:
            return read_share(text)
        except InputError:
            self.not_taken.append(NotTaken(line, text, "share_wrong"))
            return None


def take(project: Project, request: OwnerRequest, answer: Answer, *, on: date) -> Change:
    """Take an answer into the project; see :func:`flurinfill.project.operations.take_owner_answer`."""
    return operations.take_owner_answer(project, request.request_id, answer.owners, answer.shares, on=on)


def _owner(told: Mapping[AnswerColumn, str], source: str, on: date) -> Owner | None:
    """Return the owner of a row; None when it names nobody."""
    last, first = told.get(AnswerColumn.LAST_NAME, ""), told.get(AnswerColumn.FIRST_NAME, "")
    organisation = told.get(AnswerColumn.ORGANISATION, "")
    if last and not first and "," in last and _category(last) is not OwnerCategory.COMPANY:
        last, _, first = (part.strip() for part in last.partition(","))
    category = _category(organisation or ("" if first else last))
    if not organisation and category is not None:
        organisation, last = last, ""
    community = told.get(AnswerColumn.COMMUNITY, "")
    if not (last or first or organisation or community):
        return None
    kind = OwnerKind.PERSON
    if not last and not first:
        kind = OwnerKind.ORGANISATION if organisation else OwnerKind.COMMUNITY
    if kind is OwnerKind.COMMUNITY and not _ONLY_A_KIND.fullmatch(community):
        organisation = community
    street = " ".join((told.get(AnswerColumn.STREET, ""), told.get(AnswerColumn.HOUSE_NUMBER, "")))
    return Owner(
        "",
        kind,
        category or (OwnerCategory.UNKNOWN if kind is OwnerKind.ORGANISATION else OwnerCategory.PRIVATE),
        last_name="" if organisation else last,
        first_name="" if organisation else first,
        organisation=organisation,
        street=street.strip(),
        postcode=told.get(AnswerColumn.POSTCODE, ""),
        city=told.get(AnswerColumn.CITY, ""),
        source=source,
        as_of=on,
    )


def _category(name: str) -> OwnerCategory | None:
    """Guess what an organisation is by its name; None where nothing speaks for one."""
    found = (category for pattern, category in _ORGANISATIONS if re.search(pattern, name.casefold()))
    return next(found, None)


def _community(text: str) -> CommunityKind | None:
    plain = text.casefold()
    return next((kind for pattern, kind in _COMMUNITIES if re.search(pattern, plain)), None)
