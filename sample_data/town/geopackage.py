"""Writing the same town as ALKIS-vereinfacht (GeoPackage), and the constraint layers."""

from __future__ import annotations

import os
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from shapely import affinity
from shapely.geometry import MultiPolygon, Polygon

from town import outskirts
from town.land_use import TEXT, pieces_of, share_text
from town.parts import EAST, NORTH, PLACES, Parcel
from town.special import Arcs

CRS = "EPSG:25833"
_DAY = "2026-04-17Z"
_FUNCTIONS = {
    "1000": "Wohngebäude",
    "1100": "Gemischt genutztes Gebäude mit Wohnen",
    "2000": "Gebäude für Wirtschaft oder Gewerbe",
    "2010": "Gebäude für Handel und Dienstleistungen",
    "2100": "Gebäude für Gewerbe und Industrie",
    "2460": "Gebäude zum Parken",
    "2463": "Garage",
    "2465": "Tiefgarage",
    "2700": "Gebäude für Land- und Forstwirtschaft",
    "2740": "Treibhaus, Gewächshaus",
    "3010": "Verwaltungsgebäude",
    "3020": "Gebäude für Bildung und Forschung",
    "3041": "Kirche",
    "3200": "Gebäude für Erholungszwecke",
    "9998": "Nach Quellenlage nicht zu spezifizieren",
}


def linearised(shape: Polygon | MultiPolygon, arcs: Arcs) -> Polygon | MultiPolygon:
    """Return the shape with its arcs as chains of short chords, 5° each."""
    if isinstance(shape, MultiPolygon):
        return MultiPolygon([linearised(part, arcs) for part in shape.geoms])
    ring = list(shape.exterior.coords)
    if not any(vertex in arcs for vertex in ring):
        return shape
    out = []
    for index, vertex in enumerate(ring):
        if vertex in arcs and 0 < index < len(ring) - 1:
            out += _chords(ring[index - 1], vertex, ring[index + 1])
        else:
            out.append(vertex)
    return Polygon(out, [hole.coords for hole in shape.interiors])


def _chords(
    a: tuple[float, float], m: tuple[float, float], b: tuple[float, float]
) -> list[tuple[float, float]]:
    """Return the points between the ends of the circular arc a–m–b, the same whichever way it runs."""
    if a > b:
        return _chords(b, m, a)[::-1]
    (ax, ay), (mx, my), (bx, by) = a, m, b
    d = 2 * (ax * (my - by) + mx * (by - ay) + bx * (ay - my))
    sa, sm, sb = ax**2 + ay**2, mx**2 + my**2, bx**2 + by**2
    cx = (sa * (my - by) + sm * (by - ay) + sb * (ay - my)) / d
    cy = (sa * (bx - mx) + sm * (ax - bx) + sb * (mx - ax)) / d
    radius = np.hypot(ax - cx, ay - cy)
    start, stop = np.arctan2(ay - cy, ax - cx), np.arctan2(by - cy, bx - cx)
    sweep = (stop - start + np.pi) % (2 * np.pi) - np.pi
    angles = start + sweep * np.linspace(0, 1, 7)[1:-1]
    return [
        (round(float(cx + radius * np.cos(t)), 3), round(float(cy + radius * np.sin(t)), 3)) for t in angles
    ]


def _frame(rows: list[dict[str, object]], shapes: list[shapely.Geometry]) -> gpd.GeoDataFrame:
    moved = [affinity.translate(shape, EAST, NORTH) for shape in shapes]
    exact = shapely.transform(np.asarray(moved, dtype=object), lambda xy: np.round(xy, 3))
    return gpd.GeoDataFrame(rows, geometry=list(exact), crs=CRS)


def parcel_frame(parcels: list[Parcel], arcs: Arcs) -> gpd.GeoDataFrame:
    """Return the layer Flurstueck."""
    rows = [
        {
            "oid": f"{p.oid}FL",
            "aktualit": _DAY,
            "idflurst": p.parcel_id[:18],
            "flaeche": p.official_area,
            "flstkennz": p.parcel_id,
            "land": "Sachsen",
            "landschl": "14",
            "gemarkung": PLACES[p.place][0],
            "gemaschl": p.parcel_id[:6],
            "flur": f"Flur {int(p.parcel_id[6:9])}" if p.parcel_id[6] != "_" else "",
            "flurschl": p.parcel_id[:9] if p.parcel_id[6] != "_" else "",
            "flstnrzae": str(int(p.parcel_id[9:14])),
            "flstnrnen": p.parcel_id[14:18].strip("_").lstrip("0"),
            "regbezirk": "",
            "kreis": "Musterkreis",
            "kreisschl": "14999",
            "gemeinde": PLACES[0][0],
            "gmdschl": "14999990",
            "abwrecht": "true" if p.legal_deviation else "false",
            "lagebeztxt": _where(p),
            "tntxt": share_text(p),
        }
        for p in parcels
    ]
    return _frame(rows, [linearised(p.shape, arcs) for p in parcels])


def _where(parcel: Parcel) -> str:
    if parcel.house_numbers:
        return "; ".join(f"{parcel.street} {number}" for number in parcel.house_numbers)
    return parcel.street


def building_frame(parcels: list[Parcel]) -> gpd.GeoDataFrame:
    """Return the layer GebaeudeBauwerk."""
    pairs = [(parcel, building) for parcel in parcels for building in parcel.buildings]
    rows = [
        {
            "oid": f"{b.oid}BL",
            "aktualit": _DAY,
            "gebnutzbez": "Gebaeude",
            "funktion": _FUNCTIONS[b.function],
            "gfkzshh": f"31001_{b.function}",
            "rellage": "unter Erdoberfläche" if b.below else "",
            "name": b.name,
            "anzahlgs": b.storeys,
            "gmdschl": "14999990",
            "lagebeztxt": _where(p) if p.house_numbers else "",
        }
        for p, b in pairs
    ]
    return _frame(rows, [building.shape for _, building in pairs])


def use_frame(parcels: list[Parcel], arcs: Arcs) -> gpd.GeoDataFrame:
    """Return the layer NutzungFlurstueck: one row for each use on each parcel."""
    rows, shapes = [], []
    for parcel in parcels:
        for number, (use, _, shape) in enumerate(pieces_of(parcel)):
            state = "; außer Betrieb" if parcel.state else ""
            rows.append(
                {
                    "oid": f"{parcel.oid}{number}",
                    "aktualit": _DAY,
                    "nutzart": TEXT[use],
                    "bez": f"{TEXT[use]}{state}",
                    "flstkennz": parcel.parcel_id,
                }
            )
            shapes.append(linearised(shape, arcs))
    return _frame(rows, shapes)


def constraint_frames() -> dict[str, gpd.GeoDataFrame]:
    """Return the constraint layers: flood plain, nature, monuments."""
    wave = outskirts.RIVER.simplify(40)
    flood = (
        wave.buffer(88, quad_segs=6)
        .union(shapely.Point(520, 640).buffer(150))
        .union(shapely.Point(-780, 560).buffer(170))
    )
    inside = outskirts.region()
    nature = shapely.union_all([outskirts.forests()[4], outskirts.forests()[5].buffer(60)]).difference(
        outskirts.RIVER.buffer(30)
    )
    wall = shapely.Polygon([(-70, -60), (95, -62), (120, 70), (20, 95), (-75, 60)])
    return {
        "Überschwemmungsgebiet": _frame(
            [{"name": "Überschwemmungsgebiet Tuschebach (HQ 100)"}], [flood.intersection(inside)]
        ),
        "Naturschutzgebiet": _frame(
            [{"name": "Landschaftsschutzgebiet Birkenbusch"}], [nature.intersection(inside)]
        ),
        "Denkmalbereich": _frame([{"name": "Denkmalschutzgebiet Altstadt"}], [wall]),
    }


def write(folder: Path, parcels: list[Parcel], arcs: Arcs) -> None:
    """Write ``town.gpkg`` and ``constraints.gpkg``."""
    os.environ["OGR_CURRENT_DATE"] = (
        "2026-04-17T06:00:00Z"  # otherwise the file has the moment it was written
    )
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2026-04-17T06:00:00Z"})
    constraints = constraint_frames()
    layers = {
        "Flurstueck": parcel_frame(parcels, arcs),
        "GebaeudeBauwerk": building_frame(parcels),
        "NutzungFlurstueck": use_frame(parcels, arcs),
    }
    for name, content in (("town.gpkg", {**layers, **constraints}), ("constraints.gpkg", constraints)):
        path = folder / name
        path.unlink(missing_ok=True)
        for layer, frame in content.items():
            pyogrio.write_dataframe(
                frame,
                path,
                layer=layer,
                driver="GPKG",
                layer_options={"SPATIAL_INDEX": "NO"},
                promote_to_multi=True,
            )
