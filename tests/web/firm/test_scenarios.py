"""A scenario is saved from the page, opened again beside today's result, renamed and deleted, all without a script."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.firm.conftest import Bakery

QUESTION = "what-if?q=DOUGH.1"


def press(bakery: Bakery, client: FlaskClient, page: str, action: str, typed: dict[str, str]) -> TestResponse:
    """Send the form with this address from the page, as a browser does."""
    shown = client.get(page).text
    form = shown.split(f'action="{action}"')[1].split("</form>")[0]
    hidden = {}
    for tag in re.findall(r"<input[^>]*>", form):
        held = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if held.get("type") == "hidden" or (held.get("type") in ("radio", "checkbox") and " checked" in tag):
            hidden[held["name"]] = held.get("value", "")
    return client.post(action, data={**hidden, **typed})


def saved(bakery: Bakery, owner: FlaskClient, name: str = "New mixer") -> str:
    """The address of a scenario that was just saved."""
    sent = {"DOUGH_1": "3", "document-DOUGH_1": "y", "name": name, "do": "save"}
    answer = press(bakery, owner, bakery.at(QUESTION), bakery.at("what-if"), sent)
    assert answer.status_code == 302, answer.text
    return urlsplit(answer.location).path


def test_saved_scenario_opens_with_its_answers_and_the_way_from_today(
    bakery: Bakery, owner: FlaskClient
) -> None:
    address = saved(bakery, owner)
    shown = owner.get(address).text
    assert "<h1>New mixer</h1>" in shown
    assert "chart-waterfall" in shown
    assert re.search(r"Index [\d.]+ → [\d.]+ \(\+[\d.]+\)", shown)
    assert re.search(r'checked [^>]*id="DOUGH_1-3"|id="DOUGH_1-3"[^>]* checked', shown)
    listed = owner.get(bakery.at("what-if")).text
    assert address in listed
    assert re.search(r"Index [\d.]+, level \d when it was saved", listed)


def test_name_that_is_taken_comes_back_beside_its_field_with_what_was_typed(
    bakery: Bakery, owner: FlaskClient
) -> None:
    saved(bakery, owner)
    sent = {"DOUGH_1": "1", "name": "New mixer", "do": "save"}
    refused = press(bakery, owner, bakery.at(QUESTION), bakery.at("what-if"), sent)
    assert refused.status_code == 422
    assert 'id="name-error"' in refused.text
    assert 'value="New mixer"' in refused.text
    nameless = press(bakery, owner, bakery.at(QUESTION), bakery.at("what-if"), {**sent, "name": ""})
    assert nameless.status_code == 422
    assert 'id="name-error"' in nameless.text


def test_scenario_is_tried_otherwise_renamed_and_deleted(bakery: Bakery, owner: FlaskClient) -> None:
    address = saved(bakery, owner)
    tried = press(bakery, owner, address, address, {"DOUGH_1": "1"})
    assert tried.status_code == 200
    assert "With these answers" in tried.text
    renamed = press(bakery, owner, address, address, {"name": "Second thoughts", "do": "save"})
    assert urlsplit(renamed.location).path == address
    assert "<h1>Second thoughts</h1>" in owner.get(address).text
    asked = press(bakery, owner, address, f"{address}/delete", {})
    assert "Delete the scenario Second thoughts?" in asked.text
    gone = press(bakery, owner, address, f"{address}/delete", {"confirmed": "1"})
    assert urlsplit(gone.location).path == bakery.at("what-if")
    assert owner.get(address).status_code == 404


def test_scenario_says_that_an_answer_was_changed_since(bakery: Bakery, owner: FlaskClient) -> None:
    address = saved(bakery, owner)
    assert bakery.send(owner, "dimensions/DOUGH", {"DOUGH_1": "2"}).status_code == 302
    shown = owner.get(address).text
    assert "were changed since the scenario was saved: DOUGH.1" in shown
    assert "answers changed since" in owner.get(bakery.at("what-if")).text


def test_another_firm_does_not_find_it(bakery: Bakery, owner: FlaskClient) -> None:
    address = saved(bakery, owner)
    assert bakery.browser(bakery.stranger).get(address).status_code == 404


def test_opening_a_scenario_asks_the_database_few_times(bakery: Bakery, owner: FlaskClient) -> None:
    address, asked = saved(bakery, owner), list[str]()
    engine = bakery.app.extensions["readiness_database"].engine
    sa.event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    for page in (address, bakery.at("what-if")):
        asked.clear()
        assert owner.get(page).status_code == 200
        queries = [statement for statement in asked if not statement.startswith("PRAGMA")]
        assert len(queries) <= 12, queries
