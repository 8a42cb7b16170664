"""The columns of the three tables: sites, parcels, tasks."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from PySide6.QtCore import QRect
from PySide6.QtGui import QIcon, QPainter, QPixmap

from flurinfill import i18n
from flurinfill.cartography.symbology import style_of
from flurinfill.desktop import theme
from flurinfill.desktop.snapshot import natural_order
from flurinfill.desktop.tables import Column, ranks_in
from flurinfill.desktop.widgets import paint_swatch
from flurinfill.i18n import tr
from flurinfill.model.potential import PotentialClass
from flurinfill.model.states import Availability, Publication, Review, Willingness


def plain(value: Any) -> str:
    """Text as it is; nothing where it is missing."""
    return "" if _missing(value) else str(value)


def area(value: Any) -> str:
    """Area with its unit."""
    return "" if _missing(value) else i18n.area(float(value))


def day(value: Any) -> str:
    """Date."""
    return "" if _missing(value) else i18n.day(value)


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or value != value


def _potential(value: Any) -> str:
    return "" if _missing(value) or not value else i18n.label("PotentialClass", str(value))


def _review(value: Any) -> str:
    return "" if _missing(value) or not value else i18n.label("Review", str(value))


def _availability(value: Any) -> str:
    return "" if _missing(value) or not value else i18n.label("Availability", str(value))


def _publication(value: Any) -> str:
    return "" if _missing(value) or not value else i18n.label("Publication", str(value))


def _willingness(value: Any) -> str:
    return "" if _missing(value) or not value else i18n.label("Willingness", str(value))


def _reason(value: Any) -> str:
    return "" if _missing(value) or not value else i18n.label("verdict_reason", str(value))


def _task(value: Any) -> str:
    return i18n.label("due", str(value))


def swatch(value: Any) -> QIcon | None:
    """Patch in the map's style of a class or a review."""
    if _missing(value) or not value or value == PotentialClass.NONE.value:
        return None
    return _swatch(str(value), theme.is_dark())


@cache
def _swatch(code: str, dark: bool) -> QIcon:
    pixmap = QPixmap(32, 28)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill("transparent")
    painter = QPainter(pixmap)
    paint_swatch(painter, QRect(0, 1, 14, 11), style_of(code, dark))
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # the state keeps its colour in a selected row
    return icon


def parcel_id_ranks(values: pd.Series) -> Any:
    """Rank in the natural order of parcels."""
    return natural_order(values.to_numpy(dtype=object))


def number_ranks(values: pd.Series) -> Any:
    """Rank of parcel numbers by Zähler, then Nenner (numbers before letters)."""
    parts = [text.partition("/") for text in values.astype(str)]
    numerators = pd.to_numeric(pd.Series([part[0] for part in parts]), errors="coerce").fillna(np.inf)
    denominators = pd.Series([part[2] for part in parts])
    size = pd.to_numeric(denominators, errors="coerce")
    size = size.where(size.notna(), np.where(denominators == "", -1.0, np.inf))
    letters = pd.factorize(denominators.where(np.isinf(size), ""), sort=True)[0]
    order = np.lexsort((letters, size, numerators))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    return ranks


def site_columns() -> tuple[Column, ...]:
    """Columns of the table of sites."""
    return (
        Column("case_no", lambda: tr("Case"), plain, 96),
        Column("numbers", lambda: tr("Parcels"), plain, 96),
        Column("gemarkung", lambda: tr("Cadastral district"), plain, 128),
        Column("address_text", lambda: tr("Location"), plain, 160),
        Column("area_m2", lambda: tr("Area"), area, 88, right=True),
        Column(
            "potential",
            lambda: tr("Potential"),
            _potential,
            168,
            ranks=ranks_in([str(c) for c in PotentialClass]),
            decoration=swatch,
        ),
        Column(
            "review",
            lambda: tr("Review"),
            _review,
            136,
            ranks=ranks_in([str(r) for r in Review]),
            decoration=swatch,
        ),
        Column(
            "availability",
            lambda: tr("Availability"),
            _availability,
            128,
            ranks=ranks_in([str(a) for a in Availability]),
        ),
        Column(
            "publication",
            lambda: tr("Publication"),
            _publication,
            176,
            ranks=ranks_in([str(p) for p in Publication]),
        ),
        Column(
            "willingness",
            lambda: tr("Willingness"),
            _willingness,
            144,
            ranks=ranks_in([str(w) for w in Willingness]),
        ),
        Column("follow_up_on", lambda: tr("Follow-up"), day, 112),
    )


def parcel_columns() -> tuple[Column, ...]:
    """Columns of the table of parcels."""
    return (
        Column("number", lambda: tr("Parcel"), plain, 88, ranks=number_ranks),
        Column("gemarkung", lambda: tr("Cadastral district"), plain, 136),
        Column("flur", lambda: tr("Section"), plain, 64),
        Column("address_text", lambda: tr("Location"), plain, 184),
        Column("official_area_m2", lambda: tr("Official area"), area, 136, right=True),
        Column(
            "potential",
            lambda: tr("Potential"),
            _potential,
            168,
            ranks=ranks_in([str(c) for c in PotentialClass]),
            decoration=swatch,
        ),
        Column("reason", lambda: tr("Decisive reason"), _reason, 260),
        Column("case_no", lambda: tr("Case"), plain, 104),
        Column("parcel_key", lambda: tr("Parcel identifier"), plain, 184, ranks=parcel_id_ranks),
    )


def due_columns() -> tuple[Column, ...]:
    """Columns of the list of tasks."""
    return (
        Column("due_on", lambda: tr("Due"), day, 112),
        Column("kind", lambda: tr("Task"), _task, 240),
        Column("case_no", lambda: tr("Case"), plain, 104),
        Column("numbers", lambda: tr("Parcels"), plain, 96),
        Column("address_text", lambda: tr("Location"), plain, 200),
    )


def overdue(value: Any, today: date) -> bool:
    """Tell whether a task should have been done before today."""
    return not _missing(value) and value < today
