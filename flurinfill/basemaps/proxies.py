"""The login of a proxy: kept in the keyring of the operating system, never in settings or messages."""

from __future__ import annotations

import re

import keyring
from keyring.errors import KeyringError

from flurinfill.model.errors import ServiceError

_KEYRING_SERVICE = "flurinfill-proxy"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def without_login(address: str) -> str:
    """Address of a proxy without ``user:password@``, whatever else is wrong with it.

    Examples
    --------
    >>> without_login("http://k.muster:gehe/im@proxy.invalid:8080")
    'http://proxy.invalid:8080'
    >>> without_login("proxy.invalid:8080")
    'proxy.invalid:8080'
    """
    return _split(address)[0]


def _split(proxy: str) -> tuple[str, str]:
    """Address and login of what was typed; a password may hold anything, also ``@`` and ``/``."""
    typed = proxy.strip()
    found = _SCHEME.match(typed)
    scheme = found.group() if found else ""
    login, _, host = typed[len(scheme) :].rpartition("@")
    return scheme + host, login


def keep_login(proxy: str) -> str:
    """Let the keyring keep the login of a typed proxy; return the address without it.

    Raises
    ------
    ServiceError
        ``proxy_login_not_kept`` where there is no keyring that keeps it.
    """
    address, typed = _split(proxy)
    if not typed:
        return address
    try:
        keyring.set_password(_KEYRING_SERVICE, address, typed)
    except KeyringError as error:
        raise ServiceError("proxy_login_not_kept", proxy=address) from error
    if login_of(address) != typed:  # a keyring that is switched off keeps nothing, and does not say so
        raise ServiceError("proxy_login_not_kept", proxy=address)
    return address


def login_of(address: str) -> str:
    """Return ``user:password`` that the keyring keeps for a proxy, ``""`` when it keeps none."""
    try:
        return keyring.get_password(_KEYRING_SERVICE, address) or ""
    except KeyringError:
        return ""
