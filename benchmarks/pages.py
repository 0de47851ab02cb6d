"""Server time and queries of the pages people wait for: `python benchmarks/pages.py [FIRMS]`."""

from __future__ import annotations

import datetime as dt
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa
from flask.testing import FlaskClient

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
        dimension = re.findall(r"/dimensions/([\w.]+)", client.get(f"/assessments/{keys[0]}").text)[0]
        print(f"{firms} firms in each of two rounds, median of {RUNS} requests")
        for name, address in (
            ("task list", f"/assessments/{keys[0]}"),
            ("dimension", f"/assessments/{keys[0]}/dimensions/{dimension}"),
            ("result", f"/assessments/{keys[0]}/result"),
        ):
            print(
                f"{name:<12} {milliseconds(client, address):6.1f} ms  {queries(client, address):3d} queries"
            )


def sign_in(client: FlaskClient) -> FlaskClient:
    """The demo's first firm at its browser."""
    login = demo_logins()[0]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)
    assert token
    sent = {"csrf_token": token.group(1), "email": login.email, "password": login.password}
    assert client.post("/login", data=sent).status_code == 302
    return client


def milliseconds(client: FlaskClient, address: str) -> float:
    """Median time of a request inside the process."""
    client.get(address)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        assert client.get(address).status_code == 200
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


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
