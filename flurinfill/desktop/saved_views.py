"""Views of a table under a name: which columns, which rows, in which order. No Qt.

The built-in ones answer what the office asks every week; own ones are kept in the project for
everybody who works on it. They hold column names and bounds, nothing of the data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from flurinfill.desktop.arranging import Column, Wish
from flurinfill.i18n import tr
from flurinfill.model.potential import CANDIDATE_CLASSES
from flurinfill.model.states import Availability, Review
from flurinfill.usecases import filters
from flurinfill.usecases.filters import AnyOf, ColumnFilter, Contains, Days, Filled

VILLAGE = "village"
WAITING_DAYS = 28


@dataclass(frozen=True)
class TableState:
    """What a view sets.

    Attributes
    ----------
    columns : tuple of str
        From left to right; empty for the usual ones.
    rules : mapping of str to ColumnFilter
    sort : str
        ``""`` for the order of the data.
    descending : bool
    grouped : bool
        By village.
    """

    columns: tuple[str, ...] = ()
    rules: Mapping[str, ColumnFilter] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    grouped: bool = False

    def wish(self) -> Wish:
        """Return how the rows shall be arranged."""
        return Wish(
            sort=self.sort,
            descending=self.descending,
            rules=self.rules,
            group=VILLAGE if self.grouped else "",
        )

    def impersonal(self, personal: Iterable[str]) -> TableState:
        """Return the same without words that were looked for in columns about persons."""
        left_out = self.words_about(personal)
        return replace(self, rules={name: rule for name, rule in self.rules.items() if name not in left_out})

    def words_about(self, personal: Iterable[str]) -> frozenset[str]:
        """Columns about persons in which words are looked for: the words may name somebody."""
        return frozenset(name for name in personal if isinstance(self.rules.get(name), Contains))

    def dump(self) -> str:
        """Write it as JSON."""
        rules = {name: filters.as_json(rule) for name, rule in self.rules.items()}
        return json.dumps({**vars(self), "rules": rules}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def load(cls, text: str) -> TableState:
        """Read what :meth:`dump` wrote; of something else the usual view."""
        try:
            values = json.loads(text)
            rules = {str(name): filters.from_json(rule) for name, rule in values["rules"].items()}
            return cls(
                columns=tuple(str(name) for name in values["columns"]),
                rules=rules,
                sort=str(values["sort"]),
                descending=bool(values["descending"]),
                grouped=bool(values["grouped"]),
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            return cls()


@dataclass(frozen=True)
class View:
    """A state under a name.

    Attributes
    ----------
    title : callable
        Name in the current language.
    state : TableState
    view_id : int or None
        Of a view that the project keeps; None for a built-in one.
    """

    title: Callable[[], str]
    state: TableState
    view_id: int | None = None


def mark_of(views: Sequence[View], number: int) -> str:
    """Return by what a view is known again in the next session, without the words of its name."""
    view = views[min(number, len(views) - 1)]
    return str(number) if view.view_id is None else sha256(view.title().encode()).hexdigest()


def named(title: str, state: TableState, view_id: int | None) -> View:
    """Return a view with a name that somebody gave it."""

    def given() -> str:
        return title

    return View(given, state, view_id)


_WORK = ("case_no", "numbers", VILLAGE, "address_text", "area_m2", "potential")
_OPEN = (Availability.UNKNOWN.value, Availability.AVAILABLE.value)


def _some(*codes: str) -> AnyOf:
    return AnyOf(frozenset(codes))


SITE_VIEWS: tuple[View, ...] = (
    View(lambda: tr("All sites"), TableState()),
    View(
        lambda: tr("Still to review"),
        TableState(
            (*_WORK, "review", "deferred_until"),
            {"review": _some(Review.CANDIDATE, Review.IN_REVIEW, Review.DEFERRED)},
            "area_m2",
            descending=True,
        ),
    ),
    View(
        lambda: tr("New finding of the detection"),
        TableState((*_WORK, "new_finding", "review", "availability"), {"new_finding": Filled(True)}),
    ),
    View(
        lambda: tr("Confirmed, not written to"),
        TableState(
            (*_WORK, "owner_category", "outreach_state", "availability"),
            {
                "review": _some(Review.CONFIRMED),
                "outreach_state": _some("none"),
                "availability": _some(*_OPEN),
            },
            VILLAGE,
        ),
    ),
    View(
        lambda: tr("Written to, no answer for 4 weeks"),
        TableState(
            ("case_no", "numbers", VILLAGE, "address_text", "outreach", "waiting_since", "follow_up_on"),
            {"waiting_since": Days("", f"today-{WAITING_DAYS}")},
            "waiting_since",
        ),
    ),
    View(
        lambda: tr("Reservations by end date"),
        TableState(
            ("reserved_until", *_WORK, "willingness"),
            {"availability": _some(Availability.RESERVED)},
            "reserved_until",
        ),
    ),
    View(
        lambda: tr("Follow-ups this week"),
        TableState(
            ("follow_up_on", *_WORK[:4], "outreach", "willingness"),
            {"follow_up_on": Days("", filters.WEEK)},
            "follow_up_on",
        ),
    ),
)
PARCEL_VIEWS: tuple[View, ...] = (
    View(lambda: tr("All parcels"), TableState()),
    View(
        lambda: tr("Possible building land without a case"),
        TableState(
            rules={"potential": _some(*CANDIDATE_CLASSES), "case_no": Filled(False)},
            sort="official_area_m2",
            descending=True,
        ),
    ),
)


def usual(columns: Iterable[Column]) -> tuple[str, ...]:
    """Names of the columns that are shown as long as nobody has chosen any."""
    return tuple(column.name for column in columns if column.usual)


def personal(columns: Iterable[Column]) -> frozenset[str]:
    """Names of the columns that tell something about owners."""
    return frozenset(column.name for column in columns if column.personal)


def as_plain(values: Mapping[str, Any]) -> str:
    """Write what a table remembers as JSON, for the settings."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def from_plain(text: str) -> tuple[TableState, dict[str, int], bool, str]:
    """Read state, widths, "filters shown" and the mark of the view; of anything else the usual."""
    try:
        values = json.loads(text)
        widths = {str(name): int(width) for name, width in values["widths"].items()}
        return TableState.load(values["state"]), widths, bool(values["filters"]), str(values.get("view", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        return TableState(), {}, False, ""
