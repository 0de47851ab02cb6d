"""A cluster of synthetic firms over two rounds, and browsers without scripts for the people who look at it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.assessment.permissions import Person, Role
from readiness.config import Settings
from readiness.services.build_ranking import Ranking, RankingPage, build_ranking, page_ranking
from readiness.services.list_rounds import list_rounds
from readiness.services.seed_demo import demo_logins, seed_demo
from readiness.store.database import Database
from readiness.store.people import find_user, person_of
from tests.databases import Place, application
from tests.factories import SECRET

AT = dt.datetime(2026, 5, 4, 3, 0, tzinfo=dt.UTC)
FIRMS = 16


class Office:
    """The running service with the demo in it."""

    def __init__(self, place: Place, *, firms: int = FIRMS, questionnaires: Path | None = None) -> None:
        url, folder = place.url, place.folder
        environ = {
            "READINESS_ENVIRONMENT": "test",
            "READINESS_DATA": str(folder),
            "READINESS_SECRET_KEY": SECRET,
            "READINESS_DATABASE": url,
            "READINESS_QUESTIONNAIRES": str(questionnaires or ""),
        }
        settings = Settings.from_environment(environ)
        self.app = application(settings)
        self.services, self.database = self.app.extensions["readiness_services"], Database(url)
        place.filled(f"office-{firms}-{'own' if questionnaires else 'shipped'}", lambda: self._seed(firms))
        with self.database.session() as session:
            rounds = list_rounds(self.services, session, by=self.person(Role.OFFICER))
            self.open, self.closed = rounds[0].key, rounds[1].key

    def _seed(self, firms: int) -> None:
        with self.database.session(write=True) as session:
            seed_demo(self.services, session, firms=firms, seed=7, at=AT)
            session.commit()

    def close(self) -> None:
        """Give all connections back to the database, which is about to go."""
        self.app.extensions["readiness_database"].close()
        self.database.close()

    def person(self, role: Role) -> Person:
        """The demo's first person of this role."""
        email = next(login.email for login in demo_logins() if login.role is role)
        with self.database.session() as session:
            user = find_user(session, email)
            assert user is not None
            return person_of(user)

    def browser(self, role: Role) -> FlaskClient:
        """Somebody of this role who is signed in and reads English."""
        email = next(login.email for login in demo_logins() if login.role is role)
        client = self.app.test_client()
        with self.database.session() as session, client.session_transaction() as held:
            user = find_user(session, email)
            assert user is not None
            held["_user_id"], held["language"] = user.fs_uniquifier, "en"
        return client

    def ranking(self, round_key: str) -> Ranking:
        """What the service says."""
        with self.database.session() as session:
            return build_ranking(self.services, session, round_key, by=self.person(Role.OFFICER))

    def ranking_page(self, round_key: str, **part: Any) -> RankingPage:
        """A part of it, as the page asks for it."""
        with self.database.session() as session:
            return page_ranking(self.services, session, round_key, by=self.person(Role.OFFICER), **part)

    def post(
        self, client: FlaskClient, address: str, data: Mapping[str, Any], *, at: str = ""
    ) -> TestResponse:
        """Send a form with the token of the page it stands on."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(at or address).text)
        assert token is not None
        return client.post(address, data={"csrf_token": token[1], **data})


@pytest.fixture(scope="module")
def office(module_place: Place) -> Iterator[Office]:
    """One service on each engine for all tests of a module; each test changes other things."""
    found = Office(module_place)
    yield found
    found.close()


@pytest.fixture
def officer(office: Office) -> FlaskClient:
    """The officer's browser."""
    return office.browser(Role.OFFICER)
