"""Save one answer for a program that may have to send it again."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.questionnaire.answers import Answer
from readiness.services.context import Services
from readiness.services.save_answers import save_answers
from readiness.store.sessions import find_reply, store_reply
from readiness.store.types import write_json

SAVED = 200


def put_answer(
    services: Services,
    session: Session,
    assessment_key: str,
    code: str,
    answer: Answer,
    *,
    base: int,
    key: str,
    by: Person,
    at: dt.datetime,
) -> dict[str, Any]:
    """Save once per `key`: the same sending again gets the first reply, another one under this key an InputError.

    Refusals and conflicts are not kept: the sender mends them and may use the key again.
    """
    sending = [assessment_key, code, answer.state.value, answer.value, answer.reason, base]
    request_hash = hashlib.sha256(write_json(sending).encode()).hexdigest()
    known = find_reply(session, by.id, key, request_hash)
    if known is not None:
        return dict(known.body)
    receipt = save_answers(
        services, session, assessment_key, {code: answer}, base={code: base}, client_id=key, by=by, at=at
    )
    while_waiting = find_reply(session, by.id, key, request_hash)
    if while_waiting is not None:  # the same sending held the lock of the assessment until now
        return dict(while_waiting.body)
    reply = {"code": code, "revision": receipt.revisions[code], "assessment_revision": receipt.revision}
    store_reply(session, by.id, key, request_hash, status=SAVED, body=reply, at=at)
    return reply
