"""The bell: wakes workers sooner than they would look by themselves. A lost ring loses nothing."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from huey import RedisHuey, SqliteHuey
from redis import RedisError

from readiness.errors import ConfigurationError

NAME = "readiness"
STEP = 0.2
SQLITE = "sqlite:///"
REDIS = ("redis://", "rediss://", "unix://")
SILENT = (OSError, RedisError, sqlite3.Error)


class Bell:
    """Huey's queue on a SQLite file or on Redis, chosen by the URL; it only ever holds rings, never work."""

    def __init__(self, url: str) -> None:
        self._storage = _storage(url)

    def ring(self) -> None:
        """Wake a worker; a queue that does not answer is no error, because workers also look by themselves."""
        try:
            self._storage.enqueue(b"ring")
        except SILENT:
            return

    def wait(self, seconds: float) -> bool:
        """Return at a ring (True), or after `seconds` (False)."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self._rung():
                return True
            time.sleep(min(STEP, left))
        return False

    def _rung(self) -> bool:
        """True if there was a ring; many rings are one."""
        try:
            if self._storage.dequeue() is None:
                return False
            self._storage.flush_queue()
        except SILENT:
            return False
        return True


def _storage(url: str) -> Any:
    if url.startswith(SQLITE):
        path = Path(url.removeprefix(SQLITE))
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(NAME, filename=str(path), results=False).storage
    if url.startswith(REDIS):
        return RedisHuey(NAME, url=url, results=False, blocking=False).storage
    raise ConfigurationError(
        f"READINESS_QUEUE: {url.partition(':')[0]!r} is not one of sqlite, redis, rediss, unix"
    )
