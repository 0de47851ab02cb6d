"""Take an assessment out of its round."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import Step
from readiness.services.context import Services
from readiness.services.editing import hold, subject, take
from readiness.store.events import record_event


def withdraw_assessment(
    services: Services, session: Session, assessment_key: str, *, by: Person, at: dt.datetime
) -> None:
    """Nothing is deleted: while the round is open, opening the assessment again takes it up where it was."""
    held = hold(services, session, assessment_key, Action.WITHDRAW_ASSESSMENT, Step.WITHDRAW, by=by, at=at)
    detail = {"from": held.assessment.state}
    take(held.assessment, Step.WITHDRAW)
    record_event(session, "withdraw_assessment", subject(held.assessment), by_id=by.id, at=at, detail=detail)
