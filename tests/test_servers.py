"""The private servers themselves: fresh for each test, and the browser sees what it should."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page
from redis import Redis

from tests.browser import serve, violations


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_gets_a_database_without_traces_of_another(database_url: str, turn: int) -> None:
    engine = sa.create_engine(database_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        assert not sa.inspect(connection).has_table("trace")
        connection.exec_driver_sql("CREATE TABLE trace (turn INTEGER)")
        assert sa.inspect(connection).has_table("firm")
    engine.dispose()


def test_redis_is_ours_alone(redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    strict = {"Content-Security-Policy": "default-src 'self'"}
    head = "<!doctype html><html lang=en><title>Mill</title><main><h1>Mill</h1>"
    app.add_url_rule("/good", "good", lambda: (f"{head}<p>Yarn</p></main>", strict))
    app.add_url_rule("/bad", "bad", lambda: (f"{head}<img src=/yarn.png></main>", strict))
    return app


def test_axe_works_under_a_strict_policy(app: Flask, page: Page, axe: Callable[[Page], None]) -> None:
    with serve(app) as address:
        page.goto(f"{address}/good")
        axe(page)
        page.goto(f"{address}/bad")
        assert any("image-alt" in line for line in violations(page))
