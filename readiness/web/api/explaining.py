"""Why, what changed and what if for programs: the numbers of the pages, unrounded. Nothing is kept."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from readiness.assessment.permissions import Action
from readiness.errors import InputError
from readiness.exports.explanation_json import change_document, explanation_document, scenario_document
from readiness.questionnaire.expected import UnfitError
from readiness.services.compare_results import Compared, compare_results
from readiness.services.get_why import get_why
from readiness.services.try_scenario import open_trial, try_scenario
from readiness.web.access import access, current_person
from readiness.web.api.bodies import STATED, read_answer, read_body
from readiness.web.api.describe import ERROR, TEXT, describe, object_of
from readiness.web.database import get_services, get_session
from readiness.web.firm.explaining import is_turned
from readiness.web.messages import message_for

NUMBER = {"type": "number"}
ANY = {"type": "object"}
LIST = {"type": "array"}
CHANGE = {
    "before": ANY, "after": ANY, "points": NUMBER, "causes": ANY, "matches": ANY, "parts": LIST, "questions": ANY,
}  # fmt: skip
SUPPOSED = {
    "type": "object",
    "properties": {
        "answers": {"type": "object", "description": "code → answer", "additionalProperties": STATED},
        "documents": {
            "type": "array", "description": "codes supposed to have a document", "items": TEXT,
        },
    },
    "additionalProperties": False,
}  # fmt: skip
REFUSED: dict[int, tuple[str, dict[str, Any] | None]] = {
    401: ("not signed in", ERROR),
    403: ("not allowed", ERROR),
    404: ("not there for this person", ERROR),
    409: ("answers of an earlier state of the questionnaire", ERROR),
}

blueprint = Blueprint("explaining_api", __name__, url_prefix="/api/assessments/<key:key>")


@blueprint.get("/why")
@access(Action.VIEW_RESULT)
@describe(
    "Why the result: parts by question that sum to the index and to 100 minus the index, and every gate",
    answers={200: ("the explanation; without a result `detail` says why", ANY), **REFUSED},
)
def why(key: str) -> ResponseReturnValue:
    """The explanation of the result that counts; a sentence in its place while no question applies."""
    found = get_why(get_services(), get_session(), key, by=current_person())
    if found.explanation is None:
        return jsonify(result=None, detail=_sentence("nothing_applies"))
    return jsonify(explanation_document(found.explanation, {"name": found.result.firm.name}))


@blueprint.get("/compare")
@access(Action.VIEW_RESULT)
@describe(
    "What changed from the older of two results to the newer: ?with=KEY names the other one, ?turned=1 reads back",
    answers={200: ("the change; without one `detail` says why", ANY), **REFUSED},
)
def compare(key: str) -> ResponseReturnValue:
    """Without `with` declared and verified where both are there, else the round before; else a sentence."""
    other = request.args.get("with", "")
    found = compare_results(
        get_services(), get_session(), key, other, by=current_person(), turned=is_turned()
    )
    if found.unreadable:
        raise found.unreadable
    if found.change is None or found.pair is None:
        why_not = "nothing_applies" if found.pair else "nothing_to_compare"
        return jsonify(before=None, after=None, points=None, detail=_sentence(why_not))
    document: dict[str, Any] = change_document(found.change)
    for side, one in zip(("before", "after"), found.pair, strict=True):
        document[side] |= _place(one)
    return jsonify(document)


@blueprint.post("/what-if")
@access(Action.TRY_SCENARIO)
@describe(
    "The result with supposed answers and documents; nothing is kept",
    headers={"X-CSRFToken": "the token of GET /api/csrf-token"},
    body=SUPPOSED,
    answers={
        200: ("the change from today to then", object_of(**CHANGE, lifted=LIST, lost=LIST, peers=ANY)),
        422: ("nothing applies, or not possible; `errors` names each answer", ERROR),
        400: ("no CSRF token, or no JSON", ERROR), 413: ("too large", ERROR), 415: ("no JSON", ERROR),
        **REFUSED,
    },
)  # fmt: skip
def what_if(key: str) -> ResponseReturnValue:
    """The same as the page's form; whose assessment it is comes before what was sent."""
    session = get_session()
    trial, held = open_trial(get_services(), session, key, by=current_person())
    answers, documented = _supposed(read_body())
    changes = {code: read_answer(body) for code, body in answers.items()}
    tried = try_scenario(session, trial, held, changes, documented=documented)
    if tried.scenario is None:
        raise InputError("result", "nothing_applies")
    before, after = tried.quarters
    peers = {"firms": tried.peers.count if tried.peers else 0, "before": before, "after": after}
    return jsonify(scenario_document(tried.scenario) | {"peers": peers})


def _sentence(code: str) -> str:
    return message_for(InputError("result", code))


def _place(one: Compared) -> dict[str, str]:
    asked = one.view.questionnaire
    return {
        "assessment": one.view.key,
        "round": one.view.round.name,
        "questionnaire": f"{asked.code}/{asked.version}",
    }


def _supposed(body: Any) -> tuple[dict[str, Any], list[str]]:
    """Answers by code and the codes with a document; InputError for any other shape."""
    if not isinstance(body, dict) or not body.keys() <= {"answers", "documents"}:
        raise InputError("body", "answer_invalid", expected=UnfitError("one_of", codes="answers, documents"))
    answers, documented = body.get("answers", {}), body.get("documents", [])
    if not isinstance(answers, dict):
        raise InputError("answers", "answer_invalid", expected=UnfitError("one_of", codes="code → answer"))
    if not isinstance(documented, list) or not all(isinstance(code, str) for code in documented):
        raise InputError("documents", "answer_invalid", expected=UnfitError("text"))
    return answers, documented
