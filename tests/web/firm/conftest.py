"""A baker's firm in an open round, and a browser without scripts that sends the forms it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.assessment.permissions import EDITOR
from readiness.config import Settings
from readiness.services.save_profile import save_profile
from readiness.store.database import Database
from readiness.store.people import find_user
from readiness.store.rows import Membership
from tests import factories
from tests.databases import Place, application

QUESTIONNAIRES = Path(__file__).resolve().parents[2] / "questionnaires"


class _Fields(HTMLParser):
    """What a browser would send from the form with this address."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
        self.inside = False
        self.select = ""
        self.data: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = found.get("action") == self.action
        if not self.inside:
            return
        name, value, kind = found.get("name", ""), found.get("value", "on"), found.get("type", "text")
        if tag == "select":
            self.select = name
        if tag == "option" and "selected" in found:
            self.data[self.select] = [value]
        if tag == "input" and name and (kind not in ("radio", "checkbox") or "checked" in found):
            self.data.setdefault(name, []).append("" if "value" not in found and kind == "text" else value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


class Bakery:
    """The firm's people at their browser."""

    def __init__(self, place: Place) -> None:
        url, folder = place.url, place.folder
        environment = {
            "READINESS_ENVIRONMENT": "test",
            "READINESS_DATA": str(folder),
            "READINESS_SECRET_KEY": factories.SECRET,
            "READINESS_DATABASE": url,
            "READINESS_QUESTIONNAIRES": str(QUESTIONNAIRES),
            "READINESS_QUESTIONNAIRE": "bakery/1",
        }
        self.settings = Settings.from_environment(environment)
        self.app = application(self.settings)
        self.services = self.app.extensions["readiness_services"]
        self.database = Database(url)
        self.key, self.firm_name, self.owner, self.stranger, self.owner_email = place.filled(
            "bakery", self._settle
        )

    def _settle(self) -> tuple[str, str, str, str, str]:
        with self.database.session(write=True) as session:
            owner, stranger = factories.make_login(session), factories.make_login(session)
            firm = factories.make_firm(session, owner=owner)
            factories.make_firm(session, owner=stranger)
            round_ = factories.make_round(session)
            round_.questionnaire = "bakery/1"
            row = factories.make_assessment(session, firm, round_)
            save_profile(
                self.services, session, row.key, profile={"employees": 12, "flour_t": 80, "rye_t": 20},
                processes={"loaf": 70, "steamed": 30}, base={}, client_id="first",
                by=factories.as_person(session, owner), at=factories.NOON,
            )  # fmt: skip
            session.commit()
            return row.key, firm.name, owner.fs_uniquifier, stranger.fs_uniquifier, owner.email

    def close(self) -> None:
        """Give all connections back to the database, which is about to go."""
        self.app.extensions["readiness_database"].close()
        self.database.close()

    def at(self, page: str) -> str:
        """The address of a page of the assessment."""
        return f"/assessments/{self.key}/{page}" if page else f"/assessments/{self.key}"

    def browser(self, who: str) -> FlaskClient:
        """Somebody who is signed in and reads English."""
        client = self.app.test_client()
        with client.session_transaction() as held:
            held["_user_id"] = who
            held["language"] = "en"
        return client

    def send(
        self, client: FlaskClient, page: str, typed: dict[str, Any], *, shown: TestResponse | None = None
    ) -> TestResponse:
        """Fill in the form of a page and press its button; `shown` is an older view of the page."""
        shown = shown or client.get(self.at(page))
        fields = _Fields(self.at(page))
        fields.feed(shown.text)
        assert fields.data, shown.text
        return client.post(self.at(page), data={**fields.data, **typed})


def press(client: FlaskClient, page: str, pattern: str) -> str:
    """Press the button whose form's address fits; where it leads."""
    address = next(found for found in re.findall(r'action="([^"]+)"', page) if re.search(pattern, found))
    token = (
        page.split(f'action="{address}"')[1].split('name="csrf_token" value="')[1].split('"', maxsplit=1)[0]
    )
    return str(client.post(address, data={"csrf_token": token}).location)


def opened(bakery: Bakery) -> tuple[FlaskClient, str]:
    """A firm that has just opened an assessment, which begins with the quick scan."""
    client = bakery.browser(bakery.stranger)
    scan = press(client, client.get("/firm/").text, "/open/")
    assert scan.endswith("/scan")
    return client, scan.removesuffix("/scan")


def choose_process(client: FlaskClient, address: str, process: str, page: str = "") -> TestResponse:
    """Say in the quick scan what makes most of the output; `page` is an older view of it."""
    page = page or client.get(f"{address}/scan").text
    hidden = dict(re.findall(r'name="(\w+)" type="hidden" value="([^"]*)"', page))
    token = page.split('name="csrf_token" value="')[-1].split('"')[0]
    sent = {**hidden, "csrf_token": token, "processes": process}
    return client.post(f"{address}/scan/process", data=sent)


@pytest.fixture
def bakery(own_place: Place) -> Iterator[Bakery]:
    """The firm with its profile filled in; the test runs once on each engine."""
    found = Bakery(own_place)
    yield found
    found.close()


@pytest.fixture
def owner(bakery: Bakery) -> FlaskClient:
    """The owner's browser."""
    return bakery.browser(bakery.owner)


@pytest.fixture
def colleague(bakery: Bakery) -> FlaskClient:
    """The browser of somebody else who answers for the same firm."""
    with bakery.database.session(write=True) as session:
        editor = factories.make_login(session)
        owner = find_user(session, bakery.owner_email)
        assert owner is not None
        firm_id = owner.memberships[0].firm_id
        session.add(Membership(firm_id=firm_id, user_id=editor.id, kind=EDITOR))
        who = editor.fs_uniquifier
        session.commit()
    return bakery.browser(who)
