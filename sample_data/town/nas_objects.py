"""The objects of the NAS file: parcels, buildings, uses, addresses, catalogues, owners."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from town import nas
from town.land_use import UseArea
from town.nas import Oids, feature, link, position, tag
from town.owners import POSTCODE, Entry, LandRegister, Share
from town.parts import EAST, NORTH, PLACES, Parcel
from town.special import Arcs

MUNICIPALITY = (
    "<AX_Gemeindekennzeichen><land>14</land><regierungsbezirk>9</regierungsbezirk><kreis>99</kreis>"
    "<gemeinde>990</gemeinde></AX_Gemeindekennzeichen>"
)
_FUNCTION_TAG = {
    "AX_Landwirtschaft": "vegetationsmerkmal",
    "AX_Wald": "vegetationsmerkmal",
    "AX_Wohnbauflaeche": "artDerBebauung",
}
_NAME_IS_PLACE = {"AX_Strassenverkehr", "AX_Weg", "AX_Platz", "AX_Fliessgewaesser", "AX_StehendesGewaesser"}
_STATELESS = {"AX_Landwirtschaft", "AX_Wald", "AX_Friedhof", "AX_Fliessgewaesser", "AX_StehendesGewaesser"}


class Streets:
    """Keys of streets, and the address objects that parcels and buildings point to."""

    def __init__(self, oids: Oids) -> None:
        self._oids = oids
        self.keys: dict[str, str] = {}
        self.plain: dict[tuple[str, bool], str] = {}
        self.numbered: dict[tuple[str, str, str], str] = {}

    def key(self, street: str, place: int) -> str:
        """Return the key of a street; each place has its own Dorfstraße."""
        name = f"{PLACES[place][0]}|{street}"
        return self.keys.setdefault(name, f"{len(self.keys) + 1:05d}")

    def without_number(self, street: str, place: int, is_street: bool) -> str:
        """Return the identifier of an AX_LagebezeichnungOhneHausnummer."""
        name = self.key(street, place) if is_street else street
        return self.plain.setdefault((name, is_street), self._oids.new())

    def with_number(self, street: str, place: int, number: str) -> str:
        """Return the identifier of an AX_LagebezeichnungMitHausnummer."""
        return self.numbered.setdefault((self.key(street, place), street, number), self._oids.new())


def number_objects(parcels: list[Parcel], uses: list[UseArea], register: LandRegister, oids: Oids) -> None:
    """Give every object its identifier."""
    for parcel in parcels:
        parcel.oid = oids.new()
        for building in parcel.buildings:
            building.oid = oids.new()
    things = [*uses, *register.sheets, *register.entries]
    for thing in things:
        thing.oid = oids.new()
    for sheet in register.sheets:
        for share in sheet.shares:
            share.oid = oids.new()
    for person in register.persons:
        person.oid, person.address_oid = oids.new(), oids.new()


def members(
    parcels: list[Parcel], uses: list[UseArea], register: LandRegister, arcs: Arcs, oids: Oids
) -> Iterator[str]:
    """Yield all members of the collection."""
    streets = Streets(oids)
    for parcel in parcels:
        yield _parcel(parcel, register, streets, arcs)
    for parcel in parcels:
        yield from _buildings(parcel, streets)
    for use in uses:
        yield _use(use, arcs)
    yield from _addresses(streets)
    yield from _catalogues(streets, oids)
    yield from _sheets(register)
    yield from _persons(register)


def _parcel(parcel: Parcel, register: LandRegister, streets: Streets, arcs: Arcs) -> str:
    number = parcel.parcel_id
    flur, denominator = number[6:9].strip("_"), number[14:18].strip("_").lstrip("0")
    point = shapely.make_valid(parcel.shape).representative_point()
    is_street = parcel.block >= 0 or parcel.kind in {"road", "way", "square", "garden", "public"}
    where = "".join(
        link("weistAuf", streets.with_number(parcel.street, parcel.place, house))
        for house in parcel.house_numbers
    )
    if not where and parcel.street:
        where = link("zeigtAuf", streets.without_number(parcel.street, parcel.place, is_street))
    return feature(
        "AX_Flurstueck",
        parcel.oid,
        position(parcel.shape, parcel.oid, arcs),
        f"<gemarkung>{_gemarkung(number[2:6])}</gemarkung>",
        "<flurstuecksnummer><AX_Flurstuecksnummer>",
        tag("zaehler", int(number[9:14])),
        tag("nenner", denominator),
        "</AX_Flurstuecksnummer></flurstuecksnummer>",
        tag("flurstueckskennzeichen", number),
        f'<amtlicheFlaeche uom="urn:adv:uom:m2">{parcel.official_area}</amtlicheFlaeche>',
        tag("flurnummer", int(flur) if flur else ""),
        f'<objektkoordinaten><gml:Point gml:id="{parcel.oid}_P" srsName="{nas.CRS}">',
        f"<gml:pos>{EAST + point.x:.3f} {NORTH + point.y:.3f}</gml:pos></gml:Point></objektkoordinaten>",
        tag("abweichenderRechtszustand", "true" if parcel.legal_deviation else ""),
        tag("zeitpunktDerEntstehung", parcel.formed_on),
        f"<gemeindezugehoerigkeit>{MUNICIPALITY}</gemeindezugehoerigkeit>",
        link("istGebucht", register.entry_of[number].oid),
        where,
    )


def _buildings(parcel: Parcel, streets: Streets) -> Iterator[str]:
    houses = iter(parcel.house_numbers)
    for building in parcel.buildings:
        main = building.function not in {"2463", "2460", "2740", "2465", "9998"} and building.shape.area > 35
        house = next(houses, "") if main else ""
        where = link("zeigtAuf", streets.with_number(parcel.street, parcel.place, house)) if house else ""
        yield feature(
            "AX_Gebaeude",
            building.oid,
            position(building.shape, building.oid, {}),
            tag("gebaeudefunktion", building.function),
            tag("name", building.name),
            tag("anzahlDerOberirdischenGeschosse", building.storeys or ""),
            tag("lageZurErdoberflaeche", "1200" if building.below else ""),
            tag("zustand", building.state),
            where,
        )


def _use(use: UseArea, arcs: Arcs) -> str:
    in_words = f"<name><AX_Lagebezeichnung>{tag('unverschluesselt', use.name)}</AX_Lagebezeichnung></name>"
    name = (in_words if use.use in _NAME_IS_PLACE else tag("name", use.name)) if use.name else ""
    state = "" if use.use in _STATELESS else tag("zustand", use.state)
    function = tag(_FUNCTION_TAG.get(use.use, "funktion"), use.function)
    return feature(use.use, use.oid, position(use.shape, use.oid, arcs, edges=False), function, name, state)


def _gemarkung(number: str) -> str:
    inner = tag("land", "14") + tag("gemarkungsnummer", number)
    return f"<AX_Gemarkung_Schluessel>{inner}</AX_Gemarkung_Schluessel>"


def _district(number: str) -> str:
    inner = tag("land", "14") + tag("bezirk", number)
    return f"<AX_Buchungsblattbezirk_Schluessel>{inner}</AX_Buchungsblattbezirk_Schluessel>"


def _key(key: str) -> str:
    return (
        "<AX_VerschluesselteLagebezeichnung><land>14</land><regierungsbezirk>9</regierungsbezirk><kreis>99</kreis>"
        f"<gemeinde>990</gemeinde><lage>{key}</lage></AX_VerschluesselteLagebezeichnung>"
    )


def _addresses(streets: Streets) -> Iterator[str]:
    for (name, is_street), oid in streets.plain.items():
        inner = (
            f"<verschluesselt>{_key(name)}</verschluesselt>" if is_street else tag("unverschluesselt", name)
        )
        text = f"<lagebezeichnung><AX_Lagebezeichnung>{inner}</AX_Lagebezeichnung></lagebezeichnung>"
        yield feature("AX_LagebezeichnungOhneHausnummer", oid, text)
    for (key, _, number), oid in streets.numbered.items():
        inner = f"<AX_Lagebezeichnung><verschluesselt>{_key(key)}</verschluesselt></AX_Lagebezeichnung>"
        text = f"<lagebezeichnung>{inner}</lagebezeichnung>"
        yield feature("AX_LagebezeichnungMitHausnummer", oid, text, tag("hausnummer", number))


def _catalogues(streets: Streets, oids: Oids) -> Iterator[str]:
    for name, key in streets.keys.items():
        yield feature(
            "AX_LagebezeichnungKatalogeintrag",
            oids.new(),
            tag("schluesselGesamt", f"14999990{key}"),
            tag("bezeichnung", name.split("|")[1]),
            f"<schluessel>{_key(key)}</schluessel>",
        )
    for name, number, _, _ in PLACES:
        yield feature(
            "AX_Gemarkung",
            oids.new(),
            tag("schluesselGesamt", f"14{number}"),
            tag("bezeichnung", name),
            f"<schluessel>{_gemarkung(number)}</schluessel>",
        )
        yield feature(
            "AX_Buchungsblattbezirk",
            oids.new(),
            tag("schluesselGesamt", f"14{number}"),
            tag("bezeichnung", name),
            f"<schluessel>{_district(number)}</schluessel>",
        )
    yield feature(
        "AX_Gemeinde",
        oids.new(),
        tag("schluesselGesamt", "14999990"),
        tag("bezeichnung", PLACES[0][0]),
        f"<gemeindekennzeichen>{MUNICIPALITY}</gemeindekennzeichen>",
    )


def _fraction(name: str, fraction: tuple[int, int] | None) -> str:
    if fraction is None:
        return ""
    parts = tag("zaehler", fraction[0]) + tag("nenner", fraction[1])
    return f"<{name}><AX_Anteil>{parts}</AX_Anteil></{name}>"


def _sheets(register: LandRegister) -> Iterator[str]:
    for entry in register.entries:
        yield _entry(entry)
    for sheet in register.sheets:
        number = PLACES[sheet.place][1]
        yield feature(
            "AX_Buchungsblatt",
            sheet.oid,
            tag("buchungsblattkennzeichen", f"14{number}{sheet.number:06d}"),
            f"<buchungsblattbezirk>{_district(number)}</buchungsblattbezirk>",
            tag("buchungsblattnummerMitBuchstabenerweiterung", sheet.number),
            tag("blattart", sheet.kind),
        )
        for share in sheet.shares:
            yield _share(share, sheet.oid)


def _entry(entry: Entry) -> str:
    return feature(
        "AX_Buchungsstelle",
        entry.oid,
        tag("buchungsart", entry.kind),
        tag("laufendeNummer", f"{entry.number:04d}"),
        _fraction("anteil", entry.fraction),
        tag("nummerImAufteilungsplan", entry.plan_number),
        link("istBestandteilVon", entry.sheet.oid),
        link("an", entry.on.oid) if entry.on else "",
    )


def _share(share: Share, sheet: str) -> str:
    return feature(
        "AX_Namensnummer",
        share.oid,
        tag("laufendeNummerNachDIN1421", share.number),
        _fraction("anteil", share.fraction),
        tag("eigentuemerart", share.category),
        tag("artDerRechtsgemeinschaft", share.community),
        tag("beschriebDerRechtsgemeinschaft", share.description),
        link("istBestandteilVon", sheet),
        link("bestehtAusRechtsverhaeltnissenZu", share.member_of.oid) if share.member_of else "",
        link("benennt", share.person.oid) if share.person else "",
    )


def _persons(register: LandRegister) -> Iterator[str]:
    for person in register.persons:
        yield feature(
            "AX_Person",
            person.oid,
            tag("nachnameOderFirma", person.last),
            tag("anrede", person.salutation),
            tag("vorname", person.first),
            link("hat", person.address_oid),
        )
        yield feature(
            "AX_Anschrift",
            person.address_oid,
            tag("ort_Post", person.city),
            tag("postleitzahlPostzustellung", POSTCODE),
            tag("strasse", person.street),
            tag("hausnummer", person.house_number),
        )
