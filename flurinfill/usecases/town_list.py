"""Take over the list that a town already has: columns and states named, rows placed, then one step."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from flurinfill import i18n
from flurinfill.cadastre.readers.lists import OfficeList, day_of, read_list
from flurinfill.i18n import tr
from flurinfill.model.change import Change
from flurinfill.model.progress import SILENT, Progress
from flurinfill.model.states import Availability, Review, Willingness
from flurinfill.model.town_list import MEANINGS, Entry, ListColumn, Meaning, Placing
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.list_columns import guess_by_heads

MOST_STATES = 60
"""A column with more different values holds no states."""
_REPORT_EVERY = 500
_HEADS: Mapping[ListColumn, str] = {
    ListColumn.PARCEL: r"flurst|flst|parcel|kennzeichen|z(?:ä|ae)hler",
    ListColumn.DENOMINATOR: r"nenner|denominator",
    ListColumn.GEMARKUNG: r"gemarkung|gmk|\bgem\b|cadastral district|ortsteil",
    ListColumn.FLUR: r"^flur(?:\s*-?(?:nr|nummer|no)\.?)?$|^section$",
    ListColumn.STATE: r"status|zustand|^stand$|bewertung|state",
    ListColumn.DAY: r"datum|stand vom|^(?:vom|am)$|date",
    ListColumn.REMARKS: r"bemerk|notiz|anmerk|hinweis|kommentar|remark|note",
    ListColumn.OWNER: r"eigent|besitz|owner",
}
_WORDS: tuple[tuple[str, Meaning], ...] = (
    (r"nicht bebaubar|ungeeignet|verworfen|entf(?:ä|ae)llt|keine baul", Review.REJECTED),
    (r"kein interesse|kein verkauf|nicht verk|verkauft nicht|will nicht", Willingness.NO_INTEREST),
    (r"verkaufsbereit|will verk|verkauf m(?:ö|oe)glich", Willingness.SELL),
    (r"unentschlossen|unschl(?:ü|ue)ssig", Willingness.UNDECIDED),
    (r"verkauft|ver(?:ä|ae)u(?:ß|ss)ert", Availability.SOLD),
    (r"bauantrag|genehmig|baubeginn", Availability.PERMIT),
    (r"^(?:jetzt |inzwischen |bereits )?bebaut|^gebaut|aktiviert", Availability.BUILT),
    (r"reserv|vorgemerkt", Availability.RESERVED),
    (r"vermarkt|angeboten", Availability.MARKETED),
    (r"^verf(?:ü|ue)gbar|^frei$", Availability.AVAILABLE),
    (r"best(?:ä|ae)tigt|gepr(?:ü|ue)ft|^baul(?:ü|ue)cke$", Review.CONFIRMED),
    (r"in pr(?:ü|ue)fung|zu pr(?:ü|ue)fen|unklar", Review.IN_REVIEW),
)


@dataclass(frozen=True)
class ListMapping:
    """What the columns and the states of a list mean.

    Attributes
    ----------
    columns : mapping of ListColumn to str
        Head of the column for each of ours that the list has.
    meanings : mapping of str to Meaning
        What each value of the column of states means; others only go to the note.
    others : bool
        Columns without a meaning go to the note, too.
    """

    columns: Mapping[ListColumn, str]
    meanings: Mapping[str, Meaning] = field(default_factory=dict)
    others: bool = False


def read(path: Path, progress: Progress = SILENT) -> OfficeList:
    """Read the list; see :func:`flurinfill.cadastre.readers.lists.read_list`."""
    progress.report("read_file", 0, 0)
    return read_list(path, progress)


def guess_columns(heads: Sequence[str]) -> dict[ListColumn, str]:
    """Guess which column is what, by its head; each column once."""
    return guess_by_heads(heads, _HEADS)


def states_of(found: OfficeList, head: str) -> dict[str, int]:
    """Return the values of a column and how many rows have each, the most frequent first.

    ``frei`` and ``Frei`` are one value, named as the first row has it.
    """
    values = [value for value in found.rows[head] if value]
    spelling = {_plain(value): value for value in reversed(values)}
    counts = Counter(_plain(value) for value in values)
    return {spelling[plain]: count for plain, count in counts.most_common()}


def _plain(value: str) -> str:
    return " ".join(value.split()).casefold()


def guess_meaning(value: str) -> Meaning | None:
    """Guess what a state means: by the name that it has here, else by words that towns use."""
    plain = _plain(value)
    named = (each for each in MEANINGS if i18n.name_of(each).casefold() == plain)
    words = (meaning for pattern, meaning in _WORDS if re.search(pattern, plain))
    return next(named, None) or next(words, None)


def unread_days(found: OfficeList, mapping: ListMapping) -> dict[int, str]:
    """Return what stands in the column of days and is no day (``31.2.26``), by line of the file."""
    head = mapping.columns.get(ListColumn.DAY)
    if head is None:
        return {}
    days = found.rows[head]
    pairs = zip(found.rows.index.tolist(), days, strict=True)
    return {line: text for line, text in pairs if text and day_of(text) is None}


def place(
    project: Project, found: OfficeList, mapping: ListMapping, progress: Progress = SILENT
) -> list[Entry]:
    """Look for the place of every row, and put into words what goes to its note."""
    progress.report("place_list", 0, 0)
    placer = queries.Placer(project)
    mapping = replace(mapping, meanings={_plain(word): meant for word, meant in mapping.meanings.items()})
    heads = [str(head) for head in found.rows.columns]
    entries = []
    for number, (line, *cells) in enumerate(found.rows.itertuples(name=None)):
        if number % _REPORT_EVERY == 0:
            progress.report("place_list", number, len(found.rows))
        entries.append(_entry(placer, found.name, int(line), dict(zip(heads, cells, strict=True)), mapping))
    return entries


def take(
    project: Project,
    found: OfficeList,
    entries: Sequence[Entry],
    progress: Progress = SILENT,
    *,
    kept: Sequence[queries.StateChange] = (),
) -> Change:
    """Take the rows into the project; see :func:`flurinfill.project.operations.take_town_list`.

    Parameters
    ----------
    kept : sequence of StateChange
        What the project knows better: these states only go to the note, and are among ``refused``.
    """
    lines = {each.line for each in kept}
    told = [replace(entry, meaning=None) if entry.line in lines else entry for entry in entries]
    change = operations.take_town_list(project, found.name, told, progress=progress)
    refused: Any = change.details["refused"]
    refused = [*refused, *((each.line, each.case_no, "state_newer") for each in kept)]
    return replace(change, details={**change.details, "refused": tuple(sorted(refused))})


def _entry(
    placer: queries.Placer, file: str, line: int, cells: dict[str, str], mapping: ListMapping
) -> Entry:
    told = {column: cells.get(head, "") for column, head in mapping.columns.items()}
    number, denominator = told.get(ListColumn.PARCEL, ""), told.get(ListColumn.DENOMINATOR, "")
    if number and denominator.strip("0") and "/" not in number:
        number = f"{number}/{denominator}"
    gemarkung, flur = told.get(ListColumn.GEMARKUNG, ""), told.get(ListColumn.FLUR, "")
    placing, parcels = placer.place(number, gemarkung, flur)
    section = tr("Section {number}", number=flur) if flur and flur.isdigit() else flur
    said = " ".join(part for part in (gemarkung, section, number) if part)
    on = day_of(told.get(ListColumn.DAY, ""))
    meaning = mapping.meanings.get(_plain(told.get(ListColumn.STATE, "")))
    note = _note(file, told, _others(cells, mapping), on)
    return Entry(line, said, placing, parcels, note, meaning, on, cells)


def _others(cells: Mapping[str, str], mapping: ListMapping) -> dict[str, str]:
    if not mapping.others:
        return {}
    mapped = set(mapping.columns.values())
    return {head: value for head, value in cells.items() if value and head not in mapped}


def _note(file: str, told: Mapping[ListColumn, str], others: Mapping[str, str], on: date | None) -> str:
    """What a row says beside its parcel, in words; ``""`` when it says nothing."""
    parts = [told.get(ListColumn.REMARKS, "")]
    if state := told.get(ListColumn.STATE, ""):
        parts.append(tr("State: {state}", state=state))
    if owner := told.get(ListColumn.OWNER, ""):
        parts.append(tr("Owner: {owner}", owner=owner))
    parts += [f"{head}: {value}" for head, value in others.items()]
    words = " · ".join(part for part in parts if part)
    if not words:
        return ""
    day = i18n.day(on) if on is not None else told.get(ListColumn.DAY, "")
    origin = f"{file}, {day}" if day else file
    return f"[{origin}] {words}"


def counts_of(entries: Sequence[Entry]) -> dict[Placing, int]:
    """Return how many rows have found their place, and how many have not and why."""
    return dict(Counter(entry.placing for entry in entries))
