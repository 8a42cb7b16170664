"""Every appearance can be read: contrast of texts and, in high contrast, of lines and symbols (WCAG 2.1)."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from flurinfill import settings
from flurinfill.cartography.symbology import (
    AVAILABILITY_STYLE,
    CLASS_STYLE,
    CONTRAST,
    LAND_USE_STYLE,
    OWNER_STYLE,
    PUBLICATION_STYLE,
    REVIEW_STYLE,
    Hatch,
    Style,
    contrasted,
    rgb,
    theme,
)
from flurinfill.cartography.thematic import step_code, style_of_step
from flurinfill.desktop.theme import APPEARANCES, Colours, is_contrast

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

GROUNDS = ("window", "base", "raised", "sunken")


def _ratio(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.1, section 1.4.3."""

    def luminance(colour: str) -> float:
        parts = [part / 255 for part in rgb(colour)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_is_that_of_the_guideline() -> None:
    assert _ratio("#000000", "#ffffff") == pytest.approx(21)
    assert _ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", APPEARANCES)
def test_every_text_can_be_read(name: str) -> None:
    c: Colours = APPEARANCES[name]
    pairs = [(ink, ground) for ink in ("text", "muted", "accent") for ground in GROUNDS[:3]]
    pairs += [("text", "sunken"), ("text", "accent_soft"), ("accent_text", "accent")]
    pairs += [(kind, f"{kind}_soft") for kind in ("good", "warn", "bad")]
    pairs += [(kind, ground) for kind in ("good", "warn", "bad") for ground in ("base", "raised")]
    weak = {
        (ink, ground): round(_ratio(getattr(c, ink), getattr(c, ground)), 2)
        for ink, ground in pairs
        if _ratio(getattr(c, ink), getattr(c, ground)) < 4.5
    }
    assert not weak


def test_lines_and_symbols_of_high_contrast_stand_out() -> None:
    c = APPEARANCES["contrast"]
    for part in ("border", "accent", "accent_soft", "good", "warn", "bad", "muted"):
        for ground in ("window", "base", "raised"):
            assert _ratio(getattr(c, part), getattr(c, ground)) >= 3, (part, ground)
    assert _ratio(c.border, c.sunken) >= 3


@pytest.mark.parametrize("colours", [theme(False), theme(True), CONTRAST])
def test_texts_on_the_map_can_be_read(colours) -> None:
    for ground in (colours.card, colours.parcel.fill, colours.halo):
        assert _ratio(colours.text, ground) >= 4.5
        assert _ratio(colours.muted, ground) >= 4.5


def test_states_of_the_map_are_outlined_in_high_contrast() -> None:
    styles: list[Style] = [
        *CLASS_STYLE.values(), *REVIEW_STYLE.values(), *AVAILABILITY_STYLE.values(),
        *PUBLICATION_STYLE.values(), *OWNER_STYLE.values(), *LAND_USE_STYLE.values(),
    ]  # fmt: skip
    for style in map(contrasted, styles):
        assert _ratio(style.outline, CONTRAST.background) >= 3
        assert _ratio(style.outline, style.fill) >= 3
        if style.hatch is not Hatch.NONE:
            assert _ratio(style.hatch_colour, style.fill) >= 3
    assert _ratio(CONTRAST.selection, CONTRAST.parcel.fill) >= 3
    assert contrasted(style_of_step(step_code(0, 5))).outline == "#404040"


def test_high_contrast_is_chosen_and_kept(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    desk.open(sample)
    desk.show_site(potential="gap", review="candidate")
    canvas = desk.workspace.map.canvas
    desk.do("contrast")
    assert is_contrast()
    assert settings.load().appearance == "contrast"
    assert desk.controller.actions["contrast"].isChecked()
    assert desk.window.palette().windowText().color() == QColor("#000000")
    with qtbot.waitSignal(canvas.view_settled, timeout=20_000):
        canvas.set_scale(2000)
    assert canvas._content.theme is CONTRAST
    picture = canvas.grab().toImage()
    seen = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 3) for y in (40, 90, 140)}
    assert "#ffffff" in seen
    assert "#f8f6f1" not in seen  # no off-white parcels
    desk.do("dark")
    assert canvas._content.dark
    assert not canvas._content.contrast
    desk.do("light")
    assert not canvas._content.dark
