"""Icons by meaning, from one icon font, in the colours of the appearance."""

from __future__ import annotations

from functools import cache

import qtawesome
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap

from flurinfill.desktop import theme

NAMES = {
    "new": "mdi6.file-plus-outline",
    "open": "mdi6.folder-open-outline",
    "import": "mdi6.tray-arrow-down",
    "detect": "mdi6.radar",
    "export": "mdi6.tray-arrow-up",
    "undo": "mdi6.undo-variant",
    "redo": "mdi6.redo-variant",
    "search": "mdi6.magnify",
    "go_through": "mdi6.playlist-check",
    "command": "mdi6.console-line",
    "check": "mdi6.check",
    "sample": "mdi6.home-group",
    "project": "mdi6.map-outline",
    "missing": "mdi6.file-question-outline",
    "close": "mdi6.close",
    "quit": "mdi6.exit-to-app",
    "register": "mdi6.bullhorn-outline",
    "lock": "mdi6.lock-outline",
    "unlock": "mdi6.lock-open-variant-outline",
    "key": "mdi6.key-variant",
    "passed": "mdi6.check-circle",
    "failed": "mdi6.close-circle",
    "warned": "mdi6.alert-circle",
    "not_judged": "mdi6.help-circle-outline",
    "not_counted": "mdi6.minus-circle-outline",
    "info": "mdi6.information-outline",
    "warning": "mdi6.alert-outline",
    "error": "mdi6.alert-octagon-outline",
    "done": "mdi6.check-circle-outline",
    "hint": "mdi6.lightbulb-on-outline",
    "site": "mdi6.vector-square",
    "parcel": "mdi6.texture-box",
    "why": "mdi6.comment-question-outline",
    "review": "mdi6.clipboard-check-outline",
    "owner": "mdi6.account-outline",
    "owners": "mdi6.account-group-outline",
    "organisation": "mdi6.domain",
    "contact": "mdi6.message-text-outline",
    "letter": "mdi6.email-outline",
    "call": "mdi6.phone-outline",
    "mail": "mdi6.at",
    "visit": "mdi6.walk",
    "plots": "mdi6.map-marker-outline",
    "maps": "mdi6.map-legend",
    "maps_a2": "mdi6.map-legend",
    "visits": "mdi6.map-marker-path",
    "dossier": "mdi6.folder-account-outline",
    "meeting": "mdi6.account-voice",
    "due": "mdi6.calendar-clock",
    "statistics": "mdi6.chart-bar",
    "zoom_all": "mdi6.fit-to-page-outline",
    "zoom_selection": "mdi6.selection-search",
    "zoom_in": "mdi6.plus",
    "zoom_out": "mdi6.minus",
    "table": "mdi6.table",
    "enlarge": "mdi6.arrow-expand-vertical",
    "panel": "mdi6.dock-right",
    "next": "mdi6.chevron-down",
    "previous": "mdi6.chevron-up",
    "forward": "mdi6.arrow-right",
    "back": "mdi6.arrow-left",
    "add": "mdi6.plus",
    "remove": "mdi6.trash-can-outline",
    "file": "mdi6.file-outline",
    "language": "mdi6.translate",
    "appearance": "mdi6.theme-light-dark",
    "history": "mdi6.history",
    "about": "mdi6.information-outline",
    "copy": "mdi6.content-copy",
    "filter": "mdi6.filter-variant",
    "details": "mdi6.form-select",
    "address": "mdi6.map-marker-outline",
    "note": "mdi6.note-text-outline",
    "group": "mdi6.format-list-group",
    "to_top": "mdi6.format-vertical-align-top",
    "columns": "mdi6.view-column-outline",
    "more": "mdi6.dots-vertical",
    "edit": "mdi6.pencil-outline",
    "legend": "mdi6.format-list-bulleted-type",
    "select": "mdi6.selection-drag",
    "distance": "mdi6.ruler",
    "area": "mdi6.vector-polygon",
    "outline": "mdi6.vector-polyline-edit",
    "bookmark": "mdi6.bookmark-outline",
    "print": "mdi6.printer-outline",
    "layers": "mdi6.layers-outline",
    "basemap": "mdi6.earth",
    "pdf": "mdi6.file-pdf-box",
    "overview": "mdi6.map-legend",
    "portfolio": "mdi6.book-open-page-variant-outline",
    "council": "mdi6.gavel",
    "council_docx": "mdi6.file-word-outline",
    "council_records": "mdi6.folder-text-outline",
    "html": "mdi6.web",
    "xlsx": "mdi6.file-excel-outline",
    "csv": "mdi6.file-delimited-outline",
    "parcels": "mdi6.table-large",
    "gpkg": "mdi6.database-export-outline",
    "geojson": "mdi6.code-json",
    "shp": "mdi6.folder-zip-outline",
    "kml": "mdi6.earth-arrow-right",
    "records": "mdi6.archive-arrow-down-outline",
}


def icon(name: str, role: str = "text") -> QIcon:
    """Return an icon.

    Parameters
    ----------
    name : str
        A key of :data:`NAMES`.
    role : str
        Name of a colour of :class:`flurinfill.desktop.theme.Colours`.
    """
    return _icon(NAMES[name], getattr(theme.colours(), role), theme.colours().muted)


def blank(size: int = 20) -> QIcon:
    """Return an icon that only takes its place."""
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    return QIcon(picture)


def pixmap(name: str, role: str = "text", size: int = 20) -> QPixmap:
    """Return an icon as a picture of ``size`` device-independent pixels."""
    return icon(name, role).pixmap(size, size)


@cache
def _icon(glyph: str, colour: str, disabled: str) -> QIcon:
    return qtawesome.icon(glyph, color=colour, color_disabled=disabled)
