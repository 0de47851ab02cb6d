"""Fifty people at their forms, each saving an answer once in five seconds, against the real server:
`python benchmarks/editors.py [--editors 50] [--every 5] [--seconds 60] [--cpus 0,1] [--database URL]`.

Two firms of the demo, half of the people in each, everybody at another question. Prints what a person waits for an
acknowledged save, and the server's CPU time a save."""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from readiness.app import build_services
from readiness.assessment.permissions import EDITOR, Role
from readiness.config import Settings
from readiness.services.passwords import hash_password
from readiness.services.seed_demo import demo_logins, seed_demo
from readiness.store import migrate
from readiness.store.database import Database
from readiness.store.firms import add_member
from readiness.store.people import find_user
from readiness.store.rows import User

PASSWORD = demo_logins()[0].password
COMMAND = "import sys; from readiness.cli import main; sys.argv[0] = 'readiness'; main()"
QUESTION = re.compile(r'<section class="question" id="q-(\w+)"[^>]*data-save="([^"]+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TICKS = os.sysconf("SC_CLK_TCK")


class Editor:
    """One person's browser: signed in, at one question, on a connection that stays open."""

    def __init__(self, port: int, email: str, password: str = PASSWORD) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookie, self.step, self.waited = "", 0, list[float]()
        token = self.token(self.ask("GET", "/login"))
        self.ask("POST", "/login", {"email": email, "password": password, "csrf_token": token})

    def ask(self, method: str, address: str, fields: dict[str, str] | None = None) -> str:
        """One request; the text that came, which must be no refusal."""
        body = urlencode(fields) if fields else None
        self.connection.request(method, address, body, {"Cookie": self.cookie, **FORM})
        answer = self.connection.getresponse()
        text = answer.read().decode()
        found = re.match(r"[^;]+", answer.getheader("Set-Cookie") or "")
        self.cookie = found[0] if found else self.cookie
        assert answer.status < 400, f"{address}: {answer.status} {text[:300]}"
        return text

    @staticmethod
    def token(page: str) -> str:
        """The page's CSRF token."""
        return page.split('name="csrf_token" value="')[1].split('"', maxsplit=1)[0]

    def sit_down(self, page: str, name: str) -> None:
        """Open the form and take the question with radio buttons of this name."""
        text = self.ask("GET", page)
        self.name, self.csrf = name, self.token(text)
        self.address = dict(QUESTION.findall(text))[name]
        self.steps = [
            value for value in re.findall(rf'name="{name}" type="radio" value="([^"]*)"', text) if value
        ]
        self.base = re.findall(rf'name="base-{name}" type="hidden" value="([^"]*)"', text)[0]

    def save(self) -> None:
        """One answer, another than the one before."""
        self.step += 1
        sent = {
            "csrf_token": self.csrf, "client_id": f"{id(self)}-{self.step:08d}", f"base-{self.name}": self.base,
            self.name: self.steps[self.step % len(self.steps)], "age": "1",
        }  # fmt: skip
        start = time.perf_counter()
        text = self.ask("POST", self.address, sent)
        self.waited.append(1000 * (time.perf_counter() - start))
        self.base = re.findall(r'"revision": ?(\d+)', text)[-1]

    def work(self, every: float, until: float) -> None:
        """Save in a steady beat that begins somewhere in the first."""
        due = time.monotonic() + random.random() * every
        while due < until:
            time.sleep(max(0.0, due - time.monotonic()))
            self.save()
            due += every


def fill(settings: Settings, editors: int) -> list[tuple[str, int]]:
    """The demo with the people; address of each and the number of the firm's login."""
    database = Database(settings.database_url)
    firms = [login.email for login in demo_logins() if login.role is Role.FIRM]
    with database.transaction() as session:
        seed_demo(build_services(settings), session, firms=4, seed=1, at=dt.datetime.now(dt.UTC))
        found, password = [], hash_password(PASSWORD)
        for number in range(editors):
            owner = find_user(session, firms[number % 2])
            assert owner is not None
            user = User(
                email=f"editor{number}@demo.example", name=f"Editor {number}", password=password, role=Role.FIRM.value,
                language="zh_Hans", created_at=owner.created_at, confirmed_at=owner.created_at,
                fs_uniquifier=f"editor-{number}",
            )  # fmt: skip
            session.add(user)
            session.flush()
            add_member(session, owner.memberships[0].firm, user, kind=EDITOR, dimensions=None)
            found.append((user.email, number % 2))
    database.close()
    return found


@contextmanager
def served(settings: Settings, folder: str, cpus: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """`readiness serve` on these processors, and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environ = {
        **os.environ, "READINESS_ENVIRONMENT": "development", "READINESS_DATA": folder,
        "READINESS_DATABASE": settings.database_url,
    }  # fmt: skip
    command = [sys.executable, "-c", COMMAND, "serve", "--port", str(port)]
    command = [*(["taskset", "-c", cpus] if cpus else []), *command]
    with (Path(folder) / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
    try:
        for _ in range(600):
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            time.sleep(0.1)
        yield server, port
    finally:
        server.kill()
        server.wait()


def questions_of(port: int, number: int) -> list[tuple[str, str]]:
    """(page, name) of each question with radio buttons in the open assessment of a firm."""
    login = [login for login in demo_logins() if login.role is Role.FIRM][number]
    owner = Editor(port, login.email, login.password)
    for key in re.findall(r"/assessments/([\w-]{22})\"", owner.ask("GET", "/firm/")):
        tasks = f"/assessments/{key}"
        if "data-outlook" not in owner.ask("GET", tasks):
            continue
        found = []
        for code in dict.fromkeys(re.findall(r"/dimensions/([\w.]+)", owner.ask("GET", tasks))):
            page = f"{tasks}/dimensions/{code}"
            text = owner.ask("GET", page)
            found += [
                (page, name) for name, _ in QUESTION.findall(text) if f'name="{name}" type="radio"' in text
            ]
        return found
    raise RuntimeError("the demo has no open assessment")


def cpu_seconds(server: subprocess.Popen[bytes]) -> float:
    """What the server's process has used so far."""
    fields = Path(f"/proc/{server.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def main() -> None:
    """Measure."""
    ask = argparse.ArgumentParser()
    ask.add_argument("--editors", type=int, default=50)
    ask.add_argument("--every", type=float, default=5)
    ask.add_argument("--seconds", type=float, default=60)
    ask.add_argument("--cpus", default="0,1")
    ask.add_argument("--database", default="")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environ = {"READINESS_ENVIRONMENT": "development", "READINESS_DATA": folder}
        settings = Settings.from_environment(
            environ | ({"READINESS_DATABASE": given.database} if given.database else {})
        )
        migrate.upgrade(settings.database_url)
        people = fill(settings, given.editors)
        with served(settings, folder, given.cpus) as (server, port):
            free = [questions_of(port, 0), questions_of(port, 1)]
            editors = []
            for email, firm in people:
                editors.append(Editor(port, email))
                editors[-1].sit_down(*free[firm].pop())
            for editor in editors:
                editor.save()
                editor.waited.clear()
            before, start, load = cpu_seconds(server), time.monotonic(), os.getloadavg()[0]
            until = start + given.seconds
            threads = [threading.Thread(target=editor.work, args=(given.every, until)) for editor in editors]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            used = cpu_seconds(server) - before
    waited = sorted(ms for editor in editors for ms in editor.waited)
    cuts = statistics.quantiles(waited, n=100)
    print(
        f"{len(editors)} editors, {len(waited)} saves in {time.monotonic() - start:.0f} s, load {load:.1f} before"
    )
    print(f"server CPU a save {1000 * used / len(waited):.1f} ms")
    print(
        f"waited: p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, p99 {cuts[98]:.0f} ms, longest {waited[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
