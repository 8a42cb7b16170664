"""What the search offers below its line: hits by kind, with what matched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from flurinfill import i18n
from flurinfill.desktop import icons, theme
from flurinfill.desktop.snapshot import Snapshot
from flurinfill.desktop.theme import GRID, ROW_HEIGHT
from flurinfill.i18n import ntr, tr
from flurinfill.project.queries import Hit, HitKind

_OF_A_KIND = 7
_LABEL_WIDTH = 11 * GRID
_ICON = 16
_KIND, _TITLE, _DETAIL, _WORDS, _HITS, _FIRST = (Qt.ItemDataRole.UserRole + number for number in range(6))
_ICONS = {
    HitKind.PARCEL: "parcel",
    HitKind.CASE: "review",
    HitKind.PLACE: "address",
    HitKind.ADDRESS: "address",
    HitKind.OWNER: "owner",
    HitKind.RESERVED: "owner",
    HitKind.NOTE: "note",
}


class Offers(QStandardItemModel):
    """Some hits of each kind, and a last line for the rest of a kind."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def show_hits(self, hits: Sequence[Hit], words: str, snapshot: Snapshot) -> None:
        """Offer these hits.

        Parameters
        ----------
        hits : sequence of Hit
            The hits of a kind stand together.
        words : str
            What was typed; it stays in the line while one walks through the offers.
        snapshot : Snapshot
            Says of each parcel where it lies.
        """
        self.clear()
        for kind, group in groupby(hits, key=_kind):
            listed = list(group)
            for number, hit in enumerate(listed[:_OF_A_KIND]):
                self.appendRow(_item(kind, *_texts(hit, snapshot), [hit], words, first=not number))
            rest = listed[_OF_A_KIND:]
            if rest:
                more = ntr("{count} more – select them all", "{count} more – select them all", len(rest))
                self.appendRow(_item(kind, "", more, listed, words, first=False))

    @staticmethod
    def hits(index: Any) -> list[Hit]:
        """Hits behind a line."""
        return list(index.data(_HITS) or [])


def _kind(hit: Hit) -> HitKind:
    return hit.kind


def _item(
    kind: HitKind, title: str, detail: str, hits: list[Hit], words: str, *, first: bool
) -> QStandardItem:
    item = QStandardItem(words)
    item.setEditable(False)
    for role, value in ((_KIND, kind.value), (_TITLE, title), (_DETAIL, detail), (_WORDS, words)):
        item.setData(value, role)
    item.setData(tuple(hits), _HITS)
    item.setData(first, _FIRST)
    spoken = ", ".join(part for part in (i18n.name_of(kind), title, detail) if part)
    item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
    return item


def _texts(hit: Hit, snapshot: Snapshot) -> tuple[str, str]:
    """Title and detail of a hit."""
    known = [parcel for parcel in hit.parcel_ids if parcel in snapshot.parcels.index]
    where = " · ".join(_place(known, snapshot)) if known else tr("no longer in the cadastre")
    if hit.kind is HitKind.PARCEL:
        return tr("Parcel {number}", number=_number(hit.parcel_ids[0], snapshot)), where
    if len(hit.parcel_ids) > 1:
        count = ntr("{count} parcel", "{count} parcels", len(hit.parcel_ids))
        where = " · ".join([count, *_villages(known, snapshot)])
    elif known:
        where = f"{tr('Parcel {number}', number=_number(known[0], snapshot))} · {where}"
    if hit.kind is HitKind.NOTE:
        case_no = snapshot.work.sites["case_no"].get(hit.site_id, "")
        where = f"{case_no} · {where}" if case_no else where
    return hit.matched, where


def _number(parcel: str, snapshot: Snapshot) -> str:
    return str(snapshot.parcels.at[parcel, "number"]) if parcel in snapshot.parcels.index else parcel


def _place(known: Sequence[str], snapshot: Snapshot) -> Iterator[str]:
    parcel = snapshot.parcels.loc[known[0]]
    flur = str(parcel["flur"]).strip("_").lstrip("0")
    section = tr("Section {flur}", flur=flur) if flur else ""
    yield from (
        str(part)
        for part in (parcel["gemarkung"], section, parcel["address_text"], parcel["case_no"])
        if part
    )


def _villages(known: Sequence[str], snapshot: Snapshot) -> Iterable[str]:
    return list(dict.fromkeys(str(name) for name in snapshot.parcels.loc[list(known), "village"] if name))[:3]


class OfferDelegate(QStyledItemDelegate):
    """Paints a line: its kind where a new one begins, icon, title with what matched, detail."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        """Every line is as high as a row of a table."""
        return QSize(60 * GRID, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """Paint a line."""
        colours = theme.colours()
        chosen = bool(option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver))
        painter.save()
        painter.fillRect(option.rect, QColor(colours.accent_soft if chosen else colours.raised))
        line = option.rect.adjusted(GRID, 0, -GRID, 0)
        kind = HitKind(index.data(_KIND))
        painter.setFont(option.font)
        if index.data(_FIRST):
            if index.row():
                painter.setPen(QColor(colours.border))
                painter.drawLine(option.rect.topLeft(), option.rect.topRight())
            self._draw(painter, line.left(), line, i18n.name_of(kind), colours.muted)
        line.setLeft(line.left() + _LABEL_WIDTH)
        title = index.data(_TITLE)
        if title:
            top = line.center().y() - _ICON // 2
            painter.drawPixmap(line.left(), top, icons.pixmap(_ICONS[kind], "muted", _ICON))
        left = line.left() + _ICON + GRID
        for words, bold in _marked(title, index.data(_WORDS)):
            font = option.font
            font.setBold(bold)
            painter.setFont(font)
            left = self._draw(painter, left, line, words, colours.text)
        font = option.font
        font.setBold(False)
        painter.setFont(font)
        gap = 2 * GRID if title else 0
        self._draw(painter, left + gap, line, index.data(_DETAIL), colours.muted if title else colours.accent)
        painter.restore()

    @staticmethod
    def _draw(painter: QPainter, left: int, line: QRect, words: str, colour: str) -> int:
        """Draw words from a place on; return where they end."""
        metrics: QFontMetrics = painter.fontMetrics()
        place = QRect(left, line.top(), max(line.right() - left, 0), line.height())
        painter.setPen(QColor(colour))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        return left + metrics.horizontalAdvance(shown)


def _marked(title: str, typed: str) -> list[tuple[str, bool]]:
    """Cut a title into parts; True where it has one of the typed words."""
    words = [re.escape(word) for word in typed.split() if len(word) > 1 or word.isdigit()]
    if not words or not title:
        return [(title, False)]
    parts = re.split(f"({'|'.join(words)})", title, flags=re.IGNORECASE)
    return [(part, bool(number % 2)) for number, part in enumerate(parts) if part]
