"""The ground for a view: in the right place, sharp, at once from what is there, whatever the service does."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from basemap_desk import HERE, PAPER, QUICK, XYZ, Opened, agreement, rgb, settle, sharp, view, world
from pyproj import Transformer
from servers import Asked, Reply, png, serving, wms_world, xyz_world

from flurinfill.basemaps.cache import DiskCache, empty, used_mb
from flurinfill.basemaps.client import AT_ONCE, Limits
from flurinfill.basemaps.grids import TileKey
from flurinfill.basemaps.memory import TileMemory
from flurinfill.basemaps.services import Kind


@pytest.mark.parametrize("metres_per_pixel", [0.1, 0.25, 1.0, 7.0])
def test_a_wms_in_the_maps_system_is_in_its_place(opened: Opened, metres_per_pixel: float) -> None:
    side = 40 * metres_per_pixel
    with serving(wms_world(side)) as server:
        basemap = opened(server.url, Kind.WMS, layer="a")
        seen = view(metres_per_pixel)
        assert agreement(sharp(basemap, seen), world(seen, side)) > 0.97
        assert opened.troubles == []


@pytest.mark.parametrize("crs", ["EPSG:25833", "EPSG:25832", "EPSG:31469"])
@pytest.mark.parametrize("metres_per_pixel", [0.2, 3.0])
def test_web_mercator_is_warped_to_within_half_a_pixel(
    opened: Opened, crs: str, metres_per_pixel: float
) -> None:
    """Squares of 40 pixels: an error of half a pixel would cost 2.5 % of the pixels."""
    side = 40 * metres_per_pixel
    with serving(xyz_world(side)) as server:
        basemap = opened(server.url + XYZ, crs=crs, zooms=(0, 19))
        x, y = Transformer.from_crs("EPSG:25833", crs, always_xy=True).transform(*HERE)
        half = 320 * metres_per_pixel, 200 * metres_per_pixel
        seen = ((x - half[0], y - half[1], x + half[0], y + half[1]), 640, 400)
        picture = sharp(basemap, seen)
        assert agreement(picture, world(seen, side, crs, "EPSG:3857")) > 0.965


def test_a_warped_tile_stays_sharp_at_its_native_scale(opened: Opened) -> None:
    """A step from black to white over one pixel stays steeper than two pixels."""

    def reply(asked: Asked) -> Reply:
        picture = np.zeros((256, 256, 3), np.uint8)
        picture[:, 128:] = 255
        return Reply(png(picture))

    with serving(reply) as server:
        basemap = opened(server.url + XYZ, zooms=(0, 19))
        native = 156_543.033928 / 2**18 * 0.6265  # cos of the latitude of HERE
        picture = rgb(sharp(basemap, view(native, 900, 300)))[..., 0]
        steepest = np.abs(np.diff(picture, axis=1)).max(axis=1)
        assert np.median(steepest) > 128


def test_the_first_picture_comes_at_once_and_news_follow(opened: Opened) -> None:
    ready = threading.Event()

    def reply(asked: Asked) -> Reply:
        ready.wait(60)
        return Reply(png((1, 2, 3)))

    with serving(reply) as server:
        basemap = opened(server.url + XYZ)
        assert basemap.picture(*view(0.5), PAPER) is None
        assert not ready.is_set()
        ready.set()
        settle(lambda: basemap.is_sharp(*view(0.5)))
        assert opened.news > 0
        assert (basemap.picture(*view(0.5), PAPER) == 0xFF010203).all()


def test_zooming_borrows_from_the_tiles_that_are_there(opened: Opened) -> None:
    silent = []

    def reply(asked: Asked) -> Reply:
        return Reply(wait_s=30) if silent else xyz_world(400)(asked)

    with serving(reply) as server:
        basemap = opened(server.url + XYZ)
        sharp(basemap, view(2.0))
        silent.append(True)
        for finer in (1.0, 0.5, 0.3):
            picture = basemap.picture(*view(finer), PAPER)
            assert picture is not None
            assert agreement(picture, world(view(finer), 400, tiles="EPSG:3857")) > 0.9
        coarser = basemap.picture(*view(4.0), PAPER)
        assert coarser is not None
        middle = coarser[150:250, 250:390]
        assert agreement(middle, world(view(4.0), 400, tiles="EPSG:3857")[150:250, 250:390]) > 0.9
        assert (coarser[0] == 0xFFF0F0F0).all()  # paper, where nothing is


def test_no_more_than_four_requests_at_once(opened: Opened) -> None:
    with serving(lambda asked: Reply(png((5, 5, 5)), wait_s=0.05)) as server:
        basemap = opened(server.url + XYZ)
        sharp(basemap, view(0.3, 1200, 900))
        assert 1 < server.most_at_once <= AT_ONCE


def test_the_latest_view_wins(opened: Opened) -> None:
    with serving(lambda asked: Reply(png((5, 5, 5)), wait_s=0.05)) as server:
        basemap = opened(server.url + XYZ)
        for step in range(20):
            basemap.picture(*view(0.3, 1200, 900, dx=step * 5_000.0), PAPER)
        last = view(0.3, 1200, 900, dx=19 * 5_000.0)
        settle(lambda: basemap.is_sharp(*last))
        needed = len(basemap._plan(*last).tiles)
        assert len(server.asked) <= needed + 20 * AT_ONCE
        assert len(server.asked) < 20 * needed / 2


def test_the_second_time_nothing_is_asked(opened: Opened) -> None:
    with serving(xyz_world(50)) as server:
        first = sharp(opened(server.url + XYZ), view(0.5))
        asked = len(server.asked)
        again = sharp(opened(server.url + XYZ), view(0.5))
        assert len(server.asked) == asked
        assert np.array_equal(first, again)
        assert used_mb(opened.folder) > 0
        empty(opened.folder)
        assert used_mb(opened.folder) == 0
        sharp(opened(server.url + XYZ), view(0.5))
        assert len(server.asked) == 2 * asked


def test_kept_tiles_serve_while_the_service_is_away(opened: Opened) -> None:
    with serving(xyz_world(50)) as server:
        url = server.url + XYZ
        sharp(opened(url), view(0.5))
    basemap = opened(url)
    assert agreement(sharp(basemap, view(0.5)), world(view(0.5), 50, tiles="EPSG:3857")) > 0.9
    assert opened.troubles == []


def test_a_month_old_tile_is_shown_and_asked_for_again(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    colours = [(10, 10, 10)]
    with serving(lambda asked: Reply(png(colours[-1]))) as server:
        sharp(opened(server.url + XYZ), view(0.5))
        colours.append((20, 20, 20))
        monkeypatch.setattr("flurinfill.basemaps.cache.FRESH_S", 0.0)
        basemap = opened(server.url + XYZ)
        sharp(basemap, view(0.5))
        settle(lambda: (basemap.picture(*view(0.5), PAPER) == 0xFF141414).all())


def test_a_damaged_kept_tile_is_thrown_away(opened: Opened) -> None:
    with serving(lambda asked: Reply(png((10, 10, 10)))) as server:
        sharp(opened(server.url + XYZ), view(0.5))
        kept = list(opened.folder.rglob("*.img"))
        for path in kept:
            path.write_bytes(path.read_bytes()[:40])
        assert (sharp(opened(server.url + XYZ), view(0.5)) == 0xFF0A0A0A).all()
        assert all(path.stat().st_size > 40 for path in kept)


def test_services_do_not_mix_in_the_cache(opened: Opened) -> None:
    with serving(
        lambda asked: Reply(png((1, 1, 1) if asked.query["LAYERS"] == "a" else (2, 2, 2)))
    ) as server:
        first = opened(server.url, Kind.WMS, layer="a")
        second = opened(server.url, Kind.WMS, layer="b")
        assert (sharp(first, view(0.5)) == 0xFF010101).all()
        assert (sharp(second, view(0.5)) == 0xFF020202).all()


# bad services -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(b"<!DOCTYPE html><title>Anmelden</title>", content_type="text/html"), "service_page"),
        (Reply(b"<ServiceExceptionReport><ServiceException>no</ServiceException>"), "service_exception"),
        (Reply(b"", 500), "service_status"),
        (Reply(b"", 403), "service_refused"),
        (Reply(wait_s=60), "service_silent"),
        (Reply(png((1, 1, 1))[:60]), "image_damaged"),
        (Reply(png((1, 1, 1), (7, 900))), "image_size"),
        (Reply(b"\x89PNG" + b"x" * 9_000_000), "answer_too_large"),
        (Reply(png((1, 1, 1)), cut=True), "service_broke_off"),
        (Reply(status=302, headers={"Location": "/1/1/1.png"}), "redirect_loop"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_service_is_told_once_and_then_left_in_peace(opened: Opened, reply: Reply, code: str) -> None:
    with serving(lambda asked: reply) as server:
        basemap = opened(server.url + XYZ, limits=QUICK)
        assert basemap.picture(*view(0.3, 1200, 900), PAPER) is None
        settle(lambda: opened.codes.count(code) > 0 and basemap.idle)
        asked = len(server.asked)
        for step in range(5):
            assert basemap.picture(*view(0.3, dx=step * 100.0), PAPER) is None
        settle(lambda: basemap.idle)
        time.sleep(0.1)
        assert len(server.asked) == asked
        assert set(opened.codes) == {code}


def test_after_its_rest_the_service_is_asked_again(opened: Opened) -> None:
    broken = [True]
    with serving(lambda asked: Reply(status=500) if broken else Reply(png((3, 3, 3)))) as server:
        basemap = opened(server.url + XYZ, rest_s=0.5)
        basemap.picture(*view(0.5), PAPER)
        settle(lambda: len(opened.troubles) > 0)
        broken.clear()
        settle(lambda: basemap.is_sharp(*view(0.5)))  # without a new view


def test_one_bad_tile_does_not_spoil_the_others(opened: Opened) -> None:
    first: list[str] = []

    def reply(asked: Asked) -> Reply:
        first.append(asked.path)
        return Reply(b"\x89PNG broken" if asked.path == first[0] else png((3, 3, 3)))

    with serving(reply) as server:
        basemap = opened(server.url + XYZ)
        basemap.picture(*view(0.3, 1200, 900), PAPER)
        settle(lambda: basemap.idle)
        picture = basemap.picture(*view(0.3, 1200, 900), PAPER)
        assert picture is not None
        assert 0.8 < (picture == 0xFF030303).mean() < 1.0
        assert opened.codes == ["image_damaged"]


def test_beyond_the_edge_of_a_service_nothing_is_told(opened: Opened) -> None:
    def reply(asked: Asked) -> Reply:
        column = int(asked.path.split("/")[2])
        return Reply(png((3, 3, 3))) if column % 2 else Reply(b"", 404)

    with serving(reply) as server:
        basemap = opened(server.url + XYZ)
        basemap.picture(*view(0.3, 1200, 900), PAPER)
        settle(lambda: basemap.idle)
        assert opened.troubles == []
    with serving(lambda asked: Reply(b"", 404)) as server:
        basemap = opened(server.url + XYZ)
        basemap.picture(*view(0.3, 1200, 900), PAPER)
        settle(lambda: basemap.idle)
        assert set(opened.codes) == {"nothing_here"}


def test_a_full_disk_is_told_once_and_the_map_goes_on(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(target: Path, body: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("flurinfill.basemaps.cache._replace", full)
    with serving(lambda asked: Reply(png((3, 3, 3)))) as server:
        basemap = opened(server.url + XYZ)
        assert (sharp(basemap, view(0.3, 1200, 900)) == 0xFF030303).all()
        assert opened.codes == ["cache_off"]


def test_a_folder_that_is_a_file_is_told_once(opened: Opened) -> None:
    opened.folder.write_text("in the way")
    with serving(lambda asked: Reply(png((3, 3, 3)))) as server:
        assert (sharp(opened(server.url + XYZ), view(0.5)) == 0xFF030303).all()
        assert opened.codes == ["cache_off"]


def test_closing_does_not_wait_for_a_silent_service(opened: Opened) -> None:
    with serving(lambda asked: Reply(wait_s=60)) as server:
        basemap = opened(server.url + XYZ, limits=Limits(5, 60, 60))
        basemap.picture(*view(0.5), PAPER)
        settle(lambda: len(server.asked) > 0)
        basemap.close()  # the fixture for left-over threads looks after the rest


def test_places_that_the_projection_does_not_know_stay_empty(opened: Opened) -> None:
    with serving(xyz_world(50)) as server:
        basemap = opened(server.url + XYZ)
        for bounds in ((1e9, 1e9, 1e9 + 100, 1e9 + 100), (-1e8, -1e8, 1e8, 1e8)):
            assert basemap.picture(bounds, 300, 200, PAPER) is None
        assert basemap.picture((0, 0, 1, 1), 0, 10, PAPER) is None
        assert server.asked == []


def test_a_very_large_view_takes_a_coarser_level(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flurinfill.basemaps.basemap._MOST_TILES", 40)
    with serving(lambda asked: Reply(png((3, 3, 3)))) as server:
        basemap = opened(server.url + XYZ)
        sharp(basemap, view(0.15, 3840, 2160))
        assert 10 <= len(server.asked) <= 40


# looks --------------------------------------------------------------------------------------


def test_opacity_mixes_with_the_paper_and_what_is_transparent_shows_it(opened: Opened) -> None:
    shape = np.zeros((256, 256, 4), np.uint8)
    shape[:, :128] = (0, 0, 0, 255)
    with serving(lambda asked: Reply(png(shape))) as server:
        picture = sharp(opened(server.url + XYZ, opacity=0.5), view(0.5), "#ffffff")
        values = set(np.unique(rgb(picture)[..., 0]))
        assert min(values) in range(125, 131)
        assert max(values) == 255


def test_photos_are_dark_and_maps_are_light(opened: Opened) -> None:
    colours = {"photo": (70, 90, 60), "map": (240, 238, 230)}
    with serving(lambda asked: Reply(png(colours[asked.query["LAYERS"]]))) as server:
        for layer, dark in (("photo", True), ("map", False)):
            basemap = opened(server.url, Kind.WMS, layer=layer)
            sharp(basemap, view(0.5))
            assert basemap.is_dark is dark
        thin = opened(server.url, Kind.WMS, layer="photo", opacity=0.2)
        sharp(thin, view(0.5), "#ffffff")
        assert not thin.is_dark


# the stores ---------------------------------------------------------------------------------


def test_the_least_recently_used_go_first(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, "a", 1)
    old, used = TileKey(1, 0, 0), TileKey(1, 1, 0)
    for key in (old, used):
        cache.write(key, b"x" * 100_000)
    now = time.time()
    for number, key in enumerate((used, old)):
        os.utime(cache._path(key), (now - 10_000 - number, now))
    assert cache.read(used) is not None  # used just now
    for number in range(2, 12):
        cache.write(TileKey(1, number, 0), b"x" * 100_000)
    assert cache.read(old) is None
    assert cache.read(used) is not None
    assert used_mb(tmp_path) <= 1.0


def test_no_half_written_file_is_left_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = DiskCache(tmp_path, "a", 1)
    monkeypatch.setattr(Path, "replace", lambda self, target: (_ for _ in ()).throw(OSError(28, "full")))
    cache.write(TileKey(1, 0, 0), b"x" * 1000)
    assert isinstance(cache.failure, OSError)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_memory_keeps_to_its_limit() -> None:
    memory = TileMemory(limit=10 * 256 * 256 * 4)
    picture = np.full((256, 256, 4), 255, np.uint8)
    for number in range(30):
        memory.put(TileKey(1, number, 0), picture)
        assert TileKey(1, 0, 0) not in memory or number < 30
        memory.get(TileKey(1, number - 3, 0))
    assert sum(TileKey(1, number, 0) in memory for number in range(30)) == 10
    assert memory.version == 30


def test_what_should_not_happen_is_told_and_the_thread_lives_on(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = [True]

    def put(self: TileMemory, key: TileKey, picture: np.ndarray) -> None:
        if broken:
            broken.clear()
            raise ZeroDivisionError
        sound(self, key, picture)

    sound = TileMemory.put
    monkeypatch.setattr(TileMemory, "put", put)
    with serving(lambda asked: Reply(png((3, 3, 3)))) as server:
        basemap = opened(server.url + XYZ)
        basemap.picture(*view(0.3), PAPER)
        settle(lambda: any(isinstance(error, ZeroDivisionError) for error in opened.troubles))
        sharp(basemap, view(0.3))


def test_a_closed_basemap_draws_nothing_and_raises_nothing(opened: Opened) -> None:
    with serving(xyz_world(50)) as server:
        basemap = opened(server.url + XYZ)
        sharp(basemap, view(0.5))
        basemap.close()
        assert basemap.picture(*view(0.7), PAPER) is None
