"""Give an assessment back to the firm, with a reason."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import Step
from readiness.errors import InputError
from readiness.services.context import Services
from readiness.services.editing import hold, subject, take
from readiness.services.tell_of_assessment import tell_of_assessment
from readiness.store.events import record_event
from readiness.store.types import check_text

REASON_LENGTH = 2000
EVENT = "return_assessment"


def return_assessment(
    services: Services, session: Session, assessment_key: str, *, reason: str, by: Person, at: dt.datetime
) -> None:
    """The firm may change answers again; verdicts stand until the answer below them changes."""
    held = hold(services, session, assessment_key, Action.RETURN_ASSESSMENT, Step.RETURN, by=by, at=at)
    words = check_text(reason.strip(), "reason", REASON_LENGTH)
    if not words:
        raise InputError("reason", "required")
    take(held.assessment, Step.RETURN)
    record_event(session, EVENT, subject(held.assessment), by_id=by.id, at=at, detail={"reason": words})
    tell_of_assessment(services, session, held.assessment, "returned", at=at, reason=words)
