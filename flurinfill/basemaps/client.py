"""Asking a server: with limits on time and size, politely, and so that it can be broken off.

The certificates trusted are those of the operating system (an office may have its own) and those of
certifi. urllib3 is used directly: its pools may be shared between threads.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
import weakref
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    ProxyError,
    ReadTimeoutError,
    ResponseError,
    SSLError,
)

from flurinfill import __version__
from flurinfill.basemaps.proxies import login_of, without_login
from flurinfill.basemaps.services import host_of, shown_address
from flurinfill.model.errors import Cancelled, ServiceError

NO_PROXY = "none"
"""Proxy setting: ask directly, whatever the system says; ``""`` means that of the system."""

AT_ONCE = 4
"""Requests at the same time to one host."""

_USER_AGENT = f"flurinfill/{__version__} (desktop GIS; +urllib3)"
_REDIRECTS = 5
_CHUNK = 1 << 16
_BREATH_S = 0.3
_WORTH_A_RETRY = {500, 502, 503, 504}
_UNWANTED = {401, 403, 407}


@dataclass(frozen=True)
class Limits:
    """Seconds until a connection stands, between two pieces of an answer, and for all of it."""

    connect_s: float = 5.0
    read_s: float = 20.0
    total_s: float = 30.0


@dataclass(frozen=True)
class Answer:
    """What came back, with status 200 (or 204 or 404 where these were allowed)."""

    host: str
    status: int
    content_type: str
    body: bytes


class _Sockets:
    """The sockets in use; shutting them down wakes whoever waits for an answer.

    One that is opened later, by a request that was already on its way, is shut down as well.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._shut = False

    def add(self, opened: socket.socket) -> None:
        with self._lock:
            self._open.add(opened)
            if self._shut:
                _shut_down(opened)

    def shut(self) -> None:
        with self._lock:
            self._shut = True
            for opened in list(self._open):
                _shut_down(opened)


def _shut_down(opened: socket.socket) -> None:
    with contextlib.suppress(OSError):
        opened.shutdown(socket.SHUT_RDWR)


def _pool_classes(sockets: _Sockets) -> dict[str, type[HTTPConnectionPool]]:
    """Pools whose connections tell of their sockets."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            sockets.add(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            sockets.add(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class Client:
    """Gets answers; may be used from several threads.

    Parameters
    ----------
    proxy : str
        ``""`` for that of the system, :data:`NO_PROXY`, or ``"host:port"``; its login is asked from the
        keyring.
    limits : Limits
    """

    def __init__(self, proxy: str = "", limits: Limits | None = None) -> None:
        self._proxy, self._limits = proxy.strip(), limits or Limits()
        self._sockets = _Sockets()
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._managers: dict[str, urllib3.PoolManager] = {}

    def get(self, url: str, *, most: int, allowed: tuple[int, ...] = (200,)) -> Answer:
        """Ask for an address; once more where that may help.

        Parameters
        ----------
        url : str
        most : int
            Bytes that an answer may have.
        allowed : tuple of int
            Statuses that are an answer.

        Raises
        ------
        ServiceError
            ``address_unusable``, ``service_unreachable``, ``proxy_unreachable``, ``certificate_refused``,
            ``service_silent``, ``service_broke_off``, ``redirect_loop``, ``service_refused``,
            ``service_status``, ``answer_too_large``.
        Cancelled
            The client was closed meanwhile.
        """
        try:
            return self._once(url, most, allowed)
        except ServiceError as error:
            passing = error.code in {"service_unreachable", "service_broke_off"}
            if not (passing or error.details.get("status") in _WORTH_A_RETRY):
                raise
        if self._closed.wait(_BREATH_S):
            raise Cancelled
        return self._once(url, most, allowed)

    def close(self) -> None:
        """Break off everything; later requests are cancelled."""
        self._closed.set()
        self._sockets.shut()
        with self._lock:
            for manager in self._managers.values():
                manager.clear()

    def _once(self, url: str, most: int, allowed: tuple[int, ...]) -> Answer:
        host = host_of(url)
        try:
            return self._read(host, url, most, allowed)
        except (HTTPError, OSError, ValueError) as error:
            if self._closed.is_set():
                raise Cancelled from error
            raise self._told(error, host, url) from error

    def _read(self, host: str, url: str, most: int, allowed: tuple[int, ...]) -> Answer:
        if self._closed.is_set():
            raise Cancelled
        end = time.monotonic() + self._limits.total_s
        response = self._manager_for(url).request(
            "GET",
            url,
            headers={"User-Agent": _USER_AGENT, "Accept-Encoding": "gzip, deflate"},
            preload_content=False,
            timeout=urllib3.Timeout(connect=self._limits.connect_s, read=self._limits.read_s),
            retries=urllib3.Retry(total=None, connect=0, read=0, status=0, other=0, redirect=_REDIRECTS),
        )
        try:
            _expect(response.status, allowed, host)
            body = self._body(response, host, most, end)
        except BaseException:
            response.close()  # the rest is not wanted
            raise
        finally:
            response.release_conn()
        return Answer(host, response.status, str(response.headers.get("Content-Type", "")), body)

    def _body(self, response: urllib3.BaseHTTPResponse, host: str, most: int, end: float) -> bytes:
        """Read piece by piece, so that neither a drip nor a flood lasts."""
        parts: list[bytes] = []
        size = 0
        while part := response.read1(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > most:
                raise ServiceError("answer_too_large", host=host, most=most // 1_000_000)
            if time.monotonic() > end:
                raise ServiceError("service_silent", host=host, seconds=round(self._limits.total_s))
            if self._closed.is_set():
                raise Cancelled
        return b"".join(parts)

    def _manager_for(self, url: str) -> urllib3.PoolManager:
        proxy = self._proxy_for(url)
        with self._lock:
            if proxy not in self._managers:
                self._managers[proxy] = self._made(proxy)
            return self._managers[proxy]

    def _proxy_for(self, url: str) -> str:
        if self._proxy == NO_PROXY:
            return ""
        parts = urlsplit(url)
        if self._proxy:
            return self._proxy if "://" in self._proxy else f"http://{self._proxy}"
        if parts.hostname is None or proxy_bypass(parts.hostname):
            return ""
        proxies = getproxies()
        found = proxies.get(parts.scheme) or proxies.get("all") or ""
        return found if "://" in found or not found else f"http://{found}"

    def _made(self, proxy: str) -> urllib3.PoolManager:
        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())
        options: dict[str, Any] = {"maxsize": AT_ONCE, "block": True, "ssl_context": context}
        manager: urllib3.PoolManager
        if proxy:
            try:
                login = urllib3.util.parse_url(proxy).auth or (login_of(self._proxy) if self._proxy else "")
                headers = urllib3.make_headers(proxy_basic_auth=login) if login else None
                manager = urllib3.ProxyManager(proxy, proxy_headers=headers, **options)
            except (HTTPError, ValueError) as error:
                raise ServiceError("proxy_unreachable", proxy=without_login(self._proxy or proxy)) from error
        else:
            manager = urllib3.PoolManager(**options)
        manager.pool_classes_by_scheme = _pool_classes(self._sockets)
        return manager

    def _told(self, error: Exception, host: str, url: str) -> ServiceError:
        """Say what happened by a code."""
        cause = error.reason if isinstance(error, MaxRetryError) and error.reason else error
        if isinstance(cause, ProxyError):
            return ServiceError("proxy_unreachable", proxy=self._shown_proxy(url))
        if isinstance(cause, SSLError):
            return ServiceError("certificate_refused", host=host)
        if isinstance(cause, ReadTimeoutError):
            return ServiceError("service_silent", host=host, seconds=round(self._limits.read_s))
        if isinstance(cause, ResponseError):
            return ServiceError("redirect_loop", host=host)
        if isinstance(cause, (urllib3.exceptions.ProtocolError, urllib3.exceptions.DecodeError)):
            return ServiceError("service_broke_off", host=host)
        if isinstance(cause, (urllib3.exceptions.LocationValueError, ValueError)) and not isinstance(
            cause, (OSError, ConnectTimeoutError)
        ):
            return ServiceError("address_unusable", url=shown_address(url))
        return ServiceError("service_unreachable", host=host)

    def _shown_proxy(self, url: str) -> str:
        with contextlib.suppress(ValueError):
            parts = urlsplit(self._proxy_for(url))
            return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
        return without_login(self._proxy)


def _expect(status: int, allowed: tuple[int, ...], host: str) -> None:
    if status not in allowed:
        code = "service_refused" if status in _UNWANTED else "service_status"
        raise ServiceError(code, host=host, status=status)
