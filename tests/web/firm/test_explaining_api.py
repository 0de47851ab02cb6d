"""Why, what changed and what if as JSON: the numbers of the pages, the same rights, nothing kept, no trace."""

from __future__ import annotations

import math
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.store.rows import AnswerRow, Assessment, Event, Sheet
from tests.web.firm.conftest import Bakery


def api(bakery: Bakery, route: str) -> str:
    return f"/api/assessments/{bakery.key}/{route}"


def suppose(bakery: Bakery, client: FlaskClient, body: Any) -> TestResponse:
    """Send a scenario as a program does."""
    token = client.get("/api/csrf-token").json["csrf_token"]
    return client.post(api(bakery, "what-if"), json=body, headers={"X-CSRFToken": token})


def stated(value: Any) -> dict[str, Any]:
    return {"state": "answered", "value": value}


def kept(bakery: Bakery) -> tuple[Any, ...]:
    """All that a scenario could have left behind."""
    with bakery.database.session() as session:
        numbers = [session.scalar(sa.select(sa.func.count()).select_from(row)) for row in (AnswerRow, Event)]
        return (
            *numbers,
            session.scalars(sa.select(Assessment.revision)).all(),
            session.scalars(sa.select(Sheet.document)).all(),
        )


def test_why_has_parts_that_sum_to_the_index_and_to_what_is_missing(
    bakery: Bakery, owner: FlaskClient
) -> None:
    found = owner.get(api(bakery, "why")).json
    index, lines = found["result"]["index"], found["lines"]
    assert math.fsum(line["contribution"] for line in lines) == pytest.approx(index, abs=1e-9)
    losses = math.fsum(line["gap"] + line["evidence"] + line["over_claim"] for line in lines)
    assert losses == pytest.approx(100 - index, abs=1e-9)
    assert found["result"]["firm"] == {"name": bakery.firm_name}


def test_scenario_comes_back_with_result_level_gates_and_parts_and_keeps_nothing(
    bakery: Bakery, owner: FlaskClient
) -> None:
    before = kept(bakery)
    body = {"answers": {"DOUGH.1": stated(4), "PEOPLE.1": stated(["breakfast"])}, "documents": ["DOUGH.1"]}
    answer = suppose(bakery, owner, body)
    assert answer.status_code == 200
    found = answer.json
    assert found["after"]["index"] > found["before"]["index"]
    parts = math.fsum(part["points"] for part in found["parts"])
    assert found["before"]["index"] + parts == pytest.approx(found["after"]["index"], abs=1e-9)
    assert {part["code"] for part in found["parts"]} == {"DOUGH.1", "PEOPLE.1"}
    assert found["before"]["index"] == owner.get(api(bakery, "why")).json["result"]["index"]
    assert all(gate["met"] for gate in found["lifted"])
    assert found["peers"] == {"firms": 0, "before": None, "after": None}
    assert kept(bakery) == before


@pytest.mark.parametrize(
    ("answers", "field", "code"),
    [
        ({"OVEN.1": stated("crystal_ball")}, "OVEN.1", "answer_invalid"),
        ({"DOUGH.1": stated(99)}, "DOUGH.1", "answer_invalid"),
        ({"DOUGH.1": stated("three")}, "DOUGH.1", "answer_invalid"),
        ({"DOUGH.2": stated({"loaf": 100000})}, "DOUGH.2", "above_maximum"),
        ({"DOUGH.2": stated({"layer": 3})}, "DOUGH.2", "answer_invalid"),
        ({"PEOPLE.2": {"state": "not_applicable"}}, "PEOPLE.2", "reason_missing"),
        ({"DOUGH.1": {"state": "not_applicable", "reason": "we bake"}}, "DOUGH.1", "na_not_allowed"),
    ],
)  # fmt: skip
def test_impossible_answer_is_named_with_what_was_expected(
    bakery: Bakery, owner: FlaskClient, answers: dict[str, Any], field: str, code: str
) -> None:
    refused = suppose(bakery, owner, {"answers": answers})
    assert refused.status_code == 422
    (error,) = refused.json["errors"]
    assert (error["field"], error["error"]) == (field, code)
    assert "%(" not in error["detail"]
    assert len(error["detail"].split()) > 3


def test_every_impossible_answer_is_named_at_once(bakery: Bakery, owner: FlaskClient) -> None:
    answers = {"OVEN.1": stated("crystal_ball"), "DOUGH.1": stated(99)}
    refused = suppose(bakery, owner, {"answers": answers})
    assert {error["field"] for error in refused.json["errors"]} == {"OVEN.1", "DOUGH.1"}


@pytest.mark.parametrize(
    "body",
    [
        [], "x", {"answer": {}}, {"answers": []}, {"documents": [1]}, {"answers": {"DOUGH.1": 3}},
        {"answers": {"DOUGH.1": {"state": "guessed"}}},
    ],
)  # fmt: skip
def test_other_shapes_are_refused_with_a_sentence(bakery: Bakery, owner: FlaskClient, body: Any) -> None:
    refused = suppose(bakery, owner, body)
    assert refused.status_code == 422
    assert refused.json["detail"].startswith("This is no answer")


@pytest.mark.parametrize("code", ["XX9.9", "", "DOUGH.1; DROP", "题"])
def test_unknown_question_is_named(bakery: Bakery, owner: FlaskClient, code: str) -> None:
    for body in ({"answers": {code: stated(1)}}, {"documents": [code]}):
        refused = suppose(bakery, owner, body)
        assert (refused.status_code, refused.json["error"]) == (422, "question_unknown")


def test_no_second_result_is_told(bakery: Bakery, owner: FlaskClient) -> None:
    found = owner.get(api(bakery, "compare")).json
    assert (found["before"], found["after"], found["points"]) == (None, None, None)
    assert "gives a second result" in found["detail"]


def test_routes_are_there_for_the_firm_alone(bakery: Bakery) -> None:
    stranger, visitor = bakery.browser(bakery.stranger), bakery.app.test_client()
    for route in ("why", "compare"):
        assert stranger.get(api(bakery, route)).status_code == 404
        assert visitor.get(api(bakery, route)).status_code == 401
    assert suppose(bakery, stranger, {"answers": {"DOUGH.1": stated(4)}}).status_code == 404
    assert suppose(bakery, visitor, {"answers": {"DOUGH.1": stated(4)}}).status_code == 401


def test_scenario_needs_the_token_and_json(bakery: Bakery, owner: FlaskClient) -> None:
    assert owner.post(api(bakery, "what-if"), json={"answers": {}}).status_code == 400
    token = owner.get("/api/csrf-token").json["csrf_token"]
    sent = owner.post(api(bakery, "what-if"), data="x", headers={"X-CSRFToken": token})
    assert sent.status_code == 415
