"""Close the book on a verified assessment."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import Step
from readiness.services.context import Services
from readiness.services.editing import hold, subject, take
from readiness.store.events import record_event


def finalise_assessment(
    services: Services, session: Session, assessment_key: str, *, by: Person, at: dt.datetime
) -> None:
    """The office's last word; there is no way back from it."""
    held = hold(services, session, assessment_key, Action.FINALISE_ASSESSMENT, Step.FINALISE, by=by, at=at)
    take(held.assessment, Step.FINALISE)
    record_event(session, "finalise_assessment", subject(held.assessment), by_id=by.id, at=at)
