"""Give an assessment back to the firm, with a reason."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import OWNER, Action, Person
from readiness.assessment.states import Step
from readiness.errors import InputError
from readiness.services.context import Services
from readiness.services.editing import hold, subject, take
from readiness.services.queue_mail import queue_mail
from readiness.store.events import record_event
from readiness.store.firms import list_members
from readiness.store.rows import Assessment
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
    _tell_owners(services, session, held.assessment, words, at=at)


def _tell_owners(
    services: Services, session: Session, assessment: Assessment, reason: str, *, at: dt.datetime
) -> None:
    """Each owner of the firm who can sign in hears it in the own language."""
    for member in list_members(session, assessment.firm):
        if member.kind == OWNER and member.user.active:
            queue_mail(
                session, "returned", to=member.user.email, language=member.user.language, at=at,
                person=member.user.name, firm=assessment.firm.name, round=assessment.round.name, reason=reason,
                link=services.link(f"/assessments/{assessment.key}"),
            )  # fmt: skip
