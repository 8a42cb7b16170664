"""Word lists that family names are put together from, and first names that have gone out of use."""

FIRST_HALVES = (
    "Tinten", "Wackel", "Nebel", "Quendel", "Ampel", "Kreide", "Mond", "Tapeten", "Zwirbel",
    "Lampen", "Kiesel", "Brezel", "Fenster", "Rhabarber", "Knopf", "Löffel", "Wolken", "Zettel",
    "Besen", "Kaffee", "Murmel", "Pantoffel", "Ziegel", "Schrauben",
)  # fmt: skip
SECOND_HALVES = (
    "hauer", "fink", "brück", "lohe", "heber", "mantel", "siedler", "kamm", "zwirn", "stieg",
    "holder", "taler", "winkel", "flink", "wächter", "quast", "born",
)  # fmt: skip
WOMEN = (
    "Adelgunde", "Berta", "Clarissa", "Dorothea", "Elfriede", "Friederike", "Gerlinde", "Hedwig",
    "Irmela", "Jolanthe", "Kunigunde", "Leonore", "Mechthild", "Notburga", "Ottilie", "Rosamunde",
)  # fmt: skip
MEN = (
    "Alwin", "Balduin", "Crispin", "Dankwart", "Eberhard", "Friedebert", "Gotthold", "Hubertus",
    "Isidor", "Jodokus", "Kasimir", "Leberecht", "Meinhard", "Nepomuk", "Ottokar", "Rochus",
)  # fmt: skip
