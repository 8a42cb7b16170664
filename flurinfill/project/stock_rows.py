"""What of a site's rows makes the stock: kept in the history where the rows themselves are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping

from flurinfill.project.history import Image
from flurinfill.project.schema import SITE_FIELD_VALUES, SITE_PARCELS, SITES

AXES = ("review", "availability", "publication")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    SITES.name: ("site_id", "potential", *AXES, "touched", "created_at"),
    SITE_PARCELS.name: ("site_id", "position", "gemarkung", "district", "official_area_m2", "area_m2"),
    SITE_FIELD_VALUES.name: ("site_id", "district", "area_m2"),
}

Kept = list[list[Any]]


def part(table: str, row: Mapping[str, Any] | RowMapping | None) -> dict[str, Any] | None:
    """Columns of a row that the stock rests on; None for no row."""
    if row is None:
        return None
    return {name: row[name] for name in COLUMNS[table] if name in row}


def kept_part(images: Sequence[Image]) -> Kept:
    """Return what the stock needs of these images, plain enough for the history's details."""
    return [
        [image.table, image.key, part(image.table, image.before), part(image.table, image.after)]
        for image in images
        if image.table in COLUMNS
    ]
