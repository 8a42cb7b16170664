"""The vault: personal data is sealed with AES-256-GCM under one random data key.

The data key itself is stored twice, wrapped by the passphrase and by a recovery key (scrypt,
RFC 7914). Each sealed value is bound to its table, column and row, so that it cannot be moved to
another place unnoticed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, delete, insert, select

from flurinfill.model.errors import SealedError
from flurinfill.project.schema import VAULT

SCRYPT_N = 2**15
_SCRYPT_R, _SCRYPT_P = 8, 1
_KEY_BYTES, _NONCE_BYTES, _SALT_BYTES = 32, 12, 16
_RECOVERY_BYTES = 20
_PADDING = 128
"""Sealed texts are padded to multiples of this, so that their length tells little."""


@dataclass(frozen=True)
class _Wrapped:
    """The data key, wrapped by a secret."""

    cost: int
    salt: bytes
    box: bytes

    @classmethod
    def make(cls, data_key: bytes, secret: str, purpose: str) -> _Wrapped:
        cost, salt, nonce = SCRYPT_N, os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
        box = nonce + AESGCM(_stretched(secret, salt, cost)).encrypt(nonce, data_key, purpose.encode())
        return cls(cost, salt, box)

    def open(self, secret: str, purpose: str) -> bytes | None:
        cipher = AESGCM(_stretched(secret, self.salt, self.cost))
        try:
            return cipher.decrypt(self.box[:_NONCE_BYTES], self.box[_NONCE_BYTES:], purpose.encode())
        except InvalidTag:
            return None

    def to_bytes(self) -> bytes:
        return self.cost.to_bytes(4, "big") + self.salt + self.box

    @classmethod
    def from_bytes(cls, value: bytes) -> _Wrapped:
        return cls(int.from_bytes(value[:4], "big"), value[4 : 4 + _SALT_BYTES], value[4 + _SALT_BYTES :])


def _stretched(secret: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(
        secret.encode(), salt=salt, n=cost, r=_SCRYPT_R, p=_SCRYPT_P, maxmem=256 * 2**20, dklen=_KEY_BYTES
    )


def _new_recovery_key() -> str:
    text = base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _plain_recovery(text: str) -> str:
    # 0, 1 and 8 are not in the alphabet of base32: whoever types them meant O, I and B.
    bare = text.upper().replace("-", "").replace(" ", "")
    return bare.translate(str.maketrans("018", "OIB"))


class Vault:
    """The key to what is sealed, when it is at hand.

    Attributes
    ----------
    exists : bool
        The project has a vault.
    locked : bool
        It has one and its key is not at hand.
    """

    def __init__(self, connection: Connection) -> None:
        self._cipher: AESGCM | None = None
        self.exists = bool(connection.scalar(select(VAULT.c.name).limit(1)))

    @property
    def locked(self) -> bool:
        """True when there is a vault and its key is not at hand."""
        return self.exists and self._cipher is None

    @property
    def open(self) -> bool:
        """True when sealed values can be read and written."""
        return self._cipher is not None

    def create(self, connection: Connection, passphrase: str) -> tuple[str, bytes]:
        """Write a new data key, wrapped; return the recovery key and the data key.

        The vault opens with :meth:`use`, once the transaction is on disk: nothing may be sealed
        with a key that is not.
        """
        if self.exists:
            raise SealedError("vault_exists")
        _check_passphrase(passphrase)
        key = AESGCM.generate_key(256)
        recovery = _new_recovery_key()
        self._keep(connection, "passphrase", _Wrapped.make(key, passphrase, "passphrase"))
        self._keep(connection, "recovery", _Wrapped.make(key, _plain_recovery(recovery), "recovery"))
        connection.execute(
            insert(VAULT).values(name="check", value=_sealed(AESGCM(key), "vault", 0, b"check"))
        )
        return recovery, key

    def unlock(self, connection: Connection, secret: str) -> bool:
        """Open with the passphrase or the recovery key; True says that it was the latter.

        Raises
        ------
        SealedError
            ``no_vault`` or ``passphrase_wrong``.
        """
        purpose, key = self._opened_by(connection, secret)
        self.use(key)
        return purpose == "recovery"

    def _opened_by(self, connection: Connection, secret: str) -> tuple[str, bytes]:
        if not self.exists:
            raise SealedError("no_vault")
        for purpose, text in (("passphrase", secret), ("recovery", _plain_recovery(secret))):
            stored = connection.scalar(select(VAULT.c.value).where(VAULT.c.name == purpose))
            key = None if stored is None else _Wrapped.from_bytes(stored).open(text, purpose)
            if key is not None:
                return purpose, key
        raise SealedError("passphrase_wrong")

    def use(self, key: bytes) -> None:
        """Open with the data key itself."""
        self.exists, self._cipher = True, AESGCM(key)

    def lock(self) -> None:
        """Forget the key."""
        self._cipher = None

    def change_secrets(self, connection: Connection, old: str, passphrase: str) -> str:
        """Wrap the data key by a new passphrase and a new recovery key, which is returned.

        Raises
        ------
        SealedError
            ``passphrase_wrong`` for the old one; ``passphrase_too_short``.
        """
        _check_passphrase(passphrase)
        _, key = self._opened_by(connection, old)
        recovery = _new_recovery_key()
        self._keep(connection, "passphrase", _Wrapped.make(key, passphrase, "passphrase"))
        self._keep(connection, "recovery", _Wrapped.make(key, _plain_recovery(recovery), "recovery"))
        return recovery

    @staticmethod
    def _keep(connection: Connection, name: str, wrapped: _Wrapped) -> None:
        connection.execute(delete(VAULT).where(VAULT.c.name == name))
        connection.execute(insert(VAULT).values(name=name, value=wrapped.to_bytes()))

    def require(self) -> None:
        """Refuse when personal data can be neither read nor written.

        Raises
        ------
        SealedError
            ``no_vault`` when there never was a passphrase, ``sealed`` while locked.
        """
        if not self.exists:
            raise SealedError("no_vault")
        if self._cipher is None:
            raise SealedError("sealed")

    def seal(self, table: str, row: int, values: object) -> bytes:
        """Encrypt a value (anything JSON) for the column ``sealed`` of a row."""
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
        return self.seal_bytes(table, row, text + b" " * (-len(text) % _PADDING))

    def unseal(self, table: str, row: int, sealed: bytes) -> Any:
        """Decrypt what :meth:`seal` made for the same row.

        Raises
        ------
        SealedError
            ``sealed_damaged`` when it is not for this row or was changed.
        """
        return json.loads(self.unseal_bytes(table, row, sealed))

    def seal_bytes(self, table: str, row: int, data: bytes) -> bytes:
        """Encrypt bytes for the column ``sealed`` of a row."""
        self.require()
        assert self._cipher is not None
        return _sealed(self._cipher, table, row, data)

    def unseal_bytes(self, table: str, row: int, sealed: bytes) -> bytes:
        """Decrypt bytes."""
        self.require()
        assert self._cipher is not None
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _place(table, row))
        except InvalidTag as error:
            raise SealedError("sealed_damaged", table=table, row=row) from error

    def unseal_all(self, table: str, rows: Mapping[int, bytes]) -> dict[int, Any]:
        """Decrypt many rows."""
        return {row: self.unseal(table, row, sealed) for row, sealed in rows.items()}


def _sealed(cipher: AESGCM, table: str, row: int, data: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, data, _place(table, row))


def _place(table: str, row: int) -> bytes:
    return f"{table}/sealed/{row}".encode()


def _check_passphrase(passphrase: str) -> None:
    if len(passphrase) < MIN_PASSPHRASE:
        raise SealedError("passphrase_too_short", minimum=MIN_PASSPHRASE)


MIN_PASSPHRASE = 8
"""Fewer characters are refused."""
