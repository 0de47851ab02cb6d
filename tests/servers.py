"""Private servers for the tests: a PostgreSQL cluster and a Redis in a temporary folder, on sockets only.

Nothing here touches a server that already runs: no fixed port, no shared folder.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _binary(name: str) -> str:
    """The path of a PostgreSQL or Redis program; Debian keeps PostgreSQL's out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    path = str(found[0]) if found else shutil.which(name)
    if not path:
        raise RuntimeError(f"{name} is missing: run `make test`, which installs it")
    return path


def _unprivileged() -> tuple[int, int] | None:
    """PostgreSQL refuses root; as root its processes run as 'postgres', else 'nobody'."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise RuntimeError("no unprivileged user to run PostgreSQL as")


@contextmanager
def postgresql() -> Iterator[str]:
    """A fresh cluster without durability, reached by a socket; yields a SQLAlchemy URL of database 'postgres'."""
    with tempfile.TemporaryDirectory(prefix="rdpg", dir="/tmp", ignore_cleanup_errors=True) as folder:
        ids = _unprivileged()
        if ids:
            os.chown(folder, *ids)
        run = {"user": ids[0], "group": ids[1]} if ids else {}
        data = f"{folder}/data"
        init = [_binary("initdb"), "-D", data, "-U", "readiness", "-A", "trust", "-E", "UTF8"]
        subprocess.run(
            [*init, "--locale=C.UTF-8", "--no-sync"], check=True, capture_output=True, cwd=folder, **run
        )
        options = [
            "-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off",
            "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=100",
            "-c", "shared_buffers=32MB",
        ]  # fmt: skip
        server = subprocess.Popen(
            [_binary("postgres"), "-D", data, *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **run,
        )  # fmt: skip
        try:
            _wait(lambda: Path(f"{folder}/.s.PGSQL.5432").exists(), server)
            yield f"postgresql+psycopg://readiness@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(20)


@contextmanager
def redis() -> Iterator[str]:
    """A Redis on a socket in a temporary folder; yields its unix:// URL."""
    with tempfile.TemporaryDirectory(prefix="rdrd", dir="/tmp", ignore_cleanup_errors=True) as folder:
        socket = f"{folder}/redis.sock"
        server = subprocess.Popen(
            [_binary("redis-server"), "--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder],
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait(lambda: Path(socket).exists(), server)
            yield f"unix://{socket}"
        finally:
            server.terminate()
            server.wait(20)


def _wait(ready: object, server: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Return once `ready()` holds; a server that ended or never answers is an error, not a hang."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():  # type: ignore[operator]
            time.sleep(0.2)
            return
        if server.poll() is not None:
            raise RuntimeError(f"{server.args!r} ended with {server.returncode}")
        time.sleep(0.05)
    raise RuntimeError(f"{server.args!r} did not answer within {seconds} s")
