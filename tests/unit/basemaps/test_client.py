"""Asking a server: whatever it does, there is an answer or one clear fault, and it does not take long."""

from __future__ import annotations

import base64
import gzip
import socket
import threading
import time
from collections.abc import Iterator

import keyring
import pytest
from basemap_desk import settle
from keyring.backend import KeyringBackend
from servers import Asked, Reply, serving

from flurinfill import i18n
from flurinfill.basemaps import proxies
from flurinfill.basemaps.client import NO_PROXY, Client, Limits
from flurinfill.model.errors import Cancelled, ServiceError


def _fault(client: Client, url: str, most: int = 10_000, **options) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        client.get(url, most=most, **options)
    for language in ("de", "en"):
        i18n.set_language(language)
        words = i18n.error_text(caught.value)
        assert words != caught.value.code
        assert "\n" not in words
    return caught.value


def test_an_answer_is_read_whole_and_unpacked(client: Client) -> None:
    body = b"ein langer Text " * 500
    packed = Reply(gzip.compress(body), headers={"Content-Encoding": "gzip"}, content_type="text/plain")
    with serving(lambda asked: packed) as server:
        answer = client.get(f"{server.url}/x?a=1", most=100_000)
        assert (answer.body, answer.content_type, answer.host) == (body, "text/plain", "127.0.0.1")
        assert server.asked[0].agent.startswith("flurinfill/")


@pytest.mark.parametrize(
    ("status", "code", "requests"),
    [(404, "service_status", 1), (400, "service_status", 1), (403, "service_refused", 1),
     (407, "service_refused", 1), (500, "service_status", 2), (503, "service_status", 2)],
)  # fmt: skip
def test_errors_are_told_and_only_passing_ones_are_tried_twice(
    client: Client, status: int, code: str, requests: int
) -> None:
    with serving(lambda asked: Reply(b"nein", status)) as server:
        error = _fault(client, server.url)
        assert (error.code, error.details["status"]) == (code, status)
        assert len(server.asked) == requests


def test_the_second_try_may_succeed(client: Client) -> None:
    replies = [Reply(b"", 503), Reply(b"da")]
    with serving(lambda asked: replies.pop(0)) as server:
        assert client.get(server.url, most=10).body == b"da"


def test_silence_is_not_waited_for_twice(client: Client) -> None:
    with serving(lambda asked: Reply(b"late", wait_s=30)) as server:
        assert _fault(client, server.url).code == "service_silent"
        assert len(server.asked) == 1


def test_a_drip_does_not_last(client: Client) -> None:
    with serving(lambda asked: Reply(b"x" * 1000, drip_s=0.05)) as server:
        assert _fault(client, server.url).code == "service_silent"


def test_a_flood_is_cut_off(client: Client) -> None:
    with serving(lambda asked: Reply(b"x" * 3_000_000)) as server:
        error = _fault(client, server.url, most=1_000_000)
        assert (error.code, error.details["most"]) == ("answer_too_large", 1)


def test_an_answer_that_breaks_off_is_told(client: Client) -> None:
    with serving(lambda asked: Reply(b"halb", cut=True)) as server:
        assert _fault(client, server.url).code == "service_broke_off"
        assert len(server.asked) == 2


def test_redirects_are_followed_but_not_for_ever(client: Client) -> None:
    def reply(asked: Asked) -> Reply:
        target = "/end" if asked.path == "/once" else "/loop"
        return Reply(b"da") if asked.path == "/end" else Reply(status=302, headers={"Location": target})

    with serving(reply) as server:
        assert client.get(f"{server.url}/once", most=10).body == b"da"
        assert _fault(client, f"{server.url}/loop").code == "redirect_loop"


def test_nobody_there(client: Client) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert _fault(client, f"http://127.0.0.1:{port}/").code == "service_unreachable"
    assert _fault(client, f"https://127.0.0.1:{port}/").code == "service_unreachable"


def test_no_trust_in_a_server_that_does_not_encrypt(client: Client) -> None:
    with serving(lambda asked: Reply(b"da")) as server:
        assert _fault(client, server.url.replace("http:", "https:")).code in {
            "certificate_refused", "service_broke_off",
        }  # fmt: skip


@pytest.mark.parametrize("url", ["", "ftp://127.0.0.1/x", "http://", "nonsense", "http://127.0.0.1:99999/"])
def test_addresses_that_cannot_be_asked(client: Client, url: str) -> None:
    assert _fault(client, url).code in {"address_unusable", "service_unreachable"}


def test_a_typed_proxy_is_used() -> None:
    with serving(lambda asked: Reply(b"vom Proxy: " + asked.path.encode())) as proxy:
        client = Client(proxy.url.removeprefix("http://"))
        assert client.get("http://maps.invalid/a", most=100).body == b"vom Proxy: /a"
        client.close()


def test_the_proxy_of_the_system_is_used_unless_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with (
        serving(lambda asked: Reply(b"vom Proxy")) as proxy,
        serving(lambda asked: Reply(b"direkt")) as server,
    ):
        monkeypatch.setenv("http_proxy", proxy.url)
        for setting, expected in (("", b"vom Proxy"), (NO_PROXY, b"direkt")):
            client = Client(setting)
            assert client.get(server.url, most=100).body == expected
            client.close()


def test_a_proxy_that_is_not_there_is_named() -> None:
    client = Client("127.0.0.1:1")
    error = _fault(client, "http://maps.invalid/")
    assert (error.code, error.details["proxy"]) == ("proxy_unreachable", "127.0.0.1:1")
    client.close()


class _Keyring(KeyringBackend):
    """Keeps passwords for one test."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def own_keyring() -> Iterator[_Keyring]:
    before, mine = keyring.get_keyring(), _Keyring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def test_the_login_of_a_proxy_is_asked_from_the_keyring(own_keyring: _Keyring) -> None:
    with serving(lambda asked: Reply(asked.login.encode())) as proxy:
        address = proxies.keep_login(proxy.url.replace("http://", "http://k.muster:gehe@im@"))
        assert address == proxy.url
        assert list(own_keyring.kept.values()) == ["k.muster:gehe@im"]
        client = Client(address)
        sent = client.get("http://maps.invalid/a", most=100).body.decode()
        client.close()
    assert base64.b64decode(sent.removeprefix("Basic ")) == b"k.muster:gehe@im"
    assert proxies.keep_login(address) == address  # typed again without: the login stays


def test_a_login_that_nobody_keeps_is_refused() -> None:
    with pytest.raises(ServiceError, match="proxy_login_not_kept") as caught:
        proxies.keep_login("k.muster:geheim@proxy.invalid:8080")
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("k.muster:geheim@127.0.0.1:1", "127.0.0.1:1"),
        ("http://k.muster:geheim@127.0.0.1:1", "127.0.0.1:1"),
        ("k.muster:geheim@proxy:port", "proxy:port"),
        ("ftp://k.muster:ge://heim@x", "ftp://x"),
        ("k.muster:ge/heim@x", "x"),
        ("http://k.muster:geheim@[", "http://["),
    ],
)
def test_no_login_stands_in_a_message(typed: str, shown: str) -> None:
    client = Client(typed)
    error = _fault(client, "http://maps.invalid/")
    client.close()
    assert error.details["proxy"] == shown
    assert "heim" not in i18n.error_text(error)


@pytest.mark.parametrize(
    "url", ["http://k.muster:geheim@/x?y=a@b", "http://k.muster:geheim@127.0.0.1:99999/"]
)
def test_no_login_of_a_service_stands_in_a_message(client: Client, url: str) -> None:
    assert "geheim" not in i18n.error_text(_fault(client, url))


@pytest.mark.parametrize("typed", ["kein Proxy", "ftp://x", "proxy:port", "http://[", "127.0.0.1:1"])
def test_a_proxy_that_is_none_is_named(typed: str) -> None:
    client = Client(typed)
    error = _fault(client, "http://maps.invalid/")
    assert error.code == "proxy_unreachable"
    client.close()


def test_closing_wakes_whoever_waits() -> None:
    client = Client(NO_PROXY, Limits(5, 60, 60))
    ended: list[BaseException] = []

    def ask(url: str) -> None:
        try:
            client.get(url, most=10)
        except Cancelled as error:
            ended.append(error)

    with serving(lambda asked: Reply(b"nie", wait_s=60)) as server:
        thread = threading.Thread(target=ask, args=(server.url,))
        thread.start()
        while not server.asked:
            time.sleep(0.01)
        client.close()
        thread.join(timeout=5)
        assert not thread.is_alive()
        assert len(ended) == 1
    with pytest.raises(Cancelled):
        client.get("http://127.0.0.1/", most=10)


def test_a_connection_made_while_closing_does_not_stay(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = client._manager_for

    def closing(url: str) -> object:
        manager = found(url)
        client.close()
        return manager

    monkeypatch.setattr(client, "_manager_for", closing)
    before = set(threading.enumerate())
    with serving(lambda asked: Reply(b"da")) as server, pytest.raises(Cancelled):
        client.get(server.url, most=10)
    settle(lambda: set(threading.enumerate()) <= before, patience=5.0)
