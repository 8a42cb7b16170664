"""A logo is taken whole, small and harmless, or not at all."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
from PIL import Image

from flurinfill.model.colours import contrast_on_white, readable
from flurinfill.model.errors import InputError
from flurinfill.usecases.office_logo import MOST_MB, SVG_MOST_KB, read_logo

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 10 10">{}</svg>'
)
GRADIENT = (
    '<defs><linearGradient id="a"><stop offset="1" stop-color="red"/></linearGradient></defs>'
    '<path d="M0 0h5v5z" fill="url(#a)"/>'
)


@pytest.mark.parametrize(("kind", "mode"), [("png", "RGBA"), ("png", "P"), ("jpg", "RGB"), ("jpg", "CMYK")])
def test_a_large_picture_becomes_a_small_one(tmp_path: Path, kind: str, mode: str) -> None:
    path = tmp_path / f"wappen.{kind}"
    Image.effect_noise((1800, 1200), 90).convert(mode).save(path)
    svg = read_logo(path)
    packed = re.search(r"base64,([^\"]+)", svg)
    assert packed is not None
    with Image.open(io.BytesIO(base64.b64decode(packed[1]))) as small:
        assert small.width <= 1200
        assert abs(small.width / small.height - 1.5) < 0.01
    assert len(svg) < 2 * SVG_MOST_KB * 1000


def test_a_drawing_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "wappen.svg"
    path.write_text("<?xml version='1.0'?><!-- made by hand -->" + SVG.format(GRADIENT), "utf-8")
    assert "linearGradient" in read_logo(path)


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<script>alert(1)</script>", "logo_unsafe"),
        ('<path d="M0 0" onload="alert(1)"/>', "logo_unsafe"),
        ('<image xlink:href="https://example.org/wappen.png"/>', "logo_unsafe"),
        ('<use href="other.svg#a"/>', "logo_unsafe"),
        ("<style>@import 'https://example.org/a.css';</style>", "logo_unsafe"),
        ('<path d="M0 0" style="fill:url(file:///etc/passwd)"/>', "logo_unsafe"),
        ("<text>Musterau</text>", "logo_with_text"),
        ("<path", "logo_unreadable"),
        ('<path d="' + "M0 0" * 100_000 + '"/>', "logo_svg_too_large"),
    ],
)
def test_a_drawing_that_could_do_harm_is_refused(tmp_path: Path, inside: str, code: str) -> None:
    path = tmp_path / "wappen.svg"
    path.write_text(SVG.format(inside), "utf-8")
    with pytest.raises(InputError) as refused:
        read_logo(path)
    assert refused.value.code == code


@pytest.mark.parametrize("levels", [4, 9, 2_000])
def test_a_drawing_that_draws_itself_again_and_again_is_refused(tmp_path: Path, levels: int) -> None:
    width = 20 if levels < 1_000 else 1
    groups = (f'<g id="l{at + 1}">' + f'<use href="#l{at}"/>' * width + "</g>" for at in range(levels))
    path = tmp_path / "wappen.svg"
    path.write_text(SVG.format(f'<g id="l0"/>{"".join(groups)}<use xlink:href="#l{levels}"/>'), "utf-8")
    with pytest.raises(InputError) as refused:
        read_logo(path)
    assert refused.value.code == "logo_too_complex"


def test_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "wappen.svg"
    path.write_text('<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("&a;"), "utf-8")
    with pytest.raises(InputError) as refused:
        read_logo(path)
    assert refused.value.code == "logo_unsafe"


def test_half_a_picture_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "wappen.png"
    Image.effect_noise((200, 100), 90).save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="logo_unreadable"):
        read_logo(path)
    with path.open("wb") as file:
        file.truncate(MOST_MB * 1_000_000 + 1)
    with pytest.raises(InputError, match="logo_too_large"):
        read_logo(path)


@pytest.mark.parametrize("colour", ["#ffd400", "#00ff00", "#ffffff", "#0b5f9e", "#777777"])
def test_every_colour_becomes_readable(colour: str) -> None:
    assert contrast_on_white(readable(colour)) >= 4.5
