"""What programs send: JSON read strictly, answers out of it."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from flask import abort, request

from readiness.errors import InputError
from readiness.questionnaire.answers import Answer, State
from readiness.questionnaire.expected import UnfitError
from readiness.store.types import check_json

LARGEST_NUMBER = 10**15
LONGEST_BODY = 64 * 1024
STATED = {
    "type": "object",
    "properties": {
        "state": {"type": "string", "enum": [state.value for state in State]},
        "value": {"description": "as in answer files; depends on the kind of question"},
        "reason": {"type": "string", "maxLength": 2000},
    },
    "required": ["state"],
    "additionalProperties": False,
}


def read_body() -> Any:
    """JSON without repeated keys, without numbers that no database keeps."""
    if request.mimetype != "application/json":
        abort(415)
    raw = request.get_data(cache=False)
    if len(raw) > LONGEST_BODY:
        abort(413)
    try:
        body = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_no_repetition, parse_constant=_refuse, parse_int=_whole
        )
    except (ValueError, RecursionError):
        abort(400)
    return check_json(body, "body")


def read_answer(body: Any) -> Answer:
    """An answer as `STATED` describes it; InputError for what is none."""
    if not isinstance(body, dict) or not body.keys() <= STATED["properties"].keys():  # type: ignore[attr-defined]
        raise InputError(
            "body", "answer_invalid", expected=UnfitError("one_of", codes="state, value, reason")
        )
    try:
        state = State(str(body.get("state")))
    except ValueError as error:
        raise InputError(
            "state", "answer_invalid", expected=UnfitError("one_of", codes=", ".join(State))
        ) from error
    reason = body.get("reason", "")
    if not isinstance(reason, str):
        raise InputError("reason", "answer_invalid", expected=UnfitError("text"))
    return Answer(state, body.get("value"), reason)


def _no_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _whole(text: str) -> int:
    number = int(text) if len(text) <= len(str(LARGEST_NUMBER)) else LARGEST_NUMBER + 1
    if abs(number) > LARGEST_NUMBER:
        raise ValueError("too large")
    return number


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
