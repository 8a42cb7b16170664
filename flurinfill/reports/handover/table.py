"""The sites as every hand-over file has them: one table of plain values, and outlines in degrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from flurinfill import i18n
from flurinfill.cadastre.crs import move
from flurinfill.reports import fields
from flurinfill.reports.handover.attributes import (
    IN_WORDS,
    MARKING,
    Attribute,
    AttributeType,
    attribute_of,
    ordered,
)
from flurinfill.reports.release import Release

DEGREES = "EPSG:4326"
DEGREE_DIGITS = 7
"""Decimals of degrees: about a centimetre."""

Value = str | int | float | bool | date | None


@dataclass(frozen=True)
class Column:
    """One attribute of all sites.

    Attributes
    ----------
    name, short : str
        In most files, and in a Shapefile.
    type : AttributeType
        What it holds.
    values : list
        One per site, of the type; None where nothing is known.
    """

    name: str
    short: str
    type: AttributeType
    values: list[Value]

    def array(self) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """Values as GDAL takes them, and where there are none."""
        unknown = np.array([value is None for value in self.values], dtype=bool)
        filler, kind = _FILLERS[self.type]
        return np.array([filler if value is None else value for value in self.values], dtype=kind), unknown


_FILLERS: dict[AttributeType, tuple[Value, str]] = {
    AttributeType.TEXT: ("", "object"),
    AttributeType.WHOLE: (0, "int32"),
    AttributeType.NUMBER: (float("nan"), "float64"),
    AttributeType.DAY: (None, "datetime64[D]"),
    AttributeType.YES_NO: (False, "bool"),
}


def released_columns(release: Release) -> list[str]:
    """Names of the attributes that a release has, in the order of the files, without texts of codes."""
    names = [str(name) for name in release.sites.columns if name != "geometry"]
    return ordered(["no", *names, *([MARKING] if release.marking else [])])


def columns(release: Release) -> list[Column]:
    """Every attribute of the released sites; a code has its text beside it, lists are joined by ``;``."""
    found: list[Column] = []
    for name in released_columns(release):
        attribute = attribute_of(name)
        values = _values(release, name)
        found.append(Column(name, attribute.short, attribute.type, [_plain(attribute, v) for v in values]))
        if attribute.words:
            words: list[Value] = [str(fields.cell(name, value) or "") or None for value in values]
            found.append(Column(f"{name}{IN_WORDS}", attribute.words, AttributeType.TEXT, words))
    return found


def rows(found: Sequence[Column]) -> list[dict[str, Value]]:
    """Attributes site by site."""
    names = [column.name for column in found]
    return [
        dict(zip(names, values, strict=True))
        for values in zip(*(column.values for column in found), strict=True)
    ]


def outlines_in_degrees(release: Release) -> list[BaseGeometry]:
    """Outlines as longitude and latitude (WGS 84), outer rings anticlockwise, rounded to a centimetre."""
    shapes = np.asarray(release.sites.geometry.array, dtype=object)
    moved = move(shapes, pyproj.CRS.from_user_input(release.crs), pyproj.CRS.from_user_input(DEGREES))
    rounded = np.array([_rounded(shape) for shape in shapely.force_2d(moved)], dtype=object)
    return list(shapely.orient_polygons(rounded))


def _rounded(shape: BaseGeometry) -> BaseGeometry:
    """Outline with rounded degrees; where a corner as sharp as a needle would cross itself, without it."""

    def near(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.round(xy, DEGREE_DIGITS)

    rounded: BaseGeometry = shapely.transform(shape, near)
    if rounded.is_valid or not shape.is_valid:
        return rounded
    mended: BaseGeometry = shapely.transform(shapely.set_precision(shape, 10.0**-DEGREE_DIGITS), near)
    return rounded if mended.is_empty else mended


def _values(release: Release, name: str) -> list[Any]:
    if name == "no":
        return [int(no) for no in release.sites.index]
    if name == MARKING:
        return [i18n.label("marking", release.marking)] * len(release.sites)
    return list(release.sites[name].tolist())


def _plain(attribute: Attribute, value: Any) -> Value:
    """Value in the type of its attribute; an empty text is none."""
    if isinstance(value, (tuple, list)):
        return ";".join(str(part) for part in value) or None
    if value is None or bool(pd.isna(value)):
        return None
    if attribute.type is AttributeType.WHOLE:
        return int(value)
    if attribute.type is AttributeType.NUMBER:
        return round(float(value), fields.digits_of(attribute.name))
    if attribute.type is AttributeType.YES_NO:
        return bool(value)
    if attribute.type is AttributeType.DAY:
        return value.date() if isinstance(value, datetime) else value
    return str(value) or None
