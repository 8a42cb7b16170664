"""Guesses at what foreign layers and columns are, by their names; people see and correct them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flurinfill.cadastre.landuse import fold
from flurinfill.cadastre.mapping import LayerMapping, LayerRef
from flurinfill.cadastre.readers.layers import LayerInfo, joined_text, layers, read_columns
from flurinfill.cadastre.sources import Format, Source, recognise
from flurinfill.model.errors import InputError

# German, English, French, Spanish (and some Czech, Italian, Dutch) names of layers.
_ROLES: tuple[tuple[str, str], ...] = (
    ("", r"tessell|buildingpart|bauteil|besondereflurst|grenzpunkt|text$"),
    ("plans", r"bebauungspla|^bpla|^bppla|baugebiet|innenbereich|klarstellungssatz|abrundungssatz"),
    (
        "constraints",
        r"flood|hochwass|ueberschw|inond|inund|schutz|denkmal|monument|protect|altlast|^bp[a-z]",
    ),
    ("addresses", r"adress|address|hauskoord|direcc"),
    ("land_use", r"nutzung|landuse|landcover|occup|zoning|^zone|zonage|usosuelo"),
    (
        "buildings",
        r"gebaeude|gebaued|building|bldg|^bati|batiment|edific|construc|^cons$|hausumring|budov|pand$",
    ),
    (
        "roads",
        r"road|strass|street|route|voirie|troncon|viales|^vial?$|calle|highway|verkehr|^wege?$|roads?s*",
    ),
    ("parcels", r"flurst|parcel|parzell|plots?|grundst|lots?$|particell|perceel|pozem|^cp$"),
)
_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "parcels": {
        "official_area_m2": r"amtlicheflaeche|amtlfl|flaeche|areavalue|contenance|superficie|officialarea",
        "number": r"flurstnr|flurstuecksnummer|flstnr|parcelnumber|numero|number|label",
        "gemarkung": r"gemarkung|gemarkungsname",
        "flur": r"flur",
        "municipality": r"gemeinde|municipality|nomcom|municipio|commune",
        "district": r"ortsteil|stadtteil|district",
        "address_text": r"lagebeztxt|lagebezeichnung|adresse|address",
        "land_use_text": r"tntxt|tntext",
    },
    "buildings": {
        "building_id": r"oid|localid|gmlid|buildingid|osmid|id|uid",
        "function": r"gfkzshh|gebaeudefunktion|gfk",
        "function_text": r"funktion|function|currentuse|usage|nature|type|building|art|nutzung|gebnutzbez",
        "state": r"zustand",
        "name": r"name|bezeichnung",
        "storeys": r"anzahlgs|numberoffloorsaboveground|levabove|geschosse|storeys|floors|etages|nbetages",
    },
    "ways": {
        "name": r"name|strname|strassenname|nomvoieg|street|nomvoie|bezeichnung",
        "kind": r"highway|nature|art|type|kind|klasse|class|fclass",
    },
    "land_use": {
        "text": r"nutzart|nutzungsart|landuse|typezone|nutzung|class|type|kind|fclass|libelle|bez",
        "name": r"name|libelle|bezeichnung",
    },
    "constraints": {"name": r"name|libelle|bezeichnung|text"},
    "plans": {
        "name": r"planname|name|bezeichnung|titel|bplan|nummer",
        "area_type": r"areatype|besondereartderbaulnutzung|gebietsart|baugebiet|nutzung|art|typ|type",
        "kind": r"planart|kind|rechtsgrundlage",
        "grz": r"grz|grundflaechenzahl",
        "gfz": r"gfz|geschossflaechenzahl",
        "storeys": r"vollgeschosse|geschosse|anzahlvollgeschosse|storeys|z",
    },
    "addresses": {
        "parcel_id": r"flstkennz|flurstueckskennzeichen|parcelid",
        "street": r"strname|strassenname|strasse|street|addrstreet|voie|nomvoie",
        "house_number": r"hsnr|hausnummer|hnr|housenumber|addrhousenumber|numero|designator",
    },
}
_IDENTIFIERS = (
    "flurstueckskennzeichen|flstkennz|flurstkennz",
    "nationalcadastralreference|cadastralreference|refcat|idu|geoparcelle|parcelid|parcelleid|apn|pin|kennzeichen",
    "idflurst|oid|id|localid|inspireid|gmlid|uid|objectid|fid",
)
_FRENCH = ("CODE_DEP", "CODE_COM", "COM_ABS", "SECTION", "NUMERO")  # together the identifiant unique
_SUFFIXES = {"addresses": {"house_number": r"hsnrzu|hausnummerzusatz|adz|zusatz"}}


@dataclass(frozen=True)
class _Candidate:
    source: Source
    info: LayerInfo
    role: str
    strength: int


def guess_mapping(paths: Sequence[Path]) -> LayerMapping:
    """Guess which layers are parcels, buildings, roads, land use, addresses, constraints and plans.

    Parameters
    ----------
    paths : sequence of Path
        Files that GDAL reads; NAS and XPlanGML among them are left out.

    Returns
    -------
    LayerMapping
        With the guessed columns, to be shown and corrected; a part that was not recognised is None.
    """
    candidates = list(_candidates(paths))
    best: dict[str, _Candidate] = {}
    for candidate in candidates:
        known = best.get(candidate.role)
        if known is None or candidate.strength > known.strength:
            best[candidate.role] = candidate
    if "parcels" not in best:
        _only_areas(paths, candidates, best)
    columns = {}
    for role, table in _TABLE_OF.items():
        if role in best:
            columns[table] = dict(guess_columns(table, best[role].source, best[role].info))
    parcel_id = columns.get("parcels", {}).pop("parcel_id", None)
    constraints, plans = (
        tuple(_ref(c) for c in candidates if c.role == role and c.info.has_areas)
        for role in ("constraints", "plans")
    )
    refs = {role: _ref(best[role]) for role in _TABLE_OF if role in best}
    return LayerMapping(
        parcels=refs.get("parcels"),
        buildings=refs.get("buildings"),
        roads=refs.get("roads"),
        land_use=refs.get("land_use"),
        addresses=refs.get("addresses"),
        constraints=constraints,
        plans=plans,
        parcel_id=parcel_id,
        columns=columns,
    )


_TABLE_OF = {
    "parcels": "parcels",
    "buildings": "buildings",
    "roads": "ways",
    "land_use": "land_use",
    "addresses": "addresses",
}


def no_parcels(paths: Sequence[Path]) -> InputError:
    """Say why nothing was taken for the parcels: their layer has no areas, or there is none."""
    for source in _sources(paths):
        for info in layers(source):
            if not re.search(dict(_ROLES)["parcels"], fold(info.name)) or info.has_areas:
                continue
            where = f"{source.name}:{info.name}"
            if not info.geometry:
                return InputError("layer_without_geometry", path=where)
            code = "lines_instead_of_areas" if info.has_lines else "points_instead_of_areas"
            return InputError(code, path=where, table="parcels", count=info.count)
    return InputError("no_parcels_layer", path=", ".join(Path(path).name for path in paths))


def guess_columns(table: str, source: Source, info: LayerInfo) -> Iterator[tuple[str, str]]:
    """Yield (our column, theirs) for the columns of a layer whose names speak."""
    folded = {column: fold(column.rpartition(":")[2]) for column in info.columns}
    used: set[str] = set()
    if table == "parcels" and (identifier := _identifier(source, info, folded)):
        used.add(identifier)
        yield "parcel_id", identifier
    for ours, patterns in _COLUMNS[table].items():
        for pattern in patterns.split("|"):
            hit = next(
                (name for name, short in folded.items() if short == pattern and name not in used), None
            )
            if hit is not None:
                used.add(hit)
                suffix = _suffix(table, ours, folded)
                yield ours, f"{hit}+{suffix}" if suffix else hit
                break


def _suffix(table: str, ours: str, folded: Mapping[str, str]) -> str | None:
    pattern = _SUFFIXES.get(table, {}).get(ours)
    if pattern is None:
        return None
    return next((name for name, short in folded.items() if re.fullmatch(pattern, short)), None)


def _identifier(source: Source, info: LayerInfo, folded: Mapping[str, str]) -> str | None:
    """Return the first identifying column (or the French five) whose values are all different."""
    options = [
        name
        for group in _IDENTIFIERS
        for word in group.split("|")
        for name, short in folded.items()
        if short == word
    ]
    french = [name for name in _FRENCH if name in info.columns]
    if {"SECTION", "NUMERO"} <= set(french):
        options.insert(0, "+".join(french))
    needed = sorted({column for option in options for column in option.split("+")})
    if not needed:
        return None
    values = read_columns(source, info.name, needed)
    for option in options:
        texts = joined_text(values, option)
        if len(texts) and texts.ne("").all() and texts.is_unique:
            return option
    return options[0]


def _candidates(paths: Sequence[Path]) -> Iterator[_Candidate]:
    for source in _sources(paths):
        stem = Path(source.member or source.path.name).name.partition(".")[0]
        for info in layers(source):
            if not info.geometry:
                continue
            role, strength = _role(info, stem)
            if role:
                yield _Candidate(source, info, role, strength)


def _sources(paths: Sequence[Path]) -> Iterator[Source]:
    for path in dict.fromkeys(paths):
        official = (Format.NAS, Format.XPLAN)
        yield from (source for source in recognise(Path(path)) if source.format not in official)


def _role(info: LayerInfo, stem: str) -> tuple[str, int]:
    """Return the role by the layer's name, else by the file's, and how far it is believed."""
    for text, strength in ((info.name, 2), (stem, 1)):
        for role, pattern in _ROLES:
            if re.search(pattern, fold(text)):
                return (role, strength) if not role or _fits(role, info) else ("", 0)
    return "", 0


def _fits(role: str, info: LayerInfo) -> bool:
    if role == "addresses":
        return True
    return info.has_areas or (role == "roads" and info.has_lines)


def _only_areas(paths: Sequence[Path], candidates: Sequence[_Candidate], best: dict[str, _Candidate]) -> None:
    """A single layer with areas and no other role can only be the parcels."""
    taken = {(candidate.source, candidate.info.name) for candidate in candidates}
    free = [
        (source, info)
        for source in _sources(paths)
        for info in layers(source)
        if info.has_areas and (source, info.name) not in taken
    ]
    if len(free) == 1:
        best["parcels"] = _Candidate(*free[0], "parcels", 0)


def _ref(candidate: _Candidate) -> LayerRef:
    name = candidate.info.name
    if candidate.source.member:
        name = Path(candidate.source.member).stem
    return LayerRef(candidate.source.path, name)
