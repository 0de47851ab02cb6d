"""Submit: from here on the answers stand still."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import Step
from readiness.errors import InputError, InputErrors
from readiness.questionnaire.answer_checks import ERROR
from readiness.scoring.scorecard import Basis, Scorecard, Standing
from readiness.services.check_assessment import submission_notices
from readiness.services.context import Services
from readiness.services.count_evidence import judge_evidence
from readiness.services.editing import Held, hold, subject, take
from readiness.services.issue_result import issue_result
from readiness.services.score_assessment import score_assessment
from readiness.services.tell_of_assessment import tell_of_assessment
from readiness.store.events import record_event


def submit_assessment(
    services: Services, session: Session, assessment_key: str, *, by: Person, at: dt.datetime
) -> Scorecard:
    """Freeze the answers, store the declared scorecard, which is returned, and issue it with its receipt.

    Files that are past their last good day on this day count no more.

    InputError 'declaration' when nobody has declared what stands now; InputErrors with every impossible answer.
    Gaps do not stop it: the result is then a draft and is never ranked.
    """
    held = hold(services, session, assessment_key, Action.SUBMIT_ASSESSMENT, Step.SUBMIT, by=by, at=at)
    assessment = held.assessment
    if assessment.declared_at is None:
        raise InputError("declaration", "declaration_missing")
    held = judge_evidence(services, session, held, at=at)
    _refuse_errors(held)
    take(assessment, Step.SUBMIT)
    assessment.submitted_at = at
    assessment.audit_seed = assessment.audit_seed or secrets.token_hex(16)
    card = score_assessment(session, held, Basis.DECLARED, at=at)
    assessment.on_hold = card.standing is Standing.HOLD
    issued = issue_result(session, held, card, by=by, at=at)
    detail = {
        "revision": assessment.revision, "answers": card.answers_digest, "index": card.index,
        "number": issued.number, "digest": issued.digest,
    }  # fmt: skip
    record_event(session, "submit_assessment", subject(assessment), by_id=by.id, at=at, detail=detail)
    tell_of_assessment(
        services, session, assessment, "submitted", at=at, page=f"/receipts/{issued.key}", number=issued.number,
        digest=issued.digest,
    )  # fmt: skip
    return card


def _refuse_errors(held: Held) -> None:
    errors = [
        InputError(notice.code, notice.key, place=notice.field, **notice.values)
        for notice in submission_notices(held.questionnaire, held.answers)
        if notice.severity == ERROR
    ]
    if errors:
        raise InputErrors(errors)
