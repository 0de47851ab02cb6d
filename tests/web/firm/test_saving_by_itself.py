"""One question at a time, as the page's script sends it."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.firm.conftest import Bakery


def save(
    bakery: Bakery, client: FlaskClient, question: str, typed: dict[str, Any], **more: str
) -> TestResponse:
    dimension = question.split(".", maxsplit=1)[0]
    fields = {
        "csrf_token": client.get("/api/csrf-token").json["csrf_token"],
        "client_id": "sending-1",
        **more,
    }
    address = f"/api/assessments/{bakery.key}/dimensions/{dimension}/questions/{question}"
    return client.post(address, data={**fields, **typed})


def test_question_is_kept_and_the_form_goes_on_from_there(bakery: Bakery, owner: FlaskClient) -> None:
    shown = owner.get(bakery.at("dimensions/DOUGH"))
    kept = save(bakery, owner, "DOUGH.2", {"DOUGH_2-loaf": "14.5 h", "base-DOUGH_2": "0"})
    assert kept.status_code == 200
    assert kept.json["revision"] == 2, "the profile was the first"
    assert ":" in kept.json["time"]
    sent = {
        "DOUGH_2-loaf": "14.5 h",
        "base-DOUGH_2": str(kept.json["revision"]),
        "seen-DOUGH_2": kept.json["seen"],
        "DOUGH_1": "3",
    }
    assert bakery.send(owner, "dimensions/DOUGH", sent, shown=shown).status_code == 302
    assert 'value="14.5"' in owner.get(bakery.at("dimensions/DOUGH")).text


def test_sending_that_comes_twice_is_kept_once(bakery: Bakery, owner: FlaskClient) -> None:
    first = save(bakery, owner, "DOUGH.1", {"DOUGH_1": "3", "base-DOUGH_1": "0"})
    again = save(bakery, owner, "DOUGH.1", {"DOUGH_1": "3", "base-DOUGH_1": "0"})
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json["revision"] == again.json["revision"]


def test_answer_over_somebody_elses_is_not_kept(bakery: Bakery, owner: FlaskClient) -> None:
    save(bakery, owner, "DOUGH.1", {"DOUGH_1": "3", "base-DOUGH_1": "0"})
    stale = save(bakery, owner, "DOUGH.1", {"DOUGH_1": "1", "base-DOUGH_1": "0"}, client_id="sending-2")
    assert (stale.status_code, stale.json["error"]) == (409, "conflict")


def test_refusal_says_why_and_keeps_nothing(bakery: Bakery, owner: FlaskClient) -> None:
    for typed in (
        {"DOUGH_2-loaf": "long"},
        {"DOUGH_2-loaf": "9000"},
        {"DOUGH_2-loaf": "2", "DOUGH_2-not_measured": "y"},
    ):
        refused = save(bakery, owner, "DOUGH.2", {**typed, "base-DOUGH_2": "0"})
        assert refused.status_code == 422
        assert refused.json["detail"]
    assert "saved by" not in owner.get(bakery.at("dimensions/DOUGH")).text


def test_what_is_not_asked_or_not_ones_own_does_not_exist(bakery: Bakery, owner: FlaskClient) -> None:
    assert save(bakery, owner, "DOUGH.3", {}).status_code == 404, "computed from the profile"
    assert save(bakery, owner, "DOUGH.9", {}).status_code == 404
    stranger = bakery.browser(bakery.stranger)
    assert save(bakery, stranger, "DOUGH.1", {"DOUGH_1": "3"}).status_code == 404
    assert save(bakery, owner, "DOUGH.1", {"DOUGH_1": "3"}, csrf_token="made up").status_code == 400
    nobody = bakery.app.test_client()
    assert save(bakery, nobody, "DOUGH.1", {"DOUGH_1": "3"}).status_code == 401
