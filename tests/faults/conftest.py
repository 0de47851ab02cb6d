"""The service as real processes: started, killed, cut off and short of room."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from readiness.services.passwords import hash_password
from readiness.store.database import Database
from tests.conftest import NewDatabase
from tests.factories import SECRET, open_until
from tests.services.assessment import lives

ROOT = Path(__file__).parents[2]
PASSWORD = "seven looms hum quietly"
SECONDS = 60
COMMAND = "import sys; from readiness.cli import main; sys.argv[0] = 'readiness'; main()"


class Reply:
    """What came back: status and text."""

    def __init__(self, status: int, text: str) -> None:
        self.status, self.text = status, text

    @property
    def json(self) -> Any:
        """The text as JSON."""
        return json.loads(self.text)


class Client:
    """One person's program with its own connection, signed in by the form."""

    def __init__(self, port: int, email: str) -> None:
        self.port, self.cookie, self.token = port, "", ""
        page = self.ask("GET", "/login")
        self.token = self._token()
        form = {"email": email, "password": PASSWORD, "csrf_token": self.token}
        reply = self.ask(
            "POST", "/login", urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert (page.status, reply.status) == (200, 302), reply.text
        self.token = self._token()

    def _token(self) -> str:
        return str(self.ask("GET", "/api/csrf-token").json["csrf_token"])

    def headers(self, more: dict[str, str] | None = None) -> dict[str, str]:
        """Cookie and token of this session."""
        return {"Cookie": self.cookie, "X-CSRFToken": self.token, **(more or {})}

    def ask(
        self, method: str, address: str, body: str | bytes | None = None, more: dict[str, str] | None = None
    ) -> Reply:
        """One request on one connection; OSError or HTTPException where the server is gone."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request(method, address, body, self.headers(more))
            answer = connection.getresponse()
            found = re.match(r"[^;]+", answer.getheader("Set-Cookie") or "")
            self.cookie = found[0] if found else self.cookie
            return Reply(answer.status, answer.read().decode())
        finally:
            connection.close()

    def put(self, key: str, code: str, value: object, *, base: int, sending: str) -> Reply:
        """Save one answer."""
        body = json.dumps({"state": "answered", "value": value})
        return self.ask("PUT", f"/api/assessments/{key}/answers/{code}", body, saving(base, sending))

    def upload(self, address: str, name: str, content: bytes) -> Reply:
        """Send one file by the form of this page."""
        mark = "limit-of-parts"
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self.ask("POST", address, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})


def saving(base: int, sending: str) -> dict[str, str]:
    """The headers of a save."""
    return {"Content-Type": "application/json", "If-Match": str(base), "Idempotency-Key": sending}


class Service:
    """A bakery's draft on a real database, and the processes that serve it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.environ = {
            **os.environ,
            "READINESS_ENVIRONMENT": "test",
            "READINESS_DATA": str(folder),
            "READINESS_SECRET_KEY": SECRET,
            "READINESS_DATABASE": url,
            "READINESS_QUESTIONNAIRES": str(lives.QUESTIONNAIRES),
            "READINESS_QUESTIONNAIRE": "bakery/1",
        }
        self.running: list[subprocess.Popen[bytes]] = []
        self.database = Database(url)
        self.services = lives.bakery_services(folder)
        with self.database.transaction() as session:
            town = lives.make_town(self.services, session, closes_on=open_until())
            self.key, self.owner, self.questionnaire = town.key, town.owner, town.questionnaire
            self.town = town
            for user in session.query(lives.User):
                user.password = hash_password(PASSWORD)
        self.ladders = [q.code for q in self.questionnaire.questions if q.kind == "ladder"]
        self.port = _free_port()

    def fill_and_submit(self) -> None:
        """Everything answered, declared and sent."""
        with self.database.transaction() as session:
            self.town.session = session
            lives.fill(self.town)
            lives.submit(self.town)

    def serve(self, *, largest_file: int = 0) -> subprocess.Popen[bytes]:
        """`readiness serve`, once it answers; it may write no file larger than `largest_file` bytes, if given."""

        def limit() -> None:
            if largest_file:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

        server = self._start(["serve", "--port", str(self.port)], limit)
        end = time.monotonic() + SECONDS
        while not self._answers():
            assert server.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < end, "the server did not answer"
            time.sleep(0.05)
        return server

    def work(self, lease: float) -> subprocess.Popen[bytes]:
        """A worker with the service's own tasks and a short lease."""
        program = (
            "from readiness.config import Settings; from readiness.jobs.worker import Timing, run;"
            f"run(Settings.from_environment(), timing=Timing(lease={lease}, beat=0.5, look=0.3))"
        )
        return self._start([], lambda: None, program)

    def _start(
        self, arguments: list[str], limit: Callable[[], None], program: str = COMMAND
    ) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", program, *arguments], cwd=ROOT, env=self.environ, stdout=log, stderr=log,
                preexec_fn=limit, start_new_session=True,  # noqa: PLW1509 - a limit for the child alone
            )  # fmt: skip
        self.running.append(process)
        return process

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def client(self) -> Client:
        """The owner's program, signed in."""
        return Client(self.port, self.owner.email)

    def close(self) -> None:
        """Everything that was started is gone."""
        for process in self.running:
            kill(process)
        self.database.close()


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to the process and its children, as when the machine takes them all."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], bool], seconds: float = SECONDS) -> None:
    """Return once it is so; a test that waits in vain fails."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.02)


@contextlib.contextmanager
def closing_service(url: str, tmp_path: Path) -> Iterator[Service]:
    """A service with a folder of its own below `tmp_path`, ended when the test is."""
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    found = Service(url, folder)
    yield found
    found.close()


@pytest.fixture
def service(database_url: str, tmp_path: Path) -> Iterator[Service]:
    """The service on each engine, not started yet."""
    with closing_service(database_url, tmp_path) as found:
        yield found


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path) -> Iterator[Service]:
    """The service on SQLite, for faults of the machine under it."""
    with closing_service(sqlite_url, tmp_path) as found:
        yield found


@pytest.fixture
def elsewhere(new_database: NewDatabase, tmp_path: Path) -> Iterator[Service]:
    """The service whose database does not share the disk of the files."""
    folder = tmp_path / "data"
    folder.mkdir()
    with new_database("postgresql", folder) as url, closing_service(url, tmp_path) as found:
        yield found
