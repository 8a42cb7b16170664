"""How the program looks: colours for light and dark, the font, the 8-pixel grid, the style sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from pathlib import Path

import font_source_sans_pro
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from flurinfill._data import data_path

GRID = 8
ROW_HEIGHT = 26
DENSE_ROW_HEIGHT = 22
FAMILY = "Source Sans Pro"


@dataclass(frozen=True)
class Colours:
    """The colours of one appearance; every text on its ground has a contrast of at least 4.5 : 1."""

    window: str
    base: str
    raised: str
    sunken: str
    text: str
    muted: str
    border: str
    accent: str
    accent_text: str
    accent_soft: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str


LIGHT = Colours(
    window="#f3f5f7",
    base="#ffffff",
    raised="#ffffff",
    sunken="#e9edf1",
    text="#1c2733",
    muted="#566372",
    border="#d3dae1",
    accent="#1f5f8b",
    accent_text="#ffffff",
    accent_soft="#e0edf6",
    good="#1d6f42",
    good_soft="#e1f2e8",
    warn="#8a5a00",
    warn_soft="#fdf1d8",
    bad="#a8322a",
    bad_soft="#fbe6e4",
)
DARK = Colours(
    window="#1b2026",
    base="#14181d",
    raised="#232a32",
    sunken="#11151a",
    text="#e7ecf1",
    muted="#a3b0bd",
    border="#3a4551",
    accent="#6fb4e3",
    accent_text="#0d1a24",
    accent_soft="#223a4d",
    good="#74cf9a",
    good_soft="#1d3a2a",
    warn="#e9b95a",
    warn_soft="#41341a",
    bad="#f0928a",
    bad_soft="#472523",
)
CONTRAST = Colours(
    window="#ffffff",
    base="#ffffff",
    raised="#ffffff",
    sunken="#dcdcdc",
    text="#000000",
    muted="#1a1a1a",
    border="#000000",
    accent="#00308f",
    accent_text="#ffffff",
    accent_soft="#4f94d4",
    good="#004d1c",
    good_soft="#ffffff",
    warn="#5c3700",
    warn_soft="#ffffff",
    bad="#8b0000",
    bad_soft="#ffffff",
)
"""Black on white; every line, symbol and selected row stands out from its ground by at least 3 : 1."""

APPEARANCES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}

_state = {"colours": LIGHT}


def colours() -> Colours:
    """Colours of the appearance that is in force."""
    return _state["colours"]


def is_dark() -> bool:
    """Tell whether the dark appearance is in force."""
    return colours() is DARK


def is_contrast() -> bool:
    """Tell whether the appearance of high contrast is in force."""
    return colours() is CONTRAST


def load_fonts() -> None:
    """Register the font that the program brings along (the same as on its papers)."""
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    for face in ("Regular", "Semibold", "Bold", "It"):
        QFontDatabase.addApplicationFont(str(folder / f"SourceSansPro-{face}.ttf"))


def choose(app: QApplication, appearance: str = "system") -> None:
    """Choose colours, palette and font; :func:`dress` brings the widgets that exist in line.

    Parameters
    ----------
    app : QApplication
    appearance : str
        ``"system"``, ``"light"``, ``"dark"`` or ``"contrast"``.
    """
    system = DARK if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
    _state["colours"] = APPEARANCES.get(appearance, system)
    font = base_font()
    if app.font() != font:
        app.setFont(font)
    app.setPalette(_palette(colours()))


def dress(app: QApplication) -> None:
    """Give every widget the style sheet of the chosen colours."""
    app.setStyleSheet(_style_sheet(colours()))


def undress(app: QApplication) -> None:
    """Take the style sheet away, to build many widgets.

    While one is set, Qt styles a whole subtree anew each time that it gets a parent: building the
    window costs ten times as much.
    """
    app.setStyleSheet("")


def base_font() -> QFont:
    """Font of ordinary text."""
    font = QFont(FAMILY)
    font.setPointSizeF(11.25)  # 15 pixels at 96 dots per inch
    return font


def _palette(c: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for name, colour in (
        (role.Window, c.window),
        (role.WindowText, c.text),
        (role.Base, c.base),
        (role.AlternateBase, c.window),
        (role.Text, c.text),
        (role.Button, c.raised),
        (role.ButtonText, c.text),
        (role.BrightText, c.bad),
        (role.Highlight, c.accent),
        (role.HighlightedText, c.accent_text),
        (role.ToolTipBase, c.raised),
        (role.ToolTipText, c.text),
        (role.PlaceholderText, c.muted),
        (role.Link, c.accent),
        (role.LinkVisited, c.accent),
        (role.Accent, c.accent),
        (role.Mid, c.border),
        (role.Midlight, c.border),
        (role.Light, c.raised),
        (role.Dark, c.border),
        (role.Shadow, c.sunken),
    ):
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        faded = QColor(c.muted)
        faded.setAlpha(150)
        palette.setColor(QPalette.ColorGroup.Disabled, name, faded)
    return palette


def _style_sheet(c: Colours) -> str:
    names = ("desktop.qss", "contrast.qss") if c is CONTRAST else ("desktop.qss",)
    sheet = "\n".join(data_path("resources", "styles", name).read_text(encoding="utf-8") for name in names)
    values = {entry.name: getattr(c, entry.name) for entry in fields(c)}
    look = "dark" if c is DARK else "light"
    for name in ("arrow", "arrow_left", "arrow_right", "check"):
        values[name] = data_path("resources", "icons", f"{name}-{look}.svg").as_posix()
    return re.sub(r"@(\w+)", lambda match: values[match.group(1)], sheet)
