"""Private servers for the tests: a PostgreSQL cluster and a Redis in a temporary folder, on sockets only; moto's S3.

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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from moto.server import ThreadedMotoServer
from redis import Redis
from redis.exceptions import ConnectionError as NoRedisError

SECONDS = 30
S3_LOGIN = {
    "AWS_ACCESS_KEY_ID": "readiness",
    "AWS_SECRET_ACCESS_KEY": "only-for-tests",
    "AWS_REGION": "us-east-1",
}


def _binary(name: str) -> str:
    """The path of a PostgreSQL or Redis program; Debian keeps PostgreSQL's out of PATH."""
    found = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]), reverse=True
    )
    path = str(found[0]) if found else shutil.which(name)
    if not path:
        raise RuntimeError(f"{name} is missing: run `make test`, which installs it")
    return path


def _ordinary_user() -> dict[str, Any]:
    """PostgreSQL refuses root: who runs it instead, as arguments for subprocess; nothing for other users."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError(
        "PostgreSQL refuses to run as root, and there is neither a user 'postgres' nor 'nobody'"
    )


@contextmanager
def _folder(prefix: str) -> Iterator[str]:
    """A folder with a short path: a socket's path may have 107 letters only."""
    with tempfile.TemporaryDirectory(prefix=prefix, dir="/tmp", ignore_cleanup_errors=True) as folder:
        yield folder


@contextmanager
def postgresql() -> Iterator[str]:
    """A fresh cluster without durability, reached by a socket; yields the SQLAlchemy URL of database 'postgres'."""
    with _folder("rdpg") as folder:
        run = {**_ordinary_user(), "cwd": folder}
        if "user" in run:
            os.chown(folder, run["user"], run["group"])
        data = f"{folder}/data"
        init = [_binary("initdb"), "-D", data, "-U", "readiness", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*init, "--locale=C.UTF-8", "--no-sync"], check=True, capture_output=True, **run)
        options = {
            "listen_addresses": "",
            "unix_socket_directories": folder,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "32MB",
        }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with Path(folder, "log").open("wb") as log:
            server = subprocess.Popen(
                [_binary("postgres"), "-D", data, *settings], stdout=log, stderr=log, **run
            )
        try:
            _wait(lambda: _postgresql_answers(folder), server)
            yield f"postgresql+psycopg://readiness@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(SECONDS)


def _postgresql_answers(folder: str) -> bool:
    try:
        psycopg.connect(host=folder, user="readiness", dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def redis() -> Iterator[str]:
    """A Redis on a socket in a temporary folder; yields its unix:// URL."""
    with _folder("rdrd") as folder:
        socket = f"{folder}/redis.sock"
        server = subprocess.Popen(
            [_binary("redis-server"), "--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder],
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait(lambda: _redis_answers(socket), server)
            yield f"unix://{socket}"
        finally:
            server.terminate()
            server.wait(SECONDS)


@contextmanager
def s3() -> Iterator[str]:
    """moto's S3 server on a port of its own, without any bucket; yields its http:// endpoint."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def _redis_answers(socket: str) -> bool:
    with Redis(unix_socket_path=socket) as client:
        try:
            return bool(client.ping())
        except NoRedisError:
            return False


def _wait(answers: Callable[[], bool], server: subprocess.Popen[bytes]) -> None:
    """Return once the server answers; one that ends or stays silent is an error, not a hang."""
    end = time.monotonic() + SECONDS
    while not answers():
        if server.poll() is not None:
            raise RuntimeError(f"{server.args!r} ended with {server.returncode}")
        if time.monotonic() > end:
            raise RuntimeError(f"{server.args!r} did not answer within {SECONDS} s")
        time.sleep(0.05)
