"""A finished picture for paper: whole, or a clear word why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from basemap_desk import rgb, view
from servers import Reply, png, serving

from flurinfill.basemaps.client import NO_PROXY
from flurinfill.basemaps.services import Kind, Service
from flurinfill.basemaps.still import still
from flurinfill.model.errors import Cancelled, ServiceError
from flurinfill.model.progress import CancelFlag

BROWN = (120, 90, 60)
SEEN = view(0.5, 900, 700)


def _service(url: str) -> Service:
    return Service("test", Kind.XYZ, url + "/{z}/{x}/{y}.png", attribution="Quelle: Probe", printable=True)


def test_it_waits_until_nothing_is_missing(tmp_path: Path) -> None:
    with serving(lambda asked: Reply(png(BROWN), wait_s=0.05)) as server:
        made = still(_service(server.url), "EPSG:25833", *SEEN, tmp_path, proxy=NO_PROXY)
        assert len(server.asked) > 4
    assert made.pixels.shape == (700, 900)
    assert (rgb(made.pixels) == BROWN).all()
    assert made.is_dark
    assert made.credit == "Quelle: Probe"


def test_a_page_instead_of_a_picture_is_said(tmp_path: Path) -> None:
    with (
        serving(lambda asked: Reply(b"<html>Anmeldung</html>", content_type="text/html")) as server,
        pytest.raises(ServiceError) as caught,
    ):
        still(_service(server.url), "EPSG:25833", *SEEN, tmp_path, proxy=NO_PROXY)
    assert caught.value.details["host"] == "127.0.0.1"


def test_patience_ends(tmp_path: Path) -> None:
    with serving(lambda asked: Reply(wait_s=30)) as server, pytest.raises(ServiceError) as caught:
        still(_service(server.url), "EPSG:25833", *SEEN, tmp_path, proxy=NO_PROXY, patience_s=0.5)
    assert caught.value.code == "picture_incomplete"


def test_it_can_be_cancelled(tmp_path: Path) -> None:
    flag = CancelFlag()

    def reply(asked: object) -> Reply:
        flag.cancel()
        return Reply(wait_s=30)

    with serving(reply) as server, pytest.raises(Cancelled):
        still(_service(server.url), "EPSG:25833", *SEEN, tmp_path, proxy=NO_PROXY, progress=flag)
