"""Links for the boss or the bank, from the form to the page that they open."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from readiness.store.rows import ShareLink
from tests.web.firm.conftest import Bakery

GONE = "This link shows nothing"


def make(bakery: Bakery, owner: FlaskClient, **typed: str) -> str:
    """The path of a new link."""
    page = bakery.send(owner, "shares", {"label": "Bank", **typed})
    assert page.status_code == 200, page.text
    found = re.search(r'id="link">\s*https?://[^/]+(/shared/[\w-]{43})<', page.text)
    assert found is not None
    return found[1]


def visitor(bakery: Bakery) -> FlaskClient:
    """A browser that nobody signed in with."""
    client = bakery.app.test_client()
    with client.session_transaction() as held:
        held["language"] = "en"
    return client


def test_link_shows_the_result_without_a_way_into_anything_else(bakery: Bakery, owner: FlaskClient) -> None:
    address = make(bakery, owner)
    for client in (visitor(bakery), owner):
        answer = client.get(address)
        assert answer.status_code == 200
        assert bakery.firm_name in answer.text
        assert 'class="index-number"' in answer.text
        links = re.findall(r'<a[^>]*href="([^"]*)"', answer.text)
        assert [link for link in links if not link.startswith(("#", "?sort="))] == []
        actions = re.findall(r'(?:form)?action="([^"]*)"', answer.text)
        assert [action for action in actions if not action.startswith("/language/")] == []


def test_page_is_for_no_search_engine_and_no_cache(bakery: Bakery, owner: FlaskClient) -> None:
    for address in (make(bakery, owner), f"/shared/{'N' * 43}"):
        answer = visitor(bakery).get(address)
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex' in answer.text
        assert answer.headers["Cache-Control"] == "no-store"


def test_page_shows_no_answer_and_no_figure_of_the_firm(bakery: Bakery, owner: FlaskClient) -> None:
    bakery.send(owner, "dimensions/DOUGH", {"DOUGH_1": "3", "DOUGH_2-loaf": "14.625", "DOUGH_2-steamed": "2"})
    assert "14.625" in owner.get(bakery.at("dimensions/DOUGH")).text
    assert "14.625" not in visitor(bakery).get(make(bakery, owner)).text


def test_unknown_expired_and_revoked_links_look_the_same(bakery: Bakery, owner: FlaskClient) -> None:
    expired, revoked = make(bakery, owner), make(bakery, owner, label="Boss")
    page = owner.get(bakery.at("shares")).text
    address = re.findall(r'action="([^"]+/revoke)"', page)[0]
    token = page.split(f'action="{address}"')[1].split('name="csrf_token" value="')[1].split('"')[0]
    asked = owner.post(address, data={"csrf_token": token, "ask": "Sure?"})
    assert "Please confirm" in asked.text
    assert visitor(bakery).get(revoked).status_code == 200
    assert owner.post(address, data={"csrf_token": token}).location == bakery.at("shares")
    with bakery.database.transaction() as session:
        past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
        session.execute(sa.update(ShareLink).where(ShareLink.label == "Bank").values(expires_at=past))
    answers = [visitor(bakery).get(path) for path in (expired, revoked, f"/shared/{'N' * 43}")]
    assert {answer.status_code for answer in answers} == {404}
    plain = {re.sub(r'value="[^"]+"', "", answer.text) for answer in answers}
    assert len(plain) == 1
    assert GONE in plain.pop()
    shown = owner.get(bakery.at("shares")).text
    assert "Expired" in shown
    assert "Revoked" in shown


def test_list_shows_when_a_link_was_opened_last(bakery: Bakery, owner: FlaskClient) -> None:
    address = make(bakery, owner)
    assert "never" in owner.get(bakery.at("shares")).text
    visitor(bakery).get(address)
    assert "never" not in owner.get(bakery.at("shares")).text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"label": " "}, "label"),
        ({"days": "own", "until": ""}, "until"),
        ({"days": "own", "until": "2020-01-01"}, "until"),
        ({"days": "own", "until": "2999-01-01"}, "until"),
        ({"days": "own", "until": "soon"}, "until"),
    ],
)
def test_wrong_form_keeps_what_was_typed_and_makes_no_link(
    bakery: Bakery, owner: FlaskClient, typed: dict[str, str], field: str
) -> None:
    answer = bakery.send(owner, "shares", {"label": "Bank of the town", **typed})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "label" in typed or 'value="Bank of the town"' in answer.text
    assert "No link was made yet" in owner.get(bakery.at("shares")).text


def test_own_day_counts_to_its_end(bakery: Bakery, owner: FlaskClient) -> None:
    day = (dt.date.today() + dt.timedelta(days=45)).isoformat()
    make(bakery, owner, days="own", until=day)
    with bakery.database.session() as session:
        row = session.scalars(sa.select(ShareLink)).one()
    assert row.until.isoformat() == day


def test_page_says_before_what_the_holder_will_see(bakery: Bakery, owner: FlaskClient) -> None:
    page = owner.get(bakery.at("shares")).text
    assert "What whoever has the link sees" in page
    assert "points lost by question" in page
    assert "also when it was passed on" in page
