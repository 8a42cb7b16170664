"""What stands on the map beside the ground itself: legend, scale bar, north arrow, source, texts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QStaticText

from flurinfill import i18n
from flurinfill.cartography.labels import Label, LabelKind
from flurinfill.cartography.legend import LegendEntry
from flurinfill.cartography.scalebar import nice_scale, scale_text
from flurinfill.cartography.symbology import Hatch, Style, Theme
from flurinfill.cartography.view import View

MARGIN = 12.0
GAP = 6.0
_ROW = 20.0
_SWATCH = (22.0, 13.0)
_USUAL_WIDTH = 230.0
_MOST_COVERED = 0.2
"""Share of a map that the legend may cover; where it would be more, only its title is shown."""
_ASIDE = tuple(QPointF(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y)


def small(font: QFont, factor: float = 0.92) -> QFont:
    """Return the font a little smaller."""
    smaller = QFont(font)
    if font.pointSizeF() > 0:
        smaller.setPointSizeF(font.pointSizeF() * factor)
    return smaller


def draw_swatch(painter: QPainter, box: QRectF, style: Style) -> None:
    """Draw a legend's little box, hatched as the map is."""
    painter.save()
    painter.setClipRect(box)
    if style.fill:
        fill = QColor(style.fill)
        fill.setAlphaF(style.opacity)
        painter.fillRect(box, fill)
    colour = QColor(style.hatch_colour or style.outline)
    colour.setAlphaF(0.7)
    painter.setPen(QPen(colour, 1.1))
    painter.setBrush(colour)
    _hatch(painter, box, style.hatch)
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(outline_pen(style, 1.5 if style.strong else 1.0))
    painter.drawRect(box)


def outline_pen(style: Style, width: float) -> QPen:
    """Pen for an outline, dashed where the style is."""
    pen = QPen(QColor(style.outline), width)
    if style.dashed:
        pen.setDashPattern([4.0, 2.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _hatch(painter: QPainter, box: QRectF, hatch: Hatch) -> None:
    step, height = 5.5, box.height()
    if hatch in (Hatch.DIAGONAL, Hatch.CROSS, Hatch.BACK):
        x = box.left() - height
        while x < box.right() + height:
            if hatch is not Hatch.BACK:
                painter.drawLine(QPointF(x, box.bottom()), QPointF(x + height, box.top()))
            if hatch is not Hatch.DIAGONAL:
                painter.drawLine(QPointF(x, box.top()), QPointF(x + height, box.bottom()))
            x += step
    elif hatch is Hatch.HORIZONTAL:
        for row in range(1, int(height / 4) + 1):
            painter.drawLine(
                QPointF(box.left(), box.top() + row * 4), QPointF(box.right(), box.top() + row * 4)
            )
    elif hatch is Hatch.VERTICAL:
        for column in range(1, int(box.width() / 4) + 1):
            painter.drawLine(
                QPointF(box.left() + column * 4, box.top()), QPointF(box.left() + column * 4, box.bottom())
            )
    elif hatch is Hatch.DOTS:
        painter.setPen(Qt.PenStyle.NoPen)
        for row in range(3):
            for column in range(5):
                at = QPointF(box.left() + 2.5 + column * 5 + row % 2 * 2.5, box.top() + 2.4 + row * 4)
                painter.drawEllipse(at, 1.0, 1.0)


def _card(painter: QPainter, box: QRectF, theme: Theme) -> None:
    fill = QColor(theme.card)
    fill.setAlphaF(0.93)
    painter.setPen(QPen(QColor(theme.card_line), 1))
    painter.setBrush(QBrush(fill))
    painter.drawRoundedRect(box, 6, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_legend(
    painter: QPainter,
    size: tuple[float, float],
    entries: Sequence[LegendEntry],
    title: str,
    theme: Theme,
    *,
    folded: bool = False,
    beside: QRectF | None = None,
) -> QRectF:
    """Explain the colours in a card in the lower left corner, as far as the height allows.

    Folded it is the title only; so it is, too, where it would hide a good part of a small map, or where
    not even half of it has room. Where
    there is no room ``beside`` the card in the other corner, it stands above that.

    Returns
    -------
    QRectF
        What it covers; empty when there is nothing to explain.
    """
    if not entries:
        return QRectF()
    font = small(painter.font())
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetricsF(font)
    room = int((size[1] - 90 - (_ROW if title else 0)) // _ROW)
    shown = list(entries)[: max(room, 0)]
    if not shown:
        return QRectF()
    covers = len(shown) * _ROW * _USUAL_WIDTH > _MOST_COVERED * size[0] * size[1]
    if title and (folded or covers or 2 * len(shown) < len(entries)):
        shown = []
    counts = ["" if entry.count is None else i18n.number(entry.count) for entry in shown]
    count_width = max((metrics.horizontalAdvance(text) for text in counts), default=0.0)
    text_width = max((metrics.horizontalAdvance(entry.text) for entry in shown), default=0.0)
    head_width = QFontMetricsF(bold).horizontalAdvance(title) + _ROW - _SWATCH[0] - 9 - count_width
    text_width = max(text_width, head_width)
    width = 10 + _SWATCH[0] + 9 + text_width + (14 + count_width if count_width else 0) + 12
    height = len(shown) * _ROW + (_ROW + 2 if title else 0) + 12
    box = QRectF(MARGIN, size[1] - MARGIN - height, width, height)
    if beside is not None and box.right() + GAP > beside.left():
        box.moveBottom(beside.top() - GAP)
    _card(painter, box, theme)
    y = box.top() + 6
    if title:
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(box.left() + 10, y, width - 20, _ROW), Qt.AlignmentFlag.AlignVCenter, title)
        _draw_fold(painter, QRectF(box.right() - 10 - _ROW / 2, y, _ROW / 2, _ROW), folded=not shown)
        y += _ROW + 2
    painter.setFont(font)
    for entry, count in zip(shown, counts, strict=True):
        draw_swatch(
            painter,
            QRectF(box.left() + 10.5, round(y + (_ROW - _SWATCH[1]) / 2) + 0.5, *_SWATCH),
            entry.style,
        )
        line = QRectF(
            box.left() + 10 + _SWATCH[0] + 9, y, box.right() - box.left() - 22 - _SWATCH[0] - 9, _ROW
        )
        painter.setPen(QColor(theme.text))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, entry.text)
        painter.setPen(QColor(theme.muted))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        y += _ROW
    return box


def _draw_fold(painter: QPainter, place: QRectF, *, folded: bool) -> None:
    """Draw the arrow that says that a click opens what is folded, or folds it."""
    middle, reach = place.center(), place.width() / 3
    tip = QPointF(reach, 0) if folded else QPointF(0, reach)
    side = QPointF(tip.y(), tip.x())
    painter.drawPolyline([middle - tip / 2 - side, middle + tip / 2, middle - tip / 2 + side])


def legend_head(card: QRectF) -> QRectF:
    """Title line of a legend's card: where a click folds it."""
    return QRectF(card.left(), card.top(), card.width(), min(card.height(), _ROW + 8))


def draw_scale_bar(
    painter: QPainter, size: tuple[float, float], view: View, sources: Sequence[str], theme: Theme
) -> QRectF:
    """Scale bar, scale and sources in the lower right corner; returns what they cover."""
    font = small(painter.font(), 0.88)
    metrics = QFontMetricsF(font)
    bar = nice_scale(view.metres_per_pixel, 140)
    caption = f"{bar.text}   {scale_text(view.scale)}"
    right, bottom = size[0] - MARGIN, size[1] - MARGIN
    room = max(size[0] * 0.6, 120)
    lines = [metrics.elidedText(source, Qt.TextElideMode.ElideRight, room) for source in sources]
    box_width = max([bar.size, *(metrics.horizontalAdvance(text) for text in (caption, *lines))]) + 18
    box_height = metrics.height() * (1 + len(lines)) + 18
    box = QRectF(right - box_width, bottom - box_height, box_width, box_height)
    _card(painter, box, theme)
    painter.setFont(font)
    x = box.right() - 9
    y = box.top() + 5
    painter.setPen(QColor(theme.text))
    painter.drawText(
        QRectF(box.left(), y, box_width - 9, metrics.height()), Qt.AlignmentFlag.AlignRight, caption
    )
    y += metrics.height() + 5
    painter.setPen(QPen(QColor(theme.text), 1.6))
    left = x - bar.size
    painter.drawPolyline([QPointF(left, y - 4), QPointF(left, y), QPointF(x, y), QPointF(x, y - 4)])
    painter.setPen(QColor(theme.muted))
    for number, text in enumerate(lines):
        line = QRectF(box.left(), y + 4 + number * metrics.height(), box_width - 9, metrics.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, text)
    return box


def draw_north(painter: QPainter, size: tuple[float, float], theme: Theme) -> None:
    """North arrow in the upper right corner: the map is never turned."""
    centre = QPointF(size[0] - MARGIN - 16, MARGIN + 19)
    _card(painter, QRectF(centre.x() - 16, centre.y() - 19, 32, 40), theme)
    for side, colour in ((-1, theme.text), (1, theme.muted)):
        half = QPainterPath(QPointF(centre.x(), centre.y() - 13))
        half.lineTo(centre.x() + side * 7, centre.y() + 5)
        half.lineTo(centre.x(), centre.y() + 1)
        half.closeSubpath()
        painter.fillPath(half, QColor(colour))
    font = small(painter.font(), 0.8)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    box = QRectF(centre.x() - 16, centre.y() + 5, 32, 15)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, i18n.label("map", "north"))


def draw_empty(painter: QPainter, size: tuple[float, float], title: str, advice: str, theme: Theme) -> None:
    """What to do next, in the middle of an empty map."""
    width = min(size[0] - 40, 460)
    large = QFont(painter.font())
    large.setPointSizeF(large.pointSizeF() * 1.35)
    large.setWeight(QFont.Weight.DemiBold)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
    painter.save()
    painter.setFont(large)
    painter.setPen(QColor(theme.text))
    left = (size[0] - width) / 2
    painter.drawText(QRectF(left, 0, width, size[1] / 2 - 6), flags, title)
    painter.restore()
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.setPen(QColor(theme.muted))
    painter.drawText(QRectF(left, size[1] / 2 + 6, width, size[1] / 2 - 6), flags, advice)


@lru_cache(maxsize=6000)
def _static(text: str, font_key: str) -> QStaticText:
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    font = QFont()
    font.fromString(font_key)
    static.prepare(font=font)
    return static


@lru_cache(maxsize=8)
def _label_fonts(font_key: str) -> dict[LabelKind, tuple[QFont, str]]:
    """Font of each kind of label: house numbers are smaller, case numbers bolder."""
    fonts = {}
    for kind in LabelKind:
        font = QFont()
        font.fromString(font_key)
        if kind is LabelKind.HOUSES:
            font = small(font, 0.85)
        elif kind is LabelKind.CASES:
            font.setWeight(QFont.Weight.DemiBold)
        fonts[kind] = (font, font.toString())
    return fonts


def draw_labels(
    painter: QPainter,
    size: tuple[float, float],
    view: View,
    labels: Sequence[Label],
    font: QFont,
    theme: Theme,
    *,
    on_picture: bool = False,
) -> None:
    """Write the labels where the view has them now, each with a halo: fills may be dark, in either theme."""
    fonts = _label_fonts(font.toString())
    halo = QColor(theme.halo)
    halo.setAlphaF(0.85)
    for label in labels:
        x, y = view.to_pixel(label.x, label.y, *size)
        if not (-100 < x < size[0] + 100 and -100 < y < size[1] + 100):
            continue
        written, key = fonts[label.kind]
        painter.setFont(written)
        static = _static(label.text, key)
        half = static.size() / 2
        quiet = not on_picture and label.kind in (LabelKind.STREETS, LabelKind.HOUSES)
        colour = QColor(theme.muted if quiet else theme.text)
        if not label.angle:
            _write(painter, QPointF(round(x - half.width()), round(y - half.height())), static, halo, colour)
            continue
        painter.save()
        painter.translate(x, y)
        painter.rotate(-label.angle)
        _write(painter, QPointF(-round(half.width()), -round(half.height())), static, halo, colour)
        painter.restore()


def _write(painter: QPainter, corner: QPointF, static: QStaticText, halo: QColor, colour: QColor) -> None:
    painter.setPen(halo)
    for aside in _ASIDE:
        painter.drawStaticText(corner + aside, static)
    painter.setPen(colour)
    painter.drawStaticText(corner, static)
