"""Answers that lie: what counts is what is in them."""

from __future__ import annotations

import io
import random
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from servers import png

from flurinfill import i18n
from flurinfill.basemaps.decoding import decode, packed, said
from flurinfill.basemaps.memory import Tile
from flurinfill.model.errors import ServiceError

EXCEPTION = b"""<?xml version='1.0' encoding="UTF-8"?>
<ServiceExceptionReport version="1.3.0" xmlns="http://www.opengis.net/ogc">
<ServiceException code="LayerNotDefined">
msWMSLoadGetMapParams(): WMS server error. Invalid layer(s) given in the LAYERS parameter.
</ServiceException></ServiceExceptionReport>"""
OWS = b"""<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1">
<ows:Exception exceptionCode="TileOutOfRange">
<ows:ExceptionText><![CDATA[Row 5 is   out of range]]></ows:ExceptionText>
</ows:Exception></ows:ExceptionReport>"""


def _fault(body: bytes, size: tuple[int, int] = (256, 256)) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        decode(body, "maps.invalid", size)
    for language in ("de", "en"):
        i18n.set_language(language)
        assert "maps.invalid" in i18n.error_text(caught.value)
    return caught.value


def test_a_picture_is_rgba() -> None:
    picture = decode(png((10, 20, 30)), "maps.invalid", (256, 256))
    assert (picture.shape, picture.dtype) == ((256, 256, 4), np.uint8)
    assert picture[5, 7].tolist() == [10, 20, 30, 255]
    assert packed(picture)[0, 0] == 0xFF0A141E


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P"])
def test_every_usual_format_is_read(kind: str, mode: str) -> None:
    out = io.BytesIO()
    image = Image.new("RGB", (64, 64), (200, 100, 50)).convert(mode)
    (image.convert("RGB") if (kind, mode) == ("JPEG", "P") else image).save(out, kind)
    expected = np.asarray(image.convert("RGB")).astype(int)
    got = decode(out.getvalue(), "maps.invalid", (64, 64))[..., :3].astype(int)
    assert np.abs(got - expected).mean() < 5


def test_what_is_transparent_stays_so() -> None:
    shape = np.zeros((256, 256, 4), np.uint8)
    shape[:100] = (1, 2, 3, 255)
    picture = decode(png(shape), "maps.invalid", (256, 256))
    assert not Tile.of(picture).opaque
    assert picture[200, 0, 3] == 0


@pytest.mark.parametrize("given_size", [(512, 512), (128, 128), (300, 256)])
def test_another_size_is_scaled(given_size: tuple[int, int]) -> None:
    picture = decode(png((9, 8, 7), given_size), "maps.invalid", (256, 256))
    assert picture.shape == (256, 256, 4)
    assert (picture[..., :3] == (9, 8, 7)).all()


@pytest.mark.parametrize("given_size", [(1, 1), (8, 8), (5000, 5000), (1024, 256), (256, 10)])
def test_an_absurd_size_is_refused(given_size: tuple[int, int]) -> None:
    error = _fault(png((0, 0, 0), given_size))
    assert error.code == "image_size"
    assert str(given_size[0]) in str(error.details["size"])


def test_a_bomb_is_not_unpacked() -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    for side in (10_000, 16_000, 60_000):  # Pillow: quiet, a warning, an error
        head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
        body = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
        assert _fault(body).code in {"image_size", "image_damaged"}


def test_a_web_page_is_named_as_such() -> None:
    for body in (b"<!DOCTYPE html><title>Anmeldung</title>", b"\xef\xbb\xbf\n <HTML><body>Proxy", b"<html/>"):
        assert _fault(body).code == "service_page"


def test_exceptions_are_quoted() -> None:
    assert "Invalid layer(s)" in str(_fault(EXCEPTION).details["message"])
    assert _fault(OWS).details["message"] == "Row 5 is out of range"
    assert _fault(b'{"error": "no"}').details["message"] == '{"error": "no"}'


def test_a_long_exception_is_shortened_and_without_markup() -> None:
    words = said("<ServiceException>" + "<b>lang</b> " * 200 + "</ServiceException>")
    assert len(words) <= 160
    assert "<" not in words
    assert "\n" not in words


@pytest.mark.parametrize("cut", [0, 4, 30, 60, 200, -2000])
def test_a_truncated_picture_is_damaged(cut: int) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (256, 256, 3), np.uint8)
    assert _fault(png(noise)[:cut]).code == "image_damaged"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 10_000))
def test_any_garbage_gets_one_clear_fault(garbage: bytes, seed: int) -> None:
    body = bytearray(png((1, 2, 3), (32, 32)))
    spoilt = random.Random(seed)
    for _ in range(5):
        body[spoilt.randrange(len(body))] = spoilt.randrange(256)
    for tried in (garbage, bytes(body)):
        try:
            assert decode(tried, "maps.invalid", (32, 32)).shape == (32, 32, 4)
        except ServiceError as error:
            assert i18n.error_text(error) != error.code  # noqa: PT017
