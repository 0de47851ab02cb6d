"""Notes of colleagues, the history of an answer, and the answer of the round before."""

from __future__ import annotations

import datetime as dt
import re

from flask.testing import FlaskClient

from readiness.questionnaire.answers import Answer, State
from readiness.services.open_assessment import open_assessment
from readiness.services.save_answers import save_answers
from readiness.services.save_profile import save_profile
from readiness.store.people import find_user, person_of
from readiness.store.rows import Assessment
from tests import factories
from tests.web.conftest import send
from tests.web.firm.conftest import Bakery

DOUGH, LADDER = "dimensions/DOUGH", "questions/DOUGH.1"


def next_round(bakery: Bakery, *, level: int) -> str:
    """The firm stated this step in the round it has, and opens the next one, whose key is given."""
    with bakery.database.session(write=True) as session:
        user = find_user(session, bakery.owner_email)
        assert user is not None
        by, services = person_of(user), bakery.services
        save_answers(
            services, session, bakery.key, {"DOUGH.1": Answer(State.ANSWERED, level)}, base={},
            client_id="early", by=by, at=factories.NOON,
        )  # fmt: skip
        row = session.query(Assessment).filter_by(key=bakery.key).one()
        later = factories.make_round(session, "2027")
        later.questionnaire = "bakery/1"
        later.closes_on = row.round.closes_on + dt.timedelta(days=365)
        key = open_assessment(services, session, row.firm.key, later.key, by=by, at=factories.NOON).key
        save_profile(
            services, session, key, profile={"employees": 12, "flour_t": 80, "rye_t": 20},
            processes={"loaf": 70, "steamed": 30}, base={}, client_id="second", by=by, at=factories.NOON,
        )  # fmt: skip
        session.commit()
        return key


def test_note_is_left_and_taken_back(bakery: Bakery, owner: FlaskClient) -> None:
    address = bakery.at(LADDER)
    left = send(owner, f"{address}/notes", {"words": "Ask <b>the miller</b>"}, page=address)
    assert left.status_code == 302
    page = owner.get(address).text
    assert "Ask &lt;b&gt;the miller&lt;/b&gt;" in page
    assert "Notes (1) and history" in owner.get(bakery.at(DOUGH)).text
    found = re.search(rf'action="({address}/notes/[^"]+/withdraw)"', page)
    assert found is not None
    assert send(owner, found[1], {}, page=address).status_code == 302
    assert "the miller" not in owner.get(address).text


def test_empty_note_is_asked_for(bakery: Bakery, owner: FlaskClient) -> None:
    address = bakery.at(LADDER)
    refused = send(owner, f"{address}/notes", {"words": "  "}, page=address)
    assert refused.status_code == 422
    assert 'class="summary"' in refused.text


def test_history_tells_each_answer_in_words(bakery: Bakery, owner: FlaskClient) -> None:
    assert bakery.send(owner, DOUGH, {"DOUGH_1": "1"}).status_code == 302
    assert bakery.send(owner, DOUGH, {"DOUGH_1": ""}).status_code == 302
    page = owner.get(bakery.at(LADDER)).text
    rows = re.findall(r"<tr><td>.*?</td></tr>", page, re.S)
    assert len(rows) == 2
    assert "Not answered yet" in rows[0]


def test_strangers_find_no_page_of_a_question(bakery: Bakery) -> None:
    stranger = bakery.browser(bakery.stranger)
    assert stranger.get(bakery.at(LADDER)).status_code == 404


def test_question_that_does_not_exist_is_not_found(bakery: Bakery, owner: FlaskClient) -> None:
    assert owner.get(bakery.at("questions/DOUGH.77")).status_code == 404


def test_answer_of_the_round_before_is_taken_over_by_a_button_only(
    bakery: Bakery, owner: FlaskClient
) -> None:
    bakery.key = next_round(bakery, level=3)
    page = owner.get(bakery.at(DOUGH)).text
    assert "Answer of 2026" in page
    assert not re.search(r'<input[^>]*checked[^>]*id="DOUGH_1-3"|id="DOUGH_1-3"[^>]*checked', page)
    typed = {"take": "DOUGH.1", "DOUGH_4-autolyse": "daily"}
    assert bakery.send(owner, DOUGH, typed).status_code == 302
    after = owner.get(bakery.at(DOUGH)).text
    assert "The same stands now." in after
    assert "Saved, as in 2026." in after
    assert re.search(r'<input[^>]*checked[^>]*value="daily"', after), "what else was typed is saved too"


def test_button_for_what_was_never_answered_takes_nothing(bakery: Bakery, owner: FlaskClient) -> None:
    assert bakery.send(owner, DOUGH, {"take": "DOUGH.1"}).status_code == 302
    assert "Nothing was saved here yet." in owner.get(bakery.at(LADDER)).text
