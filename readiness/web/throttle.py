"""Limits on guessing: wrong passwords and codes per account, per address and over all."""

from __future__ import annotations

import ipaddress
import time
from typing import cast

from flask import Flask, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse
from werkzeug.exceptions import TooManyRequests

from readiness.config import Settings

PER_ADDRESS = 5
CROWD = 30
"""Limits of an account for many honest people behind one address."""
OVER_ALL = 200
V6_NETWORK = 64


class Throttle:
    """One limit for an account, five times as much for an address (a /64 of IPv6), 200 times over all."""

    def __init__(self, limiter: Limiter, limit: str) -> None:
        self.limiter = limiter
        self.account = parse(limit) if limit else None

    def attempt(self, account: str) -> None:
        """Count a try on the account before anything is checked; TooManyRequests beyond the limits."""
        if self.account is None:
            return
        for item, name in self._shared():
            if not self.limiter.limiter.test(item, name):
                raise self._too_many(item, name)
        if not self.limiter.limiter.hit(self.account, f"account:{account}"):
            raise self._too_many(self.account, f"account:{account}")

    def count(self, deed: str, factor: int = 1, *, network: bool = False, look: bool = False) -> None:
        """Count a deed, alone or for the visitor's network, or only `look`; TooManyRequests beyond `factor` limits."""
        if self.account is None:
            return
        item = _times(self.account, factor)
        name = f"{deed} from {_network(request.remote_addr)}" if network else deed
        free = self.limiter.limiter.test(item, name) if look else self.limiter.limiter.hit(item, name)
        if not free:
            raise self._too_many(item, name)

    def wrong(self) -> None:
        """The try was wrong: count it for the address and over all too."""
        for item, name in self._shared():
            self.limiter.limiter.hit(item, name)

    def right(self, account: str) -> None:
        """The try was right: earlier ones on the account are forgotten."""
        if self.account is not None:
            self.limiter.limiter.clear(self.account, f"account:{account}")

    def _shared(self) -> list[tuple[RateLimitItem, str]]:
        if self.account is None:
            return []
        return [
            (_times(self.account, PER_ADDRESS), f"address:{_network(request.remote_addr)}"),
            (_times(self.account, OVER_ALL), "all"),
        ]

    def _too_many(self, item: RateLimitItem, name: str) -> TooManyRequests:
        reset = self.limiter.limiter.get_window_stats(item, name).reset_time
        return TooManyRequests(retry_after=max(1, round(reset - time.time())))


def init_throttle(app: Flask, settings: Settings) -> None:
    """Count in the process, or in Redis where the queue is there anyway."""
    shared = settings.queue_url.startswith("redis")
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=settings.queue_url if shared else "memory://",
        strategy="moving-window",
        headers_enabled=False,
    )
    app.extensions["readiness_throttle"] = Throttle(limiter, settings.login_throttle)


def get_throttle() -> Throttle:
    """The app's limits."""
    return cast(Throttle, current_app.extensions["readiness_throttle"])


def _times(item: RateLimitItem, factor: int) -> RateLimitItem:
    return type(item)(item.amount * factor, item.multiples)


def _network(address: str | None) -> str:
    """The address, or its /64 network for IPv6, of which one person may have many addresses."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, V6_NETWORK), strict=False))
