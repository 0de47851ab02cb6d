"""What each page of the tour costs: statements to the database, and bytes until it is there for the first time."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from readiness.app import create_app
from readiness.assessment.permissions import Role
from readiness.config import Settings
from tests.journeys.places import Places, login_of, prepare
from tests.journeys.tour import stops

CODES = {"code": "GR1", "question": "GR1.1", "pillar": "GR", "sub_sector": "DF"}
MOST_QUERIES = 12
MOST_BYTES = 300 * 1024
NO_QUERY = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")
PARTS = re.compile(r'<(?:link[^>]*rel="stylesheet"[^>]*href|script[^>]*src|img[^>]*src)="(/[^"]+)"')


@pytest.fixture
def places(settings: Settings) -> Places:
    """Keys of the demo."""
    return prepare(settings)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The service, asked without a network."""
    found = create_app(settings)
    yield found
    found.extensions["readiness_database"].close()


def _browser(app: Flask, role: Role | None) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as held:
        held["language"] = "zh_Hans"
        if role is not None:
            with app.extensions["readiness_database"].session() as session:
                user = login_of(session, role)
                held["_user_id"], held["user_id"] = user.fs_uniquifier, user.id
    return client


@contextmanager
def _statements(app: Flask) -> Iterator[list[str]]:
    engine, found = app.extensions["readiness_database"].engine, []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(NO_QUERY):
            found.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield found
    sa.event.remove(engine, "before_cursor_execute", note)


def test_no_page_asks_the_database_more_than_twelve_times_or_is_heavy(app: Flask, places: Places) -> None:
    clients = {role: _browser(app, role) for role in (None, *Role)}
    sizes: dict[str, int] = {}
    wrong = []

    def size_of(part: str) -> int:
        if part not in sizes:
            with clients[None].get(part) as answer:
                sizes[part] = len(gzip.compress(answer.data))
        return sizes[part]

    for stop in stops(places, CODES):
        with _statements(app) as found:
            page = clients[stop.role].get(stop.path)
        assert page.status_code in (stop.status, 302), stop  # 302: asks for the password again first
        weight = len(gzip.compress(page.data)) + sum(map(size_of, set(PARTS.findall(page.text))))
        if len(found) > MOST_QUERIES or weight > MOST_BYTES:
            wrong.append(f"{stop.route}: {len(found)} statements, {weight // 1024} KB")
    assert wrong == []
