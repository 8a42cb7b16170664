"""Codes of the cadastre and their official German names."""

from __future__ import annotations

import re

from flurinfill.cadastre.landuse import fold

BUILDING_FUNCTIONS = {
    "1000": "Wohngebäude",
    "1010": "Wohnhaus",
    "1020": "Wohnheim",
    "1100": "Gemischt genutztes Gebäude mit Wohnen",
    "1120": "Wohngebäude mit Handel und Dienstleistungen",
    "1130": "Wohngebäude mit Gewerbe und Industrie",
    "1210": "Land- und forstwirtschaftliches Wohngebäude",
    "1220": "Land- und forstwirtschaftliches Wohn- und Betriebsgebäude",
    "1310": "Gebäude zur Freizeitgestaltung",
    "1311": "Ferienhaus",
    "1312": "Wochenendhaus",
    "1313": "Gartenhaus",
    "2000": "Gebäude für Wirtschaft oder Gewerbe",
    "2010": "Gebäude für Handel und Dienstleistungen",
    "2020": "Bürogebäude",
    "2050": "Geschäftsgebäude",
    "2055": "Kiosk",
    "2070": "Gebäude für Beherbergung",
    "2071": "Hotel, Motel, Pension",
    "2080": "Gebäude für Bewirtung",
    "2081": "Gaststätte, Restaurant",
    "2100": "Gebäude für Gewerbe und Industrie",
    "2111": "Fabrik",
    "2112": "Betriebsgebäude",
    "2120": "Werkstatt",
    "2140": "Gebäude für Vorratshaltung",
    "2143": "Lagerhalle, Lagerschuppen, Lagerhaus",
    "2310": "Gebäude für Handel und Dienstleistung mit Wohnen",
    "2320": "Gebäude für Gewerbe und Industrie mit Wohnen",
    "2412": "Wartehalle",
    "2460": "Gebäude zum Parken",
    "2461": "Parkhaus",
    "2462": "Parkdeck",
    "2463": "Garage",
    "2465": "Tiefgarage",
    "2500": "Gebäude zur Versorgung",
    "2512": "Pumpstation",
    "2513": "Wasserbehälter",
    "2520": "Gebäude zur Elektrizitätsversorgung",
    "2523": "Umformer",
    "2600": "Gebäude zur Entsorgung",
    "2612": "Toilette",
    "2700": "Gebäude für Land- und Forstwirtschaft",
    "2720": "Land- und forstwirtschaftliches Betriebsgebäude",
    "2721": "Scheune",
    "2723": "Schuppen",
    "2724": "Stall",
    "2726": "Scheune und Stall",
    "2735": "Jagdhaus, Jagdhütte",
    "2740": "Treibhaus, Gewächshaus",
    "2741": "Treibhaus",
    "2742": "Gewächshaus, verschiebbar",
    "3000": "Gebäude für öffentliche Zwecke",
    "3010": "Verwaltungsgebäude",
    "3012": "Rathaus",
    "3020": "Gebäude für Bildung und Forschung",
    "3021": "Allgemein bildende Schule",
    "3030": "Gebäude für kulturelle Zwecke",
    "3040": "Gebäude für religiöse Zwecke",
    "3041": "Kirche",
    "3050": "Gebäude für Gesundheitswesen",
    "3060": "Gebäude für soziale Zwecke",
    "3065": "Kinderkrippe, Kindergarten, Kindertagesstätte",
    "3070": "Gebäude für Sicherheit und Ordnung",
    "3072": "Feuerwehr",
    "3080": "Friedhofsgebäude",
    "3200": "Gebäude für Erholungszwecke",
    "3210": "Gebäude für Sportzwecke",
    "9998": "Nach Quellenlage nicht zu spezifizieren",
}
"""The functions a town meets; ALKIS has some 230."""

# Words of foreign data that say that a building is a minor one, or one to live in (DOMAIN B3).
_FUNCTION_WORDS: tuple[tuple[str, str], ...] = (
    ("tiefgarage|undergroundgarage", "2465"),
    ("garage|garaje|carport", "2463"),
    ("gartenhaus|gartenlaube|summerhouse", "1313"),
    ("shed|schuppen|remise|cobertizo|abridejardin|hutte", "2723"),
    ("greenhouse|gewaechshaus|treibhaus|serre|invernadero", "2740"),
    ("kiosk", "2055"),
    ("transformer|transformator|umspann|trafo", "2523"),
    ("barn|scheune|grange|granero", "2721"),
    ("stable|stall|etable|establo", "2724"),
    ("house|wohn|residential|maison|logement|vivienda|dwelling|apartment|villa", "1000"),
    ("industrial|fabrik|factory|usine|werkstatt", "2100"),
    ("church|kirche|eglise|iglesia", "3041"),
    ("school|schule|ecole|escuela", "3021"),
)
_CODE = re.compile(r"(?:^|_)(\d{4})$")
# Only what is certainly the town's own is "municipality", because its plots need no consent: not a
# district (54), a regional body (57) or a Zweckverband (58).
_OWNER_PREFIXES: tuple[tuple[str, str], ...] = (
    ("31", "association"),  # Stiftung
    ("22", "association"),  # sonstige gemeinnützige Institution
    ("1", "private"),
    ("2", "company"),
    ("4", "church"),
    ("51", "federation"),
    ("524", "municipality"),  # kommunale Gebietskörperschaften nach DDR-Recht
    ("55", "municipality"),
    ("56", "municipality"),
    ("59", "state"),  # eigenes Bundesland
    ("60", "state"),  # anderes Bundesland
    ("7", "company"),  # Deutsche Bahn AG
    ("8", "unknown"),  # herrenlos
    ("9", "unknown"),  # Eigentümer unbekannt
)
LEGAL_SYSTEMS = {"1000": "heirs", "2000": "marital", "3000": "gbr", "9999": "other"}
"""artDerRechtsgemeinschaft → value of CommunityKind."""

COMMUNITY_NAMES = {
    "heirs": "Erbengemeinschaft",
    "marital": "Gütergemeinschaft",
    "gbr": "Gesellschaft bürgerlichen Rechts",
    "other": "Rechtsgemeinschaft",
}

SOURCES = {
    "02": "Quelle: Freie und Hansestadt Hamburg, Landesbetrieb Geoinformation und Vermessung (LGV)",
    "05": "Quelle: Geobasis NRW",
    "12": "Quelle: GeoBasis-DE/LGB",
    "13": "Quelle: GeoBasis-DE/M-V",
    "14": "Quelle: GeoSN, dl-de/by-2-0",
    "15": "Quelle: GeoBasis-DE/LVermGeo LSA",
    "16": "Quelle: GDI-Th",
}
"""Land key → source line (DOMAIN B5 for Saxony; the licence of the others is not in the files)."""

LANDS_IN_ZONE_33 = frozenset({"11", "12", "13", "14"})
"""Berlin, Brandenburg, Mecklenburg-Vorpommern and Saxony use ETRS89/UTM33, the others UTM32."""


def function_code(text: str) -> str:
    """Return the four digits of a building function.

    Reads the code itself, the short form of ALKIS-vereinfacht (``31001_2463``: the end counts), or a
    word such as ``Shed``; "" when nothing is known.
    """
    match = _CODE.search(text.strip())
    if match:
        return match.group(1)
    folded = fold(text)
    for words, code in _FUNCTION_WORDS:
        if folded and re.search(words, folded):
            return code
    return ""


def owner_category(code: str) -> str:
    """Value of OwnerCategory for an eigentuemerart (code list of AX_Namensnummer)."""
    for prefix, category in _OWNER_PREFIXES:
        if code.startswith(prefix):
            return category
    return "other" if code else "unknown"
