"""The one schema that every reader fills.

Tables are GeoDataFrames (or DataFrames without geometry) with exactly the columns below, in the
cadastre's metric CRS, with a plain ``RangeIndex``. Text is never missing (``""`` instead), numbers
may be NaN, geometry is valid and never empty (addresses may have None).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import geopandas as gpd
import pandas as pd

from flurinfill.model.findings import Finding

TEXT, NUMBER, WHOLE, FLAG = "str", "float64", "int64", "bool"

PARCELS: Mapping[str, str] = {
    "parcel_id": TEXT,  # Flurstückskennzeichen (20 characters) or foreign identifier; unique
    "gemarkung_code": TEXT,  # Land + Gemarkungsnummer, 6 digits, "" for foreign data
    "gemarkung": TEXT,  # name
    "flur": TEXT,  # three digits or ""
    "number": TEXT,  # as people write it: "25", "25/3", "25/a"
    "official_area_m2": NUMBER,  # amtliche Fläche
    "municipality": TEXT,
    "district": TEXT,  # Ortsteil, "" when unknown
    "address_text": TEXT,  # Lagebezeichnung: "Lindenstraße 5; Lindenstraße 7"
    "land_use_text": TEXT,  # tntxt of ALKIS-vereinfacht, "" otherwise
    "legal_deviation": FLAG,  # abweichenderRechtszustand: land consolidation is running
    "formed_on": TEXT,  # ISO date of zeitpunktDerEntstehung or ""
}
BUILDINGS: Mapping[str, str] = {
    "building_id": TEXT,
    "function": TEXT,  # four digits of gebaeudefunktion, "" when unknown
    "function_text": TEXT,
    "state": TEXT,  # zustand: "2100" abandoned, "4000" under construction, "" none
    "below_ground": FLAG,  # lageZurErdoberflaeche 1200, or Tiefgarage 2465
    "name": TEXT,
    "storeys": NUMBER,
}
LAND_USE: Mapping[str, str] = {
    "kind": TEXT,  # value of model.potential.LandUse
    "code": TEXT,  # object type key, "41001"; "" for foreign data
    "state": TEXT,  # zustand: "2100" out of use, "" none
    "text": TEXT,
    "name": TEXT,  # street or water name where the file has it
}
WAYS: Mapping[str, str] = {  # public ways given as a layer of their own (areas or centre lines)
    "name": TEXT,
    "kind": TEXT,  # "road", "way" or "square"
}
ADDRESSES: Mapping[str, str] = {
    "parcel_id": TEXT,  # "" when not linked
    "street": TEXT,
    "house_number": TEXT,
}
CONSTRAINTS: Mapping[str, str] = {
    "layer": TEXT,  # name of the constraint layer, e.g. "Überschwemmungsgebiet"
    "name": TEXT,
}
PLANS: Mapping[str, str] = {  # whole plans and, beside them, the building areas that they fix
    "kind": TEXT,  # value of model.planning.PlanKind
    "name": TEXT,  # of the plan
    "area_type": TEXT,  # value of model.planning.AreaType; "" for the outline of a whole plan
    "grz": NUMBER,  # Grundflächenzahl
    "gfz": NUMBER,  # Geschossflächenzahl
    "storeys": NUMBER,  # largest number of Vollgeschosse
}
OWNERS: Mapping[str, str] = {  # no geometry; columns of model.owners.Owner
    "owner_id": TEXT,
    "kind": TEXT,
    "category": TEXT,
    "last_name": TEXT,
    "first_name": TEXT,
    "organisation": TEXT,
    "street": TEXT,
    "postcode": TEXT,
    "city": TEXT,
    "source": TEXT,
    "as_of": TEXT,  # ISO date or ""
}
OWNERSHIPS: Mapping[str, str] = {  # no geometry; columns of model.owners.Ownership
    "parcel_id": TEXT,
    "owner_id": TEXT,
    "numerator": NUMBER,
    "denominator": NUMBER,
    "community": TEXT,  # value of model.owners.CommunityKind or ""
    "community_id": TEXT,  # same for all members of one community, "" otherwise
    "booking": TEXT,  # Buchungsart
    "sheet": TEXT,  # Buchungsblatt
}


@dataclass(frozen=True)
class Cadastre:
    """Parcels, buildings, land use, addresses and ownership of one data state (Datenstand).

    Attributes
    ----------
    crs : str
        ``"EPSG:25833"`` or another metric UTM system; every table with geometry has it.
    data_state : date or None
        Day of the data as the files say it.
    source : str
        Source line for maps and papers, e.g. ``"Quelle: GeoSN, dl-de/by-2-0"``; "" when unknown.
    files : tuple of str
        Names (not paths) of the files that were read.
    parcels, buildings, land_use, ways, addresses, constraints, plans : GeoDataFrame
        See the column lists of this module.
    owners, ownerships : DataFrame or None
        None when owners were left out or the files have none.
    findings : tuple of Finding
        The data doctor's report.
    """

    crs: str
    data_state: date | None
    source: str
    files: tuple[str, ...]
    parcels: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    land_use: gpd.GeoDataFrame
    ways: gpd.GeoDataFrame
    addresses: gpd.GeoDataFrame
    constraints: gpd.GeoDataFrame
    plans: gpd.GeoDataFrame
    owners: pd.DataFrame | None = None
    ownerships: pd.DataFrame | None = None
    findings: tuple[Finding, ...] = field(default=())

    def with_findings(self, *more: Finding) -> Cadastre:
        """Return a copy whose report also has these findings."""
        return replace(self, findings=self.findings + more)


def empty(columns: Mapping[str, str], crs: str | None) -> gpd.GeoDataFrame:
    """Return an empty table with geometry."""
    frame = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries([], crs=crs), crs=crs)


def conform(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Return the frame with exactly these columns (and geometry where it has one), typed.

    Missing columns are filled with ``""``, NaN, 0 or False; further columns are dropped.
    """
    fillers: dict[str, object] = {TEXT: "", NUMBER: float("nan"), WHOLE: 0, FLAG: False}
    out = pd.DataFrame(index=pd.RangeIndex(len(frame)))
    for name, dtype in columns.items():
        if name in frame:
            values = frame[name].reset_index(drop=True)
        else:
            values = pd.Series([fillers[dtype]] * len(frame), dtype=dtype)
        if dtype != NUMBER:
            values = values.where(values.notna(), fillers[dtype])
        out[name] = values.astype(dtype)  # type: ignore[call-overload]
    if isinstance(frame, gpd.GeoDataFrame):
        geometry = frame.geometry.reset_index(drop=True)
        return gpd.GeoDataFrame(out, geometry=geometry, crs=frame.crs)
    return out


def village(table: pd.DataFrame) -> pd.Series:
    """Village of each parcel or site: its Ortsteil (``district``), the ``gemarkung`` where none is known."""
    known = table["district"].fillna("").astype(bool)
    return table["district"].where(known, table["gemarkung"]).fillna("").astype("str")
