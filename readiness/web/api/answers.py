"""Read an assessment, save an answer: what autosave and other programs use."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue

from readiness.assessment.permissions import Action
from readiness.errors import ConflictError
from readiness.questionnaire.answers import Answer, State
from readiness.services.put_answer import put_answer
from readiness.services.read_assessment import read_assessment
from readiness.web.access import access, current_person
from readiness.web.api.bodies import STATED, read_answer, read_body
from readiness.web.api.describe import ERROR, TEXT, WHOLE, describe, object_of
from readiness.web.database import get_services, get_session, now

REVISION = re.compile(r'(?:W/)?"?(\d{1,9})"?')
KEY = re.compile(r"[A-Za-z0-9_.:-]{8,100}")
RECEIPT = object_of(code=TEXT, revision=WHOLE, assessment_revision=WHOLE)
CONFLICT = object_of(
    error=TEXT,
    title=TEXT,
    detail=TEXT,
    conflicts={"type": "object", "description": "code → standing and sent answer"},
)

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.get("/assessments/<key:key>")
@access(Action.VIEW_ANSWERS)
@describe(
    "An assessment as a document, with the revision of each answer",
    answers={
        200: (
            "the assessment",
            object_of(
                key=TEXT, state=TEXT, revision=WHOLE, questionnaire=TEXT,
                document={"type": "object"}, revisions={"type": "object", "additionalProperties": WHOLE},
            ),
        ),
        401: ("not signed in", ERROR), 403: ("not allowed", ERROR), 404: ("not there for this person", ERROR),
    },
)  # fmt: skip
def show(key: str) -> ResponseReturnValue:
    """The document has the shape of answer files."""
    found = read_assessment(get_services(), get_session(), key, by=current_person())
    reply = jsonify(
        key=found.key,
        state=found.state,
        revision=found.revision,
        questionnaire=found.questionnaire,
        document=found.document,
        revisions=found.revisions,
    )
    reply.set_etag(str(found.revision))
    return reply


@blueprint.put("/assessments/<key:key>/answers/<code:code>")
@access(Action.EDIT_ANSWERS)
@describe(
    "Save one answer; acknowledged means kept",
    headers={
        "If-Match": "the revision of the answer that the sender has seen, 0 if it was never saved",
        "Idempotency-Key": "a random name of this sending, 8 to 100 characters; the same again for a repetition",
        "X-CSRFToken": "the token of GET /api/csrf-token",
    },
    body=STATED,
    answers={
        200: ("kept", RECEIPT), 400: ("no CSRF token, or no JSON", ERROR), 401: ("not signed in", ERROR),
        403: ("not allowed", ERROR), 404: ("not there for this person", ERROR),
        409: ("somebody else saved meanwhile, or the assessment is not open for changes", CONFLICT),
        413: ("too large", ERROR), 415: ("no JSON", ERROR), 422: ("not a possible answer", ERROR),
        428: ("If-Match or Idempotency-Key is missing", ERROR),
    },
)  # fmt: skip
def save(key: str, code: str) -> ResponseReturnValue:
    """One row more, or both values where somebody else was faster."""
    seen = REVISION.fullmatch(request.headers.get("If-Match", ""))
    sending = KEY.fullmatch(request.headers.get("Idempotency-Key", ""))
    if seen is None or sending is None:
        abort(428)
    answer = read_answer(read_body())
    try:
        reply = put_answer(
            get_services(), get_session(), key, code, answer,
            base=int(seen.group(1)), key=sending.group(), by=current_person(), at=now(),
        )  # fmt: skip
    except ConflictError as conflict:
        values = {
            name: {"standing": _plain(standing), "sent": _plain(sent)}
            for name, (standing, sent) in conflict.conflicts.items()
        }
        return jsonify(error="conflict", title="Conflict", detail=str(conflict), conflicts=values), 409
    response = jsonify(reply)
    response.set_etag(str(reply["revision"]))
    return response


def _plain(answer: object) -> dict[str, Any]:
    if not isinstance(answer, Answer):
        return {"state": State.UNANSWERED.value, "value": None, "reason": ""}
    return {"state": answer.state.value, "value": answer.value, "reason": answer.reason}
