"""The figures of an exposé in words: the plot, what may be built and what it is worth, its parcels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from flurinfill import i18n
from flurinfill.detection.room_texts import Fit, Place, lies_elsewhere, sides_text
from flurinfill.model.audience import Audience
from flurinfill.reports import fields
from flurinfill.reports.exposes import ExposeRelease
from flurinfill.reports.papers.paper import short

MOST_COLUMNS = 3
"""Of so many parcels the figures stand side by side; of more only those of the site."""
_FIGURES = (
    "official_area_m2",
    "area_m2",
    "inscribed_width_m",
    "rect_width_m",
    "rect_depth_m",
    "frontage_m",
    "built_share",
    "envelope_m2",
)
_VALUE_LETTERS = 44
Fact = tuple[str, str]


def plot_facts(release: ExposeRelease, no: int) -> list[Fact]:
    """Say what plot it is: size, shape, access. What everybody asks for is there even when unknown."""
    row = release.sites.loc[no]
    if release.audience is Audience.PUBLIC:
        return _named(row, "numbers", "gemarkung", "flur", "street", "area_m2")
    facts = [*_named(row, "case_no"), (_area_name(release, row), _text(row, "area_m2"))]
    facts += _named(row, "outline_m2")
    if {"width_m", "depth_m"} <= set(row.index):
        facts.append((i18n.tr("Width × depth"), _width_depth(row)))
    facts += _fields(row, "frontage_m", always=True)
    if fit := release.fits.get(no):
        facts += _house(fit)
    if "access" in release.measures:
        facts.append((i18n.tr("Access from"), _access(release, no) or i18n.MISSING))
    return facts + _fields(row, "servicing", always=True) + _fields(row, "slope")


def law_facts(release: ExposeRelease, no: int) -> list[Fact]:
    """Say what law and plan allow, what stands in the way, and the land value with its day."""
    if release.audience is Audience.PUBLIC:
        return []
    row = release.sites.loc[no]
    facts = _fields(row, "planning_basis", always=True) + _fields(row, "plan_name")
    if {"grz", "gfz"} <= set(row.index):
        facts.append((i18n.tr("Coverage / floor area ratio"), _ratios(row)))
    facts += _fields(row, "use", "capacity_units")
    facts += [(i18n.tr("Constraints"), text) for text in _constraints(release, row)]
    if "land_value_eur_m2" in row.index:
        facts.append((i18n.label("site_field", "land_value_eur_m2"), _land_value(row)))
    states = ["potential", "availability"]
    if release.audience is Audience.INTERNAL:
        states += ["review", "publication"]
    return facts + _named(row, *states)


def highlights(release: ExposeRelease, no: int) -> list[dict[str, str]]:
    """Give up to four figures that a reader looks for first; unknown ones are left out."""
    if release.audience is Audience.PUBLIC:
        return []
    row = release.sites.loc[no]
    size = row["outline_m2"] if is_part(row) else row["area_m2"]
    fit = release.fits.get(no)
    found = [
        (i18n.area(float(size)), i18n.tr("Area")),
        (_width_depth(row), i18n.tr("Width × depth")),
        (_largest(fit) if fit else "", i18n.tr("Room for a house")),
        (_text(row, "land_value_eur_m2"), i18n.label("site_field", "land_value_eur_m2")),
    ]
    return [{"value": value, "name": name} for value, name in found if value and value != i18n.MISSING]


def parcel_table(release: ExposeRelease, no: int) -> dict[str, Any]:
    """Give the figures of the parcels of a site side by side; nothing for one parcel, or for many."""
    row = release.sites.loc[no]
    parcels = [key for key in row.get("parcel_ids", ()) if key in release.measures.index]
    numbers = str(row["numbers"]).split(", ")
    if not 1 < len(parcels) <= MOST_COLUMNS or len(numbers) != len(parcels):
        return {"title": "", "head": [], "rows": []}
    figures = release.measures.loc[parcels]
    rows = [
        [short(fields.measure_name(name)), *(i18n.measured(float(value), name) for value in figures[name])]
        for name in _FIGURES
        if name in figures and figures[name].notna().any()
    ]
    if "access" in figures and any(figures["access"]):
        rows.append(
            [
                i18n.tr("Access from"),
                *(short(fields.access(text), 28) or i18n.MISSING for text in figures["access"]),
            ]
        )
    return {
        "title": i18n.tr("The parcels"),
        "head": ["", *(short(each, 28) for each in numbers)],
        "rows": rows,
    }


def _named(row: pd.Series, *columns: str) -> list[Fact]:
    """Facts of columns under the names that tables have for them; empty ones are left out."""
    texts = ((column, fields.text(column, row[column])) for column in columns if column in row.index)
    return [(_name(column), short(text, _VALUE_LETTERS)) for column, text in texts if text]


def _area_name(release: ExposeRelease, row: pd.Series) -> str:
    """Name of the area: official only where it is known to be that of the parcels in the cadastre."""
    parcels = [key for key in row.get("parcel_ids", ()) if key in release.measures.index]
    official = release.measures.get("official_area_m2", pd.Series(dtype=float)).reindex(parcels)
    is_official = len(official) > 0 and abs(official.sum(skipna=False) - row["area_m2"]) < 0.5
    return _name("area_m2") if is_official else i18n.label("fact", "area_m2")


def _name(column: str) -> str:
    return i18n.tr("Official area") if column == "area_m2" else i18n.label("fact", column)


def _fields(row: pd.Series, *columns: str, always: bool = False) -> list[Fact]:
    """Facts of fields of the form; empty ones are left out unless they always stand there."""
    facts = ((i18n.label("site_field", column), _text(row, column)) for column in columns)
    return [
        (name, short(text, _VALUE_LETTERS) if text else i18n.MISSING)
        for name, text in facts
        if text or always
    ]


def _text(row: pd.Series, column: str) -> str:
    return fields.text(column, row[column]) if column in row.index else ""


def _width_depth(row: pd.Series) -> str:
    width, depth = row.get("width_m"), row.get("depth_m")
    if width is None or depth is None or width != width or depth != depth:
        return i18n.MISSING
    return sides_text(round(float(width), 1), round(float(depth), 1))


def _house(fit: Fit) -> Iterator[Fact]:
    """Say how large a house can be, and whether the usual one fits."""
    if not fit.width_m > 0:
        yield i18n.tr("Room for a house"), i18n.tr("none within the setbacks")
        return
    if not lies_elsewhere(fit):
        name = (
            i18n.tr("Largest house on the free part") if fit.place is Place.REST else i18n.tr("Largest house")
        )
        yield name, _largest(fit)
    size = sides_text(*fit.building_m)
    yield i18n.tr("House of {size}", size=size), i18n.tr("fits") if fit.fits else i18n.tr("does not fit")


def _largest(fit: Fit) -> str:
    if not fit.width_m > 0 or lies_elsewhere(fit):
        return ""
    return sides_text(round(fit.width_m, 1), round(fit.depth_m, 1))


def _access(release: ExposeRelease, no: int) -> str:
    """Ways that give access, as the measures of the parcels have them; of a part, those that touch it."""
    row = release.sites.loc[no]
    if is_part(row) and no in release.around:
        names = [fields.access(word) for word in release.around[no].ways]
    else:
        parcels = [key for key in row.get("parcel_ids", ()) if key in release.measures.index]
        names = [fields.access(text) for text in release.measures.loc[parcels, "access"] if text]
    return short(", ".join(dict.fromkeys(names)), _VALUE_LETTERS)


def is_part(row: pd.Series) -> bool:
    """Tell whether a site is a drawn part of its parcels."""
    return bool(pd.notna(row.get("outline_m2")))


def _ratios(row: pd.Series) -> str:
    texts = [_text(row, "grz"), _text(row, "gfz")]
    return " / ".join(text or i18n.MISSING for text in texts) if any(texts) else i18n.MISSING


def _land_value(row: pd.Series) -> str:
    value, day = _text(row, "land_value_eur_m2"), _text(row, "land_value_date")
    if value and day:
        return i18n.tr("{value} on {day}", value=value, day=day)
    return value or i18n.MISSING


def _constraints(release: ExposeRelease, row: pd.Series) -> Iterator[str]:
    """Name what lies on the site: layers of the cadastre that touch it, flood and monument of the form.

    Says nothing where nobody may know.
    """
    parcels = [key for key in row.get("parcel_ids", ()) if key in release.measures.index]
    figures = release.measures.loc[parcels]
    named = [name for name in figures if str(name).startswith("constraint_share[")]
    found = [
        f"{fields.measure_name(str(name)).partition(': ')[2]} ({i18n.share(float(figures[name].max()))})"
        for name in named
        if (figures[name] > 0).any()
    ]
    told = [name for name in ("flood", "monument") if _text(row, name) and str(row[name]) != "none"]
    found += [f"{i18n.label('site_field', name)}: {_text(row, name)}" for name in told]
    if found:
        yield short("; ".join(found), 90)
    elif named and parcels:
        yield i18n.tr("none known")
