"""Kinds of land use from object types, from names and from the text ``Name; m²|Name; m²``."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from flurinfill.model.potential import LandUse

OBJECT_TYPES = {
    "AX_Wohnbauflaeche": ("41001", "Wohnbaufläche"),
    "AX_IndustrieUndGewerbeflaeche": ("41002", "Industrie- und Gewerbefläche"),
    "AX_Halde": ("41003", "Halde"),
    "AX_Bergbaubetrieb": ("41004", "Bergbaubetrieb"),
    "AX_TagebauGrubeSteinbruch": ("41005", "Tagebau, Grube, Steinbruch"),
    "AX_FlaecheGemischterNutzung": ("41006", "Fläche gemischter Nutzung"),
    "AX_FlaecheBesondererFunktionalerPraegung": ("41007", "Fläche besonderer funktionaler Prägung"),
    "AX_SportFreizeitUndErholungsflaeche": ("41008", "Sport-, Freizeit- und Erholungsfläche"),
    "AX_Friedhof": ("41009", "Friedhof"),
    "AX_Strassenverkehr": ("42001", "Straßenverkehr"),
    "AX_Weg": ("42006", "Weg"),
    "AX_Platz": ("42009", "Platz"),
    "AX_Bahnverkehr": ("42010", "Bahnverkehr"),
    "AX_Flugverkehr": ("42015", "Flugverkehr"),
    "AX_Schiffsverkehr": ("42016", "Schiffsverkehr"),
    "AX_Landwirtschaft": ("43001", "Landwirtschaft"),
    "AX_Wald": ("43002", "Wald"),
    "AX_Gehoelz": ("43003", "Gehölz"),
    "AX_Heide": ("43004", "Heide"),
    "AX_Moor": ("43005", "Moor"),
    "AX_Sumpf": ("43006", "Sumpf"),
    "AX_UnlandVegetationsloseFlaeche": ("43007", "Unland, vegetationslose Fläche"),
    "AX_FlaecheZurZeitUnbestimmbar": ("43008", "Fläche zur Zeit unbestimmbar"),
    "AX_Fliessgewaesser": ("44001", "Fließgewässer"),
    "AX_Hafenbecken": ("44005", "Hafenbecken"),
    "AX_StehendesGewaesser": ("44006", "Stehendes Gewässer"),
    "AX_Meer": ("44007", "Meer"),
}
"""Object type of the NAS → (key, official name); GeoInfoDok, Tatsächliche Nutzung."""

# First hit counts, so the longer and the misleading words come first ("Wegfläche" is no "Weide").
_WORDS: tuple[tuple[str, LandUse], ...] = (
    ("wohn|residential|habitat|vivienda", LandUse.RESIDENTIAL),
    ("gemischt|mischnutzung|mixed|mixte|mixto", LandUse.MIXED),
    ("industrie|gewerbe|commerc|business|activit", LandUse.COMMERCIAL),
    ("funktionalerpraegung|gemeinbedarf|public|equipement|equipamiento|oeffentlich", LandUse.PUBLIC),
    ("friedhof|cemetery|cimetiere|cementerio", LandUse.CEMETERY),
    ("sport|freizeit|erholung|gruenanlage|kleingarten|leisure|recreation|park(?!platz|ing)", LandUse.LEISURE),
    ("halde|deponie|landfill", LandUse.DUMP),
    ("bergbau|tagebau|steinbruch|abbau|quarry|mining", LandUse.MINING),
    ("(?<!auto)(?<!fahr)bahn|rail|ferro", LandUse.RAILWAY),
    ("flug|airport|aerodrom", LandUse.AIRPORT),
    ("schiff|shipping|hafenbetrieb", LandUse.SHIPPING),
    ("strasse|autobahn|fahrbahn|road|street|voirie|highway|calle", LandUse.ROAD),
    ("platz|square|parking", LandUse.SQUARE),
    ("unland|vegetationslos", LandUse.WASTE),
    ("wald|forest|foret|bosque|wood", LandUse.FOREST),
    ("gehoelz|grove", LandUse.GROVE),
    ("heide|heath", LandUse.HEATH),
    ("moor", LandUse.MOOR),
    ("sumpf|swamp|marsh", LandUse.SWAMP),
    ("gewaesser|fluss|bach|teich|hafenbecken|meer|water|river|lake|eau|agua", LandUse.WATER),
    ("landwirtschaft|acker|gruenland|garten|weide|farm|agricol|cropland|meadow", LandUse.FARMING),
    ("weg|path|track|chemin|camino", LandUse.WAY),
)
_FRENCH_ZONES = {"u": LandUse.MIXED, "au": LandUse.OTHER, "a": LandUse.FARMING, "n": LandUse.OTHER}
_PAIR = re.compile(r"\s*([^;|]+?)\s*;\s*([\d.,]+)\s*(?:m²|m2|qm)?\s*(?=[;|]|$)")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case letters without umlauts, blanks and signs: the form in which words are compared."""
    text = text.lower()
    for old, new in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("é", "e"), ("è", "e"), ("ê", "e")):
        text = text.replace(old, new)
    return re.sub(r"[^a-z]", "", text)


@cache
def kind_of_text(text: str) -> LandUse:
    """Kind of land use from a name in German, English, French or Spanish."""
    folded = fold(text)
    if folded in _FRENCH_ZONES:  # TYPEZONE of the French PLU
        return _FRENCH_ZONES[folded]
    for pattern, kind in _WORDS:
        if re.search(pattern, folded):
            return kind
    return LandUse.OTHER


def parse_text(text: str) -> list[tuple[LandUse, float]]:
    """Read ``tntxt``: ``Wohnbaufläche; 584|Weg; 48`` or ``Wohnbaufläche;584;Weg;48``.

    Returns
    -------
    list of (LandUse, area in m²)
        In the order of the text; pairs that cannot be read are left out.
    """
    return [(kind_of_text(name), float(area.replace(",", "."))) for name, area in _PAIR.findall(text)]
