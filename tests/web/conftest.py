"""The service on a fresh database, people who can sign in, and browsers without scripts for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.assessment.permissions import Role
from readiness.config import Settings
from readiness.services.passwords import hash_password
from readiness.store.database import Database
from readiness.store.rows import Event, Job, User
from tests.databases import Place, application
from tests.factories import SECRET, make_login

PASSWORD = "seven looms hum quietly"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
HASH = hash_password(PASSWORD)


class Site:
    """The running service with its database."""

    def __init__(self, folder: Path, url: str, **changes: str) -> None:
        environ = {
            "READINESS_ENVIRONMENT": "test",
            "READINESS_DATA": str(folder),
            "READINESS_SECRET_KEY": SECRET,
            "READINESS_DATABASE": url,
            "READINESS_BASE_URL": "http://localhost",
            **changes,
        }
        self.settings = Settings.from_environment(environ)
        self.app = application(self.settings)
        self.database = Database(url)

    def person(self, role: Role = Role.FIRM, *, email: str = "", second_factor: bool | None = None) -> User:
        """A person with PASSWORD; roles that need a second factor have one unless told otherwise."""
        with self.database.transaction() as session:
            user = make_login(session, role, email=email)
            user.password = HASH
            if second_factor or (second_factor is None and role is not Role.FIRM):
                user.tf_primary_method, user.tf_totp_secret = "authenticator", TOTP_SECRET
            return user

    def browser(self, user: User | None = None, language: str = "en") -> FlaskClient:
        """A browser, signed in as the user if there is one."""
        client = self.app.test_client()
        with client.session_transaction() as held:
            held["language"] = language
            if user is not None:
                held["_user_id"], held["user_id"] = user.fs_uniquifier, user.id
        return client

    def close(self) -> None:
        """Give all connections back to the database, which is about to go."""
        self.app.extensions["readiness_database"].close()
        self.database.close()

    def mails(self) -> list[dict[str, Any]]:
        """Queued mails, oldest first."""
        with self.database.session() as session:
            query = sa.select(Job.payload).where(Job.kind == "mail").order_by(Job.id)
            return list(session.scalars(query))

    def events(self) -> list[str]:
        """Actions in the log, oldest first."""
        with self.database.session() as session:
            return list(session.scalars(sa.select(Event.action).order_by(Event.id)))

    def user(self, user_id: int) -> User:
        """The user as the database has it now."""
        with self.database.session() as session:
            found = session.get(User, user_id)
            assert found is not None
            return found


def send(client: FlaskClient, address: str, data: Mapping[str, Any], *, page: str = "") -> TestResponse:
    """Send a form with the token of the page it stands on (the same address unless `page` says so)."""
    token = TOKEN.search(client.get(page or address).text)
    assert token is not None
    return client.post(address, data={"csrf_token": token[1], **data})


def sign_in(
    client: FlaskClient, email: str, password: str = PASSWORD, address: str = "/login"
) -> TestResponse:
    """The first step of signing in, by the form."""
    return send(client, address, {"email": email, "password": password})


@pytest.fixture
def site(own_place: Place) -> Iterator[Site]:
    """The service; the test runs once on each engine."""
    found = Site(own_place.folder, own_place.url)
    yield found
    found.close()


@pytest.fixture
def own_site(tmp_path: Path, sqlite_url: str) -> Iterator[Site]:
    """A service that no other test sees, to add addresses to."""
    found = Site(tmp_path, sqlite_url)
    yield found
    found.close()


@pytest.fixture
def client_as(site: Site) -> Callable[[Role], FlaskClient]:
    """A browser of somebody with the role, signed in, with a second factor where the role needs one."""
    return lambda role: site.browser(site.person(role))
