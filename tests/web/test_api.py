"""Health, the token, the OpenAPI file, and answers saved by programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.assessment.permissions import Role
from readiness.store.assessments import add_assessment
from tests.factories import NOON, make_firm, make_round
from tests.web.conftest import Site


def test_living_and_ready_are_told_apart(site: Site, tmp_path: Path) -> None:
    client = site.browser()
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ready"}
    empty = Site(tmp_path / "other", f"sqlite:///{tmp_path / 'empty.db'}").app.test_client()
    assert empty.get("/healthz").status_code == 200
    answer = empty.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"status": "not ready: migrations"})


def test_openapi_file_names_every_route_of_the_api(site: Site) -> None:
    file = site.browser().get("/api/openapi.json").json
    assert file["openapi"] == "3.1.0"
    rules = {rule.rule for rule in site.app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    assert len(rules) <= len(file["paths"])
    save = file["paths"]["/api/assessments/{key}/answers/{code}"]["put"]
    assert {"200", "409", "422", "428"} <= set(save["responses"])
    assert save["security"] == [{"session": []}]


class Draft:
    """An assessment in draft and its owner's program."""

    def __init__(self, site: Site) -> None:
        services = site.app.extensions["readiness_services"]
        questionnaire = services.catalogue.get(site.settings.questionnaire)
        self.code = next(q.code for q in questionnaire.questions if q.kind == "ladder")
        owner = site.person()
        with site.database.transaction() as session:
            firm = make_firm(session, owner=session.merge(owner))
            self.key = add_assessment(session, firm, make_round(session), document={}, at=NOON).key
        self.client: FlaskClient = site.browser(owner)
        self.token = self.client.get("/api/csrf-token").json["csrf_token"]

    def put(self, body: Any, *, base: int = 0, sending: str = "sending-1", code: str = "") -> TestResponse:
        headers = {"X-CSRFToken": self.token, "If-Match": f'"{base}"', "Idempotency-Key": sending}
        address = f"/api/assessments/{self.key}/answers/{code or self.code}"
        if isinstance(body, bytes):
            return self.client.put(address, data=body, content_type="application/json", headers=headers)
        return self.client.put(address, json=body, headers=headers)


@pytest.fixture
def draft(site: Site) -> Draft:
    return Draft(site)


def test_answer_is_kept_and_read_back_with_its_revision(draft: Draft) -> None:
    answer = draft.put({"state": "answered", "value": 3})
    assert (answer.status_code, answer.json["revision"]) == (200, 1)
    assert answer.headers["ETag"] == '"1"'
    found = draft.client.get(f"/api/assessments/{draft.key}").json
    assert found["revisions"] == {draft.code: 1}
    assert found["document"]["answers"][draft.code]["value"] == 3


def test_the_same_sending_again_gets_the_same_reply_and_another_one_under_its_name_is_refused(
    draft: Draft,
) -> None:
    first = draft.put({"state": "answered", "value": 3})
    draft.put({"state": "answered", "value": 4}, base=1, sending="sending-2")
    assert draft.put({"state": "answered", "value": 3}).json == first.json
    other = draft.put({"state": "answered", "value": 5})
    assert (other.status_code, other.json["error"]) == (422, "idempotency_key_reused")


def test_stale_save_gets_both_values(draft: Draft) -> None:
    draft.put({"state": "answered", "value": 3})
    answer = draft.put({"state": "answered", "value": 1}, base=0, sending="sending-2")
    assert answer.status_code == 409
    both = answer.json["conflicts"][draft.code]
    assert (both["standing"]["value"], both["sent"]["value"]) == (3, 1)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b'{"state": "answered", "value": NaN}', 400),
        (b'{"state": "answered", "state": "answered"}', 400),
        (b'{"state": "answered", "value": 1' + b"0" * 400 + b"}", 400),
        (b'{"state": "answered", "value": 1e999}', 422),
        (b"[" * 5000, 400),
        (b'{"state": "answered", "value": "\\ud800"}', 422),
        (b'{"state": "answered", "value": "a\\u0000"}', 422),
        (b'{"state": "answered", "value": 99}', 422),
        (b'{"state": "answered", "value": {"a": [1]}}', 422),
        (b'{"state": "elsewhere"}', 422),
        (b'{"state": "answered", "value": 1, "score": 100}', 422),
        (b'{"state": "not_applicable"}', 422),
        (b"[]", 422),
    ],
)
def test_odd_bodies_are_refused_and_nothing_is_kept(draft: Draft, body: bytes, status: int) -> None:
    assert draft.put(body).status_code == status
    assert draft.client.get(f"/api/assessments/{draft.key}").json["revisions"] == {}


def test_unknown_question_missing_headers_and_foreign_people_are_refused(draft: Draft, site: Site) -> None:
    assert draft.put({"state": "answered", "value": 1}, code="XX9").status_code == 422
    address = f"/api/assessments/{draft.key}/answers/{draft.code}"
    assert draft.client.put(address, json={}, headers={"X-CSRFToken": draft.token}).status_code == 428
    assert draft.client.put(address, json={}).status_code == 400
    assert site.browser(site.person()).get(f"/api/assessments/{draft.key}").status_code == 404
    assert site.browser().get(f"/api/assessments/{draft.key}").status_code == 401
    assert site.browser(site.person(Role.OFFICER)).get(f"/api/assessments/{draft.key}").status_code == 403
