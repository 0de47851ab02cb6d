"""Passwords as argon2id hashes, and which ones are too easy; the only place that sees a password in clear."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from readiness.errors import InputError

ROUNDS = 2
MEMORY = 19_456  # KiB: with two rounds the least that is held to be enough, and eight threads fit in 160 MB
PARALLEL = 1
SHORTEST = 12
LONGEST = 128
FEWEST_DIFFERENT = 5
COMMON = Path(__file__).parent / "common_passwords" / "passwords.txt"

_hasher = PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY, parallelism=PARALLEL)


def hash_password(password: str) -> str:
    """The argon2id hash of a password in Unicode's compatibility form, so that every keyboard gives the same."""
    return _hasher.hash(unicodedata.normalize("NFKC", password))


def verify_password(password: str, stored: str | None) -> bool:
    """True for the right password; takes the same time where there is none (unknown user)."""
    try:
        right = _hasher.verify(stored or _nobodys(), unicodedata.normalize("NFKC", password))
    except (VerificationError, InvalidHashError):
        return False
    return right and stored is not None


def check_password(password: str, *, about: tuple[str, ...] = ()) -> str:
    """The password itself if it may be chosen; InputError('password', …) if short, long, common or about oneself.

    `about`: the person's name, mail address and the like; a password made of one of them is easy to guess.
    """
    if len(password) < SHORTEST:
        raise InputError("password", "password_short", least=SHORTEST)
    if len(password) > LONGEST:
        raise InputError("password", "password_long", most=LONGEST)
    plain = unicodedata.normalize("NFKC", password).casefold()
    words = [word.casefold() for text in (*about, "readiness") for word in (text, text.partition("@")[0])]
    left = plain
    for word in sorted((w for w in words if len(w) >= FEWEST_DIFFERENT), key=len, reverse=True):
        left = left.replace(word, "")
    if len(set(left)) < FEWEST_DIFFERENT or _is_row(plain):
        raise InputError("password", "password_easy")
    if is_common(plain):
        raise InputError("password", "password_common")
    return password


def is_common(plain: str) -> bool:
    """True for what is tried first: a password of the list, alone, repeated, or with digits and signs around it."""
    unit = plain[: (plain + plain).index(plain, 1)]
    core = "".join(sign if sign.isalpha() else " " for sign in plain).strip()
    return not _common().isdisjoint({plain, unit, core})


def _is_row(text: str) -> bool:
    """True for rows like abcdefghijkl and 123456789012, up or down."""
    steps = {(ord(b) - ord(a)) % 10 for a, b in pairwise(text)}
    return len(steps) == 1


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")
