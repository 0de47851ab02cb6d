"""Time-based codes (RFC 6238) for the second factor, and recovery codes for a lost phone."""

from __future__ import annotations

import base64
import binascii
import secrets
from typing import cast

import segno
from flask import current_app
from flask_security import Totp as PlainTotp

from readiness.assessment.readable import LETTERS, grouped, plain_code
from readiness.store.tickets import hash_secret

ISSUER = "Readiness"
WINDOW_SECONDS = 30
CODES = 10
CODE_LETTERS = 16


class Totp(PlainTotp):
    """Flask-Security's codes with secrets encrypted at rest; a plain base32 secret (demo accounts) works too."""

    def __init__(self, key: bytes) -> None:
        super().__init__({"1": base64.urlsafe_b64encode(key).decode()}, ISSUER)

    def source(self, stored: str) -> object:
        """The secret as passlib wants it."""
        return self._totp.from_source(stored) if stored.startswith("{") else self._totp(key=stored)

    def match(self, code: str, stored: str) -> int | None:
        """The counter of the 30 s step whose code this is, one step early or late allowed; None if wrong."""
        digits = "".join(code.split())
        if not (digits.isascii() and digits.isdigit()):
            return None
        try:
            found = self._totp.verify(digits, self.source(stored), window=WINDOW_SECONDS)
        except (ValueError, binascii.Error):  # passlib's TokenError is a ValueError
            return None
        return cast(int, found.counter)

    def current(self, stored: str) -> str:
        """The code of this moment, for the development page."""
        return cast(str, self._totp.from_source(self.source(stored)).generate().token)

    def key(self, stored: str) -> str:
        """The secret in groups of four, to be typed by hand."""
        return cast(str, self._totp.from_source(self.source(stored)).pretty_key(sep=" "))

    def picture(self, stored: str, email: str) -> str:
        """A QR code as a data address."""
        uri = self._totp.from_source(self.source(stored)).to_uri(email)
        return segno.make(uri, error="m").svg_data_uri(scale=5, border=4, dark="#111", light="#fff")


def get_totp() -> Totp:
    """The app's factory of codes."""
    return cast(Totp, current_app.extensions["readiness_totp"])


def new_recovery_codes() -> tuple[list[str], list[str]]:
    """Ten codes of 80 bits to show once, and their hashes to keep."""
    plain = ["".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS)) for _ in range(CODES)]
    shown = [grouped(code, 4) for code in plain]
    return shown, [hash_secret(code) for code in plain]


def without_code(hashes: list[str] | None, code: str) -> list[str] | None:
    """The hashes that remain when the code is used, None if it is not among them."""
    wanted = hash_secret(plain_code(code))
    remaining = [known for known in hashes or [] if not secrets.compare_digest(known, wanted)]
    return remaining if len(remaining) < len(hashes or []) else None
