"""Sign an audit: from here on there is a verified result."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import Step
from readiness.errors import InputError
from readiness.questionnaire.answers import Verification
from readiness.scoring.scorecard import Basis, Scorecard, Standing
from readiness.services.context import Services
from readiness.services.draw_sample import draw_sample
from readiness.services.editing import Held, hold, local_day, subject, take, write_sheet
from readiness.services.issue_result import issue_result
from readiness.services.record_verdicts import standing_verdicts
from readiness.services.score_assessment import score_assessment
from readiness.services.tell_of_assessment import tell_of_assessment
from readiness.store.events import record_event
from readiness.store.rows import Audit
from readiness.store.types import check_text

STATEMENT_LENGTH = 2000


def sign_audit(
    services: Services,
    session: Session,
    assessment_key: str,
    *,
    independence: bool,
    signed_on: dt.date,
    by: Person,
    at: dt.datetime,
    statement: str = "",
) -> Scorecard:
    """Store signature and verified scorecard, which is returned and issued; the state becomes verified.

    InputError: 'independence' unless the consultant states not to have advised the firm in the time the method
    names, 'signed_on' for a day before the submission or to come, 'sample' with the codes still without a verdict.
    """
    held = hold(services, session, assessment_key, Action.SIGN_AUDIT, Step.SIGN, by=by, at=at)
    if independence is not True:
        raise InputError("independence", "independence_missing")
    _check_day(services, held, signed_on, at)
    verdicts = standing_verdicts(held)
    missing = draw_sample(held).missing(verdicts)
    if missing:
        raise InputError("sample", "sample_incomplete", missing=", ".join(missing))
    assessment = held.assessment
    take(assessment, Step.SIGN)
    assessment.revision += 1
    held = write_sheet(session, held, replace(held.answers, verification=Verification(verdicts, signed_on)))
    words = check_text(statement.strip(), "statement", STATEMENT_LENGTH)
    session.add(
        Audit(
            assessment_id=assessment.id, signed_on=signed_on, signed_by=by.id, independence=True, statement=words, at=at
        )
    )  # fmt: skip
    card = score_assessment(session, held, Basis.VERIFIED, at=at)
    assessment.on_hold = card.standing is Standing.HOLD
    issued = issue_result(session, held, card, by=by, at=at)
    detail = {
        "revision": assessment.revision, "answers": card.answers_digest, "index": card.index,
        "number": issued.number, "digest": issued.digest,
    }  # fmt: skip
    record_event(session, "sign_audit", subject(assessment), by_id=by.id, at=at, detail=detail)
    tell_of_assessment(services, session, assessment, "verified", at=at, page="/result", number=issued.number)
    return card


def _check_day(services: Services, held: Held, signed_on: dt.date, at: dt.datetime) -> None:
    """A signature stands between the submission and today, by the calendar of the service."""
    if signed_on > local_day(services, at):
        raise InputError("signed_on", "day_to_come")
    sent = held.assessment.submitted_at
    if sent is not None and signed_on < local_day(services, sent):
        raise InputError("signed_on", "day_before_submission", day=local_day(services, sent))
