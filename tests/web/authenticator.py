"""A device with passkeys, in software: what a phone or a USB key would answer a page."""

from __future__ import annotations

import hashlib
import html
import json
import re
import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

OPTIONS = re.compile(r'data-passkey-options value="([^"]+)"')
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def options_of(page: str) -> dict[str, Any]:
    """What the page asks of the device."""
    found = OPTIONS.search(page)
    assert found is not None
    asked: dict[str, Any] = json.loads(html.unescape(found[1]))
    return asked


class Device:
    """One key for one service; `origin` is the page that the device believes to stand on."""

    def __init__(self, origin: str, *, verifies: bool = True) -> None:
        self.origin, self.verifies, self.uses = origin, verifies, 0
        self.host = origin.partition("://")[2].partition(":")[0]
        self.id, self.key = secrets.token_bytes(16), ec.generate_private_key(ec.SECP256R1())

    def create(self, asked: dict[str, Any]) -> str:
        """The answer to options for a new passkey."""
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        public = encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        data = self._data(ATTESTED) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        statement = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked)
        return self._said({
            "clientDataJSON": bytes_to_base64url(client), "attestationObject": bytes_to_base64url(statement),
            "transports": ["internal"],
        })  # fmt: skip

    def prove(self, asked: dict[str, Any]) -> str:
        """The answer to options for a sign-in."""
        self.uses += 1
        data, client = self._data(0), self._client("webauthn.get", asked)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._said({
            "clientDataJSON": bytes_to_base64url(client), "authenticatorData": bytes_to_base64url(data),
            "signature": bytes_to_base64url(signed),
        })  # fmt: skip

    def _data(self, flags: int) -> bytes:
        known = PRESENT | flags | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(self.host.encode()).digest() + bytes([known]) + self.uses.to_bytes(4, "big")

    def _client(self, kind: str, asked: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": False}
        assert len(base64url_to_bytes(asked["challenge"])) >= 16
        return json.dumps(told).encode()

    def _said(self, response: dict[str, Any]) -> str:
        name = bytes_to_base64url(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
