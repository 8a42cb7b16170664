"""A server on the loopback that keeps the rules, or breaks them as asked."""

from __future__ import annotations

import io
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import numpy as np
from PIL import Image


def png(picture: np.ndarray | tuple[int, int, int], size: tuple[int, int] = (256, 256)) -> bytes:
    """A picture as PNG; one colour when three numbers are given."""
    image = Image.new("RGB", size, picture) if isinstance(picture, tuple) else Image.fromarray(picture)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@dataclass
class Reply:
    """What the server says."""

    body: bytes = b""
    status: int = 200
    content_type: str = "image/png"
    headers: dict[str, str] = field(default_factory=dict)
    wait_s: float = 0.0
    drip_s: float = 0.0  # between single bytes
    cut: bool = False  # promises more than it sends


@dataclass
class Asked:
    """A request as the server has seen it."""

    path: str
    query: dict[str, str]
    agent: str
    login: str = ""


class Server:
    """Answers with whatever ``reply`` returns; remembers what was asked, and how many at a time."""

    def __init__(self, reply: Callable[[Asked], Reply]) -> None:
        self.reply = reply
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self.over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.handle(self)

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 64

            def handle_error(self, *_: object) -> None:
                pass  # the client went away: that is what some tests are about

        self._http = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), name="server")
        self._thread.start()

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        query = {name.upper(): values[0] for name, values in parse_qs(parts.query, True).items()}
        asked = Asked(
            parts.path,
            query,
            str(handler.headers.get("User-Agent")),
            str(handler.headers.get("Proxy-Authorization", "")),
        )
        with self._lock:
            self.asked.append(asked)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            self._send(handler, self.reply(asked))
        except OSError:
            handler.close_connection = True
        finally:
            with self._lock:
                self._at_once -= 1

    def _send(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        if reply.wait_s and self.over.wait(reply.wait_s):
            return
        handler.send_response(reply.status)
        handler.send_header("Content-Type", reply.content_type)
        handler.send_header("Content-Length", str(len(reply.body) + (100 if reply.cut else 0)))
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        if reply.drip_s:
            for byte in reply.body:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                if self.over.wait(reply.drip_s):
                    return
        else:
            handler.wfile.write(reply.body)
        if reply.cut:
            handler.close_connection = True

    def close(self) -> None:
        self.over.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
        end = time.monotonic() + 5
        while self._at_once and time.monotonic() < end:
            time.sleep(0.01)


@contextmanager
def serving(reply: Callable[[Asked], Reply]) -> Iterator[Server]:
    """Run a server for a while."""
    server = Server(reply)
    try:
        yield server
    finally:
        server.close()


def checker(x: np.ndarray, y: np.ndarray, side: float) -> np.ndarray:
    """A world to recognise: a chess board of squares of ``side`` units, RGB uint8 (…, 3)."""
    odd = (np.floor(x / side) + np.floor(y / side)) % 2 == 1
    out = np.empty((*x.shape, 3), np.uint8)
    out[odd], out[~odd] = (200, 60, 40), (40, 90, 200)
    return out


def xyz_world(side: float) -> Callable[[Asked], Reply]:
    """XYZ service ``/{z}/{x}/{y}.png`` of a chess board in EPSG:3857."""
    whole = 2 * math.pi * 6_378_137.0

    def reply(asked: Asked) -> Reply:
        zoom, column, row = (int(part.split(".")[0]) for part in asked.path.strip("/").split("/"))
        pixel = whole / 256 / 2**zoom
        x = -whole / 2 + (column * 256 + np.arange(256) + 0.5) * pixel
        y = whole / 2 - (row * 256 + np.arange(256) + 0.5) * pixel
        return Reply(png(checker(*np.meshgrid(x, y), side)))

    return reply


def wms_world(side: float) -> Callable[[Asked], Reply]:
    """GetMap of the same chess board in whatever CRS is asked for (x before y)."""

    def reply(asked: Asked) -> Reply:
        width, height = int(asked.query["WIDTH"]), int(asked.query["HEIGHT"])
        west, south, east, north = (float(part) for part in asked.query["BBOX"].split(","))
        x = west + (np.arange(width) + 0.5) * (east - west) / width
        y = north - (np.arange(height) + 0.5) * (north - south) / height
        return Reply(png(checker(*np.meshgrid(x, y), side)))

    return reply
