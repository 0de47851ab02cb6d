"""Server time and queries of the pages people wait for: `python benchmarks/pages.py [FIRMS]`."""

from __future__ import annotations

import datetime as dt
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.app import create_app
from readiness.config import Settings
from readiness.services.context import Services
from readiness.services.seed_demo import demo_logins, seed_demo
from readiness.store import migrate
from readiness.store.database import Database

RUNS = 15


def main() -> None:
    """Fill a database with FIRMS synthetic firms (30 without a number), then time each page."""
    firms = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment(
            {"READINESS_ENVIRONMENT": "development", "READINESS_DATA": folder}
        )
        Path(folder).mkdir(exist_ok=True)
        migrate.upgrade(settings.database_url)
        database = Database(settings.database_url)
        with database.transaction() as session:
            seed_demo(
                Services.from_settings(settings), session, firms=firms, seed=1, at=dt.datetime.now(dt.UTC)
            )
        database.close()
        client = sign_in(create_app(settings).test_client())
        keys = re.findall(r"/assessments/([\w-]{22})", client.get("/firm/").text)
        draft = next(key for key in keys if "data-outlook" in client.get(f"/assessments/{key}").text)
        dimension = re.findall(r"/dimensions/([\w.]+)", client.get(f"/assessments/{draft}").text)[0]
        print(f"{firms} firms in each of two rounds, median of {RUNS} requests, wall and CPU")
        for name, address in (
            ("assessments", "/firm/"),
            ("task list", f"/assessments/{draft}"),
            ("dimension", f"/assessments/{draft}/dimensions/{dimension}"),
            ("quick scan", f"/assessments/{draft}/scan"),
            ("result so far", f"/assessments/{draft}/outlook"),
            ("result", f"/assessments/{keys[0]}/result"),
        ):
            show(name, *measured(lambda address=address: client.get(address)), queries(client, address))
        show("one answer saved", *measured(Saving(client, f"/assessments/{draft}/scan")))


def show(name: str, wall: float, cpu: float, sent: int | None = None) -> None:
    """One line."""
    print(f"{name:<18} {wall:6.1f} ms {cpu:6.1f} ms" + ("" if sent is None else f"  {sent:3d} queries"))


class Saving:
    """Saves one answer after the other as the script of the quick scan does: steps of its first ladder in turn."""

    def __init__(self, client: FlaskClient, page: str) -> None:
        text = client.get(page).text
        ladders = re.findall(r'<section class="question" id="q-(\w+)"[^>]*data-save="([^"]+)"', text)
        self.client, self.step = client, 0
        self.name, self.address = next(
            found for found in ladders if f'name="{found[0]}" type="radio"' in text
        )
        self.token = text.split('name="csrf_token" value="')[1].split('"')[0]
        self.steps = re.findall(rf'name="{self.name}" type="radio" value="([^"]+)"', text)[:3]
        self.base, self.seen = (
            re.findall(rf'name="{kind}-{self.name}" type="hidden" value="([^"]*)"', text)[0]
            for kind in ("base", "seen")
        )

    def __call__(self) -> TestResponse:
        """One sending."""
        self.step += 1
        sent = {
            "csrf_token": self.token, "client_id": f"saving-{self.step:08d}",
            self.name: self.steps[self.step % len(self.steps)],
            f"base-{self.name}": self.base, f"seen-{self.name}": self.seen,
        }  # fmt: skip
        answer = self.client.post(self.address, data=sent)
        assert answer.json
        self.base, self.seen = str(answer.json["revision"]), answer.json["seen"]
        return answer


def sign_in(client: FlaskClient) -> FlaskClient:
    """The demo's first firm at its browser."""
    login = demo_logins()[0]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)
    assert token
    sent = {"csrf_token": token.group(1), "email": login.email, "password": login.password}
    assert client.post("/login", data=sent).status_code == 302
    return client


def measured(ask: Callable[[], TestResponse]) -> tuple[float, float]:
    """Median wall and CPU milliseconds of a request inside the process."""
    ask()
    times = []
    for _ in range(RUNS):
        wall, cpu = time.perf_counter(), time.process_time()
        assert ask().status_code == 200
        times.append((time.perf_counter() - wall, time.process_time() - cpu))
    return tuple(1000 * statistics.median(part) for part in zip(*times, strict=True))  # type: ignore[return-value]


def queries(client: FlaskClient, address: str) -> int:
    """Statements that one request sends, transaction control left out."""
    sent: list[str] = []

    def note(_c: object, _x: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    client.get(address)
    sa.event.remove(sa.Engine, "before_cursor_execute", note)
    return sum(
        statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) for statement in sent
    )


if __name__ == "__main__":
    main()
