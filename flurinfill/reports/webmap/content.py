"""What the page is told: the released sites in words, their outlines, and what lies around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import shapely

from flurinfill import i18n
from flurinfill.basemaps.services import Service
from flurinfill.model.site_fields import FIELDS
from flurinfill.reports import fields
from flurinfill.reports.release import Release
from flurinfill.reports.sheets import disclaimer_code
from flurinfill.reports.webmap import ground, looks, surroundings, words
from flurinfill.reports.webmap.outlines import AROUND_STEP, SITE_STEP, WEB_MERCATOR, encoded, polygons_of

FACTS = (
    "case_no",
    "potential",
    "availability",
    "gemarkung",
    "flur",
    "district",
    "street",
    "area_m2",
    "outline_m2",
    "frontage_m",
    "width_m",
    "depth_m",
    "planning_basis",
    "plan_name",
    "grz",
    "gfz",
    "use",
    "capacity_units",
    "servicing",
    "monument",
    "flood",
    "slope",
    "land_value_eur_m2",
    "land_value_date",
    "review",
    "publication",
)
"""Lines of a card in their order; a release has those that its audience may know."""
SEARCHED = (
    "case_no",
    "potential",
    "availability",
    "gemarkung",
    "district",
    "street",
    "plan_name",
    "review",
    "publication",
)
"""Facts that are words; a search for a plot number must not find a price."""
WHERE = ("gemarkung", "flur")
"""Facts that tell plots of the same number apart; a link to one has them."""
_ALREADY_LABELLED = frozenset({"district", "area_m2"})


@dataclass(frozen=True)
class Shapes:
    """Outlines of the sites.

    Attributes
    ----------
    text : str
        All parts, in the order of the sites.
    parts : tuple of int
        How many each site has.
    places : list of [int, int]
        A place inside each, in steps east and north of the origin.
    """

    text: str
    parts: tuple[int, ...]
    places: list[list[int]]


def content(release: Release, service: Service | None = None) -> dict[str, Any]:
    """Give all that the page is made of, in the current language.

    Parameters
    ----------
    release : Release
        From the gate.
    service : Service, optional
        What a reader with network may switch on below the map.
    """
    shapes = release.sites.geometry.to_crs(WEB_MERCATOR)
    west, south, east, north = shapes.total_bounds
    origin = (float(np.floor(west)), float(np.floor(south)))
    found = groups_of(release)
    return {
        **_frame(release),
        "origin": origin,
        "extent": [round(east - origin[0], 1), round(north - origin[1], 1)],
        "steps": {"site": SITE_STEP, "around": AROUND_STEP},
        "groups": [
            {"code": code, "text": _group_text(code), "count": found.count(code), **looks.look(style)}
            for code, style in looks.groups(found).items()
        ],
        "availability": _availability(release),
        "labels": [_label(column) for column in FACTS],
        "searched": [FACTS.index(column) for column in SEARCHED],
        "where": [FACTS.index(column) for column in WHERE],
        "sites": sites(release),
        "shapes": vars(site_shapes(shapes.to_numpy(), origin)),
        "around": surroundings.outlines(release, origin),
        "names": surroundings.names(release, origin),
        "colours": {"light": looks.page_colours(False), "dark": looks.page_colours(True)},
        "ground": ground.offered(service, release.audience),
        "texts": words.texts(),
        "legend": words.legend(release.background.land["kind"]),
    }


def _frame(release: Release) -> dict[str, str]:
    """What stands around map and list."""
    area = i18n.total_area(float(release.sites["area_m2"].sum()))
    count = len(release.sites)
    return {
        "lang": i18n.language(),
        "title": i18n.tr("Map of potential development sites"),
        "office": release.origin.office,
        "summary": i18n.ntr("{count} site, {area}", "{count} sites, {area}", count, area=area),
        "marking": i18n.label("marking", release.marking) if release.marking else "",
        "disclaimer": i18n.label("disclaimer", disclaimer_code(release.audience)),
        "source": fields.source_line(release.origin.source, release.origin.data_state),
        "made": i18n.tr("Made on {day}", day=i18n.day(release.origin.made_on)),
    }


def sites(release: Release, some: slice = slice(None)) -> list[dict[str, Any]]:
    """Give what is read, searched and sorted of each site: only what the gate released."""
    frame = pd.DataFrame(release.sites.drop(columns="geometry"))
    found = groups_of(release)[some]
    rows = frame.iloc[some].to_dict("records")
    text = cache(fields.text)  # most values are those of many sites
    return [
        _site(int(no), row, group, text)
        for no, row, group in zip(frame.index[some], rows, found, strict=True)
    ]


def _site(no: int, row: dict[Any, Any], group: str, text: Callable[[str, Any], str]) -> dict[str, Any]:
    told = {name: text(name, row[name]) for name in (*FACTS, "village", "address_text") if name in row}
    village = told.get("village") or told.get("district") or told.get("gemarkung", "")
    numbers = [part.strip() for part in str(row["numbers"]).split(",")]
    facts = [[index, told[name]] for index, name in enumerate(FACTS) if told.get(name)]
    site = {
        "no": no,
        "group": group,
        "name": fields.place(str(row["numbers"]), "", ""),
        "numbers": numbers,
        "village": village,
        "street": told.get("street", ""),
        "area": round(float(row["area_m2"]), 1),
        "size": i18n.area(float(row["area_m2"])),
        "facts": facts,
        "availability": str(row.get("availability") or ""),
        "find": told.get("address_text", ""),
        "ids": list(row.get("parcel_ids", ())),
    }
    return {name: value for name, value in site.items() if value not in ("", [])}


def site_shapes(shapes: Sequence[Any], origin: tuple[float, float]) -> Shapes:
    """Write the outlines of sites, see :func:`flurinfill.reports.webmap.outlines.encoded`."""
    polygons = [polygons_of([shape]) for shape in shapes]
    owner = np.repeat(np.arange(len(polygons)), [len(parts) for parts in polygons])
    text, kept = encoded(np.concatenate(polygons), origin, SITE_STEP)
    points = shapely.get_coordinates(shapely.point_on_surface(np.asarray(shapes, dtype=object)))
    places = np.rint((points - origin) / SITE_STEP).astype(int)
    parts = np.bincount(owner[kept], minlength=len(polygons))
    return Shapes(text, tuple(int(count) for count in parts), places.tolist())


def groups_of(release: Release) -> list[str]:
    """Give the class of each site, or the one group of all where the audience must not get it."""
    known = "potential" in release.sites
    return [str(code) for code in release.sites["potential"]] if known else [looks.ANY] * len(release.sites)


def _group_text(code: str) -> str:
    return i18n.tr("Potential development site") if code == looks.ANY else i18n.label("PotentialClass", code)


def _availability(release: Release) -> list[dict[str, Any]]:
    """Values of the availability that occur; none where the audience must not get it."""
    if "availability" not in release.sites:
        return []
    counts = Counter(str(code) for code in release.sites["availability"] if code)
    return [
        {"code": code, "text": i18n.label("Availability", code), "count": count}
        for code, count in sorted(counts.items(), key=lambda entry: -entry[1])
    ]


def _label(column: str) -> str:
    own = column in FIELDS and column not in _ALREADY_LABELLED
    return i18n.label("site_field" if own else "fact", column)
