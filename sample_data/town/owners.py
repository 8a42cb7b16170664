"""Owners: invented people, companies and communities, booked as the land register books them.

No name here can be met in life: family names are put together from two word lists.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from town.names import FIRST_HALVES, MEN, SECOND_HALVES, WOMEN
from town.parts import Parcel

POSTCODE = "00917"  # no postcode in Germany begins with 00


@dataclass
class Person:
    """AX_Person with its AX_Anschrift."""

    last: str
    first: str = ""
    salutation: str = "3000"  # 1000 Frau, 2000 Herr, 3000 Firma
    street: str = ""
    house_number: str = ""
    city: str = "Musterlinden"
    category: str = "1000"  # eigentuemerart
    oid: str = ""
    address_oid: str = ""


@dataclass
class Share:
    """AX_Namensnummer: one line of a sheet's first section."""

    number: str
    person: Person | None = None
    fraction: tuple[int, int] | None = None
    category: str = ""
    community: str = ""  # artDerRechtsgemeinschaft
    description: str = ""
    member_of: Share | None = None
    oid: str = ""


@dataclass
class Sheet:
    """AX_Buchungsblatt with its shares."""

    number: int
    place: int
    shares: list[Share] = field(default_factory=list)
    kind: str = "1000"  # blattart: 1000 Grundbuchblatt, 5000 fiktives Blatt
    oid: str = ""
    entries: int = 0


@dataclass
class Entry:
    """AX_Buchungsstelle."""

    sheet: Sheet
    kind: str  # buchungsart
    number: int
    fraction: tuple[int, int] | None = None
    on: Entry | None = None  # an: the entry that this right burdens or is a part of
    plan_number: str = ""
    oid: str = ""


class LandRegister:
    """Everything that is booked."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.persons: list[Person] = []
        self.sheets: list[Sheet] = []
        self.entries: list[Entry] = []
        self.entry_of: dict[str, Entry] = {}  # parcel id → entry
        self._numbers: dict[int, int] = defaultdict(int)

    def person(self, lot: Parcel | None = None, family: str = "") -> Person:
        """Return a new natural person who lives on the lot, or somewhere in the municipality."""
        rng = self.rng
        woman = rng.random() < 0.5
        name = family or str(rng.choice(FIRST_HALVES)) + str(rng.choice(SECOND_HALVES))
        first = str(rng.choice(WOMEN if woman else MEN))
        at_home = lot is not None and lot.house_numbers and rng.random() < 0.8
        street = (
            lot.street
            if at_home
            else str(rng.choice(["Federgasse", "Ringstraße", "Zirkelstraße", "Am Tintenfass"]))
        )  # type: ignore[union-attr]
        number = lot.house_numbers[0] if at_home else str(int(rng.integers(1, 90)))  # type: ignore[union-attr]
        city = (
            "Musterlinden"
            if at_home or rng.random() < 0.7
            else str(rng.choice(["Neumusterstadt", "Tuschehafen", "Klein Radieren"]))
        )
        self.persons.append(Person(name, first, "1000" if woman else "2000", street, number, city))
        return self.persons[-1]

    def organisation(self, name: str, category: str, street: str, number: str) -> Person:
        """Return a new legal person."""
        self.persons.append(Person(name, "", "3000", street, number, "Musterlinden", category))
        return self.persons[-1]

    def sheet(self, place: int, kind: str = "1000") -> Sheet:
        """Open a new sheet in the district of a Gemarkung."""
        self._numbers[place] += 1
        self.sheets.append(Sheet(self._numbers[place], place, kind=kind))
        return self.sheets[-1]

    def single(self, place: int, person: Person) -> Sheet:
        """Return a sheet with one owner."""
        sheet = self.sheet(place)
        sheet.shares.append(Share("0001.00.00.00.00", person, None, person.category))
        return sheet

    def shared(self, place: int, people: list[Person], fractions: list[tuple[int, int]]) -> Sheet:
        """Return a sheet with owners by shares."""
        sheet = self.sheet(place)
        for index, (person, fraction) in enumerate(zip(people, fractions, strict=True), 1):
            sheet.shares.append(Share(f"{index:04d}.00.00.00.00", person, fraction, person.category))
        return sheet

    def community(self, place: int, people: list[Person], kind: str, description: str = "") -> Sheet:
        """Return a sheet of a community (heirs, partners): its own line, and one for each member."""
        sheet = self.sheet(place)
        whole = Share("0001.00.00.00.00", None, None, "", kind, description)
        sheet.shares.append(whole)
        for index, person in enumerate(people, 1):
            sheet.shares.append(
                Share(f"0001.{index:02d}.00.00.00", person, None, person.category, member_of=whole)
            )
        return sheet

    def book(self, parcel: Parcel | None, sheet: Sheet, kind: str = "1100", on: Entry | None = None) -> Entry:
        """Book a parcel, or a right on another entry, on a sheet."""
        sheet.entries += 1
        entry = Entry(sheet, kind, sheet.entries, on=on)
        self.entries.append(entry)
        if parcel is not None:
            self.entry_of[parcel.parcel_id] = entry
        return entry


class Landowners:
    """Decides whom each parcel belongs to."""

    def __init__(self, register: LandRegister) -> None:
        self.register = register
        new = register.organisation
        self.town = new("Stadt Musterlinden", "5500", "Markt", "1")
        self.state = new("Musterland, Verwaltung der Liegenschaften", "5920", "Federgasse", "12")
        self.rail = new("Musterbahn Netz AG", "2000", "Am Gleis", "2")
        self.church = new("Ev.-Luth. Musterkirchgemeinde Musterlinden", "4100", "Kirchgasse", "1")
        self.housing = new("Wohnungsgenossenschaft Musterlinden eG", "2100", "Kieselring", "4")
        self.coop = new("Agrargenossenschaft Tintenhain eG", "2000", "Dorfstraße", "21")
        self.estate = new("Kreidehügel Grundbesitz GmbH", "2000", "Poststraße", "8")
        self.gardeners = new("Kleingartenverein Morgentau e. V.", "2000", "Gartenstraße", "3")
        self.factory = new("Tuchwerke Musterlinden i. L. GmbH", "2000", "Ringstraße", "40")
        self._sheets: dict[tuple[int, str], Sheet] = {}

    def common(self, place: int, person: Person) -> Sheet:
        """Return the one sheet of a large owner in a Gemarkung."""
        key = (place, person.last)
        if key not in self._sheets:
            self._sheets[key] = self.register.single(place, person)
        return self._sheets[key]

    def private(self, lot: Parcel) -> Sheet:
        """Return a new private owner: one person, a couple, heirs, partners or relatives."""
        register, rng, place = self.register, self.register.rng, lot.place
        chance = rng.random()
        first = register.person(lot)
        if chance < 0.44:
            return register.single(place, first)
        second = register.person(lot, first.last)
        second.street, second.house_number, second.city = first.street, first.house_number, first.city
        if chance < 0.80:
            return register.shared(place, [first, second], [(1, 2), (1, 2)])
        third = register.person(None, first.last)
        if chance < 0.92:
            people = [first, second, third, register.person(None)][: int(rng.integers(2, 5))]
            return register.community(place, people, "1000")
        if chance < 0.96:
            return register.shared(place, [first, second, third], [(1, 2), (1, 4), (1, 4)])
        if chance < 0.98:
            return register.community(place, [first, second], "3000", "Gesellschaft bürgerlichen Rechts")
        return register.community(place, [first, second], "2000")

    def of(self, parcel: Parcel) -> Sheet:
        """Return the sheet for a parcel, by what it is."""
        rng, place = self.register.rng, parcel.place
        fixed = {
            "road": self.town,
            "way": self.town,
            "square": self.town,
            "rail": self.rail,
            "water": self.state,
            "slab": self.housing,
        }.get(parcel.kind)
        if "kirche" in parcel.name or parcel.use == "AX_Friedhof":
            fixed = self.church
        elif parcel.name.startswith("Gartenanlage"):
            fixed = self.gardeners
        elif parcel.name == "Alte Tuchfabrik":
            fixed = self.factory
        elif parcel.kind == "public" or parcel.plan in {"public", "green"}:
            fixed = self.town
        elif parcel.kind == "works":
            fixed = self.estate if rng.random() < 0.4 else self._company(parcel)
        elif parcel.kind in {"field", "meadow", "forest"}:
            fixed = self._open(parcel)
        elif parcel.plan == "gap" and rng.random() < 0.12:
            fixed = self.town
        elif parcel.plan == "gap" and rng.random() < 0.08:
            fixed = self.estate
        return self.common(place, fixed) if fixed else self.private(parcel)

    def _company(self, parcel: Parcel) -> Person:
        rng = self.register.rng
        name = f"{rng.choice(FIRST_HALVES)}{rng.choice(SECOND_HALVES)}"
        trade = rng.choice(["Bau", "Metall", "Logistik", "Holz"])
        return self.register.organisation(f"{name} {trade} GmbH", "2000", parcel.street, "1")

    def _open(self, parcel: Parcel) -> Person | None:
        chance = self.register.rng.random()
        if parcel.kind == "forest":
            return self.state if chance < 0.5 else self.church if chance < 0.6 else None
        return (
            self.coop
            if chance < 0.42
            else self.church
            if chance < 0.47
            else self.town
            if chance < 0.53
            else None
        )


def register_owners(parcels: list[Parcel], rng: np.random.Generator) -> LandRegister:
    """Book every parcel; neighbours of gardens and family reserves share their owner."""
    register = LandRegister(rng)
    landowners = Landowners(register)
    sheets: dict[int, Sheet] = {}
    open_owners: dict[int, list[Sheet]] = defaultdict(list)
    for index, parcel in enumerate(parcels):
        before = parcels[index - 1] if index else parcel
        if (
            parcel.special == "family_reserve"
            and before.block == parcel.block
            and index - 1 in sheets
            and before.plan == "built"
        ):
            sheets[index] = sheets[index - 1]
        elif (
            parcel.kind in {"field", "meadow", "forest"} and open_owners[parcel.place] and rng.random() < 0.55
        ):
            pool = open_owners[parcel.place]
            sheets[index] = pool[int(rng.integers(len(pool)))]
        elif parcel.kind == "garden" and parcel.truth == "garden" and rng.random() < 0.75:
            sheets[index] = sheets.get(_beside(parcels, index)) or landowners.of(parcel)
        else:
            sheets[index] = landowners.of(parcel)
            if parcel.kind in {"field", "meadow", "forest"}:
                open_owners[parcel.place].append(sheets[index])
        if parcel.special == "family_reserve" and sheets[index] is not sheets.get(index - 1):
            parcel.special = ""
    _unusual(register, parcels, sheets)
    for index, parcel in enumerate(parcels):
        if parcel.parcel_id not in register.entry_of:
            register.book(parcel, sheets[index])
    return register


def _beside(parcels: list[Parcel], index: int) -> int:
    """Return the nearest built lot that came before, which is booked already."""
    middle = parcels[index].shape.centroid
    lots = [i for i in range(index) if parcels[i].plan == "built" and parcels[i].block >= 0]
    return min(lots, key=lambda i: parcels[i].shape.centroid.distance(middle)) if lots else -1


def _unusual(register: LandRegister, parcels: list[Parcel], sheets: dict[int, Sheet]) -> None:
    """Book one condominium, one building apart from its land, one lease, heirs that nobody knows."""
    closed = [
        i
        for i, p in enumerate(parcels)
        if p.kind == "closed" and p.plan == "built" and p.buildings and not p.special
    ]
    _condominium(register, parcels[closed[40]])
    cottage = [
        i
        for i, p in enumerate(parcels)
        if p.kind == "cottage" and p.plan == "built" and p.buildings and not p.special
    ]
    for number, kind, note in ((10, "2103", "building_ownership"), (25, "2101", "heritable_building_right")):
        index = cottage[number]
        land = register.book(parcels[index], sheets[index])
        register.book(
            None, register.single(parcels[index].place, register.person(parcels[index])), kind, land
        )
        parcels[index].special = note
    gaps = [
        i
        for i, p in enumerate(parcels)
        if p.truth == "gap" and not p.special and p.kind in {"house", "cottage"}
    ]
    unknown = parcels[gaps[12]]
    unknown.special = "heirs_unknown"
    family = str(register.rng.choice(FIRST_HALVES)) + str(register.rng.choice(SECOND_HALVES))
    register.book(unknown, register.community(unknown.place, [], "1000", f"Unbekannte Erben nach {family}"))
    heirs = parcels[gaps[20]]
    heirs.special = "heirs"
    people = [register.person(None, family) for _ in range(5)]
    register.book(heirs, register.community(heirs.place, people, "1000"))


def _condominium(register: LandRegister, lot: Parcel) -> None:
    """Six flats: the land on a sheet without owners, each flat on a sheet of its own."""
    lot.special = "condominium"
    whole = register.book(lot, register.sheet(lot.place, "5000"), "1101")
    for number, thousandths in enumerate((187, 154, 171, 163, 168, 157), 1):
        flat = register.book(None, register.single(lot.place, register.person(lot)), "1301", whole)
        flat.fraction, flat.plan_number = (thousandths, 1000), str(number)
